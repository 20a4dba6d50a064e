"""The form to filter and sort a list, for browsers that run scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..jobs.records import IndexSpec, Record
from ..model.fields import Field
from ..model.query import COLUMNS, column, rank, sort_key
from ..model.status import STATUS
from .build import Build
from .facts import valued, words_of

#: The number of postings from which tables and cards have a form unless their author says no.
ENOUGH = 5
#: The fields that a form offers if their values differ, unless the author of the list chooses.
CHOICES = tuple(field for field in COLUMNS.values() if field.filterable)
#: The fields by which cards and lists are sorted.
ORDERS = tuple(field for field in COLUMNS.values() if field.sortable)
#: The fields by which tables are sorted: each column.
TABLE_ORDERS = tuple(field for field in COLUMNS.values() if field.sortable or field.shown)
#: The fields whose words a search finds even if a list does not show them.
WORDS = tuple(field for field in COLUMNS.values() if field.shown and field.name != STATUS.name)
#: A word; a number with spaces in it is one, because readers may type it without them.
_WORD = re.compile(r"\d+(?:\s\d{3}(?!\d))+\S*|\S+")


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose: as addresses write it, and in words with their language."""

    value: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A field to filter by: its values, and those of each posting by their numbers."""

    name: str
    label: str
    options: tuple[Option, ...]
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
    build: Build,
    spec: IndexSpec,
    groups: Sequence[Sequence[Record]],
    shown: Sequence[Field],
    lang: str,
) -> FilterView | None:
    """Return the view of a list's form, or None; *shown* are the fields that the list shows."""
    if not build.is_browsed or spec.filter is False:
        return None
    records = list(dict.fromkeys(record for group in groups for record in group))
    asked = spec.filter or (spec.style != "list" and spec.query.limit is None)
    if not records or not asked or (not spec.filter and len(records) < ENOUGH):
        return None
    number = {record: n for n, record in enumerate(records)}
    chosen = spec.filter if isinstance(spec.filter, tuple) else None
    known = {spec.query.group_by, "lang" if build.settings.has_site_per_language else None}
    offered = map(column, chosen) if chosen else (f for f in CHOICES if f.name not in known)
    choices = (_choice(build, records, field, lang) for field in offered)
    orders = TABLE_ORDERS if spec.style == "table" else ORDERS
    return FilterView(
        lang=lang,
        choices=tuple(c for c in choices if chosen or 1 < len(c.options) < len(records)),
        orders=tuple(_orders(build, records, orders, lang)),
        order=spec.query.sort[0],
        words=tuple(_words(build, record, spec, shown, lang) for record in records),
        items=tuple(number[record] for group in groups for record in group),
    )


def _choice(build: Build, records: Sequence[Record], field: Field, lang: str) -> Choice:
    found = [valued(build, record, field, lang, as_meant=True) for record in records]
    options: dict[str, Option] = {}
    for value, words in (pair for pairs in found for pair in pairs):
        other = words.lang if words.lang != lang else ""
        options.setdefault(words.text, Option(value, words.text, other))

    in_order = field.vocabulary or field.is_date
    ordered = sorted(
        options.values(),
        key=lambda option: rank(field.name, option.value) if in_order else sort_key(option.text),
    )
    number = {option.text: n for n, option in enumerate(ordered)}
    return Choice(
        field.name,
        field.label_in(lang),
        tuple(ordered),
        tuple(tuple(dict.fromkeys(number[w.text] for _v, w in pairs)) for pairs in found),
    )


def _orders(
    build: Build, records: Sequence[Record], fields: Iterable[Field], lang: str
) -> Iterator[Order]:
    """Yield the fields in which postings differ, with their ranks in the order of ``:sort:``."""
    zone = build.settings.timezone
    for field in fields:
        keys = [
            rank(field.name, build.jobs.value(record, field.name), zone)
            if words_of(build, record, field, lang)
            else None
            for record in records
        ]
        place = {key: n for n, key in enumerate(sorted({key for key in keys if key is not None}))}
        if len(set(keys)) > 1 and place:
            ranks = tuple(None if key is None else place[key] for key in keys)
            yield Order(field.name, field.label_in(lang), ranks)


def _words(build: Build, record: Record, spec: IndexSpec, shown: Sequence[Field], lang: str) -> str:
    """Return the words of a posting that its line does not show, each once.

    A search finds all the words that are typed, in any order, so that one of each is enough.
    """
    hidden = [field for field in WORDS if field not in shown]
    texts = [words.text for field in hidden for words in words_of(build, record, field, lang)]
    texts += build.headings_of(record)
    if spec.style != "cards":
        texts.append(record.lead or "")
    return " ".join(dict.fromkeys(word for text in texts for word in _WORD.findall(text)))
