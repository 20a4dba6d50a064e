"""Bullets that were pasted from a word processor, which Markdown does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Kind, Location
from ..text.wording import message as _
from .fences import code_lines

#: The characters of Word's bullets, with those of its symbol fonts in the private use area.
_SIGNS = "•·‣▪◦●○■□➢➤❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(
    rf"[ \t]*(?:<p>|<br ?/?>|&nbsp;)*(?:([{_SIGNS}]|&bull;|&middot;|&#8226;)\s*"
    r"|([–—o])[ \t\u00a0]+|(§)[ \t\u00a0]*(?!\d))(?=[^\s|])"
)
_DASHES = ("–", "—")
#: Languages in which ``o`` is a word.
_O_IS_A_WORD = ("pt", "gl", "it", "es", "ro")


def check_bullets(body: str, line: int, path: str, lang: str) -> Iterator[Diagnostic]:
    """Find the lists with such bullets in a body that begins at a line; each is one diagnostic.

    A single line is one only below a line that ends with a colon. Dashes may also begin a dialogue.
    """
    if re.search(rf"(?m)^\s*(?:<[pb]|&|[{_SIGNS}–—§]|o[ \t\u00a0])", body) is None:
        return
    lines = body.split("\n")
    code: set[int] | None = None
    for run in _runs(lines, lang):
        if code is None:
            code = set(code_lines(body, 0))
        first = run[0]
        before = next((text for text in reversed(lines[:first]) if text.strip()), "")
        if first not in code and _is_list([lines[number] for number in run], run, before):
            yield _pasted(_sign(lines[first]), Location(path, line + first))


def _runs(lines: list[str], lang: str) -> Iterator[list[int]]:
    """Yield the numbers of the lines with bullets that are in one list."""
    run: list[int] = []
    empty = False
    for number, line in enumerate(lines):
        match = _BULLET.match(line)
        is_word = match and match[2] == "o" and not run and lang.split("-")[0] in _O_IS_A_WORD
        if match and not is_word:
            run.append(number)
        elif line.strip() and empty and run:
            yield run
            run = []
        empty = not line.strip()
    if run:
        yield run


def _is_list(items: list[str], numbers: list[int], before: str) -> bool:
    """Whether lines with bullets are a list; *before* is the text above."""
    is_introduced = _ends_with_colon(before)
    if _sign(items[0]) not in _DASHES:
        return len(items) > 1 or is_introduced
    # Writers set a dialogue in paragraphs, and somebody asks or exclaims.
    is_compact = numbers[-1] - numbers[0] < len(numbers)
    speaks = any(item.rstrip().endswith(("?", "!", "»", "”", '"')) for item in items)
    is_long = len(items) > 1 and (is_compact or before.startswith("#"))
    return not speaks and (is_long or is_introduced)


def _ends_with_colon(line: str) -> bool:
    return re.sub(r"</?\w+ ?/?>|[*_\s]", "", line).endswith((":", "："))


def _sign(line: str) -> str:
    match = _BULLET.match(line)
    sign = next(filter(None, match.groups()), "") if match else ""
    return f"U+{ord(sign):04X}" if "\ue000" <= sign <= "\uf8ff" else sign


def _pasted(sign: str, at: Location) -> Diagnostic:
    problem = _("The lines that begin with “{sign}” are not a list in Markdown.").format(sign=sign)
    return Diagnostic(Kind.MARKUP, at, problem, _("Begin each item with `- ` instead."))
