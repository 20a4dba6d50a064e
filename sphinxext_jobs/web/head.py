"""The head of a page: it describes postings to search engines, feed readers and other sites.

The tags of a page are values; those that its author or another extension has written are left out.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ..formats.fragment import extract
from ..formats.schema_org import TEXT
from ..formats.tags import Tag, added, alternate, meta
from ..jobs.records import Record
from ..model.status import is_public
from ..store import order
from ..store.domain import JobDomain, job_domain
from ..text.languages import with_territory
from .assets import add_assets
from .languages import alternates
from .site import page_url, web_builder
from .syndication import feed_links, keep_contents, parts_to_keep


def add_description(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Describe a posting's page by its lead, before sphinxext-opengraph (``html-page-context``).

    That extension takes the first words of a page, which are labels of ours, unless there is a
    description, and ``og:description`` in the metadata. Sphinx stores the metadata, so it is not
    changed when the page is read: it would be in other builders' output, and in a private handbook.
    """
    domain = job_domain(app.env)
    record = domain.page_of(pagename) if doctree is not None and web_builder(app) else None
    if record and record.lead and domain.settings.web:
        description = meta("description", record.lead)
        context["metatags"] = added(context.get("metatags", ""), [description])
        lead = html.escape(record.lead, quote=False)
        context["meta"] = {"og:description": lead, **(context.get("meta") or {})}


def complete_page(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add to a page all that it needs, and keep its postings for feeds (``html-page-context``)."""
    builder, domain = web_builder(app), job_domain(app.env)
    add_assets(domain, pagename, context, doctree)
    if doctree is None:
        domain.generated.add(pagename)
    elif builder is not None and domain.page(pagename).shows_jobs:
        record = domain.page_of(pagename)
        if record and domain.settings.web:
            _set_canonical(builder, pagename, context)
        text = _read_body(builder, pagename, context, doctree)
        tags = [*_tags(builder, record, context, text), *feed_links(builder, pagename)]
        context["metatags"] = added(context.get("metatags", ""), tags)


def _set_canonical(builder: StandaloneHTMLBuilder, pagename: str, context: dict[str, Any]) -> None:
    """Set the canonical address, which every theme writes, unless another extension has set it.

    Sphinx sets it from ``html_baseurl`` only, and with ``dirhtml`` leaves it unquoted.
    """
    url, base = page_url(builder, pagename), job_domain(builder.env).settings.base_url
    # Before Sphinx 8.1, it is the file's name in every builder.
    stock = (base + builder.get_target_uri(pagename), base + pagename + builder.out_suffix)
    if url and (context.get("pageurl") or stock[0]) in stock:
        context["pageurl"] = url


def _read_body(
    builder: StandaloneHTMLBuilder,
    pagename: str,
    context: dict[str, Any],
    doctree: nodes.document,
) -> str:
    """Read a page's HTML once: keep its postings for feeds, and return the text of its posting.

    The page is not read, and the text is empty, if neither feeds nor search engines need it.
    """
    domain = job_domain(builder.env)
    record = domain.page_of(pagename)
    kept = list(parts_to_keep(domain, pagename, doctree))
    if not kept and not (record and domain.views.structured_data(record)):
        return ""
    url, parts = page_url(builder, pagename), [part for _record, part in kept]
    text, *contents = extract(context.get("body", ""), url, TEXT, *parts)
    records = [found for found, _part in kept]
    keep_contents(builder, zip(records, contents, strict=True))
    return text


def _tags(
    builder: StandaloneHTMLBuilder, record: Record | None, context: dict[str, Any], text: str
) -> Iterator[Tag]:
    """Yield the tags of a posting's page, whose text is *text*.

    Source: https://developers.google.com/search/docs/crawling-indexing/special-tags.
    """
    domain = job_domain(builder.env)
    if record is None:
        return
    if not is_public(record.posting):
        yield meta("robots", "noindex")  # in a private handbook, too
    if not domain.settings.web:
        return
    for lang, url in alternates(domain, record, builder).items():
        yield alternate(url, hreflang=lang)
    if structured := domain.views.structured_data(record):
        yield Tag(structured.json_ld(text))
    if "ogp_disable" not in (context.get("meta") or {}):
        fields = _open_graph(domain, record, context.get("pageurl") or "")
        yield from (meta(name, value) for name, value in fields if value)


def _open_graph(domain: JobDomain, record: Record, url: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of https://ogp.me/#metadata."""
    yield "og:title", record.title
    yield "og:type", "website"
    yield "og:url", url
    yield "og:description", record.lead or ""
    yield "og:site_name", domain.env.config.project
    locales = [record.page_lang, *(link.lang for link in domain.jobs.counterparts(record))]
    own, *others = dict.fromkeys(map(with_territory, locales))
    yield "og:locale", own
    for other in others:
        yield "og:locale:alternate", other
    yield "twitter:card", "summary"


def setup(app: Sphinx) -> None:
    """Register the handlers that complete pages."""
    app.connect("html-page-context", add_description, priority=order.ADD_DESCRIPTION)
    app.connect("html-page-context", complete_page, priority=order.COMPLETE_PAGE)
