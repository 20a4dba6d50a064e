"""Proposals: the links of a translation lead where the source's do, and doubts have reasons."""

from __future__ import annotations

import pytest

from sphinxext_jobs.pairing.units import Pair

from ..ferries import COOKS, FILES, PO
from ..support import posting
from .project import Project

LINKS_ENGLISH = """\
## Application

See [the application](#application), [the cook](cook.md), [conditions](cook.md#conditions)
and [the map](../files/map%20one.txt).

Read [the guide][guide], [guide] and <a href="cook.md">the cook</a> of the Aurora.

## Notes

1\\. Present the `[guide]` to the [authority](https://ferries.example/authority).

[guide]: https://ferries.example/guide "The guide"
"""
LINKS_FRENCH = """\
## Candidature

Voir [la candidature](#candidature), [le cuisinier](cuisinier.md), [conditions](cuisinier.md#conditions-de-travail)
et [la carte](../files/map%20one.txt).

Lire [le guide][guide], [guide] et <a href="cuisinier.md">le cuisinier</a> de l’Aurora.

## Notes

1\\. Présenter le `[guide]` à l’[autorité](https://ferries.example/authority).

[guide]: https://ferries.example/guide-fra "Le guide"
"""
#: Where a link to a file leads from the English text.
THERE = {
    "fr/cuisinier.md": "en/cook.md",
    "content/fr/cuisinier.md": "en/cook.md",
    "en/cook.md": "en/cook.md",
    "files/map one.txt": "files/map one.txt",
}


def locate(_pair: Pair, path: str) -> str | None:
    return THERE.get(path)


LINKS = PO.replace("captain", "links")


def links(folder: str = "fr") -> Project:
    french = LINKS_FRENCH.replace("../files", "../" * folder.count("/") + "../files")
    files = {
        **COOKS,
        "en/links.md": posting("Links", "links", LINKS_ENGLISH),
        "fr/liens.md": posting("Liens", "links", french),
    }
    return Project(files, exists=locate)


def test_links_lead_from_where_the_source_is() -> None:
    project = links()
    project.run()
    strings = project.strings(LINKS)
    see = project.entry("See", LINKS).string
    assert "[la candidature](#application)" in see
    assert "[le cuisinier](cook.md)" in see
    assert "[la carte](../files/map%20one.txt)" in see
    assert project.entry("Read", LINKS).string == (
        'Lire [le guide](https://ferries.example/guide-fra "Le guide"), '
        '[guide](https://ferries.example/guide-fra "Le guide") et '
        '<a href="cook.md">le cuisinier</a> de l’Aurora.'
    )
    assert project.entry("1\\.", LINKS).string == (
        "1\\. Présenter le `[guide]` à l’[autorité](https://ferries.example/authority)."
    )
    assert strings["Application"] == "Candidature"


def test_an_anchor_on_a_translated_page_is_doubtful() -> None:
    """The source's page has the anchors of its own language, and those are not known here."""
    project = links()
    project.run()
    entry = project.entry("See", LINKS)
    assert "[conditions](cook.md#conditions-de-travail)" in entry.string
    assert entry.mark is not None
    assert (entry.fuzzy, entry.mark.notes) == (True, ("anchor",))


def test_a_link_to_a_file_that_does_not_exist_stays() -> None:
    project = links()
    project.exists = lambda _pair, _path: None
    project.run()
    assert "[le cuisinier](cuisinier.md)" in project.entry("See", LINKS).string


def test_an_anchor_that_leads_nowhere_is_doubtful() -> None:
    project = Project({**FILES, **COOKS})
    project.change("en/captain.md", ("Our office pays", "[Our office](#responsibilities) pays"))
    project.change("fr/capitaine.md", ("Notre bureau paie", "[Notre bureau](#bureau) paie"))
    (warning,) = project.run().warnings
    assert "a link leads to a heading that does not exist in the source" in warning
    entry = project.entry("[Our office]", PO)
    assert entry.mark is not None
    assert "anchor" in entry.mark.notes


@pytest.mark.parametrize(
    "href", ["//[x/y", "/absolute", "https://a.example/b", "mailto:a@b.example", "#", ""]
)
def test_other_links_stay(href: str) -> None:
    project = links()
    for path, text in (
        ("en/links.md", "Read [the guide][guide]"),
        ("fr/liens.md", "Lire [le guide][guide]"),
    ):
        project.change(path, (text, f"{text.split(' ')[0]} [guide](<{href}>)"))
    project.run()
    assert f"[guide](<{href}>)" in project.entry("Read", LINKS).string


def test_the_same_text_in_both_languages_is_doubtful() -> None:
    project = Project({**FILES, **COOKS})
    english = "Our office pays $1,250.50 each week."
    project.change(
        "fr/capitaine.md", ("Notre bureau paie 1\u202f250,50\u00a0$ chaque semaine.", english)
    )
    (warning,) = project.run().warnings
    assert "the text is the same in both languages" in warning


def test_a_block_for_several_is_doubtful() -> None:
    project = Project({**FILES, **COOKS})
    project.change("fr/capitaine.md", ("semaine.\n\nPrésentez", "semaine. Présentez"))
    found = [warning for warning in project.run().warnings if "joins several blocks" in warning]
    assert len(found) == 1
    assert "“Our office pays $1,250.50 each week.” + “Present your" in found[0]
