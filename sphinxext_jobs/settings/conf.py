"""``conf.py`` without Sphinx: it is executed as Sphinx does, or ``pyproject.toml`` replaces it."""

from __future__ import annotations

import contextlib
import os
import sys
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..text.wording import message as _
from .settings import Settings

NAME = "conf.py"
#: The file and the table whose values are used if ``conf.py`` cannot be executed.
PYPROJECT = "pyproject.toml"
TABLE = "sphinx-jobs"


class ConfError(Exception):
    """A configuration that cannot be read; the message says why, in one line."""


class Tags(set[str]):
    """The object ``tags`` of ``conf.py``: no tag is set on the command line."""

    def has(self, tag: str) -> bool:
        """Whether a tag is set."""
        return tag in self

    def remove(self, tag: str) -> None:
        """Remove a tag, also one that is not set."""
        self.discard(tag)


def nearest(start: Path, name: str = NAME) -> Path | None:
    """Return the nearest file of a name in a folder or above it."""
    folders = [start, *start.parents]
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def execute(conf: Path) -> dict[str, Any]:
    """Execute a ``conf.py`` in its folder, and return its values; raises :class:`ConfError`.

    Its function ``setup`` is not called. Everything that it prints goes to the standard error.
    """
    namespace: dict[str, Any] = {"__file__": str(conf), "tags": Tags()}
    try:
        with contextlib.chdir(conf.parent), _output_to_stderr():
            exec(compile(conf.read_bytes(), conf, "exec"), namespace)
    except (Exception, SystemExit) as error:
        raise ConfError(_reason(error, conf)) from error
    return namespace


def _reason(error: BaseException, conf: Path) -> str:
    """Return the first line of an error, with the line of ``conf.py`` in which it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    line = next((each.lineno for each in reversed(frames) if each.filename == str(conf)), None)
    if isinstance(error, SyntaxError):
        line, text = error.lineno, error.msg
    else:
        text = next(iter(str(error).strip().splitlines()), "")
    reason = ": ".join(filter(None, (type(error).__name__, text)))
    return _("{reason}, in line {line}").format(reason=reason, line=line) if line else reason


@contextlib.contextmanager
def _output_to_stderr() -> Iterator[None]:
    """Redirect the standard output, also that of programs that are started, to the other stream."""
    sys.stdout.flush()
    with contextlib.redirect_stdout(sys.stderr), contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a stream may be closed
            stack.callback(os.close, saved := os.dup(1))
            os.dup2(2, 1)
            stack.callback(os.dup2, saved, 1)
        yield


def from_pyproject(folder: Path) -> tuple[Path | None, dict[str, Any]]:
    """Return the nearest ``pyproject.toml`` that has our table, and its values.

    The names are those of ``conf.py``; ``jobs_`` may be left out, and hyphens may be underscores.
    Raises :class:`ConfError` if the nearest file is not TOML.
    """
    path = nearest(folder, PYPROJECT)
    if path is None:
        return None, {}
    try:
        found = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfError(f"{path}: {error}") from error
    tool = found.get("tool")
    table = tool.get(TABLE) if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        return None, {}
    ours = {name.removeprefix("jobs_"): name for name, _option in Settings.options()}
    names = {name: name.replace("-", "_") for name in table}
    return path, {ours.get(names[name], names[name]): value for name, value in table.items()}
