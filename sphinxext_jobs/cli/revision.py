"""The project as it was at a commit: its texts and catalogues, in a folder of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from ..sources.files import read_file
from ..sources.git import Changes
from ..text.wording import message as _
from .project import Project, ProjectError

#: The end of the names of catalogues.
_CATALOG = ".po"


@dataclass(frozen=True)
class Revision:
    """A project, and how its files compare with those of another revision."""

    project: Project
    changes: Changes

    def exists(self, path: Path) -> bool:
        """Whether the project has a file."""
        return path.is_file()

    def touches(self, path: Path) -> bool:
        """Whether a file differs between the revisions."""
        return self.changes.touch(path)


@dataclass(frozen=True)
class Before(Revision):
    """The project at the base of the changes, whose files are in *folder*, as far as needed."""

    folder: Path

    def exists(self, path: Path) -> bool:
        """Whether the base has a file."""
        return self._name(path) in self.changes.known

    def touches(self, path: Path) -> bool:
        """Whether a file of the base is different now, or missing."""
        return self._name(path) in self.changes.changed

    def _name(self, path: Path) -> str:
        # The text of a link may lead through parts such as `..`.
        return os.path.relpath(os.path.normpath(path), self.folder).replace(os.sep, "/")


@contextmanager
def before(project: Project, changes: Changes) -> Iterator[Before]:
    """Yield the project at the base of *changes*, with the settings of today.

    Raises ``ProjectError`` if the folder for its files cannot be written.
    """
    with TemporaryDirectory(prefix="sphinx-jobs-", ignore_cleanup_errors=True) as folder:
        base = Path(os.path.realpath(folder))
        try:
            _write(base, changes, (*project.sphinx.suffixes, _CATALOG))
        except OSError as error:
            problem = _("{path} cannot be written: {reason}.")
            raise ProjectError(problem.format(path=base, reason=error.strerror)) from error
        yield Before(_moved(project, changes.root, base), changes, base)


def _write(base: Path, changes: Changes, suffixes: tuple[str, ...]) -> None:
    names = [name for name in changes.known if name.endswith(suffixes) and _is_inside(name)]
    texts = dict(changes.texts_before(name for name in names if name in changes.changed))
    for name in names:
        if name not in changes.changed:
            with suppress(OSError):  # such as a link to a file that does not exist
                texts[name] = read_file(changes.root / name)
    for name, data in texts.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _moved(project: Project, old: Path, new: Path) -> Project:
    """Return the project in another folder."""
    root = Path(os.path.realpath(project.root))

    def moved(path: Path) -> Path:
        real = Path(os.path.normpath(path))
        return new / real.relative_to(old) if real.is_relative_to(old) else path

    folders = tuple(str(moved(root / folder)) for folder in project.settings.locale_dirs)
    settings = replace(project.settings, locale_dirs=folders, glossary=())
    return replace(project, root=moved(root), settings=settings, texts={})
