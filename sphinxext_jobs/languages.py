"""Language tags: which language a file is in, and how that language sorts and is named."""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path, PurePath

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date

LOCALE_DIR = Path(__file__).parent / "locale"
CATALOGUE = "sphinxext_jobs"
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def normalize(tag: str) -> str:
    """Write a language tag as BCP 47 recommends: ``fr_ca`` becomes ``fr-CA``."""
    primary, *rest = re.split("[-_]", tag.strip())
    parts = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()
        for part in rest
    ]
    return "-".join([primary.lower(), *parts])


def is_tag(text: str) -> bool:
    """Whether *text* is written as a language tag is; ``Français`` is not."""
    return _TAG.fullmatch(text) is not None


def matches(tag: str, range_: str) -> bool:
    """Whether *tag* is in a language range (RFC 4647, basic filtering): fr-CA is in fr."""
    tag, range_ = tag.lower(), range_.lower()
    return tag == range_ or tag.startswith(range_ + "-")


@cache
def locale(tag: str) -> Locale | None:
    """Return Babel's locale of a tag, or of the language it belongs to; None if unknown."""
    if not _TAG.fullmatch(tag):
        return None
    for candidate in (tag, re.split("[-_]", tag)[0]):
        try:
            return Locale.parse(normalize(candidate), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def with_territory(tag: str) -> str:
    """Write a tag as Open Graph wants it, ``fr_FR``: its own territory, else the likely one."""
    found = locale(tag)
    if found is None:
        return tag.replace("-", "_")
    likely: Mapping[str, str] = get_global("likely_subtags")
    named = "_".join(filter(None, (found.language, found.script)))
    territory = found.territory or likely.get(named, likely.get(found.language, "_")).split("_")[-1]
    return "_".join(filter(None, (found.language, territory)))


@cache
def _is_language(name: str, languages: tuple[str, ...]) -> bool:
    if not _TAG.fullmatch(name) or not (languages or name == name.lower() or "-" in name):
        return False
    if languages:
        tag = normalize(name)
        return any(matches(tag, known) or matches(known, tag) for known in languages)
    try:
        Locale.parse(normalize(name), sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def detect(path: PurePath, languages: Iterable[str] = ()) -> str | None:
    """Tell a file's language from its name: ``name.fr.md``, else the nearest folder ``fr/``.

    *languages* are the tags to look for; without any, whatever Babel knows as a language.
    """
    known = tuple(map(normalize, languages))
    suffix = PurePath(path.stem).suffix[1:]
    for name in (suffix, *reversed(path.parent.parts)):
        if name and _is_language(name, known):
            return normalize(name)
    return None


def autonym(tag: str) -> str:
    """Return a language's own name for itself, capitalised: Français."""
    found = locale(tag)
    name = (found.get_display_name(found) if found else None) or tag
    return name[:1].upper() + name[1:]


def best(tags: Iterable[str], wanted: str) -> str | None:
    """Choose among *tags* the one that serves a reader of *wanted*: fr-CA, fr, then fr-FR."""
    candidates = list(tags)
    primary = wanted.split("-")[0]
    for test in (
        lambda tag: tag == wanted,
        lambda tag: tag == primary,
        lambda tag: matches(tag, primary),
    ):
        for tag in candidates:
            if test(tag):
                return tag
    return None


def nearest(tags: Iterable[str], wanted: str, order: Iterable[str]) -> str:
    """Choose among *tags* the one for a site in *wanted*; else by *order*, else any."""
    candidates = sorted(tags)
    found = (best(candidates, lang) for lang in (wanted, *order))
    return next(filter(None, found), candidates[0])


def name_in(tag: str, lang: str) -> str:
    """Return the name of a language in the words of another: anglais."""
    found, speaking = locale(tag), locale(lang)
    return (found and speaking and found.get_display_name(speaking)) or tag


def long_date(day: date, tag: str) -> str:
    """Write a day out in a language: 3 mars 2026, 1er mars 2026."""
    found = locale(tag) or Locale("en")
    written = format_date(day, format="long", locale=found)
    # CLDR's pattern cannot say that French counts the first day with an ordinal.
    return re.sub(r"^1 ", "1er ", written) if found.language == "fr" else written


def collation_key(text: str) -> tuple[str, str, str]:
    """Sort as English and French dictionaries do: letters first, then accents, then case."""
    folded = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", folded)
    letters = "".join(c for c in decomposed if c.isalnum() or c.isspace())
    return " ".join(letters.split()), decomposed, text


@cache
def translator(tag: str) -> Callable[[str], str]:
    """Return ``gettext`` of the extension's own catalogue in a language, else English.

    Sphinx's own ``get_translation`` knows the build's language only; a French posting
    in an English handbook is French to the last label.
    """
    names = [tag.replace("-", "_"), tag.split("-")[0]]
    return gettext.translation(CATALOGUE, LOCALE_DIR, languages=names, fallback=True).gettext
