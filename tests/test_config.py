"""The settings in a build: reported once, read once, and as others left them."""

from __future__ import annotations

import pytest
from sphinx.testing.util import SphinxTestApp

from sphinxext_jobs.settings.settings import Settings
from sphinxext_jobs.store.domain import job_domain

from .support import posting


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("jobs_timezone = None", "None is not an IANA time zone, so the default, 'UTC', is used."),
        ("jobs_timezone = 'Nowhere/Land'", "'Nowhere/Land' is not an IANA time zone"),
        ("jobs_today = 20260331", "20260331 is not a date, so the default, None, is used."),
        ("jobs_languages = None", "None is not a list of strings"),
        ("jobs_languages = ['english']", "'english' is not a language tag"),
        ("jobs_publish = 'both'", "'both' is not a way to publish"),
        ("jobs_apply_url = {1: 'x'}", "{1: 'x'} is not a dictionary of strings"),
        ("jobs_always_open = None", "None is not a list of strings"),
        ("jobs_drafts = 'no'", "'no' is neither True nor False"),
    ],
)
def test_a_wrong_value_is_reported_and_replaced(make, value, problem):
    build = make({"a.md": posting("A", "a")}, conf=f"{value}\n").build()
    (warning,) = build.warnings  # Sphinx adds nothing about the type
    assert warning.startswith(f"WARNING: {value.split()[0]}: {problem}")
    assert warning.endswith("[jobs.config]")
    assert "Some text." in build.main("a").get_text()


def test_a_wrong_value_from_the_command_line_is_reported(make):
    project = make({"a.md": posting("A", "a")})
    build = project.build(confoverrides={"jobs_timezone": "Toronto"})
    assert "jobs_timezone: 'Toronto' is not an IANA time zone" in build.warnings[0]
    build = project.build(confoverrides={"jobs_languages": "en,fr", "jobs_web": "0"})
    assert "no text in fr" in build.warnings[0]
    assert job_domain(build.app.env).settings.web is False


def test_a_lone_text_is_a_list_of_one(make):
    build = make({"en/a.md": posting("A", "a")}, conf="jobs_languages = 'en'\n").build()
    assert [w for w in build.warnings if "[jobs." in w] == []


SETUP = """
def setup(app):
    app.connect("config-inited", change)

def change(app, config):
    config.jobs_languages = {}
    config.jobs_publish = "language"
"""


def test_another_extension_can_change_the_values(make):
    files = {"en/a.md": posting("A", "a"), "fr/a.md": posting("A", "a")}
    build = make(files, conf=SETUP.format(["en", "fr"])).build()
    assert build.warnings == []
    assert build.app.config.gettext_compact is False
    assert [d for d, page in job_domain(build.app.env).pages.items() if page.postings] == ["en/a"]
    build = make(files, conf=SETUP.format("'english'"), name="wrong").build()
    assert "jobs_languages: 'english' is not a language tag" in build.warnings[0]


def test_a_build_reads_its_settings_once(make, monkeypatch):
    calls = []
    from_values = Settings.from_values.__func__

    def counted(cls, values, environ):
        calls.append(values)
        return from_values(cls, values, environ)

    monkeypatch.setattr(Settings, "from_values", classmethod(counted))
    project = make({f"en/p{n}.md": posting(f"P{n}", f"p{n}") for n in range(3)})
    numbers = []
    for builder in ("html", "html", "latex"):
        app = SphinxTestApp(builder, srcdir=project.root)
        calls.clear()  # before a build, others read them for themselves
        app.build()
        app.cleanup()
        numbers.append(len(calls))
    assert numbers == [1, 1, 1]


def test_an_application_that_builds_twice_reads_its_settings_again(make, monkeypatch):
    project = make({"en/a.md": posting("A", "a", expiryDate="2030-01-01")})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # in 2027
    app = SphinxTestApp("html", srcdir=project.root)
    app.build()
    first = job_domain(app.env).settings
    assert "Apply" not in (app.outdir / "en" / "a.html").read_text(encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")  # in 2033
    app.config.jobs_apply_url = "https://x.example/{key}"
    app.build()
    second = job_domain(app.env).settings
    app.cleanup()
    assert (first.day.year, second.day.year) == (2027, 2033)
    assert second.apply_template("en") == "https://x.example/{key}"
    assert "closed" in (app.outdir / "en" / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("parallel", [0, 2])
def test_only_what_changes_how_files_are_read_reads_them_again(make, parallel):
    files = {f"en/p{n}.md": posting(f"P{n}", f"p{n}") for n in range(6)}
    project = make(files)
    assert len(project.build(parallel=parallel).read) == 7
    assert project.build(parallel=parallel).read == []
    looks = {"jobs_drafts": True, "jobs_today": "2030-01-01", "jobs_apply_url": "https://x.example"}
    build = project.build(parallel=parallel, confoverrides=looks)
    assert build.read == []
    assert build.main("en/p0").select_one(".job-apply") is not None
    build = project.build(parallel=parallel, confoverrides={"jobs_languages": ["en"]})
    assert len(build.read) == 7
    # A wrong value is stored as it is, so it does not count as a change in the next build.
    project.build(confoverrides={"jobs_layouts": [1, "job-posting"]})
    assert project.build(confoverrides={"jobs_layouts": [1, "job-posting"]}).read == []


@pytest.mark.parametrize("template", ["https://x.example/{nothing}", "https://x.example/{"])
def test_an_apply_url_that_cannot_be_filled(make, template):
    build = make({"a.md": posting("A", "a")}, conf=f"jobs_apply_url = {template!r}\n").build()
    assert build.warnings == []
    links = [a["href"] for a in build.main("a").select("a.job-apply-link")]
    assert links == ([template] if template.endswith("{") else [])
