"""Confirming: a person accepts entries of a catalogue as agreed, and texts in one language only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .applying import Sides, has_agreed, is_wanted
from .catalogs.catalog import (
    NO_DIGEST,
    Catalog,
    Entry,
    Mark,
    Reason,
    State,
    digest,
    short_id,
    source_digest,
    with_fuzzy,
)
from .catalogs.code import SeenCode, code_digest
from .catalogs.drift import kept_as_suggestion
from .catalogs.marks import (
    Folded,
    accepted,
    is_in,
    seen_code,
    unmatched,
    with_accepted,
    with_agreed_code,
)
from .catalogs.moved import moved_together
from .placing import Places, places
from .units import Pair, UnitBlock


@dataclass(frozen=True, slots=True)
class Item:
    """A report that a person can settle: a fuzzy entry, or a text that has no counterpart.

    ``lines`` are the places of both texts, each a file of the pair and a line. ``reasons`` are
    those of the report. An item that *changed* after the last run cannot be confirmed.
    ``messages`` are those of the entries that are confirmed with it: more than one if a translation
    joins several blocks, or if several blocks moved together. ``code`` is code of both texts, which
    has no entry.
    """

    id: str
    reasons: tuple[str, ...]
    lines: tuple[tuple[str, int], ...]
    text: str
    translation: str = ""
    messages: tuple[str, ...] = ()
    changed: bool = False
    code: SeenCode | None = None


def items(pair: Pair, sides: Sides | None, catalog: Catalog) -> Iterator[Item]:
    """Yield what a person can confirm of a pair, in the order of its source."""
    entries = {entry.id: entry for entry in catalog.entries}
    known, open_ = accepted(catalog.header), unmatched(catalog.header)
    found = places(sides.aligned, entries) if sides else Places({}, frozenset(), frozenset())
    together = _together(pair, found, entries)
    seen: set[str] = set()
    for block in pair.source.blocks:
        entry = entries.get(block.message)
        if block.message in seen:
            if sides:
                yield from _rival(pair, found, block, known, open_)
            continue
        seen.add(block.message)
        if entry is None:
            yield _item(pair, block, (Reason.UNMATCHED,), changed=True)
            continue
        is_alone = sides is not None and _is_alone(found, block, entry)
        # What the memory suggests for a text without a counterpart need not be right.
        if entry.fuzzy and not (is_alone and entry.state is State.MEMORY):
            yield _fuzzy(pair, sides, found, block, entry, together.get(entry.id, (entry.id,)))
        elif is_alone and not is_in(known, block.text):
            yield _item(pair, block, (Reason.UNMATCHED,))
        elif sides and _is_in_catalogue_only(found, block, entry):
            translation = entry.string
            yield _item(
                pair, block, (Reason.EDITED,), messages=(entry.id,), translation=translation
            )
    if sides:
        yield from _changed_code(pair, sides, seen_code(catalog.header))
        yield from _code(pair, sides, known)
    for answer in pair.answers:
        if is_in(open_, answer.text) and not is_in(known, answer.text):
            place = (pair.target.path if pair.target else "", answer.line)
            name = short_id(pair.name, answer.text)
            yield Item(name, (Reason.UNMATCHED,), (place,), answer.text)


def _code(pair: Pair, sides: Sides, known: frozenset[Folded]) -> Iterator[Item]:
    """Yield the code and raw HTML that only one of two texts has, if one has more."""
    source, target = list(sides.source.code), list(sides.target.code)
    for unit, mine, theirs in ((pair.source, source, target), (pair.target, target, source)):
        others = {text for _line, text in theirs}
        for line, text in mine if unit and len(mine) > len(theirs) else ():
            if text not in others and not is_in(known, text):
                place = (unit.path if unit else "", line)
                yield Item(short_id(pair.name, text), (Reason.UNMATCHED,), (place,), text)


def _changed_code(pair: Pair, sides: Sides, code: Iterable[SeenCode]) -> Iterator[Item]:
    """Yield the code and raw HTML that only one of two texts has changed."""
    found = [
        [(code_digest(text), (unit.path if unit else "", line), text) for line, text in file.code]
        for unit, file in ((pair.source, sides.source), (pair.target, sides.target))
    ]
    for seen in code:
        now = zip(found, seen.now, strict=True)
        mine, theirs = ([each for each in side if each[0] == digest] for side, digest in now)
        if seen.has_drifted and (places := [*mine, *theirs]):
            yield Item(
                short_id(pair.name, places[0][2]),
                (seen.state,),
                tuple(place for _digest, place, _text in places),
                places[0][2],
                places[-1][2],
                changed=not (mine and theirs),
                code=seen,
            )


def _item(
    pair: Pair,
    block: UnitBlock,
    reasons: Sequence[str],
    answer: UnitBlock | None = None,
    *,
    messages: tuple[str, ...] = (),
    translation: str = "",
    changed: bool = False,
) -> Item:
    lines = [(pair.source.path, block.line)]
    if answer is not None and pair.target is not None:
        lines.append((pair.target.path, answer.line))
    return Item(
        short_id(pair.name, block.message),
        tuple(reasons),
        tuple(lines),
        block.text,
        translation,
        messages,
        changed,
    )


def _together(
    pair: Pair, found: Places, entries: Mapping[str, Entry]
) -> Mapping[str, tuple[str, ...]]:
    """Return the messages of all entries that are confirmed together, by each message."""
    blocks = pair.source.blocks
    groups = [
        tuple(blocks[i].message for i in run)
        for run in moved_together(found.entries(blocks, entries))
    ]
    joined: dict[str, list[str]] = {}
    for entry in entries.values():
        if entry.mark and Reason.MERGED in entry.mark.notes and entry.fuzzy:
            joined.setdefault(entry.string, []).append(entry.id)
    groups += map(tuple, joined.values())
    return {message: group for group in groups for message in group}


def _fuzzy(
    pair: Pair,
    sides: Sides | None,
    found: Places,
    block: UnitBlock,
    entry: Entry,
    messages: tuple[str, ...],
) -> Item:
    mark = entry.mark
    reasons = [*(mark.notes if mark else ())]
    if mark is not None and entry.has_drifted:
        reasons.append(mark.state)
    run = found.runs.get(block.index)
    return _item(
        pair,
        block,
        reasons or [Reason.PERSON],
        pair.answers[run[0]] if run else None,
        messages=messages,
        translation=entry.string,
        changed=sides is not None and run is None and _was_placed(found, block, entry, mark),
    )


def _was_placed(found: Places, block: UnitBlock, entry: Entry, mark: Mark | None) -> bool:
    """Whether the file had the text of an entry when the two were last compared."""
    if mark is None or mark.seen == NO_DIGEST or block.index in found.shared:
        return False
    # What a person wrote may be in the catalogue alone: ``apply`` compares it with the file.
    return not entry.edited and not _is_gone(mark)


def _is_gone(mark: Mark) -> bool:
    return Reason.GONE in mark.notes


def _is_alone(found: Places, block: UnitBlock, entry: Entry) -> bool:
    """Whether the counterpart has no text for a block, as far as the last run knows."""
    if block.index in found.runs or block.index in found.shared or is_wanted(entry):
        return False
    return (
        not entry.string
        or entry.state is State.MEMORY
        or (entry.mark is not None and entry.mark.seen == NO_DIGEST)
    )


def _is_in_catalogue_only(found: Places, block: UnitBlock, entry: Entry) -> bool:
    """Whether a person wrote the translation of a block that the counterpart's file never had."""
    is_in_file = block.index in found.runs or block.index in found.shared
    return is_wanted(entry) and not is_in_file and not has_agreed(entry)


def _rival(
    pair: Pair,
    found: Places,
    block: UnitBlock,
    known: frozenset[Folded],
    open_: frozenset[Folded],
) -> Iterator[Item]:
    """Yield the second translation of a text that the source has twice."""
    if block.index in found.runs or block.index in found.shared:
        return
    _before, gap = found.gap(block.index, len(pair.answers))
    free = [pair.answers[at] for at in gap if at in found.free]
    free = [each for each in free if not each.untranslated and not is_in(open_, each.text)]
    if len(free) == 1 and not is_in(known, free[0].text) and pair.target is not None:
        lines = ((pair.source.path, block.line), (pair.target.path, free[0].line))
        name = short_id(pair.name, free[0].text)
        yield Item(name, (Reason.RIVAL,), lines, free[0].text)


def confirm(catalog: Catalog, chosen: Sequence[Item]) -> Catalog:
    """Return a catalogue in which some items are agreed; the next run notes it in their comments.

    Blocks that are confirmed together are so if one of them is chosen. A translation that readers
    need not see is no longer a person's work that waits for the file, until somebody changes it.
    """
    wanted = {message for item in chosen for message in item.messages}
    unseen = {item.messages for item in chosen if Reason.EDITED in item.reasons}

    def settle(entry: Entry) -> Entry:
        mark = entry.mark
        if entry.id in wanted and mark and mark.state is State.BOTH_CHANGED and _is_gone(mark):
            return kept_as_suggestion(entry, mark)  # it was the translation of another text
        if (entry.id,) in unseen:
            source = source_digest(entry.id)
            mark = Mark(State.AGREED, digest(entry.string), NO_DIGEST, source=source)
            return replace(entry, mark=mark)
        return with_fuzzy(entry, entry.fuzzy and entry.id not in wanted)

    in_one = {Reason.GONE, Reason.EDITED}
    texts = [item for item in chosen if item.code is None]
    alone = [i.text for i in texts if not i.messages or not in_one.isdisjoint(i.reasons)]
    header = with_agreed_code(catalog.header, [item.code for item in chosen if item.code])
    return replace(
        catalog,
        header=with_accepted(header, alone),
        entries=tuple(map(settle, catalog.entries)),
    )
