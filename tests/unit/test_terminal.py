"""Tables in a terminal: widths of characters, wrapped columns, narrow terminals, colours."""

from __future__ import annotations

import re

import pytest

from sphinxext_jobs.cli.terminal import table, width_of, wrapped

HEADS = ("Title", "Français", "To do")
ROWS = [
    ("Cuisinier", "rédigée", "rien"),
    ("cafe\u0301 – 工作", "manquante, traduite à 40 %", "3 blocs à vérifier; rédiger le texte"),
]


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("工作", 4), ("🚢", 2), ("a\u200bb\u00ad", 2), ("", 0)],
)
def test_the_width_of_a_text_is_that_in_a_terminal(text: str, width: int) -> None:
    assert width_of(text) == width


def test_columns_are_aligned_by_their_width() -> None:
    lines = list(table(HEADS, ROWS))
    ends = [line[: line.rindex(cell[2])] for line, cell in zip(lines[1:], ROWS, strict=True)]
    assert {width_of(start) for start in ends} == {41}
    assert lines[0] == "Title        Français                    To do"
    assert not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize("width", range(1, 100))
def test_a_table_fits_and_keeps_its_words(width: int) -> None:
    lines = list(table(HEADS, ROWS, width))
    words = " ".join(lines).split()
    assert sorted(w for row in ROWS for w in " ".join(row).split()) == sorted(
        w for w in words if w not in {"Title", "Français", "Français:", "To", "do", "do:"}
    )
    if width >= 60:
        assert max(map(width_of, lines)) <= width


def test_a_row_is_a_paragraph_in_a_narrow_terminal() -> None:
    assert list(table(HEADS, ROWS[:1], 20)) == ["Cuisinier", "  Français: rédigée", "  To do: rien"]


def test_a_word_that_is_too_wide_has_a_line_of_its_own() -> None:
    assert wrapped("a 0123456789 b", 5) == ["a", "  0123456789", "  b"]


def test_a_control_character_does_not_reach_the_terminal() -> None:
    assert list(table(["a"], [["x\x1b[31m\ny\x9b"]])) == ["a", "x [31m y"]


def test_colours_do_not_count() -> None:
    plain = list(table(HEADS, ROWS, 60))
    painted = list(table(HEADS, ROWS, 60, {(1, 2): "33", (-1, 0): "1"}))
    assert painted != plain
    assert [re.sub("\x1b\\[[0-9]+m", "", line) for line in painted] == plain
