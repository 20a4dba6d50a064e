"""Units: which texts are paired with which."""

from __future__ import annotations

from collections.abc import Sequence

from sphinxext_jobs.pairing.units import Unit, pair_up


def text(key: str, lang: str, name: str = "a") -> Unit:
    return Unit(key, lang, f"{lang}/{name}.md", (), f"{lang}/{name}")


def last(_unit: Unit, candidates: Sequence[Unit]) -> Unit:
    return candidates[-1]


def paired(units: Sequence[Unit], *languages: str) -> list[tuple[str, str, str | None]]:
    pairs, _left = pair_up(units, languages, last)
    return [(p.source.path, p.lang, p.target.path if p.target else None) for p in pairs]


def test_the_first_language_that_a_key_has_is_the_source() -> None:
    units = [text("b", "fr"), text("b", "es"), text("a", "en"), text("a", "fr")]
    assert paired(units, "en", "fr", "es") == [
        ("en/a.md", "fr", "fr/a.md"),
        ("en/a.md", "es", None),
        ("fr/a.md", "en", None),
        ("fr/a.md", "es", "es/a.md"),
    ]


def test_a_variety_of_a_language_is_a_counterpart() -> None:
    assert paired([text("a", "en"), text("a", "fr-CA")], "en", "fr") == [
        ("en/a.md", "fr", "fr-CA/a.md")
    ]


def test_a_key_in_no_language_of_the_project_has_no_pair() -> None:
    assert paired([text("a", "de")], "en", "fr") == []


def test_the_supplier_chooses_among_several() -> None:
    sources = [text("a", "en", name) for name in "ab"]
    targets = [text("a", "fr", name) for name in "xyz"]
    pairs, left = pair_up([*sources, *targets], ("en", "fr"), last)
    assert [(pair.source, pair.target) for pair in pairs] == [(s, targets[2]) for s in sources]
    assert left == targets[:2]
