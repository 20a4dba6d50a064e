"""The formats of ``sphinx-jobs check``: text for people, JSON, GitHub's commands, SARIF."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..diagnostics import Diagnostic, Kind, printable
from ..jobs.tally import Tally
from ..settings.conf import NAME
from ..text.wording import ngettext
from .terminal import paint

#: The JSON Schema of the format ``json``.
SCHEMA: Mapping[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "The problems that `sphinx-jobs check` finds",
    "type": "object",
    "required": ["version", "postings", "problems", "unchecked"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1, "description": "The version of this format."},
        "postings": {"type": "integer", "minimum": 0, "description": "Postings in the project."},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "line", "kind", "problem", "hint", "fixable"],
                "additionalProperties": False,
                "properties": {
                    "path": {
                        "type": "string",
                        "description": "The file, relative to the current folder, with slashes.",
                    },
                    "line": {"type": "integer", "minimum": 1},
                    "kind": {"enum": [kind.value for kind in Kind]},
                    "problem": {"type": "string"},
                    "hint": {"type": "string", "description": "How to fix it."},
                    "fixable": {
                        "type": "boolean",
                        "description": "Whether `sphinx-jobs check --fix` can correct it.",
                    },
                },
            },
        },
        "unchecked": {
            "type": "array",
            "items": {"type": "string"},
            "description": "A page for each directive that brings in a posting not checked.",
        },
    },
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A diagnostic as it is shown: its file is relative to the current folder."""

    path: str
    line: int
    kind: Kind
    problem: str
    hint: str
    fixable: bool


@dataclass(frozen=True, slots=True)
class Result:
    """The problems to show, sorted, and the numbers and pages that a report of them needs."""

    problems: tuple[Problem, ...]
    postings: int
    unchecked: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The number of problems, or of postings if there are none, in words."""
        if not self.problems:
            return ngettext(
                "No problems in {count} posting.",
                "No problems in {count} postings.",
                self.postings,
            ).format(count=self.postings)
        tally = Tally()
        for each in self.problems:
            tally.add(each.kind.value, each.path, fixable=each.fixable)
        return tally.sentence("--fix")

    @property
    def notice(self) -> str:
        """The sentence about the postings that are not checked; empty without any."""
        count = len(self.unchecked)
        if not count:
            return ""
        return ngettext(
            "{count} posting in pages is not checked: {pages}.",
            "{count} postings in pages are not checked: {pages}.",
            count,
        ).format(count=count, pages=", ".join(dict.fromkeys(self.unchecked)))


def problems(found: Iterable[Diagnostic], root: Path) -> tuple[Problem, ...]:
    """Return diagnostics of the project in *root* as they are shown, by file and line."""
    above = {f"{folder}{os.sep}": relative(folder) + "/" for folder in (root, Path.cwd())}

    def words(text: str) -> str:
        for prefix in sorted(above, key=len, reverse=True):
            text = text.replace(prefix, above[prefix].removeprefix("./"))
        return printable(text)

    return tuple(
        sorted(
            Problem(
                printable(relative(Path(each.at.path) if each.at else root / NAME)),
                (each.at and each.at.line) or 1,
                each.kind,
                words(each.problem),
                words(each.hint),
                bool(each.fix),
            )
            for each in found
        )
    )


def relative(path: Path) -> str:
    """Return a path relative to the current folder, with slashes.

    If it is on another drive, it stays absolute.
    """
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()


def as_text(result: Result, width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines for people: the problems of each file, with their lines and kinds."""
    painted: Callable[[str, str], str] = paint if color else lambda text, _code: text
    for path, group in itertools.groupby(result.problems, lambda each: each.path):
        found = list(group)
        yield painted(path, "4")
        column = len(str(found[-1].line))
        for each in found:
            indent = " " * (column + 4)
            first, *rest = _wrapped(f"{each.problem} [{each.kind.value}]", width, indent)
            number = f"  {each.line:>{column}}  "
            lines = [number + first[len(indent) :], *rest]
            lines[-1] = lines[-1].replace(
                f"[{each.kind.value}]", painted(f"[{each.kind.value}]", "33")
            )
            yield from [painted(number, "2") + lines[0][len(number) :], *lines[1:]]
            yield from (painted(line, "2") for line in _wrapped(each.hint, width, indent))
        yield ""
    yield from _wrapped(result.notice, width)
    code = "31" if result.problems else "32"
    yield from (painted(line, code) for line in _wrapped(result.digest, width))


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Wrap a text; code, such as a command, stays on one line, so that it can be copied."""
    lines = wrap(
        re.sub("`[^`]*`", lambda code: code[0].replace(" ", "\0"), text),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\0", " ") for line in lines]


def as_json(result: Result) -> str:
    """Return the problems as JSON: see :data:`SCHEMA`."""
    rows = [
        {
            "path": each.path,
            "line": each.line,
            "kind": each.kind.value,
            "problem": each.problem,
            "hint": each.hint,
            "fixable": each.fixable,
        }
        for each in result.problems
    ]
    found = {"version": 1, "postings": result.postings, "problems": rows}
    return json.dumps({**found, "unchecked": result.unchecked}, indent=2)


#: The characters that end a command of GitHub's, or one of its properties; ``%`` comes first.
_ENDS_COMMAND = "%\r\n"
_ENDS_PROPERTY = "%\r\n:,"


def as_github(result: Result) -> Iterator[str]:
    """Yield a workflow command for each problem, which GitHub shows at its line.

    Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
    """
    for each in result.problems:
        text = _escaped(" ".join(filter(None, (each.problem, each.hint))), _ENDS_COMMAND)
        values = {"file": each.path, "line": str(each.line), "title": f"jobs.{each.kind.value}"}
        pairs = [f"{name}={_escaped(value, _ENDS_PROPERTY)}" for name, value in values.items()]
        yield f"::warning {','.join(pairs)}::{text}"


def _escaped(text: str, characters: str) -> str:
    """Percent-encode characters, in their order."""
    for char in characters:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def as_sarif(result: Result) -> str:
    """Return the problems as SARIF 2.1.0, for the code scanning of GitHub and GitLab."""
    kinds = list(Kind)
    rules = [
        {
            "id": f"jobs.{kind.value}",
            "shortDescription": {"text": kind.help},
            "help": {"text": kind.help},
        }
        for kind in kinds
    ]
    results = [
        {
            "ruleId": f"jobs.{each.kind.value}",
            "ruleIndex": kinds.index(each.kind),
            "level": "warning",
            "message": {"text": " ".join(filter(None, (each.problem, each.hint)))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(each.path), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": each.line},
                    }
                }
            ],
        }
        for each in result.problems
    ]
    driver = {"name": "sphinx-jobs", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0"}
    return json.dumps({**log, "runs": [run]}, indent=2)
