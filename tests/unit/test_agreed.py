"""Agreed values: the free texts of front matter that all pairs translate the same way."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.jobs.records import Record

from .support import record, settings

FRENCH = settings(language="fr", languages=["en", "fr"], publish="language")
#: The fields of a posting's text in English and in French.
Pair = tuple[dict[str, Any], dict[str, Any]]


def stand_in(**fields: Any) -> Record:
    """Return an English posting that the French site shows from its catalogue."""
    return dataclasses.replace(record("en/welder", "en", "welder", **fields), page_lang="fr")


def jobs_with(pairs: list[Pair], *shown: Record) -> Jobs:
    """Return the postings of the French site, which leaves the English texts to the other."""
    english = [record(f"en/{n}", "en", str(n), **one) for n, (one, _other) in enumerate(pairs)]
    french = [record(f"fr/{n}", "fr", str(n), **other) for n, (_one, other) in enumerate(pairs)]
    return Jobs.of([*french, *shown], english, FRENCH)


def team(english: str | None, french: str | None) -> Pair:
    return {"team": english}, {"team": french}


def location(english: str, french: str) -> Pair:
    """Return a pair of lists, written with commas."""
    return {"location": tuple(english.split(","))}, {"location": tuple(french.split(","))}


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], "Deck"),
        ([team("Deck", "Pont")], "Pont"),
        ([team("deck ", "Pont"), team("Deck", "pont"), team("Yard", "Chantier")], "Pont"),
        ([team("Deck", "Pont"), team("Deck crew", "Pont")], "Pont"),
        ([team("Deck", "L’entretien"), team("Deck", "L'entretien")], "L’entretien"),
        # Unknown, or not agreed.
        ([team("Yard", "Chantier"), team("Deck", None), team(None, "Pont")], "Deck"),
        ([team("Deck", "Pont"), team("Deck", "Matelotage")], "Deck"),
        # Another field is something else.
        ([({"salary": "Deck"}, {"salary": "Pont"})], "Deck"),
    ],
)
def test_a_single_value(pairs: list[Pair], expected: str) -> None:
    welder = stand_in(team="Deck")
    found = jobs_with(pairs, welder).shown(welder)
    assert found.posting.team == expected
    assert found.language_of(expected) == ("en" if expected == "Deck" else "fr")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([location("Oka,Hull,Bath", "Oka,Gatineau,Bain")], "Oka,Gatineau,Bain"),
        ([location("Hull,Bath", "Gatineau,Bain"), location("Hull", "Gatineau")], "Oka,Gatineau,Bain"),
        # Lists of different lengths, or in another order.
        ([location("Hull,Bath", "Gatineau")], "Oka,Hull,Bath"),
        ([location("Oka,Hull", "Gatineau,Oka")], "Oka,Hull,Bath"),
        ([location("Hull,Bath", "Bain,Gatineau"), location("Hull", "Gatineau")], "Oka,Hull,Bath"),
        ([location("Hull,Bath", "Bain,Gatineau"), location("Bath", "Bain")], "Oka,Hull,Bath"),
        # Two values with one translation are one.
        ([location("Hull", "Gatineau"), location("Bath", "Gatineau")], "Oka,Gatineau"),
    ],
)  # fmt: skip
def test_a_list(pairs: list[Pair], expected: str) -> None:
    welder = stand_in(location=("Oka", "Hull", "Bath"))
    assert jobs_with(pairs, welder).shown(welder).posting.location == tuple(expected.split(","))


def test_a_list_may_be_translated_in_part() -> None:
    welder = stand_in(tags=("deck", "night work"))
    pair: Pair = {"tags": ("Deck",)}, {"tags": ("pont",)}
    found = jobs_with([pair], welder).shown(welder)
    assert found.posting.tags == ("pont", "night work")
    assert [found.language_of(tag) for tag in found.posting.tags] == ["fr", "en"]
    assert found.written == {"pont": "deck"}


def test_a_value_that_is_equal_in_both_languages_is_in_the_language_of_the_page() -> None:
    welder = stand_in(team="Navigation")
    found = jobs_with([team("Navigation", "Navigation")], welder).shown(welder)
    assert (found.posting, found.language_of("Navigation")) == (welder.posting, "fr")


@pytest.mark.parametrize(
    ("french", "expected"),
    [("27,10 $ l’heure", "27,10 $ l’heure"), ("28,50 $ l’heure", "$27.10 an hour")],
)
def test_a_salary_has_the_same_amount(french: str, expected: str) -> None:
    welder = stand_in(salary="$27.10 an hour")
    jobs = jobs_with([({"salary": "$27.10 an hour"}, {"salary": french})], welder)
    assert jobs.shown(welder).posting.salary == expected


def test_texts_without_a_counterpart_and_other_languages_say_nothing() -> None:
    welder = stand_in(team="Deck")
    alone = [record("fr/a", "fr", "a", team="Pont"), record("de/b", "de", "b", team="Deck")]
    other = record("en/b", "en", "b", team="Deck")
    jobs = Jobs.of([*alone, welder], [other], FRENCH)
    assert jobs.shown(welder).posting.team == "Deck"


def test_texts_of_a_region_count() -> None:
    welder = stand_in(team="Deck")
    regional = record("fr/0", "fr-CA", "0", team="Pont")
    jobs = Jobs.of([regional, welder], [record("en/0", "en", "0", team="Deck")], FRENCH)
    assert jobs.shown(welder).posting.team == "Pont"


def test_a_posting_in_the_language_of_its_page_stays_as_it_is() -> None:
    jobs = jobs_with([team("Deck", "Pont")], stand_in(team="Deck"))
    (english,) = jobs.elsewhere
    assert jobs.shown(english).posting is english.posting
    assert jobs.shown(english).language_of("Deck") == "en"


def test_values_of_a_posting() -> None:
    welder = dataclasses.replace(stand_in(team="Deck", extra={"budget": 3}), title="Soudeuse")
    jobs = jobs_with([team("Deck", "Pont")], welder)
    names = ["title", "key", "translationKey", "status", "lang", "team", "budget", "nothing"]
    assert [jobs.value(welder, name) for name in names] == [
        "Soudeuse", "welder", "welder", "open", "en", "Pont", 3, None,
    ]  # fmt: skip
