"""The labels that a posting has for some days: it is new, or closes soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from ..jobs.records import Record
from ..model.closing import closes_at, closing
from ..model.status import Status
from ..model.values import day_of
from ..text.wording import translations
from .build import Build

#: For how many days a posting is new, and how many are counted before its closing date.
DAYS = 7

#: When a label begins, in ISO 8601 with an offset, and its text. Without a text, there is none.
Moments = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels that a page in a browser shows in time.

    They are the same in each build, so that none writes a page because of them.
    """

    new: Moments = ()
    closes: Moments = ()


def labels(build: Build, record: Record, state: Status) -> Labels:
    """Return the labels of a posting from its date on, and until its closing date.

    A page that is built for a fixed day must stay as it was on that day.
    """
    settings, posting = build.settings, record.posting
    if settings.today or state is Status.CLOSED:
        return Labels()
    zone, posted, end = settings.timezone, build.jobs.value(record, "date"), posting.expiry_date
    if end and (posting.translation_key in settings.always_open or not closes_at(end, zone)):
        end = None
    try:
        return Labels(
            _new(day_of(posted, zone), zone, record) if posted else (),
            _closes(closing(end, zone), zone, record) if end else (),
        )
    except OverflowError:  # Python knows no earlier or later day
        return Labels()


def _new(day: date, zone: tzinfo, record: Record) -> Moments:
    text = translations(record.page_lang).pgettext("a posting", "New")
    return (_begin(day, zone), text), (_begin(day + timedelta(days=DAYS + 1), zone), "")


def _closes(end: date, zone: tzinfo, record: Record) -> Moments:
    """Return a label for each of the last days, where the posting closes."""
    catalogue = translations(record.page_lang)
    texts = [catalogue.gettext("Closes today"), catalogue.gettext("Closes tomorrow")]
    for left in range(2, DAYS + 1):
        text = catalogue.ngettext("Closes in {count} day", "Closes in {count} days", left)
        texts.append(text.format(count=left))
    day = end
    if isinstance(end, datetime):
        day, zone = end.date(), end.tzinfo or zone
    begun = [(_begin(day - timedelta(days=n), zone), text) for n, text in enumerate(texts)]
    return tuple(reversed(begun))


def _begin(day: date, zone: tzinfo) -> str:
    return datetime.combine(day, time(), zone).isoformat()
