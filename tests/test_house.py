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
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import sphinxext_jobs
from sphinxext_jobs.diagnostics import Kind
from sphinxext_jobs.settings.settings import Settings

PACKAGE = Path(sphinxext_jobs.__file__).parent
#: The modules and packages, top to bottom: each imports only from itself and from those above it.
ROOMS = [
    "text", "diagnostics", "model", "settings", "sources", "jobs", "formats", "pairing", "views",
    "_compat", "store", "reading", "pages", "web", "builders", "cli", "__main__", "__init__",
]  # fmt: skip
#: Those above the line load neither Sphinx nor docutils.
ABOVE_THE_LINE = ROOMS[: ROOMS.index("_compat")]
MODULES = sorted(
    path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")
)
LIBRARY = [module for module in MODULES if module.split("/")[0] in ABOVE_THE_LINE]


def imports(module: str) -> set[str]:
    """Return the modules of this package that a module imports."""
    found = set()
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = module.split("/")[: -node.level]
            path = "/".join([*folder, *(node.module or "").split(".")]).strip("/")
            names = [f"{path}/{alias.name}".strip("/") for alias in node.names]
            found |= {path} if path in MODULES else {name for name in names if name in MODULES}
    return found


def test_every_module_is_in_a_room() -> None:
    """At most 17 at the top, for a reader to keep in mind."""
    rooms = {module.split("/")[0] for module in MODULES}
    assert rooms <= set(ROOMS)
    assert len(rooms - {"__init__"}) <= 17


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_towards_the_model(module: str) -> None:
    room = module.split("/")[0]
    allowed = {*ROOMS[: ROOMS.index(room)], room}
    assert [name for name in imports(module) if name.split("/")[0] not in allowed] == []


def test_no_imports_go_in_a_circle() -> None:
    graph = {module: imports(module) for module in MODULES}
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_no_module_and_no_function_is_too_long_to_read() -> None:
    too_long = []
    for module in MODULES:
        text = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
        if (lines := len(text.splitlines())) > 400:
            too_long.append(f"{module}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 60:
                    too_long.append(f"{module}: {node.name}: {lines} lines")
    assert too_long == []


def test_every_priority_is_in_one_table() -> None:
    """``store/order.py`` has each with its reason; no class and no handler has a number of its own."""
    elsewhere = []
    for module in MODULES:
        for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
            given: list[ast.expr | None] = []
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "default_priority":
                given = [node.value]
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("app.connect"):
                found = [k.value for k in node.keywords if k.arg == "priority"]
                given = [found[0] if found else None]
            elsewhere += [
                f"{module}: {ast.unparse(node)}"
                for value in given
                if value is None or not ast.unparse(value).startswith("order.")
            ]
    assert elsewhere == []


def test_each_package_says_what_is_in_it_and_what_may_not_be() -> None:
    for path in PACKAGE.rglob("*/__init__.py"):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert len(docstring.splitlines()) >= 3, path


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


def test_the_library_loads_no_sphinx() -> None:
    """Not by what they import, and not by the package that they are in."""
    code = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    found = {"sphinx", "docutils", "myst_parser"} & sys.modules.keys()
    assert not found, (name, found)
"""
    names = [f"sphinxext_jobs.{m}".replace("/", ".").removesuffix(".__init__") for m in LIBRARY]
    command = [sys.executable, "-c", code, "sphinxext_jobs", *names]
    result = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, cwd=PACKAGE.parent
    )
    assert result.returncode == 0, result.stderr


#: The names of others that only ``_compat`` imports; of ``None``, any name of the module.
UNDOCUMENTED: dict[str, set[str] | None] = {
    "docutils.utils.smartquotes": None,
    "docutils.writers.latex2e": None,
    "myst_parser.mocking": None,
    "sphinx.application": {"ENV_PICKLE_FILENAME"},
    "sphinx.builders.gettext": {"I18nBuilder"},
    "sphinx.project": None,
    "sphinx.util.matching": None,
    "sphinx.util.nodes": {"extract_messages", "inline_all_toctrees"},
    "sphinx.util.texescape": None,
    "yaml.constructor": None,
}
#: The keys under which others keep what only they should read.
KEYS = {"myst_config", "myst_slugs", "input_encoding"}
#: Private names that are documented, or that a subclass overrides (see ``_compat``).
ALLOWED = {"_replace", "_value_", "_handle_relative_docs"}


def private_names(module: str) -> Iterator[str]:
    """Yield the uses of private names that a module does not define itself."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    defined = set(ALLOWED)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        elif isinstance(node, ast.AnnAssign | ast.Assign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in (part for each in targets for part in ast.walk(each)):
                if isinstance(target, ast.Name):
                    defined.add(target.id)
                elif isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self":
                    defined.add(target.attr)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and re.match("_[a-z]", node.attr):
            if node.attr not in defined:
                yield f"{module}:{node.lineno}: {node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module in UNDOCUMENTED and not node.level:
            names = UNDOCUMENTED[node.module]
            for alias in node.names:
                if names is None or alias.name in names:
                    yield f"{module}:{node.lineno}: {node.module}.{alias.name}"
        elif isinstance(node, ast.Constant) and node.value in KEYS:
            yield f"{module}:{node.lineno}: {node.value}"


def test_private_names_of_others_are_in_one_module() -> None:
    modules = [module for module in MODULES if module != "_compat"]
    assert [name for module in modules for name in private_names(module)] == []
    assert len(list(private_names("_compat"))) > len(KEYS)  # the search finds them


def test_each_private_name_has_a_test_that_notices_a_change() -> None:
    text = (PACKAGE / "_compat.py").read_text(encoding="utf-8")
    tests = re.findall(r"``(tests/\w+\.py)::(\w+)``", text)
    assert len(tests) > 10
    for path, name in tests:
        assert f"def {name}(" in (PACKAGE.parent / path).read_text(encoding="utf-8"), name


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
    fields = package / "model" / "fields.py"
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
    for module in MODULES:
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
    keywords = {**DEFAULT_KEYWORDS, "Field": (2,)}  # the meaning of a field, in the schema
    found = extract_from_dir(PACKAGE, keywords=keywords)
    wanted = {(context, message) for *_place, message, _, context in found}
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


@pytest.mark.parametrize("module", MODULES)
def test_no_message_is_in_an_f_string(module: str) -> None:
    """Before Python 3.12, Babel does not find it there."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    calls = (n for string in strings for n in ast.walk(string) if isinstance(n, ast.Call))
    names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    assert names.isdisjoint({"_", "N_", "gettext", "ngettext"})


def test_french_typography() -> None:
    with (PACKAGE / "locale/fr/LC_MESSAGES/sphinxext_jobs.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            for written in texts_of(message) if message.id else ():
                # Not in code, nor in an address.
                text = re.sub(r"`[^`]*`|(?:https|mailto):\S*", "", written)
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
        "static/sphinxext-jobs-filter.css",
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
    assert "Voyez ci-dessous comment postuler." in page
    assert (tmp_path / "out" / "_static" / "sphinxext-jobs.css").is_file()
