"""Evidence: how strongly words relate the blocks of two texts.

A cell is a block of the source and a block of the target. It has evidence if its blocks contain
related words: equal words, cognates, or translations that a lexicon knows. Rare words count more:
a pair of words weighs the mean of their inverse document frequencies (K. Spärck Jones, "A
statistical interpretation of term specificity", Journal of Documentation, 1972), where the blocks
of a text are the documents.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product

from .lexicon import Lexicon
from .segments import Segment

#: Words that share this many first letters are cognates (M. Simard, G. Foster and P. Isabelle,
#: "Using cognates to align sentences in bilingual corpora", TMI 1992).
COGNATE_LETTERS = 4
#: The probability that cognates are translations.
COGNATE_PROBABILITY = 0.5
#: Pairs of words that weigh less are ignored.
MIN_WEIGHT = 0.1

#: A block of the source and a block of the target, by their indices.
Cell = tuple[int, int]
#: The blocks that contain a word, in order.
Index = Mapping[str, Sequence[int]]
#: The words of the target that are related to a word of the source, and the probability that they
#: are translations of it.
Related = Mapping[str, Mapping[str, float]]
#: The related words of a cell with their weights: those of the source, those of the target.
CellWords = tuple[dict[str, float], dict[str, float]]


def inverted_index(segments: Iterable[Segment]) -> Index:
    """Return the blocks that contain each word."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        for word in sorted(segment.words):  # sorted, so that sums are the same in each process
            index[word].append(number)
    return dict(index)


def inverse_document_frequencies(index: Index, count: int) -> dict[str, float]:
    """Return the IDF of each word of a text of *count* blocks."""
    return {word: math.log(count / len(blocks)) for word, blocks in index.items()}


def related_words(source: Index, target: Index, lexicon: Lexicon) -> Related:
    """Return the related words of each word of the source that has any."""
    cognates: dict[str, list[str]] = defaultdict(list)
    for word in target:
        if len(word) >= COGNATE_LETTERS and not word.startswith("#"):
            cognates[word[:COGNATE_LETTERS]].append(word)
    related = {}
    for word in source:
        found = dict.fromkeys(cognates.get(word[:COGNATE_LETTERS], ()), COGNATE_PROBABILITY)
        for other, association in lexicon.translations(word):
            if other in target and association > found.get(other, 0.0):
                found[other] = association
        if word in target:
            found[word] = 1.0
        if found:
            related[word] = found
    return related


def answerable_words(
    source: Index, target: Index, related: Related, lexicon: Lexicon
) -> tuple[set[str], set[str]]:
    """Return the words of both texts that the other text could answer.

    These are the words that are related to any word of the other text, or that the lexicon knows.
    """
    in_lexicon = {word for word in source if lexicon.translations(word)}
    return related.keys() | in_lexicon, (target.keys() & lexicon.targets).union(*related.values())


def cell_words(
    source: Index,
    target: Index,
    related: Related,
    count: int,
    cells_of: Callable[[Sequence[int], Sequence[int]], Iterable[Cell]] = product,
) -> dict[Cell, CellWords]:
    """Return the related words of each cell that has any. *count* is the number of all cells.

    The weight of a pair of words is the mean of their IDF plus the logarithm of the probability
    that they are translations. A word counts once in a cell, with its best partner. *cells_of*
    returns the cells of the blocks that contain a pair of words, or some of them.
    """
    cells: dict[Cell, CellWords] = defaultdict(lambda: ({}, {}))
    for word, partners in related.items():
        rows = source[word]
        for partner, probability in partners.items():
            columns = target[partner]
            weight = math.log(count / (len(rows) * len(columns))) / 2 + math.log(probability)
            if weight < MIN_WEIGHT:
                continue
            for cell in cells_of(rows, columns):
                mine, theirs = cells[cell]
                if weight > mine.get(word, 0.0):
                    mine[word] = weight
                if weight > theirs.get(partner, 0.0):
                    theirs[partner] = weight
    return dict(cells)


def total(words: CellWords) -> float:
    """Return the evidence of a cell's related words: the mean of both sides' weights."""
    mine, theirs = words
    return (sum(mine.values()) + sum(theirs.values())) / 2


def union(first: CellWords, *others: CellWords) -> CellWords:
    """Return the related words of several cells together, each with its greatest weight."""
    united = dict(first[0]), dict(first[1])
    for words in others:
        for weights, more in zip(united, words, strict=True):
            for word, weight in more.items():
                if weight > weights.get(word, 0.0):
                    weights[word] = weight
    return united


def two_best(values: Iterable[tuple[int, float]], count: int) -> list[tuple[float, float]]:
    """Return the greatest and the second greatest value of each of *count* rows or columns."""
    best = [(0.0, 0.0)] * count
    for number, value in values:
        first, second = best[number]
        if value > first:
            best[number] = value, first
        elif value > second:
            best[number] = first, value
    return best
