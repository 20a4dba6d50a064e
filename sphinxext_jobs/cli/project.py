"""The project of a command: its ``conf.py``, its settings and its postings, without Sphinx."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic
from ..jobs.jobs import FileDates, Jobs, no_dates
from ..jobs.records import Record
from ..settings.conf import NAME, PYPROJECT, TABLE, ConfError, execute, from_pyproject, nearest
from ..settings.settings import Settings
from ..settings.sphinx import SphinxValues
from ..sources.files import write_if_changed
from ..sources.folder import Folder, read_folder
from ..sources.glossary import Glossary
from ..sources.history import History
from ..text.wording import message as _


class ProjectError(Exception):
    """A project that cannot be used; the message says why, and how to fix it."""


@dataclass(frozen=True)
class Project:
    """A project on disk: the folder of its ``conf.py``, which is its source folder, and its values.

    *faults* are those of the settings. *notice* says why ``conf.py`` is not used, if so. *texts*
    are used instead of the files on disk.
    """

    root: Path
    values: Mapping[str, Any]
    settings: Settings
    sphinx: SphinxValues
    faults: Sequence[Diagnostic] = ()
    notice: str = ""
    texts: Mapping[Path, str] = field(default_factory=dict)

    @cached_property
    def folder(self) -> Folder:
        """The documents of the project, read when they are first needed."""
        return read_folder(self.root, self.sphinx, self.settings, self.texts)

    @cached_property
    def glossary(self) -> Glossary:
        """The glossary of the project."""
        return Glossary.load([self.root / name for name in self.settings.glossary], self.settings)

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The pages of all postings, in all languages."""
        return tuple(
            Record.of(source, docname, terms=self.glossary.terms_in(source))
            for docname, source in self.folder.postings.items()
        )

    @cached_property
    def jobs(self) -> Jobs:
        """All postings, in all languages."""
        return Jobs.of(self.records, (), self.settings, dates=self.dates)

    @cached_property
    def history(self) -> History:
        """The dates of the postings' files, if they are asked for."""
        if not self.settings.history or not self.records:
            return History()
        return History.read(self.root, {Path(record.path).suffix for record in self.records})

    @property
    def dates(self) -> FileDates:
        """Returns the dates of a file."""
        return self.history.of if self.settings.history else no_dates


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that choose the project."""
    parser.add_argument(
        "-c",
        "--conf-dir",
        metavar=_("DIR"),
        type=Path,
        help=_("folder of conf.py (default: the nearest one above the first path, or above here)"),
    )
    parser.add_argument(
        "--strict-config",
        action="store_true",
        help=_("stop with status 2 if conf.py cannot be executed"),
    )


def open_project(
    paths: Sequence[Path] = (), conf_dir: Path | None = None, *, strict: bool = False
) -> Project:
    """Open the project of the nearest ``conf.py`` above a path, or above this folder.

    If ``conf.py`` cannot be executed, one line on the standard error says why, and
    ``pyproject.toml`` or the defaults are used. Raises :class:`ProjectError` without a
    ``conf.py``, and with *strict* if it cannot be executed.
    """
    conf = _find(paths, conf_dir)
    notice = ""
    try:
        values = execute(conf)
    except ConfError as error:
        if strict:
            raise ProjectError(_not_executed(conf, error)) from error
        values, source = _instead(conf.parent)
        notice = _("{error} Instead, {source} is used.").format(
            error=_not_executed(conf, error), source=source
        )
        print(f"sphinx-jobs: {notice}", file=sys.stderr)
    settings, faults = Settings.from_values(values, os.environ)
    return Project(conf.parent, values, settings, SphinxValues.from_values(values), faults, notice)


def _find(paths: Sequence[Path], conf_dir: Path | None) -> Path:
    """Return the ``conf.py`` of the project; raises :class:`ProjectError` if there is none."""
    if conf_dir is not None:
        conf = conf_dir.resolve() / NAME
        if not conf.is_file():
            raise ProjectError(_("{path} does not exist.").format(path=conf))
        return conf
    starts = [path if path.is_dir() else path.parent for path in map(Path.resolve, paths)]
    for start in (*starts, Path.cwd()):
        if found := nearest(start):
            return found
    folder = (*starts, Path.cwd())[0]
    problem = _("There is no conf.py in {folder} or above it.").format(folder=folder)
    raise ProjectError(" ".join((problem, _("Name its folder with -c."))))


def _not_executed(conf: Path, error: ConfError) -> str:
    return _("{path} cannot be executed ({reason}).").format(path=conf, reason=error)


def _instead(folder: Path) -> tuple[dict[str, Any], str]:
    """Return the values that replace those of ``conf.py``, and their origin for authors."""
    try:
        path, values = from_pyproject(folder)
    except ConfError as error:
        raise ProjectError(
            _("{error}. Correct {name}.").format(error=error, name=PYPROJECT)
        ) from error
    if path is None:
        return {}, _("the default configuration")
    return values, _("[tool.{table}] in {path}").format(table=TABLE, path=path)


def shown(path: str | Path) -> str:
    """Return a path as people type it here: relative to the current folder, if it is in it."""
    found = Path(path)
    return str(found.relative_to(Path.cwd()) if found.is_relative_to(Path.cwd()) else found)


def pair_command(root: Path) -> str:
    """Return the command that brings the catalogues of a project up to date."""
    out = root / "_build" / "pairs"
    return shlex.join(["sphinx-build", "-b", "jobs-pair", shown(root), shown(out)])


def write_new(path: Path, text: str) -> None:
    """Write a file of a command; raises :class:`ProjectError` if it cannot be written."""
    try:
        write_if_changed(path, text)
    except OSError as error:
        problem = _("{path} cannot be written: {reason}.")
        raise ProjectError(problem.format(path=shown(path), reason=error.strerror)) from error
