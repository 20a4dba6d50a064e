"""Links that Markdown does not see: their brackets are swapped or apart, or a space is inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Diagnostic, Kind, Location
from ..text.wording import message as _
from .fences import code_lines

_ADDRESS = r"(?:https?://|www\.|mailto:)"
_TEXT = r"[^\[\]()\n]+"
_SWAPPED = re.compile(rf"\(({_TEXT})\)\[({_ADDRESS}[^\s\[\]]+)\]")
_APART = re.compile(rf"(?<![\]!])\[({_TEXT})\][ \t\u00a0]+\(({_ADDRESS}[^\s()]+)\)")
#: Not the text of a link: a number, a footnote, or a box to tick.
_OTHER = re.compile(r"\d+|\^.*|[ xX]")
#: A link without a title, which would have quotes.
_PLAIN = re.compile(r"\[([^\[\]\n]+)\]\(([^()<>\n\"']+)\)")
#: The address of a link begins as one, or ends as the name of a file does.
_BEGINS = re.compile(rf"({_ADDRESS})[ \t]*")
_ENDS = re.compile(r"\.(?:md|pdf|docx?|xlsx?|pptx?|html?|txt|png|jpe?g)$", re.IGNORECASE)
_MAY_BE = re.compile(r"\)\[|\][ \t\u00a0]+\(|\]\([^()\n]* ")
#: Code and comments, which are shown as they are written, or not at all.
_AS_WRITTEN = re.compile(r"(?<!`)(`+)(?!`)[^\n]{1,300}?(?<!`)\1(?!`)|<!--.*?(?:-->|\Z)", re.DOTALL)


def check_written_links(body: str, line: int, path: str) -> Iterator[Diagnostic]:
    """Find the links in a body, which begins at *line*, that readers see as they are written."""
    if not _MAY_BE.search(body):
        return
    code: set[int] | None = None
    text = _AS_WRITTEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), body)
    for number, each in enumerate(text.split("\n")):
        for problem, hint in _faults(each, body):
            if code is None:
                code = set(code_lines(body, 0))
            if number not in code:
                yield Diagnostic(Kind.LINK, Location(path, line + number), problem, hint)


def _faults(text: str, body: str) -> Iterator[tuple[str, str]]:
    """Yield the problem of each link in a line, and how to fix it."""
    for match in _SWAPPED.finditer(text):
        problem = _("The parentheses and the brackets of the link “{text}” are swapped.")
        yield problem.format(text=match[1]), _write(match[1], match[2])
    for match in _APART.finditer(text):
        if f"[{match[1]}]:" not in body and not _OTHER.fullmatch(match[1]):
            problem = _("A space separates the text of the link “{text}” from its address.")
            yield problem.format(text=match[1]), _write(match[1], match[2])
    for match in _PLAIN.finditer(text):
        address = match[2].strip()
        begins = _BEGINS.match(address)
        if re.search(r"\s", address) and (begins or _ENDS.search(address)):
            problem = _("The address of the link “{text}” contains a space.")
            instead = f"<{address}>"
            if begins:
                instead = begins[1] + re.sub(r"\s", "%20", address[begins.end() :])
            yield problem.format(text=match[1]), _write(match[1], instead)


def _write(text: str, address: str) -> str:
    return _("Write `{text}`.").format(text=f"[{text}]({address})")
