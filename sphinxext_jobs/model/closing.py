"""The closing of a posting: at the end of a day, or at an hour of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from .values import Moment, day_of

#: The seconds of an hour that somebody has chosen; programs write the time at which they ran.
_CHOSEN_SECONDS = (0, 59)


def closing(moment: Moment, zone: tzinfo) -> Moment:
    """Return an ``expiryDate`` as it is meant: a day, or an hour with a time zone.

    The hour is in the zone, or at the offset from UTC, that the posting names. In UTC, or without
    any, it is in *zone*. The first and the last second of
    a day, and an hour with other seconds, mean the day: content management systems write them for
    a date without an hour.
    """
    if not isinstance(moment, datetime):
        return moment
    if isinstance(moment.tzinfo, ZoneInfo):
        return moment
    try:
        there = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except OverflowError:
        return moment.date()
    is_chosen = moment.second in _CHOSEN_SECONDS
    clocks = {each.time().replace(microsecond=0) for each in (moment, there)}
    if not is_chosen or clocks & {time(), time(23, 59, 59)}:
        return day_of(moment, zone)
    is_elsewhere = moment.utcoffset() and moment.utcoffset() != there.utcoffset()
    return moment if is_elsewhere else there


def closes_at(moment: Moment, zone: tzinfo) -> datetime | None:
    """Return the instant at which a posting with an ``expiryDate`` closes.

    None means never: Python has no later day.
    """
    end = closing(moment, zone)
    if isinstance(end, datetime):
        return end
    if end == date.max:
        return None
    return datetime.combine(end + timedelta(days=1), time(), zone)


def instant(moment: Moment, zone: tzinfo) -> datetime:
    """Return a moment with its zone, or with *zone*; a day begins at midnight."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def is_over(moment: Moment, now: Moment, zone: tzinfo) -> bool:
    """Whether a posting with an ``expiryDate`` is closed *now*: on a day, or at an instant."""
    end = closes_at(moment, zone)
    return end is not None and in_utc(end) <= in_utc(instant(now, zone))


def comparable(moment: Moment, zone: tzinfo) -> object:
    """Return a value that is equal for each way to write one closing, to the minute."""
    end = closing(moment, zone)
    if isinstance(end, datetime):
        return in_utc(end).replace(second=0, microsecond=0)
    return day_of(moment, UTC)


def in_utc(moment: datetime) -> datetime:
    """Return an instant in UTC: Python compares the clocks of two moments in the same zone."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)
