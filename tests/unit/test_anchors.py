"""Anchors: what is equal in both languages, however each writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment.anchors import Anchors, anchors, conflicts, join


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("It pays $98,500.50 a year.", "Le salaire est de 98 500,50 $ par an."),
        ("It pays $98,500 to $120,000.", "De 98\u00a0500\u00a0$ à 120\u202f000\u00a0$."),
        ("A fleet of 1,200 crew", "Un équipage de 1&nbsp;200 personnes"),
        ("Our 1st ferry sails in 2027.", "Notre 1er traversier part en 2027."),
        ("Classified IT-05 or EX 03", "Classé EX\u00a0‑\u00a003 ou IT-5"),
        ("Sailings at 5 pm and 9:30 p.m.", "Départs à 17 h et à 21 h 30"),
        ("Two years on deck", "2 ans sur le pont"),
        (
            "See the [pay scales](https://www.ferries.example/en/pay?id=12405&lang=en).",
            "Voir les [échelles](https://www.traversiers.ferries.example/fr/paie?lang=fr&id=12405).",
        ),
        (
            "[pay](https://ferries.example/12405-eng.html)",
            "[paie](https://ferries.example/12405-fra.html)",
        ),
        ("Write to crew@ferries.example.", "Écrivez à equipage@traversiers.example."),
        (
            "<a href='https://ferries.example/a'>Routes</a>",
            "[Lignes](https://ferries.example/b)",
        ),
        ("Only words.", "Des mots."),
        ("1.5 % of 10 boats", "1,5 % de 10 bateaux"),
        ("It pays 98,500.50 a year.", "الراتب ٩٨٬٥٠٠٫٥٠ في السنة."),
        ("Open 31 days", "३१ दिन खुला"),
        ("A fleet of 1,200 crew", "乗組員１，２００人"),
    ],
)
def test_faithful_translations_have_no_conflicts(english: str, french: str) -> None:
    assert conflicts(anchors(english), anchors(french)) == ()


@pytest.mark.parametrize(
    ("english", "french", "names"),
    [
        ("It pays $98,500.", "Le salaire est de 95 800 $.", ("numbers",)),
        ("Built in 2019, refitted since.", "Construit puis remis à neuf.", ("numbers",)),
        ("3 crew", "4 membres", ("numbers",)),
        ("3 crew", "٤ بحارة", ("numbers",)),
        ("Classified IT-05", "Classé IT-04", ("codes",)),
        ("Classified IT-05", "Sans classification", ("codes",)),
        ("[a](https://ferries.example/a)", "a", ("links",)),
        ("https://ferries.example/?id=1234", "https://ferries.example/?id=4321", ("links",)),
        ("Write to a@ferries.example.", "Écrivez-nous.", ("emails",)),
    ],
)
def test_conflicts_are_named(english: str, french: str, names: tuple[str, ...]) -> None:
    assert conflicts(anchors(english), anchors(french)) == names
    assert conflicts(anchors(french), anchors(english)) == names


def test_anchors_are_found_and_normalized() -> None:
    text = (
        "IT-05 ($1,000.50): [pay](https://www.ferries.example/en/pay?id=77), crew@ferries.example"
    )
    assert anchors(text) == Anchors(
        ("ferries.example#77",), ("crew@ferries.example",), ("1000.5",), ("IT-5",)
    )
    assert not anchors("A deckhand, and COVID")


def test_the_anchors_of_several_texts_are_joined() -> None:
    assert join([anchors("20 and 30"), anchors("none"), anchors("25")]).numbers == (
        "20",
        "25",
        "30",
    )
    assert not join([anchors("none"), anchors("")])


@given(st.text())
def test_any_text_agrees_with_itself(text: str) -> None:
    assert conflicts(anchors(text), anchors(text)) == ()


@given(st.text(alphabet="[]()<>@:/.,- 0123456789AZaz#?&=%\u00a0\n"))
def test_any_text_like_an_anchor_can_be_read(text: str) -> None:
    assert conflicts(anchors(text), anchors(f"https://{text} {text}")) is not None
    assert all(isinstance(float(number), float) for number in anchors(text).numbers)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_numbers_are_equal_in_both_typographies(number: object) -> None:
    english = f"{number:,}"
    french = english.replace(",", "\u202f").replace(".", ",")
    assert anchors(english).numbers == anchors(french).numbers
