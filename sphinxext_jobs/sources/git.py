"""The files that differ from a commit of git, found with a fixed number of processes."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..text.wording import message as _

#: Git's own settings must not change the lists of files.
_SETTINGS = ("-c", "core.quotepath=off", "-c", "diff.autoRefreshIndex=true")
#: Git sets these for its hooks, and they are wrong in another folder.
_OF_HOOKS = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")


class GitError(Exception):
    """A comparison that git cannot make: the problem, and how to fix it."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(f"{problem} {hint}")
        self.problem, self.hint = problem, hint


@dataclass(frozen=True, slots=True)
class Changes:
    """The files of a working tree that differ from a commit, the *base*.

    *root* is the folder of the working tree. *known* are all files of the base, and *changed* those
    of them that are different or missing now. *uncommitted* are the files that differ from HEAD.
    All are relative to the root, with slashes.
    """

    root: Path
    base: str
    known: frozenset[str]
    changed: frozenset[str]
    uncommitted: frozenset[str]

    def touch(self, path: Path) -> bool:
        """Whether a file differs in its content from the base.

        A file that the base does not have differs, as far as it exists: it may be new, ignored by
        git, or outside of the working tree.
        """
        return any(self._differs(name, path) for name in self._names(path))

    def _differs(self, name: PurePosixPath | None, path: Path) -> bool:
        # A submodule is known, but not its files.
        for each in (name, *name.parents) if name else ():
            if str(each) in self.known:
                return str(each) in self.changed
        return os.path.lexists(path)

    def is_committed(self, path: Path) -> bool:
        """Whether a file is as in HEAD."""
        return self.uncommitted.isdisjoint(map(str, self._names(path)))

    def texts_before(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield files of the base, named as *known* does, with their content there."""
        wanted = [name for name in names if "\n" not in name]
        asked = "".join(f"{self.base}:{name}\n" for name in wanted)
        answer = io.BytesIO(run(self.root, "cat-file", "--batch", given=os.fsencode(asked)).stdout)
        for name in wanted:
            match answer.readline().rsplit(maxsplit=2):
                case [_id, b"blob", size] if size.isdigit():
                    yield name, answer.read(int(size) + 1)[:-1]

    def _names(self, path: Path) -> Iterator[PurePosixPath | None]:
        """Yield the file's name in the working tree; of a link, also that of its target."""
        places = {Path(os.path.realpath(path.parent), path.name), Path(os.path.realpath(path))}
        for place in places:
            inside = place.is_relative_to(self.root)
            yield PurePosixPath(place.relative_to(self.root).as_posix()) if inside else None


def changes_since(ref: str, folder: Path) -> Changes:
    """Compare the working tree of a folder with the merge base of *ref* and HEAD.

    Files are compared as git compares them: renamed files, and those that are not committed yet,
    count; other line ends, which git converts, do not. Raises :class:`GitError`.
    """
    root, is_shallow = working_tree(folder)
    commit = _resolve(ref, root)
    base = run(root, "merge-base", commit, "HEAD")
    if base.returncode:
        problem = _("`{ref}` and HEAD have no common commit in this repository.").format(ref=ref)
        raise GitError(problem, whole_history() if is_shallow else _another_ref())
    found = base.stdout.decode().strip()
    options = ("--name-only", "--no-renames", "--no-relative", "--ignore-submodules=none")
    changed = _list(root, "diff", *options, "--no-ext-diff", "-z", found, "--")
    known = _list(root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", found)
    options = ("--porcelain", "--no-renames", "--untracked-files=all", "--ignore-submodules=none")
    states = _list(root, "status", *options, "-z")
    return Changes(root, found, known, changed, frozenset(state[3:] for state in states))


def working_tree(folder: Path) -> tuple[Path, bool]:
    """Return the folder of the working tree, and whether its history is cut off.

    Raises :class:`GitError` outside of one.
    """
    found = run(folder, "rev-parse", "--show-toplevel", "--is-shallow-repository")
    if found.returncode:
        problem = _("git cannot be used in {folder}: {reason}.").format(
            folder=folder, reason=reason(found)
        )
        raise GitError(problem, _("Work in a clone of the repository."))
    root, _end, shallow = os.fsdecode(found.stdout).rstrip("\r\n").rpartition("\n")
    return Path(os.path.realpath(root)), shallow == "true"


def _resolve(ref: str, root: Path) -> str:
    """Return the commit that a name means."""
    if ref and not ref.startswith("-") and "\0" not in ref:
        found = run(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        if not found.returncode:
            return found.stdout.decode().strip()
    problem = _("git does not know the commit `{ref}`.").format(ref=ref)
    raise GitError(problem, " ".join((whole_history(), _another_ref())))


def whole_history() -> str:
    """Return how to get a history that is cut off."""
    return _(
        "In CI, fetch the whole history: `fetch-depth: 0` for actions/checkout on GitHub, "
        "`GIT_DEPTH: 0` on GitLab, `git fetch --unshallow` elsewhere."
    )


def _another_ref() -> str:
    return _("Otherwise, use a branch or commit from which HEAD comes, such as `origin/main`.")


def _list(root: Path, *command: str) -> frozenset[str]:
    """Return the names that git lists."""
    found = run(root, *command)
    if found.returncode:
        problem = _("git cannot be used in {folder}: {reason}.").format(
            folder=root, reason=reason(found)
        )
        raise GitError(problem, _("Fix the repository."))
    return frozenset(name for name in os.fsdecode(found.stdout).split("\0") if name)


def run(folder: Path, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command of git; raises :class:`GitError` if there is no git."""
    kept = os.environ.copy()
    if "GIT_WORK_TREE" not in kept:
        for name in _OF_HOOKS:
            kept.pop(name, None)
    try:
        return subprocess.run(
            ["git", "--no-optional-locks", *_SETTINGS, *command],
            cwd=folder,
            env=kept,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        problem = _("git cannot be started: {reason}.").format(reason=error.strerror)
        raise GitError(problem, _("Install git, and make sure that it is in PATH.")) from error


def reason(found: subprocess.CompletedProcess[bytes]) -> str:
    """Return git's own words, in one line without the full stop."""
    words = " ".join(found.stderr.decode(errors="replace").split())
    return words.removeprefix("fatal: ").removesuffix(".")
