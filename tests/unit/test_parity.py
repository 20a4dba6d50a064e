"""Parity: what counterparts must agree on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.parity import EQUAL, differences
from sphinxext_jobs.posting import FIELDS, Posting

DAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_the_fields_that_count() -> None:
    assert EQUAL == (
        "archived",
        "linkHidden",
        "formHidden",
        "hidden",
        "draft",
        "date",
        "publishDate",
        "expiryDate",
        "classification",
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({"archived": True}, {"archived": True}, [], id="equal"),
        pytest.param(
            {"archived": True}, {"archived": False}, [("archived", True, False)], id="flag"
        ),
        pytest.param({"archived": True}, {}, [("archived", True, None)], id="true-and-absent"),
        pytest.param({"archived": False}, {}, [], id="absent-is-false"),
        pytest.param({"link_hidden": False}, {}, [], id="listed-is-listed"),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": True},
            [("linkHidden", False, None)],
            id="one-is-open-again",
        ),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": True, "link_hidden": False},
            [],
            id="both-are-open-again",
        ),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": False, "link_hidden": False},
            [("archived", True, False)],
            id="no-difference-in-what-is-equal",
        ),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": True, "link_hidden": True},
            [("linkHidden", False, True)],
            id="open-and-unlisted",
        ),
        pytest.param({"expiry_date": DAY}, {}, [("expiryDate", DAY, None)], id="date-and-none"),
        pytest.param(
            {"expiry_date": DAY},
            {"expiry_date": DAY + timedelta(1)},
            [("expiryDate", DAY, DAY + timedelta(1))],
            id="days",
        ),
        pytest.param({"date": DAY}, {"date": NOON}, [], id="a-day-and-its-noon"),
        pytest.param({"date": NOON}, {"date": NOON + timedelta(seconds=9)}, [], id="seconds"),
        pytest.param(
            {"date": NOON},
            {"date": datetime(2026, 4, 1, 2, tzinfo=timezone(timedelta(hours=14)))},
            [],
            id="one-instant-in-two-zones",
        ),
        pytest.param(
            {"date": NOON},
            {"date": NOON + timedelta(1)},
            [("date", NOON, NOON + timedelta(1))],
            id="moments-of-two-days",
        ),
        pytest.param(
            {"classification": ("IT-03", "it-04")},
            {"classification": ("IT-04", "IT-03")},
            [],
            id="order-and-case",
        ),
        pytest.param(
            {"classification": ("IT-03",)},
            {"classification": ()},
            [("classification", ("IT-03",), ())],
            id="classification",
        ),
        pytest.param(
            {"lever_id": "1", "title": "A", "team": "Data", "tags": ("x",)},
            {"lever_id": "2", "title": "B", "team": "Données", "tags": ("y",)},
            [],
            id="what-may-differ",
        ),
        pytest.param(
            {"draft": True, "publish_date": DAY, "form_hidden": True, "hidden": True},
            {},
            [
                ("formHidden", True, None),
                ("hidden", True, None),
                ("draft", True, None),
                ("publishDate", DAY, None),
            ],
            id="several-in-order",
        ),
    ],
)
def test_differences(
    one: dict[str, Any], other: dict[str, Any], expected: list[tuple[str, Any, Any]]
) -> None:
    assert list(differences(Posting(**one), Posting(**other))) == expected
    assert list(differences(Posting(**other), Posting(**one))) == [
        (name, theirs, mine) for name, mine, theirs in expected
    ]


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "flag": st.sampled_from([None, False, True]),
    "date": st.none() | st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones()),
    "list": st.lists(st.sampled_from(["IT-03", "it-03", "EC-05"])).map(tuple),
}
POSTINGS = st.builds(
    Posting, **{FIELDS[name].name: VALUES[FIELDS[name].metadata["kind"]] for name in EQUAL}
)


@given(POSTINGS, POSTINGS)
def test_what_is_reported_differs(one: Posting, other: Posting) -> None:
    assert list(differences(one, one)) == []
    assert all(mine != theirs for _, mine, theirs in differences(one, other))
