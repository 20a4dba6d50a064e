"""Cards: what is one point, and which one comes first."""

from __future__ import annotations

from dataclasses import replace

from sphinxext_jobs.model.status import Status
from sphinxext_jobs.pairing.cards import cards, points
from sphinxext_jobs.pairing.points import PointKind
from sphinxext_jobs.pairing.results import Result, Text, UnequalField

from ..ferries import COOKS, FILES
from .project import Project

EN, COOK = "en/captain.md", "en/cook.md"
WEEK, MONTH = "pays $1,250.50 each week", "pays $1,250.50 each month"


def changed(*changes: tuple[str, str, str]) -> list[Result]:
    """Return the results on a project whose texts agreed before these changes of files."""
    project = Project({**FILES, **COOKS})
    project.run()
    project.confirm()
    project.run()
    for path, old, new in changes:
        project.change(path, (old, new))
    return project.run().results


def closed(result: Result) -> Result:
    target = replace(result.target, status=Status.CLOSED) if result.target else None
    return replace(result, source=replace(result.source, status=Status.CLOSED), target=target)


def test_texts_that_agree_are_no_cards() -> None:
    assert cards(points(changed())) == []


def test_a_text_that_two_jobs_share_is_one_card() -> None:
    results = changed((EN, WEEK, MONTH), (COOK, WEEK, MONTH))
    (card,) = cards(points(results))
    assert [point.key for point in card.points] == ["captain", "cook"]
    assert card.kind is PointKind.SOURCE_CHANGED
    lines = card.points[0].places
    assert [path for path, _line in lines] == ["en/captain.md", "fr/capitaine.md"]
    # A line more in one of the files changes nothing.
    assert card.points[0].identity == card.points[1].identity


def test_a_card_of_an_open_job_comes_before_those_of_closed_jobs() -> None:
    captain, cook = changed((EN, "120 passengers", "130 passengers"), (COOK, WEEK, MONTH))
    assert [card.points[0].key for card in cards(points([captain, cook]))] == ["captain", "cook"]
    found = cards(points([closed(captain), cook]))
    assert [card.points[0].key for card in found] == ["cook", "captain"]
    assert [card.is_closed for card in found] == [False, True]


def test_the_points_of_a_whole_job_are_cards_of_their_own() -> None:
    captain, cook = changed()
    fields = (UnequalField("expiryDate", None, "2026-01-01", 1, 4),)
    found = cards(points([replace(captain, fields=fields), replace(cook, fields=fields)]))
    assert [card.kind for card in found] == [PointKind.FIELDS] * 2
    assert [card.points[0].places for card in found] == [
        (("en/captain.md", 1), ("fr/capitaine.md", 4)),
        (("en/cook.md", 1), ("fr/cuisinier.md", 4)),
    ]


def test_pairs_of_one_key_have_their_own_cards() -> None:
    captain, cook = changed()
    unit = replace(cook.source.unit, key=captain.source.unit.key)
    both = [captain, replace(cook, source=replace(cook.source, unit=unit))]
    wrong = [replace(each, rows=(), better=unit) for each in both]
    assert [card.kind for card in cards(points(wrong))] == [PointKind.WRONG_FILE] * 2


def test_the_place_of_a_draft_is_its_file() -> None:
    captain, _cook = changed()
    assert captain.target is not None
    unit = replace(captain.target.unit, is_draft=True)
    (card,) = cards(points([replace(captain, target=replace(captain.target, unit=unit))]))
    assert card.kind is PointKind.DRAFT
    assert card.points[0].places == (("fr/capitaine.md", unit.line),)


def test_a_text_that_is_left_over_is_a_card() -> None:
    unit = changed()[0].pair.source
    (card,) = cards(points((), [Text(unit, Status.OPEN)]))
    assert card.kind is PointKind.LEFT_OVER
    assert card.points[0].places == (("en/captain.md", unit.line),)
