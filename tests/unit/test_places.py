"""Places as people write them, in English and French, and how structured data has them."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxext_jobs.formats.places import whereabouts

from .test_structured import FERRIES, Organization, made

#: The locality and the country; the areas of applicants, if the job is remote.
Expected = tuple[str | None, str | None] | list[str]
LOCATIONS: dict[str, Expected] = {
    "Ottawa": ("Ottawa", "CA"),
    "Ottawa, Ontario": ("Ottawa, Ontario", "CA"),
    "Montréal (Québec)": ("Montréal (Québec)", "CA"),
    "St. John’s, NL": ("St. John’s, NL", "CA"),
    "Across the river": ("Across the river", "CA"),
    "Head office": ("Head office", "CA"),
    "Ottawa, Canada": ("Ottawa", "CA"),
    "Paris, France": ("Paris", "FR"),
    "Lebanon, New Hampshire": ("Lebanon, New Hampshire", "CA"),
    "Georgia": ("Georgia", "CA"),
    "Hybrid – Ottawa": ("Ottawa", "CA"),
    "Ottawa (hybride)": ("Ottawa", "CA"),
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
}


@pytest.mark.parametrize(("written", "expected"), LOCATIONS.items())
def test_locations_as_people_write_them(written: str, expected: Expected) -> None:
    data, missing = made({"location": (written,)})
    assert missing == []
    if isinstance(expected, list):
        areas = [{"@type": "Country", "name": name} for name in expected]
        assert data["applicantLocationRequirements"] == (areas if len(areas) > 1 else areas[0])
        assert data["jobLocationType"] == "TELECOMMUTE"
        assert "jobLocation" not in data
        return
    town, country = expected
    address = {"@type": "PostalAddress", "addressCountry": country, "addressLocality": town}
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


def test_places_of_the_organization_are_used_as_they_are() -> None:
    known = {"Canada": {"addressLocality": "Canada"}, "Anywhere": {"addressLocality": "Anywhere"}}
    organization = Organization(name="X", address=FERRIES.address, locations=known)
    data, _missing = made({"workplace": "on-site", "location": (*known,)}, organization)
    assert [p["address"]["addressLocality"] for p in data["jobLocation"]] == [*known]


def test_no_text_takes_long_to_read() -> None:
    for piece in ("anywhere in ", "a ", "(", " or ", "Canada, ", "dans le "):
        whereabouts(piece * 2_000)
