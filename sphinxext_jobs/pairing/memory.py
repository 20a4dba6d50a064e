"""The translation memory: what other pairs have translated already."""

from __future__ import annotations

from collections import Counter, defaultdict

from .alignment.anchors import anchors, conflicts
from .catalog import Suggestion, similarity
from .message import words

#: A near match shares at least this much of its words; a shorter text is never one, for
#: "Senior Designer" and "Senior Developer" are two jobs.
NEAR = 0.75
SHORTEST = 8
#: So many of the sources that share the most words are compared word by word.
_CANDIDATES = 5
#: A word that stands in more sources than this says little about any.
_COMMON = 200


class Memory:
    """Sources in one language and their translations in another."""

    def __init__(self) -> None:
        self._translations: dict[str, Counter[str]] = defaultdict(Counter)
        self._containing: dict[str, set[str]] = defaultdict(set)

    def add(self, source: str, translation: str) -> None:
        """Note that a pair translates *source* so."""
        if source not in self._translations:
            for word in set(words(source)):
                self._containing[word].add(source)
        self._translations[source][translation] += 1

    def __call__(self, source: str, *, near: bool = True) -> Suggestion | None:
        """Suggest a translation: that of the same text, else of a near one.

        Where pairs disagree, the most frequent stands, and is doubtful; so is a near one.
        """
        if source in self._translations:
            found = self._translations[source]
            # By the text itself where as many say one as the other: the order of reading is none.
            best = min(found, key=lambda text: (-found[text], text))
            return Suggestion(best, doubts=("pairs disagree",) if len(found) > 1 else ())
        nearest = self._nearest(source) if near else None
        if nearest is None:
            return None
        found = self._translations[nearest]
        return Suggestion(
            min(found, key=lambda text: (-found[text], text)), previous=nearest, doubts=("near",)
        )

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
        for other, _count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[
            :_CANDIDATES
        ]:
            alike = similarity(other, source)
            if alike < NEAR or conflicts(anchors(other), anchors(source)):
                continue
            if best is None or alike > best[0]:
                best = (alike, other)
        return best[1] if best else None
