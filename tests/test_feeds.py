"""Feeds of a built site: what is in them, when they change, and who names them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import fastjsonschema
import feedparser
import pytest
from bs4 import BeautifulSoup

from sphinxext_jobs._compat import KEEPS_FOOTNOTES
from sphinxext_jobs.formats import json_schema

from .support import Build, Project, but_root, edit, posting

BASE = "https://x.example/careers/"
INDEX = "# Jobs\n\n```{job-index}\n```\n"
BODY = """Read [about us](../other.md) and [the duties](#duties).

## Duties

![Boat](boat.png)
"""
FILES: dict[str, str | bytes] = {
    "index.md": "# Home\n\n```{toctree}\nother\nen/jobs\nfr/jobs\n```\n",
    "other.md": "# Other\n",
    "en/jobs.md": INDEX,
    "fr/jobs.md": INDEX,
    "en/boat.png": b"\x89PNG\r\n\x1a\n",
    "en/a.md": posting("Deckhand", "a", BODY, date="2026-03-01", team="Deck", tags="[sea]"),
    "fr/a.md": posting("Matelot", "a", "Le pont.\n", date="2026-03-01"),
    "en/b.md": posting("Cook", "b", date="2026-02-01", lastmod="2026-03-05T10:00:00Z"),
    "en/closed.md": posting("Closed one", "c", archived="true"),
    "en/hidden.md": posting("Hidden one", "d", linkHidden="true"),
    "en/draft.md": posting("Draft one", "e", draft="true"),
    "en/soon.md": posting("Soon", "f", publishDate="2030-01-01"),
    "en/past.md": posting("Past", "g", expiryDate="2026-01-01"),
}
CONF = (
    f"jobs_languages = ['en', 'fr']\nhtml_baseurl = '{BASE}'\njobs_today = '2026-04-01'\n"
    "suppress_warnings = ['jobs.pair', 'image.not_readable']\n"
)
NAMES = ["jobs.en.atom", "jobs.en.json", "jobs.fr.atom", "jobs.fr.json", "jobs.json"]


def names(build: Build) -> list[str]:
    return sorted(p.name for p in Path(build.app.outdir).glob("jobs*"))


def contents(build: Build) -> dict[str, bytes]:
    return {name: (Path(build.app.outdir) / name).read_bytes() for name in names(build)}


def atom(build: Build, lang: str = "en") -> feedparser.FeedParserDict:
    found = feedparser.parse((Path(build.app.outdir) / f"jobs.{lang}.atom").read_bytes())
    assert (found.bozo, found.version) == (False, "atom10"), found.get("bozo_exception")
    return found


def items(build: Build, lang: str = "en") -> list[dict[str, Any]]:
    found = json.loads(build.text(f"jobs.{lang}.json"))
    check_json_feed(found)
    return found["items"]


def _object(required: str = "", **properties: object) -> dict[str, object]:
    """An object of a JSON Feed: other names than the known must begin with ``_``."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "patternProperties": {"^_[^.]*$": {"type": "object"}},
        "additionalProperties": False,
    }


TEXT = {"type": "string", "pattern": r"\S"}
URL = {"type": "string", "pattern": r"^https?://[^/\s<>\"]+/[^\s<>\"]*$"}
DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
RFC_3339 = {
    "type": "string",
    "format": "date-time",
    "pattern": f"^{DAY}T[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)$",
}
RFC_5646 = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"}
AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {**_object(name=TEXT, url=URL, avatar=URL), "minProperties": 1},
}
ATTACHMENT = _object("url mime_type", url=URL, mime_type=TEXT, title=TEXT,
                     size_in_bytes={"type": "number"}, duration_in_seconds={"type": "number"})  # fmt: skip
ITEM = _object(
    "id", id=TEXT, url=URL, external_url=URL, title=TEXT, content_html=TEXT, content_text=TEXT,
    summary=TEXT, image=URL, banner_image=URL, date_published=RFC_3339, date_modified=RFC_3339,
    authors=AUTHORS, tags={"type": "array", "items": TEXT, "uniqueItems": True},
    language=RFC_5646, attachments={"type": "array", "items": ATTACHMENT},
)  # fmt: skip
#: https://www.jsonfeed.org/version/1.1/, but for what it calls deprecated.
JSON_FEED = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **_object(
        "version title items",
        version={"const": "https://jsonfeed.org/version/1.1"},
        title=TEXT, home_page_url=URL, feed_url=URL, description=TEXT, user_comment=TEXT,
        next_url=URL, icon=URL, favicon=URL, authors=AUTHORS, language=RFC_5646,
        expired={"type": "boolean"},
        hubs={"type": "array", "items": _object("type url", type=TEXT, url=URL)},
        items={
            "type": "array",
            "items": {**ITEM, "anyOf": [{"required": [f"content_{t}"]} for t in ("html", "text")]},
        },
    ),
}  # fmt: skip
validate = fastjsonschema.compile(JSON_FEED)


def check_json_feed(feed: dict[str, Any]) -> None:
    """The rules of JSON Feed 1.1, and what it recommends: strongly, in case of the addresses."""
    validate(feed)
    assert {"home_page_url", "feed_url", "authors", "language"} <= feed.keys()
    for item in feed["items"]:
        assert {"url", "title", "language"} <= item.keys()
        assert not re.search(r'(?:href|src)="(?![a-z]+:)', item["content_html"])
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("change", "item_change"),
    [
        ({"version": "https://jsonfeed.org/version/1"}, {}),
        ({"title": None}, {}),
        ({"home_page_url": "/jobs"}, {}),
        ({"generator": {}}, {}),
        ({"_generator": "text"}, {}),
        ({"authors": ["Ferries"]}, {}),
        ({"authors": [{}]}, {}),
        ({"author": {"name": "Ferries"}}, {}),
        ({"language": "fr_CA"}, {}),
        ({}, {"id": 7}),
        ({}, {"url": "en/a.html"}),
        ({}, {"content_html": ""}),
        ({}, {"date_published": "2026-03-01"}),
        ({}, {"date_modified": "2026-03-01T10:00:00"}),
        ({}, {"date_modified": "2026-13-01T10:00:00Z"}),
        ({}, {"tags": "Deck"}),
        ({}, {"lang": "en"}),
    ],
)
def test_what_is_no_json_feed(change, item_change):
    item = {"id": "a", "url": f"{BASE}a", "title": "A", "content_html": "<p>", "language": "en"}
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": BASE,
        "feed_url": f"{BASE}jobs.en.json", "authors": [{"name": "F"}], "language": "en",
        "items": [item],
    }  # fmt: skip
    check_json_feed(feed)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        check_json_feed({**feed, **change, "items": [{**item, **item_change}]})


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_open_listed_postings_are_in_the_feed_of_their_language(make, builder):
    build = make(FILES, conf=CONF).build(builder)
    assert build.warnings == []
    assert names(build) == NAMES
    end = ".html" if builder == "html" else "/"
    english, french = atom(build), atom(build, "fr")
    assert [e.title for e in english.entries] == ["Deckhand", "Cook"]
    assert [e.title for e in french.entries] == ["Matelot"]
    assert french.feed.title == "Handbook – Offres d’emploi"
    assert (french.feed.language, french.entries[0].content[0].language) == ("fr", "fr")
    assert french.feed.link == f"{BASE}fr/jobs{end}"
    assert french.feed.author == "Handbook"
    assert english.feed.updated == "2026-03-05T10:00:00Z"
    entry = english.entries[0]
    assert (entry.link, entry.summary) == (f"{BASE}en/a{end}", "Lead of Deckhand.")
    assert [tag.term for tag in entry.tags] == ["Deck", "sea"]
    assert entry.published == entry.updated == "2026-03-01T00:00:00Z"
    for lang, feed in (("en", english), ("fr", french)):
        found = items(build, lang)
        for name in ("id", "title", "summary"):
            assert [item[name] for item in found] == [e[name] for e in feed.entries]
        assert [item["url"] for item in found] == [e.link for e in feed.entries]


def test_an_entry_holds_the_whole_posting_with_absolute_addresses(make):
    build = make(FILES, conf=CONF).build()
    content = BeautifulSoup(items(build)[0]["content_html"], "lxml")
    links = [str(a["href"]) for a in content.select("a")]
    assert links == [f"{BASE}other.html", f"{BASE}en/a.html#duties"]
    assert content.img["src"] == f"{BASE}_images/boat.png"
    assert (content.h1, content.h2.get_text()) == (None, "Duties")
    assert content.select_one(".job-switch, .headerlink") is None
    assert content.find("dt", string="Team").find_next("dd").get_text(strip=True) == "Deck"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_entry_holds_the_footnotes_of_its_posting(make, builder):
    page = "Deck[^1], *sea*[^b], and again[^1].\n\n[^1]: Of **wood**.\n[^b]: See [other](../other.md).\n"
    files = {**FILES, "en/a.md": posting("Deckhand", "a", page, date="2026-03-01")}
    build = make(files, conf=CONF).build(builder)
    end = ".html" if builder == "html" else "/"
    content = BeautifulSoup(items(build)[0]["content_html"], "lxml")
    notes = content.select('[role="doc-footnote"]')
    assert [note.p.get_text() for note in notes] == ["Of wood.", "See other."]
    assert notes[1].p.a["href"] == f"{BASE}other{end}"
    references = [str(a["href"]) for a in content.select('[role="doc-noteref"]')]
    url, _, anchor = references[0].partition("#")
    assert (url, references[2]) == (f"{BASE}en/a{end}", references[0])
    on_page = build.main("en/a" if builder == "html" else "en/a/index").find(id=anchor)
    assert on_page.p.get_text() == "Of wood."


def test_a_posting_in_a_page_has_only_its_own_footnotes(make):
    inline = (
        "# Jobs\n\nOurs[^a].\n\n```{job-posting}\n:title: Painter\n:description: Paint.\n"
        ":translationKey: painter\n\nPaint[^p].\n\n[^p]: In green.\n```\n\n"
        "```{job-posting}\n:title: Pilot\n:description: Fly.\n:translationKey: pilot\n\n"
        "Fly[^p].\n\n[^p]: High[^q].\n[^q]: And far.\n```\n\n[^a]: The page’s.\n"
    )
    found = items(make({"jobs.md": inline}, conf=CONF).build())
    notes = {
        item["title"]: [
            note.p.get_text()
            for note in BeautifulSoup(item["content_html"], "lxml").select("[role=doc-footnote]")
        ]
        for item in found
    }
    number = 4 if KEEPS_FOOTNOTES else 3  # MyST-Parser 3 numbers the page's own last
    assert notes == {"Painter": ["In green."], "Pilot": [f"High[{number}].", "And far."]}


def test_an_entry_has_nothing_that_its_page_hides(make):
    body = "Sail.\n\n```{job-index}\n:filter: yes\n```\n"
    files = {"en/a.md": posting("Deckhand", "a", body, expiryDate="2030-04-30")}
    build = make(files, conf=CONF.replace("jobs_today = '2026-04-01'", "")).build()
    page = build.main("en/a")
    assert page.select_one("template.job-closing")
    assert page.select_one("form.job-filter")
    (item,) = items(build)
    for part in ("<template", "closed", "<form", "<select", "Filter"):
        assert part not in item["content_html"]
    assert "April 30, 2030" in item["content_html"]


def validated_list(build):
    found = json.loads(build.text("jobs.json"))
    fastjsonschema.compile(json_schema.job_list(**json_schema.ADDRESSES))(found)
    return found


def test_drafts_are_in_no_file(make):
    files = {**FILES, "fr/b.md": posting("Cuisinier", "b", draft="true")}
    build = make(files, conf=CONF + "jobs_drafts = True\n").build()
    assert build.main("en/draft")
    assert build.main("fr/b")
    assert not [name for name in NAMES if "draft" in build.text(name).lower()]
    assert not [name for name in NAMES if "uisinier" in build.text(name)]
    found = validated_list(build)["postings"]
    assert [p["counterparts"] for p in found if p["key"] == "b"] == [{}]
    assert [item["title"] for item in items(build)] == ["Deckhand", "Cook"]
    assert len(items(build, "fr")) == 1
    kept = (Path(build.app.doctreedir) / ".jobs-feeds").rglob("*.html")
    assert len(list(kept)) == 3


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_with_a_list_name_the_feeds_of_their_language(make, builder):
    build = make(FILES, conf=CONF).build(builder)
    end = ".html" if builder == "html" else "/index.html"
    for path in Path(build.app.outdir).rglob("*.html"):
        name = path.relative_to(build.app.outdir).as_posix()
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        found = page.select('link[rel="alternate"][type]')
        lang = {f"en/jobs{end}": "en", f"fr/jobs{end}": "fr"}.get(name)
        url = BASE + (name if builder == "html" else name.removesuffix("index.html"))
        assert [(link["type"], urljoin(url, str(link["href"]))) for link in found] == (
            [
                ("application/atom+xml", f"{BASE}jobs.{lang}.atom"),
                ("application/feed+json", f"{BASE}jobs.{lang}.json"),
            ]
            if lang
            else []
        )


def test_a_list_may_link_to_the_feed_of_its_language(make):
    asked = "# Jobs\n\n```{job-index}\n:feed:\n:status: upcoming\n```\n"
    project = make({**FILES, "en/jobs.md": asked, "fr/jobs.md": asked}, conf=CONF)
    build = project.build()
    assert build.warnings == []
    links = [build.main(f"{lang}/jobs").select("p.job-feed a") for lang in ("en", "fr")]
    assert [(a["href"], a["rel"], a["type"]) for found in links for a in found] == [
        ("../jobs.en.atom", ["alternate"], "application/atom+xml"),
        ("../jobs.fr.atom", ["alternate"], "application/atom+xml"),
    ]
    assert build.app.outdir.joinpath("jobs.en.atom").exists()
    build = project.build(confoverrides={"jobs_feeds": False})
    assert (build.read, but_root(build)) == ([], ["en/jobs", "fr/jobs"])
    assert build.main("en/jobs").select(".job-feed") == []
    assert "Atom" not in project.build("text").text("en/jobs.txt")


def test_the_list_of_all_postings(make):
    build = make(FILES, conf=CONF).build()
    found = json.loads(build.text("jobs.json"))["postings"]
    assert [(p["key"], p["language"], p["status"], p["listed"]) for p in found] == [
        ("a", "en", "open", True),
        ("a", "fr", "open", True),
        ("b", "en", "open", True),
        ("c", "en", "closed", True),
        ("d", "en", "open", False),
        ("f", "en", "upcoming", True),
        ("g", "en", "closed", True),
    ]
    assert found[0]["url"] == f"{BASE}en/a.html"
    assert found[0]["counterparts"] == {"fr": f"{BASE}fr/a.html"}
    assert (found[0]["team"], found[0]["date"]) == ("Deck", "2026-03-01")


def test_without_an_address_there_is_only_the_list(make):
    project = make(FILES, conf=CONF.replace(BASE, ""))
    build = project.build()
    assert (build.warnings, names(build)) == ([], ["jobs.json"])
    found = json.loads(build.text("jobs.json"))["postings"]
    assert (found[0]["url"], found[0]["counterparts"]) == ("en/a.html", {"fr": "fr/a.html"})
    assert not build.page("en/jobs").select('link[rel="alternate"][type]')


def test_an_address_that_becomes_known_and_unknown(make, monkeypatch):
    project = make(FILES, conf=CONF.replace(BASE, ""))
    project.build()
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", BASE)
    build = project.build()
    assert names(build) == NAMES
    assert build.page("en/jobs").select('link[rel="alternate"][type]')
    assert f"{BASE}other.html" in items(build)[0]["content_html"]
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://y.example")
    build = project.build()
    assert "https://y.example/other.html" in items(build)[0]["content_html"]
    assert BASE not in build.text("jobs.en.json")
    monkeypatch.delenv("READTHEDOCS_CANONICAL_URL")
    build = project.build()
    assert names(build) == ["jobs.json"]
    assert not build.page("en/jobs").select('link[rel="alternate"][type]')


def test_who_hires_is_the_author(make):
    names = "jobs_organization = {'en': {'name': 'Ferries'}, 'fr': {'name': 'Traversiers'}}\n"
    build = make(FILES, conf=CONF + names + "suppress_warnings += ['jobs.structured']\n").build()
    assert [atom(build, lang).feed.author for lang in ("en", "fr")] == ["Ferries", "Traversiers"]
    assert json.loads(build.text("jobs.fr.json"))["authors"] == [{"name": "Traversiers"}]


def test_switched_off(make):
    project = make(FILES, conf=CONF)
    assert names(project.build()) == NAMES
    build = project.build(confoverrides={"jobs_feeds": False})
    assert names(build) == []
    assert not build.page("en/jobs").select('link[rel="alternate"][type]')
    assert names(project.build()) == NAMES


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "latex"])
def test_other_builders_write_none(make, builder):
    assert names(make(FILES, conf=CONF).build(builder)) == []


def test_serial_parallel_and_second_builds_are_the_same_to_the_byte(make):
    serial = make(FILES, conf=CONF).build()
    parallel = make(FILES, conf=CONF, name="parallel").build(parallel=2)
    before = contents(serial)
    assert contents(parallel) == before
    times = [(Path(serial.app.outdir) / name).stat().st_mtime_ns for name in NAMES]
    again = Project(Path(serial.app.srcdir)).build()
    assert (again.written, contents(again)) == ([], before)
    assert times == [(Path(serial.app.outdir) / name).stat().st_mtime_ns for name in NAMES]


@pytest.mark.parametrize("parallel", [0, 2])
def test_an_edit_changes_its_entry_alone(make, parallel):
    project = make(FILES, conf=CONF)
    before, french = items(project.build()), project.build().text("jobs.fr.atom")
    edit(project, {"en/b.md": posting("Head cook", "b", "New.\n", date="2026-02-01")})
    build = project.build(parallel=parallel)
    after = items(build)
    assert after[0] == before[0]
    assert build.text("jobs.fr.atom") == french
    assert after[1]["id"] == before[1]["id"]
    assert (after[1]["title"], "New." in after[1]["content_html"]) == ("Head cook", True)
    fresh = make({p.relative_to(project.root).as_posix(): p.read_bytes()
                  for p in project.root.rglob("*.*") if "_build" not in p.parts and p.is_file()},
                 name="fresh").build()  # fmt: skip
    assert contents(fresh) == contents(build)


def test_a_renamed_file_keeps_its_id_and_date(make):
    project = make(FILES, conf=CONF)
    before = items(project.build())
    (project.root / "en/a.md").rename(project.root / "en/z.md")
    after = items(project.build())
    assert after[0]["url"] == f"{BASE}en/z.html"
    for name in ("id", "date_published", "date_modified"):
        assert [item[name] for item in after] == [item[name] for item in before]


def test_a_closed_posting_leaves_and_a_language_keeps_its_feed(make):
    project = make(FILES, conf=CONF)
    project.build()
    edit(project, {"fr/a.md": posting("Matelot", "a", archived="true")})
    build = project.build()
    assert (names(build), atom(build, "fr").entries, items(build, "fr")) == (NAMES, [], [])
    (project.root / "fr/a.md").unlink()
    assert names(project.build()) == ["jobs.en.atom", "jobs.en.json", "jobs.json"]


def test_the_day_decides(make):
    project = make(FILES, conf=CONF)
    project.build()
    build = project.build(confoverrides={"jobs_today": "2030-01-02"})
    assert [item["title"] for item in items(build)] == ["Soon", "Deckhand", "Cook"]
    assert "Some text." in items(build)[0]["content_html"]


def test_lost_contents_are_made_again(make):
    project = make(FILES, conf=CONF)
    build = project.build()
    before = contents(build)
    for path in (Path(build.app.doctreedir) / ".jobs-feeds").rglob("*.html"):
        path.unlink()
    build = project.build()
    assert but_root(build) == ["en/a", "en/b", "fr/a"]
    assert contents(build) == before


def test_postings_inside_pages(make):
    inline = (
        "# Jobs\n\n```{job-posting}\n:title: Painter\n:description: Paint.\n"
        ":translationKey: painter\n\nPaint the hull.\n```\n\n```{job-posting}\n:title: Pilot\n"
        ":description: Fly.\n:translationKey: pilot\n\nFly.\n```\n"
    )
    build = make({"jobs.md": inline}, conf=CONF).build()
    found = {item["title"]: item for item in items(build)}
    assert "Paint the hull." in found["Painter"]["content_html"]
    assert "Fly." not in found["Painter"]["content_html"]
    page, _, fragment = found["Pilot"]["url"].partition("#")
    assert page == f"{BASE}jobs.html"
    assert build.main("jobs").find(id=fragment) is not None


def test_hostile_texts(make):
    files = {
        "en/a.md": posting(
            r'"\0\x01\uD800 ]]> </script> & <b>x</b> 🛳"', "a", "A \x0b b &#11; ]]>\n\n"
            "<script>alert('</p>')</script>\n\n<section>\n\n[x](<http://[>)\n",
            description=r'"\x02 \" \u2028"', tags=r'["\x03", "&<>"]', date="2026-01-01",
        ),
        "en/b.md": posting("B", '"é ’ / # \\x01"', "x" * 100_000, date="2026-01-01"),
    }  # fmt: skip
    build = make(files, conf=CONF + "suppress_warnings += ['jobs', 'myst']\n").build()
    found = items(build)
    assert len(atom(build).entries) == len(found) == 2
    assert max(len(item["content_html"]) for item in found) > 100_000
    assert "<script" not in build.text("jobs.en.json")
    json.loads(build.text("jobs.json"))


def test_duplicates_are_one_entry(make):
    files = {"en/a.md": posting("A", "a"), "en/b.md": posting("B", "a")}
    build = make(files, conf=CONF + "suppress_warnings += ['jobs.duplicate']\n").build()
    assert [item["title"] for item in items(build)] == ["A"]
    assert len(json.loads(build.text("jobs.json"))["postings"]) == 2


def test_regional_texts_are_in_the_feed_of_their_language(make):
    files = {"en/a.md": posting("A", "a"), "b.md": posting("B", "a", lang="fr-CA")}
    build = make(files, conf=CONF).build()
    assert items(build, "fr")[0]["language"] == "fr-CA"


def test_a_file_of_the_project_is_left_alone(make):
    project = make({**FILES, "extra/jobs.en.json": "{}"}, conf=CONF)
    override = {"html_extra_path": ["extra"]}
    assert project.build(confoverrides=override).text("jobs.en.json") == "{}"
    assert project.build(confoverrides=override).text("jobs.en.json") == "{}"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_one_site_for_each_language(make, builder):
    files = {name: text for name, text in FILES.items() if not name.endswith("/jobs.md")}
    files["index.md"] = INDEX
    project = make(files, conf=CONF.replace(BASE, "") + "jobs_publish = 'language'\n")
    sites = {lang: f"https://x.example/{lang}/" for lang in ("en", "fr")}
    for lang, other in (("en", "fr"), ("fr", "en")):
        build = project.build(
            builder,
            builddir=project.root / f"_{lang}",
            confoverrides={"language": lang, "jobs_sites": sites},
        )
        assert names(build) == [f"jobs.{lang}.atom", f"jobs.{lang}.json", "jobs.json"]
        assert items(build, lang)[0]["url"].startswith(sites[lang])
        first = json.loads(build.text("jobs.json"))["postings"][0]
        assert first["url"].startswith(sites[lang])
        assert first["counterparts"][other].startswith(sites[other])
        relative = project.build(
            builder,
            builddir=project.root / f"_{lang}",
            confoverrides={"language": lang, "jobs_sites": {other: f"../{other}/"}},
        )
        first = json.loads(relative.text("jobs.json"))["postings"][0]
        end = ".html" if builder == "html" else "/"
        assert first["counterparts"] == {other: f"../{other}/{other}/a{end}"}
