"""What a posting's page tells search engines and other sites: its head, and where links lead."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ..jobs.records import Record
from ..model.status import is_public
from ..store.domain import WEB, JobDomain, job_domain, target_uri
from ..text.languages import with_territory


def add_head(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Describe a posting's page in its head (event ``html-page-context``).

    What the author or another extension has said already stays. ``pageurl`` is the canonical
    address, which every theme writes; Sphinx fills it from ``html_baseurl`` only, and with
    ``dirhtml`` leaves it unquoted.

    Source: https://developers.google.com/search/docs/crawling-indexing/special-tags.
    """
    builder, settings = app.builder, job_domain(app.env).settings
    record = _record(app, pagename) if doctree is not None else None
    if record is None:
        return
    # In a private handbook, too.
    robots = "" if is_public(record.posting) else "noindex"
    _add(context, [("robots", robots)])
    if not settings.web:
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    base = settings.base_url
    # Before Sphinx 8.1, it is the file's name in every builder.
    stock = (base + builder.get_target_uri(pagename), base + pagename + builder.out_suffix)
    if base and (context.get("pageurl") or stock[0]) in stock:
        context["pageurl"] = base + target_uri(builder, pagename)
    _add(context, [("description", record.lead or "")])
    if record.lead:
        # sphinxext-opengraph takes this for its own, and else the page's first words: our labels.
        lead = html.escape(record.lead, quote=False)
        context["meta"] = {"og:description": lead, **(context.get("meta") or {})}


def add_open_graph(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Say what a link to the page looks like elsewhere (event ``html-page-context``)."""
    domain = job_domain(app.env)
    record = _record(app, pagename) if doctree is not None and domain.settings.web else None
    if record is not None and "ogp_disable" not in (context.get("meta") or {}):
        url = context.get("pageurl") or ""
        _add(context, _open_graph(domain, record, url))


def _record(app: Sphinx, pagename: str) -> Record | None:
    """Return the posting whose page this is, where pages have addresses of their own."""
    if app.builder.name not in WEB:
        return None
    return job_domain(app.env).page_of(pagename)


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


def _add(context: dict[str, Any], tags: Iterable[tuple[str, str]]) -> None:
    """Add the tags that have a value, and are not there yet."""
    known = context.get("metatags", "")
    written = known
    for name, value in tags:
        attribute = "property" if name.startswith("og:") else "name"
        if value and not re.search(rf'\b(?:name|property)="{re.escape(name)}"', known):
            written += f'<meta {attribute}="{name}" content="{html.escape(value)}">\n'
    context["metatags"] = written


class job_switch_link(nodes.reference):  # noqa: N801  docutils names nodes so
    """A link to a counterpart, in a web page: docutils cannot write ``hreflang``."""


class MarkSwitchLinks(SphinxPostTransform):
    """Says of each link of a language switch in which language its page is."""

    default_priority = 15  # after ReferencesResolver
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        for switch in self.document.findall(nodes.paragraph):
            if "job-switch" in switch["classes"]:
                # In docutils 0.21, only the node with the class itself knows its language.
                for entry in switch.children:
                    if isinstance(entry, nodes.inline):
                        for link in list(entry.findall(nodes.reference)):
                            _mark(link, entry.get_language_code())


def _mark(link: nodes.reference, lang: str) -> None:
    marked = job_switch_link("", "", *link.children, **link.attributes, hreflang=lang)
    marked["classes"].append(f"language-{lang}")
    link.replace_self(marked)


def visit_switch_link(self: HTML5Translator, node: job_switch_link) -> None:
    """Write a reference, and its language."""
    self.visit_reference(node)
    attribute = f'<a hreflang="{html.escape(node["hreflang"])}" '
    self.body[-1] = self.body[-1].replace("<a ", attribute, 1)


def depart_switch_link(self: HTML5Translator, node: job_switch_link) -> None:
    """Close the reference."""
    self.depart_reference(node)


def setup_head(app: Sphinx) -> None:
    """Register the node, the transform, and what goes into the head."""
    app.add_node(job_switch_link, html=(visit_switch_link, depart_switch_link))
    app.add_post_transform(MarkSwitchLinks)
    # Before sphinxext-opengraph, which adds no description where there is one; and after it,
    # for what it does not say.
    app.connect("html-page-context", add_head, priority=400)
    app.connect("html-page-context", add_open_graph, priority=600)
