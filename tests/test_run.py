"""``run.py``: it sets itself up on any machine, and says in one line why it cannot."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent
posix = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no scripts with an interpreter line"
)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without ``.venv``, with a space and an accent in its name."""
    root = tmp_path / "un dossier à moi"
    root.mkdir()
    monkeypatch.setattr(run, "ROOT", root)
    monkeypatch.setattr(run, "BIN", root / ".venv" / run.BIN.name)
    return root


def test_an_older_python_gets_as_far_as_the_line_that_says_so():
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    first = next(node for node in ast.parse(source).body if isinstance(node, ast.If))
    assert "sys.version_info < (3, 11)" in ast.unparse(first)
    # What an older standard library does not have is imported later.
    imported = {
        alias.name
        for node in ast.parse(source).body
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported == {"importlib.util", "os", "shutil", "subprocess", "sys", "venv"}


@posix
@pytest.mark.parametrize("state", ["none", "empty", "folders", "no pip", "another Python"])
def test_an_environment_that_does_not_work_is_not_sound(elsewhere, state):
    if state == "folders":
        run.BIN.mkdir(parents=True)
    elif state == "empty":
        run.BIN.parent.mkdir()
    elif state == "no pip":
        venv.create(run.BIN.parent, with_pip=False)
    elif state == "another Python":
        run.BIN.mkdir(parents=True)
        python = run.BIN / "python"
        python.write_text("#!/bin/sh\necho 3.11.0 of another day\n", encoding="utf-8")
        python.chmod(0o755)
    assert not run.is_sound()


def test_without_ensurepip_one_line_names_the_package(elsewhere, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit) as stopped:
        run.make_environment()
    assert str(stopped.value) == (
        "ensurepip is missing. Install it (on Debian: apt install python{}.{}-venv).".format(
            *sys.version_info
        )
    )
    assert not (elsewhere / ".venv").exists()


@pytest.mark.slow
def test_a_broken_environment_is_made_again(elsewhere):
    run.BIN.mkdir(parents=True)
    (run.BIN / "python").write_text("", encoding="utf-8")
    run.make_environment()
    assert run.is_sound()


def test_every_python_that_is_named_has_locked_versions():
    for version in run.supported():
        tag = run.tag(version)
        assert run.locked(version) == [f"{tag}-oldest", f"{tag}-newest"]
    named = {path.name.partition("-")[0] for path in (ROOT / "constraints").iterdir()}
    assert named == {run.tag(version) for version in run.supported()}
    assert run.locked("3.99") == []


@posix
def test_pythons_that_do_not_run_are_not_found(tmp_path, monkeypatch):
    version = run.supported()[0]
    for name, status in (("shims", 127), ("works", 0)):
        (tmp_path / name).mkdir()
        python = tmp_path / name / f"python{version}"
        python.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
        python.chmod(0o755)
    path = os.pathsep.join([str(tmp_path / "shims"), str(tmp_path / "works")])
    monkeypatch.setenv("PATH", path)
    assert run.interpreters() == {version: tmp_path / "works"}


@pytest.mark.parametrize("job", [[], ["tests"]])
def test_an_unknown_job_gets_the_usage(tmp_path, job):
    shutil.copy(ROOT / "run.py", tmp_path)
    result = subprocess.run(
        [sys.executable, "run.py", *job],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("usage: python3 run.py handbook|test|slow|others|lock\n")
    assert not (tmp_path / ".venv").exists()
