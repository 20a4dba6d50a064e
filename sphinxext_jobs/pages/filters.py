"""The form with which readers filter and sort a list; a script works it."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.nodes import clean_astext
from sphinx.writers.html5 import HTML5Translator

from ..store.ancestors import ancestors
from ..text.wording import translator
from ..views.filters import Choice, FilterView

SCRIPT = "sphinxext-jobs-filter.js"
STYLESHEET = "sphinxext-jobs-filter.css"
MARK = 'class="job-filter"'


class job_filter(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """The form above a list. Its words are in an attribute, so that a search does not find them."""


def visit_filter(self: HTML5Translator, node: job_filter) -> None:
    """Write the form. The style sheet keeps its place, and shows it when the script is ready.

    The choices are open: only the script may close them, on a phone.
    """
    view: FilterView = node["view"]
    _ = translator(view.lang)
    total = len(set(view.items))
    count = _("Postings shown: {shown} of {total}").replace("{total}", str(total))
    fold = html.escape(_("Filter and sort"))
    clear = html.escape(_("Clear"))
    none = html.escape(_("No posting matches."))
    everything = html.escape(_("Show all postings"))
    self.body += [
        f'<form {MARK} role="search" aria-label="{html.escape(_name(node, view.lang))}"'
        f" autocomplete=\"off\" data-postings='{_data(view)}'>\n",
        _field(_("Search these postings"), '<input type="search" name="text">', "job-filter-text"),
        f'<details class="job-filter-fold" open><summary data-text="{fold}">{fold}</summary>\n'
        '<div class="job-filter-choices">\n',
        *(_choice(choice, _("All")) for choice in view.choices),
        _select("sort", _("Sort by"), _("As listed"), _directions(view), "job-sort"),
        "</div>\n</details>\n",
        f'<div class="job-filter-count"><p role="status" tabindex="-1"'
        f' data-text="{html.escape(count)}">'
        f"{html.escape(count.replace('{shown}', str(total)))}</p>\n"
        f'<button type="reset">{clear}</button></div>\n',
        f'<div class="job-filter-none" hidden><p>{none}</p>\n'
        f'<button type="reset">{everything}</button></div>\n</form>\n',
    ]
    raise nodes.SkipNode


def _name(node: job_filter, lang: str) -> str:
    """Name a form; of several on a page, each is named after the heading above it."""
    _ = translator(lang)
    # In `singlehtml`, `node.document` is still the page of its own.
    *_inner, root = node, *ancestors(node)
    forms = list(root.findall(job_filter))
    if len(forms) == 1:
        return _("Filter the postings")
    titles = list(map(_heading, forms))
    place = next(n for n, form in enumerate(forms) if form is node)
    title = titles[place]
    if titles.count(title) > 1:
        title = f"{title} {titles[: place + 1].count(title)}".strip()
    return _("Filter the postings: {list}").format(list=title)


def _heading(node: job_filter) -> str:
    """Return the heading of the section around a node; empty if there is none."""
    sections = (part for part in ancestors(node) if isinstance(part, nodes.section))
    return next((clean_astext(s[0]) for s in sections if isinstance(s[0], nodes.title)), "")


def _data(view: FilterView) -> str:
    """Return the data of the script, to write between apostrophes: JSON is full of quotes."""
    data = {
        "items": view.items,
        "order": view.order,
        "words": view.words,
        "choices": {_control(choice): choice.of_postings for choice in view.choices},
        "ranks": {order.name: order.ranks for order in view.orders},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return html.escape(text, quote=False).replace("'", "&#39;")


def _control(choice: Choice) -> str:
    """Name a field's control: as the field, but for the names of the form's own controls."""
    return f"{choice.name}." if choice.name in ("text", "sort") else choice.name


def _directions(view: FilterView) -> Iterator[tuple[str, str, str]]:
    _ = translator(view.lang)
    for order in view.orders:
        yield order.name, _("{field} (ascending)").format(field=order.label), ""
        yield f"-{order.name}", _("{field} (descending)").format(field=order.label), ""


def _choice(choice: Choice, none: str) -> str:
    options = ((option.value, option.text, option.lang) for option in choice.options)
    return _select(_control(choice), choice.label, none, options, "job-choice")


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
    control = f'<select name="{html.escape(name)}" class="{kind}">{written}</select>'
    return _field(label, control, f"{kind}-field")


def _field(label: str, control: str, kind: str) -> str:
    return f'<label class="{kind}"><span>{html.escape(label)}</span> {control}</label>\n'


def setup(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(job_filter, html=(visit_filter, None))
