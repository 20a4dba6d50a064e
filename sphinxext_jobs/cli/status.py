"""``sphinx-jobs status``: the table of ``job-pairs`` in the terminal, without a build."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ..diagnostics import printable
from ..formats.feeds import json_text
from ..formats.json_schema import ABSENT, TEXT, document, list_of, object_of
from ..jobs.records import PairsSpec
from ..model.fields import FIELDS
from ..model.query import parse_statuses
from ..model.status import Status
from ..pairing.catalogs.catalog import Catalog, Figures
from ..pairing.catalogs.figures import figures_of, noted_missing
from ..pairing.units import Name
from ..text.wording import and_more, autonym, message_language
from ..text.wording import message as _
from ..views.pairs import Row, pair_rows, state_of, to_do
from .arguments import Commands, add_format
from .project import Project, add_options, open_project, pair_command
from .terminal import columns, has_color, table

if TYPE_CHECKING:
    from .pairs import Pairs

#: The version of the JSON.
VERSION = 1
#: The number of jobs that a message names.
_NAMED = 5
#: The colours of the heads, and of the tasks of a job.
_HEAD, _TASK = "1", "33"


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "status",
        help=_("list the jobs with the state of their texts in each language"),
        description=_(
            "List the jobs with the state of their texts in each language, as the directive "
            "job-pairs does, from the files and the catalogues."
        ),
    )
    parser.add_argument(
        "--status",
        action="append",
        choices=[*map(str, Status), "all"],
        metavar=_("STATUS"),
        help=_("jobs that are {statuses}, or all (default: open); can be repeated").format(
            statuses=", ".join(map(str, Status))
        ),
    )
    parser.add_argument(
        "--problems", action="store_true", help=_("only jobs in which there is something to do")
    )
    add_format(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    from .checking import build_of  # which loads more than the other commands need

    project = open_project(conf_dir=found.conf_dir, strict=found.strict_config)
    statuses = parse_statuses(" ".join(found.status or [Status.OPEN]))
    pairs = _reader(project)
    build = replace(build_of(project, project.jobs), figures=_figures(project, pairs))
    lang = message_language()
    every = [*pair_rows(build, PairsSpec(statuses, problems=False), lang)]
    rows = [row for row in every if not (found.problems and row.in_order)]
    stale = _stale(pairs, {row.key for row in every})
    if found.format == "json":
        jobs = [_json(row, lang, is_stale=row.key in stale) for row in rows]
        print(json_text({"version": VERSION, "jobs": jobs}), end="")
    elif rows:
        print("\n".join(_table(rows, build.jobs.languages, lang)))
    elif found.problems and project.records and not stale:
        print(_("All jobs are in order in every language."))
    elif not stale:
        print(_("No jobs."))
    if stale:
        named = and_more(", ".join(sorted(stale)[:_NAMED]), len(stale) - _NAMED)
        text = _("jobs-pair was not run after the last edit of {jobs}. Type `{command}`.")
        text = text.format(jobs=named, command=pair_command(project.root))
        print(f"sphinx-jobs: {printable(text)}", file=sys.stderr)
    return 0


def _reader(project: Project) -> Callable[[], Pairs]:
    """Return what reads the pairs of a project, if they are needed."""

    @cache
    def pairs() -> Pairs:
        from .pairs import Pairs  # only where needed: it loads the parser of pages

        return Pairs(project, faults={})

    return pairs


def _stale(pairs: Callable[[], Pairs], keys: Collection[str]) -> frozenset[str]:
    """Return which jobs have a text that changed after the last run of ``jobs-pair``."""
    if not keys:
        return frozenset()
    from .states import stale_jobs

    return stale_jobs(pairs(), keys)


def _figures(project: Project, pairs: Callable[[], Pairs]) -> Callable[[str, str], Figures | None]:
    """Return what reads the figures of a document's catalogue in a language.

    Only if a catalogue may have translations that the counterpart's file does not have, the files
    are compared with it.
    """

    def figures(docname: str, lang: str) -> Figures | None:
        path = project.settings.catalog_path(project.root, docname, lang)
        return figures_of(path, lang, lambda catalog: _missing(pairs, (docname, lang), catalog))

    return figures


def _missing(pairs: Callable[[], Pairs], name: Name, catalog: Catalog) -> int:
    """Count the translations in a catalogue that the file of the counterpart does not have."""
    if not (noted_missing(catalog) or any(e.is_usable and e.edited for e in catalog.entries)):
        return 0
    from ..pairing.recalling import recall  # not needed for most projects

    key = pairs().project.folder.postings[name[0]].posting.translation_key
    for found in pairs().of({key}):
        if found.pair.name == name and found.sides:
            decisions, _is_stale = recall(found.pair, found.sides, catalog)
            lost = (each.blocks for each in decisions if each.is_in_catalogue_only)
            return len({block.message for blocks in lost for block in blocks})
    return 0


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the output."""
    number = {"type": "integer", "minimum": 0}
    flag = {"type": "boolean"}
    numbers = {each.name: number for each in fields(Figures)} | {"is_damaged": flag}
    language = object_of(
        exists=flag,
        source=flag,
        in_conflict=flag,
        state=TEXT,
        blocks={"anyOf": [object_of(**numbers), ABSENT]},
    )
    job = object_of(
        key=TEXT,
        title=TEXT,
        in_order=flag,
        stale=flag,
        mismatched=list_of(TEXT),
        languages={"type": "object", "additionalProperties": language},
        to_do=list_of(TEXT),
    )
    return document(_("State of the jobs"), version={"const": VERSION}, jobs=list_of(job))


def _table(rows: Sequence[Row], languages: Sequence[str], lang: str) -> Iterator[str]:
    heads = (FIELDS["title"].label_in(lang), *map(autonym, languages), _("To do"))
    cells = [
        (
            row.link.title,
            *(state_of(cell, lang) for cell in row.cells),
            "; ".join(to_do(row, lang)) or _("nothing"),
        )
        for row in rows
    ]
    codes = {(-1, n): _HEAD for n in range(len(heads))}
    codes |= {(n, len(heads) - 1): _TASK for n, row in enumerate(rows) if not row.in_order}
    return table(heads, cells, columns(), codes if has_color(sys.stdout) else {})


def _json(row: Row, lang: str, *, is_stale: bool) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.link.title,
        "in_order": row.in_order,
        "stale": is_stale,
        "mismatched": [*row.mismatched],
        "languages": {
            cell.lang: {
                "exists": cell.exists,
                "source": cell.is_source,
                "in_conflict": cell.in_conflict,
                "state": state_of(cell, lang),
                "blocks": asdict(cell.figures) if cell.figures else None,
            }
            for cell in row.cells
        },
        "to_do": [*to_do(row, lang)],
    }
