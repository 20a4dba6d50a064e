"""What a catalogue's entries become when their document or its counterpart has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from .message import FIELD_COMMENT, words
from .po import (
    DRIFTED,
    PERSON,
    Catalog,
    Entry,
    Location,
    Mark,
    State,
    digest,
    source_digest,
    unmatched_count,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pair says of one message of the source.

    ``text`` is the ``msgstr``, None where nothing answers; ``doubts`` say why it is not to be
    trusted; ``has_counterpart`` is false where there is no text in the other language at all.
    """

    text: str | None = None
    doubts: tuple[str, ...] = ()
    crossing: bool = False
    has_counterpart: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the memory knows of a message; *previous* where it is only a near one."""

    text: str
    previous: str | None = None
    doubts: tuple[str, ...] = ()


def update(
    old: Catalog,
    messages: Mapping[str, Sequence[Location]],
    proposals: Mapping[str, Proposal],
    remember: Callable[[str], Suggestion | None] = lambda _id: None,
    fields: Collection[str] = (),
) -> Catalog:
    """Bring a catalogue up to date with its document's *messages* and their *proposals*.

    A person's translation stays; what the machine wrote follows the pair, and is fuzzy where the
    two no longer agree. *remember* fills what nothing answers. *fields* are the messages of
    title and description.
    """
    known = {entry.id: _revived(entry) for entry in old.obsolete}
    known |= {entry.id: entry for entry in old.entries}
    unused = {entry.id: entry for entry in (*old.obsolete, *old.entries)}
    displaced = _settle_fields(known, messages, proposals, fields)
    orphans = [*displaced, *(e for e in known.values() if e.id not in messages and e.string)]
    empty = [id_ for id_ in messages if id_ in proposals and not known.get(id_, Entry(id_)).string]
    twins = [e for e in known.values() if e.id in messages and e.string and e.state is State.AGREED]
    origins = _origins(empty, orphans, twins, proposals)
    entries = []
    for id_, locations in messages.items():
        entry = replace(known.get(id_, Entry(id_)), locations=tuple(locations))
        if proposal := proposals.get(id_):
            if id_ in origins:
                entry = _renamed(entry, origins[id_], proposal)
            elif not entry.string:
                entry = _first(entry, proposal, remember)
            elif entry.mark:
                entry = _again(entry, entry.mark, proposal)
        entries.append(entry)
    used = {origin.id for origin in origins.values()}
    left = [unused[id_] for id_ in known if id_ in unused and id_ not in messages]
    obsolete = [
        replace(entry, locations=(), auto_comments=())
        for entry in (*left, *displaced)
        if entry.id not in used and entry.id in unused and (entry.string or entry.comments)
    ]
    return replace(old, entries=tuple(entries), obsolete=tuple(obsolete))


#: Messages that share so much are one, before and after a change.
_ALIKE = 0.6


def _revived(entry: Entry) -> Entry:
    """Doubt again what was doubtful: some programs forget the flags of obsolete entries."""
    mark = entry.mark
    doubtful = mark is not None and (
        mark.state in DRIFTED
        or mark.state is State.DOUBTFUL
        or (mark.state is State.MEMORY and mark.notes != ())
    )
    return replace(entry, flags=_fuzzy(entry.flags, entry.fuzzy or doubtful))


def _settle_fields(
    known: dict[str, Entry],
    messages: Collection[str],
    proposals: Mapping[str, Proposal],
    fields: Collection[str],
) -> list[Entry]:
    """Give each field the entry that was its own, whether a block then said the same or not.

    Returns the blocks' entries that had to make room.
    """
    displaced = []
    for field in fields:
        text = FIELD_COMMENT.sub("", field)
        if text == field:
            marked = [id_ for id_ in known if id_ != text and FIELD_COMMENT.sub("", id_) == text]
            for id_ in marked:
                displaced += [known[text]] if text in known else []
                known[text] = replace(known.pop(id_), id=text)
        elif field not in known and text in known:
            entry = known[text]
            if text not in messages or not _says(proposals.get(text), entry):
                del known[text]
            elif not _says(proposals.get(field), entry):
                continue
            known[field] = replace(entry, id=field)
    return displaced


def _says(proposal: Proposal | None, entry: Entry) -> bool:
    """Whether the counterpart still has what an entry agreed with."""
    text = proposal.text if proposal else None
    return text is not None and entry.mark is not None and entry.mark.seen == digest(text)


def _origins(
    empty: Iterable[str],
    orphans: Sequence[Entry],
    twins: Sequence[Entry],
    proposals: Mapping[str, Proposal],
) -> dict[str, Entry]:
    """Find for each new message the one that it was before somebody changed it.

    That may be a *twin*, which stands in another place as it was.
    """
    found = []
    for id_ in empty:
        text = proposals[id_].text
        for orphan in orphans:
            alike = similarity(orphan.id, id_)
            if orphan.previous == id_:  # somebody changed it back
                alike += 2
            elif text is not None and orphan.mark and orphan.mark.seen == digest(text):
                alike += 1
            elif alike < (_ALIKE if len(words(id_)) > 4 else 0.75):
                continue
            found.append((alike, id_, orphan))
    origins: dict[str, Entry] = {}
    taken: set[str] = set()
    for _alike, id_, orphan in sorted(found, key=lambda item: (-item[0], item[1], item[2].id)):
        if id_ not in origins and orphan.id not in taken:
            origins[id_] = orphan
            taken.add(orphan.id)
    for id_ in empty:
        like = [e for e in twins if id_ not in origins and _says(proposals[id_], e)]
        alike, twin = max(((similarity(e.id, id_), e.id) for e in like), default=(0.0, ""))
        if alike >= _ALIKE:
            origins[id_] = next(entry for entry in like if entry.id == twin)
    return origins


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a message that is compared with many."""
    return tuple(words(text))


#: So many pairs of words are compared in their order: of two texts of 3,000 words that repeat
#: themselves it takes minutes, and no paragraph has more than 200.
MAX_COMPARED = 200 * 200


def similarity(one: str, other: str) -> float:
    """Tell how much of two messages' words is the same, from 0 to 1."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return 0.0
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    is_long = len(mine) * len(theirs) > MAX_COMPARED
    return matcher.quick_ratio() if is_long else matcher.ratio()


def _fuzzy(flags: frozenset[str], fuzzy: bool) -> frozenset[str]:
    return flags | {"fuzzy"} if fuzzy else flags - {"fuzzy"}


def _fresh(entry: Entry, text: str, proposal: Proposal) -> Entry:
    """Take over what the pair says now, as nothing that agreed says otherwise."""
    notes = proposal.doubts
    if proposal.crossing and not notes:
        notes = ("crossing",)
    state = State.DOUBTFUL if proposal.doubts else State.AGREED
    return replace(
        entry,
        string=text,
        flags=_fuzzy(entry.flags, bool(proposal.doubts)),
        previous=None,
        mark=Mark(state, digest(text), digest(text), notes, source=source_digest(entry.id)),
    )


def _first(entry: Entry, proposal: Proposal, remember: Callable[[str], Suggestion | None]) -> Entry:
    """Fill an entry that has no translation yet."""
    if proposal.text is not None:
        return _fresh(entry, proposal.text, proposal)
    suggestion = remember(entry.id)
    if suggestion is None:
        return replace(entry, flags=_fuzzy(entry.flags, False), previous=None, mark=None)
    return replace(
        entry,
        string=suggestion.text,
        flags=_fuzzy(entry.flags, bool(suggestion.doubts)),
        previous=suggestion.previous,
        mark=Mark(
            State.MEMORY,
            digest(suggestion.text),
            PERSON,
            suggestion.doubts,
            source=source_digest(entry.id),
        ),
    )


def _renamed(entry: Entry, origin: Entry, proposal: Proposal) -> Entry:
    """Carry a translation over to the message that its source has become."""
    mark = origin.mark
    text = proposal.text
    entry = replace(entry, comments=tuple(dict.fromkeys((*entry.comments, *origin.comments))))
    never_agreed = mark is not None and mark.state in (State.DOUBTFUL, State.MEMORY)
    if never_agreed and text is not None and not origin.edited:
        return _fresh(entry, text, proposal)
    if never_agreed and origin.fuzzy:
        return replace(
            entry,
            string=origin.string,
            flags=_fuzzy(entry.flags, True),
            previous=origin.previous,
            mark=mark,
        )
    if mark is None:
        wrote, seen = PERSON, digest(text) if text is not None else PERSON
        mark = Mark(State.AGREED, wrote, seen, source=source_digest(origin.id))
    elif origin.edited:
        mark = replace(mark, wrote=PERSON)
    agreed = origin.previous if mark.state in DRIFTED and origin.previous else origin.id
    moved = replace(
        entry,
        string=origin.string,
        flags=_fuzzy(entry.flags, True),
        previous=agreed,
        mark=replace(
            mark,
            state=State.BOTH_CHANGED
            if mark.state in (State.TRANSLATION_CHANGED, State.BOTH_CHANGED)
            else State.SOURCE_CHANGED,
            notes=(),
        ),
    )
    assert moved.mark is not None
    return _compare(moved, moved.mark, proposal)


def _again(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Look again at an entry that the machine wrote."""
    text = proposal.text
    if mark.state is State.MEMORY and entry.fuzzy == bool(mark.notes):
        untouched = not entry.edited and text is not None
        return _fresh(entry, text or "", proposal) if untouched else entry
    if mark.state is State.DOUBTFUL and entry.fuzzy:
        return entry if entry.edited or text is None else _fresh(entry, text, proposal)
    if entry.fuzzy and mark.state is State.AGREED and not entry.is_another:
        # It is a person who doubts it.
        changed = text is not None and digest(text) != mark.seen
        return _compare(entry, mark, proposal) if changed else entry
    if entry.fuzzy:
        if mark.state is State.MEMORY:
            return entry
        return _compare(entry, mark, proposal)
    if mark.state is not State.AGREED or entry.is_another:
        entry, mark = _confirmed(entry, mark, proposal)
    return _compare(entry, mark, proposal)


def _confirmed(entry: Entry, mark: Mark, proposal: Proposal) -> tuple[Entry, Mark]:
    """Note that a person took the fuzzy flag away: what stands there agrees."""
    if proposal.text is None:
        seen = PERSON  # it agrees with no counterpart's block, and need not
    else:
        seen = digest(proposal.text) if entry.edited else mark.wrote
    notes = ("crossing",) if proposal.crossing else ()
    mark = Mark(State.AGREED, mark.wrote, seen, notes, source=source_digest(entry.id))
    return replace(entry, previous=None, mark=mark), mark


def _compare(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Compare what once agreed with what both texts say now."""
    text = proposal.text
    source_changed = entry.is_another
    agreed = entry.string if mark.before is None else mark.before
    if text is None:
        if not proposal.has_counterpart and not source_changed and entry.previous is None:
            return entry
        if proposal.has_counterpart:
            translation_changed = mark.seen != PERSON
        else:
            translation_changed = mark.state in (State.TRANSLATION_CHANGED, State.BOTH_CHANGED)
    else:
        translation_changed = digest(text) != mark.seen and text != agreed
        if not translation_changed:
            agreed = text
    crossing = ("crossing",) if proposal.crossing else ()
    if not source_changed and not translation_changed:
        was_crossing = mark.state is not State.MOVED and "crossing" in mark.notes
        moved = proposal.crossing and not was_crossing
        return replace(
            entry,
            string=entry.string if entry.edited else agreed,
            flags=_fuzzy(entry.flags, moved),
            previous=None,
            mark=Mark(
                State.MOVED if moved else State.AGREED,
                mark.wrote if entry.edited else digest(agreed),
                mark.seen,
                crossing,
                source=source_digest(entry.id),
            ),
        )
    if source_changed and translation_changed:
        state = State.BOTH_CHANGED
    else:
        state = State.SOURCE_CHANGED if source_changed else State.TRANSLATION_CHANGED
    gone = text is None and translation_changed and proposal.has_counterpart
    notes = ("gone",) if gone else ()
    if entry.edited:
        string, wrote, before = entry.string, mark.wrote, None
    elif translation_changed and (text is not None or not proposal.has_counterpart):
        string = entry.string if text is None else text
        wrote, before = digest(string), agreed
    else:
        string, wrote, before = agreed, digest(agreed), None
    return replace(
        entry,
        string=string,
        flags=_fuzzy(entry.flags, True),
        previous=entry.previous if source_changed else None,
        mark=Mark(state, wrote, mark.seen, notes, before, mark.source),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a catalogue is: counts of messages, and of the counterpart's unmatched blocks."""

    total: int = 0
    translated: int = 0
    fuzzy: int = 0
    drifted: int = 0
    unmatched: int = 0

    @property
    def untranslated(self) -> int:
        """How many have no translation at all."""
        return self.total - self.translated - self.fuzzy


def figures(catalog: Catalog) -> Figures:
    """Count a catalogue's messages; fuzzy ones are not translated, for Sphinx shows none."""
    done = [entry for entry in catalog.entries if entry.string and not entry.fuzzy]
    fuzzy = [entry for entry in catalog.entries if entry.fuzzy]
    return Figures(
        total=len(catalog.entries),
        translated=len(done),
        fuzzy=len(fuzzy),
        drifted=sum(entry.state in DRIFTED for entry in fuzzy),
        unmatched=unmatched_count(catalog),
    )
