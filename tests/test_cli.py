"""The command ``sphinx-jobs``: what it prints, and what it loads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sphinxext_jobs

from .support import CONF, matrix, posting


def run(*arguments: str, python: tuple[str, ...] = (), **environ: str):
    return subprocess.run(
        [sys.executable, *python, "-m", "sphinxext_jobs", *arguments],
        capture_output=True, check=False, env={**os.environ, **environ},
    )  # fmt: skip


def test_it_tells_its_version():
    result = run("--version")
    assert result.returncode == 0
    assert result.stdout.decode().split() == ["sphinx-jobs", sphinxext_jobs.__version__]


HELP = [
    ["--help"],
    *(
        [command, "--help"]
        for command in (
            "check",
            "build",
            "list",
            "new",
            "schema",
            "status",
            "summary",
            "apply",
            "confirm",
        )
    ),
]


@pytest.mark.parametrize("arguments", [["--version"], *HELP])
def test_what_needs_no_sphinx_loads_none(arguments):
    result = run(*arguments, python=("-X", "importtime"))
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.decode().splitlines()}
    assert "sphinxext_jobs.cli.main" in loaded
    assert {name.partition(".")[0] for name in loaded}.isdisjoint({"sphinx", "docutils"})


@pytest.mark.parametrize(
    "encoding", matrix("ascii", "latin-1", "cp437", "cp1252", "utf-8", "utf-16")
)
def test_the_help_is_shown_on_any_terminal(encoding):
    for arguments in HELP:
        result = run(*arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert (result.returncode, result.stderr) == (0, b"")
        assert "sphinx-jobs" in result.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", matrix("ascii", "latin-1"))
def test_sites_are_built_on_any_terminal(tmp_path, encoding):
    source = tmp_path / "œuvres – 工作"
    source.mkdir()
    languages = "jobs_languages = ['en', 'fr']\njobs_timezone = 'Île/Œuf'\n"
    (source / "conf.py").write_text(CONF + languages, encoding="utf-8")
    (source / "index.md").write_text("# Emplois – 工作\n", encoding="utf-8")
    (source / "a.md").write_text(posting("Œ – 工作", "a", layout="job-postin"), encoding="utf-8")
    out = tmp_path / "工作"
    result = run("build", str(source), str(out), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    errors = result.stderr.decode(encoding)
    assert result.returncode == 0, errors
    assert "WARNING: jobs_timezone" in errors
    assert "Traceback" not in errors
    assert (out / "fr" / "index.html").is_file()
    result = run("build", str(out), "x", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert result.returncode == 2
    assert result.stderr.decode(encoding).startswith("sphinx-jobs: ")


NO_SITE = (
    "sphinx-jobs: jobs_languages is empty, so there is no site to build. "
    "Add a line such as jobs_languages = ['en', 'fr'] to conf.py."
)
ENGLISH = (
    "sphinx-jobs: jobs_languages: 'english' is not a language tag, so the default, [], is used. "
    "Use a tag such as 'fr'."
)


@pytest.mark.parametrize(
    ("conf", "expected"),
    [("", [NO_SITE]), ("jobs_languages = ['english', 'fr']\n", [ENGLISH, NO_SITE])],
)
def test_without_languages_it_says_why_it_builds_nothing(tmp_path, conf, expected):
    (tmp_path / "conf.py").write_text(CONF + conf, encoding="utf-8")
    result = run("build", str(tmp_path), str(tmp_path / "out"), LANGUAGE="C", LC_ALL="C.UTF-8")
    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == expected


def test_the_folders_have_the_names_that_conf_py_uses(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF + "jobs_languages = 'fr_CA'\n", encoding="utf-8")
    (source / "index.md").write_text("# Emplois\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", str(source), str(out)).returncode == 0
    assert 'lang="fr-CA"' in (out / "fr_CA" / "index.html").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the locale does not change how Windows prints")
def test_a_name_that_is_no_text_is_named_without_a_locale():
    environ = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    name = os.fsdecode(b"\xc3\xa9 \xff")
    result = run("build", name, str(Path(name) / "out"), **environ)
    assert result.returncode == 2
    assert result.stderr.startswith(b"sphinx-jobs: ")


@pytest.mark.parametrize("arguments", HELP)
def test_the_help_is_in_the_language_of_the_terminal(arguments):
    result = run(*arguments, LANGUAGE="fr", LC_ALL="C.UTF-8", PYTHONUTF8="1")
    text = result.stdout.decode()
    assert text.startswith("utilisation\N{NO-BREAK SPACE}: sphinx-jobs")
    assert "afficher cette aide et quitter" in text
    assert not re.search(r"\b(show|positional|usage|folder|the|with)\b", text)


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path):
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    for number in range(3000):
        name = f"{number:04}-{'x' * 60}.md"
        (tmp_path / name).write_text("---\nlayout: job-posting\n---\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinxext_jobs", "check", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
