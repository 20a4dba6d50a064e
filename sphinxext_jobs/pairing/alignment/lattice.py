"""The lattice: all chains of beads through two texts, their scores and posteriors.

A chain goes from the beginning of both texts to the end, and each bead is a step. At the place
(p, q) it has passed p blocks of the source and q blocks of the target. The forward-backward
algorithm sums over all chains (L. R. Rabiner, "A tutorial on hidden Markov models and selected
applications in speech recognition", Proceedings of the IEEE, 1989).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from .bitext import Bitext, Side, Span
from .features import (
    SHAPES,
    UNPAIRED_WEIGHTS,
    WEIGHTS,
    Features,
    UnpairedFeatures,
    bead_features,
    dot,
    is_possible,
    unpaired_features,
)
from .sections import UNDIVIDED, Section, divided

#: A chain may be this many blocks from an even pace through both texts, in a large section first
#: NARROW_BAND and then as many as it takes. Blocks that have moved may be farther.
BAND = 50
NARROW_BAND = 15
#: A band is too narrow if a greater share of the chains passes its edge.
EDGE = 1e-3
#: A single bead of this posterior is sure.
SURE = 0.999
#: Joint beads are considered this many blocks from chains of single beads.
REACH = 2
#: The score of an impossible bead.
IMPOSSIBLE = -math.inf

Place = tuple[int, int]
#: A bead that ends at a place: its numbers of source and target blocks, and its score.
Step = tuple[int, int, float]
#: Beads in order, with their posteriors.
Chain = list[tuple[Span, float]]


class Lattice:
    """All chains of beads through a bitext.

    The methods take *rows* and *columns*: the source and target blocks that a chain passes, in
    ascending order. Blocks that have moved are left out.
    """

    def __init__(
        self,
        bitext: Bitext,
        weights: Features = WEIGHTS,
        unpaired_weights: UnpairedFeatures = UNPAIRED_WEIGHTS,
    ) -> None:
        self.bitext = bitext
        self.weights = weights
        self.unpaired_weights = unpaired_weights
        self.source_unpaired = self._unpaired(bitext.source)
        self.target_unpaired = self._unpaired(bitext.target)
        self._scores: dict[Span, float] = {}

    def _unpaired(self, side: Side) -> list[float]:
        """Return the score of each block without a counterpart."""
        return [
            dot(self.unpaired_weights, unpaired_features(side, index))
            for index in range(len(side.blocks))
        ]

    def score(self, span: Span) -> float:
        """Return the score of a bead with blocks on both sides."""
        score = self._scores.get(span)
        if score is None:
            score = IMPOSSIBLE
            if is_possible(self.bitext, span):
                score = dot(self.weights, bead_features(self.bitext, span))
            self._scores[span] = score
        return score

    def gain(self, span: Span) -> float:
        """Return by how much a bead is better than its blocks without counterparts."""
        i, di, j, dj = span
        if not di or not dj:
            return 0.0
        unpaired = sum(self.source_unpaired[i : i + di]) + sum(self.target_unpaired[j : j + dj])
        return self.score(span) - unpaired

    def chain(self, rows: Sequence[int], columns: Sequence[int]) -> tuple[float, Chain]:
        """Return the total of all chains, and the chain with the most blocks expected to be right.

        Joint beads are rare, so they are only considered near chains of single beads. R. C. Moore
        narrows the search in the same way ("Fast and accurate sentence alignment of bilingual
        corpora", AMTA 2002).
        """
        places, single = self._single(rows, columns)
        near = {(0, 0), (len(rows), len(columns))}
        for p, q in {(p, q) for p, _, q, _ in single}:
            around = range(p - REACH, p + REACH + 2), range(q - REACH, q + REACH + 2)
            near.update(product(*around))
        places = [place for place in places if place in near]
        total, found = self.posteriors(rows, columns, places)
        steps = _most_expected(found, (len(rows), len(columns)))
        return total, [
            ((rows[p] if dp else 0, dp, columns[q] if dq else 0, dq), found[p, dp, q, dq])
            for p, dp, q, dq in steps
        ]

    def divided(self, section: Section) -> list[Section]:
        """Divide a large section between single beads that are sure."""
        if not section.is_large:
            return [section]
        _, single = self._single(section.rows, section.columns)
        sure = sorted(
            (section.rows[p], section.columns[q])
            for (p, dp, q, dq), posterior in single.items()
            if dp and dq and posterior > SURE
        )
        return divided(section, sure)

    def _single(
        self, rows: Sequence[int], columns: Sequence[int]
    ) -> tuple[list[Place], dict[Span, float]]:
        """Return the places of a band, and the posteriors of single beads in it."""
        n, m = len(rows), len(columns)
        band = NARROW_BAND if n * m > UNDIVIDED else BAND
        while True:
            places, edge = _band(n, m, band)
            _, single = self.posteriors(rows, columns, places, SHAPES[:1])
            passing = sum(share for (p, dp, q, dq), share in single.items() if (p, q) in edge)
            if n * m <= UNDIVIDED or passing < EDGE or band > max(n, m):
                return places, single
            band *= 2

    def posteriors(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        places: Sequence[Place],
        shapes: Iterable[tuple[int, int]] = SHAPES,
    ) -> tuple[float, dict[Span, float]]:
        """Sum over all chains through *places*, which are in ascending order.

        Returns the total (the logarithm of the sum of the weights of all chains), and the
        posterior of each bead (the share of the chains that contain it). Here, the beads are
        positions in *rows* and *columns*.
        """
        steps = self._steps(rows, columns, places, tuple(shapes))
        forward = _forward(steps)
        end = len(rows), len(columns)
        passed = dict.fromkeys(steps, 0.0)  # the share of chains that pass a place
        passed[end] = 1.0
        found: dict[Span, float] = {}
        least = 1e-3 / len(places)
        for place in reversed(steps):
            share = passed[place]
            if share < least:
                continue
            p, q = place
            for dp, dq, score in steps[place]:
                before = p - dp, q - dq
                posterior = share * math.exp(forward[before] + score - forward[place])
                if posterior > least:
                    passed[before] += posterior
                    found[p - dp, dp, q - dq, dq] = posterior
        return forward[end], found

    def _steps(
        self,
        rows: Sequence[int],
        columns: Sequence[int],
        places: Sequence[Place],
        shapes: Sequence[tuple[int, int]],
    ) -> dict[Place, list[Step]]:
        """Return the beads that end at each place that chains can reach."""
        steps: dict[Place, list[Step]] = {(0, 0): []}
        for p, q in places:
            here: list[Step] = []
            if (p - 1, q) in steps:
                here.append((1, 0, self.source_unpaired[rows[p - 1]]))
            if (p, q - 1) in steps:
                here.append((0, 1, self.target_unpaired[columns[q - 1]]))
            for dp, dq in shapes:
                if (p - dp, q - dq) in steps:
                    i, j = rows[p - dp], columns[q - dq]
                    # Only neighbours can be joined: no block between them has moved.
                    if rows[p - 1] - i < dp and columns[q - 1] - j < dq:
                        score = self.score((i, dp, j, dq))
                        if score > IMPOSSIBLE:
                            here.append((dp, dq, score))
            if here:
                steps[p, q] = here
        return steps


def _band(n: int, m: int, band: int) -> tuple[list[Place], set[Place]]:
    """Return the places at most *band* blocks from an even pace through both texts, and its edge.

    A place at the edge has a neighbour that is not in the band.
    """
    reach, pace = band * max(n, m), max(n, 1)
    places: list[Place] = []
    edge: set[Place] = set()
    for p in range(n + 1):
        # Those for which abs(p * m - q * n) <= reach.
        first = max(0, -((reach - p * m) // pace))
        last = min(m, (p * m + reach) // pace)
        places += [(p, q) for q in range(first, last + 1)]
        edge |= {(p, q) for q in (first, last) if 0 < q < m}
    return places, edge


def _forward(steps: Mapping[Place, Sequence[Step]]) -> dict[Place, float]:
    """Return for each place the logarithm of the sum of the weights of all chains to it."""
    forward = {(0, 0): 0.0}
    for (p, q), here in steps.items():
        if here:
            values = [forward[p - dp, q - dq] + score for dp, dq, score in here]
            top = max(values)
            forward[p, q] = top + math.log(sum([math.exp(value - top) for value in values]))
    return forward


def _most_expected(posteriors: Mapping[Span, float], end: Place) -> list[Span]:
    """Return the chain with the greatest expected number of blocks in right beads.

    It has more right beads than the most probable chain (I. Holmes and R. Durbin, "Dynamic
    programming alignment accuracy", Journal of Computational Biology, 1998).
    """
    best: dict[Place, tuple[float, Span | None]] = {(0, 0): (0.0, None)}
    for span in sorted(posteriors, key=lambda span: (span[0] + span[1], span[2] + span[3])):
        p, dp, q, dq = span
        if (p, q) in best:
            value = best[p, q][0] + posteriors[span] * (dp + dq)
            place = p + dp, q + dq
            if place not in best or value > best[place][0]:
                best[place] = value, span
    chain = []
    step = best[end][1]
    while step:
        chain.append(step)
        step = best[step[0], step[2]][1]
    return chain[::-1]
