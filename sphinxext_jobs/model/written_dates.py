"""Dates as people write them: ``3 avril 2026``, ``Friday, April 3, 2026``, ``31/12/2026``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names

#: The languages whose names of months are known.
_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|ere?|o|°|\.)?"
#: A word processor replaces hyphens.
_DASH = re.compile("[\u2010-\u2015\u2212]")
_NAME = r"(?P<name>[a-z]{3,})\.?"
_WEEKDAY = re.compile(r"(?:le )?(?P<weekday>[a-z]{2,})\.?,? (?P<date>.+)")
_FORMS = [
    re.compile(rf"(?:le |the )?{_DAY}[ -]?(?:de |of )?{_NAME},?[ -]?(?:de )?(?P<year>[0-9]{{4}})"),
    re.compile(rf"{_NAME} {_DAY},? (?P<year>[0-9]{{4}})"),
    re.compile(r"(?P<year>[0-9]{4}) ?([/.-]) ?(?P<month>[0-9]{1,2}) ?\2 ?(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2}) ?([/.-]) ?(?P<month>[0-9]{1,2}) ?\2 ?(?P<year>[0-9]{4})"),
    re.compile(r"(?P<month>[0-9]{1,2}) ?([/.-]) ?(?P<day>[0-9]{1,2}) ?\2 ?(?P<year>[0-9]{4})"),
]


def readings(text: str) -> list[date]:
    """Return each date that a text can mean. No missing part is filled in.

    A day of the week must be that of the date.
    """
    folded = " ".join(_fold(text).split())
    if found := _dates(folded):
        return sorted(found)
    match = _WEEKDAY.fullmatch(folded)
    weekday = _weekdays().get(match["weekday"]) if match else None
    if match is None or weekday is None:
        return []
    return sorted(day for day in _dates(match["date"]) if day.weekday() == weekday)


def _dates(folded: str) -> set[date]:
    found: set[date] = set()
    for form in _FORMS:
        if match := form.fullmatch(folded):
            parts = match.groupdict()
            months = _months(parts["name"]) if "name" in parts else {int(parts["month"])}
            for month in months:
                try:
                    found.add(date(int(parts["year"]), month, int(parts["day"])))
                except ValueError:
                    continue
    return found


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _DASH.sub("-", plain)


def _months(word: str) -> set[int]:
    """Return the months that a name or its first letters mean: ``sept`` is September."""
    names = _month_names()
    exact = {month for name, month in names if name == word}
    return exact or {month for name, month in names if name.startswith(word)}


@cache
def _month_names() -> list[tuple[str, int]]:
    return [
        (_fold(name).rstrip("."), month)
        for lang in _LANGUAGES
        for width in ("wide", "abbreviated")
        for month, name in get_month_names(width, locale=lang).items()
    ]


@cache
def _weekdays() -> dict[str, int]:
    return {
        _fold(name).rstrip("."): weekday
        for lang in _LANGUAGES
        for width in ("wide", "abbreviated")
        for weekday, name in get_day_names(width, locale=lang).items()
    }
