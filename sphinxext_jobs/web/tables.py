"""Tables in a web page: the keyboard can scroll their boxes, and each row has a header."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from ..store import order
from ..store.ancestors import ancestors
from ..store.domain import job_domain
from ..text.wording import translator


class job_table_box(nodes.container):  # noqa: N801  docutils names nodes so
    """The box of a table in a web page: docutils can write neither its role nor its name."""


class MarkTables(SphinxPostTransform):
    """Names each box after the heading above it, and makes the first cell of a row its header.

    A group, not a region: a page may have a table for each team, and landmarks would be too many.
    """

    default_priority = order.MARK_TABLES
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        for box in list(self.document.findall(nodes.container)):
            if "job-table-box" in box["classes"]:
                next(box.findall(nodes.colspec))["stub"] = 1
                name = _heading(box) or self._default()
                box.replace_self(job_table_box("", *box.children, **box.attributes, job_name=name))

    def _default(self) -> str:
        _ = translator(job_domain(self.env).page_language(self.env.docname))
        return _("Job postings")


def _heading(box: nodes.container) -> str:
    """Return the words of the heading above a table; empty if there is no heading."""
    before = box.previous_sibling()
    if isinstance(before, nodes.rubric):
        return before.astext()
    section = next((node for node in ancestors(box) if isinstance(node, nodes.section)), None)
    title = section.next_node(nodes.title) if section is not None else None
    return title.astext() if title is not None else ""


def visit_table_box(self: HTML5Translator, node: job_table_box) -> None:
    """Write a container that the keyboard can scroll, with its name."""
    attributes = {"role": "group", "aria-label": node["job_name"], "tabindex": "0"}
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **attributes))


def depart_table_box(self: HTML5Translator, node: job_table_box) -> None:
    """Close the container."""
    self.depart_container(node)


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(job_table_box, html=(visit_table_box, depart_table_box))
    app.add_post_transform(MarkTables)
