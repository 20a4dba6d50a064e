"""Hours with time zones, as people write them: ``2026-12-04 23:59 America/Vancouver``."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from .written_dates import readings

_FORM = re.compile(
    r"(?P<day>.*?\d)(?P<gap>T|,? (?:at |à )?)(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?P<second>:\d\d(?:\.\d+)?)?| ?h ?(?P<after_h>\d\d)?|(?= ?[ap]\.?m))"
    r" ?(?P<half>[ap]\.?m\b\.?)?(?P<zone>(?: |,|\(|Z|[+-]\d).*)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:UTC|GMT)? ?(?P<sign>[+\u2212-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?", re.ASCII
)
#: A name of the IANA database; other keys, such as ``EST``, mean several zones to people.
_NAME = re.compile(r"[A-Z][\w+-]*(?:/[A-Z][\w+-]*)+", re.ASCII)
#: The usual names of zones, in English and in French, by a zone that each may mean.
_USUAL = {
    "America/Vancouver": "pt pst pdt hp hnp hap pacific pacifique",
    "America/Edmonton": "mt mst mdt hr hnr har mountain rocheuses",
    "America/Winnipeg": "ct cst cdt hc hnc hac central centre",
    "America/Toronto": "et est edt he hne hae eastern",
    "America/Halifax": "at ast adt ha hna haa atlantic atlantique",
    "America/St_Johns": "nt nst ndt ht hnt hat newfoundland terre",
    "Europe/Paris": "cet cest",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of a text: a moment, or only its day if the *zone* that it names is unknown.

    *instead* is how to write it, if it is written in another way.
    """

    moment: date | datetime
    instead: str = ""
    zone: str = ""


def read(text: str) -> Reading | None:
    """Read a day with an hour; None if the text is not one."""
    match = _FORM.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    try:
        days = [date.fromisoformat(match["day"])]
    except ValueError:
        days = readings(match["day"])
    if len(days) != 1:
        return None
    clock = _clock(match)
    if clock is None:
        return None
    named = (match["zone"] or "").strip(" ,()")
    try:
        zone, name = _zone(named)
    except LookupError:
        return Reading(days[0], zone=named)
    written = f"{days[0]} {clock.isoformat(timespec='auto' if clock.second else 'minutes')}"
    end = f" {name}" if name[:1].isalpha() else name
    is_exact = (match["day"], match["gap"].strip("T ")) == (str(days[0]), "")
    is_exact = is_exact and match["minute"] is not None and not match["half"]
    is_exact = is_exact and len(match["hour"]) == 2 and name == named
    moment = datetime.combine(days[0], clock, zone)
    return Reading(moment, "" if is_exact else written + end)


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["after_h"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    try:
        return time.fromisoformat(f"{hour:02}:{minute:02}{match['second'] or ''}")
    except ValueError:
        return None


def _zone(text: str) -> tuple[tzinfo | None, str]:
    """Return a time zone, and the name to write; raises ``LookupError`` if it is not known."""
    if not text:
        return None, ""
    if text in ("UTC", "GMT", "Z"):
        return UTC, text
    if offset := _OFFSET.fullmatch(text):
        hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
        if hours > 14 or minutes > 59:
            raise LookupError
        size = timedelta(hours=hours, minutes=minutes)
        plus = offset["sign"] == "+"
        name = text if text[1:].replace(":", "").isdecimal() and len(text) > 4 else ""
        name = name or f"{'+' if plus else '-'}{hours:02}:{minutes:02}"
        return timezone(size if plus else -size), name
    name = text if _NAME.fullmatch(text) else _as_listed(text)
    try:
        return ZoneInfo(name), name
    except (ValueError, OSError) as error:  # a folder of the database, or a path out of it
        raise LookupError from error


def _as_listed(text: str) -> str:
    """Return the name that is written in another letter case, or with spaces."""
    name = _names().get(_fold(text), "")
    if "/" not in name:
        raise LookupError
    return name


def _fold(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip()).casefold()


@cache
def _names() -> dict[str, str]:
    """Return the names of all time zones, by their folded forms."""
    return {_fold(name): name for name in available_timezones() if not name.startswith("posix")}


def is_database_missing() -> bool:
    """Whether this system has no time zones."""
    return not _names()


def nearest(text: str) -> str:
    """Return the name of the zone that is probably meant by a text; empty if none is likely."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    for name, usual in _USUAL.items():
        if not set(usual.split()).isdisjoint(words):
            return name
    folded = _fold(text)
    known = {key: name for key, name in _names().items() if "/" in name}
    towns = {key.rpartition("/")[2]: name for key, name in sorted(known.items(), reverse=True)}
    for names in (known, towns):
        if found := difflib.get_close_matches(folded, names, n=1, cutoff=0.8):
            return names[found[0]]
    return ""
