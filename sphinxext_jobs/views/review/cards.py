"""The blocks of a pair on the review page: a card for each point, and rows for the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ...pairing.alignment.segments import BlockKind
from ...pairing.cards import Point
from ...pairing.findings import Finding
from ...pairing.results import Result, Row, Text
from ...pairing.units import UnitBlock
from .links import Links
from .texts import compare, html, mark, plain_html, without_markup

#: Runs of more blocks that agree are folded, except for those next to a point.
FOLDED = 3
CONTEXT = 1


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block: its line, the link to it, its kind, its classes, and its text as HTML."""

    line: int
    href: str
    kind: BlockKind
    classes: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Side:
    """The blocks of one language. ``before`` is the text that was rewritten or ``is_deleted``.

    ``catalog`` is a translation that readers do not see.
    """

    lang: str
    blocks: tuple[ShownBlock, ...]
    before: Markup | None = None
    is_deleted: bool = False
    catalog: Markup | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A row of two sides; ``finding`` is None if there is nothing to decide.

    ``id`` is unique on the page. ``heading`` has the text of the heading above it in each language.
    ``identity`` is equal for points that one decision settles.
    """

    id: str
    name: str
    sides: tuple[Side, Side]
    finding: Finding | None
    confidence: float
    href: str = ""
    heading: tuple[tuple[str, str], ...] = ()
    identity: tuple[object, ...] = ()


def cards(result: Result, links: Links) -> Iterator[Card]:
    """Yield the rows of a pair, in the order of its source."""
    pair = result.pair
    target_lang = pair.target.lang if pair.target else pair.lang
    heading: tuple[tuple[str, str], ...] = ()
    seen: dict[str, int] = {}
    places: dict[str, tuple[str, int]] = {}
    for row in result.rows:
        blocks, answers = row.decision.blocks, row.decision.answers
        first = next(iter(blocks or answers), None)
        if first is not None and first.kind is BlockKind.HEADING:
            both = ((pair.source.lang, blocks), (target_lang, answers))
            heading = tuple((lang, without_markup(found[0].text)) for lang, found in both if found)
        number = seen[row.id] = seen.get(row.id, 0) + 1
        finding = row.finding
        if finding is not None:  # a text that is there twice is confirmed at the first place
            finding = replace(finding, at=places.setdefault(row.id, finding.at))
        yield Card(
            id=row.id,
            name=row.id if number == 1 else f"{row.id}-{number}",
            sides=(
                _side(result.source, pair.source.lang, blocks, row, links, 0),
                _side(result.target, target_lang, answers, row, links, 1),
            ),
            finding=finding,
            confidence=row.decision.confidence,
            href=links.to(finding.edit.file, finding.edit.line) if finding and finding.edit else "",
            heading=heading if first is not None and not _is_head(first) else (),
            identity=Point(finding.kinds, result, row).identity if finding else (),
        )


def _is_head(block: UnitBlock) -> bool:
    return block.kind in (BlockKind.TITLE, BlockKind.DESCRIPTION, BlockKind.HEADING)


def _side(
    text: Text | None, lang: str, blocks: Sequence[UnitBlock], row: Row, links: Links, which: int
) -> Side:
    finding = row.finding
    before = finding.before[which] if finding else None
    values = []
    if finding is not None:
        values = [v for each in finding.evidence for v in (each.source, each.target)[which]]
    catalog = finding.catalog if finding and which else None
    if text is None and row.decision.entry and row.decision.entry.string:
        catalog = row.decision.entry.string
    shown = [_html(block, values) for block in blocks]
    if before is not None and blocks:
        runs = compare(before, " ".join(block.text for block in blocks))
        if runs is not None and len(blocks) == 1:
            shown, before = [html(runs, plain=blocks[0].plain)], None
    return Side(
        lang=lang,
        blocks=tuple(
            ShownBlock(
                block.line,
                links.to(text.unit.path, block.line) if text else "",
                block.kind,
                _classes(block),
                found,
            )
            for block, found in zip(blocks, shown, strict=True)
        ),
        before=plain_html(before) if before is not None else None,
        is_deleted=before is not None and not blocks,
        catalog=plain_html(catalog) if catalog is not None else None,
    )


def _classes(block: UnitBlock) -> str:
    depth = f" depth-{min(block.depth, 3)}" if block.depth > 1 else ""
    return f"{block.kind}{f' level-{block.level}' if block.level else ''}{depth}"


def _html(block: UnitBlock, values: Sequence[str]) -> Markup:
    if block.plain or block.kind in (BlockKind.CODE, BlockKind.HTML):
        return Markup.escape(block.text)
    return html(mark(block.text, values)) if values else plain_html(block.text)


def folds(rows: Sequence[Card]) -> Iterator[tuple[bool, Sequence[Card]]]:
    """Yield rows in groups, each with whether it is folded: long runs that agree."""
    kept = {
        index + step
        for index, row in enumerate(rows)
        if row.finding
        for step in range(-CONTEXT, CONTEXT + 1)
    }
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and (end in kept) == (start in kept):
            end += 1
        yield start not in kept and end - start > FOLDED, rows[start:end]
        start = end
