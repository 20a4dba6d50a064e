"""Closing dates → iCalendar (RFC 5545), which calendars read as an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from .feeds import GENERATOR, legal

#: A line has at most so many bytes, without its end (3.1).
_LONGEST = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A closing date: a day, or an instant. *id* is the same as long as the posting is."""

    id: str
    end: date | datetime
    title: str
    text: str
    lang: str
    url: str


def calendar(event: Event, day: date) -> str:
    """Write the calendar of one event, as it is on a *day*."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{GENERATOR}//{GENERATOR}//EN",
        "BEGIN:VEVENT",
        f"UID:{event.id}",
        f"{STAMP}{day:%Y%m%d}T000000Z",
        _start(event.end),
        # Somebody who applies is not busy on that day.
        "TRANSP:TRANSPARENT",
        f"SUMMARY;LANGUAGE={event.lang}:{_escape(event.title)}",
    ]
    if event.text:
        lines.append(f"DESCRIPTION;LANGUAGE={event.lang}:{_escape(event.text)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


#: The beginning of the line with the day of the build, which alone does not change a file.
STAMP = "DTSTAMP:"


def _start(end: date | datetime) -> str:
    if isinstance(end, datetime):
        return f"DTSTART:{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"DTSTART;VALUE=DATE:{end:%Y%m%d}"


def _escape(text: str) -> str:
    text = " ".join(legal(text).split())
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Yield the parts of a line; those after the first begin with a space."""
    rest = line.encode()
    while len(rest) > _LONGEST:
        end = _LONGEST
        while rest[end] & 0xC0 == 0x80:  # a character has several bytes
            end -= 1
        yield rest[:end].decode()
        rest = b" " + rest[end:]
    yield rest.decode()
