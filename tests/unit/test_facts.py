"""The catalogue of facts: what pairs teach, what people write, and what pages then show."""

from __future__ import annotations

import dataclasses

import pytest

from sphinxext_jobs.builders.facts import facts_catalog
from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.pairing.catalogs.catalog import Catalog
from sphinxext_jobs.pairing.catalogs.po import dump, new_header, parse

from .support import record, settings

SETTINGS = settings(language="en", languages=["en", "fr"])
EMPTY = Catalog(new_header("fr", "Ferries"))


def jobs(*pairs: tuple[str, str | None], salary: str | None = None) -> Jobs:
    """Return postings with these teams in English and in French."""
    found = []
    for number, (ours, theirs) in enumerate(pairs):
        found.append(record(f"en/{number}", "en", str(number), team=ours, salary=salary))
        if theirs:
            found.append(record(f"fr/{number}", "fr", str(number), team=theirs))
    return Jobs.of(found, (), SETTINGS)


def strings(catalog: Catalog) -> dict[str, str]:
    return {entry.id: entry.string for entry in catalog.entries}


def again(catalog: Catalog) -> Catalog:
    """Return a catalogue as it is read from its file."""
    return parse(dump(catalog).encode(), "fr")


def test_pairs_teach_and_the_others_wait_for_a_translator() -> None:
    found = facts_catalog(EMPTY, jobs(("Deck", "Pont"), ("Galley", None)), "fr")
    assert strings(found) == {"Deck": "Pont", "Galley": ""}
    assert '#. team\n#. jobs-pair: Pont\nmsgid "Deck"' in dump(found)


def test_a_second_run_changes_nothing() -> None:
    project = jobs(("Deck", "Pont"), ("Galley", None))
    first = again(facts_catalog(EMPTY, project, "fr"))
    assert dump(facts_catalog(first, project, "fr")) == dump(first)


def test_a_translation_that_pairs_taught_changes_with_them() -> None:
    first = again(facts_catalog(EMPTY, jobs(("Deck", "Pont")), "fr"))
    assert strings(facts_catalog(first, jobs(("Deck", "Équipe de pont")), "fr")) == {
        "Deck": "Équipe de pont"
    }


def test_it_stays_when_the_files_that_taught_it_are_gone() -> None:
    first = again(facts_catalog(EMPTY, jobs(("Deck", "Pont")), "fr"))
    assert strings(facts_catalog(first, jobs(("Deck", None)), "fr")) == {"Deck": "Pont"}


def test_a_translation_of_a_person_stays() -> None:
    first = again(facts_catalog(EMPTY, jobs(("Deck", None)), "fr"))
    edited = dataclasses.replace(
        first, entries=(dataclasses.replace(first.entries[0], string="Le pont"),)
    )
    assert strings(facts_catalog(edited, jobs(("Deck", "Pont")), "fr")) == {"Deck": "Le pont"}
    # It stays as obsolete when no posting has the value, and comes back with it.
    gone = again(facts_catalog(edited, jobs(("Galley", None)), "fr"))
    assert [entry.string for entry in gone.obsolete] == ["Le pont"]
    assert strings(facts_catalog(gone, jobs(("Deck", None)), "fr")) == {"Deck": "Le pont"}


@pytest.mark.parametrize("text", ["$27 an hour", "12%"])
def test_salaries_are_there_only_if_pairs_translate_them(text: str) -> None:
    assert strings(facts_catalog(EMPTY, jobs(("Deck", None), salary=text), "fr")) == {"Deck": ""}
    ours = record("en/a", "en", "a", salary="To be agreed")
    theirs = record("fr/a", "fr", "a", salary="À négocier")
    found = facts_catalog(EMPTY, Jobs.of([ours, theirs], (), SETTINGS), "fr")
    assert strings(found) == {"To be agreed": "À négocier"}


def test_pages_show_the_catalogue_where_no_pair_says_otherwise() -> None:
    french = settings(language="fr", languages=["en", "fr"], publish="language")
    here = dataclasses.replace(
        record("en/a", "en", "a", team="Deck", tags=("deck",)), page_lang="fr"
    )
    found = Jobs.of([here], (), french, facts=lambda lang: {"Deck": "Pont"} if lang == "fr" else {})
    assert (found.value(here, "team"), found.value(here, "tags")) == ("Pont", ("Pont",))
    assert found.shown(here).language_of("Pont") == "fr"
    pair = [
        record("en/b", "en", "b", team="Deck"),
        record("fr/b", "fr", "b", team="Équipe de pont"),
    ]
    found = Jobs.of([here, *pair], (), french, facts=lambda _lang: {"Deck": "Pont"})
    assert found.value(here, "team") == "Équipe de pont"
