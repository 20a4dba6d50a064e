"""What readers can filter and sort a list by, in a browser that runs scripts."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from .domain import JobDomain
from .fields import Field, texts_in
from .page import BROWSED, texts_of
from .query import COLUMNS, column, sort_key, value_of
from .records import IndexSpec, Record
from .wording import translator

SCRIPT = "sphinxext-jobs-filter.js"
MARK = 'class="job-filter"'
#: From how many postings on a table, or cards, can be filtered without being asked to.
ENOUGH = 5
#: The fields by which lists are filtered if they tell postings apart, unless their author says so.
CHOICES = tuple(field for field in COLUMNS.values() if field.filterable)
#: The fields by which cards and lists are sorted.
ORDERS = tuple(field for field in COLUMNS.values() if field.sortable)
#: A table is sorted by each of its columns.
TABLE_ORDERS = tuple(field for field in COLUMNS.values() if field.sortable or field.shown)
#: The fields whose words are found in a posting, although lists do not show them.
WORDS = tuple(field for field in COLUMNS.values() if field.keyword and field.shown)


class job_filter(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """The form above a list; all in an attribute, so that the search finds none of its words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field to filter by: its values, each with its language, and which each posting has."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    of_postings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A field to sort by: the rank of each posting in it; None where it has no value."""

    name: str
    label: str
    ranks: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class FilterView:
    """All that a list's form offers.

    *order* is that of the list as it is built; *words* are found in a posting though the list
    does not show them; *items* tells which posting each line of the list shows.
    """

    lang: str
    choices: tuple[Choice, ...]
    orders: tuple[Order, ...]
    order: str
    words: tuple[str, ...]
    items: tuple[int, ...]


def filter_view(
    domain: JobDomain, spec: IndexSpec, groups: Sequence[Sequence[Record]], lang: str
) -> FilterView | None:
    """Work out what a list's form offers; None where there is none."""
    if domain.builder is None or domain.builder.name not in BROWSED or spec.filter is False:
        return None
    records = list(dict.fromkeys(record for group in groups for record in group))
    asked = spec.filter or (spec.style != "list" and spec.query.limit is None)
    if not records or not asked or (not spec.filter and len(records) < ENOUGH):
        return None
    number = {record: n for n, record in enumerate(records)}
    chosen = spec.filter if isinstance(spec.filter, tuple) else None
    told = {spec.query.group_by, "lang" if domain.settings.has_site_per_language else None}
    offered = map(column, chosen) if chosen else (c for c in CHOICES if c.name not in told)
    choices = (_choice(domain, records, field, lang) for field in offered)
    orders = TABLE_ORDERS if spec.style == "table" else ORDERS
    return FilterView(
        lang=lang,
        choices=tuple(c for c in choices if chosen or 1 < len(c.values) < len(records)),
        orders=tuple(_orders(domain, records, orders, lang)),
        order=spec.query.sort[0],
        words=tuple(" ".join(texts_in(record.posting, WORDS)) for record in records),
        items=tuple(number[record] for group in groups for record in group),
    )


def _choice(domain: JobDomain, records: Sequence[Record], field: Field, lang: str) -> Choice:
    texts = [texts_of(domain, record, field, lang) for record in records]
    langs: dict[str, str] = {}
    keys: dict[str, Any] = {}
    for record, found in zip(records, texts, strict=True):
        foreign = field.free_text and record.posting.lang != lang
        for text in found:
            langs.setdefault(text, record.posting.lang if foreign else "")
            key = value_of(record, field.name, domain.jobs.status) if field.is_date else text
            keys.setdefault(text, sort_key(key))
    values = sorted(langs, key=keys.__getitem__)
    number = {text: n for n, text in enumerate(values)}
    return Choice(
        field.name,
        field.label_in(lang),
        tuple((text, langs[text]) for text in values),
        tuple(tuple(number[text] for text in dict.fromkeys(found)) for found in texts),
    )


def _orders(
    domain: JobDomain, records: Sequence[Record], fields: Iterable[Field], lang: str
) -> Iterator[Order]:
    """Rank as ``:sort:`` does, for the fields in which the postings differ."""
    for field in fields:
        keys = [
            sort_key(value_of(record, field.name, domain.jobs.status))
            if texts_of(domain, record, field, lang)
            else None
            for record in records
        ]
        rank = {key: n for n, key in enumerate(sorted({key for key in keys if key is not None}))}
        if len(set(keys)) > 1 and rank:
            ranks = tuple(None if key is None else rank[key] for key in keys)
            yield Order(field.name, field.label_in(lang), ranks)


def visit_filter(self: HTML5Translator, node: job_filter) -> None:
    """Write the form, hidden until the script is there to work it."""
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


def setup_filtering(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(job_filter, html=(visit_filter, None))
