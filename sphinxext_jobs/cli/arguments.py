"""The arguments that commands share, and the words of ``argparse`` in French."""

from __future__ import annotations

import argparse
import gettext
from typing import Any, Protocol

from ..text.wording import CATALOGUE, LOCALE_DIR, N_
from ..text.wording import message as _

#: argparse takes its words from gettext's default domain, and has no catalogue of its own.
WORDS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("expected one argument"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("ignored explicit argument %r"),
)


class Commands(Protocol):
    """A place for the parsers of commands, as ``add_subparsers`` returns it."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser:
        """Return a new parser for the command *name*."""


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add the option for output that a program can read."""
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help=_("the format of the output")
    )


def translate_argparse() -> None:
    """Let argparse write its own words in the language of the terminal."""
    gettext.bindtextdomain(CATALOGUE, str(LOCALE_DIR))
    gettext.textdomain(CATALOGUE)
