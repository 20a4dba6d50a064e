"""Real postings, where they are at hand: every word is on its page, every warning is true."""

from __future__ import annotations

import filecmp
import html
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from sphinxext_jobs.sources.frontmatter import clean, decode, read
from sphinxext_jobs.text.plain import plain_text

from .support import CONF as BASE
from .unit.support import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.slow]

INDEX = "# Jobs\n\n```{job-index}\n:status: all\n:language: all\n```\n"
CONF = BASE + "jobs_languages = ['en', 'fr']\n"


def sphinx(source: Path, out: Path, *options: str) -> str:
    """Build as a user does, and return the warnings."""
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", *options, str(source), str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PATH": "", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1700000000"},
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return result.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path, str]:
    """The real postings, with three files that stock Sphinx cannot take, built -j 1 and -j 2."""
    root = tmp_path_factory.mktemp("real")
    source = root / "source"
    for part in ("seeds", "content"):
        shutil.copytree(SHARED / part, source / part)
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "index.md").write_text(INDEX, encoding="utf-8")
    head = "---\nlayout: job-posting\ntitle: {}\ntranslationKey: {}\ndescription: d\n---\n"
    (source / "latin.md").write_bytes((head.format("Né à l’été", "l1") + "Été\n").encode("cp1252"))
    (source / ("n" * 249 + ".md")).write_text(
        head.format("Long", "l2") + "Long\n", encoding="utf-8"
    )
    nfd = unicodedata.normalize("NFD", "décomposé") + ".md"
    (source / nfd).write_text(head.format("Decomposed", "l3") + "Text\n", encoding="utf-8")
    warnings = sphinx(source, root / "one", "-d", str(root / "d1"))
    sphinx(source, root / "two", "-d", str(root / "d2"), "-j", "2")
    return source, root / "one", root / "two", warnings


def is_posting(path: Path) -> bool:
    """Whether a file has the layout of a posting; four have another, and are ordinary pages."""
    layout = read(clean(decode(path.read_bytes())[0])[0]).nodes.get("layout")
    return layout is not None and layout.value == "job-posting"


def words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text)))


def source_words(path: Path) -> Counter[str]:
    """Count the words that a posting's file shows: title and body, not markup and addresses."""
    front = read(clean(decode(path.read_bytes())[0])[0])
    body = re.sub(r"\]\([^()]*(\([^()]*\))?[^()]*\)", "]", front.body)
    body = re.sub(r"</?[A-Za-z][^<>]*>", lambda m: m[0] if "mailto:" in m[0] else " ", body)
    body = re.sub(r"(?m)^\s*\d+[.)]\s", "", body.replace("mailto:", ""))
    title = front.nodes.get("title")
    return words(html.unescape(body)) + words(plain_text(title.value) if title else "")


def test_no_word_is_lost(built: tuple[Path, Path, Path, str]) -> None:
    source, out, _two, _warnings = built
    files = [f for part in ("seeds", "content") for f in (source / part).rglob("*.md")]
    files = [file for file in files if is_posting(file)]
    assert len(files) >= 187
    for file in [*files, source / "latin.md"]:
        page = (out / file.relative_to(source)).with_name(file.name.removesuffix(".md") + ".html")
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
        main = soup.select_one("div.body")
        assert main is not None
        missing = source_words(file) - words(main.get_text(" ").replace("¶", ""))
        # A word whose middle is marked up is whole in the source only, or on the page only.
        glued = source_words(file) - words(main.get_text("").replace("¶", ""))
        assert not missing & glued, (file.name, missing & glued)


def test_headings_start_at_two_and_never_skip(built: tuple[Path, Path, Path, str]) -> None:
    source, out, _two, _warnings = built
    for file in [*(source / "content").rglob("*.md"), *(source / "seeds").rglob("*.md")]:
        if not is_posting(file):
            continue
        page = (out / file.relative_to(source)).with_suffix(".html")
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
        levels = [int(h.name[1]) for h in soup.select("div.body :is(h1,h2,h3,h4,h5,h6)")]
        assert levels[0] == 1
        assert levels.count(1) == 1, page
        assert all(b - a <= 1 for a, b in pairwise(levels)), page


def test_only_true_faults_are_reported(built: tuple[Path, Path, Path, str]) -> None:
    _source, _out, _two, warnings = built
    lines = [line for line in warnings.splitlines() if "WARNING" in line or "ERROR" in line]
    strange = [line for line in lines if not re.search(r"\[jobs\.[a-z-]+\]$", line)]
    # Sphinx itself speaks of the decomposed name, and cannot be told not to; and the files
    # that have another layout are in no toctree.
    known = ("Ignored unreadable document", "isn't included in any toctree")
    strange = [line for line in strange if not any(text in line for text in known)]
    assert strange == []
    kinds = Counter(m[1] for line in lines if (m := re.search(r"\[jobs\.([a-z-]+)\]$", line)))
    assert kinds["encoding"] == 1
    assert kinds["front-matter"] == 4
    assert kinds["layout"] == 4
    # A copy and another English text in fr/, and five French texts in a folder without a language.
    assert kinds["language"] == 7
    assert kinds["redirect"] == 6  # addresses that four postings of one key claim
    assert set(kinds) <= {
        "encoding",
        "front-matter",
        "layout",
        "duplicate",
        "pair",
        "file",
        "language",
        "link",  # a space between the text of a link and its address
        "redirect",
    }


@pytest.mark.slow
def test_parallel_output_is_the_same(built: tuple[Path, Path, Path, str]) -> None:
    _source, one, two, _warnings = built

    def compare(result: filecmp.dircmp[str]) -> list[str]:
        found = [*result.left_only, *result.right_only, *result.diff_files]
        return found + [name for sub in result.subdirs.values() for name in compare(sub)]

    assert compare(filecmp.dircmp(one, two)) == []


def said_on(page: Path) -> str:
    """Return what a posting's page says, but for labels, facts and links around it."""
    section = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").select_one(".job-posting")
    assert section is not None
    for around in section.select(".job-switch, .headerlink, .job-facts, .job-notice, .job-apply"):
        around.extract()
    return "".join(section.get_text().split())


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The real pairs, each under a key of its own, and what jobs-pair says of them."""
    root = tmp_path_factory.mktemp("paired")
    everything = root / "all"
    shutil.copytree(SHARED / "content", everything / "content")
    (everything / "conf.py").write_text(CONF, encoding="utf-8")
    (everything / "index.md").write_text(INDEX, encoding="utf-8")
    sphinx(everything, root / "first", "-b", "jobs-pair")
    found = json.loads((root / "first" / "pairing.json").read_text(encoding="utf-8"))
    source = root / "source"
    for number, pair in enumerate(found["pairs"]):
        for side in ("source", "target"):
            text = (everything / pair[side]["file"]).read_text(encoding="utf-8")
            text = re.sub(r"(?m)^translationKey:.*$", f"translationKey: k{number}", text, count=1)
            path = source / pair[side]["language"] / f"p{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (source / "conf.py").write_text(CONF + "locale_dirs = ['locale']\n", encoding="utf-8")
    (source / "index.md").write_text("# Jobs\n", encoding="utf-8")
    sphinx(source, root / "pairs", "-b", "jobs-pair", "-D", "jobs_publish=language")
    report = json.loads((root / "pairs" / "pairing.json").read_text(encoding="utf-8"))
    assert len(report["pairs"]) == len(found["pairs"]) > 50
    return source, report


@pytest.mark.slow
def test_every_block_of_a_counterpart_is_in_the_catalogue_or_the_report(paired):
    source, report = paired
    for pair in report["pairs"]:
        told = [block for link in pair["links"] for block in link["target"]]
        assert sorted(block["index"] for block in told) == list(range(len(told)))
        with (source / pair["catalog"]).open("rb") as file:
            strings = {str(message.string) for message in read_po(file) if message.id}
        for link in pair["links"]:
            if link["written"]:
                assert any(
                    "".join(plain_text(link["target"][0]["text"])[:20].split())
                    in "".join(plain_text(string).replace("\\", "").split())
                    for string in strings
                )


@pytest.mark.slow
def test_a_second_run_of_pairing_changes_nothing(paired, tmp_path):
    source, report = paired
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in source.rglob("*.po")}
    sphinx(source, tmp_path, "-b", "jobs-pair", "-D", "jobs_publish=language")
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in source.rglob("*.po")} == before
    assert json.loads((tmp_path / "pairing.json").read_text(encoding="utf-8")) == report


@pytest.mark.slow
def test_the_catalogue_alone_says_what_the_counterpart_said(paired, tmp_path):
    source, report = paired
    complete = [
        pair
        for pair in report["pairs"]
        if all(len(link["source"]) == len(link["target"]) == 1 for link in pair["links"])
    ]
    assert len(complete) > 20
    fuzzy = ("-D", "gettext_allow_fuzzy_translations=1", "-D", "language=fr")
    sphinx(source, tmp_path / "files", "-D", "jobs_publish=all", *fuzzy)
    alone = tmp_path / "source"
    shutil.copytree(source, alone)
    for pair in complete:
        (alone / pair["target"]["file"]).unlink()
    sphinx(alone, tmp_path / "alone", "-D", "jobs_publish=language", *fuzzy)
    for pair in complete:
        said = said_on(tmp_path / "files" / f"{pair['target']['docname']}.html")
        assert said_on(tmp_path / "alone" / f"{pair['source']['docname']}.html") == said
