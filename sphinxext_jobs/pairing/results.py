"""The results of a run as values: the content of ``pairing.json`` and of the review page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from ..jobs.records import Record
from ..model.fields import differences
from ..model.status import Status
from .alignment.segments import BlockKind
from .catalogs.decide import Decision
from .findings import Finding
from .points import PointKind
from .units import Pair, Unit

#: The fields that decide on the status of a posting; the first one explains it.
_OF_STATUS = ("archived", "linkHidden", "expiryDate", "publishDate")


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a job in one language, and its status on the day of the run.

    ``conflict`` is the line of a merge conflict in its file, or 0.
    """

    unit: Unit
    status: Status
    conflict: int = 0

    @property
    def title(self) -> str:
        """Its title; without one, its key."""
        blocks = (block.text for block in self.unit.blocks if block.kind is BlockKind.TITLE)
        return next(blocks, self.unit.key)


@dataclass(frozen=True, slots=True)
class UnequalField:
    """A field of front matter in which two texts differ, with both values and their lines."""

    name: str
    source: Any
    target: Any
    source_line: int
    target_line: int


def unequal_fields(one: Record, other: Record, zone: tzinfo) -> Iterator[UnequalField]:
    """Yield the fields in which two texts differ, although they should be equal.

    An hour without a time zone is in *zone*. Values that cannot be read are reported elsewhere.
    """
    for name, mine, theirs in differences(one.posting, other.posting, zone):
        if name not in one.posting.extra and name not in other.posting.extra:
            yield UnequalField(name, mine, theirs, one.line(name), other.line(name))


@dataclass(frozen=True, slots=True)
class Fault:
    """The reason, in the words of the terminal, why a catalogue was not updated; and its line."""

    text: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The decision on some blocks, its id, and the finding if there is something to decide."""

    id: str
    decision: Decision
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Result:
    """The result on a pair, or on a job without a text in a language: then, *target* is None.

    *catalog* is its path relative to the source folder. *is_copy* says that the two files have the
    same words. *better* is the unit that has the content of the source, if the target has another:
    then, the texts are not compared. *is_shared* says that the source has a pair in another
    language, too.
    """

    pair: Pair
    source: Text
    target: Text | None
    rows: tuple[Row, ...]
    catalog: str
    fault: Fault | None = None
    fields: tuple[UnequalField, ...] = ()
    is_copy: bool = False
    better: Unit | None = None
    is_shared: bool = False

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts, of which there may be only one."""
        return (self.source, self.target) if self.target else (self.source,)

    @property
    def torn(self) -> Text | None:
        """The text that is in a merge conflict, if any: then, the texts are not compared."""
        return next((text for text in self.texts if text.conflict), None)

    @property
    def is_closed(self) -> bool:
        """Whether nobody can apply in any of its languages."""
        return all(text.status is Status.CLOSED for text in self.texts)

    @property
    def known(self) -> int:
        """The number of blocks of the source whose translation is known, and not doubted."""
        entries = (row.decision.entry for row in self.rows)
        return sum(
            entry is not None and entry.string != "" and not entry.fuzzy for entry in entries
        )

    def job_points(self) -> Iterator[tuple[PointKind, UnequalField | None]]:
        """Yield the kinds of the points about the whole job, the most urgent one first.

        Each unequal field is one, except in a draft, which nobody sees yet.
        """
        found: list[tuple[PointKind, UnequalField | None]] = []
        if self.fault is not None:
            found.append((PointKind.BROKEN, None))
        if self.torn is not None:
            found.append((PointKind.MERGE, None))
        if self.target is None:
            found.append((PointKind.NO_FILE, None))
        is_draft = any(text.unit.is_draft for text in self.texts)
        if self.torn is not None:
            pass  # nothing else is known
        elif self.better is not None:
            found.append((PointKind.WRONG_FILE, None))
        elif is_draft:
            found.append((PointKind.DRAFT, None))
        elif self.is_copy:
            found.append((PointKind.COPY, None))
        names = [field.name for field in self.fields]
        is_unequal = len({text.status for text in self.texts}) > 1
        telling = next((name for name in _OF_STATUS if is_unequal and name in names), None)
        for field in self.fields if not (is_draft or self.torn) else ():
            kind = PointKind.STATUS if field.name == telling else PointKind.FIELDS
            found.append((kind, field))
        yield from sorted(found, key=lambda each: each[0].rank)


@dataclass(frozen=True, slots=True)
class Run:
    """The results of a run: on pairs, on jobs with one language, and the texts left over."""

    results: tuple[Result, ...]
    left_over: tuple[Text, ...] = ()
