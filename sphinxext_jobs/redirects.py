"""Redirects: small pages that lead from an address to a posting's page.

Each former address of a posting has one, and each file of a posting that is left to another
site, so that its address is good in every site. A list of them in the output tells the next
build, whatever it knows, which files are redirects and which language the pages there are in.
"""

from __future__ import annotations

import html
import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from .addresses import AddressError, file_of, innermost, one_name
from .domain import JobDomain, job_domain, target_uri
from .files import read_file, read_json, save, write_if_changed
from .html import stale_sources, web_builder
from .log import warn
from .records import Link, Record

#: The list, in the output folder.
LIST = ".jobs-redirects"
#: The mark by which an earlier build's redirect is known.
MARK = '<meta name="generator" content="sphinxext-jobs">'
#: How far into a file its mark is looked for.
_HEAD = 400

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
{mark}
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{canonical}">
<title>{title}</title>
</head>
<body>
<p><a href="{url}"{title_lang}>{title}</a></p>
</body>
</html>
"""


def redirect_page(
    url: str, title: str, lang: str, title_lang: str = "", canonical: str = ""
) -> str:
    """Write the page that leads to *url*, whose language is *lang*."""
    foreign = title_lang not in ("", lang)
    return _PAGE.format(
        mark=MARK,
        lang=html.escape(lang),
        url=html.escape(url),
        canonical=html.escape(canonical or url),
        title=html.escape(title),
        title_lang=f' lang="{html.escape(title_lang)}"' if foreign else "",
    )


def is_ours(file: Path, mark: str) -> bool:
    """Whether a file is an earlier build's, not one that the project brings along."""
    try:
        return mark.encode() in read_file(file)[:_HEAD]
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Redirect:
    """A file in the output that leads to a posting; *lang* is the posting's page's.

    *address* is the former address as its author wrote it, at *location*.
    """

    path: str
    link: Link
    lang: str
    location: str
    address: str = ""

    def page(self, builder: StandaloneHTMLBuilder) -> str:
        """Write it."""
        target = target_uri(builder, self.link.docname)
        fragment = f"#{self.link.fragment}" if self.link.fragment else ""
        base = job_domain(builder.env).settings.base_url
        return redirect_page(
            (relative_uri(quote(self.path), target) or "./") + fragment,
            self.link.title,
            self.lang,
            self.link.lang,
            urljoin(base, target) + fragment if base else "",
        )

    def refuse(self, reason: str) -> None:
        """Report that it is not written."""
        name = self.address or self.path
        warn("redirect", f"no redirect from “{name}”: {reason}", self.location)

    def refuse_beside(self, path: str, what: str, remedy: str) -> None:
        """Report that it is not written, for *path* cannot be there, too."""
        both = "" if path == self.path else f" ({self.path} and {path} exclude each other)"
        self.refuse(f"{what}{both}; {remedy}")


def _output_path(builder: StandaloneHTMLBuilder, pagename: str) -> str:
    path = Path(builder.get_outfilename(pagename))
    return path.relative_to(builder.outdir).as_posix()


class Redirects:
    """The redirects of one build."""

    def __init__(self) -> None:
        self.generated: set[str] = set()

    def note_page(
        self,
        app: Sphinx,
        pagename: str,
        template: str,
        context: Any,
        doctree: nodes.document | None,
    ) -> None:
        """Note the pages that Sphinx makes of no document (``html-page-context``)."""
        if doctree is None:
            self.generated.add(pagename)

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to write where the folder holds another site (``env-get-updated``).

        Sphinx cannot know: that site may have been built from other doctrees.
        """
        builder = web_builder(app)
        known = _read_list(builder) if builder else None
        if builder is None or known is None:
            return []
        if known["site"] != _site(env):
            return sorted(env.found_docs)
        redirects = set(known["redirects"])
        return [doc for doc in sorted(env.found_docs) if _output_path(builder, doc) in redirects]

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the redirects, and remove those of earlier builds (``build-finished``)."""
        builder = web_builder(app)
        if builder is None or exception is not None:
            return
        domain = job_domain(app.env)
        known = _read_list(builder)
        asked = list(_redirects(domain, builder))
        if known is None and not asked and not domain.settings.has_site_per_language:
            return
        # Sphinx 8.1 makes none where no document changed.
        generated = self.generated or set(known["generated"] if known else ())
        names = app.env.all_docs.keys() | generated
        taken = {_output_path(builder, name): name for name in sorted(names)}
        wanted = dict(_chosen(asked, taken, app.env))
        out = Path(builder.outdir)
        # First, for a file and a folder may change places.
        for path in set(known["redirects"] if known else ()) - wanted.keys() - taken.keys():
            _remove(out, path)
        written = [path for path, redirect in wanted.items() if _write(builder, redirect)]
        for docname in domain.elsewhere:
            for source in stale_sources(builder, docname):
                source.unlink(missing_ok=True)
        found = {"site": _site(app.env), "redirects": sorted(written)}
        text = json.dumps({**found, "generated": sorted(generated)}, indent=0)
        save(out / LIST, text + "\n")


def _redirects(domain: JobDomain, builder: StandaloneHTMLBuilder) -> Iterator[Redirect]:
    """Yield what is asked for, in the order of preference."""
    for docname, left_out in domain.elsewhere.items():
        if record := domain.jobs.stand_in(docname):
            path = _output_path(builder, docname)
            yield Redirect(path, record.link, record.page_lang, left_out.location())
    for record in domain.jobs.published:
        yield from _former(record, record, builder)
    for docname, left_out in domain.elsewhere.items():
        if instead := domain.jobs.stand_in(docname):
            yield from _former(left_out, instead, builder)


def _former(record: Record, target: Record, builder: StandaloneHTMLBuilder) -> Iterator[Redirect]:
    """Yield the redirects from a posting's former addresses to the posting *target*.

    As in Hugo, ``aliases`` are relative to the page's folder, ``url`` to the site's root.
    """
    settings = job_domain(builder.env).settings
    site = settings.base_url
    sites = [site, *(urljoin(site, base) for base in settings.other_sites.values())]
    seen = set()
    for name, folder in (("aliases", posixpath.dirname(record.docname)), ("url", "")):
        for address in record.posting.value(name):
            location = record.location(name)
            try:
                if innermost(address, sites) not in ("", site):
                    continue  # that site has the redirect
                path = file_of(address, folder, site)
            except AddressError as error:
                warn("redirect", f"no redirect from “{address}”: {error}", location)
                continue
            if path not in seen:
                yield Redirect(path, target.link, target.page_lang, location, address)
            seen.add(path)


def _chosen(
    redirects: Iterable[Redirect], taken: Mapping[str, str], env: BuildEnvironment
) -> Iterator[tuple[str, Redirect]]:
    """Yield by their files the redirects that are in nobody's way, and report the others.

    In the way is on every system what is on one, so that a site can move to any.
    """
    files: dict[str, tuple[str, str | Redirect]] = {}
    folders: dict[str, tuple[str, str | Redirect]] = {}

    def claim(path: str, owner: str | Redirect) -> None:
        files.setdefault(one_name(path), (path, owner))
        for folder in _folders(path):
            folders.setdefault(folder, (path, owner))

    for path, page in taken.items():
        claim(path, page)
    for redirect in redirects:
        if taken.get(redirect.path) == redirect.link.docname:
            continue  # Hugo's `url` is the address still
        name = one_name(redirect.path)
        above = (files[folder] for folder in _folders(redirect.path) if folder in files)
        path, owner = files.get(name) or folders.get(name) or next(above, ("", None))
        if owner is None:
            claim(redirect.path, redirect)
            yield redirect.path, redirect
        elif isinstance(owner, str):
            page = str(env.doc2path(owner)) if owner in env.all_docs else f"the page {owner}"
            redirect.refuse_beside(path, f"{page} is there, and stays", "remove the address here")
        elif owner.link != redirect.link or one_name(path) != name:
            what = f"it leads to what {owner.location} says"
            redirect.refuse_beside(path, what, "keep it in one place")
        elif path != redirect.path:  # the same job's, which may differ in letter case
            yield redirect.path, redirect


def _folders(path: str) -> list[str]:
    """Return the folders that a file is in, by the names that all systems tell apart."""
    return [str(folder) for folder in PurePosixPath(one_name(path)).parents]


def _write(builder: StandaloneHTMLBuilder, redirect: Redirect) -> bool:
    """Write a redirect, unless something is there that is none, or it cannot be."""
    file = Path(builder.outdir) / redirect.path
    try:
        if not file.resolve().is_relative_to(Path(builder.outdir).resolve()):
            redirect.refuse(f"{file} is a link out of the output folder")
            return False
        if redirect.address and file.exists() and not is_ours(file, MARK):
            redirect.refuse(f"{file} is there, made by something else, and stays")
            return False
        write_if_changed(file, redirect.page(builder))
    except OSError as error:
        redirect.refuse(f"its file cannot be written ({error.strerror})")
        return False
    return True


def _site(env: BuildEnvironment) -> str:
    """Name the site that is built: its language, or all of them."""
    settings = job_domain(env).settings
    return settings.language if settings.has_site_per_language else "all"


def _read_list(builder: StandaloneHTMLBuilder) -> dict[str, Any] | None:
    found = read_json(Path(builder.outdir) / LIST)
    try:
        lists = {
            name: [path for path in found[name] if _is_inside(path)]
            for name in ("redirects", "generated")
        }
        return {"site": str(found["site"]), **lists}
    except (KeyError, TypeError):
        return None


def _is_inside(path: object) -> bool:
    """Whether a list of the output folder can name a file so: another's may name any."""
    if not isinstance(path, str) or "\0" in path or any("\ud800" <= c <= "\udfff" for c in path):
        return False
    pure = PurePath(path)
    return bool(pure.parts) and not pure.anchor and ".." not in pure.parts


def _remove(out: Path, path: str) -> None:
    """Remove a redirect, and the folders that it leaves empty; nothing that is no redirect."""
    try:
        file = (out / path).resolve()
        if not file.is_relative_to(out.resolve()) or not is_ours(file, MARK):
            return
        file.unlink()
        for folder in file.parents:
            if folder == out.resolve() or any(folder.iterdir()):
                break
            folder.rmdir()
    except (OSError, RuntimeError):  # a loop of links, or a folder that may not be changed
        return


def setup_redirects(app: Sphinx) -> None:
    """Register the redirects."""
    redirects = Redirects()
    app.connect("html-page-context", redirects.note_page)
    app.connect("env-get-updated", redirects.outdated)
    # Late: what other extensions write then is in the way, in the first build as in later ones.
    app.connect("build-finished", redirects.write, priority=900)
