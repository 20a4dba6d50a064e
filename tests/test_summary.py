"""``sphinx-jobs summary``: the effect of a change on the pairs, in real repositories."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.cli.project import open_project
from sphinxext_jobs.cli.revision import Revision
from sphinxext_jobs.cli.states import Looker
from sphinxext_jobs.sources.git import changes_since
from sphinxext_jobs.text import wording

from .ferries import CONF, COOKS, FILES, PO
from .support import CONF as BASE
from .support import Project, posting
from .test_since import change, confirm
from .unit.repositories import ENVIRON, commit, git

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

EN, FR = FILES
CHANGE = ("in winter", "in summer")


@pytest.fixture(scope="module")
def agreed(tmp_path_factory):
    """A project below the root of a repository, whose texts agree."""
    ignored = {".gitignore": "_build\n__pycache__\n*.mo\n"}
    project = Project(tmp_path_factory.mktemp("agreed") / "root" / "docs")
    project.write({"conf.py": f"{BASE}{CONF}", "index.md": "# Jobs\n"})
    project.write({**FILES, **COOKS, **ignored})
    git(project.root.parent, "init", "-q", "-b", "main")
    project.build("jobs-pair")
    confirm(project)
    project.build("jobs-pair")
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "branch")
    return project


@pytest.fixture
def repository(agreed, tmp_path, monkeypatch):
    """A copy of that repository, on a branch."""
    for name, value in {**ENVIRON, "GITHUB_ACTIONS": "", "GITLAB_CI": ""}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(agreed.root.parent, tmp_path / "root")
    return Project(tmp_path / "root" / "docs")


@pytest.fixture
def summary(repository, capsys):
    """Return a function that runs the command, and returns the lines that it writes."""

    def run(*arguments, since="main", status=0):
        capsys.readouterr()
        found = main(["summary", "--since", since, "-c", str(repository.root), *arguments])
        output = capsys.readouterr()
        assert found == status, output.err
        run.errors = output.err
        return output.out.splitlines()

    return run


def rows(lines):
    return [line for line in lines if line.startswith("| ") and " | " in line][1:]


def test_a_change_puts_a_pair_out_of_step_and_another_back(repository, summary):
    assert summary() == [
        "<!-- sphinx-jobs summary -->",
        "### Job postings: ✅ nothing out of step",
        "",
        "14 of 14 blocks agree (100%).",
    ]
    change(repository, EN, CHANGE)
    repository.build("jobs-pair")
    found = summary()
    assert found[1] == "### Job postings: ⚠️ 1 point out of step"
    assert rows(found) == [
        "| Ferry captain | English text changed "
        "| Navigate the ferry in <del>winter,</del> <ins>summer,</ins> with 120 passengers "
        "| `docs/en/captain.md:12` · `docs/fr/capitaine.md:12` |"
    ]
    assert found[-1] == "13 of 14 blocks agree (92%; 14 before). Drifted: 1 (0 before)."
    assert "`sphinx-jobs confirm FILE:LINE`" in "".join(found)
    commit(repository.root)
    git(repository.root, "branch", "-f", "main")
    assert summary()[1] == "### Job postings: ✅ nothing out of step"
    confirm(repository)
    repository.build("jobs-pair")
    found = summary()
    assert found[1] == "### Job postings: ✅ nothing out of step, 1 back in step"
    assert "- Ferry captain: English text changed – Navigate the ferry in" in "\n".join(found)


def test_a_file_that_is_not_the_best_counterpart(repository, summary):
    """As ``jobs-pair`` reports it: the texts are not compared, and the other file is not reported."""
    texts = [(repository.root / name).read_text(encoding="utf-8") for name in (EN, FR)]
    cook = (repository.root / "fr/cuisinier.md").read_text(encoding="utf-8")
    english, french = (text.replace("Key: captain", "Key: pilot") for text in texts)
    wrong = cook.replace("Key: cook", "Key: pilot")
    repository.write({"en/pilot.md": english, "fr/pilot.md": wrong, "fr/z.md": french})
    build = repository.build("jobs-pair")
    (warning,) = build.warnings
    assert "the content of fr/z.md is much more similar" in warning
    found = summary()
    assert rows(found) == [
        "| Ferry captain | Another file fits better | `fr/z.md` "
        "| `docs/en/pilot.md:5` · `docs/fr/pilot.md:5` |"
    ]
    assert "jobs-pair was not run" not in "".join(found)
    change(repository, "fr/pilot.md", ("Key: pilot", "Key: cook-2"))
    repository.build("jobs-pair")
    assert "Another file" not in "".join(rows(summary()))


def test_a_translation_in_the_catalogue_alone(repository, summary):
    change(repository, PO, ('msgstr "Responsabilités"', 'msgstr "Fonctions"'))
    repository.build("jobs-pair")
    found = summary()
    assert [row.split(" | ")[1] for row in rows(found)] == ["Corrected in the catalogue only"]
    assert (
        found[-1] == "13 of 14 blocks agree (92%; 14 before). Only in the catalogue: 1 (0 before)."
    )


def test_lines_that_only_move_are_not_news(repository, summary):
    change(repository, EN, CHANGE)
    repository.build("jobs-pair")
    commit(repository.root)
    git(repository.root, "branch", "-f", "main")
    for name in FILES:
        path = repository.root / name
        text = path.read_text(encoding="utf-8").replace("\n\n", "\n\n\n")
        path.write_text(text.replace("layout:", "team: Crew\nlayout:"), encoding="utf-8")
    repository.build("jobs-pair")
    found = summary()
    assert found[1] == "### Job postings: ✅ nothing out of step"
    assert len(found) == 4


def test_it_says_that_the_catalogues_are_behind(repository, summary, monkeypatch):
    monkeypatch.chdir(repository.root.parent)
    change(repository, FR, ("en hiver", "en été"))
    found = summary()
    assert found[1] == "### Job postings: ✅ nothing out of step"
    assert found[3] == (
        "> jobs-pair was not run after the last edit of `captain`, so points may be missing here. "
        "Run `sphinx-build -b jobs-pair docs docs/_build/pairs`, and commit the catalogues."
    )
    command = re.search("Run `(.*?)`", found[3])[1]
    repository.build("jobs-pair")
    assert command.startswith("sphinx-build ")
    assert not [line for line in summary() if "was not run" in line]


EDITS = {
    "a new text in the source": (EN, ("## Conditions", "Some words.\n\n## Conditions")),
    "a new text in the counterpart": (
        FR,
        ("## Responsabilités", "Des mots.\n\n## Responsabilités"),
    ),
    "a text fewer in the source": (EN, ("- Inspect the 4 motors with the mechanics\n", "")),
    "a text fewer in the counterpart": (
        FR,
        ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""),
    ),
    "another title": (EN, ("title: Ferry captain", "title: Captain")),
    "another title of the counterpart": (
        FR,
        ("title: Capitaine de traversier", "title: Capitaine"),
    ),
}


def test_each_edit_after_the_last_run_is_noticed(repository, summary):
    for edit, (name, *changes) in EDITS.items():
        before = (repository.root / name).read_bytes()
        change(repository, name, *changes)
        assert any("was not run" in line for line in summary()), edit
        (repository.root / name).write_bytes(before)
    for name, *changes in EDITS.values():
        change(repository, name, *changes)
    repository.build("jobs-pair")
    assert not any("was not run" in line for line in summary())


def test_it_knows_the_same_points_as_the_run(repository):
    change(repository, EN, CHANGE, ("motors", "engines"), ("Our office", "The company"))
    change(
        repository,
        FR,
        ("mécaniciens", "mécaniciennes"),
        ("## Conditions", "Un texte de plus.\n\n## Conditions"),
        (
            "Présentez votre candidature à <crew@ferries.example> avant le 30\u00a0juin\u00a02026.",
            "",
        ),
    )
    repository.write({"en/deck.md": posting("Deckhand", "deck", "Paint the decks.")})
    path = repository.root / PO.replace("captain", "cook")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr "Préparez', 'msgstr "Faites'), encoding="utf-8")
    repository.build("jobs-pair")
    data = json.loads((repository.root / "_build/jobs-pair/pairing.json").read_bytes())
    expected = [
        (pair["key"], link["point"]["kinds"], *(len(link[side]) for side in ("source", "target")))
        for pair in data["pairs"]
        for link in pair["links"]
        if link["point"]
    ]
    project = open_project(conf_dir=repository.root)
    looker = Looker(Revision(project, changes_since("main", project.root)))
    found = [
        (point.key, [*point.kinds], *map(len, point.blocks))
        for point in looker.state({"captain", "cook", "deck"}).points
        if point.row
    ]
    assert len(found) == 5
    assert sorted(found) == sorted(expected)


def test_a_second_translation_and_an_untranslated_text_are_one_point_each(repository, summary):
    again = "\n## Later\n\nWe answer within 10 days.\n\n## At last\n\nWe answer within 10 days.\n"
    encore = (
        "\n## Plus tard\n\nNous répondons en 10 jours.\n\n## Enfin\n\nUn mot suit en 10 jours.\n"
    )
    wait = "\nThe office of the company is open all year.\n"
    for name, text in ((EN, f"{again}{wait}"), (FR, f"{encore}{wait}\n% jobs: untranslated\n")):
        path = repository.root / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    repository.build("jobs-pair")
    found = summary()
    kinds = [row.split(" | ")[1] for row in rows(found)]
    assert kinds == ["Not translated yet", "Two translations"]
    assert not [line for line in found if "was not run" in line]
    change(repository, FR, ("Un mot suit en 10 jours.\n", ""))
    assert [line for line in summary() if "was not run" in line]


def test_whole_jobs_and_fields_are_points(repository, summary):
    (repository.root / "fr/cuisinier.md").unlink()
    change(repository, FR, ("layout:", "archived: true\nlayout:"))
    repository.write({"en/deck.md": posting("Deckhand", "deck", "Paint the decks.")})
    repository.build("jobs-pair")
    text = "\n".join(summary())
    assert "| Ferry captain | Status differs | `archived: not set / true` |" in text
    assert "| Cook | No French text |" in text
    assert "| Deckhand | No French text |" in text


def test_edits_from_before_are_counted_apart(repository, summary):
    change(repository, EN, CHANGE)
    commit(repository.root)
    git(repository.root, "branch", "-f", "main")
    repository.build("jobs-pair")
    found = summary()
    assert found[1] == "### Job postings: ✅ nothing out of step"
    assert any(line.startswith("1 point that was there before") for line in found)


def test_work_in_the_catalogue_counts(repository, summary):
    path = repository.root / PO
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgstr "Conditions de', 'msgstr "Les conditions de'), encoding="utf-8"
    )
    (row,) = rows(summary())
    assert row.startswith(
        "| Ferry captain | Corrected in the catalogue only "
        "| <del>Conditions</del> <ins>Les conditions</ins> de travail |"
    )
    path.write_text(text.replace("msgid", "<<<<<<< HEAD\nmsgid", 1), encoding="utf-8")
    (row,) = rows(summary())
    assert row.startswith("| Ferry captain | Catalogue cannot be read |")
    assert "`docs/locale/fr/LC_MESSAGES/en/captain.po:" in row
    assert "&lt;&lt;&lt;" in row
    git(repository.root, "rm", "-rqf", "locale")
    assert any("was not run" in line for line in summary())


def test_a_file_that_cannot_be_read_is_named(repository, summary):
    change(repository, EN, CHANGE)
    (repository.root / FR).write_bytes(b"---\nlayout: job-posting\ntitle: \xe9\n"
                                       b"translationKey: captain\n---\n\x81\n")  # fmt: skip
    found = summary(status=3)
    assert "> `docs/fr/capitaine.md:1` cannot be read, so its job is left out." in "\n".join(found)
    assert summary.errors.startswith("sphinx-jobs: ")
    assert "cannot be read" in summary.errors


def test_links_lead_to_lines(repository, summary, monkeypatch):
    change(repository, EN, CHANGE)
    repository.build("jobs-pair")
    (row,) = rows(summary("--link", "https://x.example/{path}?line={line}"))
    assert "[en 12](https://x.example/docs/en/captain.md?line=12) · [fr 12](" in row
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "ferries/site")
    monkeypatch.setenv("GITHUB_SHA", "abc")
    (row,) = rows(summary())
    assert "(https://github.example/ferries/site/blob/abc/docs/en/captain.md#L12)" in row
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_PROJECT_URL", "https://gitlab.example/ferries/site")
    monkeypatch.setenv("CI_COMMIT_SHA", "def")
    (row,) = rows(summary())
    assert "(https://gitlab.example/ferries/site/-/blob/def/docs/en/captain.md#L12)" in row
    summary("--link", "https://x.example/", status=2)
    assert "--link has no {path}" in summary.errors


def test_git_has_to_know_the_base(repository, summary, tmp_path):
    assert summary(since="gone", status=3) == []
    assert "git does not know the commit `gone`" in summary.errors
    commit(repository.root)
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{repository.root.parent}", str(clone)],
        check=True, env={**ENVIRON, "PATH": "/usr/bin:/bin"}, capture_output=True,
    )  # fmt: skip
    assert main(["summary", "--since", "HEAD~1", "-c", str(clone / "docs")]) == 3
    shutil.rmtree(repository.root.parent / ".git")
    assert summary(status=3) == []
    assert "git cannot be used in" in summary.errors


def test_the_number_of_processes_does_not_grow_with_the_files(repository, summary, monkeypatch):
    change(repository, EN, CHANGE)
    run, commands = subprocess.run, []
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **options: commands.append(command) or run(command, **options),
    )
    summary()
    few = len(commands)
    for number in range(20):
        repository.write({f"en/{number}.md": posting("A", f"k{number}")})
    commit(repository.root)
    commands.clear()
    summary()
    assert len(commands) == few


def test_it_is_in_the_language_of_the_terminal(repository, summary, monkeypatch):
    change(repository, EN, CHANGE)
    repository.build("jobs-pair")
    monkeypatch.setattr(wording, "_terminal", lambda: "fr_CA")
    (row,) = rows(summary())
    assert row.startswith("| Capitaine de traversier |")
