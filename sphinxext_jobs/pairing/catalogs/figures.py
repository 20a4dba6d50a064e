"""The content of a catalogue for those who only read it: its figures, its translations."""

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


def translations_of(path: Path, lang: str) -> dict[str, str]:
    """Return the translations of a catalogue that are not fuzzy; none if it cannot be read."""
    try:
        catalog = read(path, lang)
    except (CatalogError, OSError):
        return {}
    return {entry.id: entry.string for entry in catalog.entries if entry.string and not entry.fuzzy}
