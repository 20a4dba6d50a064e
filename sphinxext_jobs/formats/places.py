"""Places of work as authors write them: a town, a country, or anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from ..model.vocabularies import Workplace, folded
from ..text.wording import interface_languages

_IN = r"(?: (?:in|within|across|au|aux|en|dans|a|du|de|the|le|la|les|l|tout))*(?: (?P<area>.+))?"
#: Folded words that mean that people may work anywhere in an area.
_ANYWHERE = re.compile(rf"(?:anywhere|everywhere|worldwide|partout|n importe ou){_IN}")
#: Folded words that mean several places, in a country if they name an area.
_SEVERAL = re.compile(
    r"nationwide|(?:pan )?canada wide|pan ?canadien(?:ne)?|"
    rf"(?:(?:various|multiple|several) locations|(?:divers|plusieurs) (?:lieux|endroits)|"
    rf"across|throughout|a travers|dans){_IN}"
)
#: Folded words of remote work, in a text that is not understood.
_REMOTE = re.compile(r"\b(?:remote\w*|tele ?(?:work|travail|commut)\w*|a distance|a domicile)\b")
_SHORT = {"usa": "US", "us": "US", "uk": "GB", "united states of america": "US"}
#: Codes that are not countries, and a country that has the name of a state.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "GE"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The meaning of a place: its town, its countries (ISO 3166), and how people work there.

    Without a town, it is a whole country, several places or anywhere, or not understood.
    """

    town: str
    countries: tuple[str, ...]
    workplace: tuple[Workplace, ...]
    is_anywhere: bool


@lru_cache(maxsize=1024)
def whereabouts(written: str) -> Whereabouts:
    """Read a place: ``Ottawa``, ``Paris, France``, ``Remote (Canada)``, ``Partout au Canada``."""
    words, others = Workplace.read(written)
    parts = [*others] if words else [part.strip() for part in written.split(",")]
    countries: list[str] = []
    text = folded(" ".join(parts))
    anywhere = _ANYWHERE.fullmatch(text)
    area = anywhere or _SEVERAL.fullmatch(text)
    if area and (anywhere or country_code(area["area"] or "Canada")):
        parts = [*filter(None, [area["area"]])]
    else:
        area = None
    while parts and (country := country_code(parts[-1])):
        countries.insert(0, country)
        parts.pop()
    town = ", ".join(parts) if words or countries else written
    is_town = not area and not _REMOTE.search(folded(town))
    is_anywhere = bool(anywhere and not words)
    return Whereabouts(town if is_town else "", tuple(countries), words, is_anywhere)


def country_code(name: str) -> str:
    """Return the code of a country from its name in a language of the interface; empty if none."""
    text = re.sub("^(?:the|le|la|les|l) ", "", folded(name))
    return _countries().get(text, "")


def country_name(code: str) -> str:
    """Return the name of a country in English, as search engines expect it, or *code* as it is."""
    return Locale("en").territories.get(code) or code


@cache
def _countries() -> dict[str, str]:
    found = {
        folded(name): code
        for lang in interface_languages()
        for code, name in Locale.parse(lang, sep="-").territories.items()
        if code.isalpha() and code not in _NOT_COUNTRIES
    }
    return found | _SHORT
