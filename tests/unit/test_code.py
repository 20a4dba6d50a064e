"""Code that both texts of a pair have: a change of only one of two blocks is found."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment.align import Bead
from sphinxext_jobs.pairing.alignment.segments import BlockKind
from sphinxext_jobs.pairing.catalogs.code import SeenCode, compare_code
from sphinxext_jobs.pairing.catalogs.marks import seen_code, with_agreed_code, with_notes
from sphinxext_jobs.pairing.catalogs.propose import Aligned
from sphinxext_jobs.pairing.units import Pair, Unit, UnitBlock

from .catalogues import HEADER


def unit(lang: str, texts: str) -> Unit:
    """Return a unit whose blocks of code are single letters."""
    blocks = tuple(
        UnitBlock(
            BlockKind.HTML, f"<b>{text}</b>", index=n, message="", source="", translatable=False
        )
        for n, text in enumerate(texts)
    )
    return Unit("key", lang, f"{lang}.md", blocks)


def aligned(source: str, target: str | None) -> Aligned:
    """Return two units whose blocks belong together in their order, as far as both have them."""
    pair = Pair(unit("en", source), "fr", None if target is None else unit("fr", target))
    longest = range(max(len(source), len(target or "")))
    beads = [Bead((n,)[: n < len(source)], (n,)[: n < len(target or "")], 1.0) for n in longest]
    return Aligned(pair, tuple(beads))


def run(header: str, source: str, target: str | None) -> str:
    """Return the header after a run."""
    code = compare_code([aligned(source, target)], seen_code(header))
    return with_notes(header, code=code)


def drifted(header: str) -> list[SeenCode]:
    return [code for code in seen_code(header) if code.has_drifted]


@pytest.mark.parametrize(
    ("before", "now", "count"),
    [
        ("AB ab", "AB ab", 0),
        ("AB ab", "XB ab", 1),
        ("AB ab", "AX ab", 1),
        ("AB ab", "AB ax", 1),
        ("AB ab", "XY ab", 2),
        ("AB ab", "XB ax", 2),
        ("AB ab", "XB xb", 0),
        ("AB ab", "XY xy", 0),
        # In another order, of one text or of both.
        ("AB ab", "BA ab", 0),
        ("AB ab", "BA ba", 0),
        # Deleted, or new.
        ("AB ab", "B b", 0),
        ("AB ab", "AB b", 0),
        ("AB ab", "B ab", 0),
        ("AB ab", "CAB cab", 0),
        ("AB ab", "CAB ab", 0),
        ("A a", "AX ax", 0),
        # The same code twice.
        ("AA aa", "AX aa", 1),
        ("AA aa", "AX ax", 0),
        ("AA aa", "AAA aaa", 0),
        ("AA aa", "AA aaa", 0),
        # Neither text has any, or one has none.
        (" ", "A a", 0),
        ("A a", " ", 0),
        ("A a", "A ", 0),
    ],
)
def test_only_a_change_of_one_of_two_blocks_is_drift(before: str, now: str, count: int) -> None:
    header = run(HEADER, *before.split(" "))
    assert drifted(header) == []
    header = run(header, *now.split(" "))
    assert len(drifted(header)) == count
    assert run(header, *now.split(" ")) == header
    # A person accepts it.
    header = with_agreed_code(header, drifted(header))
    assert (drifted(header), run(header, *now.split(" "))) == ([], header)


def test_a_change_that_is_taken_back_or_followed_is_no_drift() -> None:
    first = run(HEADER, "A", "a")
    second = run(first, "X", "a")
    assert drifted(run(second, "Y", "a")) != []
    assert run(run(second, "Y", "a"), "A", "a") == first
    assert drifted(run(second, "X", "x")) == []
    assert drifted(run(second, "X", "y")) == []


def test_without_a_counterpart_nothing_is_forgotten() -> None:
    first = run(HEADER, "A", "a")
    assert run(first, "A", None) == first
    assert run(run(first, "X", "a"), "X", None) == first
    assert drifted(run(run(first, "X", None), "X", "a")) != []


def test_a_catalogue_without_code_has_no_line_of_it() -> None:
    assert run(HEADER, "", "") == with_notes(HEADER) == HEADER


TEXTS = st.tuples(*[st.text("ABC", max_size=4)] * 2)


@given(st.lists(TEXTS, min_size=1, max_size=5))
@example([("A", "A"), ("AA", "BB")])  # one of two equal pairs of blocks has drifted
def test_a_second_run_changes_nothing(runs: list[tuple[str, str]]) -> None:
    header = HEADER
    for texts in runs:
        header = run(header, *texts)
        assert run(header, *texts) == header
        assert len(seen_code(header)) == min(map(len, texts))
        assert len(drifted(header)) <= len(seen_code(header))
