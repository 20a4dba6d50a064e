"""The view of a ``job-index``: its postings with their facts, in groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..formats.feeds import feed_name
from ..jobs.records import IndexSpec, Link, Record
from ..model.fields import Field, Shown
from ..model.query import COLUMNS, column
from ..model.status import STATUS, Status
from ..text.wording import translations
from .build import Build
from .facts import Fact, facts, in_order
from .filters import FilterView, filter_view
from .onward import Onward

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
    """The entries under a heading, and its language. Without groups, the label is None."""

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
    onward: Onward | None
    #: The address of the feed, if the list asks for a link to it.
    feed: str | None


def listed(build: Build, docname: str, number: int) -> tuple[Record, ...]:
    """Return the postings in the *number*-th ``job-index`` of a page."""
    spec = build.page(docname).indexes[number]
    lang = build.page_language(docname)
    zone = build.settings.timezone
    return tuple(spec.query.rows(build.jobs.published, lang, build.jobs.value, zone))


def index_view(
    build: Build,
    docname: str,
    number: int,
    records: Sequence[Record],
    further: Onward | None = None,
) -> IndexView:
    """Return the view of a list of some postings on the day of the build.

    If the list is empty, it leads *further*.
    """
    spec = build.page(docname).indexes[number]
    lang = build.page_language(docname)
    fields = _fields(spec, {build.jobs.status(record) for record in records})
    grouped = spec.query.groups(records, build.jobs.value)
    groups = tuple(
        Group(
            *_heading(build, name, spec, records, lang),
            tuple(_entry(build, record, fields, lang, spec) for record in records),
        )
        for name, records in grouped
    )
    offered = filter_view(build, spec, [records for _name, records in grouped], fields, lang)
    onward = None if records else further
    feed = _feed(build, docname, lang) if spec.feed else None
    return IndexView(docname, lang, spec.style, groups, offered, onward, feed)


def _feed(build: Build, docname: str, lang: str) -> str | None:
    """Return the address of the feed in a page's language; None if there is none."""
    feed = build.settings.feed_language(lang)
    known = feed in build.jobs.feed_languages
    return (build.file_uri(docname, feed_name(feed, "atom")) or None) if known else None


def _fields(spec: IndexSpec, statuses: set[Status]) -> list[Field]:
    """Return the fields that the style shows, except those that are equal in all entries."""
    hidden = {spec.query.group_by}
    if len(spec.query.statuses) == 1 or statuses <= {Status.OPEN}:
        hidden.add(STATUS.name)
    if Status.UPCOMING not in spec.query.statuses:
        hidden.add("publishDate")
    shown = STYLES[spec.style]
    return in_order(f for f in COLUMNS.values() if shown in f.shown and f.name not in hidden)


def _entry(
    build: Build, record: Record, fields: Iterable[Field], lang: str, spec: IndexSpec
) -> Entry:
    return Entry(
        link=record.link,
        status=build.jobs.status(record),
        lead=(record.lead or "") if spec.style == "cards" else "",
        lead_lang=record.lead_lang,
        facts=tuple(facts(build, record, fields, lang)),
    )


def _heading(
    build: Build, name: str | None, spec: IndexSpec, records: Iterable[Record], lang: str
) -> tuple[str | None, str]:
    """Return the heading of a group and its language; free text is in that of its authors."""
    if spec.query.group_by is None:
        return None, lang
    if name is None:
        return translations(lang).pgettext("heading of a group", "Other"), lang
    field = column(spec.query.group_by)
    if not field.is_ours(name):
        languages = [build.jobs.shown(record).language_of(name) for record in records]
        written = lang if lang in languages else languages[0]
        return build.typeset(name, written), written
    value = date.fromisoformat(name) if field.is_date else name
    return field.heading_in(lang, value), name if field.attribute == "lang" else lang
