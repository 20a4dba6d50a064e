"""The diagnostics for authors; their kinds are declared here, each with its meaning.

A diagnostic is a value. The code that finds a fault returns it, and only the two edges print it:
the build (``log.report``) and the command line. A rule can then be tested without a build, and
both edges can use it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text.documented import DocumentedEnum


class Kind(DocumentedEnum):
    """The kinds of diagnostics; in ``suppress_warnings`` each is written ``jobs.<value>``."""

    help: str

    FRONT_MATTER = "front-matter", "Front matter that is not valid, or a value of the wrong type."
    MERGE = "merge", "A merge conflict that is not resolved."
    MISSING = "missing", "A posting without `title`, `description` or `translationKey`."
    UNKNOWN_FIELD = "unknown-field", "A field whose name looks like a misspelling."
    ENCODING = "encoding", "A file that is not UTF-8, or that contains control characters."
    LAYOUT = "layout", "A file with the fields of a posting, but not the layout of one."
    FILE = "file", "A file that cannot be used: it is missing or unreadable, or has a bad name."
    INDEX = "index", "A page of the project that has the name of the generated index."
    NESTING = "nesting", "Elements that are nested too deeply, and are shown as they are written."
    LINK = "link", "A link in a posting whose target does not exist, or is not valid."
    MARKUP = "markup", "Text that was pasted from a word processor, such as bullets."
    TYPOGRAPHY = "typography", "Spaces and quotes that are not those of the language."
    TERM = "term", "A term whose counterpart does not use the term of the glossary."
    DATE = "date", "Dates that contradict each other, or a date in the future."
    LANGUAGE = "language", "A text in another language than its file says, or a copy."
    DUPLICATE = "duplicate", "Two postings with the same key and language."
    REF = "ref", "A reference to a key or language that does not exist."
    PAIR = "pair", "A missing counterpart, or counterparts whose fields differ."
    DOUBTFUL = "doubtful", "A translation in a catalogue that a person should check."
    UNMATCHED = "unmatched", "A block without a counterpart in the other language."
    UNAPPLIED = "unapplied", "A translation in a catalogue that the file of the text does not have."
    DRIFT = "drift", "Two texts that agreed until one of them was changed."
    CONFLICT = "conflict", "One text with two translations in one document."
    CATALOG = "catalog", "A catalogue that cannot be read or written."
    STALE = "stale", "Catalogues that were not up to date (with `jobs_since`)."
    STRUCTURED = "structured", "Open postings without structured data, and the missing fields."
    QUERY = "query", "An option or content that a directive cannot use."
    REDIRECT = "redirect", "An address that cannot lead to a posting: taken, or not valid."
    SITEMAP = "sitemap", "More pages than a sitemap can contain."
    CONFIG = "config", "A configuration value that cannot be used."


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: its path and its line, from 1. Without a line, the whole file."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return printable(f"{self.path}:{self.line or 1}")


@dataclass(frozen=True, slots=True)
class Edit:
    """A correction in one line: *text* replaces the characters from *start* up to *end*, from 0.

    Lines are counted from 1, as in locations. Their ends are not part of them.
    """

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault: the *problem*, and a *hint* how to fix it, in a sentence each.

    Both are for authors, and in the language of their terminal: see ``wording.message``. A fault
    of the project as a whole has no location. *fix* are the edits of its file that surely correct
    it; without any, a person must decide.
    """

    kind: Kind
    at: Location | None
    problem: str
    hint: str = ""
    fix: tuple[Edit, ...] = ()

    def __str__(self) -> str:
        return printable(" ".join(filter(None, (self.problem, self.hint))))


def printable(text: str) -> str:
    """Write the bytes of a file's name that are not UTF-8 so that every terminal shows them."""
    return re.sub("[\ud800-\udfff]", _escaped, text)


def _escaped(match: re.Match[str]) -> str:
    byte = ord(match[0]) - 0xDC00  # as Python reads them (PEP 383)
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else f"\\u{ord(match[0]):04x}"
