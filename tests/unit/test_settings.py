"""The settings: each value of ``conf.py``, and the values that are derived from them."""

from __future__ import annotations

import pickle
import re
import sys
import zoneinfo
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sphinxext_jobs.diagnostics import Diagnostic, Kind
from sphinxext_jobs.settings.confval import Organization, Publish
from sphinxext_jobs.settings.settings import Settings

TORONTO = ZoneInfo("America/Toronto")
DAY = date(2026, 3, 31)
NIGHT = "1774924200"  # 2026-03-31T02:30:00Z, the evening of the 30th in Toronto
URL = "READTHEDOCS_CANONICAL_URL"


def settings(environ: dict[str, str] | None = None, **values: Any) -> Settings:
    """Read values that can all be used."""
    found, faults = Settings.from_values(values, environ or {})
    assert faults == []
    return found


def fault(**values: Any) -> Diagnostic:
    """Read values of which one cannot be used."""
    found, (diagnostic,) = Settings.from_values(values, {})
    assert found.started > datetime(2026, 1, 1, tzinfo=UTC)
    assert {**vars(found), "started": None} == {**vars(settings()), "started": None}
    return diagnostic


def test_every_value_has_its_default() -> None:
    found = settings()
    assert found == Settings(started=found.started, locale_dirs=("locales",))
    assert (found.languages, found.layouts, found.publish) == ((), ("job-posting",), Publish.ALL)
    assert (found.drafts, found.web, found.feeds) == (False, True, True)
    assert (found.timezone, found.today, found.always_open) == (UTC, None, ())
    assert (found.sites, found.organization, found.apply_template("en")) == ({}, {}, "")
    assert (found.language, found.html_baseurl, found.base_url) == ("en", "", "")


def test_settings_do_not_change_and_can_be_stored() -> None:
    found = settings(jobs_timezone="America/Toronto", jobs_organization={"name": "X"})
    with pytest.raises(FrozenInstanceError):
        found.drafts = True  # type: ignore[misc]  # it is frozen
    assert found.base_url == ""  # worked out once
    assert pickle.loads(pickle.dumps(found)) == found


def test_other_values_are_left_alone() -> None:
    assert settings(project="Ferries", jobs_unknown=1).languages == ()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("languages", ["en", "fr_ca"], ("en", "fr-CA")),
        ("languages", ("en",), ("en",)),
        ("languages", "fr", ("fr",)),
        ("layouts", ["job", "poste"], ("job", "poste")),
        ("layouts", "job", ("job",)),
        ("always_open", ["general"], ("general",)),
        ("publish", "language", Publish.LANGUAGE),
        ("drafts", True, True),
        ("timezone", "utc", UTC),
        ("timezone", "America/Toronto", TORONTO),
        ("today", "2026-03-31", DAY),
        ("today", "20260331", DAY),
        ("today", DAY, DAY),
        ("today", datetime(2026, 3, 31, 23, 59), DAY),
        ("today", "", None),
        ("sites", {"fr_CA": "../fr", "en": "/en/"}, {"fr-CA": "../fr/", "en": "/en/"}),
        ("apply_url", {"fr_CA": "x"}, {"fr-CA": "x"}),
        ("organization", {"name": "X"}, {"": Organization(name="X")}),
        (
            "organization",
            {"en": {"name": "X"}, "fr_CA": {"name": "Y"}},
            {"en": Organization(name="X"), "fr-CA": Organization(name="Y")},
        ),
    ],
)
def test_a_value_is_read_into_its_final_type(name: str, value: object, expected: object) -> None:
    found = getattr(settings(**{f"jobs_{name}": value}), name)
    assert (type(found), found) == (type(expected), expected)


def test_an_organization_is_read_as_a_whole() -> None:
    address, locations = {"addressCountry": "CA"}, {"Ottawa": {"addressRegion": "ON"}}
    found = settings(
        jobs_organization={
            "name": "X",
            "sameAs": ["https://x.example/", "http://y.example/"],
            "logo": "https://x.example/logo.png",
            "address": address,
            "locations": locations,
            "applicantLocationRequirements": ["Canada"],
            "currency": "CAD",
            "directApply": True,
        }
    ).employer("fr")
    assert found == Organization(
        name="X",
        links={
            "sameAs": ["https://x.example/", "http://y.example/"],
            "logo": "https://x.example/logo.png",
        },
        address=address,
        locations=locations,
        applicants=["Canada"],
        currency="CAD",
        direct_apply=True,
    )


NOT_A_LIST = "is not a list of strings"
NOT_A_TAG = "is not a language tag"
NOT_A_ZONE = "is not an IANA time zone"


@pytest.mark.parametrize(
    ("name", "value", "problem", "hint"),
    [
        ("languages", None, f"None {NOT_A_LIST}", "Write a list such as ['en', 'fr']."),
        ("languages", [None], f"[None] {NOT_A_LIST}", "Write a list such as ['en', 'fr']."),
        ("languages", ["fr", "français"], f"'français' {NOT_A_TAG}", "Use a tag such as 'fr'."),
        ("languages", {"en": "fr"}, NOT_A_LIST, "Write a list such as ['en', 'fr']."),
        ("layouts", 3, f"3 {NOT_A_LIST}", "Write a list such as ['job-posting']."),
        ("always_open", None, NOT_A_LIST, "Write a list such as ['general-application']."),
        ("publish", "languages", "'languages' is not a way to", "Write 'all' or 'language'."),
        ("publish", ["all"], "['all'] is not a way to publish", "Write 'all' or 'language'."),
        ("drafts", "yes", "'yes' is neither True nor False", "Write True or False"),
        ("web", 1, "1 is neither True nor False", "Write True or False"),
        ("feeds", None, "None is neither True nor False", "Write True or False"),
        ("timezone", None, f"None {NOT_A_ZONE}", "Use a name such as 'America/Toronto'."),
        ("timezone", "", f"'' {NOT_A_ZONE}", "Use a name"),
        ("timezone", "Toronto", f"'Toronto' {NOT_A_ZONE}", "Use a name"),
        ("timezone", "America", NOT_A_ZONE, "Use a name"),
        ("timezone", "../UTC", NOT_A_ZONE, "Use a name"),
        ("timezone", "/etc/passwd", NOT_A_ZONE, "Use a name"),
        ("timezone", "a\0b", NOT_A_ZONE, "Use a name"),
        ("timezone", "EST5EDT4", NOT_A_ZONE, "Use a name"),
        ("timezone", "é" * 300, NOT_A_ZONE, "Use a name"),
        ("today", 20260331, "20260331 is not a date", "Use the form '2026-03-31'."),
        ("today", "tomorrow", "'tomorrow' is not a date", "Use the form '2026-03-31'."),
        ("today", "31/03/2026", "is not a date", "Use the form"),
        ("today", "2026-02-30", "is not a date", "Use the form"),
        ("today", "2026-03-31T10:00", "is not a date", "Use the form"),
        ("sites", None, "None is not a dictionary of strings", "Use language tags as keys"),
        ("sites", {"fr": 3}, "{'fr': 3} is not a dictionary of strings", "Use language tags"),
        ("sites", {"français": "../fr/"}, f"'français' {NOT_A_TAG}", "Use a tag such as 'fr'."),
        ("sites", {"fr": " "}, "the address of the site in 'fr' is empty", "Write an address such as '../fr/'."),
        ("apply_url", None, "None is not a dictionary of strings", "Use language tags as keys"),
        ("apply_url", {1: "x"}, "{1: 'x'} is not a dictionary", "Use language tags as keys"),
        ("organization", "X", "'X' is not a dictionary", "Write a dictionary such as {'name': "),
        ("organization", {1: 2}, "1 is not a known key", "Use only these keys: name, sameAs, url"),
        ("organization", {"name": "X", "homepage": "y"}, "'homepage' is not a known", "Use only"),
        ("organization", {"en": "X"}, "'en' is not a known key", "Use only these keys: name"),
        ("organization", {1: {"name": "X"}}, f"1 {NOT_A_TAG}", "Use a tag such as 'fr'."),
        ("organization", {"english": {"name": "X"}}, f"'english' {NOT_A_TAG}", "Use a tag"),
        ("organization", {"en": {}}, "'name' is missing", "Write 'name': 'Example Ferries'."),
        ("organization", {"url": "https://x.example/"}, "'name' is missing", "Write 'name': "),
        ("organization", {"name": " "}, "'name' cannot be ' '", "Write 'name': 'Example Ferries'."),
        ("organization", {"name": 3}, "'name' cannot be 3", "Write 'name': "),
        ("organization", {"name": "X", "logo": "_static/l.png"}, "'logo' cannot be '_static/l.png'", "Write 'logo': 'https://"),
        ("organization", {"name": "X", "url": "https://[x/"}, "'url' cannot be 'https://[x/'", "Write"),
        ("organization", {"name": "X", "sameAs": [3]}, "'sameAs' cannot be [3]", "Write 'sameAs': "),
        ("organization", {"name": "X", "address": {"addressCountry": 3}}, "'address' cannot be", "Write 'address': {'addressCountry': 'CA'}."),
        ("organization", {"name": "X", "locations": {"Ottawa": "CA"}}, "'locations' cannot be", "Write 'locations': "),
        ("organization", {"name": "X", "applicantLocationRequirements": 1}, "cannot be 1", "Write"),
        ("organization", {"name": "X", "currency": "$"}, "'currency' cannot be '$'", "Write 'currency': 'CAD'."),
        ("organization", {"name": "X", "directApply": "no"}, "cannot be 'no'", "Write 'directApply': True."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_reported_and_replaced(
    name: str, value: object, problem: str, hint: str
) -> None:
    found = fault(**{f"jobs_{name}": value})
    assert (found.kind, found.at) == (Kind.CONFIG, None)
    assert found.problem.startswith(f"jobs_{name}: ")
    assert problem in found.problem
    declared = dict(Settings.options())[f"jobs_{name}"]
    assert found.problem.endswith(f", so the default, {declared.default!r}, is used.")
    assert found.hint.startswith(hint)


def test_each_fault_is_reported() -> None:
    values = {"jobs_languages": 3, "jobs_today": "soon", "jobs_layouts": ["job"]}
    found, faults = Settings.from_values(values, {})
    assert [str(f).split(":")[0] for f in faults] == ["jobs_languages", "jobs_today"]
    assert found.layouts == ("job",)


def test_without_a_time_zone_database_the_message_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on Windows without tzdata, or in a container without /usr/share/zoneinfo."""
    for name in [n for n in sys.modules if n.startswith("tzdata.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath(to=[])
    # Not all: the zones of other tests would no longer be equal to themselves.
    ZoneInfo.clear_cache(only_keys=["Pacific/Chatham"])
    try:
        assert re.fullmatch(
            "jobs_timezone: 'Pacific/Chatham' is not found because this system has no time zone "
            "database, .* Run `pip install tzdata`.",
            str(fault(jobs_timezone="Pacific/Chatham")),
        )
        assert settings(jobs_timezone="UTC").timezone == UTC
    finally:
        zoneinfo.reset_tzpath()


# The day


@pytest.mark.parametrize(
    ("today", "zone", "expected"),
    [
        ("2026-03-30", "UTC", date(2026, 3, 30)),
        (None, "UTC", DAY),
        ("", "UTC", DAY),
        (None, "America/Toronto", date(2026, 3, 30)),
    ],
)
def test_the_day_of_a_build(today: str | None, zone: str, expected: date) -> None:
    environ = {"SOURCE_DATE_EPOCH": NIGHT}
    assert settings(environ, jobs_today=today, jobs_timezone=zone).day == expected


@pytest.mark.parametrize("epoch", ["", "soon", "-1", "1.5", "²", "9" * 14, "9" * 30])
def test_the_day_is_that_on_which_the_build_began(epoch: str) -> None:
    before = datetime.now(UTC)
    found = settings({"SOURCE_DATE_EPOCH": epoch}, jobs_timezone="America/Toronto")
    assert before <= found.started <= datetime.now(UTC)
    assert found.day == found.started.astimezone(TORONTO).date()


# Languages


@pytest.mark.parametrize("language", ["fr_CA", "fr-ca"])
def test_the_language_is_that_of_sphinx_as_a_tag(language: str) -> None:
    assert settings(language=language).language == "fr-CA"
    assert settings(language=None).language == "en"


def test_the_languages_that_names_can_have() -> None:
    assert settings(language="de").known_languages == ()
    assert settings(language="de", jobs_languages=["en", "fr"]).known_languages == (
        "en",
        "fr",
        "de",
    )


def test_the_language_of_a_posting_that_names_none() -> None:
    languages = ["en", "fr"]
    assert settings(language="de").default_language == "de"
    assert settings(language="de", jobs_languages=languages).default_language == "de"
    several = settings(language="de", jobs_languages=languages, jobs_publish="language")
    assert several.default_language == "en"
    assert settings(language="de", jobs_publish="language").default_language == "de"


@pytest.mark.parametrize(
    ("language", "lang", "expected"),
    [("fr", "en", True), ("fr", "fr", False), ("fr-CA", "fr", False), ("fr", "fr-CA", False)],
)
def test_what_a_site_in_one_language_translates(language: str, lang: str, expected: bool) -> None:
    assert settings(language=language, jobs_publish="language").is_foreign(lang) is expected
    assert settings(language=language).is_foreign(lang) is False


def test_the_path_of_a_catalogue(tmp_path: Path) -> None:
    found = settings(locale_dirs=["locale", "more"])
    new = found.catalog_path(tmp_path, "jobs/a", "fr-CA")
    assert new == tmp_path / "locale/fr_CA/LC_MESSAGES/jobs/a.po"
    existing = tmp_path / "more/fr_CA/LC_MESSAGES/jobs/a.po"
    existing.parent.mkdir(parents=True)
    existing.touch()
    assert found.catalog_path(tmp_path, "jobs/a", "fr-CA") == existing
    without = settings(locale_dirs=[]).catalog_path(tmp_path, "a", "fr")
    assert without == tmp_path / "locale/fr/LC_MESSAGES/a.po"


# Addresses


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "https://rtd.example/en/latest/"),
        ({"html_baseurl": "https://x.example"}, "https://x.example/"),
        ({"html_baseurl": "/jobs/"}, "https://rtd.example/en/latest/"),
        ({"html_baseurl": None}, "https://rtd.example/en/latest/"),
        ({"jobs_publish": "language"}, "https://y.example/"),
        ({"jobs_publish": "language", "language": "fr"}, "https://rtd.example/en/latest/"),
    ],
)
def test_the_address_of_the_site(values: dict[str, Any], expected: str) -> None:
    sites = {"en": "https://y.example", "fr": "../fr/"}
    found = settings({URL: "https://rtd.example/en/latest/"}, jobs_sites=sites, **values)
    assert found.base_url == expected


def test_the_other_sites() -> None:
    sites = {"en": "../en", "fr": "../fr/"}
    assert settings(jobs_sites=sites).other_sites == {}
    found = settings(jobs_sites=sites, jobs_publish="language", language="fr")
    assert found.other_sites == {"en": "../en/"}


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("https://x.example/pt-br/v1/", "pt_BR", {"fr": "https://x.example/fr/v1/"}),
        ("https://x.example/pt-br/v1/", "pt-br", {"fr": "https://x.example/fr/v1/"}),
        ("https://x.example/p/pt-br/pt-br/v1", "pt-br", {"fr": "https://x.example/p/pt-br/fr/v1/"}),
        ("https://x.example/v1/", "pt-br", {}),
        ("https://x.example/", "pt-br", {}),
        ("", "pt-br", {}),
        ("https://x.example/pt-br/v1/", "", {}),
    ],
)
def test_the_other_sites_on_read_the_docs(
    url: str, language: str, expected: dict[str, str]
) -> None:
    environ = {URL: url, "READTHEDOCS_LANGUAGE": language}
    values = {"jobs_languages": ["pt-BR", "fr"], "language": "pt_BR"}
    assert settings(environ, jobs_publish="language", **values).other_sites == expected
    assert settings(environ, **values).other_sites == {}


# Feeds and postings


@pytest.mark.parametrize(("web", "feeds"), [(True, True), (True, False), (False, True)])
def test_feeds_need_an_address(web: bool, feeds: bool) -> None:
    values = {"jobs_web": web, "jobs_feeds": feeds}
    assert settings(**values).feeds_base == ""
    found = settings(html_baseurl="https://x.example/", **values)
    assert (found.has_feeds, found.feeds_base) == (
        web and feeds,
        "https://x.example/" if web and feeds else "",
    )


def test_the_language_of_a_feed() -> None:
    found = settings(jobs_languages=["en", "fr"])
    assert [found.feed_language(lang) for lang in ("fr-CA", "fr", "de")] == ["fr", "fr", "de"]


def test_where_to_apply_in_each_language() -> None:
    assert settings(jobs_apply_url="x/{leverId}").apply_template("fr") == "x/{leverId}"
    found = settings(jobs_apply_url={"en": "e", "fr_CA": "f"})
    assert [found.apply_template(lang) for lang in ("en", "fr", "de")] == ["e", "f", ""]


def test_the_employer_in_each_language() -> None:
    assert settings().employer("en") is None
    assert settings(jobs_organization={"name": "X"}).employer("fr") == Organization(name="X")
    found = settings(jobs_organization={"fr": {"name": "Y"}})
    assert found.employer("fr-CA") == Organization(name="Y")
    assert found.employer("en") is None
