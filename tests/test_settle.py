"""The commands that settle the report of ``jobs-pair``, in a project on disk, without a build."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxext_jobs.builders.pairing_json import as_json
from sphinxext_jobs.cli.main import main
from sphinxext_jobs.pairing.catalogs.catalog import Figures, State
from sphinxext_jobs.pairing.catalogs.figures import figures_of
from sphinxext_jobs.pairing.catalogs.po import dump

from .ferries import CONF, COOKS, FILES, PO
from .support import posting
from .unit.project import Outcome, Project

NAVIGATE = "Naviguer le traversier en hiver, avec 120\u00a0passagers"
INSPECT = "- Inspecter les 4\u00a0moteurs avec les mécaniciens\n"
#: A text that is similar to one of the cook.
SIMILAR = "The cook prepares 4 meals for all the passengers."
EN, FR = "en/captain.md", "fr/capitaine.md"


@dataclass
class Disk:
    """A project on disk: ``pair`` does what ``jobs-pair`` does, and ``run`` a command."""

    root: Path
    project: Project
    capture: Callable[[], tuple[str, str]]

    def pair(self) -> Outcome:
        for texts in (self.project.files, self.project.catalogs):
            for name in texts:
                if (self.root / name).exists():
                    texts[name] = self.read(name)
        result = self.project.run()
        for name, text in (*self.project.files.items(), *self.project.catalogs.items()):
            self.write(name, text)
        return result

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def change(self, name: str, *changes: tuple[str, str]) -> None:
        text = self.read(name)
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.write(name, text)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        return status, *self.capture()

    @property
    def warnings(self) -> list[str]:
        return self.pair().warnings


@pytest.fixture
def disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Disk:
    found = Disk(tmp_path, Project({**FILES, **COOKS}), lambda: tuple(capsys.readouterr()))  # type: ignore[return-value]
    found.write("conf.py", CONF)
    monkeypatch.chdir(tmp_path)
    found.pair()
    return found


# apply


def test_a_changed_translation_is_written_into_the_file(disk: Disk) -> None:
    disk.change(PO, (f'msgstr "{NAVIGATE}"', 'msgstr "Conduire le *bateau*"'))
    before = disk.read(FR)
    (warning,) = disk.warnings
    assert "[jobs.unapplied]" in warning
    line = f"fr/capitaine.md:12: “{NAVIGATE}” → “Conduire le *bateau*”\n"
    assert disk.run("apply", "captain", "--check") == (1, f"{line}to write: 1\n", "")
    status, output, _errors = disk.run("apply", "captain", "--diff")
    assert (status, disk.read(FR)) == (1, before)
    assert f"-- {NAVIGATE}\n+- Conduire le *bateau*\n" in output
    assert disk.run("apply", "captain") == (0, f"{line}written: 1\n", "")
    assert disk.read(FR) == before.replace(NAVIGATE, "Conduire le *bateau*")
    catalogue = disk.read(PO)
    nothing = (0, "The files have all translations that people changed in the catalogues.\n", "")
    assert disk.run("apply") == nothing
    assert disk.warnings == []
    assert disk.run("apply", FR, "--check") == nothing
    assert catalogue.replace("jobs-pair", "") != disk.read(PO)  # the two agree: it is noted


def test_title_and_description_are_written_into_the_front_matter(disk: Disk) -> None:
    disk.change(
        PO,
        ('msgstr "Capitaine de traversier"', 'msgstr "Capitaine \\\\*d’été\\\\*"'),
        ('msgstr "Commandez le traversier Aurora."', 'msgstr "Commandez \\\\*tout\\\\*."'),
    )
    assert disk.run("apply")[0] == 0
    text = disk.read(FR)
    assert "\ntitle: Capitaine *d’été*\n" in text
    assert "\ndescription: Commandez *tout*.\n" in text
    assert disk.warnings == []


def test_a_missing_block_is_written_after_the_one_that_precedes_it(disk: Disk) -> None:
    before = disk.read(FR)
    disk.change(FR, (INSPECT, ""))
    disk.change(PO, ('msgstr "Inspecter les', 'msgstr "Vérifier les'))
    assert disk.warnings != []
    # Its text was removed from the file after both agreed, and nobody has confirmed the entry.
    assert disk.run("apply")[1].startswith("The files have all")
    disk.change(PO, ("#, fuzzy\n", ""))
    (warning,) = disk.warnings
    assert "“Inspect the 4 motors with the mechanics” is translated in" in warning
    assert disk.run("apply")[0] == 0
    assert disk.read(FR) == before.replace("Inspecter les", "Vérifier les")
    assert disk.warnings == []


def test_a_text_that_changed_in_both_places_is_not_written(disk: Disk) -> None:
    disk.change(PO, (f'msgstr "{NAVIGATE}"', 'msgstr "Conduire le bateau"'))
    disk.change(FR, (NAVIGATE, "Piloter le bateau"))
    before = disk.read(FR)
    status, output, errors = disk.run("apply")
    assert (status, output, disk.read(FR)) == (1, "written: 0, not written: 1\n", before)
    assert errors == (
        "fr/capitaine.md:12: “Conduire le bateau” was not written: the text of the file changed, "
        f"too. The file says “Piloter le bateau”. Write it there yourself, or change {PO}.\n"
    )


def test_the_lines_of_a_translation_do_not_count(disk: Disk) -> None:
    """A program may fold a translation, and Markdown joins the lines again."""
    disk.change(PO, (f'msgstr "{NAVIGATE}"', 'msgstr "Conduire \\n  le bateau"'))
    assert disk.run("apply")[0] == 0
    assert "- Conduire le bateau\n" in disk.read(FR)
    for _ in range(2):
        assert disk.warnings == []
    assert disk.run("apply", "--check")[0] == 0


def test_a_fuzzy_translation_is_not_ready(disk: Disk) -> None:
    disk.change(PO, (f'msgstr "{NAVIGATE}"', 'msgstr "Conduire"'))
    disk.change(PO, ('\nmsgid "Navigate', '\n#, fuzzy\nmsgid "Navigate'))
    assert disk.run("apply")[1].startswith("The files have all")


def test_an_unknown_job_is_an_error(disk: Disk) -> None:
    assert disk.run("apply", "captian")[::2] == (
        2,
        "sphinx-jobs: There is no job with the key captian, and no posting with this path.\n",
    )
    disk.write(PO, "msgid\n")
    assert disk.run("apply")[0] == 2
    assert disk.run("apply", "cook")[0] == 0


# confirm


@pytest.mark.parametrize("what", ["captain", EN, FR, f"{EN}:12", f"{FR}:12", "--why=numbers"])
def test_a_doubt_is_confirmed(disk: Disk, what: str) -> None:
    disk.change(FR, ("avec 120", "avec 130"))
    disk.project.catalogs.clear()
    (disk.root / PO).unlink()
    (warning,) = disk.warnings
    assert warning.endswith(f"type `sphinx-jobs confirm {EN}:12`. [jobs.doubtful]")
    before = disk.read(PO)
    status, output, _errors = disk.run("confirm", what, "--diff")
    assert (status, disk.read(PO)) == (0, before)
    assert "\n-#, fuzzy\n" in output
    status, output, errors = disk.run("confirm", what)
    assert (status, errors) == (0, "")
    assert output == (
        "en/captain.md:12: “Navigate the ferry in winter, with 120 passengers” = “Naviguer le "
        "traversier en hiver, avec 130\u00a0passagers” (numbers)\nconfirmed: 1\n"
    )
    for _ in range(3):
        assert disk.warnings == []
    disk.change(FR, ("avec 130", "avec 140"))
    assert len(disk.warnings) == 1


def test_the_catalogue_of_another_job_does_not_prevent_a_confirmation(disk: Disk) -> None:
    disk.change(EN, ("in winter", "in summer"))
    (result,) = [each for each in disk.pair().results if each.pair.key == "captain"]
    (id_,) = [row.id for row in result.rows if row.finding]
    other = PO.replace("captain", "cook")
    disk.write(other, disk.read(other) + "<<<<<<< HEAD\n")
    status, output, errors = disk.run("confirm", id_)
    assert (status, output.splitlines()[-1]) == (0, "confirmed: 1")
    assert errors.startswith(f"sphinx-jobs: {other}:")
    assert disk.run("confirm", id_)[0] == 1
    assert disk.run("confirm", "--why", "numbers")[0] == disk.run("confirm", "cook")[0] == 2


def test_drift_is_confirmed_by_an_id(disk: Disk) -> None:
    disk.change(EN, ("in winter", "in summer"))
    (pair, _other) = disk.pair().json
    (link,) = [link for link in pair["links"] if link["fuzzy"]]
    assert disk.run("confirm", link["id"])[:2] == (
        0,
        "en/captain.md:12: “Navigate the ferry in summer, with 120 passengers” = "
        f"“{NAVIGATE}” (source changed)\nconfirmed: 1\n",
    )
    assert disk.warnings == []


CREW = (
    "## Crew\n\nThe captain directs the 14 mates.\n\nEach mate comes from Port Nord.\n\n",
    "## Équipage\n\nLe capitaine dirige les 14 matelots.\n\nTous viennent de Port Nord.\n\n",
)
END = (
    "## Training\n\nOur institute offers 3 certificates.\n\n- Navigation in the ice of the gulf\n"
    "- Safety of the passengers aboard the *Aurora*\n",
    "## Formation\n\nNotre institut offre 3 certificats.\n\n- La navigation dans les glaces du golfe\n"
    "- La sécurité des passagers à bord de l’*Aurora*\n",
)


@pytest.mark.parametrize("is_new", [False, True], ids=["moved", "crossing"])
@pytest.mark.parametrize("at", ["## Crew", "Each mate comes", "the key", "Équipage"])
def test_a_section_that_moved_is_confirmed_as_a_whole(disk: Disk, at: str, is_new: bool) -> None:
    disk.write(EN, disk.read(EN) + "\n" + CREW[0] + END[0])
    disk.write(FR, disk.read(FR) + "\n" + CREW[1] + END[1])
    disk.pair()
    assert disk.warnings == []
    if is_new:
        disk.project.catalogs.clear()
        (disk.root / PO).unlink()
    disk.change(FR, (CREW[1] + END[1], END[1] + "\n" + CREW[1]))
    (warning,) = disk.warnings
    assert "“Crew” + “The captain directs" in warning
    (result,) = [each for each in disk.pair().results if each.pair.key == "captain"]
    (row,) = [row for row in result.rows if row.finding]
    assert [len(row.decision.blocks), len(row.decision.answers)] == [3, 3]
    links = [link for link in as_json(result)["links"] if link["fuzzy"]]
    assert [len(link["source"]) for link in links] == [1, 1, 1]
    kind = "crossing" if is_new else "moved"
    assert [link["point"] and link["point"]["kinds"] for link in links] == [[kind], None, None]
    assert links[0]["id"] == row.id
    place = next((f"{p}:{disk.project.line_of(p, at)}" for p in (EN, FR) if at in disk.read(p)), "")
    status, output, _errors = disk.run("confirm", place or "captain")
    assert (status, output.splitlines()[-1]) == (0, "confirmed: 1")
    for _ in range(3):
        assert disk.warnings == []


@pytest.mark.parametrize("name", [EN, FR])
def test_a_change_of_the_translation_is_confirmed_at_both_places(disk: Disk, name: str) -> None:
    disk.change(FR, ("en hiver", "en été"))
    (warning,) = disk.warnings
    assert warning.startswith(f"{FR}:12: ")
    assert disk.run("confirm", f"{name}:12")[0] == 0
    assert disk.warnings == []


def test_a_text_with_a_suggestion_is_confirmed_as_one_that_one_language_needs(disk: Disk) -> None:
    disk.change(EN, ("\n## Conditions", f"\n{SIMILAR}\n\n## Conditions"))
    (warning,) = [each for each in disk.warnings if "[jobs.unmatched]" in each]
    assert SIMILAR in warning
    entry = disk.project.entry("The cook", PO)
    assert (entry.fuzzy, entry.state) == (True, State.MEMORY)
    line = disk.project.line_of(EN, SIMILAR)
    assert disk.run("confirm", f"{EN}:{line}")[0] == 0
    assert disk.warnings == []
    assert disk.project.entry("The cook", PO) == entry


def test_texts_that_only_one_language_needs_are_confirmed_until_they_change(disk: Disk) -> None:
    disk.change(EN, ("\n## Conditions", "\nThe union is local 12.\n\n## Conditions"))
    disk.change(FR, ("\nLe capitaine", "\nUn phoque dort ici.\n\nLe capitaine"))
    warnings = [each for each in disk.warnings if "[jobs.unmatched]" in each]
    assert len(warnings) == 2
    assert disk.run("confirm", "captain")[0] == 0
    for _ in range(3):
        result = disk.pair()
        assert result.warnings == []
        assert "9 matched, 2 accepted" in result.lines[0]
    assert disk.run("confirm", "captain") == (0, "confirmed: 0\n", "")
    figures = figures_of(disk.root / PO, "fr")
    assert figures == Figures(total=9, translated=9)
    disk.change(FR, ("Un phoque dort", "Deux phoques dorment"))
    (warning,) = disk.warnings
    assert warning.startswith("fr/capitaine.md:8: “Deux phoques dorment ici.” has no counterpart")
    disk.change(EN, ("local 12", "local 13"))
    assert len(disk.warnings) == 2


def test_a_translation_that_readers_need_not_see_is_confirmed_until_it_changes(disk: Disk) -> None:
    disk.change(EN, ("\n## Conditions", "\nThe union is local 12.\n\n## Conditions"))
    disk.pair()
    disk.change(PO, ('local 12."\nmsgstr ""', 'local 12."\nmsgstr "Section 12 du syndicat."'))
    at = f"{EN}:{disk.project.line_of(EN, 'The union')}"
    (warning,) = disk.warnings
    assert warning.endswith(
        "type `sphinx-jobs apply captain`. If only this language needs it, type `sphinx-jobs "
        f"confirm {at}`. [jobs.unmatched]"
    )
    # It is work that somebody has done, so it is not confirmed along with others.
    for whole in (["captain"], [EN], ["--why", "unmatched"]):
        assert disk.run("confirm", *whole) == (0, "confirmed: 0\n", "")
    assert disk.run("confirm", at)[:2] == (
        0,
        f"{at}: “The union is local 12.” = “Section 12 du syndicat.” (edited)\nconfirmed: 1\n",
    )
    before = disk.read(FR)
    for _ in range(2):
        assert disk.warnings == []
        assert disk.project.entry("The union is local 12.", PO).string
        assert disk.run("apply", "captain")[1].startswith("The files have all translations")
        assert disk.run("status", "--problems")[1] == "All jobs are in order in every language.\n"
    assert disk.read(FR) == before
    disk.change(PO, ("Section 12 du syndicat", "Le syndicat : section 12"))
    (warning,) = disk.warnings
    assert "by “Le syndicat : section 12.”, but not in fr/capitaine.md" in warning
    assert "1 translation only" in disk.run("status", "--problems")[1]
    assert disk.run("apply", "captain")[0] == 0
    assert "Le syndicat : section 12." in disk.read(FR)
    assert disk.warnings == []


def test_a_translation_of_a_text_that_only_one_language_needed_is_reported(disk: Disk) -> None:
    disk.change(FR, (INSPECT, ""))
    disk.pair()
    assert disk.run("confirm", "captain")[0] == 0
    assert disk.warnings == []
    entry = disk.project.entry("Inspect the 4 motors with the mechanics", PO)
    assert entry.string
    disk.change(PO, (entry.string, "Inspecter les moteurs"))
    (warning,) = disk.warnings
    assert "by “Inspecter les moteurs”, but not in fr/capitaine.md" in warning


def test_a_text_that_was_removed_on_purpose_is_confirmed(disk: Disk) -> None:
    disk.change(FR, (INSPECT, ""))
    (warning,) = disk.warnings
    assert "was removed from fr/capitaine.md" in warning
    assert disk.run("confirm", f"{EN}:13")[0] == 0
    for _ in range(2):
        assert disk.warnings == []
    # Readers never see the translation that the catalogue still has, so it is not out of date.
    disk.change(EN, ("Inspect the 4 motors", "Inspect the 5 motors"))
    for _ in range(2):
        assert disk.warnings == [
            "en/captain.md:13: “Inspect the 5 motors with the mechanics” has no counterpart in "
            "fr/capitaine.md. Add it to fr/capitaine.md. If only this language needs it, type "
            "`sphinx-jobs confirm en/captain.md:13`. [jobs.unmatched]"
        ]
    assert disk.run("confirm", f"{EN}:13")[0] == 0
    assert disk.warnings == []


def test_a_second_translation_is_confirmed(disk: Disk) -> None:
    disk.change(EN, ("\n## Responsi", "\nApply now.\n\n## Responsi"))
    disk.change(FR, ("\n## Responsa", "\nPostulez.\n\n## Responsa"))
    disk.write(EN, disk.read(EN) + "\nApply now.\n")
    disk.write(FR, disk.read(FR) + "\nPosez votre candidature.\n")
    (warning,) = disk.warnings
    assert "has two translations" in warning
    command = warning.partition("type `sphinx-jobs ")[2].partition("`")[0]
    assert disk.run(*command.split())[0] == 0
    assert disk.warnings == []


@pytest.mark.parametrize("name", [EN, FR])
def test_a_text_that_changed_after_the_last_run_is_not_confirmed(disk: Disk, name: str) -> None:
    disk.change(FR, ("avec 120", "avec 130"))
    disk.project.catalogs.clear()
    (disk.root / PO).unlink()
    assert len(disk.warnings) == 1
    before = disk.read(PO)
    disk.change(name, ("avec 130" if name == FR else "with 120", "150"))
    status, output, errors = disk.run("confirm", "captain")
    assert (status, output, disk.read(PO)) == (1, "confirmed: 0\n", before)
    assert "changed after the last run of jobs-pair, so it was not confirmed." in errors


def test_what_does_not_exist_cannot_be_confirmed(disk: Disk) -> None:
    assert disk.run("confirm")[0] == 2
    assert disk.run("confirm", "captian")[0] == 2
    assert disk.run("confirm", "--why", "nothing")[0] == 2
    assert disk.run("confirm", f"{EN}:1")[::2] == (
        1,
        f"sphinx-jobs: There is nothing to confirm at {EN}:1.\n",
    )


def test_code_in_one_language_is_confirmed_by_its_place(disk: Disk) -> None:
    disk.write(EN, disk.read(EN) + "\n```\nferry --depart 45\n```\n")
    (warning,) = disk.warnings
    command = warning.partition("type `sphinx-jobs ")[2].partition("`")[0]
    assert disk.run(*command.split())[0] == 0
    assert disk.warnings == []


def test_an_address_that_changed_is_confirmed(disk: Disk) -> None:
    name = "en/cook.md"
    link = "Ask for the [keys of the galley][keys].\n\n[keys]: https://a.example/keys\n"
    disk.write(name, disk.read(name) + f"\n{link}")
    other = "fr/cuisinier.md"
    disk.write(
        other, f"{disk.read(other)}\nDemandez les [clés de la cuisine](https://a.example/).\n"
    )
    disk.pair()
    assert disk.run("confirm", "cook")[0] == 0
    assert disk.warnings == []
    disk.change(name, ("a.example/keys", "a.example/new"))
    (warning,) = disk.warnings
    command = warning.partition("type `sphinx-jobs ")[2].partition("`")[0]
    assert disk.run(*command.split())[0] == 0
    assert disk.warnings == []


CALL = "\n```\nferry --call 45\n```\n"


@pytest.fixture
def code(disk: Disk) -> Disk:
    """Return a project in which both texts of a job end with the same code."""
    for name in (EN, FR):
        disk.write(name, disk.read(name) + CALL)
    disk.project.catalogs.clear()
    assert disk.warnings == []
    return disk


@pytest.mark.parametrize(("changed", "other"), [(EN, FR), (FR, EN)])
def test_code_that_changes_in_one_language_only(code: Disk, changed: str, other: str) -> None:
    before = code.read(PO)
    code.change(changed, ("--call 45", "--call 46"))
    assert code.run("confirm", "captain")[1] == "confirmed: 0\n"
    (warning,) = code.warnings
    assert (code.warnings, "This text changed, but " in warning) == ([warning], True)
    assert warning.startswith(f"{changed}:21: ")
    assert f" at {other}:21 " in warning
    figures = figures_of(code.root / PO, "fr")
    assert figures
    assert (figures.drifted, figures.fuzzy, figures.untranslated) == (1, 1, 0)
    # Both are as they were: nothing is left of the change.
    now = code.read(PO)
    code.change(changed, ("--call 46", "--call 45"))
    assert (code.warnings, code.read(PO)) == ([], before)
    code.change(changed, ("--call 45", "--call 46"))
    assert (len(code.warnings), code.read(PO)) == (1, now)
    # The other follows, or a person confirms that it need not.
    code.change(other, ("--call 45", "--call 46"))
    assert code.warnings == []
    code.change(other, ("--call 46", "--call 45"))
    (warning,) = code.warnings
    command = warning.partition("type `sphinx-jobs ")[2].partition("`")[0]
    status, output, _errors = code.run(*command.split())
    assert (status, output.endswith("changed)\nconfirmed: 1\n")) == (0, True)
    assert code.warnings == []
    assert code.run(*command.split())[0] == 1


def test_code_that_changes_after_the_last_run_is_not_confirmed(code: Disk) -> None:
    code.change(EN, ("--call 45", "--call 46"))
    (warning,) = code.warnings
    code.change(EN, ("--call 46", "--call 47"))
    assert code.run("confirm", f"{FR}:21")[0] == 1
    assert code.warnings == [warning]


def test_code_of_an_older_catalogue_is_remembered_from_the_next_run_on(code: Disk) -> None:
    lines = code.read(PO).splitlines(keepends=True)
    older = [line for line in lines if not line.startswith("# jobs-pair code: ")]
    assert len(older) == len(lines) - 1
    code.write(PO, "".join(older))
    code.change(EN, ("--call 45", "--call  45"))
    assert (code.warnings, code.read(PO)) == ([], "".join(lines))


# draft


@pytest.fixture
def deck(disk: Disk) -> Disk:
    """Return a project with a job in one language, which shares a block with others."""
    text = posting(
        "Night deckhand",
        "deck",
        "Our office pays $1,250.50 each week.\n\n- Moor the [ferry](captain.md)\n  - Sing\n- Wave\n\n"
        "| Day |\n|---|\n| Monday |\n\n## Conditions\n\n```\nferry\n```\n",
        aliases="[/old]",
        description="'Moor: well.'",
    )
    disk.project.files["en/deck.md"] = text.replace("\n", "\r\n")
    disk.write("en/deck.md", disk.project.files["en/deck.md"])
    return disk


def test_a_draft_may_be_complete(disk: Disk) -> None:
    (disk.root / "fr/cuisinier.md").unlink()
    status, _output, errors = disk.run("draft", "cook", "--to", "fr")
    assert status == 0
    assert errors.startswith("All blocks are translated. Read them, then remove the line")


def test_the_missing_text_is_begun(deck: Disk) -> None:
    status, output, errors = deck.run("draft", "deck", "--to", "fr")
    assert (status, output) == (0, "fr/night-deckhand.md\n")
    assert errors.startswith("2 of 9 blocks are translated.")
    assert deck.read("fr/night-deckhand.md").split("\r\n") == [
        "---",
        "layout: job-posting",
        "title: Night deckhand",
        "# jobs: untranslated",
        "description: 'Moor: well.'",
        "# jobs: untranslated",
        "translationKey: deck",
        "draft: true",
        "---",
        "",
        "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.",
        "",
        "- Moor the [ferry](capitaine.md)",
        "  % jobs: untranslated",
        "  - Sing",
        "    % jobs: untranslated",
        "- Wave",
        "  % jobs: untranslated",
        "",
        "| Day |",
        "|---|",
        "| Monday |",
        "% jobs: untranslated",
        "",
        "## Conditions de travail",
        "",
        "```",
        "ferry",
        "```",
        "",
    ]
    assert deck.run("draft", "deck", "--to", "fr")[0] == 2
    assert deck.run("draft", "dek", "--to", "fr")[0] == 2
    status, _output, errors = deck.run("draft", "deck", "--to", "rf")
    assert (status, errors) == (2, "sphinx-jobs: rf is not one of `jobs_languages`: en, fr.\n")


def test_a_draft_is_filled_from_the_catalogue(make: Callable[..., Any], monkeypatch: Any) -> None:
    """It is paired block by block, and ``apply`` removes the notes of what it translates."""
    deck = posting("Deckhand", "deck", "Our office pays $1,250.50 each week.\n\n- Moor\n- Wave\n")
    project = make({**FILES, **COOKS, "en/deck.md": deck}, conf=CONF)
    monkeypatch.chdir(project.root)
    project.build("jobs-pair")
    assert main(["draft", "deck", "--to", "fr"]) == 0
    path, catalogue = project.root / "fr/deckhand.md", project.root / PO.replace("captain", "deck")
    (warning,) = project.build("jobs-pair").warnings
    assert "is a draft: fr/deckhand.md." in warning
    text = catalogue.read_text(encoding="utf-8")
    assert 'msgid "Wave"\nmsgstr ""\n' in text
    text = text.replace('msgid "Wave"\nmsgstr ""', 'msgid "Wave"\nmsgstr "Saluer"')
    text = text.replace('msgid "Deckhand"\nmsgstr ""', 'msgid "Deckhand"\nmsgstr "Matelot"')
    catalogue.write_text(text, encoding="utf-8")
    assert main(["apply", "deck"]) == 0
    text = path.read_text(encoding="utf-8")
    assert "title: Matelot\ndescription" in text
    assert "- Moor\n  % jobs: untranslated\n- Saluer\n" in text
    assert main(["apply", "deck", "--check"]) == 0
    text = text.replace("- Moor\n  % jobs: untranslated", "- Amarrer").replace("draft: true\n", "")
    path.write_text(
        text.replace("Lead of Deckhand.\n# jobs: untranslated", "Résumé."), encoding="utf-8"
    )
    build = project.build("jobs-pair")
    assert [each for each in build.warnings if "[jobs.doubtful]" not in each] == []


def test_sources_that_share_a_file_are_all_applied(disk: Disk) -> None:
    disk.project.files["en/captain2.md"] = disk.read(EN)
    other = PO.replace("captain", "captain2")
    disk.pair()
    disk.change(PO, (f'msgstr "{NAVIGATE}"', 'msgstr "Conduire"'))
    disk.change(other, ('msgstr "Capitaine de traversier"', 'msgstr "Capitaine"'))
    assert disk.run("apply")[:2] == (
        0,
        f"fr/capitaine.md:12: “{NAVIGATE}” → “Conduire”\n"
        "fr/capitaine.md:3: “Capitaine de traversier” → “Capitaine”\nwritten: 2\n",
    )
    assert "title: Capitaine\n" in disk.read(FR)
    assert "- Conduire\n" in disk.read(FR)


TEXTS = st.lists(
    st.sampled_from(["Pilote", "le", "bateau", "vite", "*souvent*", "à", "3", "quais"]), min_size=3
)
PLACES = st.sampled_from(["file", "catalogue", "apply", "confirm", "pair"])


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(PLACES, TEXTS), min_size=1, max_size=6))
def test_no_words_of_a_person_are_lost(steps: list[tuple[str, list[str]]]) -> None:
    """Whatever is written in the file or the catalogue is in one of them until it is replaced.

    In a file, a person replaces only the text that is there, and so in a catalogue.
    """
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder).resolve(), Project(FILES), lambda: ("", ""))
        disk.write("conf.py", CONF)
        disk.pair()
        for what, words in steps:
            text = " ".join(words)
            line = disk.read(FR).split("\n")[11]
            entry = disk.project.entry("Navigate", PO)
            kept = {line.removeprefix("- "), entry.string if entry.edited else ""}
            if what == "file" and line.startswith("- "):
                disk.change(FR, (f"\n{line}\n", f"\n- {text}\n"))
                kept = {text, entry.string if entry.edited else ""}
            elif what == "catalogue":
                catalog = disk.project.catalog(PO)
                new = replace(entry, string=text, flags=frozenset())
                entries = tuple(new if each.id == entry.id else each for each in catalog.entries)
                disk.write(PO, dump(replace(catalog, entries=entries)))
                kept = {line.removeprefix("- "), text}
            elif what == "apply":
                with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                    main(["apply", "-c", folder])
                kept = {text for text in kept if entry.edited and text == entry.string}
            elif what == "confirm":
                with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                    main(["confirm", "captain", "-c", folder])
            disk.pair()
            everything = disk.read(FR) + "".join(
                each.string + (each.mark.before or "" if each.mark else "")
                for each in disk.project.catalog(PO).entries
            )
            assert all(text in everything for text in kept)


def test_a_file_that_cannot_be_read_exactly_is_left_alone(disk: Disk) -> None:
    disk.change(PO, (f'msgstr "{NAVIGATE}"', 'msgstr "Conduire"'))
    (disk.root / FR).write_bytes(disk.read(FR).encode("latin-1", "replace"))
    before = (disk.root / FR).read_bytes()
    message = (
        "sphinx-jobs: fr/capitaine.md cannot be read. Correct what `sphinx-jobs check` reports.\n"
    )
    for command in ("apply", "confirm"):
        status, _output, errors = disk.run(command, "captain")
        assert (status, errors) == (1, message)
    assert (disk.root / FR).read_bytes() == before
