"""Fixtures of the tests without a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_jobs.pairing.catalogs.catalog import Catalog
from sphinxext_jobs.pairing.catalogs.po import dump, read

from .catalogues import Reread
from .repositories import ENVIRON, commit, git


@pytest.fixture(scope="session")
def reread(tmp_path_factory: pytest.TempPathFactory) -> Reread:
    """Return a function that writes a catalogue and reads it again."""
    path = tmp_path_factory.mktemp("catalogues") / "a.po"

    def again(catalog: Catalog) -> Catalog:
        path.write_bytes(dump(catalog).encode())
        return read(path, "fr")

    return again


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a branch, on which nothing has changed since ``main``."""
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    root = tmp_path / "répertoire"
    (root / "docs" / "fr").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    for name in ("docs/a.md", "docs/b.md", "docs/fr/été ‘x’.md", "docs/gone.md", "other.txt"):
        (root / name).write_text(f"{name}\n", encoding="utf-8")
    commit(root)
    git(root, "checkout", "-q", "-b", "branch")
    return root
