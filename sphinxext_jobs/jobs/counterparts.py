"""Counterparts: the one rule that says which texts of a job belong together.

Each text chooses alone, by folder, then by id, then by name. So removing a file changes only the
choice of the texts that had chosen it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..model.vocabularies import folded
from .records import Record


def closest(record: Record, candidates: Iterable[Record]) -> Record:
    """Choose the counterpart of a posting among its job's texts in another language.

    A text in the same folder (but for the language's own) comes first, then one with the same
    ``leverId``, then the one with the most similar name. If several are equal, it is the first by
    path. Raises ``ValueError`` if there are no candidates.
    """
    ordered = sorted(candidates, key=lambda other: other.place)
    if len(ordered) == 1:
        return ordered[0]
    return max(ordered, key=lambda other: likeness(record, other))


def paired(texts: Sequence[Record], others: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Return the pairs of counterparts in two languages: each text with the one that it chooses."""
    chosen = [(text, closest(text, others)) for text in texts]
    chosen += [(closest(other, texts), other) for other in others]
    return list(dict.fromkeys(chosen))


def likeness(one: Record, other: Record) -> tuple[bool, bool, float]:
    """Return how similar the places of two texts are, to compare. Their contents do not count."""
    return (
        folders_of(one) == folders_of(other),
        one.posting.lever_id == other.posting.lever_id,
        _similarity(_name(one), _name(other)),
    )


@lru_cache(maxsize=4096)  # several rules ask for the same pairs
def _similarity(one: str, other: str) -> float:
    """Return the share of their parts that two names have in common, from 0 to 1.

    The order of the words does not count, because every language has its own.
    """
    mine, theirs = _parts(one), _parts(other)
    return 2 * (mine & theirs).total() / max(mine.total() + theirs.total(), 1)


@lru_cache(maxsize=4096)
def _parts(name: str) -> Counter[str]:
    """Count the parts of three letters of the words of a name; a word begins and ends in a space.

    Words of the same origin, such as "developer" and "développeur", have many in common.
    """
    words = (f" {word} " for word in folded(name).split())
    return Counter(word[n : n + 3] for word in words for n in range(len(word) - 2))


def folders_of(record: Record) -> list[str]:
    """Return a posting's folders without the one that names its language."""
    tags = {record.posting.lang.lower(), record.posting.lang.split("-")[0]}
    return [part for part in record.docname.split("/")[:-1] if part.lower() not in tags]


def _name(record: Record) -> str:
    return record.docname.rpartition("/")[2]
