"""The lexicon: which words of a project answer which."""

from __future__ import annotations

from sphinxext_jobs.pairing.alignment.align import Block
from sphinxext_jobs.pairing.alignment.lexicon import Lexicon

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
        assert lexicon.of(word)[0][0] == answer
        assert answer in lexicon.answers
    assert lexicon.of("engine") == ()


def test_each_pair_of_texts_counts_once() -> None:
    once, often = Lexicon.from_texts(TEXTS), Lexicon.from_texts(TEXTS * 9)
    assert len(once) == len(often)
    assert all(once.of(word) == often.of(word) for word in ("crew", "noon", "boat", "the"))


def test_learns_from_pairs() -> None:
    sides = [[Block("item", text) for text in side] for side in zip(*TEXTS, strict=True)]
    lexicon = Lexicon.learn([(sides[0], sides[1])] * 3)
    assert lexicon.of("noon")[:1] == Lexicon.learn([(sides[0], sides[1])]).of("noon")[:1]


def test_nothing_to_learn() -> None:
    assert len(Lexicon.learn([])) == 0
    assert len(Lexicon.learn([([], [])])) == 0
    assert len(Lexicon.from_texts([("", ""), ("1", "2"), ("word", "")])) == 0
