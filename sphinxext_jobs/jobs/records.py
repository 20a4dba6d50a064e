"""The data that the domain stores of each posting and of each list: frozen dataclasses."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import yaml

from ..diagnostics import Location
from ..model.fields import Posting
from ..model.query import Query
from ..model.status import Status
from ..sources.frontmatter import FrontMatter
from ..sources.posting import Source
from ..sources.synonyms import fold, telling_fields
from ..text.spoken import Traits

#: The layout of postings, folded: what misspelled layouts are compared with.
_LAYOUT = fold("job-posting")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The place of a posting: its document, and the anchor of its section."""

    docname: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a posting: its target, its text, and the language of that text.

    ``fragment`` is empty for a page of its own; ``uri`` is the address in another site.
    """

    name: str
    docname: str
    anchor: str
    fragment: str
    title: str
    lang: str
    uri: str | None = None

    @property
    def place(self) -> Place:
        """The place of the posting."""
        return Place(self.docname, self.anchor)


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A place that a page links to: an anchor of a document, or a label if ``docname`` is empty.

    ``shows_title`` says that the link does not have its own text.
    """

    docname: str
    name: str
    shows_title: bool


@dataclass(frozen=True, slots=True)
class Record:
    """A published posting: its fields and its place (document, anchor, file, lines of fields).

    ``title`` and ``lead`` are the translated ones. ``is_page`` is false if the posting is a part of
    a page. A text that is shown instead of a missing one is in the site's language as far as its
    catalogue translates it: ``page_lang`` is the language of labels and dates, and ``untranslated``
    is the number of the ``blocks`` that are still in the posting's language. ``body`` says in which
    language its text seems to be, and ``terms`` are those of the glossary with their lines.
    ``notes`` are the lines which say that the text above is not translated. ``conflict`` is the
    line of a merge conflict in the file, or 0.
    """

    posting: Posting
    title: str
    lead: str | None
    docname: str
    anchor: str
    path: str
    lines: Mapping[str, int] = field(hash=False)
    is_page: bool
    page_lang: str
    title_lang: str
    lead_lang: str
    blocks: int = 0
    untranslated: int = 0
    body: Traits = field(default_factory=Traits)
    terms: Mapping[str, int] = field(default_factory=dict, hash=False)
    notes: tuple[int, ...] = ()
    conflict: int = 0

    @classmethod
    def of(
        cls,
        source: Source,
        docname: str,
        anchor: str = "",
        *,
        is_page: bool = True,
        page_lang: str | None = None,
        terms: Mapping[str, int] | None = None,
    ) -> Self:
        """Make the record of a posting as it is in its file: nothing is translated yet."""
        posting = source.posting
        return cls(
            posting=posting,
            title=posting.title,
            lead=posting.description,
            docname=docname,
            anchor=anchor,
            path=source.path,
            lines=dict(source.lines),
            is_page=is_page,
            page_lang=page_lang or posting.lang,
            title_lang=posting.lang,
            lead_lang=posting.lang,
            body=Traits.of(source.body),
            terms=terms or {},
            notes=source.notes,
            conflict=source.conflict,
        )

    @property
    def place(self) -> Place:
        """The place of the posting, which no other has."""
        return Place(self.docname, self.anchor)

    @property
    def root(self) -> Path | None:
        """The source folder, if the posting is a page; a directive reads a file of any folder."""
        depth = self.docname.count("/")
        return Path(self.path).parents[depth] if self.is_page else None

    @property
    def name(self) -> str:
        """The name that refers to exactly this text: ``key@lang``."""
        return f"{self.posting.translation_key}@{self.posting.lang}"

    @property
    def link(self) -> Link:
        """The link to exactly this posting, even where its key has several."""
        fragment = "" if self.is_page else self.anchor
        return Link(self.name, self.docname, self.anchor, fragment, self.title, self.title_lang)

    def line(self, name: str = "title") -> int:
        """Return the line of a field, from 1; the first one of any field, if it is missing."""
        return self.lines.get(name, min(self.lines.values(), default=1))

    def at(self, name: str = "title") -> Location:
        """Return the location of a field; of the posting, if the field is missing."""
        return Location(self.path, self.line(name))


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """A ``job-index`` on a page: its query, its location, and its other options, None if not set.

    ``toctree`` says whether its postings are under this page in the navigation; without it, they
    are under the fullest list. ``filter`` says whether readers can filter and sort it, or by which
    fields. ``feed`` asks for a link to the feed below it.
    """

    query: Query
    at: Location
    style: str
    toctree: bool | None
    filter: bool | tuple[str, ...] | None
    feed: bool = False


@dataclass(frozen=True, slots=True)
class PairsSpec:
    """A ``job-pairs`` on a page: the statuses of its jobs, or only those with *problems*."""

    statuses: tuple[Status, ...]
    problems: bool


@dataclass(frozen=True, slots=True)
class Suspect:
    """An ordinary page that may be a posting: the fields that only postings have, its layout.

    Without such fields, its layout is almost that of a posting.
    """

    fields: tuple[str, ...]
    layout: str | None
    at: Location

    @classmethod
    def of(cls, front: FrontMatter) -> Self | None:
        """Return what makes an ordinary page look like a posting; None if nothing does."""
        telling = telling_fields(front.nodes)
        layout = front.nodes.get("layout")
        written = layout.value if isinstance(layout, yaml.ScalarNode) else None
        is_near = difflib.get_close_matches(fold(written or ""), [_LAYOUT], cutoff=0.8)
        if not telling and not is_near:
            return None
        return cls(telling, written, front.at("layout" if layout else telling[0]))
