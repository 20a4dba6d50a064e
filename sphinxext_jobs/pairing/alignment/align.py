"""Align the blocks of a text with those of its translation.

A link pairs up to three neighbouring blocks of one side with up to three of the other. The
best chain of links is found as in W. A. Gale and K. W. Church, "A program for aligning
sentences in bilingual corpora" (1993), but the score of a link is that of a conditional
random field: a weighted sum of what its texts show (length, kind, words that look alike or
that a lexicon knows, anchors). So forward-backward sums tell how sure each link is. What has
moved out of order is found in a second step.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from operator import mul

from .anchors import Anchors, conflicts, join
from .lexicon import EMPTY, Lexicon
from .segments import Block, BlockKind, role, segment

#: A bead of this confidence or more is right in nearly all cases. Below it, a person must look.
CONFIDENT = 0.98
#: Beads of less confidence teach a lexicon nothing. Those between this and CONFIDENT do: texts
#: that say nearly the same share words.
INSTRUCTIVE = 0.8

#: How many blocks of either side a link may join.
SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))

#: How far from an even pace through both texts a chain may stray; what has moved may farther.
WIDE = 50
#: How far from a chain of single links joint ones are looked for.
NEAR = 2

#: What is weighed in a link, and how much. benchmarks/fit_align.py finds the weights.
WEIGHTS = {
    "pair": 2.30,
    "two": -2.04,
    "three": -7.46,
    "square": -7.04,
    "length": -2.67,
    "length²": 0.22,
    "kind": -2.80,
    "level": -0.57,
    "before": 2.78,
    "after": 1.82,
    "colon": 1.86,
    "no colon": -0.97,
    "evidence": 1.77,
    "share": 3.30,
    "answered": 3.95,
    "margin": 0.20,
    "bare": -0.14,
    "conflict": -1.67,
    "gain": 1.30,
    "joined": -1.62,
    "known": 12.00,
    "disowned": -2.00,
}
#: The same for a block that has no counterpart.
ALONE = {
    "alone": -4.69,
    "heading": -0.83,
    "long": 0.51,
    "wanted": 1.26,
}
#: What makes a link sure, fitted there too: by how much each raises the log-odds.
SURE = {
    "sure": -0.03,
    "odds": 0.45,
    "length": -0.53,
    "share": 4.45,
    "answered": 3.00,
    "sentences": -2.37,
    "less answered": -0.27,
}
#: A word of so many pairs of blocks tells nothing, and takes long: texts of 100 have no more.
COMMON = 100 * 100
#: What it costs to link one run of blocks out of order.
MOVED = 3.5
#: So many of them are tried at most.
TRIES = 20


@dataclass(frozen=True, slots=True)
class Bead:
    """Blocks of both texts that say the same, by their indices.

    Where one side is empty, the blocks of the other have no counterpart.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float  # the probability that the bead is right and its texts say the same
    crossing: bool = False  # it is out of the order of the others


def align(
    source: Sequence[Block],
    target: Sequence[Block],
    lexicon: Lexicon = EMPTY,
    known: Container[tuple[str, str]] = (),
) -> list[Bead]:
    """Link each block of both sides, in the order of the source.

    *known* holds pairs of texts that were agreed on before: one edit then leaves the rest
    as it was.
    """
    return Lattice(source, target, lexicon, known).links()


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


_Span = tuple[int, int, int, int]  # first source block, how many, first target block, how many
#: Places that a chain may pass: so many blocks of either side done. True: by joint links, too.
Places = dict[tuple[int, int], bool]
Steps = dict[tuple[int, int], list[tuple[int, int, float]]]
#: Links with their odds.
Chain = list[tuple[_Span, float]]
#: Cells of source and target next to each other.
Run = tuple[tuple[int, int], ...]


class Lattice:
    """All links that two texts could have, and what they score."""

    def __init__(
        self,
        source: Sequence[Block],
        target: Sequence[Block],
        lexicon: Lexicon = EMPTY,
        known: Container[tuple[str, str]] = (),
    ) -> None:
        self.source, self.target = source, target
        self.mine = [segment(block.text) for block in source]
        self.theirs = [segment(block.text) for block in target]
        # A place has its neighbours' roles, too: hence one more at either end.
        self.my_roles = [None, *map(role, source, self.mine), None]
        self.their_roles = [None, *map(role, target, self.theirs), None]
        self.my_ends = [0, *accumulate(text.length for text in self.mine)]
        self.their_ends = [0, *accumulate(text.length for text in self.theirs)]
        self.agreed = {
            (i, j)
            for i, one in enumerate(source if known else ())
            for j, other in enumerate(target)
            if (one.text, other.text) in known
        }
        self.settled = {i for i, _ in self.agreed}, {j for _, j in self.agreed}
        self._weigh_words(lexicon)
        self._compare_lengths()
        self._marks: dict[tuple[int, int, int], Anchors] = {}
        self.weigh(tuple(WEIGHTS.values()), tuple(ALONE.values()))

    def weigh(self, weights: tuple[float, ...], alone: tuple[float, ...]) -> None:
        """Score with these weights."""
        self.weights = weights
        self.alone = tuple(
            [_dot(alone, self.features_alone(side, i)) for i in range(len(texts))]
            for side, texts in enumerate((self.mine, self.theirs))
        )
        self._scores: dict[_Span, float | None] = {}

    # What the texts show

    def _weigh_words(self, lexicon: Lexicon) -> None:
        n, m = len(self.source), len(self.target)
        mine: dict[str, list[int]] = defaultdict(list)
        theirs: dict[str, list[int]] = defaultdict(list)
        for texts, index in ((self.mine, mine), (self.theirs, theirs)):
            for number, text in enumerate(texts):
                for word in sorted(text.words):
                    index[word].append(number)
        alike: dict[str, list[str]] = defaultdict(list)
        for word in theirs:
            if len(word) > 3 and word[0] != "#":
                alike[word[:4]].append(word)
        # Of each cell: which words of either side the other side answers, and how tellingly.
        self.cells: dict[tuple[int, int], tuple[dict[str, float], dict[str, float]]] = {}
        answered: set[str] = set()
        answers_of: set[str] = theirs.keys() & lexicon.targets
        for word, rows in mine.items():
            related = dict.fromkeys(alike.get(word[:4], ()), 0.5)
            if answers := lexicon.translations(word):
                answered.add(word)
                for other, share in answers:
                    if other in theirs and share > related.get(other, 0.0):
                        related[other] = share
            if word in theirs:
                related[word] = 1.0
            if related:
                answered.add(word)
                answers_of.update(related)
            for other, share in related.items():
                columns = theirs[other]
                if len(rows) * len(columns) > COMMON:
                    continue
                weight = math.log(n * m / (len(rows) * len(columns))) / 2 + math.log(share)
                if weight < 0.1:
                    continue
                for i in rows:
                    for j in columns:
                        cell = self.cells.get((i, j))
                        if cell is None:
                            cell = self.cells[i, j] = ({}, {})
                        if weight > cell[0].get(word, 0.0):
                            cell[0][word] = weight
                        if weight > cell[1].get(other, 0.0):
                            cell[1][other] = weight
        self.evidence = {
            at: (sum(one.values()) + sum(other.values())) / 2
            for at, (one, other) in self.cells.items()
        }
        self.my_worth = [_worth(text.words, mine, n) for text in self.mine]
        self.their_worth = [_worth(text.words, theirs, m) for text in self.theirs]
        # Words that could have been answered make a better measure than all words.
        self.my_hopes = [_worth(text.words & answered, mine, n) for text in self.mine]
        self.their_hopes = [_worth(text.words & answers_of, theirs, m) for text in self.theirs]
        # The two best of each row and column, to tell a best one from its rival.
        self.rows = [[0.0, 0.0] for _ in self.source]
        self.columns = [[0.0, 0.0] for _ in self.target]
        for (i, j), value in self.evidence.items():
            if not self._apart(i, j):
                for best in (self.rows[i], self.columns[j]):
                    if value > best[0]:
                        best[:] = value, best[0]
                    elif value > best[1]:
                        best[1] = value

    def _compare_lengths(self) -> None:
        ratios = sorted(
            (self.theirs[j].length + 8) / (self.mine[i].length + 8)
            for (i, j), value in self.evidence.items()
            if value > 4 and value == self.rows[i][0] == self.columns[j][0]
        )
        if len(ratios) > 4:
            self.stretch = ratios[len(ratios) // 2]
        else:
            self.stretch = (self.their_ends[-1] + 500) / (self.my_ends[-1] + 500)

    def _apart(self, i: int, j: int) -> bool:
        """Whether the blocks cannot be counterparts by what they are."""
        one, other = self.source[i], self.target[j]
        return one.kind is not other.kind and (one.pinned or other.pinned)

    def features(self, span: _Span) -> tuple[float, ...] | None:
        """Return what is weighed in a link; None for one that cannot be."""
        i, di, j, dj = span
        one, other = self.source[i], self.target[j]
        if one.kind is not other.kind and (one.pinned or other.pinned):
            return None
        my_length = self.my_ends[i + di] - self.my_ends[i]
        their_length = self.their_ends[j + dj] - self.their_ends[j]
        if (
            not di == dj == 1
            and not 0.3 < (their_length + 8) / (my_length * self.stretch + 8) < 3.3
        ):
            return None
        delta = abs(math.log((their_length + 8) / (my_length * self.stretch + 8)))
        delta /= math.sqrt(0.04 + 2 / (my_length + their_length + 8))
        text, their_text = self.mine[i + di - 1], self.theirs[j + dj - 1]
        gain = margin = joined = known = disowned = 0.0
        if di == dj == 1:
            evidence = self.evidence.get((i, j), 0.0)
            row, column = self.rows[i], self.columns[j]
            margin = evidence - max(
                row[1] if row[0] == evidence else row[0],
                column[1] if column[0] == evidence else column[0],
            )
            worth = self.my_worth[i] + self.their_worth[j]
            hopes = self.my_hopes[i] + self.their_hopes[j]
            marks, their_marks = text.anchors, their_text.anchors
            if self.agreed:
                known = (i, j) in self.agreed
                disowned = not known and (i in self.settled[0] or j in self.settled[1])
        elif delta > 2.5 or one.pinned:
            return None
        else:
            evidence, most = self._joint_evidence(span)
            gain = min(evidence - most, 6.0)
            shapes = {(block.kind, block.level) for block in self.source[i : i + di]}
            their_shapes = {(block.kind, block.level) for block in self.target[j : j + dj]}
            joined = len(shapes) + len(their_shapes) - 2
            worth = sum(self.my_worth[i : i + di]) + sum(self.their_worth[j : j + dj])
            hopes = sum(self.my_hopes[i : i + di]) + sum(self.their_hopes[j : j + dj])
            marks, their_marks = self._joined(0, i, di), self._joined(1, j, dj)
        return (
            di + dj == 2,
            di + dj == 3,
            di * dj == 3,
            di * dj == 4,
            min(delta, 5.0),
            min(delta * delta, 25.0),
            self.my_roles[i + 1] != self.their_roles[j + 1],
            one.kind != other.kind or one.level != other.level or one.depth != other.depth,
            self.my_roles[i] == self.their_roles[j],
            self.my_roles[i + di + 1] == self.their_roles[j + dj + 1],
            text.has_colon and their_text.has_colon,
            text.has_colon != their_text.has_colon,
            min(evidence, 20.0) ** 0.5,
            2 * evidence / (worth + 4),
            2 * evidence / (hopes + 4),
            max(-3.0, min(margin, 3.0)),
            0.0 if evidence else min(1.0, (my_length + their_length) / 200),
            0 if marks is their_marks else len(conflicts(marks, their_marks)),
            gain,
            joined,
            known,
            disowned,
        )

    def _joined(self, side: int, i: int, count: int) -> Anchors:
        """Return the anchors of some blocks, looked up again and again."""
        key = side, i, count
        if key not in self._marks:
            self._marks[key] = join(
                [text.anchors for text in (self.mine, self.theirs)[side][i : i + count]]
            )
        return self._marks[key]

    def _joint_evidence(self, span: _Span) -> tuple[float, float]:
        """Return the evidence of several blocks together, and the most that two of them have."""
        i, di, j, dj = span
        mine: dict[str, float] = {}
        theirs: dict[str, float] = {}
        most = 0.0
        for at in product(range(i, i + di), range(j, j + dj)):
            if at in self.cells:
                most = max(most, self.evidence[at])
                for union, part in zip((mine, theirs), self.cells[at], strict=True):
                    for word, weight in part.items():
                        if weight > union.get(word, 0.0):
                            union[word] = weight
        return (sum(mine.values()) + sum(theirs.values())) / 2, most

    def features_alone(self, side: int, i: int) -> tuple[float, ...]:
        """Return what is weighed in a block without a counterpart."""
        text = (self.mine, self.theirs)[side][i]
        return (
            1.0,
            (self.my_roles, self.their_roles)[side][i + 1] is BlockKind.HEADING,
            math.log(text.length + 8),
            min((self.rows, self.columns)[side][i][0], 20.0) ** 0.5,
        )

    # Chains of links

    def score(self, span: _Span) -> float | None:
        """Weigh a link; None for one that cannot be."""
        if span in self._scores:
            return self._scores[span]
        features = self.features(span)
        score = None if features is None else _dot(self.weights, features)
        self._scores[span] = score
        return score

    def steps(self, rows: Sequence[int], columns: Sequence[int], places: Places) -> Steps:
        """Return, by the place where it ends, each link that a chain through places can hold."""
        mine, theirs = self.alone
        steps: Steps = {}
        for p, q in places:
            here: list[tuple[int, int, float]] = []
            if p and (p - 1, q) in places:
                here.append((1, 0, mine[rows[p - 1]]))
            if q and (p, q - 1) in places:
                here.append((0, 1, theirs[columns[q - 1]]))
            for dp, dq in SHAPES if places[p, q] else SHAPES[:1]:
                if (p - dp, q - dq) in places:
                    i, j = rows[p - dp], columns[q - dq]
                    if rows[p - 1] - i < dp and columns[q - 1] - j < dq:
                        score = self.score((i, dp, j, dq))
                        if score is not None:
                            here.append((dp, dq, score))
            steps[p, q] = here
        return steps

    def posteriors(
        self, rows: Sequence[int], columns: Sequence[int], places: Places | None = None
    ) -> tuple[float, dict[_Span, float]]:
        """Sum over all chains through places: their weight, and how probable each link is.

        Links are here by their places in rows and columns.
        """
        n, m = len(rows), len(columns)
        if places is None:
            places = dict.fromkeys(product(range(n + 1), range(m + 1)), True)
        steps = self.steps(rows, columns, places)
        ahead = {(0, 0): 0.0}
        for (p, q), here in steps.items():
            values = [ahead[p - dp, q - dq] + s for dp, dq, s in here if (p - dp, q - dq) in ahead]
            if values:
                top = max(values)
                ahead[p, q] = top + math.log(sum([math.exp(value - top) for value in values]))
        # How probable it is that the chain passes a place is the sum over the links from it.
        passed = dict.fromkeys(ahead, 0.0)
        passed[n, m] = 1.0
        found: dict[_Span, float] = {}
        least = 1e-3 / len(places)
        for p, q in reversed(ahead):
            if passed[p, q] < least:
                continue
            for dp, dq, score in steps[p, q]:
                before = p - dp, q - dq
                if before in ahead:
                    share = passed[p, q] * math.exp(ahead[before] + score - ahead[p, q])
                    if share > least:
                        passed[before] += share
                        found[p - dp, dp, q - dq, dq] = share
        return ahead[n, m], found

    def chain(self, rows: Sequence[int], columns: Sequence[int]) -> tuple[float, Chain]:
        """Return the chain in which the most blocks are probably right, and its links' odds.

        Most blocks are joined with none: where chains of single links pass, joint ones may.
        """
        n, m = len(rows), len(columns)
        reach = WIDE * max(n, m)
        # Those for which abs(p * m - q * n) <= reach.
        places = {
            (p, q): False
            for p in range(n + 1)
            for q in (
                range(max(0, -((reach - p * m) // n)), min(m, (p * m + reach) // n) + 1)
                if n
                else range(m + 1)
            )
        }
        for p, _, q, _ in self.posteriors(rows, columns, places)[1]:
            for at in product(range(p - NEAR, p + NEAR + 2), range(q - NEAR, q + NEAR + 2)):
                if at in places:
                    places[at] = True
        places[n, m] = True
        places = {at: near for at, near in places.items() if near}
        total, found = self.posteriors(rows, columns, places)
        best: dict[tuple[int, int], tuple[float, _Span | None]] = {(0, 0): (0.0, None)}
        for span in sorted(found, key=lambda span: (span[0] + span[1], span[2] + span[3])):
            p, dp, q, dq = span
            if (p, q) in best:
                value = best[p, q][0] + found[span] * (dp + dq)
                at = p + dp, q + dq
                if at not in best or value > best[at][0]:
                    best[at] = value, span
        chain = []
        step = best[n, m][1]
        while step:
            p, dp, q, dq = step
            chain.append(((rows[p] if dp else 0, dp, columns[q] if dq else 0, dq), found[step]))
            step = best[p, q][1]
        return total, chain[::-1]

    def links(self) -> list[Bead]:
        """Choose the links: the best chain, then what reads better out of its order."""
        total, chain = self.chain(range(len(self.source)), range(len(self.target)))
        moved: dict[int, int] = {}
        odds = 0.0
        tried: list[Run] = []
        while len(tried) < TRIES:
            runs = [run for run in self._strays(chain, moved) if run not in tried]
            if not runs:
                break
            tried.append(runs[0])
            # What it displaces may belong where the other came from: two items swapped.
            partners = self._partners(chain, runs[0], runs[1:])
            for group in (runs[:1], runs[:1] + partners[:1])[: 1 + len(partners)]:
                trial = moved | dict(cell for run in group for cell in run)
                taken = set(trial.values())
                rest, new = self.chain(
                    [i for i in range(len(self.source)) if i not in trial],
                    [j for j in range(len(self.target)) if j not in taken],
                )
                value = rest + sum(self.score((i, 1, j, 1)) or 0.0 for i, j in trial.items())
                value -= MOVED * sum(trial.get(i - 1) != j - 1 for i, j in trial.items())
                if value > total:
                    odds = _sigmoid(value - total)
                    total, chain, moved = value, new, trial
                    break
        spans = [*chain, *(((i, 1, j, 1), odds) for i, j in moved.items())]
        usual = self.usual(span for span, _ in spans)
        return _in_order(
            [
                (
                    tuple(range(i, i + di)),
                    tuple(range(j, j + dj)),
                    self.confidence((i, di, j, dj), odds, usual),
                )
                for (i, di, j, dj), odds in spans
            ]
        )

    def _gain(self, i: int, di: int, j: int, dj: int) -> float:
        """Return how much better than none a link is."""
        score = self.score((i, di, j, dj)) if di and dj else None
        if score is None:
            return 0.0
        return score - sum(self.alone[0][i : i + di]) - sum(self.alone[1][j : j + dj])

    def _strays(self, chain: Chain, moved: dict[int, int]) -> list[Run]:
        """Return the runs of cells off the chain that look like counterparts, best first."""
        mine: dict[int, float] = {}  # what each block's present link gains
        theirs: dict[int, float] = {}
        linked: set[tuple[int, int]] = set()
        for (i, di, j, dj), _ in chain:
            gain = 2 * self._gain(i, di, j, dj) / (di + dj)
            mine |= dict.fromkeys(range(i, i + di), gain)
            theirs |= dict.fromkeys(range(j, j + dj), gain)
            if di and dj:
                linked.add((i, j))

        def gain_of(i: int, j: int) -> float:
            """Return what it gains to link the cell; nothing where its present links gain more."""
            if i in mine and j in theirs:
                gain = self._gain(i, 1, j, 1)
                if gain > max(mine[i], theirs[j]):
                    return gain
            return 0.0

        runs: dict[Run, float] = {}
        taken: set[tuple[int, int]] = set()
        for i, j in sorted(self.evidence):
            value = self.evidence[i, j]
            if (i, j) in taken or not value == self.rows[i][0] == self.columns[j][0]:
                continue
            cells = [(i, j)] if gain_of(i, j) else []
            for way in (1, -1) if cells else ():
                at = i + way, j + way
                while gain_of(*at):
                    cells.append(at)
                    at = at[0] + way, at[1] + way
            taken.update(cells)
            if (
                cells
                and self._headed(min(cells), linked)
                and min(cells)[0] - 1 in mine
                and min(cells)[1] - 1 in theirs
            ):
                cells.append((min(cells)[0] - 1, min(cells)[1] - 1))
            gain = sum(gain_of(*cell) for cell in cells)
            if gain > MOVED:  # or else nothing is won, whatever the rest gains
                runs[tuple(sorted(cells))] = gain
        return sorted(runs, key=lambda run: (-runs[run], run))

    def _headed(self, cell: tuple[int, int], linked: set[tuple[int, int]]) -> bool:
        """Whether the cell stands below two headings, not yet linked: a section moves whole."""
        i, j = cell
        are_headings = self.my_roles[i] is self.their_roles[j] is BlockKind.HEADING
        return are_headings and (i - 1, j - 1) not in linked

    @staticmethod
    def _partners(chain: Chain, run: Run, others: Sequence[Run]) -> list[Run]:
        """Return the other runs of what a run displaces."""
        mine, theirs = {i for i, _ in run}, {j for _, j in run}
        my_own, their_own = set(mine), set(theirs)
        for (i, di, j, dj), _ in chain:
            one, other = range(i, i + di), range(j, j + dj)
            if not my_own.isdisjoint(one) or not their_own.isdisjoint(other):
                mine.update(one)
                theirs.update(other)
        return [
            other
            for other in others
            if any(i in mine or j in theirs for i, j in other)
            and not any(i in my_own or j in their_own for i, j in other)
        ]

    # How sure a link is

    def usual(self, spans: Iterable[_Span]) -> float:
        """Return the share of answered words that is usual in these texts."""
        shares = sorted(
            2 * self.evidence.get((i, j), 0.0) / (hopes + 4)
            for i, di, j, dj in spans
            if di == dj == 1 and (hopes := self.my_hopes[i] + self.their_hopes[j]) > 10
        )
        return shares[len(shares) // 2] if shares else 0.5

    def confidence(self, span: _Span, odds: float, usual: float) -> float:
        """Return how probable it is that a link is right, and its texts say the same."""
        if not span[1] or not span[3] or (span[0], span[2]) in self.agreed:
            return odds
        return _sigmoid(_dot(tuple(SURE.values()), self.sureness(span, odds, usual)))

    def sureness(self, span: _Span, odds: float, usual: float) -> tuple[float, ...]:
        """Return what makes a link sure."""
        i, di, j, dj = span
        seen = dict(zip(WEIGHTS, self.features(span) or (), strict=True))
        hopes = sum(self.my_hopes[i : i + di]) + sum(self.their_hopes[j : j + dj])
        length = self.my_ends[i + di] - self.my_ends[i]
        length += self.their_ends[j + dj] - self.their_ends[j]
        sentences = sum(text.sentences for text in self.mine[i : i + di])
        sentences -= sum(text.sentences for text in self.theirs[j : j + dj])
        odds = min(max(odds, 0.001), 0.999)
        return (
            1.0,
            math.log(odds / (1 - odds)),
            seen["length"] * math.log(length + 8) / 6,
            seen["share"],
            seen["answered"],
            min(abs(sentences), 3),
            min(0.0, seen["answered"] - usual) * math.sqrt(hopes),
        )


def _in_order(found: Sequence[tuple[tuple[int, ...], tuple[int, ...], float]]) -> list[Bead]:
    """Sort links by the source, and mark the fewest that stand out of the target's order."""
    both = sorted(link for link in found if link[0] and link[1])
    # The longest increasing chain of targets, by patience sorting.
    tops: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for number, (_, target, _) in enumerate(both):
        at = bisect_left(tops, target[0])
        tops[at : at + 1] = [target[0]]
        last[at : at + 1] = [number]
        back.append(last[at - 1] if at else -1)
    straight = set()
    number = last[-1] if last else -1
    while number >= 0:
        straight.add(number)
        number = back[number]
    links = [
        (source[0], -1, Bead(source, target, odds, number not in straight))
        for number, (source, target, odds) in enumerate(both)
    ]
    # A block of the target alone follows what it follows there.
    places = {target[-1]: source[-1] for source, target, _ in both}
    for source, target, odds in found:
        if not target:
            links.append((source[0], -1, Bead(source, (), odds)))
        elif not source:
            before = max((j for j in places if j < target[0]), default=-1)
            links.append((places.get(before, -1), target[0], Bead((), target, odds)))
    return [link for _, _, link in sorted(links, key=lambda entry: entry[:2])]


def _worth(words: Iterable[str], index: dict[str, list[int]], count: int) -> float:
    return sum(math.log(count / len(index[word])) for word in words)


def _dot(weights: tuple[float, ...], features: tuple[float, ...]) -> float:
    return float(sum(map(mul, weights, features)))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-700.0, min(value, 700.0))))
