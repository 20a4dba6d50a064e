"""A lexicon: which words translate which, estimated from a project's own pairs of texts.

The estimate is model 1 of P. F. Brown and others, "The mathematics of statistical machine
translation" (Computational Linguistics, 1993), by expectation maximization. How strongly two words
are associated is the Dice coefficient of their expected counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .segments import segment

#: After a few iterations, common words change no more and rare ones are overfitted.
ITERATIONS = 4
#: When texts have this many pairs of words, further texts are not read.
MAX_PAIRS = 1_000_000
#: Weaker associations are chance.
MIN_ASSOCIATION = 0.1
#: Words of fewer texts are ignored. Any word of the text that was aligned with theirs, even if that
#: was wrong, seems to translate them, and would prove that it was right.
MIN_TEXTS = 3
#: The empty word of Brown and others: a word of the target may translate no word of the source.
NULL = ""

#: The words of a text, NULL among them, and those of its translation.
WordPair = tuple[list[str], list[str]]
#: For each word of the source, a number for each word of the target.
Table = Mapping[str, dict[str, float]]


class Lexicon:
    """Words of the source and their translations, as :attr:`.Segment.words` has them."""

    def __init__(self, words: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        self._words = words
        #: All words that are a translation.
        self.targets = frozenset(other for found in words.values() for other, _ in found)

    def __len__(self) -> int:
        return len(self._words)

    def translations(self, word: str) -> Sequence[tuple[str, float]]:
        """Return the translations of a word with their associations (0 to 1), strongest first."""
        return self._words.get(word, ())

    @classmethod
    def from_texts(cls, pairs: Iterable[tuple[str, str]]) -> Lexicon:
        """Learn from texts that translate each other. Each pair counts once."""
        texts = _words_of(pairs)
        counts = initialise(texts)
        for _ in range(ITERATIONS - 1):
            counts = expect(texts, maximise(counts))
        return cls(associate(texts, counts))


#: A lexicon without words.
EMPTY = Lexicon({})


def _words_of(pairs: Iterable[tuple[str, str]]) -> list[WordPair]:
    """Return the words of each pair of texts, until there are enough."""
    found: list[WordPair] = []
    room = MAX_PAIRS
    seen = set()
    for pair in pairs:
        if pair in seen:
            continue
        seen.add(pair)
        source, target = (
            sorted(word for word in segment(text).words if not word.startswith("#"))
            for text in pair
        )
        if source and target:
            found.append(([NULL, *source], target))
            room -= (len(source) + 1) * len(target)
        if room < 0:
            break
    return found


def initialise(texts: Sequence[WordPair]) -> Table:
    """Return the expected counts if all words of a text are equally probable translations."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for source, target in texts:
        for word in source:
            for other in target:
                counts[word][other] += 1 / len(source)
    return counts


def expect(texts: Sequence[WordPair], probabilities: Table) -> Table:
    """Return how often each word is expected to translate each, given the probabilities."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for source, target in texts:
        rows = [(probabilities[word], counts[word]) for word in source]
        for other in target:
            shares = [row[other] for row, _ in rows]
            total = sum(shares)
            for (_, count), share in zip(rows, shares, strict=True):
                count[other] += share / total
    return counts


def maximise(counts: Table) -> Table:
    """Turn counts into the probabilities of translations that make them most probable.

    This reuses the table: tables are large, and only two are kept at a time.
    """
    for row in counts.values():
        total = sum(row.values())
        for other, count in row.items():
            row[other] = count / total
    return counts


def associate(texts: Sequence[WordPair], counts: Table) -> dict[str, Sequence[tuple[str, float]]]:
    """Return the associations of each word that are above chance: Dice coefficients."""
    source_counts = Counter(word for source, _ in texts for word in source)
    target_counts = Counter(word for _, target in texts for word in target)
    words: dict[str, Sequence[tuple[str, float]]] = {}
    for word, row in counts.items():
        if source_counts[word] < MIN_TEXTS:
            continue
        found = [
            (other, association)
            for other, count in row.items()
            if target_counts[other] >= MIN_TEXTS
            and (association := 2 * count / (source_counts[word] + target_counts[other] + 1))
            >= MIN_ASSOCIATION
        ]
        if word != NULL and found:
            words[word] = sorted(found, key=lambda entry: (-entry[1], entry[0]))
    return words
