"""Confidence: the probability that a bead is right, and that its texts say the same.

The posterior of a bead only compares it with other beads of the same blocks. It is also high for
blocks that share nothing except their place. So a logistic regression combines it with other
features, as in J. Platt, "Probabilistic outputs for support vector machines" (1999).
`benchmarks/fit_align.py` finds the weights.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from .bitext import SMOOTHING, Bitext, Span
from .features import bead_features, dot

#: Beads with less answerable IDF are ignored when the usual share is computed.
MIN_IDF = 10.0


class ConfidenceFeatures(NamedTuple):
    """The features of a bead, as its confidence needs them."""

    constant: float  # always 1
    log_odds: float  # of the posterior
    length: float  # the deviation of the lengths, which means more in long texts
    share: float  # of the IDF of all words that is answered
    answered_share: float  # of the IDF of the answerable words that is answered
    sentences: float  # the difference between their numbers
    below_usual: float  # by how much answered_share is less than usual in these texts


CONFIDENCE_WEIGHTS = ConfidenceFeatures(
    constant=-0.03,
    log_odds=0.45,
    length=-0.53,
    share=4.45,
    answered_share=3.00,
    sentences=-2.37,
    below_usual=-0.27,
)


def usual_share(bitext: Bitext, spans: Iterable[Span]) -> float:
    """Return the median of the answered shares of the single beads."""
    shares = []
    for i, di, j, dj in spans:
        if di == dj == 1:
            mine, theirs = bitext.source.groups[i, 1], bitext.target.groups[j, 1]
            idf = mine.answerable_idf + theirs.answerable_idf
            if idf > MIN_IDF:
                shares.append(2 * bitext.evidence.get((i, j), 0.0) / (idf + 4))
    return sorted(shares)[len(shares) // 2] if shares else 0.5


def confidence_features(
    bitext: Bitext, span: Span, posterior: float, usual: float
) -> ConfidenceFeatures:
    """Return the features of a bead with blocks on both sides."""
    i, di, j, dj = span
    mine, theirs = bitext.source.groups[i, di], bitext.target.groups[j, dj]
    seen = bead_features(bitext, span)
    posterior = min(max(posterior, 0.001), 0.999)
    idf = mine.answerable_idf + theirs.answerable_idf
    return ConfidenceFeatures(
        constant=1.0,
        log_odds=math.log(posterior / (1 - posterior)),
        length=seen.length * math.log(mine.length + theirs.length + SMOOTHING) / 6,
        share=seen.share,
        answered_share=seen.answered_share,
        sentences=min(abs(mine.sentences - theirs.sentences), 3),
        below_usual=min(0.0, seen.answered_share - usual) * math.sqrt(idf),
    )


def confidence(
    bitext: Bitext,
    span: Span,
    posterior: float,
    usual: float,
    weights: ConfidenceFeatures = CONFIDENCE_WEIGHTS,
) -> float:
    """Return the probability that a bead is right, and that its texts say the same.

    For a block without counterpart and for texts that agreed before, it is the posterior.
    """
    _, di, _, dj = span
    if not di or not dj or span in bitext.known:
        return posterior
    return sigmoid(dot(weights, confidence_features(bitext, span, posterior, usual)))


def sigmoid(value: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-max(-700.0, min(value, 700.0))))
