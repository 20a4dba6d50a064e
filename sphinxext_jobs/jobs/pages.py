"""The data of one document: its postings, its lists, and everything that it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field

from .records import Anchor, IndexSpec, PairsSpec, Record, Suspect


@dataclass(slots=True)
class Page:
    """The data of one document, noted while it is read."""

    #: Its postings, by the ids of their sections.
    postings: dict[str, Record] = field(default_factory=dict)
    #: The ``job-index`` and the ``job-pairs`` directives.
    indexes: list[IndexSpec] = field(default_factory=list)
    pairs: list[PairsSpec] = field(default_factory=list)
    #: The targets it refers to, as ``key`` or ``key@lang``.
    references: set[str] = field(default_factory=set)
    #: The documents and files it links to, each with the file that was there, if any.
    links: dict[str, str | None] = field(default_factory=dict)
    #: The places it links to, in postings or elsewhere.
    anchors: set[Anchor] = field(default_factory=set)
    #: The postings that its toctrees name, and the documents that they show instead.
    toctrees: dict[str, str | None] = field(default_factory=dict)
    #: Its language, if that is not the project's.
    language: str = ""
    #: Whether it is an ordinary page that looks like a posting.
    suspect: Suspect | None = None

    @property
    def shows_jobs(self) -> bool:
        """Whether it shows postings, or a list or table of them."""
        return bool(self.postings or self.indexes or self.pairs)

    @property
    def is_posting(self) -> bool:
        """Whether it is the page of a posting."""
        return any(record.is_page for record in self.postings.values())
