"""``sphinx-jobs confirm``: a person accepts what ``jobs-pair`` reports as right."""

from __future__ import annotations

import argparse

from ..text.wording import message as _
from .arguments import Commands
from .project import add_options
from .since import add_since


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "confirm",
        help=_("accept translations that jobs-pair reports, as they are"),
        description=_(
            "Accept texts that the builder jobs-pair reports, because they agree or differ on "
            "purpose. They are reported again when one of them changes."
        ),
        epilog=_(
            "Exit status: 0 if everything that you named is confirmed, 1 if something is not, 2 if "
            "the command or the configuration cannot be used, 3 if git cannot compare with --since."
        ),
    )
    parser.add_argument(
        "names",
        metavar=_("WHAT"),
        nargs="*",
        help=_("a key, a file, `FILE:LINE` as in the warnings, or an id of pairing.json"),
    )
    parser.add_argument(
        "--why",
        metavar=_("REASON"),
        help=_("only what has this reason, such as unsure or numbers"),
    )
    parser.add_argument(
        "--diff", action="store_true", help=_("show the changes, and write nothing")
    )
    add_since(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    from .confirming import run as run_confirm  # no other command needs the parser of pages

    return run_confirm(found)
