"""Exact rebuilds: what is read and written again, and what is not, serial and parallel."""

from __future__ import annotations

import filecmp
import os
import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from sphinx.testing.util import SphinxTestApp

from .ferries import CONF as PAIRING
from .ferries import COOKS
from .ferries import FILES as FERRIES
from .support import but_root, edit, matrix, posting

INDEX = "# Jobs\n\n```{job-index}\n```\n"
FILES = {
    "index.md": "# Home\n\n```{toctree}\nen/jobs\nfr/jobs\nother\n```\n",
    "en/jobs.md": INDEX,
    "fr/jobs.md": INDEX,
    "other.md": "# Other\n\nSee {job}`a`.\n",
    "en/a.md": posting("A", "a"),
    "fr/a.md": posting("A en français", "a"),
    "en/b.md": posting("B", "b"),
    "fr/b.md": posting("B en français", "b"),
    "en/c.md": posting("C", "c", expiryDate="2030-02-01"),
    "fr/c.md": posting("C en français", "c", expiryDate="2030-02-01"),
}
CONF = (
    "jobs_languages = ['en', 'fr']\njobs_today = '2030-02-01'\nsuppress_warnings = ['jobs.pair']\n"
)


def test_nothing_changed_nothing_done(make):
    project = make(FILES, conf=CONF)
    first = project.build()
    assert first.warnings == []
    assert len(first.written) == len(FILES)
    second = project.build()
    assert (second.read, second.written) == ([], [])


@pytest.mark.parametrize(
    ("changes", "read", "written"),
    matrix(
        # a body: that page alone
        ({"en/a.md": posting("A", "a", "New.\n")}, ["en/a"], ["en/a"]),
        # a title: the page, its counterpart, its list, who refers to it, its neighbours
        ({"en/b.md": posting("Bb", "b")}, ["en/b"], ["en/a", "en/b", "en/c", "en/jobs", "fr/b"]),
        ({"en/a.md": posting("Aa", "a")}, ["en/a"], ["en/a", "en/b", "en/jobs", "fr/a", "other"]),
        # a fact that only the page and its list show
        ({"fr/b.md": posting("B en français", "b", team="T")}, ["fr/b"], ["fr/b", "fr/jobs"]),
        # a page of no posting
        ({"other.md": "# Other\n\nSee {job}`a`!\n"}, ["other"], ["other"]),
        # closed: it leaves its list, and so do its neighbours' links
        (
            {"en/b.md": posting("B", "b", archived="true")},
            ["en/b"],
            ["en/a", "en/b", "en/c", "en/jobs"],
        ),
        # added
        (
            {"en/bb.md": posting("Bb", "bb")},
            ["en/bb"],
            ["en/b", "en/bb", "en/c", "en/jobs", "fr/jobs"],
        ),
        # the list itself
        ({"en/jobs.md": INDEX + "\nMore.\n"}, ["en/jobs"], ["en/jobs"]),
    ),
)
def test_an_edit_rewrites_what_shows_it(make, changes, read, written):
    project = make(FILES, conf=CONF)
    project.build()
    edit(project, changes)
    build = project.build()
    assert build.warnings == []
    assert (build.read, but_root(build)) == (read, sorted(written))
    fresh = make(
        {name: (project.root / name).read_text(encoding="utf-8") for name in FILES | changes},
        conf=CONF,
        name="fresh",
    )
    other = fresh.build()
    for docname in build.written:
        assert build.main(docname) == other.main(docname), docname
        for rel in ("prev", "next"):
            assert build.page(docname).select_one(f"link[rel={rel}]") == (
                other.page(docname).select_one(f"link[rel={rel}]")
            ), docname


def test_a_deleted_posting_leaves_nothing_behind(make):
    project = make(FILES, conf=CONF)
    out = Path(project.build().app.outdir)
    (project.root / "en/b.md").unlink()
    build = project.build()
    assert (build.read, but_root(build)) == ([], ["en/a", "en/c", "en/jobs", "fr/b"])
    assert not (out / "en/b.html").exists()
    assert not (out / "_sources/en/b.md.txt").exists()
    assert (out / "en/a.html").exists()


def test_the_next_day_closes_what_is_over(make):
    project = make(FILES, conf=CONF)
    first = project.build()
    assert "closed on" not in first.main("en/c").get_text()
    second = project.build(confoverrides={"jobs_today": "2030-02-02"})
    assert second.read == []
    assert but_root(second) == [
        "en/b",
        "en/c",
        "en/jobs",
        "fr/b",
        "fr/c",
        "fr/jobs",
        "other",
    ]
    assert "closed on February 1, 2030" in second.main("en/c").get_text()
    third = project.build(confoverrides={"jobs_today": "2030-02-02"})
    assert (third.read, third.written) == ([], [])


def test_writing_that_was_broken_off_is_done_again(make):
    project = make(FILES, conf=CONF)
    project.build()
    tomorrow = {"jobs_today": "2030-02-02"}
    app = SphinxTestApp("html", srcdir=project.root, confoverrides=tomorrow)
    app.connect("html-page-context", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        app.build()
    app.cleanup()
    again = project.build(confoverrides=tomorrow)
    assert "closed on February 1, 2030" in again.main("en/c").get_text()
    assert project.build(confoverrides=tomorrow).written == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff"])
def test_a_broken_note_of_what_was_shown_has_all_written_again(make, content):
    project = make(FILES, conf=CONF)
    first = project.build()
    (note,) = Path(first.app.doctreedir).glob(".jobs-shown/*.json")
    note.write_bytes(content)
    again = project.build()
    assert (again.read, again.warnings) == ([], [])
    assert {"en/a", "en/jobs", "other"} <= set(again.written)
    assert project.build().written == []


def test_a_counterpart_that_turns_away_rewrites_the_page(make):
    """A page names as alternate only what names it in return."""
    conf = CONF + "html_baseurl = 'https://x.example/'\n"
    files = {"en/kx.md": posting("X", "k"), "fr/ky.md": posting("Y", "k")}
    project = make(files, conf=conf)
    first = project.build()
    assert first.page("en/kx").select("link[hreflang=fr]")
    edit(project, {"en/ky.md": posting("Z", "k")})
    again = project.build()
    assert "en/kx" in again.written
    assert not again.page("en/kx").select("link[hreflang=fr]")
    assert again.page("en/ky").select("link[hreflang=fr]")


def test_another_builder_in_between_hides_no_change(make):
    project = make(FILES, conf=CONF)
    project.build()
    edit(project, {"en/a.md": posting("Renamed", "a")})
    project.build("text")
    build = project.build()
    assert "Renamed" in build.main("en/jobs").get_text()
    assert "Renamed" in build.main("other").get_text()


def test_settings_that_only_change_the_looks_read_nothing(make):
    project = make(FILES, conf=CONF)
    project.build()
    build = project.build(confoverrides={"jobs_apply_url": "https://x.example/{key}"})
    assert build.read == []
    assert but_root(build) == [f"{lang}/{key}" for lang in ("en", "fr") for key in "abc"]


def test_parallel_builds_write_the_same(make):
    many = {
        f"{lang}/job-{n:02}.md": posting(f"Job {n}", f"job-{n}", f"See {{job}}`job-{n + 1}`.\n")
        for n in range(30)
        for lang in ("en", "fr")
    }
    many |= {f"{lang}/job-30.md": posting("Last", "job-30") for lang in ("en", "fr")}
    serial = make({**FILES, **many}, conf=CONF, name="serial")
    parallel = make({**FILES, **many}, conf=CONF, name="parallel")
    one, two = serial.build(), parallel.build(parallel=2)
    assert (one.warnings, two.warnings) == ([], [])
    assert one.app.env.domaindata["job"].keys() == two.app.env.domaindata["job"].keys()

    def differing(result: filecmp.dircmp) -> list[str]:
        here = [*result.left_only, *result.right_only, *result.diff_files]
        return here + [n for sub in result.subdirs.values() for n in differing(sub)]

    ignored = [".buildinfo", ".doctrees"]
    assert differing(filecmp.dircmp(one.app.outdir, two.app.outdir, ignore=ignored)) == []
    assert parallel.build(parallel=2).read == []
    edit(parallel, {"en/job-03.md": posting("Third", "job-3")})
    again = parallel.build(parallel=2)
    assert again.read == ["en/job-03"]
    assert "Third" in again.main("en/jobs").get_text()


def test_a_file_named_by_a_directive_is_a_dependency(make, tmp_path):
    outside = tmp_path / "elsewhere" / "job.md"
    outside.parent.mkdir()
    outside.write_text(posting("Outside", "out"), encoding="utf-8")
    project = make(
        {
            "p.md": f"# P\n\n```{{job-posting}} {outside}\n```\n",
            "list.md": "# L\n\n```{job-index}\n:toctree: false\n```\n",
        },
        conf="",
    )
    assert "Outside" in project.build().main("list").get_text()
    outside.write_text(posting("Changed", "out"), encoding="utf-8")
    os.utime(outside, (time.time() + 5, time.time() + 5))
    build = project.build()
    assert (build.read, but_root(build)) == (["p"], ["list", "p"])
    assert "Changed" in build.main("list").get_text()


def test_an_author_takes_a_posting_into_a_toctree(make):
    home = "# Home\n\n```{job-index}\n```\n\n```{toctree}\n%s\n```\n"
    files = {name: posting(name[0].upper(), name[0]) for name in ("a.md", "b.md", "c.md")}
    project = make({"index.md": home % "other", "other.md": "# Other\n", **files})
    project.build()
    edit(project, {"index.md": home % "b\nother"})
    build = project.build()
    fresh = make({"index.md": home % "b\nother", "other.md": "# Other\n", **files}, name="fresh")
    expected = fresh.build().app.env.collect_relations()
    assert build.app.env.collect_relations() == expected
    assert expected["other"][1:] == ["b", "a"]


def test_the_gate_speaks_in_every_build(make):
    project = make({"en/a.md": posting("A", "a")}, conf="jobs_languages = ['en', 'fr']\n")
    first = project.build().warnings
    assert [w.rpartition(" ")[2] for w in first] == ["[jobs.pair]"]
    again = project.build()
    assert (again.read, again.warnings) == ([], first)


# What links to a posting

CAPTAIN = posting("Captain", "captain", "Text.\n\n(duties)=\n## Duties\n\nSteer.\n")
DRAFT = CAPTAIN.replace("layout:", "draft: true\nlayout:")
#: By its file: what the page is made of depends on whether that exists.
BY_FILE = {
    "path": "See [the captain](en/captain.md).\n",
    "title": "See [](en/captain.md).\n",
    "from-the-root": "See [the captain](/en/captain.md).\n",
    "anchor": "See [the duties](en/captain.md#duties).\n",
    "doc": "See {doc}`en/captain`.\n",
    "doc-with-text": "See {doc}`the captain </en/captain>`.\n",
    "any": "See {any}`en/captain`.\n",
}
BY_LABEL = {
    "label": "See {ref}`duties`.\n",
    "label-with-text": "See {ref}`the duties <duties>`.\n",
    "label-by-link": "See [the duties](#duties).\n",
}
BY_KEY = {
    "role": "See {job}`captain`.\n",
    "role-by-language": "See {job}`captain@en`.\n",
    "link-by-key": "See [the captain](captain).\n",
}
TOCTREES = {
    "toctree": "```{toctree}\nen/captain\n```\n",
    "toctree-of-all": "```{toctree}\n:glob:\n\nen/*\n```\n",
}


def linking(make, ways, name="source"):
    """Make a project with a page for each way to link to the captain's posting."""
    pages = {f"{way}.md": f"# About\n\n{text}" for way, text in ways.items()}
    files = {
        "index.md": "# Home\n",
        "other.md": "# Other\n\nSee [home](index.md).\n",
        "list.md": INDEX,
        "en/cook.md": posting("Cook", "cook"),
        "en/captain.md": CAPTAIN,
    }
    return make(pages | files, name=name)


def clean_build(make, project, name):
    """Build the present files anew."""
    files = {
        path.relative_to(project.root).as_posix(): path.read_text(encoding="utf-8")
        for path in project.root.rglob("*.*")
        if "_build" not in path.parts and path.suffix in (".md", ".pdf")
    }
    return make(files, name=name).build()


def warnings_of(build, docnames):
    return sorted(w for w in build.warnings if w.partition(".md")[0] in docnames)


@pytest.mark.parametrize(
    "ways", matrix(TOCTREES, {**BY_FILE, **BY_LABEL, **BY_KEY}), ids=["toctrees", "links"]
)
def test_a_posting_goes_and_comes_back(make, ways):
    """Who links to it is brought up to date, with the warnings of a clean build; no other page."""
    project = linking(make, ways)
    project.build()
    path = project.root / "en/captain.md"
    steps = [None, CAPTAIN, DRAFT, CAPTAIN, DRAFT, None, DRAFT, CAPTAIN]
    content, shown = CAPTAIN, True
    for step, new in enumerate(steps):
        path.unlink() if new is None else project.write({"en/captain.md": new})
        build = project.build()
        clean = clean_build(make, project, f"clean-{step}")
        before, shown = shown, "en/captain" in clean.written
        file_changed, content = (content is None) != (new is None), new
        read = set(build.read) - {"en/captain"}
        written = set(but_root(build)) - {"en/captain"}
        if ways is TOCTREES:
            # Sphinx itself reads again whose toctree names what is not there.
            assert read <= TOCTREES.keys(), step
        else:
            assert read == (BY_FILE.keys() if file_changed or before != shown else set()), step
        if before == shown:
            assert written == read, step
        else:
            # The list, too, and its neighbours there.
            assert ways.keys() <= written <= {*ways, "list", "en/cook"}, step
        assert warnings_of(build, written) == warnings_of(clean, written), step
        for docname in clean.written:
            assert build.main(docname) == clean.main(docname), (step, docname)
        if ways is not TOCTREES:
            again = project.build()
            assert (again.read, again.written) == ([], []), step


def test_an_anchor_of_a_posting_goes_and_comes_back(make):
    project = linking(make, {**BY_FILE, **BY_LABEL, **BY_KEY})
    project.build()
    without = CAPTAIN.replace("(duties)=\n## Duties", "## Tasks")
    for step, content in enumerate([without, CAPTAIN]):
        project.write({"en/captain.md": content})
        build = project.build()
        clean = clean_build(make, project, f"clean-{step}")
        assert build.read == ["en/captain"]
        assert but_root(build) == sorted(["anchor", *BY_LABEL, "en/captain"])
        assert sorted(build.warnings) == sorted(clean.warnings)
        for docname in clean.written:
            assert build.main(docname) == clean.main(docname), (step, docname)


def test_what_changes_in_a_posting_is_followed_where_it_is_shown(make):
    project = linking(make, {**BY_FILE, **BY_LABEL, **BY_KEY})
    project.build()
    for new, shown_in in [
        (CAPTAIN + "More.\n", []),
        (CAPTAIN.replace("## Duties", "## All duties"), ["label", "anchor"]),
        (CAPTAIN.replace("title: Captain", "title: Master"), ["title", "doc", "any", *BY_KEY]),
    ]:
        project.write({"en/captain.md": CAPTAIN})
        project.build()
        project.write({"en/captain.md": new})
        build = project.build()
        clean = clean_build(make, project, f"clean-{len(new)}")
        assert build.read == ["en/captain"]
        others = set(but_root(build)) - {"en/captain", "en/cook", "list"}
        assert others == set(shown_in)
        for docname in clean.written:
            assert build.main(docname) == clean.main(docname), docname


def test_a_posting_links_to_what_goes_and_comes_back(make):
    """In a posting, a link that leads nowhere is another thing than one that does."""
    body = "See [the captain](captain.md), [a map](../files/map.pdf) and [a draft](mate.md#x).\n"
    files = {"en/cook.md": posting("Cook", "cook", body)}
    project = make({"index.md": "# Home\n", **files})
    first = project.build()
    assert len([w for w in first.warnings if "[jobs.link]" in w]) == 3
    draft = posting("Mate", "mate", "## X\n", draft="true")
    for step, name, content in [
        (1, "files/map.pdf", "map"),
        (2, "en/captain.md", CAPTAIN),
        (3, "en/mate.md", draft),
        (4, "en/mate.md", posting("Mate", "mate", "## X\n")),
        (5, "en/captain.md", None),
        (6, "en/mate.md", None),
    ]:
        if content is None:
            (project.root / name).unlink()
        else:
            project.write({name: content})
        build = project.build()
        assert set(build.read) - {"en/captain", "en/mate"} == {"en/cook"}, step
        assert project.build().read == [], step
        clean = clean_build(make, project, f"clean-{step}")
        assert sorted(build.warnings) == sorted(clean.warnings), step
        assert build.main("en/cook") == clean.main("en/cook"), step


def test_links_are_followed_in_parallel(make):
    many = {f"p{n:02}.md": f"# P{n}\n\nSee [it](en/captain.md).\n" for n in range(12)}
    files = {"index.md": "# Home\n", "en/captain.md": CAPTAIN, "other.md": "# Other\n", **many}
    project = make(files)
    project.build(parallel=2)
    (project.root / "en/captain.md").unlink()
    build = project.build(parallel=2)
    assert build.read == sorted(name.removesuffix(".md") for name in many)
    assert len([w for w in build.warnings if "xref_missing" in w]) == len(many)


def test_a_name_that_is_too_long_for_a_file_stops_no_build(make):
    name = "a" * 300
    body = f"See [it]({name}), [it]({name}.md), [it](x/{name}.pdf) and {{any}}`{name}`.\n"
    build = make({"a.md": posting("A", "a", body)}).build()
    assert "See it, it, it" in build.main("a").get_text()


def test_a_notice_of_a_newer_text_rewrites_the_page_that_shows_it(make):
    captain = FERRIES["en/captain.md"]
    project = make({**FERRIES, **COOKS}, conf=PAIRING + "jobs_outdated_notice = True\n")
    project.build("jobs-pair")
    for path in (project.root / "locale").rglob("*.po"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("#, fuzzy\n", ""), encoding="utf-8")
    project.build("jobs-pair")
    build = project.build()
    assert not build.page("fr/capitaine").select(".job-outdated")
    week = "Our office pays $1,250.50 each week."
    project.write({"en/captain.md": captain.replace(week, "Our office pays more.")})
    project.build("jobs-pair")
    build = project.build()
    assert but_root(build) == ["en/captain", "fr/capitaine"]
    assert not build.page("en/captain").select(".job-outdated")
    notice = build.page("fr/capitaine").select_one(".job-outdated")
    link = notice.select_one("a")
    assert (link.get_text(), link["href"]) == ("Ferry captain", "../en/captain.html")
    assert but_root(project.build()) == []
    # Settled: as it was.
    project.write({"en/captain.md": captain})
    project.build("jobs-pair")
    build = project.build()
    assert but_root(build) == ["en/captain", "fr/capitaine"]
    assert not build.page("fr/capitaine").select(".job-outdated")
    # A French site without the French file shows the source through its catalogue.
    project.write({"en/captain.md": captain.replace(week, "Our office pays more.")})
    project.build("jobs-pair")
    (project.root / "fr/capitaine.md").unlink()
    values = {
        "language": "fr",
        "jobs_publish": "language",
        "jobs_sites": {"en": "../en/", "fr": "../fr/"},
    }
    page = project.build(confoverrides=values).page("en/captain")
    assert page.select_one(".job-outdated a")["href"] == "../../en/en/captain.html"
    assert page.select(".job-untranslated")
