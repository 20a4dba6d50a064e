"""A change: which points are new, and which ones are settled."""

from __future__ import annotations

from dataclasses import replace

from sphinxext_jobs.cli.change import Change, compare
from sphinxext_jobs.cli.states import Blocks, State
from sphinxext_jobs.pairing.cards import Point, points
from sphinxext_jobs.pairing.points import PointKind
from sphinxext_jobs.pairing.results import Fault, Result, UnequalField

from ..ferries import FILES
from .project import Project

EN = "en/captain.md"
KEYS = frozenset({"captain"})
BLOCKS = Blocks(), Blocks()


def results(*changes: tuple[str, str]) -> list[Result]:
    """Return the results after these changes of the English text, which agreed with the French."""
    project = Project(FILES)
    project.run()
    project.confirm()
    project.run()
    for each in changes:
        project.change(EN, each)
    return project.run().results


def state(found: list[Result], **options: object) -> State:
    made = State(KEYS, list(points(found)))
    for name, value in options.items():
        setattr(made, name, value)
    return made


def change(before: State, now: State, texts: frozenset[str] = KEYS) -> Change:
    return compare(before, now, texts, BLOCKS)


def counts(found: Change) -> tuple[int, int, int]:
    return len(found.added), len(found.settled), found.earlier


WEEK = ("each week", "each month")
WINTER = ("in winter", "in summer")


def test_only_new_points_are_added() -> None:
    one, both = state(results(WEEK)), state(results(WEEK, WINTER))
    found = change(one, both)
    assert counts(found) == (1, 0, 0)
    assert found.added[0].points[0].blocks[0][0].text.startswith("Navigate the ferry in summer")
    assert counts(change(both, one)) == (0, 1, 0)
    assert counts(change(both, both)) == (0, 0, 0)


def test_a_point_with_another_reason_more_is_not_new() -> None:
    (result,) = results(WEEK)
    rows = [
        replace(row, finding=replace(row.finding, kinds=(*row.finding.kinds, PointKind.UNSURE)))
        if row.finding
        else row
        for row in result.rows
    ]
    more = replace(result, rows=tuple(rows))
    assert counts(change(state([result]), state([more]))) == (0, 0, 0)


def test_a_text_that_changes_again_is_not_settled() -> None:
    before, now = state(results(WEEK)), state(results(("each week", "each year")))
    found = change(before, now)
    assert counts(found) == (1, 0, 0)  # the French text still says the same, and is behind


def test_nothing_is_settled_that_is_not_known() -> None:
    before, agreed = state(results(WEEK)), results()
    assert counts(change(before, state(agreed))) == (0, 1, 0)
    assert counts(change(before, state(agreed, stale={"captain"}))) == (0, 0, 0)
    assert counts(change(before, state(agreed, keys=frozenset()))) == (0, 0, 0)  # it is deleted
    broken = [replace(agreed[0], fault=Fault("A line is wrong."))]
    found = change(before, state(broken, broken={"captain"}))
    assert counts(found) == (1, 0, 0)
    assert found.added[0].kind is PointKind.BROKEN


def test_points_of_texts_that_are_as_before_are_only_counted() -> None:
    agreed, late = state(results()), state(results(WEEK))
    assert counts(change(agreed, late, frozenset())) == (0, 0, 1)
    assert counts(change(replace(agreed, broken={"captain"}), late)) == (0, 0, 1)


def test_an_unequal_field_is_settled_when_it_is_equal() -> None:
    (result,) = results()

    def unequal(value: str) -> State:
        return state([replace(result, fields=(UnequalField("expiryDate", None, value, 1, 1),))])

    assert counts(change(state([result]), unequal("2026-01-01"))) == (1, 0, 0)
    assert counts(change(unequal("2026-01-01"), unequal("2026-01-02"))) == (1, 0, 0)
    assert counts(change(unequal("2026-01-01"), state([result]))) == (0, 1, 0)


def test_a_text_that_a_job_has_twice_counts_twice() -> None:
    (point,) = points(results(WEEK))
    once, twice = State(KEYS, [point]), State(KEYS, [point, point])
    found = change(once, twice)
    assert [len(card.points) for card in found.added] == [1]
    assert isinstance(found.added[0].points[0], Point)
