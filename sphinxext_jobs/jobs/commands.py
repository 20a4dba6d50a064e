"""The commands that settle a report, as they are typed in the folder where a build was started."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from ..diagnostics import Location


def confirm(at: Location) -> str:
    """Return the command that accepts the texts at a place as they are."""
    return _command("confirm", f"{from_here(at.path)}:{at.line or 1}")


def confirm_id(name: str, root: Path) -> str:
    """Return the command that accepts the texts with an id, in one pair of several."""
    return shlex.join(["sphinx-jobs", "confirm", name, *_project(root)])


def confirm_reason(reason: str, root: Path) -> str:
    """Return the command that accepts everything that has a reason."""
    return shlex.join(["sphinx-jobs", "confirm", "--why", reason, *_project(root)])


def apply(key: str, root: Path) -> str:
    """Return the command that writes the catalogue of a job into its file."""
    return _command("apply", key, *_project(root))


def draft(key: str, lang: str, root: Path) -> str:
    """Return the command that begins the missing text of a job."""
    return _command("draft", key, "--to", lang, *_project(root))


def _project(root: Path) -> list[str]:
    """Return the option that names a project, if a command does not find it."""
    return [] if is_above(root) else ["-c", from_here(root)]


def is_above(root: Path) -> bool:
    """Whether a project is above the current folder, so that a command finds it."""
    return Path.cwd().is_relative_to(root.absolute())


def _command(name: str, subject: str, *options: str) -> str:
    is_like_option = subject.startswith("-")
    words = [*options, "--", subject] if is_like_option else [subject, *options]
    return shlex.join(["sphinx-jobs", name, *words])


def from_here(path: str | Path) -> str:
    """Return a path relative to the current folder."""
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)
