"""The warnings: each subtype of ``jobs`` declared once; all can be suppressed by name."""

from __future__ import annotations

import re
from pathlib import PurePath

from docutils import nodes
from sphinx.util import logging

logger = logging.getLogger(__name__)

#: Subtype → what it means. In ``suppress_warnings`` they are written ``jobs.<subtype>``.
SUBTYPES = {
    "front-matter": "front matter that cannot be read, or a value of the wrong type",
    "merge": "a merge conflict that is not resolved",
    "missing": "a posting without title, description or translationKey",
    "unknown-field": "a field that looks like a misspelt one",
    "encoding": "a file that is not UTF-8, or holds control characters",
    "layout": "a file with a posting's fields whose layout is not a posting's",
    "file": "a file that cannot be used: missing, unreadable, or with an unusable name",
    "index": "a page of the project that has the name of the generated index",
    "nesting": "elements nested too deeply, which are shown as they are written",
    "link": "a link in a posting that leads to no page of the project",
    "duplicate": "two postings for one key and language",
    "ref": "a reference to a key or language that does not exist",
    "pair": "a missing counterpart, or counterparts that disagree",
    "doubtful": "a translation in a catalogue that a person should check",
    "unmatched": "a block without counterpart in the other language",
    "drift": "texts that agreed, of which one changed since",
    "conflict": "one text with two translations in one document",
    "catalog": "a catalogue that cannot be read",
    "structured": "open postings without structured data, and what they lack",
    "query": "an option of a directive that cannot be understood",
    "redirect": "a former address that cannot lead to a posting: taken, or no page's",
    "sitemap": "more pages than a sitemap can hold",
    "config": "a configuration value that cannot be used",
}


#: Where a warning is about: a file, ``path:line``, (docname, line), or a node.
Location = PurePath | str | tuple[str, int | None] | nodes.Node | None


def warn(subtype: str, message: str, location: Location) -> None:
    """Log a warning ``[jobs.<subtype>]`` about a place; a file without a line is its first line."""
    assert subtype in SUBTYPES, subtype
    if isinstance(location, PurePath | str):
        # Sphinx takes a text without a colon for a document's name, and adds a suffix.
        has_line = isinstance(location, str) and re.search(r":\d+$", location)
        location = printable(f"{location}" if has_line else f"{location}:1")
    message = printable(message)
    logger.warning("%s", message, type="jobs", subtype=subtype, location=location)


def printable(text: str) -> str:
    """Write the bytes of a file's name that are no UTF-8 so that every terminal shows them."""
    return re.sub("[\ud800-\udfff]", _escaped, text)


def _escaped(match: re.Match[str]) -> str:
    byte = ord(match[0]) - 0xDC00  # as Python reads them (PEP 383)
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else f"\\u{ord(match[0]):04x}"
