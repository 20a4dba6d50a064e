"""The page that lists the open postings: where closed postings and empty lists lead on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..jobs.records import IndexSpec
from ..model.status import Status
from ..text.languages import best, matches
from .build import Build


@dataclass(frozen=True, slots=True)
class Onward:
    """A link to a list of open postings: its document, and its text."""

    docname: str
    text: str


def open_lists(build: Build) -> dict[str, str]:
    """Return, for each language, the document with the fullest list of its open postings."""
    ranked = sorted(
        (*min(ranks), docname, lang)
        for docname, page in build.pages.items()
        if page.indexes and (ranks := _ranks(page.indexes, lang := build.page_language(docname)))
    )
    found: dict[str, str] = {}
    for *_rank, docname, lang in ranked:
        found.setdefault(lang, docname)
    return found


def _ranks(indexes: list[IndexSpec], lang: str) -> list[tuple[int, int]]:
    """Rank the lists of a page that show open postings: those without conditions come first."""
    return [
        (bool(query.where) + (query.limit is not None), len(query.statuses))
        for query in (spec.query for spec in indexes)
        if Status.OPEN in query.statuses
        and (query.language in (None, "all") or matches(lang, query.language or ""))
    ]


def onward(lists: Mapping[str, str], docname: str, lang: str) -> Onward | None:
    """Return the link from a document to the open postings; None if no other page lists them."""
    found = lists.get(best(lists, lang) or "", docname)
    return None if found == docname else Onward(found, Status.OPEN.heading_in(lang))
