"""Postings in the browser: a script closes them after their day, and labels them on some days."""

from __future__ import annotations

import html
import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinx.writers.html5 import HTML5Translator

from ..pages.header import notice_node
from ..reading.placeholders import job_header
from ..store import order
from ..store.domain import BROWSED, JobDomain, job_domain
from ..views.header import HeaderView
from ..views.labels import Labels
from ..views.onward import Onward

SCRIPT = "sphinxext-jobs.js"
#: What the pages that need the script have.
MARK = 'class="job-header '


class job_closing(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """The data of the script. Its words are in attributes, so that a search ignores them."""


class AddClosing(SphinxPostTransform):
    """Adds the data of the script to a posting's header."""

    default_priority = order.ADD_CLOSING
    builders = BROWSED

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        for header in list(self.document.findall(job_header)):
            view = domain.views.header(domain.record_at(header["place"]))
            if view.closing or view.labels != Labels():
                further = view.closing and view.closing.notice.onward
                header += job_closing(view=view, further=further and self._link(domain, further))

    def _link(self, domain: JobDomain, further: Onward) -> nodes.reference:
        """Make a link as Sphinx does, which does not find it in the data of the script."""
        text = nodes.inline(further.text, further.text, classes=["doc"])
        return make_refnode(domain.builder, self.env.docname, further.docname, "", text)


def visit_closing(self: HTML5Translator, node: job_closing) -> None:
    """Write a ``<template>``, which browsers do not show; the script reads it."""
    view: HeaderView = node["view"]
    labels = {"new": view.labels.new, "closes": view.labels.closes}
    data = {
        "closes": view.closing.instant if view.closing else "",
        "labels": json.dumps(labels, ensure_ascii=False) if any(labels.values()) else "",
    }
    written = "".join(f' data-{k}="{html.escape(v)}"' for k, v in data.items() if v)
    self.body.append(f'<template class="job-closing"{written}>\n')
    if view.closing:
        notice = notice_node(view.closing.notice, view.docname, view.lang, node["further"])
        notice.walkabout(self)
    self.body.append("</template>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(job_closing, html=(visit_closing, None))
    app.add_post_transform(AddClosing)
