"""What a ``job-index`` shows: its entries, grouped, as a list, a table or cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from docutils import nodes

from .domain import JobDomain
from .fields import Field, Shown
from .filtering import FilterView, filter_view, job_filter
from .page import Fact, facts, in_language, link_node, typeset
from .query import COLUMNS, column
from .records import IndexSpec, Link, Record
from .status import STATUS, Status
from .wording import autonym, translations, translator

#: The styles, and the fields that each has room for.
STYLES = {"list": Shown.TABLE, "table": Shown.TABLE, "cards": Shown.CARD}


class job_index(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of a list; its children are the text for when there is nothing to show."""


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
    """The entries under one heading, which is in a language; without one, the whole list."""

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
    """Return the postings that the page's *number*-th ``job-index`` lists; worked out once."""
    cache = domain.listed
    if (docname, number) not in cache:
        spec = domain.page(docname).indexes[number]
        cache[docname, number] = spec.query.rows(
            domain.jobs.published, domain.page_language(docname), domain.jobs.status
        )
    return cache[docname, number]


def index_view(domain: JobDomain, docname: str, number: int) -> IndexView:
    """Work out what a list shows today."""
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
    """Choose the fields to show: those of the style, but for what all entries share."""
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
    """Return a group's heading and its language: that of the authors, for their own words."""
    if spec.query.group_by is None:
        return None, lang
    if name is None:
        return translations(lang).pgettext("heading of a group", "Other"), lang
    field = column(spec.query.group_by)
    if field.free_text:
        authors = [record.posting.lang for record in records]
        written = lang if lang in authors else authors[0]
        return typeset(domain.env.config, name, written), written
    value = date.fromisoformat(name) if field.is_date else name
    return field.heading_in(lang, value), name if field.attribute == "lang" else lang


def index_nodes(view: IndexView, empty: list[nodes.Node], level: int) -> list[nodes.Node]:
    """Turn a list's view into nodes; *level* is the heading level of its groups."""
    if not any(group.entries for group in view.groups):
        _ = translator(view.lang)
        text = _("There are no postings here at the moment.")
        content = empty or [nodes.paragraph(text, text)]
        return [nodes.container("", *content, classes=["job-index", "job-index-empty"])]
    result: list[nodes.Node] = [job_filter(view=view.filter)] if view.filter else []
    make = {"list": _list, "table": _table, "cards": _cards}[view.style]
    for group in view.groups:
        if group.label is not None:
            classes = ["job-group", *in_language(group.lang, view.lang)]
            rubric = nodes.rubric(group.label, group.label, classes=classes)
            rubric["heading-level"] = rubric["level"] = level  # Sphinx's, MyST-Parser 3's
            result.append(rubric)
        result.append(make(view, group.entries))
    return result


def _link(view: IndexView, entry: Entry) -> list[nodes.Node]:
    """Make an entry's link; one in another language than the page is marked with its name."""
    found: list[nodes.Node] = [link_node(entry.link, view.docname, view.lang)]
    if entry.link.lang != view.lang:
        name = f"({autonym(entry.link.lang)})"
        classes = ["job-language", f"language-{entry.link.lang}"]
        found += [nodes.Text(" "), nodes.inline(name, name, classes=classes)]
    return found


def _facts(view: IndexView, entry: Entry) -> list[nodes.Node]:
    parts: list[nodes.Node] = []
    for fact in entry.facts:
        if parts:
            parts.append(nodes.Text(" · "))
        written = column(fact.name).phrase_in(view.lang, fact.text)
        parts.append(nodes.inline(written, written, classes=_fact_classes(view, fact)))
    return parts


def _fact_classes(view: IndexView, fact: Fact) -> list[str]:
    return [f"job-fact-{fact.name}", *in_language(fact.lang, view.lang)]


def _list(view: IndexView, entries: Iterable[Entry]) -> nodes.Element:
    result = nodes.bullet_list(classes=["job-index", "job-list"])
    for entry in entries:
        item = nodes.paragraph("", "", *_link(view, entry))
        if facts := _facts(view, entry):
            item += [nodes.Text(" — "), nodes.inline("", "", *facts, classes=["job-meta"])]
        result += nodes.list_item("", item, classes=[f"job-{entry.status}"])
    return result


def _cards(view: IndexView, entries: Iterable[Entry]) -> nodes.Element:
    result = nodes.bullet_list(classes=["job-index", "job-cards"])
    for entry in entries:
        item = nodes.list_item(
            "",
            nodes.paragraph(
                "", "", nodes.strong("", "", *_link(view, entry)), classes=["job-card-title"]
            ),
            classes=["job-card", f"job-{entry.status}"],
        )
        if entry.lead:
            classes = ["job-card-lead", *in_language(entry.lead_lang, view.lang)]
            item += nodes.paragraph(entry.lead, entry.lead, classes=classes)
        if facts := _facts(view, entry):
            item += nodes.paragraph("", "", *facts, classes=["job-meta"])
        result += item
    return result


def _table(view: IndexView, entries: tuple[Entry, ...]) -> nodes.Element:
    used = {"title", *(fact.name for entry in entries for fact in entry.facts)}
    columns = [name for name in COLUMNS if name in used]
    head = nodes.row()
    for name in columns:
        label = column(name).label_in(view.lang)
        head += nodes.entry("", nodes.paragraph(label, label), classes=[f"job-column-{name}"])
    body = nodes.tbody()
    for entry in entries:
        facts = {fact.name: fact for fact in entry.facts}
        row = nodes.row(classes=[f"job-{entry.status}"])
        row += nodes.entry("", nodes.paragraph("", "", *_link(view, entry)))
        for name in columns[1:]:
            cell = nodes.entry()
            if fact := facts.get(name):
                classes = _fact_classes(view, fact)
                cell += nodes.paragraph(fact.text, fact.text, classes=classes)
            row += cell
        body += row
    return table_box([30, *(15 for _name in columns[1:])], head, body)


def table_box(widths: list[int], head: nodes.row, body: nodes.tbody) -> nodes.container:
    """Make a table; *widths* are characters in plain text, and proportions elsewhere."""
    group = nodes.tgroup(
        "",
        *(nodes.colspec(colwidth=width) for width in widths),
        nodes.thead("", head),
        body,
        cols=len(widths),
    )
    table = nodes.table("", group, classes=["job-table"])
    # On a phone, the table scrolls in its box and the page stays.
    return nodes.container("", table, classes=["job-index", "job-table-box"])
