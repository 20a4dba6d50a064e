"""The header of a posting: notices, facts, links to counterparts, and the link to apply."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from ..jobs.records import Link, Record
from ..model.closing import closes_at, closing
from ..model.fields import Field, Posting, Shown
from ..model.query import COLUMNS
from ..model.status import STATUS, Status
from ..model.values import Moment, day_of
from ..text.hours import long_moment
from ..text.languages import best
from ..text.wording import long_date, name_in, translator
from .build import Build
from .calendar import calendar_path, closing_event
from .facts import Fact, closed_on, facts, in_order
from .labels import Labels, labels
from .newer import newer_texts
from .onward import Onward

#: The facts that decide: those of the line above the link to apply.
KEY = ("expiryDate", "salary", "location")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice above a posting; its kind is a status, ``untranslated``, or ``outdated``."""

    kind: str
    title: str
    text: str
    link: Link | None = None
    onward: Onward | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The moment at which a page in a browser closes: ISO 8601 with an offset.

    From then on, the page shows the notice of a closed posting.
    """

    instant: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class HeaderView:
    """All that the header of a posting shows, except the lead."""

    docname: str
    lang: str
    status: Status
    facts: tuple[Fact, ...]
    counterparts: tuple[Link, ...]
    apply_url: str | None
    notices: tuple[Notice, ...]
    closing: Closing | None
    #: The address of the calendar with the closing date; None if there is none.
    calendar: str | None
    labels: Labels

    @property
    def key(self) -> list[Fact]:
        """The facts that decide whether to apply, while that is possible."""
        known = {fact.field: fact for fact in self.facts if self.status is not Status.CLOSED}
        return [known[name] for name in KEY if name in known]


def header_view(build: Build, record: Record, further: Onward | None = None) -> HeaderView:
    """Return the view of a posting's header on the day of the build.

    If the posting is closed, it leads *further*.
    """
    posting = record.posting
    state = build.jobs.status(record)
    return HeaderView(
        docname=record.docname,
        lang=record.page_lang,
        status=state,
        facts=tuple(facts(build, record, _header_fields(state), record.page_lang)),
        counterparts=tuple(build.jobs.counterparts(record)),
        apply_url=_apply_url(build, posting) if state is Status.OPEN else None,
        notices=tuple(_notices(build, record, state, further)),
        closing=_closing(build, record, state, further),
        calendar=_calendar(build, record),
        labels=labels(build, record, state),
    )


def _header_fields(state: Status) -> Iterator[Field]:
    """Yield the fields of the page; the opening date is only useful before that day.

    A notice says the status, unless the posting is open.
    """
    for field in in_order(COLUMNS.values()):
        is_over = field.attribute == "publish_date" and state is not Status.UPCOMING
        if Shown.PAGE in field.shown and field is not STATUS and not is_over:
            yield field


def _notices(
    build: Build, record: Record, state: Status, further: Onward | None
) -> Iterator[Notice]:
    posting, lang = record.posting, record.page_lang
    _ = translator(lang)
    zone = build.settings.timezone
    if state is Status.CLOSED:
        yield _closed(closed_on(build, posting), lang, further)
    if state is Status.UPCOMING and posting.publish_date:
        text = _("Applications open on {date}.").format(
            date=long_date(day_of(posting.publish_date, zone), lang)
        )
        yield Notice(state, state.label_in(lang), text)
    if record.untranslated:
        text = (
            _("This posting is available in {language} only.")
            if record.untranslated == record.blocks
            else _("Parts of this posting are still in {language}.")
        ).format(language=name_in(posting.lang, lang))
        yield Notice("untranslated", _("Language"), text)
    if build.settings.outdated_notice:
        yield from _outdated(build, record)


def _outdated(build: Build, record: Record) -> Iterator[Notice]:
    lang = record.page_lang
    _ = translator(lang)
    links = {link.lang: link for link in build.jobs.counterparts(record)}
    for text in newer_texts(build, record):
        if text.is_source:
            sentence = _("The {language} version changed after this translation.")
        else:
            sentence = _("The {language} version changed after this one.")
        sentence = sentence.format(language=name_in(text.lang, lang))
        link = links.get(best(links, text.lang) or "")
        yield Notice("outdated", _("Newer version"), sentence, link)


def _closed(end: Moment | None, lang: str, further: Onward | None) -> Notice:
    """Return the notice of a posting that closed then, or earlier than its closing date."""
    _ = translator(lang)
    text = _("This posting is closed. It is kept for reference.")
    if end:
        text = _("This posting closed on {date}. It is kept for reference.").format(
            date=long_moment(end, lang)
        )
    return Notice(Status.CLOSED, Status.CLOSED.label_in(lang), text, onward=further)


def _closing(build: Build, record: Record, state: Status, further: Onward | None) -> Closing | None:
    """Return how a page closes at its closing date, without another build.

    A page that is built for a fixed day must stay as it was on that day.
    """
    settings, posting, lang = build.settings, record.posting, record.page_lang
    always = posting.translation_key in settings.always_open
    if posting.expiry_date is None or state is Status.CLOSED or always or settings.today:
        return None
    zone = settings.timezone
    end = closes_at(posting.expiry_date, zone)
    if end is None:
        return None
    notice = _closed(closing(posting.expiry_date, zone), lang, further)
    return Closing(end.isoformat(), notice)


def _calendar(build: Build, record: Record) -> str | None:
    if closing_event(build, record) is None:
        return None
    return build.file_uri(record.docname, calendar_path(record)) or None


def _apply_url(build: Build, posting: Posting) -> str | None:
    """Return ``applyUrl``, or else ``jobs_apply_url`` filled with the posting's fields.

    None if a field that the template names is absent.
    """
    template = build.settings.apply_template(posting.lang)
    if posting.form_hidden or not (posting.apply_url or template):
        return None
    if posting.apply_url:
        return posting.apply_url
    parts = []
    try:
        for literal, name, _spec, _conversion in string.Formatter().parse(template):
            parts.append(literal)
            if name is not None:
                value = posting.value({"key": "translationKey"}.get(name, name))
                if value in (None, "", ()):
                    return None
                parts.append(quote(str(value), safe=""))
    except ValueError:  # a single brace: the address is not a template
        return template
    return "".join(parts)
