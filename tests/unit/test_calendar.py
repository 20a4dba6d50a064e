"""Calendars: events that programs read back, in lines that are not too long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext_jobs.formats.calendar import Event, calendar

DAY = date(2026, 12, 4)
TODAY = date(2026, 11, 29)


def event(**values: object) -> Event:
    fields = {
        "id": "40067020-0f05-5ca3-a4f2-5ea90505598c", "end": DAY, "title": "Closing date: Cook",
        "text": "Feed the crew.", "lang": "en", "url": "https://x.example/cook.html",
    }  # fmt: skip
    return Event(**{**fields, **values})


def read(text: str) -> icalendar.Event:
    found = icalendar.Calendar.from_ical(text)
    assert found.errors == []
    assert {"VERSION", "PRODID"} <= found.keys()
    (only,) = found.walk("VEVENT")
    assert only.errors == []
    return only


def test_a_day() -> None:
    found = read(calendar(event(), TODAY))
    assert found.start == DAY
    assert found.end == DAY + timedelta(1)
    assert found["DTSTAMP"].dt == datetime(2026, 11, 29, tzinfo=UTC)
    assert (found["UID"], found["URL"]) == (event().id, event().url)
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (event().title, event().text)
    assert found["SUMMARY"].params["LANGUAGE"] == "en"


def test_an_hour() -> None:
    end = datetime(2026, 7, 3, 23, 59, tzinfo=ZoneInfo("America/Toronto"))
    assert read(calendar(event(end=end), TODAY)).start == end


def test_what_is_absent_is_left_out() -> None:
    found = read(calendar(event(text="", url=""), TODAY))
    assert found.keys().isdisjoint({"DESCRIPTION", "URL"})


@given(st.text())
@example("a, b; c\\n \\ d\r\nBEGIN:VEVENT")
@example("é" * 100)
@example("🛳️" * 60)
@example(",;" * 80)
@example("x" * 75 + "\x00\x85\u2028")
def test_any_text(text: str) -> None:
    written = calendar(event(title=f"[{text}]", text=text), TODAY)
    lines = written.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(0 < len(line) <= 75 for line in lines)
    assert all(line.decode().isprintable() or "\n" not in line.decode() for line in lines)
    found = read(written)
    assert "".join(found["SUMMARY"].split()).startswith("[")
    assert found["UID"] == event().id


@pytest.mark.parametrize("text", ["a, b; c \\ d", "é" * 100, "Chef d’équipe – 🛳️ " * 9 + "x"])
def test_a_text_is_as_it_was(text: str) -> None:
    assert read(calendar(event(title=text), TODAY))["SUMMARY"] == text
