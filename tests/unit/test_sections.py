"""Sections: long texts are divided where no bead can be cut."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment.align import align
from sphinxext_jobs.pairing.alignment.bitext import Bitext
from sphinxext_jobs.pairing.alignment.sections import (
    LEAST,
    Section,
    by_anchors,
    divided,
    longest_increasing,
)
from sphinxext_jobs.pairing.alignment.segments import Block, BlockKind


def item(text: str) -> Block:
    return Block(BlockKind.ITEM, text)


#: Texts of 300 blocks, each with words that no other has.
SOURCE = [
    item(f"Deck number {number} of vessel{chr(97 + number % 26)}{number}") for number in range(300)
]
TARGET = [
    item(f"Pont {number}, navire vessel{chr(97 + number % 26)}{number}") for number in range(300)
]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99))))
def test_sections_are_the_texts_in_order(cells: list[tuple[int, int]]) -> None:
    chain = [
        cell
        for n, cell in enumerate(sorted(cells))
        if n in longest_increasing([j for _, j in sorted(cells)])
    ]
    parts = divided(Section(range(100), range(100)), chain)
    assert [i for part in parts for i in part.rows] == list(range(100))
    assert [j for part in parts for j in part.columns] == list(range(100))
    assert all(len(part.rows) >= LEAST for part in parts[:-1])


def test_a_cut_is_between_two_anchors() -> None:
    whole = Section(range(100), range(90))
    cells = [(i, i) for i in range(0, 80, 2)]
    assert divided(whole, cells) == [whole]
    cut = [Section(range(41), range(41)), Section(range(41, 100), range(41, 90))]
    assert divided(whole, sorted([*cells, (41, 41)])) == cut


def test_a_cell_with_a_rival_is_not_an_anchor() -> None:
    evidence = {(i, i): 9.0 for i in range(120)}
    assert len(by_anchors(evidence, 120, 120)) > 1
    rivals = {(i, 119 - i): 8.0 for i in range(120)}
    assert len(by_anchors(rivals | evidence, 120, 120)) == 1


def test_short_texts_are_not_divided() -> None:
    assert len(Bitext(SOURCE[:100], TARGET[:100]).sections) == 1
    assert len(Bitext(SOURCE, TARGET).sections) > 5


@pytest.mark.parametrize("seed", range(3))
def test_long_texts_with_edits(seed: int) -> None:
    dice = random.Random(seed)
    gone = set(dice.sample(range(300), 30))
    kept = [j for j in range(300) if j not in gone]
    found = {bead.source: bead.target for bead in align(SOURCE, [TARGET[j] for j in kept])}
    assert all(found[j,] == (k,) for k, j in enumerate(kept))


def test_blocks_move_from_one_section_to_another() -> None:
    order = [*range(20), *range(25, 250), *range(20, 25), *range(250, 300)]
    beads = align(SOURCE, [TARGET[j] for j in order])
    found = {bead.source: bead.target for bead in beads}
    assert all(found[j,] == (k,) for k, j in enumerate(order))
    assert [bead.source[0] for bead in beads if bead.crossing] == [20, 21, 22, 23, 24]
