"""The form with which readers filter and sort a list; a script works it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from ..text.wording import translator
from ..views.filters import Choice, FilterView

SCRIPT = "sphinxext-jobs-filter.js"
STYLESHEET = "sphinxext-jobs-filter.css"
MARK = 'class="job-filter"'


class job_filter(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """The form above a list. Its words are in an attribute, so that a search does not find them."""


def visit_filter(self: HTML5Translator, node: job_filter) -> None:
    """Write the form, which is hidden until the script is loaded."""
    view: FilterView = node["view"]
    _ = translator(view.lang)
    data = {
        "items": view.items,
        "order": view.order,
        "words": view.words,
        "choices": {_control(choice): choice.of_postings for choice in view.choices},
        "ranks": {order.name: order.ranks for order in view.orders},
    }
    total = len(set(view.items))
    count = _("Postings shown: {shown} of {total}").replace("{total}", str(total))
    name, clear = html.escape(_("Filter the postings")), html.escape(_("Clear"))
    none = html.escape(_("No posting matches."))
    self.body += [
        f'<form {MARK} role="search" aria-label="{name}" autocomplete="off" hidden'
        f' data-postings="{html.escape(json.dumps(data))}">\n',
        _field(_("Search these postings"), '<input type="search" name="text">'),
        *(
            _select(
                _control(choice),
                choice.label,
                _("All"),
                ((value, value, lang) for value, lang in choice.values),
                "job-choice",
            )
            for choice in view.choices
        ),
        _select("sort", _("Sort by"), _("As listed"), _directions(view), "job-sort"),
        f'<div><p role="status" data-text="{html.escape(count)}" data-none="{none}">'
        f"{html.escape(count.replace('{shown}', str(total)))}</p>\n"
        f'<button type="reset">{clear}</button></div>\n</form>\n',
    ]
    raise nodes.SkipNode


def _control(choice: Choice) -> str:
    """Name a field's control: as the field, but for the names of the form's own controls."""
    return f"{choice.name}." if choice.name in ("text", "sort") else choice.name


def _directions(view: FilterView) -> Iterator[tuple[str, str, str]]:
    _ = translator(view.lang)
    for order in view.orders:
        yield order.name, _("{field} (ascending)").format(field=order.label), ""
        yield f"-{order.name}", _("{field} (descending)").format(field=order.label), ""


def _select(
    name: str, label: str, none: str, options: Iterable[tuple[str, str, str]], kind: str
) -> str:
    """Write a control to choose one of some options: value, text, and language if another."""
    written = "".join(
        f'<option value="{html.escape(value)}"'
        + (f' lang="{html.escape(lang)}"' if lang else "")
        + f">{html.escape(text)}</option>"
        for value, text, lang in [("", none, ""), *options]
    )
    return _field(label, f'<select name="{html.escape(name)}" class="{kind}">{written}</select>')


def _field(label: str, control: str) -> str:
    return f"<label><span>{html.escape(label)}</span> {control}</label>\n"


def setup(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(job_filter, html=(visit_filter, None))
