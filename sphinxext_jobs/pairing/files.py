"""Units out of files, without a build: the same blocks as a build reads out of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..sources.markdown import noted_lines
from ..sources.rewriting import Document
from .alignment.segments import BlockKind
from .catalogs.message import link_definitions, with_addresses
from .context import OUTSIDE_BODY, in_context
from .units import Unit, UnitBlock, mark_untranslated


def unit_of(
    document: Document, description: str | None, *, key: str, lang: str, path: str, docname: str
) -> Unit:
    """Return the unit of a posting's file, without its code and raw HTML."""
    blocks = mark_untranslated(
        tuple(_blocks(document, description or "")), noted_lines(document.text)
    )
    line = document.front.lines.get("translationKey", 1)
    return Unit(key, lang, path, blocks, docname, line)


def field_count(unit: Unit) -> int:
    """Return the number of the blocks that are not in the body: the title, and a description."""
    return sum(block.plain for block in unit.blocks)


def _blocks(document: Document, description: str) -> Iterator[UnitBlock]:
    references = link_definitions(document.front.body)
    body = [_message(block.text) for block in document.blocks]
    fields = [text for text in (document.title, description) if text]
    messages = Counter([*fields, *body])
    lines = document.front.lines
    for index, text in enumerate(fields):
        kind = OUTSIDE_BODY[index]
        message = text
        if messages[text] > 1:
            messages[text] -= 1
            message = in_context(text, kind)
        line = lines.get(kind, min(lines.values(), default=1))
        level = 1 if kind is BlockKind.TITLE else 0
        yield UnitBlock(
            kind, text, level, 0, line, pinned=True, index=index, message=message, source=text,
            plain=True,
        )  # fmt: skip
    for index, block in enumerate(document.blocks, len(fields)):
        kind = BlockKind.PARAGRAPH
        if block.kind == "image":
            kind = BlockKind.IMAGE
        elif block.kind == "heading":
            kind = BlockKind.HEADING
        elif block.cell is not None:
            kind = BlockKind.CELL
        elif block.first:
            kind = BlockKind.ITEM
        text = _message(block.text)
        source = with_addresses(block.text.strip(), references)
        yield UnitBlock(
            kind, text, block.level, block.depth, document.line_of(block), index=index,
            message=text, source=source,
        )  # fmt: skip


def _message(text: str) -> str:
    """Return the message that gettext extracts: a text in one line."""
    return text.replace("\n", " ").strip()
