"""The terminal: the width of texts, tables that fit, and colours."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TextIO

#: A part of a text that may be on a line of its own. A terminal would obey control characters.
_WORD = re.compile(r"[^\x00-\x20\x7f-\x9f]+")
#: A column that is wrapped is at least so wide. Where that does not fit, each row is a paragraph.
_LEAST = 16
_GAP = _INDENT = "  "


def has_color(stream: TextIO) -> bool:
    """Whether a stream shows colours (https://no-color.org, https://force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        stream.isatty() and os.environ.get("TERM") != "dumb"
    )


def paint(text: str, code: str) -> str:
    """Write a text in a colour, or bold; *code* is that of ANSI terminals."""
    return f"\x1b[{code}m{text}\x1b[0m"


def columns() -> int | None:
    """Return the width of the terminal; None if the output goes elsewhere, so it has no width."""
    return shutil.get_terminal_size((0, 0)).columns or None


def width_of(text: str) -> int:
    """Return the number of columns that a text takes in a terminal.

    Chinese, Japanese and Korean characters and emoji take two, accents on the letter before them
    and invisible characters none.
    """
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _words(text: str) -> list[str]:
    return _WORD.findall(text) or [""]


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of a width, all but the first indented.

    A word that is too wide has a line of its own.
    """
    lines = [""]
    for word in _words(text):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and width_of(longer) > width:
            lines.append(_INDENT + word)
        else:
            lines[-1] = longer
    return lines


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None = None,
    codes: Mapping[tuple[int, int], str] | None = None,
) -> Iterator[str]:
    """Yield the lines of a table, not wider than *width* if there is one.

    If it is too wide, the widest columns are wrapped; in a terminal that is too narrow for that,
    each row is a paragraph. *codes* are the colours of cells, by row and column; row -1 has the
    heads.
    """
    codes = codes or {}
    widths = _fitted(list(zip(heads, *rows, strict=True)), width)
    if widths is None:
        yield from _paragraphs(heads, rows, codes)
        return
    for number, row in enumerate((heads, *rows), -1):
        cells = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        for texts in zip_longest(*cells, fillvalue=""):
            parts = [
                _painted(text, codes.get((number, n))) + " " * (size - width_of(text))
                for n, (text, size) in enumerate(zip(texts, widths, strict=True))
            ]
            yield _GAP.join(parts).rstrip(" ")


def _painted(text: str, code: str | None) -> str:
    return paint(text, code) if code and text else text


def _fitted(texts: Sequence[Sequence[str]], width: int | None) -> list[int] | None:
    """Return the widths of columns that fit; None if a column would be too narrow to read."""
    found = [max(map(width_of, column)) for column in texts]
    if width is None:
        return found
    least = [
        min(size, max(_LEAST, max(width_of(_INDENT + w) for cell in column for w in _words(cell))))
        for size, column in zip(found, texts, strict=True)
    ]
    spare = sum(found) + len(_GAP) * (len(found) - 1) - width
    while spare > 0:
        # The column that can spare most shrinks first.
        widest = max(range(len(found)), key=lambda n: (found[n] > least[n], found[n]))
        if found[widest] == least[widest]:
            return None
        found[widest] -= 1
        spare -= 1
    return found


def _paragraphs(
    heads: Sequence[str], rows: Sequence[Sequence[str]], codes: Mapping[tuple[int, int], str]
) -> Iterator[str]:
    """Yield each row as a paragraph: the first cell, then the others with their heads."""
    for number, (first, *others) in enumerate(rows):
        yield _painted(first, codes.get((number, 0)))
        for n, (head, cell) in enumerate(zip(heads[1:], others, strict=True), 1):
            yield f"{_INDENT}{head}: {_painted(cell, codes.get((number, n)))}"
