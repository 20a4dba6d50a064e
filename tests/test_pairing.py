"""The builder ``jobs-pair``: pairs become catalogues, and nothing is lost or changed in silence."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sphinx.testing.util import SphinxTestApp

from sphinxext_jobs.pairing.po import State, read

from .conftest import posting

CONF = "jobs_languages = ['en', 'fr']\nlocale_dirs = ['locale']\ngettext_compact = False\n"
QUIET = CONF + "suppress_warnings = ['jobs.pair', 'jobs.duplicate']\n"

ENGLISH = """\
The captain commands the ferry *Aurora* between Port Nord and Anse Bleue.

## Responsibilities

- Navigate the ferry in winter, with 120 passengers
- Inspect the 4 motors with the mechanics

## Conditions

Our office pays $1,250.50 each week.

Present your application to <crew@ferries.example> before 30 June 2026.
"""
FRENCH = """\
Le capitaine commande le traversier *Aurora* entre Port Nord et Anse Bleue.

## Responsabilités

- Naviguer le traversier en hiver, avec 120\u00a0passagers
- Inspecter les 4\u00a0moteurs avec les mécaniciens

## Conditions de travail

Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.

Présentez votre candidature à <crew@ferries.example> avant le 30\u00a0juin\u00a02026.
"""
CAPTAIN = posting("Ferry captain", "captain", ENGLISH, description="Command the ferry Aurora.")
CAPITAINE = posting(
    "Capitaine de traversier", "captain", FRENCH, description="Commandez le traversier Aurora."
)
FILES = {"en/captain.md": CAPTAIN, "fr/capitaine.md": CAPITAINE}
PO = "locale/fr/LC_MESSAGES/en/captain.po"

COOK = posting(
    "Cook",
    "cook",
    "The cook prepares 4 meals for the passengers.\n\n## Conditions\n\n"
    "Our office pays $1,250.50 each week.\n",
    description="Prepare meals.",
)
CUISINIER = posting(
    "Cuisinier",
    "cook",
    "Le cuisinier prépare 4\u00a0repas pour les passagers.\n\n## Conditions de travail\n\n"
    "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.\n",
    description="Préparez des repas.",
)
COOKS = {"en/cook.md": COOK, "fr/cuisinier.md": CUISINIER}


def strings(project, path=PO, lang="fr"):
    """Return what a catalogue says: the translation of each message."""
    return {entry.id: entry.string for entry in read(project.root / path, lang).entries}


def entry(project, id_, path=PO, lang="fr"):
    """Return the entry whose message begins so."""
    entries = read(project.root / path, lang).entries
    return next(entry for entry in entries if entry.id.startswith(id_))


def report(build):
    return json.loads(build.text("pairing.json"))


def catalogs(project):
    """Return the files under the locale folder."""
    root = project.root
    return sorted(p.relative_to(root).as_posix() for p in (root / "locale").rglob("*.*"))


def snapshot(project, build):
    files = [*(project.root / "locale").rglob("*.*"), build.app.outdir / "pairing.json"]
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def change(project, name, *changes):
    """Edit a file: each change is (old, new)."""
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def confirm(project):
    """Do what a person does who has looked at all, and found it right."""
    for path in (project.root / "locale").rglob("*.po"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8"
        )


def line_of(project, name, text):
    lines = (project.root / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


# A pair


def test_a_pair_becomes_a_catalogue(make):
    project = make(FILES, conf=CONF)
    build = project.build("jobs-pair")
    assert build.warnings == []
    assert catalogs(project) == [PO]
    assert strings(project) == {
        "Ferry captain": "Capitaine de traversier",
        "Command the ferry Aurora.": "Commandez le traversier Aurora.",
        **dict(
            zip(
                re.findall(r"(?m)^(?:[#-]+ )?(\S.*)$", ENGLISH),
                re.findall(r"(?m)^(?:[#-]+ )?(\S.*)$", FRENCH),
                strict=True,
            )
        ),
    }
    found = read(project.root / PO, "fr")
    assert {entry.state for entry in found.entries} == {State.AGREED}
    assert {entry.flags for entry in found.entries} == {frozenset()}
    assert [entry.locations for entry in found.entries] == [
        (("en/captain.md", line),) for line in (3, 4, 8, 10, 12, 13, 15, 17, 19)
    ]
    assert "captain: en/captain.md → fr/capitaine.md: 9 matched\n" in build.app.status.getvalue()


def test_the_report(make):
    project = make({**FILES, "en/cook.md": COOK}, conf=QUIET)
    data = report(project.build("jobs-pair"))
    assert list(data) == ["version", "pairs", "unpaired", "left_over"]
    assert data["version"] == 1
    assert data["left_over"] == []
    (pair,) = data["pairs"]
    assert {key: value for key, value in pair.items() if key != "links"} == {
        "key": "captain",
        "source": {"language": "en", "docname": "en/captain", "file": "en/captain.md"},
        "target": {"language": "fr", "docname": "fr/capitaine", "file": "fr/capitaine.md"},
        "catalog": PO,
        "error": None,
    }
    assert [set(link) for link in pair["links"]] == [
        {
            "source",
            "target",
            "confidence",
            "crossing",
            "fuzzy",
            "why",
            "state",
            "written",
        }
    ] * 9
    link = pair["links"][4]
    assert 0.9 < link.pop("confidence") <= 1
    assert link == {
        "source": [
            {
                "index": 4,
                "kind": "item",
                "level": 0,
                "depth": 1,
                "file": "en/captain.md",
                "line": 12,
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
                "text": "Naviguer le traversier en hiver, avec 120\u00a0passagers",
            }
        ],
        "crossing": False,
        "fuzzy": False,
        "why": [],
        "state": "agreed",
        "written": True,
    }
    kinds = [link["source"][0]["kind"] for link in pair["links"]]
    assert kinds == [
        "title",
        "description",
        "paragraph",
        "heading",
        "item",
        "item",
        "heading",
        "paragraph",
        "paragraph",
    ]
    (alone,) = data["unpaired"]
    messages = alone.pop("messages")
    assert alone == {
        "key": "cook",
        "source": {"language": "en", "docname": "en/cook", "file": "en/cook.md"},
        "catalog": "locale/fr/LC_MESSAGES/en/cook.po",
        "error": None,
        "language": "fr",
    }
    assert [(m["source"][0]["text"], m["translation"], m["state"]) for m in messages] == [
        ("Cook", "", None),
        ("Prepare meals.", "", None),
        ("The cook prepares 4 meals for the passengers.", "", None),
        ("Conditions", "Conditions de travail", "memory"),
        (
            "Our office pays $1,250.50 each week.",
            "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.",
            "memory",
        ),
    ]
    assert {tuple(message) for message in messages} == {
        ("source", "translation", "fuzzy", "state", "why")
    }


MESSY_ENGLISH = """\
Intro about the *Aurora* and its 120 passengers.

| Route | Minutes |
|---|---|
| Port Nord – Anse Bleue | 45 |

```sh
ferry --depart 45
```

<div class="x"><p>Notice to passengers</p></div>

![The ferry Aurora](https://ferries.example/aurora.png)

1. Inspect the motors

   - Motor 1 of the *Aurora*

> The sea decides.[^sea]

[^sea]: Proverb of Anse Bleue, 1887.
"""
MESSY_FRENCH = """\
Introduction sur l’*Aurora* et ses 120\u00a0passagers.

Un paragraphe dont l’anglais ne dit mot, sur les phoques.

| Trajet | Minutes |
|---|---|
| Port Nord – Anse Bleue | 45 |

```sh
traversier --départ 45 # réglé
```

<div class="x"><p>Avis aux passagers</p></div>

![Le traversier Aurora](https://ferries.example/aurora.png)

1. Inspecter les moteurs

   - Moteur 1 de l’*Aurora*

> La mer décide.[^sea]

## Une section de trop

Et son texte.\\
Sur deux lignes.

[^sea]: Proverbe d’Anse Bleue, 1887.
"""


def test_every_block_of_the_counterpart_is_somewhere(make):
    project = make(
        {
            "en/a.md": posting("Messy", "messy", MESSY_ENGLISH),
            "fr/a.md": posting("Désordre", "messy", MESSY_FRENCH),
        },
        conf=CONF,
    )
    build = project.build("jobs-pair")
    path = "locale/fr/LC_MESSAGES/en/a.po"
    catalog = (project.root / path).read_text(encoding="utf-8")
    (pair,) = report(build)["pairs"]
    blocks = [block for link in pair["links"] for block in link["target"]]
    assert [block["index"] for block in sorted(blocks, key=lambda b: b["index"])] == list(
        range(len(blocks))
    )
    written = " ".join(strings(project, path).values())
    texts = " ".join(block["text"] for block in blocks)
    for word in re.findall(r"\w{4,}", MESSY_FRENCH.replace('class="x"', "")):
        assert word in texts or word in written, word
    for link in pair["links"]:
        if link["written"]:
            assert all(re.findall(r"\w+", block["text"])[0] in written for block in link["target"])
        elif not link["source"]:
            for block in link["target"]:
                assert f"# jobs-pair unmatched: {block['text'][:40]}" in catalog
                assert any(
                    warning.startswith(f"fr/a.md:{block['line']}: WARNING: no block of en/a.md")
                    for warning in build.warnings
                )
        elif link["target"]:
            assert link["why"] == ["gettext cannot translate code and raw HTML"]
    unmatched = [link for link in pair["links"] if not link["source"]]
    assert {b["text"][:10] for link in unmatched for b in link["target"]} >= {
        "Un paragra",
        "Une sectio",
    }
    code = next(
        link for link in pair["links"] if link["source"][:1] and link["source"][0]["kind"] == "code"
    )
    assert [block["kind"] for block in code["target"]] == ["code"]
    assert (code["written"], code["fuzzy"]) == (False, False)


EVERYTHING = """\
Text with a [link](b.md), a [reference][r] and a hard  \nbreak.

(label)=

## A heading of `code`

| Table | Head |
|---|---|
| Cell | *Cell* |

Term
: Definition

:::{note}
A note.
:::

{.class}
Some <b>HTML</b> in text[^1].

<table><tr><td>Raw</td></tr></table>

<p>A paragraph<br>in HTML.</p>

- Item

  Second paragraph of it

  ```sh
  code --in item
  ```

![Picture](p.png)

Twice.

Twice.

```{toctree}
Sub <b>
```

[r]: https://ferries.example
[^1]: A footnote.
"""


def test_the_messages_are_those_of_the_gettext_builder(make):
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d494844520000000100000001080600000"
        "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    conf = CONF + "myst_enable_extensions = ['attrs_block', 'colon_fence', 'deflist']\n"
    project = make(
        {
            "en/a.md": posting("Everything: 100% *of* it", "a", EVERYTHING),
            "en/b.md": posting("B", "b"),
            "fr/a.md": posting("Tout", "a", "Rien.\n"),
            "en/p.png": pixel,
            "en/page.md": "# Page\n\n"
            + "Before.\n\n```{job-posting}\n:title: Deckhand\n:translationKey: deck\n"
            + ":description: Moor.\n\nOn the page.\n```\n",
        },
        conf=conf + "suppress_warnings = ['jobs.pair']\n",
    )
    project.build("jobs-pair")
    gettext = project.build("gettext")
    for name in ("a", "b", "page"):
        with (gettext.app.outdir / f"en/{name}.pot").open("rb") as file:
            template = [(m.id, m.locations) for m in read_po(file) if m.id]
        path = project.root / f"locale/fr/LC_MESSAGES/en/{name}.po"
        found = read(path, "fr")
        assert [entry.id for entry in found.entries] == [id_ for id_, _places in template]
        for one, (_id, places) in zip(found.entries, template, strict=True):
            expected = [(re.sub(r"^(\.\./)*(source/)?", "", place), line) for place, line in places]
            assert len(one.locations) == len(expected)
            # Older versions of Sphinx know no line for an image's text.
            assert {place for place in expected if place[1]} <= set(one.locations)


def test_a_perfect_pair_passes_the_gate(make):
    build = make({**FILES, **COOKS}, conf=CONF).build("jobs-pair", warningiserror=True)
    assert (build.warnings, build.app.statuscode) == ([], 0)


@pytest.mark.parametrize(
    ("old", "new", "subtype", "words"),
    [
        ("1\u202f250,50", "1\u202f450,50", "doubtful", "the numbers differ"),
        ("<crew@ferries.example>", "notre bureau", "doubtful", "the e-mail addresses differ"),
        (
            "- Inspecter les 4\u00a0moteurs avec les mécaniciens\n",
            "",
            "unmatched",
            "no block of fr",
        ),
        ("## Conditions de", "Un phoque.\n\n## Conditions de", "unmatched", "no block of en"),
    ],
)
def test_doubts_fail_the_gate(make, old, new, subtype, words):
    project = make(FILES, conf=CONF)
    change(project, "fr/capitaine.md", (old, new))
    build = project.build("jobs-pair", warningiserror=True)
    assert build.app.statuscode != 0
    (warning,) = [w for w in build.warnings if "WARNING" in w]
    assert words in warning
    assert warning.endswith(f"[jobs.{subtype}]")
    if subtype == "doubtful":
        id_ = "Our office" if "250" in old else "Present your"
        line = line_of(project, "en/captain.md", id_)
        other = line_of(project, "fr/capitaine.md", "Notre bureau" if "250" in old else "Présentez")
        assert warning.startswith(f"en/captain.md:{line}: WARNING: ")
        assert f"in fr/capitaine.md:{other};" in warning
        assert f"check the entry in {PO}, then remove its `fuzzy`" in warning
        assert (entry(project, id_).fuzzy, entry(project, id_).state) == (True, State.DOUBTFUL)
        confirm(project)
        again = project.build("jobs-pair", warningiserror=True)
        assert (again.warnings, again.app.statuscode) == ([], 0)
        assert entry(project, id_).state is State.AGREED


# Again


def test_a_second_run_changes_nothing(make):
    project = make(
        {
            **FILES,
            **COOKS,
            "en/a.md": posting("Messy", "messy", MESSY_ENGLISH),
            "fr/a.md": posting("Désordre", "messy", MESSY_FRENCH),
            "en/deck.md": posting("Deckhand", "deck", "Our office pays $1,250.50 each week.\n"),
        },
        conf=QUIET,
    )
    first = project.build("jobs-pair")
    before = snapshot(project, first)
    assert len(before) == 5
    for fresh in (False, True):
        again = project.build("jobs-pair", freshenv=fresh)
        after = snapshot(project, again)
        report_path = again.app.outdir / "pairing.json"
        assert after.pop(report_path)[0] == before[report_path][0]
        assert after == {path: what for path, what in before.items() if path != report_path}
        assert again.warnings == first.warnings
        assert [warning for warning in again.warnings if "jobs.drift" in warning] == []


def test_what_looks_like_a_format_string_is_none(make):
    """Babel would flag it, and the second run would write what the first did not."""
    project = make(
        {
            **COOKS,
            "en/a.md": posting("Captain", "a", "The captain knows 100 %s and {job}`cook`.\n"),
            "fr/a.md": posting("Capitaine", "a", "Le capitaine sait 100 %s et {job}`cook`.\n"),
        },
        conf=CONF,
    )
    before = snapshot(project, project.build("jobs-pair"))
    path = project.root / "locale/fr/LC_MESSAGES/en/a.po"
    assert "format" not in path.read_text(encoding="utf-8")
    assert snapshot(project, project.build("jobs-pair"))[path] == before[path]
    change(project, "en/a.md", ("title: Captain", "title: Captains"))
    project.build("jobs-pair")
    assert "format" not in path.read_text(encoding="utf-8")


def test_one_edit_changes_one_entry(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    build = project.build("jobs-pair")
    before = snapshot(project, build)
    change(project, "en/captain.md", ("in winter", "in summer"))
    after = snapshot(project, project.build("jobs-pair"))
    changed = [path.name for path in before if before[path][1] != after[path][1]]
    assert changed == ["captain.po", "pairing.json"]
    old, new = (files[project.root / PO][0].decode().split("\n\n") for files in (before, after))
    assert [one.split("\n")[-1] for one, other in zip(old, new, strict=True) if one != other] == [
        'msgstr "Naviguer le traversier en hiver, avec 120\u00a0passagers"'
    ]


# Drift


def test_drift_is_reported_with_both_places_and_the_words(make):
    sections = (
        "## Équipage\n\nLe capitaine dirige les 14 matelots.\n\n",
        "## Formation\n\nNotre institut offre 3 certificats.\n\n",
    )
    english = ENGLISH + (
        "\n## Crew\n\nThe captain directs the 14 mates.\n\n"
        "## Training\n\nOur institute offers 3 certificates.\n\n"
    )
    french = FRENCH + "\n" + "".join(sections)
    project = make(
        {
            "en/captain.md": CAPTAIN.replace(ENGLISH, english),
            "fr/capitaine.md": CAPITAINE.replace(FRENCH, french),
            **COOKS,
        },
        conf=CONF,
    )
    assert project.build("jobs-pair").warnings == []
    change(project, "en/captain.md", ("in winter, with", "in summer, with"))
    change(
        project,
        "fr/capitaine.md",
        ("Notre bureau paie", "Notre grand bureau verse"),
        ("".join(sections), "".join(reversed(sections))),
    )
    build = project.build("jobs-pair")
    at = lambda name, text: f"{name}:{line_of(project, name, text)}"  # noqa: E731
    end = (
        "; bring the two together, or remove `fuzzy` from the entry in "
        f"{PO} if they agree [jobs.drift]"
    )
    drift = [w for w in build.warnings if "stands in another place" not in w]
    assert drift == [
        f"{at('en/captain.md', 'Navigate')}: WARNING: the text changed, its translation in "
        f"{at('fr/capitaine.md', 'Naviguer')} did not: “winter,” became “summer,”{end}",
        f"{at('fr/capitaine.md', 'Notre grand')}: WARNING: this changed, "
        f"{at('en/captain.md', 'Our office')} did not: “grand” was added, “paie” became "
        f"“verse”{end}",
    ]
    moved = [w for w in build.warnings if "stands in another place" in w]
    assert moved in (
        [
            f"{at('en/captain.md', mine)}: WARNING: “{quote}” stands in another place than its "
            f"translation in {at('fr/capitaine.md', theirs)}{end}"
            for mine, quote, theirs in section
        ]
        for section in (
            (
                ("Crew", "Crew", "Équipage"),
                ("directs", "The captain directs the 14 mates.", "dirige"),
            ),
            (
                ("Training", "Training", "Formation"),
                ("institute", "Our institute offers 3 certificates.", "institut"),
            ),
        )
    )
    fuzzy = {e.id for e in read(project.root / PO, "fr").entries if e.fuzzy}
    assert len(fuzzy) == 4
    changed = entry(project, "Navigate")
    assert changed.previous == "Navigate the ferry in winter, with 120 passengers"
    assert changed.string == "Naviguer le traversier en hiver, avec 120\u00a0passagers"
    changed = entry(project, "Our office")
    assert changed.string == "Notre grand bureau verse 1\u202f250,50\u00a0$ chaque semaine."
    assert changed.mark.before == "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine."
    # It is said again until somebody does something.
    assert project.build("jobs-pair").warnings == build.warnings
    # All is taken back.
    change(project, "en/captain.md", ("in summer, with", "in winter, with"))
    change(
        project,
        "fr/capitaine.md",
        ("Notre grand bureau verse", "Notre bureau paie"),
        ("".join(reversed(sections)), "".join(sections)),
    )
    assert project.build("jobs-pair").warnings == []
    assert {e.state for e in read(project.root / PO, "fr").entries} == {State.AGREED}


def test_both_sides_change(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    project.build("jobs-pair")
    change(project, "en/captain.md", ("in winter", "in summer"))
    change(project, "fr/capitaine.md", ("en hiver", "en été"))
    (warning,) = project.build("jobs-pair").warnings
    assert warning == (
        "en/captain.md:12: WARNING: the text and its translation in fr/capitaine.md:12 both "
        "changed since they agreed: “winter,” became “summer,”; in the translation, “hiver,” "
        f"became “été,”; bring the two together, or remove `fuzzy` from the entry in {PO} if they agree [jobs.drift]"
    )
    confirm(project)
    assert project.build("jobs-pair").warnings == []
    assert entry(project, "Navigate").string == (
        "Naviguer le traversier en été, avec 120\u00a0passagers"
    )
    assert "#|" not in (project.root / PO).read_text(encoding="utf-8")


def test_a_block_that_goes_on_one_side(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    project.build("jobs-pair")
    change(
        project,
        "fr/capitaine.md",
        ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""),
    )
    (warning,) = project.build("jobs-pair").warnings
    assert warning.startswith(
        "en/captain.md:13: WARNING: the translation is gone from fr/capitaine.md"
    )
    assert warning.endswith("[jobs.drift]")
    gone = entry(project, "Inspect")
    assert (gone.string, gone.fuzzy) == (
        "Inspecter les 4\u00a0moteurs avec les mécaniciens",
        True,
    )


# A person's hand


def test_a_person_s_edits_survive(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    change(project, "fr/capitaine.md", ("1\u202f250,50", "1\u202f450,50"))
    assert len(project.build("jobs-pair").warnings) == 1
    change(
        project,
        PO,
        ('"Project-Id-Version: Handbook\\n"', '"Project-Id-Version: À nous\\n"'),
        ('msgid ""\nmsgstr ""\n"Pro', '# Les traversiers.\nmsgid ""\nmsgstr ""\n"Pro'),
        ('"MIME-Version', '"Last-Translator: Zoë <zoe@ferries.example>\\n"\n"MIME-Version'),
        ('msgstr "Naviguer le traversier en', 'msgstr "Conduire le bateau en'),
        ("#: en/captain.md:12\n", "# Voir le guide.\n#: en/captain.md:12\n"),
        ("#, fuzzy\n", ""),
    )
    edited = (project.root / PO).read_text(encoding="utf-8")
    for _ in range(2):
        build = project.build("jobs-pair")
        assert build.warnings == []
        after = (project.root / PO).read_text(encoding="utf-8")
        without = lambda text: re.sub("(?m)^# jobs-pair .*\n", "", text)  # noqa: E731
        assert without(after) == without(edited)
    links = {link["source"][0]["text"]: link for link in report(build)["pairs"][0]["links"]}
    link = links["Navigate the ferry in winter, with 120 passengers"]
    assert (link["written"], link["why"]) == (
        False,
        ["a person's translation stands in the catalogue"],
    )
    # Whatever becomes of the pair.
    hand = "Conduire le bateau en hiver, avec 120\u00a0passagers"
    change(project, "en/captain.md", ("in winter", "in summer"))
    for step in ("source", "target", "gone", "alone"):
        if step == "target":
            change(project, "fr/capitaine.md", ("en hiver", "en été"))
        elif step == "gone":
            change(
                project,
                "fr/capitaine.md",
                ("- Naviguer le traversier en été, avec 120\u00a0passagers\n", ""),
            )
        elif step == "alone":
            (project.root / "fr/capitaine.md").unlink()
        project.build("jobs-pair")
        assert entry(project, "Navigate").string == hand
        assert entry(project, "Navigate").comments == ("Voir le guide.",)
    # A heading that becomes another is another; what was written for the first is kept.
    change(project, PO, ('msgstr "Responsabilités"', 'msgstr "Ce que vous ferez"'))
    change(project, "en/captain.md", ("## Responsibilities", "## Duties"))
    project.build("jobs-pair")
    text = (project.root / PO).read_text(encoding="utf-8")
    assert '#~ msgid "Responsibilities"\n#~ msgstr "Ce que vous ferez"\n' in text


def test_what_a_person_translated_before_the_first_run_stays(make):
    project = make(
        {
            **FILES,
            PO: 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n'
            '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
            '# Relu.\n#, fuzzy\nmsgid "Conditions"\nmsgstr "Les conditions"\n\n'
            'msgid "Responsibilities"\nmsgstr "Ce que vous ferez"\n\n'
            'msgid "Of another day"\nmsgstr "D’un autre jour"\n',
        },
        conf=CONF,
    )
    project.build("jobs-pair")
    text = (project.root / PO).read_text(encoding="utf-8")
    assert entry(project, "Responsibilities").string == "Ce que vous ferez"
    assert entry(project, "Conditions").string == "Les conditions"
    assert entry(project, "Conditions").fuzzy
    assert "# Relu.\n" in text
    assert '#~ msgid "Of another day"\n#~ msgstr "D’un autre jour"\n' in text


# Faults


def pair_and_fail(project):
    app = SphinxTestApp("jobs-pair", srcdir=project.root, freshenv=False)
    try:
        app.build()
    finally:
        app.cleanup()
    return app.warning.getvalue()


class Interrupted:
    """A file that takes half of what is written to it."""

    def __init__(self, file, error):
        self.file, self.error = file, error

    def __enter__(self):
        return self

    def __exit__(self, *_args):
        self.file.close()

    def write(self, text):
        self.file.write(text[: len(text) // 2])
        self.file.flush()
        raise self.error


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize("where", ["write", "replace", "chmod"])
@pytest.mark.parametrize("exists", [True, False])
def test_an_interrupted_run_leaves_the_catalogue_whole(make, monkeypatch, error, where, exists):
    project = make(FILES, conf=CONF)
    if exists:
        project.build("jobs-pair")
        change(project, "en/captain.md", ("in winter", "in summer"))
    before = {p: p.read_bytes() for p in (project.root / "locale").rglob("*") if p.is_file()}
    calls = []
    if where == "write":
        mkstemp, fdopen = tempfile.mkstemp, os.fdopen

        def make_file(*args, **kwargs):
            handle, name = mkstemp(*args, **kwargs)
            if ".jobs-pair-" in name:
                calls.append(handle)
            return handle, name

        def half(handle, *args, **kwargs):
            file = fdopen(handle, *args, **kwargs)
            return Interrupted(file, error) if handle in calls else file

        monkeypatch.setattr(tempfile, "mkstemp", make_file)
        monkeypatch.setattr(os, "fdopen", half)
    else:
        original = getattr(Path, where)

        def fail(self, *args, **kwargs):
            if ".jobs-pair-" not in self.name:
                return original(self, *args, **kwargs)
            calls.append(self)
            raise error

        monkeypatch.setattr(Path, where, fail)
    if isinstance(error, OSError):  # the run goes on, and says so
        assert "[jobs.catalog]" in pair_and_fail(project)
    else:
        with pytest.raises(type(error)):
            pair_and_fail(project)
    monkeypatch.undo()
    assert calls
    after = {p: p.read_bytes() for p in (project.root / "locale").rglob("*") if p.is_file()}
    assert after == before
    project.build("jobs-pair")
    assert entry(project, "Navigate").fuzzy == exists


BROKEN = {
    "conflict": (
        lambda text: text.replace(
            b'msgstr "Capi', b'<<<<<<< HEAD\nmsgstr "Chef"\n=======\nmsgstr "Capi'
        ),
        12,
    ),
    "latin-1": (lambda text: text.decode().encode("latin-1", "replace"), 29),
    "truncated": (lambda text: text[: text.index(b"Capitaine de") + 4], 12),
    "twice": (lambda text: text + b'\nmsgid "Ferry captain"\nmsgstr "Chef"\n', None),
    "language": (lambda text: text.replace(b"Language: fr", b"Language: de"), 4),
    "binary": (lambda _text: b"\xde\x12\x04\x95\0\0\0\0", 1),
    "folder": (None, None),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_catalogue_is_left_alone(make, fault):
    project = make({**FILES, **COOKS}, conf=CONF)
    project.build("jobs-pair")
    path, other = project.root / PO, project.root / PO.replace("captain", "cook")
    spoil, line = BROKEN[fault]
    if spoil is None:
        path.unlink()
        path.mkdir()
    else:
        broken = spoil(path.read_bytes())
        path.write_bytes(broken)
    other.unlink()
    change(project, "en/captain.md", ("in winter", "in summer"))
    build = project.build("jobs-pair")
    (warning,) = build.warnings
    match = re.fullmatch(rf"{PO}:(\d+): WARNING: (.*) \[jobs.catalog\]", warning)
    assert match, warning
    if line is None and spoil:
        line = broken.count(b"\n") - 1
    assert int(match[1]) == (line or 1)
    assert match[2].endswith(
        "; the file was left as it is: mend it, or remove it to have it made anew"
    )
    assert spoil is None or path.read_bytes() == broken
    assert other.exists()
    first, second = report(build)["pairs"]
    assert (first["key"], bool(first["error"])) == ("captain", True)
    assert {link["written"] for link in first["links"]} == {False}
    assert second["error"] is None
    # Removed, it is made anew.
    if spoil:
        path.unlink()
        assert project.build("jobs-pair").warnings == []
        assert path.exists()


def test_without_the_setting_of_gettext_it_says_what_to_set(make):
    conf = CONF.replace("gettext_compact = False\n", "")
    build = make(FILES, conf=conf).build("jobs-pair")
    assert build.warnings == [
        "WARNING: gettext_compact: jobs-pair writes one catalogue per page, which Sphinx finds "
        "only with `gettext_compact = False`; add that to conf.py [jobs.config]"
    ]


def test_a_project_without_postings(make):
    project = make({"a.md": "# A\n"}, conf=CONF)
    build = project.build("jobs-pair")
    assert build.warnings == []
    assert not (project.root / "locale").exists()
    assert report(build) == {"version": 1, "pairs": [], "unpaired": [], "left_over": []}


# More and fewer texts than two


def test_a_counterpart_that_is_dropped_leaves_the_catalogue(make):
    project = make({**FILES, **COOKS}, conf=QUIET)
    build = project.build("jobs-pair")
    before = (project.root / PO).read_bytes()
    (project.root / "fr/capitaine.md").unlink()
    build = project.build("jobs-pair")
    assert build.warnings == []
    assert (project.root / PO).read_bytes() == before
    (alone,) = report(build)["unpaired"]
    assert alone["key"] == "captain"
    assert {message["state"] for message in alone["messages"]} == {"agreed"}
    # From now on it is the translation, and drift is told by it alone.
    change(project, "en/captain.md", ("in winter", "in summer"))
    (warning,) = project.build("jobs-pair").warnings
    assert warning == (
        "en/captain.md:12: WARNING: the text changed, its translation did not: “winter,” became "
        "“summer,”; bring the two together, or remove `fuzzy` from the entry in "
        f"{PO} if they agree [jobs.drift]"
    )


def test_a_posting_in_one_language_is_filled_from_the_others(make):
    near = "Present your new application to <crew@ferries.example> before 30 June 2026."
    other = "Present your application to <crew@ferries.example> before 30 July 2026."
    project = make(
        {
            **FILES,
            "en/deck.md": posting(
                "Deckhand",
                "deck",
                f"The deckhand moors.\n\n## Conditions\n\n{near}\n\n{other}\n",
                description="Moor.",
            ),
        },
        conf=QUIET,
    )
    build = project.build("jobs-pair")
    assert build.warnings == []
    path = "locale/fr/LC_MESSAGES/en/deck.po"
    assert strings(project, path) == {
        "Deckhand": "",
        "Moor.": "",
        "The deckhand moors.": "",
        "Conditions": "Conditions de travail",
        near: "Présentez votre candidature à <crew@ferries.example> avant le 30\u00a0juin\u00a02026.",
        other: strings(project, path)[other],
    }
    assert entry(project, "Conditions", path).state is State.MEMORY
    assert not entry(project, "Conditions", path).fuzzy
    found = entry(project, near, path)
    assert (found.fuzzy, found.previous) == (
        True,
        "Present your application to <crew@ferries.example> before 30 June 2026.",
    )
    assert found.mark.notes == ("near",)
    said = build.app.status.getvalue()
    assert "deck: en/deck.md has no text in fr; " in said
    # When the counterpart comes, it is what counts.
    project.write(
        {
            "fr/matelot.md": posting(
                "Matelot",
                "deck",
                "Le matelot amarre.\n\n## Conditions\n\nPrésentez votre nouvelle candidature à "
                "<crew@ferries.example> avant le 30 juin 2026.\n\nPrésentez votre candidature à "
                "<crew@ferries.example> avant le 30 juillet 2026.\n",
                description="Amarrez.",
            )
        }
    )
    project.build("jobs-pair")
    assert entry(project, "Conditions", path).string == "Conditions"
    assert entry(project, near, path).string.startswith("Présentez votre nouvelle")


def test_the_memory_knows_both_directions(make):
    project = make(
        {
            **FILES,
            "fr/matelot.md": posting(
                "Matelot", "deck", "Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.\n"
            ),
        },
        conf=QUIET,
    )
    build = project.build("jobs-pair")
    assert build.warnings == []
    found = strings(project, "locale/en/LC_MESSAGES/fr/matelot.po", "en")
    assert found["Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine."] == (
        "Our office pays $1,250.50 each week."
    )


def test_pairs_that_disagree_make_a_suggestion_doubtful(make):
    project = make(
        {
            **FILES,
            **COOKS,
            "en/deck.md": posting("Deckhand", "deck", "Our office pays $1,250.50 each week.\n"),
        },
        conf=QUIET,
    )
    change(project, "fr/cuisinier.md", ("Notre bureau paie", "Notre bureau verse"))
    project.build("jobs-pair")
    found = entry(project, "Our office", "locale/fr/LC_MESSAGES/en/deck.po")
    assert (found.fuzzy, found.mark.notes) == (True, ("pairs disagree",))


def test_three_languages(make):
    spanish = (
        CAPITAINE.replace(
            "Le capitaine commande le traversier", "El capitán manda el transbordador"
        )
        .replace("Capitaine de traversier", "Capitán de transbordador")
        .replace("Commandez le traversier", "Mande el transbordador")
    )
    project = make(
        {**FILES, "es/capitan.md": spanish, "es/cocinero.md": CUISINIER, "en/cook.md": COOK},
        conf=QUIET.replace("['en', 'fr']", "['en', 'fr', 'es']"),
    )
    build = project.build("jobs-pair")
    assert catalogs(project) == [
        "locale/es/LC_MESSAGES/en/captain.po",
        "locale/es/LC_MESSAGES/en/cook.po",
        "locale/fr/LC_MESSAGES/en/captain.po",
        "locale/fr/LC_MESSAGES/en/cook.po",
    ]
    assert strings(project, catalogs(project)[0], "es")["Ferry captain"] == (
        "Capitán de transbordador"
    )
    data = report(build)
    assert [(p["key"], p["target"]["language"]) for p in data["pairs"]] == [
        ("captain", "fr"),
        ("captain", "es"),
        ("cook", "es"),
    ]
    assert [(p["key"], p["language"]) for p in data["unpaired"]] == [("cook", "fr")]
    # Each language has its own memory.
    french = strings(project, "locale/fr/LC_MESSAGES/en/cook.po")
    assert french["Conditions"] == "Conditions de travail"
    assert french["Cook"] == ""


def test_french_as_the_source(make):
    project = make(FILES, conf=CONF.replace("['en', 'fr']", "['fr', 'en']"))
    assert project.build("jobs-pair").warnings == []
    assert catalogs(project) == ["locale/en/LC_MESSAGES/fr/capitaine.po"]
    found = strings(project, "locale/en/LC_MESSAGES/fr/capitaine.po", "en")
    assert found["Capitaine de traversier"] == "Ferry captain"
    assert found["Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine."] == (
        "Our office pays $1,250.50 each week."
    )


def test_without_a_list_of_languages_the_project_s_is_the_source(make):
    conf = CONF.replace("jobs_languages = ['en', 'fr']\n", "") + "language = 'fr'\n"
    project = make(FILES, conf=conf)
    assert project.build("jobs-pair").warnings == []
    assert catalogs(project) == ["locale/en/LC_MESSAGES/fr/capitaine.po"]


def test_regional_languages(make):
    files = {"en/captain.md": CAPTAIN, "fr-CA/capitaine.md": CAPITAINE}
    project = make(files, conf=CONF.replace("'fr'", "'fr-CA'"))
    assert project.build("jobs-pair").warnings == []
    assert catalogs(project) == ["locale/fr_CA/LC_MESSAGES/en/captain.po"]
    assert '"Language: fr_CA\\n"' in (project.root / catalogs(project)[0]).read_text(
        encoding="utf-8"
    )


def test_several_texts_of_a_key_are_paired_by_what_they_say(make):
    project = make(
        {
            "en/a.md": CAPTAIN,
            "en/b.md": COOK.replace("Key: cook", "Key: captain"),
            "fr/a.md": CUISINIER.replace("Key: cook", "Key: captain"),
            "fr/b.md": CAPITAINE,
        },
        conf=QUIET,
    )
    build = project.build("jobs-pair")
    assert build.warnings == []
    assert [
        (pair["source"]["file"], pair["target"]["file"]) for pair in report(build)["pairs"]
    ] == [("en/a.md", "fr/b.md"), ("en/b.md", "fr/a.md")]


def test_more_texts_in_one_language_than_in_the_other(make):
    project = make(
        {
            **FILES,
            **COOKS,
            "en/captain-2.md": CAPTAIN.replace("in winter", "in summer"),
            "fr/cuisinier-2.md": CUISINIER,
        },
        conf=QUIET,
    )
    build = project.build("jobs-pair")
    data = report(build)
    assert {(p["source"]["file"], p["key"]) for p in data["pairs"]} == {
        ("en/captain.md", "captain"),
        ("en/captain-2.md", "captain"),
        ("en/cook.md", "cook"),
    }
    assert {p["target"]["file"] for p in data["pairs"] if p["key"] == "captain"} == {
        "fr/capitaine.md"
    }
    (left,) = data["left_over"]
    assert (left["key"], left["language"]) == ("cook", "fr")
    warning = next(w for w in build.warnings if "nothing was left to pair" in w)
    assert warning.startswith(f"{left['docname']}.md:5: WARNING: ")
    assert warning.endswith("[jobs.unmatched]")
    assert set(catalogs(project)) == {
        f"locale/fr/LC_MESSAGES/en/{name}.po" for name in ("captain", "captain-2", "cook")
    }


# Two translations of one text


def test_one_text_with_two_translations(make):
    english = "Apply now.\n\n## Conditions\n\nOur office pays $1,250.50.\n\nApply now.\n"
    french = (
        "Postulez.\n\n## Conditions\n\nNotre bureau paie 1 250,50 $.\n\nPosez votre candidature.\n"
    )
    project = make(
        {
            "en/a.md": posting("Captain", "a", english),
            "fr/a.md": posting("Capitaine", "a", french),
            **COOKS,
        },
        conf=CONF,
    )
    build = project.build("jobs-pair", warningiserror=True)
    conflicts = [w for w in build.warnings if w.endswith("[jobs.conflict]")]
    assert conflicts == [
        "en/a.md:14: WARNING: one text, two translations: “Apply now.” is “Posez votre "
        "candidature.” in fr/a.md:14, and before that “Postulez.”, which stands in the catalogue; "
        "gettext has one translation for a text: make them equal, or the texts different "
        "[jobs.conflict]"
    ]
    assert build.app.statuscode != 0
    assert strings(project, "locale/fr/LC_MESSAGES/en/a.po")["Apply now."] == "Postulez."
    links = next(pair["links"] for pair in report(build)["pairs"] if pair["key"] == "a")
    rival = next(li for li in links if li["target"] and li["target"][0]["text"].startswith("Posez"))
    assert (rival["written"], rival["why"]) == (
        False,
        ["the same text is translated differently before"],
    )
    assert re.search(r"fr/a.md: .*\b1 in conflict", build.app.status.getvalue())


def test_one_text_twice_with_one_translation(make):
    project = make(
        {
            "en/a.md": posting("Captain", "a", "Apply now.\n\n## Conditions\n\nApply now.\n"),
            "fr/a.md": posting("Capitaine", "a", "Postulez.\n\n## Conditions\n\nPostulez.\n"),
            **COOKS,
        },
        conf=CONF,
    )
    assert [w for w in project.build("jobs-pair").warnings if "conflict" in w] == []


def test_two_postings_on_a_page_share_its_catalogue(make):
    def page(title: str, *jobs: tuple[str, str, str, str]) -> str:
        parts = "".join(
            f"\n````{{job-posting}}\n:title: {name}\n:translationKey: {key}\n:description: {lead}\n"
            f"\n{body}````\n"
            for name, key, lead, body in jobs
        )
        return f"# {title}\n{parts}"

    project = make(
        {
            "en/page.md": page(
                "Jobs",
                ("Captain", "captain", "Command the Aurora.", ENGLISH),
                ("Cook", "cook", "Prepare meals.", COOK.split("---\n\n")[1]),
            ),
            "fr/page.md": page(
                "Emplois",
                ("Cuisinier", "cook", "Préparez des repas.", CUISINIER.split("---\n\n")[1]),
                ("Capitaine", "captain", "Commandez l’Aurora.", FRENCH),
            ),
        },
        conf=CONF,
    )
    build = project.build("jobs-pair")
    assert [warning for warning in build.warnings if "[jobs.doubtful]" not in warning] == []
    assert catalogs(project) == ["locale/fr/LC_MESSAGES/en/page.po"]
    found = strings(project, catalogs(project)[0])
    assert found["Captain"] == "Capitaine"
    assert found["Cook"] == "Cuisinier"
    assert found["The cook prepares 4 meals for the passengers."] == (
        "Le cuisinier prépare 4\u00a0repas pour les passagers."
    )
    assert found["Jobs"] == ""
    assert [p["key"] for p in report(build)["pairs"]] == ["captain", "cook"]
    before = snapshot(project, build)
    after = snapshot(project, project.build("jobs-pair"))
    po = project.root / catalogs(project)[0]
    assert before[po] == after[po]


# What other programs do to a catalogue


def test_what_msgmerge_leaves_of_a_drifted_block(make):
    """It writes `#~| msgid`, which Babel cannot read: with it, a page loses a translation."""
    project = make({**FILES, **COOKS}, conf=CONF)
    project.build("jobs-pair")
    path = project.root / PO
    drifted = (
        "\n# À revoir.\n# jobs-pair 5d41402abc4b/7d793037a076 0cc175b9c0f1 source changed\n#, fuzzy\n"
        '#~| msgid ""\n#~| "Moor the ferry at the north quay, and"\n#~| " greet."\n'
        '#~ msgid "Moor the ferry at the south quay, and greet."\n'
        '#~ msgstr "Amarrer le traversier au quai nord, et saluer."\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + drifted, encoding="utf-8")
    change(project, "en/captain.md", ("in winter", "in summer"))
    build = project.build("jobs-pair")
    assert [w.rpartition(" ")[2] for w in build.warnings] == ["[jobs.drift]"]
    assert entry(project, "Navigate").fuzzy
    (old,) = read(path, "fr").obsolete
    assert old.previous == "Moor the ferry at the north quay, and greet."
    assert old.comments == ("À revoir.",)
    assert old.state is State.SOURCE_CHANGED
    before = snapshot(project, build)
    assert snapshot(project, project.build("jobs-pair"))[path] == before[path]
    # The block comes back, with what a person wrote.
    change(
        project,
        "en/captain.md",
        ("## Conditions", "- Moor the ferry at the south quay, and greet.\n\n## Conditions"),
    )
    project.build("jobs-pair")
    assert "À revoir." in entry(project, "Moor").comments


def test_a_removed_drifted_block_is_written_as_all_programs_read_it(make, capsys):
    """gettext refuses `#| msgid` before `#~ msgid`, Babel `#~| msgid`."""
    project = make(FILES, conf=CONF)
    project.build("jobs-pair")
    change(project, "en/captain.md", ("in winter", "in summer"))
    project.build("jobs-pair")
    for name, words in (("en/captain.md", "Navigate"), ("fr/capitaine.md", "Naviguer")):
        text = (project.root / name).read_text(encoding="utf-8")
        lines = [line for line in text.split("\n") if words not in line]
        (project.root / name).write_text("\n".join(lines), encoding="utf-8")
    project.build("jobs-pair")
    text = (project.root / PO).read_text(encoding="utf-8")
    assert "#~ msgid" in text
    assert "# | msgid" in text
    assert "#~|" not in text
    assert "#| msgid" not in text
    with (project.root / PO).open("rb") as file:
        assert [m.id for m in read_po(file).obsolete.values()] == [
            "Navigate the ferry in summer, with 120 passengers"
        ]
    assert capsys.readouterr().out == ""


def test_a_catalogue_that_sphinx_would_misread_is_written_again(make):
    project = make(FILES, conf=CONF)
    project.build("jobs-pair")
    path = project.root / PO
    before = path.read_bytes()
    path.write_bytes(before.replace(b"Capitaine de traversier", rb"\x43hef\040de quart"))
    assert path.read_bytes() != before
    assert project.build("jobs-pair").warnings == []
    assert path.read_bytes() == before.replace(b"Capitaine de traversier", b"Chef de quart")


def test_an_escape_that_gettext_does_not_know_is_refused_in_its_line(make):
    project = make(FILES, conf=CONF)
    project.build("jobs-pair")
    change(project, PO, ("Capitaine de", "Capitaine \\q de"))
    (warning,) = project.build("jobs-pair").warnings
    line = line_of(project, PO, "\\q")
    assert warning.startswith(f"{PO}:{line}: WARNING: gettext knows no escape \\q; write \\\\q ")
    assert warning.endswith(" [jobs.catalog]")


@pytest.mark.parametrize("way", ["folder", "link"])
def test_a_catalogue_without_document_that_cannot_be_read_stops_nothing(make, way):
    project = make(FILES, conf=CONF)
    folder = project.root / "locale/fr/LC_MESSAGES"
    folder.mkdir(parents=True)
    if way == "folder":
        (folder / "old.po").mkdir()
    else:
        (folder / "old.po").symlink_to("nowhere.po")
    assert project.build("jobs-pair").warnings == []
    assert (project.root / PO).exists()


def test_a_translation_that_went_before_its_file_did(make):
    project = make({**FILES, **COOKS}, conf=QUIET)
    project.build("jobs-pair")
    change(
        project, "fr/capitaine.md", ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", "")
    )
    project.build("jobs-pair")
    (project.root / "fr/capitaine.md").unlink()
    (warning,) = project.build("jobs-pair").warnings
    assert warning.startswith("en/captain.md:13: WARNING: ")
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
def test_a_block_with_a_link_that_agreed_is_known_again(make, english, french):
    """No block that looks more alike takes its place, however its link is written."""

    def files(new=""):
        end = "\n\n[g]: https://a.example/x\n[guide]: https://a.example/guide\n"
        here = f"Our crew sails at dawn.\n\nRead {english} before you come aboard.\n\nBring boots.\n\n## Boots{end}"
        there = f"{new}Consultez {french} au préalable.\n\nApportez des bottes.\n\n## Bottes{end}"
        return {
            **COOKS,
            "en/a.md": posting("A", "a", here),
            "fr/a.md": posting("B", "a", f"Notre équipage part à l’aube.\n\n{there}"),
        }

    project = make(files(), conf=CONF)
    project.build("jobs-pair")
    confirm(project)
    assert project.build("jobs-pair").warnings == []
    project.write(files(f"Lisez {french} avant de monter à bord.\n\n"))
    (warning,) = project.build("jobs-pair").warnings
    assert warning.startswith("fr/a.md:10: WARNING: no block of en/a.md answers “Lisez ")
    assert entry(project, "Read", "locale/fr/LC_MESSAGES/en/a.po").state is State.AGREED


# Links and markup


LINKS_ENGLISH = """\
## Application

See [the application](#application), [the cook](cook.md), [conditions](cook.md#conditions)
and [the map](../files/map%20one.txt).

Read [the guide][guide], [guide] and <a href="cook.md">the cook</a> of the Aurora.

![Map of the Aurora](../files/aurora.png)

## Notes

1\\. Present the `[guide]` to the [authority](https://ferries.example/authority).

[guide]: https://ferries.example/guide "The guide"
"""
LINKS_FRENCH = """\
## Candidature

Voir [la candidature](#candidature), [le cuisinier](cuisinier.md), [conditions](cuisinier.md#conditions-de-travail)
et [la carte](../files/map%20one.txt).

Lire [le guide][guide], [guide] et <a href="cuisinier.md">le cuisinier</a> de l’Aurora.

![Carte de l’Aurora](../files/aurora.png)

## Notes

1\\. Présenter le `[guide]` à l’[autorité](https://ferries.example/authority).

[guide]: https://ferries.example/guide-fra "Le guide"
"""


def links_project(make, folder="fr"):
    deep = folder.count("/")
    french = LINKS_FRENCH.replace("../files", "../" * deep + "../files")
    return make(
        {
            "en/cook.md": COOK,
            f"{folder}/cuisinier.md": CUISINIER,
            "en/links.md": posting("Links", "links", LINKS_ENGLISH),
            f"{folder}/liens.md": posting("Liens", "links", french),
            "files/map one.txt": "Map.\n",
            "files/aurora.png": bytes.fromhex(
                "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
            ),
        },
        conf=CONF,
    )


@pytest.mark.parametrize("folder", ["fr", "content/fr"])
def test_links_lead_from_where_the_source_stands(make, folder):
    project = links_project(make, folder)
    project.build("jobs-pair")
    found = strings(project, "locale/fr/LC_MESSAGES/en/links.po")
    see = next(string for id_, string in found.items() if id_.startswith("See"))
    assert "[la candidature](#application)" in see
    assert "[le cuisinier](cook.md)" in see
    assert "[la carte](../files/map%20one.txt)" in see
    read_ = next(string for id_, string in found.items() if id_.startswith("Read"))
    assert read_ == (
        'Lire [le guide](https://ferries.example/guide-fra "Le guide"), '
        '[guide](https://ferries.example/guide-fra "Le guide") et '
        '<a href="cook.md">le cuisinier</a> de l’Aurora.'
    )
    assert found["Map of the Aurora"] == "Carte de l’Aurora"
    image = next(string for id_, string in found.items() if id_.startswith("!["))
    assert image == "![Carte de l’Aurora](../files/aurora.png)"
    numbered = next(string for id_, string in found.items() if id_.startswith("1\\."))
    assert numbered == (
        "1\\. Présenter le `[guide]` à l’[autorité](https://ferries.example/authority)."
    )


def test_an_anchor_on_another_page_is_that_page_s_or_doubtful(make):
    """The French site has the page in French, with the anchors of the English text."""
    project = links_project(make)
    project.build("jobs-pair")
    see = entry(project, "See", "locale/fr/LC_MESSAGES/en/links.po")
    if "conditions-de-travail" in see.string:
        assert (see.fuzzy, see.mark.notes) == (True, ("anchor",))
    else:
        assert "[conditions](cook.md#conditions)" in see.string


def test_an_anchor_that_leads_nowhere_is_doubtful(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    change(project, "en/captain.md", ("Our office pays", "[Our office](#responsibilities) pays"))
    change(project, "fr/capitaine.md", ("Notre bureau paie", "[Notre bureau](#bureau) paie"))
    build = project.build("jobs-pair")
    assert "anchor" in entry(project, "[Our office]").mark.notes
    assert any("it links to a heading that the source has not" in w for w in build.warnings)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Captain: *nights* & R&D", "Capitaine : *nuits* & R&D"),
        ("Captain [north] `x`", "Capitaine [nord] `x`"),
        ("1. Captain of the Aurora", "1. Capitaine de l’Aurora"),
        ("Captain <Aurora> 2_3_4", "Capitaine <Aurora> 2_3_4"),
        ("# Captain", "# Capitaine"),
        ("Captain $5 or $6 {job}", "Capitaine 5 $ ou 6 $ {job}"),
        ("Captain \\\\*a\\*", "Capitaine \\\\*a\\*"),
    ],
)
def test_a_title_is_shown_as_it_is_written(make, english, french):
    """No matter what Markdown would make of it; end to end."""
    project = make(
        {
            "a.md": posting(json.dumps(english), "a", ENGLISH, description=json.dumps(english)),
            "a.fr.md": posting(json.dumps(french), "a", FRENCH, description=json.dumps(french)),
        },
        conf=QUIET + "smartquotes = False\n",
    )
    project.build("jobs-pair")
    confirm(project)
    (project.root / "a.fr.md").unlink()
    build = project.build(confoverrides={"language": "fr"})
    main = build.main("a")
    assert main.find("h1").get_text()[:-1] == french
    assert main.select_one(".job-lead").get_text() == french


# End to end


PROOF_ENGLISH = """\
The captain commands the ferry *Aurora*.  \nTwo lines.

(mooring)=

## Mooring the Aurora

- Navigate with 120 passengers

  1. Inspect the [motors](#mooring-the-aurora)
  2. \\- Inspect the [radar](https://ferries.example/radar "Radar")

| Route | Minutes |
|---|---|
| From Port Nord | 45 minutes |

> \\# 1 of the region[^n]

```sh
ferry --depart
```

![The ferry Aurora](aurora.png)

<p>Present the <b>application</b> to the office.</p>

[^n]: Official statistics of 2025.
"""
PROOF_FRENCH = """\
Le capitaine commande le traversier *Aurora*.  \nDeux lignes.

(amarrage)=

## Amarrage de l’Aurora

- Naviguer avec 120\u00a0passagers

  1. Inspecter les [moteurs](#amarrage-de-laurora)
  2. \\- Inspecter le [radar][radar]

| Trajet | Minutes |
|---|---|
| De Port Nord | 45\u00a0minutes |

> \\# 1 de la région[^n]

```sh
ferry --depart
```

![Le traversier Aurora](aurora.png)

<p>Présentez la <b>candidature</b> au bureau.</p>

[^n]: Statistiques officielles de 2025.

[radar]: https://ferries.example/radar "Le radar"
"""


def test_the_catalogue_is_the_translation(make):
    """The French file is dropped; the French site shows its words nonetheless, and its links."""
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    project = make(
        {
            "captain.md": posting(
                "Captain of the Aurora", "captain", PROOF_ENGLISH, description="Command *it*."
            ),
            "capitaine.fr.md": posting(
                "Capitaine de l’Aurora", "captain", PROOF_FRENCH, description="Commandez-*le*."
            ),
            "aurora.png": pixel,
        },
        conf=QUIET + "smartquotes = False\n",
    )
    build = project.build("jobs-pair")
    original = project.build().main("capitaine.fr")
    path = "locale/fr/LC_MESSAGES/captain.po"
    assert catalogs(project) == [path]
    confirm(project)
    (project.root / "capitaine.fr.md").unlink()
    build = project.build(confoverrides={"language": "fr"})
    assert build.warnings == []
    main = build.main("captain")
    section, wanted = (m.select_one("section.job-posting") for m in (main, original))
    for one in (section, wanted):
        for box in one.select(".job-switch"):
            box.decompose()
    assert section.get_text(" ", strip=True).split() == wanted.get_text(" ", strip=True).split()
    for selector in ("h1", "h2", "li", "td", "em", "b, strong", "br", "ol > li", "pre"):
        assert [one.get_text() for one in section.select(selector)] == [
            one.get_text() for one in wanted.select(selector)
        ], selector
    assert [img["alt"] for img in section.select("img")] == ["Le traversier Aurora"]
    assert section.find("a", string="moteurs")["href"] == "#mooring-the-aurora"
    radar = section.find("a", string="radar")
    assert (radar["href"], radar.get("title")) == ("https://ferries.example/radar", "Le radar")
    ids = {tag["id"] for tag in main.select("[id]")}
    assert {a["href"][1:] for a in main.select("a[href^='#']")} <= ids


@pytest.mark.parametrize("hard_break", ["  \n", "\\\n"], ids=["spaces", "backslash"])
def test_a_hard_line_break_stays(make, hard_break):
    project = make(
        {
            "a.md": posting("Captain", "a", f"The captain commands.{hard_break}The ferry sails.\n"),
            "a.fr.md": posting(
                "Capitaine", "a", f"Le capitaine commande.{hard_break}Le traversier navigue.\n"
            ),
        },
        conf=QUIET,
    )
    project.build("jobs-pair")
    confirm(project)
    (project.root / "a.fr.md").unlink()
    main = project.build(confoverrides={"language": "fr"}).main("a")
    text = main.find("br").find_parent("p").get_text(" ", strip=True)
    assert text == "Le capitaine commande. Le traversier navigue."


def test_what_is_fuzzy_is_not_shown(make):
    project = make(
        {"captain.md": CAPTAIN, "capitaine.fr.md": CAPITAINE.replace("1\u202f250", "1\u202f450")},
        conf=QUIET,
    )
    assert len(project.build("jobs-pair").warnings) == 1
    (project.root / "capitaine.fr.md").unlink()
    main = project.build(confoverrides={"language": "fr"}).main("captain").get_text()
    assert "450" not in main
    assert "Our office pays" in main
    assert "Conditions de travail" in main


def test_the_alternative_text_of_an_image_is_no_markup(make):
    """Sphinx takes it as it stands in the catalogue."""
    files = {
        name: posting(title, "a", body)
        for name, title, body in (
            ("a.md", "Captain", f"{ENGLISH}\n![1. Map of the *Aurora* - 120]({{}})\n"),
            ("a.fr.md", "Capitaine", f"{FRENCH}\n![1. Carte de l’*Aurora* - 120]({{}})\n"),
        )
    }
    project = make(
        {name: text.replace("{}", "https://ferries.example/a.png") for name, text in files.items()},
        conf=QUIET,
    )
    project.build("jobs-pair")
    original = project.build().main("a.fr").find("img")["alt"]
    (project.root / "a.fr.md").unlink()
    build = project.build(confoverrides={"language": "fr"})
    assert build.main("a").find("img")["alt"] == original


def test_a_page_in_parallel_and_verbose_is_the_same(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    first = snapshot(project, project.build("jobs-pair"))
    other = make({**FILES, **COOKS}, conf=CONF, name="other")
    second = snapshot(other, other.build("jobs-pair", parallel=2, verbosity=1))
    assert sorted(data for data, _time in first.values()) == sorted(
        data for data, _time in second.values()
    )


def test_a_renamed_posting_keeps_its_catalogue(make):
    project = make(FILES, conf=CONF)
    project.build("jobs-pair")
    change(project, PO, ("avec 120\u00a0passagers", "avec ses 120\u00a0passagers"))
    confirm(project)
    (project.root / "en/captain.md").rename(project.root / "en/master.md")
    project.build("jobs-pair")
    assert not (project.root / PO).exists()
    kept = strings(project, PO.replace("captain", "master"))
    assert kept["Navigate the ferry in winter, with 120 passengers"].endswith(
        "avec ses 120\u00a0passagers"
    )


def test_a_folder_that_cannot_be_written_stops_nothing(make):
    project = make(FILES, conf=CONF)
    blocked = project.root / "locale/fr/LC_MESSAGES"
    blocked.mkdir(parents=True)
    (blocked / "en").write_text("in the way", encoding="utf-8")
    build = project.build("jobs-pair")
    assert any("[jobs.catalog]" in line for line in build.warnings)
    assert report(build)["pairs"][0]["error"]


def test_a_field_s_entry_is_its_own_when_a_block_says_the_same(make):
    same = "Command the ferry Aurora between Port Nord and Anse Bleue."
    lead, body = "Commandez l’Aurora, de Port Nord à Anse Bleue.", "Vous commandez l’Aurora, oui."
    files = {
        "en/captain.md": posting("Ferry captain", "captain", f"{same}\n", description=same),
        "fr/capitaine.md": posting("Capitaine", "captain", f"{body}\n", description=lead),
    }
    project = make(files, conf=QUIET)
    project.build("jobs-pair")
    confirm(project)
    assert project.build("jobs-pair").warnings == []
    path = project.root / "en/captain.md"
    text = path.read_text(encoding="utf-8")
    head, _, _body = text.rpartition(same)
    path.write_text(
        f"{head}Command the big ferry Aurora between Port Nord and Anse Bleue.\n", encoding="utf-8"
    )
    (warning,) = project.build("jobs-pair").warnings
    assert "en/captain.md:8" in warning
    assert "[jobs.drift]" in warning
    assert "<!--" not in warning
    path.write_text(text, encoding="utf-8")
    assert project.build("jobs-pair").warnings == []


def test_one_of_two_equal_blocks_that_changes_is_reported(make):
    once, una = "Our office works with 25 partners.", "Notre bureau travaille avec 25 partenaires."
    files = {
        "en/captain.md": posting("Captain", "captain", f"{once}\n\n## Duties\n\n{once}\n"),
        "fr/capitaine.md": posting("Capitaine", "captain", f"{una}\n\n## Tâches\n\n{una}\n"),
    }
    project = make(files, conf=QUIET)
    project.build("jobs-pair")
    confirm(project)
    project.build("jobs-pair")
    path = project.root / "en/captain.md"
    text = path.read_text(encoding="utf-8")
    head, _, _tail = text.rpartition("works")
    path.write_text(f"{head}never works with 25 partners.\n", encoding="utf-8")
    (warning,) = project.build("jobs-pair").warnings
    assert "[jobs.drift]" in warning
    assert "never" in warning


def test_the_table_shows_how_each_job_stands(make):
    home = "# Home\n\n```{job-pairs}\n:status: all\n```\n"
    project = make({**FILES, "en/deck.md": posting("Deckhand", "deck"), "index.md": home}, QUIET)
    project.build("jobs-pair")
    confirm(project)
    project.build("jobs-pair")
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in project.build().main("index").select("tbody tr")
    ]
    assert rows[0] == ["Ferry captain", "original", "written, 100% in agreement", "nothing"]
    assert rows[1][:2] == ["Deckhand", "original"]
    assert rows[1][2].startswith("missing, 0% translated")
    assert "write the text" in rows[1][3]
    change(project, "en/captain.md", ("with 120 passengers", "with 130 passengers"))
    project.build("jobs-pair")
    again = project.build()
    assert "index" in again.written
    assert "Français: 1 drifted block" in again.main("index").get_text()
