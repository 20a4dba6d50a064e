"""The content of a catalogue for those who only read it: its figures, its translations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..context import without_context
from .catalog import Catalog, Entry, Figures
from .code import drifted_code
from .marks import Folded, accepted, is_in, seen_code, unapplied, unmatched_count
from .po import CatalogError, read


def read_sound(path: Path, lang: str) -> Catalog | None:
    """Read a catalogue; None if it does not exist, or cannot be used."""
    try:
        return read(path, lang)
    except (CatalogError, OSError):
        return None


def figures_of(
    path: Path, lang: str, missing: Callable[[Catalog], int] | None = None
) -> Figures | None:
    """Return the figures of a catalogue in a language; None if there is none.

    A text that only its own language needs does not count. The last run of ``jobs-pair`` noted
    which translations the file of the counterpart does not have; *missing* returns the number of
    those that it does not have now.
    """
    try:
        catalog = read(path, lang)
    except CatalogError:
        return Figures(is_damaged=True)
    except OSError:
        return None
    known = accepted(catalog.header)
    entries = [e for e in catalog.entries if e.string or not is_in(known, without_context(e.id))]
    entries += [code.entry() for code in drifted_code(seen_code(catalog.header)).values()]
    return Figures.of(entries, unmatched_count(catalog.header), (missing or noted_missing)(catalog))


def noted_missing(catalog: Catalog) -> int:
    """Count the translations that the counterpart's file did not have in the last run."""
    known, lost = accepted(catalog.header), unapplied(catalog.header)
    return sum(is_missing(entry, lost, known) for entry in catalog.entries if entry.is_usable)


def is_missing(entry: Entry, lost: frozenset[Folded], known: frozenset[Folded]) -> bool:
    """Whether the counterpart's file must still get a translation: one of the *lost* ones.

    Those of *known* texts need not be there, until a person changes them.
    """
    text = without_context(entry.id)
    return is_in(lost, text) and (entry.edited or not is_in(known, text))


def translations_of(path: Path, lang: str) -> dict[str, str]:
    """Return the translations of a catalogue that are not fuzzy; none if it cannot be read."""
    catalog = read_sound(path, lang)
    entries = catalog.entries if catalog else ()
    return {entry.id: entry.string for entry in entries if entry.string and not entry.fuzzy}
