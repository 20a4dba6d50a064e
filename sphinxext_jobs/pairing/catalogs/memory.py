"""The translation memory: the translations of other pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..alignment.anchors import anchors, conflicts
from ..context import without_context
from .catalog import Entry, Reason, State
from .words import Similar, words

#: A near match has at least this share of its words in common. A shorter text is never one, because
#: "Senior Designer" and "Senior Developer" are two jobs.
NEAR = 0.75
SHORTEST = 8
#: A translation is beyond doubt if at least this share of the pairs have it: four of five, so that
#: one pair with another wording does not put a text in doubt that all others have.
AGREED = 0.8
#: A label, such as "Conditions", has at most so many words. It means the same next to any block, if
#: two pairs agree. Over real history, people then wrote the same in 10 of 11 such cases. For longer
#: texts that two pairs or more have, but never next to the same block, they did so in 1 of 23.
LABEL = 3
#: The doubts of a match of two blocks that may nevertheless be right.
_MAY_BE_RIGHT = frozenset({Reason.UNSURE, Reason.ORDER, Reason.LENGTH, Reason.CROSSING})
#: The number of sources that are compared word by word: those that share the most words.
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A translation that the memory has for a text; *previous* is its source if it is only near."""

    text: str
    previous: str | None = None
    doubts: tuple[str, ...] = ()


#: Returns the suggestion of the memory for a message.
Recall = Callable[[str], Suggestion | None]


def neighbours(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Return for each text those before and after it; the end is an empty text."""
    found = [*texts, ""]
    return [(*found[max(n - 1, 0) : n], found[n + 1]) for n in range(len(found) - 1)]


class Memory:
    """Sources in one language and their translations in another."""

    def __init__(self) -> None:
        #: For each source and each of its translations, the runs in which pairs came to have it.
        self._translations: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        #: For the same, the texts that pairs have before or after the source.
        self._neighbours: dict[tuple[str, str], set[str]] = defaultdict(set)
        #: The translations in doubt of sources that have no other.
        self._doubtful: dict[str, str] = {}
        self._similar = Similar()

    def learn(self, entries: Iterable[Entry]) -> None:
        """Learn the translations of a catalogue, whose entries are in their order."""
        entries = [*entries]
        texts = [without_context(entry.id) for entry in entries]
        for entry, text, around in zip(entries, texts, neighbours(texts), strict=True):
            mark, state = entry.mark, entry.state
            if not entry.string or state is State.MEMORY:
                continue
            if not entry.fuzzy:
                self.add(text, entry.string, mark.since if mark else 1, around)
            elif mark and state is State.DOUBTFUL and _MAY_BE_RIGHT.issuperset(mark.notes):
                known = self._doubtful.setdefault(text, entry.string)
                self._doubtful[text] = min(known, entry.string)

    def add(
        self, source: str, translation: str, since: int = 1, around: Iterable[str] = ()
    ) -> None:
        """Note that a pair has this translation of *source*, since a run.

        *around* are the texts before and after it.
        """
        if source not in self._translations:
            self._similar.add(source)
        self._translations[source][translation].append(since)
        self._neighbours[source, translation].update(around)

    def __call__(
        self, source: str, around: Iterable[str] = (), *, near: bool = True
    ) -> Suggestion | None:
        """Suggest the translation of the same text or, if there is none, of a near one.

        If pairs disagree, it is the most recent one. It is beyond doubt if nearly all pairs have
        it, and one of the texts *around* it here; if only one pair has it, both of them. That of a
        near text is always doubtful.
        """
        nearest, doubts = None, [Reason.UNSURE]
        if source in self._translations:
            text = self._most_recent(source)
            doubts = [*self._doubts(source, text, around)]
        elif source in self._doubtful:
            text = self._doubtful[source]
        elif near and (nearest := self._nearest(source)) is not None:
            text, doubts = self._most_recent(nearest), [Reason.NEAR]
        else:
            return None
        # A person may have accepted these where the translation comes from.
        facts = map(Reason, conflicts(anchors(source), anchors(text)))
        return Suggestion(text, nearest, (*doubts, *facts))

    def _most_recent(self, source: str) -> str:
        """Return the most recent translation: of several, the most frequent, then the first."""
        found = self._translations[source]
        return min(found, key=lambda text: (-max(found[text]), -len(found[text]), text))

    def _doubts(self, source: str, text: str, around: Iterable[str]) -> Iterator[Reason]:
        """Yield the doubts about the most recent translation."""
        found = self._translations[source]
        count, everything = len(found[text]), sum(map(len, found.values()))
        here = set(around)
        shared = here & self._neighbours[source, text]
        is_label = len(words(source)) <= LABEL
        # Over real history, people then wrote the same as the only pair that had a longer text in
        # 34 of 47 cases with both neighbours the same, but in 29 of 60 with only one of them.
        has_context = bool(shared) and (is_label or count > 1 or shared == here)
        if count < AGREED * everything:
            yield Reason.DISAGREE
        elif not has_context and not (is_label and count > 1):
            yield Reason.CONTEXT

    def _nearest(self, source: str) -> str | None:
        if len(words(source)) < SHORTEST:
            return None
        best: tuple[float, str] | None = None
        for alike, other in self._similar.to(source, _CANDIDATES):
            if alike < NEAR or conflicts(anchors(other), anchors(source)):
                continue
            if best is None or alike > best[0]:
                best = (alike, other)
        return best[1] if best else None
