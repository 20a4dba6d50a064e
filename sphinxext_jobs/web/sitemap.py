"""The sitemap: every page of the site for search engines, and the languages of each posting.

The page of a posting in another language has a path of its own, which sphinx-sitemap cannot know:
its alternates have the same path in each language. If it is loaded, it writes the sitemap.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo
from glob import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ..diagnostics import Diagnostic, Kind
from ..formats.feeds import timestamp
from ..jobs.records import Record
from ..model.fields import Posting
from ..model.status import is_public
from ..model.values import day_of
from ..store import order
from ..store.domain import JobDomain, job_domain
from ..store.log import report
from ..text.wording import message as _
from .languages import alternates
from .output import Output, replace_all
from .site import page_url, web_builder

NAME = "sitemap.xml"
#: The mark by which an earlier build's file is known.
MARK = '<!-- generator="sphinxext-jobs" -->'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
#: Search engines do not read a larger sitemap (https://www.sitemaps.org/protocol.html).
MAX_PAGES, MAX_BYTES = 50_000, 52_428_800
#: The extension that writes sitemaps of all sites.
OTHER = "sphinx_sitemap"


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Write the sitemap, or remove that of an earlier build (event ``build-finished``)."""
    builder = web_builder(app)
    if builder is None or exception is not None:
        return
    domain = job_domain(app.env)
    settings = domain.settings
    outputs = []
    if OTHER not in app.extensions and domain.in_use and settings.web and settings.base_url:
        pages = sorted(builder.env.found_docs - _unlisted(domain))
        text = _sitemap(pages, domain, builder)
        if fault := size_fault(len(pages), len(text.encode())):
            report([fault])
        else:
            outputs.append(Output(NAME, text, MARK))
    report(replace_all(Path(builder.outdir), outputs, [NAME], MARK))


def size_fault(pages: int, size: int) -> Diagnostic | None:
    """Return the fault of a sitemap with too many pages, or bytes (*size*), if it has one."""
    if pages <= MAX_PAGES and size <= MAX_BYTES:
        return None
    problem = _(
        "No sitemap is written because its {pages} pages exceed the limit of {max_pages} pages or "
        "{max_bytes} bytes."
    ).format(pages=pages, max_pages=MAX_PAGES, max_bytes=MAX_BYTES)
    hint = _("Use a tool that splits sitemaps.")
    return Diagnostic(Kind.SITEMAP, None, problem, hint)


def _sitemap(pages: Iterable[str], domain: JobDomain, builder: StandaloneHTMLBuilder) -> str:
    root = ET.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for docname in pages:
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = page_url(builder, docname)
        if record := domain.page_of(docname):
            _describe(url, domain, record, builder)
    ET.indent(root)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n{MARK}\n'
    return f"{head}{ET.tostring(root, encoding='unicode')}\n"


def _describe(
    url: ET.Element, domain: JobDomain, record: Record, builder: StandaloneHTMLBuilder
) -> None:
    """Add the date of a posting's last change, and the languages that are also in its head."""
    settings = domain.settings
    posting = domain.jobs.shown(record).posting
    if changed := _changed(posting, settings.timezone, settings.day):
        ET.SubElement(url, "lastmod").text = changed
    for lang, address in alternates(domain, record, builder).items():
        names = {"rel": "alternate", "hreflang": lang, "href": address}
        ET.SubElement(url, "xhtml:link", names)


def _changed(posting: Posting, zone: tzinfo, today: date) -> str | None:
    """Return the latest date of a change of a posting; future dates are ignored."""
    moments = (posting.date, posting.publish_date, posting.lastmod)
    past = (m for m in moments if m and day_of(m, zone) <= today)
    return max(filter(None, (timestamp(moment, zone) for moment in past)), default=None)


def _unlisted(domain: JobDomain) -> set[str]:
    """Return the pages of postings that search engines must not list."""
    return {
        record.docname
        for record in domain.jobs.published
        if record.is_page and not is_public(record.posting)
    }


def exclude_unlisted(app: Sphinx, _event: object) -> None:
    """Hide unlisted postings from other extensions (``write-started``, ``build-finished``).

    sphinx-sitemap compares its patterns with the unquoted addresses of pages, sphinx-llms-txt
    and sphinx-llm theirs with the names of documents. These events come after the environment is
    stored: in it, the values would change the configuration for the next build.
    """
    web = web_builder(app)
    if web is None:
        return
    docnames = sorted(_unlisted(job_domain(app.env)))
    if web.name == "dirhtml":
        links = [web.get_target_uri(docname) for docname in docnames]
    else:
        links = [docname + web.out_suffix for docname in docnames]
    for option, names in {"sitemap_excludes": links, "llms_txt_exclude": docnames}.items():
        if option in app.config:
            # A copy, because conf.py may use the same list elsewhere.
            found = list(app.config[option])
            added = [name for name in map(escape, names) if name not in found]
            setattr(app.config, option, [*found, *added])


def setup(app: Sphinx) -> None:
    """Register the sitemap."""
    app.connect("write-started", exclude_unlisted, priority=order.EXCLUDE_UNLISTED)
    app.connect("build-finished", exclude_unlisted, priority=order.EXCLUDE_UNLISTED_AT_END)
    app.connect("build-finished", write_sitemap, priority=order.WRITE_SITEMAP)
