"""Recalling: the decisions of the last run of ``jobs-pair`` that a person has to look at.

A catalogue remembers which texts agreed. So the files and the catalogue say without an alignment
what is still to decide, and whether a text has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from .alignment.segments import BlockKind
from .applying import Sides, has_agreed, is_wanted
from .catalogs.catalog import Catalog, Entry, Reason, State
from .catalogs.code import code_digest
from .catalogs.decide import Decision, with_moves
from .catalogs.marks import accepted, is_in, seen_code, unmatched
from .catalogs.message import msgstr
from .catalogs.propose import Aligned, links_of
from .confirming import Item, items
from .context import without_context
from .placing import Places, places
from .units import Pair, Unit, UnitBlock

#: A text at a place: a file of the pair, a line, and the text.
_At = tuple[str, int, str]


def recall(pair: Pair, sides: Sides | None, catalog: Catalog) -> tuple[tuple[Decision, ...], bool]:
    """Return the decisions that are left to a person, and whether a text changed after the run.

    The texts that changed are in no decision. The confidence of a match is not remembered.
    """
    entries = {entry.id: entry for entry in catalog.entries}
    aligned = sides.aligned if sides else Aligned(pair)
    placed = places(aligned, entries)
    found = [*items(pair, sides, catalog)]
    decisions = [*_decisions(pair, placed, found, entries)]
    decisions = [*_with_untranslated(pair, decisions)]
    changed = any(item.changed for item in found)
    if sides is not None:
        decisions += _unapplied(aligned, placed, entries)
        changed = changed or _has_changed(sides, placed, catalog, entries)
    moved = with_moves(_joined(decisions), placed.entries(pair.source.blocks, entries))
    return tuple(moved), changed


def _decisions(
    pair: Pair, placed: Places, found: Iterable[Item], entries: Mapping[str, Entry]
) -> Iterator[Decision]:
    source, target = _by_place(pair.source), _by_place(pair.target)
    for item in found:
        block = source.get((*item.lines[0], item.text))
        answer = target.get((*item.lines[-1], item.text))
        entry = entries.get(block.message) if block else None
        if item.changed:
            continue
        if item.code is not None:
            mine, theirs = _code(item.text, item.lines[0]), _code(item.translation, item.lines[-1])
            entry = item.code.entry(item.text, item.translation)
            yield Decision((mine,), (theirs,), entry, Reason.UNTRANSLATABLE)
            continue
        if Reason.RIVAL in item.reasons:
            blocks = [each for each in pair.source.blocks if each.line == item.lines[0][1]]
            yield Decision(tuple(blocks[:1]), (answer,) if answer else (), None, Reason.RIVAL)
        elif block is not None:
            run = placed.runs.get(block.index, (0, 0))
            answers = pair.answers[run[0] : sum(run)]
            yield Decision((block,), answers, entry, None if answers else Reason.UNMATCHED)
        elif answer is not None:
            yield Decision((), (answer,), None, Reason.UNMATCHED)
        else:  # code or raw HTML, which a unit of files does not have
            code = _code(item.text, item.lines[0])
            if item.lines[0][0] == pair.source.path:
                yield Decision((code,), (), None, Reason.UNMATCHED)
            else:
                yield Decision((), (code,), None, Reason.UNMATCHED)


def _with_untranslated(pair: Pair, decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Add the blocks that the counterpart's file marks as untranslated: each repeats a source."""
    decisions = list(decisions)
    told = {answer.index for decision in decisions for answer in decision.answers}
    waiting = [each for each in pair.answers if each.untranslated and each.index not in told]
    for decision in decisions:
        text = " ".join(block.text for block in decision.blocks)
        answer = next((each for each in waiting if each.text == text), None)
        if answer is not None and not decision.answers:
            waiting.remove(answer)
            decision = replace(decision, answers=(answer,))
        yield decision
    for answer in waiting:
        yield Decision((), (answer,), None, Reason.UNMATCHED)


def _by_place(unit: Unit | None) -> dict[_At, UnitBlock]:
    """Return the blocks of a unit; of equal texts in one line, such as cells, the first."""
    blocks = reversed(unit.blocks) if unit else ()
    return {(unit.path, block.line, block.text): block for block in blocks if unit}


def _code(text: str, place: tuple[str, int]) -> UnitBlock:
    return UnitBlock(
        BlockKind.CODE,
        text,
        0,
        0,
        place[1],
        index=-1,
        message=text,
        source=text,
        translatable=False,
    )


def _joined(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Yield the decisions; one translation of several neighbouring blocks is one decision."""

    def joins(decision: Decision) -> object:
        mark = decision.entry.mark if decision.entry else None
        is_part = mark is not None and Reason.MERGED in mark.notes and decision.fuzzy
        return decision.entry.string if is_part and decision.entry else decision

    for _key, group in groupby(decisions, key=joins):
        first, *others = group
        answered = next((each for each in (first, *others) if each.answers), first)
        blocks = tuple(block for each in (first, *others) for block in each.blocks)
        yield replace(answered, blocks=blocks)


def _unapplied(
    aligned: Aligned, placed: Places, entries: Mapping[str, Entry]
) -> Iterator[Decision]:
    """Yield the decisions on blocks that people translated in another way in the catalogue."""
    for block in aligned.pair.source.blocks:
        entry, run = entries.get(block.message), placed.runs.get(block.index)
        if entry is None or not is_wanted(entry) or block.index in placed.shared:
            continue
        if run is not None:
            answers = aligned.pair.answers[run[0] : sum(run)]
            text = " ".join(aligned.translations[each.index].text for each in answers)
            if text not in (entry.string, msgstr(entry.string)):
                yield Decision((block,), answers, entry, Reason.EDITED)


# Changes after the last run.


def _has_changed(
    sides: Sides, placed: Places, catalog: Catalog, entries: Mapping[str, Entry]
) -> bool:
    """Whether one of the files has a text that the last run did not see, or no longer has one."""
    pair = sides.pair
    messages = [block.message for block in pair.source.blocks]
    placed_messages = {block.message for block in pair.source.blocks if _is_placed(placed, block)}
    missing = [
        block.message
        for block in pair.source.blocks
        if not _is_placed(placed, block)
        if (entry := entries.get(block.message)) and _was_in_file(entry)
    ]
    lost = (entry for entry in catalog.entries if entry.mark and entry.id not in messages)
    known = unmatched(catalog.header) | accepted(catalog.header)
    free = [
        answer for answer in pair.answers if answer.index in placed.free and answer.translatable
    ]
    new = [answer for answer in free if not is_in(known, answer.text)]
    other = (
        entry.mark.links not in ("", links_of(block.addresses))
        for block in pair.source.blocks
        if (entry := entries.get(block.message)) and entry.mark and entry.state is State.AGREED
    )
    # A text that the source repeats may have a second translation, which is in no catalogue.
    repeated = len(messages) - len({*messages})
    return (
        not placed_messages.issuperset(missing)
        or len(missing) > len(free)
        or any(not _says(sides, entry) for entry in lost)
        or len(new) > repeated
        or any(other)
        or _has_other_code(sides, catalog)
    )


def _has_other_code(sides: Sides, catalog: Catalog) -> bool:
    """Whether one of the files no longer has code that both had in the last run."""
    files = (sides.source, sides.target)
    seen = seen_code(catalog.header)
    return any(
        not {code_digest(text) for _line, text in file.code}.issuperset(digests)
        for file, digests in zip(
            files, zip(*(each.now for each in seen), strict=True), strict=False
        )
    )


def _is_placed(placed: Places, block: UnitBlock) -> bool:
    """Whether the file of the counterpart has the translation of a block."""
    return block.index in placed.runs or block.index in placed.shared


def _was_in_file(entry: Entry) -> bool:
    """Whether the counterpart's file had the translation of an entry that is not fuzzy."""
    return has_agreed(entry) and not entry.fuzzy and entry.state is not State.MEMORY


def _says(sides: Sides, entry: Entry) -> bool:
    """Whether the source has a text somewhere: a directive may have blocks of its own."""
    text = " ".join(without_context(entry.id).split())
    return text in " ".join(sides.source.text.split())
