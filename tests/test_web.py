"""What a posting's page owes to browsers and search engines: closing by itself, its head."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from sphinx.cmd.build import build_main

from sphinxext_jobs.text.languages import with_territory

from .support import but_root, head, matrix, posting


@pytest.fixture
def on(monkeypatch):
    """Return a setter of the day of the build, and of its hour in UTC."""

    def set_day(day: str, hour: str = "12:00") -> None:
        moment = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=UTC)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))

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
    assert other.select("template") == []
    on("2030-02-02")
    closed = project.build(builder).page(name)
    assert str(closed.select_one(".job-notice")) == str(template.select_one(".job-notice"))
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
    assert build.page("a").select("template") == []


def test_the_end_of_the_day_where_the_clock_changes(make, on):
    on("2030-01-15")
    days = {"a": "2030-03-09", "b": "2030-03-10", "c": "2030-11-03T23:00:00-05:00"}
    files = {f"{key}.md": posting(key, key, expiryDate=day) for key, day in days.items()}
    build = make(files, conf=CONF).build()
    found = {key: build.page(key).template["data-closes"] for key in days}
    assert found == {
        "a": "2030-03-10T00:00:00-05:00",
        "b": "2030-03-11T00:00:00-04:00",
        "c": "2030-11-03T23:00:00-05:00",
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


def test_a_posting_closes_at_its_own_hour(make, on):
    listed = "# Jobs\n\n```{job-index}\n```\n"
    project = make(
        {
            "en/a.md": posting("A", "a", expiryDate="2030-02-01 09:00 America/Halifax"),
            "fr/a.md": posting("A", "a", expiryDate="2030-02-01T08:00:00-05:00"),
            "en/jobs.md": listed,
        },
        conf=CONF + "suppress_warnings = []\n",
    )
    on("2030-01-15")
    build = project.build()
    assert build.warnings == []
    end = "February 1, 2030, 9:00\u00a0a.m. Atlantic Time"
    page = build.page("en/a")
    assert page.select_one(".job-facts .job-fact-expiryDate").get_text() == end
    assert page.template["data-closes"] == "2030-02-01T09:00:00-04:00"
    assert f"This posting closed on {end}." in page.template.get_text()
    assert end in build.main("en/jobs").get_text()
    french = build.main("fr/a").select_one(".job-fact-expiryDate").get_text()
    assert "8\u00a0h" in french
    rows = json.loads(build.text("jobs.json"))["postings"]
    assert [row["expiryDate"] for row in rows] == [
        "2030-02-01T09:00:00-04:00",
        "2030-02-01T08:00:00-05:00",
    ]
    on("2030-02-01")  # noon in UTC, eight in Halifax
    assert project.build().written == []
    on("2030-02-01", "18:00")
    build = project.build()
    assert build.read == []
    assert f"This posting closed on {end}." in build.main("en/a").get_text()


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


def test_the_head_describes_a_page(make):
    build = make(HEAD, conf=LANGUAGES + "html_baseurl = 'https://x.example/jobs'\n").build()
    assert build.warnings == []
    assert head(build.page("fr/a")) == {
        "description": "Lead of Été.",
        "og:title": "Été",
        "og:type": "website",
        "og:url": "https://x.example/jobs/fr/a.html",
        "og:description": "Lead of Été.",
        "og:site_name": "Handbook",
        "og:locale": "fr_CA",
        "og:locale:alternate": "en_US",
        "twitter:card": "summary",
        "canonical": "https://x.example/jobs/fr/a.html",
    }
    assert head(build.page("en/a"))["og:title"] == "A <”&"
    assert head(build.page("en/a"))["og:locale:alternate"] == "fr_CA"
    assert "og:locale:alternate" not in head(build.page("en/h"))
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
    build = make(HEAD, conf=LANGUAGES).build()
    assert {"canonical", "og:url"}.isdisjoint(head(build.page("en/a")))
    reason = "jobs: html_baseurl is not set, so no canonical URLs, hreflang links, feeds or"
    assert reason in build.app.status.getvalue()
    private = make(HEAD, conf=LANGUAGES + "jobs_web = False\n", name="private").build()
    assert reason not in private.app.status.getvalue()


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_keywords_are_for_the_search_alone(make, builder):
    files = {"en/a.md": posting("A", "quokka")}
    build = make(files, conf=LANGUAGES + "html_domain_indices = False\n").build(builder)
    name = {"html": "en/a.html", "dirhtml": "en/a/index.html"}.get(builder, "index.html")
    assert "keywords" not in build.text(name)
    if builder != "singlehtml":  # which has no search
        found = build.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")")
        assert "quokka" in json.loads(found)["terms"]


def test_what_others_say_stays(make):
    body = "```{eval-rst}\n.. meta::\n   :description: Mine.\n   :property=og\\:type: x\n```\n\nText.\n"
    own = posting("A", "a", body)
    found = head(make({**HEAD, "en/a.md": own}, conf=LANGUAGES).build().page("en/a"))
    assert (found["description"], found["og:type"]) == ("Mine.", "x")


@pytest.mark.parametrize("number", [0, 1])
def test_sphinxext_opengraph_is_not_fought(make, number):
    conf = (
        f"{LANGUAGES}html_baseurl = 'https://x.example/'\nogp_site_url = 'https://x.example/'\n"
        "ogp_image = 'https://x.example/i.png'\n"
        f"extensions.insert({number}, 'sphinxext.opengraph')\n"
    )
    files = {**HEAD, "en/off.md": "---\nogp_disable: true\n---\n# Off\n"}
    build = make(files, conf=conf).build()
    assert build.warnings == []
    page = build.page("en/a")
    names = [m.get("property") or m.get("name") for m in page.head("meta")]
    ours = [name for name in names if name and name != "viewport"]
    assert len(ours) == len(set(ours))
    found = head(page)
    assert found["description"] == found["og:description"] == "Lead of A <”&."
    assert found["og:image"] == "https://x.example/i.png"
    assert found["og:url"] == found["canonical"] == "https://x.example/en/a.html"
    assert (found["og:locale"], found["og:locale:alternate"]) == ("en_US", "fr_CA")
    assert found["twitter:card"] == "summary"
    assert "og:type" not in head(build.page("en/off"))


@pytest.mark.parametrize("opengraph", [False, True])
def test_a_picture_for_other_sites(make, opengraph):
    files = {
        "en/a.md": posting("A", "a", images="[img/a.png, img/b.png]"),
        "en/b.md": posting("B", "b", images="https://y.example/b.png"),
        "en/c.md": posting("C", "c"),
        "en/d.md": posting("D", "d", **{"'og:image'": "https://y.example/d.png"}),
        "en/e.md": posting(
            "E", "e", images="[a picture, img/a b.png]", date="2026-01-01", location="Ottawa"
        ),
        "en/f.md": posting("F", "f", images="http://[x"),
        "en/jobs.md": "# Jobs\n",
    }
    conf = (
        f"{LANGUAGES}html_baseurl = 'https://x.example/jobs/'\njobs_image = '/_static/jobs.png'\n"
        "jobs_organization = {'name': 'X', 'address': {'addressCountry': 'CA'}}\n"
        "suppress_warnings += ['jobs.structured']\n"
    )
    if opengraph:
        conf += "extensions.append('sphinxext.opengraph')\nogp_image = 'https://z.example/i.png'\n"
    build = make(files, conf=conf).build()
    assert [w for w in build.warnings if "images has" not in w] == []
    found = {
        name: head(build.page(f"en/{name}")) for name in ("a", "b", "c", "d", "e", "f", "jobs")
    }
    assert {name: tags.get("og:image") for name, tags in found.items()} == {
        "a": "https://x.example/jobs/img/a.png",
        "b": "https://y.example/b.png",
        "c": "https://x.example/_static/jobs.png",
        "d": "https://y.example/d.png" if opengraph else "https://x.example/_static/jobs.png",
        "e": "https://x.example/jobs/img/a%20b.png",
        "f": "https://x.example/_static/jobs.png",
        "jobs": "https://z.example/i.png" if opengraph else None,
    }
    assert found["a"]["twitter:card"] == "summary_large_image"


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en_US"), ("fr", "fr_FR"), ("fr-CA", "fr_CA"), ("zh-Hant", "zh_TW"),
        ("sr-Latn", "sr_RS"), ("zh-Hant-HK", "zh_HK"), ("es-419", "es_419"), ("xx-YY", "xx_YY"),
    ],
)  # fmt: skip
def test_open_graph_wants_a_territory(tag, locale):
    assert with_territory(tag) == locale


# All of it off, in one line

HANDBOOK = {
    "index.md": "# Home\n\n```{toctree}\nen/a\nfr/a\nen/jobs\n```\n",
    "en/jobs.md": "# Jobs\n\n```{job-index}\n```\n",
    "en/a.md": posting("A", "a", date="2026-03-01", location="Hull"),
    "fr/a.md": posting("Été", "a", date="2026-03-01", location="Hull"),
}
PUBLIC = (
    LANGUAGES + "html_baseurl = 'https://x.example/'\nhtml_domain_indices = False\n"
    "jobs_organization = {'name': 'Ferries', 'address': {'addressCountry': 'CA'}}\n"
)
OFF = {"confoverrides": {"jobs_web": False}}


def files(out) -> set[str]:
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith((".doctrees", ".buildinfo"))}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_one_line_leaves_nothing_for_the_web(make, builder):
    private = make(HANDBOOK, conf=PUBLIC + "jobs_web = False\n")
    stock = {
        name: re.sub("(?s)^---.*?title: (.*?)\n.*?---\n", "# \\1\n", text)
        for name, text in HANDBOOK.items()
    }
    plain = make({**stock, "en/jobs.md": "# Jobs\n"}, name="stock")
    plain.write(
        {
            "conf.py": "extensions = ['myst_parser']\nproject = 'Handbook'\n"
            "html_theme = 'alabaster'\nhtml_baseurl = 'https://x.example/'\n"
        }
    )
    outs = [project.root / "_build" for project in (private, plain)]
    for out in outs:
        assert build_main(["-q", "-W", "-b", builder, str(out.parent), str(out)]) == 0
    scripts = ("sphinxext-jobs.js", "sphinxext-jobs-filter.js")
    styles = ("sphinxext-jobs.css", "sphinxext-jobs-filter.css", "sphinxext-jobs-index.css")
    ours = {f"_static/{name}" for name in (*styles, *scripts)}
    assert files(outs[0]) == files(outs[1]) | ours
    for name in ("en/a", "fr/a", "en/jobs"):
        page = f"{name}.html" if builder == "html" else f"{name}/index.html"
        texts = [(folder / page).read_text(encoding="utf-8") for folder in outs]
        heads = [str(BeautifulSoup(text, "lxml").head) for text in texts]
        heads[0] = re.sub("<link [^>]*sphinxext-jobs(-filter)?.css[^>]*/>\n", "", heads[0])
        heads[0] = re.sub("<script [^>]*sphinxext-jobs.js[^>]*></script>\n", "", heads[0])
        assert heads[0] == heads[1]


def test_turning_all_off_and_on_again(make):
    project = make(HANDBOOK, conf=PUBLIC)
    public = project.build()
    feeds = {"jobs.en.atom", "jobs.en.json", "jobs.fr.atom", "jobs.fr.json"}
    web = {*feeds, "jobs.json", "sitemap.xml"}
    before = files(public.app.outdir)
    assert web <= before
    page = public.page("en/a")
    assert "description" in head(page)
    assert len(page.select("head link[hreflang]")) == 3
    assert len(page.select('head script[type="application/ld+json"]')) == 2
    texts = {name: public.text(name) for name in ("en/a.html", "en/jobs.html", "jobs.json")}
    private = project.build(**OFF)
    assert private.read == []
    assert but_root(private) == ["en/a", "en/jobs", "fr/a"]
    assert files(private.app.outdir) == before - web
    page = private.page("en/a")
    assert set(head(page)) == {"canonical"}  # Sphinx's own
    assert page.select("head link[hreflang], head script[type='application/ld+json']") == []
    assert page.select_one(".job-switch a")["hreflang"] == "fr"
    assert project.build(**OFF).written == []
    again = project.build()
    assert but_root(again) == ["en/a", "en/jobs", "fr/a"]
    assert {name: again.text(name) for name in texts} == texts


def test_a_private_handbook_keeps_what_is_for_its_readers(make, on):
    on("2030-01-15")
    aged = posting("A", "a", expiryDate="2030-02-01", aliases="/old/")
    build = make({**HANDBOOK, "en/a.md": aged}, conf=PUBLIC + "jobs_web = False\n").build()
    assert build.page("en/a").select_one("template.job-closing") is not None
    assert 'url=../en/a.html"' in build.text("old/index.html")


@pytest.mark.parametrize("organization", [True, False])
def test_another_address_in_the_environment_rewrites_the_pages_that_hold_it(
    make, monkeypatch, organization
):
    conf = PUBLIC.replace("html_baseurl = 'https://x.example/'\n", "") + "jobs_feeds = False\n"
    if not organization:
        conf += "jobs_organization = {}\n"
    project = make({**HANDBOOK, "other.md": "---\norphan: true\n---\n# O\n"}, conf=conf)
    address = "READTHEDOCS_CANONICAL_URL"
    monkeypatch.delenv(address, raising=False)
    project.build()
    for url in ("https://x.example/en/latest/", "https://x.example/en/stable/", ""):
        monkeypatch.setenv(address, url)
        build = project.build()
        assert (build.read, but_root(build)) == ([], ["en/a", "en/jobs", "fr/a"])
        expected = f"{url}en/a.html" if url else None
        assert head(build.page("en/a")).get("canonical") == expected
        assert project.build().written == []
    # What is not for the web does not depend on it.
    project.build("json")
    monkeypatch.setenv(address, "https://y.example/")
    assert project.build("json").written == []
    project.build(**OFF)
    monkeypatch.setenv(address, "https://z.example/")
    assert project.build(**OFF).written == []


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


@pytest.mark.parametrize("theme", matrix("alabaster", "shibuya", "sphinx_immaterial"))
def test_every_theme_has_the_tags_of_pages(make, theme):
    pytest.importorskip(theme)
    conf = (
        f"{LANGUAGES}html_baseurl = 'https://x.example/jobs/'\nhtml_theme = {theme!r}\n"
        "jobs_organization = {'name': 'X', 'address': {'addressCountry': 'CA'}}\n"
        "suppress_warnings += ['jobs.structured']\n"
    )
    if theme == "sphinx_immaterial":
        conf += "extensions.append(html_theme)\nhtml_theme_options = {'font': False}\n"
    files = {
        "en/a.md": posting("A", "a", date="2026-01-01", location="Ottawa"),
        "fr/a.md": posting("A", "a", date="2026-01-01", location="Ottawa"),
        "en/b.md": posting("B", "b", linkHidden="true"),
        "en/c.md": posting("C", "c", date="2026-01-01", location="Ottawa"),
    }
    build = make(files, conf=conf).build()
    for name in ("a", "c"):
        page = build.page(f"en/{name}")
        assert len(page.select("head script[type='application/ld+json']")) == 2
        assert head(page)["canonical"] == f"https://x.example/jobs/en/{name}.html"
        assert head(page)["description"] == f"Lead of {name.upper()}."
    assert len(build.page("en/a").select("head link[hreflang]")) == 3
    assert head(build.page("en/b"))["robots"] == "noindex"
