"""The example handbook, built with every builder and theme, without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from .conftest import matrix

HANDBOOK = Path(__file__).parents[1] / "docs" / "handbook"
CONF = """
project = 'Ferries'
author = 'Lakeshore Ferries'
copyright = '2026'
version = '1'
extensions = ['sphinxext_jobs']
jobs_languages = ['en', 'fr']
jobs_apply_url = 'https://example.org/apply/{leverId}'
jobs_today = '2026-11-16'
jobs_always_open = ['general-application']
suppress_warnings = ['jobs.pair']
linkcheck_ignore = ['https://example.org/.*']
"""
BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "pseudoxml",
    "gettext", "linkcheck", "json",
]  # fmt: skip
THEMES = ["furo", "alabaster", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example handbook as a project of its own."""
    folder = tmp_path_factory.mktemp("handbook")
    shutil.copytree(HANDBOOK, folder / "source")
    (folder / "source" / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "source" / "index.md").write_text(
        "# Careers\n\n```{toctree}\nen/index\nfr/index\n```\n", encoding="utf-8"
    )
    return folder / "source"


def build(source: Path, builder: str, *options: str) -> Path:
    """Build as a user does; a warning is an error."""
    out = source.parent / "-".join([builder, *options]).replace("=", "-")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", builder]
    if builder == "linkcheck":  # Sphinx 7 warns that this default will change
        command += ["-D", "linkcheck_report_timeouts_as_broken=0"]
    doctrees = out.with_name(f"{out.name}-doctrees")
    result = subprocess.run(
        [*command, *options, "-d", str(doctrees), str(source), str(out)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    return out


@pytest.mark.parametrize("builder", matrix(*BUILDERS))
@pytest.mark.parametrize("language", matrix("fr", "en"))
def test_every_builder(source: Path, builder: str, language: str) -> None:
    out = build(source, builder, "-D", f"language={language}")
    shown = {
        "html": "en/postings/web-developer.html", "dirhtml": "en/postings/web-developer/index.html",
        "singlehtml": "index.html", "epub": "en/postings/web-developer.xhtml",
        "latex": "ferries.tex", "text": "en/postings/web-developer.txt", "man": "ferries.1",
        "texinfo": "ferries.texi", "xml": "en/postings/web-developer.xml",
        "pseudoxml": "en/postings/web-developer.pseudoxml",
    }  # fmt: skip
    if builder in shown:
        path = out / shown[builder]
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
        assert "On a stormy Monday" in text
        assert "Digital services" in text


@pytest.mark.parametrize("theme", matrix(*THEMES))
def test_every_theme(source: Path, theme: str) -> None:
    out = build(source, "html", "-D", f"html_theme={theme}", "-j", "2")
    page = BeautifulSoup((out / "fr/postings/développement-web.html").read_text("utf-8"), "lxml")
    section = page.select_one("section.job-posting")
    assert section is not None
    assert section["lang"] == "fr"
    assert len(section.find_all("h1")) == 1
    assert page.select_one('link[href*="sphinxext-jobs.css"]')
    postings = {
        a["href"] for a in page.select("a[href]")
        if "/postings/" in str(a["href"]) and not a.find_parent(class_="job-posting")
    }  # fmt: skip
    # No sidebar lists the postings: what it costs must not grow with their number.
    assert len(postings) <= 2


def test_every_internal_link_lands(source: Path) -> None:
    out = build(source, "html")
    ids: dict[Path, set[str]] = {}
    for page in out.rglob("*.html"):
        soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
        ids[page.resolve()] = {str(e["id"]) for e in soup.select("[id]")}
    for page in ids:
        soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
        for link in soup.select("div.body a.internal[href], .related a[href]"):
            path, _, anchor = str(link["href"]).partition("#")
            target = (page.parent / unquote(path)).resolve() if path else page
            assert target in ids, (page, link)
            assert not anchor or unquote(anchor) in ids[target], (page, link)


def test_the_missing_french_text_is_the_only_fault(source: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-D", "suppress_warnings=", str(source)]
    result = subprocess.run(
        [*command, str(source.parent / "gate")], capture_output=True, encoding="utf-8", check=False
    )
    (line,) = result.stderr.splitlines()
    assert "night-deckhand.md:" in line
    assert "The key night-deckhand has no text in fr." in line


def test_its_catalogues_are_what_jobs_pair_writes(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    shutil.copytree(HANDBOOK.parent, source, ignore=shutil.ignore_patterns("*.mo", "_build"))
    catalogues = source / "locale" / "fr" / "LC_MESSAGES" / "handbook"
    before = {path: path.read_bytes() for path in catalogues.rglob("*.po")}
    command = [sys.executable, "-m", "sphinx", "-Q", "-b", "jobs-pair"]
    subprocess.run([*command, str(source), str(tmp_path / "out")], check=True)
    assert before
    assert {path: path.read_bytes() for path in catalogues.rglob("*.po")} == before
