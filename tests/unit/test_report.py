"""The report: its JSON, its words in the language of the console, and catalogues with errors."""

from __future__ import annotations

import re
from dataclasses import replace
from gettext import NullTranslations

import pytest

from sphinxext_jobs.builders.pairing_json import as_json
from sphinxext_jobs.builders.report import diagnostics
from sphinxext_jobs.builders.results import result_of
from sphinxext_jobs.builders.summary import summary
from sphinxext_jobs.model.status import Status
from sphinxext_jobs.pairing.cards import cards, points
from sphinxext_jobs.pairing.catalogs.catalog import Reason, State
from sphinxext_jobs.pairing.points import PointKind
from sphinxext_jobs.pairing.results import Text
from sphinxext_jobs.text import wording

from ..ferries import FILES, PO
from .project import Project


def test_the_json_of_a_pair() -> None:
    (pair,) = Project(FILES).run().json
    links = pair.pop("links")
    assert len({link["id"] for link in links}) == len(links)
    assert re.fullmatch("[0-9a-f]{8}", links[4].pop("id"))
    assert pair == {
        "key": "captain",
        "source": {
            "language": "en",
            "docname": "en/captain",
            "file": "en/captain.md",
            "title": "Ferry captain",
            "status": "open",
            "draft": False,
        },
        "target": {
            "language": "fr",
            "docname": "fr/capitaine",
            "file": "fr/capitaine.md",
            "title": "Capitaine de traversier",
            "status": "open",
            "draft": False,
        },
        "catalog": PO,
        "error": None,
        "points": [],
        "fields": [],
    }
    assert 0.9 < links[4].pop("confidence") <= 1
    assert links[4] == {
        "source": [
            {
                "index": 4,
                "kind": "item",
                "level": 0,
                "depth": 1,
                "file": "en/captain.md",
                "line": 12,
                "end_line": 12,
                "text": "Navigate the ferry in winter, with 120 passengers",
            }
        ],
        "target": [
            {
                "index": 4,
                "kind": "item",
                "level": 0,
                "depth": 1,
                "file": "fr/capitaine.md",
                "line": 12,
                "end_line": 12,
                "text": "Naviguer le traversier en hiver, avec 120\u00a0passagers",
            }
        ],
        "crossing": False,
        "fuzzy": False,
        "why": [],
        "state": "agreed",
        "written": True,
        "point": None,
    }


def test_the_json_of_a_posting_in_one_language() -> None:
    (alone,) = Project({"en/captain.md": FILES["en/captain.md"]}).run().json
    messages = alone.pop("messages")
    assert alone.pop("source")["title"] == "Ferry captain"
    assert alone == {
        "key": "captain",
        "catalog": PO,
        "error": None,
        "points": ["no file"],
        "language": "fr",
    }
    assert len(messages) == 9
    assert messages[0].pop("source")[0]["text"] == "Ferry captain"
    assert messages[0].pop("id")
    assert messages[0] == {
        "translation": "",
        "similar": None,
        "fuzzy": False,
        "state": None,
        "why": [],
        "point": None,
    }


def test_the_json_names_drift_doubts_and_code() -> None:
    project = Project(FILES)
    for path in project.files:
        project.files[path] += "\n```\nferry --depart 45\n```\n"
    project.run()
    project.change("en/captain.md", ("in winter", "in summer"))
    project.change(PO, ('msgid "Conditions"', '#, fuzzy\nmsgid "Conditions"'))
    (pair,) = project.run().json
    found = {
        link["source"][0]["text"].split(" ")[0]: (link["why"], link["fuzzy"], link["state"])
        for link in pair["links"]
        if link["why"]
    }
    assert found == {
        "Navigate": (["source changed"], True, State.SOURCE_CHANGED),
        "Conditions": (["person"], True, State.AGREED),
        "ferry": (["untranslatable"], False, None),
    }


def test_a_catalogue_with_an_error_is_in_the_report_and_nowhere_else() -> None:
    (report,) = Project(FILES).run().reports
    report = replace(report, error="The file is not UTF-8.", error_line=7)
    assert list(diagnostics(report)) == []
    assert summary(report).endswith("en/captain.md → fr/capitaine.md: The file is not UTF-8.")
    found = as_json(result_of(report, lambda unit: Text(unit, Status.OPEN)))
    assert found["error"] == {"text": "The file is not UTF-8.", "line": 7}
    assert found["points"] == ["broken"]
    assert {(*link["why"], link["written"], link["point"]) for link in found["links"]} == {
        (False, None)
    }


def test_every_reason_has_its_words() -> None:
    assert all(reason.text for reason in Reason)
    assert all(state.help and state.fuzzy for state in State)


def test_the_report_speaks_the_language_of_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    french = {
        "This text changed, but its translation at {place} did not.": "FR {place}",
        "{old} became {new}": "{old} → {new}",
        "“{text}”": "«\u00a0{text}\u00a0»",
    }
    catalogue = NullTranslations()
    monkeypatch.setattr(catalogue, "gettext", lambda text: french.get(text, text))
    monkeypatch.setattr(wording, "_console", lambda _language: catalogue)
    project = Project(FILES)
    project.run()
    project.change("en/captain.md", ("in winter", "in summer"))
    (warning,) = project.run().warnings
    assert "FR fr/capitaine.md:12 «\u00a0winter,\u00a0» → «\u00a0summer,\u00a0»." in warning


def test_a_long_text_is_cut() -> None:
    project = Project(FILES)
    project.change("en/captain.md", ("Our office pays", "Our office " + "very " * 20 + "pays"))
    project.change("fr/capitaine.md", ("1\u202f250,50", "7"))
    (warning,) = [text for text in project.run().warnings if "[jobs.doubtful]" in text]
    assert "“Our office very very very very very very very very very ver…”" in warning


def test_a_copy_of_the_source_is_left_to_the_rule_for_languages() -> None:
    """Each of its blocks would be doubtful, and ``jobs.language`` names the copy once."""
    project = Project(FILES)
    project.files["fr/capitaine.md"] = FILES["en/captain.md"]
    assert project.run().warnings == []
    project.change("fr/capitaine.md", ("\nOur office pays", "\nNotre bureau paie"))
    assert project.run().warnings != []


def test_a_copy_in_the_place_of_a_translation_is_one_point() -> None:
    project = Project(FILES)
    project.run()
    project.files["fr/capitaine.md"] = FILES["en/captain.md"].replace("lang: en", "lang: fr")
    found = project.run()
    assert found.warnings == []
    assert [card.kind for card in cards(points(found.results))] == [PointKind.COPY]


def test_a_translation_that_becomes_a_copy_is_not_translated() -> None:
    project = Project(FILES)
    project.run()
    title = "Capitaine de traversier"
    project.change("fr/capitaine.md", (title, "Ferry captain"))
    (card,) = cards(points(project.run().results))
    assert card.points[0].kinds == (PointKind.SAME, PointKind.TRANSLATION_CHANGED)
    project.change("fr/capitaine.md", ("Ferry captain", title))
    assert cards(points(project.run().results)) == []


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (("avec 120", "avec 130"), "If both are right, remove `#, fuzzy` in {po}."),
        (("\n## Cond", "\nUn phoque.\n\n## Cond"), "Add it to en/captain.md, or delete it here."),
        (
            ("\n## Resp", "\n## Resp"),
            "Write it in fr/capitaine.md yourself, or delete the `msgstr`",
        ),
    ],
)
def test_a_part_of_a_page_is_settled_by_hand(change: tuple[str, str], hint: str) -> None:
    """Commands do not read the postings of directives."""
    project = Project(FILES)
    project.run()
    project.change("fr/capitaine.md", change)
    if change[0] == change[1]:
        project.change(PO, ("Naviguer", "Conduire"))
    (report,) = project.run().reports
    assert "`sphinx-jobs " in "".join(found.hint for found in diagnostics(report))
    assert report.pair.target is not None
    inline = replace(report.pair, target=replace(report.pair.target, is_page=False))
    (found,) = diagnostics(replace(report, pair=inline))
    assert hint.format(po=PO) in found.hint
    assert "sphinx-jobs" not in found.hint
