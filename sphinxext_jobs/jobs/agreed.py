"""Agreed values: how the pairs of a project translate the free texts of front matter.

A posting may be shown on a page in another language, where its catalogue translates its text. Its
team and its places are probably in other postings too, which have a text in each language.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..model.fields import FIELDS, Posting, texts_in
from ..text.languages import best
from .counterparts import paired
from .records import Record

#: By the name of a field and a value in the form to compare: the value in the other language.
Agreement: TypeAlias = Mapping[tuple[str, str], str]

#: The catalogue of values: its name among those of documents.
FACTS = "job-facts"
#: The fields whose values the pairs translate.
_FREE = tuple(field for field in FIELDS.values() if field.free_text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A posting with the values that pages show: free texts in the language of its page, if agreed.

    ``written`` has the author's own text of each translated one.
    """

    posting: Posting
    page_lang: str
    written: Mapping[str, str]

    def language_of(self, text: str) -> str:
        """Return the language of a free text of the posting."""
        return self.page_lang if text in self.written else self.posting.lang


def agreement(
    jobs: Iterable[Mapping[str, Sequence[Record]]], source: str, target: str
) -> Agreement:
    """Find the translation of each value on which all pairs in two languages agree.

    The items of lists are paired by position. Authors may have ordered a list otherwise in each
    language. So if only lists of several items have a value, its translation must not be that of
    another value, too.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    sources: dict[tuple[str, str], set[str]] = {}
    alone: set[tuple[str, str]] = set()
    for name, mine, theirs, is_alone in _evidence(jobs, source, target):
        form, other = _form(mine), _form(theirs)
        found.setdefault((name, form), {}).setdefault(other, theirs)
        sources.setdefault((name, other), set()).add(form)
        if is_alone:
            alone.add((name, form))
    agreed = {}
    for key, translations in found.items():
        other, *more = translations
        if not more and (key in alone or len(sources[key[0], other]) == 1):
            agreed[key] = translations[other]
    return agreed


def _evidence(
    jobs: Iterable[Mapping[str, Sequence[Record]]], source: str, target: str
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield values of a field that translate each other, and whether each is its only value."""
    for texts in jobs:
        tag = best(texts, target)
        if source not in texts or tag is None or tag == source:
            continue
        for one, other in paired(texts[source], texts[tag]):
            for field in _FREE:
                ours, theirs = texts_in(one.posting, [field]), texts_in(other.posting, [field])
                for mine, its in _by_position(ours, theirs):
                    yield field.name, mine, its, len(ours) == 1


def completed(agreed: Agreement, catalogue: Mapping[str, str]) -> Agreement:
    """Add the values that only a catalogue translates."""
    forms = {_form(value): text for value, text in catalogue.items()}
    others = {(field.name, form): text for field in _FREE for form, text in forms.items()}
    return {**others, **agreed}


def look_up(agreed: Agreement, field: str, text: str) -> str | None:
    """Return the translation of a value of a field."""
    return agreed.get((field, _form(text)))


def free_texts(posting: Posting) -> Iterator[tuple[str, str]]:
    """Yield each free text of a posting after the name of its field."""
    return ((field.name, text) for field in _FREE for text in texts_in(posting, [field]))


def shown(record: Record, agreed: Agreement) -> Shown:
    """Return a posting with the values that are agreed; the others stay as they are."""
    values: dict[str, Any] = {}
    written: dict[str, str] = {}
    for field in _FREE:
        items = texts_in(record.posting, [field])
        found = {item: look_up(agreed, field.name, item) for item in items}
        written |= {text: item for item, text in found.items() if text}
        texts = tuple(dict.fromkeys(found[item] or item for item in items))
        if texts:
            is_list = isinstance(record.posting.value(field.name), tuple)
            values[field.attribute] = texts if is_list else texts[0]
    posting = dataclasses.replace(record.posting, **values) if written else record.posting
    return Shown(posting, record.page_lang, written)


def _by_position(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair the items of two lists of equal length, unless an item of one is elsewhere in the other.

    If a number differs, as in a salary, one text is not a translation of the other.
    """
    if len(ours) != len(theirs):
        return
    forms = list(zip(map(_form, ours), map(_form, theirs), strict=True))
    common = {one for one, _other in forms} & {other for _one, other in forms}
    if any(one != other and common & {one, other} for one, other in forms):
        return
    for one, other in zip(ours, theirs, strict=True):
        if _digits(one) == _digits(other):
            yield one, other


def _form(text: str) -> str:
    """Return a text in the form to compare: case, white space and the apostrophe do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split())


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
