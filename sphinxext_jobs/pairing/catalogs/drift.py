"""Drift: an entry is brought up to date when its source or its counterpart has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto

from .carry import CarriedOver
from .catalog import (
    DRIFTED,
    NO_DIGEST,
    Entry,
    Mark,
    Place,
    Reason,
    State,
    digest,
    same_words,
    source_digest,
    with_fuzzy,
)
from .memory import Recall
from .propose import Proposal
from .words import ALIKE, similarity


def update(
    carried: CarriedOver,
    messages: Mapping[str, Sequence[Place]],
    proposals: Mapping[str, Proposal],
) -> dict[str, Entry]:
    """Bring the entries of a document's *messages* up to date with their *proposals*.

    A person's translation stays. The machine's translations follow the pair, and are fuzzy if the
    texts no longer agree. Messages without a proposal are not a unit's, so their entries stay.
    """
    return {
        id_: _updated(
            replace(carried.entries.get(id_, Entry(id_)), locations=tuple(places)),
            carried.origins.get(id_),
            proposals.get(id_),
        )
        for id_, places in messages.items()
    }


def agree_again(before: Entry | None, now: Entry) -> bool:
    """Whether both texts of an entry were edited, and their new versions agree without doubt."""
    if before is None or before.mark is None or now.mark is None or now.state is not State.AGREED:
        return False
    is_open = before.has_drifted or (before.state is State.AGREED and before.id != now.id)
    if not is_open or now.fuzzy or now.edited or before.edited:
        return False
    is_same = same_words(_agreed_source(before), now.id)
    return not is_same and not before.agrees_with(now.string)


def dated(before: Entry | None, now: Entry, run: int) -> Entry:
    """Note in which *run* the translation of an entry changed; *before* is what it was."""
    if now.mark is None:
        return now
    is_same = before is not None and before.string == now.string
    since = before.mark.since if is_same and before and before.mark else run
    return replace(now, mark=replace(now.mark, since=since))


def fill(entry: Entry, proposal: Proposal | None, recall: Recall) -> Entry:
    """Fill an entry from the memory, if neither the catalogue nor the pair has a translation."""
    if proposal is None or proposal.text is not None or entry.string or entry.mark:
        return entry
    suggestion = recall(entry.id)
    if suggestion is None:
        return entry
    wrote = digest(suggestion.text)
    mark = _mark(entry, proposal, State.MEMORY, wrote, NO_DIGEST, suggestion.doubts)
    filled = replace(entry, string=suggestion.text, previous=suggestion.previous, mark=mark)
    return with_fuzzy(filled, bool(suggestion.doubts))


def _updated(entry: Entry, origin: Entry | None, proposal: Proposal | None) -> Entry:
    if proposal is None:
        return entry
    if origin is not None:
        return _renamed(entry, origin, proposal)
    if not entry.string:
        if proposal.text is not None:
            return _fresh(entry, proposal.text, proposal)
        return with_fuzzy(replace(entry, previous=None, mark=None), False)
    if entry.mark is None and proposal.text is not None and not proposal.doubts:
        entry = replace(entry, mark=_first_mark(entry, proposal.text, proposal))
    return _again(entry, entry.mark, proposal) if entry.mark else entry


def _first_mark(entry: Entry, text: str, proposal: Proposal) -> Mark:
    """Note for a person's translation which text of the counterpart it is compared with."""
    notes = (Reason.CROSSING,) if proposal.crossing else ()
    return _mark(entry, proposal, State.AGREED, NO_DIGEST, digest(text), notes)


def _mark(
    entry: Entry,
    proposal: Proposal,
    state: State,
    wrote: str,
    seen: str,
    notes: tuple[str, ...] = (),
) -> Mark:
    """Return the mark of an entry that is about its present source."""
    return Mark(state, wrote, seen, notes, source=source_digest(entry.id), links=proposal.links)


def _fresh(entry: Entry, text: str, proposal: Proposal) -> Entry:
    """Take over the text of the pair: nothing agreed before that could differ from it."""
    notes = proposal.doubts
    if proposal.crossing and not notes:
        notes = (Reason.CROSSING,)
    state = State.DOUBTFUL if proposal.doubts else State.AGREED
    mark = _mark(entry, proposal, state, digest(text), digest(text), notes)
    return with_fuzzy(replace(entry, string=text, previous=None, mark=mark), bool(proposal.doubts))


def _renamed(entry: Entry, origin: Entry, proposal: Proposal) -> Entry:
    """Carry a translation over to the message that its source has become."""
    mark, text = origin.mark, proposal.text
    entry = replace(entry, comments=tuple(dict.fromkeys((*entry.comments, *origin.comments))))
    if same_words(_agreed_source(origin), entry.id):
        return _retyped(entry, origin, proposal)
    never_agreed = origin.state in (State.DOUBTFUL, State.MEMORY)
    if never_agreed and text is not None and not origin.edited:
        return _fresh(entry, text, proposal)
    if never_agreed and origin.fuzzy:
        same = replace(entry, string=origin.string, previous=origin.previous, mark=mark)
        return with_fuzzy(same, True)
    if mark is None:
        seen = NO_DIGEST if text is None else digest(text)
        mark = Mark(State.AGREED, NO_DIGEST, seen, source=source_digest(origin.id))
    elif origin.edited:
        mark = replace(mark, wrote=NO_DIGEST)
    had_changed = mark.state in (State.TRANSLATION_CHANGED, State.BOTH_CHANGED)
    state = State.BOTH_CHANGED if had_changed else State.SOURCE_CHANGED
    mark = replace(mark, state=state, notes=())
    moved = replace(entry, string=origin.string, previous=_agreed_source(origin), mark=mark)
    return _compare(with_fuzzy(moved, True), mark, proposal)


def _retyped(entry: Entry, origin: Entry, proposal: Proposal) -> Entry:
    """Carry over the entry of a message of which only the typography differs."""
    mark = replace(origin.mark, source=source_digest(entry.id)) if origin.mark else None
    kept = replace(entry, string=origin.string, flags=origin.flags, previous=origin.previous)
    return _again(replace(kept, mark=mark), mark, proposal) if mark else kept


def _agreed_source(entry: Entry) -> str:
    """Return the source that last agreed with the translation of an entry."""
    return entry.previous if entry.state in DRIFTED and entry.previous else entry.id


class Reading(Enum):
    """The state of an entry before a run: as the machine left it, or as a person changed it."""

    #: A doubtful match, or a suggestion of the memory, as the machine left it.
    UNCONFIRMED = auto()
    #: The machine did not doubt it, but a person marked it as fuzzy.
    QUESTIONED = auto()
    #: Texts that agreed did so no longer, and nobody has confirmed the entry.
    DRIFTED = auto()
    #: A person has removed the mark, or another program has moved the entry to a similar source.
    CONFIRMED = auto()
    #: Source and counterpart agreed.
    AGREED = auto()


def _reading(entry: Entry, mark: Mark) -> Reading:
    if mark.state is State.MEMORY and entry.fuzzy == bool(mark.notes):
        return Reading.UNCONFIRMED
    agreed = mark.state is State.AGREED and not entry.is_another
    if not entry.fuzzy:
        return Reading.AGREED if agreed else Reading.CONFIRMED
    if mark.state is State.DOUBTFUL:
        return Reading.UNCONFIRMED
    return Reading.QUESTIONED if agreed or mark.state is State.MEMORY else Reading.DRIFTED


def _again(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Look again at an entry that the machine wrote."""
    text = proposal.text
    match _reading(entry, mark):
        case Reading.UNCONFIRMED:
            return entry if entry.edited or text is None else _fresh(entry, text, proposal)
        case Reading.QUESTIONED:
            has_news = text is not None and digest(text) != mark.seen
            if mark.state is State.MEMORY or not has_news:
                return entry
        case Reading.CONFIRMED:
            entry, mark = _confirmed(entry, mark, proposal)
        case Reading.DRIFTED | Reading.AGREED:
            pass
    return _compare(entry, mark, proposal)


def _confirmed(entry: Entry, mark: Mark, proposal: Proposal) -> tuple[Entry, Mark]:
    """Note that a person removed the fuzzy flag: the translation agrees."""
    if proposal.text is None:
        seen = NO_DIGEST  # it agrees with no block of a counterpart, and need not
    else:
        seen = digest(proposal.text) if entry.edited else mark.wrote
    notes = (Reason.CROSSING,) if proposal.crossing else ()
    mark = _mark(entry, proposal, State.AGREED, mark.wrote, seen, notes)
    return replace(entry, previous=None, mark=mark), mark


#: The state by whether the source, and whether the translation, changed since they agreed.
_DRIFT = {
    (True, False): State.SOURCE_CHANGED,
    (False, True): State.TRANSLATION_CHANGED,
    (True, True): State.BOTH_CHANGED,
}


def _compare(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Compare the texts that agreed with the present ones."""
    has_nothing = proposal.text is None and not proposal.has_counterpart
    source_changed = _source_changed(entry, mark, proposal)
    if has_nothing and not source_changed and entry.previous is None:
        return entry
    state = _DRIFT.get((source_changed, _translation_changed(entry, mark, proposal)))
    if state is None:
        return _in_agreement(entry, mark, proposal)
    if _is_alone(entry, mark, proposal):
        return kept_as_suggestion(entry, mark)
    text = proposal.text
    may_agree = state is State.BOTH_CHANGED and not entry.edited
    if may_agree and text is not None and not any(_doubts_left(entry, mark, proposal, text)):
        return _fresh(entry, text, replace(proposal, doubts=()))
    return _in_drift(entry, mark, proposal, state)


def _source_changed(entry: Entry, mark: Mark, proposal: Proposal) -> bool:
    """Whether the source has another message, or an address that is defined elsewhere changed."""
    return entry.is_another or mark.links not in ("", proposal.links)


def _is_alone(entry: Entry, mark: Mark, proposal: Proposal) -> bool:
    """Whether no block of the counterpart agreed with an entry, or does so now."""
    has_text = proposal.text is not None or mark.seen != NO_DIGEST
    return proposal.has_counterpart and not has_text and not entry.edited


def kept_as_suggestion(entry: Entry, mark: Mark) -> Entry:
    """Keep the translation of a text that changed, and that no block of the counterpart has."""
    mark = replace(mark, state=State.MEMORY, notes=(Reason.NEAR,), source=source_digest(entry.id))
    return with_fuzzy(replace(entry, mark=mark), True)


#: The doubts about whether two blocks belong together.
_OF_BELONGING = (Reason.ORDER, Reason.UNSURE)


def _doubts_left(entry: Entry, mark: Mark, proposal: Proposal, text: str) -> Iterator[str]:
    """Yield the doubts about two new texts that the texts which agreed before do not settle.

    A block that is similar to the one before it belongs where that did.
    """
    for doubt in proposal.doubts:
        if doubt not in _OF_BELONGING or similarity(text, _last_agreed(entry, mark)) < ALIKE:
            yield doubt


def _translation_changed(entry: Entry, mark: Mark, proposal: Proposal) -> bool:
    if proposal.text is not None:
        is_last = same_words(proposal.text, _last_agreed(entry, mark))
        return not is_last and not entry.agrees_with(proposal.text)
    if proposal.has_counterpart:  # without the block: it was removed, if there ever was one
        return mark.seen != NO_DIGEST
    return mark.state in (State.TRANSLATION_CHANGED, State.BOTH_CHANGED)  # as it was


def _last_agreed(entry: Entry, mark: Mark) -> str:
    """Return the translation that last agreed with the source."""
    return entry.string if mark.before is None else mark.before


def _in_agreement(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Remove every doubt, except that the blocks may have come to be in another order."""
    agreed = _last_agreed(entry, mark) if proposal.text is None else proposal.text
    was_crossing = mark.state is not State.MOVED and Reason.CROSSING in mark.notes
    moved = proposal.crossing and not was_crossing
    is_person_s = entry.edited and entry.string != proposal.text
    string, wrote = (entry.string, mark.wrote) if is_person_s else (agreed, digest(agreed))
    mark = _mark(
        entry,
        proposal,
        State.MOVED if moved else State.AGREED,
        wrote,
        mark.seen if proposal.text is None else digest(proposal.text),
        (Reason.CROSSING,) if proposal.crossing else (),
    )
    return with_fuzzy(replace(entry, string=string, previous=None, mark=mark), moved)


def _in_drift(entry: Entry, mark: Mark, proposal: Proposal, state: State) -> Entry:
    """Make an entry fuzzy. It keeps a person's words, or takes the counterpart's new ones."""
    translation_changed = state is not State.SOURCE_CHANGED
    gone = translation_changed and proposal.text is None and proposal.has_counterpart
    agreed = _last_agreed(entry, mark)
    before = None
    if entry.edited:
        string, wrote = entry.string, mark.wrote
    elif translation_changed and not gone:
        string, before = entry.string if proposal.text is None else proposal.text, agreed
        wrote = digest(string)
    else:
        string = agreed if proposal.text is None else proposal.text
        wrote = digest(string)
    notes = (Reason.GONE,) if gone else ()
    # If only an address changed that is defined elsewhere, the message is still the same.
    previous = entry.previous or (None if entry.is_another else entry.id)
    drifted = replace(
        entry,
        string=string,
        previous=None if state is State.TRANSLATION_CHANGED else previous,
        mark=Mark(state, wrote, mark.seen, notes, before, mark.source, links=mark.links),
    )
    return with_fuzzy(drifted, True)
