"""What a posting's page owes to browsers and search engines: closing by itself, its head."""

from __future__ import annotations

import re
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


# The head

LANGUAGES = "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n"
HEAD = {
    "en/a.md": posting('A <"&', "a"),
    "fr/a.md": posting("Été", "a", lang="fr-CA"),
    "en/h.md": posting("H", "h", linkHidden="true"),
    "en/i.md": posting("I", "i", hidden="true", linkHidden="false"),
    "en/p.md": "# P\n\nText.\n",
}


def head(page) -> dict[str, str]:
    """Return a page's tags by name; each stands once."""
    tags = [
        (t.get("name") or t.get("property"), t["content"])
        for t in page.select("head meta[content]")
    ]
    tags = [
        tag
        for tag in tags
        if tag[0] not in (None, "viewport", "keywords", "generator", "color-scheme")
    ]
    canonical = [(t["rel"][0], t["href"]) for t in page.select("head link[rel=canonical]")]
    found = [*tags, *canonical]
    assert len(found) == len(dict(found))
    return dict(found)


def test_the_head_describes_a_page(make):
    build = make(HEAD, conf=LANGUAGES + "html_baseurl = 'https://x.example/jobs'\n").build()
    assert build.warnings == []
    assert head(build.page("fr/a")) == {
        "description": "Lead of Été.",
        "og:title": "Été",
        "og:type": "website",
        "og:url": "https://x.example/jobs/fr/a.html",
        "og:description": "Lead of Été.",
        "og:locale": "fr_CA",
        "twitter:card": "summary",
        "canonical": "https://x.example/jobs/fr/a.html",
    }
    assert head(build.page("en/a"))["og:title"] == "A <”&"
    assert head(build.page("en/h"))["robots"] == "noindex"
    assert "robots" not in head(build.page("en/i"))
    assert set(head(build.page("en/p"))) == {"canonical"}


@pytest.mark.parametrize("theme", ["alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme"])
def test_the_canonical_address_is_ours_where_sphinx_has_none(make, monkeypatch, theme):
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://x.example/en/latest/")
    build = make(HEAD, conf=LANGUAGES + f"html_theme = '{theme}'\n").build()
    found = head(build.page("en/a"))
    assert found["canonical"] == found["og:url"] == "https://x.example/en/latest/en/a.html"


def test_without_an_address_none_is_written(make, monkeypatch):
    monkeypatch.delenv("READTHEDOCS_CANONICAL_URL", raising=False)
    found = head(make(HEAD, conf=LANGUAGES).build().page("en/a"))
    assert {"canonical", "og:url"}.isdisjoint(found)


def test_what_others_say_stays(make):
    body = "```{eval-rst}\n.. meta::\n   :description: Mine.\n   :property=og\\:type: x\n```\n\nText.\n"
    own = posting("A", "a", body)
    found = head(make({**HEAD, "en/a.md": own}, conf=LANGUAGES).build().page("en/a"))
    assert (found["description"], found["og:type"]) == ("Mine.", "x")


def test_sphinxext_opengraph_is_not_fought(make, monkeypatch):
    # A stand-in that does as it does: og: fields, and a description where there is none.
    stub = (
        "import sys, types\nm = types.ModuleType('sphinxext.opengraph')\n"
        "def add(app, page, template, context, doctree):\n"
        "    tags = context.get('metatags', '')\n"
        "    if 'name=\"description\"' not in tags:\n"
        '        tags += \'<meta name="description" content="theirs">\'\n'
        "    context['metatags'] = tags + '<meta property=\"og:title\" content=\"theirs\">'\n"
        "def begin(app):\n    app.connect('html-page-context', add)\n"
        "    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n"
        "m.setup = begin\nsys.modules['sphinxext.opengraph'] = m\n"
        "extensions.insert(NUMBER, 'sphinxext.opengraph')\n"
    )
    for number in (0, 1):
        build = make(
            HEAD, conf=LANGUAGES + stub.replace("NUMBER", str(number)), name=f"s{number}"
        ).build()
        found = head(build.page("en/a"))
        assert found == {"description": "Lead of A <”&.", "og:title": "theirs"}


def test_one_line_turns_the_head_off(make):
    project = make(HEAD, conf=LANGUAGES + "html_baseurl = 'https://x.example/'\n")
    project.build()
    page = project.build(confoverrides={"jobs_web": False}).page("en/a")
    assert set(head(page)) == {"canonical"}  # Sphinx's own
    assert page.select("head link[hreflang]") == []
    assert page.select_one(".job-switch a")["hreflang"] == "fr-CA"


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "json"])
def test_links_of_the_switch_say_their_language(make, builder):
    files = {**HEAD, "index.md": "# Home\n\n```{toctree}\nen/a\nfr/a\n```\n"}
    build = make(files, conf=LANGUAGES + "epub_show_urls = 'no'\n").build(builder)
    names = {
        "html": "en/a.html",
        "dirhtml": "en/a/index.html",
        "epub": "en/a.xhtml",
        "json": "en/a.fjson",
    }
    text = build.text(names.get(builder, "index.html")).replace('\\"', '"')
    links = [tag for tag in re.findall("<a [^>]*>", text) if "hreflang" in tag]
    assert links
    assert 'hreflang="fr-CA"' in links[0]
    assert re.search('(?:xml:)?lang="fr-CA"', links[0].replace("hreflang", ""))
