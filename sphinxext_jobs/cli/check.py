"""``sphinx-jobs check``: what is wrong with postings, without a build."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..diagnostics import Diagnostic, Kind, printable
from ..settings.conf import NAME
from ..text.wording import message as _
from .arguments import Commands
from .checking import check
from .correcting import correct, difference, write
from .formats import Result, as_github, as_json, as_sarif, as_text, problems, relative
from .project import ProjectError, add_options, open_project
from .terminal import has_color

FORMATS = ("text", "json", "github", "sarif")
#: Longer lines are hard to read.
MAX_WIDTH = 100


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "check",
        help=_("report what is wrong with postings, without a build"),
        description=_(
            "Report what an HTML build would report about postings: front matter, keys, "
            "counterparts, links, addresses, lists. It does not compare the texts of counterparts: "
            "the builder jobs-pair does."
        ),
        epilog=_(
            "Exit status: 0 if there are no problems, 1 if there are some, 2 if the command or the "
            "configuration cannot be used."
        ),
    )
    parser.add_argument(
        "paths",
        metavar=_("PATH"),
        nargs="*",
        type=Path,
        help=_("report only what concerns these files and folders; the whole project is read"),
    )
    parser.add_argument(
        "--fix", action="store_true", help=_("correct what is certain, and report the rest")
    )
    parser.add_argument(
        "--diff", action="store_true", help=_("show the corrections, and write nothing")
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help=_("format of the report: %(choices)s")
    )
    for name, help_ in (
        ("--select", _("report only these kinds of problems, such as pair,missing")),
        ("--ignore", _("do not report these kinds of problems")),
    ):
        parser.add_argument(
            name, metavar=_("KIND,..."), type=_kinds, action="extend", default=[], help=help_
        )
    parser.add_argument("-q", "--quiet", action="store_true", help=_("print only the last line"))
    parser.add_argument(
        "--exit-zero", action="store_true", help=_("exit with status 0 if there are problems")
    )
    add_options(parser)
    parser.set_defaults(run=run)


def _kinds(text: str) -> list[Kind]:
    """Read kinds as ``suppress_warnings`` names them, with or without ``jobs.``."""
    names = [name.strip().removeprefix("jobs.") for name in text.split(",")]
    if unknown := [name for name in filter(None, names) if name not in [*Kind]]:
        problem = _("There is no kind {name}. The kinds are: {kinds}.").format(
            name=unknown[0], kinds=", ".join(Kind)
        )
        raise argparse.ArgumentTypeError(problem)
    return [Kind(name) for name in names if name]


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    project = open_project(found.paths, found.conf_dir, strict=found.strict_config)
    concerns = _concerns(found.paths, project.root)

    def is_wanted(each: Diagnostic) -> bool:
        chosen = not found.select or each.kind in found.select
        return chosen and each.kind not in found.ignore and concerns(each)

    report = check(project, concerns)
    faults: list[Diagnostic] = []
    if found.fix or found.diff:
        report, texts = correct(project, report, is_wanted, concerns)
        if found.diff:
            for path, text in sorted(texts.items()):
                sys.stdout.writelines(difference(path, text))
            return 1 if texts and not found.exit_zero else 0
        if faults := write(texts):
            report = check(replace(project), concerns)  # as the files are now
    wanted = [*filter(is_wanted, report.found), *faults]
    unchecked = tuple(map(relative, report.unchecked))
    result = Result(problems(wanted, project.root), report.postings, unchecked)
    for line in _lines(result, found.format, quiet=found.quiet):
        print(line)
    return 1 if wanted and not found.exit_zero else 0


def _concerns(paths: Sequence[Path], root: Path) -> Callable[[Diagnostic], bool]:
    """Return whether a problem is in one of the files or folders, or names one of them.

    Without paths, all problems are. Paths that are not in the source folder are reported: hooks
    may pass any file. Raises :class:`ProjectError` for a path that does not exist.
    """
    found = []
    is_whole = not paths
    for path in paths:
        real = path.resolve() if path.is_dir() else path.parent.resolve() / path.name
        if not os.path.lexists(path):
            raise ProjectError(_("{path} does not exist.").format(path=path))
        if root.is_relative_to(real):
            is_whole = True
        elif real.is_relative_to(root):
            end = re.escape(os.sep) if path.is_dir() else r"(?![\w.-]*\w)"
            found.append(re.escape(str(real)) + end)
        else:
            problem = _("{path} is not in the source folder, {folder}, so it is not checked.")
            text = problem.format(path=path, folder=root)
            print(f"sphinx-jobs: {printable(text)}", file=sys.stderr)
    if is_whole:
        return lambda _each: True
    names = re.compile("|".join(found) or r"(?!)")

    def concerns(each: Diagnostic) -> bool:
        place = each.at.path if each.at else str(root / NAME)
        return bool(names.match(place) or names.search(each.problem))

    return concerns


def _lines(result: Result, format_: str, *, quiet: bool) -> Iterator[str]:
    """Yield the lines of a report."""
    if format_ == "json":
        yield as_json(result)
    elif format_ == "sarif":
        yield as_sarif(result)
    elif quiet:
        yield result.digest
    elif format_ == "github":
        yield from as_github(result)
        yield result.digest
    else:
        width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
        yield from as_text(result, width, color=has_color(sys.stdout))
