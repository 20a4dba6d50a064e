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
from .output import Output, remove, replace_all
from .site import web_builder


def write_calendars(app: Sphinx, exception: Exception | None) -> None:
    """Write the calendars that changed, and remove stale ones (event ``build-finished``)."""
    builder = web_builder(app)
    if builder is None or exception is not None:
        return
    out = Path(builder.outdir)
    earlier = {f"{FOLDER}/{path.name}" for path in (out / FOLDER).glob("*.ics")}
    outputs = dict(_outputs(builder))
    remove(out, earlier - outputs.keys(), GENERATOR)
    changed = (
        Output(path, text, GENERATOR)
        for path, text in outputs.items()
        if path not in earlier or not _is_current(out / path, text)
    )
    report(replace_all(out, changed, (), GENERATOR))


def _outputs(builder: StandaloneHTMLBuilder) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each calendar."""
    domain = job_domain(builder.env)
    settings = domain.settings
    site = settings.base_url or f"//{builder.config.project}"
    for texts in domain.jobs.by_key.values() if settings.calendar else ():
        for record, *_duplicates in texts.values():
            if event := closing_event(domain.views.build, record, site):
                yield calendar_path(record), calendar(event, settings.day)


def _is_current(file: Path, text: str) -> bool:
    """Whether an earlier build has written a calendar; another day is no difference."""
    try:
        return _without_stamp(read_file(file).decode()) == _without_stamp(text)
    except (OSError, UnicodeError):
        return False


def _without_stamp(text: str) -> list[str]:
    return [line for line in text.split("\r\n") if not line.startswith(STAMP)]


def setup(app: Sphinx) -> None:
    """Register the calendars."""
    app.connect("build-finished", write_calendars, priority=order.WRITE_CALENDARS)
