"""Status: the day of a build, what is open, listed and public on it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sphinxext_jobs.model.fields import Posting
from sphinxext_jobs.model.status import Status, is_listed, is_public, status
from sphinxext_jobs.model.values import day_of

TORONTO = ZoneInfo("America/Toronto")
DAY = date(2026, 3, 31)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
OPEN, UPCOMING, CLOSED = Status.OPEN, Status.UPCOMING, Status.CLOSED


# The day


@pytest.mark.parametrize(
    ("moment", "zone_", "expected"),
    [
        (DAY, TORONTO, DAY),
        (datetime(2026, 3, 31, 23, 59), TORONTO, DAY),
        (datetime(2026, 3, 31, 2, 30, tzinfo=UTC), TORONTO, BEFORE),
        (datetime(2026, 3, 31, 4, 0, tzinfo=UTC), TORONTO, DAY),
        (datetime(2026, 3, 31, 23, 59, tzinfo=TORONTO), UTC, AFTER),
        (datetime(2026, 1, 1, 4, 59, tzinfo=UTC), TORONTO, date(2025, 12, 31)),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), ZoneInfo("Europe/Paris"), date(9999, 12, 31)),
        (datetime(1, 1, 1, tzinfo=UTC), TORONTO, date(1, 1, 1)),
    ],
)
def test_day_of(moment: date, zone_: tzinfo, expected: date) -> None:
    assert day_of(moment, zone_) == expected


# The status

#: archived, linkHidden → closed whatever the dates?
CLOSES = {
    (archived, link_hidden): archived is True and link_hidden is not False
    for archived, link_hidden in itertools.product([None, False, True], repeat=2)
}
#: (expiryDate, publishDate) → status by dates alone; DAY itself is the last and the first day.
BY_DATES = {
    (None, None): OPEN,
    (BEFORE, None): CLOSED,
    (DAY, None): OPEN,
    (AFTER, None): OPEN,
    (None, BEFORE): OPEN,
    (None, DAY): OPEN,
    (None, AFTER): UPCOMING,
    (AFTER, AFTER): UPCOMING,
    (BEFORE, AFTER): CLOSED,
    (DAY, DAY): OPEN,
    (BEFORE, BEFORE): CLOSED,
}


@pytest.mark.parametrize(("expiry", "publish"), BY_DATES)
@pytest.mark.parametrize(("archived", "link_hidden"), CLOSES)
@pytest.mark.parametrize("always", [False, True])
def test_status(
    archived: bool | None,
    link_hidden: bool | None,
    expiry: date | None,
    publish: date | None,
    always: bool,
) -> None:
    posting = Posting(
        translation_key="k",
        archived=archived,
        link_hidden=link_hidden,
        expiry_date=expiry,
        publish_date=publish,
    )
    expected = (
        OPEN if always else CLOSED if CLOSES[archived, link_hidden] else BY_DATES[expiry, publish]
    )
    assert status(posting, DAY, UTC, ["other", *(["k"] if always else [])]) is expected


@pytest.mark.parametrize(
    "fields",
    [
        {"hidden": True},
        {"form_hidden": True},
        {"draft": True},
        {"date": AFTER},
        {"link_hidden": True},
    ],
)
def test_what_does_not_touch_the_status(fields: dict[str, Any]) -> None:
    assert status(Posting(**fields), DAY, UTC) is OPEN


@pytest.mark.parametrize(
    ("field", "moment", "expected"),
    [
        ("expiry_date", datetime(2026, 3, 31, 0, 0), OPEN),
        ("expiry_date", datetime(2026, 3, 30, 23, 59), CLOSED),
        # Still the 30th in Toronto, so closed on the 31st.
        ("expiry_date", datetime(2026, 3, 31, 3, 59, tzinfo=UTC), CLOSED),
        ("expiry_date", datetime(2026, 3, 31, 4, 0, tzinfo=UTC), OPEN),
        # Already the 1st in UTC, still the 31st in Toronto.
        ("publish_date", datetime(2026, 4, 1, 3, 59, tzinfo=UTC), OPEN),
        ("publish_date", datetime(2026, 4, 1, 4, 0, tzinfo=UTC), UPCOMING),
    ],
)
def test_the_status_near_midnight(field: str, moment: datetime, expected: Status) -> None:
    fields: dict[str, Any] = {field: moment}
    assert status(Posting(**fields), DAY, TORONTO) is expected


@pytest.mark.parametrize(
    ("link_hidden", "hidden", "expected"),
    [
        (None, None, True),
        (None, False, True),
        (None, True, False),
        (False, None, True),
        (False, False, True),
        (False, True, True),
        (True, None, False),
        (True, False, False),
        (True, True, False),
    ],
)
def test_listed(link_hidden: bool | None, hidden: bool | None, expected: bool) -> None:
    assert is_listed(Posting(link_hidden=link_hidden, hidden=hidden)) is expected


def test_a_posting_is_public_if_it_is_listed_and_not_a_draft() -> None:
    assert is_public(Posting(draft=False))
    assert not is_public(Posting(draft=True))
    assert not is_public(Posting(hidden=True))


def test_a_status_has_a_label_and_a_group_of_postings_a_heading() -> None:
    assert [state.label_in("en") for state in Status] == ["Open", "Upcoming", "Closed"]
    assert [state.heading_in("en") for state in Status] == [
        "Open postings",
        "Upcoming postings",
        "Closed postings",
    ]
