"""The lattice: its sums are those over all chains, and its chain passes each block once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment import lattice as lattice_module
from sphinxext_jobs.pairing.alignment.bitext import Bitext, Span
from sphinxext_jobs.pairing.alignment.features import SHAPES
from sphinxext_jobs.pairing.alignment.lattice import Lattice
from sphinxext_jobs.pairing.alignment.reordering import best_plan
from sphinxext_jobs.pairing.alignment.sections import Section
from sphinxext_jobs.pairing.alignment.segments import Block, BlockKind

TEXTS = st.sampled_from(
    ["", "Gull Harbour", "Inspect 4 pumps.", "Inspecter 4 pompes.", "A long text: no short words."]
)
BLOCKS = st.lists(
    st.builds(Block, st.sampled_from([BlockKind.ITEM, BlockKind.HEADING]), TEXTS), max_size=4
)


def everywhere(lattice: Lattice) -> list[tuple[int, int]]:
    n, m = len(lattice.bitext.source.blocks), len(lattice.bitext.target.blocks)
    return list(product(range(n + 1), range(m + 1)))


def all_chains(lattice: Lattice, p: int = 0, q: int = 0) -> Iterator[tuple[float, list[Span]]]:
    """Yield each chain from a place on, with its score: by trying all."""
    n, m = everywhere(lattice)[-1]
    if (p, q) == (n, m):
        yield 0.0, []
    for dp, dq in ((1, 0), (0, 1), *SHAPES):
        if p + dp <= n and q + dq <= m:
            if not dq:
                score = lattice.source_unpaired[p]
            elif not dp:
                score = lattice.target_unpaired[q]
            else:
                score = lattice.score((p, dp, q, dq))
            if score > -math.inf:
                for rest, chain in all_chains(lattice, p + dp, q + dq):
                    yield score + rest, [(p, dp, q, dq), *chain]


@given(BLOCKS, BLOCKS)
def test_the_total_is_the_sum_over_all_chains(source: list[Block], target: list[Block]) -> None:
    lattice = Lattice(Bitext(source, target))
    places = everywhere(lattice)
    total, posteriors = lattice.posteriors(*map(range, places[-1]), places)
    chains = list(all_chains(lattice))
    weights = [math.exp(score - total) for score, _ in chains]
    assert sum(weights) == pytest.approx(1)
    for span, posterior in posteriors.items():
        share = sum(w for w, (_, chain) in zip(weights, chains, strict=True) if span in chain)
        assert posterior == pytest.approx(share, abs=0.01)


@given(BLOCKS, BLOCKS)
def test_the_posteriors_of_the_beads_of_a_block_add_up_to_one(
    source: list[Block], target: list[Block]
) -> None:
    lattice = Lattice(Bitext(source, target))
    places = everywhere(lattice)
    _, posteriors = lattice.posteriors(*map(range, places[-1]), places)
    for i in range(len(source)):
        assert sum(
            share for (p, dp, _, _), share in posteriors.items() if p <= i < p + dp
        ) == pytest.approx(1, abs=0.01)
    for j in range(len(target)):
        assert sum(
            share for (_, _, q, dq), share in posteriors.items() if q <= j < q + dq
        ) == pytest.approx(1, abs=0.01)


@given(BLOCKS, BLOCKS, st.sets(st.integers(0, 3)), st.sets(st.integers(0, 3)))
def test_a_chain_passes_each_block_once_and_in_order(
    source: list[Block], target: list[Block], moved: set[int], taken: set[int]
) -> None:
    rows = [i for i in range(len(source)) if i not in moved]
    columns = [j for j in range(len(target)) if j not in taken]
    _, chain = Lattice(Bitext(source, target)).chain(rows, columns)
    assert [i + step for (i, di, _, _), _ in chain for step in range(di)] == rows
    assert [j + step for (_, _, j, dj), _ in chain for step in range(dj)] == columns
    assert all(0 < posterior <= 1 + 1e-9 for _, posterior in chain)


def test_two_empty_texts_have_an_empty_chain() -> None:
    assert Lattice(Bitext([], [])).chain([], []) == (0.0, [])


def test_a_chain_stays_within_a_band_around_an_even_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lattice_module, "BAND", 4)
    items = [Block(BlockKind.ITEM, f"Item number {number}.") for number in range(6)]
    others = [Block(BlockKind.ITEM, f"Vessel {number}") for number in range(10, 16)]
    source, target = [*items, *others], [*others, *items]
    _, chain = Lattice(Bitext(source, target)).chain(range(len(source)), range(len(target)))
    passed = [(i, j) for (i, di, j, dj), _ in chain if di and dj]
    assert passed
    assert all(abs(i - j) <= 4 for i, j in passed)


def texts(count: int, words: str) -> list[Block]:
    return [
        Block(BlockKind.ITEM, f"{words} {n % 7} x{n % 11}y {'la ' * (n % 5)}") for n in range(count)
    ]


@pytest.mark.parametrize("words", ["Vessel", "Ship"])
def test_a_narrow_band_is_widened_if_chains_pass_its_edge(words: str) -> None:
    source = [Block(BlockKind.ITEM, f"{words} {number}") for number in range(100, 250)]
    target = [Block(BlockKind.ITEM, f"Vessel {number}") for number in range(100, 250)]
    del target[60:100]
    section = Section(range(150), range(110))
    lattice = Lattice(Bitext(source, target))
    parts = lattice.divided(section)
    assert [i for part in parts for i in part.rows] == list(range(150))
    assert [j for part in parts for j in part.columns] == list(range(110))
    _, chain = lattice.chain(section.rows, section.columns)
    right = {(i, i if i < 60 else i - 40) for i in (*range(60), *range(100, 150))}
    assert right <= {(i, j) for (i, di, j, dj), _ in chain if di and dj}


class Counting(Lattice):
    """Counts how often a score is asked for."""

    count = 0

    def score(self, span: Span) -> float:
        self.count += 1
        return super().score(span)


@pytest.mark.parametrize("words", [("Vessel", "Vessel"), ("Vessel", "Navire")])
def test_the_work_grows_with_the_length_of_the_texts(words: tuple[str, str]) -> None:
    counts = []
    for count in (100, 400):
        lattice = Counting(Bitext(*(texts(count, word) for word in words)))
        best_plan(lattice)
        counts.append(lattice.count)
    assert counts[1] < 6 * counts[0]
