"""Sections: long texts are divided between blocks that surely are counterparts.

The time of an alignment grows with the square of a section, and so with the length of a text, as in
P. Fung and K. R. Church, "K-vec: a new approach for aligning parallel texts" (COLING 1994), whose
anchors divide texts in the same way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .evidence import Cell, two_best

#: Texts with no more cells, such as those of 100 blocks each, are not divided.
UNDIVIDED = 100 * 100
#: Sections have at least as many blocks in the source, except for the last one.
LEAST = 30
#: In a section that cannot be divided, words that many blocks have relate blocks that are up to
#: this far from an even pace.
NEAR = 50
#: An anchor has this much evidence, and so many times that of any other cell of its blocks.
ANCHOR_EVIDENCE = 4.0
ANCHOR_MARGIN = 1.5


class Section(NamedTuple):
    """Neighbouring blocks of the source, and those of the target that may be their counterparts."""

    rows: range
    columns: range

    @property
    def is_large(self) -> bool:
        """Whether it has more cells than texts that are not divided."""
        return len(self.rows) * len(self.columns) > UNDIVIDED

    def near(self, row: int, columns: Sequence[int]) -> Sequence[int]:
        """Return those of *columns*, in ascending order, that are near a row."""
        pace = len(self.columns) / len(self.rows)
        middle = self.columns.start + int((row - self.rows.start) * pace)
        least = max(self.columns.start, middle - NEAR)
        most = min(self.columns.stop - 1, middle + NEAR)
        return columns[bisect_left(columns, least) : bisect_right(columns, most)]


def by_anchors(evidence: Mapping[Cell, float], rows: int, columns: int) -> list[Section]:
    """Divide two texts at anchors: cells with much more evidence than others of their blocks."""
    best_of_rows = two_best(((i, value) for (i, _), value in evidence.items()), rows)
    best_of_columns = two_best(((j, value) for (_, j), value in evidence.items()), columns)
    anchors = sorted(
        (i, j)
        for (i, j), value in evidence.items()
        if value > ANCHOR_EVIDENCE
        and value == best_of_rows[i][0] == best_of_columns[j][0]
        and value > ANCHOR_MARGIN * max(best_of_rows[i][1], best_of_columns[j][1])
    )
    in_order = longest_increasing([j for _, j in anchors])
    found = (cell for number, cell in enumerate(anchors) if number in in_order)
    return divided(Section(range(rows), range(columns)), found)


def divided(section: Section, cells: Iterable[Cell]) -> list[Section]:
    """Divide a section between neighbouring *cells* that surely are counterparts, in order.

    Both the cell before and the cell after a cut are sure, so no bead can be on both sides.
    """
    found: list[Section] = []
    start, end = (section.rows.start, section.columns.start), (-1, -1)
    for cell in (*cells, (section.rows.stop, section.columns.stop)):
        is_last = cell == (section.rows.stop, section.columns.stop)
        is_cut = cell == (end[0] + 1, end[1] + 1) and cell[0] - start[0] >= LEAST
        if is_last or is_cut:
            found.append(Section(range(start[0], cell[0]), range(start[1], cell[1])))
            start = cell
        end = cell
    return found


def row_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield the section of each row."""
    for section in sections:
        yield from [section] * len(section.rows)


def longest_increasing(values: Sequence[int]) -> set[int]:
    """Return the positions of a longest increasing subsequence, by patience sorting."""
    tops: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for position, value in enumerate(values):
        pile = bisect_left(tops, value)
        tops[pile : pile + 1] = [value]
        last[pile : pile + 1] = [position]
        back.append(last[pile - 1] if pile else -1)
    found = set()
    position = last[-1] if last else -1
    while position >= 0:
        found.add(position)
        position = back[position]
    return found
