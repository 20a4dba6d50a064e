"""The catalogue of facts: the free texts of front matter, such as teams and places, in a language.

Pairs teach their translations. A posting without a text in a language is shown with them, even when
the files that taught them are gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sphinx.environment import BuildEnvironment

from ..diagnostics import Diagnostic
from ..jobs.agreed import FACTS, Agreement, free_texts, look_up
from ..jobs.drafts import without_drafts
from ..jobs.jobs import Jobs
from ..pairing.catalogs.catalog import Catalog, Entry
from ..pairing.catalogs.po import new_header
from ..store.domain import job_domain
from ..text.languages import best
from ..text.wording import collation_key
from .catalogs import Stored, faults, read_stored, write

#: The beginning of the comment with the translation that the pairs had when it was written.
_TAUGHT = "jobs-pair: "


def write_facts(env: BuildEnvironment) -> Iterator[Diagnostic]:
    """Write the catalogue of each language; yield the faults of those that cannot be used."""
    if FACTS in env.found_docs:  # its catalogue has this name
        return
    # The values of a draft may still be in the language of the source.
    jobs, _drafts = without_drafts(job_domain(env).jobs)
    for lang in jobs.languages:
        path = jobs.settings.catalog_path(Path(env.srcdir), FACTS, lang)
        stored = read_stored(path, lang) or Stored(
            path, Catalog(new_header(lang, env.config.project))
        )
        if stored.catalog is None:
            yield from faults([stored])
            continue
        new = facts_catalog(stored.catalog, jobs, lang)
        if (new.entries or path.exists()) and (fault := write(stored, new)):
            yield fault


def facts_catalog(old: Catalog, jobs: Jobs, lang: str) -> Catalog:
    """Return the catalogue of a language: the values of all postings in other languages.

    A person's translation stays. One that the pairs taught changes with them. Salaries differ too
    much to be translated one by one, so there are only those that pairs translate.
    """
    known = {entry.id: entry for entry in (*old.obsolete, *old.entries)}
    agreements: dict[str, Agreement] = {}
    entries: dict[str, Entry] = {}
    for record in (*jobs.published, *jobs.elsewhere):
        source = record.posting.lang
        if best([source], lang) is not None:
            continue
        if source not in agreements:
            agreements[source] = jobs.agreement(source, lang)
        for field, text in free_texts(record.posting):
            taught = look_up(agreements[source], field, text)
            entry = entries.get(text) or known.get(text)
            if entry or taught or (field != "salary" and any(map(str.isalpha, text))):
                entries[text] = _with(entry or Entry(text), field, taught)
    kept = tuple(entry for id_, entry in known.items() if id_ not in entries and entry.string)
    found = sorted(entries.values(), key=lambda entry: collation_key(entry.id))
    return replace(old, entries=tuple(found), obsolete=kept)


def _with(entry: Entry, field: str, taught: str | None) -> Entry:
    """Return an entry with a translation that pairs taught, unless a person wrote another one."""
    before = [note.removeprefix(_TAUGHT) for note in entry.auto_comments if _TAUGHT in note]
    fields = [note for note in entry.auto_comments if _TAUGHT not in note]
    is_free = not entry.string or entry.string in before
    string = taught if taught and is_free else entry.string
    notes = [*dict.fromkeys([*fields, field])]
    if taught and string == taught:
        notes.append(_TAUGHT + taught)
    return replace(entry, string=string, auto_comments=tuple(notes), locations=())
