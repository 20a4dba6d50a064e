"""Views: what readers see, as values and in their words."""

from __future__ import annotations

import pytest

from sphinxext_jobs.jobs.records import Link
from sphinxext_jobs.pairing.catalogs.catalog import Figures
from sphinxext_jobs.views.pairs import Cell, Row, state_of, to_do

LINK = Link("a@en", "en/a", "job-a", "", "A", "en")


def cell(
    total: int = 9, fuzzy: int = 0, drifted: int = 0, unmatched: int = 0, exists: bool = True
) -> Cell:
    figures = Figures(
        total=total, translated=total - fuzzy, fuzzy=fuzzy, drifted=drifted, unmatched=unmatched
    )
    return Cell("fr", exists, False, figures)


@pytest.mark.parametrize(
    ("found", "english", "french"),
    [
        (cell(), [], []),
        (
            cell(fuzzy=2, unmatched=1),
            ["Français: 2 blocks to check, 1 block without an original"],
            ["Français – 2 blocs à vérifier, 1 bloc sans original"],
        ),
        (
            cell(fuzzy=3, drifted=2, unmatched=2),
            ["Français: 2 drifted blocks, 1 block to check, 2 blocks without an original"],
            ["Français – 2 blocs divergents, 1 bloc à vérifier, 2 blocs sans original"],
        ),
        (
            Cell("fr", False, False, Figures(4, 2, 0, 0, 0)),
            ["Français: write the text, 2 untranslated blocks"],
            ["Français – rédiger le texte, 2 blocs non traduits"],
        ),
        (
            Cell("fr", True, False, Figures(is_damaged=True)),
            ["Français: correct the catalogue"],
            ["Français – corriger le catalogue"],
        ),
    ],
)
def test_what_there_is_to_do(found: Cell, english: list[str], french: list[str]) -> None:
    row = Row(LINK, (Cell("en", True, True, None), found), ())
    assert list(to_do(row, "en")) == english
    assert list(to_do(row, "fr")) == french
    assert row.in_order is not bool(english)


def test_a_share_is_rounded_down() -> None:
    assert state_of(cell(total=1000, fuzzy=1), "en") == "written, 99% in agreement"
    assert state_of(cell(total=0), "en") == "written"
    assert state_of(Cell("fr", True, True, None), "en") == "original"
