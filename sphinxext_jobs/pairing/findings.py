"""Findings: for each decision that is a point, everything that a person needs to decide on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .alignment.anchors import anchors, conflicts, differing
from .catalogs.catalog import Entry, Mark, Reason, State, short_id
from .catalogs.decide import Decision
from .context import without_context
from .points import PointKind, in_order, kinds, kinds_of
from .units import Pair, Unit, UnitBlock

#: The kinds that say nothing more of a text in a copy of the source.
_OF_COPY = frozenset(
    {
        PointKind.SAME,
        PointKind.SOURCE_CHANGED,
        PointKind.TRANSLATION_CHANGED,
        PointKind.BOTH_CHANGED,
    }
)
#: The kinds whose evidence is the anchors that differ, which have the same names.
_ANCHORS = (PointKind.NUMBERS, PointKind.CODES, PointKind.EMAILS, PointKind.LINKS)
#: The side on which a person has to write, for the kinds with one such side.
_TO_WRITE = {
    PointKind.UNTRANSLATED: "target",
    PointKind.SAME: "target",
    PointKind.GONE: "target",
    PointKind.SOURCE_CHANGED: "target",
    PointKind.TRANSLATION_CHANGED: "source",
    PointKind.NO_TARGET: "target",
    PointKind.NO_SOURCE: "source",
    PointKind.CATALOGUE_ONLY: "target",
    PointKind.CATALOGUE_EDITED: "target",
    PointKind.ANCHOR: "target",
    PointKind.MARKUP: "target",
}
#: An escape of Markdown, and the destination of a link.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_DESTINATION = re.compile(r"(?<=\]\()[^\s()]+(?:\([^\s()]*\)[^\s()]*)*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbers, codes, addresses or links that only one of two texts has, as it writes them."""

    kind: PointKind
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Destination:
    """The place where a person has to write: a block at a line, or *after* one, a missing block."""

    file: str
    line: int
    after: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A point: its kinds, of which there is at least one, the most urgent one first.

    ``before`` are the texts of the source and of its translation that last agreed, each None if it
    did not change; spaces in them are folded. ``catalog`` is the translation in the catalogue, if
    readers see another or none. ``at`` is the place by which ``sphinx-jobs confirm`` knows it.
    """

    kinds: tuple[PointKind, ...]
    at: tuple[str, int]
    before: tuple[str | None, str | None] = (None, None)
    catalog: str | None = None
    evidence: tuple[Evidence, ...] = ()
    edit: Destination | None = None

    @property
    def kind(self) -> PointKind:
        """The most urgent kind."""
        return self.kinds[0]


def findings(
    pair: Pair,
    decisions: Sequence[Decision],
    accepts: Callable[[Decision], bool],
    *,
    is_copy: bool = False,
) -> Iterator[Finding | None]:
    """Yield the finding on each decision of a pair; None if there is nothing to decide.

    There is none in a draft, which nobody sees yet. *accepts* says whether a person has confirmed
    that a text has no counterpart. In a copy of the source, equal words are not a point, even if
    somebody had translated them before.
    """
    is_draft = pair.target is not None and pair.target.is_draft
    ends = {"source": pair.source.line, "target": pair.target.line if pair.target else 1}
    for decision in decisions:
        found: tuple[PointKind, ...] = ()
        if not is_draft and not accepts(decision):
            found = kinds_of(decision) if pair.target else _without_target(decision)
        if is_copy and decision.is_same and _OF_COPY.issuperset(found):
            found = ()
        elif decision.is_same and PointKind.TRANSLATION_CHANGED in found:
            found = in_order({*found, PointKind.SAME})
        yield _finding(pair, decision, found, ends) if found else None
        if not decision.crossing:
            for side, blocks in (("source", decision.blocks), ("target", decision.answers)):
                ends[side] = blocks[-1].end_line if blocks else ends[side]


def _without_target(decision: Decision) -> tuple[PointKind, ...]:
    """Return the kinds of a block without a second file: only of texts that agreed or matched."""
    if not decision.has_drifted and not (decision.fuzzy and decision.state is State.DOUBTFUL):
        return ()
    drift = [decision.state] if decision.state and decision.has_drifted else []
    return kinds([*drift, *decision.doubts])


def _finding(
    pair: Pair, decision: Decision, found: tuple[PointKind, ...], ends: dict[str, int]
) -> Finding:
    entry = decision.entry
    is_second = decision.outcome is Reason.RIVAL
    has_catalog = decision.unapplied or is_second
    texts = [
        " ".join(block.linked for block in side) for side in (decision.blocks, decision.answers)
    ]
    before = _before(decision, entry, entry.mark) if entry and entry.mark else (None, None)
    if any(text is not None for text in before) and all(texts):
        found = _with_new_conflicts(found, texts, before)
    to_write = next((kind for kind in found if kind in _TO_WRITE), found[0])
    return Finding(
        kinds=found,
        at=_place(pair, decision),
        before=before,
        catalog=entry.string if entry and has_catalog else None,
        evidence=tuple(
            Evidence(kind, *differing(texts[0], texts[1], kind))
            for kind in found
            if kind in _ANCHORS and all(texts)
        ),
        edit=_destination(pair, decision, to_write, ends),
    )


def _with_new_conflicts(
    found: Iterable[PointKind], texts: Sequence[str], before: Sequence[str | None]
) -> tuple[PointKind, ...]:
    """Add the kinds of anchors that differ since a change; a person has accepted any others."""
    agreed = [new if old is None else old for old, new in zip(before, texts, strict=True)]
    known, now = (set(conflicts(*map(anchors, both))) for both in (agreed, texts))
    return in_order({*found, *(now - known)})


def _place(pair: Pair, decision: Decision) -> tuple[str, int]:
    """Return the place of the block whose entry a person confirms."""
    if decision.blocks:
        wanted = decision.entry.id if decision.entry else ""
        block = next((b for b in decision.blocks if b.message == wanted), decision.blocks[0])
        return pair.source.path, block.line
    return pair.target.path if pair.target else "", decision.answers[0].line


def _before(decision: Decision, entry: Entry, mark: Mark) -> tuple[str | None, str | None]:
    if not decision.has_drifted:
        return None, None
    source = target = None
    if mark.state in (State.SOURCE_CHANGED, State.BOTH_CHANGED) and entry.previous is not None:
        source = _folded(
            " ".join(
                without_context(entry.previous) if block.message == entry.id else block.text
                for block in decision.blocks
            )
        )
    if mark.before is not None or Reason.GONE in mark.notes:
        text = entry.string if mark.before is None else mark.before
        target = _folded(_as_in_file(text, entry.string, decision.answers))
    return source, target


def _as_in_file(text: str, string: str, answers: Sequence[UnitBlock]) -> str:
    """Write a text of a catalogue as a file would: a catalogue escapes markup, and leads links."""
    if any(block.plain for block in answers):
        return _ESCAPE.sub(r"\1", text)
    written = [href for block in answers for href in _DESTINATION.findall(block.text)]
    stored = _DESTINATION.findall(string)
    known = dict(zip(stored, written, strict=True)) if len(stored) == len(written) else {}
    return _DESTINATION.sub(lambda match: known.get(match[0], match[0]), text)


def _folded(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")  # a no-break space is the author's


def _destination(
    pair: Pair, decision: Decision, kind: PointKind, ends: dict[str, int]
) -> Destination | None:
    side = _TO_WRITE.get(kind)
    unit: Unit | None = pair.source if side == "source" else pair.target
    if side is None or unit is None:
        return None
    blocks = decision.blocks if side == "source" else decision.answers
    if blocks:
        return Destination(unit.path, blocks[0].line)
    return Destination(unit.path, ends[side], after=True)


def id_of(pair: Pair, decision: Decision) -> str:
    """Return the id by which a person can confirm a decision."""
    if decision.blocks and decision.outcome is not Reason.RIVAL:
        text = decision.entry.id if decision.entry else decision.blocks[0].message
    else:
        text = decision.answers[0].text
    return short_id(pair.name, text)
