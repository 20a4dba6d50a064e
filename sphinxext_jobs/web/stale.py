"""Removes the files that earlier builds wrote for postings that no longer exist."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from ..sources.documents import INDEX_PAGE
from ..store import order
from ..store.domain import job_domain
from ..store.generated_index import has_index, own_index_page


def remove_stale_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Remove the files that earlier builds wrote for removed postings (``env-get-outdated``)."""
    domain = job_domain(env)
    builder = app.builder
    for docname in removed:
        if not domain.page(docname).is_posting:
            continue
        stale = [Path(builder.doctreedir) / f"{docname}.doctree"]
        if isinstance(builder, StandaloneHTMLBuilder):
            stale.append(Path(builder.get_outfilename(docname)))
            stale += stale_sources(builder, docname)
        for path in stale:
            path.unlink(missing_ok=True)
    return []


def remove_stale_index(app: Sphinx, env: BuildEnvironment) -> None:
    """Remove the index of an earlier build if no posting is listed any more (``env-updated``)."""
    domain, builder = job_domain(env), app.builder
    gone = domain.had_index and not has_index(domain) and not own_index_page(domain)
    if gone and isinstance(builder, StandaloneHTMLBuilder):
        Path(builder.get_outfilename(INDEX_PAGE)).unlink(missing_ok=True)


def stale_sources(builder: StandaloneHTMLBuilder, docname: str) -> list[Path]:
    """Return the files to which Sphinx may have copied the source of a removed document."""
    sources = Path(builder.outdir) / "_sources"
    suffix = builder.config.html_sourcelink_suffix
    source = builder.env.doc2path(docname, base=False)
    return [sources / f"{source}{suffix}", sources / f"{docname}.md{suffix}"]


def setup(app: Sphinx) -> None:
    """Register the removal."""
    app.connect("env-updated", remove_stale_index, priority=order.REMOVE_STALE_INDEX)
    app.connect("env-get-outdated", remove_stale_pages, priority=order.REMOVE_STALE_PAGES)
