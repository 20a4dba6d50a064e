"""Closing dates: at the end of a day, or at an hour; compared, sorted, and written for readers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.model.closing import closes_at, closing, is_over
from sphinxext_jobs.model.fields import FIELDS, Posting, differences
from sphinxext_jobs.model.status import Status, status
from sphinxext_jobs.model.values import Moment
from sphinxext_jobs.text.hours import long_moment

TORONTO, VANCOUVER = ZoneInfo("America/Toronto"), ZoneInfo("America/Vancouver")
EAST, WEST = timezone(timedelta(hours=-5)), timezone(timedelta(hours=-8))
DAY = date(2025, 12, 4)
EVENING = datetime(2025, 12, 4, 23, 59)
MOMENTS = st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones())
ZONES = st.sampled_from([UTC, TORONTO, VANCOUVER, ZoneInfo("Pacific/Kiritimati")])


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (DAY, DAY),
        (EVENING, EVENING.replace(tzinfo=TORONTO)),
        (EVENING.replace(tzinfo=EAST), EVENING.replace(tzinfo=TORONTO)),
        (EVENING.replace(tzinfo=WEST), EVENING.replace(tzinfo=WEST)),
        (datetime(2025, 12, 4, 22, tzinfo=UTC), datetime(2025, 12, 4, 17, tzinfo=TORONTO)),
        (EVENING.replace(tzinfo=VANCOUVER), EVENING.replace(tzinfo=VANCOUVER)),
        (datetime(2025, 12, 5, tzinfo=VANCOUVER), datetime(2025, 12, 5, tzinfo=VANCOUVER)),
        # The dates of content management systems.
        (datetime(2025, 12, 4), DAY),
        (datetime(2025, 12, 4, 5, tzinfo=UTC), DAY),
        (datetime(2025, 12, 5, 0, tzinfo=UTC), DAY),
        (datetime(2025, 12, 4, 23, 59, 59), DAY),
        (datetime(2025, 12, 4, 23, 59, 59, tzinfo=EAST), DAY),
        (datetime(2025, 12, 4, 23, 59, 59, 999, tzinfo=EAST), DAY),
        (datetime(2025, 12, 4, 14, 33, 7, tzinfo=UTC), DAY),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), date(9999, 12, 31)),
    ],
)
def test_a_day_or_an_hour(moment: Moment, expected: Moment) -> None:
    found = closing(moment, TORONTO)
    assert (type(found), found) == (type(expected), expected)
    if isinstance(expected, datetime):
        assert found.tzinfo is expected.tzinfo


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (DAY, "2025-12-05T00:00:00-05:00"),
        (EVENING.replace(tzinfo=VANCOUVER), "2025-12-04T23:59:00-08:00"),
        (datetime(2025, 3, 9, 2, 30, tzinfo=TORONTO), "2025-03-09T02:30:00-05:00"),
        (date.max, None),
    ],
)
def test_the_instant_of_closing(moment: Moment, expected: str | None) -> None:
    found = closes_at(moment, TORONTO)
    assert (found and found.isoformat()) == expected


def test_a_posting_closes_at_its_hour() -> None:
    posting = Posting(translation_key="a", expiry_date=EVENING.replace(tzinfo=VANCOUVER))
    end = datetime(2025, 12, 5, 7, 59, tzinfo=UTC)
    found = [
        status(posting, now, TORONTO)
        for now in (date(2025, 12, 5), end - timedelta(seconds=1), end, date(2025, 12, 6))
    ]
    assert found == [Status.OPEN, Status.OPEN, Status.CLOSED, Status.CLOSED]


@given(MOMENTS, MOMENTS, ZONES)
def test_any_closing(moment: Moment, now: Moment, zone: tzinfo) -> None:
    assert is_over(moment, now, zone) in (False, True)
    assert long_moment(closing(moment, zone), "fr")
    FIELDS["expiryDate"].sorted_by(moment, zone)
    posting = Posting(expiry_date=moment)
    assert list(differences(posting, Posting(expiry_date=moment), zone)) == []


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        (EVENING, EVENING.replace(tzinfo=TORONTO), True),
        (EVENING, EVENING.replace(tzinfo=EAST), True),
        (EVENING.replace(tzinfo=TORONTO), datetime(2025, 12, 5, 4, 59, tzinfo=UTC), True),
        (EVENING.replace(tzinfo=VANCOUVER), datetime(2025, 12, 5, 2, 59), True),
        (EVENING, EVENING.replace(second=59, tzinfo=VANCOUVER), False),
        (EVENING.replace(tzinfo=TORONTO), EVENING.replace(tzinfo=VANCOUVER), False),
        (DAY, EVENING, False),
        (DAY, datetime(2025, 12, 4, 23, 59, 59), True),
        (DAY, datetime(2025, 12, 4, tzinfo=UTC), True),
        (datetime(2025, 12, 4, 9, 1, 2), datetime(2025, 12, 4, 9, 3, 4), True),
    ],
)
def test_closings_in_two_languages(one: Any, other: Any, is_equal: bool) -> None:
    found = list(differences(Posting(expiry_date=one), Posting(expiry_date=other), TORONTO))
    assert found == ([] if is_equal else [("expiryDate", one, other)])


def test_closings_are_sorted_by_their_instants() -> None:
    moments: list[Moment] = [
        EVENING.replace(hour=17),
        EVENING.replace(hour=17, tzinfo=VANCOUVER),
        EVENING.replace(hour=23, minute=0),
        DAY,
        EVENING.replace(tzinfo=VANCOUVER),
        date(2025, 12, 5),
        date.max,
    ]
    shuffled = [*moments[3:], *moments[:3]]
    found = sorted(shuffled, key=lambda m: FIELDS["expiryDate"].sorted_by(m, TORONTO))
    assert found == moments


@pytest.mark.parametrize(
    ("moment", "lang", "expected"),
    [
        (DAY, "en", "December 4, 2025"),
        (
            EVENING.replace(tzinfo=VANCOUVER),
            "en",
            "December 4, 2025, 11:59\u00a0p.m. Pacific Time",
        ),
        (
            EVENING.replace(tzinfo=VANCOUVER),
            "en-US",
            "December 4, 2025, 11:59\u00a0PM Pacific Time",
        ),
        (EVENING.replace(tzinfo=TORONTO), "en-GB", "4 December 2025, 23:59 Eastern Time"),
        (EVENING.replace(tzinfo=UTC), "en", "December 4, 2025, 11:59\u00a0p.m. UTC"),
        (
            EVENING.replace(hour=17, minute=0, tzinfo=ZoneInfo("America/Regina")),
            "en-CA",
            "December 4, 2025, 5:00\u00a0p.m. Central Standard Time (GMT-06:00)",
        ),
        (
            EVENING.replace(tzinfo=EAST),
            "en",
            "December 4, 2025, 11:59\u00a0p.m. GMT-05:00",
        ),
        (
            EVENING.replace(tzinfo=VANCOUVER),
            "de",
            "4. Dezember 2025, 23:59 Nordamerikanische Westküstenzeit",
        ),
    ],
)
def test_an_hour_for_readers(moment: date, lang: str, expected: str) -> None:
    assert long_moment(moment, lang) == expected


def test_an_hour_for_readers_of_french() -> None:
    full, whole = (long_moment(EVENING.replace(minute=m, tzinfo=TORONTO), "fr") for m in (59, 0))
    assert full.startswith("4 décembre 2025")
    assert "23\u00a0h\u00a059" in full
    assert "23\u00a0h\u00a0" not in whole
    assert full.endswith("heure de l’Est")
