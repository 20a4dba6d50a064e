"""The translation memory: the translations of other pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from ..alignment.anchors import anchors, conflicts
from .catalog import Reason
from .words import similarity, words

#: A near match has at least this share of its words in common. A shorter text is never one, because
#: "Senior Designer" and "Senior Developer" are two jobs.
NEAR = 0.75
SHORTEST = 8
#: A translation is beyond doubt if at least this share of the pairs have it: four of five, so that
#: one pair with another wording does not put a text in doubt that all others have.
AGREED = 0.8
#: The number of sources that are compared word by word: those that share the most words.
_CANDIDATES = 5
#: A word that is in more sources than this says little about any of them.
_COMMON = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A translation that the memory has for a text; *previous* is its source if it is only near."""

    text: str
    previous: str | None = None
    doubts: tuple[str, ...] = ()


#: Returns the suggestion of the memory for a message.
Recall = Callable[[str], Suggestion | None]


class Memory:
    """Sources in one language and their translations in another."""

    def __init__(self) -> None:
        #: For each source and each of its translations, the runs in which pairs came to have it.
        self._translations: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._containing: dict[str, set[str]] = defaultdict(set)

    def add(self, source: str, translation: str, since: int = 1) -> None:
        """Note that a pair has this translation of *source*, since a run."""
        if source not in self._translations:
            for word in set(words(source)):
                self._containing[word].add(source)
        self._translations[source][translation].append(since)

    def __call__(self, source: str, *, near: bool = True) -> Suggestion | None:
        """Suggest the translation of the same text or, if there is none, of a near one.

        If pairs disagree, it is the most recent one, and doubtful unless nearly all have it. That
        of a near text is always doubtful.
        """
        if source in self._translations:
            text = self._most_recent(source)
            doubts = () if self._share(source, text) >= AGREED else (Reason.DISAGREE,)
            return Suggestion(text, doubts=doubts)
        nearest = self._nearest(source) if near else None
        if nearest is None:
            return None
        return Suggestion(self._most_recent(nearest), nearest, (Reason.NEAR,))

    def _most_recent(self, source: str) -> str:
        """Return the most recent translation: of several, the most frequent, then the first."""
        found = self._translations[source]
        return min(found, key=lambda text: (-max(found[text]), -len(found[text]), text))

    def _share(self, source: str, translation: str) -> float:
        """Return the share of the pairs with *source* that have this translation of it."""
        found = self._translations[source]
        return len(found[translation]) / sum(map(len, found.values()))

    def _nearest(self, source: str) -> str | None:
        mine = words(source)
        if len(mine) < SHORTEST:
            return None
        shared: Counter[str] = Counter()
        for word in set(mine):
            containing = self._containing.get(word, ())
            if len(containing) <= _COMMON:
                shared.update(containing)
        best: tuple[float, str] | None = None
        most = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]
        for other, _count in most:
            alike = similarity(other, source)
            if alike < NEAR or conflicts(anchors(other), anchors(source)):
                continue
            if best is None or alike > best[0]:
                best = (alike, other)
        return best[1] if best else None
