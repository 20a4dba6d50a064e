"""What the package tells authors: every kind of diagnostic, declared once with its meaning.

A diagnostic is a value. The code that finds a fault returns it, and only the two edges print it:
the build (``log.report``) and the command line. So a rule can be tested without a build, and one
rule serves both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Kind(StrEnum):
    """The kinds of diagnostics; in ``suppress_warnings`` each is written ``jobs.<value>``."""

    help: str

    FRONT_MATTER = "front-matter", "front matter that cannot be read, or a value of the wrong type"
    MERGE = "merge", "a merge conflict that is not resolved"
    MISSING = "missing", "a posting without title, description or translationKey"
    UNKNOWN_FIELD = "unknown-field", "a field that looks like a misspelt one"
    ENCODING = "encoding", "a file that is not UTF-8, or holds control characters"
    LAYOUT = "layout", "a file with a posting's fields whose layout is not a posting's"
    FILE = "file", "a file that cannot be used: missing, unreadable, or with an unusable name"
    INDEX = "index", "a page of the project that has the name of the generated index"
    NESTING = "nesting", "elements nested too deeply, which are shown as they are written"
    LINK = "link", "a link in a posting that leads to no page of the project"
    DUPLICATE = "duplicate", "two postings for one key and language"
    REF = "ref", "a reference to a key or language that does not exist"
    PAIR = "pair", "a missing counterpart, or counterparts that disagree"
    DOUBTFUL = "doubtful", "a translation in a catalogue that a person should check"
    UNMATCHED = "unmatched", "a block without counterpart in the other language"
    DRIFT = "drift", "texts that agreed, of which one changed since"
    CONFLICT = "conflict", "one text with two translations in one document"
    CATALOG = "catalog", "a catalogue that cannot be read"
    STRUCTURED = "structured", "open postings without structured data, and what they lack"
    QUERY = "query", "an option of a directive that cannot be understood"
    REDIRECT = "redirect", "a former address that cannot lead to a posting: taken, or no page's"
    SITEMAP = "sitemap", "more pages than a sitemap can hold"
    CONFIG = "config", "a configuration value that cannot be used"

    def __new__(cls, code: str, help_: str = "") -> Self:
        """Keep the meaning next to the code, where the reference table reads it."""
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.help = help_
        return kind


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: its path and its line, from 1. Without a line, the whole file."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line or 1}")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault: what is wrong (*problem*), and what to do about it (*hint*), a sentence each.

    Both are for authors, and in the language of their terminal: see ``wording.message``. A fault
    of the project as a whole has no location.
    """

    kind: Kind
    at: Location | None
    problem: str
    hint: str = ""

    def __str__(self) -> str:
        return printable(" ".join(filter(None, (self.problem, self.hint))))


def printable(text: str) -> str:
    """Write the bytes of a file's name that are not UTF-8 so that every terminal shows them."""
    return re.sub("[\ud800-\udfff]", _escaped, text)


def _escaped(match: re.Match[str]) -> str:
    byte = ord(match[0]) - 0xDC00  # as Python reads them (PEP 383)
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else f"\\u{ord(match[0]):04x}"
