"""Files by their names: warnings name them as they are, and no name stops a build."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from docutils import nodes
from sphinx import version_info
from sphinx.testing.util import SphinxTestApp

from sphinxext_jobs.diagnostics import Diagnostic, Kind, Location
from sphinxext_jobs.sources.documents import name_fault
from sphinxext_jobs.store.log import location_of, report

from .support import CONF, matrix, posting

#: A name as an old archive has it, which Python reads with surrogates.
LATIN = os.fsdecode("conseillère".encode("latin-1"))


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        (Location("/x/locale/a.po"), "/x/locale/a.po:1: "),
        (Location("/x/locale/a.po", 12), "/x/locale/a.po:12: "),
        (Location("/x/a: b.md"), "/x/a: b.md:1: "),
        (Location("C:\\x\\a.po"), "C:\\x\\a.po:1: "),
        (Location(f"/x/{LATIN}.md", 3), "/x/conseill\\xe8re.md:3: "),
        (None, ""),
    ],
)
def test_a_warning_names_its_file_and_line(make, location: Location | None, shown: str):
    app = SphinxTestApp("html", srcdir=make({}).root)
    report([Diagnostic(Kind.FILE, location, f"About {LATIN}.", "Rename it.")])
    assert app.warning.getvalue().endswith(
        f"{shown}WARNING: About conseill\\xe8re. Rename it. [jobs.file]\x1b[39;49;00m\n"
    )
    app.cleanup()


def test_the_location_of_a_node(make):
    env = make({}).build("dummy").app.env
    node = nodes.paragraph()
    node.line = 4
    assert location_of(node, env, "index") == Location(f"{env.srcdir}/index.md", 4)
    node.source = "/x/b.md"
    assert location_of(node, env, "index") == Location("/x/b.md", 4)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("x/a", None),
        ("x/" + "n" * 247, None),
        ("x/" + "n" * 248, "The file name is 248 bytes long without its suffix"),
        ("x/" + "é" * 124, "The file name is 248 bytes long without its suffix"),
        (f"{LATIN}/a", "The name conseill\\xe8re/a is not UTF-8"),
    ],
)
def test_a_name_that_sphinx_cannot_use(name: str, fault: str | None):
    found = name_fault(name, Path(f"/source/{name}.md"))
    assert str(found).partition(",")[0] == str(fault)
    assert found is None or found.at == Location(f"/source/{name}.md")


def test_long_and_decomposed_names(make):
    nfd = unicodedata.normalize("NFD", "é") + ".md"
    project = make({"n" * 248 + ".md": posting("A", "a")})
    (project.root / nfd).write_text(posting("B", "b"), encoding="utf-8")
    ours = [w for w in project.build().warnings if w.endswith("[jobs.file]")]
    assert [w.partition(": WARNING: ")[0] for w in ours] == [f"{'n' * 248}.md:1", "é.md:1"]


def test_a_catalogue_that_cannot_be_written(make):
    project = make({"en/a.md": posting("A", "a"), "fr/a.md": posting("B", "a")})
    conf = "jobs_languages = ['en', 'fr']\nlocale_dirs = ['locale']\ngettext_compact = False\n"
    project.write({"conf.py": CONF + conf, "locale/fr/LC_MESSAGES/en": "in the way"})
    found = [w for w in project.build("jobs-pair").warnings if w.endswith("[jobs.catalog]")]
    assert {w.partition(":")[0] for w in found} == {"locale/fr/LC_MESSAGES/en/a.po"}


def test_a_fault_in_a_file_that_a_page_shows_is_named_there(make, tmp_path):
    outside = tmp_path / "job.md"
    outside.write_text(
        posting("A", "a", "Text.\n\n{nope}`x`\n\nSee [it](#none).\n", expiryDate="x"),
        encoding="utf-8",
    )
    project = make({"p.md": "# P\n\n```{job-posting} ../job.md\n```\n"})
    found = [w.partition(": WARNING: ") for w in project.build().warnings]
    assert [(where, what.rpartition("[")[2]) for where, _, what in found] == [
        (f"{outside}:6", "jobs.front-matter]"),
        (f"{outside}:11", "myst.role_unknown]"),
        (f"{outside}:13", "myst.xref_missing]"),
    ]


def build(source: Path, builder: str, *options: str) -> list[str]:
    """Build as a user does whose terminal shows ASCII alone, and return the warnings."""
    out = source.parent / f"out-{builder}"
    command = [sys.executable, "-m", "sphinx", "-q", *options, "-b", builder, source, out]
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, check=False, capture_output=True, env=env)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return [line.replace(f"{source}/", "") for line in done.stderr.decode("ascii").splitlines()]


@pytest.fixture(scope="module")
def latin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with names that are not UTF-8, wherever a file may be."""
    root = tmp_path_factory.mktemp("latin") / "source"
    conf = (
        "html_static_path = ['_static']\nhtml_extra_path = ['extra']\nlocale_dirs = ['locale']\n"
        "gettext_compact = False\ncopyright = 'x'\nversion = '1'\nhtml_baseurl = 'https://x.example'\n"
        "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair', 'jobs.doubtful', 'epub']\n"
    )
    files = {
        "conf.py": CONF + conf,
        "index.md": "# H\n\n```{toctree}\n:glob:\n*\n*/*\n```\n\n```{job-index}\n```\n",
        "en/a.md": posting("A", "a"),
        "fr/a.md": posting("B", "a"),
        "p.md": "# P\n\n```{job-posting} missing.md\n```\n",
        f"{LATIN}.md": posting("C", "c"),
        f"en/{LATIN}/b.md": posting("D", "d"),
        f"{LATIN}.txt": "text",
        f"_static/{LATIN}.css": "a {}",
        f"extra/{LATIN}.html": "<p>",
        f"en/{LATIN}.png": "x",
        f"locale/fr/LC_MESSAGES/{LATIN}.po": '# jobs-pair x\nmsgid ""\nmsgstr ""\n',
    }
    try:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("the file system takes UTF-8 names alone")
    return root


@pytest.mark.parametrize("jobs", matrix("2", "1"))
@pytest.mark.parametrize(
    "builder",
    matrix("html", "dirhtml", "singlehtml", "epub", "gettext", "jobs-pair", "latex", "xml"),
)
def test_a_name_that_is_not_utf_8_stops_no_build(latin, builder, jobs):
    """Stock Sphinx dies of it in most builders, so the page is left out in all."""
    text = "is not UTF-8, so the {} is left out{}. Rename {} without accents, or in UTF-8."
    page = text.format("page", "", "the file or its folder")
    expected = [
        "p.md:3: WARNING: missing.md cannot be read: No such file or directory. Check the path. [jobs.file]",
        *(
            f"{name}.md:1: WARNING: The name {name} {page} [jobs.file]"
            for name in ("conseill\\xe8re", "en/conseill\\xe8re/b")
        ),
    ]
    if builder == "epub":
        out, file = latin.parent / "out-epub", text.format("file", " of the EPUB", "the file")
        expected += [
            f"{out}/{name}:1: WARNING: The name {name} {file} [jobs.file]"
            for name in ("_static/conseill\\xe8re.css", "conseill\\xe8re.html")
        ]
    assert sorted(build(latin, builder, "-E", "-j", jobs)) == sorted(expected)
    if builder == "html":
        assert (latin.parent / "out-html/en/a.html").exists()
        assert (latin.parent / "out-html/_static" / f"{LATIN}.css").exists()


@pytest.mark.skipif(version_info < (9,), reason="older ones cannot read conf.py there")
def test_a_project_in_a_folder_that_is_not_utf_8(tmp_path):
    """Its documents have sound names; a file that it shows from there is named."""
    root = tmp_path / LATIN / "source"
    try:
        root.mkdir(parents=True)
    except (OSError, UnicodeError):
        pytest.skip("the file system takes UTF-8 names alone")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "index.md").write_text("# H\n\n```{job-posting} ../job.md\n```\n", encoding="utf-8")
    (root.parent / "job.md").write_text(posting("A", "a", expiryDate="soon"), encoding="utf-8")
    where = f"{tmp_path}/conseill\\xe8re/job.md:6: WARNING: expiryDate is "
    for builder in ("html", "latex", "gettext"):
        (warning,) = build(root, builder)
        assert warning.startswith(where)
