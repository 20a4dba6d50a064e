"""The lines of a body as text: code, addresses and markup are blanked, and columns stay."""

from __future__ import annotations

import re

from ..text.markup import unescape
from .fences import code_lines

#: What is not text. Each part keeps its length, so that columns are those of the file.
_NOT_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|</?[A-Za-z][^<>]*>|<[^<>\s]+>"
    r"|\{[%{].{0,500}?[%}]\}"  # Liquid, and the shortcodes of Hugo
    r"|(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|(?m:^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$)"
    r"|\b[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s<>]+|\bwww\.[^\s<>]+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+\w|\b(?:mailto|tel):"
    r"|&#?\w+;|\{[\w:+,-]+\}|(?m:^[ \t]*:[\w-]+:[^\n]*$)|:[a-z_+-]+:"
    r"|(?m:^[ \t]*[`:~]{3,}[^\n]*$)|\\.",
    re.DOTALL,
)
#: In place of what is not text: neither a space nor a letter.
BLANK = "\ufffc"


def plain_lines(body: str) -> list[str]:
    """Return the lines of a body, with ``BLANK`` in place of what is not text."""
    lines = _NOT_TEXT.sub(_blanked, body).split("\n")
    if "```" in body or "~~~" in body or "    " in body or "<pre" in body or "<script" in body:
        for number in code_lines(body, 0):
            lines[number] = BLANK * len(lines[number])
    return lines


def _blanked(match: re.Match[str]) -> str:
    """Return blanks as long as a part that is not text; an entity may be a quote or a space."""
    written = match[0]
    sign = unescape(written) if written.startswith("&") else ""
    if sign == "\u00a0":
        return sign * len(written)
    if sign in ("“", "”"):
        return BLANK * (len(written) - 1) + sign
    return re.sub("[^\n]", BLANK, written)
