"""``sphinx-jobs draft``: the missing text of a job, begun from the one that exists."""

from __future__ import annotations

import argparse

from ..text.languages import is_tag, normalize
from ..text.wording import message as _
from .arguments import Commands
from .project import add_options


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "draft",
        help=_("begin the missing text of a job from the one that exists"),
        description=_(
            "Write a draft of the missing text of a job. Blocks whose translation is known from "
            "the catalogues are translated. The others are in the language of the source, and a "
            "comment below marks them."
        ),
    )
    parser.add_argument("key", metavar=_("KEY"), help=_("the key, translationKey"))
    parser.add_argument(
        "--to",
        required=True,
        type=_language,
        metavar=_("LANGUAGE"),
        help=_("the language of the missing text, such as fr"),
    )
    add_options(parser)
    parser.set_defaults(run=run)


def _language(written: str) -> str:
    if not is_tag(written.strip()):
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a language tag, such as fr.").format(text=written)
        )
    return normalize(written)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    from .drafting import run as run_draft  # no other command needs the parser of pages

    return run_draft(found)
