"""The command ``sphinx-jobs``: work with postings outside a build."""

from __future__ import annotations

import argparse
import gettext
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import __version__
from ..diagnostics import printable
from ..sources.git import GitError
from ..text.wording import message as _
from . import apply, build, check, confirm, draft, new, schema, status, summary, update
from . import list as list_jobs
from .arguments import translate_argparse
from .project import ProjectError

#: Each has ``add_parser``, which declares it, and sets its ``run``: a function from the arguments
#: to the exit status. Options that ``run`` passes on are in ``options``, which it sets, too.
COMMANDS = (check, build, new, list_jobs, status, schema, update, confirm, apply, draft, summary)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character shows its number.
            stream.reconfigure(errors="backslashreplace")
    translate_argparse()
    parser = argparse.ArgumentParser(
        prog="sphinx-jobs", description=_("Work with the job postings of a Sphinx project.")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help=_("show the version number and exit"),
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for command in COMMANDS:
        command.add_parser(commands)
    found, rest = parser.parse_known_args(arguments)
    if rest and "options" not in found:
        parser.error(gettext.gettext("unrecognized arguments: %s") % " ".join(rest))
    if rest:
        found.options = rest
    try:
        status: int = found.run(found)
        sys.stdout.flush()
    except ProjectError as error:
        print(f"sphinx-jobs: {printable(str(error))}", file=sys.stderr)
        return 2
    except GitError as error:
        print(f"sphinx-jobs: {printable(str(error))}", file=sys.stderr)
        return 3
    except BrokenPipeError:  # the reader, such as head, has seen enough
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return 1
    return status
