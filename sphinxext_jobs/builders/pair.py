"""The builder ``jobs-pair``: writes the catalogues of postings out of their pairs."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import sphinx
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.display import status_iterator

from ..pairing.alignment.align import align, learn_lexicon
from ..pairing.catalog import Proposal, Suggestion, update
from ..pairing.memory import Memory
from ..pairing.message import FIELD_COMMENT
from ..pairing.po import (
    Catalog,
    CatalogError,
    Location,
    State,
    digest,
    dump,
    new_header,
    read,
    with_unmatched,
)
from ..store.domain import JobDomain, job_domain
from ..store.log import logger, warn
from ..views.pairs import languages_of
from .matching import Destinations, Pair, pairs_of, proposals_of, translation
from .report import Report
from .units import PLAIN, Text, messages_of, text_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Draft:
    """All that a catalogue is made of; a document may hold the sources of several pairs."""

    path: Path
    pairs: list[Pair]
    old: Catalog
    messages: dict[str, list[Location]]
    proposals: dict[str, Proposal]

    def update(self, memory: Memory | None = None) -> Catalog:
        """Make the catalogue; what no counterpart answers comes from the memory."""
        titles = {pair.source.record.posting.title for pair in self.pairs}

        def remember(message: str) -> Suggestion | None:
            text = FIELD_COMMENT.sub("", message)
            # Two jobs may differ in one word of their titles.
            return memory(text, near=text not in titles) if memory else None

        fields = [
            message
            for pair in self.pairs
            for message, block in zip(pair.source.messages, pair.source.blocks, strict=True)
            if block.kind in PLAIN
        ]
        new = update(self.old, self.messages, self.proposals, remember, fields)
        return replace(new, header=with_unmatched(new.header, _unmatched(self.pairs)))


class PairBuilder(Builder):
    """Writes the gettext catalogues of postings from their counterparts, and reports."""

    name = "jobs-pair"
    epilog = "The catalogues are in the project's locale folder, the report in %(outdir)s."
    use_message_catalog = False

    def init(self) -> None:
        """Begin with nothing known of catalogues without a document."""
        #: By language, those that a document may have had under another name.
        self.abandoned: dict[str, dict[Path, Catalog]] = {}
        #: Where the new catalogue's entries come from.
        self.moved: dict[Path, Path] = {}

    def get_outdated_docs(self) -> Set[str]:
        """Look at every document in every run: the counterpart may be what changed."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: no pages are made."""
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        """Pair, write and report (see ``sphinx.builders.Builder``)."""
        domain = job_domain(self.env)
        if self.config.gettext_compact is not False:
            warn(
                "config",
                "gettext_compact: jobs-pair writes one catalogue per page, which Sphinx finds only "
                "with `gettext_compact = False`; add that to conf.py",
                None,
            )
        if not self.config.locale_dirs:
            warn(
                "config",
                "locale_dirs: it is empty, and Sphinx reads no catalogue; add "
                "`locale_dirs = ['locale']` to conf.py",
                None,
            )
        languages = languages_of(domain.jobs)
        texts = {
            (record.docname, record.anchor): text_of(self.env, record)
            for record in _progress(domain.jobs.published, "reading postings... ")
        }
        pairs, left = pairs_of(self.env, languages, texts)
        self._align(pairs)
        self._write(domain, pairs)
        reports = [Report(pair, self._path(pair), Path(self.env.srcdir)) for pair in pairs]
        for report in reports:
            report.warn()
        for text in left:
            warn(
                "unmatched",
                "the key has more texts in this language than in the other; nothing was left to "
                "pair this file with: give it another key, or remove it",
                text.record.location("translationKey"),
            )
        for report in reports:
            logger.info("%s", report.summary())
        self._dump(reports, left)

    if not TYPE_CHECKING and sphinx.version_info < (8, 1):  # it has no write_documents

        def write(self, *_: object) -> None:
            """Write all documents."""
            self.events.emit("write-started", self)
            self.write_documents(self.env.found_docs)

    def _align(self, pairs: Iterable[Pair]) -> None:
        """Link the blocks of all pairs, with the words that they teach."""
        by_direction: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair in pairs:
            if pair.target is not None:
                by_direction[pair.source.record.posting.lang, pair.lang].append(pair)
        for group in by_direction.values():
            lexicon = learn_lexicon((p.source.blocks, p.target.blocks) for p in group if p.target)
            for pair in _progress(group, "aligning... ", lambda p: p.key):
                assert pair.target is not None
                pair.catalog = self._read(pair)
                pair.links = align(pair.source.blocks, pair.target.blocks, lexicon)
                destinations = Destinations(self.env, job_domain(self.env), pair)
                if pair.catalog and (known := _known(pair, pair.catalog, destinations)):
                    pair.links = align(pair.source.blocks, pair.target.blocks, lexicon, known)

    def _read(self, pair: Pair) -> Catalog | None:
        path = self._path(pair)
        try:
            return read(path, pair.lang)
        except FileNotFoundError:
            if found := self._abandoned(pair):
                old, catalog = found
                self.moved[path] = old
                return catalog
            return Catalog(new_header(pair.lang, self.config.project))
        except (CatalogError, OSError) as error:
            line = getattr(error, "line", 1)
            pair.error = f"{error}"
            warn(
                "catalog",
                f"{error}; the file was left as it is: mend it, or remove it to have it made anew",
                f"{path}:{line}",
            )
            return None

    def _abandoned(self, pair: Pair) -> tuple[Path, Catalog] | None:
        """Find the catalogue that a document had under another name: people worked on it."""
        if pair.lang not in self.abandoned:
            root = self._path_of("x", pair.lang).parent
            self.abandoned[pair.lang] = dict(_without_document(self.env, root, pair.lang))
        mine = set(pair.source.messages)
        for path, catalog in self.abandoned[pair.lang].items():
            if 2 * len(mine & {entry.id for entry in catalog.entries}) > len(mine):
                del self.abandoned[pair.lang][path]
                return path, catalog
        return None

    def _path(self, pair: Pair) -> Path:
        return self._path_of(pair.source.record.docname, pair.lang)

    def _path_of(self, docname: str, lang: str) -> Path:
        settings = job_domain(self.env).settings
        return settings.catalog_path(Path(self.env.srcdir), docname, lang)

    def _write(self, domain: JobDomain, pairs: Iterable[Pair]) -> None:
        """Bring all catalogues up to date: first from the pairs, then from the memory."""
        by_path: dict[Path, list[Pair]] = defaultdict(list)
        for pair in pairs:
            by_path[self._path(pair)].append(pair)
        memories: dict[tuple[str, str], Memory] = defaultdict(Memory)
        drafts = [
            draft
            for path, group in by_path.items()
            if (draft := self._draft(domain, path, group)) is not None
        ]
        for draft in drafts:
            _remember(memories, draft)
        for draft in drafts:
            pair = draft.pairs[0]
            memory = memories[pair.source.record.posting.lang, pair.lang]
            new = draft.update(memory)
            for pair in draft.pairs:
                pair.catalog = new
            try:
                _write_if_changed(draft.path, draft.old, new)
                if draft.path in self.moved:
                    self.moved[draft.path].unlink()
                    self.moved[draft.path].with_suffix(".mo").unlink(missing_ok=True)
            except OSError as error:
                fault = f"{error.strerror}: the catalogue cannot be written; check its folder"
                warn("catalog", fault, draft.path)
                for pair in draft.pairs:
                    pair.error = fault

    def _draft(self, domain: JobDomain, path: Path, pairs: list[Pair]) -> _Draft | None:
        first = pairs[0]
        if first.target is None:
            first.catalog = self._read(first)
        if first.catalog is None:
            return None
        proposals: dict[str, Proposal] = {}
        for pair in pairs:
            for message, proposal in proposals_of(self.env, domain, pair).items():
                proposals.setdefault(message, proposal)
        messages = messages_of(self.env, first.source.record.docname)
        return _Draft(path, pairs, first.catalog, messages, proposals)

    def _dump(self, reports: Sequence[Report], left: Sequence[Text]) -> None:
        data = {
            "version": 1,
            "pairs": [report.as_json() for report in reports if report.pair.target],
            "unpaired": [report.as_json() for report in reports if not report.pair.target],
            "left_over": [
                {"language": r.posting.lang, "docname": r.docname, "key": r.posting.translation_key}
                for r in (text.record for text in left)
            ],
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (Path(self.outdir) / "pairing.json").write_text(text, encoding="utf-8", newline="\n")


def _progress(
    items: Collection[T], what: str, name: Callable[[T], str] = lambda _item: ""
) -> Iterator[T]:
    return status_iterator(items, what, "brown", len(items), stringify_func=name)


def _without_document(
    env: BuildEnvironment, root: Path, lang: str
) -> Iterator[tuple[Path, Catalog]]:
    """Yield the sound catalogues with our marks whose document is gone."""
    for path in sorted(root.rglob("*.po")):
        docname = path.relative_to(root).with_suffix("").as_posix()
        sources = [Path(env.srcdir) / f"{docname}{end}" for end in env.config.source_suffix]
        if any(source.exists() for source in sources):
            continue  # perhaps a draft, which is left out
        with contextlib.suppress(CatalogError, OSError):
            if docname not in env.found_docs and b"# jobs-pair " in path.read_bytes():
                yield path, read(path, lang)


def _known(pair: Pair, catalog: Catalog, destinations: Destinations) -> set[tuple[str, str]]:
    """Return the pairs of texts that agreed before, if the links know better than to have them.

    Where they have, nothing is added: one and the same text is aligned in one and the same way.
    """
    assert pair.target is not None
    seen = {
        entry.id: entry.mark.seen
        for entry in catalog.entries
        if entry.mark and entry.state not in (State.DOUBTFUL, State.MEMORY)
    }
    if not seen:
        return set()
    texts = {m: b.text for m, b in zip(pair.source.messages, pair.source.blocks, strict=True)}
    digests: dict[str, set[str]] = defaultdict(set)
    for index, block in enumerate(pair.target.blocks):
        digests[digest(translation(pair.target, index, destinations))].add(block.text)
    known = {
        (texts[message], target)
        for message, agreed in seen.items()
        if message in texts
        for target in digests.get(agreed, ())
    }
    linked = {
        (pair.source.blocks[link.source[0]].text, pair.target.blocks[link.target[0]].text)
        for link in pair.links
        if len(link.source) == len(link.target) == 1
    }
    return known if known - linked else set()


def _remember(memories: dict[tuple[str, str], Memory], draft: _Draft) -> None:
    """Let the memory learn, in both directions, what pairs agree on."""
    catalog = draft.update()
    source = draft.pairs[0].source
    here, there = source.record.posting.lang, draft.pairs[0].lang
    for entry in catalog.entries:
        if entry.string and not entry.fuzzy and entry.state is not State.MEMORY:
            memories[here, there].add(FIELD_COMMENT.sub("", entry.id), entry.string)
    agreed = {e.id for e in catalog.entries if e.state is State.AGREED and not e.fuzzy}
    for pair in draft.pairs:
        for link in pair.links if pair.target else ():
            mine = [pair.source.blocks[index] for index in link.source]
            theirs = [pair.target.blocks[index] for index in link.target] if pair.target else []
            if len(mine) == len(theirs) == 1 and pair.source.messages[link.source[0]] in agreed:
                text = translation(pair.source, link.source[0])
                memories[there, here].add(theirs[0].text, text)


def _unmatched(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield the blocks of the counterparts that answer nothing."""
    for pair in pairs:
        for link in pair.links if pair.target else ():
            if pair.target and not link.source:
                yield from (pair.target.blocks[index].text for index in link.target)


def _write_if_changed(path: Path, old: Catalog, new: Catalog) -> None:
    """Write a catalogue as a whole or not at all; not where nothing changed."""
    text = dump(new)
    path = path.resolve()  # a link stays one
    if path.exists() and not old.misread and dump(old) == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".jobs-pair-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def setup_catalogs(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(PairBuilder)
