"""The figures of a catalogue, from its file."""

from __future__ import annotations

from pathlib import Path

from .catalog import Figures
from .marks import unmatched_count
from .po import CatalogError, read


def figures_of(path: Path, lang: str) -> Figures | None:
    """Return the figures of a catalogue in a language; None if it cannot be read."""
    try:
        catalog = read(path, lang)
    except (CatalogError, OSError):
        return None
    return Figures.of(catalog.entries, unmatched_count(catalog.header))
