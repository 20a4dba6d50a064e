"""The nodes of a posting's header, and of links to postings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx import addnodes

from ..jobs.records import Link
from ..model.status import STATUS
from ..store.links import in_language, link_text
from ..text.wording import autonym, translator
from ..views.facts import Words
from ..views.header import HeaderView, Notice


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


def notice_node(notice: Notice, docname: str = "", lang: str = "") -> nodes.admonition:
    """Turn a notice into a node of a document in a language, which matter only for its link."""
    paragraph = nodes.paragraph(notice.text, notice.text)
    if notice.link:
        paragraph += [nodes.Text(" "), link_node(notice.link, docname, lang)]
    return nodes.admonition(
        "",
        nodes.title(notice.title, notice.title),
        paragraph,
        classes=["job-notice", f"job-{notice.kind}"],
    )


def header_nodes(view: HeaderView, lead: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Turn a header's view into nodes that every writer knows."""
    _ = translator(view.lang)
    for notice in view.notices:
        yield notice_node(notice, view.docname, view.lang)
    yield from lead
    facts = nodes.definition_list(classes=["job-facts"])
    for fact in view.facts:
        classes = [f"job-fact-{fact.field}"]
        if fact.field == STATUS.name:
            classes.append(f"job-{view.status}")
        facts += nodes.definition_list_item(
            "",
            nodes.term(fact.label, fact.label),
            nodes.definition("", words_node(nodes.paragraph, fact.text, view.lang, classes)),
        )
    yield facts
    if view.counterparts:
        yield _switch(view)
    if view.apply_url:
        label = _("Apply for this job")
        reference = nodes.reference(
            label, label, refuri=view.apply_url, internal=False, classes=["job-apply-link"]
        )
        yield nodes.paragraph("", "", reference, classes=["job-apply"])


def _switch(view: HeaderView) -> nodes.paragraph:
    """Name each counterpart in its own language, for those who read that language."""
    switch = nodes.paragraph(classes=["job-switch"])
    for number, link in enumerate(view.counterparts):
        if number:
            switch += nodes.Text(" · ")
        entry = nodes.inline(classes=[f"language-{link.lang}"])
        if link.title:
            _ = translator(link.lang)
            label = _("{language}: ").format(language=autonym(link.lang))
            entry += nodes.inline(label, label, classes=["job-language"])
        entry += link_node(link, view.docname, link.lang)
        switch += entry
    return switch
