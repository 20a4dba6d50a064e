"""Places of work as authors write them: a town, a country, or anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..model.vocabularies import Workplace, folded
from .areas import area_code, country_of, is_ambiguous
from .postal import pop_postcode, pop_street

_IN = r"(?: (?:in|within|across|au|aux|en|dans|a|du|de|the|le|la|les|l|toute?))*(?: (?P<area>.+))?"
#: Folded words that mean that people may work anywhere in an area.
_ANYWHERE = re.compile(
    r"(?:work(?:ing)? from |travail(?:ler|lez)? d )?"
    rf"(?:anywhere|everywhere|worldwide|global(?:ly)?|partout|n importe ou){_IN}"
)
#: Folded words that mean several places, in a country if they name an area, or no place yet.
_SEVERAL = re.compile(
    r"(?:nation|country) ?wide|pan canada wide|pan ?canadien(?:ne)?|various|multiple|"
    r"several|divers|national(?:e)?|distributed|tb[acd]|n a|s o|none|aucune?|sans objet|"
    r"not applicable|a (?:confirmer|determiner|discuter|preciser|venir)|au choix|"
    r"to be (?:announced|confirmed|determined|decided|discussed)|emea|latam|apac|dach|"
    r"(?:flexible|lieu flexible|flexible location|flexible working)|"
    r"(?:head|main|our) office|headquarters|siege(?: social)?|bureau principal|"
    rf"(?:(?:various|multiple|several) locations|(?:divers|plusieurs) (?:lieux|endroits|"
    rf"emplacements)|across|throughout|a travers|dans|toute?){_IN}|"
)
#: Folded words of remote work, in a text that is not understood.
_REMOTE = re.compile(r"\b(?:remote\w*|tele ?(?:work|travail|commut)\w*|a distance|a domicile)\b")
#: A way to work, and the area or the place in which.
_HOW = re.compile(
    r"(?P<at>.+?)[ ,]+(?P<anywhere>(?:anywhere|partout|n[’' ]importe où)\b.*)"
    r"|(?P<how>.+?)[ ,]+(?:in|within|from|across|throughout|au|aux|en|dans|depuis|"
    r"à(?: partir d[eu])?)\b(?P<where>.*)",
    re.IGNORECASE,
)
#: The words before the area in which applicants must live.
_LIVING = re.compile(
    r".*\b(?:must|based|located|reside|live|résid\w+|habit\w+|situé\w*)\b.*?"
    r"\b(?:in|within|au|aux|en|dans)\b",
    re.IGNORECASE,
)
_OR = re.compile(r"(?: +(?:or|ou) +| *[/;|] *)(?![^(]*\))", re.IGNORECASE)
#: The last part of ``2 days/week``.
_UNIT = re.compile(r"day|jour|week|semaine|sem|month|mois|year|an|hours?|h")
_AND = re.compile(r" +(?:and|et|&) +(?![^(]*\))")
_IN_AREA = re.compile("(?:in|au|(?:province|state) (?:of|de)) ", re.IGNORECASE)
_OFFICE = re.compile(r"(?:bureaux?|offices?) (?:de |d[’']|à |in |of )| offices?$", re.IGNORECASE)
#: The names of these areas are, alone, those of towns.
_TOWNS = frozenset({"CA-QC", "US-NY", "US-WA"})
#: A longer text is not a way to work and an area alone.
_MOST_WORDS = 8
#: A longer text is not the name of a place.
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The meaning of a place: its town, its areas (ISO 3166), and how people work there.

    Without a town, it is a whole area, several places or anywhere, or not understood. The areas of
    a town are its region and its country. The country of a place *is_unclear* if its author names
    it in letters or words that have another meaning, too.
    """

    town: str = ""
    areas: tuple[str, ...] = ()
    workplace: tuple[Workplace, ...] = ()
    is_anywhere: bool = False
    is_unclear: bool = False
    street: str = ""
    postcode: str = ""

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the areas."""
        return tuple(dict.fromkeys(filter(None, map(country_of, self.areas))))

    @property
    def region(self) -> str:
        """The letters of the only province or state; empty if there is none."""
        regions = [code.partition("-")[2] for code in self.areas if "-" in code]
        return regions[0] if len(regions) == 1 else ""


def places_in(written: str, home: str = "") -> list[str]:
    """Return the places of which a text is a list: ``Ottawa or Gatineau``."""
    if len(written) > _LONGEST:
        return [written]
    parts = _OR.split(written)
    is_one = _read(written, home)[0] or min(map(len, parts)) < 3
    is_one = is_one or any(_UNIT.fullmatch(folded(part)) for part in parts)
    if is_one or any(map(_is_way, parts)):
        return [written] if is_one else parts
    if "," in parts[0] and not any("," in part for part in parts[1:]):
        towns = re.split(", *", parts[0])
        if len(parts) > 1 and not any(area_code(town, home) for town in towns):
            return towns + parts[1:]
    return [place for part in parts for place in _both(part, home)]


def _both(text: str, home: str) -> list[str]:
    """Return the two places of a text that are written alike: ``Calgary, AB and Edmonton, AB``."""
    found = _AND.split(text)
    alike = {len(re.findall("[,(]", part)) for part in found}
    is_list = len(found) == 2 and len(alike) == 1 and all(p[:1].isupper() for p in found)
    is_list = is_list and not re.search(r"\d", text) and not area_code(text, home)
    return found if is_list else [text]


@lru_cache(maxsize=1024)
def whereabouts(written: str, home: str = "") -> Whereabouts:
    """Read a place: ``Ottawa, ON``, ``Paris, France``, ``Remote (Canada)``, ``Partout au Canada``.

    *home* is the country of the organization, whose names of regions are used.
    """
    if len(written) > _LONGEST:
        return Whereabouts(town=written)
    words, others = _read(written, home)
    parts = [*others] if words else [p.strip() for p in re.split("[,()]", written) if p.strip()]
    text = folded(" ".join(parts))
    anywhere = _ANYWHERE.fullmatch(text)
    several = anywhere or _SEVERAL.fullmatch(text)
    within = _areas(several["area"] or "", home) if several else []
    if several and (anywhere or within or not several["area"]):
        areas = tuple(filter(None, within))
        return Whereabouts(areas=areas, workplace=words, is_anywhere=bool(anywhere and not words))
    first = re.split(r"[,(:;\u2013\u2014]|\s-\s", written, maxsplit=1)[0]
    found = _HOW.fullmatch(first)
    how = found and (found["how"] or found["at"])
    if words == (Workplace.REMOTE,) and (_is_way(first) or _is_way(how or "")):
        # The rest limits from where people may work; it is not where the work is done.
        return Whereabouts(areas=_limits(parts, home), workplace=words)
    return _town(written, parts, words, home)


def _town(written: str, parts: list[str], words: tuple[Workplace, ...], home: str) -> Whereabouts:
    """Read the parts of a place that is not remote, and their whole text."""
    before, remote = ", ".join(parts), [p for p in parts if _REMOTE.search(folded(p))]
    # “Remote (2 days)”: the rest is not a town.
    parts = [p for p in parts if p not in remote and not (remote and re.search(r"\d", p))]
    street = pop_street(parts)
    postcode = pop_postcode(parts)
    found = _pop_countries(parts, home)
    postcode = pop_postcode(parts) or postcode
    found = _pop_region(parts, found, home) + found
    is_unclear = bool(parts) and not found and is_ambiguous(parts[-1], home)
    town = ", ".join(parts)
    if not words and town == before:
        town = written
    return Whereabouts(
        town=_OFFICE.sub("", town), areas=found, workplace=words, street=street, postcode=postcode,
        is_unclear=is_unclear or len({*map(country_of, found)}) > 1,
    )  # fmt: skip


def _read(written: str, home: str) -> tuple[tuple[Workplace, ...], tuple[str, ...]]:
    """Return the ways to work in a text, and its other parts."""
    words, others = Workplace.read(written)
    if words:
        return words, others
    if found := _HOW.fullmatch(written):
        how, where = found["how"] or found["at"], found["where"] or found["anywhere"]
        return Workplace.read(f"{how}, {where}") if _is_way(how) else (words, others)
    tokens = written.split()
    for at in range(1, len(tokens) if len(tokens) <= _MOST_WORDS else 1):
        one, other = " ".join(tokens[:at]), " ".join(tokens[at:])
        for how, where in ((one, other), (other, one)):
            if _is_way(how) and _is_area(where, home):
                return Workplace.read(f"{how}, {where}")
    return words, others


def _is_way(text: str) -> bool:
    """Whether a text says how people work, and nothing else."""
    words, others = Workplace.read(text)
    return bool(words) and not others


def _is_area(text: str, home: str) -> bool:
    """Whether a text names areas; other two letters than those of the largest may be a word."""
    names = re.split(r" (?:or|ou|and|et|&) ", text)
    are_words = any(len(folded(n)) == 2 and n not in ("US", "UK", "EU", "UE") for n in names)
    return not are_words and all(area_code(name, home) for name in names)


def _areas(text: str, home: str) -> list[str]:
    """Return the codes of the areas in a folded text; none if it has anything else."""
    names = re.split(r" (?:or|ou|and|et) ", text)
    codes = [area_code(name.upper() if len(name) == 2 else name, home) for name in names]
    return codes if all(codes) else [code for code in [area_code(text, home)] if code]


def _limits(parts: list[str], home: str) -> tuple[str, ...]:
    """Return the areas that the parts of a remote job's place name; of a town, its country."""
    codes = [area_code(_LIVING.sub("", part), home) for part in parts]
    found = [
        country_of(code) if "-" in code and n and not codes[n - 1] else code
        for n, code in enumerate(codes)
    ]
    # “Ontario, Canada” is one area.
    known = dict.fromkeys(filter(None, found))
    return tuple(c for c in known if not any(other.startswith(f"{c}-") for other in known))


def _pop_countries(parts: list[str], home: str) -> tuple[str, ...]:
    """Take the countries off the end of the parts of a place."""
    found: list[str] = []
    while parts and (code := area_code(parts[-1], home)) and "-" not in code:
        found.insert(0, code)
        parts.pop()
    return tuple(found)


def _pop_region(parts: list[str], countries: tuple[str, ...], home: str) -> tuple[str, ...]:
    """Take the region off the end of the parts of a place in these countries.

    If it is a town, too, only its country is returned.
    """
    home = countries[0] if countries else home
    # The letters of a region may follow the town without a comma.
    if len(parts) == 1 and (letters := re.fullmatch(r"(.*[^\W\d]) ([A-Z]{2}|Qc)", parts[0])):
        parts[:] = letters.groups() if "-" in area_code(letters[2], home) else parts
    code = area_code(parts[-1], home) if parts else ""
    is_several = any("-" in area_code(part, home) for part in parts[1:-1])
    if "-" not in code or is_several:
        return ()
    is_town = len(parts) == 1 and code in _TOWNS and not countries
    if is_town and len(parts[0]) > 2 and not _IN_AREA.match(parts[0]):
        return (country_of(code),)
    parts.pop()
    return (code,)
