"""Align the blocks of a text with those of its translation.

A bead joins up to three neighbouring blocks of one side with up to three of the other. Dynamic
programming finds the best chain of beads, as in W. A. Gale and K. W. Church, "A program for
aligning sentences in bilingual corpora" (Computational Linguistics, 1993). Scores are those of a
conditional random field, so each bead has a posterior. A second step finds blocks that have moved.
As in R. C. Moore, "Fast and accurate sentence alignment of bilingual corpora" (AMTA 2002), a first
alignment can teach a lexicon for a second.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from .bitext import Bitext, Span
from .confidence import (
    CLEAR_CONTRAST,
    CONFIDENCE_WEIGHTS,
    MAX_CONTRAST,
    ConfidenceFeatures,
    confidence,
    contrasts,
    is_uneven,
)
from .features import UNPAIRED_WEIGHTS, WEIGHTS, Features, UnpairedFeatures
from .lattice import Lattice
from .lexicon import EMPTY, Lexicon
from .reordering import best_plan
from .sections import longest_increasing
from .segments import Block

#: The blocks of a bead with less confidence may not belong together, so a person must check it.
CONFIDENT = 0.95
#: In a run of REPLACED or more beads with less confidence, the blocks have no counterparts: each
#: text has a section of its own in the place of the other's.
WEAK = 0.75
REPLACED = 3
#: A lexicon learns from beads of this confidence. It may be lower than CONFIDENT, because texts
#: that say nearly the same are instructive, too.
INSTRUCTIVE = 0.8


@dataclass(frozen=True, slots=True)
class Bead:
    """Blocks of both texts that say the same, by their indices.

    If one side is empty, the blocks of the other do not have a counterpart.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float  # the probability that the blocks belong together
    crossing: bool = False  # it is out of the order of the others
    by_order: bool = False  # nothing else says that the blocks belong together
    uneven: bool = False  # one side is much longer than its counterpart, for these two texts

    @property
    def belongs(self) -> bool:
        """Whether the blocks surely belong together."""
        return self.confidence >= CONFIDENT and not self.by_order


class Model(NamedTuple):
    """All weights of the aligner."""

    bead: Features = WEIGHTS
    unpaired: UnpairedFeatures = UNPAIRED_WEIGHTS
    confidence: ConfidenceFeatures = CONFIDENCE_WEIGHTS


MODEL = Model()


def align(
    source: Sequence[Block],
    target: Sequence[Block],
    lexicon: Lexicon = EMPTY,
    known: Collection[Span] = (),
    model: Model = MODEL,
) -> list[Bead]:
    """Return the beads of two texts, in the order of the source. Each block is in one.

    *known* contains beads of blocks that agreed before. They stay together if nothing is
    much better, so that one edit does not change the rest of an alignment.
    """
    bitext = Bitext(source, target, lexicon, known)
    plan = best_plan(Lattice(bitext, model.bead, model.unpaired))
    spans = [*plan.chain, *(((i, 1, j, 1), plan.posterior) for i, j in plan.moved.items())]
    contrast = contrasts(bitext, (span for span, _ in spans))
    beads = in_order(
        Bead(
            tuple(range(i, i + di)),
            tuple(range(j, j + dj)),
            confidence(bitext, span, posterior, contrast.get(span, 0.0), model.confidence),
            by_order=span not in bitext.known and contrast.get(span, MAX_CONTRAST) < CLEAR_CONTRAST,
            uneven=bool(di and dj) and is_uneven(bitext, span),
        )
        for span, posterior in spans
        for i, di, j, dj in [span]
    )
    return list(_without_replaced(beads))


def _without_replaced(beads: Iterable[Bead]) -> Iterator[Bead]:
    """Yield beads in order; those of sections that replace each other are taken apart."""
    for is_weak, group in groupby(beads, _is_weak):
        run = list(group)
        if not is_weak or len(run) < REPLACED:
            yield from run
            continue
        for bead in run:
            yield from (Bead((i,), (), 1 - bead.confidence) for i in bead.source)
        for bead in run:
            yield from (Bead((), (j,), 1 - bead.confidence) for j in bead.target)


def _is_weak(bead: Bead) -> bool:
    is_matched = bool(bead.source and bead.target)
    return is_matched and not bead.crossing and bead.confidence < WEAK


def in_order(beads: Iterable[Bead]) -> list[Bead]:
    """Sort beads by the source, and mark as few as possible as out of the target's order."""
    paired: list[Bead] = []
    alone: list[Bead] = []
    for bead in beads:
        (paired if bead.source and bead.target else alone).append(bead)
    paired.sort(key=lambda bead: bead.source)
    straight = longest_increasing([bead.target[0] for bead in paired])
    places = {bead.target[-1]: bead.source[-1] for bead in paired}
    ends = sorted(places)

    def place(bead: Bead) -> tuple[int, int]:
        if bead.source:
            return bead.source[0], -1
        # A block of the target alone follows the source of the block before it.
        before = bisect_left(ends, bead.target[0]) - 1
        return places[ends[before]] if before >= 0 else -1, bead.target[0]

    marked = [replace(b, crossing=n not in straight) for n, b in enumerate(paired)]
    return sorted([*marked, *alone], key=place)


def learn_lexicon(pairs: Iterable[tuple[Sequence[Block], Sequence[Block]]]) -> Lexicon:
    """Align pairs of texts without a lexicon, and learn from their beads."""
    return Lexicon.from_texts(instructive_texts(pairs))


def instructive_texts(
    pairs: Iterable[tuple[Sequence[Block], Sequence[Block]]],
) -> Iterator[tuple[str, str]]:
    """Align pairs of texts, and yield the texts of the beads that a lexicon can learn from."""
    seen: set[str] = set()
    for source, target in pairs:
        texts = {block.text for block in source}
        if texts <= seen:
            continue  # a copy
        seen |= texts
        for bead in align(source, target):
            if len(bead.source) == len(bead.target) == 1 and bead.confidence >= INSTRUCTIVE:
                yield source[bead.source[0]].text, target[bead.target[0]].text
