"""The place for a block that a posting's file does not have yet: after the one that precedes it."""

from __future__ import annotations

from ..text.wording import message as _
from .blocks import TextBlock, is_marker, next_marker, place
from .rewriting import IN_TABLE, Document, Insertion, RefusedError


def insertion(
    document: Document, after: int | None, until: int, model: TextBlock, beginning: str
) -> Insertion:
    """Return the place for a new block after another one, or at the beginning of the body.

    It is before the block *until*. *model* is a block like it, in another document, and
    *beginning* how that one begins. Raises ``RefusedError`` if it cannot be written alone.
    """
    line = document.front.body_line
    if model.kind in IN_TABLE:
        raise RefusedError(line, _("a row is missing in a table"))
    index = 0 if after is None else after + 1
    before = document.blocks[after] if after is not None else None
    following = document.blocks[index] if index < len(document.blocks) else None
    body = document.body_lines
    if before is None:
        if model.depth and following and _is_like(following, model):
            return _beside(document, following, index, after=False)
        start = following.outer[0] if following else 0
        return Insertion(start, beginning, 0)
    if model.depth:
        if _is_like(before, model):
            return _beside(document, before, index, after=True)
        if following and _is_like(following, model):
            return _beside(document, following, index, after=False)
        if model.depth > 1 or not model.first:
            raise RefusedError(
                document.line_of(before), _("the list to which the text belongs is not in the file")
            )
    outer, last = before.outer, document.blocks[until] if until < len(document.blocks) else None
    if last and last.outer == before.outer and before.depth == 1 and before.item:
        outer = before.item  # it is between two items of a list
    end = outer[1]
    while end > before.lines[0] + 1 and not body[end - 1].strip():
        end -= 1
    inside = [n for n, b in enumerate(document.blocks) if outer[0] <= b.lines[0] < outer[1]]
    return Insertion(end, beginning, max(inside) + 1)


def _is_like(block: TextBlock, model: TextBlock) -> bool:
    return block.depth == model.depth and block.first and model.first and block.item is not None


def _beside(document: Document, block: TextBlock, index: int, *, after: bool) -> Insertion:
    """Return the place for an item of a list after or before another one."""
    span = place(document.body_lines, block)
    if span is None or block.item is None:
        raise RefusedError(document.line_of(block), document.reason(block))
    beginning = document.body_lines[span.first][: span.start]
    if not is_marker(beginning):
        raise RefusedError(document.line_of(block), document.reason(block))
    start, end = block.item
    while end > start + 1 and not document.body_lines[end - 1].strip():
        end -= 1
    if not after:
        return Insertion(start, beginning, index, apart=False)
    inside = [n for n, each in enumerate(document.blocks) if start <= each.lines[0] < end]
    is_loose = (
        end < len(document.body_lines) - 1
        and not document.body_lines[end].strip()
        and (
            any(
                b.item and b.item[0] > end and b.depth == block.depth
                for b in document.blocks[index:]
            )
        )
    )
    return Insertion(end, next_marker(beginning), max(inside) + 1, apart=is_loose)


def beginning_of(document: Document, block: TextBlock) -> str:
    """Return how the line of a block begins, before its text; raises ``RefusedError``."""
    span = place(document.body_lines, block)
    if span is None:
        raise RefusedError(document.line_of(block), document.reason(block))
    return document.body_lines[span.first][: span.start]
