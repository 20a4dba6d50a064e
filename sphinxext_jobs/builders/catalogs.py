"""The catalogues of a project as files: each is read once, and written only if it changes."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from sphinx.environment import BuildEnvironment

from ..diagnostics import Diagnostic, Kind, Location
from ..pairing.catalogs.catalog import Catalog
from ..pairing.catalogs.marks import PREFIX
from ..pairing.catalogs.po import CatalogError, dump, new_header, read
from ..pairing.units import Name, Pair, Unit
from ..sources.files import write_if_changed
from ..store.domain import job_domain
from ..text.wording import message as _


@dataclass(frozen=True, slots=True)
class Stored:
    """A catalogue as it was found. If it cannot be used, it is None, and *fault* says why.

    *moved_from* is its file if its document had another name.
    """

    path: Path
    catalog: Catalog | None
    fault: CatalogError | None = None
    moved_from: Path | None = None


def read_all(env: BuildEnvironment, pairs: Iterable[Pair]) -> dict[Name, Stored]:
    """Read the catalogues of all pairs."""
    messages: dict[Name, set[str]] = defaultdict(set)
    names: dict[tuple[Unit, str], dict[Name, None]] = defaultdict(dict)
    for pair in pairs:
        messages[pair.name] |= {block.message for block in pair.source.blocks}
        if pair.target is not None:
            names[pair.target, pair.lang][pair.name] = None
    abandoned: dict[str, dict[Path, Catalog]] = {}
    stored = {name: _read(env, name, found, abandoned) for name, found in messages.items()}
    for rivals in names.values():
        if len(rivals) > 1:
            stored |= _inherited({name: stored[name] for name in rivals}, messages)
    return stored


def _inherited(
    rivals: Mapping[Name, Stored], messages: Mapping[Name, Set[str]]
) -> dict[Name, Stored]:
    """Return new catalogues with the entries of another whose counterpart is the same file.

    So a file that somebody copies and changes is compared with what its translation agreed with.
    """
    known = [each.catalog for each in rivals.values() if each.catalog and each.catalog.entries]
    found = {}
    for name, stored in rivals.items():
        if stored.catalog is None or stored.catalog.entries or stored.path.exists():
            continue
        for catalog in known:
            if _has_most(catalog, messages[name]):
                found[name] = replace(stored, catalog=replace(catalog, foreign=()))
    return found


def _has_most(catalog: Catalog, messages: Set[str]) -> bool:
    """Whether a catalogue has most of a document's messages."""
    return 2 * len(messages & {entry.id for entry in catalog.entries}) > len(messages)


def read_stored(path: Path, lang: str) -> Stored | None:
    """Read a catalogue, or the reason why it cannot be used; None if it does not exist."""
    try:
        return Stored(path, read(path, lang))
    except FileNotFoundError:
        return None
    except CatalogError as fault:
        return Stored(path, None, fault)
    except OSError as error:
        problem = _("The catalogue cannot be read: {reason}.").format(reason=error.strerror)
        return Stored(path, None, CatalogError(1, problem))


def _read(
    env: BuildEnvironment,
    name: Name,
    messages: Set[str],
    abandoned: dict[str, dict[Path, Catalog]],
) -> Stored:
    docname, lang = name
    path = _path(env, docname, lang)
    if stored := read_stored(path, lang):
        return stored
    if lang not in abandoned:
        abandoned[lang] = dict(_without_document(env, lang))
    for old, catalog in abandoned[lang].items():
        if _has_most(catalog, messages):
            del abandoned[lang][old]
            return Stored(path, catalog, moved_from=old)
    return Stored(path, Catalog(new_header(lang, env.config.project)))


def _path(env: BuildEnvironment, docname: str, lang: str) -> Path:
    return job_domain(env).settings.catalog_path(Path(env.srcdir), docname, lang)


def _without_document(env: BuildEnvironment, lang: str) -> Iterator[tuple[Path, Catalog]]:
    """Yield the sound catalogues with our marks whose document is gone: people worked on them."""
    root = _path(env, "x", lang).parent
    for path in sorted(root.rglob("*.po")):
        docname = path.relative_to(root).with_suffix("").as_posix()
        sources = [Path(env.srcdir) / f"{docname}{end}" for end in env.config.source_suffix]
        if any(source.exists() for source in sources):
            continue  # perhaps a draft, which is left out
        with contextlib.suppress(CatalogError, OSError):
            if docname not in env.found_docs and f"{PREFIX} ".encode() in path.read_bytes():
                yield path, read(path, lang)


def faults(stored: Iterable[Stored]) -> Iterator[Diagnostic]:
    """Yield the faults of the catalogues that cannot be used."""
    hint = _("The file was not changed. Fix it, or delete it and it will be created again.")
    for found in stored:
        if found.fault is not None:
            at = Location(str(found.path), found.fault.line)
            yield Diagnostic(Kind.CATALOG, at, str(found.fault), hint)


def write(stored: Stored, new: Catalog) -> Diagnostic | None:
    """Write a catalogue as a whole or not at all; return the fault that prevents it.

    A file is not touched for the sake of its lines, which other programs fold in other ways.
    """
    path, old = stored.path, stored.catalog
    try:
        if old is not None and (old.misread or not path.exists()):
            old = None
        if old != new:
            text = dump(new)
            if old is None or dump(old) != text:
                write_if_changed(path, text)
        if stored.moved_from is not None:
            stored.moved_from.unlink()
            stored.moved_from.with_suffix(".mo").unlink(missing_ok=True)
    except OSError as error:
        problem = _("The catalogue cannot be written: {reason}.").format(reason=error.strerror)
        hint = _("Check its folder and the disk.")
        return Diagnostic(Kind.CATALOG, Location(str(path)), problem, hint)
    return None
