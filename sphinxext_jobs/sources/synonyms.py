"""Other names that people give to the fields, and the fields that these names mean."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from ..model.fields import FIELDS
from ..model.values import OddError, address, flag, is_absent
from ..text.languages import is_tag
from ..text.plain import code_word

#: Fields of Hugo and of content management systems: unused here, but not misspelled.
_FOREIGN = frozenset(
    re.findall(
        r"\w+",
        """
        authors author categories cascade headless id image keywords linkTitle markup menu
        menus myst outputs params resources sitemap slug summary tag thumbnail translations weight
        """,
    )
)

#: The names of other tools (Hugo, Jekyll, Lever, Greenhouse, schema.org) and in other words, for
#: each field. Accents, letter case, spaces, hyphens and underscores do not count.
SYNONYMS = {
    "title": "titre, job title, intitulé, intitulé du poste, titre du poste",
    "description": "job description, chapeau",
    "classification": "groupe et niveau, group and level",
    "team": "équipe, department, département",
    "location": "locations, lieu, lieux, job location, lieu de travail, emplacement, city, ville",
    "workplace": "workplace type, location type, mode de travail",
    "employmentType": "type d'emploi, type emploi, contract type, type de contrat, job type, "
    "commitment, appointment type, genre d'emploi",
    "salary": "salaire, base salary, pay, compensation, rémunération, salary range, pay range, "
    "échelle salariale",
    "date": "date posted, posted date, post date, posted on, date d'affichage",
    "publishDate": "publication date, pub date, opens, opens on, opening date, "
    "date de publication, date d'ouverture",
    "expiryDate": "closing date, close date, closes, closes on, closing, deadline, "
    "application deadline, apply by, due date, expiry, expires, expires on, expiration, "
    "expiration date, valid through, valid until, unpublish date, date limite, "
    "date limite de candidature, date de clôture, date de fermeture, date d'expiration, clôture, "
    "échéance",
    "tags": "mots-clés, étiquettes",
    "lang": "langue, locale",
    "archived": "closed, is closed, archive, is archived, filled, fermé, fermée, "
    "archivé, archivée, pourvu",
    "linkHidden": "unlisted, is unlisted",
    "draft": "brouillon, is draft",
    "applyUrl": "apply link, application url, application link, lien pour postuler, "
    "lien de candidature, url de candidature",
    "lastmod": "last modified, date modified, modified, date de modification",
    "aliases": "alias, redirect from",
    "url": "urls",
}
#: The names of flags that mean the opposite of a field.
OPPOSITES = {
    "archived": "open, is open, active, is active, ouvert, ouverte",
    "linkHidden": "listed, is listed",
    "draft": "published",
}


def fold(name: str) -> str:
    """Fold the ways to write a name: ``Date_limite`` and ``date-limite`` are one."""
    decomposed = unicodedata.normalize("NFKD", name)
    return code_word("".join(c for c in decomposed if not unicodedata.combining(c)))


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return {fold(name): field for field, words in names.items() for name in words.split(",")}


#: The ends of words in a name.
_WORD_END = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
_BY_SPELLING = {fold(name): name for name in FIELDS}
_BY_SYNONYM = _by_name(SYNONYMS) | _BY_SPELLING
_BY_OPPOSITE = _by_name(OPPOSITES)


def field_spelled(name: str) -> str | None:
    """Return the field whose name this is, in other letter case or with other signs."""
    return name if name in FIELDS else _BY_SPELLING.get(fold(name))


def field_meant(name: str) -> str | None:
    """Return the field that a name surely means: another spelling of its name, or a synonym."""
    return None if name in _FOREIGN else _BY_SYNONYM.get(fold(name))


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that an unknown name stands for, and the value that it gives to it.

    The value is used only if the meaning *is_certain*. *instead* is its text if it must be written
    in another way. *is_spelling* says that the name is that of the field, misspelled or in other
    letter case.
    """

    field: str
    value: Any = None
    instead: str = ""
    is_certain: bool = False
    is_valid: bool = False
    is_spelling: bool = False


def meaning_of(name: str, node: yaml.Node) -> Meaning | None:
    """Return the meaning of a field that is not known; None for one that may have any name."""
    if name in _FOREIGN:
        return None
    if opposed := _BY_OPPOSITE.get(fold(name)):
        return _opposite(opposed, node)
    meant = field_meant(name)
    is_spelling = meant is None or field_spelled(name) is not None
    if meant is None:
        found = _near_misses(name)
        if not found:
            return None
        value, instead, is_valid = _value(found[0], node)
        is_valid = is_valid and not instead and len(found) == 1
        return Meaning(found[0], is_valid=is_valid, is_spelling=True)
    value, instead, is_valid = _value(meant, node)
    if not is_spelling and (is_absent(node) or not (is_valid or _may_mean(meant, node))):
        return None
    return Meaning(meant, value, instead, is_valid, is_valid, is_spelling)


def _may_mean(field: str, node: yaml.Node) -> bool:
    """Whether a value that is not valid for a field can be meant for it, by another name.

    ``opens: 9:00``, ``closed: on weekends``, ``langue: bilingue`` and ``application link: see
    below`` have a sense of their own.
    """
    if FIELDS[field].is_date:
        return isinstance(node, yaml.ScalarNode) and re.search("[0-9]{4}", node.value) is not None
    return FIELDS[field].read not in (flag, address) and field != "lang"


def _opposite(field: str, node: yaml.Node) -> Meaning | None:
    """Return the meaning of a name such as ``open``; other tools use ``published`` for dates."""
    try:
        value = flag(node)
    except OddError as odd:
        value = odd.value
    if value is None or (field == "draft" and value):
        return None
    return Meaning(field, not value, str(not value).lower(), True, True)


def _value(field: str, node: yaml.Node) -> tuple[Any, str, bool]:
    """Return the value of a field, how to write it if not as it is, and whether it is valid."""
    try:
        value = FIELDS[field].read(node)
        return value, "", field != "lang" or is_tag(str(value))
    except OddError as odd:
        return odd.value, odd.instead, bool(odd.instead)


def _near_misses(name: str) -> list[str]:
    """Return the fields whose names are written much like this one, the nearest first."""
    folded, first = fold(name), fold(_WORD_END.split(name, maxsplit=1)[0])
    if first in _BY_SPELLING and first != folded:
        return []  # a word is added on purpose: `title_fr`, `locationNote`
    # Typing errors are rare in the first letter; `update` does not mean `date`.
    plain = {known: field for known, field in _BY_SPELLING.items() if known[0] == folded[:1]}
    return [plain[known] for known in difflib.get_close_matches(folded, plain, n=2, cutoff=0.8)]


def telling_fields(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the fields that only postings have, as they are written."""
    return tuple(name for name in names if (known := field_spelled(name)) and FIELDS[known].telling)
