"""Moves: which blocks moved together."""

from __future__ import annotations

import pytest

from sphinxext_jobs.pairing.catalogs.catalog import Entry, Mark, Reason, State
from sphinxext_jobs.pairing.catalogs.moved import moved_together

FUZZY = frozenset({"fuzzy"})


def entry(state: str) -> Entry:
    """Return an entry: in its place, moved, changed after it moved, or crossing in a first run."""
    notes = (Reason.CROSSING,) if state in ("m", "x") else ()
    found = {"m": State.MOVED, "c": State.SOURCE_CHANGED, "x": State.DOUBTFUL}
    mark = Mark(found.get(state, State.AGREED), "1", "1", notes)
    return Entry("text", "texte", FUZZY if state in found else frozenset(), mark=mark)


@pytest.mark.parametrize(
    ("states", "order", "runs"),
    [
        ("....", "0123", []),
        (".m.", "021", [(1,)]),
        (".mmm..", "034512", [(1, 2, 3)]),
        (".xxx..", "034512", [(1, 2, 3)]),
        # Each went elsewhere.
        ("m..m.", "20134", [(0,), (3,)]),
        # A block that is in its place is between them.
        ("m.m..", "20413", [(0,), (2,)]),
        # They changed their order, too.
        ("mm..", "3201", [(0,), (1,)]),
        # One of them changed, too.
        (".mcm..", "034512", [(1, 3)]),
        # A person has looked at one of them only.
        (".mxm..", "034512", [(1, 3), (2,)]),
    ],
)
def test_runs(states: str, order: str, runs: list[tuple[int, ...]]) -> None:
    placed = [(i, int(order[i]), entry(state)) for i, state in enumerate(states)]
    assert moved_together(placed) == runs
    assert moved_together(reversed(placed)) == runs
