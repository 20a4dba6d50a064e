"""Places of work as authors write them: a town, a country, or anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..model.vocabularies import Workplace, folded
from .areas import area_code, country_of

_IN = r"(?: (?:in|within|across|au|aux|en|dans|a|du|de|the|le|la|les|l|tout))*(?: (?P<area>.+))?"
#: Folded words that mean that people may work anywhere in an area.
_ANYWHERE = re.compile(
    r"(?:work(?:ing)? from |travail(?:ler|lez)? d )?"
    rf"(?:anywhere|everywhere|worldwide|partout|n importe ou){_IN}"
)
#: Folded words that mean several places, in a country if they name an area, or none yet.
_SEVERAL = re.compile(
    r"nationwide|(?:pan )?canada wide|pan ?canadien(?:ne)?|various|multiple|several|divers|"
    r"tb[acd]|to be (?:announced|confirmed|determined|decided|discussed)|flexible|n a|"
    r"a (?:confirmer|determiner|discuter|preciser|venir)|"
    rf"(?:(?:various|multiple|several) locations|(?:divers|plusieurs) (?:lieux|endroits|"
    rf"emplacements)|across|throughout|a travers|dans){_IN}"
)
#: Folded words of remote work, in a text that is not understood.
_REMOTE = re.compile(r"\b(?:remote\w*|tele ?(?:work|travail|commut)\w*|a distance|a domicile)\b")
#: A way to work, and the area or the place in which.
_HOW = re.compile(
    r"(?P<at>.+?)[ ,]+(?P<anywhere>(?:anywhere|partout)\b.*)"
    r"|(?P<how>.+?)[ ,]+(?:in|within|from|across|throughout|au|aux|en|dans)\b(?P<where>.*)",
    re.IGNORECASE,
)
_OR = re.compile(r"(?: +(?:or|ou) +| *[/;|] *)(?![^(]*\))", re.IGNORECASE)
_IN_AREA = re.compile("(?:in|au) ", re.IGNORECASE)
#: The names of these areas are, alone, those of towns.
_TOWNS = frozenset({"CA-QC", "US-NY", "US-WA"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The meaning of a place: its town, its areas (ISO 3166), and how people work there.

    Without a town, it is a whole area, several places or anywhere, or not understood. The areas of
    a town are its region and its country.
    """

    town: str
    areas: tuple[str, ...]
    workplace: tuple[Workplace, ...]
    is_anywhere: bool

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the areas."""
        return tuple(dict.fromkeys(filter(None, map(country_of, self.areas))))

    @property
    def region(self) -> str:
        """The letters of the only province or state; empty if there is none."""
        regions = [code.partition("-")[2] for code in self.areas if "-" in code]
        return regions[0] if len(regions) == 1 else ""


def places_in(written: str) -> list[str]:
    """Return the places between which a text offers a choice: ``Ottawa or Gatineau``."""
    parts = _OR.split(written)
    is_one = Workplace.words_in(written) or min(map(len, parts)) < 3
    return [written] if is_one else parts


@lru_cache(maxsize=1024)
def whereabouts(written: str, home: str = "") -> Whereabouts:
    """Read a place: ``Ottawa, ON``, ``Paris, France``, ``Remote (Canada)``, ``Partout au Canada``.

    *home* is the country of the organization, whose names of regions are used.
    """
    words, others = _read(written)
    parts = [*others] if words else [p.strip() for p in re.split("[,()]", written) if p.strip()]
    text = folded(" ".join(parts))
    anywhere = _ANYWHERE.fullmatch(text)
    several = anywhere or _SEVERAL.fullmatch(text)
    within = _areas(several["area"] or "", home) if several else []
    if several and (anywhere or within or not several["area"]):
        return Whereabouts("", tuple(filter(None, within)), words, bool(anywhere and not words))
    first = re.split(r"[,(:;\u2013\u2014]|\s-\s|\b(?:in|au|en|dans)\b", written, maxsplit=1)[0]
    if words == (Workplace.REMOTE,) and _is_way(first):
        # The rest limits from where people may work; it is not where the work is done.
        limits = filter(None, (area_code(part, home) for part in parts))
        return Whereabouts("", tuple(dict.fromkeys(limits)), words, False)
    areas = _pop_areas(parts, home)
    town = ", ".join(p for p in parts if not _REMOTE.search(folded(p)))
    if not (words or areas) and town == ", ".join(parts):
        town = written
    return Whereabouts(town, areas, words, False)


def _read(written: str) -> tuple[tuple[Workplace, ...], tuple[str, ...]]:
    """Return the ways to work in a text, and its other parts."""
    words, others = Workplace.read(written)
    found = _HOW.fullmatch(written)
    if words or not found:
        return words, others
    how, where = found["how"] or found["at"], found["where"] or found["anywhere"]
    return Workplace.read(f"{how}, {where}") if _is_way(how) else (words, others)


def _is_way(text: str) -> bool:
    """Whether a text says how people work, and nothing else."""
    words, others = Workplace.read(text)
    return bool(words) and not others


def _areas(text: str, home: str) -> list[str]:
    """Return the codes of the areas in a folded text; none if it has anything else."""
    names = re.split(r" (?:or|ou|and|et) ", text)
    codes = [area_code(name.upper() if len(name) == 2 else name, home) for name in names]
    return codes if all(codes) else [code for code in [area_code(text, home)] if code]


def _pop_areas(parts: list[str], home: str) -> tuple[str, ...]:
    """Take the country and the region off the end of the parts of a place."""
    found: list[str] = []
    while parts and (code := area_code(parts[-1], home)) and "-" not in code:
        found.insert(0, code)
        parts.pop()
    home = found[0] if found else home
    # The letters of a region may follow the town without a comma.
    if len(parts) == 1 and (letters := re.fullmatch(r"(.*[^\W\d]) ([A-Z]{2})", parts[0])):
        parts[:] = letters.groups() if area_code(letters[2], home) else parts
    code = area_code(parts[-1], home) if parts else ""
    is_town = len(parts) == 1 and code in _TOWNS and not found and not _IN_AREA.match(parts[0])
    is_several = any("-" in area_code(part, home) for part in parts[1:-1])
    if "-" in code and not is_town and not is_several:
        found.insert(0, code)
        parts.pop()
    return tuple(found)
