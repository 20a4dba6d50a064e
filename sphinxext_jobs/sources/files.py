"""Reading and writing files so that a pipe, a folder or a vanished file does not end a build."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Any

from ..diagnostics import Diagnostic, Kind
from ..text.wording import message as _

#: The longest name that common file systems take, in bytes.
MAX_NAME = 255


def read_file(path: Path) -> bytes:
    """Return the content of a file; raises ``OSError``, whose ``strerror`` gives the reason.

    Pipes and devices are not read, because their content may never end.
    """
    if reason := _unreadable(_status(path).st_mode):
        raise OSError(errno.EINVAL, reason)
    return path.read_bytes()


def changed_at(path: Path) -> int:
    """Return when a file last changed, in nanoseconds; raises ``OSError`` as ``read_file`` does."""
    return _status(path).st_mtime_ns


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except ValueError as error:  # a character that no system allows in names
        raise OSError(errno.EINVAL, _("no file can have this name")) from error


def _unreadable(mode: int) -> str | None:
    """Say why a file with these mode bits cannot be read."""
    if stat.S_ISDIR(mode):
        return _("it is a folder")
    if stat.S_ISFIFO(mode):
        return _("it is a named pipe")
    if stat.S_ISSOCK(mode):
        return _("it is a socket")
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        return _("it is a device")
    return None


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name, in lower case and without a suffix, for a device."""
    return re.fullmatch("con|prn|aux|nul|com.|lpt.", name) is not None


def read_json(path: Path) -> Any:
    """Return the notes of an earlier build, or None if the file cannot be read as JSON."""
    try:
        return json.loads(read_file(path))
    except (OSError, ValueError, RecursionError):
        return None


def write_if_changed(path: Path, text: str) -> None:
    """Write a file as a whole or not at all, unless it has this text already.

    Raises ``OSError`` if it cannot be written; the file that was there before is then unchanged.
    """
    data = text.encode()
    path = Path(os.path.realpath(path))  # a symbolic link remains one
    exists = path.exists()
    if exists and read_file(path) == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Short, because the name of the file itself may be as long as the system allows.
    temporary = path.with_name(f".{secrets.token_hex(8)}.jobs")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        if exists:
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def save(path: Path, text: str) -> list[Diagnostic]:
    """Write a file that the build needs itself; return the fault if it cannot be written."""
    try:
        write_if_changed(path, text)
    except OSError as error:
        problem = _("{path} cannot be written: {reason}.").format(path=path, reason=error.strerror)
        hint = _("Remove the file or folder in its place, or allow the build to write there.")
        return [Diagnostic(Kind.FILE, None, problem, hint)]
    return []
