"""Code words of the front matter, and the words that readers see instead."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self

from ..text.plain import code_word
from ..text.wording import N_, translator


class Vocabulary(StrEnum):
    """The code words of a field, each with its label and its heading for a group of postings.

    Both are in English; the catalogue of the interface translates them. Without a heading of its
    own, a group has the label.
    """

    label: str
    heading: str
    folded: str

    def __new__(cls, code: str, label: str = "", heading: str = "") -> Self:
        """Keep the words next to the code."""
        word = str.__new__(cls, code)
        word._value_ = code
        word.label, word.heading, word.folded = label, heading or label, code_word(code)
        return word

    @classmethod
    def meant_by(cls, written: str) -> Self | None:
        """Return the word that a value means; None if its author uses words of their own.

        Letter case, spaces, hyphens and underscores do not count.
        """
        code = code_word(written)
        return next((word for word in cls if word.folded == code), None)

    def label_in(self, lang: str) -> str:
        """Return the label in a language."""
        return translator(lang)(self.label)

    def heading_in(self, lang: str) -> str:
        """Return the heading of a group in a language."""
        return translator(lang)(self.heading)


#: The words of remote work, and those that say that it is only possible or partial.
_REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|tele-?work\w*|telecommut\w*|home[- ]?office|(?:from|at) home|"
    r"t[ée]l[ée]travail|[àa] distance|[àa] domicile)\b",
    re.IGNORECASE,
)
_PARTLY_REMOTE = re.compile(
    r"\d|%|\b(?:hybrid\w*|part(?:ly|ial\w*|iel\w*)?|option\w*|possib\w*|flexib\w*|some\w*|occasion\w*|days?|jours?|"
    r"not?|non|pas|sans|or|ou|and|et|office|bureau|on[- ]?site|sur place|negotiable|négociable)\b"
    r"(?<!home office)(?<!home-office)",
    re.IGNORECASE,
)


class Workplace(Vocabulary):
    """The words of ``workplace``."""

    ON_SITE = "on-site", N_("On site")
    HYBRID = "hybrid", N_("Hybrid")
    REMOTE = "remote", N_("Remote")
    TELECOMMUTE = "telecommute", N_("Remote")

    @property
    def is_remote(self) -> bool:
        """Whether the job is done from anywhere."""
        return self in (Workplace.REMOTE, Workplace.TELECOMMUTE)

    @classmethod
    def seems_remote(cls, written: str) -> bool:
        """Whether an author's own words surely mean a remote job: ``Télétravail``."""
        return (
            cls.meant_by(written) is None
            and _REMOTE.search(written) is not None
            and _PARTLY_REMOTE.search(written) is None
        )


class EmploymentType(Vocabulary):
    """The words of ``employmentType``, which are schema.org's."""

    FULL_TIME = "FULL_TIME", N_("Full time")
    PART_TIME = "PART_TIME", N_("Part time")
    CONTRACTOR = "CONTRACTOR", N_("Contract")
    TEMPORARY = "TEMPORARY", N_("Temporary")
    INTERN = "INTERN", N_("Internship")
    VOLUNTEER = "VOLUNTEER", N_("Volunteer")
    PER_DIEM = "PER_DIEM", N_("Per diem")
    OTHER = "OTHER", N_("Other")
