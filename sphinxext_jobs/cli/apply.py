"""``sphinx-jobs apply``: the translations in catalogues go into the files that readers see."""

from __future__ import annotations

import argparse

from ..text.wording import message as _
from .arguments import Commands
from .project import add_options
from .since import add_since


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "apply",
        help=_("write the translations of catalogues into the Markdown files"),
        description=_(
            "Write the translations that people changed in the catalogues into the files of the "
            "other language, which readers see. Fuzzy translations are not written."
        ),
        epilog=_(
            "Exit status: 0 if all translations are written, 1 if some are not, 2 if the command "
            "or the configuration cannot be used, 3 if git cannot compare with --since."
        ),
    )
    add_names(parser)
    parser.add_argument(
        "--diff", action="store_true", help=_("show the changes, and write nothing")
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help=_("exit with status 1 if there is something to write, and write nothing"),
    )
    add_since(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def add_names(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that name jobs."""
    parser.add_argument(
        "names",
        metavar=_("KEY"),
        nargs="*",
        help=_("only these jobs, by their keys or one of their files"),
    )


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    from .applying import run as run_apply  # no other command needs the parser of pages

    return run_apply(found)
