"""The languages of a posting's page: the addresses of its counterparts, and its language switch."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ..jobs.records import Record
from ..store import order
from ..store.domain import JobDomain
from .site import page_url


def alternates(domain: JobDomain, record: Record, builder: StandaloneHTMLBuilder) -> dict[str, str]:
    """Return the addresses of a job's pages by language; empty if the site's address is unknown.

    They must be absolute, include the page itself, and be the same on each of the pages
    (https://developers.google.com/search/docs/specialty/international/localized-versions).
    So a page that its counterpart does not name leaves the counterpart out.
    """
    own = page_url(builder, record.docname)
    if not own:
        return {}
    found = {record.page_lang: own}
    for link in domain.jobs.mutual(record):
        uri = link.uri or page_url(builder, link.docname)
        inside = link.fragment and not link.uri
        if "//" in uri and not inside:
            found[link.lang] = uri
    order = [*domain.settings.languages, *sorted(found)]
    return {**found, "x-default": next(found[lang] for lang in order if lang in found)}


class job_switch_link(nodes.reference):  # noqa: N801  docutils names nodes so
    """A link to a counterpart, in a web page: docutils cannot write ``hreflang``."""


class MarkSwitchLinks(SphinxPostTransform):
    """Adds ``hreflang`` to each link of a language switch."""

    default_priority = order.MARK_SWITCH_LINKS
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        for switch in self.document.findall(nodes.paragraph):
            if "job-switch" in switch["classes"]:
                # Before docutils 0.22, only the node with the class itself knows its language.
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


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(job_switch_link, html=(visit_switch_link, depart_switch_link))
    app.add_post_transform(MarkSwitchLinks)
