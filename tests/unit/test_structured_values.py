"""The values that structured data cannot use."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sphinxext_jobs.formats.structured_values import check_values
from sphinxext_jobs.jobs import gate
from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.views.structured_data import StructuredData, advice

from .support import record, settings, told

ORGANIZATION = {"name": "Example Ferries", "currency": "CAD"}


def found(
    lang: str = "en", organization: Any = ORGANIZATION, web: bool = True, **fields: Any
) -> list[str]:
    chosen = settings(organization=organization, web=web)
    jobs = Jobs.of([record(f"{lang}/a", lang, **fields)], (), chosen)
    return [text for _line, kind, text in told(check_values(jobs)) if kind == "structured"]


@pytest.mark.parametrize(
    ("lang", "fields", "hint"),
    [
        ("en", {"salary": "$6,230 to $7,345"},
         "Add the period, for example “$6,230 to $7,345 a year”."),
        ("fr", {"salary": "27,10 $ à 30 $"},
         "Add the period, for example “27,10 $ à 30 $ l’heure”."),
        ("en", {"salary": "about $92,000"},
         "Write the amount and the period alone, as in “$62,300 to $73,450 a year”."),
        ("fr", {"salary": "62300"},
         "Write the amount and the period alone, as in “62 300 $ à 73 450 $ par an”."),
        ("en", {"salary": "$62,300 a year"}, None),
        ("en", {"salary": "To be agreed"}, None),
        ("fr", {"workplace": "Télétravail"}, None),
        ("en", {"workplace": "Remote (Canada)"}, None),
        ("en", {"workplace": "Remote"}, None),
        ("en", {"workplace": "remote work possible"}, None),
        ("en", {"workplace": "Remote two days a week"}, None),
        ("fr", {"workplace": "Télétravail partiel"}, None),
        ("fr", {"workplace": "Télétravail ou bureau"}, None),
        ("en", {"workplace": "On the water"}, None),
        ("en", {"employment_type": ("Permanent, full time",)}, None),
        ("fr", {"employment_type": ("Temps plein", "Durée déterminée")}, None),
        ("fr", {"employment_type": ("Permanent",)}, None),
        ("fr", {"employment_type": ("Durée indéterminée",)}, None),
        ("fr", {"employment_type": ("37,5 heures", "Permanent")},
         "Add one of these words to the list: `FULL_TIME`, `PART_TIME`, `CONTRACTOR`, `TEMPORARY`, "
         "`INTERN`, `VOLUNTEER`, `PER_DIEM`, `OTHER`."),
        ("fr", {"employment_type": ("Permanent", "FULL_TIME")}, None),
        # The wrong type of the value is reported where it is read.
        ("en", {"employment_type": ("a: 1",), "extra": {"employmentType": {"a": 1}}}, None),
        ("en", {"salary": "5, 6", "extra": {"salary": [5, 6]}}, None),
    ],
)  # fmt: skip
def test_words_that_structured_data_cannot_use(lang: str, fields: Any, hint: str | None) -> None:
    messages = found(lang, **fields)
    if hint is None:
        assert messages == []
        return
    (message,) = messages
    (field, value), *_others = fields.items()
    name = "employmentType" if field == "employment_type" else field
    written = value if isinstance(value, str) else ", ".join(value)
    assert message == f"{name} is “{written}”, which structured data cannot use. {hint}"


def test_only_where_there_is_structured_data() -> None:
    fields: dict[str, Any] = {"salary": "$5"}
    assert len(found(**fields)) == 1
    assert len(found(**fields, organization={"name": "No currency"})) == 1
    assert found(**fields, organization={}) == []
    assert found(**fields, organization={"fr": ORGANIZATION}) == []
    assert found(**fields, web=False) == []
    for other in ({"hidden": True}, {"archived": True}, {"expiry_date": date(2026, 1, 1)}):
        assert found(**fields, **other) == []


def test_a_message_about_many_postings_is_short() -> None:
    missing = [(record(f"en/{n}", "en"), ["date", "location"][: 1 + n // 200]) for n in range(202)]
    (message,) = gate.check_structured(missing)
    assert message.problem == (
        "Postings have no structured data because required fields are missing: "
        "date (en/0, en/1, en/2 and 199 more); location (en/200, en/201)."
    )


def test_a_value_that_cannot_be_read_is_not_missing_too() -> None:
    unread = record("en/a", "en", extra={"date": "soon"})
    assert list(gate.check_structured([(unread, ["date"])])) == []
    (message,) = gate.check_structured([(unread, ["date", "location"])])
    assert "location (en/a)." in message.problem


def test_recommended_fields_are_counted() -> None:
    complete = StructuredData({}, [], [])
    lacking = StructuredData({}, [], ["salary", "expiryDate"])
    incomplete = StructuredData({}, ["date"], ["employmentType"])
    assert advice([complete, incomplete]) == ""
    assert advice([complete, lacking, lacking]) == (
        "Google recommends fields that some open postings do not have: expiryDate (2), salary (2). "
        "See https://developers.google.com/search/docs/appearance/structured-data/job-posting"
    )
