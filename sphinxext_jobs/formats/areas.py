"""Areas that people may work from: countries, provinces and states, continents; by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.languages import get_official_languages

from ..model.vocabularies import folded
from ..text.wording import interface_languages

#: The provinces, territories and states by their codes (ISO 3166-2), with their names in English
#: and, if it is another one, in French. Babel does not have them.
_REGIONS = {
    "CA": """
        AB Alberta
        BC British Columbia, Colombie-Britannique, B.C., C.-B.
        MB Manitoba
        NB New Brunswick, Nouveau-Brunswick, N.B., N.-B.
        NL Newfoundland and Labrador, Terre-Neuve-et-Labrador, T.-N.-L., Newfoundland, Terre-Neuve
        NS Nova Scotia, Nouvelle-Écosse, N.S., N.-É.
        NT Northwest Territories, Territoires du Nord-Ouest, N.W.T., T.N.-O.
        NU Nunavut
        ON Ontario, Ont.
        PE Prince Edward Island, Île-du-Prince-Édouard, P.E.I., Î.-P.-É., PEI
        QC Québec, Que., Qc, P.Q.
        SK Saskatchewan, Sask.
        YT Yukon
    """,
    "US": """
        AL Alabama
        AK Alaska
        AZ Arizona
        AR Arkansas
        CA California, Californie
        CO Colorado
        CT Connecticut
        DE Delaware
        DC District of Columbia, District de Columbia, D.C.
        FL Florida, Floride
        GA Georgia, Géorgie
        HI Hawaii, Hawaï
        ID Idaho
        IL Illinois
        IN Indiana
        IA Iowa
        KS Kansas
        KY Kentucky
        LA Louisiana, Louisiane
        ME Maine
        MD Maryland
        MA Massachusetts
        MI Michigan
        MN Minnesota
        MS Mississippi
        MO Missouri
        MT Montana
        NE Nebraska
        NV Nevada
        NH New Hampshire
        NJ New Jersey
        NM New Mexico, Nouveau-Mexique
        NY New York
        NC North Carolina, Caroline du Nord
        ND North Dakota, Dakota du Nord
        OH Ohio
        OK Oklahoma
        OR Oregon
        PA Pennsylvania, Pennsylvanie
        RI Rhode Island
        SC South Carolina, Caroline du Sud
        SD South Dakota, Dakota du Sud
        TN Tennessee
        TX Texas
        UT Utah
        VT Vermont
        VA Virginia, Virginie
        WA Washington
        WV West Virginia, Virginie-Occidentale
        WI Wisconsin
        WY Wyoming
    """,
    "GB": """
        ENG England, Angleterre
        NIR Northern Ireland, Irlande du Nord
        SCT Scotland, Écosse
        WLS Wales, Pays de Galles
    """,
}
#: The countries in which all people know the letters of provinces and states, and some of those in
#: which two letters are those of another province.
_AMERICA = frozenset({"CA", "US"})
_OWN_LETTERS = frozenset({"AU", "BR", "CH", "ES", "IN", "IT", "MX", "MY"})
_SHORT = {
    "usa": "US", "us": "US", "u s": "US", "u s a": "US", "united states of america": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "grande bretagne": "GB",
}  # fmt: skip
#: The languages in which some countries call themselves, besides those of the interface.
_OWN_LANGUAGES = ("de", "es", "it", "nl", "pt")
#: Codes of Babel that are not countries, and the world, which is no limit.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB"})
_NOT_GROUPS = frozenset({"001", "EZ", "UN", "QO", "XA", "XB"})
_BEFORE = re.compile(
    "^(?:(?:in|au|aux|en|a|the|le|la|les|l|toute?|(?:province|state|etat) (?:of|d[eu]?)) )+"
)
_AFTER = re.compile(
    r"[ ,]+(?:only|seulement|uniquement|enti[eè]re?|m[eé]tropolitaine)$|[ -]+wide$", re.IGNORECASE
)


def country_code(name: str) -> str:
    """Return the code of a country from its name in a language of the interface; empty if none.

    Georgia may be the state.
    """
    code = _names().countries.get(_BEFORE.sub("", folded(name)), "")
    return "" if code == "GE" else code


def area_code(name: str, home: str = "") -> str:
    """Return the code of a country, a province, a state or a continent; empty if none.

    *home* is the country in which names are used: see ``is_ambiguous``.
    """
    written = _AFTER.sub("", name.strip(" ."))
    names = _names()
    if re.fullmatch("[A-Z]{2}", written) and (codes := _codes_of(written, home)):
        return codes[0] if len(codes) == 1 else ""
    text = _BEFORE.sub("", folded(written))
    if is_ambiguous(written, home):
        return ""
    return names.regions.get(text) or country_code(written) or names.groups.get(text, "")


def is_ambiguous(name: str, home: str) -> bool:
    """Whether a name means a state, or a country far from it, and *home* does not say which.

    ``GA`` is the state in North America. ``CA`` is the state in the United States, but in Canada it
    may be either. Georgia is the state in the United States only.
    """
    if re.fullmatch("[A-Z]{2}", name):
        return len(_codes_of(name, home)) > 1
    text = _BEFORE.sub("", folded(name))
    return text in _names().countries and text in _names().regions and home != "US"


def _codes_of(letters: str, home: str) -> list[str]:
    """Return the codes of a state and of a country that two letters may mean."""
    names = _names()
    state = names.letters.get(letters, "")
    country = letters if letters in names.countries.values() else ""
    if home in _OWN_LETTERS or (letters == home and home not in _AMERICA):
        return [home] if letters == home else []
    if home in _AMERICA and state and (state != "US-CA" or home == "US"):
        return [state]
    return [*filter(None, [state, country])]


def country_of(code: str) -> str:
    """Return the code of the country of an area; empty if it has several."""
    country = code.partition("-")[0]
    return country if country.isalpha() and country not in _NOT_COUNTRIES else ""


def area(code: str) -> dict[str, str]:
    """Return an area as search engines expect it, with its name in English.

    Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting.
    """
    country = code.partition("-")[0]
    name = Locale("en").territories.get(country) or country
    if region := _names().english.get(code):
        return {"@type": "State", "name": f"{region}, {name}"}
    return {"@type": "Country" if country_of(code) else "AdministrativeArea", "name": name}


@dataclass(frozen=True, slots=True)
class _Names:
    """The codes of countries, of groups of countries and of regions by their folded names.

    Those of regions are also by their letters; and the names of regions by their codes.
    """

    countries: dict[str, str]
    groups: dict[str, str]
    regions: dict[str, str]
    letters: dict[str, str]
    english: dict[str, str]


@cache
def _names() -> _Names:
    territories = [
        (folded(written), code)
        for lang in interface_languages()
        for code, name in Locale.parse(lang, sep="-").territories.items()
        for written in (name, name.replace("&", "and"))
    ]
    lines = [
        (f"{country}-{letters}", names.split(", "))
        for country, text in _REGIONS.items()
        for letters, _, names in (line.strip().partition(" ") for line in text.splitlines())
        if letters
    ]
    territories += [
        (folded(name), code)
        for lang in _OWN_LANGUAGES
        for code, name in Locale(lang).territories.items()
        if code.isalpha() and lang in get_official_languages(code)
    ]
    return _Names(
        {n: c for n, c in territories if c.isalpha() and c not in _NOT_COUNTRIES} | _SHORT,
        {n: c for n, c in territories if not country_of(c) and c not in _NOT_GROUPS}
        | {"eu": "EU", "ue": "EU"},
        {folded(name): code for code, names in lines for name in names},
        {code.partition("-")[2]: code for code, _names in lines if code[:2] in _AMERICA},
        {code: names[0] for code, names in lines},
    )
