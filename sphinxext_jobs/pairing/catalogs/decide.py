"""The decision on each block: its entry in the catalogue, and the reasons. It is made once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..units import UnitBlock
from .catalog import DRIFTED, Entry, Reason, State
from .code import Both, SeenCode, both_code, drifted_code
from .message import msgstr
from .moved import Placed, moved_together
from .propose import Aligned


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on the blocks that a bead joins, or on blocks that moved together.

    ``blocks`` are the source's and ``answers`` the target's; one of them may be empty. ``entry`` is
    the entry of the source's in the catalogue. ``confidence`` is the probability, from 0 to 1, that
    they belong together, or that a block has no counterpart. ``crossing`` says that they are out of
    the order of the others. ``outcome`` is the reason why the catalogue does not have the text of
    the answers; None if it does. ``both_edited`` says that both changed since they last agreed, and
    agree again. ``parts`` are the decisions on blocks that moved together, one for each bead.
    """

    blocks: tuple[UnitBlock, ...]
    answers: tuple[UnitBlock, ...]
    entry: Entry | None
    outcome: Reason | None
    confidence: float = 1.0
    crossing: bool = False
    both_edited: bool = False
    parts: tuple[Decision, ...] = ()

    @property
    def written(self) -> bool:
        """Whether the catalogue has the text of the answers."""
        return self.outcome is None

    @property
    def state(self) -> State | None:
        """The state of the entry; None if there is none, or if a person wrote it."""
        return self.entry.state if self.entry else None

    @property
    def fuzzy(self) -> bool:
        """Whether the entry is fuzzy; that of a rival is another block's."""
        return self.entry is not None and self.entry.fuzzy and self.outcome is not Reason.RIVAL

    @property
    def unapplied(self) -> bool:
        """Whether a person's translation is in the catalogue, but not in the counterpart's file."""
        entry = self.entry
        is_person_s = entry is not None and entry.edited and entry.string != "" and not entry.fuzzy
        return is_person_s and self.outcome in (Reason.EDITED, Reason.UNMATCHED)

    @property
    def is_in_catalogue_only(self) -> bool:
        """Whether a translation is in the catalogue, without doubt, but not in the file."""
        is_usable = self.entry is not None and self.entry.is_usable
        return self.unapplied or (is_usable and bool(self.blocks) and not self.answers)

    @property
    def is_agreed(self) -> bool:
        """Whether the blocks and their answers agree without doubt."""
        return bool(self.blocks and self.answers) and self.outcome is None and not self.fuzzy

    @property
    def has_drifted(self) -> bool:
        """Whether texts that agreed no longer do."""
        return self.fuzzy and self.state in DRIFTED

    @property
    def is_same(self) -> bool:
        """Whether both sides have the same text, so nothing is translated."""
        mine, theirs = ([block.text for block in side] for side in (self.blocks, self.answers))
        return mine == theirs

    @property
    def doubts(self) -> tuple[str, ...]:
        """The reasons why the entry is fuzzy."""
        if self.entry is None or not self.fuzzy:
            return ()
        notes = self.entry.mark.notes if self.entry.mark else ()
        return notes or (() if self.has_drifted else (Reason.PERSON,))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The state if it is a drift, the doubts, and the outcome."""
        drift = (self.state,) if self.state and self.has_drifted else ()
        outcome = (self.outcome,) if self.outcome else ()
        doubts = () if self.outcome is Reason.UNMATCHED else self.doubts
        return (*drift, *doubts, *outcome)


def decisions(
    aligned: Aligned,
    rivals: Iterable[tuple[str, int]],
    entries: Mapping[str, Entry],
    edited: Collection[str] = (),
    code: Iterable[SeenCode] = (),
) -> Iterator[Decision]:
    """Yield the decisions on the blocks of a pair, in the order of the source.

    *rivals* are the second translations of messages; *entries*, by message, are the catalogue's;
    *edited* are the messages whose texts both changed and agree again; *code* is that of both
    texts. Without a counterpart, there is a decision on each block.
    """
    pair = aligned.pair
    if pair.target is None:
        for block in pair.source.blocks:
            yield Decision((block,), (), entries.get(block.message), Reason.UNMATCHED)
        return
    found = [*_of_beads(aligned, set(rivals), entries, edited, drifted_code(code))]
    placed = (
        (each.blocks[0].index, each.answers[0].index, each.entry)
        for each in found
        if each.entry and each.answers and each.outcome in (None, Reason.EDITED)
    )
    yield from with_moves(found, placed)


def with_moves(found: Iterable[Decision], placed: Iterable[Placed]) -> Iterator[Decision]:
    """Yield decisions; one, in the place of the first, for all blocks that moved together.

    *placed* are the blocks of the source that have a translation.
    """
    found = list(found)
    runs = {i: run for run in moved_together(placed) for i in run}
    parts: dict[tuple[int, ...], list[Decision]] = {}
    for each in found:
        if run := runs.get(_index(each)):
            parts.setdefault(run, []).append(each)
    for each in found:
        run = runs.get(_index(each), ())
        if not run:
            yield each
        elif parts[run][0] is each:
            yield _joined(parts[run])


def _index(decision: Decision) -> int:
    return decision.blocks[0].index if decision.blocks else -1


def _joined(parts: Sequence[Decision]) -> Decision:
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        blocks=tuple(block for part in parts for block in part.blocks),
        answers=tuple(block for part in parts for block in part.answers),
        confidence=min(part.confidence for part in parts),
        parts=tuple(parts),
    )


def _of_beads(
    aligned: Aligned,
    taken: Collection[tuple[str, int]],
    entries: Mapping[str, Entry],
    edited: Collection[str],
    code: Mapping[Both, SeenCode],
) -> Iterator[Decision]:
    pair = aligned.pair
    for bead in aligned.beads:
        blocks = tuple(pair.source.blocks[index] for index in bead.source)
        answers = tuple(pair.answers[index] for index in bead.target)
        messages = [block.message for block in blocks]
        found = [entries[message] for message in messages if message in entries]
        # Of several, the one to look at: max returns the first of those that are equal.
        entry = max(found, key=lambda entry: (entry.has_drifted, entry.fuzzy), default=None)
        is_rival = any((message, bead.target[0]) in taken for message in messages if answers)
        outcome = _outcome(aligned, blocks, answers, entry, is_rival)
        if outcome is Reason.UNTRANSLATABLE:
            seen = code.get(both_code(aligned, bead) or ("", ""))
            entry = seen.entry(blocks[0].text, answers[0].text) if seen else None
        both = outcome is None and any(message in edited for message in messages)
        yield Decision(blocks, answers, entry, outcome, bead.confidence, bead.crossing, both)


def _outcome(
    aligned: Aligned,
    blocks: tuple[UnitBlock, ...],
    answers: tuple[UnitBlock, ...],
    entry: Entry | None,
    is_rival: bool,
) -> Reason | None:
    """Return the reason why the catalogue does not have the text of the answers.

    Readers see the file of the counterpart: a translation in the catalogue alone does not count.
    """
    if not (blocks and answers):
        return Reason.UNMATCHED
    if entry is None or not all(any(b.translatable for b in side) for side in (blocks, answers)):
        return Reason.UNTRANSLATABLE
    if is_rival:
        return Reason.RIVAL
    texts = [aligned.translations[b.index].text for b in answers if b.translatable]
    is_shown = " ".join(texts) in (entry.string, msgstr(entry.string))
    return Reason.EDITED if entry.edited and not is_shown else None
