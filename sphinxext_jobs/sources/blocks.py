"""The blocks of text in the body of a posting, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..text.markup import is_comment
from .fences import directive_name, is_fence

#: The lines of a text, from 0: the first one, and the one after the last.
Lines = tuple[int, int]
#: The marker of a list item, in the beginning of a line.
_MARKER = re.compile(r"[-*+]|\d{1,9}[.)]")
_CODE = frozenset({"code_block", "html_block", "math_block", "amsmath"})
#: What may follow the text of a heading in its line.
_END = re.compile(r"(?:[ \t]+#+)?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
#: The options of a directive, at the beginning of its content.
_OPTIONS = re.compile(r"(?:---\n.*?\n---(?:\n|\Z)|(?::[\w-]+:[^\n]*(?:\n|\Z))+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of text in a body: its Markdown, and its lines.

    ``kind`` is that of its token (``heading``, ``paragraph``, ``td``, …); the text of an ``image``
    is also in the block before it. ``item`` are the lines of the
    list item around it, and ``outer`` those of the outermost block. ``depth`` is the number of list
    items around it; it is the *first* text of the last one. ``cell`` is its column in a table.
    """

    text: str
    lines: Lines
    kind: str
    outer: Lines
    level: int = 0
    depth: int = 0
    item: Lines | None = None
    first: bool = False
    cell: int | None = None


#: The shape of a body, apart from the texts of its blocks: what an edit of one must not change.
Shape = Sequence[tuple[object, ...]]


@dataclass(slots=True)
class _Walk:
    """A walk over the tokens of a body, which collects its blocks and its shape."""

    md: MarkdownIt
    blocks: list[TextBlock] = field(default_factory=list)
    code: list[tuple[int, str]] = field(default_factory=list)
    shape: list[tuple[object, ...]] = field(default_factory=list)

    def run(self, text: str, first: int, outer: Lines | None, env: dict[str, Any]) -> None:
        """Collect the blocks of a text that begins at a line."""
        parents: list[Token] = []
        items: list[tuple[Lines, int]] = []  # the lines, and the number of blocks before
        row, cell = (0, 0), 0
        around = outer
        for token in self.md.parse(text, env):
            here = (first + token.map[0], first + token.map[1]) if token.map else None
            if token.level == 0 and token.nesting >= 0 and here:
                around = outer or here
            if token.nesting == 1:
                parents.append(token)
                if token.type == "list_item_open" and here:
                    items.append((here, len(self.blocks)))
                elif token.type == "tr_open" and here:
                    row, cell = here, -1
                elif token.type in ("th_open", "td_open"):
                    cell += 1
            elif token.nesting == -1:
                closed = parents.pop()
                if closed.type == "list_item_open" and items:
                    items.pop()
            is_directive = here is not None and directive_name(token) != ""
            content = "" if token.type == "inline" or is_directive else token.content
            self.shape.append((token.type, token.tag, token.nesting, content, token.info))
            if token.type == "inline" and token.content.strip():
                self._add(token, parents[-1:], here or row, around, items, cell)
                self._add_images(token)
            elif here and not is_directive and (is_fence(token) or token.type in _CODE):
                if token.type != "html_block" or not is_comment(token.content):
                    is_shown = is_fence(token) and token.info.lstrip().startswith("{")
                    options = _options(token.content) if is_shown else ""
                    self.code.append((here[0], token.content[len(options) :]))
            elif is_directive and here:
                options = _options(token.content)
                self.shape.append((options,))
                start = here[0] + 1 + options.count("\n")
                inner = {name: value for name, value in env.items() if name != "jobs_title"}
                self.run(token.content[len(options) :], start, around, inner)

    def _add_images(self, token: Token) -> None:
        around = self.blocks[-1]
        for child in token.children or ():
            text = "".join(each.content for each in child.children or ())
            if child.type == "image" and text.strip():
                self.blocks.append(replace(around, text=text, kind="image", first=False, level=0))

    def _add(
        self,
        token: Token,
        parents: Sequence[Token],
        lines: Lines,
        outer: Lines | None,
        items: Sequence[tuple[Lines, int]],
        cell: int,
    ) -> None:
        kind = parents[0].type.removesuffix("_open") if parents else ""
        item, before = items[-1] if items else (None, -1)
        is_cell = kind in ("th", "td")
        self.blocks.append(
            TextBlock(
                text=token.content,
                lines=lines,
                kind=kind,
                outer=outer or lines,
                level=int(parents[0].tag[1:]) if kind == "heading" else 0,
                depth=len(items),
                item=item,
                first=before == len(self.blocks) and not is_cell,
                cell=cell if is_cell else None,
            )
        )


def _options(content: str) -> str:
    """Return the options at the beginning of a directive's content."""
    found = _OPTIONS.match(content)
    return found[0] if found else ""


class Body(NamedTuple):
    """What a body consists of: its blocks, its code and raw HTML with their lines, its shape."""

    blocks: Sequence[TextBlock]
    code: Sequence[tuple[int, str]]
    shape: Shape


def read_body(md: MarkdownIt, body: str, title: str) -> Body:
    """Read a body; *md* is the parser of its page.

    The *title* is the page's, which a first heading may repeat.
    """
    walk = _Walk(md)
    walk.run(body, 0, None, {"jobs_title": title})
    return Body(walk.blocks, walk.code, walk.shape)


@dataclass(frozen=True, slots=True)
class Span:
    """The place of a block: from a column of its first line to one of its last line."""

    first: int
    start: int
    last: int
    end: int


def place(lines: Sequence[str], block: TextBlock) -> Span | None:
    """Return where a block is written in the lines of its body; None if it is not as it is read."""
    first, end = block.lines
    if block.kind == "image":
        return None
    if block.cell is not None:
        return _cell_place(lines[first], first, block)
    texts = block.text.split("\n")
    last = first + len(texts) - 1
    if not first <= last < min(end, len(lines)):
        return None
    found = [_place_in(lines[first + at], text) for at, text in enumerate(texts)]
    if None in found or (found[-1] and not _END.fullmatch(lines[last], found[-1][1])):
        return None
    (start, _), (_, stop) = found[0] or (0, 0), found[-1] or (0, 0)
    return Span(first, start, last, stop)


def _place_in(line: str, text: str) -> Lines | None:
    """Return the columns of a text at the end of a line, or before what may close a heading."""
    stripped = text.strip(" \t")
    start = line.rfind(stripped)
    if start < 0 or not _END.fullmatch(line, start + len(stripped)):
        return None
    return start, start + len(stripped)


def _cell_place(line: str, number: int, block: TextBlock) -> Span | None:
    """Return the place of a table's cell in its row."""
    edges = [found.start() for found in _PIPE.finditer(line)]
    starts, ends = [0, *(edge + 1 for edge in edges)], [*edges, len(line)]
    cells = list(zip(starts, ends, strict=True))
    if cells and not line[slice(*cells[0])].strip(" \t>"):
        cells = cells[1:]
    if block.cell is None or block.cell >= len(cells):
        return None
    start, end = cells[block.cell]
    written = line[start:end]
    start += len(written) - len(written.lstrip())
    end -= len(written) - len(written.rstrip())
    if start > end or line[start:end].replace("\\|", "|") != block.text:
        return None
    return Span(number, start, number, end)


def margin(line: str, column: int) -> str:
    """Return the beginning of a line that goes on with the text at a column of this line."""
    return re.sub(r"[^>\t]", " ", line[:column])


def next_marker(beginning: str) -> str:
    """Return the beginning of the list item after one with this beginning: ``1. ``, ``2. ``."""
    found = re.search(r"(\d{1,9})([.)])(\s*)$", beginning)
    if found is None:
        return beginning
    number = str(int(found[1]) + 1)
    spaces = found[3][: max(1, len(found[3]) - len(number) + len(found[1]))]
    return f"{beginning[: found.start()]}{number}{found[2]}{spaces}"


def is_marker(beginning: str) -> bool:
    """Whether the beginning of a line has the marker of a list item."""
    return _MARKER.search(beginning) is not None
