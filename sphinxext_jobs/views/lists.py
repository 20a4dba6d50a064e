"""What a ``job-index`` shows: its postings with their facts, in groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..jobs.records import IndexSpec, Link, Record
from ..model.fields import Field, Shown
from ..model.query import COLUMNS, column
from ..model.status import STATUS, Status
from ..text.wording import translations
from .facts import Fact, facts
from .filters import FilterView, filter_view

if TYPE_CHECKING:
    from ..store.domain import JobDomain

#: The styles, and the fields that each has room for.
STYLES = {"list": Shown.TABLE, "table": Shown.TABLE, "cards": Shown.CARD}


@dataclass(frozen=True, slots=True)
class Entry:
    """A posting in a list: its link, its lead, and its facts in the page's language."""

    link: Link
    status: Status
    lead: str
    lead_lang: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The entries under a heading in a language; a list without groups has no heading."""

    label: str | None
    lang: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """All that a ``job-index`` shows."""

    docname: str
    lang: str
    style: str
    groups: tuple[Group, ...]
    filter: FilterView | None


def records_of(domain: JobDomain, docname: str, number: int) -> list[Record]:
    """Return the postings in the *number*-th ``job-index`` of a page; they are chosen once."""
    cache = domain.listed
    if (docname, number) not in cache:
        spec = domain.page(docname).indexes[number]
        cache[docname, number] = spec.query.rows(
            domain.jobs.published, domain.page_language(docname), domain.jobs.status
        )
    return cache[docname, number]


def index_view(domain: JobDomain, docname: str, number: int) -> IndexView:
    """Return what a list shows on the day of the build."""
    spec = domain.page(docname).indexes[number]
    lang = domain.page_language(docname)
    fields = _fields(spec)
    grouped = spec.query.groups(records_of(domain, docname, number), domain.jobs.status)
    groups = tuple(
        Group(
            *_heading(domain, name, spec, records, lang),
            tuple(_entry(domain, record, fields, lang, spec) for record in records),
        )
        for name, records in grouped
    )
    offered = filter_view(domain, spec, [records for _name, records in grouped], lang)
    return IndexView(docname, lang, spec.style, groups, offered)


def _fields(spec: IndexSpec) -> list[Field]:
    """Return the fields that the style shows, except those that are equal in all entries."""
    hidden = {spec.query.group_by}
    if len(spec.query.statuses) == 1:
        hidden.add(STATUS.name)
    if Status.UPCOMING not in spec.query.statuses:
        hidden.add("publishDate")
    return [f for f in COLUMNS.values() if STYLES[spec.style] in f.shown and f.name not in hidden]


def _entry(
    domain: JobDomain, record: Record, fields: Iterable[Field], lang: str, spec: IndexSpec
) -> Entry:
    return Entry(
        link=record.link,
        status=domain.jobs.status(record),
        lead=(record.lead or "") if spec.style == "cards" else "",
        lead_lang=record.lead_lang,
        facts=tuple(facts(domain, record, fields, lang)),
    )


def _heading(
    domain: JobDomain, name: str | None, spec: IndexSpec, records: Iterable[Record], lang: str
) -> tuple[str | None, str]:
    """Return the heading of a group and its language; free text is in that of its authors."""
    if spec.query.group_by is None:
        return None, lang
    if name is None:
        return translations(lang).pgettext("heading of a group", "Other"), lang
    field = column(spec.query.group_by)
    if field.free_text:
        authors = [record.posting.lang for record in records]
        written = lang if lang in authors else authors[0]
        return domain.typeset(name, written), written
    value = date.fromisoformat(name) if field.is_date else name
    return field.heading_in(lang, value), name if field.attribute == "lang" else lang
