"""The files that a build generates in its output folder; it replaces and removes only its own."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..diagnostics import Diagnostic
from ..sources.files import read_file, save, write_if_changed

#: How far into a file its mark is looked for, in bytes.
_HEAD = 400


@dataclass(frozen=True, slots=True)
class Output:
    """A generated file: its path in the output folder, its text, and the mark near its beginning.

    By the mark, a later build knows that an earlier one wrote the file.
    """

    path: str
    text: str
    mark: str


def is_ours(file: Path, mark: str) -> bool:
    """Whether a file was written by an earlier build, and not copied from the project."""
    try:
        return mark.encode() in read_file(file)[:_HEAD]
    except OSError:
        return False


def is_inside(folder: Path, file: Path) -> bool:
    """Whether a path leads into a folder, also if it passes through symbolic links."""
    return file.resolve().is_relative_to(folder.resolve())


def write(folder: Path, output: Output, *, replace: bool = False) -> bool:
    """Write a file as a whole, if it changed. Return False if another file is there, and is kept.

    With *replace*, any file at this path is replaced. Raises ``OSError`` if the file cannot be
    written.
    """
    file = folder / output.path
    if not replace and _is_foreign(file, output.mark):
        return False
    write_if_changed(file, output.text)
    return True


def replace_all(
    folder: Path, outputs: Iterable[Output], earlier: Iterable[str], mark: str
) -> list[Diagnostic]:
    """Write files with one mark, and remove those of *earlier* builds; keep other files.

    Return the faults of those that cannot be written.
    """
    wanted = {output.path: output for output in outputs}
    remove(folder, set(earlier) - wanted.keys(), mark)
    return [
        fault
        for path, output in wanted.items()
        if not _is_foreign(folder / path, mark)
        for fault in save(folder / path, output.text)
    ]


def remove(folder: Path, paths: Iterable[str], mark: str) -> None:
    """Remove files of earlier builds, and the folders that become empty; keep other files."""
    for path in paths:
        # A folder that cannot be changed, or a loop of links.
        with suppress(OSError, RuntimeError):
            file = folder / path
            if is_inside(folder, file) and is_ours(file, mark):
                file.resolve().unlink()
                _remove_empty(folder.resolve(), file.resolve().parent)


def _remove_empty(root: Path, folder: Path) -> None:
    """Remove a folder of *root* if it is empty, and those above that become empty."""
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _is_foreign(file: Path, mark: str) -> bool:
    return file.exists() and not is_ours(file, mark)
