"""Structured data on the pages, read back as search engines do."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from unittest.mock import Mock

import extruct
import pytest

from sphinxext_jobs.formats import fragment, schema_org
from sphinxext_jobs.store.domain import job_domain
from sphinxext_jobs.web import head

from .support import but_root, edit, posting
from .support import head as tags
from .unit import test_places, test_salary, test_vocabularies

BASE = "https://ferries.example/jobs/"
ORGANIZATION = {
    "name": "Example Ferries",
    "url": "https://ferries.example/",
    "logo": "https://ferries.example/logo.png",
    "address": {"addressCountry": "CA"},
    "applicantLocationRequirements": "Canada",
    "currency": "CAD",
}
CONF = (
    "jobs_today = '2026-11-16'\njobs_timezone = 'America/Toronto'\n"
    f"html_baseurl = {BASE!r}\njobs_organization = {ORGANIZATION!r}\n"
)
FIELDS = {"date": "2026-11-02", "location": "Ottawa"}


def read(build, docname, kind="JobPosting"):
    """Return the structured data of a page: its items of a type."""
    found = extruct.extract(build.text(docname), base_url=BASE, syntaxes=["json-ld"])["json-ld"]
    return [data for data in found if data["@type"] == kind]


def lacking(build):
    return [w for w in build.warnings if "[jobs.structured]" in w]


def test_it_equals_the_front_matter(make):
    body = "Sail.\n\n## Duties\n\n- Steer, see [the other](b.md)\n- Don't sink: 1 < 2 & [mail](mailto:a@b.example)\n"
    fields = {
        "expiryDate": "2026-12-04",
        "location": "[Ottawa, Gatineau]",
        "employmentType": "[FULL_TIME, TEMPORARY]",
        "salary": "62 300 $ à 73 450 $ par an",
        "leverId": "0123",
        "directApply": "true",
        "lang": "fr",
    }
    title = 'Capitaine d\'"élite" <1re> & ⛴️'
    files = {
        "fr/a.md": posting(
            f"'{title.replace(chr(39), chr(39) * 2)}'", "a", body, **{**FIELDS, **fields}
        ),
        "fr/b.md": posting("B", "b", **FIELDS),
    }
    build = make(files, conf=CONF).build()
    assert build.warnings == []
    (data,) = read(build, "fr/a.html")
    text = data.pop("description")
    assert data == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": title,
        "datePosted": "2026-11-02",
        "validThrough": "2026-12-04T23:59:59-05:00",
        "hiringOrganization": {
            "@type": "Organization",
            **{name: ORGANIZATION[name] for name in ("name", "url", "logo")},
        },
        "jobLocation": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressCountry": "CA",
                    "addressLocality": place,
                },
            }
            for place in ("Ottawa", "Gatineau")
        ],
        "employmentType": ["FULL_TIME", "TEMPORARY"],
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
        "directApply": True,
        "url": f"{BASE}fr/a.html",
    }
    for part in (
        "Lead of",
        "<p>Sail.</p>",
        "<h2>Duties</h2>",
        "1 &lt; 2 &amp; <a",
        f'href="{BASE}fr/b.html"',
    ):
        assert part in text
    for part in ("<h1", "Ottawa", "¶", "class=", "Ouverte"):
        assert part not in text


@pytest.mark.parametrize(
    "theme", ["alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme"]
)
def test_every_theme(make, theme):
    project = make(
        {"a.md": posting("A", "a", "Text.\n\n## More\n", **FIELDS)},
        conf=CONF + f"html_theme = '{theme}'\n",
    )
    (data,) = read(project.build(), "a.html")
    text = "<section><div><p>Lead of A.</p></div><p>Text.</p><section><h2>More</h2></section></section>"
    assert data["description"].replace("\n", "") == text


def test_the_text_has_nothing_that_its_page_hides(make):
    body = (
        "Sail[^1].\n\n```{job-index}\n:filter: yes\n```\n\n[^1]: With **care**.\n\n"
        '<img src="a.png" srcset="a.png 1x, /b.png 2x">\n'
    )
    conf = CONF.replace("jobs_today = '2026-11-16'\n", "")
    files = {"en/a.md": posting("A", "a", body, expiryDate="2030-04-30", **FIELDS)}
    build = make(files, conf=conf).build()
    page = build.main("en/a")
    assert page.select_one("template.job-closing")
    assert page.select_one("form.job-filter")
    (data,) = read(build, "en/a.html")
    for part in ("<template", "closed", "<form", "<select", "Filter"):
        assert part not in data["description"]
    assert "<p>With <strong>care</strong>.</p>" in data["description"]
    assert f'srcset="{BASE}en/a.png 1x, https://ferries.example/b.png 2x"' in data["description"]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Toronto", "2030-07-01"),
        ("America/Santiago", "2027-04-03"),  # clocks go back at midnight
        ("America/Santiago", "2027-09-04"),  # and forward
        ("Asia/Beirut", "2027-10-30"),
        ("America/Havana", "2027-11-06"),
    ],
)
def test_it_is_valid_until_the_page_closes(make, zone, day):
    conf = CONF.replace("jobs_today = '2026-11-16'\n", "").replace("America/Toronto", zone)
    build = make({"a.md": posting("A", "a", expiryDate=day, **FIELDS)}, conf=conf).build()
    (data,) = read(build, "a.html")
    assert data["validThrough"][:10] == day
    closes = datetime.fromisoformat(build.main("a").select_one("template")["data-closes"])
    assert closes - datetime.fromisoformat(data["validThrough"]) == timedelta(seconds=1)


def test_folders_as_addresses(make):
    files = {
        "en/a.md": posting("A", "a", "[b](b.md)\n", **FIELDS),
        "en/b.md": posting("B", "b", **FIELDS),
    }
    build = make(files, conf=CONF).build("dirhtml")
    (data,) = read(build, "en/a/index.html")
    assert data["url"] == f"{BASE}en/a/"
    assert f'href="{BASE}en/b/"' in data["description"]


@pytest.mark.parametrize("builder", ["singlehtml", "epub"])
def test_pages_without_an_address_have_none(make, builder):
    build = make({"a.md": posting("A", "a")}, conf=CONF).build(builder)
    assert lacking(build) == []
    pages = [
        p for p in build.app.outdir.rglob("*html") if "ld+json" in p.read_text(encoding="utf-8")
    ]
    assert pages == []


def test_only_pages_of_open_listed_postings_have_it(make):
    files = {
        "open.md": posting("Open", "open", **FIELDS),
        "noform.md": posting("No form", "noform", formHidden="true", **FIELDS),
        "closed.md": posting("Closed", "closed", archived="true", **FIELDS),
        "expired.md": posting("Expired", "expired", expiryDate="2026-11-15", **FIELDS),
        "upcoming.md": posting("Upcoming", "upcoming", publishDate="2026-11-17", **FIELDS),
        "unlisted.md": posting("Unlisted", "unlisted", linkHidden="true", **FIELDS),
        "hidden.md": posting("Hidden", "hidden", hidden="true", **FIELDS),
        "draft.md": posting("Draft", "draft", draft="true", **FIELDS),
        "page.md": "# Page\n\n```{job-posting}\n:title: Part\n:translationKey: part\n:date: 2026-11-02\nText\n```\n",
    }
    build = make(files, conf=CONF + "jobs_drafts = True\n").build()
    assert lacking(build) == []
    have = {name for name in files if read(build, name.replace(".md", ".html"))}
    assert have == {"open.md", "noform.md"}


def test_a_private_handbook_has_none_and_no_warning(make):
    conf = CONF + "jobs_organization = {}\n"
    build = make(
        {"a.md": posting("A", "a", **FIELDS), "b.md": posting("B", "b")}, conf=conf
    ).build()
    assert build.warnings == []
    assert read(build, "a.html") == read(build, "b.html") == []


def test_one_warning_names_the_missing_fields_of_all_postings(make):
    files = {
        "a.md": posting("A", "a", **FIELDS),
        "b.md": posting("B", "b", location="Ottawa"),
        "c.md": posting("C", "c"),
        "d.md": posting("D", "d", "", description=None, **FIELDS),
        "e.md": posting("E", "e", archived="true"),
        "f.md": posting("F", "f", description=None, **FIELDS),
    }
    project = make(files, conf=CONF)
    build = project.build()
    expected = (
        "b.md:3: WARNING: Postings have no structured data because required fields are missing: "
        "date (b, c); location (c); a text (d). Add the fields to the front matter, or to "
        "`jobs_organization`. [jobs.structured]"
    )
    assert lacking(build) == [expected]
    have = {name for name in files if read(build, name.replace(".md", ".html"))}
    assert have == {"a.md", "f.md"}
    again = project.build()
    assert lacking(again) == [expected]
    assert again.written == []


def test_without_the_address_of_the_site(make):
    body = "See [b](b.md) and [x](https://x.example/).\n"
    files = {"a.md": posting("A", "a", body, **FIELDS), "b.md": posting("B", "b", **FIELDS)}
    (data,) = read(make(files, conf=CONF + "html_baseurl = ''\n").build(), "a.html")
    assert "url" not in data
    assert 'href="https://x.example/"' in data["description"]
    assert "b.html" not in data["description"]


def test_an_organization_for_each_language(make):
    conf = CONF + (
        "jobs_organization = {'en': {'name': 'Ferries', 'address': {'addressCountry': 'CA'}},"
        " 'fr': {'name': 'Traversiers', 'address': {'addressCountry': 'CA'}}}\n"
    )
    files = {f"{lang}/a.md": posting("A", "a", **FIELDS) for lang in ("en", "fr", "de")}
    build = make(files, conf=conf).build()
    names = {lang: read(build, f"{lang}/a.html") for lang in ("en", "fr", "de")}
    assert names["en"][0]["hiringOrganization"]["name"] == "Ferries"
    assert names["fr"][0]["hiringOrganization"]["name"] == "Traversiers"
    assert names["de"] == []
    assert "an organization in its language (de/a)" in lacking(build)[0]


@pytest.mark.parametrize(("title", "text"), [("", ""), ("Matelot", ""), ("Matelot", "Du texte.")])
def test_a_page_in_place_of_a_missing_one_has_the_texts_that_it_shows(make, title, text):
    texts = {"Deckhand": title, "Lead of Deckhand.": title and "Chapeau.", "Some text.": text}
    catalog = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    catalog += "".join(f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in texts.items())
    files = {
        "en/a.md": posting("Deckhand", "a", **FIELDS),
        "locale/fr/LC_MESSAGES/en/a.po": catalog,
    }
    conf = (
        CONF
        + "jobs_publish = 'language'\njobs_languages = ['en', 'fr']\nlanguage = 'fr'\nlocale_dirs = ['locale']\n"
    )
    (data,) = read(make(files, conf=conf).build(), "en/a.html")
    assert data["title"] == (title or "Deckhand")
    assert (text or "Some text.") in data["description"]
    assert "seulement" not in data["description"]  # the notice


@pytest.mark.parametrize(
    "body", ["</script><script>alert(1)</script>", "a\u2028b 🇨🇦 <!-- \"'\\", "x " * 50_000]
)
def test_hostile_texts(make, body):
    title = "</script><script>alert(1)//"
    build = make({"a.md": posting(f"'{title}'", "a", body, **FIELDS)}, conf=CONF).build()
    (data,) = read(build, "a.html")
    assert data["title"] == job_domain(build.app.env).page_of("a").posting.title
    scripts = build.page("a").head.select("script")
    assert sum("ld+json" in (s.get("type") or "") for s in scripts) == 2
    assert not any("alert" in s.get_text() for s in scripts if not s.get("type"))
    assert "alert" not in data["description"] or "<script" not in data["description"]


# Values as people write them

DATES = {
    "2026-03-31": "2026-03-31", "2026-03-31T10:00:00Z": "2026-03-31",
    "2026-03-31T02:00:00Z": "2026-03-30",  # in Toronto
    "2026-03-31 09:00:00 -0400": "2026-03-31", "31 mars 2026": "2026-03-31",
    "1er mars 2026": "2026-03-01", "le 3 avril 2026": "2026-04-03", "3 avr. 2026": "2026-04-03",
    "31-mars-2026": "2026-03-31", "5 DÉCEMBRE 2026": "2026-12-05", "March 31, 2026": "2026-03-31",
    "Mar 31, 2026": "2026-03-31", "31 March 2026": "2026-03-31", "3rd April 2026": "2026-04-03",
    "Sept. 5, 2026": "2026-09-05", "31/12/2026": "2026-12-31", "2026/03/31": "2026-03-31",
    "20260331": "2026-03-31", "2026-W14-2": "2026-03-31", "le mardi 31 mars 2026": "2026-03-31",
    "the 31st of March 2026": "2026-03-31", "2026-W14": None,
    "03/04/2026": None, "31/02/2026": None, "30 février 2026": None, "tomorrow": None,
    "demain": None, "March 2026": None, "2026": None, "2026-13-01": None,
    "0001-01-01T00:00:00Z": None,
}  # fmt: skip


@pytest.mark.slow
def test_every_spelling_of_the_tables_on_its_page(make):
    """The other tables are those of the tests of values: each page has a value of each of them."""
    salaries, places = [*test_salary.SALARIES.items()], [*test_places.LOCATIONS.items()]
    spellings = {**test_vocabularies.EQUAL, **test_vocabularies.MORE}
    types = [(text, codes) for text, codes in spellings.items() if codes == codes.upper()]
    rows = [(n, salaries[n], places[n % len(places)], types[n % len(types)])
            for n in range(len(salaries))]  # fmt: skip
    assert len(rows) >= max(len(places), len(types))
    files = {
        f"{n}.md": posting(
            f"P{n}", f"p{n}", date="2026-11-02", salary=json.dumps(salary),
            location=json.dumps([place]), employmentType=json.dumps([type_]),
        )
        for n, (salary, _), (place, _), (type_, _) in rows
    }  # fmt: skip
    for n, date in enumerate(DATES):
        files[f"d{n}.md"] = posting(f"D{n}", f"d{n}", date=json.dumps(date), location="Ottawa")
    conf = CONF + "jobs_today = '2027-01-01'\nsuppress_warnings = ['jobs']\n"
    build = make(files, conf=conf).build()
    for n, (date, day) in enumerate(DATES.items()):
        assert [data["datePosted"] for data in read(build, f"d{n}.html")] == [
            *filter(None, [day])
        ], date
    for n, (written, salary), (place, at), (type_, codes) in rows:
        (data,) = read(build, f"{n}.html")
        unit = data.get("baseSalary", {}).get("value", {}).get("unitText")
        assert unit == (salary and salary[1]), written
        found = data.get("employmentType", [])
        assert ([found] if isinstance(found, str) else found) == codes.split(), type_
        address = data.get("jobLocation", {}).get("address", {})
        remote = isinstance(at, list)
        expected = (None, None) if remote else at[:2]
        assert (address.get("addressLocality"), address.get("addressCountry")) == expected, place
        assert ("jobLocationType" in data) is remote, place


# The place of a page in the site, and the postings in lists

JOBS = {
    "index.md": "# Home & more\n\n```{toctree}\nen/jobs\nfr/emplois\n```\n",
    "en/jobs.md": "# All *jobs*\n\n```{job-index}\n```\n",
    "fr/emplois.md": "# Emplois\n\nCeci est « un » <texte>.\n\n```{job-index}\n:style: cards\n```\n\nFin.\n",
    "en/a.md": posting("A < b & c", "a", **FIELDS),
    "en/b.md": posting("B", "b", linkHidden="true", **FIELDS),
    "en/c.md": posting("C", "c", draft="true", **FIELDS),
    "en/d.md": posting("D", "d", archived="true", **FIELDS),
    "fr/a.md": posting("A", "a", **FIELDS),
}
QUIET = CONF + "suppress_warnings = ['jobs.pair']\njobs_drafts = True\n"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_breadcrumbs(make, builder):
    build = make(JOBS, conf=QUIET).build(builder)
    end, slash = (".html", "index.html") if builder == "html" else ("/", "")
    name = "{}.html" if builder == "html" else "{}/index.html"
    (found,) = read(build, name.format("en/a"), "BreadcrumbList")
    assert found["itemListElement"] == [
        {"@type": "ListItem", "position": n, "name": title, "item": BASE + path}
        for n, (title, path) in enumerate(
            [("Home & more", slash), ("All jobs", f"en/jobs{end}"), ("A < b & c", f"en/a{end}")], 1
        )
    ]
    assert read(build, name.format("en/d"), "BreadcrumbList")  # also when it is closed
    for other in ("en/b", "en/c", "en/jobs"):
        assert read(build, name.format(other), "BreadcrumbList") == []


def test_lists_name_the_postings_that_they_show(make):
    build = make(JOBS, conf=QUIET).build()
    for page, urls in (("en/jobs", ["en/a.html", "en/c.html"]), ("fr/emplois", ["fr/a.html"])):
        (found,) = read(build, f"{page}.html", "ItemList")
        items = found["itemListElement"]
        assert [item["url"] for item in items][: len(urls)] == [BASE + url for url in urls]
        assert [item["position"] for item in items] == [*range(1, len(items) + 1)]
    assert read(build, "en/a.html", "ItemList") == read(build, "index.html", "ItemList") == []


def test_an_empty_list_has_none(make):
    build = make({"jobs.md": "# Jobs\n\n```{job-index}\n```\n"}, conf=QUIET).build()
    assert read(build, "jobs.html", "ItemList") == []


@pytest.mark.parametrize("conf", ["html_baseurl = ''\n", "jobs_web = False\n"])
def test_no_addresses_without_that_of_the_site(make, conf):
    build = make(JOBS, conf=QUIET + conf).build()
    for kind in ("BreadcrumbList", "ItemList"):
        assert read(build, "en/a.html", kind) == read(build, "en/jobs.html", kind) == []


def test_pages_with_lists_are_described(make):
    long = "word " * 100
    given = "---\nmyst:\n  html_meta:\n    description: Mine.\n---\n# Given\n\nText.\n\n"
    files = {
        **JOBS,
        "en/empty.md": "# Empty\n\n```{job-index}\n:where: team = X\n```\n",
        "en/given.md": given + "```{job-index}\n```\n",
        "en/long.md": f"# Long\n\n{long}\n\n```{{job-index}}\n```\n",
        "en/other.md": "# Other\n\nText.\n",
    }
    conf = QUIET + "extensions.append('sphinxext.opengraph')\n"
    build = make(files, conf=conf).build()
    found = {name.removesuffix(".md"): tags(build.page(name.removesuffix(".md"))) for name in files}
    assert found["en/jobs"]["description"] == "Handbook – 2 job postings"
    assert found["fr/emplois"]["description"] == "Ceci est « un » <texte>."
    assert found["en/empty"]["description"] == "Handbook – Job postings"
    assert found["en/long"]["description"] == ("word " * 60).strip() + "…"
    for name in ("en/jobs", "fr/emplois", "en/empty", "en/long"):
        assert found[name]["og:description"] == found[name]["description"]
    assert found["en/given"]["description"] == "Mine."


# Incremental builds


def test_a_new_title_above_changes_breadcrumbs(make):
    project = make(JOBS, conf=QUIET)
    project.build()
    assert project.build().written == []
    edit(project, {"index.md": JOBS["index.md"].replace("Home & more", "Start")})
    build = project.build()
    assert "en/a" in build.written
    (found,) = read(build, "en/a.html", "BreadcrumbList")
    assert found["itemListElement"][0]["name"] == "Start"


def test_a_new_address_changes_lists(make):
    project = make(JOBS, conf=QUIET)
    project.build()
    build = project.build(confoverrides={"html_baseurl": "https://other.example/"})
    assert {"en/a", "en/jobs"} <= {*build.written}
    (found,) = read(build, "en/jobs.html", "ItemList")
    assert found["itemListElement"][0]["url"].startswith("https://other.example/")


def test_a_posting_that_closes_loses_it(make):
    project = make({"a.md": posting("A", "a", expiryDate="2026-12-04", **FIELDS)}, conf=CONF)
    assert read(project.build(), "a.html")
    build = project.build(confoverrides={"jobs_today": "2026-12-05"})
    assert build.read == []
    assert but_root(build) == ["a"]
    assert read(build, "a.html") == []


@pytest.mark.parametrize(
    ("override", "name", "value"),
    [
        (
            {"jobs_organization": {**ORGANIZATION, "name": "Other"}},
            "identifier",
            {"@type": "PropertyValue", "name": "Other", "value": "a"},
        ),
        ({"html_baseurl": "https://other.example/"}, "url", "https://other.example/a.html"),
        ({"jobs_timezone": "America/Vancouver"}, "validThrough", "2026-12-04T23:59:59-08:00"),
        ({"jobs_always_open": ["a"]}, "validThrough", None),
    ],
)
def test_what_changes_it_has_pages_written_again(make, override, name, value):
    files = {"a.md": posting("A", "a", expiryDate="2026-12-04", **FIELDS)}
    project = make(files, conf=CONF)
    project.build()
    assert project.build().written == []
    build = project.build(confoverrides=override)
    assert build.read == []
    assert "a" in build.written
    assert read(build, "a.html")[0].get(name) == value
    assert project.build(confoverrides=override).written == []


def test_it_is_turned_off_and_on(make):
    project = make({"a.md": posting("A", "a", **FIELDS), "b.md": "# B\n"}, conf=CONF)
    project.build()
    off = project.build(confoverrides={"jobs_organization": {}})
    assert (but_root(off), read(off, "a.html")) == (["a"], [])
    on = project.build()
    assert but_root(on) == ["a"]
    assert read(on, "a.html")


def test_each_posting_is_worked_out_once_and_each_page_read_once(make, monkeypatch):
    worked_out = Mock(wraps=schema_org.job_posting)
    read_once = Mock(wraps=fragment.extract)
    monkeypatch.setattr(schema_org, "job_posting", worked_out)
    monkeypatch.setattr(head, "extract", read_once)
    files = {f"p{n}.md": posting(f"P{n}", f"p{n}", **FIELDS) for n in range(3)}
    files["closed.md"] = posting("C", "c", archived="true", **FIELDS)
    project = make(files, conf=CONF)
    assert read(project.build(), "p0.html")
    assert (worked_out.call_count, read_once.call_count) == (3, 3)
    assert project.build().written == []
    assert (worked_out.call_count, read_once.call_count) == (6, 3)


def test_whoever_asks_first_the_text_of_a_posting_without_a_lead_counts(make):
    build = make({"a.md": posting("A", "a", description=None, **FIELDS)}, conf=CONF).build()
    domain = job_domain(build.app.env)
    domain.forget_jobs()
    structured = domain.views.structured_data(domain.page_of("a"))
    assert (structured.missing, structured.data["description"]) == ([], "Some text.")
    assert "ld+json" in structured.json_ld("<p>Some text.</p>")
    assert structured.json_ld("<p></p>") == ""


def test_in_parallel(make):
    files = {f"p{n}.md": posting(f"P{n}", f"p{n}", **FIELDS) for n in range(12)}
    files["q.md"] = posting("Q", "q")
    serial = make(files, conf=CONF).build()
    parallel = make(files, conf=CONF, name="parallel").build(parallel=2)
    assert lacking(serial) == lacking(parallel) != []
    for name in files:
        assert read(serial, name.replace(".md", ".html")) == read(
            parallel, name.replace(".md", ".html")
        )


@pytest.mark.parametrize(
    "value", ["{'url': 'https://x.example/'}", "{'name': 'X', 'colour': 'blue'}", "'X'", "{1: 2}"]
)
def test_an_organization_that_cannot_be_used(make, value):
    build = make(
        {"a.md": posting("A", "a", **FIELDS)}, conf=CONF + f"jobs_organization = {value}\n"
    ).build()
    (warning,) = build.warnings
    assert "jobs_organization: " in warning
    assert ", so the default, {}, is used. " in warning
    assert warning.endswith(" [jobs.config]")
    assert read(build, "a.html") == []
