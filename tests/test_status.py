"""``sphinx-jobs status``: the table that a page shows, in the terminal."""

from __future__ import annotations

import json

import fastjsonschema
import pytest

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.cli.status import schema
from sphinxext_jobs.text import wording

from .ferries import COOKS, FILES, PO, QUIET
from .support import posting

HOME = """# Home

```{job-pairs}
:status: all
```

```{job-pairs}
:problems:
```
"""
HEADS = ["Title", "English", "Français", "To do"]


@pytest.fixture
def project(make):
    files = {
        **FILES,
        **COOKS,
        "index.md": HOME,
        "en/deck.md": posting("Deckhand", "deck", "Paint."),
        "en/old.md": posting("Old hand", "old", archived="true"),
        "fr/ancien.md": posting("Ancien", "old"),
    }
    project = make(files, QUIET)
    project.build("jobs-pair")
    cook = project.root / "en/cook.md"
    cook.write_text(
        cook.read_text(encoding="utf-8").replace("4 meals", "5 meals"), encoding="utf-8"
    )
    project.build("jobs-pair")
    return project


def run(project, *arguments):
    assert main(["status", "-c", str(project.root), *arguments]) == 0


def rows(text):
    """Return the cells of a table in the terminal, which are two spaces or more apart."""
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in text]


def test_it_shows_the_table_of_the_page(project, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "500")
    capsys.readouterr()
    tables = project.build().main("index").select("table")
    for arguments, table in zip((["--status", "all"], ["--problems"]), tables, strict=True):
        page = [
            [cell.get_text(strip=True) for cell in row.select("th, td")]
            for row in table.select("tr")
        ]
        run(project, *arguments)
        output = capsys.readouterr().out
        assert rows(output.splitlines()) == page
        assert page[0] == HEADS
        assert "\x1b" not in output
    assert "1 drifted block" in output
    assert "make equal: archived" in output


def test_its_json_has_the_numbers(project, capsys):
    run(project, "--format", "json", "--status", "closed")
    found = json.loads(capsys.readouterr().out)
    fastjsonschema.compile(schema())(found)
    (job,) = found["jobs"]
    assert (job["key"], job["title"], job["mismatched"]) == ("old", "Old hand", ["archived"])
    assert job["languages"]["en"] == {
        "exists": True, "source": True, "in_conflict": False, "state": "original", "blocks": None,
    }  # fmt: skip
    assert job["languages"]["fr"]["blocks"]["total"] == 3
    assert job["in_order"] is False
    assert job["to_do"][0] == "make equal: archived"


def state(project, capsys):
    """Return the state of the captain in French, and the tasks."""
    capsys.readouterr()
    run(project, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    fastjsonschema.compile(schema())(found)
    (job,) = [job for job in found["jobs"] if job["key"] == "captain"]
    return job["languages"]["fr"]["state"], job["to_do"]


def change(project, name, old, new):
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_translation_in_the_catalogue_alone_does_not_agree(project, capsys):
    assert state(project, capsys) == ("written, 100% in agreement", [])
    change(project, PO, 'msgstr "Responsabilités"', 'msgstr "Fonctions"')
    told = "written, 88% in agreement", ["Français: 1 translation only in the catalogue"]
    assert state(project, capsys) == told
    project.build("jobs-pair")
    assert state(project, capsys) == told
    cells = [row.get_text("|") for row in project.build().main("index").select("tr")]
    assert any(told[1][0] in cell for cell in cells)
    assert main(["apply", "captain", "-c", str(project.root)]) == 0
    assert state(project, capsys) == ("written, 100% in agreement", [])


def test_a_translation_of_a_block_that_the_file_does_not_have_does_not_agree(project, capsys):
    change(project, "en/captain.md", "- Navigate", "- Wash the deck\n- Navigate")
    project.build("jobs-pair")
    assert state(project, capsys)[1] == ["Français: 1 untranslated block"]
    change(project, PO, 'msgid "Wash the deck"\nmsgstr ""', 'msgid "Wash the deck"\nmsgstr "Laver"')
    told = "written, 90% in agreement", ["Français: 1 translation only in the catalogue"]
    assert state(project, capsys) == told
    project.build("jobs-pair")
    assert state(project, capsys) == told


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("en/captain.md", "120 passengers", "150 passengers"),
        ("fr/capitaine.md", "120\u00a0passagers", "150\u00a0passagers"),
        ("en/captain.md", "\n## Conditions\n", "\n"),
        ("fr/capitaine.md", "\n## Conditions de travail\n", "\n"),
        ("en/captain.md", "\n## Conditions\n", "\nA new text.\n\n## Conditions\n"),
        ("fr/capitaine.md", "\n## Conditions", "\nUn nouveau texte.\n\n## Conditions"),
        ("en/captain.md", "title: Ferry captain", "title: Captain of the ferry"),
        ("fr/capitaine.md", "title: Capitaine de traversier", "title: Capitaine"),
    ],
)
def test_a_text_that_changed_after_the_last_run_is_named(
    project, capsys, monkeypatch, name, old, new
):
    monkeypatch.chdir(project.root)
    capsys.readouterr()
    run(project)
    assert capsys.readouterr().err == ""
    change(project, name, old, new)
    command = "sphinx-build -b jobs-pair . _build/pairs"
    told = f"sphinx-jobs: jobs-pair was not run after the last edit of captain. Type `{command}`.\n"
    for option in ("text", "json"):
        run(project, "--format", option)
        output, errors = capsys.readouterr()
        assert errors == told
    assert [job["key"] for job in json.loads(output)["jobs"] if job["stale"]] == ["captain"]
    project.build("jobs-pair")
    capsys.readouterr()
    run(project)
    assert capsys.readouterr().err == ""


def test_a_job_that_changed_is_not_in_order_for_sure(make, capsys):
    project = make({**FILES, "index.md": HOME}, QUIET)
    capsys.readouterr()
    run(project, "--problems")
    assert capsys.readouterr().out == "All jobs are in order in every language.\n"
    project.build("jobs-pair")
    change(project, "en/captain.md", "120 passengers", "150 passengers")
    capsys.readouterr()
    run(project, "--problems")
    output, errors = capsys.readouterr()
    assert (output, "last edit of captain." in errors) == ("", True)


@pytest.mark.parametrize(
    ("name", "line"),
    [("fr/capitaine.md", "## Responsabilités"), ("en/captain.md", "## Responsibilities")],
)
def test_a_merge_conflict_is_a_task(project, capsys, name, line):
    change(project, name, line, f"<<<<<<< HEAD\n{line}\n=======\n## A\n>>>>>>> main")
    lang = "Français" if name.startswith("fr") else "English"
    told = "written", [f"{lang}: resolve the merge conflict"]
    assert state(project, capsys) == told
    cells = [row.get_text("|") for row in project.build().main("index").select("tr")]
    assert any(told[1][0] in cell for cell in cells)


def test_it_is_in_the_language_of_the_terminal(project, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "500")
    monkeypatch.setattr(wording, "_terminal", lambda: "fr_CA")
    run(project)
    lines = rows(capsys.readouterr().out.splitlines())
    assert lines[0] == ["Titre", "English", "Français", "À faire"]
    assert lines[1][0] == "Capitaine de traversier"


def test_it_says_that_there_is_nothing_to_list(make, capsys):
    project = make({}, QUIET)
    run(project)
    assert capsys.readouterr().out == "No jobs.\n"
    project.write(FILES)
    run(project, "--status", "upcoming")
    assert capsys.readouterr().out == "No jobs.\n"
    project.build("jobs-pair")
    capsys.readouterr()
    run(project, "--problems")
    assert capsys.readouterr().out == "All jobs are in order in every language.\n"
