"""The dates of postings, compared with each other and with the day of the build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from ..diagnostics import Diagnostic, Kind
from ..model.closing import closing
from ..model.values import Moment, day_of
from ..settings.settings import Settings
from ..text.wording import message as _
from .records import Record

#: Somewhere it is already tomorrow, and a date without a time zone may be written there.
_TOMORROW = timedelta(days=1)


def check_dates(records: Iterable[Record], settings: Settings) -> Iterator[Diagnostic]:
    """Find the dates that cannot be right.

    A posting cannot open after it closes. It cannot be posted in the future, unless it is a draft,
    or ``publishDate`` says that it opens in the future.
    """

    def day(moment: Moment | None) -> date | None:
        return moment and day_of(moment, settings.timezone)

    for record in sorted(records, key=lambda record: record.place):
        posting = record.posting
        posted, opens = map(day, (posting.date, posting.publish_date))
        closes = posting.expiry_date and closing(posting.expiry_date, settings.timezone)
        closes = closes.date() if isinstance(closes, datetime) else closes
        if opens and closes and opens > closes:
            yield _opens_late(record, opens, closes)
        is_upcoming = posting.draft or (opens and opens > settings.day)
        if posted and posted > settings.day + _TOMORROW and not is_upcoming:
            yield _not_yet(record, posted, settings.day)


def _opens_late(record: Record, opens: date, closes: date) -> Diagnostic:
    problem = _(
        "publishDate is {opens}, which is after expiryDate, {closes} (line {line})."
    ).format(opens=opens, closes=closes, line=record.line("expiryDate"))
    hint = _("Correct one of the two dates.")
    return Diagnostic(Kind.DATE, record.at("publishDate"), problem, hint)


def _not_yet(record: Record, posted: date, today: date) -> Diagnostic:
    problem = _("date is {posted}, which is in the future: today is {today}.").format(
        posted=posted, today=today
    )
    hint = _("Correct the date. If the posting opens on that day, write it as `publishDate`.")
    return Diagnostic(Kind.DATE, record.at("date"), problem, hint)
