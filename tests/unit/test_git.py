"""Which files a change touches, in real repositories."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinxext_jobs.sources.git import GitError, changes_since

from .repositories import commit, git

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def touched(root: Path, ref: str = "main") -> set[str]:
    """Return the files that differ, and those that are gone."""
    changes = changes_since(ref, root / "docs")
    files = {path for path in root.rglob("*") if ".git" not in path.parts and not path.is_dir()}
    return {
        p.relative_to(root).as_posix() for p in files | {root / "docs/gone.md"} if changes.touch(p)
    }


CHANGES: dict[str, Callable[[Path], object]] = {
    "edited": lambda root: (root / "docs/a.md").write_text("x\n", encoding="utf-8"),
    "deleted": lambda root: (root / "docs/gone.md").unlink(),
    "odd name": lambda root: (root / "docs/fr/été ‘x’.md").write_text("x\n", encoding="utf-8"),
    "new": lambda root: (root / "docs/new.md").write_text("x\n", encoding="utf-8"),
    "renamed": lambda root: git(root, "mv", "docs/gone.md", "docs/moved.md"),
}
EXPECTED = {
    "edited": {"docs/a.md"},
    "deleted": {"docs/gone.md"},
    "odd name": {"docs/fr/été ‘x’.md"},
    "new": {"docs/new.md"},
    "renamed": {"docs/gone.md", "docs/moved.md"},
}


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("is_committed", [False, True])
def test_files_that_differ(repository: Path, kind: str, is_committed: bool) -> None:
    assert touched(repository) == set()
    CHANGES[kind](repository)
    if is_committed:
        commit(repository)
    assert touched(repository) == EXPECTED[kind]


def test_only_the_content_counts(repository: Path) -> None:
    path = repository / "docs/a.md"
    text = path.read_bytes()
    path.write_bytes(b"x")
    commit(repository)
    path.write_bytes(text)  # as it was on main, but the last commit is another
    os.utime(repository / "docs/b.md", (1, 1))
    assert touched(repository) == set()


def test_changes_on_the_other_branch_do_not_count(repository: Path) -> None:
    git(repository, "checkout", "-q", "main")
    (repository / "docs/b.md").write_text("main\n", encoding="utf-8")
    commit(repository)
    git(repository, "checkout", "-q", "branch")
    (repository / "docs/a.md").write_text("branch\n", encoding="utf-8")
    commit(repository)
    assert touched(repository) == {"docs/a.md"}


def test_line_ends_that_git_converts_are_no_change(repository: Path) -> None:
    git(repository, "config", "core.autocrlf", "true")
    (repository / "docs/a.md").write_bytes(b"docs/a.md\r\n")
    assert touched(repository) == set()
    git(repository, "config", "core.autocrlf", "false")
    assert touched(repository) == {"docs/a.md"}


def test_settings_of_git_do_not_change_the_answer(repository: Path) -> None:
    for name in ("diff.relative=true", "diff.autoRefreshIndex=false", "diff.external=false",
                 "diff.renames=copies", "core.quotePath=true", "diff.noprefix=true"):  # fmt: skip
        git(repository, "config", *name.split("="))
    git(repository, "mv", "docs/gone.md", "docs/fr/été.md")
    (repository / "docs/b.md").touch()
    assert touched(repository) == {"docs/gone.md", "docs/fr/été.md"}


def test_files_that_git_does_not_know_count(repository: Path, tmp_path: Path) -> None:
    (repository / ".git/info/exclude").write_text("ignored.md\n", encoding="utf-8")
    (repository / "docs/ignored.md").touch()
    outside = tmp_path / "outside.md"
    outside.touch()
    (repository / "docs/link.md").symlink_to(outside)
    changes = changes_since("main", repository / "docs")
    assert all(map(changes.touch, (repository / "docs/ignored.md", outside)))
    assert not changes.touch(tmp_path / "absent.md")
    commit(repository)
    changes = changes_since("HEAD", repository / "docs")
    assert changes.touch(
        repository / "docs/link.md"
    )  # the link has not changed, but its target may have


def test_files_that_are_not_committed(repository: Path) -> None:
    git(repository, "config", "status.relativePaths", "true")
    git(repository, "config", "status.showUntrackedFiles", "no")
    names = ("docs/a.md", "docs/fr/été ‘x’.md", "docs/new/deep.md", "docs/staged.md")
    (repository / "docs/new").mkdir()
    for name in names:
        (repository / name).write_text("x\n", encoding="utf-8")
    git(repository, "add", "docs/staged.md")
    changes = changes_since("main", repository / "docs")
    assert not any(changes.is_committed(repository / name) for name in names)
    assert changes.is_committed(repository / "docs/b.md")
    commit(repository)
    changes = changes_since("main", repository / "docs")
    assert all(changes.is_committed(repository / name) for name in names)


def test_links(repository: Path) -> None:
    (repository / "docs/link.md").symlink_to("a.md")
    (repository / "docs/folder").symlink_to("fr")
    commit(repository)
    git(repository, "branch", "-f", "main")
    assert touched(repository) == set()
    (repository / "docs/a.md").write_text("x\n", encoding="utf-8")
    (repository / "docs/fr/été ‘x’.md").write_text("x\n", encoding="utf-8")
    changes = changes_since("main", repository / "docs")
    assert changes.touch(repository / "docs/link.md")
    assert changes.touch(repository / "docs/folder/été ‘x’.md")
    assert not changes.touch(repository / "docs/b.md")


def test_a_submodule(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "main")
    (other / "c.md").write_text("c\n", encoding="utf-8")
    commit(other)
    git(repository, "submodule", "--quiet", "add", str(other), "docs/sub")
    commit(repository)
    git(repository, "branch", "-f", "main")
    git(repository, "config", "diff.ignoreSubmodules", "all")
    path = repository / "docs/sub/c.md"
    assert not changes_since("main", repository / "docs").touch(path)
    path.write_text("changed\n", encoding="utf-8")
    assert changes_since("main", repository / "docs").touch(path)
    assert changes_since("HEAD", repository / "docs/sub").touch(path)  # its own repository


def test_another_working_tree(repository: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    git(repository, "worktree", "add", "-q", "-b", "second", str(tree), "main")
    (tree / "docs/a.md").write_text("x\n", encoding="utf-8")
    assert touched(tree) == {"docs/a.md"}
    assert touched(repository) == set()


def test_in_a_hook(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "docs/a.md").write_text("x\n", encoding="utf-8")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")
    assert touched(repository) == {"docs/a.md"}


def test_the_number_of_processes_does_not_grow(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted by git itself, which writes a line for each."""
    counts = []
    for count in (1, 50):
        for number in range(count):
            (repository / f"docs/{number}.md").write_text("x\n", encoding="utf-8")
        trace = repository.parent / f"trace-{count}"
        monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
        touched(repository)
        monkeypatch.delenv("GIT_TRACE2_EVENT")
        counts.append(trace.read_text(encoding="utf-8").count('"event":"start"'))
        commit(repository)
    assert counts[0] == counts[1] <= 7


@pytest.mark.parametrize("ref", ["origin/main", "", "--all", "a\0b", "main:docs", "main..branch"])
def test_a_ref_that_git_does_not_know(repository: Path, ref: str) -> None:
    with pytest.raises(GitError, match="git does not know the commit") as caught:
        changes_since(ref, repository / "docs")
    assert "`fetch-depth: 0`" in caught.value.hint


def test_a_shallow_clone(repository: Path, tmp_path: Path) -> None:
    for branch in ("main", "branch"):
        git(repository, "checkout", "-q", branch)
        commit(repository)
        commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", repository.as_uri(), "clone")
    with pytest.raises(GitError, match="have no common commit") as caught:
        changes_since("origin/main", clone / "docs")
    assert "`fetch-depth: 0`" in caught.value.hint
    git(clone, "fetch", "-q", "--unshallow")
    assert touched(clone, "origin/main") == set()


def test_a_branch_without_a_common_commit(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "lonely")
    commit(repository)
    with pytest.raises(GitError, match="have no common commit") as caught:
        changes_since("main", repository / "docs")
    assert "fetch-depth" not in caught.value.hint


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match=r"git cannot be used in .*: .*not a git repository"):
        changes_since("main", tmp_path)


def test_no_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    with pytest.raises(GitError, match="git does not know the commit"):
        changes_since("HEAD", tmp_path)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git cannot be started: ") as caught:
        changes_since("main", tmp_path)
    assert caught.value.hint == "Install git, and make sure that it is in PATH."
