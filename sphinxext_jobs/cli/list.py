"""``sphinx-jobs list``: the jobs with their status and closing date."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import PurePath

from ..formats.job_list import Row, job_list
from ..jobs.jobs import Texts
from ..jobs.records import Record
from ..model.closing import closing
from ..model.fields import FIELDS
from ..model.status import Status
from ..model.values import Moment
from ..text.languages import best
from ..text.wording import message as _
from ..text.wording import message_language
from .arguments import Commands, add_format
from .project import Project, add_options, open_project
from .terminal import table

EXPIRY = FIELDS["expiryDate"]


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "list",
        help=_("list the jobs with their status and closing date"),
        description=_("List the jobs, the next one to close first. Drafts are not listed."),
    )
    parser.add_argument(
        "--status",
        action="append",
        choices=[*map(str, Status)],
        metavar=_("STATUS"),
        help=_("only jobs that are {statuses}; can be repeated").format(
            statuses=", ".join(map(str, Status))
        ),
    )
    parser.add_argument(
        "--closing-within",
        type=int,
        metavar=_("DAYS"),
        help=_("only open jobs that close within so many days, from today"),
    )
    add_format(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    project = open_project(conf_dir=found.conf_dir, strict=found.strict_config)
    chosen = [*_chosen(project, found.status, found.closing_within)]
    if found.format == "json":
        rows = (_row(project, record) for record in chosen)
        print(job_list(rows, project.settings.timezone), end="")
        return 0
    keys = dict.fromkeys(record.posting.translation_key for record in chosen)
    lines = [*_table(project, (project.jobs.everywhere[key] for key in keys))]
    print("\n".join(lines) if lines else _("No jobs."))
    return 0


def _chosen(
    project: Project, statuses: Sequence[str] | None, within: int | None
) -> Iterator[Record]:
    """Yield the texts of the chosen jobs: the next one to close first, without a date last."""
    settings = project.settings
    last = None if within is None else settings.day + timedelta(within)
    for record in sorted(project.records, key=lambda record: _order(project, record)):
        status = project.jobs.status(record)
        end = _closes(project, record)
        if statuses and status not in statuses:
            continue
        day = end.date() if isinstance(end, datetime) else end
        if last is None or (status is Status.OPEN and day is not None and day <= last):
            yield record


def _order(project: Project, record: Record) -> tuple[datetime, str, str]:
    end = _closes(project, record) or date.max
    instant: datetime = EXPIRY.sorted_by(end, project.settings.timezone)
    return instant, record.posting.translation_key, record.docname


def _closes(project: Project, record: Record) -> Moment | None:
    """Return the closing date of a posting; None if it has none, or never closes."""
    posting, settings = record.posting, project.settings
    if posting.expiry_date is None or posting.translation_key in settings.always_open:
        return None
    return closing(posting.expiry_date, settings.timezone)


def _written(end: Moment | None) -> str:
    """Write a closing date, with its hour, as front matter does."""
    if isinstance(end, datetime):
        return f"{end:%Y-%m-%d %H:%M} {end.tzinfo}"
    return end.isoformat() if end else "–"


def _row(project: Project, record: Record) -> Row:
    return Row(
        posting=project.jobs.shown(record).posting,
        lang=record.posting.lang,
        title=record.posting.title,
        status=project.jobs.status(record),
        place={
            "file": PurePath(record.path).relative_to(project.root).as_posix(),
            "line": record.line(),
        },
    )


def _table(project: Project, jobs: Iterable[Texts]) -> Iterator[str]:
    """Return the lines of a table, one for each job."""
    rows = [
        (
            _written(_closes(project, record)),
            project.jobs.status(record).label_in(message_language()),
            record.posting.translation_key,
            " ".join(texts),
            record.posting.title,
        )
        for texts in jobs
        for record in [texts[best(texts, message_language()) or next(iter(texts))][0]]
    ]
    heads = (_("Closes"), _("Status"), _("Key"), _("Languages"), _("Title"))
    return table(heads, rows) if rows else iter(())
