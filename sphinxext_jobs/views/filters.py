"""The form to filter and sort a list, for browsers that run scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..jobs.records import IndexSpec, Record
from ..model.fields import Field, texts_in
from ..model.query import COLUMNS, column, sort_key
from .build import Build
from .facts import words_of

#: The number of postings from which tables and cards have a form unless their author says no.
ENOUGH = 5
#: The fields that a form offers if their values differ, unless the author of the list chooses.
CHOICES = tuple(field for field in COLUMNS.values() if field.filterable)
#: The fields by which cards and lists are sorted.
ORDERS = tuple(field for field in COLUMNS.values() if field.sortable)
#: The fields by which tables are sorted: each column.
TABLE_ORDERS = tuple(field for field in COLUMNS.values() if field.sortable or field.shown)
#: The fields whose words a search finds, although lists do not show them.
WORDS = tuple(field for field in COLUMNS.values() if field.keyword and field.shown)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field to filter by: its values, each with its language, and the values of each posting."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    of_postings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A field to sort by, and the rank of each posting; None if the posting has no value."""

    name: str
    label: str
    ranks: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class FilterView:
    """All that a list's form offers.

    ``order`` is the order of the list as it is built. ``words`` are those of each posting that a
    search finds, although the list does not show them. ``items`` is the number of the posting in
    each line of the list.
    """

    lang: str
    choices: tuple[Choice, ...]
    orders: tuple[Order, ...]
    order: str
    words: tuple[str, ...]
    items: tuple[int, ...]


def filter_view(
    build: Build, spec: IndexSpec, groups: Sequence[Sequence[Record]], lang: str
) -> FilterView | None:
    """Return the view of a list's form; None if the list does not have one."""
    if not build.is_browsed or spec.filter is False:
        return None
    records = list(dict.fromkeys(record for group in groups for record in group))
    asked = spec.filter or (spec.style != "list" and spec.query.limit is None)
    if not records or not asked or (not spec.filter and len(records) < ENOUGH):
        return None
    number = {record: n for n, record in enumerate(records)}
    postings = [build.jobs.shown(record).posting for record in records]
    chosen = spec.filter if isinstance(spec.filter, tuple) else None
    known = {spec.query.group_by, "lang" if build.settings.has_site_per_language else None}
    offered = map(column, chosen) if chosen else (f for f in CHOICES if f.name not in known)
    choices = (_choice(build, records, field, lang) for field in offered)
    orders = TABLE_ORDERS if spec.style == "table" else ORDERS
    return FilterView(
        lang=lang,
        choices=tuple(c for c in choices if chosen or 1 < len(c.values) < len(records)),
        orders=tuple(_orders(build, records, orders, lang)),
        order=spec.query.sort[0],
        words=tuple(" ".join(texts_in(posting, WORDS)) for posting in postings),
        items=tuple(number[record] for group in groups for record in group),
    )


def _choice(build: Build, records: Sequence[Record], field: Field, lang: str) -> Choice:
    texts = [words_of(build, record, field, lang) for record in records]
    langs: dict[str, str] = {}
    keys: dict[str, Any] = {}
    for record, found in zip(records, texts, strict=True):
        for words in found:
            langs.setdefault(words.text, words.lang if words.lang != lang else "")
            key = build.jobs.value(record, field.name) if field.is_date else words.text
            keys.setdefault(words.text, sort_key(key))
    values = sorted(langs, key=keys.__getitem__)
    number = {text: n for n, text in enumerate(values)}
    return Choice(
        field.name,
        field.label_in(lang),
        tuple((text, langs[text]) for text in values),
        tuple(tuple(dict.fromkeys(number[words.text] for words in found)) for found in texts),
    )


def _orders(
    build: Build, records: Sequence[Record], fields: Iterable[Field], lang: str
) -> Iterator[Order]:
    """Yield the fields in which postings differ, with their ranks in the order of ``:sort:``."""
    for field in fields:
        keys = [
            sort_key(build.jobs.value(record, field.name))
            if words_of(build, record, field, lang)
            else None
            for record in records
        ]
        rank = {key: n for n, key in enumerate(sorted({key for key in keys if key is not None}))}
        if len(set(keys)) > 1 and rank:
            ranks = tuple(None if key is None else rank[key] for key in keys)
            yield Order(field.name, field.label_in(lang), ranks)
