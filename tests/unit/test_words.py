"""Words: how similar two texts are, and in which words they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.catalogs import words as module
from sphinxext_jobs.pairing.catalogs.words import (
    Similar,
    bare,
    changes,
    is_change,
    one_to_one,
    similarity,
    words,
)


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


def test_similar_texts_are_found_among_many_with_few_comparisons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A document of 1,000 blocks may be rewritten in one go."""
    compared = []

    def count(one: str, other: str) -> float:
        compared.append((one, other))
        return similarity(one, other)

    monkeypatch.setattr(module, "similarity", count)
    old = [f"The ferry leaves quay {n} for island {n * n} with {n % 7} crews" for n in range(1000)]
    similar = Similar(old)
    for n, text in enumerate(old):
        best = max(similar.to(text.replace("leaves", "departs from")))
        assert best == (pytest.approx(10 / 11.5, abs=0.05), old[n])
    assert len(compared) <= 10 * len(old)


def test_a_short_text_is_another_only_if_more_of_it_is_the_same() -> None:
    assert is_change("Moor the ferry at the quay", 0.6)
    assert not is_change("Moor the ferry", 0.6)
    assert is_change("Moor the ferry", 0.75)


def test_each_text_is_given_to_one_other() -> None:
    found = [(0.7, "a", 1), (0.9, "b", 1), (0.6, "a", 2), (0.8, "b", 2)]
    assert one_to_one(found) == {"b": 1, "a": 2}


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
        (
            "[Quay](https://a.ca/x/fra.aspx?id=1) ([pier](b.md))",
            "[Quay](https://a.ca/x/eng.aspx?id=2) ([pier](<c.md>))",
            [("…/fra.aspx?id=1", "…/eng.aspx?id=2"), ("b.md", "c.md")],
        ),
        ("[Quay](https://a.ca) and pier", "Quay and pier", []),
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
