"""Hours with their time zones in the words of readers: 11:59 p.m. Pacific Time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_time, get_timezone_gmt, get_timezone_name

from .languages import locale
from .wording import long_date, translator

#: The country whose way to write hours a language without a country has.
_COUNTRY = {"en": "en_CA", "fr": "fr_CA"}


def long_moment(moment: date, tag: str) -> str:
    """Write out a day, or a day with an hour in a time zone, in a language."""
    if not isinstance(moment, datetime):
        return long_date(moment, tag)
    _ = translator(tag)
    found = locale(tag) or Locale("en")
    written = Locale.parse(_COUNTRY.get(str(found), str(found)))
    clock = format_time(moment, format="short", locale=written).replace("\u202f", "\u00a0")
    # The typography of French writes no minutes if there are none: 17 h.
    clock = re.sub(r"(?<=\u00a0h)\u00a000$", "", clock.replace(" h ", "\u00a0h\u00a0"))
    return _("{date}, {time} {zone}").format(
        date=long_date(moment.date(), tag), time=clock, zone=_zone_name(moment, written)
    )


def _zone_name(moment: datetime, written: Locale) -> str:
    """Return the name of a moment's time zone: Pacific Time.

    Where clocks are not changed, that name is used by neighbours with another hour in summer:
    there, the difference from UTC is added.
    """
    if moment.tzinfo is UTC or str(moment.tzinfo) in ("UTC", "Etc/UTC"):
        return "UTC"
    offsets = {moment.replace(month=month, day=1).utcoffset() for month in (1, 7)}
    if len(offsets) > 1 and moment.tzinfo:
        return get_timezone_name(moment.tzinfo, locale=written, zone_variant="generic")
    gmt = get_timezone_gmt(moment, locale=written)
    name = get_timezone_name(moment, locale=written)
    return name if name == gmt else f"{name} ({gmt})"
