"""Tables in a web page: rows have headers, and cells that are stacked have their columns' names."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
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
        _ = translator(job_domain(self.env).page_language(self.env.docname))
        for box in list(self.document.findall(nodes.container)):
            if "job-table-box" in box["classes"]:
                next(box.findall(nodes.colspec))["stub"] = 1
                head = next(box.findall(nodes.row))
                marked = job_table_box("", *box.children, **box.attributes)
                marked["job_name"] = _heading(box) or _("Job postings")
                marked["job_labels"] = [
                    _("{language}: ").format(language=cell.astext()) for cell in head.children
                ]
                box.replace_self(marked)


def _heading(box: nodes.container) -> str:
    """Return the words of the heading above a table; empty if there is no heading."""
    before = box.previous_sibling()
    if isinstance(before, nodes.rubric):
        return before.astext()
    section = next((node for node in ancestors(box) if isinstance(node, nodes.section)), None)
    title = section.next_node(nodes.title) if section is not None else None
    return title.astext() if title is not None else ""


def visit_table_box(self: HTML5Translator, node: job_table_box) -> None:
    """Write a container with its name."""
    node["job_start"] = len(self.body)
    attributes = {"role": "group", "aria-label": node["job_name"]}
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **attributes))


def depart_table_box(self: HTML5Translator, node: job_table_box) -> None:
    """Close the container, and complete the cells in it."""
    start = node["job_start"]
    self.body[start:] = [_completed("".join(self.body[start:]), node["job_labels"])]
    self.depart_container(node)


def _completed(table: str, labels: Sequence[str]) -> str:
    """Give each header the cells it is for, and each other cell the name of its column.

    Where a style sheet stacks the cells, browsers can no longer see which cells a header is for.
    The tags need no roles: browsers keep those of stacked tables, and HTML forbids to repeat them.
    """
    column, scope = 0, "col"

    def complete(match: re.Match[str]) -> str:
        nonlocal column, scope
        tag = match[1]
        if tag == "tbody":
            scope = "row"
        column = 0 if tag == "tr" else column + 1
        if tag == "th":
            return f'<th scope="{scope}"'
        return f'<td data-label="{html.escape(labels[column - 1])}"' if tag == "td" else match[0]

    return re.sub(r"<(tbody|tr|th|td)\b", complete, table)


def setup(app: Sphinx) -> None:
    """Register the node and the transform."""
    app.add_node(job_table_box, html=(visit_table_box, depart_table_box))
    app.add_post_transform(MarkTables)
