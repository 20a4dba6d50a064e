"""Words: how similar two texts are, and in which words they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.catalogs.words import bare, changes, similarity, words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The captain", "The captain", 1.0),
        ("The *captain*", "The [captain](a.md)", 1.0),
        ("The captain steers", "The captain moors the", 4 / 7),
        ("The captain", "", 0.0),
        ("", "", 0.0),
        ("The captain", "Four cooks", 0.0),
    ],
)
def test_similarity(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le **quai** *nord*", ["Le", "quai", "nord"]),
        ("Le [quai nord](quai.md)", ["Le", "quai", "nord"]),
        ("1\\. Le quai\\\nnord", ["1.", "Le", "quai", "nord"]),
        ("9\u202fh\u00a0!", ["9", "h", "!"]),
        ("Le <b>quai</b> &amp; nord", ["Le", "quai", "&", "nord"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("in winter, with", "in summer, with", [("winter,", "summer,")]),
        ("Our office pays", "Our big office spends", [("", "big"), ("pays", "spends")]),
        ("Our big office", "Our office", [("big", "")]),
        ("Our **big** office", "Our *big* office", []),
        ("", "Our office", [("", "Our office")]),
        ("a " * 300 + "b", "c " + "a " * 300, [("a " * 300 + "b", "c " + "a " * 300)]),
    ],
)
def test_changes(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    found = [(" ".join(out), " ".join(came)) for out, came in changes(old, new)]
    assert found == [(out.strip(), came.strip()) for out, came in expected]


TEXTS = st.lists(st.sampled_from(["the", "ferry", "quay", "north"]), max_size=12)


@given(old=TEXTS, new=TEXTS)
def test_the_changes_make_one_text_of_the_other(old: list[str], new: list[str]) -> None:
    found = list(changes(" ".join(old), " ".join(new)))
    removed = [word for out, _came in found for word in out]
    added = [word for _out, came in found for word in came]
    assert sorted([*old, *added]) == sorted([*new, *removed])
    assert bool(found) == (old != new)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the ferry’s **crew**", "the ferry's crew"),
        ("« l'équipe »", "“l’équipe”"),
        ("Meals;", "Meals."),
        ("at 5\u00a0–\u00a06 p\\.m\\.", "at 5 - 6 p.m."),
        ("&nbsp;Rock&amp;roll\u200b", "Rock&roll"),
        ("1\u202f000\u00a0$", "1 000 $"),
        ("__all__ of_it", "all of_it"),
        ("[here](<https://a.example/b>)", "[here](https://a.example/b)"),
        ("below -40\u00a0°C", "below \u221240 °C"),
        ("the weeks 5 - 6", "the weeks 5\u20136"),
    ],
)
def test_typography_is_not_in_the_bare_text(one: str, other: str) -> None:
    assert bare(one) == bare(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10 meals", "12 meals"),
        ("1.5 hours", "15 hours"),
        ("Apply?", "Apply"),
        ("re-sign", "resign"),
        ("candidate(s)", "candidates"),
        ("[here](https://a.example/b-c)", "[here](https://a.example/bc)"),
        ("https://a.example/b-c", "https://a.example/b_c"),
        ("C++", "C"),
        ("Meals", "meals"),
        ("100 $", "100 €"),
        ("at -40 °C", "at 40 °C"),
        ("[here](<https://a.example/b>)", "[here](<https://a.example/c>)"),
        ("…", "—"),
    ],
)
def test_words_and_numbers_are_in_the_bare_text(one: str, other: str) -> None:
    assert bare(one) != bare(other)
