"""What the tests of catalogues share: an empty one, and the way from a pair to a new one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from sphinxext_jobs.pairing.catalogs import drift
from sphinxext_jobs.pairing.catalogs.carry import carry_over
from sphinxext_jobs.pairing.catalogs.catalog import Catalog, Place
from sphinxext_jobs.pairing.catalogs.memory import Recall
from sphinxext_jobs.pairing.catalogs.po import new_header
from sphinxext_jobs.pairing.catalogs.propose import Proposal

HEADER = new_header("fr", "Traversiers")
EMPTY = Catalog(HEADER)
#: Writes a catalogue and reads it again.
Reread = Callable[[Catalog], Catalog]


def update(
    old: Catalog,
    messages: Mapping[str, Sequence[Place]],
    proposals: Mapping[str, Proposal],
    recall: Recall = lambda _message: None,
    fields: Collection[str] = (),
) -> Catalog:
    """Bring a catalogue up to date, as a run does."""
    carried = carry_over(old, messages, proposals, fields)
    entries = drift.update(carried, messages, proposals)
    filled = (drift.fill(entry, proposals.get(id_), recall) for id_, entry in entries.items())
    return replace(old, entries=tuple(filled), obsolete=carried.obsolete)
