"""``jobs_since``: a build fails for what a change touches, and says what it passes over."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys

import pytest

from sphinxext_jobs.cli.main import main

from .ferries import CONF, COOKS, FILES, PO
from .unit.repositories import ENVIRON, commit, git

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

COOK_PO = PO.replace("captain", "cook")
WEEK = "Our office pays $1,250.50 each week."
MONTH = "Our office pays $4,000.75 each month."


def change(project, name, *changes):
    """Edit a file: each change is (old, new)."""
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def confirm(project):
    for path in (project.root / "locale").rglob("*.po"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("#, fuzzy\n", ""), encoding="utf-8")


@pytest.fixture
def repository(make, monkeypatch):
    """A project below the root of a repository; somebody left drift behind on ``main``."""
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    ignored = {".gitignore": "_build\n__pycache__\n*.mo\n"}
    project = make({**FILES, **COOKS, **ignored}, conf=CONF, name="root/docs")
    git(project.root.parent, "init", "-q", "-b", "main")
    project.build("jobs-pair")
    confirm(project)
    project.build("jobs-pair")
    commit(project.root)
    change(project, "en/captain.md", (WEEK, MONTH))
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "branch")
    return project


def build(project, since="main", **options):
    return project.build("jobs-pair", confoverrides={"jobs_since": since}, **options)


def test_what_others_left_behind_is_counted_but_not_shown(repository):
    before = (repository.root / PO).read_bytes()
    found = build(repository, warningiserror=True)
    assert (found.warnings, found.app.statuscode) == ([], 0)
    said = "1 warning about 1 pair that this change does not touch is not shown.\n"
    assert said in found.app.status.getvalue()
    # Otherwise it would be part of the change.
    assert (repository.root / PO).read_bytes() == before
    assert said in build(repository).app.status.getvalue()
    suppressed = project_without_drift(repository)
    assert "not shown" not in suppressed.app.status.getvalue()


def project_without_drift(project):
    values = {"jobs_since": "main", "suppress_warnings": ["jobs.drift"]}
    return project.build("jobs-pair", confoverrides=values)


def test_what_a_change_touches_fails(repository):
    change(
        repository,
        "fr/cuisinier.md",
        ("1\u202f250,50\u00a0$ chaque semaine", "4\u202f000,75\u00a0$ chaque mois"),
    )
    before = (repository.root / COOK_PO).read_bytes()
    (drift,) = build(repository).warnings  # who works on it has not forgotten to commit
    (repository.root / COOK_PO).write_bytes(before)
    commit(repository.root)
    found = build(repository, warningiserror=True)
    assert found.app.statuscode == 1
    stale, drift = found.warnings
    problem, _run, command = stale.partition("Run `")
    assert problem == f"WARNING: 1 catalogue was not up to date: {COOK_PO}. "
    command, end = command.split("`")
    assert end == ", and commit the result. [jobs.stale]"
    words = shlex.split(command)
    assert words[:5] == ["sphinx-build", "-b", "jobs-pair", "-D", "jobs_since=main"]
    assert "The translation changed" in drift or "This text changed" in drift
    assert "1 warning about 1 pair" in found.app.status.getvalue()
    # As the message says: the command leaves one catalogue to commit, and the gate has one doubt.
    subprocess.run([sys.executable, "-m", "sphinx", *words[1:]], capture_output=True, check=True)
    assert git(repository.root, "status", "--porcelain") == f"M docs/{COOK_PO}"
    commit(repository.root)
    assert build(repository).warnings == [drift]


def test_a_file_that_is_gone_touches_its_pair(repository):
    other = (repository.root / "fr/cuisinier.md").read_text(encoding="utf-8")
    other = other.replace("4\u00a0repas", "5\u00a0repas")
    repository.write({"fr/zz.md": other})
    commit(repository.root)
    git(repository.root, "branch", "-f", "main")
    assert not [w for w in build(repository).warnings if "cook" in w and "drift" in w]
    (repository.root / "fr/cuisinier.md").unlink()
    found = build(repository)
    assert any(
        "[jobs.drift]" in warning or "[jobs.doubtful]" in warning for warning in found.warnings
    )


def test_missing_texts_always_count(repository):
    (repository.root / "fr/capitaine.md").unlink()
    commit(repository.root)
    git(repository.root, "branch", "-f", "main")
    assert any("[jobs.pair]" in warning for warning in build(repository).warnings)


@pytest.mark.parametrize("since", ["origin/main", "--all"])
def test_a_ref_that_git_does_not_know_is_no_pass(repository, since):
    change(repository, "fr/cuisinier.md", ("chaque semaine", "chaque mois"))
    before = (repository.root / COOK_PO).read_bytes()
    found = build(repository, since)
    assert found.app.statuscode == 1
    (error,) = found.warnings
    assert error.startswith(f"ERROR: jobs_since: git does not know the commit `{since}`. In CI, ")
    assert "`fetch-depth: 0`" in error
    assert (repository.root / COOK_PO).read_bytes() == before
    assert build(repository, "").app.statuscode == 0


def test_other_builders_do_not_ask_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    values = {"jobs_since": "nowhere", "suppress_warnings": ["jobs"]}
    found = repository.build("text", confoverrides=values)
    assert (found.warnings, found.app.statuscode) == ([], 0)
    found = repository.build("jobs-pair", confoverrides=values)
    (error,) = found.warnings
    assert error.startswith("ERROR: jobs_since: git cannot be started: ")
    assert "[new config]" not in found.app.status.getvalue()
    assert "0 added, 0 changed, 0 removed" in found.app.status.getvalue()


def test_apply_writes_only_what_a_change_touches(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository.root)
    for po in (PO, COOK_PO):
        change(repository, po, ('msgstr "Conditions de travail"', 'msgstr "Vos conditions"'))
    commit(repository.root)
    git(repository.root, "branch", "-f", "main")
    change(repository, COOK_PO, ("Vos conditions", "Nos conditions"))
    assert main(["apply", "--check", "--since", "main"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[-1] == "to write: 1"
    assert printed.err == "sphinx-jobs: 1 pair that this change does not touch was left out.\n"
    assert main(["apply", "--since", "main"]) == 0
    assert "## Nos conditions" in (repository.root / "fr/cuisinier.md").read_text(encoding="utf-8")
    assert "Vos" not in (repository.root / "fr/capitaine.md").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["apply", "--check", "--since", "origin/main"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("sphinx-jobs: git does not know the commit `origin/main`. ")


def test_confirm_accepts_only_what_a_change_touches(repository, monkeypatch, capsys):
    monkeypatch.chdir(repository.root)
    repository.build("jobs-pair")
    commit(repository.root)  # drift of the captain, in the catalogue
    git(repository.root, "branch", "-f", "main")
    change(repository, "en/cook.md", (WEEK, MONTH))
    (drift,) = build(repository).warnings
    assert "en/cook.md" in drift
    assert main(["confirm", "--since", "nowhere"]) == 3
    capsys.readouterr()
    assert main(["confirm", "--since", "main"]) == 0
    assert "1 pair that this change does not touch" in capsys.readouterr().err
    assert build(repository).warnings == []
    assert "[jobs.drift]" in "".join(repository.build("jobs-pair").warnings)
