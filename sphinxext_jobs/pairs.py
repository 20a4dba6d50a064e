"""What ``job-pairs`` shows: how each job stands in each language, from files and catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.numbers import format_percent
from docutils import nodes

from .domain import JobDomain
from .fields import FIELDS, differences
from .jobs import Texts
from .languages import best, locale
from .listing import table_box
from .page import link_node
from .pairing.catalog import Figures, figures
from .pairing.po import CatalogError, read
from .records import Link, PairsSpec, Record
from .wording import autonym, translations, translator


class job_pairs(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of the table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A job in one language: whether it has a text, is the source, and how its catalogue is."""

    lang: str
    exists: bool
    is_source: bool
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Row:
    """A job: its link, its languages, and the fields in which its texts differ."""

    link: Link
    cells: tuple[Cell, ...]
    mismatched: tuple[str, ...]

    @property
    def in_order(self) -> bool:
        """Whether nobody has anything to do."""
        return not self.mismatched and all(
            cell.exists
            and (
                cell.figures is None
                or not (cell.figures.fuzzy or cell.figures.unmatched or cell.figures.untranslated)
            )
            for cell in self.cells
        )


@dataclass(frozen=True, slots=True)
class PairsView:
    """All that a ``job-pairs`` shows."""

    docname: str
    lang: str
    languages: tuple[str, ...]
    rows: tuple[Row, ...]


def languages_of(domain: JobDomain) -> list[str]:
    """Return the languages of the project in the order in which they are sources."""
    if declared := domain.settings.languages:
        return list(declared)
    project = domain.settings.language
    found = {record.posting.lang for record in domain.jobs.published}
    return sorted(found, key=lambda lang: (lang != project, lang))


def pairs_view(domain: JobDomain, docname: str, number: int) -> PairsView:
    """Work out what the page's *number*-th table shows."""
    spec = domain.page(docname).pairs[number]
    lang = domain.page_language(docname)
    languages = languages_of(domain)
    rows = []
    for key, texts in sorted(domain.jobs.everywhere.items()):
        row = _row(domain, key, texts, languages, lang, spec)
        if row is not None and not (spec.problems and row.in_order):
            rows.append(row)
    return PairsView(docname, lang, tuple(languages), tuple(rows))


def _row(
    domain: JobDomain,
    key: str,
    texts: Texts,
    languages: list[str],
    lang: str,
    spec: PairsSpec,
) -> Row | None:
    records = {tag: texts[found][0] for tag in languages if (found := best(texts, tag))}
    if not records or not {domain.jobs.status(r) for r in records.values()} & set(spec.statuses):
        return None
    source, *others = records.values()
    here = domain.jobs.by_key.get(key, {})
    own = here[best(here, lang) or next(iter(here))][0] if here else source
    mismatched = {
        name
        for other in others
        for name, _mine, _theirs in differences(source.posting, other.posting)
    }
    return Row(
        own.link,
        tuple(_cell(domain, tag, records, source) for tag in languages),
        tuple(sorted(mismatched)),
    )


def _cell(domain: JobDomain, lang: str, records: Mapping[str, Record], source: Record) -> Cell:
    record = records.get(lang)
    found = None if record is source else _figures(domain, source.docname, lang)
    return Cell(lang, record is not None, record is source, found)


def _figures(domain: JobDomain, docname: str, lang: str) -> Figures | None:
    """Return how a catalogue stands; read again only when its file has changed."""
    path = domain.settings.catalog_path(Path(domain.env.srcdir), docname, lang)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    cached = domain.figures.get(str(path))
    if cached is None or cached[0] != changed:
        try:
            found = figures(read(path, lang))
        except (CatalogError, OSError):
            return None
        cached = domain.figures[str(path)] = changed, found
    return cached[1]


def is_translated(domain: JobDomain, record: Record, lang: str) -> bool:
    """Whether the site in a language shows all of a posting, by its catalogue alone."""
    if not domain.settings.has_site_per_language:
        return False
    found = _figures(domain, record.docname, lang)
    return found is not None and found.translated == found.total > 0


def pairs_nodes(view: PairsView) -> nodes.Node:
    """Turn the view into a table."""
    _ = translator(view.lang)
    if not view.rows:
        text = _("All jobs are in order in every language.")
        return nodes.container(
            "", nodes.paragraph(text, text), classes=["job-index", "job-index-empty"]
        )
    labels = [FIELDS["title"].label_in(view.lang), *map(autonym, view.languages), _("To do")]
    head = nodes.row()
    for number, label in enumerate(labels):
        paragraph = nodes.paragraph(label, label)
        if 0 < number <= len(view.languages) and view.languages[number - 1] != view.lang:
            paragraph["classes"].append(f"language-{view.languages[number - 1]}")
        head += nodes.entry("", paragraph)
    body = nodes.tbody()
    for row in view.rows:
        cells = [nodes.paragraph("", "", link_node(row.link, view.docname, view.lang))]
        cells += [_paragraph(_state(cell, view.lang)) for cell in row.cells]
        cells.append(_paragraph("; ".join(_to_do(row, view.lang)) or _("nothing")))
        line = nodes.row(classes=["job-in-order" if row.in_order else "job-to-do"])
        line += [nodes.entry("", cell) for cell in cells]
        body += line
    return table_box([30, *(15 for _lang in view.languages), 30], head, body)


def _paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph(text, text)


def _state(cell: Cell, lang: str) -> str:
    _ = translator(lang)
    if cell.is_source:
        return _("original")
    if cell.figures is None or not cell.figures.total:
        return _("written") if cell.exists else _("missing")
    # Rounded down: not all is not 100 %.
    share = cell.figures.translated * 100 // cell.figures.total / 100
    percent = format_percent(share, locale=locale(lang) or "en")
    text = _("written, {share} in agreement") if cell.exists else _("missing, {share} translated")
    return text.format(share=percent)


def _to_do(row: Row, lang: str) -> Iterator[str]:
    _ = translator(lang)
    for name in row.mismatched:
        yield _("make equal: {field}").format(field=name)
    for cell in row.cells:
        tasks = [] if cell.exists else [_("write the text")]
        if cell.figures is not None:
            tasks += _counted(cell.figures, lang)
        if tasks:
            yield _("{language}: {tasks}").format(
                language=autonym(cell.lang), tasks=", ".join(tasks)
            )


def _counted(figures: Figures, lang: str) -> Iterator[str]:
    """Say how many blocks of a catalogue need which work."""
    ngettext = translations(lang).ngettext
    if count := figures.drifted:
        yield ngettext("{count} drifted block", "{count} drifted blocks", count).format(count=count)
    if count := figures.fuzzy - figures.drifted:
        text = ngettext("{count} block to check", "{count} blocks to check", count)
        yield text.format(count=count)
    if count := figures.untranslated:
        text = ngettext("{count} untranslated block", "{count} untranslated blocks", count)
        yield text.format(count=count)
    if count := figures.unmatched:
        text = ngettext(
            "{count} block without an original", "{count} blocks without an original", count
        )
        yield text.format(count=count)
