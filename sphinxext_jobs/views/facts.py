"""The facts of a posting: its fields with their labels and values, in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..jobs.records import Record
from ..model.closing import closing, is_over
from ..model.fields import Field, Posting
from ..model.query import as_text
from ..model.status import Status
from ..model.values import Moment
from ..text.wording import translator
from .build import Build

#: The fields by their weight for those who choose among postings.
_ORDER = (
    "status", "publishDate", "expiryDate", "salary", "location", "workplace", "employmentType",
    "team", "classification", "date", "tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A text in one language."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a posting as readers see it. Its values may be in several languages.

    ``field`` is its name in front matter; ``phrase`` is its text in a line without labels.
    """

    field: str
    label: str
    text: tuple[Words, ...]
    phrase: tuple[Words, ...]


def in_order(fields: Iterable[Field]) -> list[Field]:
    """Sort fields by their weight for readers; those that have none come last."""
    rank = {name: number for number, name in enumerate(_ORDER)}
    return sorted(fields, key=lambda field: rank.get(field.name, len(rank)))


def words_of(build: Build, record: Record, field: Field, lang: str) -> list[Words]:
    """Return each value of a posting's field; texts of ours are in the words of *lang*."""
    # Two spellings of a code word are one for readers.
    return list(dict.fromkeys(words for _value, words in valued(build, record, field, lang)))


def valued(
    build: Build, record: Record, field: Field, lang: str, *, as_meant: bool = False
) -> list[tuple[str, Words]]:
    """Return each value of a posting's field as addresses write it, and in a reader's words.

    *as_meant* leaves out what authors add to words of ours: ``Remote (Canada)`` is remote.
    """
    value = build.jobs.value(record, field.name)
    if value is None or _closed_early(build, record, field):
        return []
    items = value if isinstance(value, tuple | list) else (value,)
    if field.is_date:
        items = [field.moment_in(item, build.settings.timezone) for item in items]
    if as_meant:
        items = [meaning for item in items for meaning in field.meanings(item)]
    language_of = build.jobs.shown(record).language_of
    if field.free_text:
        written = [(item, language_of(item)) for item in items]
        return [(as_text(item), Words(build.typeset(item, tag), tag)) for item, tag in written]
    languages = [lang if field.is_ours(item) else language_of(item) for item in items]
    texts = [
        Words(field.text_in(lang, item), tag) for item, tag in zip(items, languages, strict=True)
    ]
    return [(_code(field, item), text) for item, text in zip(items, texts, strict=True)]


def _code(field: Field, value: Any) -> str:
    """Return a value as addresses write it."""
    text = as_text(value)
    word = field.vocabulary.meant_by(text) if field.vocabulary else None
    return text if word is None else word.value


def facts(build: Build, record: Record, fields: Iterable[Field], lang: str) -> Iterator[Fact]:
    """Yield the facts of a posting in the words of a language: the fields that have a value."""
    for field in fields:
        if text := _joined(words_of(build, record, field, lang)):
            phrase = tuple(_phrase(build, record, field, words) for words in text)
            yield Fact(field.name, field.label_in(lang), text, phrase)


def _phrase(build: Build, record: Record, field: Field, words: Words) -> Words:
    """Return the words of a fact for a line without labels; a closing date may be over."""
    if field.attribute == "expiry_date" and build.jobs.status(record) is Status.CLOSED:
        _ = translator(words.lang)
        return Words(_("closed on {date}").format(date=words.text), words.lang)
    return Words(field.phrase_in(words.lang, words.text), words.lang)


def _joined(values: Iterable[Words]) -> tuple[Words, ...]:
    """Join neighbours in the same language with commas."""
    return tuple(
        Words(", ".join(words.text for words in run), lang)
        for lang, run in groupby(values, lambda words: words.lang)
    )


def closed_on(build: Build, posting: Posting) -> Moment | None:
    """Return the closing date of a posting if it is over."""
    settings, end = build.settings, posting.expiry_date
    if end is None or not is_over(end, settings.now, settings.timezone):
        return None
    return closing(end, settings.timezone)


def _closed_early(build: Build, record: Record, field: Field) -> bool:
    """Whether a field is the closing date of a posting that closed earlier: it would mislead."""
    return (
        field.attribute == "expiry_date"
        and build.jobs.status(record) is Status.CLOSED
        and not closed_on(build, record.posting)
    )
