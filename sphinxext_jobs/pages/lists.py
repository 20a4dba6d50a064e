"""The nodes of a ``job-index``: a list, a table or cards."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ..model.query import COLUMNS, column
from ..store.links import in_language
from ..text.wording import autonym, translator
from ..views.facts import Fact
from ..views.lists import Entry, IndexView
from .feeds import feed_nodes
from .filters import job_filter
from .header import link_node, page_link, phrases, separator, words_node


def index_nodes(view: IndexView, empty: list[nodes.Node], level: int) -> list[nodes.Node]:
    """Turn a list's view into nodes; *level* is the heading level of its groups."""
    if not any(group.entries for group in view.groups):
        _ = translator(view.lang)
        text = _("There are no postings here at the moment.")
        content = empty or [nodes.paragraph(text, text)]
        if view.onward:
            link = page_link(view.onward, view.docname)
            content = [*content, nodes.paragraph("", "", link, classes=["job-onward"])]
        return [
            nodes.container("", *content, classes=["job-index", "job-index-empty"]),
            *feed_nodes(view),
        ]
    result: list[nodes.Node] = [job_filter(view=view.filter)] if view.filter else []
    make = {"list": _list, "table": _table, "cards": _cards}[view.style]
    for group in view.groups:
        if group.label is not None:
            classes = ["job-group", *in_language(group.lang, view.lang)]
            rubric = nodes.rubric(group.label, group.label, classes=classes)
            rubric["heading-level"] = rubric["level"] = level  # Sphinx's, MyST-Parser 3's
            result.append(rubric)
        result.append(make(view, group.entries))
    return [*result, *feed_nodes(view)]


def _link(view: IndexView, entry: Entry) -> list[nodes.Node]:
    """Make an entry's link; one in another language than the page is marked with its name."""
    found: list[nodes.Node] = [link_node(entry.link, view.docname, view.lang)]
    if entry.link.lang != view.lang:
        name = f"({autonym(entry.link.lang)})"
        classes = ["job-language", f"language-{entry.link.lang}"]
        found += [nodes.Text(" "), nodes.inline(name, name, classes=classes)]
    return found


def _named(entry: Entry, *names: str) -> list[Fact]:
    return [fact for fact in entry.facts if fact.field in names]


#: The facts with places of their own: the status next to the title, and the closing date, which
#: readers look for.
_STATUS, _CLOSING = "status", "expiryDate"


def _others(entry: Entry) -> list[Fact]:
    return [fact for fact in entry.facts if fact.field not in (_STATUS, _CLOSING)]


def _list(view: IndexView, entries: Iterable[Entry]) -> nodes.Element:
    result = nodes.bullet_list(classes=["job-index", "job-list"])
    for entry in entries:
        title = nodes.inline("", "", *_link(view, entry), classes=["job-title"])
        item = nodes.paragraph("", "", title)
        mark = " — "
        if status := _named(entry, _STATUS):
            title += [separator(mark), *phrases(status, view.lang)]
            mark = " · "
        if facts := _others(entry):
            meta = phrases(facts, view.lang)
            item += [separator(mark), nodes.inline("", "", *meta, classes=["job-meta"])]
            mark = " · "
        if closing := _named(entry, _CLOSING):
            item += [separator(mark), *phrases(closing, view.lang)]
        result += nodes.list_item("", item, classes=[f"job-{entry.status}"])
    return result


def _cards(view: IndexView, entries: Iterable[Entry]) -> nodes.Element:
    result = nodes.bullet_list(classes=["job-index", "job-cards"])
    for entry in entries:
        title = nodes.paragraph("", "", nodes.strong("", "", *_link(view, entry)))
        title["classes"] += ["job-title", "job-card-title"]
        if status := _named(entry, _STATUS):
            title += [separator(" — "), *phrases(status, view.lang)]
        item = nodes.list_item("", title, classes=["job-card", f"job-{entry.status}"])
        if entry.lead:
            classes = ["job-card-lead", *in_language(entry.lead_lang, view.lang)]
            item += nodes.paragraph(entry.lead, entry.lead, classes=classes)
        if facts := _others(entry):
            each = (nodes.paragraph("", "", *phrases([fact], view.lang)) for fact in facts)
            lines = (nodes.list_item("", paragraph) for paragraph in each)
            item += nodes.bullet_list("", *lines, classes=["job-meta"])
        if closing := _named(entry, _CLOSING):
            item += nodes.paragraph("", "", *phrases(closing, view.lang), classes=["job-closes"])
        result += item
    return result


def _table(view: IndexView, entries: tuple[Entry, ...]) -> nodes.Element:
    used = {"title", *(fact.field for entry in entries for fact in entry.facts)}
    columns = [name for name in COLUMNS if name in used]
    head = nodes.row()
    for name in columns:
        label = column(name).label_in(view.lang)
        head += nodes.entry("", nodes.paragraph(label, label), classes=[f"job-column-{name}"])
    body = nodes.tbody()
    for entry in entries:
        facts = {fact.field: fact for fact in entry.facts}
        row = nodes.row(classes=[f"job-{entry.status}"])
        row += nodes.entry("", nodes.paragraph("", "", *_link(view, entry)))
        for name in columns[1:]:
            cell = nodes.entry()
            if fact := facts.get(name):
                classes = [f"job-fact-{fact.field}"]
                cell += words_node(nodes.paragraph, fact.text, view.lang, classes)
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
    # Where the box is narrow for so many columns, the style sheet stacks the cells.
    wide = ["job-table-wide"] if len(widths) > 6 else []
    return nodes.container("", table, classes=["job-index", "job-table-box", *wide])
