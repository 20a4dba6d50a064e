"""Blocks of a text, and their segments: the properties that alignment compares."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ...text.documented import DocumentedEnum
from ...text.markup import unescape
from .anchors import Anchors, anchors

#: Words are compared by their first letters: English and French inflect at the end.
STEM_LETTERS = 6

_DESTINATION = re.compile(
    r"\]\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+\)|https?://\S+|<[^<>]*>"
)  # of a link; an address; a tag
_WORD = re.compile(r"[^\W\d_]+")
_END_OF_SENTENCE = re.compile(r"[.!?…][\"'”’»)*_]*(?!\S)")
_BOLD = re.compile(r"(\*\*|__)[^*]+\1\W?")


class BlockKind(DocumentedEnum):
    """The kinds of blocks."""

    help: str

    TITLE = "title", "the title of the text"
    DESCRIPTION = "description", "the author's summary of the text"
    HEADING = "heading", "the heading of a section"
    PARAGRAPH = "paragraph", "a paragraph that is not one of the other kinds"
    ITEM = "item", "the first paragraph of a list item"
    CELL = "cell", "a paragraph in a cell of a table"
    CODE = "code", "a block of code or of mathematics"
    HTML = "html", "raw HTML"
    IMAGE = "image", "the text of an image"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text that is translated as one unit: a heading, a paragraph, a list item."""

    kind: BlockKind
    text: str  # Markdown
    level: int = 0  # of a heading, from 1
    depth: int = 0  # the number of list items around it
    line: int = 0  # of its file, from 1; 0 if unknown
    pinned: bool = False  # it may only be matched with a block of the same kind, one to one


@dataclass(frozen=True, slots=True)
class Segment:
    """The properties of a block's text."""

    length: int  # in characters that a reader sees
    sentences: int
    words: frozenset[str]  # folded, and cut to STEM_LETTERS; anchors have a # before them
    anchors: Anchors
    has_colon: bool  # at its end
    is_bold: bool  # all of it


@lru_cache(maxsize=1 << 14)
def segment(text: str) -> Segment:
    """Return the segment of a block's text (Markdown)."""
    found = anchors(text)
    plain = _DESTINATION.sub(" ", unescape(text))
    words = {
        fold(word)[:STEM_LETTERS]
        for word in _WORD.findall(plain)
        if len(word) > 2 or word.isupper()
    }
    for marks in (found.numbers, found.codes, found.emails, found.links):
        words.update(f"#{mark}" for mark in marks)
    return Segment(
        length=len(" ".join(plain.split())),
        sentences=max(1, len(_END_OF_SENTENCE.findall(plain))),
        words=frozenset(words),
        anchors=found,
        has_colon=plain.strip().strip("*_ \u00a0").endswith((":", "：")),
        is_bold=_BOLD.fullmatch(plain.strip()) is not None,
    )


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Remove case and accents from a word: translations often differ only in these."""
    if word.isascii():
        return word.lower()
    folded = word.casefold().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))


def role(block: Block, seen: Segment) -> BlockKind:
    """Return the kind that a reader sees: a paragraph in bold is a heading."""
    is_heading = seen.is_bold and block.kind is BlockKind.PARAGRAPH
    return BlockKind.HEADING if is_heading else block.kind
