"""What a posting's page shows beside its text: banner, lead, facts, switch, way to apply.

A page is read before the other postings are known, and shown again on another day. So
reading leaves a placeholder; a *view* holds all that the page shows of its postings, and
is compared from build to build; a post-transform turns views into nodes for every writer.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import educate_tokens, smartchars
from sphinx import addnodes
from sphinx.config import Config

from . import config as options
from . import structured
from .domain import JobDomain, target_uri
from .posting import Posting
from .records import Link, Record
from .status import Status, is_public
from .text import code_word
from .values import day_of
from .wording import autonym, long_date, name_in, translator


class job_header(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of a posting's header; its child is the lead, where there is one."""


def posting_header(
    docname: str, anchor: str, posting: Posting, source: str, lines: Mapping[str, int]
) -> job_header:
    """Make the placeholder. The lead is a plain paragraph in it, so it is translated."""
    header = job_header("", docname=docname, anchor=anchor)
    header.source, header.line = source, min(lines.values(), default=1)
    if posting.description:
        lead = nodes.paragraph(posting.description, posting.description, classes=["job-lead"])
        lead.source, lead.line = source, lines.get("description", header.line)
        header += lead
    return header


def link_node(link: Link, refdoc: str, page_lang: str) -> nodes.Element:
    """Make the reference node for a page."""
    title = link.title or autonym(link.lang)
    text = nodes.inline(title, title, classes=in_language(link.lang, page_lang))
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
        job_docname=link.docname,
        job_anchor=link.anchor,
    )


def in_language(lang: str, page_lang: str) -> list[str]:
    """Return the class that marks text in another language than the page's."""
    return [f"language-{lang}"] if lang != page_lang else []


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice above a posting: what kind, and its words."""

    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Closing:
    """When a page that stays open in a browser must close: an ISO instant with its offset.

    Then its status is ``label``, and the notice is that of a page built closed.
    """

    instant: str
    label: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class HeaderView:
    """All that a posting's header shows, but the lead; *text_lang* is its author's language."""

    docname: str
    lang: str
    text_lang: str
    status: Status
    facts: tuple[tuple[str, str, str], ...]  # field, label, text
    counterparts: tuple[Link, ...]
    apply_url: str | None
    notices: tuple[Notice, ...]
    closing: Closing | None


def header_view(domain: JobDomain, record: Record) -> HeaderView:
    """Work out what a posting's header shows today."""
    posting = record.posting
    state = domain.status(record)
    return HeaderView(
        docname=record.docname,
        lang=record.page_lang,
        text_lang=posting.lang,
        status=state,
        facts=tuple(_facts(domain, record, state)),
        counterparts=tuple(domain.counterparts(record)),
        apply_url=_apply_url(domain, posting) if state is Status.OPEN else None,
        notices=tuple(_notices(domain, record, state)),
        closing=_closing(domain, record, state),
    )


def facet_label(name: str, lang: str) -> str:
    """Return the label of a fact in a language; an unknown field's own name."""
    _ = translator(lang)
    return {
        "status": _("Status"),
        "title": _("Title"),
        "date": _("Posted on"),
        "publishDate": _("Opens on"),
        "expiryDate": _("Closing date"),
        "classification": _("Classification"),
        "team": _("Team"),
        "location": _("Location"),
        "workplace": _("Workplace"),
        "employmentType": _("Employment type"),
        "salary": _("Salary"),
        "tags": _("Tags"),
        "lang": _("Language"),
    }.get(name, name)


def in_words(name: str, value: str, lang: str) -> str:
    """Write a value in words: a code word of ``workplace`` or schema.org's employment type."""
    if name not in ("workplace", "employmentType"):
        return value
    _ = translator(lang)
    words = {
        "onsite": _("On site"),
        "hybrid": _("Hybrid"),
        "remote": _("Remote"),
        "telecommute": _("Remote"),
        "fulltime": _("Full time"),
        "parttime": _("Part time"),
        "contractor": _("Contract"),
        "temporary": _("Temporary"),
        "intern": _("Internship"),
        "volunteer": _("Volunteer"),
        "perdiem": _("Per diem"),
        "other": _("Other"),
    }
    return words.get(code_word(value), value)


#: Facts that are days.
DATES = ("date", "publishDate", "expiryDate")
#: Facts in the author's own words, and so in the posting's language.
FREE_TEXT = frozenset({"team", "location", "salary", "tags"})
#: The facts of a header and of a list's entries, in their order.
FACETS = (
    "status",
    "classification",
    "team",
    "location",
    "workplace",
    "employmentType",
    "salary",
    "date",
    "publishDate",
    "expiryDate",
    "tags",
)


def typeset(config: Config, text: str, lang: str) -> str:
    """Set an author's free words as Sphinx sets the text of a page: quotes, dashes, amounts.

    Front matter is no text to Sphinx, whose smart quotes pass it by.
    """
    if config.smartquotes and lang not in config.smartquotes_excludes.get("languages", ()):
        known = (tag for tag in normalize_language_tag(lang) if tag in smartchars.quotes)
        parts = educate_tokens(
            [("plain", text)], config.smartquotes_action, language=next(known, "en")
        )
        text = "".join(parts)
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d)|[$€£%])", "\N{NO-BREAK SPACE}", text)


def facet_texts(domain: JobDomain, record: Record, name: str, lang: str) -> list[str]:
    """Return the values of a fact of a posting in the words of a language; often one or none."""
    if name == "status":
        return [domain.status(record).label_in(lang)]
    if name == "lang":
        return [autonym(record.posting.lang)]
    value = record.posting.value(name)
    if value is None or value == ():
        return []
    closed = domain.status(record) is Status.CLOSED
    if name == "expiryDate" and closed and not _expired(domain, record.posting):
        return []  # closed early: that day would only mislead
    if name in DATES:
        return [long_date(day_of(value, options.zone(domain.env.config)), lang)]
    items = value if isinstance(value, tuple | list) else (value,)
    if name in FREE_TEXT:
        return [typeset(domain.env.config, str(item), record.posting.lang) for item in items]
    return list(dict.fromkeys(in_words(name, str(item), lang) for item in items))


def facet_text(domain: JobDomain, record: Record, name: str, lang: str) -> str:
    """Return a fact of a posting in the words of a language; empty where it has none."""
    return ", ".join(facet_texts(domain, record, name, lang))


def _facts(domain: JobDomain, record: Record, state: Status) -> Iterator[tuple[str, str, str]]:
    lang = record.page_lang
    for name in FACETS:
        if name == "publishDate" and state is not Status.UPCOMING:
            continue
        if text := facet_text(domain, record, name, lang):
            yield name, facet_label(name, lang), text


def _expired(domain: JobDomain, posting: Posting) -> date | None:
    """Return the closing day, if it is over."""
    if posting.expiry_date is None:
        return None
    day = day_of(posting.expiry_date, options.zone(domain.env.config))
    return day if day < domain.today else None


def _notices(domain: JobDomain, record: Record, state: Status) -> Iterator[Notice]:
    posting, lang = record.posting, record.page_lang
    _ = translator(lang)
    zone = options.zone(domain.env.config)
    if state is Status.CLOSED:
        yield _closed(_expired(domain, posting), lang)
    if state is Status.UPCOMING and posting.publish_date:
        text = _("Applications open on {date}.").format(
            date=long_date(day_of(posting.publish_date, zone), lang)
        )
        yield Notice(state, _("Upcoming"), text)
    if record.untranslated:
        text = (
            _("This posting is available in {language} only.")
            if record.untranslated == record.blocks
            else _("Parts of this posting are still in {language}.")
        ).format(language=name_in(posting.lang, lang))
        yield Notice("untranslated", _("Language"), text)


def _closed(day: date | None, lang: str) -> Notice:
    """Return the notice of a posting that closed on a day, or before its day."""
    _ = translator(lang)
    text = _("This posting is closed. It is kept for reference.")
    if day:
        text = _("This posting closed on {date}. It is kept for reference.").format(
            date=long_date(day, lang)
        )
    return Notice(Status.CLOSED, _("Closed"), text)


def _closing(domain: JobDomain, record: Record, state: Status) -> Closing | None:
    """Tell when and how a page closes by itself: at the end of the closing day.

    Not if it is built for a fixed day, for it is to stay as it was on that day.
    """
    config, posting, lang = domain.env.config, record.posting, record.page_lang
    always = posting.translation_key in config.jobs_always_open
    if posting.expiry_date is None or state is Status.CLOSED or always or config.jobs_today:
        return None
    zone = options.zone(config)
    day = day_of(posting.expiry_date, zone)
    if day == date.max:  # “never”
        return None
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return Closing(end.isoformat(), Status.CLOSED.label_in(lang), _closed(day, lang))


def _apply_url(domain: JobDomain, posting: Posting) -> str | None:
    """Fill ``jobs_apply_url`` from the posting; None where a field it needs is absent."""
    template = options.apply_template(domain.env.config, posting.lang)
    if posting.form_hidden or not template:
        return None
    parts = []
    try:
        for literal, name, _spec, _conversion in string.Formatter().parse(template):
            parts.append(literal)
            if name is not None:
                value = posting.value({"key": "translationKey"}.get(name, name))
                if value in (None, "", ()):
                    return None
                parts.append(quote(str(value), safe=""))
    except ValueError:  # a stray brace: the template is meant as it stands
        return template
    return "".join(parts)


#: The builders whose pages have addresses of their own.
WEB = frozenset({"html", "dirhtml"})
#: The builders whose pages are read in a browser, where a script can run.
BROWSED = WEB | {"singlehtml"}


def has_structured_data(domain: JobDomain, record: Record) -> bool:
    """Whether a posting's page tells search engines of it: those open, listed and on their own.

    ``jobs_organization`` turns it on.
    """
    builder = domain.builder
    return (
        builder is not None
        and builder.name in WEB
        and bool(domain.env.config.jobs_web and domain.env.config.jobs_organization)
        and record.is_page
        and is_public(record.posting)
        and domain.status(record) is Status.OPEN
    )


def page_url(domain: JobDomain, record: Record) -> str:
    """Return the absolute address of a posting's page; empty where the site's is unknown."""
    base = options.base_url(domain.env.config)
    assert domain.builder is not None
    return base and base + target_uri(domain.builder, record.docname)


def structured_data(
    domain: JobDomain, record: Record, description: str
) -> tuple[dict[str, Any], list[str]]:
    """Return a posting's JobPosting, and what it lacks to be one (see ``structured``)."""
    config, posting = domain.env.config, record.posting
    stands_in = record.page_lang != posting.lang
    # A page that stands in for a missing text is in the site's language as far as its
    # catalogue goes: where parts are still in the author's, it is in both.
    languages = [record.page_lang] if not stands_in or record.untranslated < record.blocks else []
    if record.untranslated or not languages:
        languages.append(posting.lang)
    return structured.job_posting(
        posting,
        domain.organization(record.page_lang),
        title=record.title if stands_in else posting.title,
        description=description,
        languages=languages,
        url=page_url(domain, record),
        zone=options.zone(config),
        closes=posting.translation_key not in config.jobs_always_open,
    )


def notice_node(notice: Notice) -> nodes.admonition:
    """Turn a notice into a node."""
    return nodes.admonition(
        "",
        nodes.title(notice.title, notice.title),
        nodes.paragraph(notice.text, notice.text),
        classes=["job-notice", f"job-{notice.kind}"],
    )


def header_nodes(view: HeaderView, lead: list[nodes.Node]) -> Iterator[nodes.Node]:
    """Turn a header's view into nodes that every writer knows."""
    _ = translator(view.lang)
    yield from map(notice_node, view.notices)
    yield from lead
    facts = nodes.definition_list(classes=["job-facts"])
    for name, label, text in view.facts:
        classes = [f"job-fact-{name}", *([f"job-{view.status}"] if name == "status" else [])]
        if name in FREE_TEXT:
            classes += in_language(view.text_lang, view.lang)
        fact = nodes.paragraph(text, text, classes=classes)
        facts += nodes.definition_list_item(
            "", nodes.term(label, label), nodes.definition("", fact)
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
    """Name each counterpart in its own language: whoever needs the link can read it."""
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
