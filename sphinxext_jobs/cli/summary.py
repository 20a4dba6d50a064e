"""``sphinx-jobs summary``: the effect of a change on the pairs, for a pull request."""

from __future__ import annotations

import argparse

from ..text.wording import message as _
from .arguments import Commands
from .project import add_options


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "summary",
        help=_("write in Markdown what a change does to the pairs of texts"),
        description=_(
            "Write in Markdown, for a pull request, which pairs of texts a change puts out of step "
            "or back in step. The texts and the catalogues of both revisions are compared, without "
            "a build, so run jobs-pair before."
        ),
        epilog=_(
            "Exit status: 0, or 3 if git cannot compare or a posting cannot be read, or 2 if the "
            "command or the configuration cannot be used."
        ),
    )
    parser.add_argument(
        "--since",
        metavar="REF",
        required=True,
        help=_("the branch or commit from which the change comes"),
    )
    parser.add_argument(
        "--link",
        metavar=_("ADDRESS"),
        help=_(
            "address of a line, with {path} and {line} (default: that of GitHub or GitLab in their "
            "CI)"
        ),
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    from .summarizing import run as run_summary  # no other command needs the parser of pages

    return run_summary(found)
