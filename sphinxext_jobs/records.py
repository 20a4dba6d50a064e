"""What the domain stores of each posting and of each list: primitives and frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .posting import Posting
from .query import Query


@dataclass(frozen=True, slots=True)
class Record:
    """A published posting: where it is (docname, anchor, file, lines) and what it says.

    ``title`` and ``lead`` are the translated ones; ``is_page`` tells a page of its own from
    a part of one.
    """

    posting: Posting
    title: str
    lead: str | None
    docname: str
    anchor: str
    path: str
    lines: Mapping[str, int]
    is_page: bool

    @property
    def name(self) -> str:
        """The name that refers to exactly this text: ``key@lang``."""
        return f"{self.posting.translation_key}@{self.posting.lang}"

    def location(self, field: str = "title") -> str:
        """Return ``path:line`` of a field, for messages."""
        return f"{self.path}:{self.lines.get(field, min(self.lines.values(), default=1))}"


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """A ``job-index`` on a page: what it asks, and whether it is its postings' section.

    ``toctree`` is what the author said: None is nothing, then the fullest list is it.
    """

    query: Query
    style: str
    toctree: bool | None
