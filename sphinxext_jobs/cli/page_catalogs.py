"""The catalogues of pages that jobs-pair does not write, brought up to date as sphinx-intl does.

sphinx-intl matches the messages. What its library, Babel, reads or writes differently from gettext
is read and written by :mod:`sphinxext_jobs.pairing.catalogs.po`.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog as Template
from sphinx_intl.catalog import dump_po, load_po, update_with_fuzzy

from ..pairing.catalogs.catalog import Catalog
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
    """Return a catalogue with the messages of a template."""
    ids = {message.id for message in template}
    # Babel does not use an obsolete translation again.
    back = [entry for entry in old.obsolete if entry.id in ids]
    known = {entry.id for entry in old.entries}
    entries = (*old.entries, *(entry for entry in back if entry.id not in known))
    gone = tuple(entry for entry in old.obsolete if entry not in back)
    work = pot.with_suffix(".po")
    work.write_text(
        dump(replace(old, entries=entries, obsolete=gone)), encoding="utf-8", newline=""
    )
    catalog = load_po(str(work))
    present = {entry.id for entry in entries}
    if len(ids - present) * len(present) > _MOST:
        catalog.update(template, no_fuzzy_matching=True)
    else:
        update_with_fuzzy(catalog, template)
    dump_po(str(work), catalog, include_previous=True)
    new = parse(work.read_bytes(), lang)
    # Babel writes the header in its own way, folds comments, and forgets the flags of entries that
    # are no longer used.
    before = {entry.id: entry for entry in (*entries, *gone)}
    return replace(
        new,
        header=old.header,
        entries=tuple(
            replace(entry, comments=before[entry.id].comments) if entry.id in before else entry
            for entry in new.entries
        ),
        obsolete=tuple(
            replace(before[entry.id], locations=(), auto_comments=())
            for entry in new.obsolete
            if entry.id in before
        ),
        tail=old.tail,
    )
