"""The directive ``jobs-table``: reference tables, made from what the code declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from sphinxext_jobs import diagnostics
from sphinxext_jobs.model import fields as job_fields
from sphinxext_jobs.model import values, vocabularies
from sphinxext_jobs.pairing import points as job_points
from sphinxext_jobs.pairing.alignment import segments
from sphinxext_jobs.pairing.catalogs import catalog
from sphinxext_jobs.reading import directives as job_directives
from sphinxext_jobs.settings import settings
from sphinxext_jobs.sources import synonyms as other_names

Row = tuple[str, ...]

#: What an author may write, by the reader of the field.
TYPES: dict[values.Reader, str] = {
    values.identifier: "id, read as text",
    values.text: "text",
    values.texts: "text, or a list of texts",
    values.pictures: "address or path, or a list of these",
    values.flag: "`true` or `false`",
    values.moment: "date, such as `2026-03-31`",
    values.address: "address, such as `https://example.org/`",
    values.plain_value: "any value, or a list of values",
}


def fields() -> Iterator[Row]:
    """Yield the fields of front matter."""
    yield "Field", "Type", "Meaning", "Translatable"
    for name, field in job_fields.FIELDS.items():
        translatable = "yes" if field.translatable else "no"
        yield f"`{name}`", TYPES[field.read], field.help, translatable


def words() -> Iterator[Row]:
    """Yield the code words that readers see in their language."""
    yield "Field", "Value", "In English", "In French"
    for name, field in job_fields.FIELDS.items():
        for word in field.vocabulary or ():
            yield f"`{name}`", f"`{word}`", word.label_in("en"), word.label_in("fr")


def synonyms() -> Iterator[Row]:
    """Yield the other names of fields, and those of flags that mean the opposite."""
    yield "Field", "Other names"
    for name, words in other_names.SYNONYMS.items():
        yield f"`{name}`", _listed(words)
    for name, words in other_names.OPPOSITES.items():
        yield f"`{name}`, with the opposite value", _listed(words)


def _listed(words: str) -> str:
    return ", ".join(f"`{word.strip()}`" for word in words.split(","))


def options() -> Iterator[Row]:
    """Yield the configuration values."""
    yield "Value", "Default", "Meaning"
    for name, option in settings.Settings.options():
        yield f"`{name}`", f"`{option.default!r}`", option.help


def warnings() -> Iterator[Row]:
    """Yield the subtypes of warnings."""
    yield "Name", "Problem"
    for kind in diagnostics.Kind:
        yield f"`jobs.{kind}`", kind.help


def index_options() -> Iterator[Row]:
    """Yield the options of ``job-index``."""
    yield "Option", "Meaning"
    for name, option in job_directives.INDEX_OPTIONS.items():
        yield f"`:{name}:`", option.help


def pairs_options() -> Iterator[Row]:
    """Yield the options of ``job-pairs``."""
    yield "Option", "Meaning"
    for name, option in job_directives.PAIRS_OPTIONS.items():
        yield f"`:{name}:`", option.help


def states() -> Iterator[Row]:
    """Yield the states of the entries of a catalogue."""
    yield "State", "Meaning", "Fuzzy"
    for state in catalog.State:
        yield f"`{state}`", state.help, state.fuzzy


def reasons() -> Iterator[Row]:
    """Yield the reasons why an entry is fuzzy, or why a block is not in the catalogue."""
    yield "Reason", "Meaning"
    for reason in catalog.Reason:
        only = "In the report only." if reason in catalog.IN_REPORT_ONLY else ""
        text = f"{reason.text[:1].upper()}{reason.text[1:]}."
        yield f"`{reason}`", " ".join(filter(None, (text, reason.help, only)))


def kinds() -> Iterator[Row]:
    """Yield the kinds of blocks."""
    yield "Kind", "Block"
    for kind in segments.BlockKind:
        yield f"`{kind}`", kind.help


def points() -> Iterator[Row]:
    """Yield the kinds of points, the most urgent first; labels are those of English to French."""
    yield "Kind", "Label", "Group"
    names = job_points.names("en", "fr", "en")
    for kind in sorted(job_points.PointKind, key=lambda kind: kind.rank):
        yield f"`{kind}`", kind.label.format_map(names), kind.group.label


TABLES: dict[str, tuple[Callable[[], Iterable[Row]], object]] = {
    "fields": (fields, job_fields),
    "words": (words, vocabularies),
    "synonyms": (synonyms, other_names),
    "options": (options, settings),
    "warnings": (warnings, diagnostics),
    "index-options": (index_options, job_directives),
    "pairs-options": (pairs_options, job_directives),
    "states": (states, catalog),
    "reasons": (reasons, catalog),
    "kinds": (kinds, segments),
    "points": (points, job_points),
}


class JobsTable(SphinxDirective):
    """A table of what the code declares; its cells are text of the page, and translated."""

    required_arguments = 1
    option_spec = {"widths": directives.positive_int_list}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        make, module = TABLES[self.arguments[0]]
        self.env.note_dependency(str(Path(str(vars(module)["__file__"]))))
        head, *rows = make()
        widths = self.options.get("widths") or [1] * len(head)
        group = nodes.tgroup("", cols=len(head))
        group += [nodes.colspec(colwidth=width) for width in widths]
        group += nodes.thead("", self._row(head))
        group += nodes.tbody("", *map(self._row, rows))
        return [nodes.table("", group, classes=["colwidths-given"] if self.options else [])]

    def _row(self, cells: Row) -> nodes.row:
        row = nodes.row()
        for cell in cells:
            inline, messages = self.parse_inline(cell)
            paragraph = nodes.paragraph(cell, "", *inline, *messages)
            self.set_source_info(paragraph)
            row += nodes.entry("", paragraph)
        return row


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("jobs-table", JobsTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
