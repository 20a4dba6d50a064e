"""Where the translations of a catalogue are in the counterpart's file, without an alignment.

A catalogue remembers by digests with which text of the file each of its entries agreed. So the
place of an entry is known without a build, if the text is still the same.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .alignment.bitext import MAX_JOINED
from .catalogs.catalog import NO_DIGEST, Entry, digest
from .catalogs.message import msgstr
from .catalogs.moved import Placed
from .catalogs.propose import Aligned
from .units import UnitBlock

#: Neighbouring blocks: the index of the first, and their number.
Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """The runs of the counterpart's blocks, by the index of the source's block.

    *shared* are the blocks of the source whose text is also the translation of another one, and
    *free* the counterpart's blocks that are the text of none.
    """

    runs: Mapping[int, Run]
    shared: frozenset[int]
    free: frozenset[int]

    def entries(
        self, blocks: Sequence[UnitBlock], entries: Mapping[str, Entry]
    ) -> Iterator[Placed]:
        """Yield the blocks of a source with their places and their entries."""
        for block in blocks:
            if block.index in self.runs and block.message in entries:
                yield block.index, self.runs[block.index][0], entries[block.message]

    def gap(self, index: int, blocks: int) -> tuple[int | None, range]:
        """Return the block before a missing one, and where in the counterpart it would be.

        *blocks* is the number of the counterpart's.
        """
        before = max((i for i in self.runs if i < index), default=None)
        after = min((i for i in self.runs if i > index), default=None)
        last = sum(self.runs[before]) - 1 if before is not None else None
        start = 0 if last is None else last + 1
        end = blocks if after is None else self.runs[after][0]
        return last, range(start, max(start, end))


def places(aligned: Aligned, entries: Mapping[str, Entry]) -> Places:
    """Find the places of the entries of a pair; its beads are not used."""
    blocks = aligned.pair.source.blocks
    found = _runs(aligned)
    candidates = {
        block.index: dict.fromkeys(_candidates(block, entries.get(block.message), found, aligned))
        for block in blocks
    }
    runs = _in_order(candidates)
    taken = {at for start, count in runs.values() for at in range(start, start + count)}
    shared: set[int] = set()
    for index, wanted in candidates.items():
        if index in runs:
            continue
        free = [run for run in wanted if taken.isdisjoint(range(run[0], sum(run)))]
        if len(free) == 1:  # it is in another order
            runs[index] = free[0]
            taken.update(range(free[0][0], sum(free[0])))
            continue
        others = [i for i in (index - 1, index + 1) if runs.get(i) in wanted]
        shared |= {index, *others} if others else set()
    everything = {block.index for block in aligned.pair.answers}
    return Places(runs, frozenset(shared), frozenset(everything - taken))


def _runs(aligned: Aligned) -> dict[str, list[Run]]:
    """Return the runs of blocks by the digests of their texts, as a catalogue would have them."""
    answers = aligned.pair.answers
    texts = [
        aligned.translations[block.index].text if block.translatable else "" for block in answers
    ]
    found: dict[str, list[Run]] = defaultdict(list)
    for start in range(len(texts)):
        for end in range(start + 1, min(start + MAX_JOINED, len(texts)) + 1):
            run = answers[start:end]
            if not all(b.translatable for b in run) or (len(run) > 1 and any(b.plain for b in run)):
                break
            found[digest(" ".join(texts[start:end]))].append((start, end - start))
    return found


def _candidates(
    block: UnitBlock, entry: Entry | None, found: Mapping[str, Sequence[Run]], aligned: Aligned
) -> Iterator[Run]:
    """Yield the runs that may be the place of an entry; its own text comes first."""
    if entry is None or not block.translatable:
        return
    digests = [digest(entry.string), digest(msgstr(entry.string))] if entry.string else []
    if entry.mark is not None:
        digests += [entry.mark.seen, entry.mark.wrote]
    for each in dict.fromkeys(digests):
        for run in found.get(each, ()) if each != NO_DIGEST else ():
            answer = aligned.pair.answers[run[0]]
            if (answer.kind if answer.pinned else None) == (block.kind if block.pinned else None):
                yield run


def _in_order(candidates: Mapping[int, Mapping[Run, None]]) -> dict[int, Run]:
    """Choose a run for as many blocks as possible, all in their order; the first ones if equal."""
    chains: list[tuple[int, float, int]] = []  # the end of a chain, its value, its last link
    links: list[tuple[int, Run, int]] = []
    for index, runs in sorted(candidates.items()):
        new = []
        for number, run in enumerate(runs):
            at = bisect_left(chains, (run[0] + 1, -1.0, -1))
            _end, value, before = chains[at - 1] if at else (0, 0.0, -1)
            links.append((index, run, before))
            new.append((sum(run), value + 1 - number / 1000 - run[1] / 10_000, len(links) - 1))
        for end, value, link in new:
            at = bisect_left(chains, (end + 1, -1.0, -1))
            if at and chains[at - 1][1] >= value:
                continue
            while at < len(chains) and chains[at][1] <= value:
                del chains[at]
            if at and chains[at - 1][0] == end:
                del chains[at - 1]
            insort(chains, (end, value, link))
    chosen: dict[int, Run] = {}
    link = chains[-1][2] if chains else -1
    while link >= 0:
        index, run, link = links[link]
        chosen[index] = run
    return chosen
