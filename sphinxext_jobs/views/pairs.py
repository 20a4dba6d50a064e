"""The view of ``job-pairs``: each job in each language, from files and catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_percent

from ..jobs.counterparts import closest
from ..jobs.jobs import Texts
from ..jobs.records import Link, PairsSpec, Record
from ..model.fields import differences
from ..pairing.catalogs.catalog import Figures
from ..text.languages import best, locale
from ..text.wording import autonym, translations, translator
from .build import Build


@dataclass(frozen=True, slots=True)
class Cell:
    """A job in one language: its text, if there is one, and the figures of its catalogue.

    If its file is ``in_conflict``, or that of the source, there are no figures: a merge conflict
    is not resolved.
    """

    lang: str
    exists: bool
    is_source: bool
    figures: Figures | None
    in_conflict: bool = False

    @property
    def in_order(self) -> bool:
        """Whether there is nothing to do."""
        found = self.figures or Figures()
        counts = found.fuzzy, found.unmatched, found.untranslated, found.unapplied
        return self.exists and not (self.in_conflict or found.is_damaged or any(counts))


@dataclass(frozen=True, slots=True)
class Row:
    """A job: its link, its languages, and the fields in which its texts differ."""

    link: Link
    cells: tuple[Cell, ...]
    mismatched: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of the job."""
        return self.link.name.rpartition("@")[0]

    @property
    def in_order(self) -> bool:
        """Whether there is nothing to do."""
        return not self.mismatched and all(cell.in_order for cell in self.cells)


@dataclass(frozen=True, slots=True)
class PairsView:
    """All that a ``job-pairs`` shows."""

    docname: str
    lang: str
    languages: tuple[str, ...]
    rows: tuple[Row, ...]


def pairs_view(build: Build, docname: str, number: int) -> PairsView:
    """Return the view of the *number*-th ``job-pairs`` of a page."""
    spec = build.page(docname).pairs[number]
    lang = build.page_language(docname)
    return PairsView(docname, lang, build.jobs.languages, tuple(pair_rows(build, spec, lang)))


def pair_rows(build: Build, spec: PairsSpec, lang: str) -> Iterator[Row]:
    """Yield the rows of a table in the words of a language, in the order of the keys."""
    for key, texts in sorted(build.jobs.everywhere.items()):
        row = _row(build, key, texts, build.jobs.languages, lang, spec)
        if row is not None and not (spec.problems and row.in_order):
            yield row


def _row(
    build: Build,
    key: str,
    texts: Texts,
    languages: Sequence[str],
    lang: str,
    spec: PairsSpec,
) -> Row | None:
    records = _records(texts, languages)
    if not records or not {build.jobs.status(r) for r in records.values()} & set(spec.statuses):
        return None
    source, *others = records.values()
    here = build.jobs.by_key.get(key, {})
    own = here[best(here, lang) or next(iter(here))][0] if here else source
    mismatched = {
        name
        for other in others
        for name, _mine, _theirs in differences(
            source.posting, other.posting, build.settings.timezone
        )
    }
    return Row(
        own.link,
        tuple(_cell(build, tag, records, source) for tag in languages),
        tuple(sorted(mismatched)),
    )


def _records(texts: Texts, languages: Iterable[str]) -> dict[str, Record]:
    """Return the text of a job in each language that has one: the first, and its counterparts."""
    found: dict[str, Record] = {}
    for lang in languages:
        if tag := best(texts, lang):
            source = next(iter(found.values()), None)
            found[lang] = closest(source, texts[tag]) if source else texts[tag][0]
    return found


def _cell(build: Build, lang: str, records: Mapping[str, Record], source: Record) -> Cell:
    record = records.get(lang)
    in_conflict = record is not None and record.conflict > 0
    is_known = record is not source and not (source.conflict or in_conflict)
    found = build.figures(source.docname, lang) if is_known else None
    return Cell(lang, record is not None, record is source, found, in_conflict)


def is_translated(build: Build, record: Record, lang: str) -> bool:
    """Whether the site in a language shows a whole posting by its catalogue alone."""
    if not build.settings.has_site_per_language:
        return False
    found = build.figures(record.docname, lang)
    return found is not None and found.translated == found.total > 0


def state_of(cell: Cell, lang: str) -> str:
    """Return the state of a job in a language, in the words of the page's language."""
    _ = translator(lang)
    if cell.is_source:
        return _("original")
    if cell.figures is None or not cell.figures.total:
        return _("written") if cell.exists else _("missing")
    # Rounded down, so that 100 % means all.
    share = cell.figures.translated * 100 // cell.figures.total / 100
    percent = format_percent(share, locale=locale(lang) or "en")
    text = _("written, {share} in agreement") if cell.exists else _("missing, {share} translated")
    return text.format(share=percent)


def to_do(row: Row, lang: str) -> Iterator[str]:
    """Yield the tasks of a job, in the words of the page's language."""
    _ = translator(lang)
    for name in row.mismatched:
        yield _("make equal: {field}").format(field=name)
    for cell in row.cells:
        tasks = [] if cell.exists else [_("write the text")]
        if cell.in_conflict:
            tasks.append(_("resolve the merge conflict"))
        if cell.figures is not None:
            tasks += _counted(cell.figures, lang)
        if tasks:
            yield _("{language}: {tasks}").format(
                language=autonym(cell.lang), tasks=", ".join(tasks)
            )


def _counted(figures: Figures, lang: str) -> Iterator[str]:
    """Yield how many blocks of a catalogue need work, by the kind of work."""
    _ = translator(lang)
    if figures.is_damaged:
        yield _("correct the catalogue")
    ngettext = translations(lang).ngettext
    if count := figures.drifted:
        yield ngettext("{count} drifted block", "{count} drifted blocks", count).format(count=count)
    if count := figures.fuzzy - figures.drifted:
        text = ngettext("{count} block to check", "{count} blocks to check", count)
        yield text.format(count=count)
    if count := figures.unapplied:
        text = ngettext(
            "{count} translation only in the catalogue",
            "{count} translations only in the catalogue",
            count,
        )
        yield text.format(count=count)
    if count := figures.untranslated:
        text = ngettext("{count} untranslated block", "{count} untranslated blocks", count)
        yield text.format(count=count)
    if count := figures.unmatched:
        text = ngettext(
            "{count} block without an original", "{count} blocks without an original", count
        )
        yield text.format(count=count)
