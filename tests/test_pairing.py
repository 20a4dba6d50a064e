"""The builder ``jobs-pair`` in whole builds; its rules are tested as values in ``unit``."""

from __future__ import annotations

import json
import re

import fastjsonschema
import pytest
from babel.messages.pofile import read_po

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.pairing.catalogs.po import read
from sphinxext_jobs.pairing.json_schema import pairing
from sphinxext_jobs.sources import files

from .ferries import (
    CAPITAINE,
    CAPTAIN,
    CONF,
    COOK,
    COOKS,
    CUISINIER,
    ENGLISH,
    FILES,
    FRENCH,
    PO,
    QUIET,
)
from .support import posting

#: An image of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000"
    "001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)

#: Whether ``pairing.json`` is as its schema says.
VALIDATE = fastjsonschema.compile(pairing())


def strings(project, path=PO, lang="fr"):
    """Return what a catalogue says: the translation of each message."""
    return {entry.id: entry.string for entry in read(project.root / path, lang).entries}


def entry(project, id_, path=PO, lang="fr"):
    """Return the entry whose message begins so."""
    entries = read(project.root / path, lang).entries
    return next(entry for entry in entries if entry.id.startswith(id_))


def report(build):
    found = json.loads(build.text("pairing.json"))
    VALIDATE(found)
    return found


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
    """Do what a person does who has looked at everything, and found it right."""
    for path in (project.root / "locale").rglob("*.po"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8"
        )


# A run


def test_pairs_become_catalogues_and_a_report(make):
    deck = {"en/deck.md": posting("Deckhand", "deck")}
    cook = {"en/cook.md": COOKS["en/cook.md"] + "\n<!-- No page shows this. -->\n"}
    project = make({**FILES, **COOKS, **cook, **deck}, conf=QUIET)
    build = project.build("jobs-pair", warningiserror=True)
    assert (build.warnings, build.app.statuscode) == ([], 0)
    assert catalogs(project) == [
        PO.replace("captain", name) for name in ("captain", "cook", "deck")
    ]
    assert strings(project)["Ferry captain"] == "Capitaine de traversier"
    data = report(build)
    assert list(data) == ["version", "run", "pairs", "unpaired", "left_over"]
    assert (data["version"], data["left_over"]) == (2, [])
    assert [(pair["key"], len(pair["links"])) for pair in data["pairs"]] == [
        ("captain", 9),
        ("cook", 5),
    ]
    assert [(pair["key"], pair["language"]) for pair in data["unpaired"]] == [("deck", "fr")]
    assert [link["source"][0]["kind"] for link in data["pairs"][0]["links"]] == [
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
    said = build.app.status.getvalue()
    for phase in ("reading postings", "aligning texts", "writing catalogues"):
        assert f"{phase}... [100%]" in re.sub(r"\x1b\[[0-9;]*[mK]", "", said)
    first = "1 point to decide. 2 of 2 pairs are in order. 1 job has no text in a language.\n"
    assert first in said
    assert "     1  Missing  No French text (1)\n" in said
    assert "captain: en/captain.md" not in said  # a line on each pair is for --verbose


def test_a_second_run_changes_nothing(make):
    project = make(
        {
            **FILES,
            "en/a.md": posting("Messy", "messy", MESSY_ENGLISH),
            "fr/a.md": posting("Désordre", "messy", MESSY_FRENCH),
            "en/deck.md": posting("Deckhand", "deck", "Our office pays $1,250.50 each week.\n"),
        },
        conf=QUIET,
    )
    first = project.build("jobs-pair")
    before = snapshot(project, first)
    assert len(before) == 4
    again = project.build("jobs-pair", freshenv=True)
    assert snapshot(project, again) == before
    assert again.warnings == first.warnings


def test_doubts_fail_the_gate(make):
    project = make(FILES, conf=CONF)
    change(project, "fr/capitaine.md", ("1\u202f250,50", "1\u202f450,50"))
    build = project.build("jobs-pair", warningiserror=True)
    assert build.app.statuscode != 0
    (warning,) = [w for w in build.warnings if "[jobs.doubtful]" in w]
    assert warning.startswith("en/captain.md:17: WARNING: The translation of “Our office")


def test_the_counterpart_is_the_one_that_pages_link_to(make):
    """It is chosen by folder, id and name, and the run reports what the contents say."""
    project = make(
        {
            "en/one.md": CAPTAIN,
            "en/two.md": COOK.replace("Key: cook", "Key: captain"),
            "fr/one.md": CUISINIER.replace("Key: cook", "Key: captain"),
            "fr/two.md": CAPITAINE,
            **COOKS,
            "fr/sous-chef.md": CUISINIER,
        },
        conf=CONF + "suppress_warnings = ['jobs.duplicate']\n",
    )
    build = project.build("jobs-pair")
    data = report(build)
    pairs = [(pair["source"]["docname"], pair["target"]["docname"]) for pair in data["pairs"]]
    assert pairs == [("en/one", "fr/one"), ("en/two", "fr/two"), ("en/cook", "fr/cuisinier")]
    assert [warning for warning in build.warnings if warning.endswith("[jobs.pair]")] == [
        f"en/{one}.md:5: WARNING: fr/{one}.md is the counterpart of this file because of its "
        f"folder, id or name, but the content of fr/{other}.md is much more similar. Give each job "
        "its own key. [jobs.pair]"
        for one, other in (("one", "two"), ("two", "one"))
    ]
    # The blocks of a wrong pair are not reported, and its catalogue does not remember them.
    assert len(build.warnings) == 3
    assert not (project.root / PO.replace("captain", "one")).exists()
    page = project.build().main("en/one")
    assert page.select_one("a[hreflang=fr]")["href"] == "../fr/one.html"
    (left,) = data["left_over"]
    assert (left["key"], left["file"], left["language"]) == ("cook", "fr/sous-chef.md", "fr")
    assert (
        "fr/sous-chef.md:5: WARNING: This file is not the counterpart of any posting with the key "
        "cook: fr/cuisinier.md is. Change its key, or delete it. [jobs.unmatched]"
    ) in build.warnings


def test_a_new_file_of_a_key_that_links_lead_to(make):
    project = make({"en/captain.md": CAPTAIN, "fr/capitaine.md": CAPITAINE}, conf=QUIET)
    assert project.build("jobs-pair").warnings == []
    project.write({"fr/captain.md": posting("Chef", "captain", "Un tout autre texte.\n")})
    (warning,) = project.build("jobs-pair").warnings
    assert warning.startswith(
        "fr/captain.md:5: WARNING: en/captain.md agreed with fr/capitaine.md, but its links lead to "
        "this file because of the folder, id or name. Change its key, or delete it."
    )
    page = project.build().main("en/captain")
    assert page.select_one("a[hreflang=fr]")["href"] == "../fr/captain.html"
    (project.root / "fr/captain.md").rename(project.root / "fr/zzz.md")
    (warning,) = project.build("jobs-pair").warnings
    assert "This file is not the counterpart of any posting" in warning


def test_a_file_too_many_is_one_mistake(make):
    """A build does not know which of two files is the counterpart; the pairing does."""
    project = make({**FILES, "fr/z.md": CUISINIER.replace("Key: cook", "Key: captain")}, conf=CONF)
    (warning,) = project.build().warnings
    assert warning.endswith("[jobs.duplicate]")
    (warning,) = project.build("jobs-pair").warnings
    assert warning == (
        "fr/z.md:5: WARNING: This file is not the counterpart of any posting with the key captain: "
        "fr/capitaine.md is. Change its key, or delete it. [jobs.unmatched]"
    )
    project.write({"en/cook.md": COOK})
    change(project, "fr/z.md", ("Key: captain", "Key: cook"))
    assert project.build("jobs-pair", warningiserror=True).warnings == []


def test_a_better_counterpart_is_not_reported_as_left_over(make):
    files = {
        "en/captain.md": CAPTAIN,
        "fr/captain.md": CUISINIER.replace("Key: cook", "Key: captain"),
        "fr/z.md": CAPITAINE,
    }
    project = make(files, conf=CONF)
    build = project.build("jobs-pair")
    (warning,) = build.warnings
    assert "the content of fr/z.md is much more similar. Give each job its own key." in warning
    assert report(build)["left_over"] == []
    assert "1 point to decide." in build.app.status.getvalue()
    change(project, "fr/captain.md", ("Key: captain", "Key: cook"))
    project.write({"en/cook.md": COOK})
    assert project.build("jobs-pair", warningiserror=True).warnings == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("fr/capitaine.md", "Notre bureau paie", "Notre bureau verse"),
        ("fr/capitaine.md", "title: Capitaine de traversier", "title: Capitaine"),
        ("en/captain.md", "Present your application", "Send your application"),
    ],
)
def test_texts_in_a_merge_conflict_are_not_compared(make, name, old, new):
    project = make({**FILES, **COOKS}, conf=CONF)
    project.build("jobs-pair")
    before = (project.root / PO).read_bytes()
    whole = (project.root / name).read_text(encoding="utf-8")
    (line,) = [line for line in whole.splitlines() if line.startswith(old)]
    other = line.replace(old, new)
    change(project, name, (line, f"<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> main"))
    for _ in range(2):  # the second one does not read the file again
        build = project.build("jobs-pair", warningiserror=True)
        (warning,) = build.warnings
        assert warning.startswith(f"{name}:")
        assert warning.endswith("[jobs.merge]")
        data = report(build)
        assert [pair["points"] for pair in data["pairs"]] == [["merge"], []]
        assert not any(link["point"] for link in data["pairs"][0]["links"])
        assert "1 point to decide. 1 of 2 pairs is in order." in build.app.status.getvalue()
        assert "is in a merge conflict" in build.text("points.html")
        assert (project.root / PO).read_bytes() == before
    change(project, name, (f"<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> main", line))
    assert project.build("jobs-pair", warningiserror=True).warnings == []
    assert (project.root / PO).read_bytes() == before


def test_a_draft_does_not_replace_a_published_text(make):
    draft = CAPITAINE.replace("layout:", "draft: true\nlayout:").replace("paie", "paiera")
    project = make({**FILES, "fr/captain.md": draft, "fr/z.md": draft}, conf=CONF)
    build = project.build("jobs-pair", warningiserror=True)
    assert build.warnings == []
    (pair,) = report(build)["pairs"]
    assert pair["target"]["file"] == "fr/capitaine.md"
    assert main(["confirm", "captain", "-c", str(project.root)]) == 0
    assert main(["apply", "captain", "--check", "-c", str(project.root)]) == 0


def test_a_confirmation_is_of_one_pair(make, monkeypatch):
    spanish = CAPITAINE.replace("Le capitaine commande", "El capitán manda")
    conf = CONF.replace("'fr'", "'fr', 'es'") + "suppress_warnings = ['jobs.language']\n"
    project = make({**FILES, "es/capitan.md": spanish}, conf=conf)
    project.build("jobs-pair")
    confirm(project)
    assert project.build("jobs-pair").warnings == []
    change(project, "en/captain.md", ("in winter", "in summer"), ("Our office", "Our new office"))
    monkeypatch.chdir(project.root)
    before = project.build("jobs-pair")
    assert len(before.warnings) == 4
    commands = [re.search("`sphinx-jobs (.+)`", each)[1] for each in before.warnings]
    page = before.text("points.html")
    assert all(command.split()[-1] in page for command in commands)
    assert "confirm en/captain.md:" not in page
    for number, command in enumerate(commands, 1):
        assert main(command.split()) == 0
        left = project.build("jobs-pair").warnings
        assert left == before.warnings[number:]


def test_settings_without_which_sphinx_finds_no_catalogue(make):
    conf = CONF.replace("gettext_compact = False\n", "").replace("['locale']", "[]")
    assert make(FILES, conf=conf).build("jobs-pair").warnings == [
        "WARNING: Sphinx does not find the catalogues that jobs-pair writes, one for each page, "
        "unless `gettext_compact` is False. Add `gettext_compact = False` to conf.py. [jobs.config]",
        "WARNING: Sphinx reads no catalogues, because `locale_dirs` is empty. Add "
        '`locale_dirs = ["locale"]` to conf.py. [jobs.config]',
    ]


def test_without_a_list_of_languages_the_project_s_is_the_source(make):
    conf = CONF.replace("jobs_languages = ['en', 'fr']\n", "") + "language = 'fr'\n"
    project = make(FILES, conf=conf)
    assert project.build("jobs-pair").warnings == []
    assert catalogs(project) == ["locale/en/LC_MESSAGES/fr/capitaine.po"]


def test_a_project_without_postings(make):
    project = make({"a.md": "# A\n"}, conf=CONF)
    build = project.build("jobs-pair")
    assert build.warnings == []
    assert "There are no jobs to compare." in build.app.status.getvalue()
    assert not (project.root / "locale").exists()
    data = report(build)
    assert data.pop("run")
    assert data == {"version": 2, "pairs": [], "unpaired": [], "left_over": []}


def test_a_page_in_parallel_and_verbose_is_the_same(make):
    project = make({**FILES, **COOKS}, conf=CONF)
    first = snapshot(project, project.build("jobs-pair"))
    other = make({**FILES, **COOKS}, conf=CONF, name="other")
    second = snapshot(other, other.build("jobs-pair", parallel=2, verbosity=1))
    assert sorted(data for data, _time in first.values()) == sorted(
        data for data, _time in second.values()
    )


# Blocks


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
                    warning.startswith(f"fr/a.md:{block['line']}: WARNING: “")
                    for warning in build.warnings
                )
        elif link["target"]:
            assert link["why"] == ["untranslatable"]
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
    conf = CONF + "myst_enable_extensions = ['attrs_block', 'colon_fence', 'deflist']\n"
    project = make(
        {
            "en/a.md": posting("Everything: 100% *of* it", "a", EVERYTHING),
            "en/b.md": posting("B", "b"),
            "fr/a.md": posting("Tout", "a", "Rien.\n"),
            "en/p.png": PIXEL,
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


#: Code and raw HTML of every kind, in each of which one number may change.
CODE = """\
Call the crew.

```sh
ferry --call 101
```

    ferry --indented 102

```{code-block} text
:emphasize-lines: 1

ferry --block 103
```

<table>
<tr><td>Number</td><td>104</td></tr>

<tr><td>Room</td><td>105</td></tr>
</table>

- An item

  <div>Extension 106</div>

```{raw} html
<p>Fax 107</p>
```

> ~~~
> ferry --quoted 108
> ~~~
"""


def test_code_that_only_one_text_changes_is_reported_and_confirmed(make, monkeypatch, capsys):
    french = CODE.replace("Call the crew.", "Appelez l’équipage.").replace("An item", "Un point")
    project = make(
        {
            "en/call.md": posting("Caller", "call", CODE, description="Call us."),
            "fr/appel.md": posting("Crieuse", "call", french, description="Appelez."),
        },
        conf=CONF,
    )
    monkeypatch.chdir(project.root)
    path = "locale/fr/LC_MESSAGES/en/call.po"

    def drift():
        return [each for each in project.build("jobs-pair").warnings if "[jobs.drift]" in each]

    assert drift() == []
    assert (project.root / path).read_text(encoding="utf-8").count("# jobs-pair code: ") == 8
    numbers = [str(number) for number in range(101, 109)]
    for name, start in (("en/call.md", "9"), ("fr/appel.md", "8")):
        change(project, name, *((number, start + number[1:]) for number in numbers))
        warnings = drift()
        assert len(warnings) == 8
        for warning in warnings:
            command = warning.partition("type `sphinx-jobs ")[2].partition("`")[0].split()
            assert main(command) == 0
        assert drift() == []
        assert main(["confirm", "call", "-c", str(project.root)]) == 0
        assert capsys.readouterr().out.endswith("confirmed: 0\n")
    for name, start in (("en/call.md", "9"), ("fr/appel.md", "8")):
        change(project, name, *((start + number[1:], f"7{number[1:]}") for number in numbers))
    assert drift() == []


def test_code_in_a_part_of_a_page_is_confirmed_in_the_catalogue(make):
    part = (
        "# {0}\n\n````{{job-posting}}\n:title: {0}\n:translationKey: call\n\n<div>45</div>\n````\n"
    )
    project = make(
        {"en/page.md": part.format("Caller"), "fr/page.md": part.format("Crieuse")}, CONF
    )
    path = project.root / "locale/fr/LC_MESSAGES/en/page.po"

    def drift():
        return [each for each in project.build("jobs-pair").warnings if "[jobs.drift]" in each]

    assert drift() == []
    change(project, "en/page.md", ("45", "46"))
    (warning,) = drift()
    assert "delete the line `jobs-pair code:` with four digests in locale" in warning
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if "jobs-pair code:" not in line), encoding="utf-8"
    )
    assert drift() == []


def test_a_draft_is_paired_and_waits(make):
    """Nothing of it is published or judged; each build says where the text is."""
    draft = CAPITAINE.replace("layout:", "draft: true\nlayout:").replace(
        "- Inspecter les 4\u00a0moteurs avec les mécaniciens",
        "- Inspect the 4 motors with the mechanics\n  % jobs: untranslated",
    )
    alone = {"en/deck.md": posting("Deckhand", "deck", draft="true")}
    project = make({"en/captain.md": CAPTAIN, "fr/capitaine.md": draft, **alone}, conf=CONF)
    waits = re.compile(r"en/captain\.md:\d+: .* The text in fr .* is a draft: fr/capitaine\.md\.")
    for builder in ("html", "jobs-pair", "html"):
        build = project.build(builder)
        (warning,) = build.warnings
        assert waits.search(warning), warning
    assert not (build.app.outdir / "fr" / "capitaine.html").exists()
    found = strings(project)
    assert found["Ferry captain"] == "Capitaine de traversier"
    assert found["Inspect the 4 motors with the mechanics"] == ""
    assert catalogs(project) == [PO]
    change(project, "fr/capitaine.md", ("draft: true\n", ""))
    for builder in ("jobs-pair", "html"):
        (warning,) = project.build(builder).warnings
        assert "The text above this line is not translated yet." in warning
        assert "fr/capitaine.md:14" in warning


# Files


BROKEN = {
    "conflict": lambda text: text.replace(
        b'msgstr "Capi', b'<<<<<<< HEAD\nmsgstr "Chef"\n=======\nmsgstr "Capi'
    ),
    "latin": lambda text: text.decode().encode("latin-1", "replace"),
    "truncated": lambda text: text[: text.index(b"Capitaine de") + 4],
    "twice": lambda text: text + b'\nmsgid "Ferry captain"\nmsgstr "Chef"\n',
    "language": lambda text: text.replace(b"Language: fr", b"Language: de"),
    "binary": lambda _text: b"\xde\x12\x04\x95\0\0\0\0",
    "bom": lambda text: b"\xef\xbb\xbf" + text,
    "escape": lambda text: text.replace(b"Capitaine de", b"Capitaine \\q de"),
    "folder": None,
}
LINES = {"conflict": 15, "truncated": 15, "language": 7, "escape": 15, "latin": 32}


def test_broken_catalogues_are_left_alone(make):
    """Each is reported at its line, and the others are brought up to date."""
    sources = {
        f"{lang}/{name}.md": text.replace("Key: captain", f"Key: {name}")
        for name in (*BROKEN, "sound")
        for lang, text in (("en", CAPTAIN), ("fr", CAPITAINE))
    }
    project = make(sources, conf=CONF)
    project.build("jobs-pair")
    broken = {}
    for name, spoil in BROKEN.items():
        path = project.root / PO.replace("captain", name)
        if spoil is None:
            path.unlink()
            path.mkdir()
        else:
            broken[name] = spoil(path.read_bytes())
            path.write_bytes(broken[name])
    (project.root / PO.replace("captain", "sound")).unlink()
    build = project.build("jobs-pair")
    LINES["twice"] = broken["twice"].count(b"\n") - 1
    expected = {name: LINES.get(name, 1) for name in BROKEN}
    found = {}
    for warning in build.warnings:
        match = re.fullmatch(rf"{PO.replace('captain', '(.+)')}:(\d+): WARNING: (.*)", warning)
        assert match, warning
        found[match[1]] = int(match[2])
        assert match[3].endswith(
            " The file was not changed. Fix it, or delete it and it will be created again. "
            "[jobs.catalog]"
        )
    assert found == expected
    for name, data in broken.items():
        assert (project.root / PO.replace("captain", name)).read_bytes() == data
    for pair in report(build)["pairs"]:
        assert bool(pair["error"]) == (pair["key"] != "sound")
        written = {link["written"] for link in pair["links"]}
        assert written == ({True} if pair["key"] == "sound" else {False})
    # What is deleted is created again.
    (project.root / PO.replace("captain", "latin")).unlink()
    assert len(project.build("jobs-pair").warnings) == len(BROKEN) - 1
    assert (project.root / PO.replace("captain", "latin")).exists()


def test_a_renamed_posting_keeps_its_catalogue(make):
    project = make(FILES, conf=CONF)
    project.build("jobs-pair")
    change(project, PO, ("avec 120\u00a0passagers", "avec ses 120\u00a0passagers"))
    confirm(project)
    folder = (project.root / PO).parent
    (folder / "folder.po").mkdir()
    (folder / "link.po").symlink_to("nowhere.po")
    (project.root / "en/captain.md").rename(project.root / "en/master.md")
    (warning,) = project.build("jobs-pair").warnings  # the file does not have the new words
    assert "[jobs.unapplied]" in warning
    assert not (project.root / PO).exists()
    kept = strings(project, PO.replace("captain", "master"))
    assert kept["Navigate the ferry in winter, with 120 passengers"].endswith(
        "avec ses 120\u00a0passagers"
    )


def test_a_copy_of_a_source_knows_what_its_translation_agreed_with(make):
    project = make(FILES, conf=QUIET)
    project.build("jobs-pair")
    copy = FILES["en/captain.md"].replace("in winter, with 120", "in summer, with 140")
    (project.root / "en/captain-2.md").write_text(copy, encoding="utf-8")
    for _run in range(2):
        build = project.build("jobs-pair")
        (warning,) = [each for each in build.warnings if each.endswith("[jobs.drift]")]
        assert warning.startswith(
            "en/captain-2.md:12: WARNING: This text changed, but its translation at "
            "fr/capitaine.md:12 did not. “winter,” became “summer,”, “120” became “140”."
        )
    changed = entry(project, "Navigate the ferry in summer", PO.replace("captain", "captain-2"))
    assert changed.previous == "Navigate the ferry in winter, with 120 passengers"
    assert not entry(project, changed.previous).fuzzy


def test_a_variety_of_a_language_gets_a_catalogue_of_its_own(make):
    """One text is for both, but each catalogue names its own language."""
    project = make(FILES, conf=CONF)
    project.build("jobs-pair")
    languages = {"jobs_languages": ["en", "fr", "fr-CA"]}
    assert project.build("jobs-pair", confoverrides=languages).warnings == []
    written = (project.root / PO.replace("/fr/", "/fr_CA/")).read_text(encoding="utf-8")
    assert "Language: fr_CA" in written


def test_a_file_in_the_place_of_a_folder_stops_nothing(make):
    project = make({**FILES, "en/jobs/cook.md": COOK, "fr/cuisinier.md": CUISINIER}, conf=CONF)
    folder = (project.root / PO).parent
    folder.mkdir(parents=True)
    (folder / "jobs").write_text("in the way", encoding="utf-8")
    build = project.build("jobs-pair")
    (warning,) = [line for line in build.warnings if "[jobs.catalog]" in line]
    path = PO.replace("captain", "jobs/cook")
    assert warning.startswith(f"{path}:1: WARNING: The catalogue cannot be read: ")
    errors = {pair["key"]: pair["error"] for pair in report(build)["pairs"]}
    assert errors["captain"] is None
    assert errors["cook"]["text"].startswith("The catalogue cannot be read: ")


def test_a_catalogue_that_cannot_be_written_is_reported(make, monkeypatch):
    project = make({**FILES, **COOKS}, conf=CONF)
    original = files.write_if_changed

    def refuse(path, text):
        if path.name == "cook.po":
            raise OSError(28, "No space left on device")
        original(path, text)

    monkeypatch.setattr("sphinxext_jobs.builders.catalogs.write_if_changed", refuse)
    build = project.build("jobs-pair")
    assert build.warnings == [
        f"{PO.replace('captain', 'cook')}:1: WARNING: The catalogue cannot be written: No space "
        "left on device. Check its folder and the disk. [jobs.catalog]"
    ]
    first, second = report(build)["pairs"]
    assert (first["error"], bool(second["error"])) == (None, True)
    assert {link["written"] for link in second["links"]} == {False}
    assert catalogs(project) == [PO]


# End to end


def test_links_lead_to_the_files_of_the_source_s_language(make):
    links = "See [the {0}]({0}.md#conditions) and [the map](../files/map%20one.txt).\n\n![Map of {1}](../files/map.png)\n"
    project = make(
        {
            "en/cook.md": COOK,
            "fr/cuisinier.md": CUISINIER,
            "en/links.md": posting("Links", "links", links.format("cook", "Nord")),
            "fr/liens.md": posting("Liens", "links", links.format("cuisinier", "Nord-Est")),
            "files/map one.txt": "Map.\n",
            "files/map.png": PIXEL,
        },
        conf=CONF,
    )
    project.build("jobs-pair")
    found = strings(project, PO.replace("captain", "links"))
    see = next(string for id_, string in found.items() if id_.startswith("See"))
    assert "[the cuisinier](cook.md#conditions)" in see
    assert "[the map](../files/map%20one.txt)" in see
    assert found["Map of Nord"] == "Map of Nord-Est"
    image = next(string for id_, string in found.items() if id_.startswith("!["))
    assert image == "![Map of Nord-Est](../files/map.png)"


TITLES = [
    ("Captain: *nights* & R&D", "Capitaine : *nuits* & R&D"),
    ("Captain [north] `x`", "Capitaine [nord] `x`"),
    ("1. Captain of the Aurora", "1. Capitaine de l’Aurora"),
    ("Captain <Aurora> 2_3_4", "Capitaine <Aurora> 2_3_4"),
    ("# Captain", "# Capitaine"),
    ("Captain $5 or $6 {job}", "Capitaine 5 $ ou 6 $ {job}"),
    ("Captain \\\\*a\\*", "Capitaine \\\\*a\\*"),
]


def test_titles_are_shown_as_they_are_written(make):
    """Whatever Markdown would make of them, and also from the catalogue."""
    sources = {}
    for number, (english, french) in enumerate(TITLES):
        for name, title, body in (
            (f"a{number}", english, ENGLISH),
            (f"a{number}.fr", french, FRENCH),
        ):
            quoted = json.dumps(title)
            sources[f"{name}.md"] = posting(quoted, f"a{number}", body, description=quoted)
    project = make(sources, conf=QUIET + "smartquotes = False\n")
    project.build("jobs-pair")
    confirm(project)
    for number in range(len(TITLES)):
        (project.root / f"a{number}.fr.md").unlink()
    build = project.build(confoverrides={"language": "fr"})
    for number, (_english, french) in enumerate(TITLES):
        main = build.main(f"a{number}")
        assert main.find("h1").get_text()[:-1] == french
        assert main.select_one(".job-lead").get_text() == french


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
    project = make(
        {
            "captain.md": posting(
                "Captain of the Aurora", "captain", PROOF_ENGLISH, description="Command *it*."
            ),
            "capitaine.fr.md": posting(
                "Capitaine de l’Aurora", "captain", PROOF_FRENCH, description="Commandez-*le*."
            ),
            "aurora.png": PIXEL,
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


def test_what_the_french_site_shows_of_a_catalogue(make):
    """Hard line breaks of both kinds, the text of an image; but nothing that is fuzzy."""
    alt = "![1. {} of the *Aurora* - 120](https://ferries.example/a.png)"
    bodies = {
        "spaces": ("One.  \nTwo.\n", "Un.  \nDeux.\n"),
        "backslash": ("One.\\\nTwo.\n", "Un.\\\nDeux.\n"),
        "image": (f"{ENGLISH}\n{alt.format('Map')}\n", f"{FRENCH}\n{alt.format('Carte')}\n"),
        "fuzzy": (ENGLISH, FRENCH.replace("1\u202f250", "1\u202f450")),
    }
    sources = {
        f"{name}{suffix}.md": posting(title, name, body, description=f"{title}.")
        for name, texts in bodies.items()
        for suffix, title, body in zip(("", ".fr"), ("Captain", "Capitaine"), texts, strict=True)
    }
    project = make(sources, conf=QUIET)
    project.build("jobs-pair")
    for name in ("spaces", "backslash", "image"):
        path = project.root / PO.replace("en/captain", name)
        path.write_text(
            path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8"
        )
    original = project.build().main("image.fr").find("img")["alt"]
    for name in bodies:
        (project.root / f"{name}.fr.md").unlink()
    build = project.build(confoverrides={"language": "fr"})
    for name in ("spaces", "backslash"):
        text = build.main(name).find("br").find_parent("p").get_text(" ", strip=True)
        assert text == "Un. Deux."
    assert build.main("image").find("img")["alt"] == original
    shown = build.main("fuzzy").get_text()
    assert "450" not in shown
    assert "Our office pays" in shown
    assert "Conditions de travail" in shown


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
    assert "1 drifted block" in again.main("index").get_text()
