"""Postings that close in the browser: after the closing day, a script changes an older page."""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ..pages.header import notice_node
from ..reading.placeholders import job_header
from ..store import order
from ..store.domain import BROWSED, job_domain
from ..views.header import Closing

SCRIPT = "sphinxext-jobs.js"
MARK = 'class="job-closing"'


class job_closing(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """The data of the script. Its words are in an attribute, so that a search ignores them."""


class AddClosing(SphinxPostTransform):
    """Adds the data of the script after a posting's header."""

    default_priority = order.ADD_CLOSING
    builders = BROWSED

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        for header in list(self.document.findall(job_header)):
            if closing := domain.views.header(domain.record_at(header["place"])).closing:
                header.parent.insert(header.parent.index(header) + 1, job_closing(closing=closing))


def visit_closing(self: HTML5Translator, node: job_closing) -> None:
    """Write a ``<template>``, which browsers do not show; the script reads it."""
    closing: Closing = node["closing"]
    self.body.append(
        f'<template {MARK} data-closes="{html.escape(closing.instant)}"'
        f' data-status="{html.escape(closing.label)}">\n'
    )
    notice_node(closing.notice).walkabout(self)
    self.body.append("</template>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(job_closing, html=(visit_closing, None))
    app.add_post_transform(AddClosing)
