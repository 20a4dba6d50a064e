"""What a posting's page owes to browsers and search engines: closing by itself, its head."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from .conftest import posting
from .test_incremental import but_root


@pytest.fixture
def on(monkeypatch):
    """Return a setter of the day of the build, at noon UTC."""

    def set_day(day: str) -> None:
        noon = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))

    return set_day


CLOSING = {
    "en/a.md": posting("A", "a", expiryDate="2030-02-01"),
    "fr/a.md": posting("A", "a", expiryDate="2030-02-01"),
    "en/b.md": posting("B", "b"),
}
CONF = "jobs_languages = ['en', 'fr']\njobs_apply_url = 'https://x.example/{key}'\njobs_timezone = 'America/Toronto'\nsuppress_warnings = ['jobs.pair']\n"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_carries_what_it_shows_once_closed(make, on, builder):
    on("2030-01-15")
    project = make(CLOSING, conf=CONF)
    build = project.build(builder)
    assert build.warnings == []
    name = "fr/a" if builder == "html" else "fr/a/index"
    page = build.page(name)
    (template,) = page.select("template.job-closing")
    assert template["data-closes"] == "2030-02-02T00:00:00-05:00"
    assert template.find_parent(class_="job-posting") is not None
    assert page.select_one(".job-apply") is not None
    (script,) = page.select('script[src*="sphinxext-jobs.js"]')
    assert script.has_attr("defer")
    assert build.app.outdir.joinpath("_static/sphinxext-jobs.js").exists()
    other = build.page(name.replace("fr/a", "en/b"))
    assert other.select('template, script[src*="sphinxext-jobs.js"]') == []
    on("2030-02-02")
    closed = project.build(builder).page(name)
    assert str(closed.select_one(".job-notice")) == str(template.select_one(".job-notice"))
    assert template["data-status"] == closed.select_one(".job-fact-status").get_text()
    assert closed.select("template, .job-apply") == []


def test_the_words_of_a_closed_page_are_not_searched(make, on):
    on("2030-01-15")
    build = make(CLOSING, conf=CONF).build()
    assert "refer" not in build.text("searchindex.js")  # “It is kept for reference.”
    on("2030-02-02")
    assert "refer" in make(CLOSING, conf=CONF, name="later").build().text("searchindex.js")


@pytest.mark.parametrize(
    ("fields", "conf"),
    [
        ({"expiryDate": "9999-12-31"}, ""),
        ({"expiryDate": "2030-01-14"}, ""),
        ({"expiryDate": "2030-02-01", "archived": "true"}, ""),
        ({"expiryDate": "2030-02-01"}, "jobs_always_open = ['a']\n"),
        ({"expiryDate": "2030-02-01"}, "jobs_today = '2030-01-15'\n"),
        ({}, ""),
    ],
)
def test_what_does_not_close_by_itself(make, on, fields, conf):
    on("2030-01-15")
    build = make({"a.md": posting("A", "a", **fields)}, conf=conf).build()
    assert build.page("a").select('template, script[src*="sphinxext-jobs.js"]') == []


def test_the_end_of_the_day_where_the_clock_changes(make, on):
    on("2030-01-15")
    days = {"a": "2030-03-09", "b": "2030-03-10", "c": "2030-11-03T23:00:00-05:00"}
    files = {f"{key}.md": posting(key, key, expiryDate=day) for key, day in days.items()}
    build = make(files, conf=CONF).build()
    found = {key: build.page(key).template["data-closes"] for key in days}
    assert found == {
        "a": "2030-03-10T00:00:00-05:00",
        "b": "2030-03-11T00:00:00-04:00",
        "c": "2030-11-04T00:00:00-05:00",
    }


def test_a_build_of_the_next_day_closes_without_a_change_of_source(make, on):
    project = make({**CLOSING, "en/jobs.md": "# Jobs\n\n```{job-index}\n```\n"}, conf=CONF)
    on("2030-02-01")
    project.build()
    assert project.build().written == []
    on("2030-02-02")  # noon; in Toronto it is the 2nd, too
    build = project.build()
    assert build.read == []
    assert set(but_root(build)) >= {"en/a", "fr/a", "en/jobs"}
    assert build.main("en/a").select_one(".job-notice.job-closed") is not None


def test_another_zone_rewrites_the_instant(make, on):
    on("2030-01-15")
    project = make(CLOSING, conf=CONF)
    project.build()
    build = project.build(confoverrides={"jobs_timezone": "Asia/Tokyo"})
    assert but_root(build) == ["en/a", "fr/a"]
    assert build.page("en/a").template["data-closes"] == "2030-02-02T00:00:00+09:00"


@pytest.mark.parametrize("builder", ["text", "epub", "latex", "xml", "json", "singlehtml", "man"])
def test_other_builders_take_it(make, on, builder):
    on("2030-01-15")
    build = make(CLOSING, conf=CONF + "epub_show_urls = 'no'\n").build(builder)
    assert [w for w in build.warnings if "job" in w.lower()] == []
