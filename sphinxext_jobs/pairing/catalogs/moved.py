"""Moves: neighbouring blocks that are in another place together are one point, as is a section."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable

from .catalog import Entry, Reason, State

#: A block with its translation: the index of each in its text, and the entry.
Placed = tuple[int, int, Entry]


def moved_together(placed: Iterable[Placed]) -> list[tuple[int, ...]]:
    """Return the runs of blocks that only moved, by their indexes in the source.

    Blocks are in a run if they are in the same order in both texts, and no other block that agrees
    is between them. Those that also changed do not part a run.
    """
    found = sorted(placed, key=lambda each: each[0])
    still = [(i, j) for i, j, entry in found if _is_in_place(entry)]
    mine, theirs = [i for i, _j in still], sorted(j for _i, j in still)
    runs: dict[tuple[int, int, str], list[tuple[int, int]]] = {}
    done: list[list[tuple[int, int]]] = []
    for i, j, entry in found:
        if move := _move(entry):
            gap = bisect(mine, i), bisect(theirs, j), move
            run = runs.get(gap)
            if run is None or run[-1][1] > j:
                run = runs[gap] = []
                done.append(run)
            run.append((i, j))
    return [tuple(i for i, _j in run) for run in done]


def _is_in_place(entry: Entry) -> bool:
    return not entry.has_drifted and not (entry.mark and Reason.CROSSING in entry.mark.notes)


def _move(entry: Entry) -> str:
    """Return the reason why an entry is fuzzy if that is a move and nothing else."""
    notes = entry.mark.notes if entry.mark else ()
    if entry.has_drifted:
        return State.MOVED if entry.state is State.MOVED and {*notes} <= {Reason.CROSSING} else ""
    return Reason.CROSSING if entry.fuzzy and notes == (Reason.CROSSING,) else ""
