"""The words of the package in the language of readers or authors, with dates and sorting."""

from __future__ import annotations

import gettext
import locale as system
import re
import sys
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date

from .languages import locale
from .plain import cut

LOCALE_DIR = Path(__file__).parents[1] / "locale"
CATALOGUE = "sphinxext_jobs"
#: The number of characters to which a message cuts what it quotes.
_QUOTED = 60


def autonym(tag: str) -> str:
    """Return a language's own name for itself, capitalized: Français."""
    found = locale(tag)
    name = (found.get_display_name(found) if found else None) or tag
    return name[:1].upper() + name[1:]


def name_in(tag: str, lang: str) -> str:
    """Return the name of a language in the words of another: anglais."""
    found, speaking = locale(tag), locale(lang)
    return (found and speaking and found.get_display_name(speaking)) or tag


def language_name(tag: str, lang: str, others: Collection[str] = ()) -> str:
    """Return the name of a language in another; of a variety, only if *others* has one as well."""
    known = locale(tag)
    if known is None:
        return tag
    relatives = [each for each in others if (found := locale(each)) and each != tag
                 and found.language == known.language]  # fmt: skip
    return name_in(tag if relatives else known.language, lang)


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


def N_(text: str) -> str:  # noqa: N802  gettext's name for it
    """Mark a text for translation in its declaration; it is translated when it is shown."""
    return text


@cache
def translations(tag: str) -> gettext.NullTranslations:
    """Return the extension's own catalogue in a language; without one, texts stay English.

    Sphinx's own ``get_translation`` knows the build's language only; a French posting
    in an English handbook is French to the last label.
    """
    names = [tag.replace("-", "_"), tag.split("-")[0]]
    return gettext.translation(CATALOGUE, LOCALE_DIR, languages=names, fallback=True)


@cache
def interface_languages() -> tuple[str, ...]:
    """Return the languages in which the interface exists: English, and those of catalogues."""
    return ("en", *sorted(path.parents[1].name for path in LOCALE_DIR.glob("*/LC_MESSAGES/*.mo")))


def translator(tag: str) -> Callable[[str], str]:
    """Return ``gettext`` of the extension's own catalogue in a language."""
    return translations(tag).gettext


def message(text: str) -> str:
    """Translate a text for authors into the language of their terminal, as Sphinx does its own.

    Warnings, reports and the command line are for authors. Texts for readers are in the language
    of the page: see :func:`translator`.
    """
    return _console(_terminal()).gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text for authors that has a number; *count* chooses the form."""
    return _console(_terminal()).ngettext(singular, plural, count)


def and_more(names: str, count: int) -> str:
    """Add to some names the *count* of those that are left out, in the language of the terminal."""
    more = message(N_("{names} and {count} more"))
    return more.format(names=names, count=count) if count > 0 else names


def quoted(text: str) -> str:
    """Return a text as a message quotes it: on one line, not too long, in quotation marks."""
    return message(N_("“{text}”")).format(text=cut(" ".join(text.split("\n")), _QUOTED))


def message_language() -> str:
    """Return the language of the texts for authors: that of the catalogue, or English."""
    return _console(_terminal()).info().get("language", "en").replace("_", "-")


def _terminal() -> str | None:
    """Return the locale of the terminal, if Python knows it."""
    return None if sys.platform == "win32" else system.getlocale(system.LC_MESSAGES)[0]


@cache
def _console(language: str | None) -> gettext.NullTranslations:
    """Return the catalogue of a locale; without one, gettext asks the environment."""
    names = [language] if language else None  # the rule of sphinx.locale.init_console
    return gettext.translation(CATALOGUE, LOCALE_DIR, languages=names, fallback=True)
