"""Runs of pairing, as values: pairs become catalogues, and nothing is lost or changed in silence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from babel.messages.pofile import read_po

from sphinxext_jobs.pairing import contents, pipeline
from sphinxext_jobs.pairing.alignment import align as alignment
from sphinxext_jobs.pairing.alignment.align import align
from sphinxext_jobs.pairing.catalogs.catalog import State
from sphinxext_jobs.pairing.catalogs.memory import Memory

from ..ferries import CAPITAINE, CAPTAIN, COOK, COOKS, CUISINIER, ENGLISH, FILES, FRENCH, PO
from ..support import posting
from .project import Project

NAVIGATE = "Navigate the ferry in winter, with 120 passengers"
LEAD = "Command the ferry Aurora in all weather."


def confirm(line: int) -> str:
    """Return the end of a report of drift."""
    command = f"sphinx-jobs confirm en/captain.md:{line}"
    return f"If both are right, type `{command}`. [jobs.drift]"


@pytest.fixture
def captain() -> Project:
    """Return a pair in which nothing is doubtful."""
    return Project(FILES)


@pytest.fixture
def project() -> Project:
    """Return two such pairs, which teach each other's words."""
    return Project({**FILES, **COOKS})


# A pair


def test_a_pair_becomes_a_catalogue(captain: Project) -> None:
    result = captain.run()
    assert result.warnings == []
    assert result.lines == ["captain: en/captain.md → fr/capitaine.md: 9 matched"]
    lines = (re.findall(r"(?m)^(?:[#-]+ )?(\S.*)$", text) for text in (ENGLISH, FRENCH))
    assert captain.strings(PO) == {
        "Ferry captain": "Capitaine de traversier",
        "Command the ferry Aurora.": "Commandez le traversier Aurora.",
        **dict(zip(*lines, strict=True)),
    }
    entries = captain.catalog(PO).entries
    assert {(entry.state, entry.flags) for entry in entries} == {(State.AGREED, frozenset())}
    assert [entry.locations for entry in entries] == [
        (("en/captain.md", line),) for line in (3, 4, 8, 10, 12, 13, 15, 17, 19)
    ]


@pytest.mark.parametrize(
    ("old", "new", "start", "reason"),
    [
        ("1\u202f250,50", "1\u202f450,50", "Our office", "the numbers differ"),
        (
            "<crew@ferries.example>",
            "notre bureau",
            "Present your",
            "the e-mail addresses differ",
        ),
    ],
)
def test_a_doubt_is_reported_until_a_person_confirms(
    captain: Project, old: str, new: str, start: str, reason: str
) -> None:
    captain.change("fr/capitaine.md", (old, new))
    (warning,) = captain.run().warnings
    line = captain.line_of("en/captain.md", start)
    assert warning.startswith(f"en/captain.md:{line}: The translation of “{start}")
    assert f"” at fr/capitaine.md:{line} is doubtful: {reason}" in warning
    assert ("the match is not certain" in warning) is ("; certain from " in warning)
    assert warning.endswith(
        "Correct the text that is wrong. If both are right, type `sphinx-jobs confirm "
        f"en/captain.md:{line}`. [jobs.doubtful]"
    )
    entry = captain.entry(start, PO)
    assert (entry.fuzzy, entry.state) == (True, State.DOUBTFUL)
    captain.confirm()
    assert captain.run().warnings == []
    assert captain.entry(start, PO).state is State.AGREED


def test_a_confirmed_merge_stays_confirmed(project: Project) -> None:
    english = "- Inspect the 4 motors with the mechanics\n"
    two = "- Inspect the 4 motors\n- Do so with the mechanics\n"
    project.change("en/captain.md", (english, two))
    (warning, *_) = project.run().warnings
    assert "the match joins several blocks" in warning
    project.confirm()
    for _run in range(3):
        assert project.run().warnings == []
    project.change("en/captain.md", ("Navigate the", "Steer the"))
    (warning,) = project.run().warnings
    assert warning.startswith("en/captain.md:12: ")
    project.change("en/captain.md", ("Do so with the mechanics", "Do so with all mechanics"))
    warnings = project.run().warnings
    assert [warning.partition(": ")[0] for warning in warnings] == [
        "en/captain.md:12",
        "en/captain.md:13",
    ]


def test_a_part_of_a_confirmed_merge_that_is_deleted_is_reported(project: Project) -> None:
    english = "- Inspect the 4 motors with the mechanics\n"
    first, second = "- Inspect the 4 motors\n", "- Do so with the mechanics\n"
    project.change("en/captain.md", (english, first + second))
    project.run()
    project.confirm()
    assert project.run().warnings == []
    project.change("en/captain.md", (second, ""))
    for _run in range(2):
        assert project.run().warnings == [
            "en/captain.md:13: This text changed, but its translation at fr/capitaine.md:13 did "
            "not. “Do so with the mechanics” was removed. Update the text that is out of date. "
            + confirm(13)
        ]
    project.change("en/captain.md", (first, first + second))
    assert project.run().warnings == []
    project.change("en/captain.md", (first, ""))
    (warning,) = project.run().warnings
    assert "“Inspect the 4 motors” was removed" in warning
    project.confirm()
    for _run in range(2):
        assert project.run().warnings == []


def test_neighbours_with_one_translation_are_deleted_in_both_files(project: Project) -> None:
    project.change("en/captain.md", ("- Navigate", "- Work in a team\n- Teamwork\n- Navigate"))
    project.change("fr/capitaine.md", ("- Nav", "- Travail d’équipe\n- Travail d’équipe\n- Nav"))
    project.run()
    project.confirm()
    assert project.run().warnings == []
    project.change("en/captain.md", ("- Teamwork\n", ""))
    project.change("fr/capitaine.md", ("- Travail d’équipe\n- Nav", "- Nav"))
    assert project.run().warnings == []


def test_a_block_that_is_only_in_the_source_is_reported(captain: Project) -> None:
    captain.change("fr/capitaine.md", ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""))
    result = captain.run()
    assert result.warnings == [
        "en/captain.md:13: “Inspect the 4 motors with the mechanics” has no counterpart in "
        "fr/capitaine.md. Add it to fr/capitaine.md. If only this language needs it, type "
        "`sphinx-jobs confirm en/captain.md:13`. [jobs.unmatched]"
    ]
    assert result.lines == ["captain: en/captain.md → fr/capitaine.md: 8 matched, 1 unmatched"]


def test_a_block_that_is_only_in_the_counterpart_is_reported(captain: Project) -> None:
    captain.change("fr/capitaine.md", ("## Conditions de", "Un phoque.\n\n## Conditions de"))
    assert captain.run().warnings == [
        "fr/capitaine.md:15: “Un phoque.” has no counterpart in en/captain.md (it is kept as a "
        f"comment in {PO}). Add it to en/captain.md, or delete it here. If only this language needs "
        "it, type `sphinx-jobs confirm fr/capitaine.md:15`. [jobs.unmatched]"
    ]
    assert "# jobs-pair unmatched: Un phoque.\n" in captain.catalogs[PO]


# Again


def test_a_second_run_changes_nothing(project: Project) -> None:
    project.files["en/deck.md"] = posting(
        "Deckhand", "deck", "Our office pays $1,250.50 each week.\n"
    )
    project.change(
        "fr/capitaine.md",
        ("en hiver", "en 3 hivers"),
        ("## Conditions", "Un phoque.\n\n## Conditions"),
    )
    first = project.run()
    before = dict(project.catalogs)
    second = project.run()
    assert project.catalogs == before
    assert (second.warnings, second.json) == (first.warnings, first.json)


def test_a_text_that_looks_like_a_format_string_is_not_flagged(project: Project) -> None:
    """Babel would flag it, and the second run would write a flag that the first did not."""
    project.files |= {
        "en/a.md": posting("Captain", "a", "The captain knows 100 %s and {job}`cook`.\n"),
        "fr/a.md": posting("Capitaine", "a", "Le capitaine sait 100 %s et {job}`cook`.\n"),
    }
    path = PO.replace("captain", "a")
    project.run()
    assert "format" not in project.catalogs[path]
    project.change("en/a.md", ("title: Captain", "title: Captains"))
    project.run()
    assert "format" not in project.catalogs[path]


def test_one_edit_changes_one_entry(project: Project) -> None:
    project.run()
    before = dict(project.catalogs)
    project.change("en/captain.md", ("in winter", "in summer"))
    project.run()
    assert [path for path, text in project.catalogs.items() if text != before[path]] == [PO]
    old, new = (texts[PO].split("\n\n") for texts in (before, project.catalogs))
    changed = [one for one, other in zip(old, new, strict=True) if one != other]
    assert [entry.split("\n")[-1] for entry in changed] == [
        'msgstr "Naviguer le traversier en hiver, avec 120\u00a0passagers"'
    ]


def test_no_pair_is_aligned_more_often_than_the_words_need(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once to learn words, once with them; again only if that would part what agreed."""
    aligned: list[int] = []

    def count(source, target, *args):
        aligned.append(len(args))
        return align(source, target, *args)

    for module in (pipeline, alignment, contents):
        monkeypatch.setattr(module, "align", count)
    # Several texts with one key are not compared as long as each shares most with its counterpart.
    project.files |= {"en/copy.md": CAPTAIN, "fr/copy.md": CAPITAINE}
    project.counterpart = by_name
    for _ in range(2):
        project.run()
        assert sorted(aligned) == [0, 0, 1, 1, 1]  # a copy teaches no words
        aligned.clear()
    project.confirm()
    french = "Lisez le guide avant de monter à bord."
    project.change(
        "en/captain.md",
        ("## Conditions", "Read the guide before you come aboard.\n\n## Conditions"),
    )
    project.change(
        "fr/capitaine.md", ("## Conditions", "Consultez le guide au préalable.\n\n## Conditions")
    )
    project.run()
    project.confirm()
    project.run()
    aligned.clear()
    project.change("fr/capitaine.md", ("Consultez le guide", f"{french}\n\nConsultez le guide"))
    project.run()
    assert sorted(aligned) == [0, 0, 1, 1, 1, 2]


# Drift


def test_drift_is_reported_with_both_places_and_the_words(project: Project) -> None:
    project.run()
    project.change("en/captain.md", ("in winter, with", "in summer, with"))
    project.change("fr/capitaine.md", ("Notre bureau paie", "Notre grand bureau verse"))
    warnings = project.run().warnings
    assert warnings == [
        "en/captain.md:12: This text changed, but its translation at fr/capitaine.md:12 did not. "
        f"“winter,” became “summer,”. Update the text that is out of date. {confirm(12)}",
        "fr/capitaine.md:17: This text changed, but the text at en/captain.md:17 that it "
        "translates did not. “grand” was added, “paie” became “verse”. Update the text that is "
        f"out of date. {confirm(17)}",
    ]
    source, target = project.entry("Navigate", PO), project.entry("Our office", PO)
    assert source.previous == NAVIGATE
    assert source.string == "Naviguer le traversier en hiver, avec 120\u00a0passagers"
    assert target.string == "Notre grand bureau verse 1\u202f250,50\u00a0$ chaque semaine."
    assert target.mark is not None
    assert target.mark.before == "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine."
    # It is reported again until somebody acts.
    assert project.run().warnings == warnings
    # The edits are undone.
    project.change("en/captain.md", ("in summer, with", "in winter, with"))
    project.change("fr/capitaine.md", ("Notre grand bureau verse", "Notre bureau paie"))
    assert project.run().warnings == []
    assert {entry.state for entry in project.catalog(PO).entries} == {State.AGREED}


def test_a_section_that_moves_is_reported(project: Project) -> None:
    sections = (
        "## Équipage\n\nLe capitaine dirige les 14 matelots.\n\n",
        "## Formation\n\nNotre institut offre 3 certificats.\n\n",
    )
    project.files["en/captain.md"] += (
        "\n## Crew\n\nThe captain directs the 14 mates.\n\n"
        "## Training\n\nOur institute offers 3 certificates.\n\n"
    )
    project.files["fr/capitaine.md"] += "\n" + "".join(sections)
    assert project.run().warnings == []
    project.change("fr/capitaine.md", ("".join(sections), "".join(reversed(sections))))
    warnings = project.run().warnings
    at = project.line_of
    assert warnings in [
        [
            f"en/captain.md:{at('en/captain.md', mine)}: “{mine}” + “{text}” are not in the same "
            "place as their translations at "
            f"fr/capitaine.md:{at('fr/capitaine.md', theirs)}. Put the texts in the same order. "
            f"{confirm(at('en/captain.md', mine))}"
        ]
        for mine, text, theirs in (
            ("Crew", "The captain directs the 14 mates.", "Équipage"),
            ("Training", "Our institute offers 3 certificates.", "Formation"),
        )
    ]
    project.change("fr/capitaine.md", ("".join(reversed(sections)), "".join(sections)))
    assert project.run().warnings == []


def test_both_sides_change_and_agree(project: Project) -> None:
    project.run()
    project.change("en/captain.md", ("Port Nord", "Port Sud"))
    project.change("fr/capitaine.md", ("Port Nord", "Port Sud"))
    result = project.run()
    assert result.warnings == []
    files = "captain: en/captain.md → fr/capitaine.md"
    assert result.lines[0] == f"{files}: 9 matched, 1 edited on both sides"
    assert project.entry("The captain", PO).state is State.AGREED
    assert project.run().lines[0] == f"{files}: 9 matched"


@pytest.mark.parametrize(
    "copy",
    [
        CAPTAIN.replace("Command the ferry Aurora.", LEAD),
        CAPITAINE.replace("Commandez le traversier Aurora.", LEAD),
    ],
)
def test_a_copy_that_is_translated_agrees(copy: str) -> None:
    """Its blocks never agreed, however short they are."""
    project = Project({**FILES, "fr/capitaine.md": copy})
    project.change("en/captain.md", ("Command the ferry Aurora.", LEAD))
    assert project.run().warnings == []  # ``jobs.languages`` reports it
    project.files["fr/capitaine.md"] = CAPITAINE
    assert project.run().warnings == []
    assert all(not entry.fuzzy for entry in project.catalog(PO).entries)


def test_typography_is_not_reported(project: Project) -> None:
    project.run()
    project.change("en/captain.md", ("*Aurora*", "“Aurora”"), ("in winter,", "in&nbsp;winter —"))
    project.change(
        "fr/capitaine.md", ("*Aurora*", "« Aurora »"), ("chaque semaine.", "chaque semaine")
    )
    result = project.run()
    assert result.warnings == []
    assert result.lines[0].endswith(": 9 matched")
    assert project.entry("Our office", PO).string.endswith("chaque semaine")


def test_both_sides_change_and_conflict(project: Project) -> None:
    project.run()
    project.change("en/captain.md", ("in winter", "in summer"), ("120", "140"))
    project.change("fr/capitaine.md", ("en hiver", "en été"))
    assert project.run().warnings == [
        "en/captain.md:12: This text and its translation at fr/capitaine.md:12 both changed after "
        "they agreed. “winter,” became “summer,”, “120” became “140”. In the translation, “hiver,” became “été,”. "
        f"Update the text that is out of date. {confirm(12)}"
    ]
    project.confirm()
    assert project.run().warnings == []
    assert project.entry("Navigate", PO).string == (
        "Naviguer le traversier en été, avec 120\u00a0passagers"
    )
    assert "#|" not in project.catalogs[PO]


def test_a_block_that_is_removed_on_one_side(project: Project) -> None:
    inspect = "Inspecter les 4\u00a0moteurs avec les mécaniciens"
    project.run()
    project.change("fr/capitaine.md", (f"- {inspect}\n", ""))
    (warning,) = project.run().warnings
    assert warning.startswith(
        "en/captain.md:13: The translation of “Inspect the 4 motors with the mechanics” was "
        "removed from fr/capitaine.md. Add it again, or delete this text too."
    )
    assert warning.endswith("[jobs.drift]")
    entry = project.entry("Inspect", PO)
    assert (entry.string, entry.fuzzy) == (inspect, True)
    # It stays drift when the rest of the counterpart goes, too.
    del project.files["fr/capitaine.md"]
    (warning,) = project.run().warnings
    assert warning.startswith("en/captain.md:13: The translation changed, but this text did not.")
    assert warning.endswith("[jobs.drift]")


def test_a_counterpart_that_is_dropped_leaves_the_catalogue(project: Project) -> None:
    project.run()
    before = project.catalogs[PO]
    assert "Readers see the" in before
    del project.files["fr/capitaine.md"]
    result = project.run()
    assert result.warnings == []
    after = project.catalogs[PO]
    assert "Readers see the" not in after
    assert "No file has these" in after
    assert after.partition("\nmsgid")[2] == before.partition("\nmsgid")[2]
    assert (
        "captain: en/captain.md has no text in fr; 9 of 9 blocks are translated, 0 of them fuzzy"
        in (result.lines)
    )
    alone = next(pair for pair in result.json if pair["key"] == "captain")
    assert {message["state"] for message in alone["messages"]} == {"agreed"}
    # The catalogue is the translation now, and drift is compared with it alone.
    project.change("en/captain.md", ("in winter", "in summer"))
    assert project.run().warnings == [
        "en/captain.md:12: This text changed, but its translation did not. “winter,” became "
        f"“summer,”. Update the text that is out of date. {confirm(12)}"
    ]


def test_a_field_keeps_its_entry_when_a_block_has_the_same_text() -> None:
    same = "Command the ferry Aurora between Port Nord and Anse Bleue."
    lead, body = "Commandez l’Aurora, de Port Nord à Anse Bleue.", "Vous commandez l’Aurora, oui."
    project = Project(
        {
            "en/captain.md": posting("Ferry captain", "captain", f"{same}\n", description=same),
            "fr/capitaine.md": posting("Capitaine", "captain", f"{body}\n", description=lead),
        }
    )
    project.run()
    project.confirm()
    assert project.run().warnings == []
    text = project.files["en/captain.md"]
    head, _same, _end = text.rpartition(same)
    project.files["en/captain.md"] = (
        f"{head}Command the big ferry Aurora between Port Nord and Anse Bleue.\n"
    )
    (warning,) = project.run().warnings
    assert warning.startswith("en/captain.md:8: ")
    assert warning.endswith("[jobs.drift]")
    assert "<!--" not in warning
    project.files["en/captain.md"] = text
    assert project.run().warnings == []


def test_one_of_two_equal_blocks_that_changes_is_reported() -> None:
    once, una = "Our office works with 25 partners.", "Notre bureau travaille avec 25 partenaires."
    project = Project(
        {
            "en/captain.md": posting("Captain", "captain", f"{once}\n\n## Duties\n\n{once}\n"),
            "fr/capitaine.md": posting("Capitaine", "captain", f"{una}\n\n## Tâches\n\n{una}\n"),
        }
    )
    project.run()
    project.confirm()
    project.run()
    head, _same, _end = project.files["en/captain.md"].rpartition("works")
    project.files["en/captain.md"] = f"{head}never works with 25 partners.\n"
    (warning,) = project.run().warnings
    assert "“never” was added" in warning
    assert warning.endswith("[jobs.drift]")


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("the guide", "le guide"),
        ("[the guide][g]", "[le guide][g]"),
        ("[guide]", "[guide]"),
        ("[the cook](cook.md)", "[le cuisinier](cuisinier.md)"),
        ("[the boots](#boots)", "[les bottes](#bottes)"),
    ],
)
def test_a_block_with_a_link_that_agreed_is_known_again(english: str, french: str) -> None:
    """No block that looks more alike takes its place, however its link is written."""

    def files(new: str = "") -> dict[str, str]:
        end = "\n\n[g]: https://a.example/x\n[guide]: https://a.example/guide\n"
        here = f"Our crew sails at dawn.\n\nRead {english} before you come aboard.\n\nBring boots.\n\n## Boots{end}"
        there = f"{new}Consultez {french} au préalable.\n\nApportez des bottes.\n\n## Bottes{end}"
        return {
            **COOKS,
            "en/a.md": posting("A", "a", here),
            "fr/a.md": posting("B", "a", f"Notre équipage part à l’aube.\n\n{there}"),
        }

    project = Project(files(), exists=lambda _pair, path: path.replace("fr/cuisinier", "en/cook"))
    project.run()
    project.confirm()
    assert project.run().warnings == []
    project.files = files(f"Lisez {french} avant de monter à bord.\n\n")
    (warning,) = project.run().warnings
    assert warning.startswith("fr/a.md:10: “Lisez ")
    assert "has no counterpart in en/a.md" in warning
    assert project.entry("Read", PO.replace("captain", "a")).state is State.AGREED


# A person's hand


def test_a_person_s_edits_survive(project: Project) -> None:
    project.change("fr/capitaine.md", ("1\u202f250,50", "1\u202f450,50"))
    assert len(project.run().warnings) == 1
    project.change(
        PO,
        ('"Project-Id-Version: Handbook\\n"', '"Project-Id-Version: À nous\\n"'),
        ('msgid ""\nmsgstr ""\n"Pro', '# Les traversiers.\nmsgid ""\nmsgstr ""\n"Pro'),
        ('"MIME-Version', '"Last-Translator: Zoë <zoe@ferries.example>\\n"\n"MIME-Version'),
        ('msgstr "Naviguer le traversier en', 'msgstr "Conduire le bateau en'),
        ("#: en/captain.md:12\n", "# Voir le guide.\n#: en/captain.md:12\n"),
        ("#, fuzzy\n", ""),
    )
    edited = project.catalogs[PO]
    for _ in range(2):
        result = project.run()
        assert result.warnings == [
            f"en/captain.md:12: {PO} translates “{NAVIGATE}” by “Conduire le bateau en hiver, avec "
            "120\u00a0passagers”, but readers see “Naviguer le traversier en hiver, avec "
            "120\u00a0passagers” at fr/capitaine.md:12. To keep the text of the file, delete the "
            "`msgstr` in the catalogue. To write the translation of the catalogue into the file, "
            "type `sphinx-jobs apply captain`. [jobs.unapplied]"
        ]
        assert result.lines[0].endswith(": 8 matched, 1 not applied")
        texts = [
            re.sub("(?m)^# jobs-pair .*\n", "", text) for text in (project.catalogs[PO], edited)
        ]
        assert texts[0] == texts[1]
    links = {link["source"][0]["text"]: link for link in result.json[0]["links"]}
    assert (links[NAVIGATE]["written"], links[NAVIGATE]["why"]) == (False, ["edited"])
    # Whatever becomes of the pair.
    hand = "Conduire le bateau en hiver, avec 120\u00a0passagers"

    def check() -> None:
        project.run()
        entry = project.entry("Navigate", PO)
        assert (entry.string, entry.comments) == (hand, ("Voir le guide.",))

    project.change("en/captain.md", ("in winter", "in summer"))
    check()
    project.change("fr/capitaine.md", ("en hiver", "en été"))
    check()
    project.change(
        "fr/capitaine.md", ("- Naviguer le traversier en été, avec 120\u00a0passagers\n", "")
    )
    check()
    del project.files["fr/capitaine.md"]
    check()
    # A heading that becomes another is another; the translation of the first is kept.
    project.change(PO, ('msgstr "Responsabilités"', 'msgstr "Ce que vous ferez"'))
    project.change("en/captain.md", ("## Responsibilities", "## Duties"))
    project.run()
    assert '#~ msgid "Responsibilities"\n#~ msgstr "Ce que vous ferez"\n' in project.catalogs[PO]


def test_a_translation_that_is_only_in_the_catalogue_is_reported(captain: Project) -> None:
    captain.change("fr/capitaine.md", ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""))
    assert len(captain.run().warnings) == 1
    captain.change(PO, ('mechanics"\nmsgstr ""', 'mechanics"\nmsgstr "De ma main"'))
    result = captain.run()
    assert result.warnings == [
        f"en/captain.md:13: “Inspect the 4 motors with the mechanics” is translated in {PO} by “De "
        "ma main”, but not in fr/capitaine.md. To add the translation to fr/capitaine.md, type "
        "`sphinx-jobs apply captain`. If only this language needs it, type `sphinx-jobs confirm "
        "en/captain.md:13`. [jobs.unmatched]"
    ]
    (link,) = [link for link in result.json[0]["links"] if not link["target"]]
    assert (link["why"], link["fuzzy"], link["written"]) == (["unmatched"], False, False)


def test_a_translation_from_before_the_first_run_stays(captain: Project) -> None:
    captain.catalogs[PO] = (
        'msgid ""\nmsgstr ""\n"Language: fr\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        '# Relu.\n#, fuzzy\nmsgid "Conditions"\nmsgstr "Les conditions"\n\n'
        'msgid "Responsibilities"\nmsgstr "Ce que vous ferez"\n\n'
        'msgid "Of another day"\nmsgstr "D’un autre jour"\n'
    )
    captain.run()
    assert captain.entry("Responsibilities", PO).string == "Ce que vous ferez"
    entry = captain.entry("Conditions", PO)
    assert (entry.string, entry.fuzzy, entry.comments) == ("Les conditions", True, ("Relu.",))
    assert '#~ msgid "Of another day"\n#~ msgstr "D’un autre jour"\n' in captain.catalogs[PO]


def test_msgmerge_s_rest_of_a_drifted_block_is_read(project: Project) -> None:
    """It writes `#~| msgid`, which Babel cannot read: with it, a page loses a translation."""
    project.run()
    project.catalogs[PO] += (
        "\n# À revoir.\n# jobs-pair 5d41402abc4b/7d793037a076 0cc175b9c0f1 source changed\n"
        '#, fuzzy\n#~| msgid ""\n#~| "Moor the ferry at the north quay, and"\n#~| " greet."\n'
        '#~ msgid "Moor the ferry at the south quay, and greet."\n'
        '#~ msgstr "Amarrer le traversier au quai nord, et saluer."\n'
    )
    project.change("en/captain.md", ("in winter", "in summer"))
    (warning,) = project.run().warnings
    assert warning.endswith("[jobs.drift]")
    assert project.entry("Navigate", PO).fuzzy
    (old,) = project.catalog(PO).obsolete
    assert old.previous == "Moor the ferry at the north quay, and greet."
    assert (old.comments, old.state) == (("À revoir.",), State.SOURCE_CHANGED)
    before = dict(project.catalogs)
    project.run()
    assert project.catalogs == before
    # The block comes back, with a person's comment.
    project.change(
        "en/captain.md",
        ("## Conditions", "- Moor the ferry at the south quay, and greet.\n\n## Conditions"),
    )
    project.run()
    assert "À revoir." in project.entry("Moor", PO).comments


def test_a_removed_drifted_block_is_written_as_all_programs_read_it(
    captain: Project, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    """gettext refuses `#| msgid` before `#~ msgid`, and Babel `#~| msgid`."""
    captain.run()
    captain.change("en/captain.md", ("in winter", "in summer"))
    captain.run()
    for path, word in (("en/captain.md", "Navigate"), ("fr/capitaine.md", "Naviguer")):
        lines = captain.files[path].split("\n")
        captain.files[path] = "\n".join(line for line in lines if word not in line)
    captain.run()
    text = captain.catalogs[PO]
    assert "#~ msgid" in text
    assert "# | msgid" in text
    assert "#~|" not in text
    assert "#| msgid" not in text
    found = read_po(text.split("\n"))
    assert [m.id for m in found.obsolete.values()] == [NAVIGATE.replace("winter", "summer")]
    assert capsys.readouterr().out == ""


# The memory


def test_a_posting_in_one_language_is_filled_from_the_others(captain: Project) -> None:
    near = "Present your new application to <crew@ferries.example> before 30 June 2026."
    other = "Present your application to <crew@ferries.example> before 30 July 2026."
    present = "Present your application to <crew@ferries.example> before 30 June 2026."
    pay = "Our office pays $1,250.50 each week."
    path = PO.replace("captain", "deck")
    captain.files["en/deck.md"] = posting(
        "Deckhand",
        "deck",
        f"The deckhand moors.\n\n## Conditions\n\n{pay}\n\n{near}\n\n{other}\n",
        description="Moor.",
    )
    result = captain.run()
    assert result.warnings == []
    strings = captain.strings(path)
    del strings[other]  # which is similar, too
    assert strings == {
        "Deckhand": "",
        "Moor.": "",
        "The deckhand moors.": "",
        "Conditions": "Conditions de travail",
        pay: "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.",
        near: "Présentez votre candidature à <crew@ferries.example> avant le 30\u00a0juin\u00a02026.",
    }
    exact, similar = captain.entry("Conditions", path), captain.entry(near, path)
    assert (exact.state, exact.fuzzy) == (State.MEMORY, False)
    assert (similar.state, similar.fuzzy, similar.previous) == (State.MEMORY, True, present)
    assert similar.mark is not None
    assert similar.mark.notes == ("near",)
    assert result.lines[-1] == (
        "deck: en/deck.md has no text in fr; 4 of 7 blocks are translated, 3 of them fuzzy"
    )
    # When the counterpart comes, it counts.
    captain.files["fr/matelot.md"] = posting(
        "Matelot",
        "deck",
        "Le matelot amarre.\n\n## Conditions\n\nLe bureau paie 1\u202f250,50\u00a0$.\n\nPrésentez votre nouvelle candidature à "
        "<crew@ferries.example> avant le 30 juin 2026.\n\nPrésentez votre candidature à "
        "<crew@ferries.example> avant le 30 juillet 2026.\n",
        description="Amarrez.",
    )
    captain.run()
    assert captain.entry("Conditions", path).string == "Conditions"
    assert captain.entry(near, path).string.startswith("Présentez votre nouvelle")


def test_the_memory_knows_both_directions(captain: Project) -> None:
    pay = "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine."
    captain.files["fr/matelot.md"] = posting("Matelot", "deck", f"{pay}\n")
    assert captain.run().warnings == []
    found = captain.strings("locale/en/LC_MESSAGES/fr/matelot.po")
    assert found[pay] == "Our office pays $1,250.50 each week."


def test_the_opposite_direction_is_learnt_only_if_it_is_needed(
    captain: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Memory] = []
    original: Callable[[Memory], None] = Memory.__init__

    def note(self: Memory) -> None:
        made.append(self)
        original(self)

    monkeypatch.setattr(Memory, "__init__", note)
    captain.run()
    assert len(made) == 1


def test_pairs_that_disagree_make_a_suggestion_doubtful(project: Project) -> None:
    project.files["en/deck.md"] = posting(
        "Deckhand", "deck", "Our office pays $1,250.50 each week.\n"
    )
    project.change("fr/cuisinier.md", ("Notre bureau paie", "Notre bureau verse"))
    project.run()
    entry = project.entry("Our office", PO.replace("captain", "deck"))
    assert entry.mark is not None
    assert (entry.fuzzy, entry.mark.notes) == (True, ("pairs disagree",))


# Languages


SPANISH = (
    CAPITAINE.replace("Le capitaine commande le traversier", "El capitán manda el transbordador")
    .replace("Capitaine de traversier", "Capitán de transbordador")
    .replace("Commandez le traversier", "Mande el transbordador")
)


def test_the_most_recent_translation_is_suggested(project: Project) -> None:
    """More pairs have the older one."""
    pay, recent = "Notre bureau paie 1\u202f250,50\u00a0$", "Le salaire est de 1\u202f250,50\u00a0$"
    project.files |= {
        "en/pilot.md": COOK.replace("Key: cook", "Key: pilot"),
        "fr/pilote.md": CUISINIER.replace("Key: cook", "Key: pilot"),
    }
    project.run()
    assert "since" not in "".join(project.catalogs.values())
    project.change("fr/capitaine.md", (pay, recent))
    project.run()
    project.confirm()
    project.run()
    project.files["en/deck.md"] = posting(
        "Deckhand", "deck", "Our office pays $1,250.50 each week.\n"
    )
    project.run()
    path = "locale/fr/LC_MESSAGES/en/deck.po"
    assert project.entry("Our office", path).string.startswith(recent)
    before = dict(project.catalogs)
    project.run()
    assert project.catalogs == before


def test_three_languages() -> None:
    files = {**FILES, "es/capitan.md": SPANISH, "es/cocinero.md": CUISINIER, "en/cook.md": COOK}
    project = Project(files, languages=("en", "fr", "es"))
    result = project.run()
    assert sorted(project.catalogs) == [
        "locale/es/LC_MESSAGES/en/captain.po",
        "locale/es/LC_MESSAGES/en/cook.po",
        "locale/fr/LC_MESSAGES/en/captain.po",
        "locale/fr/LC_MESSAGES/en/cook.po",
    ]
    spanish = project.strings("locale/es/LC_MESSAGES/en/captain.po")
    assert spanish["Ferry captain"] == "Capitán de transbordador"
    assert [(pair["key"], pair.get("target", {}).get("language")) for pair in result.json] == [
        ("captain", "fr"),
        ("captain", "es"),
        ("cook", None),
        ("cook", "es"),
    ]
    # Each language has its own memory.
    french = project.strings("locale/fr/LC_MESSAGES/en/cook.po")
    assert (french["Conditions"], french["Cook"]) == ("Conditions de travail", "")


def test_french_as_the_source() -> None:
    project = Project(FILES, languages=("fr", "en"))
    assert project.run().warnings == []
    (path,) = project.catalogs
    assert path == "locale/en/LC_MESSAGES/fr/capitaine.po"
    found = project.strings(path)
    assert found["Capitaine de traversier"] == "Ferry captain"
    assert found["Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine."] == (
        "Our office pays $1,250.50 each week."
    )


def test_regional_languages() -> None:
    files = {"en/captain.md": CAPTAIN, "fr-CA/capitaine.md": CAPITAINE}
    project = Project(files, languages=("en", "fr-CA"))
    assert project.run().warnings == []
    (path,) = project.catalogs
    assert path == "locale/fr_CA/LC_MESSAGES/en/captain.po"
    assert '"Language: fr_CA\\n"' in project.catalogs[path]


# Several texts of a key


def by_name(unit, candidates):
    """Choose the counterpart with the same name, else the first."""
    names = [candidate.path.split("/")[1] for candidate in candidates]
    name = unit.path.split("/")[1]
    return candidates[names.index(name)] if name in names else candidates[0]


def test_contents_that_are_swapped_are_reported() -> None:
    files = {
        "en/one.md": CAPTAIN,
        "en/two.md": COOK.replace("Key: cook", "Key: captain"),
        "fr/one.md": CUISINIER.replace("Key: cook", "Key: captain"),
        "fr/two.md": CAPITAINE,
    }
    project = Project(files, counterpart=by_name)
    found = project.run()
    assert [(pair.source.path, pair.target.path) for pair, _ in found.better if pair.target] == [
        ("en/one.md", "fr/one.md"),
        ("en/two.md", "fr/two.md"),
    ]
    assert [unit.path for _, unit in found.better] == ["fr/two.md", "fr/one.md"]
    project.files |= {"fr/one.md": files["fr/two.md"], "fr/two.md": files["fr/one.md"]}
    assert project.run().better == []


def test_contents_that_are_alike_are_not_reported() -> None:
    """Two copies of one text, and a counterpart whose twin is left over, are paired well."""
    project = Project(
        {**FILES, "en/copy.md": CAPTAIN, "fr/copy.md": CAPITAINE, "fr/more.md": CAPITAINE},
        counterpart=by_name,
    )
    found = project.run()
    assert [unit.path for unit in found.left] == ["fr/more.md"]
    assert found.better == []


def test_a_counterpart_that_is_left_over_may_be_the_better_one() -> None:
    cook = CUISINIER.replace("Key: cook", "Key: captain")
    project = Project(
        {"en/one.md": CAPTAIN, "fr/one.md": cook, "fr/two.md": CAPITAINE}, counterpart=by_name
    )
    (better,) = project.run().better
    assert better[1].path == "fr/two.md"


def test_more_texts_in_one_language_than_in_the_other(project: Project) -> None:
    project.files |= {
        "en/captain-2.md": CAPTAIN.replace("in winter", "in summer"),
        "fr/cuisinier-2.md": CUISINIER,
    }
    result = project.run()
    assert [(pair["source"]["file"], pair["target"]["file"]) for pair in result.json] == [
        ("en/captain.md", "fr/capitaine.md"),
        ("en/captain-2.md", "fr/capitaine.md"),
        ("en/cook.md", "fr/cuisinier.md"),
    ]
    assert [unit.path for unit in result.left] == ["fr/cuisinier-2.md"]


def test_a_new_file_of_a_key_pairs_no_other_file_in_a_new_way(project: Project) -> None:
    project.counterpart = lambda _unit, candidates: candidates[-1]
    project.run()
    project.files |= {
        "en/pilot.md": COOK.replace("Key: cook", "Key: captain"),
        "fr/pilote.md": CUISINIER.replace("Key: cook", "Key: captain"),
    }
    result = project.run()
    pairs = [(pair["source"]["file"], pair["target"]["file"]) for pair in result.json]
    assert ("en/captain.md", "fr/capitaine.md") in pairs
    assert ("en/pilot.md", "fr/pilote.md") in pairs
    assert (result.left, result.warnings) == ([], [])
    del project.files["en/pilot.md"]
    result = project.run()
    assert [unit.path for unit in result.left] == ["fr/pilote.md"]
    assert result.warnings == []


LINKED = "Present your application for the ferry on the [form][form] before 30 June 2026.\n\n"
LIÉ = "Présentez votre candidature au traversier dans le [formulaire][f] avant le 30 juin 2026.\n\n"
ADDRESS, ADRESSE = "https://a.example/form/512", "https://a.example/fr/formulaire/512"
DEFINED, DÉFINI = f"[form]: {ADDRESS}\n", f"[f]: {ADRESSE}\n"


def linked(english: str, french: str) -> Project:
    return Project(
        {
            "en/a.md": posting("Captain", "a", english),
            "fr/a.md": posting("Capitaine", "a", french),
            **COOKS,
        }
    )


def inline(text: str, address: str) -> str:
    return re.sub(r"(?<=\])\[\w+\]", f"({address})", text)


@pytest.mark.parametrize("english", [LINKED + DEFINED, inline(LINKED, ADDRESS)])
@pytest.mark.parametrize("french", [LIÉ + DÉFINI, inline(LIÉ, ADRESSE)])
def test_an_address_is_compared_wherever_it_is_defined(english: str, french: str) -> None:
    project = linked(english, french)
    assert project.run().warnings == []
    # One of them changes, and is confirmed or taken back.
    for name in ("en/a.md", "fr/a.md"):
        project.change(name, ("512", "513"))
        warnings = project.run().warnings
        assert project.run().warnings == warnings
        (warning,) = warnings
        assert "This text changed, but " in warning
        # The catalogue only has a digest of the addresses that the source defines elsewhere.
        is_known = name == "fr/a.md" or "][" not in english
        assert ("“…/512” became “…/513”" if is_known else "The markup changed.") in warning
        assert warning.startswith(f"{name}:8: ")
        project.change(name, ("513", "512"))
        assert project.run().warnings == []
        project.change(name, ("512", "513"))
        project.run()
        project.confirm()
        assert project.run().warnings == []
    # Both change.
    for name in ("en/a.md", "fr/a.md"):
        project.change(name, ("513", "514"))
    assert project.run().warnings == []
    # Only the ids in them must be the same.
    other = linked(english, french.replace("512", "712"))
    (warning,) = other.run().warnings
    assert "is doubtful: the links differ." in warning
    (point,) = other.run().json[0]["links"][2]["point"]["evidence"]
    assert (point["source"], point["target"]) == ([ADDRESS], [ADRESSE.replace("512", "712")])


def test_an_older_catalogue_has_no_digest_of_addresses() -> None:
    project = linked(LINKED + DEFINED, LIÉ + DÉFINI)
    project.run()
    path = PO.replace("captain", "a")
    now = project.catalogs[path]
    older = re.sub(r"# jobs-pair links: .*\n", "", now)
    assert older != now
    project.catalogs[path] = older
    assert (project.run().warnings, project.catalogs[path]) == ([], now)


# Two translations of one text


def test_one_text_with_two_translations() -> None:
    english = "Apply now.\n\n## Conditions\n\nOur office pays $1,250.50.\n\nApply now.\n"
    french = (
        "Postulez.\n\n## Conditions\n\nNotre bureau paie 1 250,50 $.\n\nPosez votre candidature.\n"
    )
    project = Project(
        {
            "en/a.md": posting("Captain", "a", english),
            "fr/a.md": posting("Capitaine", "a", french),
            **COOKS,
        }
    )
    result = project.run()
    assert [warning for warning in result.warnings if warning.endswith("[jobs.conflict]")] == [
        "en/a.md:14: “Apply now.” has two translations: “Postulez.” in the catalogue, and “Posez "
        "votre candidature.” at fr/a.md:14. gettext allows only one translation for each text. Use "
        "the same translation in both places, or reword one of the source texts. If both are right, "
        "type `sphinx-jobs confirm en/a.md:14`. [jobs.conflict]"
    ]
    assert project.strings(PO.replace("captain", "a"))["Apply now."] == "Postulez."
    (rival,) = [link for link in result.json[0]["links"] if link["why"] == ["conflict"]]
    assert (rival["written"], rival["target"][0]["text"]) == (False, "Posez votre candidature.")
    assert "1 in conflict" in result.lines[0]


def test_one_text_twice_with_one_translation() -> None:
    project = Project(
        {
            "en/a.md": posting("Captain", "a", "Apply now.\n\n## Conditions\n\nApply now.\n"),
            "fr/a.md": posting("Capitaine", "a", "Postulez.\n\n## Conditions\n\nPostulez.\n"),
            **COOKS,
        }
    )
    assert [warning for warning in project.run().warnings if "[jobs.conflict]" in warning] == []
