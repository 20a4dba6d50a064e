"""The sitemap: which pages are in it, with what, and when it is left to others."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from sphinxext_jobs.diagnostics import Kind
from sphinxext_jobs.web import sitemap

from .support import SITEMAP, Build, entries, head, posting

BASE = "https://x.example/careers/"
FILES: dict[str, str | bytes] = {
    "index.md": "# Home\n\n```{toctree}\nabout & co\nen/jobs\n```\n",
    "about & co.md": "# About\n",
    "alone.md": "---\norphan: true\n---\n\n# Alone\n",
    "en/jobs.md": "# Jobs\n\n```{job-index}\n```\n",
    "en/a.md": posting("Deckhand", "a", date="2026-03-01", lastmod="2026-03-09T10:00:00Z"),
    "fr/été.md": posting("Matelot", "a", date="2026-03-01"),
    "en/b[1].md": posting("Hidden", "b", linkHidden="true"),
    "en/c.md": posting("Closed", "c", expiryDate="2026-01-01"),
    "en/d.md": posting("Draft", "d", draft="true"),
    "inside.md": "---\norphan: true\n---\n\n# I\n\n```{job-posting}\n:title: P\n:description: d\n"
    ":translationKey: p\n:date: 2026-03-01\n\nText.\n```\n",
}
CONF = (
    f"jobs_languages = ['en', 'fr']\nhtml_baseurl = '{BASE}'\njobs_timezone = 'America/Toronto'\n"
    "suppress_warnings = ['jobs.pair']\n"
)


def of(build: Build) -> Path:
    return Path(build.app.outdir) / "sitemap.xml"


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_it_lists_the_pages_that_search_engines_may_list(make, builder):
    build = make(FILES, conf=CONF + "jobs_drafts = True\n").build(builder)
    end = ".html" if builder == "html" else "/"
    found = entries(of(build))
    assert {url: date for url, (date, _links) in found.items()} == {
        BASE + ("index.html" if builder == "html" else ""): None,
        f"{BASE}about%20%26%20co{end}": None,
        f"{BASE}alone{end}": None,
        f"{BASE}en/jobs{end}": None,
        f"{BASE}en/a{end}": "2026-03-09T10:00:00Z",
        f"{BASE}fr/%C3%A9t%C3%A9{end}": "2026-03-01T05:00:00Z",
        f"{BASE}en/c{end}": None,
        f"{BASE}inside{end}": None,
    }
    both = {"en": f"{BASE}en/a{end}", "fr": f"{BASE}fr/%C3%A9t%C3%A9{end}"}
    both["x-default"] = both["en"]
    assert found[both["en"]][1] == found[both["fr"]][1] == both
    page = build.page("en/a" if builder == "html" else "en/a/index")
    assert {a["hreflang"]: a["href"] for a in page.select("head link[hreflang]")} == both
    french = build.page("fr/été" if builder == "html" else "fr/été/index")
    assert head(french)["canonical"] == head(french)["og:url"] == both["fr"]
    assert found[f"{BASE}inside{end}"][1] == {}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date": "2026-03-01", "publishDate": "2027-05-05"}, "2026-03-01T05:00:00Z"),
        ({"publishDate": "2027-05-05"}, None),
        ({"date": "2027-05-05", "lastmod": "2026-03-09"}, "2026-03-09T04:00:00Z"),
        ({"date": "2026-03-01", "lastmod": "2027-05-05"}, "2026-03-01T05:00:00Z"),
        ({"date": "2026-03-01", "publishDate": "2026-03-05"}, "2026-03-05T05:00:00Z"),
        ({"date": "2026-03-10"}, "2026-03-10T04:00:00Z"),
        ({"date": "2026-03-11T03:59:59Z"}, "2026-03-11T03:59:59Z"),  # today, in Toronto
        ({"date": "2026-03-11T04:00:00Z"}, None),
        ({"date": "2026-03-09", "lastmod": "yesterday"}, "2026-03-09T04:00:00Z"),
    ],
)
def test_a_page_has_changed_by_the_day_of_the_build(make, fields, expected):
    files = {"a.md": posting("Deckhand", "a", **fields)}
    build = make(files, conf=CONF + "jobs_today = '2026-03-10'\n").build()
    assert entries(of(build))[f"{BASE}a.html"][0] == expected


TWICE = {
    "en/old/cook.md": posting("Cook", "c", leverId="1"),
    "en/new/cook.md": posting("Chef", "c", leverId="2"),
    "fr/new/cuisinière.md": posting("Cuisinière", "c", leverId="2"),
}


@pytest.mark.parametrize("publish", ["all", "language"])
def test_of_several_texts_one_is_the_alternate(make, publish):
    settings = {"jobs_publish": publish, "suppress_warnings": ["jobs"]}
    found = {}
    for lang in ("en", "fr") if publish == "language" else ("en",):
        bases = {tag: f"{BASE}{tag}/" if publish == "language" else BASE for tag in ("en", "fr")}
        own = {"language": lang, "html_baseurl": bases[lang], "jobs_sites": bases}
        project = make(TWICE, conf="jobs_languages = ['en', 'fr']\n", name=lang)
        found |= entries(of(project.build(confoverrides={**settings, **own})))
    names = {title: next(url for url in found if url.endswith(end)) for title, end in
             {"old": "old/cook.html", "new": "new/cook.html", "fr": "re.html"}.items()}  # fmt: skip
    both = {"en": names["new"], "fr": names["fr"], "x-default": names["new"]}
    assert found[names["new"]][1] == found[names["fr"]][1] == both
    assert found[names["old"]][1] == {"en": names["old"], "x-default": names["old"]}


def test_serial_parallel_and_second_builds_are_the_same_to_the_byte(make):
    serial = make(FILES, conf=CONF).build()
    parallel = make(FILES, conf=CONF, name="parallel").build(parallel=2)
    before, time = of(serial).read_bytes(), of(serial).stat().st_mtime_ns
    assert of(parallel).read_bytes() == before
    again = make(FILES, conf=CONF).build(confoverrides={"jobs_today": "2031-01-01"})
    assert (of(again).read_bytes(), of(again).stat().st_mtime_ns) == (before, time)


def test_it_comes_and_goes_with_the_address(make, monkeypatch):
    monkeypatch.delenv("READTHEDOCS_CANONICAL_URL", raising=False)
    project = make(FILES, conf=CONF)
    assert of(project.build()).is_file()
    assert not of(project.build(confoverrides={"jobs_web": False})).exists()
    assert of(project.build()).is_file()
    assert not of(project.build(confoverrides={"html_baseurl": ""})).exists()
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://x.example/en/latest/")
    found = entries(of(project.build(confoverrides={"html_baseurl": ""})))
    assert "https://x.example/en/latest/en/a.html" in found


def test_a_page_that_is_gone_leaves_it(make):
    project = make(FILES, conf=CONF)
    project.build()
    (project.root / "fr/été.md").unlink()
    found = entries(of(project.build()))
    assert found[f"{BASE}en/a.html"][1].keys() == {"en", "x-default"}
    assert not [url for url in found if "/fr/" in url]


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "json"])
def test_other_builders_write_none(make, builder):
    assert not of(make(FILES, conf=CONF + "epub_show_urls = 'no'\n").build(builder)).exists()


def test_a_sitemap_of_the_project_is_left_alone(make):
    project = make({**FILES, "extra/sitemap.xml": "<mine/>"}, conf=CONF)
    extra = {"html_extra_path": ["extra"]}
    ours = of(project.build()).read_text(encoding="utf-8")
    assert "urlset" in ours
    for override in (extra, extra, {**extra, "jobs_web": False}):
        assert of(project.build(confoverrides=override)).read_text(encoding="utf-8") == "<mine/>"
    assert of(project.build()).read_text(encoding="utf-8") == "<mine/>"  # nobody said whose it is
    of(project.build()).unlink()
    assert of(project.build()).read_text(encoding="utf-8") == ours


def test_too_many_pages_for_one(make, monkeypatch):
    project = make(FILES, conf=CONF)
    assert of(project.build()).is_file()
    monkeypatch.setattr(sitemap, "MAX_PAGES", 3)
    build = project.build()
    assert not of(build).exists()
    (warning,) = [w for w in build.warnings if "[jobs.sitemap]" in w]
    assert warning.startswith("WARNING: No sitemap is written because its 8 pages exceed")


@pytest.mark.parametrize(
    ("pages", "size", "fits"),
    [(50_000, 52_428_800, True), (50_001, 1, False), (1, 52_428_801, False)],
)
def test_the_size_of_a_sitemap(pages, size, fits):
    fault = sitemap.size_fault(pages, size)
    assert (fault is None) is fits
    if fault:
        assert (fault.kind, fault.at) == (Kind.SITEMAP, None)
        assert f"its {pages} pages exceed the limit of 50000 pages or 52428800 bytes" in str(fault)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("parallel", [0, 2])
def test_sphinx_sitemap_writes_it_where_it_is_loaded(make, builder, parallel):
    conf = CONF + (
        "jobs_drafts = True\nextensions.append('sphinx_sitemap')\nsitemap_locales = [None]\n"
        "sitemap_url_scheme = '{link}'\nsitemap_excludes = ['search*', 'genindex*', 'job-*']\n"
    )
    project = make(FILES, conf=conf)
    found = etree.fromstring(of(project.build(builder, parallel=parallel)).read_bytes())
    urls = {loc.text.removeprefix(BASE) for loc in found.iter(f"{SITEMAP}loc")}
    end = ".html" if builder == "html" else "/"
    pages = {"about & co", "alone", "en/jobs", "en/a", "fr/été", "en/c", "inside"}
    assert urls == {p + end for p in pages} | {"index.html" if builder == "html" else ""}
    assert sitemap.MARK not in of(project.build(builder)).read_text(encoding="utf-8")


def test_ours_gives_way_to_sphinx_sitemap(make):
    project = make(FILES, conf=CONF)
    assert of(project.build()).is_file()
    project.write({"conf.py": (project.root / "conf.py").read_text(encoding="utf-8")
                   + "extensions.append('sphinx_sitemap')\nsitemap_filename = 'other.xml'\n"})  # fmt: skip
    build = project.build()
    assert not of(build).exists()
    assert (Path(build.app.outdir) / "other.xml").is_file()


# What sphinx-llms-txt and sphinx-llm declare, and when they read it.
LLMS = """
from fnmatch import fnmatch
from pathlib import Path

def on_page(app, page, template, context, doctree):
    context["metatags"] = context.get("metatags", "") + f"<!-- {app.config.llms_txt_exclude} -->"

def at_end(app, exception):
    left_out = app.config.llms_txt_exclude
    pages = sorted(p for p in app.env.found_docs if not any(fnmatch(p, x) for x in left_out))
    Path(app.outdir, "llms.txt").write_text(" ".join(pages))

def setup(app):
    app.add_config_value("llms_txt_exclude", [], "env")
    app.connect("html-page-context", on_page, priority=900)
    app.connect("build-finished", at_end)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("parallel", [1, 2])
def test_what_is_unlisted_is_not_for_language_models(make, builder, parallel, monkeypatch):
    files = {
        "llms_stand_in.py": LLMS,
        "index.md": "# Home\n",
        "secret.md": "# Not for them\n",
        "a.md": posting("A", "a"),
        "b.md": posting("B", "b", linkHidden="true"),
        "c.md": posting("C", "c", draft="true"),
        "d[e].md": posting("D", "d", hidden="true"),
    }
    conf = "extensions.append('llms_stand_in')\njobs_drafts = True\nllms_txt_exclude = ['secret']\n"
    project = make(files, conf=conf)
    monkeypatch.syspath_prepend(project.root)
    build = project.build(builder, parallel=parallel)
    assert build.text("llms.txt") == "a index"
    excluded = "['secret', 'b', 'c', 'd[[]e]']"
    assert build.app.config.llms_txt_exclude == ["secret", "b", "c", "d[[]e]"]
    assert f"<!-- {excluded} -->" in build.text("index.html")
    again = project.build(builder, parallel=parallel)
    assert (again.read, again.written) == ([], [])
    assert again.text("llms.txt") == "a index"
