"""Merge conflicts: the two sides of a posting whose conflicts are not resolved."""

from __future__ import annotations

import re

from .fences import code_lines
from .yaml_text import closing_line, is_prose

#: The beginning of a merge conflict.
MARKER = "<<<<<<< "
#: The lines that Git leaves around two changes in one place.
MARKER_LINE = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


def sides(lines: list[str]) -> tuple[str, str, list[int]]:
    """Return a text without conflicts, the front matter of the second side, and the conflicts.

    These are the lines in which each begins. Each line keeps its number. In the body, both sides
    are kept.
    """
    kinds = _kinds(lines)
    if "#" not in kinds:
        return "\n".join(lines), "", []
    head, other, base = (_head(lines, kinds, side) for side in "<=|")
    before = zip(lines, kinds[: min(other, default=0)], strict=False)
    if not head and not any(line.strip() for line, kind in before if kind in " <"):
        head = other
    gone = (other | base) - head
    first = [
        "" if kind == "#" or number in gone else line
        for number, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]
    second = [line if number in other else "" for number, line in enumerate(lines)]
    for text, numbers in ((first, head), (second, other)):
        if numbers:  # the conflict may begin before
            text[min(numbers)], text[0] = "", "---"
    markers = [number for number, kind in enumerate(kinds) if kind == "#"]
    begins = [n for n in markers if n == markers[0] or lines[n].startswith("<")]
    return "\n".join(first), "\n".join(second), [number + 1 for number in begins]


def _kinds(lines: list[str]) -> str:
    """Return a sign for each line: a marker (#), in a side (< | =), or common to both (a space).

    In the body, only <<<<<<< begins a conflict, because ======= may underline a heading. Code is
    not searched for conflicts.
    """
    last = max((n for n, line in enumerate(lines) if line.startswith(">" * 7)), default=-1)
    code: set[int] | None = None
    kinds: list[str] = []
    side = " "
    dashes = [number for number, line in enumerate(lines) if line.rstrip(" \t") == "---"]
    texts = (n for n, line in enumerate(lines) if line.strip() and not MARKER_LINE.match(line))
    body = dashes[1] if len(dashes) > 1 else len(lines)
    if next(texts, None) not in dashes:
        body = -1  # there is no front matter
    for number, line in enumerate(lines):
        marker = MARKER_LINE.match(line)
        sign = marker[1][0] if marker else ""
        if sign and side == " " and number > body:
            if code is None:
                code = set(code_lines("\n".join(lines[body + 1 :]), body + 1))
            sign = sign if sign == "<" and number not in code else ""
        elif sign == side or (sign == "=" and side == " " and is_prose(lines[number - 1])):
            sign = ""
        kinds.append("#" if sign else side)
        if sign:
            side = " " if sign == ">" or number > last else sign
    return "".join(kinds)


def _head(lines: list[str], kinds: str, side: str) -> set[int]:
    """Return the numbers of the front matter's lines in a side, with the lines --- around it."""
    mine = [number for number, kind in enumerate(kinds) if kind in (" ", side)]
    start = next((n for n, number in enumerate(mine) if lines[number].strip()), 0)
    text = [lines[number] for number in mine[start:]]
    if not text or text[0].rstrip(" \t") != "---":
        return set()
    end = closing_line(text[1:])
    if end is None:
        end = next((n for n, line in enumerate(text[1:]) if is_prose(line)), len(text)) - 1
    return set(mine[start : start + end + 2])
