"""The words for authors: in the language of their terminal, as Sphinx's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from sphinxext_jobs.text import wording

from .support import Project, posting

#: A project with faults of most kinds.
FAULTS = {
    "en/a.md": posting("A", "a", "[gone](gone.md) {job}`z`\n\n" + "> " * 20, expiryDate="soon"),
    "en/b.md": posting("B", "a", tilte="x", aliases="[/_static/x, /en/a.html]"),
    "en/c.md": "---\nlayout: job-posting\ntitle: 'L'offre'\n---\n\nText.\n",
    "en/d.md": "---\narchived: true\n---\n# D\n",
    "en/e.md": posting("E", "e", "Text.").encode() + b"\xe9\n",
    "en/f.md": posting("F", "f", "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> x\n"),
    "fr/a.md": posting("A", "a", archived="true"),
    "job-index.md": "# Jobs\n\n```{job-posting} no.md\n```\n",
    "n" * 248 + ".md": posting("N", "n"),
}
CONF = (
    "jobs_languages = ['en', 'fr']\nhtml_baseurl = 'https://x.example/'\n"
    "jobs_organization = {'name': 'X'}\n"
)


@pytest.fixture
def in_french(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Return what makes the terminal French; gettext asks the environment for the language."""

    def begin() -> None:
        monkeypatch.setenv("LANGUAGE", "fr")
        wording._console.cache_clear()

    yield begin
    monkeypatch.undo()
    wording._console.cache_clear()


def ours(project: Project) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the text and the kind of the warnings of a full build."""
    for line in project.build(freshenv=True).warnings:
        if match := re.fullmatch(r"(.*?)WARNING: (.*) \[jobs\.([\w-]+)\]", line):
            yield match[1], match[2], match[3]


def test_every_warning_is_in_the_language_of_the_terminal(make, in_french) -> None:
    project = make(FAULTS, conf=CONF)
    english = list(ours(project))
    kinds = "front-matter missing unknown-field encoding layout file index nesting link merge"
    kinds += " duplicate ref pair structured redirect"
    assert {kind for _place, _text, kind in english} == set(kinds.split())
    in_french()
    french = list(ours(project))
    assert [(place, kind) for place, _text, kind in french] == [
        (place, kind) for place, _text, kind in english
    ]
    texts = {text for _place, text, _kind in english}
    assert [text for _place, text, _kind in french if text in texts] == []


def test_a_warning_in_french(make, in_french) -> None:
    in_french()
    found = [text for _place, text, _kind in ours(make({"a.md": posting("A", "a", date="x")}))]
    assert found == [
        "date est « x », qui n’est pas une date; la valeur est donc ignorée. Écrivez une date comme "
        "2026-03-31, ou supprimez le champ."
    ]


def test_sphinx_and_the_extension_speak_one_language(make) -> None:
    """In a terminal, where Sphinx sets the locale; C leaves the choice to gettext."""
    root = make({"a.md": posting("A", "a", date="x")}).root
    command = [sys.executable, "-m", "sphinx", "-b", "dummy", root, root / "_build"]
    done = subprocess.run(
        command,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C", "LANGUAGE": "fr", "PYTHONUTF8": "1"},
    )
    assert "La compilation a réussi" in done.stdout
    assert "n’est pas une date" in done.stderr


def test_the_help_is_in_the_language_of_the_terminal() -> None:
    command = [sys.executable, "-m", "sphinxext_jobs", "build", "--help"]
    done = subprocess.run(
        command,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "LANGUAGE": "fr", "PYTHONUTF8": "1"},
    )
    assert "sphinx-jobs build SOURCE SORTIE [options de sphinx-build ...]" in done.stdout
    assert "dossier des fichiers sources" in done.stdout
