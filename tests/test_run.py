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
@pytest.mark.parametrize(
    "state", ["none", "empty", "folders", "no pip", "no settings", "another Python"]
)
def test_an_environment_that_does_not_work_is_not_sound(elsewhere, state):
    if state == "folders":
        run.BIN.mkdir(parents=True)
    elif state == "empty":
        run.BIN.parent.mkdir()
    elif state == "no pip":
        venv.create(run.BIN.parent, with_pip=False)
    elif state == "no settings":  # as where somebody began to remove it
        run.BIN.mkdir(parents=True)
        (run.BIN / "python").symlink_to(Path(sys.executable).resolve())
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


@posix
@pytest.mark.parametrize("kind", ["file", "link", "dangling link"])
def test_what_is_not_a_folder_is_left_alone(elsewhere, kind):
    own = elsewhere / "own"
    if kind == "file":
        (elsewhere / ".venv").touch()
    else:
        (elsewhere / ".venv").symlink_to(own)
    if kind == "link":
        own.mkdir()
        (own / "mine").touch()
    with pytest.raises(SystemExit, match="is not a folder"):
        run.make_environment()
    assert kind != "link" or (own / "mine").exists()


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


def test_no_locked_versions_are_kept_from_another_python(monkeypatch):
    names = ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT")
    for name in names:
        monkeypatch.setenv(name, "theirs.txt")
    run.use_locked(run.supported()[0])
    assert {os.environ[name] for name in names} == {
        run.constraints(run.supported()[0], "newest").as_posix()
    }
    for version in ("3.99", ""):
        run.use_locked(version)
        assert not set(names) & set(os.environ)


@posix
@pytest.mark.parametrize("this", ["3.11", "3.99"])
def test_what_is_locked_is_not_what_is_newest(monkeypatch, this):
    tried = []

    def tox(environments, *_arguments):
        assert not {"PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT"} & set(os.environ)
        tried.extend(environments)
        return 1

    monkeypatch.setenv("PIP_CONSTRAINT", "")  # is restored later
    monkeypatch.setenv("PIP_BUILD_CONSTRAINT", "")
    monkeypatch.setenv("PATH", os.environ["PATH"])
    monkeypatch.setattr(run, "THIS", this)
    monkeypatch.setattr(run, "install", lambda *_packages: run.use_locked(this))
    monkeypatch.setattr(run, "interpreters", lambda: {"3.11": Path("bin")})
    monkeypatch.setattr(run, "tox", tox)
    monkeypatch.setattr(run, "write_locked", lambda version: pytest.fail(version))
    monkeypatch.setattr(sys, "argv", ["run.py", "lock"])
    assert run.lock() == 1
    assert tried == ["py311-latest"]


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
