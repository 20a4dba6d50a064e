"""The catalogues of pages that jobs-pair does not write, brought up to date as sphinx-intl does.

sphinx-intl matches the messages. What its library, Babel, reads or writes differently from gettext
is read and written by :mod:`sphinxext_jobs.pairing.catalogs.po`.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog as Template
from sphinx_intl.catalog import dump_po, load_po, update_with_fuzzy

from ..pairing.catalogs.catalog import Catalog, Entry
from ..pairing.catalogs.po import dump, new_header, parse, read

#: The number of comparisons of texts beyond which Babel takes more than a few seconds.
_MOST = 10_000


def update_page(path: Path, pot: Path, lang: str, *, out: Path, root: Path) -> None:
    """Bring a catalogue up to date with the messages of its page; make it if it is missing.

    A catalogue that says the same stays as it is written. *pot* is the template of the messages,
    with places relative to Sphinx's folder of output, *out*; those of the catalogue are relative to
    *root*. Raises ``CatalogError`` for a catalogue that cannot be used.
    """
    template = load_po(str(pot))
    for message in template:
        message.locations = [
            (Path(os.path.relpath(out / name, root)).as_posix(), line)
            for name, line in message.locations
        ]
    old = read(path, lang) if path.exists() else None
    if old is None and not len(template):
        return
    new = _updated(old or Catalog(new_header(lang, template.project)), template, lang, pot)
    if new != old or (old is not None and old.misread):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(new), encoding="utf-8", newline="")


def _updated(old: Catalog, template: Template, lang: str, pot: Path) -> Catalog:
    """Return a catalogue with the messages of a template.

    Babel sees only the entries that Sphinx can make and that are in use. It would lose some of the
    others, and write the header, long comments and flags in its own way.
    """
    ids = {str(message.id) for message in template if message.id}
    entries = _with_returned(old, ids)
    work = pot.with_suffix(".po")
    text = dump(Catalog(old.header, tuple(entries.values())))
    work.write_text(text, encoding="utf-8", newline="")
    catalog = load_po(str(work))
    if len(ids - entries.keys()) * len(entries) > _MOST:
        catalog.update(template, no_fuzzy_matching=True)
    else:
        update_with_fuzzy(catalog, template)
    # Babel folds the previous text otherwise, and cannot read it back.
    dump_po(str(work), catalog, include_previous=True, width=1_000_000)
    new = parse(work.read_bytes(), lang)
    kept = [e for e in old.obsolete if e.id not in entries]
    unused = [entries[e.id] for e in new.obsolete if e.id in entries]
    return replace(
        old,
        entries=tuple(
            replace(e, comments=entries[e.id].comments) if e.id in entries else e
            for e in new.entries
        ),
        obsolete=(*kept, *(replace(e, locations=(), auto_comments=()) for e in unused)),
        misread=False,
    )


def _with_returned(old: Catalog, ids: Collection[str]) -> dict[str, Entry]:
    """Return the entries in use by message, with the translations of messages that return."""
    entries = {entry.id: entry for entry in old.entries}
    for entry in old.obsolete:
        if entry.id in ids and not (entry.id in entries and entries[entry.id].string):
            entries[entry.id] = entry
    return entries
