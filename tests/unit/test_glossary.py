"""The glossary: its files, and the terms that counterparts must use."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.jobs.records import Record
from sphinxext_jobs.jobs.terms import check_terms
from sphinxext_jobs.sources.frontmatter import read
from sphinxext_jobs.sources.glossary import Entry, Glossary
from sphinxext_jobs.sources.posting import read_posting

from .support import settings

COLUMNS = """en,fr
ferry,traversier
"deck hand","matelot de pont"
deck,pont
IT,TI
developer,concepteur
team lead,chef d’équipe
team lead,chef de groupe
draft,
"""
WEBLATE = """"location","source","target","id","fuzzy","context"
"","ferry","traversier","","False",""
"","port","port d’attache","","True",""
"""
LANGUAGES = settings(languages=["en", "fr"])


def glossary(tmp_path: Path, text: str | bytes = COLUMNS) -> Glossary:
    path = tmp_path / "glossary.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return Glossary.load([path], LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "en,fr\nferry,traversier\n",
        "EN;FR\r\nferry;traversier\r\n",
        "note,en-CA,fr-CA\nx,ferry,traversier\n",
        WEBLATE,
        "source,target\nferry,traversier\nferry,traversier\n,\nx\n",
        b"\xef\xbb\xbfsource,target\nferry,traversier\n",
    ],
)
def test_the_columns_of_a_glossary(tmp_path: Path, text: str | bytes) -> None:
    found = glossary(tmp_path, text)
    assert found.entries == (Entry("en", "ferry", "fr", "traversier"),)
    assert found.faults == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("term,translation\na,b\n", "it does not have the columns source and target, or two languages"),
        ("", "it does not have the columns source and target, or two languages"),
        (None, "No such file or directory"),
    ],
)  # fmt: skip
def test_a_glossary_that_cannot_be_used(tmp_path: Path, text: str | None, reason: str) -> None:
    path = tmp_path / "glossary.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    found = Glossary.load([path], LANGUAGES)
    assert [str(fault) for fault in found.faults] == [
        f"{path} cannot be read: {reason}. Check the value of `jobs_glossary`."
    ]


def test_source_and_target_are_two_languages(tmp_path: Path) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(WEBLATE, encoding="utf-8")
    (fault,) = Glossary.load([path], settings(languages=["en", "fr", "iu"])).faults
    assert "source and target need two languages in `jobs_languages`" in fault.problem


def record(lang: str, body: str, terms: Glossary, lead: str = "A lead.") -> Record:
    path = f"{lang}/a.md"
    head = f"---\ntitle: T\ntranslationKey: a\ndescription: {lead}\n---\n"
    source = read_posting(read(head + body, path), path=PurePath(path), default_lang="en")
    return Record.of(source, f"{lang}/a", terms=terms.terms_in(source))


def told(english: str, french: str, terms: Glossary, lead: str = "A lead.") -> list[str]:
    records = [record("en", english, terms, lead), record("fr", french, terms, "Un chapeau.")]
    found = check_terms(Jobs.of(records, (), LANGUAGES).by_key, terms)
    return [f"{each.at}: {each}" for each in found]


def message(place: str, term: str, others: str) -> str:
    return (
        f"{place}: The glossary gives {others} for “{term}”, which fr/a.md does not use. Use the "
        "term there, or another word here."
    )


@pytest.mark.parametrize(
    ("english", "french", "expected"),
    [
        ("Text.\n\nTwo Ferries sail.", "Deux traversiers partent.", []),
        ("Text.\n\nTwo ferries sail.", "Deux navires partent.", [("en/a.md:8", "ferry", "“traversier”")]),
        ("A ferry, a ferry.\nA ferry.", "Un navire.", [("en/a.md:6", "ferry", "“traversier”")]),
        ("You are a deck\nhand.", "Vous êtes matelot\nde pont.", []),
        ("You are a deck hand.", "Vous êtes marin.", [("en/a.md:6", "deck hand", "“matelot de pont”")]),
        ("Developers wanted.", "Conceptrices et concepteurs.", []),
        ("Developers wanted.", "Une conceptrice.", []),
        ("A team lead.", "Une cheffe.", [("en/a.md:6", "team lead", "“chef d’équipe”, “chef de groupe”")]),
        ("A team lead.", "Chef de groupe.", []),
        ("It sails.", "Il part.", []),
        ("Our IT team.", "Notre équipe.", [("en/a.md:6", "IT", "“TI”")]),
        ("Write `ferry` to <ferry@example.org> or [us](https://ferry.example/).", "Rien.", []),
        ("A draft.", "Rien.", []),
        ("Rien.", "Un traversier.", []),
    ],
)  # fmt: skip
def test_terms(
    tmp_path: Path, english: str, french: str, expected: list[tuple[str, str, str]]
) -> None:
    terms = glossary(tmp_path)
    assert told(english, french, terms) == [message(*each) for each in expected]


def test_a_term_in_the_description(tmp_path: Path) -> None:
    terms = glossary(tmp_path)
    assert told("Text.", "Texte.", terms, "On the ferry.") == [
        message("en/a.md:4", "ferry", "“traversier”")
    ]


def test_without_a_glossary_nothing_is_compared() -> None:
    assert told("A ferry.", "Un navire.", Glossary()) == []
