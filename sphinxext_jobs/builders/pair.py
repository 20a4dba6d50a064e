"""The builder ``jobs-pair``: writes the catalogues of postings from their counterparts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import sphinx
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.display import progress_message, status_iterator

from ..diagnostics import Diagnostic, Kind, Location
from ..jobs.records import Record
from ..pairing.catalogs.agreed import keep_counterparts
from ..pairing.catalogs.decide import Decision, decisions
from ..pairing.catalogs.marks import Folded, accepted
from ..pairing.catalogs.propose import Aligned
from ..pairing.contents import better_counterparts
from ..pairing.pipeline import Draft, align_pairs, learn_words, make_drafts
from ..pairing.results import Run
from ..pairing.units import Name, Pair, Unit, pair_up
from ..reading.gate import report_faults
from ..sources.files import write_if_changed
from ..sources.frontmatter import merge_conflict
from ..sources.git import Changes, GitError, changes_since
from ..store import order
from ..store.config import settings_of
from ..store.domain import job_domain
from ..store.log import logger, report
from ..text.wording import message as _
from .catalogs import Stored, faults, read_all, write
from .digest import digest
from .facts import write_facts
from .pairing_json import as_data, compact
from .report import PairReport, diagnostics
from .results import result_of
from .review import write_review
from .since import Gate
from .summary import summary
from .units import Postings, chosen_records, messages_of, relative

T = TypeVar("T")


class PairBuilder(Builder):
    """Writes the gettext catalogues of postings from their counterparts, and reports."""

    name = "jobs-pair"
    # Sphinx has set the language of the terminal before it loads builders.
    epilog = _("The catalogues are in the locale folder of the project, the report in %(outdir)s.")
    use_message_catalog = False
    #: The changes since ``jobs_since``, and whether git could not find them: see ``compare``.
    changes: Changes | None = None
    failed = False
    #: How much Sphinx prints.
    verbosity = 0
    #: The documents that this build has read.
    read_documents: Collection[str] = ()

    def get_outdated_docs(self) -> Set[str]:
        """Look at every document in every run: the counterpart may have changed."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: no pages are made."""
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        """Pair, write and report (see ``sphinx.builders.Builder``)."""
        if self.failed:
            report_faults(self.env)
            return
        report(self._check_settings())
        domain = job_domain(self.env)
        records = chosen_records(domain.jobs)
        postings = Postings(self.env, self._progress(records, _("reading postings... ")))
        pairs, left = pair_up(postings.units, domain.jobs.languages, postings.counterpart)
        stored = read_all(self.env, pairs)
        report(faults(stored.values()))
        usable = {name: found.catalog for name, found in stored.items() if found.catalog}
        nearest = {pair.source: pair.target for pair in pairs}
        pairs, left = keep_counterparts(pairs, left, usable)
        report_faults(self.env, {postings.record(unit).place for unit in left})
        linked = {nearest[pair.source]: pair for pair in pairs if pair.target}
        with progress_message(_("learning words")):
            lexicons = learn_words(pairs)
        progress = self._progress(pairs, _("aligning texts... "), lambda pair: pair.key)
        aligned = align_pairs(progress, lexicons, usable, postings.locate)
        torn = {pair: records for pair in pairs if (records := postings.in_conflict(pair))}
        whole = [each for each in aligned if each.pair not in torn]
        better = dict(better_counterparts(whole, left, lexicons))
        # What a wrong pair says is wrong: its catalogue stays as it is until the pair is right.
        wrong = {pair.name for pair in (*torn, *better)}
        left = [unit for unit in left if unit not in better.values()]
        right = [each for each in aligned if each.pair.name not in wrong]
        with progress_message(_("comparing with the catalogues")):
            drafts = make_drafts(right, usable, partial(messages_of, self.env))
        catalogs = {pair: stored[pair.name].path for pair in pairs}
        gate = Gate(self, self.changes, catalogs)
        reports = self._write(aligned, drafts, stored, gate)
        if self.changes is None:
            report(write_facts(self.env))
        report(gate.stale())
        for found in reports:
            if found.pair.name not in wrong:
                report(gate.choose(found.pair, diagnostics(found)))
        report(self._left_over(left, pairs, linked))
        report(self._better(pair, counterpart) for pair, counterpart in better.items())
        report(self._in_conflict(chain.from_iterable(torn.values())))
        for found in reports:
            logger.verbose("%s", summary(found))
        run = Run(
            tuple(
                result_of(
                    found,
                    postings.text,
                    postings.unequal_fields(found.pair),
                    better.get(found.pair),
                )
                for found in reports
            ),
            tuple(map(postings.text, left)),
        )
        data = as_data(run)
        write_if_changed(Path(self.outdir) / "pairing.json", compact(data) + "\n")
        report(write_review(self, run, data["run"]))
        self._say(run, gate, domain.settings.review)

    def _say(self, run: Run, gate: Gate, has_pages: bool) -> None:
        """Print the digest of the pairs that count, and of what counts in the others."""
        if not (run.results or run.left_over):
            logger.info(_("There are no jobs to compare."))
            return
        mine = (
            result if gate.counts(result.pair) else replace(result, rows=())
            for result in run.results
        )
        counted = [each for each in mine if gate.counts(each.pair) or any(each.job_points())]
        page = Path(self.outdir) / "index.html" if has_pages else None
        of_change = self.changes is not None
        left = Run(tuple(counted), run.left_over)
        for line in digest(left, Path(self.srcdir), page, of_change=of_change):
            logger.info("%s", line)
        if sentence := gate.sentence():
            logger.info("%s", sentence)

    if not TYPE_CHECKING and sphinx.version_info < (8, 1):  # it has no write_documents

        def write(self, *_: object) -> None:
            """Write all documents."""
            self.events.emit("write-started", self)
            self.write_documents(self.env.found_docs)

    def _write(
        self,
        pairs: Sequence[Aligned],
        drafts: Mapping[Name, Draft],
        stored: Mapping[Name, Stored],
        gate: Gate,
    ) -> list[PairReport]:
        """Write the catalogues, and return the report on each pair."""
        errors = {
            name: (str(found.fault), found.fault.line)
            for name, found in stored.items()
            if found.fault
        }
        decided: dict[Pair, tuple[Decision, ...]] = {}
        progress = self._progress(drafts, _("writing catalogues... "), lambda name: name[0])
        for name in progress:
            draft = drafts[name]
            is_written = gate.writes(draft.decisions)
            fault = write(stored[name], draft.catalog()) if is_written else None
            if fault is None:
                decided |= draft.decisions
            else:
                report([fault])
                errors[name] = str(fault), 1
        sources = Counter(aligned.pair.source for aligned in pairs)
        return [
            PairReport(
                aligned.pair,
                decided.get(aligned.pair) or tuple(decisions(aligned, (), {})),
                relative(self.env, stored[aligned.pair.name].path),
                Path(self.env.srcdir),
                error,
                _accepted(stored[aligned.pair.name]),
                line,
                sources[aligned.pair.source] > 1,
            )
            for aligned in pairs
            for error, line in [errors.get(aligned.pair.name, (None, 1))]
        ]

    def _progress(
        self, items: Collection[T], summary: str, name: Callable[[T], str] = lambda _item: ""
    ) -> Iterator[T]:
        """Yield items while the terminal shows how many are done."""
        return status_iterator(items, summary, "brown", len(items), self.verbosity, name)

    def _check_settings(self) -> Iterator[Diagnostic]:
        """Check Sphinx's own settings, without which it does not find the catalogues."""
        if self.config.gettext_compact is not False:
            problem = _(
                "Sphinx does not find the catalogues that jobs-pair writes, one for each page, "
                "unless `gettext_compact` is False."
            )
            hint = _("Add `gettext_compact = False` to conf.py.")
            yield Diagnostic(Kind.CONFIG, None, problem, hint)
        if not self.config.locale_dirs:
            problem = _("Sphinx reads no catalogues, because `locale_dirs` is empty.")
            hint = _('Add `locale_dirs = ["locale"]` to conf.py.')
            yield Diagnostic(Kind.CONFIG, None, problem, hint)

    def _left_over(
        self, left: Iterable[Unit], pairs: Iterable[Pair], linked: Mapping[Unit | None, Pair]
    ) -> Iterator[Diagnostic]:
        """Report each unit without a counterpart; pages of *linked* pairs lead to it anyway."""
        counterparts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for pair in pairs:
            if pair.target is not None:
                counterparts[pair.key, pair.target.lang].add(pair.target.path)
        hint = _("Change its key, or delete it.")
        for unit in left:
            problem = _("This file is not the counterpart of any posting with the key {key}.")
            others = counterparts[unit.key, unit.lang]
            if len(others) == 1:
                problem = _(
                    "This file is not the counterpart of any posting with the key {key}: {other} "
                    "is."
                )
            problem = problem.format(key=unit.key, other=", ".join(others))
            found = linked.get(unit)
            if found is not None and found.target is not None:
                problem = _(
                    "{file} agreed with {other}, but its links lead to this file because of the "
                    "folder, id or name."
                ).format(file=found.source.path, other=found.target.path)
            yield Diagnostic(Kind.UNMATCHED, self._at(unit), problem, hint)

    def _better(self, pair: Pair, counterpart: Unit) -> Diagnostic:
        problem = _(
            "{file} is the counterpart of this file because of its folder, id or name, but the "
            "content of {better} is much more similar."
        ).format(file=pair.target.path if pair.target else "", better=counterpart.path)
        hint = _("Give each job its own key.")
        return Diagnostic(Kind.PAIR, self._at(pair.source), problem, hint)

    def _in_conflict(self, records: Iterable[Record]) -> Iterator[Diagnostic]:
        """Report merge conflicts again: otherwise, only the build that reads a file does it."""
        for record in dict.fromkeys(records):
            if record.docname not in self.read_documents:
                yield merge_conflict(Location(record.path, record.conflict))

    def _at(self, unit: Unit) -> Location:
        return Location(str(Path(self.env.srcdir) / unit.path), unit.line)


def _accepted(stored: Stored) -> frozenset[Folded]:
    return accepted(stored.catalog.header) if stored.catalog else frozenset()


def compare(app: Sphinx) -> None:
    """Find the changes since ``jobs_since``, and how much to print (event ``builder-inited``).

    If git cannot, the build logs an error and goes on, but fails: an exception would make Sphinx
    forget what it has read.
    """
    if not isinstance(app.builder, PairBuilder):
        return
    app.builder.verbosity = app.verbosity
    if since := settings_of(app.config).since:
        try:
            app.builder.changes = changes_since(since, Path(app.srcdir))
        except GitError as error:
            # Without a type, so that it is not suppressed.
            logger.error("jobs_since: %s", error)
            app.builder.failed = True
            app.statuscode = 1


def note_reading(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    """Note the documents that are going to be read (event ``env-before-read-docs``)."""
    if isinstance(app.builder, PairBuilder):
        app.builder.read_documents = frozenset(docnames)


def setup(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(PairBuilder)
    app.connect("env-before-read-docs", note_reading, priority=order.NOTE_READING)
    app.connect("builder-inited", compare, priority=order.COMPARE_WITH_BASE)
