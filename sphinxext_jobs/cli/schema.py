"""``sphinx-jobs schema``: JSON Schemas of the front matter, and of the JSON for other programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from typing import Any

from ..formats.json_schema import ADDRESSES, FILES, front_matter, job_list
from ..pairing.json_schema import pairing
from ..settings.settings import Settings
from ..text.wording import message as _
from .arguments import Commands
from .formats import SCHEMA
from .project import ProjectError, add_options, open_project
from .status import schema as status

#: The schema of each name, in a project with some settings.
SCHEMAS: Mapping[str, Callable[[Settings], dict[str, Any]]] = {
    "front-matter": lambda settings: front_matter(settings.layouts),
    "check": lambda _settings: {**SCHEMA},
    "jobs": lambda _settings: job_list(**ADDRESSES),
    "list": lambda _settings: job_list(**FILES),
    "pairing": lambda _settings: pairing(),
    "status": lambda _settings: status(),
}


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "schema",
        help=_("print a JSON Schema, for editors and other programs"),
        description=_(
            "Print a JSON Schema: of the front matter (the default), of jobs.json (jobs), of "
            "pairing.json (pairing), or of the JSON that another command prints (check, list, "
            "status)."
        ),
    )
    parser.add_argument(
        "name",
        nargs="?",
        choices=SCHEMAS,
        default="front-matter",
        metavar=_("NAME"),
        help=", ".join(SCHEMAS),
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    try:
        settings = open_project(conf_dir=found.conf_dir).settings
    except ProjectError:  # a schema is useful outside a project, too
        if found.conf_dir:
            raise
        settings = Settings.from_values({}, {})[0]
    print(json.dumps(SCHEMAS[found.name](settings), ensure_ascii=False, indent=1))
    return 0
