"""The facts of a posting: its fields with their labels and values, in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..jobs.records import Record
from ..model.fields import Field, Posting
from ..model.query import value_of
from ..model.status import Status
from ..model.values import day_of
from .build import Build


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a posting as readers see it. ``lang`` is the language of its texts.

    ``field`` is its name in front matter; ``phrase`` is its text in a line without labels.
    """

    field: str
    label: str
    text: str
    phrase: str
    lang: str


def texts_of(build: Build, record: Record, field: Field, lang: str) -> list[str]:
    """Return the values of a posting's field in the words of a language."""
    value = value_of(record, field.name, build.jobs.status)
    if value is None or _closed_early(build, record, field):
        return []
    items = value if isinstance(value, tuple | list) else (value,)
    if field.is_date:
        items = [day_of(item, build.settings.timezone) for item in items]
    texts = (field.text_in(lang, item) for item in items)
    if field.free_text:
        return [build.typeset(text, record.posting.lang) for text in texts]
    return list(dict.fromkeys(texts))  # two code words may be one for readers


def facts(build: Build, record: Record, fields: Iterable[Field], lang: str) -> Iterator[Fact]:
    """Yield the facts of a posting in the words of a language: the fields that have a value."""
    for field in fields:
        if text := ", ".join(texts_of(build, record, field, lang)):
            written = record.posting.lang if field.free_text else lang
            phrase = field.phrase_in(lang, text)
            yield Fact(field.name, field.label_in(lang), text, phrase, written)


def closed_on(build: Build, posting: Posting) -> date | None:
    """Return the closing date of a posting if it is over."""
    if posting.expiry_date is None:
        return None
    day = day_of(posting.expiry_date, build.settings.timezone)
    return day if day < build.settings.day else None


def _closed_early(build: Build, record: Record, field: Field) -> bool:
    """Whether a field is the closing date of a posting that closed earlier: it would mislead."""
    return (
        field.attribute == "expiry_date"
        and build.jobs.status(record) is Status.CLOSED
        and not closed_on(build, record.posting)
    )
