"""The nodes of ``job-pairs``: a table of jobs and languages."""

from __future__ import annotations

from docutils import nodes

from ..model.fields import FIELDS
from ..text.wording import autonym, translator
from ..views.pairs import PairsView, state_of, to_do
from .header import link_node
from .lists import table_box


def pairs_nodes(view: PairsView) -> nodes.Node:
    """Turn the view into a table."""
    _ = translator(view.lang)
    if not view.rows:
        text = _("All jobs are in order in every language.")
        return nodes.container(
            "", nodes.paragraph(text, text), classes=["job-index", "job-index-empty"]
        )
    labels = [FIELDS["title"].label_in(view.lang), *map(autonym, view.languages), _("To do")]
    head = nodes.row()
    for number, label in enumerate(labels):
        paragraph = nodes.paragraph(label, label)
        if 0 < number <= len(view.languages) and view.languages[number - 1] != view.lang:
            paragraph["classes"].append(f"language-{view.languages[number - 1]}")
        head += nodes.entry("", paragraph)
    body = nodes.tbody()
    for row in view.rows:
        cells = [nodes.paragraph("", "", link_node(row.link, view.docname, view.lang))]
        cells += [_paragraph(state_of(cell, view.lang)) for cell in row.cells]
        cells.append(_paragraph("; ".join(to_do(row, view.lang)) or _("nothing")))
        line = nodes.row(classes=["job-in-order" if row.in_order else "job-to-do"])
        line += [nodes.entry("", cell) for cell in cells]
        body += line
    return table_box([30, *(15 for _lang in view.languages), 30], head, body)


def _paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph(text, text)
