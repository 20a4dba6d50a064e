"""Features of a bead, and their weights.

The score of a bead is the sum of its features, each multiplied by its weight, as in a conditional
random field (P. Blunsom and T. Cohn, "Discriminative word alignment with conditional random
fields", ACL 2006). `benchmarks/fit_align.py` finds the weights.
"""

from __future__ import annotations

import math
from operator import mul
from typing import NamedTuple

from .anchors import conflicts
from .bitext import SMOOTHING, Bitext, Side, Span
from .segments import BlockKind

#: The numbers of source and target blocks that a bead may join.
SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
#: Blocks are not joined if the lengths of both sides differ by more standard deviations.
MAX_JOINT_DEVIATION = 2.5
#: Characters of both sides together, from which counterparts are sure to contain related words.
LONG = 200


class Features(NamedTuple):
    """The features of a bead that has blocks on both sides. A truth value counts as 0 or 1."""

    # The shape of the bead. Each has its own probability (W. A. Gale and K. W. Church, "A program
    # for aligning sentences in bilingual corpora", Computational Linguistics, 1993).
    one_to_one: float
    one_to_two: float  # or two to one, and so on
    one_to_three: float
    two_to_two: float
    # Long blocks have long translations. This is the deviation of Gale and Church, and its square,
    # as in the logarithm of a normal distribution. Both have a limit, because a translator may
    # shorten a text.
    length: float
    length_squared: float
    # A translation seldom changes the role of a block. Its kind, level or depth change more often.
    roles_differ: float
    shapes_differ: float
    # The neighbours of counterparts are usually counterparts, too.
    same_role_before: float
    same_role_after: float
    # A colon at the end introduces a list in both languages.
    both_colons: float
    one_colon: float
    # The evidence (its square root, because the words of a text depend on each other), its share of
    # the IDF of all words, and its share of the IDF of the answerable words. The shares are
    # smoothed, because short texts have related words by chance.
    evidence: float
    share: float
    answered_share: float
    # How much better the cell is than the best other cell of its row or column (M. Artetxe and H.
    # Schwenk, "Margin-based parallel corpus mining", ACL 2019).
    margin: float
    # No related word at all: from 0 for short texts to 1 for long ones.
    no_evidence: float
    # The number of kinds of anchors that differ: a translation keeps links, numbers and codes.
    conflicts: float
    # The evidence that joined blocks have beyond their best cell: a block that adds none should not
    # be joined.
    gain: float
    # The number of additional kinds of blocks: a heading is seldom joined with a paragraph.
    mixed: float
    # The blocks agreed before, or one of them agreed with another.
    known: float
    known_otherwise: float


WEIGHTS = Features(
    one_to_one=2.30,
    one_to_two=-2.04,
    one_to_three=-7.46,
    two_to_two=-7.04,
    length=-2.67,
    length_squared=0.22,
    roles_differ=-2.80,
    shapes_differ=-0.57,
    same_role_before=2.78,
    same_role_after=1.82,
    both_colons=1.86,
    one_colon=-0.97,
    evidence=1.77,
    share=3.30,
    answered_share=3.95,
    margin=0.20,
    no_evidence=-0.14,
    conflicts=-1.67,
    gain=1.30,
    mixed=-1.62,
    known=12.00,
    known_otherwise=-2.00,
)


class UnpairedFeatures(NamedTuple):
    """The features of a block without counterpart."""

    unpaired: float  # always 1: the shape of the bead, one to none
    heading: float  # headings are seldom left out
    length: float  # its logarithm: a bead of a long block needs more evidence to be better
    evidence: float  # the greatest of its cells: a bead in another cell needs about as much


UNPAIRED_WEIGHTS = UnpairedFeatures(unpaired=-4.69, heading=-0.83, length=0.51, evidence=1.26)


def is_possible(bitext: Bitext, span: Span) -> bool:
    """Whether a bead with blocks on both sides may exist at all."""
    i, di, j, dj = span
    mine, theirs = bitext.source.groups[i, di], bitext.target.groups[j, dj]
    is_single = di == dj == 1
    if mine.pinned or theirs.pinned:
        return is_single and mine.shape[0] is theirs.shape[0]
    if is_single or span in bitext.known:
        return True
    return bitext.length_deviation(mine.length, theirs.length) <= MAX_JOINT_DEVIATION


def bead_features(bitext: Bitext, span: Span) -> Features:
    """Return the features of a possible bead with blocks on both sides."""
    i, di, j, dj = span
    mine, theirs = bitext.source.groups[i, di], bitext.target.groups[j, dj]
    deviation = bitext.length_deviation(mine.length, theirs.length)
    margin = gain = 0.0
    known = span in bitext.known
    known_otherwise = False
    if di == dj == 1:
        evidence = bitext.evidence.get((i, j), 0.0)
        rivals = _rival(bitext.source.best[i], evidence), _rival(bitext.target.best[j], evidence)
        margin = evidence - max(rivals)
        known_otherwise = not known and (i in bitext.known_rows or j in bitext.known_columns)
    else:
        evidence, greatest = bitext.joint_evidence(span)
        gain = min(evidence - greatest, 6.0)
    return Features(
        one_to_one=di + dj == 2,
        one_to_two=di + dj == 3,
        one_to_three=di * dj == 3,
        two_to_two=di * dj == 4,
        length=min(deviation, 5.0),
        length_squared=min(deviation * deviation, 25.0),
        roles_differ=mine.role is not theirs.role,
        shapes_differ=mine.shape != theirs.shape,
        same_role_before=mine.role_before is theirs.role_before,
        same_role_after=mine.role_after is theirs.role_after,
        both_colons=mine.has_colon and theirs.has_colon,
        one_colon=mine.has_colon is not theirs.has_colon,
        evidence=min(evidence, 20.0) ** 0.5,
        share=2 * evidence / (mine.idf + theirs.idf + 4),
        answered_share=2 * evidence / (mine.answerable_idf + theirs.answerable_idf + 4),
        margin=max(-3.0, min(margin, 3.0)),
        no_evidence=0.0 if evidence else min(1.0, (mine.length + theirs.length) / LONG),
        conflicts=len(conflicts(mine.anchors, theirs.anchors)),
        gain=gain,
        mixed=len(mine.kinds) + len(theirs.kinds) - 2,
        known=known,
        known_otherwise=known_otherwise,
    )


def _rival(best: tuple[float, float], evidence: float) -> float:
    """Return the greatest evidence in a row or column, except that of one cell."""
    return best[1] if best[0] == evidence else best[0]


def unpaired_features(side: Side, index: int) -> UnpairedFeatures:
    """Return the features of a block without counterpart."""
    block = side.groups[index, 1]
    return UnpairedFeatures(
        unpaired=1.0,
        heading=block.role is BlockKind.HEADING,
        length=math.log(block.length + SMOOTHING),
        evidence=min(side.best[index][0], 20.0) ** 0.5,
    )


def dot(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    """Return the score: the sum of the features, each multiplied by its weight."""
    return float(sum(map(mul, weights, features)))
