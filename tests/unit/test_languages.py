"""Language tags: written, matched, detected in paths, chosen among, and what they sort like."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.text.languages import best, detect, is_tag, locale, matches, normalize
from sphinxext_jobs.text.wording import autonym, collation_key, long_date, translator


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", "fr"),
        (" FR ", "fr"),
        ("fr_ca", "fr-CA"),
        ("EN-us", "en-US"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("sr_Latn_RS", "sr-Latn-RS"),
        ("de-CH-1996", "de-CH-1996"),
        ("IKU", "iku"),
    ],
)
def test_normalize(tag: str, expected: str) -> None:
    assert normalize(tag) == expected
    assert normalize(expected) == expected


@pytest.mark.parametrize("text", ["fr", "fr-CA", "fr_CA", "iku", "zh-Hant-TW", "de-1996", "FR"])
def test_what_is_a_tag(text: str) -> None:
    assert is_tag(text)


@pytest.mark.parametrize(
    "text", ["", "f", "français", "french", "fr-", "fr CA", "fr_CA.UTF-8", "1"]
)
def test_what_is_no_tag(text: str) -> None:
    assert not is_tag(text)


@pytest.mark.parametrize(
    ("tag", "range_", "expected"),
    [
        ("fr", "fr", True),
        ("fr-CA", "fr", True),
        ("FR-ca", "Fr", True),
        ("fr-Latn-CA", "fr-Latn", True),
        ("fr", "fr-CA", False),
        ("frr", "fr", False),
        ("fr-CAN", "fr-CA", False),
        ("en", "fr", False),
    ],
)
def test_matches(tag: str, range_: str, expected: bool) -> None:
    assert matches(tag, range_) is expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr_CA"),
        ("fr-XX", "fr"),
        ("xx", None),
        ("français", None),
        ("", None),
        ("../en", None),
    ],
)
def test_locale(tag: str, expected: str | None) -> None:
    found = locale(tag)
    assert (found and str(found)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("analyste.md", None),
        ("analyste.fr.md", "fr"),
        ("analyste.fr-CA.md", "fr-CA"),
        ("analyste.en-us.md", "en-US"),
        ("fr/analyste.md", "fr"),
        ("fr-CA/analyste.md", "fr-CA"),
        ("en/analyste.fr.md", "fr"),
        ("fr/en/analyste.md", "en"),
        ("fr/equipes/2026/analyste.md", "fr"),
        ("/srv/fr/analyste.md", "fr"),
        ("IT/analyste.md", None),
        ("jobs/analyste.v2.md", None),
        ("jobs/analyste.min.md", None),
        ("analyste.qq.md", None),
        ("fr.md", None),
        ("", None),
    ],
)
def test_detect_any_language(path: str, expected: str | None) -> None:
    assert detect(PurePath(path)) == expected


@pytest.mark.parametrize(
    ("path", "languages", "expected"),
    [
        ("it/analyste.md", ("en", "fr"), None),
        ("it/fr/analyste.md", ("en", "fr"), "fr"),
        ("fr/it/analyste.md", ("en", "fr"), "fr"),
        ("FR/analyste.md", ("en", "fr"), "fr"),
        ("analyste.FR.md", ("fr",), "fr"),
        ("fr_CA/analyste.md", ("fr",), "fr-CA"),
        ("fr/analyste.md", ("fr-CA",), "fr"),
        ("fr-FR/analyste.md", ("fr-CA",), None),
        ("analyste.qq.md", ("qq",), "qq"),
        ("analyste.fr.md", ("FR_ca", "en"), "fr"),
    ],
)
def test_detect_one_of_the_project_s_languages(
    path: str, languages: tuple[str, ...], expected: str | None
) -> None:
    assert detect(PurePath(path), languages) == expected
    assert detect(PurePath(path), iter(languages)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", "Français"),
        ("en", "English"),
        ("fr-CA", "Français (Canada)"),
        ("iu", "ᐃᓄᒃᑎᑐᑦ"),
        ("xx", "Xx"),
    ],
)
def test_autonym(tag: str, expected: str) -> None:
    assert autonym(tag) == expected


@pytest.mark.parametrize(
    ("tags", "wanted", "expected"),
    [
        (["fr-FR", "fr", "fr-CA"], "fr-CA", "fr-CA"),
        (["fr-FR", "fr"], "fr-CA", "fr"),
        (["en", "fr-FR"], "fr-CA", "fr-FR"),
        (["fr-FR", "fr-CA"], "fr", "fr-FR"),
        (["en", "de"], "fr", None),
        (["frr"], "fr", None),
        ([], "fr", None),
    ],
)
def test_best(tags: list[str], wanted: str, expected: str | None) -> None:
    assert best(tags, wanted) == expected
    assert best(iter(tags), wanted) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", "1er mars 2026"),
        ("fr-CA", "1er mars 2026"),
        ("en", "March 1, 2026"),
        ("xx", "March 1, 2026"),
    ],
)
def test_long_date(tag: str, expected: str) -> None:
    assert long_date(date(2026, 3, 1), tag) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Eb", "Éboulis", "Ec"],
        ["cote", "coté", "côte", "côté", "cotes"],
        ["Œil", "oesophage", "œuvre", "of"],
        ["agent", "Agente", "agents", "Agir"],
        ["analyste", "analyste, données", "analyste principal"],
        ["archiviste", "l'archive", "L’art", "lot"],
        ["co-op", "coop", "coopté"],
        ["2e", "a", "é", "z", "Я"],
    ],
    ids=lambda words: words[0],
)
def test_sorting(expected: list[str]) -> None:
    for words in itertools.permutations(expected):
        assert sorted(words, key=collation_key) == expected


@given(st.text(), st.text())
def test_texts_that_differ_sort_apart(one: str, other: str) -> None:
    assert (collation_key(one) == collation_key(other)) is (one == other)


def test_the_words_of_the_extension() -> None:
    assert translator("fr-CA")("Closed") == translator("fr")("Closed") != "Closed"
    assert translator("en")("Closed") == translator("xx")("Closed") == "Closed"
