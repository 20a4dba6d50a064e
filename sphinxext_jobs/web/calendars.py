"""Calendars as files: one for the closing date of each posting that is not closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from ..formats.calendar import STAMP, calendar
from ..formats.feeds import GENERATOR
from ..sources.files import read_file
from ..store import order
from ..store.domain import job_domain
from ..store.log import report
from ..views.calendar import FOLDER, calendar_path, closing_event
from .output import Output, replace_all
from .site import web_builder


def write_calendars(app: Sphinx, exception: Exception | None) -> None:
    """Write the calendars that changed, and remove stale ones (event ``build-finished``)."""
    builder = web_builder(app)
    if builder is None or exception is not None:
        return
    out = Path(builder.outdir)
    earlier = [f"{FOLDER}/{path.name}" for path in (out / FOLDER).glob("*.ics")]
    report(replace_all(out, _outputs(builder), earlier, GENERATOR))


def _outputs(builder: StandaloneHTMLBuilder) -> Iterator[Output]:
    domain = job_domain(builder.env)
    settings, out = domain.settings, Path(builder.outdir)
    site = settings.base_url or f"//{builder.config.project}"
    written = set()
    for record in domain.jobs.published if settings.calendar else ():
        event = closing_event(domain.views.build, record, site)
        path = calendar_path(record)
        if event and path not in written:  # the first of duplicates, as in feeds
            written.add(path)
            yield Output(path, _kept(out / path, calendar(event, settings.day)), GENERATOR)


def _kept(file: Path, text: str) -> str:
    """Return a calendar, as an earlier build has written it if only the day is another one."""
    try:
        old = read_file(file).decode()
    except (OSError, UnicodeError):
        return text
    return old if _without_stamp(old) == _without_stamp(text) else text


def _without_stamp(text: str) -> list[str]:
    return [line for line in text.split("\r\n") if not line.startswith(STAMP)]


def setup(app: Sphinx) -> None:
    """Register the calendars."""
    app.connect("build-finished", write_calendars, priority=order.WRITE_CALENDARS)
