"""The style sheet and the scripts, on the pages that need them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from ..pages import filters
from ..sources.documents import INDEX_PAGE
from ..store import order
from ..store.domain import JobDomain, job_domain
from . import closing

STATIC = Path(__file__).parents[1] / "static"
STYLESHEET = "sphinxext-jobs.css"
INDEX_STYLESHEET = "sphinxext-jobs-index.css"


def copy_static(app: Sphinx, builder: Builder) -> None:
    """Copy style sheet and scripts if a page needs them (event ``write-started``).

    A project's own files of these names, which Sphinx copies later, replace them.
    """
    if isinstance(builder, StandaloneHTMLBuilder) and job_domain(app.env).in_use:
        folder = Path(builder.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        for path in STATIC.iterdir():
            shutil.copyfile(path, folder / path.name)


def add_assets(
    domain: JobDomain, pagename: str, context: Mapping[str, Any], doctree: nodes.document | None
) -> None:
    """Load style sheet and scripts on a page if it needs them.

    All other pages are the same as without this extension. The files are added to the builder,
    because those that are added to the application are on every page in a second build.
    """
    builder = domain.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or "css_files" not in context:
        return
    if doctree is None:
        needed = pagename == INDEX_PAGE
    elif builder.name == "singlehtml":
        needed = domain.in_use
    else:
        needed = domain.page(pagename).shows_jobs
    if needed:
        builder.add_css_file(STYLESHEET)
        for part in (closing, filters):
            if part.MARK in context.get("body", ""):
                builder.add_js_file(part.SCRIPT, defer="defer")
        if pagename == INDEX_PAGE:
            builder.add_css_file(INDEX_STYLESHEET)
        if filters.MARK in context.get("body", ""):
            builder.add_css_file(filters.STYLESHEET)


def setup(app: Sphinx) -> None:
    """Register the copying; ``head`` adds them to pages."""
    app.connect("write-started", copy_static, priority=order.COPY_STATIC)
