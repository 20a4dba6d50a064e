"""What a catalogue's entries become when their document or its counterpart has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from .message import words
from .po import DRIFTED, PERSON, Catalog, Entry, Location, Mark, State, digest, unmatched_count


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
) -> Catalog:
    """Bring a catalogue up to date with its document's *messages* and their *proposals*.

    A person's translation stays; what the machine wrote follows the pair, and is fuzzy where the
    two no longer agree. *remember* fills what nothing answers.
    """
    known = {entry.id: _revived(entry) for entry in old.obsolete}
    known |= {entry.id: entry for entry in old.entries}
    orphans = [e for e in known.values() if e.id not in messages and e.string]
    unused = {entry.id: entry for entry in (*old.obsolete, *old.entries)}
    empty = [id_ for id_ in messages if id_ in proposals and not known.get(id_, Entry(id_)).string]
    origins = _origins(empty, orphans, proposals)
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
    obsolete = [
        replace(entry, locations=(), auto_comments=())
        for entry in unused.values()
        if entry.id not in messages and entry.id not in used and (entry.string or entry.comments)
    ]
    return replace(old, entries=tuple(entries), obsolete=tuple(obsolete))


def _revived(entry: Entry) -> Entry:
    """Doubt again what was doubtful: some programs forget the flags of obsolete entries."""
    mark = entry.mark
    doubtful = mark is not None and (
        mark.state in DRIFTED
        or mark.state is State.DOUBTFUL
        or (mark.state is State.MEMORY and mark.notes != ())
    )
    return replace(entry, flags=_fuzzy(entry.flags, entry.fuzzy or doubtful))


def _origins(
    empty: Iterable[str], orphans: Sequence[Entry], proposals: Mapping[str, Proposal]
) -> dict[str, Entry]:
    """Find for each new message the one that it was before somebody changed it."""
    found = []
    for id_ in empty:
        text = proposals[id_].text
        for orphan in orphans:
            alike = similarity(orphan.id, id_)
            if orphan.previous == id_:  # somebody changed it back
                alike += 2
            elif text is not None and orphan.mark and orphan.mark.seen == digest(text):
                alike += 1
            elif alike < (0.6 if len(words(id_)) > 4 else 0.75):
                continue
            found.append((alike, id_, orphan))
    origins: dict[str, Entry] = {}
    taken: set[str] = set()
    for _alike, id_, orphan in sorted(found, key=lambda item: (-item[0], item[1], item[2].id)):
        if id_ not in origins and orphan.id not in taken:
            origins[id_] = orphan
            taken.add(orphan.id)
    return origins


def similarity(one: str, other: str) -> float:
    """Tell how much of two messages' words is the same, from 0 to 1."""
    mine, theirs = words(one), words(other)
    if not mine or not theirs:
        return 0.0
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


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
        mark=Mark(state, digest(text), digest(text), notes),
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
        mark=Mark(State.MEMORY, digest(suggestion.text), PERSON, suggestion.doubts),
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
        mark = Mark(State.AGREED, wrote, seen)
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
    if entry.fuzzy:
        # Where nothing drifted, it is a person who doubts it.
        return _compare(entry, mark, proposal) if mark.state in DRIFTED else entry
    if mark.state is not State.AGREED:
        entry, mark = _confirmed(entry, mark, proposal)
    return _compare(entry, mark, proposal)


def _confirmed(entry: Entry, mark: Mark, proposal: Proposal) -> tuple[Entry, Mark]:
    """Note that a person took the fuzzy flag away: what stands there agrees."""
    if proposal.text is None:
        seen = PERSON  # it agrees with no counterpart's block, and need not
    else:
        seen = digest(proposal.text) if entry.edited else mark.wrote
    notes = ("crossing",) if proposal.crossing else ()
    mark = Mark(State.AGREED, mark.wrote, seen, notes)
    return replace(entry, previous=None, mark=mark), mark


def _compare(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Compare what once agreed with what both texts say now."""
    text = proposal.text
    source_changed = entry.previous is not None and entry.previous != entry.id
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
        mark=Mark(state, wrote, mark.seen, notes, before),
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
