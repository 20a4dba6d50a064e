"""A catalogue as a value: its entries, and the state and reasons of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

from ...text.digest import digest as short_digest
from ...text.documented import DocumentedEnum
from ...text.wording import N_
from ..context import without_context
from .words import bare

#: A place in the project: a file, relative to the project's root, and a line from 1.
Place = tuple[str, int | None]


class State(DocumentedEnum):
    """The state of an entry that the machine wrote, from its comment in the catalogue.

    ``help`` and ``fuzzy``, which says whether such an entry is fuzzy, are for the reference.
    """

    help: str
    fuzzy: str

    AGREED = (
        "agreed",
        "Source and translation belong together. Later runs compare both.",
        "no",
    )
    DOUBTFUL = "doubtful", "The match may be wrong.", "yes, until a person confirms it"
    MEMORY = "memory", "The translation comes from another pair.", "only if there is a reason"
    SOURCE_CHANGED = "source changed", "The source changed after both agreed.", "yes"
    TRANSLATION_CHANGED = "translation changed", "The translation changed, or was removed.", "yes"
    BOTH_CHANGED = "both changed", "Both changed after they agreed.", "yes"
    MOVED = "moved", "Neither changed, but they are no longer in the same order.", "yes"


#: The states of an entry whose texts once agreed.
DRIFTED = frozenset(
    {State.SOURCE_CHANGED, State.TRANSLATION_CHANGED, State.BOTH_CHANGED, State.MOVED}
)


class Reason(DocumentedEnum):
    """Why a person should look at an entry, or why a block is not in the catalogue.

    ``text`` is for messages, in English; ``wording.message`` translates it. ``help`` adds details
    in the reference.
    """

    text: str
    help: str

    UNSURE = (
        "unsure",
        N_("the match is not certain"),
        "The blocks may not belong together.",
    )
    ORDER = (
        "order",
        N_("only the order of the blocks matches them"),
        "No word, number or link tells the block from others of the same list.",
    )
    LENGTH = (
        "length",
        N_("one text is unusually long, compared with the other"),
        "The usual ratio of lengths is that of the pair. The blocks belong together, but one of "
        "them may say more.",
    )
    MERGED = "merged", N_("the match joins several blocks")
    CROSSING = "crossing", N_("the translation is in another place")
    LINKS = (
        "links",
        N_("the links differ"),
        "Only their number and the ids in them count: addresses may differ by language.",
    )
    EMAILS = "emails", N_("the e-mail addresses differ"), "Only their number counts."
    NUMBERS = (
        "numbers",
        N_("the numbers differ"),
        "Times of day are not compared, and a number up to 24 may be a word in the other language.",
    )
    CODES = "codes", N_("the classification codes differ"), "An example of a code is `CS-02`."
    SAME = "same", N_("the text is the same in both languages"), "It has four words or more."
    ANCHOR = "anchor", N_("a link leads to a heading that does not exist in the source")
    MARKUP = "markup", N_("the text is not a single paragraph")
    DISAGREE = (
        "pairs disagree",
        N_("other pairs translate the text differently"),
        "The most recent translation is used.",
    )
    CONTEXT = (
        "context",
        N_("other pairs have the text in another context"),
        "None of them also has the block before or after it; or only one pair has the text, and it "
        "does not have both of these blocks. A text of up to three words needs only one of them, "
        "or none if two pairs agree.",
    )
    NEAR = "near", N_("it is the translation of a similar text"), "That text follows `#|`."
    GONE = "gone", N_("the block was removed from the counterpart")
    PERSON = "person", N_("a person marked the entry as fuzzy")
    UNMATCHED = "unmatched", N_("the block has no counterpart")
    UNTRANSLATABLE = "untranslatable", N_("code and raw HTML cannot be translated with gettext")
    RIVAL = "conflict", N_("the same text has another translation earlier")
    EDITED = "edited", N_("the file does not have the translation in the catalogue")


#: The reasons that only the report has, and no comment of a catalogue.
IN_REPORT_ONLY = frozenset(
    {Reason.PERSON, Reason.UNMATCHED, Reason.UNTRANSLATABLE, Reason.RIVAL, Reason.EDITED}
)


#: Instead of a digest: a person wrote the translation, or no block of a counterpart agreed with it.
NO_DIGEST = "-"


@dataclass(frozen=True, slots=True)
class Mark:
    """The notes of the machine about an entry.

    ``wrote`` is the digest of the translation as the machine left it, ``seen`` that of the
    counterpart's text when the two last agreed, ``source`` that of the source that they agreed
    with. ``notes`` are the reasons why the entry is fuzzy. ``before`` is the translation that
    agreed, where the entry has a newer one. ``links`` is the digest of the addresses of links that
    the source had then and its message does not have; it is empty if there were none, or if an
    older version wrote the mark. ``since`` is the run in which the translation changed: only runs
    in which any did are counted. A date would make two equal runs different.
    """

    state: State
    wrote: str
    seen: str
    notes: tuple[str, ...] = ()
    before: str | None = None
    source: str = ""
    since: int = 1
    links: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message and its translation; ``previous`` is the source that was translated.

    ``comments`` are a person's.
    """

    id: str
    string: str = ""
    flags: frozenset[str] = frozenset()
    previous: str | None = None
    comments: tuple[str, ...] = ()
    auto_comments: tuple[str, ...] = ()
    locations: tuple[Place, ...] = ()
    mark: Mark | None = None

    @property
    def fuzzy(self) -> bool:
        """Whether Sphinx ignores the translation until a person has looked at it."""
        return "fuzzy" in self.flags

    @property
    def is_usable(self) -> bool:
        """Whether Sphinx would use its translation."""
        return self.string != "" and not self.fuzzy

    @property
    def edited(self) -> bool:
        """Whether the translation is a person's."""
        return self.mark is None or digest(self.string) != self.mark.wrote

    @property
    def is_another(self) -> bool:
        """Whether the source is not the one that the mark is about."""
        if self.mark is None or not self.mark.source:
            return self.mark is not None and self.previous not in (None, self.id)
        return self.mark.source != source_digest(self.id)

    @property
    def state(self) -> State | None:
        """The state; None if the machine has not written the entry."""
        return self.mark.state if self.mark else None

    @property
    def agreed_texts(self) -> tuple[str, ...]:
        """The text of the counterpart that agreed, if it is known."""
        mark = self.mark
        texts = (self.string, mark.before) if mark else ()
        return tuple(text for text in texts if text and mark and digest(text) == mark.seen)

    def agrees_with(self, text: str) -> bool:
        """Whether a text of the counterpart is the one that agreed, whatever its typography.

        The typography cannot be compared if a person wrote another translation in the catalogue.
        """
        if self.mark is None:
            return False
        return digest(text) == self.mark.seen or bare(text) in map(bare, self.agreed_texts)

    @property
    def has_drifted(self) -> bool:
        """Whether texts that agreed no longer do, and nobody has confirmed the entry."""
        return self.fuzzy and self.state in DRIFTED


@dataclass(frozen=True, slots=True)
class Catalog:
    """A PO file: its header as it is written, its entries, and those no longer used.

    ``foreign`` has the entries that Sphinx never makes, as they are written: those with a context
    or a plural. ``tail`` has the comments after the last entry. ``misread`` says that the file
    must be written again: Babel, and so Sphinx, reads it differently from gettext, or gettext
    refuses it.
    """

    header: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    foreign: tuple[str, ...] = ()
    tail: str = ""
    misread: bool = field(default=False, compare=False)


def with_fuzzy(entry: Entry, fuzzy: bool) -> Entry:
    """Set or remove the fuzzy flag of an entry."""
    flags = entry.flags | {"fuzzy"} if fuzzy else entry.flags - {"fuzzy"}
    return replace(entry, flags=flags)


def digest(text: str) -> str:
    """Return the digest of a text, as marks have it."""
    return short_digest(text, 6)


def bare_message(message: str) -> str:
    """Return the words of a message, without its typography and its context."""
    return bare(without_context(message))


def same_words(message: str, other: str) -> bool:
    """Whether two messages only differ in their typography and in their contexts."""
    return bare_message(message) == bare_message(other)


def short_id(name: tuple[str, str], text: str) -> str:
    """Return the id of an entry, or of a text without one, in the catalogue of this name."""
    return short_digest("\n".join((*name, text.strip())), 4)


def source_digest(message: str) -> str:
    """Return the digest of a message's text, without its context."""
    return digest(without_context(message))


@dataclass(frozen=True, slots=True)
class Figures:
    """The progress of a catalogue: numbers of messages, and of the counterpart's unmatched blocks.

    Sphinx does not show fuzzy translations, so they do not count as translated. Nor do those that
    are ``unapplied``: readers see the counterpart's file, which does not have them.
    """

    total: int = 0
    translated: int = 0
    fuzzy: int = 0
    drifted: int = 0
    unmatched: int = 0
    #: The drifted messages whose source changed, and those of which only the translation did.
    source_changed: int = 0
    translation_changed: int = 0
    unapplied: int = 0
    #: Whether the catalogue cannot be read, so there are no numbers.
    is_damaged: bool = False

    @property
    def untranslated(self) -> int:
        """The number of messages without any translation."""
        return self.total - self.translated - self.fuzzy - self.unapplied

    @classmethod
    def of(cls, entries: Iterable[Entry], unmatched: int, unapplied: int = 0) -> Self:
        """Count the messages of a document."""
        entries = list(entries)
        drifted = [entry.state for entry in entries if entry.has_drifted]
        return cls(
            total=len(entries),
            translated=sum(entry.is_usable for entry in entries) - unapplied,
            fuzzy=sum(entry.fuzzy for entry in entries),
            drifted=len(drifted),
            unmatched=unmatched,
            unapplied=unapplied,
            source_changed=sum(
                state in (State.SOURCE_CHANGED, State.BOTH_CHANGED) for state in drifted
            ),
            translation_changed=drifted.count(State.TRANSLATION_CHANGED),
        )
