"""Around reading: each file is read once, whatever its name and encoding, and checked always."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from sphinxext_jobs.sources import frontmatter

from .support import posting

ONE_SITE = "jobs_languages = ['en', 'fr']\n"
SITES = ONE_SITE + "jobs_publish = 'language'\n"
FILES = {
    "en/cook.md": posting("Cook", "cook"),
    "fr/cook.md": posting("Cuisinière", "cook"),
    "en/draft.md": posting("Draft", "draft", draft="true"),
    "notes.md": "# Notes\n",
}


@pytest.fixture
def work() -> Iterator[Counter[str]]:
    """The names of the files that are read here, and the number of parsed front matters."""
    found: Counter[str] = Counter()
    read_bytes, compose = Path.read_bytes, frontmatter.compose

    def counted(path: Path) -> bytes:
        if path.suffix == ".md":
            found[path.parent.name + "/" + path.name] += 1
        return read_bytes(path)

    def parsed(source: str) -> object:
        found["front matter"] += 1
        return compose(source)

    with patch.object(Path, "read_bytes", counted), patch.object(frontmatter, "compose", parsed):
        yield found


@pytest.mark.parametrize("conf", [ONE_SITE, SITES])
def test_each_file_is_read_and_parsed_once(make, work, conf):
    project = make(FILES, conf)
    build = project.build()
    assert build.warnings == []
    files = {*FILES, "index.md"}
    assert {name.rpartition("source/")[2]: count for name, count in work.items()} == {
        **dict.fromkeys((f for f in files if "/" in f), 1),
        "notes.md": 1,
        "index.md": 1,
        "front matter": 3,
    }
    work.clear()
    assert project.build().read == []
    # Whether a posting is a draft is not stored, except for the choice of a site's postings.
    assert set(work) <= {"en/draft.md", "front matter"}


def test_strays_are_not_read_twice(make, work):
    project = make({"index.rst": "Home\n====\n", "README.md": "# Read me\n", **FILES})
    project.build()
    assert max(work[name] for name in work if name != "front matter") == 1
    assert work["front matter"] == 3


def test_a_text_that_an_extension_changes_is_parsed_again(make):
    conf = """
def change(app, docname, source):
    source[0] = source[0].replace("title: Cook", "title: Chef")

def setup(app):
    app.connect("source-read", change)
"""
    build = make(FILES, SITES + conf).build()
    assert build.main("en/cook").h1.get_text()[:-1] == "Chef"


@pytest.mark.parametrize("conf", [ONE_SITE, SITES])
@pytest.mark.parametrize("parallel", [0, 2])
def test_a_posting_that_is_not_utf8(make, conf, parallel):
    text = posting("Né à l’été", "cook", "Café.\n").encode("cp1252")
    others = {f"en/{n}.md": posting(f"Über {n}", f"k{n}") for n in range(6)}
    project = make({"en/cook.md": text, "en/utf16.md": "# Été\n".encode("utf-16"), **others}, conf)
    build = project.build(parallel=parallel)
    assert [w.partition(", ")[0] for w in build.warnings if "[jobs.encoding]" in w] == [
        "en/cook.md:3: WARNING: The byte 0xE9 is not UTF-8",
        "en/utf16.md:1: WARNING: This file is UTF-16. Save it as UTF-8. [jobs.encoding]",
    ]
    assert build.main("en/cook").h1.get_text()[:-1] == "Né à l’été"
    assert "Café." in build.main("en/cook").get_text()
    assert build.main("en/utf16").h1.get_text()[:-1] == "Été"
    assert build.main("en/0").h1.get_text()[:-1] == "Über 0"
    project.write({"en/cook.md": posting("Née", "cook")})
    build = project.build(parallel=parallel)
    assert (build.read, [w for w in build.warnings if "encoding" in w]) == (["en/cook"], [])


@pytest.mark.parametrize("conf", [ONE_SITE, SITES])
@pytest.mark.parametrize("parallel", [0, 2])
def test_names_that_sphinx_cannot_use(make, conf, parallel):
    names = ["n" * 248, unicodedata.normalize("NFD", "conseillère"), "n" * 247, "conseillère-2"]
    others = {f"en/{n}.md": posting(f"T{n}", f"k{n}") for n in range(6)}
    files = {f"en/{name}.md": posting("T", f"key-{n}") for n, name in enumerate(names)}
    build = make({**files, **others}, conf + "suppress_warnings = ['jobs.pair']\n").build(
        parallel=parallel
    )
    found = [w.partition(": WARNING: ") for w in build.warnings if "[jobs.file]" in w]
    assert [(where, what.partition(",")[0].partition(".")[0]) for where, _, what in found] == [
        (f"en/{names[0]}.md:1", "The file name is 248 bytes long without its suffix"),
        (
            "en/conseillère.md:1",  # as Sphinx names it
            "Sphinx skips this file because its name has decomposed accents (NFD)",
        ),
    ]
    assert build.postings == sorted(
        ["en/conseillère-2", f"en/{names[2]}", *(f"en/{n}" for n in range(6))]
    )


def test_the_gate_reports_in_builds_that_read_nothing(make):
    project = make({"en/cook.md": posting("Cook", "cook")}, ONE_SITE)
    first, second = project.build(), project.build()
    assert second.read == []
    assert second.warnings == first.warnings
    assert "[jobs.pair]" in second.warnings[0]
