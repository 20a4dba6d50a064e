"""What a posting's page shows beside its text: banner, lead, facts, switch, way to apply.

A page is read before the other postings are known, and shown again on another day. So
reading leaves a placeholder; a *view* holds all that the page shows of its postings, and
is compared from build to build; a post-transform turns views into nodes for every writer.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import educate_tokens, smartchars
from sphinx import addnodes
from sphinx.config import Config

from . import structured
from .domain import JobDomain, target_uri
from .fields import Field, Posting, Shown
from .query import COLUMNS, value_of
from .records import Link, Place, Record
from .status import STATUS, Status, is_public
from .values import day_of
from .wording import autonym, long_date, name_in, translator


class job_header(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of a posting's header; its child is the lead, where there is one."""


def posting_header(
    place: Place, posting: Posting, source: str, lines: Mapping[str, int]
) -> job_header:
    """Make the placeholder. The lead is a plain paragraph in it, so it is translated."""
    header = job_header("", place=place)
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
        job_place=link.place,
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
    """All that a posting's header shows, but the lead."""

    docname: str
    lang: str
    status: Status
    facts: tuple[Fact, ...]
    counterparts: tuple[Link, ...]
    apply_url: str | None
    notices: tuple[Notice, ...]
    closing: Closing | None


def header_view(domain: JobDomain, record: Record) -> HeaderView:
    """Work out what a posting's header shows today."""
    posting = record.posting
    state = domain.jobs.status(record)
    return HeaderView(
        docname=record.docname,
        lang=record.page_lang,
        status=state,
        facts=tuple(facts(domain, record, _header_fields(state), record.page_lang)),
        counterparts=tuple(domain.jobs.counterparts(record)),
        apply_url=_apply_url(domain, posting) if state is Status.OPEN else None,
        notices=tuple(_notices(domain, record, state)),
        closing=_closing(domain, record, state),
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


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of a field as readers see it, with its label; *lang* is the text's language."""

    name: str
    label: str
    text: str
    lang: str


def texts_of(domain: JobDomain, record: Record, field: Field, lang: str) -> list[str]:
    """Return the values of a posting's field in the words of a language."""
    value = value_of(record, field.name, domain.jobs.status)
    if value is None or _closed_early(domain, record, field):
        return []
    items = value if isinstance(value, tuple | list) else (value,)
    if field.is_date:
        items = [day_of(item, domain.settings.timezone) for item in items]
    texts = (field.text_in(lang, item) for item in items)
    if field.free_text:
        return [typeset(domain.env.config, text, record.posting.lang) for text in texts]
    return list(dict.fromkeys(texts))  # two code words may be one for readers


def _closed_early(domain: JobDomain, record: Record, field: Field) -> bool:
    """Whether a field is the closing date of a posting that closed before: it would mislead."""
    return (
        field.attribute == "expiry_date"
        and domain.jobs.status(record) is Status.CLOSED
        and not _expired(domain, record.posting)
    )


def facts(domain: JobDomain, record: Record, fields: Iterable[Field], lang: str) -> Iterator[Fact]:
    """Yield the facts of a posting in the words of a language: the fields that have a value."""
    for field in fields:
        if text := ", ".join(texts_of(domain, record, field, lang)):
            written = record.posting.lang if field.free_text else lang
            yield Fact(field.name, field.label_in(lang), text, written)


def _header_fields(state: Status) -> Iterator[Field]:
    for field in COLUMNS.values():
        is_over = field.attribute == "publish_date" and state is not Status.UPCOMING
        if Shown.PAGE in field.shown and not is_over:
            yield field


def _expired(domain: JobDomain, posting: Posting) -> date | None:
    """Return the closing day, if it is over."""
    if posting.expiry_date is None:
        return None
    day = day_of(posting.expiry_date, domain.settings.timezone)
    return day if day < domain.settings.day else None


def _notices(domain: JobDomain, record: Record, state: Status) -> Iterator[Notice]:
    posting, lang = record.posting, record.page_lang
    _ = translator(lang)
    zone = domain.settings.timezone
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
    settings, posting, lang = domain.settings, record.posting, record.page_lang
    always = posting.translation_key in settings.always_open
    if posting.expiry_date is None or state is Status.CLOSED or always or settings.today:
        return None
    zone = settings.timezone
    day = day_of(posting.expiry_date, zone)
    if day == date.max:  # “never”
        return None
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return Closing(end.isoformat(), Status.CLOSED.label_in(lang), _closed(day, lang))


def _apply_url(domain: JobDomain, posting: Posting) -> str | None:
    """Fill ``jobs_apply_url`` from the posting; None where a field it needs is absent."""
    template = domain.settings.apply_template(posting.lang)
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
        and bool(domain.settings.web and domain.settings.organization)
        and record.is_page
        and is_public(record.posting)
        and domain.jobs.status(record) is Status.OPEN
    )


def page_url(domain: JobDomain, record: Record) -> str:
    """Return the absolute address of a posting's page; empty where the site's is unknown."""
    base = domain.settings.base_url
    assert domain.builder is not None
    return base and base + target_uri(domain.builder, record.docname)


def structured_data(
    domain: JobDomain, record: Record, description: str
) -> tuple[dict[str, Any], list[str]]:
    """Return a posting's JobPosting, and what it lacks to be one (see ``structured``)."""
    settings, posting = domain.settings, record.posting
    stands_in = record.page_lang != posting.lang
    # A page that stands in for a missing text is in the site's language as far as its
    # catalogue goes: where parts are still in the author's, it is in both.
    languages = [record.page_lang] if not stands_in or record.untranslated < record.blocks else []
    if record.untranslated or not languages:
        languages.append(posting.lang)
    return structured.job_posting(
        posting,
        settings.employer(record.page_lang),
        title=record.title if stands_in else posting.title,
        description=description,
        languages=languages,
        url=page_url(domain, record),
        zone=settings.timezone,
        closes=posting.translation_key not in settings.always_open,
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
    for fact in view.facts:
        classes = [f"job-fact-{fact.name}", *in_language(fact.lang, view.lang)]
        if fact.name == STATUS.name:
            classes.append(f"job-{view.status}")
        facts += nodes.definition_list_item(
            "",
            nodes.term(fact.label, fact.label),
            nodes.definition("", nodes.paragraph(fact.text, fact.text, classes=classes)),
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
