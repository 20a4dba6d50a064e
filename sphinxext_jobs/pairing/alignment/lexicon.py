"""Learn which words translate which from a project's own pairs of texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .align import Block, align, read

#: Links less sure than this teach nothing. Doubtful ones do: texts that differ share words.
SURE = 0.8
#: Rounds of estimation; after a few, common words change no more and rare ones are overfit.
ROUNDS = 4
#: So many pairs of words are enough to learn from: what more there is stays unread.
CELLS = 1_000_000
#: Below this share, an association is chance.
LEAST = 0.1


class Lexicon:
    """Words of one language, and the words of the other that answer them."""

    def __init__(self, words: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        self._words = words
        self.answers = frozenset(other for found in words.values() for other, _ in found)

    def __len__(self) -> int:
        return len(self._words)

    def of(self, word: str) -> Sequence[tuple[str, float]]:
        """Return what translates a word (as :func:`.align.read` has it), and how surely."""
        return self._words.get(word, ())

    @classmethod
    def learn(cls, pairs: Iterable[tuple[Sequence[Block], Sequence[Block]]]) -> Lexicon:
        """Align pairs of texts without a lexicon, and learn from the surest links."""
        return cls.from_texts(firm_texts(pairs))

    @classmethod
    def from_texts(cls, pairs: Iterable[tuple[str, str]]) -> Lexicon:
        """Learn from texts that translate each other, each pair counted once.

        The estimate is model 1 of P. F. Brown and others, "The mathematics of statistical
        machine translation" (1993); an association is the words' Dice coefficient in it.
        """
        blocks = []
        seen: set[tuple[str, str]] = set()
        room = CELLS
        for pair in pairs:
            if pair in seen:
                continue
            seen.add(pair)
            mine, theirs = map(_words, pair)
            if mine and theirs:
                blocks.append((["", *mine], theirs))  # any word may answer none
                room -= len(blocks[-1][0]) * len(theirs)
            if room < 0:
                break
        chances: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(lambda: 1.0))
        counts: dict[str, dict[str, float]] = {}
        for _ in range(ROUNDS):
            counts = defaultdict(lambda: defaultdict(float))
            for mine, theirs in blocks:
                rows = [(chances[word], counts[word]) for word in mine]
                for other in theirs:
                    shares = [row[other] for row, _ in rows]
                    whole = sum(shares)
                    for (_, count), share in zip(rows, shares, strict=True):
                        count[other] += share / whole
            chances = {}
            for word, count in counts.items():
                whole = sum(count.values())
                chances[word] = {other: share / whole for other, share in count.items()}
        mine_in = Counter(word for mine, _ in blocks for word in mine)
        theirs_in = Counter(word for _, theirs in blocks for word in theirs)
        words = {}
        for word, count in counts.items():
            found = [
                (other, share)
                for other, many in count.items()
                if (share := 2 * many / (mine_in[word] + theirs_in[other] + 1)) >= LEAST
            ]
            if word and found:
                words[word] = sorted(found, key=lambda entry: (-entry[1], entry[0]))
        return cls(words)


def firm_texts(
    pairs: Iterable[tuple[Sequence[Block], Sequence[Block]]],
) -> Iterator[tuple[str, str]]:
    """Yield the texts of the surest links of pairs."""
    met: set[str] = set()
    for source, target in pairs:
        texts = {block.text for block in source}
        if texts <= met:
            continue  # a copy
        met |= texts
        for link in align(source, target):
            if len(link.source) == len(link.target) == 1 and link.confidence >= SURE:
                yield source[link.source[0]].text, target[link.target[0]].text


def _words(text: str) -> list[str]:
    return sorted(word for word in read(text).words if not word.startswith("#"))
