"""The lexicon: learns from pairs of texts which words translate which."""

from __future__ import annotations

import pytest

from sphinxext_jobs.pairing.alignment.align import learn_lexicon
from sphinxext_jobs.pairing.alignment.lexicon import Lexicon, expect, initialise, maximise
from sphinxext_jobs.pairing.alignment.segments import Block, BlockKind

TEXTS = [
    ("The crew sails at dawn.", "L’équipage appareille à l’aube."),
    ("The crew eats at noon.", "L’équipage mange à midi."),
    ("We sail at noon.", "Nous appareillons à midi."),
    ("You steer the boat at dawn.", "Vous gouvernez le bateau à l’aube."),
    ("You wash the boat.", "Vous lavez le bateau."),
    ("You steer the ferry.", "Vous gouvernez le traversier."),
    ("The crew paints the boat.", "L’équipage peint le bateau."),
    ("They leave at noon or at dawn.", "Ils partent à midi ou à l’aube."),
]


def test_words_that_are_together_in_many_pairs_are_translations() -> None:
    lexicon = Lexicon.from_texts(TEXTS)
    for word, answer in (
        ("crew", "equipa"),
        ("noon", "midi"),
        ("boat", "bateau"),
        ("dawn", "aube"),
    ):
        assert lexicon.translations(word)[0][0] == answer
        assert answer in lexicon.targets
    assert lexicon.translations("engine") == ()


def test_words_of_few_texts_are_not_learned() -> None:
    """Each word of the one text would seem to translate each of the other."""
    assert len(Lexicon.from_texts([("Gulls follow the boat", "Les mouettes suivent")] * 9)) == 0
    few = [("Gulls follow", "Les mouettes suivent"), ("Gulls eat", "Les mouettes mangent")]
    assert len(Lexicon.from_texts(few)) == 0
    more = [*few, ("Gulls sleep", "Les mouettes dorment")]
    assert Lexicon.from_texts(more).translations("gulls")[0][0] in ("les", "mouett")


def test_each_pair_of_texts_counts_once() -> None:
    once, often = Lexicon.from_texts(TEXTS), Lexicon.from_texts(TEXTS * 9)
    assert len(once) == len(often)
    assert all(
        once.translations(word) == often.translations(word)
        for word in ("crew", "noon", "boat", "the")
    )


def test_copies_of_a_pair_of_texts_teach_nothing_more() -> None:
    sides = [[Block(BlockKind.ITEM, text) for text in side] for side in zip(*TEXTS, strict=True)]
    lexicon = learn_lexicon([(sides[0], sides[1])] * 3)
    assert (
        lexicon.translations("noon")[:1]
        == learn_lexicon([(sides[0], sides[1])]).translations("noon")[:1]
    )


def test_nothing_is_learned_without_words_on_both_sides() -> None:
    assert len(learn_lexicon([])) == 0
    assert len(learn_lexicon([([], [])])) == 0
    assert len(Lexicon.from_texts([("", ""), ("1", "2"), ("word", "")])) == 0


@pytest.mark.parametrize("iterations", [0, 1, 3])
def test_probabilities_of_a_word_add_up_to_one_and_counts_to_its_occurrences(
    iterations: int,
) -> None:
    texts = [(["", "the", "crew"], ["la", "equipa"]), (["", "the", "bow"], ["la", "proue"])]
    counts = initialise(texts)
    for _ in range(iterations):
        counts = expect(texts, maximise(counts))
    # Each word of the target is a translation of one word of the source.
    assert sum(count for row in counts.values() for count in row.values()) == pytest.approx(4)
    assert all(sum(row.values()) == pytest.approx(1) for row in maximise(counts).values())


def test_iterations_make_the_probable_translation_more_probable() -> None:
    texts = [(["", "the", "crew"], ["la", "equipa"]), (["", "the", "bow"], ["la", "proue"])]
    first = maximise(initialise(texts))["crew"]["equipa"]
    second = maximise(expect(texts, maximise(initialise(texts))))["crew"]["equipa"]
    assert second > first
