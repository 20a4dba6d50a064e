"""The sitemap: every page of the site for search engines, with the languages of postings'.

A page in another language has its own path, which sphinx-sitemap cannot tell: its alternates
are the page's own path under each language. Where it is loaded, the sitemap is left to it.
"""

from __future__ import annotations

from datetime import date, tzinfo
from glob import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from .domain import JobDomain, job_domain, target_uri
from .feeds import timestamp
from .files import save
from .html import alternates, web_builder
from .log import warn
from .records import Record
from .redirects import is_ours
from .status import is_public
from .values import day_of

NAME = "sitemap.xml"
#: The mark by which an earlier build's file is known.
MARK = '<!-- generator="sphinxext-jobs" -->'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
#: More in one file, and search engines read none (https://www.sitemaps.org/protocol.html).
MAX_PAGES, MAX_BYTES = 50_000, 52_428_800
#: The extension that writes sitemaps of all sites.
OTHER = "sphinx_sitemap"


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Write the sitemap, or remove that of an earlier build (event ``build-finished``)."""
    builder = web_builder(app)
    if builder is None or exception is not None:
        return
    path, domain = Path(builder.outdir) / NAME, job_domain(app.env)
    ours = OTHER not in app.extensions and domain.in_use
    wanted = ours and domain.settings.web and domain.settings.base_url
    text = _sitemap(domain, builder) if wanted else None
    if text is not None and (is_ours(path, MARK) or not path.exists()):
        save(path, text)
    elif text is None and is_ours(path, MARK):
        path.unlink()


def _sitemap(domain: JobDomain, builder: StandaloneHTMLBuilder) -> str | None:
    """Write the pages, or warn and return None where they are more than a sitemap can hold."""
    root = ET.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for docname in sorted(builder.env.found_docs - _unlisted(domain)):
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = domain.settings.base_url + target_uri(builder, docname)
        if record := domain.page_of(docname):
            _describe(url, domain, record, builder)
    ET.indent(root)
    head = f'<?xml version="1.0" encoding="utf-8"?>\n{MARK}\n'
    text = f"{head}{ET.tostring(root, encoding='unicode')}\n"
    if len(root) > MAX_PAGES or len(text.encode()) > MAX_BYTES:
        warn(
            "sitemap",
            f"no sitemap: {len(root)} pages are more than one can hold, which is {MAX_PAGES} or "
            f"{MAX_BYTES} bytes; write several by another tool",
            None,
        )
        return None
    return text


def _describe(
    url: ET.Element, domain: JobDomain, record: Record, builder: StandaloneHTMLBuilder
) -> None:
    """Tell of a posting's page when it changed, and its languages as its head does."""
    settings = domain.settings
    if changed := _changed(record, settings.timezone, settings.day):
        ET.SubElement(url, "lastmod").text = changed
    for lang, address in alternates(domain, record, builder).items():
        names = {"rel": "alternate", "hreflang": lang, "href": address}
        ET.SubElement(url, "xhtml:link", names)


def _changed(record: Record, zone: tzinfo, today: date) -> str | None:
    """Return when a posting last changed as far as it says so; what is to come is no change."""
    posting = record.posting
    moments = (posting.date, posting.publish_date, posting.lastmod)
    past = (m for m in moments if m and day_of(m, zone) <= today)
    return max(filter(None, (timestamp(moment, zone) for moment in past)), default=None)


def _unlisted(domain: JobDomain) -> set[str]:
    """Return the pages of postings that search engines shall not list."""
    return {
        record.docname
        for record in domain.jobs.published
        if record.is_page and not is_public(record.posting)
    }


def exclude_unlisted(app: Sphinx, _event: object) -> None:
    """Have others leave out what this extension does (``write-started``, ``build-finished``).

    sphinx-sitemap compares its patterns with the pages' addresses, unquoted; sphinx-llms-txt
    and sphinx-llm compare theirs with the names of documents. The environment is stored by then:
    in it, the values would be a change of configuration in the next build.
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
            # A copy: the list may be one that conf.py has other uses for.
            found = list(app.config[option])
            added = [name for name in map(escape, names) if name not in found]
            setattr(app.config, option, [*found, *added])


def setup_sitemap(app: Sphinx) -> None:
    """Register the sitemap."""
    app.connect("write-started", exclude_unlisted)
    # Before Sphinx 8.1, a build with nothing to write does not emit that event.
    app.connect("build-finished", exclude_unlisted, priority=100)
    app.connect("build-finished", write_sitemap)
