"""The fields of a posting: each is declared once, with all its properties."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import Flag, auto
from typing import Any

from ..text.hours import long_moment
from ..text.wording import N_, autonym, long_date, translator
from .closing import closes_at, closing, comparable, in_utc, instant
from .values import (
    Moment,
    Reader,
    address,
    day_of,
    flag,
    identifier,
    moment,
    pictures,
    plain_value,
    text,
    texts,
)
from .vocabularies import EmploymentType, Vocabulary, Workplace


class Shown(Flag):
    """The places where readers see a field: the posting's page, tables and lists, cards."""

    NOWHERE = 0
    PAGE = auto()
    TABLE = auto()
    CARD = auto()
    EVERYWHERE = PAGE | TABLE | CARD


def as_written(value: Any, _lang: str) -> str:
    """Show a value as its author wrote it."""
    return str(value)


def as_language(value: str, _lang: str) -> str:
    """Show a language by its own name for itself."""
    return autonym(value)


@dataclass(frozen=True, slots=True)
class Field:
    """A field: how it is read, its meaning, and the places in which it is shown or used.

    Texts are in English; the catalogue of the interface translates *label* and *phrase*.
    """

    #: Turns the value's YAML node into the value; a list is a tuple.
    read: Reader = plain_value
    #: The meaning of the field, for authors.
    help: str = ""
    name: str = ""
    #: The name of the attribute of :class:`Posting`.
    attribute: str = ""

    #: The name that readers see; without one, the field's own.
    label: str = ""
    #: The text of the value in a line without labels. The value replaces ``{date}``.
    phrase: str = ""
    #: The code words of the field. Any other value is shown by *show*.
    vocabulary: type[Vocabulary] | None = None
    #: Whether the hour of a moment counts, and not only its day.
    has_hour: bool = False
    #: Turns a value (each of a list; a moment as it counts) into text in a reader's language.
    show: Callable[[Any, str], str] = as_written
    shown: Shown = Shown.NOWHERE
    #: Whether the author's own words are shown, which are in the posting's language.
    free_text: bool = False
    sortable: bool = False
    filterable: bool = False

    #: Returns the part of a value, in its posting, that must be equal in all languages. Without
    #: this function, the values may differ.
    equal: Callable[[Any, Posting, tzinfo], object] | None = None
    #: The property of schema.org's JobPosting that is the value as it is.
    schema_org: str = ""
    #: Whether ``jobs.json`` has it.
    exported: bool = False
    #: Whether its values are categories in feeds.
    category: bool = False
    #: Whether a search finds a posting by its values even if they are not shown.
    keyword: bool = False
    #: Whether it is also in the page's metadata, where themes and other extensions read it.
    shared: bool = False
    #: Whether the posting's catalogue translates it.
    translatable: bool = False
    #: Whether each posting must have it.
    required: bool = False
    #: Whether only postings have it, so that a file with it is probably one.
    telling: bool = False

    @property
    def is_date(self) -> bool:
        """Whether the values are moments."""
        return self.read is moment

    def moment_in(self, moment: Moment, zone: tzinfo) -> Moment:
        """Return a moment as it counts: its day, or the hour of a closing."""
        return closing(moment, zone) if self.has_hour else day_of(moment, zone)

    def sorted_by(self, value: Any, zone: tzinfo) -> Any:
        """Return the value by which a value is sorted: of a moment, its instant."""
        if not self.is_date or value is None:
            return value
        if self.has_hour:
            return in_utc(closes_at(value, zone) or datetime.max.replace(tzinfo=UTC))
        return in_utc(instant(value, zone))

    def label_in(self, lang: str) -> str:
        """Return the field's name for readers of a language."""
        return translator(lang)(self.label) if self.label else self.name

    def text_in(self, lang: str, value: Any) -> str:
        """Return a value for readers of a language."""
        word = self._word(value)
        return word.label_in(lang) if word else self.show(value, lang)

    def heading_in(self, lang: str, value: Any) -> str:
        """Return the heading of the postings with a value, for readers of a language."""
        word = self._word(value)
        return word.heading_in(lang) if word else self.show(value, lang)

    def is_ours(self, value: Any) -> bool:
        """Whether readers see a value in words of ours, which are in their language."""
        return not self.free_text and (self.vocabulary is None or self._word(value) is not None)

    def _word(self, value: Any) -> Vocabulary | None:
        return self.vocabulary.meant_by(str(value)) if self.vocabulary else None

    def meanings(self, value: Any) -> tuple[Any, ...]:
        """Return the code words that a value means, with any additions; otherwise, the value."""
        words = self.vocabulary.words_in(str(value)) if self.vocabulary else ()
        return words or (value,)

    def phrase_in(self, lang: str, shown: str) -> str:
        """Return the text of a value so that it can be understood without the label."""
        return translator(lang)(self.phrase).format(date=shown) if self.phrase else shown


def as_flag(value: bool | None, _posting: Posting, _zone: tzinfo) -> bool:
    """Compare flags; one that is absent is false."""
    return bool(value)


def as_opening(value: bool | None, posting: Posting, _zone: tzinfo) -> object:
    """Compare ``linkHidden`` as a flag, unless it is the false that opens an archived posting."""
    return "open" if value is False and posting.archived else bool(value)


def as_day(value: Moment | None, _posting: Posting, _zone: tzinfo) -> object:
    """Compare days: a CMS stamps each file at another second."""
    return value and day_of(value, UTC)


def as_closing(value: Moment | None, _posting: Posting, zone: tzinfo) -> object:
    """Compare closings: two ways to write one instant are equal."""
    return value and comparable(value, zone)


def as_set(value: tuple[str, ...], _posting: Posting, _zone: tzinfo) -> frozenset[str]:
    """Compare lists; their order and letter case do not count."""
    return frozenset(item.casefold() for item in value)


def declare(field: Field, default: Any = None, *, hashable: bool = True) -> Any:
    """Declare an attribute of :class:`Posting`; a value of any YAML type is not *hashable*."""
    if field.read in (texts, pictures):
        default = ()
    hashed = None if hashable else False
    return dataclasses.field(default=default, hash=hashed, metadata={"field": field})


# Several arguments on a line: a declaration is read at a glance.
# fmt: off
@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One text in one language, as its front matter describes it.

    An attribute's name is the field's in front matter, in snake case: ``lever_id`` is
    ``leverId``. ``None`` (or an empty tuple) is absent. ``extra`` has the fields that are not
    declared, and those whose values cannot be read. The fields are documented and shown in this
    order.
    """

    layout: str | None = declare(Field(identifier, "`job-posting` marks the file as a posting",
              required=True))
    type: str | None = declare(Field(identifier, "accepted (`section`), ignored"))
    title: str = declare(
        Field(text, "required: the page's only H1, `<title>`, index entry", label=N_("Title"),
              sortable=True, translatable=True, required=True),
        default="",
    )
    description: str | None = declare(Field(text, "the lead of the page", translatable=True,
              required=True))
    classification: tuple[str, ...] = declare(
        Field(texts, "the pay group and level, such as `IT-03`", label=N_("Classification"),
              shown=Shown.EVERYWHERE, sortable=True, equal=as_set, exported=True),
    )
    team: str | None = declare(
        Field(text, "the team, branch or department", label=N_("Team"), free_text=True,
              shown=Shown.EVERYWHERE, filterable=True, exported=True, category=True),
    )
    location: tuple[str, ...] = declare(
        Field(texts, "where the work is done", label=N_("Location"), free_text=True,
              shown=Shown.EVERYWHERE, filterable=True, exported=True, shared=True),
    )
    workplace: str | None = declare(
        Field(text, "`on-site`, `hybrid`, `remote`, or your words", label=N_("Workplace"),
              vocabulary=Workplace, shown=Shown.PAGE | Shown.CARD, filterable=True, exported=True,
              telling=True),
    )
    employment_type: tuple[str, ...] = declare(
        Field(texts, "schema.org's words (`FULL_TIME`, `TEMPORARY`, …), or yours",
              label=N_("Employment type"), vocabulary=EmploymentType,
              shown=Shown.PAGE | Shown.CARD, filterable=True, exported=True, telling=True),
    )
    salary: str | None = declare(
        Field(text, "the pay, in words", label=N_("Salary"), free_text=True,
              shown=Shown.EVERYWHERE, exported=True, telling=True),
    )
    date: Moment | None = declare(
        Field(moment, "posted on", label=N_("Posted on"), show=long_date, shown=Shown.PAGE,
              sortable=True, equal=as_day, exported=True, shared=True),
    )
    publish_date: Moment | None = declare(
        Field(moment, "upcoming until this day", label=N_("Opens on"),
              phrase=N_("opens on {date}"), show=long_date, shown=Shown.EVERYWHERE,
              sortable=True, equal=as_day, exported=True),
    )
    expiry_date: Moment | None = declare(
        Field(moment, "closed after the end of this day, or from an hour on, such as "
              "`2026-03-31 17:00 America/Toronto`; without a time zone, the hour is in "
              "`jobs_timezone`", label=N_("Closing date"),
              phrase=N_("closes on {date}"), has_hour=True, show=long_moment,
              shown=Shown.EVERYWHERE, sortable=True, equal=as_closing, exported=True,
              telling=True),
    )
    tags: tuple[str, ...] = declare(
        Field(texts, "keywords", label=N_("Tags"), free_text=True, shown=Shown.PAGE,
              exported=True, category=True, keyword=True, shared=True),
    )
    translation_key: str = declare(
        Field(identifier, "the key; postings that share it are one job in several languages",
              keyword=True, required=True),
        default="",
    )
    lang: str = declare(
        Field(identifier, "BCP 47 tag; by default, the suffix `.fr.md`, then the nearest folder "
              "named as a language, then the project's `language`",
              label=N_("Language"), show=as_language, filterable=True),
        default="",
    )
    archived: bool | None = declare(Field(flag, "true: closed", equal=as_flag, telling=True))
    link_hidden: bool | None = declare(
        Field(flag, "true: unlisted; an explicit false: listed, and open whatever `archived` says",
              equal=as_opening, telling=True),
    )
    form_hidden: bool | None = declare(
        Field(flag, "true: no way to apply is shown", equal=as_flag, telling=True)
    )
    hidden: bool | None = declare(
        Field(flag, "old name: unlisted, still open to applications", equal=as_flag)
    )
    draft: bool | None = declare(
        Field(flag, "true: not published, unless `jobs_drafts`", equal=as_flag)
    )
    lever_id: str | None = declare(
        Field(identifier, "the applicant tracking system's id; fills `jobs_apply_url`",
              telling=True),
    )
    apply_url: str | None = declare(
        Field(address, "where to apply, such as `https://example.org/apply` or "
              "`mailto:jobs@example.org`; replaces `jobs_apply_url`",
              exported=True, telling=True),
    )
    direct_apply: bool | None = declare(
        Field(flag, "true: people can apply on the page, in a few steps; replaces the value in "
              "`jobs_organization`",
              schema_org="directApply", shared=True, telling=True),
    )
    applicant_location_requirements: Any = declare(
        Field(plain_value, "the countries that people may work from, if the job is remote; "
              "replaces the value in `jobs_organization`",
              shared=True, telling=True),
        hashable=False,
    )
    lastmod: Moment | None = declare(
        Field(moment, "changed on, for feeds and the sitemap", shared=True),
    )
    images: tuple[str, ...] = declare(
        Field(pictures, "a picture for sites that show a link to the page, as an address, or as a "
              "path from the root of the site; the first of several is used, instead of "
              "`jobs_image`"),
    )
    aliases: tuple[str, ...] = declare(
        Field(texts, "former addresses, as Hugo writes them; each leads to the page"),
    )
    url: tuple[str, ...] = declare(
        Field(texts, "the address under Hugo, or several; each leads to the page"),
    )
    extra: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)

    def value(self, name: str) -> Any:
        """Return a field's value by its front-matter name; an unknown field's from ``extra``."""
        declared = FIELDS.get(name)
        return getattr(self, declared.attribute) if declared else self.extra.get(name)
# fmt: on


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


#: Every declared field by its name in front matter, in the order of the documentation.
FIELDS: dict[str, Field] = {
    _camel(f.name): dataclasses.replace(f.metadata["field"], name=_camel(f.name), attribute=f.name)
    for f in dataclasses.fields(Posting)
    if "field" in f.metadata
}


def texts_in(posting: Posting, fields: Iterable[Field]) -> tuple[str, ...]:
    """Return the texts in some fields of a posting, each once."""
    found: list[str] = []
    for value in (posting.value(field.name) for field in fields):
        found += value if isinstance(value, tuple) else filter(None, [value])
    return tuple(dict.fromkeys(found))


def differences(one: Posting, other: Posting, zone: tzinfo = UTC) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field that must be equal in counterparts and is not, with both values.

    An hour without a time zone is in *zone*.
    """
    for name, field in FIELDS.items():
        mine, theirs = one.value(name), other.value(name)
        # If it is explicitly false on both sides, `archived` alone makes the difference.
        if field.equal is None or mine == theirs:
            continue
        if field.equal(mine, one, zone) != field.equal(theirs, other, zone):
            yield name, mine, theirs
