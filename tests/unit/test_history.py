"""The dates of files in the history of git: renamed, restored, merged, and not committed."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.sources import git as git_module
from sphinxext_jobs.sources.history import Dates, History

from ..support import posting
from .repositories import git
from .support import record, settings, told

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

DAYS = [f"2025-0{month}-01" for month in range(1, 7)]


def commit(folder: Path, day: str) -> None:
    """Commit everything on a day."""
    os.environ["GIT_COMMITTER_DATE"] = f"{day}T12:00:00Z"
    try:
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", day)
    finally:
        del os.environ["GIT_COMMITTER_DATE"]


def days(root: Path, name: str) -> tuple[str, str] | None:
    """Return the days of a file."""
    found = History.read(root / "docs", [".md"]).of(str(root / name))
    return found and (str(found.first.date()), str(found.last.date()))


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


TEXT = "".join(f"Line {number}\n" for number in range(20))


def test_the_first_commit_and_the_last(repository: Path) -> None:
    write(repository, "docs/é ‘x’.md", TEXT)
    commit(repository, DAYS[0])
    commit(repository, DAYS[1])
    write(repository, "docs/é ‘x’.md", f"{TEXT}More\n")
    commit(repository, DAYS[2])
    write(repository, "docs/é ‘x’.md", "Not committed\n")
    assert days(repository, "docs/é ‘x’.md") == (DAYS[0], DAYS[2])


def test_a_renamed_file_keeps_its_first_date(repository: Path) -> None:
    write(repository, "a.md", TEXT)
    commit(repository, DAYS[0])
    git(repository, "mv", "a.md", "docs/old.md")
    write(repository, "docs/old.md", f"{TEXT}More\n")
    commit(repository, DAYS[1])
    git(repository, "mv", "docs/old.md", "docs/fr/c.md")
    commit(repository, DAYS[2])
    write(repository, "a.md", "Another\n")
    write(repository, "docs/old.md", "And another\n")
    commit(repository, DAYS[3])
    found = [days(repository, name) for name in ("docs/fr/c.md", "docs/old.md", "a.md")]
    assert found == [(DAYS[0], DAYS[2]), (DAYS[3], DAYS[3]), (DAYS[3], DAYS[3])]


def test_a_file_that_comes_back_is_new(repository: Path) -> None:
    write(repository, "docs/x.md", TEXT)
    commit(repository, DAYS[0])
    (repository / "docs/x.md").unlink()
    commit(repository, DAYS[1])
    write(repository, "docs/x.md", TEXT)
    commit(repository, DAYS[2])
    assert days(repository, "docs/x.md") == (DAYS[2], DAYS[2])


def test_both_sides_of_a_merge_count(repository: Path) -> None:
    write(repository, "docs/x.md", TEXT)
    commit(repository, DAYS[0])
    git(repository, "checkout", "-q", "-b", "other")
    git(repository, "mv", "docs/x.md", "docs/y.md")
    commit(repository, DAYS[1])
    git(repository, "checkout", "-q", "branch")
    write(repository, "docs/x.md", f"{TEXT}More\n")
    commit(repository, DAYS[2])
    git(repository, "merge", "-q", "-m", "merge", "other")
    assert days(repository, "docs/y.md") == (DAYS[0], DAYS[2])


def test_what_is_not_committed_has_no_dates(repository: Path, tmp_path: Path) -> None:
    write(repository, "docs/new.md", TEXT)
    write(tmp_path, "outside.md", TEXT)
    assert [days(repository, name) for name in ("docs/new.md", "../outside.md", "other.txt")] == [
        None,
        None,
        None,
    ]


def test_settings_of_a_user_do_not_matter(repository: Path) -> None:
    write(repository, "docs/é.md", TEXT)
    commit(repository, DAYS[0])
    for name, value in {
        "log.showSignature": "true", "log.follow": "true", "log.diffMerges": "m",
        "diff.renames": "false", "format.pretty": "fuller", "color.ui": "always",
        "log.decorate": "full", "diff.relative": "true", "log.date": "iso",
    }.items():  # fmt: skip
        git(repository, "config", name, value)
    assert days(repository, "docs/é.md") == (DAYS[0], DAYS[0])


def test_a_shallow_clone_has_no_dates(repository: Path, tmp_path: Path) -> None:
    commit(repository, DAYS[0])
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), "clone")
    found = History.read(tmp_path / "clone" / "docs", [".md"])
    assert found.of(str(tmp_path / "clone/docs/a.md")) is None
    ((line, kind, text),) = told(found.faults)
    assert (line, kind) == (None, "config")
    start = "jobs_history: The history of this clone is cut off, so it has no dates. In CI, fetch"
    assert text.startswith(start)


def test_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, "a.md", TEXT)
    assert History.read(tmp_path, [".md"]) == History()


def test_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = History.read(tmp_path, [".md"])
    assert found.of(str(tmp_path / "a.md")) is None
    ((_line, _kind, text),) = told(found.faults)
    begin, end = f"jobs_history: git cannot be used in {tmp_path}: not a git", ". Work in a clone"
    assert text.startswith(begin)
    assert end in text


def test_the_number_of_processes_does_not_grow(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        write(repository, f"docs/{number}.md", TEXT)
    commit(repository, DAYS[0])
    calls = []
    run = git_module.subprocess.run
    monkeypatch.setattr(
        git_module.subprocess, "run", lambda *a, **k: calls.append(a) or run(*a, **k)
    )
    history = History.read(repository / "docs", [".md"])
    assert all(history.of(str(repository / f"docs/{number}.md")) for number in range(20))
    assert len(calls) == 2


FIRST, LAST = (datetime(2025, month, 1, tzinfo=UTC) for month in (1, 3))
OWN = datetime(2025, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (FIRST, LAST)),
        ({"date": OWN}, (OWN, LAST)),
        ({"publish_date": OWN}, (None, LAST)),
        ({"date": OWN, "lastmod": OWN}, (OWN, OWN)),
    ],
)
def test_a_posting_s_own_dates_come_first(fields: dict, expected: tuple) -> None:
    one = record("a", "en", **fields)
    jobs = Jobs.of([one], (), settings(), dates=lambda path: Dates(FIRST, LAST))
    found = jobs.shown(one).posting
    assert (found.date, found.lastmod) == expected
    assert one.posting.lastmod == fields.get("lastmod")


def test_dates_of_files_do_not_contradict_each_other(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    conf = "jobs_history = 'git'\njobs_languages = ['en', 'fr']\njobs_today = '2024-01-01'\n"
    write(repository, "docs/conf.py", conf)
    write(repository, "docs/index.md", "# Careers\n")
    for number, lang in enumerate(("en", "fr")):
        write(repository, f"docs/{lang}/x.md", posting("Cook", "cook"))
        commit(repository, DAYS[number])
    monkeypatch.chdir(repository / "docs")
    assert main(["check"]) == 0
    capsys.readouterr()
    main(["list", "--format", "json"])
    out = capsys.readouterr().out
    assert [line.strip() for line in out.splitlines() if '"date"' in line] == [
        f'"date": "{day}",' for day in DAYS[:2]
    ]
