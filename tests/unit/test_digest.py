"""The digest of a run: never long, the most urgent points first, and what to type next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sphinxext_jobs.builders.digest import digest
from sphinxext_jobs.model.status import Status
from sphinxext_jobs.pairing.findings import Finding
from sphinxext_jobs.pairing.points import Group, PointKind
from sphinxext_jobs.pairing.results import Fault, Result, Run, Text

from ..ferries import COOKS, FILES
from .project import Project

EN = "en/captain.md"


def lines(results: list[Result], page: Path | None = None) -> list[str]:
    return list(digest(Run(tuple(results)), Path.cwd(), page))


def agreed() -> Project:
    project = Project({**FILES, **COOKS})
    project.run()
    project.confirm()
    project.run()
    return project


def test_a_run_without_points_has_one_line() -> None:
    assert lines(agreed().run().results) == ["0 points to decide. 2 of 2 pairs are in order."]


def test_without_pairs_none_are_counted() -> None:
    (result, _other) = agreed().run().results
    alone = replace(result, target=None, rows=())
    assert lines([alone])[0] == "1 point to decide. 1 job has no text in a language."
    assert list(digest(Run(()), Path.cwd(), of_change=True)) == [
        "0 points to decide. This change does not touch any pair."
    ]


def test_the_most_urgent_points_come_first() -> None:
    project = agreed()
    project.change(EN, ("with 120 passengers", "with 130 passengers"))
    project.change("en/cook.md", ("pays $1,250.50 each week", "pays $1,250.50 each month"))
    results = project.run().results
    results[1] = replace(results[1], fault=Fault("A line is wrong.", 3))
    assert lines(results, Path("out/index.html")) == [
        "3 points to decide. 0 of 2 pairs are in order.",
        "",
        "     1  Cannot be read  Catalogue cannot be read (1)",
        "     1  Changed         English text changed (1)",
        "     1  Different       Numbers differ (1)",
        "",
        "Most urgent:",
        "  Catalogue cannot be read: “Cook” (locale/fr/LC_MESSAGES/en/cook.po:3)",
        "  Numbers differ: “Navigate the ferry in winter, with 130 passengers” (en/captain.md:12)",
        "",
        "Look and decide: out/index.html",
    ]


def test_what_was_read_is_confirmed_with_one_command() -> None:
    project = Project(FILES)
    project.change(EN, ("Our office pays", "Remuneration amounts to"))
    results = project.run().results
    unsure = sum("unsure" in row.decision.doubts for row in results[0].rows)
    command = "`sphinx-jobs confirm --why unsure`"
    found = [line for line in lines(results) if command in line]
    assert len(found) == (1 if unsure else 0)


def every_kind() -> list[Result]:
    """Return results with a point of each kind that a block can be, of open and closed jobs."""
    (result,) = Project(FILES).run().results
    found = []
    for number, kind in enumerate(PointKind):
        row = result.rows[number % len(result.rows)]
        row = replace(row, finding=Finding((kind,), (EN, 1)))
        text = Text(result.source.unit, (Status.OPEN, Status.CLOSED)[number % 2])
        found.append(replace(result, source=text, target=text, rows=(row,)))
    return found


def test_it_has_at_most_fifteen_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    found = lines(every_kind(), Path("index.html"))
    assert len(found) <= 15
    assert sum(group.label in "\n".join(found) for group in Group) == len(Group)
    assert not any("{" in line for line in found)
