"""The texts that agreed before: a later run keeps together what a catalogue remembers.

An edit of one block does not change the matches of the others, also if a person confirmed one
translation of several blocks. A new file of a key does not change the counterparts of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..alignment.align import Bead, in_order
from ..alignment.bitext import MAX_JOINED, Span
from ..alignment.features import SHAPES
from ..units import Name, Pair, Unit
from .catalog import DRIFTED, NO_DIGEST, Catalog, Entry, State, digest
from .marks import accepted, is_in
from .message import msgstr
from .propose import Aligned
from .words import Similar, bare, is_change, one_to_one, similarity

#: Neighbouring blocks: the index of the first, and their number.
_Run = tuple[int, int]


def agreed_before(aligned: Aligned, catalog: Catalog) -> set[Span]:
    """Return the beads of blocks that agreed before, if the pair's do not have them all.

    If they have, nothing is known better: the same text is always aligned in the same way.
    """
    entries = [entry for entry in catalog.entries if _has_agreed(entry)]
    present = {block.message for block in aligned.pair.source.blocks}
    # A block that somebody deleted may be there again.
    back = (entry for entry in catalog.obsolete if entry.id in present)
    entries += [entry for entry in back if entry.state is State.AGREED and _has_agreed(entry)]
    if not entries:
        return set()
    rows, lost = _rows(aligned, entries)
    known = {
        span for span in _spans(rows, _places(aligned, entries), lost) if _may_match(aligned, span)
    }
    found = {_texts(aligned, span) for span in map(_span, aligned.beads)}
    return known if any(_texts(aligned, span) not in found for span in known) else set()


def kept_apart(aligned: Aligned, catalog: Catalog) -> Aligned:
    """Return a pair in which no texts are joined that a person has accepted, each as alone.

    Without the texts that agreed before, two of them may look as if they belonged together.
    """
    known = accepted(catalog.header)
    if not known:
        return aligned
    agreed = {entry.id for entry in catalog.entries if _has_agreed(entry)}
    beads: list[Bead] = []
    for bead in aligned.beads:
        blocks = [aligned.pair.source.blocks[index] for index in bead.source]
        answers = [aligned.pair.answers[index] for index in bead.target]
        texts = [block.text for block in (*blocks, *answers)]
        is_agreed = any(block.message in agreed for block in blocks)
        if not (blocks and answers) or is_agreed or not all(is_in(known, text) for text in texts):
            beads.append(bead)
            continue
        beads += [Bead((index,), (), 1.0) for index in bead.source]
        beads += [Bead((), (index,), 1.0) for index in bead.target]
    # What crossed the order of a match that is gone need not cross any other.
    return aligned if beads == [*aligned.beads] else replace(aligned, beads=tuple(in_order(beads)))


def keep_counterparts(
    pairs: Sequence[Pair], left: Sequence[Unit], catalogs: Mapping[Name, Catalog]
) -> tuple[list[Pair], list[Unit]]:
    """Return the pairs, and the units that are left, with the counterparts that agreed before.

    A source keeps another unit of its key if that clearly has the texts that agreed: those of two
    thirds of the source, and more than twice as many as the chosen one has. So a file that somebody
    adds pairs no other file in a new way.
    """
    units: dict[tuple[str, str], dict[Unit, None]] = defaultdict(dict)
    for unit in (*left, *(pair.target for pair in pairs if pair.target)):
        units[unit.key, unit.lang][unit] = None
    kept = []
    for pair in pairs:
        target, catalog = pair.target, catalogs.get(pair.name)
        if target is not None and catalog is not None:
            rivals = list(units[target.key, target.lang])
            pair = replace(pair, target=_agreed_unit(pair.source, target, rivals, catalog))
        kept.append(pair)
    chosen = {pair.target for pair in kept}
    return kept, [unit for found in units.values() for unit in found if unit not in chosen]


def _agreed_unit(source: Unit, target: Unit, rivals: Sequence[Unit], catalog: Catalog) -> Unit:
    """Return the unit that clearly has the texts which agreed, or else the target."""
    if len(rivals) < 2:
        return target
    entries = [entry for entry in catalog.entries if _has_agreed(entry)]
    agreed = {_seen(entry) for entry in entries}
    agreed |= {bare(entry.string) for entry in entries if digest(entry.string) in agreed}

    def common(unit: Unit) -> int:
        texts = [msgstr(block.source) for block in unit.blocks if not block.plain]
        return sum(digest(text) in agreed or bare(text) in agreed for text in texts)

    best = max(rivals, key=common)
    # Fields agree with any others of their name.
    body = sum(not block.plain for block in source.blocks)
    least = max(2 * common(target) + 1, 2 * body / 3)
    return best if common(best) >= least else target


def _has_agreed(entry: Entry) -> bool:
    """Whether a block of the counterpart agreed with an entry; a doubt may be confirmed."""
    mark = entry.mark
    if mark is None or _seen(entry) == NO_DIGEST:
        return False
    return mark.state is not State.MEMORY and (mark.state is not State.DOUBTFUL or not entry.fuzzy)


def _is_confirmed(entry: Entry) -> bool:
    """Whether a person has confirmed, since the last run, the text that the machine wrote."""
    return entry.state in DRIFTED and not entry.fuzzy and not entry.edited


def _seen(entry: Entry) -> str:
    """Return the digest of the text that agreed with an entry, or that a person has confirmed."""
    if entry.mark is None:
        return NO_DIGEST
    return entry.mark.wrote if _is_confirmed(entry) else entry.mark.seen


def _agreed_texts(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if _is_confirmed(entry) else entry.agreed_texts


def _rows(aligned: Aligned, entries: Sequence[Entry]) -> tuple[list[str], set[str]]:
    """Return the digest of the text that each block of the source agreed with; empty without.

    A block that changed is looked for by the words it had. The second value has the digests of the
    texts that agreed with one which the source no longer has.
    """
    seen = {bare(entry.id): _seen(entry) for entry in entries}
    seen |= {entry.id: _seen(entry) for entry in entries}
    messages = [block.message if block.translatable else "" for block in aligned.pair.source.blocks]
    rows = [seen.get(message) or seen.get(bare(message), "") for message in messages]
    present = {*map(bare, messages)}
    lost = {bare(e.id): _seen(e) for e in entries if bare(e.id) not in present}
    new = {
        i: bare(message)
        for i, (message, row) in enumerate(zip(messages, rows, strict=True))
        if message and not row
    }
    before = _before_a_change(new, lost)
    for i, text in before.items():
        rows[i] = lost[text]
    return rows, {lost[text] for text in lost.keys() - before.values()}


def _before_a_change(new: Mapping[int, str], old: Iterable[str]) -> dict[int, str]:
    """Return which of some old texts each of the new ones, by index, was before an edit.

    Neighbours may be the parts of one that somebody divided.
    """
    similar = Similar(old)
    found = one_to_one(
        (alike, index, before)
        for index, text in new.items()
        for alike, before in similar.to(text)
        if is_change(text, alike)
    )
    return found | dict(_other_parts(new, found))


def _other_parts(new: Mapping[int, str], found: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the new neighbours of an edited text that have words of the same old one."""
    for i, before in found.items():
        for j in (i - 1, i + 1):
            if j in new and j not in found:
                both = f"{new[min(i, j)]} {new[max(i, j)]}"
                if similarity(both, before) > similarity(new[i], before):
                    yield j, before


def _places(aligned: Aligned, entries: Sequence[Entry]) -> dict[str, list[_Run]]:
    """Return where the target has the texts that agreed, by their digests.

    The same words in another typography are the same text. Where a text is gone, there may be one
    that it has become.
    """
    wanted: dict[str, str] = {}
    for entry in entries:
        wanted[_seen(entry)] = _seen(entry)
        wanted |= {f" {bare(text)}": _seen(entry) for text in _agreed_texts(entry)}
    answers = aligned.pair.answers
    texts = [
        aligned.translations[block.index].text if block.index in aligned.translations else None
        for block in answers
    ]
    found: dict[str, list[_Run]] = defaultdict(list)
    for start in range(len(texts)):
        joined: list[str] = []
        for text in texts[start : start + MAX_JOINED]:
            if text is None:
                break
            joined.append(text)
            whole = " ".join(joined)
            seen = wanted.get(digest(whole)) or wanted.get(f" {' '.join(map(bare, joined))}")
            if seen:
                found[seen].append((start, len(joined)))
    for seen, indices in _edited(aligned, texts, entries, found).items():
        found[seen].append((min(indices), len(indices)))
    return found


def _edited(
    aligned: Aligned,
    texts: Sequence[str | None],
    entries: Iterable[Entry],
    found: Mapping[str, Sequence[_Run]],
) -> dict[str, list[int]]:
    """Return the indices of the texts of the target that have changed, by the digests they had."""
    taken = {
        i for runs in found.values() for start, count in runs for i in range(start, start + count)
    }
    new = {
        i: bare(text)
        for i, text in enumerate(texts)
        if text is not None and i not in taken and not aligned.pair.answers[i].pinned
    }
    gone = {
        bare(text): _seen(entry)
        for entry in entries
        if _seen(entry) not in found
        for text in _agreed_texts(entry)
    }
    edited: dict[str, list[int]] = defaultdict(list)
    for i, text in _before_a_change(new, gone).items():
        edited[gone[text]].append(i)
    return edited


def _spans(
    rows: Sequence[str], places: Mapping[str, Sequence[_Run]], lost: set[str]
) -> Iterator[Span]:
    """Yield the beads: neighbours that agreed with one text, of which there are fewer, are joined.

    A text that also agreed with a *lost* one may be a translation of both, so nothing is known.
    """
    start = 0
    while start < len(rows):
        seen, end = rows[start], start + 1
        while end < len(rows) and rows[end] == seen:
            end += 1
        there, count = places.get(seen, ()), end - start
        for j, joined in there if seen else ():
            if len(there) < count and (count, joined) in SHAPES:
                yield start, count, j, joined
            elif seen not in lost and (1, joined) in SHAPES:
                yield from ((i, 1, j, joined) for i in range(start, end))
        start = end


def _span(bead: Bead) -> Span:
    i, j = (min(side, default=0) for side in (bead.source, bead.target))
    return i, len(bead.source), j, len(bead.target)


def _may_match(aligned: Aligned, span: Span) -> bool:
    """Whether fields are only matched with fields: the body may have had the words of a title."""
    i, di, j, dj = span
    mine, theirs = aligned.pair.source.blocks[i : i + di], aligned.pair.answers[j : j + dj]
    return {block.pinned for block in mine} == {block.pinned for block in theirs}


def _texts(aligned: Aligned, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    i, di, j, dj = span
    blocks, answers = aligned.pair.source.blocks, aligned.pair.answers
    return (
        tuple(block.text for block in blocks[i : i + di]),
        tuple(block.text for block in answers[j : j + dj]),
    )
