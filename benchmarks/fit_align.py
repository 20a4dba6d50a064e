"""Fit the aligner's weights, and how sure it may be of a link, to alignments made by hand.

The weights are those of a conditional random field: the alignments in gold, and those of
the same texts after a few edits, are made as probable as can be, by
stochastic gradient ascent. `--folds N` fits N times without an N-th of the postings, those
nearly the same together, and measures on that N-th: that is how the weights do on texts that
they were not fitted to. Without it, what align.py shall hold is printed.
"""

from __future__ import annotations

import argparse
import math
import operator
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import align as benchmark
from align import Case, Pair

from sphinxext_jobs.pairing.alignment import align as aligner
from sphinxext_jobs.pairing.alignment.align import Lattice, instructive_texts
from sphinxext_jobs.pairing.alignment.lexicon import EMPTY, Lexicon

Vector = list[float]

#: What one would guess: what gold shows little of stays near it, and `known` is not in gold.
START = {
    "pair": 0.0,
    "two": -4.0,
    "three": -6.0,
    "square": -7.0,
    "length": -0.5,
    "length²": -0.3,
    "kind": -2.0,
    "level": -0.5,
    "before": 0.5,
    "after": 0.5,
    "colon": 0.5,
    "no colon": -1.0,
    "evidence": 0.6,
    "share": 2.0,
    "answered": 2.0,
    "margin": 0.5,
    "bare": -0.5,
    "conflict": -1.0,
    "gain": 0.5,
    "joined": -1.0,
    "known": 12.0,
    "disowned": -2.0,
    "alone": -2.0,
    "heading": 0.0,
    "long": -0.2,
    "wanted": -0.3,
}
#: How strongly each lesson pulls a weight back there.
SPRING = 0.004


class Lesson(Lattice):
    """The lattice of a case, with the links that gold asks for."""

    def __init__(self, case: Case, lexicon: Lexicon) -> None:
        super().__init__(case.source, case.target, lexicon)
        self._features: dict[Any, Any] = {}
        self.gold = {
            (one[0] if one else 0, len(one), other[0] if other else 0, len(other))
            for one, other in case.gold
        }

    def features(self, span: Any) -> Any:
        """Return what is weighed in a link, looked at once only."""
        if span not in self._features:
            self._features[span] = super().features(span)
        return self._features[span]

    def fits(self) -> bool:
        """Whether a chain can hold gold."""
        n, m = len(self.source), len(self.target)
        links = {span for span in self.gold if span[1] and span[3]}
        at_i = at_j = 0
        for i, di, j, dj in sorted(links):
            if j < at_j or (di, dj) not in aligner.SHAPES or self.features((i, di, j, dj)) is None:
                return False
            at_i, at_j = i + di, j + dj
        return at_i <= n and at_j <= m

    def gradient(self, weights: Vector) -> tuple[float, Vector]:
        """Return the log-probability of gold and how it grows with each weight."""
        count = len(aligner.WEIGHTS)
        self.weigh(tuple(weights[:count]), tuple(weights[count:]))
        total, found = self.posteriors(range(len(self.source)), range(len(self.target)))
        slope = [0.0] * len(weights)
        likely = -total

        def add(span: Any, share: float) -> float:
            i, di, j, dj = span
            if di and dj:
                offset, features = 0, self.features(span)
            elif di:
                offset, features = count, self.features_alone(0, i)
            else:
                offset, features = count, self.features_alone(1, j)
            score = 0.0
            for place, value in enumerate(features, offset):
                if value:
                    slope[place] += share * value
                    score += weights[place] * value
            return score

        for span in self.gold:
            likely += add(span, 1.0)
        for span, share in found.items():
            add(span, -share)
        return likely, slope


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
    """Return what can be learnt from the cases and their edited versions."""
    lessons = [Lesson(case, lexicon_of(case)) for case in made_of(cases, times)]
    return [lesson for lesson in lessons if lesson.fits()]


def judged(
    cases: Sequence[Case], lexicon_of: Callable[[Case], Lexicon]
) -> list[tuple[tuple[float, ...], bool]]:
    """Return what is known of each single link that the aligner makes, and if it is right."""
    loose = {
        (case.source[i].text, case.target[j].text)
        for case in cases
        for one, other in case.loose
        for i, j in zip(one, other, strict=False)
    }
    found: dict[tuple[str, str, bool], tuple[tuple[float, ...], bool]] = {}
    for case in made_of(cases, 2):
        lattice = Lattice(case.source, case.target, lexicon_of(case))
        rows, columns = range(len(case.source)), range(len(case.target))
        chain = lattice.chain(rows, columns)[1]
        usual = lattice.usual(span for span, _ in chain)
        for span, odds in chain:
            i, di, j, dj = span
            if di == dj == 1:
                texts = case.source[i].text, case.target[j].text
                right = ((i,), (j,)) in case.gold and texts not in loose
                # The same texts count once, but for those that misled the aligner here.
                found.setdefault((*texts, right), (lattice.sureness(span, odds, usual), right))
    return list(found.values())


def calibrate(links: Sequence[tuple[tuple[float, ...], bool]]) -> Vector:
    """Fit a logistic regression by gradient ascent, held near zero but for its constant."""
    weights = [0.0] * len(aligner.SURE)
    spread = [
        math.sqrt(sum(features[k] ** 2 for features, _ in links) / len(links)) or 1.0
        for k in range(len(weights))
    ]
    for round_ in range(600):
        slope = [-0.5 * weight if place else 0.0 for place, weight in enumerate(weights)]
        for features, right in links:
            scaled = [value / unit for value, unit in zip(features, spread, strict=True)]
            miss = right - 1 / (1 + math.exp(-sum(map(operator.mul, weights, scaled))))
            for place, value in enumerate(scaled):
                slope[place] += miss * value
        rate = 20 / len(links) / (1 + round_ / 300)
        weights = [weight + rate * grade for weight, grade in zip(weights, slope, strict=True)]
    return [weight / unit for weight, unit in zip(weights, spread, strict=True)]


def coverage(links: Sequence[tuple[tuple[float, ...], bool]], weights: Vector) -> None:
    """Print what thresholds give."""
    scored = sorted(
        (1 / (1 + math.exp(-sum(map(operator.mul, weights, features)))), right)
        for features, right in links
    )
    for least in (0.5, 0.7, 0.8, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99):
        kept = [right for value, right in scored if value >= least]
        good = sum(kept)
        print(
            f"# {least}: precision {good / max(len(kept), 1):.4f}"
            f" coverage {good / sum(right for _, right in scored):.3f}"
        )


def show(weights: Vector) -> None:
    """Print weights as align.py has them."""
    left = iter(weights)
    for name, table in (("WEIGHTS", aligner.WEIGHTS), ("ALONE", aligner.ALONE)):
        print(f"{name} = {{")
        for key in table:
            print(f'    "{key}": {next(left):.2f},')
        print("}")


def use(weights: Vector) -> None:
    """Let the aligner use weights."""
    left = iter(weights)
    for table in (aligner.WEIGHTS, aligner.ALONE):
        for key in table:
            table[key] = next(left)


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
    start = [START[name] for name in (*aligner.WEIGHTS, *aligner.ALONE)]
    texts = [list(instructive_texts([pair])) for pair in pairs]
    lexicons: dict[str, Lexicon] = {}

    def learnt(case: Case) -> Lexicon:
        if case.name not in lexicons:
            left = benchmark.others(case, pairs)
            lexicons[case.name] = Lexicon.from_texts(
                text
                for pair, known in zip(pairs, texts, strict=True)
                if pair in left
                for text in known
            )
        return lexicons[case.name]

    def both(some: Sequence[Case]) -> list[Lesson]:
        return lessons_of(some, lambda case: EMPTY, 2) + lessons_of(some, learnt, 2)

    def sure(some: Sequence[Case]) -> Vector:
        links = judged(some, lambda case: EMPTY) + judged(some, learnt)
        weights = calibrate(links)
        for name, value in zip(aligner.SURE, weights, strict=True):
            aligner.SURE[name] = value
            print(f'    "{name}": {value:.2f},')
        coverage(links, weights)
        return weights

    if not options.folds:
        if options.rounds:
            weights = fit(both(cases), start, options.rounds)
            show(weights)
            use(weights)
        sure(cases)
        return
    groups = families(cases)
    print(f"# {len(cases)} pairs, {len(groups)} families")
    for fold in range(options.folds):
        held = [case for family in groups[fold :: options.folds] for case in family]
        rest = [case for case in cases if case not in held]
        weights = fit(both(rest), start, options.rounds)
        use(weights)
        show(weights)
        sure(rest)
        benchmark.table(held, (lambda case: EMPTY, learnt), times=2, verbose=True)


if __name__ == "__main__":
    main()
