"""The dates of files in the history of git: the first commit of each, and the last one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ..diagnostics import Diagnostic, Kind
from ..text.wording import message as _
from .git import GitError, reason, run, whole_history, working_tree

#: Settings of a user must not change the list.
_OPTIONS = ("--topo-order", "--name-status", "-M", "-z", "--no-ext-diff", "--no-show-signature")


@dataclass(frozen=True, slots=True)
class Dates:
    """When a file was first committed, and when it last was."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class History:
    """The dates of the files in a working tree, by their paths in it; *faults* say why none are.

    Renamed files keep the dates of their old names.
    """

    root: Path = Path()
    dates: Mapping[str, Dates] = field(default_factory=dict)
    faults: tuple[Diagnostic, ...] = ()

    @classmethod
    def read(cls, folder: Path, suffixes: Iterable[str]) -> History:
        """Read the history of the files with some *suffixes*, by one process of git."""
        try:
            root, is_shallow = working_tree(folder)
            if is_shallow:
                problem = _("The history of this clone is cut off, so it has no dates.")
                raise GitError(problem, whole_history())
            names = [f"*{suffix}" for suffix in sorted(set(suffixes))]
            found = run(root, "log", "--format=%x00%ct", *_OPTIONS, "--", *names)
            if found.returncode and run(root, "rev-parse", "-q", "--verify", "HEAD").returncode:
                return cls()  # nothing is committed yet
            if found.returncode:
                problem = _("git cannot be used in {folder}: {reason}.").format(
                    folder=root, reason=reason(found)
                )
                raise GitError(problem, _("Fix the repository."))
        except GitError as error:
            problem = f"jobs_history: {error.problem}"
            return cls(faults=(Diagnostic(Kind.CONFIG, None, problem, error.hint),))
        return cls(root, dict(_dates(os.fsdecode(found.stdout))))

    def of(self, path: str) -> Dates | None:
        """Return the dates of a file; None if it is not committed."""
        place = Path(os.path.realpath(path))
        if not self.dates or not place.is_relative_to(self.root):
            return None
        return self.dates.get(place.relative_to(self.root).as_posix())


def _dates(log: str) -> Iterator[tuple[str, Dates]]:
    """Yield the dates of each file that a log names, from the last commit to the first."""
    names: dict[str, str] = {}  # by the name in an older commit, that of today; empty before it was
    times: dict[str, list[int]] = {}
    for time, status, old, new in _changes(log):
        name = names.get(new, new)
        if name:
            times.setdefault(name, []).append(time)
        if status in ("A", "R"):
            names[new] = ""
        if status == "R":
            names[old] = name
    for name, found in times.items():
        first, last = (datetime.fromtimestamp(time, UTC) for time in (min(found), max(found)))
        yield name, Dates(first, last)


def _changes(log: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the time of each change, its kind, and the names of the file before and after."""
    time = 0
    parts = iter(log.split("\0"))
    for part in parts:
        if status := part.strip("\n")[:1]:
            old = next(parts, "")
            yield time, status, old, next(parts, "") if status == "R" else old
        else:
            time = int(next(parts, "").strip() or 0)
