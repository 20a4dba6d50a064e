"""The job-posting directive, in MyST and reST: from a file, or inline."""

from __future__ import annotations

import ntpath
import os
from pathlib import Path

import pytest

from .support import posting

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fc"
    "ffff3f030005fe02fea72d0f3a0000000049454e44ae426082"
)
CONF = ""
OUTSIDE = posting(
    "Outside",
    "out",
    "# Duties\n\nSee [home](source/index.md), [home](/index.md), [gone](gone.md), [here](#duties).\n\n"
    "![A dot](<a dot.png>)\n\n### Deep\n\nEnd.\n",
    team="Deck",
)


def page(suffix: str, path: str) -> tuple[str, str]:
    """Write a page that shows a posting's file, in one of the markup languages."""
    if suffix == "md":
        return "p.md", f"# Page\n\nBefore.\n\n```{{job-posting}} {path}\n```\n\n## After\n\nEnd.\n"
    return "p.rst", f"Page\n====\n\nBefore.\n\n.. job-posting:: {path}\n\nAfter\n-----\n\nEnd.\n"


@pytest.mark.parametrize("suffix", ["md", "rst"])
@pytest.mark.parametrize("relative", [True, False])
def test_a_file_anywhere_on_disk(make, tmp_path, suffix, relative):
    (tmp_path / "job.md").write_text(OUTSIDE, encoding="utf-8")
    (tmp_path / "a dot.png").write_bytes(PIXEL)
    path = "../job.md" if relative else str(tmp_path / "job.md")
    name, text = page(suffix, path)
    build = make({name: text}, conf=CONF).build()
    assert [w.replace(str(tmp_path), "") for w in build.warnings] == [
        "/job.md:11: WARNING: The link target gone.md does not exist in the project. Use the path "
        "of a file, or a full URL (https://…). [jobs.link]",
    ]
    main = build.main("p")
    assert [(h.name, h.get_text()[:-1]) for h in main.select("h1, h2, h3, h4")] == [
        ("h1", "Page"),
        ("h2", "Outside"),
        ("h3", "Duties"),
        ("h4", "Deep"),
        ("h2", "After"),
    ]
    section = main.select_one("section.job-posting")
    assert section["id"] == "job-out-en"
    hrefs = [a["href"] for a in section.select("section > p > a")]
    assert hrefs == ["index.html", "index.html", "gone.md", "#duties"]
    assert section.find("img")["src"].endswith("a%20dot.png")
    assert (build.app.outdir / "_images" / "a dot.png").exists()
    assert "Deck" in section.get_text()


@pytest.mark.parametrize("builder", ["html", "gettext", "jobs-pair"])
def test_a_file_on_another_drive(make, tmp_path, monkeypatch, builder):
    """On Windows, no path leads from one drive to another, and ``os.path.relpath`` raises."""
    other = tmp_path / "drive"
    other.mkdir()
    for lang in ("en", "fr"):
        body = "Read [home](/index.md), [gone](gone.md).\n"
        (other / f"{lang}.md").write_text(
            posting(lang.upper(), "a", body, lang=lang), encoding="utf-8"
        )

    def on_windows(path, start=os.curdir):
        full = [Path(path).absolute(), Path(start).absolute()]
        names = [f"{'D' if p.is_relative_to(other) else 'C'}:{p}" for p in full]
        return ntpath.relpath(*names).replace(ntpath.sep, "/")

    monkeypatch.setattr("os.path.relpath", on_windows)
    text = "".join(f"```{{job-posting}} {other / lang}.md\n```\n\n" for lang in ("en", "fr"))
    conf = "jobs_languages = ['en', 'fr']\nlocale_dirs = ['locale']\ngettext_compact = False\n"
    build = make({"p.md": f"# Page\n\n{text}"}, conf=conf).build(builder)
    found = [line.partition(" does not exist")[0] for line in build.warnings]
    assert found[0] == f"{other}/en.md:9: WARNING: The link target gone.md"
    assert found[1] == f"{other}/fr.md:9: WARNING: The link target gone.md"
    assert all("[jobs." in line for line in build.warnings)
    if builder == "html":
        section = build.main("p").select_one("section.job-posting")
        assert section.find("a", string="home")["href"] == "index.html"


def test_several_on_a_page_and_inline(make):
    text = """# Jobs

```{job-posting}
:title: Captain
:translationKey: captain
:description: Steer.
:expiryDate: 2030-01-31
:form-hidden: true
:tags: [a, b]

Some *words*.

## Duties

More.
```

```{job-posting}
:title: Capitaine
:translationKey: captain
:description: Menez.
:expiryDate: 2030-01-31
:lang: fr
:formHidden:

Des mots.
```

{job}`captain` {job}`captain@fr`
"""
    build = make({"p.md": text}, conf=CONF + "jobs_today = '2030-01-01'\n").build()
    assert build.warnings == []
    sections = build.main("p").select("section.job-posting")
    assert [s["id"] for s in sections] == ["job-captain-en", "job-captain-fr"]
    assert [s.get("lang") for s in sections] == ["en", "fr"]
    assert [(h.name, h.get_text()[:-1]) for h in sections[0].select("h2, h3")] == [
        ("h2", "Captain"),
        ("h3", "Duties"),
    ]
    assert sections[0].find("em").get_text() == "words"
    assert sections[0].select_one(".job-switch a")["href"] == "#job-captain-fr"
    records = build.app.env.domains["job"].page("p").postings.values()
    assert [(r.posting.tags, r.posting.form_hidden) for r in records] == [
        (("a", "b"), True),
        ((), True),
    ]
    links = [
        a["href"]
        for a in build.main("p").select("p > a.reference")
        if not a.find_parent(class_="job-header")
    ]
    assert links == ["#job-captain-en", "#job-captain-fr"]


def test_inline_in_restructuredtext(make):
    text = """Jobs
====

.. job-posting::
   :title: Captain
   :translationKey: captain
   :lever-id: 0012
   :description: Steer.

   Some *words*.

   Duties
   ------

   More.

   At night
   ~~~~~~~~

   Less.

Next
----

End.
"""
    build = make({"p.rst": text}, conf=CONF).build()
    assert build.warnings == []
    headings = [(h.name, h.get_text()[:-1]) for h in build.main("p").select("h1, h2, h3, h4")]
    assert headings == [
        ("h1", "Jobs"),
        ("h2", "Captain"),
        ("h3", "Duties"),
        ("h4", "At night"),
        ("h2", "Next"),
    ]
    (record,) = build.app.env.domains["job"].page("p").postings.values()
    assert record.posting.lever_id == "0012"


def test_options_replace_a_files_fields(make, tmp_path):
    (tmp_path / "job.md").write_text(posting("T", "k", archived="true"), encoding="utf-8")
    text = "# P\n\n```{job-posting} ../job.md\n:archived: false\n:title: 'Other: title'\n```\n"
    build = make({"p.md": text}, conf=CONF).build()
    assert build.warnings == []
    (record,) = build.app.env.domains["job"].page("p").postings.values()
    assert (record.posting.archived, record.title) == (False, "Other: title")


def test_a_missing_file_is_reported_where_it_is_named(make):
    build = make({"p.md": "# P\n\nText\n\n```{job-posting} no.md\n```\n"}, conf=CONF).build()
    (warning,) = build.warnings
    assert warning.startswith("p.md:5: WARNING: no.md cannot be read: ")
    assert warning.endswith("[jobs.file]")


def test_faults_of_an_inline_posting_name_its_line(make):
    build = make(
        {"p.md": "# P\n\n```{job-posting}\n:title: T\n:archived: maybe\n\nText\n```\n"}, conf=CONF
    ).build()
    assert [w.partition(" WARNING: ")[0] for w in build.warnings] == ["p.md:3:"] * 3
    assert "archived is “maybe”, which is not true or false" in build.warnings[0]


def test_a_posting_on_a_page_may_be_broken(make, tmp_path):
    (tmp_path / "job.md").write_bytes(
        "---\nlayout: job-posting\ntitle: 'L'été'\n---\n# Été\n\nDéjà.\n".encode("cp1252")
    )
    build = make({"p.rst": "P\n=\n\n.. job-posting:: ../job.md\n"}, conf=CONF).build()
    assert "Déjà." in build.main("p").get_text()
    assert [w.rpartition("[")[2] for w in build.warnings] == [
        "jobs.encoding]",
        "jobs.front-matter]",
        "jobs.missing]",
        "jobs.missing]",
    ]


@pytest.mark.parametrize(
    ("option", "title"),
    [
        ('"Quoted" and more', '"Quoted" and more'),
        ("'tis the season", "’tis the season"),
        ("{braces", "{braces"),
        ("'It''s quoted'", "It’s quoted"),
    ],
)
def test_an_option_may_be_any_text(make, option, title):
    text = f"P\n=\n\n.. job-posting::\n   :title: {option}\n   :translationKey: k\n   :description: d\n"
    build = make({"p.rst": text}, conf="smartquotes = False\n").build()
    assert build.warnings == []
    assert build.main("p").find("h2").get_text()[:-1] == title.replace("’", "'")


def test_options_with_a_file_are_reported_on_the_line_of_the_directive(make, tmp_path):
    (tmp_path / "job.md").write_text(posting("T", "k"), encoding="utf-8")
    text = "# P\n\n```{job-posting} ../job.md\n:archived: maybe\n```\n"
    (warning,) = make({"p.md": text}).build().warnings
    assert warning.startswith("p.md:3: WARNING: archived is “maybe”, which is not true or false")


def test_messages_from_a_file_name_that_file(make, tmp_path):
    (tmp_path / "job.md").write_text(
        posting("T", "k", "{job}`nokey` ![x](gone.png)\n"), encoding="utf-8"
    )
    project = make({"p.md": "# P\n\n```{job-posting} ../job.md\n```\n"})
    warnings = project.build().warnings
    assert len(warnings) == 2
    assert {w.replace(str(tmp_path), "").split(" ")[0] for w in warnings} == {"/job.md:8:"}
    pot = project.build("gettext").text("p.pot")
    assert "job.md:8" in pot
    assert "p.md:8" not in pot


def test_footnotes_of_several_postings(make, tmp_path):
    for name in "xy":
        body = f"See[^1].\n\n[^1]: The note of {name}.\n"
        (tmp_path / f"{name}.md").write_text(posting(name, name, body), encoding="utf-8")
    text = (
        "# P\n\nSee[^1].\n\n[^1]: The note of the page.\n\n```{job-posting} ../x.md\n```\n\n"
        "```{job-posting} ../y.md\n```\n"
    )
    build = make({"p.md": text}).build()
    assert build.warnings == []
    shown = build.main("p").get_text()
    for owner in ("x", "y", "the page"):
        assert f"The note of {owner}." in shown


def test_headings_in_any_style_of_the_page(make):
    text = """P
=

Next
----

.. job-posting::
   :title: T
   :translationKey: k
   :description: d

   Inside
   ======

   Delta.

   Deeper
   ------

   Epsilon.
"""
    build = make({"p.rst": text}).build()
    assert build.warnings == []
    headings = [(h.name, h.get_text()[:-1]) for h in build.main("p").select("h1, h2, h3, h4, h5")]
    assert headings == [
        ("h1", "P"),
        ("h2", "Next"),
        ("h3", "T"),
        ("h4", "Inside"),
        ("h5", "Deeper"),
    ]
    assert "Delta." in build.main("p").get_text()


def test_a_link_to_a_heading_of_the_posting(make, tmp_path):
    """Two postings on a page have a heading of the same name."""
    body = "[Down](#what-you-do)\n\n## What you do\n\nSail.\n"
    for name in "xy":
        (tmp_path / f"{name}.md").write_text(posting(name, name, body), encoding="utf-8")
    text = "# P\n\n```{job-posting} ../x.md\n```\n\n```{job-posting} ../y.md\n```\n"
    build = make({"p.md": text}).build()
    assert build.warnings == []
    sections = build.main("p").select("section.job-posting")
    assert len(sections) == 2
    for section in sections:
        target = section.find("a", string="Down")["href"].removeprefix("#")
        assert section.find(id=target).h3.get_text()[:-1] == "What you do"


def test_folders_around_the_project_say_nothing_of_a_language(make):
    text = "# P\n\n```{job-posting}\n:title: T\n:translationKey: k\n:description: d\n```\n"
    build = make({"p.md": text}, name="it/de/source").build()
    (record,) = build.app.env.domains["job"].jobs.published
    assert record.posting.lang == "en"


def test_an_inline_draft_stays_out(make):
    text = "# P\n\n```{job-posting}\n:title: T\n:translationKey: k\n:description: d\n:draft: true\n```\n"
    build = make({"p.md": text}).build()
    assert build.app.env.domains["job"].jobs.published == ()


def test_an_empty_option_is_absent_but_an_empty_flag_is_set(make):
    text = "P\n=\n\n.. job-posting::\n   :title: T\n   :translationKey: k\n   :team:\n   :archived:\n   :description: d\n"
    build = make({"p.rst": text}).build()
    assert build.warnings == []
    (record,) = build.app.env.domains["job"].jobs.published
    assert (record.posting.team, record.posting.archived) == (None, True)
