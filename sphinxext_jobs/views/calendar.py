"""The calendar of a posting: an event for its closing date, which readers add to their own."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePath

from ..formats.calendar import Event
from ..formats.feeds import stable_id
from ..jobs.records import Record
from ..model.closing import closing
from ..model.status import Status
from ..sources.files import is_reserved
from ..sources.posting import slug
from ..text.digest import digest
from ..text.wording import translator
from .build import Build

#: The folder of the calendars in the output folder.
FOLDER = "jobs-calendar"
#: A longer key is cut in the names of files; systems allow 255 bytes.
_LONGEST = 40


def calendar_path(record: Record) -> str:
    """Return the path of a posting's calendar, which depends on its key and language only."""
    key = record.posting.translation_key
    name = slug(PurePath(f"{key}.md"))[:_LONGEST]
    if name != key or is_reserved(name):
        name = f"{name}-{digest(key, 4)}"
    return f"{FOLDER}/{name}.{record.page_lang}.ics"


def closing_event(build: Build, record: Record, site: str = "") -> Event | None:
    """Return the event of a posting that is going to close, and is not closed yet.

    *site* is a name of the site that no other site has.
    """
    settings, posting = build.settings, record.posting
    always = posting.translation_key in settings.always_open
    if not settings.calendar or posting.expiry_date is None or always:
        return None
    end = closing(posting.expiry_date, settings.timezone)
    day = end.date() if isinstance(end, datetime) else end
    if build.jobs.status(record) is Status.CLOSED or day.year == date.max.year:
        return None
    _ = translator(record.page_lang)
    return Event(
        id=stable_id(site, record.name).removeprefix("urn:uuid:"),
        end=end,
        title=_("Closing date: {title}").format(title=record.title),
        text=record.lead or "",
        lang=record.page_lang,
        url=build.jobs.url_of(record.link),
    )
