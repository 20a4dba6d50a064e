"""Segments: the words, length and role that alignment sees in a block's text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment.segments import (
    STEM_LETTERS,
    Block,
    BlockKind,
    fold,
    role,
    segment,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Inspect the pumps", {"inspec", "the", "pumps"}),
        ("Équipage à bord, Œuvre", {"equipa", "bord", "oeuvre"}),
        ("IT and HR, but no if", {"it", "and", "hr", "but"}),
        ("See [the rates](https://ferries.example/en/rates)", {"see", "the", "rates", "#ferries.example#"}),
        ("<b>Deckhand</b> &amp; cook", {"deckha", "cook"}),
        ("24 ferries, EN-04, crew@ferries.example", {"ferrie", "en", "crew", "exampl", "#24", "#EN-4", "#crew@ferries.example"}),
        ("", set()),
    ],
)  # fmt: skip
def test_words_are_folded_and_cut_and_anchors_are_words_of_their_own(
    text: str, words: set[str]
) -> None:
    assert segment(text).words == words


@pytest.mark.parametrize(
    "text", ["You will:", "Vous allez\u00a0:", "**You will:**", "_You will_:", "任务："]
)
def test_a_colon_at_the_end_is_seen_through_markup(text: str) -> None:
    assert segment(text).has_colon


@pytest.mark.parametrize("text", ["At 9:30", "Note: bring boots", ""])
def test_a_colon_elsewhere_is_not_one_at_the_end(text: str) -> None:
    assert not segment(text).has_colon


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One.", 1),
        ("No full stop", 1),
        ("One. Two! Three?", 3),
        ("It costs 1.5 million. «\u00a0Vraiment\u00a0?\u00a0» Oui.", 3),
        ("", 1),
    ],
)
def test_sentences_are_counted_by_their_ends(text: str, count: int) -> None:
    assert segment(text).sentences == count


def test_the_length_is_that_of_the_visible_text() -> None:
    assert segment("See  [rates](https://ferries.example/a/long/path?id=88)").length == len(
        "See [rates"
    )
    assert segment("A&amp;B").length == len("A&B")


@pytest.mark.parametrize(
    "text", ["**What you bring**", "__What you bring__", "**What you bring**:"]
)
def test_a_bold_paragraph_has_the_role_of_a_heading(text: str) -> None:
    block = Block(BlockKind.PARAGRAPH, text)
    assert role(block, segment(text)) is BlockKind.HEADING


@pytest.mark.parametrize("kind", [kind for kind in BlockKind if kind is not BlockKind.PARAGRAPH])
def test_any_other_block_has_the_role_of_its_kind(kind: BlockKind) -> None:
    assert role(Block(kind, "**Bold**"), segment("**Bold**")) is kind
    partly = "**Bold** and not"
    assert role(Block(BlockKind.PARAGRAPH, partly), segment(partly)) is BlockKind.PARAGRAPH


def test_every_kind_of_block_has_a_meaning() -> None:
    assert all(kind.help for kind in BlockKind)
    assert f"{BlockKind.CELL}" == "cell"


@given(st.text())
def test_any_text_has_a_segment(text: str) -> None:
    seen = segment(text)
    assert seen.length >= 0
    assert seen.sentences >= 1
    assert all(word.startswith("#") or len(word) <= STEM_LETTERS for word in seen.words)


@pytest.mark.parametrize(
    ("words", "folded"),
    [(("Équipe", "EQUIPE", "équipe"), "equipe"), (("Cœur", "COEUR"), "coeur"), (("naïf",), "naif")],
)
def test_folded_words_have_neither_case_nor_accents(words: tuple[str, ...], folded: str) -> None:
    assert {fold(word) for word in words} == {folded}
