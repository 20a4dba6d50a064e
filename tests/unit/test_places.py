"""Places as people write them, in English and French, and how structured data has them."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext_jobs.formats.places import places_in, whereabouts

from .test_structured import FERRIES, Organization, made

#: The locality, the country and the region of each place; the areas of applicants, if the job is
#: remote: countries, or ``State`` and ``AdministrativeArea`` after a colon.
Expected = tuple[str | None, ...] | list[str]
LOCATIONS: dict[str, Expected] = {
    "Ottawa": ("Ottawa", "CA"),
    "Ottawa, Ontario": ("Ottawa", "CA", "ON"),
    "Ottawa, ON, Canada": ("Ottawa", "CA", "ON"),
    "Ottawa ON": ("Ottawa", "CA", "ON"),
    "Montréal (Québec)": ("Montréal", "CA", "QC"),
    "Montréal (Qc)": ("Montréal", "CA", "QC"),
    "St. John’s, NL": ("St. John’s", "CA", "NL"),
    "Victoria, C.-B.": ("Victoria", "CA", "BC"),
    "London, ON": ("London", "CA", "ON"),
    "Québec": ("Québec", "CA"),
    "Québec (Québec)": ("Québec", "CA", "QC"),
    "New York, NY": ("New York", "US", "NY"),
    "Boston, MA": ("Boston", "US", "MA"),
    "Washington, D.C., USA": ("Washington", "US", "DC"),
    "Atlanta, Georgia, USA": ("Atlanta", "US", "GA"),
    "London, England": ("London", "GB", "ENG"),
    "Edinburgh (Écosse)": ("Edinburgh", "GB", "SCT"),
    "Berlin, Deutschland": ("Berlin", "DE"),
    "Sevilla, España": ("Sevilla", "ES"),
    "Paris, FR": ("Paris", "FR"),
    "Charlottetown, PEI": ("Charlottetown", "CA", "PE"),
    "Montréal Qc": ("Montréal", "CA", "QC"),
    "Montréal, P.Q.": ("Montréal", "CA", "QC"),
    # Towns and regions of the same name, in one country
    "New York": ("New York", "US"),
    "Washington": ("Washington", "US"),
    "Ottawa IT": ("Ottawa IT", "CA"),
    "Ottawa, Toronto, Montréal": ("Ottawa, Toronto, Montréal", "CA"),
    "Gatineau, QC, Ottawa, ON": ("Gatineau, QC, Ottawa, ON", "CA"),
    "Across the river": ("Across the river", "CA"),
    "Bureau de Montréal": ("Montréal", "CA"),
    "Montreal office": ("Montreal", "CA"),
    "Ottawa, Canada": ("Ottawa", "CA"),
    "Paris, France": ("Paris", "FR"),
    "Lebanon, New Hampshire": ("Lebanon", "US", "NH"),
    "Hybrid – Ottawa": ("Ottawa", "CA"),
    "Ottawa (hybride)": ("Ottawa", "CA"),
    "Hybride à Halifax": ("Halifax", "CA"),
    "Remote-first, Halifax": ("Halifax", "CA"),
    "On-site in Halifax": ("Halifax", "CA"),
    "Toronto (remote possible)": ("Toronto", "CA"),
    "Gatineau (2 days a week)": ("Gatineau (2 days a week)", "CA"),
    # A province, without a locality
    "Alberta": (None, "CA", "AB"),
    "QC": (None, "CA", "QC"),
    "Province of Québec": (None, "CA", "QC"),
    "Province de Québec": (None, "CA", "QC"),
    "Scotland": (None, "GB", "SCT"),
    "Au Québec": (None, "CA", "QC"),
    "Across Ontario": (None, "CA", "ON"),
    # A country, without a locality
    "Canada": (None, "CA"),
    "Le Canada": (None, "CA"),
    "United States": (None, "US"),
    "États-Unis": (None, "US"),
    "Across Canada": (None, "CA"),
    "Partial telework": (None, "CA"),
    "Dans tout le Canada": (None, "CA"),
    "Various locations": (None, "CA"),
    "Télétravail partiel": (None, "CA"),
    "Remote-first": (None, "CA"),
    "Various": (None, "CA"),
    "Plusieurs emplacements": (None, "CA"),
    "U.S.": (None, "US"),
    "UK-wide": (None, "GB"),
    "Great Britain": (None, "GB"),
    "Toute la France": (None, "FR"),
    "France entière": (None, "FR"),
    "Canada (not remote)": (None, "CA"),
    # Words that say how or when, and not where
    "Head office": (None, "CA"),
    "Siège social": (None, "CA"),
    "Flexible location": (None, "CA"),
    "Au choix": (None, "CA"),
    "Distributed": (None, "CA"),
    "EMEA": (None, "CA"),
    "Not applicable": (None, "CA"),
    "Sans objet": (None, "CA"),
    "–": (None, "CA"),
    "Remote OK": (None, "CA"),
    "Remote (2 days)": (None, "CA"),
    "Remote: 2 days/week": (None, "CA"),
    "Télétravail 2 j/semaine": (None, "CA"),
    "Remote (ET ± 3 hours)": (None, "CA"),
    "TBD": (None, "CA"),
    "À déterminer": (None, "CA"),
    # Anywhere
    "Remote": ["Canada"],
    "À distance": ["Canada"],
    "Télétravail": ["Canada"],
    "Work from home": ["Canada"],
    "Anywhere": ["Canada"],
    "Partout": ["Canada"],
    "N’importe où": ["Canada"],
    "Anywhere in Canada": ["Canada"],
    "Partout au Canada": ["Canada"],
    "Remote (Canada)": ["Canada"],
    "À distance (Canada)": ["Canada"],
    "Anywhere in the US": ["United States"],
    "Remote - USA": ["United States"],
    "À distance (États-Unis)": ["United States"],
    "Remote (Canada or France)": ["Canada", "France"],
    "Remote in Canada": ["Canada"],
    "Fully remote within Canada": ["Canada"],
    "Remote, Canada only": ["Canada"],
    "Télétravail partout au Canada": ["Canada"],
    "Work from anywhere": ["Canada"],
    "Remote (worldwide)": ["Canada"],
    "Global": ["Canada"],
    "Virtual": ["Canada"],
    "Remote Canada": ["Canada"],
    "US Remote": ["United States"],
    "Remote (U.S.)": ["United States"],
    "U.S. remote": ["United States"],
    "Full remote France": ["France"],
    "Télétravail depuis la France": ["France"],
    "À distance n’importe où au Canada": ["Canada"],
    "Remote US or Canada": ["United States", "Canada"],
    "Remote (US & Canada)": ["United States", "Canada"],
    "Remote (UTC-5)": ["Canada"],
    "Remote in Ottawa, ON": ["Canada"],
    # A part of a country, or several countries
    "Remote (Ontario)": ["Ontario, Canada: State"],
    "Remote (Ontario, Canada)": ["Ontario, Canada: State"],
    "Remote, but must live in Ontario": ["Ontario, Canada: State"],
    "Télétravail à partir du Québec": ["Québec, Canada: State"],
    "Remote (England)": ["England, United Kingdom: State"],
    "Remote in BC": ["British Columbia, Canada: State"],
    "Télétravail (Québec)": ["Québec, Canada: State"],
    "À distance (Québec ou Ontario)": ["Québec, Canada: State", "Ontario, Canada: State"],
    "Anywhere in Ontario": ["Ontario, Canada: State"],
    "Partout au Québec": ["Québec, Canada: State"],
    "Remote (California)": ["California, United States: State"],
    "Remote (Europe)": ["Europe: AdministrativeArea"],
    "Remote (EU only)": ["European Union: AdministrativeArea"],
    "À distance (Amérique du Nord)": ["North America: AdministrativeArea"],
    # Words that are not an area are not a place either.
    "Remote (EST hours)": ["Canada"],
}


@pytest.mark.parametrize(("written", "expected"), LOCATIONS.items())
def test_locations_as_people_write_them(written: str, expected: Expected) -> None:
    data, missing = made({"location": (written,)})
    assert missing == []
    if isinstance(expected, list):
        pairs = [each.partition(": ") for each in expected]
        areas = [{"@type": kind or "Country", "name": name} for name, _, kind in pairs]
        assert data["applicantLocationRequirements"] == (areas if len(areas) > 1 else areas[0])
        assert data["jobLocationType"] == "TELECOMMUTE"
        assert "jobLocation" not in data
        return
    town, country, region = (*expected, None)[:3]
    address = {
        "@type": "PostalAddress",
        "addressCountry": country,
        "addressRegion": region,
        "addressLocality": town,
    }
    known = {name: value for name, value in address.items() if value}
    assert data["jobLocation"] == {"@type": "Place", "address": known}
    assert not {"jobLocationType", "applicantLocationRequirements"} & data.keys()


@pytest.mark.parametrize(
    ("fields", "places", "areas"),
    [
        # The other place is where people may work, too.
        ({"location": ("Ottawa", "À distance")}, ["Ottawa"], "Canada"),
        ({"location": ("Ottawa ou télétravail",)}, ["Ottawa"], "Canada"),
        # The location of a remote job is not where it is done.
        ({"workplace": "Remote", "location": ("Ottawa",)}, [], "Canada"),
        ({"workplace": "Remote (France)", "location": ()}, [], "France"),
        ({"workplace": "Remote", "location": ("France",)}, [], "France"),
        ({"workplace": "Partout au Canada", "location": ()}, [], "Canada"),
        # People need not live in the region of a town.
        ({"workplace": "Remote", "location": ("Ottawa, ON",)}, [], "Canada"),
        ({"location": ("Ottawa, ON (remote)",)}, ["Ottawa"], "Canada"),
        # A choice is several places.
        ({"location": ("Gatineau (Québec) ou Ottawa (Ontario)",)}, ["Gatineau", "Ottawa"], None),
        ({"location": ("Ottawa / Toronto",)}, ["Ottawa", "Toronto"], None),
        ({"location": ("n/a",)}, [None], None),
        ({"location": ("Ottawa, Toronto ou Montréal",)}, ["Ottawa", "Toronto", "Montréal"], None),
        ({"location": ("Calgary, AB and Edmonton, AB",)}, ["Calgary", "Edmonton"], None),
        ({"location": ("Calgary et Edmonton",)}, ["Calgary", "Edmonton"], None),
        ({"location": ("Ottawa and area",)}, ["Ottawa and area"], None),
        ({"location": ("Trinidad and Tobago",)}, [None], None),
        ({"location": ("Newcastle, Tyne and Wear",)}, ["Newcastle, Tyne and Wear"], None),
        ({"location": ("Paris + télétravail",)}, ["Paris"], "Canada"),
        # The workplace decides.
        ({"workplace": "Hybride", "location": ("Ottawa", "À distance")}, ["Ottawa"], None),
        ({"workplace": "Hybrid (anywhere in Canada)"}, ["Ottawa"], None),
        ({"workplace": "on-site", "location": ("Anywhere in Canada",)}, [None], None),
        ({"workplace": "Remote two days a week", "location": ("À distance",)}, [None], None),
        ({"workplace": "Hybrid or remote", "location": ("Ottawa",)}, ["Ottawa"], None),
    ],
)
def test_workplace_and_location(fields: Any, places: list[str | None], areas: str | None) -> None:
    data, missing = made(fields)
    assert missing == []
    found = data.get("jobLocation", [])
    found = found if isinstance(found, list) else [found]
    assert [place["address"].get("addressLocality") for place in found] == places
    applicants = data.get("applicantLocationRequirements")
    assert applicants == (areas and {"@type": "Country", "name": areas})
    assert data.get("jobLocationType") == (areas and "TELECOMMUTE")


@pytest.mark.parametrize(
    ("own", "applicants", "country", "expected"),
    [
        ("Spain", "France", "CA", "Spain"),
        (None, "France", "CA", "France"),
        (None, None, "CA", "Canada"),
        (None, None, "Canada", "Canada"),
        (None, None, "Elsewhere", "Elsewhere"),
        (None, None, None, None),
    ],
)
def test_applicants_live_where_the_nearest_source_says(
    own: Any, applicants: Any, country: str | None, expected: str | None
) -> None:
    address = {"addressCountry": country} if country else {}
    organization = Organization(name="X", address=address, applicants=applicants)
    fields = {"workplace": "remote", "location": (), "applicant_location_requirements": own}
    data, missing = made(fields, organization)
    assert data.get("applicantLocationRequirements", {}).get("name") == expected
    assert missing == ([] if expected else ["applicantLocationRequirements"])


@pytest.mark.parametrize(
    ("home", "written", "expected"),
    [
        ("CA", "Lima, PE", ("Lima", "PE")),
        ("FR", "Lima, PE", ("Lima, PE", "")),
        ("DE", "Berlin, DE", ("Berlin", "")),
        ("IT", "Milano, MI", ("Milano, MI", "")),
        ("DE", "Austin, TX", ("Austin", "TX")),
        ("US", "San Francisco, CA", ("San Francisco", "CA")),
        ("US", "Atlanta, Georgia", ("Atlanta", "GA")),
        ("CA", "Atlanta, Georgia", ("Atlanta, Georgia", "")),
    ],
)
def test_letters_that_are_countries_elsewhere(
    home: str, written: str, expected: tuple[str, str]
) -> None:
    at = whereabouts(written, home)
    assert (at.town, at.region) == expected


@pytest.mark.parametrize(
    ("home", "written"),
    [
        # It may be Canada, or California.
        ("CA", "San Francisco, CA"),
        ("CA", "Atlanta, Georgia"),
        ("CA", "Georgia"),
        ("CA", "Canada, USA"),
        ("GB", "Durham, NC"),
        ("FR", "Lima, PE"),
    ],
)
def test_a_country_that_is_not_sure_is_missing(home: str, written: str) -> None:
    organization = Organization(name="X", address={"addressCountry": home})
    data, missing = made({"location": (written,)}, organization)
    assert "jobLocation" not in data
    assert missing == [f"the country of “{written}”"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("123 Sparks Street, Ottawa, ON", ("123 Sparks Street", "Ottawa", "ON", None)),
        (
            "123, rue Sparks, bureau 400, Ottawa (Ontario)  K1A 0A6",
            ("123, rue Sparks, bureau 400", "Ottawa", "ON", "K1A 0A6"),
        ),
        ("Ottawa ON K1A 0A6", (None, "Ottawa", "ON", "K1A 0A6")),
        ("San Francisco, California 94105", (None, "San Francisco", "CA", "94105")),
        ("10 Downing Street, London SW1A 2AA, UK", ("10 Downing Street", "London", None, "SW1A 2AA")),
        ("75009 Paris", (None, "Paris", None, "75009")),
        ("Lyon (69)", (None, "Lyon", None, None)),
        ("St. John’s, 3 positions", (None, "St. John’s, 3 positions", None, None)),
    ],
)  # fmt: skip
def test_streets_and_postal_codes(written: str, expected: tuple[str | None, ...]) -> None:
    data, _missing = made({"location": (written,)})
    address = data["jobLocation"]["address"]
    names = ("streetAddress", "addressLocality", "addressRegion", "postalCode")
    assert tuple(map(address.get, names)) == expected


def test_a_continent_is_not_in_a_country() -> None:
    data, missing = made({"location": ("Europe",)})
    assert "jobLocation" not in data
    assert missing == ["the country of “Europe”"]


def test_places_of_the_organization_are_used_as_they_are() -> None:
    known = {"Canada": {"addressLocality": "Canada"}, "Anywhere": {"addressLocality": "Anywhere"}}
    organization = Organization(name="X", address=FERRIES.address, locations=known)
    data, _missing = made({"workplace": "on-site", "location": (*known,)}, organization)
    assert [p["address"]["addressLocality"] for p in data["jobLocation"]] == [*known]


def test_no_text_takes_long_to_read() -> None:
    for piece in (
        "anywhere in ",
        "a ",
        "(",
        " or ",
        "Canada, ",
        "dans le ",
        "remote in ",
        "/a",
        "ON ",
    ):
        for times in (15, 2_000):
            whereabouts(piece * times)
            places_in(piece * times)
