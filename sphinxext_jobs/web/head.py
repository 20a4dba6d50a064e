"""The head of a page: it describes postings to search engines, feed readers and other sites.

The tags of a page are values; those that its author or another extension has written are left out.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ..formats.fragment import extract
from ..formats.schema_org import TEXT, breadcrumbs, item_list, script
from ..formats.tags import Tag, added, alternate, meta
from ..jobs.records import Record
from ..model.status import is_public
from ..store import order
from ..store.domain import JobDomain, job_domain
from ..text.languages import with_territory
from ..text.plain import plain_text
from ..text.wording import translations
from .assets import add_assets
from .languages import alternates
from .site import page_url, web_builder
from .syndication import feed_links, keep_contents, parts_to_keep
from .theme_head import template_with_tags

#: Search engines cut longer descriptions.
LONGEST_DESCRIPTION = 300


def add_description(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Describe pages of postings and of lists before sphinxext-opengraph (``html-page-context``).

    That extension takes the first words of a page, which are labels of ours, unless there is a
    description, and ``og:description`` in the metadata. It also takes ``og:image`` from there.
    Sphinx stores the metadata, so it is not changed when the page is read: it would be in other
    builders' output, and in a private handbook.
    """
    domain = job_domain(app.env)
    if doctree is None or not web_builder(app) or not domain.settings.web:
        return
    record = domain.page_of(pagename)
    text = record.lead if record else _about_list(domain, pagename, doctree)
    description = meta("description", text or "")
    # The author of a page with a list may have described it; a posting has its lead everywhere.
    if text and (record or not description.is_in(context.get("metatags", ""))):
        context["metatags"] = added(context.get("metatags", ""), [description])
        escaped = html.escape(text, quote=False)
        context["meta"] = {"og:description": escaped, **(context.get("meta") or {})}
    if record and (image := domain.settings.image_url(record.posting.images)):
        context["meta"] = {"og:image": image, **(context.get("meta") or {})}


def _about_list(domain: JobDomain, pagename: str, doctree: nodes.document) -> str:
    """Return the description of a page with a list: the text before it, or its number of postings.

    Empty if the page does not have a list.
    """
    numbers = range(len(domain.page(pagename).indexes))
    if not numbers:
        return ""
    if text := _text_before_list(doctree):
        is_short = len(text) <= LONGEST_DESCRIPTION
        return text if is_short else f"{text[:LONGEST_DESCRIPTION].rpartition(' ')[0]}…"
    found = translations(domain.page_language(pagename))
    count = len({record for n in numbers for record in domain.views.listed(pagename, n)})
    text = found.ngettext("{count} job posting", "{count} job postings", count)
    text = text.format(count=count) if count else found.gettext("Job postings")
    return f"{domain.env.config.project} – {text}"


def _text_before_list(doctree: nodes.document) -> str:
    """Return a page's first paragraph, if it is before anything of ours."""
    for node in doctree.findall(nodes.Element):
        if any(name.startswith("job-") for name in node["classes"]):
            break
        is_text = isinstance(node, nodes.paragraph)
        is_text = is_text and isinstance(node.parent, nodes.section | nodes.document)
        if is_text and (text := plain_text(node.astext())):
            return text
    return ""


def complete_page(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> str | None:
    """Add to a page all that it needs, and keep its postings for feeds (``html-page-context``).

    Return the template of the page, if the theme's own does not write its tags.
    """
    builder, domain = web_builder(app), job_domain(app.env)
    add_assets(domain, pagename, context, doctree)
    if doctree is None:
        domain.generated.add(pagename)
    elif builder is not None and domain.page(pagename).shows_jobs:
        record = domain.page_of(pagename)
        if record and domain.settings.web:
            _set_canonical(builder, pagename, context)
        text = _read_body(builder, pagename, context, doctree)
        tags = [
            *_tags(builder, record, context, text),
            *_linked_data(builder, pagename, record, context),
            *feed_links(builder, pagename),
        ]
        context["metatags"] = added(context.get("metatags", ""), tags)
        if context["metatags"]:
            return template_with_tags(builder, template, context)
    return None


def _set_canonical(builder: StandaloneHTMLBuilder, pagename: str, context: dict[str, Any]) -> None:
    """Set the canonical address, which most themes write, unless another extension has set it.

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


def _linked_data(
    builder: StandaloneHTMLBuilder,
    pagename: str,
    record: Record | None,
    context: dict[str, Any],
) -> Iterator[Tag]:
    """Yield the place of a posting's page in the site, and the postings that a page lists."""
    env, domain = builder.env, job_domain(builder.env)
    url = page_url(builder, pagename)
    if not url or not domain.settings.web:
        return
    root = env.config.root_doc
    if record and is_public(record.posting) and root in env.titles:
        home = env.titles[root].astext(), page_url(builder, root)
        parents = context.get("parents") or ()
        above = ((plain_text(p["title"]), urljoin(url, p["link"])) for p in parents)
        yield Tag(script(breadcrumbs([home, *above, (record.title, url)])))
    indexes = (domain.views.index(pagename, n) for n in range(len(domain.page(pagename).indexes)))
    groups = (group for index in indexes for group in index.groups)
    urls = (domain.jobs.url_of(entry.link) for group in groups for entry in group.entries)
    if listed := [*filter(None, dict.fromkeys(urls))]:
        yield Tag(script(item_list(listed)))


def _open_graph(domain: JobDomain, record: Record, url: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of https://ogp.me/#metadata."""
    yield "og:title", record.title
    yield "og:type", "website"
    yield "og:url", url
    yield "og:description", record.lead or ""
    image = domain.settings.image_url(record.posting.images)
    yield "og:image", image
    yield "og:site_name", domain.env.config.project
    locales = [record.page_lang, *(link.lang for link in domain.jobs.counterparts(record))]
    own, *others = dict.fromkeys(map(with_territory, locales))
    yield "og:locale", own
    for other in others:
        yield "og:locale:alternate", other
    yield "twitter:card", "summary_large_image" if image else "summary"


def setup(app: Sphinx) -> None:
    """Register the handlers that complete pages."""
    app.connect("html-page-context", add_description, priority=order.ADD_DESCRIPTION)
    app.connect("html-page-context", complete_page, priority=order.COMPLETE_PAGE)
