"""From pairs to catalogues: steps from value to value, none of which reads or writes a file.

The lexicons learn from all pairs, and each pair is aligned with them. The pairs whose sources are
in one document make a draft of its catalogue. The memory learns from all drafts, and fills them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from .alignment.align import align, learn_lexicon
from .alignment.lexicon import Lexicon
from .alignment.segments import BlockKind
from .catalogs.agreed import agreed_before, kept_apart
from .catalogs.carry import carry_over
from .catalogs.catalog import Catalog, Entry, Place, State
from .catalogs.code import SeenCode, compare_code
from .catalogs.decide import Decision, decisions
from .catalogs.drift import agree_again, dated, fill, update
from .catalogs.marks import accepted, is_in, seen_code, with_notes
from .catalogs.memory import Memory, Suggestion, neighbours
from .catalogs.message import msgstr
from .catalogs.propose import Aligned, Locate, Proposal, propose
from .context import without_context
from .units import Direction, Name, Pair, Unit

#: The messages of a document in their order, and their places.
Messages = Mapping[str, Sequence[Place]]


def learn_words(pairs: Iterable[Pair]) -> dict[Direction, Lexicon]:
    """Learn from all pairs of each direction, by a first alignment, which words translate which."""
    texts = defaultdict(list)
    for pair in pairs:
        if pair.target is not None:
            texts[pair.direction].append((pair.source.blocks, pair.target.blocks))
    return {direction: learn_lexicon(found) for direction, found in texts.items()}


def align_pairs(
    pairs: Iterable[Pair],
    lexicons: Mapping[Direction, Lexicon],
    old: Mapping[Name, Catalog],
    locate: Locate,
) -> list[Aligned]:
    """Align the blocks of each pair, with the words of its direction.

    It is done a second time only if the beads would part blocks that agreed in the *old* catalogue:
    an edit of one block must not change the matches of the others.
    """
    return [
        _align(pair, lexicons[pair.direction], old.get(pair.name), locate)
        if pair.target
        else Aligned(pair)
        for pair in pairs
    ]


def _align(pair: Pair, lexicon: Lexicon, old: Catalog | None, locate: Locate) -> Aligned:
    source, target = pair.source.blocks, pair.answers
    aligned = Aligned(pair, tuple(align(source, target, lexicon)), locate)
    if old is not None and (known := agreed_before(aligned, old)):
        aligned = Aligned(pair, tuple(align(source, target, lexicon, known)), locate)
    return kept_apart(aligned, old) if old is not None else aligned


@dataclass(frozen=True)
class Draft:
    """A document's catalogue in the making, from the pairs whose sources are in the document.

    ``proposals`` and ``entries`` are by message; ``rivals`` are by pair. ``edited`` are the
    messages whose texts both changed and agree again.
    """

    old: Catalog
    pairs: tuple[Aligned, ...]
    proposals: Mapping[str, Proposal]
    rivals: Mapping[Pair, frozenset[tuple[str, int]]]
    entries: Mapping[str, Entry]
    obsolete: tuple[Entry, ...]
    edited: frozenset[str]

    @property
    def direction(self) -> Direction:
        """The languages of the catalogue."""
        return self.pairs[0].pair.direction

    @cached_property
    def code(self) -> tuple[SeenCode, ...]:
        """The code and raw HTML that both texts of a pair have."""
        return tuple(compare_code(self.pairs, seen_code(self.old.header)))

    @cached_property
    def decisions(self) -> Mapping[Pair, tuple[Decision, ...]]:
        """The decisions on the blocks of each pair."""
        return {
            aligned.pair: tuple(
                decisions(aligned, self.rivals[aligned.pair], self.entries, self.edited, self.code)
            )
            for aligned in self.pairs
        }

    @property
    def _note(self) -> str:
        """What a reader of the catalogue must know, in English: everybody must write the same."""
        files = ", ".join(a.pair.target.path for a in self.pairs if a.pair.target)
        if files:
            shown = f"Readers see the translations in {files}: sphinx-jobs apply updates it."
        else:
            shown = "No file has these translations, so readers see them as they are here."
        return f'Keep the comments "jobs-pair": they say which texts agreed. {shown}'

    def catalog(self) -> Catalog:
        """Return the catalogue."""
        known = accepted(self.old.header)
        unmatched = [
            block.text
            for decisions in self.decisions.values()
            for decision in decisions
            if not decision.blocks
            for block in decision.answers
            if not is_in(known, block.text)
        ]
        unapplied = [
            block.text
            for pair, decisions in self.decisions.items()
            for decision in decisions
            if pair.target and decision.is_in_catalogue_only
            for block in decision.blocks
            if decision.unapplied or not is_in(known, block.text)
        ]
        alone = [
            block.text
            for pair, decisions in self.decisions.items()
            if pair.target  # without a file, every block of the source must be translated
            for decision in decisions
            for part in decision.parts or (decision,)
            if not part.is_agreed  # what has a counterpart again is no longer alone
            for block in (*part.blocks, *part.answers)
        ]
        kept = [text for text in dict.fromkeys(alone) if is_in(known, text)]
        return replace(
            self.old,
            header=with_notes(
                self.old.header,
                note=self._note,
                accepted=kept,
                unmatched=unmatched,
                unapplied=dict.fromkeys(unapplied),
                code=self.code,
            ),
            entries=tuple(self.entries.values()),
            obsolete=self.obsolete,
        )


def make_drafts(
    pairs: Iterable[Aligned],
    old: Mapping[Name, Catalog],
    messages: Callable[[str], Messages],
) -> dict[Name, Draft]:
    """Bring the *old* catalogues up to date: first from the pairs, then from the memory.

    *messages* returns those of a document. Only a document with an old catalogue, which may be
    empty, has a draft.
    """
    documents: dict[Name, list[Aligned]] = defaultdict(list)
    for aligned in pairs:
        documents[aligned.pair.name].append(aligned)
    run = 1 + max((since for catalog in old.values() for since in _runs(catalog)), default=0)
    drafts = {
        name: _draft(old[name], messages(name[0]), group, run)
        for name, group in documents.items()
        if name in old
    }
    memories = _learn_translations(drafts.values())
    return {name: _filled(draft, memories[draft.direction]) for name, draft in drafts.items()}


def _runs(catalog: Catalog) -> Iterator[int]:
    """Yield the runs in which the translations of a catalogue changed."""
    for entry in (*catalog.entries, *catalog.obsolete):
        if entry.mark is not None:
            yield entry.mark.since


def _draft(old: Catalog, messages: Messages, pairs: Sequence[Aligned], run: int) -> Draft:
    proposals: dict[str, Proposal] = {}
    rivals = {}
    for aligned in pairs:
        found = propose(aligned)
        rivals[aligned.pair] = found.rivals
        for message, proposal in found.by_message.items():
            proposals.setdefault(message, proposal)
    blocks = [block for aligned in pairs for block in aligned.pair.source.blocks]
    fields = [block.message for block in blocks if block.plain]
    carried = carry_over(old, messages, proposals, fields)
    before = carried.entries | carried.origins
    updated = update(carried, messages, proposals)
    entries = {id_: dated(before.get(id_), entry, run) for id_, entry in updated.items()}
    edited = frozenset(id_ for id_, entry in entries.items() if agree_again(before.get(id_), entry))
    return Draft(old, tuple(pairs), proposals, rivals, entries, carried.obsolete, edited)


def _learn_translations(drafts: Iterable[Draft]) -> dict[Direction, Memory]:
    """Learn the translations.

    A pair of blocks that agrees also teaches the opposite direction, if a draft is in that.
    """
    drafts = list(drafts)
    memories = {draft.direction: Memory() for draft in drafts}
    for draft in drafts:
        memories[draft.direction].learn(draft.entries.values())
        here, there = draft.direction
        if (there, here) in memories:
            for found in _reversed(draft):
                memories[there, here].add(*found)
    return memories


def _reversed(draft: Draft) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """Yield the blocks of counterparts that agree, each with the source's as its translation.

    The run in which they came to agree follows, and the neighbours of the block.
    """
    for aligned in draft.pairs:
        beside = neighbours(block.text for block in aligned.pair.answers)
        for bead in aligned.beads:
            if len(bead.source) != 1 or len(bead.target) != 1:
                continue
            block = aligned.pair.source.blocks[bead.source[0]]
            answer = aligned.pair.answers[bead.target[0]]
            entry = draft.entries.get(block.message)
            if entry and entry.mark and entry.state is State.AGREED and not entry.fuzzy:
                translation = msgstr(block.source, plain=block.plain)
                yield answer.text, translation, entry.mark.since, beside[answer.index]


def _filled(draft: Draft, memory: Memory) -> Draft:
    """Fill the messages that have no translation from the memory."""
    titles = _titles(aligned.pair.source for aligned in draft.pairs)
    beside = neighbours(map(without_context, draft.entries))
    recalls = (partial(_recall, memory, titles, texts) for texts in beside)
    entries = {
        message: fill(entry, draft.proposals.get(message), recall)
        for (message, entry), recall in zip(draft.entries.items(), recalls, strict=True)
    }
    return replace(draft, entries=entries)


def _titles(units: Iterable[Unit]) -> frozenset[str]:
    blocks = (block for unit in units for block in unit.blocks)
    return frozenset(block.text for block in blocks if block.kind is BlockKind.TITLE)


def _recall(
    memory: Memory, titles: frozenset[str], beside: tuple[str, ...], message: str
) -> Suggestion | None:
    """Ask the memory; not for a near text of a title, as two jobs may differ in one word of it."""
    text = without_context(message)
    return memory(text, beside, near=text not in titles)
