"""Records: what the domain stores can be hashed, and compared by its place."""

from __future__ import annotations

import dataclasses

from sphinxext_jobs.jobs.records import Place, Record
from sphinxext_jobs.model.fields import Posting

RECORD = Record(
    posting=Posting(title="A", extra={"budget": [1]}, applicant_location_requirements=["Canada"]),
    title="A", lead=None, docname="en/a", anchor="job-a", path="en/a.md", lines={"title": 2},
    is_page=True, page_lang="en", title_lang="en", lead_lang="en",
)  # fmt: skip


def test_records_are_keys() -> None:
    equal = dataclasses.replace(RECORD, lines={"title": 2})
    other = dataclasses.replace(RECORD, anchor="job-b")
    assert {RECORD: 1, equal: 2, other: 3} == {RECORD: 2, other: 3}


def test_other_lines_make_another_record() -> None:
    assert dataclasses.replace(RECORD, lines={"title": 3}) != RECORD


def test_the_place_of_a_record_is_that_of_its_link() -> None:
    assert RECORD.place == RECORD.link.place == Place("en/a", "job-a")
