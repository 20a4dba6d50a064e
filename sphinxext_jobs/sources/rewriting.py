"""Writing texts into a posting's file: one block or field changes, and every other byte stays.

Each change is read again. It is refused if anything but its own text would be different.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markdown_it import MarkdownIt

from ..text.wording import message as _
from .blocks import Body, Shape, TextBlock, margin, place, read_body
from .frontmatter import FrontMatter
from .markdown import UNTRANSLATED
from .posting import front_matter_of

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
#: The cells of tables, by their tokens.
IN_TABLE = frozenset({"th", "td"})


class RefusedError(Exception):
    """A text that cannot be written exactly: the line of the file, from 1, and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True)
class Insertion:
    """A place for a new block: the line of the body, from 0, before which it is written.

    *beginning* is written before the text; *apart* says that empty lines are around it. *index* is
    the block's number in the body.
    """

    line: int
    beginning: str
    index: int
    apart: bool = True


@dataclass(frozen=True)
class Document:
    """A posting's file as text, with the parser of its page.

    *title* is the posting's, which a first heading of the body may repeat.
    """

    text: str
    md: MarkdownIt
    title: str

    @cached_property
    def front(self) -> FrontMatter:
        """The front matter; raises ``RefusedError`` if the file has none, or has a conflict."""
        front = front_matter_of(self.text)
        if front is None or not front.head:
            raise RefusedError(1, _("the front matter cannot be read"))
        return front

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file, each with its end."""
        return _LINE.findall(self.text)

    @cached_property
    def _read(self) -> Body:
        return read_body(self.md, self.front.body, self.title)

    @property
    def blocks(self) -> Sequence[TextBlock]:
        """The blocks of text in the body."""
        return self._read.blocks

    @property
    def code(self) -> Iterator[tuple[int, str]]:
        """The code and the raw HTML in the body, each with its line in the file, from 1."""
        return ((self.front.body_line + line, text) for line, text in self._read.code)

    def line_of(self, block: TextBlock) -> int:
        """Return the line of a block in the file, from 1."""
        return self.front.body_line + block.lines[0]

    def is_untranslated(self, block: TextBlock) -> bool:
        """Whether the line below a block says that nobody has translated it yet."""
        return self._note_below(block) is not None

    def _note_below(self, block: TextBlock) -> int | None:
        """Return the number of the line, from 0, that marks a block as not translated."""
        end = block.outer[1] if block.kind in IN_TABLE else block.lines[1]
        end += block.kind == "heading" and _is_rule(self.body_lines[end : end + 1])
        at = next((n for n in (end, end - 1) if n > block.lines[0] and self._is_note(n)), None)
        return None if at is None else self._offset + at

    def _is_note(self, number: int) -> bool:
        line = "".join(self.body_lines[number : number + 1])
        return line.strip(" \t>") == UNTRANSLATED

    @cached_property
    def body_lines(self) -> list[str]:
        """The lines of the body, without their ends."""
        return [line.rstrip("\r\n") for line in self.lines[self._offset :]]

    @property
    def _offset(self) -> int:
        return self.front.body_line - 1

    def with_lines(self, lines: Sequence[str], title: str | None = None) -> Document:
        """Return the document with other lines, and perhaps another title."""
        return Document("".join(lines), self.md, self.title if title is None else title)

    def end_near(self, number: int) -> str:
        """Return the line end that the lines around a line have."""
        for line in (*self.lines[number::-1], *self.lines[number:]):
            if ending := line[len(line.rstrip("\r\n")) :]:
                return ending
        return "\n"

    # Blocks.

    def replace(self, index: int, text: str) -> Document:
        """Return the document with another text of a block; raises ``RefusedError``.

        Hard line breaks are written as the text has them, and its note is removed.
        """
        block = self.blocks[index]
        span = place(self.body_lines, block)
        if span is None:
            raise RefusedError(self.line_of(block), self.reason(block))
        first, last = self._offset + span.first, self._offset + span.last
        beginning = self.lines[first][: span.start]
        lines = self._written(block, text, beginning, first)
        new = [*self.lines[:first], beginning + lines, *self.lines[last + 1 :]]
        new[first] += self.lines[last][span.end :]
        if (note := self._note_below(block)) is not None:
            del new[note - (last - first)]
        changed = self.with_lines(new)
        texts = [each.text for each in self.blocks[:index] if each.kind != "image"]
        texts.append(text)
        texts += [each.text for each in self.blocks[index + 1 :] if each.kind != "image"]
        self._check(changed, texts, self.line_of(block))
        return changed

    def _written(self, block: TextBlock, text: str, beginning: str, number: int) -> str:
        if block.cell is not None:
            return text.replace("|", "\\|")
        below = self.end_near(number) + margin(beginning, len(beginning))
        return text.replace("\n", below)

    def reason(self, block: TextBlock) -> str:
        """Return why a block has no place in the lines of the file."""
        line = self.body_lines[block.lines[0]] if block.lines[0] < len(self.body_lines) else ""
        if line.lstrip(" \t>").startswith("<"):
            return _("the text is in raw HTML")
        if block.kind == "image":
            return _("it is the text of an image: change it in its paragraph")
        if block.cell is not None:
            return _("the cell of the table cannot be found in its line")
        return _("the text is not written as it is read")

    def _check(self, changed: Document, texts: Sequence[str], line: int) -> None:
        """Raise ``RefusedError`` unless a change of the body gives it these texts, and no more."""
        try:
            found = [block.text for block in changed.blocks if block.kind != "image"]
            is_same = changed.front.head == self.front.head
            is_same = is_same and [*map(_folded, found)] == [*map(_folded, texts)]
            is_same = is_same and _is_part(self._read.shape, changed._read.shape)
        except RefusedError:
            is_same = False
        if not is_same:
            raise RefusedError(line, _("other text, or its markup, would change with it"))

    def insert(self, text: str, place_: Insertion) -> Document:
        """Return the document with a new block; raises ``RefusedError``."""
        number, before = self._offset + place_.line, place_.beginning
        ending = self.end_near(max(0, number - 1))
        below = ending + margin(before, len(before))
        written = before + text.replace("\n", below) + ending
        lines = list(self.lines)
        if lines and number >= len(lines) and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += ending
        gap = [ending] if place_.apart else []
        above = gap if number > self._offset and lines[number - 1 : number] else []
        under = gap if number < len(lines) and lines[number].strip() else []
        if above and not lines[number - 1].strip():
            above = []
        lines[number:number] = [*above, written, *under]
        changed = self.with_lines(lines)
        line = self.front.body_line + place_.line
        texts = [each.text for each in self.blocks[: place_.index] if each.kind != "image"]
        texts.append(text)
        texts += [each.text for each in self.blocks[place_.index :] if each.kind != "image"]
        self._check(changed, texts, line)
        return changed

    def mark(self, index: int) -> Document:
        """Return the document with the note that a block is not translated; as it is if it cannot.

        The note is in the next line.
        """
        block = self.blocks[index]
        span = place(self.body_lines, block)
        if span is None or self.is_untranslated(block):
            return self
        number = self._offset + (block.outer[1] if block.cell is not None else block.lines[1])
        if block.kind == "heading" and _is_rule(self.body_lines[span.last + 1 : span.last + 2]):
            number = self._offset + span.last + 2
        elif block.cell is None:
            number = self._offset + span.last + 1
        else:
            while number > 0 and not self.lines[number - 1].strip():
                number -= 1
        beginning = self.lines[self._offset + span.first][: span.start]
        if block.kind != "paragraph":
            beginning = beginning[: len(beginning) - len(beginning.lstrip(" \t>"))]
        lines = list(self.lines)
        ending = self.end_near(number - 1)
        if not lines[number - 1].endswith(("\n", "\r")):
            lines[number - 1] += ending
        lines.insert(number, margin(beginning, len(beginning)) + UNTRANSLATED + ending)
        changed = self.with_lines(lines)
        is_same = [b.text for b in changed.blocks] == [b.text for b in self.blocks]
        return changed if is_same else self


def _is_part(shape: Shape, other: Shape) -> bool:
    """Whether a shape is another one, or that one without a part in one place."""
    start = 0
    while start < min(len(shape), len(other)) and shape[start] == other[start]:
        start += 1
    end = 0
    while end < len(shape) - start and shape[-1 - end] == other[-1 - end]:
        end += 1
    return start + end >= len(shape)


def _is_rule(lines: Sequence[str]) -> bool:
    """Whether the line below a heading underlines it."""
    return re.fullmatch(r"[ \t>]*(?:=+|-+)[ \t]*", "".join(lines)) is not None


def _folded(text: str) -> str:
    """Return a text without the spaces at the beginning of its lines, which mean nothing."""
    return re.sub(r"\n[ \t]+", "\n", text)
