"""Evidence: rare related words relate blocks, each word counts once, and both sides are equal."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment.evidence import (
    Cell,
    CellWords,
    Related,
    answerable_words,
    cell_words,
    inverse_document_frequencies,
    inverted_index,
    related_words,
    total,
    two_best,
    union,
)
from sphinxext_jobs.pairing.alignment.lexicon import EMPTY, Lexicon
from sphinxext_jobs.pairing.alignment.segments import segment

SOURCE = ["The crew inspects the pumps.", "The pumps in Gull Harbour.", "The bow."]
TARGET = ["L’équipage inspecte les pompes.", "Les pompes, à Gull Harbour.", "La proue."]
LEXICON = Lexicon({"bow": [("proue", 0.8)], "crew": [("equipa", 0.9)], "keel": [("quille", 0.9)]})


def related_in(source: list[str], target: list[str], lexicon: Lexicon = EMPTY) -> Related:
    indices = (inverted_index(map(segment, texts)) for texts in (source, target))
    return related_words(*indices, lexicon)


def cells_of(source: list[str], target: list[str]) -> dict[Cell, CellWords]:
    mine, theirs = (inverted_index(map(segment, texts)) for texts in (source, target))
    related = related_words(mine, theirs, EMPTY)
    return cell_words(mine, theirs, related, len(source) * len(target))


def test_the_index_has_each_block_of_a_word() -> None:
    index = inverted_index(map(segment, SOURCE))
    assert index["the"] == [0, 1, 2]
    assert index["pumps"] == [0, 1]


def test_a_word_of_all_blocks_has_no_idf_and_a_rare_one_has_the_most() -> None:
    idf = inverse_document_frequencies(inverted_index(map(segment, SOURCE)), len(SOURCE))
    assert idf["the"] == 0
    assert idf["bow"] == pytest.approx(math.log(3))
    assert 0 < idf["pumps"] < idf["bow"]


def test_equal_words_cognates_and_translations_are_related() -> None:
    related = related_in(SOURCE, TARGET, LEXICON)
    assert related["gull"] == {"gull": 1.0}
    assert related["bow"] == {"proue": 0.8}
    assert related_in(["inspection"], ["inspecteur"])["inspec"] == {"inspec": 1.0}
    assert related_in(["harbour"], ["harbor"])["harbou"] == {"harbor": 0.5}
    assert "the" not in related


def test_anchors_are_related_only_if_they_are_equal() -> None:
    assert related_in(["1234"], ["1235"]) == {}
    assert related_in(["1,234"], ["1\u202f234"]) == {"#1234": {"#1234": 1.0}}


def test_a_word_is_answerable_if_the_text_or_the_lexicon_has_an_answer() -> None:
    mine, theirs = (
        inverted_index(map(segment, texts)) for texts in ([*SOURCE, "keel"], [*TARGET, "quille"])
    )
    words = answerable_words(mine, theirs, related_words(mine, theirs, EMPTY), LEXICON)
    assert {"gull", "keel", "bow"} <= words[0]
    assert {"gull", "quille", "proue"} <= words[1]
    assert "the" not in words[0]
    assert "les" not in words[1]


def test_a_word_counts_once_in_a_cell_with_its_best_partner() -> None:
    cells = cells_of(["harbour", "gull"], ["harbour harbouring", "gull"])
    assert cells[0, 0] == (
        {"harbou": pytest.approx(math.log(4) / 2)},
        {"harbou": pytest.approx(math.log(4) / 2)},
    )
    mine, theirs = cells_of(["harbour", "gull", "crew"], ["harbour harbor", "gull", "crew"])[0, 0]
    assert mine == {"harbou": theirs["harbou"]}
    assert theirs["harbor"] == pytest.approx(theirs["harbou"] + math.log(0.5))


def test_only_some_cells_may_be_asked_for() -> None:
    index = inverted_index([segment(text) for text in ("pump", "pump", "other")])
    related = related_words(index, index, EMPTY)
    cells = cell_words(index, index, related, 9, lambda rows, columns: [(rows[0], columns[-1])])
    assert sorted(cells) == [(0, 1), (2, 2)]


WORDS = st.sampled_from(["harbour", "harbor", "harbinger", "pump", "pumping", "12", "EN-04", "la"])
TEXTS = st.lists(st.lists(WORDS, max_size=4).map(" ".join), min_size=1, max_size=5)


@given(TEXTS, TEXTS)
def test_evidence_is_the_same_from_either_side(source: list[str], target: list[str]) -> None:
    there, back = cells_of(source, target), cells_of(target, source)
    assert there.keys() == {(i, j) for j, i in back}
    for (i, j), words in there.items():
        assert total(words) == pytest.approx(total(back[j, i]))


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0.1, 9)), max_size=12))
def test_the_two_best_of_each_row(values: list[tuple[int, float]]) -> None:
    for row, best in enumerate(two_best(values, 4)):
        ranked = sorted({value for number, value in values if number == row}, reverse=True)
        assert best[0] == [*ranked, 0.0][0]
        # Equal values may rank first and second.
        assert best[1] in ([*ranked, 0.0, 0.0][1], best[0])


CELL_WORDS = st.tuples(*[st.dictionaries(WORDS, st.floats(0.1, 9), max_size=4)] * 2)


@given(CELL_WORDS, CELL_WORDS)
def test_united_cells_have_each_word_with_its_greatest_weight(
    one: CellWords, other: CellWords
) -> None:
    united = union(one, other)
    assert united == union(other, one, one)
    for side in (0, 1):
        assert united[side].keys() == one[side].keys() | other[side].keys()
        for word, weight in united[side].items():
            assert weight == max(one[side].get(word, 0.0), other[side].get(word, 0.0))
