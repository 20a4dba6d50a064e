"""The lexicon: which words of a project answer which."""

from __future__ import annotations

from sphinxext_jobs.pairing.alignment.align import learn_lexicon
from sphinxext_jobs.pairing.alignment.lexicon import Lexicon
from sphinxext_jobs.pairing.alignment.segments import Block, BlockKind

TEXTS = [
    ("The crew sails at dawn.", "L’équipage appareille à l’aube."),
    ("The crew eats at noon.", "L’équipage mange à midi."),
    ("We sail at noon.", "Nous appareillons à midi."),
    ("You steer the boat at dawn.", "Vous gouvernez le bateau à l’aube."),
    ("You wash the boat.", "Vous lavez le bateau."),
    ("You steer the ferry.", "Vous gouvernez le traversier."),
]


def test_learns_what_stands_together() -> None:
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


def test_each_pair_of_texts_counts_once() -> None:
    once, often = Lexicon.from_texts(TEXTS), Lexicon.from_texts(TEXTS * 9)
    assert len(once) == len(often)
    assert all(
        once.translations(word) == often.translations(word)
        for word in ("crew", "noon", "boat", "the")
    )


def test_learns_from_pairs() -> None:
    sides = [[Block(BlockKind.ITEM, text) for text in side] for side in zip(*TEXTS, strict=True)]
    lexicon = learn_lexicon([(sides[0], sides[1])] * 3)
    assert (
        lexicon.translations("noon")[:1]
        == learn_lexicon([(sides[0], sides[1])]).translations("noon")[:1]
    )


def test_nothing_to_learn() -> None:
    assert len(learn_lexicon([])) == 0
    assert len(learn_lexicon([([], [])])) == 0
    assert len(Lexicon.from_texts([("", ""), ("1", "2"), ("word", "")])) == 0
