"""The words by which Sphinx's search finds a posting, although its page does not show them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ..model.fields import FIELDS, texts_in
from ..reading.placeholders import job_header
from ..store import order
from ..store.domain import job_domain

#: The fields by which the search finds a posting.
KEYWORDS = tuple(field for field in FIELDS.values() if field.keyword)


class search_keywords(nodes.meta):  # noqa: N801  docutils names nodes so
    """Keywords that only Sphinx's search uses: they are not in the head of the page."""


class SearchKeywords(SphinxPostTransform):
    """Adds the key and the tags of a posting to the search."""

    default_priority = order.SEARCH_KEYWORDS
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        keywords: list[str] = []
        for header in self.document.findall(job_header):
            record = domain.record_at(header["place"])
            keywords += texts_in(domain.jobs.shown(record).posting, KEYWORDS)
        if keywords:
            self.document += search_keywords(name="keywords", content=",".join(keywords))


def skip_keywords(self: HTML5Translator, node: search_keywords) -> None:
    """Write nothing."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(search_keywords, html=(skip_keywords, None))
    app.add_post_transform(SearchKeywords)
