"""``sphinx-jobs check``: the messages of a build without one, its formats, its corrections."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import fastjsonschema
import pytest
import sphinx

from sphinxext_jobs.cli.checking import check
from sphinxext_jobs.cli.formats import SCHEMA
from sphinxext_jobs.cli.main import main
from sphinxext_jobs.cli.project import open_project
from sphinxext_jobs.diagnostics import Diagnostic, Edit, Kind, Location
from sphinxext_jobs.settings.settings import Settings
from sphinxext_jobs.sources.posting import Source

from .support import CONF, matrix, posting

SETTINGS = (
    "jobs_languages = ['en', 'fr']\njobs_today = '2026-12-01'\njobs_timezone = 'Mars/Base'\n"
    "html_baseurl = 'https://example.org/'\n"
    "jobs_organization = {'name': 'Ferries', 'address': {'addressCountry': 'CA'}}\n"
    "exclude_patterns = ['_build', '**/drafts']\n"
)
#: A project with many faults, each in its own file.
FAULTS: dict[str, str | bytes] = {
    "index.md": (
        "# Home\n\n{job}`cook`, {job}`Cuisinière <cook@fr>`, {job}`cok`, `{job}`none``\n\n"
        "```{job-index}\n:where: tean = Deck\n```\n\n"
        ":::{note}\n:class: tip\n\nSee {job:posting}`the purser <purser@de>`.\n:::\n\n"
        "```python\n'{job}`code`'\n```\n"
    ),
    "en/cook.md": posting("Cook", "cook", expiryDate="2026-12-31", date="2026-01-01"),
    "fr/cook.md": posting("Cuisinière", "cook", expiryDate="2027-01-31", date="2026-01-01"),
    "en/mate.md": posting("Mate", "mate", date="2026-01-01", location="Quay"),
    "fr/mate.md": posting("Second", "mate", date="2026-01-01"),
    "en/purser.md": posting("Purser", "purser", "See {job}`nobody`.\n"),
    "en/twice.md": posting("Twice", "purser"),
    "en/thrice.md": posting("Thrice", "purser"),
    "en/untitled.md": "---\nlayout: job-posting\n---\n\nSome text.\n",
    "en/odd.md": posting("Odd", "odd", expiryDate="soon", titel="x", lang="fr"),
    "en/broken.md": "---\nlayout: job-posting\ntitle: \"Broken\ntranslationKey: broken\n---\n\nText.\n",
    "en/open.md": "---\nlayout: job-posting\ntitle: Open\n\nText.\n",
    "en/legacy.md": posting("Théière", "legacy").encode("cp1252"),
    "en/control.md": posting("Control", "control", "A \x07 bell.\n"),
    "en/merge.md": posting("Merge", "merge").replace(
        "title: Merge\n", "<<<<<<< ours\ntitle: Merge\n=======\ntitle: Merged\n>>>>>>> theirs\n"
    ),
    "en/lost.md": posting("Lost", "lost", layout="job", expiryDate="2026-12-31", archived="true"),
    "en/draft.md": posting("Draft", "", draft="true", titel="x"),
    "en/aliases.md": posting("A", "aliases", aliases="[/cook/, /en/mate.html, '../../..', /search]"),
    "en/again.md": posting("B", "again", aliases="[/cook/]"),
    "en/late.md": posting("Late", "late", publishDate="2027-02-01", expiryDate="2027-01-01"),
    "en/drafts/hidden.md": "---\nlayout: job-posting\n---\n",
    "job-index.md": "# Mine\n",
    f"en/{'x' * 250}.md": posting("Long", "long"),
    "de/allein.md": posting("Allein", "allein"),
}  # fmt: skip
Messages = set[tuple[str, str, str]]


def of_build(warnings: list[str]) -> Messages:
    """Return the place, the kind and the words of our warnings."""
    found = [re.fullmatch(r"(?:(.+:\d+): )?WARNING: (.*) \[jobs\.([\w-]+)\]", w) for w in warnings]
    return {(match[1] or "", match[3], match[2]) for match in found if match}


def of_check(root: Path) -> Messages:
    """Return the same for a check."""
    found = check(open_project([root])).found
    texts = [(str(each.at or ""), each.kind.value, str(each)) for each in found]
    return {
        (at.replace(f"{root}/", ""), kind, text.replace(f"{root}/", "")) for at, kind, text in texts
    }


def test_the_messages_are_those_of_a_build(make) -> None:
    project = make(FAULTS, CONF + SETTINGS)
    expected = of_build(project.build().warnings)
    assert of_check(project.root) == expected
    kinds = {kind for _at, kind, _text in expected}
    assert kinds >= {
        "config", "front-matter", "merge", "missing", "unknown-field", "encoding", "layout", "file",
        "index", "duplicate", "ref", "pair", "structured", "query", "redirect", "date",
    }  # fmt: skip


def test_the_messages_are_those_of_the_sites_in_all_languages(make) -> None:
    files = {name: text for name, text in FAULTS.items() if not name.startswith("de/")}
    conf = CONF + SETTINGS + "jobs_publish = 'language'\n"
    project = make(files, conf)
    expected: Messages = set()
    for lang in ("en", "fr"):
        build = project.build(confoverrides={"language": lang}, freshenv=True)
        expected |= of_build(build.warnings)
    assert of_check(project.root) == expected


def test_a_posting_in_a_language_without_a_site_is_checked(make) -> None:
    conf = CONF + "jobs_languages = ['en']\njobs_publish = 'language'\n"
    project = make(
        {"en/a.md": posting("A", "a"), "de/a.md": posting("A", "a", titel="x", lang="de")}, conf
    )
    assert {kind for _at, kind, _text in of_check(project.root)} == {"unknown-field"}


def test_a_catalogue_that_translates_a_posting_replaces_a_file(make) -> None:
    conf = CONF + "jobs_languages = ['en', 'fr']\njobs_publish = 'language'\n"
    files = {"en/a.md": posting("A", "a"), "en/b.md": posting("B", "b")}
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for name, words in (("a", ["A", "Lead of A.", "Some text."]), ("b", ["B"])):
        entries = "".join(f'msgid "{word}"\nmsgstr "{word} fr"\n\n' for word in words)
        missing = "" if name == "a" else 'msgid "Some text."\nmsgstr ""\n'
        files[f"locales/fr/LC_MESSAGES/en/{name}.po"] = catalogue + entries + missing
    project = make(files, conf)
    found = of_check(project.root)
    assert {(at, kind) for at, kind, _text in found} == {("en/b.md:5", "pair")}
    expected: Messages = set()
    for lang in ("en", "fr"):
        build = project.build(confoverrides={"language": lang}, freshenv=True)
        expected |= of_build(build.warnings)
    assert found == expected


#: Sphinx 7.4.1 takes all suffixes in a list as reStructuredText.
NEEDS_KINDS = pytest.mark.skipif(sphinx.version_info < (8,), reason="Sphinx reads it as RST")
RST = {
    "index.rst": "Home\n====\n\nA :job:`posting <a>`.\n",
    "README.md": "# Read me\n\nNot a page.\n",
    "notes.md": posting("Notes", "", layout="page", archived="true", lang="en"),
    "a.md": posting("A", "a"),
    "b.md": posting("B", "b", titel="x"),
    "b.rst": "B\n=\n",
    "list.md": "# List\n\n```{job-index}\n```\n\n{job}`nobody`\n",
}


@pytest.mark.parametrize(
    "conf",
    ["", pytest.param("source_suffix = ['.rst', '.md']\n", marks=NEEDS_KINDS), "source_suffix = '.rst'\n", "myst_heading_anchors = 2\n",
     "source_suffix = {'.rst': 'restructuredtext', '.md': 'markdown'}\n",
     "exclude_patterns = ['README.md', 'b.rst']\nsuppress_warnings = ['jobs.pair']\n",
     "include_patterns = ['*.rst', 'l*', 'a*']\n", "templates_path = ['.']\n",
     "html_extra_path = ['list.md']\n"],
)  # fmt: skip
def test_a_project_of_restructuredtext_reads_the_same_files(make, conf: str) -> None:
    project = make(RST, CONF + "jobs_languages = ['en']\n" + conf)
    assert of_check(project.root) == of_build(project.build().warnings)


def test_postings_that_a_page_brings_in_are_counted_and_may_be_counterparts(
    make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (
        "# Page\n\n```{job-posting} texts/b.txt\n```\n\n{job}`inline` {job}`missing`\n\n"
        "```{job-posting}\n:title: Inline\n:translation-key: inline\n:lang: fr\n```\n\n"
        "````md\n```{job-posting} code.md\n```\n````\n"
    )
    files = {
        "page.md": page,
        "texts/b.txt": posting("B fr", "b", lang="fr"),
        "en/b.md": posting("B", "b"),
        "en/c.md": posting("C", "c", "```{job-posting} d.txt\n```\n"),
    }
    project = make(files, CONF + "jobs_languages = ['en', 'fr']\n")
    found = of_check(project.root)
    assert {(at, kind) for at, kind, _text in found} == {
        ("en/c.md:5", "pair"),
        ("page.md:6", "ref"),
    }
    monkeypatch.chdir(project.root)
    assert main(["check"]) == 1
    assert "\n3 postings in pages are not checked: en/c.md, page.md.\n" in capsys.readouterr().out


# The command.

Run = Callable[..., tuple[int, str, str]]
SMALL: dict[str, str | bytes] = {
    "conf.py": "jobs_languages = ['en', 'fr']\n",
    "index.md": "# Home\n",
    "en/cook.md": posting("Cook", "cook", expiryDate="2027-01-01"),
    "fr/cook.md": posting("Cuisinière", "cook", expiryDate="2027-02-01"),
    "en/mate.md": posting("Mate", "mate", salry="x"),
    "en/other/pilot.md": posting("Pilot", "pilot"),
    "en/other/again.md": posting("Pilot", "pilot"),
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in a small project; return its status and what it printed."""
    write(tmp_path, SMALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["check", *arguments])
        return status, *capsys.readouterr()

    return run


def write(root: Path, files: dict[str, str | bytes]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode() if isinstance(text, str) else text)


def test_the_report_is_grouped_by_file_and_counted(run: Run) -> None:
    status, out, _err = run("en/mate.md")
    assert status == 1
    assert out == (
        "en/mate.md\n"
        "  5  The key mate has no text in fr. [pair]\n"
        "     Add a file with `translationKey: mate`, or type\n"
        "     `sphinx-jobs draft mate --to fr`.\n"
        "  6  salry is not a known field, so it is ignored. [unknown-field]\n"
        "     Did you mean `salary`?\n"
        "\n"
        "2 problems in 1 file: 1 pair, 1 unknown-field; 1 can be fixed with `--fix`.\n"
    )
    assert all(len(line) <= 80 for line in run()[1].splitlines())


def test_without_problems_it_says_so(run: Run) -> None:
    for name in ("mate.md", "other/pilot.md", "other/again.md", "cook.md"):
        Path("en", name).unlink()
    write(Path(), {"en/cook.md": posting("Cook", "cook", expiryDate="2027-02-01")})
    assert run() == (0, "No problems in 2 postings.\n", "")


def test_the_exit_status(run: Run) -> None:
    assert run("--exit-zero")[0] == 0
    assert run("--select", "missing") == (0, "No problems in 5 postings.\n", "")
    status, _out, err = run("nowhere.md")
    assert (status, err) == (2, "sphinx-jobs: nowhere.md does not exist.\n")
    with pytest.raises(SystemExit, match="2"):
        run("--select", "nothing")


def test_files_of_others_are_not_checked(run: Run, tmp_path: Path) -> None:
    """A hook passes every Markdown file that changed."""
    other = tmp_path.parent / "README.md"
    other.touch()
    status, out, err = run("../README.md", "index.md")
    assert (status, out) == (0, "No problems in 5 postings.\n")
    assert (
        err
        == f"sphinx-jobs: ../README.md is not in the source folder, {tmp_path}, so it is not checked.\n"
    )
    assert run("..")[1] == run()[1]
    assert "../README.md is not in the source folder" in run(".", "../README.md")[2]


def test_kinds_are_chosen_and_left_out(run: Run) -> None:
    def kinds(*arguments):
        return {p["kind"] for p in json.loads(run("--format", "json", *arguments)[1])["problems"]}

    assert kinds() == {"pair", "unknown-field", "duplicate"}
    assert kinds("--select", "pair,jobs.duplicate") == {"pair", "duplicate"}
    assert kinds("--ignore", "pair", "--ignore", "duplicate") == {"unknown-field"}
    write(Path(), {"conf.py": "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.*']\n"})
    assert kinds() == set()


@pytest.mark.parametrize(
    ("path", "places"),
    [
        # It is named as the other place, or is the first of three.
        ("fr/cook.md", {("en/cook.md", "pair")}),
        ("en/cook.md", {("en/cook.md", "pair")}),
        ("en/mate.md", {("en/mate.md", "pair"), ("en/mate.md", "unknown-field")}),
        ("index.md", set()),
        ("fr", {("en/cook.md", "pair")}),
    ],
)
def test_only_what_concerns_the_paths_is_reported(run: Run, path: str, places: set) -> None:
    found = json.loads(run("--format", "json", path)[1])["problems"]
    assert {(each["path"], each["kind"]) for each in found} == places
    again = json.loads(run("--format", "json", "en/other/again.md")[1])["problems"]
    pilot = json.loads(run("--format", "json", "en/other/pilot.md")[1])["problems"]
    assert "duplicate" in {each["kind"] for each in again} & {each["kind"] for each in pilot}


def test_the_json_has_a_schema_and_paths_for_the_current_folder(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("en")
    found = json.loads(run("--format", "json")[1])
    fastjsonschema.compile(dict(SCHEMA))(found)
    assert found["version"] == 1
    assert {"cook.md", "mate.md"} <= {each["path"] for each in found["problems"]}
    assert (
        "../fr/cook.md:6"
        in next(each for each in found["problems"] if each["path"] == "cook.md")["problem"]
    )


def test_the_sarif_is_valid(run: Run) -> None:
    write(Path(), {"en/spa ce, é.md": posting("Space", "space")})
    log = json.loads(run("--format", "sarif")[1])
    schema = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_bytes())
    fastjsonschema.compile(schema)(log)
    results = log["runs"][0]["results"]
    assert all(rule["help"]["text"] for rule in log["runs"][0]["tool"]["driver"]["rules"])
    places = [each["locations"][0]["physicalLocation"] for each in results]
    uris = {place["artifactLocation"]["uri"] for place in places}
    assert "en/spa%20ce%2C%20%C3%A9.md" in uris
    assert all(Path(unquote(uri)).is_file() for uri in uris)
    assert all(place["region"]["startLine"] >= 1 for place in places)
    assert (
        log["runs"][0]["tool"]["driver"]["rules"][results[0]["ruleIndex"]]["id"]
        == results[0]["ruleId"]
    )


def workflow_commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Read GitHub's workflow commands as its runner does (``ActionCommand.cs``)."""

    def unescape(value: str, escapes: dict[str, str]) -> str:
        for escape, char in escapes.items():
            value = value.replace(escape, char)
        return value

    data = {"%0D": "\r", "%0A": "\n"}
    for line in text.splitlines():
        if match := re.fullmatch(r"::(\w+) (.*?)::(.*)", line):
            properties = dict(pair.split("=", 1) for pair in match[2].split(","))
            named = {**data, "%3A": ":", "%2C": ",", "%25": "%"}
            values = {name: unescape(value, named) for name, value in properties.items()}
            yield match[1], values, unescape(match[3], {**data, "%25": "%"})


def test_githubs_commands_are_read_back(run: Run) -> None:
    name = "en/100%, a:b::.md" if os.name != "nt" else "en/100%, a.md"
    write(Path(), {name: posting("Odd", "100%0A", **{"100%::": "x"})})
    shown = json.loads(run("--format", "json")[1])["problems"]
    found = list(workflow_commands(run("--format", "github")[1]))
    assert [
        ("warning", {"file": p["path"], "line": str(p["line"]), "title": f"jobs.{p['kind']}"}, f"{p['problem']} {p['hint']}")
        for p in shown
    ] == found  # fmt: skip
    assert name in {values["file"] for _command, values, _text in found}


def test_colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    plain = run()[1]
    assert "\x1b" not in plain  # not a terminal
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run()[1]
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain != coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert run()[1] == plain
    assert plain.replace("\n", " ").endswith(run("-q")[1].replace("\n", " "))


# The configuration.


def test_conf_py_that_prints_and_changes_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = [
        "import os, sys, subprocess",
        "print('hello')",
        "subprocess.run([sys.executable, '-c', 'print(\"child\")'])",
        "tags.add('x'); assert tags.has('x') and 'x' in tags; tags.remove('x'); tags.remove('y')",
        "assert os.getcwd() == os.path.dirname(os.path.abspath(__file__))",
        "sys.path.insert(0, os.path.abspath('.')); os.chdir('/')",
        "def setup(app): raise SystemError",
    ]
    write(tmp_path, {**SMALL, "conf.py": "\n".join(lines)})
    monkeypatch.chdir(tmp_path)
    status = main(["check", "--format", "json", "--exit-zero"])
    out, err = capfd.readouterr()
    assert status == 0
    assert json.loads(out)["postings"] == 5
    assert err.split() == ["child", "hello"] or err.split() == ["hello", "child"]


@pytest.mark.parametrize(
    ("conf", "reason"),
    [
        (
            "import no_such_module\n",
            "ModuleNotFoundError: No module named 'no_such_module', in line 1",
        ),
        ("\n1 / 0\n", "ZeroDivisionError: division by zero, in line 2"),
        ("import sys\nsys.exit('no')\n", "SystemExit: no, in line 2"),
        ("x = (\n", "SyntaxError: '(' was never closed, in line 1"),
        (b"x = '\xff'\n", "SyntaxError"),
    ],
)
def test_a_conf_py_that_cannot_be_executed(run: Run, conf: str | bytes, reason: str) -> None:
    write(Path(), {"conf.py": conf})
    status, out, err = run("--format", "json")
    assert reason in err
    assert len(err.splitlines()) == 1
    assert "the default configuration is used." in err
    assert status == 1  # the duplicate; without jobs_languages, no counterpart is missing
    assert "has no text in" not in out
    status, out, err = run("--strict-config")
    assert (status, out) == (2, "")
    assert reason in err
    table = "[tool.sphinx-jobs]\nlanguages = ['en', 'fr']\njobs_layouts = ['job-posting']\nexclude-patterns = ['en/other']\n"
    write(Path(), {"pyproject.toml": table})
    status, out, err = run("--format", "json")
    assert "[tool.sphinx-jobs] in " in err
    assert "has no text in fr" in out
    assert json.loads(out)["postings"] == 3
    write(Path(), {"pyproject.toml": "x ="})
    assert run()[0] == 2


def test_the_table_does_not_count_if_conf_py_can_be_executed(run: Run) -> None:
    write(Path(), {"pyproject.toml": "[tool.sphinx-jobs]\nlanguages = ['de']\n"})
    assert "in de" not in run()[1]


def test_the_project_is_the_nearest_conf_py(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path.parent / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    status, _out, err = run()
    assert status == 2
    assert "There is no conf.py in" in err
    assert "-c" in err
    assert run(f"../{tmp_path.name}/fr/cook.md")[1].startswith(f"../{tmp_path.name}/en/cook.md\n")
    assert run("-c", str(tmp_path))[0] == 1
    assert run("-c", str(other))[0] == 2


def test_it_loads_no_sphinx(run: Run) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "sphinxext_jobs", "check"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    loaded = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "sphinxext_jobs.cli.checking" in loaded
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(
        {"sphinx", "docutils", "myst_parser"}
    )


# Corrections.


def hasty(source: Source, _root: Path, _settings: Settings) -> Iterator[Diagnostic]:
    """A rule with a wrong correction: it changes two fields."""
    if line := source.lines.get("leverId"):
        fix = (Edit(line, 0, 0, "---\n"),)
        yield Diagnostic(Kind.MISSING, Location(source.path, line), "no", "", fix)


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinxext_jobs.cli.checking.POSTING_RULES", (hasty,))


def test_corrections_keep_every_other_byte(run: Run) -> None:
    name = "en/other/pilot.md"
    text = posting("Pilot", "pilot", salry="'5'").encode()
    original = b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")
    write(Path(), {name: original})
    status, out, _err = run("--diff", name)
    assert status == 1
    assert out.startswith(f"--- {name}\n+++ {name}\n@@ ")
    assert "-salry: '5'\r\n+salary: '5'\r\n" in out
    assert Path(name).read_bytes() == original
    assert "1 can be fixed with `--fix`." in run(name)[1]
    assert "can be fixed" not in run("--fix", name)[1]
    assert Path(name).read_bytes() == original.replace(b"salry", b"salary")
    assert "salry" in Path("en/mate.md").read_text(encoding="utf-8")
    changed = Path(name).stat().st_mtime_ns
    run("--fix", name)
    assert Path(name).stat().st_mtime_ns == changed
    assert run("--diff", name) == (0, "", "")


def test_a_file_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    status, out, _err = run("--fix", "en/mate.md")
    assert status == 1
    assert "  1  en/mate.md cannot be written: Permission denied. [file]\n" in out
    assert "  6  salry is not a known field, so it is ignored. [unknown-field]\n" in out


@pytest.mark.usefixtures("rule")
def test_what_is_not_certain_is_not_touched(run: Run) -> None:
    files: dict[str, str | bytes] = {
        # The edits would also change another field.
        "en/a.md": posting("A", "a", leverId="3", team="Deck"),
        "en/b.md": posting("É", "b", tean="x").encode("cp1252"),
        "en/c.md": posting("C", "c", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", tean="x"),
    }
    write(Path(), files)
    run("--fix")
    assert {name: Path(name).read_bytes() for name in files} == {
        name: text.encode() if isinstance(text, str) else text for name, text in files.items()
    }
    run("--fix", "--select", "pair")


# The sentence that closes a build.


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_file_that_is_not_utf8_is_not_corrected(run: Run, encoding: str) -> None:
    conf = "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.encoding', 'jobs.merge']\n"
    damaged = posting("Été", "mate", archived='"true"')
    conflict = damaged.replace("title: Été", "<<<<<<< a\ntitle: Été\n=======\ntitle: X\n>>>>>>> b")
    files = {"en/mate.md": damaged.encode(encoding), "fr/mate.md": conflict.encode()}
    write(Path(), {"conf.py": conf, **files})
    _status, out, _err = run("en/mate.md", "fr/mate.md")
    assert "The value of archived is the text" in out
    assert "--fix" not in out
    assert run("--diff", "en/mate.md", "fr/mate.md")[1] == ""
    run("--fix")
    assert {name: Path(name).read_bytes() for name in files} == files


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_build_closes_with_the_number_of_problems(make, parallel: int) -> None:
    files = {f"en/{n}.md": posting(f"T{n}", f"k{n}", titel="x") for n in range(12)}
    conf = CONF + "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n"
    project = make(files, conf)
    status = project.build(parallel=parallel).app.status.getvalue()
    assert "\njobs: 12 problems in 12 files: 12 unknown-field.\n" in status
    again = project.build().app.status.getvalue()
    assert "problems in" not in again


def test_a_failing_build_closes_with_the_number_of_problems(tmp_path: Path) -> None:
    write(tmp_path, {**SMALL, "conf.py": CONF + "jobs_languages = ['en', 'fr']\n"})
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", tmp_path, tmp_path / "out"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    found = re.findall(r"^(.*):\d+: WARNING: .* \[jobs\.", result.stderr, re.MULTILINE)
    digest = f"\njobs: {len(found)} problems in {len(set(found))} files: "
    assert digest in result.stdout


@pytest.mark.parametrize("folder", matrix("..", ".", "elsewhere"))
def test_the_command_that_a_build_names_works_from_the_folder_of_the_build(
    tmp_path: Path, folder: str
) -> None:
    source = tmp_path / "the source"
    write(source, {**SMALL, "conf.py": CONF})
    (source / "elsewhere").mkdir()
    place = source / folder
    command = [sys.executable, "-m", "sphinx", source, tmp_path / "out"]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=place)
    match = re.search(r"1 can be fixed with `sphinx-jobs (.*)`\.$", result.stdout, re.MULTILINE)
    assert match
    command = [sys.executable, "-m", "sphinxext_jobs", *shlex.split(match[1])]
    subprocess.run(command, capture_output=True, check=False, cwd=place)
    assert "salary: x" in (source / "en" / "mate.md").read_text(encoding="utf-8")
