"""Strings of PO files: read with the escapes that gettext knows, and written in lines that last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from babel.messages.pofile import escape, normalize

from ...text.wording import message as _

#: A string in quotes, its escapes included.
STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'

#: The escapes of gettext: bytes in octal or hexadecimal digits, and letters.
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_LETTERS = dict(zip('abfnrtv"\\', '\a\b\f\n\r\t\v"\\', strict=True))

#: The length to which comments are folded. With the longest prefix, it is less than the 76 columns
#: to which Babel and others fold them.
FOLD = 52


class StringError(ValueError):
    """A string that gettext refuses: the problem, and how to fix it."""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem, self.hint = problem, hint


def unescape(strings: str) -> str:
    """Return the text of strings in quotes; raises ``StringError``.

    Babel knows fewer escapes than gettext. A byte that is part of a character becomes a surrogate:
    the next string may have the rest of it (see ``decode_bytes``).
    """
    return "".join(map(_unescape, re.findall(STRING, strings)))


def _unescape(string: str) -> str:
    text = string[1:-1]
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if found := re.search("[\0\4]", text):
        character = f"U+{ord(found[0]):04X}"
        problem = _("gettext ends a text at the character {character}.")
        raise StringError(problem.format(character=character), _("Remove the character."))
    return text


def _unescaped(match: re.Match[str]) -> str:
    octal, digits, letter = match.groups()
    if letter:
        if letter not in _LETTERS:
            problem = _("gettext does not know the escape {escape}.").format(escape=match[0])
            hint = _("If you mean a backslash, write \\{escape}.").format(escape=match[0])
            raise StringError(problem, hint)
        return _LETTERS[letter]
    # A byte, however many digits there are.
    byte = int(octal, 8) & 0xFF if octal else int(digits[-2:], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)


def decode_bytes(text: str) -> str:
    """Join the bytes of escapes to characters; raises ``ValueError`` if they are not UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode()


def wrapped(text: str, prefix: str) -> str:
    """Write a text as Babel does: in strings of 76 columns, with a prefix before each line.

    It is one string if a word is so long that Babel would take minutes, or if the text ends with
    white space, to which Babel may add a line.
    """
    longest = max(map(len, text.split()), default=0)
    return normalize(text, prefix, 76 if longest < 500 and text == text.rstrip() else 0)


def short_strings(text: str) -> list[str]:
    """Write a text as strings that are too short to be folded by any program."""
    found: list[str] = []
    string = ""
    for word in re.findall(r"[^ ]* *", text):
        parts = [word[i : i + 20] for i in range(0, len(word), 20)]
        for part in parts if len(escape(word)) > FOLD else [word]:
            if string and len(escape(string + part)) > FOLD:
                found.append(string)
                string = ""
            string += part
    return [escape(string) for string in [*found, string]]


def text_of(strings: Iterable[str]) -> str:
    """Read a text from its strings; empty if they are damaged."""
    try:
        return decode_bytes("".join(map(_unescape, map(_whole, strings))))
    except ValueError:
        return ""


def _whole(string: str) -> str:
    if not re.fullmatch(STRING, string):
        raise ValueError(string)
    return string


def folded(text: str) -> Iterator[str]:
    """Fold a text into lines that are too short to be folded again by any program.

    A backslash at the end of a line says that the word continues on the next.
    """
    line = ""
    for word in re.split(r"[ \n]+", text):
        if line and len(line) + len(word) >= FOLD:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
        at = 0
        while len(line) - at >= FOLD:
            yield line[at : at + FOLD - 1] + "\\"
            at += FOLD - 1
        line = line[at:]
    if line:
        yield line
