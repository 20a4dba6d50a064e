"""The findings: what a person needs to decide on each point of a pair."""

from __future__ import annotations

import dataclasses

from sphinxext_jobs.builders.results import result_of
from sphinxext_jobs.model.status import Status
from sphinxext_jobs.pairing.alignment.anchors import differing
from sphinxext_jobs.pairing.findings import Destination, Finding
from sphinxext_jobs.pairing.points import PointKind
from sphinxext_jobs.pairing.results import Result, Text, UnequalField

from ..ferries import FILES, PO
from .project import Project

EN, FR = FILES


def agreed() -> Project:
    """Return a project whose texts agreed in an earlier run."""
    project = Project(FILES)
    project.run()
    return project


def points(project: Project) -> list[Finding]:
    (result,) = project.run().results
    return [row.finding for row in result.rows if row.finding]


def only(project: Project) -> Finding:
    (finding,) = points(project)
    return finding


def test_texts_that_agree_are_no_points() -> None:
    assert points(agreed()) == []


def test_a_change_has_the_text_before_and_the_line_to_correct() -> None:
    project = agreed()
    project.change(EN, ("in winter", "in summer"))
    line = project.line_of(FR, "en hiver")
    assert only(project) == Finding(
        kinds=(PointKind.SOURCE_CHANGED,),
        at=(EN, project.line_of(EN, "in summer")),
        before=("Navigate the ferry in winter, with 120 passengers", None),
        edit=Destination(FR, line),
    )


def test_a_change_after_which_numbers_differ() -> None:
    project = agreed()
    project.change(FR, ("120\u00a0passagers", "90\u00a0passagers"))
    finding = only(project)
    assert finding.kinds == (PointKind.NUMBERS, PointKind.TRANSLATION_CHANGED)
    assert [(each.source, each.target) for each in finding.evidence] == [(("120",), ("90",))]
    assert finding.edit == Destination(EN, project.line_of(EN, "in winter"))


def test_a_change_of_the_translation_is_corrected_in_the_source() -> None:
    project = agreed()
    project.change(FR, ("en hiver", "en été"))
    finding = only(project)
    assert finding.kinds == (PointKind.TRANSLATION_CHANGED,)
    before = "Naviguer le traversier en hiver, avec 120\u00a0passagers"
    assert finding.before == (None, before)
    assert finding.edit == Destination(EN, project.line_of(EN, "in winter"))


def test_a_deleted_text_is_shown_and_belongs_after_the_block_above() -> None:
    project = agreed()
    project.change(FR, ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""))
    finding = only(project)
    assert finding.kinds == (PointKind.GONE,)
    assert finding.before == (None, "Inspecter les 4\u00a0moteurs avec les mécaniciens")
    assert finding.edit == Destination(FR, project.line_of(FR, "en hiver"), after=True)


def test_a_missing_text_belongs_after_the_block_above() -> None:
    project = agreed()
    project.change(
        EN, ("## Conditions", "We also speak to every visitor at the harbour.\n\n## Conditions")
    )
    finding = only(project)
    assert finding.kinds == (PointKind.NO_TARGET,)
    assert finding.edit == Destination(FR, project.line_of(FR, "Inspecter"), after=True)
    project = agreed()
    project.change(
        FR, ("## Conditions de", "Nous parlons à chaque visiteur du port.\n\n## Conditions de")
    )
    finding = only(project)
    assert finding.kinds == (PointKind.NO_SOURCE,)
    assert finding.at == (FR, project.line_of(FR, "Nous parlons"))
    assert finding.edit == Destination(EN, project.line_of(EN, "Inspect"), after=True)


def test_numbers_that_differ_are_named_as_they_are_written() -> None:
    project = Project(FILES)
    project.change(FR, ("1\u202f250,50", "1\u202f350,50"))
    finding = only(project)
    assert finding.kind is PointKind.NUMBERS
    (evidence,) = finding.evidence
    assert (evidence.source, evidence.target) == (("1,250.50",), ("1\u202f350,50",))


def test_evidence_of_links_is_what_has_no_counterpart() -> None:
    one = "See <https://a.example/1234> and <https://b.example/page>."
    other = "Voir <https://a.example/fr/1234>."
    assert differing(one, other, "links") == (("https://b.example/page",), ())
    assert differing("See https://x.example/567", "Voir https://x.example/568", "links") == (
        ("https://x.example/567",),
        ("https://x.example/568",),
    )
    assert differing("a CS-02 b", "a CS 03 b", "codes") == (("CS-02",), ("CS 03",))
    assert differing("a@x.example", "b@x.example a@x.example", "emails") == (
        (), ("b@x.example",),
    )  # fmt: skip


def test_a_correction_in_the_catalogue_is_shown() -> None:
    project = agreed()
    project.change(PO, ("Inspecter les 4\u00a0moteurs", "Vérifier les 4\u00a0moteurs"))
    finding = only(project)
    assert finding.kinds == (PointKind.CATALOGUE_EDITED,)
    assert finding.catalog == "Vérifier les 4\u00a0moteurs avec les mécaniciens"


def test_the_report_has_the_points() -> None:
    project = agreed()
    project.change(EN, ("in winter", "in summer"))
    (result,) = project.run().results
    (row,) = [row for row in result.rows if row.finding]
    (link,) = [link for link in project.run().json[0]["links"] if link["point"]]
    assert row.id == link["id"]
    assert link["point"]["kinds"] == ["source changed"]
    assert link["point"]["before"]["source"].startswith("Navigate the ferry in winter")


def test_a_draft_has_one_point() -> None:
    project = agreed()
    project.change(EN, ("in winter", "in summer"))
    (report,) = project.run().reports
    pair = report.pair
    assert pair.target
    target = dataclasses.replace(pair.target, is_draft=True)
    report = dataclasses.replace(report, pair=dataclasses.replace(pair, target=target))
    result = result_of(report, lambda unit: Text(unit, Status.OPEN))
    assert [kind for kind, _field in result.job_points()] == [PointKind.DRAFT]
    assert all(row.finding is None for row in result.rows)


def job_points(*fields: UnequalField, statuses: tuple[Status, Status]) -> list[str]:
    (report,) = agreed().run().reports
    by_lang = dict(zip(("en", "fr"), statuses, strict=True))
    result: Result = result_of(report, lambda unit: Text(unit, by_lang[unit.lang]), fields)
    return [kind for kind, _field in result.job_points()]


def test_a_field_that_decides_on_the_status_is_more_urgent() -> None:
    archived = UnequalField("archived", True, None, 4, 2)
    classification = UnequalField("classification", ("IT-01",), ("IT-02",), 4, 2)
    differ = Status.CLOSED, Status.OPEN
    assert job_points(classification, archived, statuses=differ) == ["status", "fields"]
    same = Status.OPEN, Status.OPEN
    assert job_points(classification, archived, statuses=same) == ["fields", "fields"]
