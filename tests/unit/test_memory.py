"""The translation memory: the same text is known, a near one suggested, another left alone."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.catalogs.catalog import Entry, Mark, State, with_fuzzy
from sphinxext_jobs.pairing.catalogs.memory import (
    AGREED,
    NEAR,
    SHORTEST,
    Memory,
    Suggestion,
    neighbours,
)

KNOWN = "The captain steers the ferry between the two quays of the town every day."
NEARBY = "The captain steers the old ferry between the two quays of the town every day."
FRENCH = "Le capitaine barre chaque jour le traversier entre les deux quais de la ville."
AROUND = ("Your work",)


def memory(*pairs: tuple[str, str]) -> Memory:
    made = Memory()
    for source, translation in pairs:
        made.add(source, translation, around=AROUND)
    return made


def test_the_most_recent_translation_wins() -> None:
    known = Memory()
    for since in (1, 1, 2):
        known.add("Apply", "Postulez", since, AROUND)
    known.add("Apply", "Postuler", 3, AROUND)
    assert known("Apply", AROUND) == Suggestion("Postuler", doubts=("pairs disagree",))


def test_an_empty_memory_knows_nothing() -> None:
    assert Memory()(KNOWN, AROUND) is None
    assert Memory()("") is None


@pytest.mark.parametrize("near", [False, True])
def test_the_same_text(near: bool) -> None:
    assert memory((KNOWN, FRENCH))(KNOWN, AROUND, near=near) == Suggestion(FRENCH)


@pytest.mark.parametrize("text", ["Cook", "Apply", "Captain", "9 a.m."])
def test_the_same_short_text(text: str) -> None:
    assert memory((text, "Réponse"))(text, AROUND) == Suggestion("Réponse")


def test_several_that_say_the_same_agree() -> None:
    assert memory((KNOWN, FRENCH), (KNOWN, FRENCH), ("Apply", "Postuler"))(
        KNOWN, AROUND
    ) == Suggestion(FRENCH)


@pytest.mark.parametrize(
    ("translations", "best"),
    [
        (["Postulez", "Postuler", "Postuler"], "Postuler"),
        (["Postulez", "Postulez", "Postuler"], "Postulez"),
        (["Postulez", "Postuler"], "Postuler"),
        (["Postuler", "Postulez", "Soumettre"], "Postuler"),
    ],
)
def test_pairs_disagree(translations: list[str], best: str) -> None:
    for order in permutations(translations):
        known = memory(*(("Apply", text) for text in order))
        assert known("Apply", AROUND) == Suggestion(best, doubts=("pairs disagree",))


@pytest.mark.parametrize(
    ("same", "others", "doubts"),
    [
        (1, 0, ()),
        (3, 1, ("pairs disagree",)),
        (4, 1, ()),
        (7, 2, ("pairs disagree",)),
        (8, 2, ()),
    ],
)
def test_nearly_all_pairs_agree(same: int, others: int, doubts: tuple[str, ...]) -> None:
    known = memory(*[("Apply", "Postulez")] * same, *[("Apply", "Postuler")] * others)
    assert known("Apply", AROUND) == Suggestion("Postulez", doubts=doubts)


def test_a_new_translation_that_few_pairs_have_is_doubtful() -> None:
    known = memory(*[("Apply", "Postulez")] * 9)
    known.add("Apply", "Postuler", 2, AROUND)
    assert known("Apply", AROUND) == Suggestion("Postuler", doubts=("pairs disagree",))


@pytest.mark.parametrize(
    ("text", "pairs", "beside", "doubts"),
    [
        (KNOWN, 2, ("Your work", "Other"), ()),
        (KNOWN, 2, ("Other", "Your work"), ()),
        (KNOWN, 1, ("Your work",), ()),
        (KNOWN, 1, ("Your work", "Other"), ("context",)),
        (KNOWN, 1, ("Other",), ("context",)),
        (KNOWN, 1, (), ("context",)),
        (KNOWN, 9, ("Other",), ("context",)),
        (KNOWN, 9, (), ("context",)),
        ("About our crew", 1, ("Your work", "Other"), ()),
        ("About our crew", 1, ("Other",), ("context",)),
        ("About our crew", 2, ("Other",), ()),
        ("About our whole crew", 2, ("Other",), ("context",)),
    ],
)
def test_the_same_text_in_another_context(
    text: str, pairs: int, beside: tuple[str, ...], doubts: tuple[str, ...]
) -> None:
    """A label means the same anywhere, if two pairs agree; a text of one pair needs both sides."""
    assert memory(*[(text, FRENCH)] * pairs)(text, beside) == Suggestion(FRENCH, doubts=doubts)


def test_the_context_is_that_of_the_same_translation() -> None:
    known = memory(*[(KNOWN, FRENCH)] * 4)
    known.add(KNOWN, "Autre.", around=["Other"])
    assert known(KNOWN, ["Other"]) == Suggestion(FRENCH, doubts=("context",))


def test_a_translation_whose_facts_differ_is_doubtful() -> None:
    """A person has accepted the other number in another pair."""
    known = memory(("Our office pays $1,250.", "Notre bureau paie 1 450\u00a0$."))
    found = known("Our office pays $1,250.", AROUND)
    assert found == Suggestion("Notre bureau paie 1 450\u00a0$.", doubts=("numbers",))


def test_the_neighbours_of_texts() -> None:
    assert neighbours(["A", "B", "C"]) == [("B",), ("A", "C"), ("B", "")]
    assert neighbours(["A"]) == [("",)]
    assert neighbours([]) == []


def entry(text: str, state: State, *notes: str, fuzzy: bool = True) -> Entry:
    mark = Mark(state, "-", "-", notes)
    return with_fuzzy(Entry(text, f"{text} (fr)", mark=mark), fuzzy)


def test_a_catalogue_teaches_doubtful_matches_as_doubtful() -> None:
    known = Memory()
    known.learn(
        [
            entry("A sure text", State.AGREED, fuzzy=False),
            entry("An unsure text", State.DOUBTFUL, "unsure", "order"),
            entry("Another number", State.DOUBTFUL, "unsure", "numbers"),
            entry("Joined texts", State.DOUBTFUL, "merged"),
            entry("A change", State.SOURCE_CHANGED),
            entry("A memory", State.MEMORY, fuzzy=False),
            Entry("A person's text", "A person's text (fr)"),
            Entry("Nothing"),
        ]
    )
    assert known("A sure text", ["An unsure text"]) == Suggestion("A sure text (fr)")
    assert known("An unsure text") == Suggestion("An unsure text (fr)", doubts=("unsure",))
    assert known("A person's text", ["Nothing"]) == Suggestion("A person's text (fr)")
    for text in ("Another number", "Joined texts", "A change", "A memory", "Nothing"):
        assert known(text) is None


def test_a_sure_match_comes_before_a_doubtful_one() -> None:
    known = Memory()
    known.learn([entry("A text", State.DOUBTFUL, "unsure")])
    known.add("A text", "Un texte", around=AROUND)
    assert known("A text", AROUND) == Suggestion("Un texte")


def test_a_near_text() -> None:
    expected = Suggestion(FRENCH, KNOWN, ("near",))
    known = memory((KNOWN, FRENCH), ("Our cooks prepare four meals a day.", "Quatre repas."))
    assert known(NEARBY, AROUND) == expected
    assert known(NEARBY, AROUND, near=False) is None


def test_the_same_text_comes_before_a_near_one() -> None:
    assert memory((KNOWN, FRENCH), (NEARBY, "Autre."))(NEARBY, AROUND) == Suggestion("Autre.")


def test_the_nearest_text() -> None:
    further = KNOWN.replace("steers the ferry", "moors a new ferry")
    for pairs in permutations([(further, "Loin."), (KNOWN, FRENCH)]):
        assert memory(*pairs)(NEARBY, AROUND) == Suggestion(FRENCH, KNOWN, ("near",))


def test_a_near_text_that_pairs_disagree_on_is_near_and_no_more() -> None:
    found = memory((KNOWN, "B"), (KNOWN, "A"))(NEARBY, AROUND)
    assert found is not None
    assert (found.text, found.previous) == ("A", KNOWN)
    assert "near" in found.doubts


def test_markup_is_no_difference() -> None:
    found = memory((KNOWN, FRENCH))(KNOWN.replace("captain", "**captain**"))
    assert found == Suggestion(FRENCH, KNOWN, ("near",))


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("Senior designer, ferries", "Senior developer, ferries"),
        ("Deckhand (north quay)", "Deckhand (south quay)"),
        ("You know the tides of the river.", "You know the tides of the sea."),
    ],
)
def test_a_short_text_is_never_near(known: str, text: str) -> None:
    assert len(text.split()) < SHORTEST
    assert memory((known, "Réponse"))(text, AROUND) is None


def test_how_much_is_near() -> None:
    words = [f"word{chr(97 + n)}" for n in range(20)]
    same = int(20 * NEAR)
    enough = " ".join([*words[:same], *(["other"] * (20 - same))])
    too_few = " ".join([*words[: same - 1], *(["other"] * (21 - same))])
    assert memory((" ".join(words), FRENCH))(enough) is not None
    assert memory((" ".join(words), FRENCH))(too_few) is None


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("at least 35 hours", "at least 40 hours"),
        ("at least $1,250 a week", "at least $1,450 a week"),
        ("the level of an EX-03", "the level of an EX-04"),
        ("as an IT-02 or so", "as a CS-02 or so"),
        ("see https://ferries.example/jobs/412", "see https://ferries.example/jobs/977"),
        ("write to crew@ferries.example", "write to nobody in particular"),
    ],
    ids=["number", "money", "code", "group", "link", "address"],
)
def test_what_differs_in_facts_is_not_near(known: str, text: str) -> None:
    frame = "The crew of the northern ferry works {} when the tides of the bay allow it to sail."
    assert memory((frame.format(known), FRENCH))(frame.format(text)) is None
    same = frame.format(known).replace("northern", "southern")
    assert memory((frame.format(known), FRENCH))(same) is not None


def test_a_near_text_is_found_among_many() -> None:
    """Words that all texts share find none of them; the rare ones do."""
    frame = "The ferry {} of the town sails {} times from quay {} to the north of the bay and back."
    many = [
        (frame.format(f"Alba{chr(97 + n % 26)}{chr(97 + n // 26)}", "several", "nine"), f"T{n}")
        for n in range(500)
    ]
    wanted = frame.format("Zéphyr", "several", "nine")
    known = memory(*many, (wanted, FRENCH))
    found = known(wanted.replace("several", "many"))
    assert found == Suggestion(FRENCH, wanted, ("near",))


WORDS = st.sampled_from(["the", "captain", "ferry", "quay", "tide", "steers", "moors", "north"])
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
PAIRS = st.lists(st.tuples(TEXTS, st.sampled_from(["A", "B", "C"])), max_size=6)


@given(pairs=PAIRS, text=TEXTS, data=st.data())
def test_the_order_of_reading_changes_nothing(
    pairs: list[tuple[str, str]], text: str, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(pairs))
    assert memory(*pairs)(text, AROUND) == memory(*shuffled)(text, AROUND)


@given(pairs=PAIRS, text=TEXTS)
def test_what_is_suggested_was_learnt(pairs: list[tuple[str, str]], text: str) -> None:
    found = memory(*pairs)(text, AROUND)
    if found is None:
        assert text not in dict(pairs)
    else:
        assert (found.previous or text, found.text) in pairs
        assert (found.previous is None) == (text in dict(pairs))
        translations = [translation for source, translation in pairs if source == text]
        nearly_all = translations.count(found.text) >= AGREED * len(translations)
        assert bool(found.doubts) == (found.previous is not None or not nearly_all)
