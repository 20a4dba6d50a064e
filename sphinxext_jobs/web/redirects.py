"""Redirects: small pages that lead from an address to a posting's page.

There is one for each former address of a posting, and for each posting that is left to another
site, so that the same address works in every site. From a list of them in the output folder, the
next build knows which files are redirects, and which site the folder contains.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from ..diagnostics import Diagnostic
from ..formats.redirect_page import MARK, redirect_page
from ..sources.files import read_json, save
from ..store import order
from ..store.domain import job_domain, posting_uri
from ..store.log import report
from ..text.wording import message as _
from ..views.redirects import Redirect, choose, page_name, redirects
from .output import Output, is_inside, remove, write
from .site import web_builder
from .stale import stale_sources

#: The list, in the output folder.
LIST = ".jobs-redirects"


def _page(builder: StandaloneHTMLBuilder, redirect: Redirect) -> str:
    """Return the page of a redirect."""
    link = redirect.link
    target, sign, fragment = posting_uri(builder, link).partition("#")
    return redirect_page(
        (relative_uri(quote(redirect.path), target) or "./") + sign + fragment,
        link.title,
        redirect.lang,
        link.lang,
        job_domain(builder.env).jobs.url_of(link),
    )


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
    asked = _accepted(redirects(domain.jobs, partial(_output_path, builder)))
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
    path = Path(env.doc2path(pagename)) if pagename in env.all_docs else None
    return page_name(pagename, path)


def _write(builder: StandaloneHTMLBuilder, redirect: Redirect) -> Diagnostic | None:
    """Write a redirect, unless another file is there or it cannot be written: return why."""
    folder = Path(builder.outdir)
    file = folder / redirect.path
    try:
        if not is_inside(folder, file):
            reason = _("{file} is a link that leads out of the output folder").format(file=file)
            return redirect.refused(reason, _("Remove the link or the address."))
        output = Output(redirect.path, _page(builder, redirect), MARK)
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
