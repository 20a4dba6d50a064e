"""Confidence: the probability that the blocks of a bead belong together.

The posterior of a bead compares it with other beads of the same blocks. It is also high for blocks
that share nothing except their place. So a logistic regression combines it with other features, as
in J. Platt, "Probabilistic outputs for support vector machines" (1999). `benchmarks/fit_align.py`
finds the weights. Whether the blocks also say the same is another question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .bitext import SMOOTHING, Bitext, Group, Span
from .features import dot
from .segments import BlockKind

#: A bead is compared with this many others of its list on either side.
REACH = 10
#: The limits of a contrast.
MIN_CONTRAST, MAX_CONTRAST = -3.0, 6.0
#: With less, only the order of the blocks says which of them belong together.
CLEAR_CONTRAST = 2.0
#: The length of a text is uneven if it is so many standard deviations from its counterpart's: also
#: if the number of sentences differs, and only if it does not. Short texts may have any length.
UNEVEN, UNEVEN_ALONE = 0.8, 3.5
UNEVEN_SENTENCES = 2
SHORT = 80


class ConfidenceFeatures(NamedTuple):
    """The features of a bead, as its confidence needs them."""

    constant: float  # always 1
    log_odds: float  # of the posterior
    length: float  # the deviation of the lengths, which means more in long texts
    contrast: float  # with the other beads of a list


CONFIDENCE_WEIGHTS = ConfidenceFeatures(constant=-2.02, log_odds=0.86, length=-0.79, contrast=0.52)


def contrasts(bitext: Bitext, spans: Iterable[Span]) -> dict[Span, float]:
    """Return the contrast of each bead: how much more evidence there is for it than for a swap.

    Two items of a list may be swapped in the translation, and no structure would show it. So a
    bead is compared with each other single bead of its list: how much evidence do both have
    together, and how much would they have if their counterparts were swapped?
    """
    spans = [span for span in spans if span[1] and span[3]]
    cells = {i: j for i, di, j, dj in spans if di == dj == 1}
    return {
        (i, di, j, dj): min(_contrasts(bitext, cells, i), default=MAX_CONTRAST)
        if di == dj == 1
        else MAX_CONTRAST
        for i, di, j, dj in spans
    }


def _contrasts(bitext: Bitext, cells: Mapping[int, int], row: int) -> Iterator[float]:
    """Yield the contrasts with the other beads of a list, within the limits."""
    blocks, evidence = bitext.source.groups, bitext.evidence
    first = blocks[row, 1]
    for step in (-1, 1):
        for other in range(row + step, row + step * (REACH + 1), step):
            block = blocks.get((other, 1))
            if block is None or block.role is not first.role or block.pinned or first.pinned:
                break
            if other in cells:
                mine, theirs = cells[row], cells[other]
                found = evidence.get((row, mine), 0.0) + evidence.get((other, theirs), 0.0)
                found -= evidence.get((row, theirs), 0.0) + evidence.get((other, mine), 0.0)
                yield max(MIN_CONTRAST, min(found, MAX_CONTRAST))


def confidence_features(
    bitext: Bitext, span: Span, posterior: float, contrast: float
) -> ConfidenceFeatures:
    """Return the features of a bead with blocks on both sides."""
    mine, theirs = _groups(bitext, span)
    posterior = min(max(posterior, 0.001), 0.999)
    deviation = min(bitext.length_deviation(mine.length, theirs.length), 5.0)
    return ConfidenceFeatures(
        constant=1.0,
        log_odds=math.log(posterior / (1 - posterior)),
        length=deviation * math.log(mine.length + theirs.length + SMOOTHING) / 6,
        contrast=contrast,
    )


def confidence(
    bitext: Bitext,
    span: Span,
    posterior: float,
    contrast: float,
    weights: ConfidenceFeatures = CONFIDENCE_WEIGHTS,
) -> float:
    """Return the probability that the blocks of a bead belong together.

    For a block without counterpart and for texts that agreed before, it is the posterior.
    """
    _, di, _, dj = span
    if not di or not dj or span in bitext.known:
        return posterior
    return sigmoid(dot(weights, confidence_features(bitext, span, posterior, contrast)))


def is_uneven(bitext: Bitext, span: Span) -> bool:
    """Whether one side of a bead is much longer than its counterpart, for these two texts."""
    mine, theirs = _groups(bitext, span)
    if mine.role is BlockKind.HEADING or max(mine.length, theirs.length) < SHORT:
        return False
    deviation = bitext.length_deviation(mine.length, theirs.length)
    sentences = abs(mine.sentences - theirs.sentences)
    return deviation > (UNEVEN if sentences >= UNEVEN_SENTENCES else UNEVEN_ALONE)


def _groups(bitext: Bitext, span: Span) -> tuple[Group, Group]:
    i, di, j, dj = span
    return bitext.source.groups[i, di], bitext.target.groups[j, dj]


def sigmoid(value: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-max(-700.0, min(value, 700.0))))
