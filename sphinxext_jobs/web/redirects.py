"""Redirects: small pages that lead from an address to a posting's page.

There is one for each former address of a posting, and for each posting that is left to another
site, so that the same address works in every site. From a list of them in the output folder, the
next build knows which files are redirects, and which site the folder contains.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote, urljoin

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from ..diagnostics import Diagnostic, Kind, Location
from ..formats.addresses import AddressError, Claims, file_of, innermost, one_name
from ..formats.redirect_page import MARK, redirect_page
from ..jobs.records import Link, Record
from ..sources.files import read_json, save
from ..store import order
from ..store.domain import JobDomain, job_domain, posting_uri
from ..store.log import report
from ..text.wording import message as _
from .output import Output, is_inside, remove, write
from .site import web_builder
from .stale import stale_sources

#: The list, in the output folder.
LIST = ".jobs-redirects"


@dataclass(frozen=True, slots=True)
class Redirect:
    """A file in the output that leads to a posting; *lang* is the language of that page.

    *address* is the former address as its author wrote it, at the location *at*.
    """

    path: str
    link: Link
    lang: str
    at: Location
    address: str = ""

    def page(self, builder: StandaloneHTMLBuilder) -> str:
        """Return its page."""
        target, sign, fragment = posting_uri(builder, self.link).partition("#")
        return redirect_page(
            (relative_uri(quote(self.path), target) or "./") + sign + fragment,
            self.link.title,
            self.lang,
            self.link.lang,
            job_domain(builder.env).jobs.url_of(self.link),
        )

    def is_like(self, other: Redirect) -> bool:
        """Whether both lead from the same file to the same posting."""
        return self.link == other.link and one_name(self.path) == one_name(other.path)

    def refused(self, reason: str, hint: str) -> Diagnostic:
        """Return the fault of a redirect that is not written."""
        return refusal(self.address or self.path, self.at, reason, hint)


def refusal(address: str, at: Location, reason: object, hint: str) -> Diagnostic:
    """Return the fault of an address without a redirect; *reason* is a clause."""
    problem = _("No redirect from “{address}”: {reason}.").format(address=address, reason=reason)
    return Diagnostic(Kind.REDIRECT, at, problem, hint)


def _output_path(builder: StandaloneHTMLBuilder, pagename: str) -> str:
    path = Path(builder.get_outfilename(pagename))
    return path.relative_to(builder.outdir).as_posix()


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write if the folder contains another site (``env-get-updated``).

    Sphinx cannot know this: that site may have been built from other doctrees.
    """
    builder = web_builder(app)
    known = _read_list(builder) if builder else None
    if builder is None or known is None:
        return []
    if known["site"] != _site(env):
        return sorted(env.found_docs)
    redirects = set(known["redirects"])
    return [doc for doc in sorted(env.found_docs) if _output_path(builder, doc) in redirects]


def write_redirects(app: Sphinx, exception: Exception | None) -> None:
    """Write the redirects, and remove those of earlier builds (``build-finished``)."""
    builder = web_builder(app)
    if builder is None or exception is not None:
        return
    domain = job_domain(app.env)
    known = _read_list(builder)
    asked = _accepted(_redirects(domain, builder))
    if known is None and not asked and not domain.settings.has_site_per_language:
        return
    # Sphinx 8.1 does not generate pages if no document changed.
    generated = domain.generated or set(known["generated"] if known else ())
    names = app.env.all_docs.keys() | generated
    taken = {_output_path(builder, name): name for name in sorted(names)}
    wanted = _accepted(choose(asked, taken, partial(_source, app.env)))
    out = Path(builder.outdir)
    stale = set(known["redirects"] if known else ()) - {each.path for each in wanted}
    remove(out, stale - taken.keys(), MARK)  # first, because a file may become a folder
    written = []
    for redirect in wanted:
        if fault := _write(builder, redirect):
            report([fault])
        else:
            written.append(redirect.path)
    for docname in domain.elsewhere:
        for source in stale_sources(builder, docname):
            source.unlink(missing_ok=True)
    found = {"site": _site(app.env), "redirects": sorted(written)}
    text = json.dumps({**found, "generated": sorted(generated)}, indent=0)
    report(save(out / LIST, text + "\n"))


def _accepted(found: Iterable[Redirect | Diagnostic]) -> list[Redirect]:
    """Return the redirects, and report those that are refused."""
    found = list(found)
    report(each for each in found if isinstance(each, Diagnostic))
    return [each for each in found if isinstance(each, Redirect)]


def _source(env: BuildEnvironment, pagename: str) -> str:
    """Return the path of a page's source, or a name for a generated page."""
    if pagename in env.all_docs:
        return str(env.doc2path(pagename))
    return _("the page {name}").format(name=pagename)


def _redirects(
    domain: JobDomain, builder: StandaloneHTMLBuilder
) -> Iterator[Redirect | Diagnostic]:
    """Yield the redirects that postings need, in the order of preference."""
    for docname, left_out in domain.elsewhere.items():
        if record := domain.jobs.stand_in(docname):
            path = _output_path(builder, docname)
            yield Redirect(path, record.link, record.page_lang, left_out.at())
    for record in domain.jobs.published:
        yield from _former(record, record, builder)
    for docname, left_out in domain.elsewhere.items():
        if instead := domain.jobs.stand_in(docname):
            yield from _former(left_out, instead, builder)


def _former(
    record: Record, target: Record, builder: StandaloneHTMLBuilder
) -> Iterator[Redirect | Diagnostic]:
    """Yield the redirects from a posting's former addresses to the posting *target*.

    As in Hugo, ``aliases`` are relative to the page's folder, ``url`` to the site's root.
    """
    settings = job_domain(builder.env).settings
    site = settings.base_url
    sites = [site, *(urljoin(site, base) for base in settings.other_sites.values())]
    seen = set()
    for name, folder in (("aliases", posixpath.dirname(record.docname)), ("url", "")):
        for address in record.posting.value(name):
            at = record.at(name)
            try:
                if innermost(address, sites) not in ("", site):
                    continue  # that site has the redirect
                path = file_of(address, folder, site)
            except AddressError as error:
                yield refusal(address, at, error, _("Correct or remove the address."))
                continue
            if path not in seen:
                yield Redirect(path, target.link, target.page_lang, at, address)
            seen.add(path)


def choose(
    redirects: Iterable[Redirect], pages: Mapping[str, str], source_of: Callable[[str], str]
) -> Iterator[Redirect | Diagnostic]:
    """Yield the redirects to write, and the faults of those that conflict with another file.

    *pages* has the name of each page by its file; *source_of* names a page's origin for authors.
    """
    claims: Claims[str | Redirect] = Claims()
    for path, page in pages.items():
        claims.take(path, page)
    for redirect in redirects:
        if pages.get(redirect.path) == redirect.link.docname:
            continue  # the posting still has the address, as Hugo's `url` says
        claim = claims.owner_of(redirect.path)
        if claim is None:
            claims.take(redirect.path, redirect)
            yield redirect
        elif isinstance(claim.owner, str):
            hint = _("Remove the address.")
            yield _conflict(redirect, claim.path, source_of(claim.owner), hint)
        elif not claim.owner.is_like(redirect):
            holder = _("the redirect at {place}").format(place=claim.owner.at)
            hint = _("Keep the address in one file only.")
            yield _conflict(redirect, claim.path, holder, hint)
        elif claim.path != redirect.path:  # they differ in letter case
            yield redirect


def _conflict(redirect: Redirect, path: str, holder: str, hint: str) -> Diagnostic:
    """Return the fault of a redirect that cannot exist because *holder* has the file *path*."""
    if path == redirect.path:
        reason = _("{holder} already has this address").format(holder=holder)
    else:
        reason = _("{holder} already has {path}, and {other_path} cannot exist as well").format(
            holder=holder, path=path, other_path=redirect.path
        )
    return redirect.refused(reason, hint)


def _write(builder: StandaloneHTMLBuilder, redirect: Redirect) -> Diagnostic | None:
    """Write a redirect, unless another file is there or it cannot be written: return why."""
    folder = Path(builder.outdir)
    file = folder / redirect.path
    try:
        if not is_inside(folder, file):
            reason = _("{file} is a link that leads out of the output folder").format(file=file)
            return redirect.refused(reason, _("Remove the link or the address."))
        output = Output(redirect.path, redirect.page(builder), MARK)
        # The page of a posting that is left to another site may be there from an earlier build.
        if not write(folder, output, replace=not redirect.address):
            reason = _("{file} was not written by this extension, and is kept").format(file=file)
            return redirect.refused(reason, _("Remove the file or the address."))
    except OSError as error:
        reason = _("its file cannot be written ({reason})").format(reason=error.strerror)
        return redirect.refused(reason, _("Allow the build to write it, or remove the address."))
    return None


def _site(env: BuildEnvironment) -> str:
    """Return the name of the site that is built: its language, or ``all``."""
    settings = job_domain(env).settings
    return settings.language if settings.has_site_per_language else "all"


def _read_list(builder: StandaloneHTMLBuilder) -> dict[str, Any] | None:
    found = read_json(Path(builder.outdir) / LIST)
    try:
        lists = {
            name: [path for path in found[name] if _is_safe(path)]
            for name in ("redirects", "generated")
        }
        return {"site": str(found["site"]), **lists}
    except (KeyError, TypeError):
        return None


def _is_safe(path: object) -> bool:
    """Whether a path from a list is safe: anybody can write into the output folder."""
    if not isinstance(path, str) or "\0" in path or any("\ud800" <= c <= "\udfff" for c in path):
        return False
    pure = PurePath(path)
    return bool(pure.parts) and not pure.anchor and ".." not in pure.parts


def setup(app: Sphinx) -> None:
    """Register the redirects."""
    app.connect("env-get-updated", outdated, priority=order.REDIRECTS_OUTDATED)
    app.connect("build-finished", write_redirects, priority=order.WRITE_REDIRECTS)
