"""The state of pairs at a revision: points, blocks by state, words left to translate.

It comes from the files and the catalogues as they are, without a build.
"""

from __future__ import annotations

import dataclasses
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..jobs.jobs import Jobs
from ..jobs.languages import is_copied
from ..jobs.records import Record
from ..pairing.cards import Point, points
from ..pairing.catalogs.code import drifted_code
from ..pairing.catalogs.decide import Decision
from ..pairing.catalogs.figures import is_missing
from ..pairing.catalogs.marks import accepted, is_in, seen_code, unapplied, unmatched_count
from ..pairing.catalogs.po import CatalogError, parse
from ..pairing.catalogs.words import words
from ..pairing.contents import better_counterparts
from ..pairing.context import without_context
from ..pairing.findings import findings, id_of
from ..pairing.pipeline import align_pairs, learn_words
from ..pairing.recalling import recall
from ..pairing.results import Fault, Result, Row, Text, unequal_fields
from ..pairing.units import Name, Pair, Unit
from ..sources.files import read_file
from ..text.languages import best
from ..views.pairs import is_translated
from .checking import build_of
from .pairs import FilePair, Pairs
from .revision import Revision


@dataclass(frozen=True, slots=True)
class Blocks:
    """Numbers of blocks by their state, as ``Figures`` counts them, and of words to translate."""

    agreed: int = 0
    drifted: int = 0
    doubtful: int = 0
    untranslated: int = 0
    unmatched: int = 0
    unapplied: int = 0
    words: int = 0

    def __add__(self, other: Blocks) -> Blocks:
        """Add the numbers of another catalogue."""
        mine, theirs = dataclasses.astuple(self), dataclasses.astuple(other)
        return Blocks(*(sum(both) for both in zip(mine, theirs, strict=True)))

    @property
    def total(self) -> int:
        """The number of blocks."""
        open_ = self.drifted, self.doubtful, self.untranslated, self.unmatched, self.unapplied
        return self.agreed + sum(open_)


@dataclass
class State:
    """The state of some jobs at a revision, by their keys.

    ``points`` are those of the jobs that were asked for. Among these, ``stale`` are the jobs with a
    text that changed after the last run of ``jobs-pair``, ``broken`` those with a catalogue that
    cannot be read, and ``unread`` the postings that cannot be read, whose jobs have no points.
    ``keys`` are all jobs of the revision.
    """

    keys: frozenset[str]
    points: list[Point] = field(default_factory=list)
    stale: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    unread: list[Record] = field(default_factory=list)


class Looker:
    """Looks at the pairs of a revision."""

    def __init__(self, revision: Revision) -> None:
        self._faults: dict[Path, CatalogError] = {}
        self._revision = revision
        self._pairs = Pairs(revision.project, revision.exists, self._faults)

    @property
    def _jobs(self) -> Jobs:
        return self._pairs.project.jobs

    def touched(self) -> tuple[set[str], set[str]]:
        """Return the keys of the jobs with a text that differs, and of those with a catalogue."""
        touches, settings = self._revision.touches, self._revision.project.settings
        root = self._pairs.project.root
        texts = {
            record.posting.translation_key
            for record in self._pairs.records.values()
            if touches(Path(record.path))
        }
        catalogs = {
            key for key, name in self._names() if touches(settings.catalog_path(root, *name))
        }
        return texts, catalogs

    def blocks(self) -> Blocks:
        """Count the blocks of all jobs."""
        settings, root = self._revision.project.settings, self._pairs.project.root
        found = Blocks()
        for _key, (docname, lang) in self._names():
            try:
                data = read_file(settings.catalog_path(root, docname, lang))
            except OSError:
                continue
            found += _blocks(data, lang)
        return found

    def _names(self) -> Iterator[tuple[str, Name]]:
        """Yield the names of the catalogues of all jobs, with the keys of these."""
        languages = self._jobs.languages
        for key, texts in self._jobs.by_key.items():
            spoken = [lang for lang in languages if best(texts, lang)]
            for source in texts[best(texts, spoken[0]) or ""] if spoken else ():
                for lang in languages:
                    if lang != spoken[0]:
                        yield key, (source.docname, lang)

    def state(self, keys: Collection[str]) -> State:
        """Return the state of some jobs."""
        found = State(self._pairs.keys)
        pairs = [*self._pairs.of(keys)]
        better = dict(_better(pairs, self._pairs.left))
        results = []
        for pair in pairs:
            if self._is_hidden(pair):
                continue
            result, is_stale = self._result(pair, better.get(pair.pair))
            results.append(result)
            if is_stale:
                found.stale.add(pair.pair.key)
            if result.fault:
                found.broken.add(pair.pair.key)
        left = [self._text(unit) for unit in self._pairs.left if unit not in better.values()]
        found.points = [*points(results, left)]
        found.unread = self._pairs.unread
        return found

    def _is_hidden(self, found: FilePair) -> bool:
        """Whether nobody waits for a text: the job is a draft, or a catalogue translates it."""
        pair = found.pair
        if pair.target is not None:
            return pair.source.is_draft and pair.target.is_draft
        if pair.source.is_draft:
            return True
        record = self._pairs.records[pair.source.path]
        return is_translated(build_of(self._pairs.project, self._jobs), record, pair.lang)

    def _result(self, found: FilePair, better: Unit | None) -> tuple[Result, bool]:
        """Return the result on a pair, and whether a text changed after the last run.

        If another unit is the *better* counterpart, ``jobs-pair`` does not compare the texts.
        """
        pair, fault = found.pair, self._faults.get(found.path)
        source = self._pairs.records[pair.source.path]
        target = self._pairs.records[pair.target.path] if pair.target else None
        zone = self._jobs.settings.timezone
        is_copy = target is not None and is_copied(source.body, target.body)
        decisions: tuple[Decision, ...] = ()
        is_stale = fault is None and better is None
        if found.catalog is not None and better is None:
            decisions, is_stale = recall(pair, found.sides, found.catalog)
        notes = findings(pair, decisions, lambda _decision: False, is_copy=is_copy)
        result = Result(
            pair=pair,
            source=self._text(pair.source),
            target=self._text(pair.target) if pair.target else None,
            rows=tuple(
                Row(id_of(pair, decision), decision, note)
                for decision, note in zip(decisions, notes, strict=True)
            ),
            catalog=os.path.relpath(found.path, self._pairs.project.root).replace(os.sep, "/"),
            fault=Fault(str(fault), fault.line) if fault else None,
            fields=tuple(unequal_fields(source, target, zone)) if target else (),
            is_copy=is_copy,
            better=better,
        )
        return result, is_stale

    def _text(self, unit: Unit) -> Text:
        return Text(unit, self._jobs.status(self._pairs.records[unit.path]))


def stale_jobs(pairs: Pairs, keys: Collection[str]) -> frozenset[str]:
    """Return the jobs with a text that changed after the last run of ``jobs-pair``.

    A job whose texts the run could not compare is none of them, nor is a draft. If there are no
    catalogues at all, nobody wants them.
    """
    found, faults = [*pairs.of(keys)], pairs.faults or {}
    if not any(each.catalog for each in found):
        return frozenset()
    stale = {each.pair.key for each in found if _is_stale(each) and each.path not in faults}
    wrong = dict(_better([each for each in found if each.pair.key in stale], pairs.left))
    return frozenset(stale - {pair.key for pair in wrong})


def _is_stale(found: FilePair) -> bool:
    if all(unit.is_draft for unit in (found.pair.source, found.pair.target) if unit):
        return False
    if found.catalog is None:
        return found.sides is not None
    _decisions, is_stale = recall(found.pair, found.sides, found.catalog)
    return is_stale


def _better(found: Sequence[FilePair], left: Sequence[Unit]) -> Iterator[tuple[Pair, Unit]]:
    """Yield the pairs whose source clearly has the content of another unit, with that unit.

    The words of a key's own texts are enough to see that. Most keys have one text in a language.
    """
    groups: dict[str, list[FilePair]] = defaultdict(list)
    for each in found:
        if each.sides:
            groups[each.pair.key].append(each)
    for key, group in groups.items():
        spare = [unit for unit in left if unit.key == key]
        if len({each.pair.source for each in group}) > 1 or spare:
            pairs = [each.pair for each in group]
            lexicons = learn_words(pairs)
            aligned = align_pairs(pairs, lexicons, {}, lambda _pair, _path: None)
            yield from better_counterparts(aligned, spare, lexicons)


@cache  # most catalogues are the same at both revisions
def _blocks(data: bytes, lang: str) -> Blocks:
    """Count the blocks of a catalogue; none if it cannot be read."""
    try:
        catalog = parse(data, lang)
    except CatalogError:
        return Blocks()
    known, lost = accepted(catalog.header), unapplied(catalog.header)
    found: Counter[str] = Counter(unmatched=unmatched_count(catalog.header))
    found["drifted"] = len(drifted_code(seen_code(catalog.header)))
    for entry in catalog.entries:
        text = without_context(entry.id)
        if entry.fuzzy:
            found["drifted" if entry.has_drifted else "doubtful"] += 1
        elif entry.string:
            found["unapplied" if is_missing(entry, lost, known) else "agreed"] += 1
        elif not is_in(known, text):
            found["untranslated"] += 1
            found["words"] += len(words(text))
    return Blocks(**found)
