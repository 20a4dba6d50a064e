"""Cards: the points of a run in order of urgency. One that several jobs share is one card.

A person decides once on a text that several postings repeat, so the review page, the digest of a
run and the summary of a change count cards, and call them points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..text.wording import message as _
from ..text.wording import message_language
from .points import PointKind, names
from .results import Result, Row, Text, UnequalField
from .units import Direction, UnitBlock


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a result: of one of its *rows*, of a *field*, or of the whole job.

    A text that is left over has a point, but no result.
    """

    kinds: tuple[PointKind, ...]
    result: Result | None = None
    row: Row | None = None
    field: UnequalField | None = None
    left: Text | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts of the job, of which there may be only one."""
        if self.result is not None:
            return self.result.texts
        return (self.left,) if self.left else ()

    @property
    def key(self) -> str:
        """The key of the job."""
        return self.texts[0].unit.key

    @property
    def direction(self) -> Direction:
        """The language of the source, and that of its translation."""
        if self.result is not None:
            return self.result.pair.direction
        return self.texts[0].unit.lang, self.texts[0].unit.lang

    @property
    def blocks(self) -> tuple[tuple[UnitBlock, ...], tuple[UnitBlock, ...]]:
        """The blocks of both texts."""
        return (self.row.decision.blocks, self.row.decision.answers) if self.row else ((), ())

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """The files and the lines of both texts, as far as there are any; or of the catalogue."""
        if self.result and self.result.fault and PointKind.BROKEN in self.kinds:
            return ((self.result.catalog, self.result.fault.line),)
        if self.result and self.result.torn and PointKind.MERGE in self.kinds:
            return ((self.result.torn.unit.path, self.result.torn.conflict),)
        if self.row is not None:
            units = [text.unit for text in self.texts]
            sides = zip(units, self.blocks, strict=False)
            return tuple((unit.path, side[0].line) for unit, side in sides if side)
        if self.field is not None:
            lines = self.field.source_line, self.field.target_line
            return tuple(
                (text.unit.path, line) for text, line in zip(self.texts, lines, strict=False)
            )
        only_drafts = PointKind.DRAFT in self.kinds
        return tuple(
            (text.unit.path, text.unit.line)
            for text in self.texts
            if text.unit.is_draft or not only_drafts
        )

    @property
    def identity(self) -> tuple[object, ...]:
        """The values in which a point is the same in another job or version; never its lines."""
        here, there = (tuple(block.text for block in side) for side in self.blocks)
        if self.row is not None:
            catalog = self.row.finding.catalog if self.row.finding else None
            return (self.kinds, self.direction, here, there, catalog)
        field, path = self.field, self.left.unit.path if self.left else ""
        values = (field.name, str(field.source), str(field.target)) if field else ()
        return (self.kinds, self.direction, self.key, path, values)


@dataclass(frozen=True, slots=True)
class Card:
    """A point, with all the jobs that share it: *points* has one of each, open jobs first."""

    points: tuple[Point, ...]

    @property
    def kind(self) -> PointKind:
        """The most urgent kind."""
        return self.points[0].kinds[0]

    @property
    def label(self) -> str:
        """The name of its kind, in the language of the terminal."""
        source, target = self.points[0].direction
        return _(self.kind.label).format(**names(source, target, message_language()))

    @property
    def is_closed(self) -> bool:
        """Whether nobody can apply for any of the jobs."""
        return is_closed(self.points[0])


def is_closed(point: Point) -> bool:
    """Whether nobody can apply for the job of a point in any language."""
    return point.result is not None and point.result.is_closed


def points(results: Iterable[Result], left_over: Iterable[Text] = ()) -> Iterator[Point]:
    """Yield the points of results in their order, those of a whole job first."""
    for result in results:
        for kind, field in result.job_points():
            yield Point((kind,), result, field=field)
        for row in result.rows:
            if row.finding is not None:
                yield Point(row.finding.kinds, result, row)
    for text in left_over:
        yield Point((PointKind.LEFT_OVER,), left=text)


def cards(found: Iterable[Point]) -> list[Card]:
    """Return the cards of points, the most urgent one first, those of closed jobs last.

    Of two that are equally urgent, the one that more jobs share comes first.
    """
    by_identity: dict[tuple[object, ...], list[Point]] = {}
    for point in found:
        # A point of a whole job is never shared: a key may have several pairs.
        path = point.texts[0].unit.path if point.row is None else ""
        by_identity.setdefault((path, *point.identity), []).append(point)
    every = [Card(tuple(sorted(each, key=is_closed))) for each in by_identity.values()]
    return sorted(every, key=lambda card: (card.is_closed, card.kind.rank, -len(card.points)))
