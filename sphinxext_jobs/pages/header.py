"""The nodes of a posting's header, and of links to postings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from docutils import nodes
from sphinx import addnodes

from ..jobs.records import Link
from ..model.status import Status
from ..store.links import in_language, link_text
from ..text.wording import autonym, translator
from ..views.facts import Fact, Words
from ..views.header import HeaderView, Notice
from ..views.onward import Onward


def link_node(link: Link, refdoc: str, page_lang: str) -> nodes.Element:
    """Make the link to a posting on a page."""
    text = link_text(link, page_lang)
    if link.uri:
        return nodes.reference("", "", text, refuri=link.uri, internal=False)
    return addnodes.pending_xref(
        "",
        text,
        refdomain="job",
        reftype="posting",
        reftarget=link.name,
        refdoc=refdoc,
        refexplicit=True,
        refwarn=False,
        job_place=link.place,
    )


def words_node(
    make: type[nodes.TextElement], words: Sequence[Words], page_lang: str, classes: list[str]
) -> nodes.TextElement:
    """Make an element of a page with words; only those in another language are marked."""
    if len(words) == 1:
        (only,) = words
        return make(only.text, only.text, classes=[*classes, *in_language(only.lang, page_lang)])
    result = make(classes=classes)
    for number, part in enumerate(words):
        if number:
            result += nodes.Text(", ")
        result += nodes.inline(part.text, part.text, classes=in_language(part.lang, page_lang))
    return result


def page_link(onward: Onward, docname: str) -> nodes.Element:
    """Make the link from a document to another, which is not a posting."""
    return addnodes.pending_xref(
        "",
        nodes.inline(onward.text, onward.text),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{onward.docname}",
        refdoc=docname,
        refexplicit=True,
        refwarn=False,
    )


def notice_node(
    notice: Notice, docname: str, lang: str, further: nodes.Element | None = None
) -> nodes.admonition:
    """Turn a notice into a node of a document; *further* is its link onward, if it is resolved."""
    paragraph = nodes.paragraph(notice.text, notice.text)
    if notice.link:
        paragraph += [nodes.Text(" "), link_node(notice.link, docname, lang)]
    if notice.onward:
        link = further or page_link(notice.onward, docname)
        paragraph += nodes.inline("", "", nodes.Text(" "), link, classes=["job-onward"])
    return nodes.admonition(
        "",
        nodes.title(notice.title, notice.title),
        paragraph,
        classes=["job-notice", f"job-{notice.kind}"],
    )


def header_node(
    view: HeaderView, lead: Sequence[nodes.Node], title: str, *, web: bool
) -> nodes.container:
    """Turn a header's view into nodes that every writer knows.

    In a *web* page, the facts that decide have a line of their own, and a link to a counterpart is
    one word; elsewhere, it is a title that can be looked up.
    """
    header = nodes.container(classes=["job-header", f"job-{view.status}"])
    if view.counterparts:
        header += _switch(view, web=web)
    header += [notice_node(notice, view.docname, view.lang) for notice in view.notices]
    key = [_key(view)] if web and view.key else []
    apply = list(apply_nodes(view))
    is_long = _TITLE * len(title) + sum(len(node.astext()) for node in lead) > _ROOM
    header += [*key, *apply, *lead] if is_long else [*lead, *key, *apply]
    header += [_facts(view), *_calendar(view)]
    return header


#: The letters of a lead for which there is room above the link to apply on the first screen of a
#: phone, and how many of them a letter of the title takes.
_ROOM, _TITLE = 480, 3


def _key(view: HeaderView) -> nodes.paragraph:
    """Make the line with the facts that decide."""
    return nodes.paragraph("", "", *phrases(view.key, view.lang), classes=["job-key"])


def phrases(facts: Iterable[Fact], lang: str) -> Iterator[nodes.Node]:
    """Yield facts in a line without labels, with separators, which a style sheet can replace."""
    for number, fact in enumerate(facts):
        if number:
            yield separator(" · ")
        yield words_node(nodes.inline, fact.phrase, lang, [f"job-fact-{fact.field}"])


def separator(text: str) -> nodes.inline:
    """Make the mark between two parts of a line."""
    return nodes.inline(text, text, classes=["job-sep"])


def _facts(view: HeaderView) -> nodes.definition_list:
    facts = nodes.definition_list(classes=["job-facts"])
    for fact in view.facts:
        value = words_node(nodes.paragraph, fact.text, view.lang, [f"job-fact-{fact.field}"])
        facts += nodes.definition_list_item(
            "", nodes.term(fact.label, fact.label), nodes.definition("", value)
        )
    return facts


def _calendar(view: HeaderView) -> Iterator[nodes.paragraph]:
    """Yield the link that puts the closing date into a calendar, if there is one."""
    if view.calendar:
        _ = translator(view.lang)  # under this name, texts are found for the catalogue
        label = _("Add to calendar")
        link = nodes.reference(label, label, refuri=view.calendar, internal=False)
        yield nodes.paragraph("", "", link, classes=["job-calendar"])


def apply_nodes(view: HeaderView, *classes: str) -> Iterator[nodes.paragraph]:
    """Yield the link to apply to an open posting; without one, where to look."""
    _ = translator(view.lang)
    if view.apply_url:
        label = _("Apply for this job")
        reference = nodes.reference(
            label, label, refuri=view.apply_url, internal=False, classes=["job-apply-link"]
        )
        yield nodes.paragraph("", "", reference, classes=["job-apply", *classes])
    elif view.status is Status.OPEN:
        text = _("There is no application form for this job. Read below how to apply.")
        yield nodes.paragraph(text, text, classes=["job-apply", *classes])


def _switch(view: HeaderView, *, web: bool) -> nodes.paragraph:
    """Name each counterpart in its own language, for those who read that language."""
    switch = nodes.paragraph(classes=["job-switch"])
    for number, link in enumerate(view.counterparts):
        if number:
            switch += separator(" · ")
        entry = nodes.inline(classes=[f"language-{link.lang}"])
        if link.title and not web:
            _ = translator(link.lang)
            label = _("{language}: ").format(language=autonym(link.lang))
            entry += nodes.inline(label, label, classes=["job-language"])
        leads = link_node(replace(link, title="") if web else link, view.docname, link.lang)
        if web and link.uri and link.title:
            leads["reftitle"] = link.title
        entry += leads
        switch += entry
    return switch
