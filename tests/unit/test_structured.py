"""A posting as schema.org's JobPosting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sphinxext_jobs.formats.fragment import extract
from sphinxext_jobs.formats.salary import base_salary
from sphinxext_jobs.formats.schema_org import TEXT, breadcrumbs, item_list, job_posting, script
from sphinxext_jobs.model.fields import FIELDS, Posting
from sphinxext_jobs.settings import confval
from sphinxext_jobs.settings.confval import Organization

TORONTO = ZoneInfo("America/Toronto")
FERRIES = Organization(
    name="Example Ferries",
    links={"sameAs": "https://ferries.example/"},
    address={"addressCountry": "CA"},
    currency="CAD",
)
FULL = {
    "translation_key": "captain",
    "lang": "en",
    "date": date(2026, 11, 2),
    "expiry_date": date(2026, 12, 4),
    "location": ("Ottawa",),
    "employment_type": ("FULL_TIME",),
    "salary": "$62,300 to $73,450 a year",
    "lever_id": "0123",
}


def made(fields=None, organization=FERRIES, **page):
    """Return the data and what is lacking; *fields* change those of a complete posting."""
    page = {
        "title": "Captain",
        "description": "<p>Sail.</p>",
        "url": "https://jobs.example/captain.html",
        "zone": TORONTO,
        **page,
    }
    return job_posting(Posting(**{**FULL, **(fields or {})}), organization, **page)


def test_a_complete_posting():
    data, lacking = made()
    assert lacking == []
    assert data == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Captain",
        "description": "<p>Sail.</p>",
        "datePosted": "2026-11-02",
        "validThrough": "2026-12-04T23:59:59-05:00",
        "hiringOrganization": {
            "@type": "Organization",
            "name": "Example Ferries",
            "sameAs": "https://ferries.example/",
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "CA",
                "addressLocality": "Ottawa",
            },
        },
        "employmentType": "FULL_TIME",
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "CAD",
            "value": {
                "@type": "QuantitativeValue",
                "minValue": 62300,
                "maxValue": 73450,
                "unitText": "YEAR",
            },
        },
        "identifier": {"@type": "PropertyValue", "name": "Example Ferries", "value": "0123"},
        "url": "https://jobs.example/captain.html",
    }


#: The properties of each type, of those that are used: https://schema.org/JobPosting and the others
#: by their names (version 30). All types have those of https://schema.org/Thing.
THING = "additionalType alternateName description disambiguatingDescription identifier image name sameAs url"
KNOWN = {
    "JobPosting": "applicantLocationRequirements applicationContact baseSalary datePosted directApply "
    "educationRequirements eligibilityToWorkRequirement employerOverview employmentType "
    "employmentUnit estimatedSalary experienceInPlaceOfEducation experienceRequirements "
    "hiringOrganization incentiveCompensation industry jobBenefits jobDuration jobImmediateStart "
    "jobLocation jobLocationType jobStartDate occupationalCategory physicalRequirement "
    "qualifications relevantOccupation responsibilities salaryCurrency securityClearanceRequirement "
    "sensoryRequirement skills specialCommitments title totalJobOpenings validThrough workHours",
    "Organization": "address email legalName logo telephone",
    "Place": "address geo telephone",
    "PostalAddress": "addressCountry addressLocality addressRegion email extendedAddress "
    "postOfficeBoxNumber postalCode streetAddress telephone",
    "Country": "address geo",
    "State": "address geo",
    "MonetaryAmount": "currency maxValue minValue validFrom validThrough value",
    "QuantitativeValue": "maxValue minValue unitCode unitText value",
    "PropertyValue": "maxValue minValue propertyID unitCode unitText value",
    "BreadcrumbList": "itemListElement itemListOrder numberOfItems",
    "ItemList": "itemListElement itemListOrder numberOfItems",
    "ListItem": "item nextItem position previousItem",
}


def unknown(data: Any) -> Iterator[str]:
    """Yield the properties that schema.org does not have for their type."""
    if isinstance(data, list):
        for item in data:
            yield from unknown(item)
    elif isinstance(data, dict):
        known = {"@context", "@type", *KNOWN[data["@type"]].split(), *THING.split()}
        yield from data.keys() - known
        for value in data.values():
            yield from unknown(value)


def test_schema_org_knows_every_property():
    area = {"@type": "State", "name": "Ontario, CA", "population": 1}
    organization = Organization(
        name="X",
        links={"sameAs": "https://x.example/", "url": "https://x.example/", "logo": "x.png"},
        address=dict.fromkeys(confval._PROPERTIES, "x"),
        locations={"Ottawa": dict.fromkeys(confval._PROPERTIES, "x")},
        applicants=area,
        currency="CAD",
        direct_apply=True,
    )
    for workplace in ("on-site", "remote", "hybrid"):
        data, missing = made(
            {"workplace": workplace}, organization, image="https://x.example/x.png"
        )
        assert missing == []
        assert [*unknown(data)] == []
    assert [*unknown(breadcrumbs([("A", "x")]))] == [*unknown(item_list(["x"]))] == []
    assert {f.schema_org for f in FIELDS.values()} - {""} <= {*KNOWN["JobPosting"].split()}


# Google's list: https://developers.google.com/search/docs/appearance/structured-data/job-posting


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({"title": ""}, ["title"]),
        ({"description": " <p></p> "}, ["a text"]),
        ({"fields": {"date": None}}, ["date"]),
        ({"organization": None}, ["an organization in its language"]),
        ({"fields": {"location": ()}}, ["location"]),
        ({"organization": Organization(name="X")}, ["the country of “Ottawa”"]),
        (
            {"fields": {"workplace": "remote"}, "organization": Organization(name="X")},
            ["applicantLocationRequirements"],
        ),
        ({"fields": {"workplace": "remote"}}, []),
        ({"fields": {"workplace": "hybrid", "location": ()}}, ["location"]),
        ({"fields": {"workplace": "Télétravail", "location": ()}}, []),
        ({"fields": {"workplace": "Télétravail partiel", "location": ()}}, ["location"]),
        ({"fields": {"date": None, "location": ()}, "title": ""}, ["title", "date", "location"]),
    ],
)
def test_what_google_requires(change, lacking):
    assert made(**change)[1] == lacking


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"expiry_date": None}, ["validThrough"]),
        ({"employment_type": ()}, ["employmentType"]),
        ({"employment_type": ("Permanent",)}, ["employmentType"]),
        ({"salary": None}, ["baseSalary"]),
        ({"salary": "to be agreed"}, ["baseSalary"]),
    ],
)
def test_what_google_recommends_may_be_unknown(change, names):
    data, lacking = made(change)
    assert lacking == []
    assert made()[0].keys() - data.keys() == set(names)


def test_nothing_unknown_is_written():
    data, lacking = made({"form_hidden": True}, url="")
    assert lacking == []
    assert not {"url", "directApply", "jobLocationType"} & data.keys()
    assert None not in data.values()


def test_the_key_identifies_a_posting_without_an_id():
    assert made({"lever_id": None})[0]["identifier"]["value"] == "captain"


def test_it_was_posted_when_it_opened():
    assert made({"date": None, "publish_date": date(2026, 11, 9)})[0]["datePosted"] == "2026-11-09"


@pytest.mark.parametrize(
    ("expiry", "zone", "expected"),
    [
        (date(2026, 7, 1), TORONTO, "2026-07-01T23:59:59-04:00"),
        (date(2026, 3, 7), TORONTO, "2026-03-07T23:59:59-05:00"),
        (date(2026, 3, 8), TORONTO, "2026-03-08T23:59:59-04:00"),  # clocks went forward that day
        (date(2026, 11, 1), TORONTO, "2026-11-01T23:59:59-05:00"),  # and back
        (date(2026, 7, 1), UTC, "2026-07-01T23:59:59+00:00"),
        (datetime(2026, 7, 2, 3, 0, tzinfo=UTC), TORONTO, "2026-07-01T23:00:00-04:00"),
        (datetime(2026, 7, 1, 12, 0), TORONTO, "2026-07-01T12:00:00-04:00"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=TORONTO), UTC, "2026-07-01T12:00:00-04:00"),
        (datetime(2026, 7, 1, 12, 0, 7), TORONTO, "2026-07-01T23:59:59-04:00"),
        (date(2026, 7, 1), ZoneInfo("America/St_Johns"), "2026-07-01T23:59:59-02:30"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), TORONTO, "9999-12-31T23:59:59-05:00"),
        # Clocks go back at midnight, so that the day's last hour comes twice.
        (date(2027, 4, 3), ZoneInfo("America/Santiago"), "2027-04-03T23:59:59-04:00"),
        (date(2026, 10, 29), ZoneInfo("Africa/Cairo"), "2026-10-29T23:59:59+02:00"),
        (date(2026, 10, 24), ZoneInfo("Asia/Beirut"), "2026-10-24T23:59:59+02:00"),
    ],
)
def test_it_is_valid_through_the_closing_day(expiry, zone, expected):
    assert made({"expiry_date": expiry}, zone=zone)[0]["validThrough"] == expected


def test_a_job_that_never_closes_is_valid_for_ever():
    assert "validThrough" not in made(closes=False)[0]


def test_the_day_it_was_posted_is_that_of_the_zone():
    posted = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
    assert made({"date": posted})[0]["datePosted"] == "2026-11-02"


def test_several_places():
    gatineau = {"addressLocality": "Gatineau", "addressRegion": "QC"}
    organization = Organization(
        name="X", address={"addressCountry": "CA"}, locations={"Across the river": gatineau}
    )
    data, lacking = made({"location": ("Ottawa", "Across the river")}, organization)
    assert lacking == []
    assert [place["address"] for place in data["jobLocation"]] == [
        {"@type": "PostalAddress", "addressCountry": "CA", "addressLocality": "Ottawa"},
        {"@type": "PostalAddress", "addressCountry": "CA", **gatineau},
    ]


def test_a_place_may_be_in_another_country():
    organization = Organization(
        name="X",
        address={"addressCountry": "CA"},
        locations={"Paris": {"addressCountry": "FR"}},
    )
    data, _ = made({"location": ("Paris",)}, organization)
    assert data["jobLocation"]["address"]["addressCountry"] == "FR"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Canada", {"@type": "Country", "name": "Canada"}),
        (["Canada", "France"], [{"@type": "Country", "name": n} for n in ("Canada", "France")]),
        ({"@type": "State", "name": "Ontario"}, {"@type": "State", "name": "Ontario"}),
        # what is not a text is left out
        ({"@type": ["State"], "name": "Peru"}, {"@type": "Country", "name": "Peru"}),
        ([{"name": ["x"]}, {"name": " "}, "Peru"], {"@type": "Country", "name": "Peru"}),
    ],
)
def test_remote_jobs(told, expected):
    remote = {"workplace": "Remote", "location": ()}
    for organization, own in (
        (Organization(name="X", applicants=told), None),
        (Organization(name="X", applicants="Elsewhere"), told),
    ):
        data, lacking = made({**remote, "applicant_location_requirements": own}, organization)
        assert lacking == []
        assert data["jobLocationType"] == "TELECOMMUTE"
        assert data["applicantLocationRequirements"] == expected
        assert "jobLocation" not in data


def test_a_remote_job_has_a_place_where_the_organization_knows_it():
    organization = Organization(
        name="X",
        applicants="Canada",
        address={"addressCountry": "CA"},
        locations={"Head office": {"addressLocality": "Ottawa"}},
    )
    fields = {"workplace": "remote", "location": ("Anywhere in Canada", "Head office")}
    data, lacking = made(fields, organization)
    assert lacking == []
    assert data["jobLocation"]["address"]["addressLocality"] == "Ottawa"
    assert "jobLocation" not in made({**fields, "location": ("Anywhere",)}, organization)[0]


def test_only_remote_jobs_restrict_where_applicants_live():
    data, _ = made(
        organization=Organization(name="X", applicants="Canada", address=FERRIES.address)
    )
    assert not {"jobLocationType", "applicantLocationRequirements"} & data.keys()


def test_employment_types():
    types = ("full-time", "Temporary", "Permanent", "TEMPORARY")
    assert made({"employment_type": types})[0]["employmentType"] == ["FULL_TIME", "TEMPORARY"]


@pytest.mark.parametrize(
    ("organization", "fields", "expected"),
    [
        (None, {}, None),
        (True, {}, True),
        (False, {}, False),
        (True, {"form_hidden": True}, None),
        (True, {"direct_apply": False}, False),
        (None, {"direct_apply": True, "form_hidden": True}, True),
    ],
)
def test_direct_apply(organization, fields, expected):
    known = Organization(name="X", address=FERRIES.address, direct_apply=organization)
    assert made(fields, known)[0].get("directApply") is expected


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("$62,300 to $73,450 a year", 62300, 73450, "YEAR"),
        ("From $62,300 to $73,450 per year", 62300, 73450, "YEAR"),
        ("$62,300–$73,450/year", 62300, 73450, "YEAR"),
        ("$62,300 - 73,450 annually", 62300, 73450, "YEAR"),
        ("62 300 $ à 73 450 $ par an", 62300, 73450, "YEAR"),
        ("62\u00a0300\u00a0$ à 73\u202f450\u00a0$ par année", 62300, 73450, "YEAR"),
        ("De 62 300 à 73 450 $ par an", 62300, 73450, "YEAR"),
        ("Entre 62 300 $ et 73 450 $ par an", 62300, 73450, "YEAR"),
        ("$30.50 to $35 an hour", 30.5, 35, "HOUR"),
        ("30,50 $ à 35 $ de l’heure", 30.5, 35, "HOUR"),
        ("30 $ à 35 $ l'heure", 30, 35, "HOUR"),
        ("$5000 to $6000 per month", 5000, 6000, "MONTH"),
        ("900 $ à 1 000 $ par semaine", 900, 1000, "WEEK"),
        ("$200 to $250 a day.", 200, 250, "DAY"),
        ("$62K to $73K a year", 62000, 73000, "YEAR"),
        ("$62k–$73k/yr", 62000, 73000, "YEAR"),
        ("62 k$ à 73 k$ par an", 62000, 73000, "YEAR"),
        ("$62,300 to $73,450 CAD per year", 62300, 73450, "YEAR"),
        ("CA$62,300 to CA$73,450 a year", 62300, 73450, "YEAR"),
        ("62 300 $ CA à 73 450 $ CA par année", 62300, 73450, "YEAR"),
        ("62 300 $ à 73 450 $ CAD par année", 62300, 73450, "YEAR"),
        ("$30.50 – $35.00/hr", 30.5, 35, "HOUR"),
        ("$30-$35 / h", 30, 35, "HOUR"),
        ("30 $ à 35 $/h", 30, 35, "HOUR"),
    ],
)
def test_salaries(text, low, high, unit):
    found = base_salary(text, "CAD")
    assert found is not None
    assert found["currency"] == "CAD"
    assert found["value"] == {
        "@type": "QuantitativeValue",
        "minValue": low,
        "maxValue": high,
        "unitText": unit,
    }


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$62,300 a year", "YEAR"),
        ("25 $ l’heure", "HOUR"),
        ("$62,300 a year plus overtime", "YEAR"),
        ("$62,300 a year, plus a premium of $2 or €2 at night", "YEAR"),
        ("25 $ l’heure, plus une indemnité de vacances de 6 %", "HOUR"),
        ("25 $ l’heure + pourboires", "HOUR"),
    ],
)
def test_a_single_salary(text, unit):
    found = base_salary(text, "CAD")
    assert found["value"]["value"] in (62300, 25)
    assert found["value"]["unitText"] == unit
    assert "minValue" not in found["value"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "to be agreed",
        "$6,230 to $7,345",  # for how long?
        "62,300 to 73,450 a year",  # of what?
        "$62,300 plus $5,000 a year",
        "plus overtime",
        "$73,450 to $62,300 a year",
        "$62.300 to $73.450 a year",
        "$62,300 to €73,450 a year",
        "CA$62,300 to US$73,450 a year",
        "$62K to $73 a year",
        "60.000 $ par an",
        "$62,30 a year",
        "IT-03",
        "$0 a year",
        "$0.00 an hour",
        "$0 to $73,450 a year",
        "0 $ par an",
    ],
)
def test_what_might_mean_something_else_is_no_salary(text):
    assert base_salary(text, "CAD") is None


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("US$62,300 a year", "USD"),
        ("$62,300 USD a year", "USD"),
        ("$62K US per year", "USD"),
        ("62 300 $ US par an", "USD"),
        ("62 300 € à 73 450 € par an", "EUR"),
        ("£35k a year", "GBP"),
        ("$62,300 a year", "CAD"),
    ],
)
def test_the_currency_that_a_text_names_is_its_own(text, currency):
    found = base_salary(text, "CAD")
    assert found is not None
    assert found["currency"] == currency
    assert (base_salary(text, None) is None) is (currency == "CAD")


def test_a_dollar_is_nobodys_without_a_currency():
    assert base_salary("$62,300 a year", None) is None


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "\"quoted\" 'and' \\ backslash",
    "a\u2028b\u2029c",
    "⛴️ 🇨🇦 é\u00a0!",
    "\x00\x1b\x7f",
    "x" * 100_000 + "</SCRIPT\n>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_content_ends_the_script(text):
    written = script({"title": text})
    match = re.fullmatch(
        r'<script type="application/ld\+json">([^<\u2028\u2029]*)</script>\n', written
    )
    assert match
    assert json.loads(match[1]) == {"title": text}


URL = "https://jobs.example/en/captain.html"


def test_the_description_is_the_text_of_the_page():
    body = """
<section id="captain"><h1>Captain<a class="headerlink" href="#captain">¶</a></h1>
<div class="admonition job-notice job-untranslated"><p class="title">L</p><div><p>N</p></div></div>
<p class="job-lead">Sail &amp; steer.</p>
<dl class="job-facts simple"><dt>Status</dt><dd><p>Open</p></dd></dl>
<p class="job-switch"><a href="../fr/capitaine.html">Capitaine</a></p>
<p class="job-apply"><a href="https://x.example/">Apply</a></p>
<section id="duties"><h2>Duties<a class="headerlink" href="#duties">¶</a></h2>
<p class="x" lang="fr">1 &lt; 2<br />See <a class="reference" href="../b.html?a=1&amp;b=2">b</a>.</p>
<img src="../_images/ship.png" alt="A &quot;ship&quot;"><h1>Mine</h1>
<script>evil("<p>")</script><style>p {}</style><!-- c -->
</section></section>
"""
    (found,) = extract(body, URL, TEXT)
    assert re.sub(r"\n+", "\n", found) == (
        "<section>\n<p>Sail &amp; steer.</p>\n<section><h2>Duties</h2>\n"
        '<p lang="fr">1 &lt; 2<br>See <a href="https://jobs.example/b.html?a=1&amp;b=2">b</a>.</p>\n'
        '<img src="https://jobs.example/_images/ship.png" alt="A &quot;ship&quot;"><h1>Mine</h1>\n'
        "</section></section>"
    )
