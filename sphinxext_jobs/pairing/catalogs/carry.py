"""Carry-over: which entry of a catalogue each message of a changed document had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..alignment.bitext import MAX_JOINED
from ..context import without_context
from .catalog import (
    DRIFTED,
    NO_DIGEST,
    Catalog,
    Entry,
    State,
    bare_message,
    digest,
    same_words,
    source_digest,
    with_fuzzy,
)
from .propose import Proposal
from .words import ALIKE, Similar, bare, is_change, one_to_one, similarity


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """The entries that a catalogue has for the messages of a document.

    ``entries`` are by message. For messages without a translation, ``origins`` has the entry of
    the message that each was before somebody changed it. No message uses the ``obsolete`` entries.
    """

    entries: dict[str, Entry]
    origins: dict[str, Entry]
    obsolete: tuple[Entry, ...]


def carry_over(
    old: Catalog,
    messages: Collection[str],
    proposals: Mapping[str, Proposal],
    fields: Collection[str] = (),
) -> CarriedOver:
    """Find the entries that a catalogue has for a document's *messages*.

    *fields* are the messages of titles and descriptions.
    """
    known = {entry.id: _revived(entry) for entry in old.obsolete}
    known |= {entry.id: entry for entry in old.entries}
    unused = {entry.id: entry for entry in (*old.obsolete, *old.entries)}
    displaced = _settle_fields(known, messages, proposals, fields)
    orphans = [*displaced, *(e for e in known.values() if e.id not in messages and e.string)]
    empty = [id_ for id_ in messages if id_ in proposals and not known.get(id_, Entry(id_)).string]
    origins = _before_a_change(empty, orphans, proposals)
    twins = [e for e in known.values() if e.id in messages and e.string and e.state is State.AGREED]
    origins |= _twins([id_ for id_ in empty if id_ not in origins], twins, proposals)
    used = {origin.id for origin in origins.values()}
    known |= {entry.id: entry for entry in _incomplete(old, known, {*messages, *used}, proposals)}
    known |= {entry.id: entry for entry in _complete_again(known, list(messages))}
    left = [unused[id_] for id_ in known if id_ in unused and id_ not in messages]
    obsolete = [
        replace(entry, locations=(), auto_comments=())
        for entry in (*left, *displaced)
        if entry.id not in used and entry.id in unused and (entry.string or entry.comments)
    ]
    return CarriedOver(known, origins, tuple(obsolete))


def _revived(entry: Entry) -> Entry:
    """Make a doubtful entry fuzzy again: some programs forget the flags of obsolete entries."""
    mark = entry.mark
    doubtful = mark is not None and (
        mark.state in DRIFTED
        or mark.state is State.DOUBTFUL
        or (mark.state is State.MEMORY and mark.notes != ())
    )
    return with_fuzzy(entry, entry.fuzzy or doubtful)


def _settle_fields(
    known: dict[str, Entry],
    messages: Collection[str],
    proposals: Mapping[str, Proposal],
    fields: Collection[str],
) -> list[Entry]:
    """Give each field its own entry in *known*, whether or not a block has the same text.

    Returns the entries of blocks that fields took the place of.
    """
    displaced = []
    for field in fields:
        text = without_context(field)
        if text == field:
            marked = [id_ for id_ in known if id_ != text and without_context(id_) == text]
            for id_ in marked:
                displaced += [known[text]] if text in known else []
                known[text] = replace(known.pop(id_), id=text)
        elif field not in known and text in known:
            entry = known[text]
            if text not in messages or not _still_says(proposals.get(text), entry):
                del known[text]
            elif not _still_says(proposals.get(field), entry):
                continue
            known[field] = replace(entry, id=field)
    return displaced


def _still_says(proposal: Proposal | None, entry: Entry) -> bool:
    """Whether the counterpart still has the text that an entry agreed with."""
    text = proposal.text if proposal else None
    return text is not None and entry.agrees_with(text)


def _before_a_change(
    empty: Iterable[str], orphans: Sequence[Entry], proposals: Mapping[str, Proposal]
) -> dict[str, Entry]:
    """Find for new messages the orphaned entries that they were before somebody changed them."""
    lost = {orphan.id: orphan for orphan in orphans}
    similar, said = Similar(lost), _by_agreed_text(orphans)
    known: dict[str, set[str]] = defaultdict(set)
    for orphan in orphans:
        known[bare_message(orphan.id)].add(orphan.id)
        if orphan.previous:
            known[bare_message(orphan.previous)].add(orphan.id)
    found = []
    for id_ in sorted(empty):
        alikes = {other: alike for alike, other in similar.to(id_)}
        others = {*alikes, *known.get(bare_message(id_), ()), *_saying(said, proposals[id_])}
        for orphan in map(lost.__getitem__, sorted(others)):
            is_same = same_words(orphan.id, id_)
            alike = 1.0 if is_same else alikes.get(orphan.id, 0.0)
            if orphan.previous == id_:  # somebody changed it back
                alike += 2
            elif is_same or _still_says(proposals[id_], orphan):
                alike += 1
            elif not is_change(id_, alike):
                continue
            found.append((alike, id_, orphan.id))
    return {id_: lost[orphan] for id_, orphan in one_to_one(found).items()}


def _twins(
    empty: Iterable[str], twins: Sequence[Entry], proposals: Mapping[str, Proposal]
) -> dict[str, Entry]:
    """Find for new messages the entries that they shared with a block that did not change."""
    origins: dict[str, Entry] = {}
    known, said = {entry.id: entry for entry in twins}, _by_agreed_text(twins)
    for id_ in empty:
        like = _saying(said, proposals[id_])
        best = max(like, key=lambda other: (similarity(other, id_), other), default=None)
        if best is not None and similarity(best, id_) >= ALIKE:
            origins[id_] = known[best]
    return origins


def _by_agreed_text(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the messages of entries by the digests, and by the words, of what they agreed with."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        texts = (entry.mark.seen, *map(bare, entry.agreed_texts)) if entry.mark else ()
        for text in texts:
            found[text].add(entry.id)
    return found


def _saying(said: Mapping[str, set[str]], proposal: Proposal | None) -> set[str]:
    """Return the messages that agreed with the text of a proposal, whatever its typography."""
    text = proposal.text if proposal else None
    if text is None:
        return set()
    return said.get(digest(text), set()) | said.get(bare(text), set())


def _incomplete(
    old: Catalog,
    known: Mapping[str, Entry],
    present: Collection[str],
    proposals: Mapping[str, Proposal],
) -> Iterator[Entry]:
    """Yield the entries of blocks that agreed with a text only together with others, now deleted.

    Neighbours that each agreed with an equal text of their own are not parts of one: the text is as
    long as one of them, and not as all of them.
    """
    for seen, group in groupby(old.entries, key=_agreed_with):
        parts = list(group)
        left = [entry for entry in parts if entry.id in present and entry.id in proposals]
        if seen is None or not left or all(entry.id in present for entry in parts):
            continue
        whole, rest = (" ".join(without_context(e.id) for e in some) for some in (parts, left))
        entry = known.get(left[0].id)
        if entry is None or entry.mark is None or len(entry.string) ** 2 < len(whole) * len(rest):
            continue
        mark = replace(entry.mark, state=State.SOURCE_CHANGED, source=source_digest(whole))
        yield with_fuzzy(replace(entry, previous=whole, mark=mark), True)


def _agreed_with(entry: Entry) -> str | None:
    """Return the digest of the text that an entry agrees with."""
    mark = entry.mark
    is_agreed = mark is not None and mark.state is State.AGREED and mark.seen != NO_DIGEST
    return mark.seen if mark and is_agreed and not entry.fuzzy else None


#: The state of an entry whose source is again as it was, by its state before.
_WITHOUT_THE_SOURCE = {
    State.SOURCE_CHANGED: State.AGREED,
    State.BOTH_CHANGED: State.TRANSLATION_CHANGED,
}


def _complete_again(known: Mapping[str, Entry], messages: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries of blocks whose deleted neighbours are there again."""
    for n, id_ in enumerate(messages):
        entry = known.get(id_)
        state = _WITHOUT_THE_SOURCE.get(entry.state) if entry and entry.state else None
        if entry is None or entry.mark is None or state is None:
            continue
        around = [*map(without_context, messages[max(n - MAX_JOINED + 1, 0) : n + MAX_JOINED])]
        runs = (
            " ".join(around[start:end])
            for start in range(len(around))
            for end in range(start + 2, min(start + MAX_JOINED, len(around)) + 1)
        )
        if any(run == entry.previous for run in runs):
            mark = replace(entry.mark, state=state, source=source_digest(id_))
            entry = replace(entry, previous=None, mark=mark)
            yield with_fuzzy(entry, entry.fuzzy and state is not State.AGREED)
