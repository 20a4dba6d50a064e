"""The parts of web pages: stylesheet, keywords, links and data for search engines.

Also the removal of pages that are gone.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from ..formats import schema_org as structured
from ..jobs.records import Record
from ..model.fields import FIELDS, texts_in
from ..pages import filters as filtering
from ..reading.placeholders import job_header
from ..store.domain import WEB, JobDomain, job_domain, target_uri
from ..store.generated_index import INDEX_PAGE, has_index, own_index_page
from ..text.wording import message as _
from ..views.structured_data import has_structured_data, structured_data
from . import closing

_LOGGER = logging.getLogger(__name__)
#: The fields by which the search finds a posting.
KEYWORDS = tuple(field for field in FIELDS.values() if field.keyword)
STATIC = Path(__file__).parents[1] / "static"
STYLESHEET = "sphinxext-jobs.css"


def copy_static(app: Sphinx, builder: Builder) -> None:
    """Copy style sheet and scripts if a page needs them (event ``write-started``).

    A project's own files of these names, which Sphinx copies later, replace them.
    """
    if isinstance(builder, StandaloneHTMLBuilder) and job_domain(app.env).in_use:
        folder = Path(builder.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        for path in STATIC.iterdir():
            shutil.copyfile(path, folder / path.name)


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


class search_keywords(nodes.meta):  # noqa: N801  docutils names nodes so
    """Keywords that only Sphinx's search uses: they are not in the head of the page."""


def add_assets(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load style sheet and scripts on the pages that need them (event ``html-page-context``).

    All other pages are the same as without this extension. The files are added to the builder,
    because those that are added to the application are on every page in a second build.
    """
    builder, domain = app.builder, job_domain(app.env)
    if not isinstance(builder, StandaloneHTMLBuilder) or "css_files" not in context:
        return
    whole = builder.name == "singlehtml"
    if doctree is None:
        needed = pagename == INDEX_PAGE
    else:
        needed = domain.in_use if whole else domain.page(pagename).shows_jobs
    if needed:
        builder.add_css_file(STYLESHEET)
        for part in (closing, filtering):
            if part.MARK in context.get("body", ""):
                builder.add_js_file(part.SCRIPT, defer="defer")


def explain(app: Sphinx, env: BuildEnvironment) -> None:
    """Say why the links that need the address of the site are missing (``env-updated``)."""
    domain = job_domain(env)
    on_the_web = web_builder(app) and domain.settings.web and domain.in_use
    if on_the_web and not domain.settings.base_url:
        text = _(
            "html_baseurl is not set, so no canonical URLs, hreflang links, feeds or sitemap are "
            "written."
        )
        _LOGGER.info("jobs: %s", text)


class SearchKeywords(SphinxPostTransform):
    """Adds the key and the tags of a posting to the search."""

    default_priority = 4  # before FillPlaceholders replaces the headers
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        keywords: list[str] = []
        for header in self.document.findall(job_header):
            record = domain.record_at(header["place"])
            if record is not None:
                keywords += texts_in(record.posting, KEYWORDS)
        if keywords:
            self.document += search_keywords(name="keywords", content=",".join(keywords))


def skip_keywords(self: HTML5Translator, node: search_keywords) -> None:
    """Write nothing."""
    raise nodes.SkipNode


def web_builder(app: Sphinx) -> StandaloneHTMLBuilder | None:
    """Return the builder if it writes pages with addresses of their own."""
    builder = app.builder
    if builder.name in WEB and isinstance(builder, StandaloneHTMLBuilder):
        return builder
    return None


def alternates(domain: JobDomain, record: Record, builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the addresses of a job's pages by language; none if the site's address is unknown.

    They must be absolute, name the page itself, and be the same on each of the pages
    (https://developers.google.com/search/docs/specialty/international/localized-versions):
    of several texts in one language, the other language's names only one.
    """
    base = domain.settings.base_url
    if not base:
        return {}
    found = {record.page_lang: base + target_uri(builder, record.docname)}
    for link in domain.jobs.counterparts(record):
        uri = link.uri or base + target_uri(builder, link.docname)
        inside = link.fragment and not link.uri
        if "//" in uri and not inside and domain.jobs.answers(link, record):
            found[link.lang] = uri
    order = [*domain.settings.languages, *sorted(found)]
    return {**found, "x-default": next(found[lang] for lang in order if lang in found)}


def add_alternates(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Name a posting's pages in all languages in its head (event ``html-page-context``)."""
    builder, domain = web_builder(app), job_domain(app.env)
    if doctree is None or builder is None or not domain.settings.web:
        return
    if record := domain.page_of(pagename):
        context["metatags"] = context.get("metatags", "") + "".join(
            f'<link rel="alternate" hreflang="{html.escape(lang)}" href="{html.escape(url)}">\n'
            for lang, url in alternates(domain, record, builder).items()
        )


def add_structured_data(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Describe open postings to search engines in the head (event ``html-page-context``)."""
    if doctree is None:
        return
    domain = job_domain(app.env)
    for record in domain.page(pagename).postings.values():
        if has_structured_data(domain.views.build, record):
            text = structured.description(context["body"], domain.url_of(record.docname))
            data, lacking = structured_data(domain.views.build, record, text)
            if not lacking:
                context["metatags"] = context.get("metatags", "") + structured.script(data)


def setup_html(app: Sphinx) -> None:
    """Register the stylesheet, the keywords, and the removal of stale pages."""
    app.add_node(search_keywords, html=(skip_keywords, None))
    app.add_post_transform(SearchKeywords)
    app.connect("env-updated", explain)
    app.connect("env-updated", remove_stale_index)
    app.connect("write-started", copy_static)
    app.connect("html-page-context", add_assets)
    app.connect("html-page-context", add_alternates)
    app.connect("html-page-context", add_structured_data)
    # After the choice of files, which may remove some.
    app.connect("env-get-outdated", remove_stale_pages, priority=600)
