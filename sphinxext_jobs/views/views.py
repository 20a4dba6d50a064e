"""The views of a build, each made once: builds compare them, and writers show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..jobs.records import Place, Record
from .build import Build
from .header import HeaderView, header_view
from .lists import IndexView, index_view, listed
from .onward import onward, open_lists
from .pairs import PairsView, is_translated, pairs_view
from .structured_data import StructuredData, has_structured_data, structured_data

#: A directive of a page: the document, and its number there among those of its kind.
Number = tuple[str, int]


@dataclass(frozen=True)
class Views:
    """Everything that pages show of postings on the day of a build.

    Writers in other processes are forked after the pages were compared, and so have the views.
    """

    build: Build
    _headers: dict[Place, HeaderView] = field(default_factory=dict)
    _listed: dict[Number, tuple[Record, ...]] = field(default_factory=dict)
    _indexes: dict[Number, IndexView] = field(default_factory=dict)
    _pairs: dict[Number, PairsView] = field(default_factory=dict)
    _structured: dict[Place, StructuredData] = field(default_factory=dict)

    def header(self, record: Record) -> HeaderView:
        """Return the view of a posting's header."""
        if record.place not in self._headers:
            further = onward(self.open_lists, record.docname, record.page_lang)
            self._headers[record.place] = header_view(self.build, record, further)
        return self._headers[record.place]

    @cached_property
    def open_lists(self) -> Mapping[str, str]:
        """For each language, the document with the fullest list of its open postings."""
        return open_lists(self.build)

    def listed(self, docname: str, number: int) -> tuple[Record, ...]:
        """Return the postings in the *number*-th ``job-index`` of a page."""
        key = docname, number
        if key not in self._listed:
            self._listed[key] = listed(self.build, docname, number)
        return self._listed[key]

    def index(self, docname: str, number: int) -> IndexView:
        """Return the view of the *number*-th ``job-index`` of a page."""
        key = docname, number
        if key not in self._indexes:
            records = self.listed(docname, number)
            further = onward(self.open_lists, docname, self.build.page_language(docname))
            self._indexes[key] = index_view(self.build, docname, number, records, further)
        return self._indexes[key]

    def pairs(self, docname: str, number: int) -> PairsView:
        """Return the view of the *number*-th ``job-pairs`` of a page."""
        key = docname, number
        if key not in self._pairs:
            self._pairs[key] = pairs_view(self.build, docname, number)
        return self._pairs[key]

    def structured_data(self, record: Record) -> StructuredData | None:
        """Return the structured data of a posting; None if it must not have any."""
        if not has_structured_data(self.build, record):
            return None
        if record.place not in self._structured:
            self._structured[record.place] = structured_data(self.build, record)
        return self._structured[record.place]

    def is_translated(self, record: Record, lang: str) -> bool:
        """Whether the site in a language shows a whole posting by its catalogue alone."""
        return is_translated(self.build, record, lang)
