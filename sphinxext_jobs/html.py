"""What only a web page has: the stylesheet; and the removal of pages whose source is gone."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from .domain import JobDomain

STATIC = Path(__file__).parent / "static"
STYLESHEET = "sphinxext-jobs.css"


def add_static_path(app: Sphinx) -> None:
    """Let the builder copy the stylesheet (``builder-inited``)."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.config.html_static_path.append(str(STATIC))


def remove_stale_pages(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Remove what earlier builds wrote for postings that are gone (``env-get-outdated``)."""
    domain = env.domains["job"]
    assert isinstance(domain, JobDomain)
    builder = app.builder
    for docname in removed:
        if not any(record.is_page for record in domain.postings.get(docname, ())):
            continue
        stale = [Path(builder.doctreedir) / f"{docname}.doctree"]
        if isinstance(builder, StandaloneHTMLBuilder):
            stale.append(Path(builder.get_outfilename(docname)))
            sources = Path(builder.outdir) / "_sources"
            source = env.doc2path(docname, base=False)
            suffix = app.config.html_sourcelink_suffix
            stale += [sources / f"{source}{suffix}", sources / f"{docname}.md{suffix}"]
        for path in stale:
            path.unlink(missing_ok=True)
    return []


def setup_html(app: Sphinx) -> None:
    """Register the stylesheet and the removal of stale pages."""
    app.add_css_file(STYLESHEET)
    app.connect("builder-inited", add_static_path)
    # After the choice of files, which may remove some.
    app.connect("env-get-outdated", remove_stale_pages, priority=600)
