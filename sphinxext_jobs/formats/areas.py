"""Areas that people may work from: countries, provinces and states, continents; by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

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
        PE Prince Edward Island, Île-du-Prince-Édouard, P.E.I., Î.-P.-É.
        QC Québec, Que., Qc
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
}
_SHORT = {"usa": "US", "us": "US", "uk": "GB", "united states of america": "US"}
#: Codes of Babel that are not countries, and the world, which is no limit.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB"})
_NOT_GROUPS = frozenset({"001", "EZ", "UN", "QO", "XA", "XB"})
_BEFORE = re.compile("^(?:(?:in|au|aux|en|a|the|le|la|les|l) )+")
_ONLY = re.compile(r"[ ,]+(?:only|seulement|uniquement)$", re.IGNORECASE)


def country_code(name: str) -> str:
    """Return the code of a country from its name in a language of the interface; empty if none.

    Georgia may be the state.
    """
    code = _names().countries.get(_BEFORE.sub("", folded(name)), "")
    return "" if code == "GE" else code


def area_code(name: str, home: str = "") -> str:
    """Return the code of a country, a province, a state or a continent; empty if none.

    *home* is the country in which names are used: where it is not in North America, the letters of
    many states mean countries. ``CA`` is Canada, or California in the United States.
    """
    written = _ONLY.sub("", name.strip(" ."))
    names = _names()
    if re.fullmatch("[A-Z]{2}", written) and (code := names.letters.get(written)):
        if code == "US-CA" and home != "US":
            return ""
        return code if home in _REGIONS or written not in names.countries.values() else ""
    text = _BEFORE.sub("", folded(written))
    if text in names.countries and text in names.regions and home != "US":
        return ""
    return names.regions.get(text) or country_code(written) or names.groups.get(text, "")


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
        (folded(name), code)
        for lang in interface_languages()
        for code, name in Locale.parse(lang, sep="-").territories.items()
    ]
    lines = [
        (f"{country}-{letters}", names.split(", "))
        for country, text in _REGIONS.items()
        for letters, _, names in (line.strip().partition(" ") for line in text.splitlines())
        if letters
    ]
    return _Names(
        {n: c for n, c in territories if c.isalpha() and c not in _NOT_COUNTRIES} | _SHORT,
        {n: c for n, c in territories if not country_of(c) and c not in _NOT_GROUPS}
        | {"eu": "EU", "ue": "EU"},
        {folded(name): code for code, names in lines for name in names},
        {code.partition("-")[2]: code for code, _names in lines},
        {code: names[0] for code, names in lines},
    )
