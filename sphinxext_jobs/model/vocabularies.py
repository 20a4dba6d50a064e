"""Code words of the front matter, and the words that readers see instead."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from typing import Self

from ..text.wording import N_, interface_languages, translator

#: The signs and words between the parts of a value.
_BETWEEN = re.compile(r"[,;:/|()\[\]•·–—&]|\s[-+]\s|\b(?:or|ou|and|et)\b", re.IGNORECASE)


def folded(text: str) -> str:
    """Fold the ways to write words: ``À-distance`` becomes ``a distance``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))


class Vocabulary(StrEnum):
    """The code words of a field, each with its label and its heading for a group of postings.

    Both are in English; the catalogue of the interface translates them. Without a heading of its
    own, a group has the label. ``equal`` is a pattern of other words that say the same, and
    ``narrower`` of those that say more. Both are folded.
    """

    label: str
    heading: str
    equal: str
    narrower: str

    def __new__(
        cls, code: str, label: str = "", heading: str = "", equal: str = "", narrower: str = ""
    ) -> Self:
        """Keep the words next to the code."""
        word = str.__new__(cls, code)
        word._value_ = code
        word.label, word.heading = label, heading or label
        word.equal, word.narrower = equal, narrower
        return word

    @classmethod
    def neutral(cls) -> str:
        """Return the pattern of the words that change nothing in the meaning of others."""
        return "(?!)"

    @classmethod
    def meant_by(cls, written: str) -> Self | None:
        """Return the word that a value means; None if its author says more, or something else.

        It may be a code word, or a label in any language of the interface. Letter case, accents,
        spaces, hyphens and underscores do not count.
        """
        code = _code(cls, written)
        return None if code is None else cls(code)

    @classmethod
    def read(cls, written: str) -> tuple[tuple[Self, ...], tuple[str, ...]]:
        """Return the words that the parts of a value mean, and the other parts as they are.

        ``Permanent, full time (37.5 hours)`` means ``FULL_TIME``, and has ``37.5 hours`` left.
        """
        codes, others = _read(cls, written)
        return tuple(map(cls, codes)), others

    @classmethod
    def words_in(cls, written: str) -> tuple[Self, ...]:
        """Return the words that a value means, with any additions of its author."""
        return cls.read(written)[0]

    def label_in(self, lang: str) -> str:
        """Return the label in a language."""
        return translator(lang)(self.label)

    def heading_in(self, lang: str) -> str:
        """Return the heading of a group in a language."""
        return translator(lang)(self.heading)


# Enough for the values of a site, each of which is read many times.
@lru_cache(maxsize=1024)
def _code(vocabulary: type[Vocabulary], written: str) -> str | None:
    text = folded(written)
    return next(
        (w.value for w in vocabulary if _exactly(vocabulary, w.value).fullmatch(text)), None
    )


@lru_cache(maxsize=1024)
def _read(vocabulary: type[Vocabulary], written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes: dict[str, None] = {}
    others = []
    for part in filter(None, map(str.strip, _BETWEEN.split(written))):
        found = _codes(vocabulary, folded(part))
        if found is None:
            others.append(part)
        codes |= dict.fromkeys(found or ())
    return tuple(codes), tuple(others)


@cache
def _exactly(vocabulary: type[Vocabulary], code: str) -> re.Pattern[str]:
    """Return the pattern of the folded words that say no more and no less than a code word."""
    word = vocabulary(code)
    printed = map(folded, (code, *map(word.label_in, interface_languages())))
    spellings = (text.replace(" ", " ?") for text in printed)
    return re.compile("|".join(filter(None, (*spellings, word.equal))))


@cache
def _phrases(vocabulary: type[Vocabulary]) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns of a code word each, or of words that change nothing (no code)."""
    found = [("", vocabulary.neutral())]
    for word in vocabulary:
        found += (word.value, _exactly(vocabulary, word.value).pattern), (word.value, word.narrower)
    return [(code, re.compile(rf"(?:{pattern})(?: |$)")) for code, pattern in found if pattern]


def _codes(vocabulary: type[Vocabulary], text: str) -> list[str] | None:
    """Return the code words that a folded text consists of; None if it has any other words."""
    codes, at = [], 0
    while at < len(text):
        matches = ((p.match(text, at), code) for code, p in _phrases(vocabulary))
        end, code = max(((m.end(), code) for m, code in matches if m), default=(at, ""))
        if end == at:
            return None
        codes.append(code)
        at = end
    return list(filter(None, codes))


#: The words that make remote work only possible or partial.
_PARTLY_REMOTE = re.compile(
    r"(?<![CT][-+\u2212])\d|%|\b(?:part(?:ly|ial\w*|iel\w*)?|option\w*|possib\w*|flexib\w*|some\w*|occasion\w*|days?|"
    r"jours?|not?|non|pas|sans|office|bureau|on[- ]?site|sur place|negotiable|négociable)\b",
    re.IGNORECASE,
)


class Workplace(Vocabulary):
    """The words of ``workplace``."""

    ON_SITE = (
        "on-site", N_("On site"), "",
        r"sur (?:site|les lieux)|(?:in (?:the )?|au )?(?:office|bureau)(?: based)?|in person|"
        r"on (?:the )?premises?|en personne|(?:en )?presentiel",
    )  # fmt: skip
    HYBRID = (
        "hybrid", N_("Hybrid"), "",
        r"hybride?",
        r"hybrid remote|remote hybrid|teletravail hybride",
    )  # fmt: skip
    REMOTE = (
        "remote", N_("Remote"), "",
        r"remotely|tele ?commut(?:e|ing)|tele ?travail|tele ?work(?:ing)?|wfh|distanciel|"
        r"a (?:domicile|la maison)|(?:from|at) home|home ?(?:office|working)|home based|"
        r"virtual|virtuel(?:le)?",
    )  # fmt: skip

    @classmethod
    def neutral(cls) -> str:
        """Return the words around these."""
        return (
            r"100|fully?|completely|entierement|total(?:ement)?|complet|integral|only|uniquement|"
            r"work(?:ing|place)?|job|position|poste|travail|mode|formule|in|en|a|de"
        )

    @classmethod
    def read(cls, written: str) -> tuple[tuple[Self, ...], tuple[str, ...]]:
        """Read a value (see ``Vocabulary.read``); work that is partly remote is not remote."""
        words, others = super().read(written)
        if any(map(_PARTLY_REMOTE.search, others)):
            words = tuple(word for word in words if word != cls.REMOTE)
        return words, others


class EmploymentType(Vocabulary):
    """The words of ``employmentType``, which are schema.org's."""

    FULL_TIME = (
        "FULL_TIME", N_("Full time"), "",
        r"full|ft|(?:a )?temps (?:plein|complet)|plein(?: temps)?",
    )  # fmt: skip
    PART_TIME = (
        "PART_TIME",
        N_("Part time"),
        "",
        r"pt|(?:a )?temps partiel|partiel",
        r"mi temps|half time",
    )
    CONTRACTOR = (
        "CONTRACTOR", N_("Contract"), "",
        r"contractuel(?:le)?",
        r"freelancer?|pigiste|a la pige|independent contractor|travail(?:leur|leuse)? autonome|"
        r"contract to hire",
    )  # fmt: skip
    TEMPORARY = (
        "TEMPORARY", N_("Temporary"), "",
        r"temp",
        r"(?:fixed )?term(?: contract)?|temporary contract|contrat temporaire|"
        r"seasonal|saisonni(?:er|ere)|casual|occasionnel(?:le)?|interim(?:aire)?|"
        r"(?:(?:contrat )?a )?(?:(?:duree|periode) )?determinee?|determinate|cdd|summer|d ete|ete|"
        r"(?:(?:maternity|parental)(?: leave)?|leave) (?:cover(?:age)?|replacement)|"
        r"remplacement(?: (?:de |d un )?conge(?: (?:de )?(?:maternite|parental))?)?",
    )  # fmt: skip
    INTERN = (
        "INTERN", N_("Internship"), "",
        r"stagiaire",
        r"(?:paid|unpaid) internship|stage (?:non )?remunere|trainee(?:ship)?|co ?op|"
        r"apprenti(?:ce)?(?:ship|ssage)?|alternance",
    )  # fmt: skip
    VOLUNTEER = "VOLUNTEER", N_("Volunteer"), "", r"volunteering|benevole"
    PER_DIEM = "PER_DIEM", N_("Per diem")
    OTHER = "OTHER", N_("Other")

    @classmethod
    def neutral(cls) -> str:
        """Return the words for which schema.org has none, and those around these."""
        return (
            r"(?:permanent|open ended) contract|contrat permanent|permanente?|"
            r"(?:(?:contrat )?a )?(?:(?:duree|periode) )?indeterminee?|indeterminate|cdi|"
            r"continuing|ongoing|regular|regulier|reguliere|"
            r"(?:\d+|one|two|three|d une?|deux|trois) (?:months?|years?|mois|ans?)|"
            r"\d+ ?h(?:ours?|eures?)?(?: (?:a|per|par) (?:week|semaine))?|"
            r"work|job|position|poste|emploi|travail|employment|employee?|a|en|de"
        )
