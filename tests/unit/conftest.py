"""Fixtures of the tests without a build."""

from __future__ import annotations

import pytest

from sphinxext_jobs.pairing.catalogs.catalog import Catalog
from sphinxext_jobs.pairing.catalogs.po import dump, read

from .catalogues import Reread


@pytest.fixture(scope="session")
def reread(tmp_path_factory: pytest.TempPathFactory) -> Reread:
    """Return a function that writes a catalogue and reads it again."""
    path = tmp_path_factory.mktemp("catalogues") / "a.po"

    def again(catalog: Catalog) -> Catalog:
        path.write_bytes(dump(catalog).encode())
        return read(path, "fr")

    return again
