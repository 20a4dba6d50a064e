"""Texts compared word by word: how similar two are, and in which words they differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nsmallest
from itertools import takewhile
from posixpath import commonprefix
from typing import TypeVar

from ...text.markup import unescape
from ...text.plain import inline_text

#: The number of pairs of words that are compared in their order. Two texts of 3,000 words that
#: repeat themselves take minutes, and no paragraph has more than 200 words.
MAX_COMPARED = 200 * 200

#: A text is another one after a change if they have this share of their words in common; short
#: ones, of up to ``_SHORT`` words, more.
ALIKE = 0.6
_ALIKE_SHORT = 0.75
_SHORT = 4

#: A word that is in more texts than this says little about any of them.
_COMMON = 200

#: An address, which may differ in any character; a number; a word; or another mark.
_TOKEN = re.compile(
    r"\]\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+|https?://[^\s)>]++"
    r"|\d++(?:[.,]\d++)*+|[^\W\d]++|[^\s]"
)
#: Marks that are typography: quotes, apostrophes, dashes, and the punctuation between words.
_TYPOGRAPHY = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″-‐‑‒–—―−*~_\\.,;:…")
#: The destination of a link between angle brackets, which an address without spaces does not need.
_ANGLES = re.compile(r"(?<=\]\()<([^<>\s]*)>")
#: The destination of a link.
_DESTINATION = re.compile(r"(?<=\]\()<?([^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)*)")
#: The sign of a number below zero.
_MINUS = re.compile("(?<![^\\s(])[-\u2212](?=\\d)")
#: Characters that have no width: soft hyphens, joiners and marks of the byte order.
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")

#: Words that were replaced, and the words in their place; one of them may be empty.
Change = tuple[Sequence[str], Sequence[str]]

One = TypeVar("One", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)


def words(text: str) -> list[str]:
    """Return the words of a text in Markdown, without its markup."""
    return inline_text(re.sub(r"(?<!\\)\\\s", " ", text)).split()


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text that is compared with many."""
    return tuple(words(text))


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """Return the words, numbers and addresses of a text in Markdown, without its typography.

    Spaces, quotes, dashes, escapes, emphasis and the angle brackets of links are typography, and so
    is punctuation, because the items of a list may end with any or none; the sign of a number is
    not. A text of nothing else is returned as it is.
    """
    written = _ANGLES.sub(r"\1", unescape(_NO_WIDTH.sub("", text)))
    written = _MINUS.sub("minus ", written)
    tokens = (token.strip("_") for token in _TOKEN.findall(written))
    return " ".join(token for token in tokens if token and token not in _TYPOGRAPHY) or text


def similarity(one: str, other: str) -> float:
    """Return the share of the words that two texts have in common, from 0 to 1."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return 0.0
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    is_long = len(mine) * len(theirs) > MAX_COMPARED
    return matcher.quick_ratio() if is_long else matcher.ratio()


class Similar:
    """Texts among which those similar to another one are found, without comparing it with each."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._containing: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Add a text."""
        for word in set(_words(text)):
            self._containing[word].add(text)

    def to(self, text: str, count: int = 10) -> list[tuple[float, str]]:
        """Compare a text with the *count* that share the most words with it.

        Returns the similarity of each, and the text itself.
        """
        shared: Counter[str] = Counter()
        for word in set(_words(text)):
            containing = self._containing.get(word, ())
            if len(containing) <= _COMMON:
                shared.update(containing)
        most = nsmallest(count, shared.items(), key=lambda item: (-item[1], item[0]))
        return [(similarity(other, text), other) for other, _count in most]


def is_change(text: str, alike: float) -> bool:
    """Whether a text may be another one after a change, by their similarity."""
    return alike >= (ALIKE if len(_words(text)) > _SHORT else _ALIKE_SHORT)


def one_to_one(found: Iterable[tuple[float, One, Other]]) -> dict[One, Other]:
    """Give each of some texts another one, by their similarity; the most similar ones come first.

    *found* has all that may go together, in a fixed order.
    """
    chosen: dict[One, Other] = {}
    taken: set[Other] = set()
    for _alike, one, other in sorted(found, key=lambda each: -each[0]):
        if one not in chosen and other not in taken:
            chosen[one] = other
            taken.add(other)
    return chosen


def changes(old: str, new: str) -> Iterator[Change]:
    """Yield the words in which a text differs from an older one; in long texts, all at once.

    If only the addresses of its links differ, they are yielded, from the part that differs.
    """
    before, after = words(old), words(new)
    if before == after:
        yield from _destinations(old, new)
        return
    start = _count_equal(before, after)
    before, after = before[start:], after[start:]
    end = _count_equal(reversed(before), reversed(after))
    before, after = before[: len(before) - end], after[: len(after) - end]
    if len(before) * len(after) > MAX_COMPARED:
        yield before, after
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield before[i:j], after[k:m]


def _destinations(old: str, new: str) -> Iterator[Change]:
    before, after = _DESTINATION.findall(old), _DESTINATION.findall(new)
    for one, other in zip(before, after, strict=True) if len(before) == len(after) else ():
        if one != other:
            shared = commonprefix([one, other]).rpartition("/")[0]
            if shared.endswith("/"):  # only the scheme
                shared = ""
            lead = "…" if shared else ""
            yield [lead + one[len(shared) :]], [lead + other[len(shared) :]]


def _count_equal(old: Iterable[str], new: Iterable[str]) -> int:
    """Return the number of equal words at the beginning of two texts."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
