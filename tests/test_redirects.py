"""Former addresses of postings: each leads to the page, and none is in anything's way."""

from __future__ import annotations

import json
import os
import re

import pytest

from sphinxext_jobs.diagnostics import Diagnostic, Kind, Location
from sphinxext_jobs.jobs.records import Link
from sphinxext_jobs.views.redirects import Redirect, choose
from sphinxext_jobs.web.sitemap import NAME
from sphinxext_jobs.web.syndication import LIST, feed_name

from .sites import CONF, FILES, follow, is_redirect, pages, same_as_fresh, site, soup
from .support import edit, posting

MARK = "[jobs.redirect]"
INDEX = "# Jobs\n\n```{job-index}\n```\n"


def redirects(build) -> dict[str, str]:
    """Return the redirects that were written, and the files they lead to."""
    out = build.app.outdir
    found = {}
    for name in pages(out):
        if is_redirect(out / name):
            link = soup(out / name).body.a
            target, fragment = follow(out / name, link["href"])
            assert target.is_file()
            assert f"url={link['href']}" in str(soup(out / name).meta.find_next_siblings("meta"))
            found[name] = target.relative_to(out).as_posix() + (f"#{fragment}" if fragment else "")
    return found


def refused(build) -> list[str]:
    return [w for w in build.warnings if MARK in w]


def listed(build) -> list[str]:
    return json.loads(build.text(".jobs-redirects"))["redirects"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_former_addresses_lead_to_the_page(make, builder):
    files = {
        "en/jobs/a.md": posting(
            "A", "a", aliases="[/careers/a/, ../old, 'https://x.example/é.html?q']"
        ),
        "fr/b.md": posting("B", "b", url="/careers/b%C3%A9/", aliases="b"),
    }
    build = make(files, conf="jobs_languages = ['en', 'fr']\n").build(builder)
    assert refused(build) == []
    end = ".html" if builder == "html" else "/index.html"
    assert redirects(build) == {
        "careers/a/index.html": f"en/jobs/a{end}",
        "careers/bé/index.html": f"fr/b{end}",
        "en/old/index.html": f"en/jobs/a{end}",
        "é.html": f"en/jobs/a{end}",
        # in dirhtml, that is where the page is
        **({"fr/b/index.html": "fr/b.html"} if builder == "html" else {}),
    }
    page = soup(build.app.outdir / "careers/bé/index.html")
    assert (page.html["lang"], page.title.get_text()) == ("fr", "B")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_their_links_survive_any_base_path(make):
    files = {"en/a.md": posting("A", "a", aliases="[/x/, 'https://b.example/jobs/y/']")}
    conf = "html_baseurl = 'https://b.example/jobs'\n"
    build = make(files, conf=conf).build()
    page = soup(build.app.outdir / "x/index.html")
    assert page.body.a["href"] == "../en/a.html"
    assert page.select_one("link[rel=canonical]")["href"] == "https://b.example/jobs/en/a.html"
    assert list(redirects(build)) == ["x/index.html", "y/index.html"]


def test_a_posting_inside_a_page_has_former_addresses(make):
    text = "# Jobs\n\n```{job-posting}\n:title: P\n:description: d\n:translationKey: p\n:aliases: /p/\n\nText.\n```\n"
    build = make({"en/jobs.md": text}).build()
    ((name, target),) = redirects(build).items()
    file, anchor = target.split("#")
    assert (name, file) == ("p/index.html", "en/jobs.html")
    assert soup(build.app.outdir / file).find(id=anchor).h2.find(string=True) == "P"


@pytest.mark.parametrize(
    ("alias", "reason"),
    [
        ("'../../../../x'", "outside"), ("/", "first page"), ("'C:\\x'", "not every system allows"), ("/_static/x/", "builder"),
        ("'?p=1'", "no path"), ("'#f'", "no path"), ("/NUL", "Windows"), ("/%00", "not every system allows"), ("/" + "n" * 300, "longer"), ("/" + "/".join(["n" * 200] * 40), "written"),
    ],
)  # fmt: skip
def test_an_alias_that_no_page_can_have_is_reported_in_every_build(make, alias, reason):
    project = make({"a.md": posting("A", "a", aliases=alias)})
    for _again in range(2):
        build = project.build(warningiserror=True)
        (warning,) = refused(build)
        assert warning.startswith("a.md:6: WARNING: No redirect from “")
        assert reason in warning
        assert redirects(build) == {}
        assert build.app.statuscode == 1
    inside = [project.root / "_build", *(project.root / "_build").parents]
    assert build.app.outdir.is_relative_to(inside[0])


def test_a_page_keeps_its_address_and_both_places_are_named(make):
    files = {
        "a.md": posting(
            "A", "a", aliases="[/b.html, /c/, /search.html, /extra.html, /x.html/y, /shared/]"
        ),
        "b.md": posting("B", "b", url="/shared"),
        "c/index.md": "# C\n",
        "extra/extra.html": "mine",
        "extra/x.html": "mine",
    }
    project = make(files, conf="html_extra_path = ['extra']\nexclude_patterns = ['extra']\n")
    for _again in range(2):
        build = project.build()
        assert redirects(build) == {"shared/index.html": "a.html"}
        found = "\n".join(sorted(refused(build)))
        assert len(refused(build)) == 6
        assert "a.md:6: WARNING: No redirect from “/b.html”: b.md already has this address" in found
        assert "“/c/”: c/index.md already has this address" in found
        assert re.search("“/search.html”: the page search already has this address", found)
        assert re.search("“/extra.html”: .*extra.html was not written by this extension", found)
        assert "“/x.html/y”: its file cannot be written" in found
        assert (
            "b.md:6: WARNING: No redirect from “/shared”: the redirect at a.md:6 already" in found
        )
    assert build.text("extra.html") == "mine"


MINE = '<meta http-equiv="refresh" content="0; url=https://mine.example/"> mine'


def test_a_redirect_of_the_projects_own_stays(make):
    conf = "html_extra_path = ['extra']\nexclude_patterns = ['extra']\n"
    files = {"b.md": posting("B", "b", aliases="[/old.html, /later.html]")}
    project = make({**files, "extra/old.html": MINE}, conf=conf)
    for names in ({"old"}, {"old", "later"}):
        project.write({f"extra/{name}.html": MINE for name in names})
        edit(project, files)  # else Sphinx 8.1 copies nothing
        build = project.build()
        assert {name: build.text(f"{name}.html") == MINE for name in ("old", "later")} == {
            name: name in names for name in ("old", "later")
        }
        assert len(refused(build)) == len(names)
        for name in names:
            where = f"b.md:6: WARNING: No redirect from “/{name}.html”: "
            assert any(
                w.startswith(where) and "was not written by this extension" in w
                for w in refused(build)
            )
    edit(project, {"b.md": posting("B", "b")})
    build = project.build()
    assert refused(build) == []
    assert build.text("old.html") == build.text("later.html") == MINE


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_what_builds_write_is_in_no_aliass_way(make, builder):
    end = "" if builder == "dirhtml" else ".html"
    files = [LIST, feed_name("en", "atom"), feed_name("en", "json"), NAME, "searchindex.js"]
    files += ["objects.inv", ".buildinfo", "_static/pygments.css", "_sources/a.md.txt"]
    pages = [f"/{name}{end}" for name in ("genindex", "search", "job-index", "Search", "GENINDEX")]
    aliases = [f"/{name}" for name in files] + pages + ["/Jobs.EN.atom/x", "/SITEMAP.XML"]
    project = make(
        {"a.md": posting("A", "a", aliases=f"[{', '.join(aliases)}]"), "index.md": INDEX},
        conf="html_baseurl = 'https://x.example/'\n",
    )
    for _again in range(2):
        build = project.build(builder)
        assert redirects(build) == {}
        assert len(refused(build)) == len(aliases)
        assert all(w.startswith("a.md:6: ") for w in refused(build))
        for name in files:
            assert (build.app.outdir / name).is_file()
        assert not (build.app.outdir / "SITEMAP.XML").exists()


def test_a_file_that_another_extension_writes_at_the_end_stays(make):
    conf = (
        "def late(app, exception):\n    (app.outdir / 'late.html').write_text('late')\n\n\n"
        "def setup(app):\n    app.connect('build-finished', late)\n"
    )
    project = make({"a.md": posting("A", "a", aliases="/late.html")}, conf=conf)
    for _again in range(2):
        build = project.build()
        assert "was not written by this extension" in refused(build)[0]
        assert build.text("late.html") == "late"


def test_names_that_some_system_takes_for_one_are_one(make):
    files = {
        "en/a.md": posting("A", "a", aliases="[/x/, '/\u00e9t\u00e9/', /Own/, /own/]"),
        "fr/b.md": posting("B", "b", aliases="[/X/, '/E\u0301T\u00c9/', /EN/A.html, /Me.html]"),
        "me.md": posting("Me", "me", aliases="[/ME.html, /me.html, /ca\u0301.html]"),
        "c\u00e1.md": "# C\n",
    }
    project = make(files)
    for _again in range(2):
        build = project.build()
        assert redirects(build) == {
            "x/index.html": "en/a.html",
            "\u00e9t\u00e9/index.html": "en/a.html",
            "Own/index.html": "en/a.html",
            "own/index.html": "en/a.html",
        }
        found = {w.split("“")[1].split("”")[0]: w for w in refused(build)}
        assert len(refused(build)) == 6
        expected = (
            "fr/b.md:6: WARNING: No redirect from “/X/”: the redirect at en/a.md:6 already has "
            "x/index.html, and X/index.html cannot exist as well. Keep the address in one file only."
        )
        assert found["/X/"].startswith(expected)
        assert (
            "the redirect at en/a.md:6 already has \u00e9t\u00e9/index.html, and"
            in found["/E\u0301T\u00c9/"]
        )
        assert "en/a.md already has en/a.html, and EN/A.html cannot exist" in found["/EN/A.html"]
        assert "me.md already has me.html" in found["/Me.html"]
        assert "me.md already has me.html" in found["/ME.html"]


def test_a_file_and_a_folder_of_one_name(make):
    files = {
        "a.md": posting("A", "a", aliases="/p/x.html"),
        "b.md": posting("B", "b", aliases="[/p/X.html/y, /a.html/z, /dir.html]"),
        "dir.html/c.md": "# C\n",
    }
    project = make({**files, "a.md": posting("A", "a")})
    build = project.build()
    assert listed(build) == ["p/X.html/y/index.html"]
    edit(project, {"a.md": files["a.md"]})
    for _again in range(2):
        build = project.build()
        assert listed(build) == ["p/x.html"]
        assert is_redirect(build.app.outdir / "p/x.html")
        assert not (build.app.outdir / "p/X.html").exists()
        found = "\n".join(refused(build))
        assert len(refused(build)) == 3
        assert "“/p/X.html/y”: the redirect at a.md:6 already has p/x.html, and" in found
        assert "“/a.html/z”: a.md already has a.html, and" in found
        assert "“/dir.html”: dir.html/c.md already has dir.html/c.html, and" in found


def test_full_addresses(make):
    aliases = "['http://B.example:80/jobs/x/', 'https://b.example/y/', 'https://c.example/jobs/z']"
    files = {"en/a.md": posting("A", "a", aliases=aliases)}
    build = make(files, conf="html_baseurl = 'https://b.example/jobs'\n").build()
    assert list(redirects(build)) == ["x/index.html"]
    for warning, address in zip(refused(build), ("b.example/y/", "c.example/jobs/z"), strict=True):
        where = f"en/a.md:6: WARNING: No redirect from “https://{address}”: "
        assert warning.startswith(f"{where}it is outside the site https://b.example/jobs/")


@pytest.mark.parametrize("base", ["", "https://b.example/jobs/"])
def test_a_full_address_in_url_may_be_the_employers(make, base):
    files = {
        "a.md": posting("A", "a", url="https://employer.example/"),
        "b.md": posting("B", "b", url="//employer.example/about/"),
        "c.md": posting("C", "c", url="https://b.example/jobs/x/"),
    }
    build = make(files, conf=f"html_baseurl = '{base}'\n").build()
    assert refused(build) == []
    assert list(redirects(build)) == (["x/index.html"] if base else [])


@pytest.mark.parametrize("french", ["https://b.example/fr/", "fr/"])
def test_a_full_address_of_another_languages_site_is_left_to_it(make, french):
    files = {
        "en/a.md": posting("A", "a", aliases="['https://b.example/x/', /y/]"),
        "fr/a.md": posting("A", "a", aliases="['http://b.example/fr/z/', /y/]"),
        "index.md": "# Home\n",
    }
    project = make(files, conf=CONF)
    english = "https://b.example/"
    for lang, base, path in (("en", english, "x"), ("fr", f"{english}fr/", "z")):
        over = {"html_baseurl": base, "jobs_sites": {"en": english, "fr": french}}
        build = site(project, lang, confoverrides=over)
        assert refused(build) == []
        other = "fr" if lang == "en" else "en"
        assert listed(build) == sorted([f"{other}/a.html", f"{path}/index.html", "y/index.html"])


def test_a_redirect_that_cannot_be_written_is_reported(make):
    files = {"en/a.md": posting("A", "a"), "fr/a.md": posting("A", "a")}
    project = make(
        {**files, "extra/fr/a.html/x.txt": "mine"},
        conf=CONF + "html_extra_path = ['extra']\nexclude_patterns = ['extra']\n",
    )
    build = site(project, "en")
    assert "No redirect from “fr/a.html”: its file cannot be written" in refused(build)[0]
    assert listed(build) == []


def test_a_link_out_of_the_output_folder_is_not_followed(make, tmp_path):
    project = make({"a.md": posting("A", "a", aliases="/out/x/")})
    build = project.build()
    assert list(redirects(build)) == ["out/x/index.html"]
    project.write({"a.md": posting("A", "a", aliases="/away/x/")})
    (tmp_path / "away").mkdir()
    (build.app.outdir / "away").symlink_to(tmp_path / "away")
    build = project.build()
    assert "link that leads out of the output folder" in refused(build)[0]
    assert list((tmp_path / "away").iterdir()) == []


def test_the_same_address_of_one_job_is_no_collision(make):
    build = make({"en/a.md": posting("A", "a", aliases="[/x/, /x]", url="/x/")}).build("dirhtml")
    assert refused(build) == []
    build = make({"x.md": posting("A", "a", url="/x/")}, name="own").build("dirhtml")
    assert (refused(build), redirects(build)) == ([], {})


def test_stale_ones_go(make):
    project = make({"a.md": posting("A", "a", aliases="[/x/y/, /z/]")})
    build = project.build()
    assert build.app.outdir.joinpath("x/y/index.html").exists()
    later = build.app.outdir.stat().st_mtime + 5
    project.write({"a.md": posting("A", "a", aliases="/z/")})
    os.utime(project.root / "a.md", (later, later))
    build = project.build()
    assert redirects(build) == {"z/index.html": "a.html"}
    assert not build.app.outdir.joinpath("x").exists()
    before = build.app.outdir.joinpath("z/index.html").stat().st_mtime_ns
    assert project.build().app.outdir.joinpath("z/index.html").stat().st_mtime_ns == before
    project.write({"z.md": "# Z\n"})
    build = project.build("dirhtml", builddir=project.root / "_dir")
    assert "z.md already has this address" in refused(build)[0]


def test_a_renamed_file_keeps_its_address(make):
    project = make({"a.md": posting("A", "a")})
    project.build()
    (project.root / "a.md").rename(project.root / "b.md")
    project.write({"b.md": posting("A", "a", aliases="/a.html")})
    build = project.build()
    assert (refused(build), redirects(build)) == ([], {"a.html": "b.html"})


def test_in_language_mode_those_of_other_languages_lead_to_this_sites_page(make):
    files = dict(FILES)
    files["en/deckhand.md"] = posting("Deckhand", "deckhand", aliases="[/deck/, /both/]")
    files["fr/matelot.md"] = posting("Matelot", "deckhand", aliases="[/pont/, /both/]")
    files["index.md"] = "# Home\n"
    del files["en/engineer.md"], files["fr/cuisiniere.md"], files["about.rst"]
    project = make(files, conf=CONF)
    for lang, page in (("en", "en/deckhand.html"), ("fr", "fr/matelot.html")):
        build = site(project, lang)
        other = "fr/matelot.html" if lang == "en" else "en/deckhand.html"
        names = ["both/index.html", "deck/index.html", other, "pont/index.html"]
        assert redirects(build) == dict.fromkeys(sorted(names), page)
        assert refused(build) == []
    same_as_fresh(project, build, "fr")


def test_the_redirect_of_a_file_left_to_another_site_comes_first(make):
    files = {
        "en/a.md": posting("A", "a"),
        "fr/a.md": posting("A", "a"),
        "en/b.md": posting("B", "b", aliases="/fr/a.html"),
    }
    build = site(make(files, conf=CONF), "en")
    assert redirects(build) == {"fr/a.html": "en/a.html"}
    assert "the redirect at fr/a.md:" in refused(build)[0]


def test_hostile_addresses_write_nothing_outside(make):
    aliases = ["'/\"><script>alert(1)</script>/'", "/a&b/", "/%23/", "'/x y/'", "'/%2fetc'"]
    build = make({"a.md": posting('<b> & "A"', "a", aliases=f"[{', '.join(aliases)}]")}).build()
    assert sorted(redirects(build)) == [
        "#/index.html",
        "a&b/index.html",
        "etc/index.html",
        "x y/index.html",
    ]
    assert "<script" not in build.text("x y/index.html")
    assert len(refused(build)) == 1


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text"])
def test_other_builders_write_none(make, builder):
    build = make({"a.md": posting("A", "a", aliases="/x/")}).build(builder)
    assert not list(build.app.outdir.rglob("x/*"))


# The choice of redirects, as values.

A, B = (Link(f"{key}@en", f"en/{key}", "", "", key, "en") for key in "ab")


def asked(link: Link, path: str) -> Redirect:
    return Redirect(path, link, "en", Location(f"/{link.docname}.md", 6), f"/{path}")


@pytest.mark.parametrize(
    ("redirects_", "problems"),
    [
        ([asked(A, "x.html"), asked(B, "y.html")], []),
        ([asked(A, "x.html"), asked(A, "x.html"), asked(A, "X.html")], []),
        ([asked(A, "en/a.html")], []),  # the page itself has the address
        ([asked(A, "en/b.html")], ["the source of en/b already has this address"]),
        (
            [asked(A, "EN/B.html")],
            ["the source of en/b already has en/b.html, and EN/B.html cannot exist as well"],
        ),
        ([asked(A, "x.html"), asked(B, "x.html")], ["the redirect at /en/a.md:6 already has this address"]),
        (
            [asked(A, "x.html"), asked(B, "x.html/y.html")],
            ["the redirect at /en/a.md:6 already has x.html, and x.html/y.html cannot exist as well"],
        ),
        (
            [asked(A, "x/y.html"), asked(B, "x")],
            ["the redirect at /en/a.md:6 already has x/y.html, and x cannot exist as well"],
        ),
    ],
)  # fmt: skip
def test_the_choice_of_redirects(redirects_, problems):
    pages = {"en/a.html": "en/a", "en/b.html": "en/b"}
    found = list(choose(redirects_, pages, "the source of {}".format))
    faults = [each for each in found if isinstance(each, Diagnostic)]
    assert [each.problem.partition("”: ")[2] for each in faults] == [f"{p}." for p in problems]
    assert all(each.kind is Kind.REDIRECT and each.hint for each in faults)
