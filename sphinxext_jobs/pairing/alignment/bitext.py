"""A bitext: two texts side by side, with the properties that are compared."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product

from .anchors import Anchors, join
from .evidence import (
    Cell,
    CellWords,
    Index,
    Related,
    answerable_words,
    cell_words,
    inverse_document_frequencies,
    inverted_index,
    related_words,
    total,
    two_best,
    union,
)
from .lexicon import EMPTY, Lexicon
from .sections import Section, by_anchors, row_sections
from .segments import Block, BlockKind, Segment, role, segment

#: The most blocks of one text that can be joined.
MAX_JOINED = 3
#: Characters that are added to each length: short texts differ by chance.
SMOOTHING = 8
#: The variance of the logarithm of a ratio of lengths is LENGTH_VARIANCE, and for short texts more:
#: SHORT_VARIANCE divided by the length.
LENGTH_VARIANCE = 0.04
SHORT_VARIANCE = 2.0
#: The usual ratio of lengths is that of the cells with more than CLEAR_EVIDENCE. If there are fewer
#: than CLEAR_CELLS, it is that of the whole texts, with PRIOR_LENGTH characters added to each.
CLEAR_EVIDENCE = 4.0
CLEAR_CELLS = 5
PRIOR_LENGTH = 500

#: Pairs of words in no more cells of a long text are rare.
RARE = 100

#: A bead that a chain may have: its first source block, how many source blocks, its first target
#: block, how many target blocks.
Span = tuple[int, int, int, int]


@dataclass(slots=True)
class Group:
    """A block of one text, or neighbouring blocks that a bead may join."""

    length: int
    sentences: int
    idf: float  # the sum of all words
    answerable_idf: float  # the sum of the words that the other text could answer
    anchors: Anchors
    has_colon: bool  # at the end
    pinned: bool  # any of them
    kinds: Set[tuple[BlockKind, int]]  # with the levels of headings
    shape: tuple[BlockKind, int, int]  # kind, level and depth of the first
    role: BlockKind  # of the first
    role_before: BlockKind | None  # of the neighbours; None at either end of the text
    role_after: BlockKind | None

    def __add__(self, following: Group) -> Group:
        """Return the group of these blocks and those that follow."""
        return Group(
            length=self.length + following.length,
            sentences=self.sentences + following.sentences,
            idf=self.idf + following.idf,
            answerable_idf=self.answerable_idf + following.answerable_idf,
            anchors=join((self.anchors, following.anchors)),
            has_colon=following.has_colon,
            pinned=self.pinned or following.pinned,
            kinds=self.kinds | following.kinds,
            shape=self.shape,
            role=self.role,
            role_before=self.role_before,
            role_after=following.role_after,
        )


class Side:
    """One text of a bitext."""

    def __init__(
        self,
        blocks: Sequence[Block],
        segments: Sequence[Segment],
        idf: Mapping[str, float],
        answerable: Set[str],
        best: Sequence[tuple[float, float]],
    ) -> None:
        self.blocks = blocks
        #: The greatest evidence of each block's cells, and the second greatest.
        self.best = best
        self.length = sum(seen.length for seen in segments)
        roles = [None, *map(role, blocks, segments), None]
        #: The groups by their first block and their number of blocks.
        self.groups: dict[tuple[int, int], Group] = {}
        for i, (block, seen) in enumerate(zip(blocks, segments, strict=True)):
            self.groups[i, 1] = Group(
                length=seen.length,
                sentences=seen.sentences,
                # fsum, because the order of words in a set differs between processes.
                idf=math.fsum([idf[word] for word in seen.words]),
                answerable_idf=math.fsum([idf[word] for word in seen.words & answerable]),
                anchors=seen.anchors,
                has_colon=seen.has_colon,
                pinned=block.pinned,
                kinds=frozenset({(block.kind, block.level)}),
                shape=(block.kind, block.level, block.depth),
                role=role(block, seen),
                role_before=roles[i],
                role_after=roles[i + 2],
            )
        for count in range(2, MAX_JOINED + 1):
            for i in range(len(blocks) - count + 1):
                self.groups[i, count] = self.groups[i, count - 1] + self.groups[i + count - 1, 1]


class Bitext:
    """Two texts side by side, as sequences of blocks.

    *known* contains beads of blocks that agreed before.
    """

    def __init__(
        self,
        source: Sequence[Block],
        target: Sequence[Block],
        lexicon: Lexicon = EMPTY,
        known: Collection[Span] = (),
    ) -> None:
        mine, theirs = ([segment(block.text) for block in side] for side in (source, target))
        my_index, their_index = inverted_index(mine), inverted_index(theirs)
        related = related_words(my_index, their_index, lexicon)
        my_words, their_words = answerable_words(my_index, their_index, related, lexicon)
        self.sections = [Section(range(len(source)), range(len(target)))]
        self.words = self._cell_words(my_index, their_index, related)
        #: The evidence of each cell that has any.
        self.evidence = {cell: total(words) for cell, words in self.words.items()}
        possible = [
            (i, j, value)
            for (i, j), value in self.evidence.items()
            if not are_apart(source[i], target[j])
        ]
        self.source = Side(
            source,
            mine,
            inverse_document_frequencies(my_index, len(source)),
            my_words,
            two_best(((i, value) for i, _, value in possible), len(source)),
        )
        self.target = Side(
            target,
            theirs,
            inverse_document_frequencies(their_index, len(target)),
            their_words,
            two_best(((j, value) for _, j, value in possible), len(target)),
        )
        #: The cells with evidence of which no block has a cell with more.
        self.best_cells = sorted(filter(self.is_best, self.evidence))
        self.known = frozenset(known)
        self.known_rows = {row for i, di, _, _ in known for row in range(i, i + di)}
        self.known_columns = {column for _, _, j, dj in known for column in range(j, j + dj)}
        self.length_ratio = self._usual_length_ratio()

    def _cell_words(self, source: Index, target: Index, related: Related) -> dict[Cell, CellWords]:
        """Return the related words of cells, and divide long texts into sections.

        The rare words of long texts show where to divide them. Common words are only compared in
        the same section, because they say little about blocks that are far from each other.
        """
        (whole,) = self.sections
        rows, columns = len(whole.rows), len(whole.columns)
        if not whole.is_large:
            return cell_words(source, target, related, rows * columns)

        def of_rare_words(rows: Sequence[int], columns: Sequence[int]) -> Iterable[Cell]:
            return product(rows, columns) if len(rows) * len(columns) <= RARE else ()

        rare = cell_words(source, target, related, rows * columns, of_rare_words)
        evidence = {cell: total(words) for cell, words in rare.items()}
        self.sections = by_anchors(evidence, rows, columns)
        of_row = list(row_sections(self.sections))

        def near(rows: Sequence[int], columns: Sequence[int]) -> Iterable[Cell]:
            if len(rows) * len(columns) <= RARE:
                return product(rows, columns)
            return ((row, column) for row in rows for column in of_row[row].near(row, columns))

        return cell_words(source, target, related, len(whole.rows) * len(whole.columns), near)

    def is_best(self, cell: Cell) -> bool:
        """Whether neither block of the cell has a cell with more evidence."""
        i, j = cell
        return self.evidence[cell] == self.source.best[i][0] == self.target.best[j][0]

    def joint_evidence(self, span: Span) -> tuple[float, float]:
        """Return the evidence of joined blocks, and the greatest that two of them have alone."""
        i, di, j, dj = span
        rows, columns = range(i, i + di), range(j, j + dj)
        cells = [cell for cell in product(rows, columns) if cell in self.evidence]
        greatest = max([self.evidence[cell] for cell in cells], default=0.0)
        if len(cells) < 2:
            return greatest, greatest
        return total(union(*[self.words[cell] for cell in cells])), greatest

    def _usual_length_ratio(self) -> float:
        """Return how many characters of the target usually translate one of the source."""
        mine, theirs = self.source.groups, self.target.groups
        ratios = sorted(
            (theirs[j, 1].length + SMOOTHING) / (mine[i, 1].length + SMOOTHING)
            for (i, j) in self.best_cells
            if self.evidence[i, j] > CLEAR_EVIDENCE
        )
        if len(ratios) >= CLEAR_CELLS:
            return ratios[len(ratios) // 2]
        return (self.target.length + PRIOR_LENGTH) / (self.source.length + PRIOR_LENGTH)

    def length_deviation(self, length: int, other: int) -> float:
        """Return by how many standard deviations two lengths are from their usual ratio.

        As in W. A. Gale and K. W. Church, "A program for aligning sentences in bilingual corpora"
        (Computational Linguistics, 1993), but by the ratio of the lengths, not by their difference.
        """
        ratio = (other + SMOOTHING) / (length * self.length_ratio + SMOOTHING)
        variance = LENGTH_VARIANCE + SHORT_VARIANCE / (length + other + SMOOTHING)
        return abs(math.log(ratio)) / math.sqrt(variance)


def are_apart(block: Block, other: Block) -> bool:
    """Whether two blocks cannot be counterparts: one is pinned, and the kinds differ."""
    return block.kind is not other.kind and (block.pinned or other.pinned)
