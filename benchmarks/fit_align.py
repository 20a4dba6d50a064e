"""Fit the aligner's weights, and those of its confidence, to alignments made by hand.

The weights are those of a conditional random field: the alignments in gold, and those of the same
texts after a few edits, are made as probable as possible by stochastic gradient ascent.
`--folds N` fits N times without an N-th of the postings (those that are nearly the same stay
together) and measures on that N-th: that is how the weights do on texts that they were not fitted
to. Without it, the weights for `features.py` and `confidence.py` are printed.
"""

from __future__ import annotations

import argparse
import math
import operator
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import align as benchmark
from align import Case, Pair, Sides

from sphinxext_jobs.pairing.alignment.align import MODEL, Model, learn_lexicon
from sphinxext_jobs.pairing.alignment.bitext import Bitext, Span
from sphinxext_jobs.pairing.alignment.confidence import (
    ConfidenceFeatures,
    confidence_features,
    contrasts,
    sigmoid,
)
from sphinxext_jobs.pairing.alignment.features import (
    SHAPES,
    Features,
    UnpairedFeatures,
    bead_features,
    dot,
    is_possible,
    unpaired_features,
)
from sphinxext_jobs.pairing.alignment.lattice import IMPOSSIBLE, Lattice
from sphinxext_jobs.pairing.alignment.lexicon import Lexicon

#: The weights of a bead's features, then those of an unpaired block's.
Vector = list[float]
#: What is known of a bead, and whether it is right.
Judged = tuple[ConfidenceFeatures, bool]

#: A guess at the weights. Those of features that gold shows rarely stay near it; `known` is not in
#: gold.
START = Features(
    one_to_one=0.0,
    one_to_two=-4.0,
    one_to_three=-6.0,
    two_to_two=-7.0,
    length=-0.5,
    length_squared=-0.3,
    roles_differ=-2.0,
    shapes_differ=-0.5,
    same_role_before=0.5,
    same_role_after=0.5,
    both_colons=0.5,
    one_colon=-1.0,
    evidence=0.6,
    share=2.0,
    answered_share=2.0,
    margin=0.5,
    no_evidence=-0.5,
    conflicts=-1.0,
    gain=0.5,
    mixed=-1.0,
    known=12.0,
    known_otherwise=-2.0,
)
UNPAIRED_START = UnpairedFeatures(unpaired=-2.0, heading=0.0, length=-0.2, evidence=-0.3)
#: How much more a wrong bead counts than a right one: there are few.
CAUTION = 3
#: How strongly each lesson pulls a weight back there.
SPRING = 0.004


def model_of(weights: Vector, confidence: ConfidenceFeatures) -> Model:
    """Return the model with these weights."""
    count = len(Features._fields)
    return Model(Features(*weights[:count]), UnpairedFeatures(*weights[count:]), confidence)


class Lesson(Lattice):
    """The lattice of a case, with the beads of gold. It remembers the features of beads."""

    def __init__(self, case: Case, lexicon: Lexicon) -> None:
        super().__init__(Bitext(case.source, case.target, lexicon))
        self._features: dict[Span, Features | None] = {}
        self.gold: set[Span] = {
            (one[0] if one else 0, len(one), other[0] if other else 0, len(other))
            for one, other in case.gold
        }

    def features(self, span: Span) -> Features | None:
        """Return the features of a bead with blocks on both sides; None for an impossible one."""
        if span not in self._features:
            possible = is_possible(self.bitext, span)
            self._features[span] = bead_features(self.bitext, span) if possible else None
        return self._features[span]

    def score(self, span: Span) -> float:
        """Return the score of a bead with blocks on both sides."""
        features = self.features(span)
        return IMPOSSIBLE if features is None else dot(self.weights, features)

    def fits(self) -> bool:
        """Whether a chain can have the beads of gold."""
        at_i = at_j = 0
        for i, di, j, dj in sorted(span for span in self.gold if span[1] and span[3]):
            if j < at_j or (di, dj) not in SHAPES or self.features((i, di, j, dj)) is None:
                return False
            at_i, at_j = i + di, j + dj
        return at_i <= len(self.bitext.source.blocks) and at_j <= len(self.bitext.target.blocks)

    def gradient(self, weights: Vector) -> tuple[float, Vector]:
        """Return the log-probability of gold and how it grows with each weight."""
        model = model_of(weights, MODEL.confidence)
        super().__init__(self.bitext, model.bead, model.unpaired)
        n, m = len(self.bitext.source.blocks), len(self.bitext.target.blocks)
        places = [(p, q) for p in range(n + 1) for q in range(m + 1)]
        total, found = self.posteriors(range(n), range(m), places)
        slope = [0.0] * len(weights)
        likely = -total

        def add(span: Span, share: float) -> float:
            score = 0.0
            for place, value in self._numbered(span):
                if value:
                    slope[place] += share * value
                    score += weights[place] * value
            return score

        for span in self.gold:
            likely += add(span, 1.0)
        for span, share in found.items():
            add(span, -share)
        return likely, slope

    def _numbered(self, span: Span) -> Iterator[tuple[int, float]]:
        """Yield the features of a bead with the positions of their weights."""
        i, di, j, dj = span
        if di and dj:
            return enumerate(self.features(span) or ())
        side, index = (self.bitext.source, i) if di else (self.bitext.target, j)
        return enumerate(unpaired_features(side, index), len(Features._fields))


def fit(lessons: Sequence[Lesson], start: Vector, rounds: int) -> Vector:
    """Climb (Adam: D. P. Kingma and J. Ba, 2015), held near the start by a weak spring."""
    weights, first, second = list(start), [0.0] * len(start), [0.0] * len(start)
    dice, steps = random.Random(1), 0
    for round_ in range(rounds):
        order = list(lessons)
        dice.shuffle(order)
        rate = 0.2 * (1 - round_ / rounds) + 0.01
        likely = 0.0
        for lesson in order:
            value, slope = lesson.gradient(weights)
            likely += value
            steps += 1
            for place, (grade, weight, origin) in enumerate(
                zip(slope, weights, start, strict=True)
            ):
                grade -= SPRING * (weight - origin)
                first[place] += 0.1 * (grade - first[place])
                second[place] += 0.01 * (grade * grade - second[place])
                step = first[place] / (1 - 0.9**steps)
                weights[place] += rate * step / (math.sqrt(second[place] / (1 - 0.99**steps)) + 0.1)
        print(f"# round {round_}: {likely / len(order):.3f}", flush=True)
    return weights


def families(cases: Sequence[Case]) -> list[list[Case]]:
    """Put cases that share half of their texts together."""
    found: list[list[Case]] = []
    for case in cases:
        mine = {block.text for block in (*case.source, *case.target)}
        near = [
            family
            for family in found
            if any(
                len(mine & theirs) >= 0.5 * min(len(mine), len(theirs))
                for other in family
                for theirs in [{block.text for block in (*other.source, *other.target)}]
            )
        ]
        for family in near:
            found.remove(family)
        found.append([case, *(other for family in near for other in family)])
    return found


def made_of(cases: Sequence[Case], times: int) -> list[Case]:
    """Return the cases and their edited versions."""
    made = list(cases) * times
    for case in cases:
        if len(case.gold) > 9 and sorted(case.gold) == case.gold:
            for time in range(times):
                edited = benchmark.edited(case, random.Random(f"{case.name} {time}"))
                if edited is not None:
                    made.append(edited)
    return made


def lessons_of(
    cases: Sequence[Case], lexicon_of: Callable[[Case], Lexicon], times: int
) -> list[Lesson]:
    """Return what can be learned from the cases and their edited versions."""
    lessons = [Lesson(case, lexicon_of(case)) for case in made_of(cases, times)]
    return [lesson for lesson in lessons if lesson.fits()]


def enciphered(cases: Sequence[Case]) -> Iterator[Case]:
    """Yield cases in whose target no word resembles the source, and two neighbours are swapped."""
    for case in cases:
        if case.gold != [((i,), (i,)) for i in range(len(case.source))]:
            continue
        source, target = (
            [
                replace(block, text=re.sub(r"\]\([^)]*\)|\S*[@/\d]\S*", "", block.text))
                for block in side
            ]
            for side in (case.source, case.target)
        )
        target = [replace(block, text=_WORD.sub(_cipher, block.text)) for block in target]
        dice = random.Random(case.name)
        swaps = [
            i
            for i in range(len(target) - 1)
            if target[i].kind == target[i + 1].kind and target[i].kind in ("item", "paragraph")
        ]
        for swap in dice.sample(swaps, min(2, len(swaps))):
            order = list(range(len(target)))
            order[swap : swap + 2] = swap + 1, swap
            gold: list[Sides] = [((j,), (k,)) for k, j in enumerate(order)]
            yield Case(case.name, source, [target[j] for j in order], gold)


def own_lexicon(case: Case) -> Lexicon:
    """Return the lexicon of a project of one pair."""
    return learn_lexicon([(case.source, case.target)])


_ANCHOR = re.compile(r"\]\([^)]*\)|\S*[@/\d]\S*")
_WORD = re.compile(r"[^\W\d_]+")


def _cipher(match: re.Match[str]) -> str:
    """Return another word, the same for the same word."""
    dice = random.Random(match[0].lower())
    return "".join(dice.choice("bdfgklmnprst") + dice.choice("aeiou") for _ in match[0][::2])


def judged(
    cases: Sequence[Case], lexicon_of: Callable[[Case], Lexicon], model: Model
) -> list[Judged]:
    """Judge each single bead that the aligner makes."""
    found: list[Judged] = []
    for case in cases:
        bitext = Bitext(case.source, case.target, lexicon_of(case))
        lattice = Lattice(bitext, model.bead, model.unpaired)
        chain = lattice.chain(range(len(case.source)), range(len(case.target)))[1]
        contrast = contrasts(bitext, (span for span, _ in chain))
        for span, posterior in chain:
            i, di, j, dj = span
            if di == dj == 1:
                right = ((i,), (j,)) in case.gold
                features = confidence_features(bitext, span, posterior, contrast[span])
                found.append((features, right))
    return found


def calibrate(beads: Sequence[Judged]) -> ConfidenceFeatures:
    """Fit a logistic regression by gradient ascent; all but its constant are held near zero."""
    weights = [0.0] * len(ConfidenceFeatures._fields)
    spread = [
        math.sqrt(sum(features[k] ** 2 for features, _ in beads) / len(beads)) or 1.0
        for k in range(len(weights))
    ]
    for round_ in range(600):
        slope = [-0.5 * weight if place else 0.0 for place, weight in enumerate(weights)]
        for features, right in beads:
            scaled = [value / unit for value, unit in zip(features, spread, strict=True)]
            miss = (1 if right else CAUTION) * (
                right - sigmoid(sum(map(operator.mul, weights, scaled)))
            )
            for place, value in enumerate(scaled):
                slope[place] += miss * value
        rate = 20 / len(beads) / (1 + round_ / 300)
        weights = [weight + rate * grade for weight, grade in zip(weights, slope, strict=True)]
    return ConfidenceFeatures(
        *(weight / unit for weight, unit in zip(weights, spread, strict=True))
    )


def coverage(beads: Sequence[Judged], weights: ConfidenceFeatures) -> None:
    """Print what thresholds give."""
    scored = sorted((sigmoid(dot(weights, features)), right) for features, right in beads)
    for least in (0.5, 0.7, 0.8, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99):
        kept = [right for value, right in scored if value >= least]
        good = sum(kept)
        print(
            f"# {least}: precision {good / max(len(kept), 1):.4f}"
            f" coverage {good / sum(right for _, right in scored):.3f}"
        )


def show(name: str, weights: NamedTuple) -> None:
    """Print weights as the aligner has them."""
    print(f"{name} = {type(weights).__name__}(")
    for key, value in weights._asdict().items():
        print(f"    {key}={value:.2f},")
    print(")")


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="files and folders")
    parser.add_argument("--pairs", type=Path, help="the folder of the postings, or its report")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--folds", type=int, default=0)
    options: Any = parser.parse_args()
    pairs: list[Pair] = benchmark.read_pairs(options.pairs or options.gold[0].parent)
    cases = benchmark.read_gold(options.gold, pairs)
    own: list[Case] = benchmark.own_cases(cases, pairs)
    lexicons = benchmark.without_lexicon, benchmark.learned_from(pairs)

    def fitted(some: Sequence[Case]) -> Model:
        """Fit all weights to some cases, and print them."""
        model = MODEL
        if options.rounds:
            lessons = [lesson for each in lexicons for lesson in lessons_of(some, each, 2)]
            weights = fit(lessons, [*START, *UNPAIRED_START], options.rounds)
            model = model_of(weights, MODEL.confidence)
            show("WEIGHTS", model.bead)
            show("UNPAIRED_WEIGHTS", model.unpaired)
        made = made_of([*some, *own], 2)
        beads = [bead for each in lexicons for bead in judged(made, each, model)]
        beads += judged(list(enciphered(own)), own_lexicon, model)
        model = model._replace(confidence=calibrate(beads))
        show("CONFIDENCE_WEIGHTS", model.confidence)
        coverage(beads, model.confidence)
        return model

    if not options.folds:
        fitted(cases)
        return
    groups = families(cases)
    print(f"# {len(cases)} pairs, {len(groups)} families")
    for fold in range(options.folds):
        held = [case for family in groups[fold :: options.folds] for case in family]
        model = fitted([case for case in cases if case not in held])
        benchmark.table(held, lexicons, times=2, verbose=True, model=model)


if __name__ == "__main__":
    main()
