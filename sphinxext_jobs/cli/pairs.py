"""The pairs of a project as files with their catalogues, without a build."""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from ..diagnostics import printable
from ..jobs.counterparts import closest
from ..jobs.drafts import rivals
from ..jobs.records import Record
from ..pairing.applying import Sides
from ..pairing.catalogs.agreed import keep_counterparts
from ..pairing.catalogs.catalog import Catalog
from ..pairing.catalogs.po import CatalogError, read
from ..pairing.files import unit_of
from ..pairing.units import Pair, Unit, pair_up
from ..sources.markdown import posting_rules
from ..sources.posting import read_posting
from ..sources.rewriting import Document, RefusedError
from ..text.languages import best
from ..text.wording import message as _
from .project import Project, ProjectError, shown

#: A directive that brings a posting into a page.
_PART = re.compile(r"\{job-posting\}|\.\. job-posting::")


def page_parser(values: Mapping[str, Any]) -> MarkdownIt:
    """Return the parser of postings, with the settings of MyST-Parser in ``conf.py``."""
    names = {each.name for each in dataclasses.fields(MdParserConfig)}
    found = {
        name.removeprefix("myst_"): value
        for name, value in values.items()
        if name.startswith("myst_") and name.removeprefix("myst_") in names
    }
    try:
        md = create_md_parser(MdParserConfig(**found), RendererHTML)
    except (TypeError, ValueError, ImportError) as error:
        problem = _("MyST-Parser cannot use its settings in conf.py: {reason}.")
        raise ProjectError(problem.format(reason=error)) from error
    posting_rules(md)
    return md


def not_exact(record: Record) -> str:
    """Say that the file of a posting cannot be read exactly, so it is not edited."""
    problem = _("{path} cannot be read. Correct what `sphinx-jobs check` reports.")
    return problem.format(path=shown(record.path))


def _unreadable(path: Path, fault: CatalogError) -> str:
    """Say that a catalogue cannot be read, so it is not changed."""
    hint = _("The file was not changed. Fix it, or delete it and it will be created again.")
    return f"{shown(path)}:{fault.line}: {fault} {hint}"


@dataclass(frozen=True)
class FilePair:
    """A pair of files and its catalogue, whose file is at *path*, if it exists.

    *sides* is None without a counterpart.
    """

    pair: Pair
    sides: Sides | None
    path: Path
    catalog: Catalog | None


class Pairs:
    """The pairs of a project, read when they are asked for.

    *exists* says whether the project has a file. The catalogues that cannot be read are noted in
    *faults* if it is given; otherwise, the first of them ends the command.
    """

    def __init__(
        self,
        project: Project,
        exists: Callable[[Path], bool] = Path.is_file,
        faults: dict[Path, CatalogError] | None = None,
    ) -> None:
        # The builder jobs-pair reads drafts, too.
        settings = dataclasses.replace(project.settings, drafts=True)
        self.project = dataclasses.replace(project, settings=settings)
        self._exists = exists
        self._shows_drafts = project.settings.drafts
        #: The postings whose files could not be read exactly: see ``of``.
        self.unread: list[Record] = []
        self.faults = faults
        #: The files that are not the counterpart of any posting with their key: see ``of``.
        self.left: list[Unit] = []

    def report_unread(self) -> int:
        """Say which files could not be read exactly, and return their number."""
        faults = [_unreadable(path, fault) for path, fault in (self.faults or {}).items()]
        for problem in (*map(not_exact, self.unread), *faults):
            print(f"sphinx-jobs: {printable(problem)}", file=sys.stderr)
        return len(self.unread) + len(faults)

    def unknown(self, problem: str) -> ProjectError:
        """Return the error of a name that no file has: it may be that of a part of a page."""
        folder = self.project.folder
        if any(_PART.search(folder.text(docname)) for docname in folder.documents):
            problem += " " + _("Commands do not read postings in the directive `job-posting`.")
        return ProjectError(problem)

    @cached_property
    def md(self) -> MarkdownIt:
        """The parser of all pages."""
        return page_parser(self.project.values)

    @cached_property
    def records(self) -> dict[str, Record]:
        """The postings, by their paths relative to the source folder, with slashes."""
        return {self.name(record.path): record for record in self.project.records}

    @cached_property
    def _compared(self) -> list[Record]:
        """The postings that ``jobs-pair`` compares, if their jobs are published."""
        drafts = [] if self._shows_drafts else [r for r in self.project.records if r.posting.draft]
        published = [record for record in self.project.records if not record.posting.draft]
        left_out = {draft.place for draft in rivals(drafts, published)}
        return [record for record in self.project.records if record.place not in left_out]

    def name(self, path: str | Path) -> str:
        """Return the path of a posting relative to the source folder, with slashes."""
        found = Path(self.project.root, path).relative_to(self.project.root)
        return str(found).replace(os.sep, "/")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all jobs."""
        return frozenset(record.posting.translation_key for record in self.records.values())

    def at(self, path: str | Path) -> Record | None:
        """Return the posting in a file; None if it is not one."""
        real = Path(os.path.realpath(Path(path).parent)) / Path(path).name
        if not real.is_relative_to(self.project.root):
            return None
        return self.records.get(self.name(real))

    def of(self, keys: Collection[str] | None = None) -> Iterator[FilePair]:
        """Yield the pairs of some jobs, or of all; but not those with a file in ``unread``.

        Raises :class:`ProjectError` if a catalogue cannot be read and faults are not noted.
        """
        units: dict[Unit, tuple[Record, Document]] = {}
        chosen: dict[Record, Document | None] = {
            record: self.document(record)
            for record in self._compared
            if keys is None or record.posting.translation_key in keys
        }
        self.unread = [record for record, document in chosen.items() if document is None]
        damaged = {record.posting.translation_key for record in self.unread}
        for record, document in chosen.items():
            if document is not None and record.posting.translation_key not in damaged:
                units[self.unit(document, record)] = record, document

        def counterpart(unit: Unit, candidates: Sequence[Unit]) -> Unit:
            records = [units[each][0] for each in candidates]
            return candidates[records.index(closest(units[unit][0], records))]

        languages = self.project.jobs.languages
        pairs, left = pair_up(units, languages, counterpart)
        stored = {pair.name: catalog for pair in pairs if (catalog := self._catalog(pair))}
        pairs, self.left = keep_counterparts(pairs, left, stored)
        for pair in pairs:
            sides = None
            if pair.target is not None:
                record, document = units[pair.target]
                sides = Sides(
                    pair,
                    units[pair.source][1],
                    document,
                    partial(self.unit, record=record),
                    self.locate,
                    self.answer,
                )
            yield FilePair(pair, sides, self._path(pair), stored.get(pair.name))

    def _path(self, pair: Pair) -> Path:
        settings, root = self.project.settings, self.project.root
        return settings.catalog_path(root, pair.source.docname, pair.lang)

    def _catalog(self, pair: Pair) -> Catalog | None:
        """Return a catalogue; None if there is none. Raises :class:`ProjectError` if damaged."""
        path = self._path(pair)
        try:
            return read(path, pair.lang)
        except FileNotFoundError:
            return None
        except CatalogError as error:
            fault = error
        except OSError as error:
            fault = CatalogError(1, f"{error.strerror}.")
        if self.faults is None:
            raise ProjectError(_unreadable(path, fault))
        self.faults[path] = fault
        return None

    def document(self, record: Record) -> Document | None:
        """Return the file of a posting; None if it is not UTF-8, or in a merge conflict."""
        file = self.project.folder.files[record.docname]
        document = Document(file.text, self.md, record.posting.title)
        try:
            return document if file.fault is None and document.front.head else None
        except RefusedError:
            return None

    def unit(self, document: Document, record: Record) -> Unit:
        """Return the unit of a posting, whose file may have been edited."""
        name = self.name(record.path)
        # An edit may have changed the description.
        found = read_posting(document.front, path=PurePath(name), default_lang=record.posting.lang)
        unit = unit_of(
            document,
            found.posting.description,
            key=record.posting.translation_key,
            lang=record.posting.lang,
            path=name,
            docname=record.docname,
        )
        is_draft = bool(record.posting.draft) and not self._shows_drafts
        return dataclasses.replace(unit, is_draft=is_draft)

    # Links.

    def locate(self, pair: Pair, path: str) -> str | None:
        """Find the file that a source links to where its counterpart links to *path*."""
        return self._in_language(path, pair.source.lang)

    def answer(self, pair: Pair, path: str) -> str | None:
        """Find the file that a counterpart links to where its source links to *path*."""
        return self._in_language(path, pair.target.lang if pair.target else pair.lang)

    def _in_language(self, path: str, lang: str) -> str | None:
        if record := self.records.get(path):
            texts = self.project.jobs.by_key[record.posting.translation_key]
            if (tag := best(texts, lang)) and (own := texts.get(tag)):
                path = self.name(own[0].path)
        try:
            return path if self._exists(self.project.root / path) else None
        except OSError:  # the name is too long
            return None
