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

from .support import HANDBOOK, THEMES, build_handbook, matrix

BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml", "pseudoxml",
    "gettext", "linkcheck", "json",
]  # fmt: skip


@pytest.mark.parametrize("builder", matrix(*BUILDERS))
@pytest.mark.parametrize("language", matrix("fr", "en"))
def test_every_builder(source: Path, builder: str, language: str) -> None:
    out = build_handbook(source, builder, "-D", f"language={language}")
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
    out = build_handbook(source, "html", "-D", f"html_theme={theme}", "-j", "2")
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
    out = build_handbook(source, "html")
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


@pytest.mark.slow
def test_its_catalogues_are_what_jobs_pair_writes(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    shutil.copytree(HANDBOOK.parent, source, ignore=shutil.ignore_patterns("*.mo", "_build"))
    catalogues = source / "locale" / "fr" / "LC_MESSAGES" / "handbook"
    before = {path: path.read_bytes() for path in catalogues.rglob("*.po")}
    command = [sys.executable, "-m", "sphinx", "-Q", "-b", "jobs-pair"]
    subprocess.run([*command, str(source), str(tmp_path / "out")], check=True)
    assert before
    assert {path: path.read_bytes() for path in catalogues.rglob("*.po")} == before
