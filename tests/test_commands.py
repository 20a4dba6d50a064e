"""The commands ``new``, ``list`` and ``schema``, in a project of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import fastjsonschema
import pytest

from sphinxext_jobs.cli.main import main

from .support import posting

CONF = "jobs_languages = ['en', 'fr']\njobs_today = '2026-12-01'\n"
FILES = {
    "en/cook.md": posting("Cook", "cook", expiryDate="2026-12-04"),
    "fr/cuisine.md": posting("Cuisinière", "cook", expiryDate="2026-12-04"),
    "en/deckhand.md": posting("Deckhand", "deckhand", expiryDate="2026-12-20"),
    "en/closed.md": posting("Welder", "welder", archived="true", expiryDate="2026-12-02"),
    "en/soon.md": posting("Pilot", "pilot", publishDate="2027-01-01"),
    "en/always.md": posting("Anything", "anything", expiryDate="2026-01-01"),
    "en/draft.md": posting("Secret", "secret", draft="true"),
    "index.md": "# Careers\n",
}
NEW = ("new", "night-cook", "--title", "en=Night cook", "--title", "fr=Cuisine de nuit")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a project; return its status and what it printed."""
    conf = {"conf.py": CONF + "jobs_always_open = ['anything']\n"}
    for name, text in {**FILES, **conf}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return status, *capsys.readouterr()

    return run


def keys(output: str) -> list[str]:
    return [posting["key"] for posting in json.loads(output)["postings"]]


def test_the_jobs_are_listed_by_closing_date(run: Run) -> None:
    assert run("list") == (
        0,
        "Closes      Status    Key       Languages  Title\n"
        "2026-12-02  Closed    welder    en         Welder\n"
        "2026-12-04  Open      cook      en fr      Cook\n"
        "2026-12-20  Open      deckhand  en         Deckhand\n"
        "–           Open      anything  en         Anything\n"
        "–           Upcoming  pilot     en         Pilot\n",
        "",
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--status", "open"], ["anything", "cook", "cook", "deckhand"]),
        (["--status", "closed", "--status", "upcoming"], ["pilot", "welder"]),
        (["--closing-within", "7"], ["cook", "cook"]),
        (["--closing-within", "3"], ["cook", "cook"]),
        (["--closing-within", "2"], []),
        (["--closing-within", "7", "--status", "closed"], []),
    ],
)
def test_the_jobs_that_a_recruiter_asks_for(
    run: Run, options: list[str], expected: list[str]
) -> None:
    status, output, _errors = run("list", "--format", "json", *options)
    assert status == 0
    assert keys(output) == expected


def test_no_jobs(run: Run) -> None:
    assert run("list", "--closing-within", "0") == (0, "No jobs.\n", "")


def test_the_list_is_as_its_schema_says(run: Run) -> None:
    schema = json.loads(run("schema", "list")[1])
    found = json.loads(run("list", "--format", "json")[1])
    fastjsonschema.compile(schema)(found)
    first = found["postings"][1]
    assert (first["key"], first["file"], first["line"]) == ("cook", "en/cook.md", 3)


@pytest.mark.parametrize("name", ["front-matter", "jobs", "list", "check", "pairing", "status"])
def test_a_schema(run: Run, name: str) -> None:
    status, output, errors = run("schema", name)
    assert (status, errors) == (0, "")
    fastjsonschema.compile(json.loads(output))


def test_the_schema_knows_the_layouts_of_the_project(run: Run) -> None:
    Path("conf.py").write_text("jobs_layouts = ['job', 'internship']\n", encoding="utf-8")
    layout = json.loads(run("schema")[1])["properties"]["layout"]
    assert layout["enum"] == ["job", "internship"]
    Path("conf.py").unlink()
    assert run("schema", "jobs")[0] == 0
    status, _output, errors = run("schema", "-c", "elsewhere")
    assert status == 2
    assert "elsewhere" in errors


def test_a_new_job(run: Run) -> None:
    status, output, errors = run(*NEW)
    paths = [Path("en", "night-cook.md"), Path("fr", "night-cook.md")]
    assert (status, output.split()) == (0, [str(path) for path in paths])
    assert "draft: true" in errors
    assert "title: Cuisine de nuit\n" in paths[1].read_text(encoding="utf-8")


def test_a_new_job_has_no_faults_once_it_is_filled_in(run: Run) -> None:
    run(*NEW)
    assert run("check", "en/night-cook.md", "fr/night-cook.md")[0] == 0
    for lang in ("en", "fr"):
        path = Path(lang, "night-cook.md")
        text = path.read_text(encoding="utf-8").replace("draft: true\n", "")
        path.write_text(text.replace("''", "A lead."), encoding="utf-8")
    assert run("check", "en/night-cook.md", "fr/night-cook.md")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["new", "cook", *NEW[2:]], "The key cook is used already, in en"),
        (["new", "secret", *NEW[2:]], "The key secret is used already, in en"),
        (["new", "soon", *NEW[2:]], "soon.md exists already"),
        (["new", "x", "--title", "en=X"], 'There is no title in fr. Add --title fr="…".'),
        (["new", " ", *NEW[2:]], "The key is empty"),
        (["new", "x" * 300, *NEW[2:]], "cannot be written"),
    ],
)
def test_a_job_that_cannot_be_made(run: Run, arguments: list[str], reason: str) -> None:
    before = sorted(Path().rglob("*"))
    status, output, errors = run(*arguments)
    assert (status, output) == (2, "")
    assert errors.startswith("sphinx-jobs: ")
    assert reason in errors
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("title", ["Night cook", "en=", "english=Cook", "=Cook"])
def test_a_title_without_a_language(
    run: Run, capsys: pytest.CaptureFixture[str], title: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("new", "x", "--title", title)
    assert stopped.value.code == 2
    assert "is not LANGUAGE=TITLE" in capsys.readouterr().err


def test_outside_a_project(run: Run) -> None:
    Path("conf.py").unlink()
    for arguments in (NEW, ["list"]):
        status, output, errors = run(*arguments)
        assert (status, output) == (2, "")
        assert "There is no conf.py" in errors
