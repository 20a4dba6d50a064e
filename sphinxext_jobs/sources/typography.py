"""The typography of texts: the spaces of French, guillemets, and quotes in pairs.

In France, a narrow no-break space is before ; ! and ?, and a no-break space before a colon and
within guillemets. In Canada, there is no space before ; ! and ?.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Edit, Kind, Location
from ..text.wording import message as _
from .plain_lines import BLANK, plain_lines

_NO_BREAK, _NARROW = "\u00a0", "\u202f"
#: Either space is right where one is required: few keyboards have both.
_SPACES = f"[ {_NO_BREAK}{_NARROW}]"
_WORD = rf"(?<=[\w)»”\"%$€°*{BLANK}])"
_END = rf"(?=$|[\s»”)*{BLANK}])"
_COLON = re.compile(rf"{_WORD}( ?):{_END}")
_MARKS = re.compile(rf"(?<=[\w)»”\"%$€°*])({_SPACES}?)[;!?]+{_END}")
_OPENING = re.compile(r"«( ?)(?=\S)(?![\u00a0\u202f])")
_CLOSING = re.compile(r"(?<=\S)(?<![\u00a0\u202f])( ?)»")
_STRAIGHT = re.compile(rf"(?<![\w\"{BLANK}])\"(?=[^\s\"])([^\"\n]*)(?<=[^\s\"])\"(?!\w)")
_BLOCK = re.compile(r"\s*(?:[-*+#>|]|\d+[.)])(?:\s|$)")
#: The quotes of each language that always come in pairs; German closes with “.
_PAIRS = {
    "«»": ("fr", "es", "pt", "it"),
    "“”": ("en", "fr", "es", "pt", "it"),
}


def check_typography(body: str, line: int, path: str, lang: str) -> Iterator[Diagnostic]:
    """Find the lines of a body whose typography is not that of a language; *line* is its first."""
    lines = plain_lines(body)
    for number, text in enumerate(lines):
        edits: list[Edit] = []
        faults: dict[str, None] = {}
        if lang.split("-")[0] == "fr" and text.strip(BLANK + " "):
            for start, end, new, fault in _french(text, lang):
                edits.append(Edit(line + number, start, end, new))
                faults[fault] = None
        if faults:
            problem = _("The typography of this line is not that of {lang}: {faults}.").format(
                lang=lang, faults="; ".join(faults)
            )
            hint = _("Correct the line, or run `sphinx-jobs check --fix`.")
            at = Location(path, line + number)
            fix = tuple(sorted(edits, key=lambda edit: edit.start))
            yield Diagnostic(Kind.TYPOGRAPHY, at, problem, hint, fix)
    yield from _unpaired(lines, line, path, lang.split("-")[0])


def _french(text: str, lang: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield the corrections of a line: its columns, the new text, and the fault."""
    for match in _COLON.finditer(text):
        yield *match.span(1), _NO_BREAK, _("a no-break space is missing before a colon")
    is_canadian = lang == "fr-CA"
    for match in _MARKS.finditer(text):
        if is_canadian and match[1]:
            yield *match.span(1), "", _("there is a space before ; ! or ?")
        elif not is_canadian and match[1] in ("", " "):
            yield *match.span(1), _NARROW, _("a no-break space is missing before ; ! or ?")
    for match in (*_OPENING.finditer(text), *_CLOSING.finditer(text)):
        yield *match.span(1), _NO_BREAK, _("a no-break space is missing within « »")
    for match in _STRAIGHT.finditer(text):
        fault = _("straight quotes are used instead of « »")
        yield match.start(), match.start() + 1, f"«{_NO_BREAK}", fault
        yield match.end() - 1, match.end(), f"{_NO_BREAK}»", fault


def _unpaired(lines: list[str], line: int, path: str, lang: str) -> Iterator[Diagnostic]:
    """Find the quotes that are opened and never closed in their paragraph, or the reverse.

    A quotation of several paragraphs opens in each of them.
    """
    for pair in (pair for pair, languages in _PAIRS.items() if lang in languages):
        open_at: int | None = None
        left: int | None = None
        for number, text in enumerate(lines):
            is_start = not text.strip() or _BLOCK.match(text)
            if is_start and open_at is not None:
                left, open_at = open_at, None
            if left is not None and text.strip():
                if not text.lstrip("*_ ").startswith(pair[0]):
                    yield _alone(pair[0], Location(path, line + left))
                left = None
            for sign in re.findall(f"[{pair}]", text):
                if sign == pair[0]:
                    open_at = number if open_at is None else open_at
                elif open_at is None:
                    yield _alone(sign, Location(path, line + number))
                else:
                    open_at = None
        for at in (left, open_at):
            if at is not None:
                yield _alone(pair[0], Location(path, line + at))


def _alone(sign: str, at: Location) -> Diagnostic:
    problem = _("The quotation mark {sign} is not one of a pair.").format(sign=sign)
    return Diagnostic(Kind.TYPOGRAPHY, at, problem, _("Add the other one, or remove it."))
