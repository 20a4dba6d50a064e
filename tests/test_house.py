"""The house itself: its import direction, its catalogue, its wheel."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import sphinxext_jobs
from sphinxext_jobs.diagnostics import Kind
from sphinxext_jobs.settings import Settings

PACKAGE = Path(sphinxext_jobs.__file__).parent
#: Top to bottom: a module imports only those above it.
HOUSE = [
    "diagnostics", "languages", "wording", "yaml_text", "conflicts", "frontmatter", "markup", "text", "extract", "values", "vocabularies",
    "addresses", "fields", "posting", "status", "query", "confval", "structured", "markdown", "pairing/__init__", "pairing/message", "pairing/po",
    "pairing/catalog", "pairing/alignment/anchors", "pairing/memory", "feeds", "root_page", "records", "counterparts", "log", "files", "settings",
    "config", "jobs", "gate", "typography", "domain", "views/facts", "views/header", "page", "views/filters", "filtering", "views/lists", "listing",
    "views/pairs", "pairs", "navigation", "references", "parser", "publish", "strays", "generated_index", "search", "collector", "directives",
    "transforms", "printing", "epub", "translation", "closing", "tables", "head", "html", "redirects", "syndication", "sitemap",
    "pairing/alignment/segments", "pairing/alignment/lexicon", "pairing/alignment/align", "blocks", "matching", "report", "catalogs", "cli",
    "__main__", "__init__", "views/__init__", "pairing/alignment/__init__",
]  # fmt: skip
#: The views name the domain in their types only.
VIEWS = [module for module in HOUSE if module.startswith("views/")]
KNOWS_NO_SPHINX = [*HOUSE[: HOUSE.index("log")], *VIEWS]


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports; our own as ``.name``."""
    found = set()
    parents = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            folder = parents[: len(parents) + 1 - node.level]
            module = (node.module or "").replace(".", "/")
            # The package's own values are there before any module of it.
            names = [module] if module else [n.name for n in node.names if n.name[0] != "_"]
            found |= {"." + "/".join((*folder, name)) for name in names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_every_module_has_its_place() -> None:
    modules = {p.relative_to(PACKAGE).with_suffix("").as_posix() for p in PACKAGE.rglob("*.py")}
    assert modules == set(HOUSE)


@pytest.mark.parametrize("module", HOUSE)
def test_imports_point_upward(module: str) -> None:
    own = {name[1:] for name in imports(PACKAGE / f"{module}.py") if name.startswith(".")}
    assert own <= set(HOUSE[: HOUSE.index(module)])


@pytest.mark.parametrize("module", KNOWS_NO_SPHINX)
def test_the_upper_floors_know_no_sphinx(module: str) -> None:
    roots = {name.partition(".")[0] for name in imports(PACKAGE / f"{module}.py")}
    assert roots.isdisjoint({"sphinx", "docutils", "myst_parser"})


def without_encoding(path: Path) -> Iterator[str]:
    """Yield the calls that read or write text in whatever encoding the system prefers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        words = [ast.unparse(argument) for argument in node.args]
        if called == "open" or (called.endswith(".open") and "file." not in called):
            is_text = not any(re.fullmatch("'[rwxa+]*b[rwxa+]*'", word) for word in words)
        elif called.endswith(".read_text"):
            is_text = not words  # the encoding may be given by position
        else:
            is_text = called.endswith(".write_text") or given.get("text") == "True"
        if is_text and "encoding" not in given:
            yield f"{path.name}:{node.lineno}: {called}"


def test_no_text_is_read_or_written_in_an_encoding_of_the_system() -> None:
    root = PACKAGE.parent
    folders = ("sphinxext_jobs", "tests", "docs/_ext", "benchmarks")
    files = [
        root / "run.py",
        *(path for folder in folders for path in (root / folder).rglob("*.py")),
    ]
    assert [call for path in files for call in without_encoding(path)] == []


def test_the_upper_floors_load_no_sphinx() -> None:
    """Not by what they import, and not by the package that they are in."""
    code = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    found = {"sphinx", "docutils", "myst_parser"} & sys.modules.keys()
    assert not found, (name, found)
"""
    names = [
        f"sphinxext_jobs.{m}".replace("/", ".").removesuffix(".__init__") for m in KNOWS_NO_SPHINX
    ]
    command = [sys.executable, "-c", code, "sphinxext_jobs", *names]
    result = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, cwd=PACKAGE.parent
    )
    assert result.returncode == 0, result.stderr


NEW_FIELD = """\
    shift: str | None = declare(
        Field(text, "when the work is done", label=N_("Shift"), shown=Shown.EVERYWHERE,
              sortable=True, filterable=True, exported=True, schema_org="workHours"),
    )
"""
CONF = """\
extensions = ["sphinxext_jobs"]
html_baseurl = "https://example.org/"
jobs_organization = {"name": "Ferries", "address": {"addressCountry": "CA"}}
"""
JOB = """\
---
layout: job-posting
title: Captain {0}
description: Steer the ferry.
translationKey: captain-{0}
date: 2026-01-01
location: Quay
shift: {1}
---
Steer.
"""


def test_a_new_field_is_one_declaration(tmp_path: Path) -> None:
    package, source, out = (tmp_path / name for name in ("sphinxext_jobs", "source", "out"))
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    fields = package / "fields.py"
    before, salary, after = fields.read_text(encoding="utf-8").partition("    salary:")
    fields.write_text(f"{before}{NEW_FIELD}{salary}{after}", encoding="utf-8")
    lists = "".join(
        f"```{{job-index}}\n:style: {style}\n:filter: yes\n```\n\n" for style in ("table", "cards")
    )
    source.mkdir()
    files = {"conf.py": CONF, "index.md": f"# Home\n\n{lists}"}
    shifts = {"a": "day", "b": "night", "c": "night"}
    files |= {f"{name}.md": JOB.format(name, shift) for name, shift in shifts.items()}
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", source, out],
        capture_output=True, encoding="utf-8", check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    page = BeautifulSoup((out / "a.html").read_text(encoding="utf-8"), "lxml")
    assert [fact.get_text() for fact in page.select("dd .job-fact-shift")] == ["day"]
    data = page.select_one('script[type="application/ld+json"]')
    assert data is not None
    assert json.loads(data.get_text())["workHours"] == "day"
    home = BeautifulSoup((out / "index.html").read_text(encoding="utf-8"), "lxml")
    assert [head.get_text() for head in home.select("th.job-column-shift")] == ["Shift"]
    assert len(home.select("td .job-fact-shift")) == len(home.select("li .job-fact-shift")) == 3
    assert len(home.select('select[name="shift"]')) == 2
    assert len(home.select('select[name="sort"] option[value="-shift"]')) == 2
    jobs = json.loads((out / "jobs.json").read_text(encoding="utf-8"))["postings"]
    assert [job["shift"] for job in jobs] == ["day", "night", "night"]


def test_every_module_says_its_purpose_first() -> None:
    for module in HOUSE:
        text = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
        assert text.startswith('"""')
        assert len(text.splitlines()[0]) > 10


def texts_of(message: Message) -> list[str]:
    """Return the translation, or one for each plural form."""
    return list(message.string) if message.pluralizable else [message.string]


def test_the_catalogue_is_complete_and_compiled() -> None:
    folder = PACKAGE / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "sphinxext_jobs.po").open("rb") as file:
        catalog = read_po(file, locale="fr")
    wanted = {(context, message) for *_place, message, _, context in extract_from_dir(PACKAGE)}
    messages = [message for message in catalog if message.id]
    assert {(m.context, m.id) for m in messages} == wanted
    assert [m.id for m in messages if m.fuzzy or not all(texts_of(m))] == []
    with (folder / "sphinxext_jobs.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in messages:
        if isinstance(message.id, str) and message.context:
            found = [compiled.pgettext(message.context, message.id)]
        elif isinstance(message.id, str):
            found = [compiled.gettext(message.id)]
        else:
            found = [compiled.ngettext(*message.id, count) for count in (1, 2)]
        assert found == texts_of(message)


def test_french_typography() -> None:
    with (PACKAGE / "locale/fr/LC_MESSAGES/sphinxext_jobs.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            for written in texts_of(message) if message.id else ():
                # Not in code, nor in an address.
                text = re.sub(r"`[^`]*`|https:\S*", "", written)
                assert "'" not in text
                for mark in ":;!?»":
                    assert f" {mark}" not in text, text
                assert text.count(":") == text.count("\N{NO-BREAK SPACE}:")


def test_declarations_have_help() -> None:
    assert all(option.help.endswith(".") for _name, option in Settings.options())
    assert all(kind.help for kind in Kind)


@pytest.mark.slow
def test_the_wheel_holds_all_and_works(tmp_path: Path) -> None:
    root = PACKAGE.parent
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, root],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = {
        p.relative_to(root).as_posix()
        for p in PACKAGE.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert data <= names
    for name in (
        "py.typed",
        "static/sphinxext-jobs.css",
        "static/sphinxext-jobs.js",
        "locale/fr/LC_MESSAGES/sphinxext_jobs.mo",
    ):
        assert f"sphinxext_jobs/{name}" in names
    # An empty environment, where only this wheel and what it asks for can be imported.
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    source = tmp_path / "source" / "fr"
    source.mkdir(parents=True)
    (source.parent / "conf.py").write_text("extensions = ['sphinxext_jobs']\n", encoding="utf-8")
    (source.parent / "index.md").write_text("# Home\n\n```{job-index}\n```\n", encoding="utf-8")
    (source / "a.md").write_text(
        "---\nlayout: job-posting\ntitle: Capitaine\ntranslationKey: a\ndescription: d\n---\nOui.\n",
        encoding="utf-8",
    )
    command = [python, "-m", "sphinx", "-W", "-q", source.parent, tmp_path / "out"]
    subprocess.run(command, check=True, cwd=tmp_path)
    page = (tmp_path / "out" / "fr" / "a.html").read_text(encoding="utf-8")
    assert "Ouverte" in page
    assert (tmp_path / "out" / "_static" / "sphinxext-jobs.css").is_file()
