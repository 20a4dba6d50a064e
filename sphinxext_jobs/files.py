"""Files, read and written so that a pipe, a folder or a vanished file ends no build."""

from __future__ import annotations

import errno
import json
import stat
from pathlib import Path
from typing import Any

from .log import warn

_KINDS = (
    (stat.S_ISDIR, "it is a folder"),
    (stat.S_ISFIFO, "it is a named pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISCHR, "it is a device"),
    (stat.S_ISBLK, "it is a device"),
)


def read_file(path: Path) -> bytes:
    """Return what a file contains; raises ``OSError`` whose ``strerror`` says why it cannot.

    Nobody need ever write into a pipe, and a device need not end.
    """
    try:
        mode = path.stat().st_mode
    except ValueError as error:  # a name with a character that no system has in names
        raise OSError(errno.EINVAL, "no file can have this name") from error
    for is_kind, reason in _KINDS:
        if is_kind(mode):
            raise OSError(errno.EINVAL, reason)
    return path.read_bytes()


def read_json(path: Path) -> Any:
    """Return what an earlier build noted; None if it cannot be read, whatever the file contains."""
    try:
        return json.loads(read_file(path))
    except (OSError, ValueError, RecursionError):
        return None


def write_if_changed(path: Path, text: str) -> None:
    """Write a file, unless it says the same already; raises ``OSError`` where it cannot be one."""
    data = text.encode()
    if not path.exists() or read_file(path) != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def save(path: Path, text: str) -> None:
    """Write a file of the build's own; where it cannot be, say so and go on."""
    try:
        write_if_changed(path, text)
    except OSError as error:
        warn(
            "file",
            f"{path} cannot be written: {error.strerror}. Remove what is in its place, or allow "
            "the build to write there.",
            None,
        )
