"""At home in the handbook that people have: what is not a posting is as it is without us."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from .support import Build, Project, matrix, posting

PLAIN = {
    "index.md": '# Home\n\n```{toctree}\nguide/one\nguide/two\nminutes/may\nrest\n```\n\n"Quoted" -- and {ref}`heard <may>`.\n',
    "guide/one.md": (
        "---\nhide-toc: true\nmyst:\n  html_meta:\n    description: The first\n---\n(first)=\n# One\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n% unseen\n\nA note[^1], and [two](two.md).\n\n[^1]: It is here.\n"
    ),
    "guide/two.md": "# Two\n\n```{index} thing\n```\n\n```python\nx = 1\n```\n",
    "minutes/may.md": "---\narchived: true\ntocdepth: 1\ntags: [may]\n---\n(may)=\n# Minutes\n\n% secret\n\nWe met.\n",
    "rest.rst": "Rest\n====\n\n.. index:: thing\n\nAs :ref:`may` said.\n",
}
NOTEBOOK = (
    "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n  name: python3\n"
    "  display_name: Python\n  language: python\nhide-toc: true\n---\n# Notebook\n\nText.\n\n```{code-cell} python\n1 + 1\n```\n"
)


def built(make, name: str, extensions: list[str], files: dict[str, str], builder: str, conf: str, **options: object) -> Build:  # fmt: skip
    # Sphinx has one object for each default, which extensions and themes fill in place.
    conf = f"templates_path = []\nexclude_patterns = []\nsource_suffix = {{'.rst': 'restructuredtext'}}\nextensions = {extensions!r}\nversion = copyright = '1'\nsuppress_warnings = ['epub']\n{conf}"
    return make(files, conf=conf, name=f"{name}/source").build(builder, **options)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of an output folder, but for those of the build itself."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".buildinfo", "environment.pickle") and path.suffix != ".epub"
    }  # fmt: skip


def doctrees(build: Build) -> dict[str, str]:
    folder = Path(build.app.doctreedir)
    return {
        path.relative_to(folder).as_posix(): pickle.loads(path.read_bytes()).pformat().replace(str(build.app.srcdir), "")
        for path in folder.rglob("*.doctree")
    }  # fmt: skip


def differing(one: Build, other: Build) -> list[str]:
    """Return the names of the files in which two builds' outputs differ."""
    mine, theirs = tree(Path(one.app.outdir)), tree(Path(other.app.outdir))
    return sorted(
        name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)
    )


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")


# Another extension that reads Markdown: MyST-NB.

NB = "nb_execution_mode = 'off'\nexclude_patterns = ['_build']\n"
WITH_NOTEBOOKS = {
    **PLAIN,
    "index.md": PLAIN["index.md"].replace("rest\n", "rest\nnotebook\ndata\n"),
    "notebook.md": NOTEBOOK,
    "data.ipynb": (
        '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Data\\n", "Words."]}], '
        '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    ),
}
JOBS = {
    "jobs.md": "# Jobs\n\n```{job-index}\n:filter: yes\n```\n",
    "jobs/pilot.md": posting("Pilot", "pilot", "## Tasks\n\nFly, *always*.\n"),
    "board.md": NOTEBOOK.replace("Text.\n", "```{job-index}\n```\n\nSee {job}`pilot`.\n"),
}
ORDERS = [["myst_nb", "sphinxext_jobs"], ["sphinxext_jobs", "myst_nb"]]


@pytest.mark.parametrize("extensions", ORDERS)
@pytest.mark.parametrize("builder", ["html", "gettext", "text"])
def test_pages_and_notebooks_are_mystnbs(make, extensions, builder):
    without = built(make, "a", ["myst_nb"], WITH_NOTEBOOKS, builder, NB)
    ours = built(make, "b", extensions, WITH_NOTEBOOKS, builder, NB)
    assert without.warnings == ours.warnings == []
    assert doctrees(without) == doctrees(ours)
    assert len(doctrees(ours)) == len(WITH_NOTEBOOKS)


@pytest.mark.parametrize("extensions", ORDERS)
@pytest.mark.parametrize("parallel", [1, 2])
def test_postings_are_ours_beside_mystnb(make, extensions, parallel):
    files = {**WITH_NOTEBOOKS, **JOBS}
    build = built(make, "b", extensions, files, "html", NB, parallel=parallel)
    assert build.warnings == []
    assert build.main("jobs/pilot").select_one("h1").get_text().startswith("Pilot")
    assert build.main("jobs/pilot").select_one(".job-facts") is not None
    for page in ("jobs", "board"):
        assert "Pilot" in build.main(page).get_text()
    assert build.main("board").select_one(".cell_input") is not None
    project = Project(build.app.srcdir)
    again = project.build(parallel=parallel)
    assert (again.read, again.written) == ([], [])
    project.write({"jobs/pilot.md": posting("Pilot", "pilot", "Changed.\n")})
    assert project.build(parallel=parallel).read == ["jobs/pilot"]


@pytest.mark.parametrize("extensions", ORDERS)
def test_mystnb_and_the_builders_of_catalogues(make, extensions):
    files = {
        **WITH_NOTEBOOKS,
        "en/a.md": posting("Pilot", "a", "Fly.\n"),
        "fr/a.md": posting("Pilote", "a", "Voler.\n"),
    }
    conf = (
        NB
        + "jobs_languages = ['en', 'fr']\ngettext_compact = False\nsuppress_warnings += ['jobs.doubtful']\n"
    )
    build = built(make, "b", extensions, files, "jobs-pair", conf)
    assert build.warnings == []
    po = Path(build.app.srcdir) / "locales/fr/LC_MESSAGES/en/a.po"
    assert 'msgstr "Voler."' in po.read_text(encoding="utf-8")
    project = Project(build.app.srcdir)
    assert 'msgid "Fly."' in project.build("gettext").text("en/a.pot")
    french = project.build(
        confoverrides={"language": "fr", "jobs_publish": "language"}, freshenv=True
    )
    assert "Voler." in french.main("fr/a").get_text()


@pytest.mark.parametrize("extensions", ORDERS)
@pytest.mark.parametrize(
    "suffixes",
    [
        {".rst": "restructuredtext", ".md": "myst-nb", ".ipynb": "myst-nb"},
        {".rst": "restructuredtext", ".md": "markdown", ".ipynb": "myst-nb"},
        {".rst": "restructuredtext", ".md": "markdown", ".markdown": "myst-nb", ".txt": "markdown"},
    ],
)
def test_a_projects_own_suffixes(make, extensions, suffixes):
    files = {
        "index.md": "# Home\n",
        "a.md": posting("In md", "a", draft="false"),
        "b.txt": posting("In txt", "b"),
        "c.markdown": posting("In markdown", "c"),
        "d.md": posting("Draft", "d", draft="true"),
        "e.txt": posting("Draft", "e", draft="true"),
    }
    build = built(make, "b", extensions, files, "html", f"{NB}source_suffix = {suffixes!r}\n")
    assert build.warnings == []
    found = {record.title for record in build.app.env.get_domain("job").jobs.published}
    read = {suffix for suffix, kind in {".md": "myst-nb", **suffixes}.items() if kind != "restructuredtext"}  # fmt: skip
    assert found == {f"In {suffix[1:]}" for suffix in read - {".ipynb"}}
    assert build.app.env.found_docs.isdisjoint({"d", "e"})


@pytest.mark.parametrize(
    "extensions", [["myst_parser", "sphinxext_jobs"], ["sphinxext_jobs", "myst_parser"]]
)
def test_myst_is_listed_before_or_after(make, extensions):
    build = built(make, "b", extensions, {"a.md": posting("Pilot", "a")}, "html", "")
    assert build.warnings == []
    assert build.main("a").select_one(".job-facts") is not None


# An ordinary page with a field or two of ours.


def test_minutes_are_the_page_they_were(make):
    without = built(make, "a", ["myst_parser"], PLAIN, "html", "")
    ours = built(make, "b", ["sphinxext_jobs"], PLAIN, "html", "")
    assert without.warnings == ours.warnings == []
    assert doctrees(without) == doctrees(ours)
    assert without.app.env.metadata == ours.app.env.metadata


SUSPECT = "WARNING: This file sets {} as a posting does, but {}, so it is an ordinary page. If it is a posting, {} [jobs.layout]"
NO_LAYOUT = ("has no layout", "add `layout: job-posting`.")
POST = (
    "its layout is post",
    "write `layout: job-posting`, or add its layout to `jobs_layouts`.",
)


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_file_that_looks_like_a_posting_is_pointed_out(make, parallel):
    files = {
        "index.md": "# Home\n",
        "jobs/a.md": posting("A", "a"),
        "jobs/b.md": "---\narchived: true\n---\n# B\n\n% unseen\n",
        "minutes/c.md": "---\narchived: true\n---\n# C\n",
        "minutes/d.md": "---\ntitle: D\nlayout: post\narchived: true\nleverId: 7\n---\n# D\n",
    }
    project = make(files)
    expected = [
        f"jobs/b.md:2: {SUSPECT.format('`archived`', *NO_LAYOUT)}",
        f"minutes/d.md:3: {SUSPECT.format('`archived`, `leverId`', *POST)}",
    ]
    assert project.build(parallel=parallel).warnings == expected
    assert project.build(parallel=parallel).warnings == expected  # -W goes on failing
    project.write({"jobs/a.md": "# A\n", "minutes/d.md": "# D\n"})
    assert project.build(parallel=parallel).warnings == []


# A posting's file-wide metadata.

#: What themes and other extensions ask for.
METADATA = {
    "hide-toc": "true",
    "tocdepth": "1",
    "orphan": "true",
    "no-search": "true",
    "nocomments": "true",
    "og:image": "pilot.png",
    "og:image:alt": "'A: pilot'",
    "ogp_disable": "true",
    "html_theme.sidebar_secondary.remove": "true",
    "sd_hide_title": "false",
    "author": "'*Ann*'",
    "language": "en",
    "version": "1.0",
    "status": "draft text",
    "copyright": "2030",
    "since": "2030-01-05",
    "numbers": "[1, 2]",
    "keywords": "a, b",
    "blogpost": "true",
    # Ours, which extensions for blogs read too.
    "date": "2030-01-05",
    "tags": "[a, 'b: c']",
    "location": "Elsewhere",
}


def _lines(fields: dict[str, str]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def test_a_posting_has_the_metadata_of_any_page(make):
    files = {
        "a.md": posting("A", "a", "## B\n", **METADATA),
        "page.md": f"---\n{_lines(METADATA)}---\n# A\n\n## B\n",
    }
    build = make(files).build()
    assert build.warnings == []
    ours, plain = dict(build.app.env.metadata["a"]), dict(build.app.env.metadata["page"])
    of_the_text = {"myst_slugs", "wordcount"}
    assert ours.keys() - of_the_text == plain.keys() - of_the_text
    assert all(ours[name] == plain[name] for name in plain.keys() - of_the_text)
    assert ours["tocdepth"] == 1
    assert build.main("a").select("h1")[0].get_text().startswith("A")
    assert len(build.page("a").select("h1:not(.logo)")) == 1
    assert "pilot.png" not in build.text("a.html").partition("<body")[2]


def test_nothing_of_it_is_translated_or_extracted(make):
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "remove"\nmsgstr "enlever"\n'
    files = {
        "a.md": posting("A", "a", "remove\n", sidebar="remove"),
        "locale/fr/LC_MESSAGES/a.po": catalogue,
    }
    project = make(files, conf="language = 'fr'\njobs_languages = ['en']\njobs_publish = 'language'\nlocale_dirs = ['locale']\n")  # fmt: skip
    build = project.build()
    assert "enlever" in build.main("a").get_text()
    assert build.app.env.metadata["a"]["sidebar"] == "remove"
    assert "pilot" not in project.build("gettext").text("a.pot")


def test_mysts_settings_of_a_file_and_of_the_project(make):
    mine = "\n  html_meta:\n    description: Mine\n    'property=og:locale': en_CA\n  substitutions:\n    ship: '*Swan*'\n  title_to_header: true"
    files = {
        "a.md": posting("A", "a", "On the {{ ship }} or the {{ boat }}.\n", myst=mine),
        "fr/b.md": posting("B", "b", "À bord du {{ boat }}.\n"),
        "fr/page.md": "# Page\n",
    }
    conf = (
        "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n"
        "myst_enable_extensions = ['substitution']\nmyst_title_to_header = True\n"
        "myst_html_meta = {'robots': 'noarchive', 'description': 'All'}\n"
        "myst_substitutions = {'boat': 'Heron'}\nhtml_baseurl = 'https://example.org/'\n"
    )
    build = make(files, conf=conf).build()
    assert build.warnings == []

    def content(page: str, name: str) -> list[str]:
        found = build.page(page).select(f'meta[name="{name}"], meta[property="{name}"]')
        return [meta["content"] for meta in found]

    assert build.main("a").select("p em")[0].get_text() == "Swan"
    assert "Heron" in build.main("a").get_text()
    assert content("a", "description") == ["Mine"]
    assert content("a", "robots") == ["noarchive"]
    assert content("a", "og:locale") == ["en_CA"]
    assert content("fr/b", "description") == content("fr/page", "description") == ["All"]
    assert "classes=" not in build.text("fr/b.html") + build.text("fr/page.html")
    for page in ("a", "fr/b"):
        assert len(build.page(page).select("h1:not(.logo)")) == 1


def test_meta_tags_are_paired_like_other_texts(make):
    def meta(text: str) -> str:
        return f"\n  html_meta:\n    keywords: {text}"

    files = {
        "en/a.md": posting("Pilot", "a", "Fly.\n", myst=meta("work in the air")),
        "fr/a.md": posting("Pilote", "a", "Volez.\n", myst=meta("travailler dans les airs")),
    }
    conf = "jobs_languages = ['en', 'fr']\nlocale_dirs = ['locale']\ngettext_compact = False\n"
    project = make(files, conf=f"{conf}myst_html_meta = {{'robots': 'noarchive'}}\n")
    project.build("jobs-pair")
    catalogue = (project.root / "locale/fr/LC_MESSAGES/en/a.po").read_text(encoding="utf-8")
    assert 'msgid "work in the air"\nmsgstr "travailler dans les airs"' in catalogue
    assert "#: en/a.md:6\n" in catalogue


# No posting, and nothing that shows one: nothing of ours.

PUBLIC = "html_baseurl = 'https://example.org/'\nhtml_domain_indices = True\n"
BUILDERS = ["html", "dirhtml", "singlehtml", "epub", "latex", "gettext", "text", "json", "man", "texinfo"]  # fmt: skip


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_file_is_the_same_without_a_posting(make, builder):
    files = {
        **PLAIN,
        "é.md": "# É\n",
        "lang.rst": "Languages\n=========\n\n.. class:: language-fr\n\nBonjour, `ici <https://example.org>`_.\n",
    }
    without = built(make, "a", ["myst_parser"], files, builder, PUBLIC)
    ours = built(make, "b", ["myst_parser", "sphinxext_jobs"], files, builder, PUBLIC)
    assert without.warnings == ours.warnings == []
    assert differing(without, ours) == []
    assert tree(Path(ours.app.outdir))


@pytest.mark.parametrize("theme", matrix("furo", "alabaster", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme"))  # fmt: skip
@pytest.mark.parametrize("builder", matrix("html", "dirhtml", "singlehtml", "epub"))
def test_pages_that_show_no_posting_are_the_same_beside_postings(make, builder, theme):
    if (builder, theme) == ("epub", "alabaster"):
        theme = "epub"
    files = {**PLAIN, "guide/link.md": "# Link\n\nSee [one](one.md).\n"}
    jobs = {
        "careers/list.md": "---\norphan: true\n---\n# Jobs\n\n```{job-index}\n```\n",
        "careers/pilot.md": posting("Pilot", "pilot"),
    }
    conf = f"{'epub_theme' if builder == 'epub' else 'html_theme'} = '{theme}'\nhtml_domain_indices = False\n"
    without = built(make, "a", ["myst_parser"], files, builder, conf)
    ours = built(make, "b", ["sphinxext_jobs"], {**files, **jobs}, builder, conf)
    assert ours.warnings == without.warnings
    suffix = ".xhtml" if builder == "epub" else ".html"
    pages = {n for n in tree(Path(without.app.outdir)) if n.endswith(suffix) and "/" in n}
    assert pages.isdisjoint(differing(without, ours))
    assert pages or builder == "singlehtml"
    styled = {n for n, data in tree(Path(ours.app.outdir)).items() if b"sphinxext-jobs.css" in data}
    home = {"index.html"} if builder == "singlehtml" else set()
    page = "careers/{}/index.html" if builder == "dirhtml" else f"careers/{{}}{suffix}"
    expected = home or {page.format("list"), page.format("pilot")}
    assert {n for n in styled if n.endswith(suffix)} == expected


def test_what_is_written_comes_and_goes_with_the_first_posting(make):
    conf = "html_baseurl = 'https://example.org/'\n"
    project = make({**PLAIN}, conf=conf)
    web = {"jobs.json", "sitemap.xml", "job-index.html", "_static/sphinxext-jobs.css"}

    def written(build: Build) -> set[str]:
        return web & tree(Path(build.app.outdir)).keys()

    def labels(build: Build) -> set[str]:
        return {"job-index"} & set(build.app.env.get_domain("std").anonlabels)

    build = project.build()
    assert (written(build), labels(build)) == (set(), set())
    project.write({"jobs/a.md": posting("A", "a")})
    build = project.build()
    assert (written(build), labels(build)) == (web, {"job-index"})
    assert build.read == ["jobs/a"]
    (project.root / "jobs/a.md").unlink()
    build = project.build()
    assert build.read == []
    assert (written(build), labels(build)) == ({"_static/sphinxext-jobs.css"}, set())


def test_a_list_without_postings_is_in_use(make):
    build = make({"a.md": "# A\n\n```{job-index}\nNone.\n```\n"}, conf="html_baseurl = 'https://example.org/'\n").build()  # fmt: skip
    assert {"jobs.json", "sitemap.xml"} <= tree(Path(build.app.outdir)).keys()
    assert "sphinxext-jobs.css" in build.text("a.html")
    assert "sphinxext-jobs.css" not in build.text("index.html")


# A project's own page with the name of the generated index.


@pytest.mark.parametrize("suffix", ["md", "rst"])
@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub", "json"])
def test_a_projects_own_job_index(make, builder, suffix):
    files = {
        "index.md": "# Home\n\n```{toctree}\njob-index\n```\n\n{doc}`job-index`\n",
        f"job-index.{suffix}": "Our jobs\n========\n\nOur own words.\n",
        "a.md": posting("A", "a"),
    }
    conf = "html_sidebars = {}\nversion = copyright = '1'\n"
    project = make(files, conf=conf)
    warning = (
        f"job-index.{suffix}:1: WARNING: This page has the name of the generated index of postings, "
        "so the index is not written. Rename the file to have both. [jobs.index]"
    )

    def ours(build: Build) -> list[str]:
        return [line for line in build.warnings if "[jobs." in line]

    build = project.build(builder)
    assert build.warnings == [warning]
    assert ours(project.build(builder)) == [warning]
    page = {"dirhtml": "job-index/index.html", "epub": "job-index.xhtml", "json": "job-index.fjson"}
    assert "Our own words." in build.text(page.get(builder, "job-index.html"))
    assert "job-index" not in build.app.env.get_domain("std").anonlabels
    project.write({"conf.py": (project.root / "conf.py").read_text(encoding="utf-8") + "suppress_warnings = ['jobs.index']\n"})  # fmt: skip
    assert ours(project.build(builder)) == []
    project.write({"conf.py": (project.root / "conf.py").read_text(encoding="utf-8").replace("suppress_warnings = ['jobs.index']", "html_domain_indices = False")})  # fmt: skip
    assert ours(project.build(builder)) == []


def test_a_folder_is_the_page_of_that_name_in_one_builder(make):
    files = {"index.md": "# Home\n\n```{toctree}\njob-index/index\n```\n", "job-index/index.md": "# Ours\n", "a.md": posting("A", "a")}  # fmt: skip
    project = make(files)
    assert project.build().warnings == []
    assert "Ours" not in project.build().main("job-index").get_text()
    build = project.build("dirhtml")
    assert [w.partition(":")[0] for w in build.warnings] == ["job-index/index.md"]
    assert "Ours" in build.text("job-index/index.html")


@pytest.mark.parametrize("builder", ["latex", "singlehtml", "text", "gettext"])
def test_where_no_page_is_in_the_way(make, builder):
    files = {"index.md": "# Home\n\n```{toctree}\njob-index\n```\n", "job-index.md": "# Ours\n\nOur own words.\n", "a.md": posting("A", "a")}  # fmt: skip
    build = make(files, conf="latex_documents = [('index', 'o.tex', 'T', 'A', 'manual')]\n").build(builder)  # fmt: skip
    assert build.warnings == []
    assert any(b"Our own words." in data for data in tree(Path(build.app.outdir)).values())


def test_no_index_without_listed_postings(make):
    files = {"a.md": posting("A", "a", linkHidden="true"), "b.md": "# B\n\n```{job-index}\n```\n"}
    build = make(files).build()
    assert not (Path(build.app.outdir) / "job-index.html").exists()
    assert "job-index" not in build.app.env.get_domain("std").anonlabels


def test_the_index_of_an_earlier_build_does_not_show_what_is_unlisted_now(make):
    project = make({"a.md": posting("A", "a")})
    assert 'href="a.html' in project.build().text("job-index.html")
    project.write({"a.md": posting("A", "a", linkHidden="true")})
    assert not (Path(project.build().app.outdir) / "job-index.html").exists()


@pytest.mark.parametrize(
    ("value", "warnings"),
    [
        ("False", ["index.md:3: WARNING: undefined label: 'job-index' [ref.ref]"]),
        ("['py-modindex']", ["index.md:3: WARNING: undefined label: 'job-index' [ref.ref]"]),
        ("['job-index']", []),
    ],
)
def test_no_label_for_an_index_that_is_turned_off(make, value, warnings):
    files = {"index.md": "# Home\n\n{ref}`job-index`\n", "a.md": posting("A", "a")}
    project = make(files, conf=f"html_domain_indices = {value}\n")
    assert project.build().warnings == warnings
    assert project.build("latex").warnings == []


def test_a_label_of_that_name_may_come_and_go(make):
    files = {"index.md": "# Home\n\n{ref}`job-index`\n", "a.md": posting("A", "a"), "b.md": "# B\n"}
    project = make(files)
    assert project.build().warnings == []
    project.write({"b.md": "(job-index)=\n# B\n"})
    assert project.build().warnings == []
    project.write({"b.md": "# B\n"})
    build = project.build()
    assert build.warnings == []
    assert build.app.env.get_domain("std").labels["job-index"][0] == "job-index"


def test_an_authors_own_label_of_that_name_stays(make):
    files = {"index.md": "(job-index)=\n# Home\n\n{ref}`job-index`\n", "a.md": posting("A", "a")}
    project = make(files)
    assert project.build().warnings == []
    project.write({"a.md": posting("B", "a")})
    build = project.build()
    assert build.warnings == []
    assert build.app.env.get_domain("std").labels["job-index"][0] == "index"


# A project in reStructuredText, and the Markdown that lies about in it.

REST = {
    "index.rst": "Home\n====\n\n.. toctree::\n\n   guide\n   dup\n   jobs\n",
    "guide.rst": "Guide\n=====\n\nText.\n",
    "dup.rst": "The page\n========\n\nThis one.\n",
}
STRAYS = {
    "README.md": "# Read me\n\n[broken](nowhere.md)\n",
    "notes/latin.md": "# Été\n".encode("latin-1"),
    "notes/a [b]*.md": "# Odd name\n",
    "dup.md": "# The other\n",
    "mentions.md": "# About\n\nWrite `{job-index}` or {job-index}.\n",
    "shows.md": "# About\n\n```rst\n.. job-index::\n```\n",
}
OURS = {
    "jobs.md": "# Jobs\n\n- one\n\n  ~~~~{job-index}\n  ~~~~\n",
    "numbered.md": "---\norphan: true\n---\n# Numbers\n\n> 1. - ```{job-index}\n>      ```\n",
    "rst.md": "---\norphan: true\n---\n# reST\n\n```{eval-rst}\n.. job-index::\n```\n",
    "rst-role.md": "---\norphan: true\n---\n# Role\n\n```{eval-rst}\nSee :job:`a`.\n```\n",
    "role.md": "---\norphan: true\n---\n# Role\n\nSee {job}`a`.\n",
    "jobs/a.md": posting("A", "a"),
    "jobs/b.md": posting("B", "b").encode("utf-16"),
}
NO_SUFFIX = "source_suffix = {'.rst': 'restructuredtext'}\n"


@pytest.mark.parametrize("builder", ["html", "gettext"])
def test_a_stray_readme_is_no_page(make, builder):
    plain = {**REST, "index.rst": REST["index.rst"].replace("   jobs\n", "")}
    without = built(make, "a", [], plain, builder, "")
    ours = built(make, "b", ["sphinxext_jobs"], {**plain, **STRAYS}, builder, "")
    assert without.warnings == ours.warnings == []
    assert differing(without, ours) == []


@pytest.mark.parametrize("parallel", [1, 2])
def test_postings_and_lists_are_found_among_strays(make, parallel):
    project = make({**REST, **STRAYS, **OURS}, conf=NO_SUFFIX)
    found = {name.rpartition(".")[0] for name in (*REST, *OURS)}
    build = project.build(parallel=parallel)
    assert [w for w in build.warnings if "UTF-16" not in w] == []
    assert build.app.env.found_docs == found
    assert "add 'myst_parser' to extensions" in build.app.status.getvalue()
    assert "This one." in build.text("dup.html")
    again = project.build(parallel=parallel)
    assert (again.read, again.written) == ([], [])
    # A file becomes a posting, and ceases to be one.
    project.write({"README.md": posting("Read", "r")})
    build = project.build(parallel=parallel)
    assert build.read == ["README"]
    assert "Read" in build.main("jobs").get_text()
    project.write({"README.md": STRAYS["README.md"]})
    build = project.build(parallel=parallel)
    assert (build.read, build.app.env.found_docs) == ([], found)
    assert "Read" not in build.main("jobs").get_text()
    # And new strays are nobody's business.
    project.write({"CHANGES.md": "# Changes\n"})
    build = project.build(parallel=parallel)
    assert (build.read, build.written) == ([], [])


def test_a_posting_never_replaces_a_page(make):
    files = {**REST, "jobs.rst": "Jobs\n====\n", "dup.md": posting("The other", "o")}
    project = make(files, conf=NO_SUFFIX)
    warning = (
        "dup.md:1: WARNING: This file is not read because dup.rst is the page of this name. "
        "Rename one of the two, or add 'dup.rst' or 'dup.md' to exclude_patterns. [jobs.file]"
    )
    for _time in range(2):
        build = project.build()
        assert build.warnings == [warning]
        assert "This one." in build.text("dup.html")
    conf = (project.root / "conf.py").read_text(encoding="utf-8")
    project.write({"conf.py": f"{conf}exclude_patterns = ['dup.md', '_build']\n"})
    assert project.build().warnings == []


def test_two_files_of_one_name_are_told_how_to_be_settled(make):
    files = {**REST, "dup.md": "# The other\n", "jobs.rst": "Jobs\n====\n"}
    project = make(files, conf="extensions = ['myst_parser', 'sphinxext_jobs']\n")
    for _time in range(2):
        build = project.build()
        theirs, _which, *ours = build.warnings
        assert theirs.startswith('WARNING: multiple files found for the document "dup":')
        assert ours == [
            "dup.rst:1: WARNING: This file is not read because dup.md is the page of this name. "
            "Rename one of the two, or add 'dup.md' or 'dup.rst' to exclude_patterns. [jobs.file]"
        ]
    for settled, page in (("dup.md", "This one."), ("dup.rst", "The other")):
        conf = f"extensions = ['myst_parser', 'sphinxext_jobs']\nexclude_patterns = ['{settled}']\n"
        project.write({"conf.py": conf})
        build = project.build()
        assert build.warnings == []
        assert page in build.text("dup.html")


@pytest.mark.parametrize(
    "conf",
    [
        "extensions = ['sphinxext_jobs', 'myst_parser']\n",
        "extensions = ['myst_parser', 'sphinxext_jobs']\n",
        "extensions = ['sphinxext_jobs', 'myst_nb']\nnb_execution_mode = 'off'\n" + NO_SUFFIX,
        "source_suffix = ['.rst', '.md']\n",
        "myst_enable_extensions = ['deflist']\n",
        "source_suffix = {'.rst': 'restructuredtext', '.md': 'markdown'}\n",
        "source_suffix = {'.rst': 'restructuredtext', '.txt': 'markdown'}\n",
    ],
)
def test_all_markdown_is_read_where_conf_names_it(make, conf):
    build = make({**REST, "README.md": "# Read me\n"}, conf=NO_SUFFIX + conf).build()
    assert "README" in build.app.env.found_docs


def test_all_markdown_is_read_where_the_first_page_is(make):
    files = {"index.md": "# Home\n", "README.md": "# Read me\n", "a.rst": "A\n=\n", "a.md": "# Other\n"}  # fmt: skip
    build = make(files, conf=NO_SUFFIX).build()
    assert build.app.env.found_docs == {"index", "README", "a"}
    assert [w.partition(" WARNING")[0] for w in build.warnings] == ["a.md:1:"]
    assert build.page("a").select_one("h1").get_text().startswith("A")
