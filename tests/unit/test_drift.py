"""Drift: nothing of a person's is ever lost, and what no longer agrees is fuzzy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from sphinxext_jobs.pairing.catalogs.catalog import Catalog, Entry, Mark, State, digest
from sphinxext_jobs.pairing.catalogs.drift import agree_again
from sphinxext_jobs.pairing.catalogs.memory import Recall, Suggestion
from sphinxext_jobs.pairing.catalogs.po import dump
from sphinxext_jobs.pairing.catalogs.propose import Proposal
from sphinxext_jobs.pairing.catalogs.words import ALIKE, similarity

from .catalogues import EMPTY, Reread, update

# The states


SOURCE = "The captain steers the ferry between the two quays of the town."
SOURCE_2 = "The captain steers the old ferry between the two quays of the town."
SOURCE_3 = "The captain steers the old ferry between the three quays of the town."
TEXT_1 = "Le capitaine barre le traversier entre les deux quais de la ville."
TEXT_2 = "La capitaine barre le traversier entre les deux quais de la ville."
TEXT_3 = "La capitaine barre le vieux traversier entre les deux quais de la ville."
#: It may be another text's.
DOUBTED = Proposal(TEXT_3, ("numbers",))
HAND = "Le commandant tient la barre du traversier d’un quai à l’autre."
OTHER = "Our cooks prepare four meals a day in the galley."
OTHER_TEXT = "Nos cuisiniers préparent quatre repas par jour."

Says = str | Proposal | None


def said(what: Says) -> Proposal:
    return what if isinstance(what, Proposal) else Proposal(what)


class Book:
    """A catalogue over time: runs of the machine, and what a person does between them."""

    def __init__(self, reread: Reread, catalog: Catalog = EMPTY) -> None:
        self.reread = reread
        self.catalog = catalog

    def run(
        self,
        says: Mapping[str, Says],
        remember: Recall = lambda _id: None,
        silent: Iterable[str] = (),
    ) -> Entry:
        """Bring it up to date; the first message's entry. A second run changes nothing."""
        proposals = {id_: said(what) for id_, what in says.items()}
        messages = {id_: (("a.md", n),) for n, id_ in enumerate((*says, *silent), 1)}
        self.catalog = update(self.catalog, messages, proposals, remember)
        for again in (self.catalog, self.reread(self.catalog)):
            assert dump(update(again, messages, proposals, remember)) == dump(self.catalog)
        assert [entry.id for entry in self.catalog.entries] == list(messages)
        self.catalog = self.reread(self.catalog)
        return self.catalog.entries[0]

    def __getitem__(self, id_: str) -> Entry:
        return next(entry for entry in self.catalog.entries if entry.id == id_)

    def edit(self, id_: str = SOURCE, **changes: Any) -> None:
        """Do what a person may do to an entry; ``fuzzy=False`` removes that flag."""
        entry = self[id_]
        if "fuzzy" in changes:
            flags = entry.flags - {"fuzzy"} | ({"fuzzy"} if changes.pop("fuzzy") else set())
            changes["flags"] = flags
        new = replace(entry, **changes)
        entries = [new if one.id == id_ else one for one in self.catalog.entries]
        self.catalog = replace(self.catalog, entries=tuple(entries))


@pytest.fixture
def book(reread: Reread) -> Book:
    return Book(reread)


def stands(entry: Entry) -> tuple[str, bool, State | None]:
    return entry.string, entry.fuzzy, entry.state


def before(entry: Entry) -> str | None:
    return entry.mark.before if entry.mark else None


def notes(entry: Entry) -> tuple[str, ...]:
    return entry.mark.notes if entry.mark else ()


def test_a_fresh_pair_that_agrees(book: Book) -> None:
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    expected = Mark(State.AGREED, digest(TEXT_1), digest(TEXT_1), source=digest(SOURCE))
    assert entry.mark == expected
    assert not entry.edited


def test_a_fresh_pair_that_is_doubtful(book: Book) -> None:
    entry = book.run({SOURCE: Proposal(TEXT_1, ("numbers", "unsure"))})
    assert stands(entry) == (TEXT_1, True, State.DOUBTFUL)
    assert notes(entry) == ("numbers", "unsure")


def test_a_doubtful_pair_follows_its_texts(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert stands(book.run({SOURCE: Proposal(TEXT_2, ("unsure",))})) == (
        TEXT_2,
        True,
        State.DOUBTFUL,
    )
    assert stands(book.run({SOURCE: TEXT_3})) == (TEXT_3, False, State.AGREED)


def test_a_doubtful_pair_whose_doubts_go_agrees(book: Book) -> None:
    """Such as when more pairs teach the machine more words."""
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_a_person_s_comment_moves_along_with_the_message(book: Book) -> None:
    for says, then in [
        (TEXT_1, TEXT_1),
        (Proposal(TEXT_1, ("unsure",)), TEXT_1),
        (Proposal(TEXT_1, ("unsure",)), Proposal(TEXT_2, ("unsure",))),
    ]:
        book.catalog = EMPTY
        book.run({SOURCE: says})
        book.edit(comments=("De ma main.",))
        assert book.run({SOURCE_2: then}).comments == ("De ma main.",)


def test_the_reasons_of_a_doubt_are_those_of_the_last_run(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("numbers", "unsure"))})
    assert notes(book.run({SOURCE: Proposal(TEXT_1, ("links",))})) == ("links",)


def test_a_doubtful_source_that_changes_is_a_doubtful_pair_still(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    entry = book.run({SOURCE_2: Proposal(TEXT_1, ("unsure",))})
    assert stands(entry) == (TEXT_1, True, State.DOUBTFUL)
    assert book.catalog.obsolete == ()


@pytest.mark.parametrize("has_counterpart", [True, False])
@pytest.mark.parametrize("person", [True, False])
def test_nobody_confirms_a_doubtful_pair_by_changing_its_source_twice(
    book: Book, person: bool, has_counterpart: bool
) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    if person:
        book.edit(string=HAND)
    book.run({SOURCE_2: Proposal(None, has_counterpart=has_counterpart)})
    assert book[SOURCE_2].fuzzy
    entry = book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert (entry.string, entry.fuzzy) == (HAND if person else TEXT_1, True)


def test_an_agreed_pair_does_not_become_doubtful_of_itself(book: Book) -> None:
    """What else changed on the page is no reason to doubt what stood there before."""
    book.run({SOURCE: TEXT_1})
    assert stands(book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})) == (
        TEXT_1,
        False,
        State.AGREED,
    )


def test_nothing_answers(book: Book) -> None:
    assert stands(book.run({SOURCE: None})) == ("", False, None)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_messages_that_are_no_posting_s_are_left_alone(book: Book) -> None:
    book.run({SOURCE: TEXT_1}, silent=[OTHER])
    book.edit(OTHER, string=OTHER_TEXT)
    book.run({SOURCE: TEXT_1}, silent=[OTHER])
    assert stands(book[OTHER]) == (OTHER_TEXT, False, None)
    assert book[OTHER].mark is None


def test_the_order_and_the_places_are_the_document_s(book: Book) -> None:
    book.run({SOURCE: TEXT_1, OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    assert [(e.id, e.locations) for e in book.catalog.entries] == [
        (OTHER, (("a.md", 1),)),
        (SOURCE, (("a.md", 2),)),
    ]


# A person's hand


LATER: list[tuple[str, Says]] = [
    (SOURCE, TEXT_1),
    (SOURCE, Proposal(TEXT_1, ("unsure",))),
    (SOURCE, TEXT_2),
    (SOURCE, Proposal(TEXT_2, ("numbers",), crossing=True)),
    (SOURCE, Proposal(TEXT_1, crossing=True)),
    (SOURCE, None),
    (SOURCE, Proposal(None, has_counterpart=False)),
    (SOURCE_2, TEXT_1),
    (SOURCE_2, TEXT_3),
    (SOURCE_3, None),
    (SOURCE_2, Proposal(None, has_counterpart=False)),
    (SOURCE, TEXT_1),
]


@pytest.mark.parametrize("first", [TEXT_1, Proposal(TEXT_1, ("unsure",)), None])
@pytest.mark.parametrize("fuzzy", [False, True])
@pytest.mark.parametrize(("source", "says"), LATER)
def test_a_person_s_edit_survives(
    book: Book, first: Says, fuzzy: bool, source: str, says: Says
) -> None:
    book.run({SOURCE: first})
    book.edit(string=HAND, fuzzy=fuzzy, comments=("De ma main.",))
    entry = book.run({source: says})
    assert entry.string == HAND
    assert entry.comments == ("De ma main.",)
    assert entry.edited
    for later, text in LATER:
        entry = book.run({later: text})
        assert entry.string == HAND
        assert entry.comments == ("De ma main.",)


@pytest.mark.parametrize("first", [TEXT_1, Proposal(TEXT_1, ("unsure",))])
def test_a_person_s_edit_of_what_stays_is_quiet(book: Book, first: Says) -> None:
    book.run({SOURCE: first})
    book.edit(string=HAND, fuzzy=False)
    for _ in range(3):
        assert stands(book.run({SOURCE: first})) == (HAND, False, State.AGREED)


def test_a_person_s_edit_is_drifted_from_when_a_text_changes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(string=HAND)
    assert stands(book.run({SOURCE: TEXT_1})) == (HAND, False, State.AGREED)
    entry = book.run({SOURCE: TEXT_2})
    assert stands(entry) == (HAND, True, State.TRANSLATION_CHANGED)
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (HAND, False, State.AGREED)
    entry = book.run({SOURCE_2: TEXT_1})
    assert stands(entry) == (HAND, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    entry = book.run({SOURCE_2: TEXT_2})
    assert stands(entry) == (HAND, True, State.BOTH_CHANGED)


def test_a_person_who_writes_what_the_counterpart_says(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(string=TEXT_2)
    assert stands(book.run({SOURCE: TEXT_2})) == (TEXT_2, False, State.AGREED)


def test_a_person_empties_an_entry(book: Book) -> None:
    """That is what sphinx-intl's users do to have it made anew."""
    book.run({SOURCE: TEXT_1})
    book.edit(string="", mark=None)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_an_emptied_entry_is_not_its_own_twin(book: Book) -> None:
    """Emptied with its marks left, and then met out of order: it is filled anew."""
    book.run({SOURCE: TEXT_1})
    book.edit(string="")
    crossing = Proposal(TEXT_1, crossing=True)
    assert stands(book.run({SOURCE: crossing})) == (TEXT_1, False, State.AGREED)


def test_a_person_confirms_a_doubtful_pair(book: Book) -> None:
    says = Proposal(TEXT_1, ("numbers", "unsure"))
    book.run({SOURCE: says})
    book.edit(fuzzy=False)
    for _ in range(3):
        assert stands(book.run({SOURCE: says})) == (TEXT_1, False, State.AGREED)
    assert stands(book.run({SOURCE: Proposal(TEXT_2, ("unsure",))})) == (
        TEXT_2,
        True,
        State.TRANSLATION_CHANGED,
    )


@pytest.mark.parametrize(
    ("source", "says", "state"),
    [
        (SOURCE_2, TEXT_1, State.SOURCE_CHANGED),
        (SOURCE, TEXT_2, State.TRANSLATION_CHANGED),
        (SOURCE_2, DOUBTED, State.BOTH_CHANGED),
        (SOURCE, Proposal(TEXT_1, crossing=True), State.MOVED),
        (SOURCE, None, State.TRANSLATION_CHANGED),
        (SOURCE_2, None, State.BOTH_CHANGED),
    ],
)
def test_a_person_confirms_a_drifted_pair(
    book: Book, source: str, says: Says, state: State
) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({source: says})
    assert (entry.fuzzy, entry.state) == (True, state)
    string = entry.string
    book.edit(source, fuzzy=False)
    for _ in range(3):
        entry = book.run({source: says})
        assert stands(entry) == (string, False, State.AGREED)
        assert entry.previous is None
    if state is not State.MOVED:
        assert book.run({source: TEXT_2 + " Oui."}).fuzzy


@pytest.mark.parametrize("later", [TEXT_1, Proposal(TEXT_1, crossing=True), None])
def test_a_person_doubts_an_agreed_pair(book: Book, later: Says) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(fuzzy=True)
    for says in (TEXT_1, later, TEXT_1):
        entry = book.run({SOURCE: says})
        assert (entry.string, entry.fuzzy) == (TEXT_1, True)


def test_what_a_person_wrote_before_the_machine_came_stays(book: Book) -> None:
    book.catalog = replace(EMPTY, entries=(Entry(SOURCE, HAND),))
    entry = book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert stands(entry) == (HAND, False, None)
    # From now on, a change of the counterpart is reported.
    assert stands(book.run({SOURCE: TEXT_1})) == (HAND, False, State.AGREED)
    for says in (TEXT_2, None):
        entry = book.run({SOURCE: says})
        assert stands(entry) == (HAND, True, State.TRANSLATION_CHANGED)
    assert stands(book.run({SOURCE: TEXT_1})) == (HAND, False, State.AGREED)
    entry = book.run({SOURCE_2: TEXT_1})
    assert stands(entry) == (HAND, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    book.edit(SOURCE_2, fuzzy=False)
    assert stands(book.run({SOURCE_2: TEXT_1})) == (HAND, False, State.AGREED)


def test_what_a_person_wrote_where_nothing_answers_stays(book: Book) -> None:
    book.run({SOURCE: None})
    book.edit(string=HAND)
    for says, fuzzy, state in (
        (None, False, None),
        (TEXT_1, False, State.AGREED),
        (None, True, State.TRANSLATION_CHANGED),
    ):
        assert stands(book.run({SOURCE: says})) == (HAND, fuzzy, state)


def test_the_file_takes_over_what_a_person_wrote_in_both_places(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(string=HAND)
    assert book.run({SOURCE: TEXT_1}).edited
    entry = book.run({SOURCE: HAND})
    assert (stands(entry), entry.edited) == ((HAND, False, State.AGREED), False)
    entry = book.run({SOURCE: TEXT_2})
    assert stands(entry) == (TEXT_2, True, State.TRANSLATION_CHANGED)


# Drift


def test_the_source_changes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE_2: TEXT_1})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    assert (before(entry), notes(entry)) == (None, ())
    assert book.catalog.obsolete == ()


def test_the_source_changes_twice(book: Book) -> None:
    """What is compared is what agreed, not the last of many changes."""
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_1})
    entry = book.run({SOURCE_3: TEXT_1})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE


def test_the_source_changes_and_is_changed_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_1})
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    assert entry.previous is None
    assert book.catalog.obsolete == ()


def test_the_translation_changes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE: TEXT_2})
    assert stands(entry) == (TEXT_2, True, State.TRANSLATION_CHANGED)
    assert before(entry) == TEXT_1
    assert entry.previous is None
    entry = book.run({SOURCE: TEXT_3})
    assert stands(entry) == (TEXT_3, True, State.TRANSLATION_CHANGED)
    assert before(entry) == TEXT_1


def test_the_translation_changes_and_is_changed_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE: TEXT_2})
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    assert before(entry) is None


@pytest.mark.parametrize("order", [(SOURCE_2, TEXT_1), (SOURCE, TEXT_3), (SOURCE_2, DOUBTED)])
def test_both_change(book: Book, order: tuple[str, Says]) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({order[0]: order[1]})
    entry = book.run({SOURCE_2: DOUBTED})
    assert stands(entry) == (TEXT_3, True, State.BOTH_CHANGED)
    assert (entry.previous, before(entry)) == (SOURCE, TEXT_1)
    assert book.catalog.obsolete == ()


@pytest.mark.parametrize("order", [(SOURCE_2, TEXT_1), (SOURCE, TEXT_3), (SOURCE_2, DOUBTED)])
def test_both_change_and_agree_again(book: Book, order: tuple[str, Says]) -> None:
    book.run({SOURCE: TEXT_1})
    before = book.run({order[0]: order[1]})
    entry = book.run({SOURCE_2: TEXT_3})
    assert stands(entry) == (TEXT_3, False, State.AGREED)
    assert entry.previous is None
    assert agree_again(before, entry)
    assert not agree_again(entry, book.run({SOURCE_2: TEXT_3}))


@pytest.mark.parametrize(("text", "fuzzy"), [(TEXT_2, False), ("Nous lavons le pont.", True)])
def test_a_similar_text_matches_not_only_by_its_place(book: Book, text: str, fuzzy: bool) -> None:
    book.run({SOURCE: TEXT_1})
    assert book.run({SOURCE_2: Proposal(text, ("order",))}).fuzzy is fuzzy


def test_both_change_but_a_person_translated_it(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(string=HAND)
    entry = book.run({SOURCE_2: TEXT_3})
    assert stands(entry) == (HAND, True, State.BOTH_CHANGED)
    book.edit(SOURCE_2, fuzzy=False)
    confirmed = book.run({SOURCE_2: TEXT_3})
    assert not agree_again(entry, confirmed)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SOURCE.replace("ferry", "*ferry*"), TEXT_1),
        (SOURCE, TEXT_1.replace("la ville.", "la\u00a0ville")),
        (SOURCE.replace("the town.", "the\u00a0town;"), f"«\u00a0{TEXT_1}\u00a0»"),
    ],
)
def test_typography_is_not_drift(book: Book, source: str, text: str) -> None:
    book.run({SOURCE: TEXT_1})
    was = book[SOURCE]
    entry = book.run({source: text})
    assert stands(entry) == (text, False, State.AGREED)
    assert not agree_again(was, entry)
    assert book.catalog.obsolete == ()
    assert book.run({source: TEXT_2}).state is State.TRANSLATION_CHANGED
    book.run({source: text})
    assert book.run({SOURCE_2: text}).state is State.SOURCE_CHANGED


def test_typography_does_not_settle_a_drift(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_1})
    source = SOURCE_2.replace("ferry", "*ferry*")
    assert stands(book.run({source: TEXT_1})) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert book.run({source: TEXT_1.rstrip(".")}).state is State.SOURCE_CHANGED
    assert stands(book.run({SOURCE.rstrip("."): TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_a_doubt_stays_with_new_typography(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    source = SOURCE.rstrip(".")
    entry = book.run({source: Proposal(TEXT_1, ("unsure",))})
    assert stands(entry) == (TEXT_1, True, State.DOUBTFUL)
    book.edit(source, fuzzy=False)
    entry = book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert stands(entry) == (TEXT_1, False, State.AGREED)


@pytest.mark.parametrize(
    ("source", "says", "state"),
    [(SOURCE, TEXT_3, State.TRANSLATION_CHANGED), (SOURCE_2, TEXT_1, State.SOURCE_CHANGED)],
)
def test_both_change_and_one_is_changed_back(
    book: Book, source: str, says: str, state: State
) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: DOUBTED})
    assert stands(book.run({source: says})) == (says, True, state)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_the_translation_goes_and_comes_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE: None})
    assert stands(entry) == (TEXT_1, True, State.TRANSLATION_CHANGED)
    assert notes(entry) == ("gone",)
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    assert notes(entry) == ()


def test_the_translation_changes_and_then_goes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE: TEXT_2})
    entry = book.run({SOURCE: None})
    assert (entry.fuzzy, entry.state) == (True, State.TRANSLATION_CHANGED)
    assert entry.string in (TEXT_1, TEXT_2)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_the_counterpart_is_dropped(book: Book) -> None:
    """From then on, the catalogue is the translation."""
    dropped = Proposal(None, has_counterpart=False)
    book.run({SOURCE: TEXT_1, OTHER: Proposal(OTHER_TEXT, ("unsure",))})
    book.run({SOURCE: dropped, OTHER: dropped})
    assert stands(book[SOURCE]) == (TEXT_1, False, State.AGREED)
    assert stands(book[OTHER]) == (OTHER_TEXT, True, State.DOUBTFUL)
    entry = book.run({SOURCE_2: dropped})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    assert stands(book.run({SOURCE: dropped})) == (TEXT_1, False, State.AGREED)


@pytest.mark.parametrize("source", [SOURCE, SOURCE_2, SOURCE_3])
def test_the_counterpart_is_dropped_after_both_changed(book: Book, source: str) -> None:
    """What it said last is nowhere but in the catalogue."""
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: Proposal(TEXT_2, ("numbers",))})
    entry = book.run({source: Proposal(None, has_counterpart=False)})
    assert (entry.string, entry.fuzzy) == (TEXT_2, True)


def test_it_moves_and_moves_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE: Proposal(TEXT_1, ("crossing",), crossing=True)})
    assert stands(entry) == (TEXT_1, True, State.MOVED)
    assert notes(entry) == ("crossing",)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_a_confirmed_crossing_stays_confirmed(book: Book) -> None:
    crossing = Proposal(TEXT_1, ("crossing",), crossing=True)
    book.run({SOURCE: crossing})
    assert book[SOURCE].state is State.DOUBTFUL
    book.edit(fuzzy=False)
    for _ in range(3):
        assert stands(book.run({SOURCE: crossing})) == (TEXT_1, False, State.AGREED)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)
    assert stands(book.run({SOURCE: crossing})) == (TEXT_1, True, State.MOVED)


def test_the_source_is_rewritten_with_its_translation_unchanged(book: Book) -> None:
    """No words are left in common: the translation, which is the same, says whose it was."""
    book.run({SOURCE: TEXT_1})
    entry = book.run({OTHER: TEXT_1})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE


def test_two_sources_change_and_each_keeps_its_own(book: Book) -> None:
    one, two = SOURCE, SOURCE.replace("captain", "deckhand").replace("steers", "moors")
    texts = {one: TEXT_1, two: TEXT_1.replace("capitaine barre", "matelot amarre")}
    book.run(texts)
    changed = {id_.replace("two", "three"): text for id_, text in texts.items()}
    book.run(changed)
    for old, new in zip(texts, changed, strict=True):
        assert stands(book[new]) == (texts[old], True, State.SOURCE_CHANGED)
        assert book[new].previous == old


def test_a_text_that_is_another_is_no_change(book: Book) -> None:
    book.run({"Captain": "Capitaine"})
    entry = book.run({"Cook": "Chef"})
    assert stands(entry) == ("Chef", False, State.AGREED)
    assert [(old.id, old.string) for old in book.catalog.obsolete] == [("Captain", "Capitaine")]


# What is no longer used


@pytest.mark.parametrize("string", [TEXT_1, HAND])
def test_an_obsolete_entry_is_kept_and_revived(book: Book, string: str) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    book.edit(SOURCE, string=string)
    book.run({OTHER: OTHER_TEXT})
    assert [(old.id, old.string) for old in book.catalog.obsolete] == [(SOURCE, string)]
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    assert stands(book[SOURCE]) == (string, False, State.AGREED)
    assert book.catalog.obsolete == ()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Proposal(TEXT_1, ("unsure",)), Proposal(TEXT_1, ("unsure",))),
        (TEXT_1, TEXT_2),
        (TEXT_1, None),
        (TEXT_1, Proposal(TEXT_1, ("crossing",), crossing=True)),
    ],
    ids=["doubtful", "changed", "gone", "moved"],
)
@pytest.mark.parametrize("person", [False, True])
def test_nobody_confirms_an_obsolete_entry(
    book: Book, first: Says, then: Says, person: bool
) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: first})
    book.run({OTHER: OTHER_TEXT, SOURCE: then})
    if person:
        book.edit(SOURCE, string=HAND)
    assert book[SOURCE].fuzzy
    string = book[SOURCE].string
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: then})
    assert book[SOURCE].string == string
    assert book[SOURCE].fuzzy


def test_nobody_confirms_an_obsolete_entry_whose_source_changed(book: Book) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    book.run({OTHER: OTHER_TEXT, SOURCE_2: TEXT_1})
    assert book[SOURCE_2].fuzzy
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE_2: TEXT_1})
    assert (book[SOURCE_2].string, book[SOURCE_2].fuzzy) == (TEXT_1, True)


def test_nobody_confirms_what_a_person_doubted(book: Book) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    book.edit(SOURCE, fuzzy=True)
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    assert (book[SOURCE].string, book[SOURCE].fuzzy) == (TEXT_1, True)


def test_an_obsolete_entry_without_translation_goes(book: Book) -> None:
    book.run({SOURCE: None, OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT})
    assert book.catalog.obsolete == ()


# The memory


def test_the_memory_fills_what_nothing_answers(book: Book) -> None:
    entry = book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1))
    assert stands(entry) == (TEXT_1, False, State.MEMORY)
    assert entry.mark is not None
    assert entry.mark.seen == "-"


def test_a_near_suggestion_is_fuzzy_with_its_source(book: Book) -> None:
    entry = book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1, SOURCE_2, ("near",)))
    assert stands(entry) == (TEXT_1, True, State.MEMORY)
    assert (entry.previous, notes(entry)) == (SOURCE_2, ("near",))


def test_a_suggestion_that_pairs_disagree_on_is_fuzzy(book: Book) -> None:
    entry = book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1, doubts=("pairs disagree",)))
    assert stands(entry) == (TEXT_1, True, State.MEMORY)
    assert (entry.previous, notes(entry)) == (None, ("pairs disagree",))


SUGGESTIONS = [
    Suggestion(TEXT_1),
    Suggestion(TEXT_1, SOURCE_2, ("near",)),
    Suggestion(TEXT_1, doubts=("pairs disagree",)),
]


@pytest.mark.parametrize("suggestion", SUGGESTIONS)
def test_a_counterpart_replaces_a_suggestion(book: Book, suggestion: Suggestion) -> None:
    book.run({SOURCE: None}, lambda _id: suggestion)
    entry = book.run({SOURCE: TEXT_2}, lambda _id: suggestion)
    assert stands(entry) == (TEXT_2, False, State.AGREED)
    assert (entry.previous, notes(entry)) == (None, ())


@pytest.mark.parametrize("suggestion", SUGGESTIONS)
def test_a_counterpart_does_not_replace_an_edited_suggestion(
    book: Book, suggestion: Suggestion
) -> None:
    book.run({SOURCE: None}, lambda _id: suggestion)
    book.edit(string=HAND, fuzzy=False)
    for says in (None, TEXT_2, TEXT_1, None):
        assert book.run({SOURCE: says}).string == HAND


@pytest.mark.parametrize("suggestion", SUGGESTIONS[1:])
def test_a_person_confirms_a_suggestion(book: Book, suggestion: Suggestion) -> None:
    none = Proposal(None, has_counterpart=False)
    book.run({SOURCE: none}, lambda _id: suggestion)
    book.edit(fuzzy=False)
    for _ in range(3):
        entry = book.run({SOURCE: none}, lambda _id: suggestion)
        assert (entry.string, entry.fuzzy, entry.previous) == (TEXT_1, False, None)
    assert book.run({SOURCE_2: none}).fuzzy


def test_a_suggestion_stays_when_the_memory_forgets(book: Book) -> None:
    book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1))
    assert stands(book.run({SOURCE: None})) == (TEXT_1, False, State.MEMORY)


def test_a_changed_source_is_suggested_anew(book: Book) -> None:
    book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1))
    entry = book.run({SOURCE_2: None}, lambda _id: Suggestion(TEXT_3))
    assert entry.string
    assert entry.fuzzy or entry.string == TEXT_3


# Whatever happens


SOURCES = [SOURCE, SOURCE_2, SOURCE_3, OTHER, "Captain", "Cook", "Quay"]
PROPOSALS = st.builds(
    Proposal,
    text=st.none() | st.sampled_from([TEXT_1, TEXT_2, TEXT_3, OTHER_TEXT, "Quai"]),
    doubts=st.sampled_from([(), (), ("unsure",), ("crossing", "numbers")]),
    crossing=st.booleans(),
    has_counterpart=st.just(True),
) | st.just(Proposal(None, has_counterpart=False))
NONE = Proposal(None)
RUNS = st.dictionaries(st.sampled_from(SOURCES), PROPOSALS, min_size=1, max_size=4)
EDITS = st.tuples(
    st.integers(0, 3), st.sampled_from(["write", "empty", "fuzzy", "confirm", "note", "touch"])
)
MEMORIES = st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(SUGGESTIONS), max_size=3)


@given(
    story=st.lists(st.tuples(RUNS, MEMORIES, st.lists(EDITS, max_size=3)), min_size=2, max_size=6)
)
def test_no_translation_that_a_person_wrote_is_ever_lost(
    story: list[tuple[dict[str, Proposal], dict[str, Suggestion], list[tuple[int, str]]]],
    reread: Reread,
) -> None:
    book = Book(reread)
    written: set[str] = set()
    for number, (says, memory, edits) in enumerate(story):
        book.run(says, memory.get)
        every = [*book.catalog.entries, *book.catalog.obsolete]
        assert written <= {part for entry in every for part in (entry.string, *entry.comments)}
        for step, (which, action) in enumerate(edits):
            entry = book.catalog.entries[which % len(book.catalog.entries)]
            name = f"De ma main {number}.{step}"
            if action in ("write", "empty"):
                written.discard(entry.string)
                book.edit(entry.id, string=name if action == "write" else "")
                written |= {name} if action == "write" else set()
            elif action in ("fuzzy", "confirm") and entry.string:
                book.edit(entry.id, fuzzy=action == "fuzzy")
            elif action == "note" and entry.string:
                book.edit(entry.id, comments=(*entry.comments, name))
                written.add(name)


@given(says=RUNS, then=RUNS)
@example(  # the block in front of the last one has its text, and is gone for a while
    says={SOURCE_2: Proposal(TEXT_1, ("numbers",)), SOURCE_3: Proposal(None, crossing=True)},
    then={SOURCE_3: Proposal(TEXT_1)},
)
@example(  # two neighbours have one text, which is gone while one of them is
    says={"Cook": NONE, "Quay": NONE, "Captain": Proposal(TEXT_1), SOURCE: Proposal(TEXT_1)},
    then={"Captain": NONE},
)
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])  # it takes minutes to shrink
def test_what_is_not_fuzzy_was_proposed_without_doubt(
    says: dict[str, Proposal], then: dict[str, Proposal], reread: Reread
) -> None:
    """No run by itself lets a translation through that nobody vouches for.

    Whether two texts belong together is known if both are similar to two that agreed.
    """
    book = Book(reread)
    vouched: set[tuple[str, str]] = set()

    def is_vouched(id_: str, text: str, doubts: tuple[str, ...]) -> bool:
        return not doubts or (
            doubts == ("unsure",)
            and any(min(similarity(id_, a), similarity(text, b)) >= ALIKE for a, b in vouched)
        )

    for proposals in (says, then, says, then):
        vouched |= {
            (id_, p.text)
            for id_, p in proposals.items()
            if p.text and is_vouched(id_, p.text, p.doubts)
        }
        book.run(proposals)
        for entry in book.catalog.entries:
            assert entry.fuzzy or not entry.string or (entry.id, entry.string) in vouched
