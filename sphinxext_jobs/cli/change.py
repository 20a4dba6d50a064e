"""A change: the points that it adds to those of its base, and the points that it settles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ..jobs.records import Record
from ..pairing.cards import Card, Point, cards
from ..pairing.points import PointKind
from .states import Blocks, State

#: The kinds that say how complete a text of a job is: one may take the place of another.
_WHOLE = frozenset({PointKind.NO_FILE, PointKind.DRAFT, PointKind.COPY})
#: The kinds that come from an edit of the catalogue.
_IN_CATALOGUE = frozenset(
    {PointKind.PERSON, PointKind.CATALOGUE_EDITED, PointKind.CATALOGUE_ONLY, PointKind.BROKEN}
)


@dataclass(frozen=True, slots=True)
class Change:
    """The effect of a change on the pairs.

    ``added`` are the points of the texts that it touches, and ``settled`` those that the base had.
    ``earlier`` is the number of points of other texts, which only its catalogues show. ``stale``
    are the jobs with a text that changed after the last run of ``jobs-pair``, and ``unread`` the
    postings that cannot be read. ``blocks`` are those of all jobs, before and now.
    """

    added: tuple[Card, ...]
    settled: tuple[Card, ...]
    earlier: int
    stale: tuple[str, ...]
    unread: tuple[Record, ...]
    blocks: tuple[Blocks, Blocks]


def compare(
    before: State, now: State, texts: Collection[str], blocks: tuple[Blocks, Blocks]
) -> Change:
    """Compare the states of the jobs that a change touches; *texts* are those with other texts.

    A point is new by its job, its most urgent kind and its texts, never by its lines.
    """
    new = _missing_in(before.points, now.points)
    gone = _missing_in(now.points, before.points)
    added = [each for each in new if _is_of_change(each, before, texts)]
    return Change(
        tuple(cards(added)),
        tuple(cards(_settled(gone, now))),
        len(cards(each for each in new if not _is_of_change(each, before, texts))),
        tuple(sorted(now.stale)),
        tuple(now.unread),
        blocks,
    )


def _missing_in(others: Iterable[Point], points: Iterable[Point]) -> list[Point]:
    """Return the points that are not among the others; a text may be in a job several times."""
    known = Counter(map(_identity, others))
    found = []
    for point in points:
        identity = _identity(point)
        known[identity] -= 1
        if known[identity] < 0:
            found.append(point)
    return found


def _identity(point: Point) -> tuple[object, ...]:
    _kinds, *values = point.identity
    return point.key, point.kinds[0], *values


def _is_of_change(point: Point, before: State, texts: Collection[str]) -> bool:
    """Whether a point comes from an edit of the change, of a text or of the catalogue.

    Otherwise, its run of ``jobs-pair`` has found an edit from before.
    """
    if point.key in before.broken and point.row is not None:
        return False
    return point.key in texts or not _IN_CATALOGUE.isdisjoint(point.kinds)


def _settled(gone: Iterable[Point], now: State) -> Iterator[Point]:
    """Yield the points whose texts no longer have any point, as far as that is known."""
    unknown = now.stale | now.broken | {r.posting.translation_key for r in now.unread}
    subjects = {(point.key, each) for point in now.points for each in _subjects(point)}
    for point in gone:
        is_known = point.key in now.keys and (point.row is None or point.key not in unknown)
        if is_known and not any((point.key, each) in subjects for each in _subjects(point)):
            yield point


def _subjects(point: Point) -> Iterator[object]:
    """Yield the texts, the field or the file that a point is about."""
    if point.row is not None:
        for side, blocks in zip(("source", "target"), point.blocks, strict=True):
            if blocks:
                yield side, tuple(block.text for block in blocks)
    elif point.field is not None:
        yield point.field.name
    else:
        yield from ("whole" if kind in _WHOLE else kind for kind in point.kinds)
