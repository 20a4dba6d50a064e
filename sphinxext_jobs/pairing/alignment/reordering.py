"""Reordering: finds blocks that the translation has in another order than the source.

The beads of a chain cannot cross. So this looks for runs of blocks off the best chain that look
like counterparts. Each run is removed from both texts on trial, and the rest is aligned again. The
run has moved if its own score is greater than the loss to the chain and the cost of a move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .confidence import sigmoid
from .evidence import Cell
from .lattice import Chain, Lattice
from .segments import BlockKind

#: The cost of moving one run, in units of a score.
MOVE_COST = 3.5
#: The most runs that are tried.
MAX_TRIALS = 20

#: Cells of neighbouring blocks: (i, j), (i + 1, j + 1), …
Run = tuple[Cell, ...]


class Plan(NamedTuple):
    """An alignment: a chain, and the blocks that have moved."""

    score: float  # the total of all chains, plus the scores of the moved blocks
    chain: Chain
    moved: Mapping[int, int]  # the target block of each moved source block
    posterior: float  # of the moves


class _Chains:
    """The best chains of a lattice. Those of a section that a move does not concern are kept."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.sections = [
            part for section in lattice.bitext.sections for part in lattice.divided(section)
        ]
        self._found: dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[float, Chain]] = {}

    def plan(self, moved: Mapping[int, int], posterior: float = 0.0) -> Plan:
        """Return the plan in which these blocks have moved."""
        taken = set(moved.values())
        score, chain = 0.0, []
        for section in self.sections:
            rows = tuple(i for i in section.rows if i not in moved)
            columns = tuple(j for j in section.columns if j not in taken)
            if (rows, columns) not in self._found:
                self._found[rows, columns] = self.lattice.chain(rows, columns)
            total, part = self._found[rows, columns]
            score += total
            chain += part
        score += sum(self.lattice.score((i, 1, j, 1)) for i, j in moved.items())
        score -= MOVE_COST * sum(moved.get(i - 1) != j - 1 for i, j in moved.items())
        return Plan(score, chain, moved, posterior)


def best_plan(lattice: Lattice) -> Plan:
    """Return the best alignment: the best chain, and the moves that improve it."""
    chains = _Chains(lattice)
    plan = chains.plan({}, posterior=1.0)
    tried: list[Run] = []
    while len(tried) < MAX_TRIALS:
        runs = [run for run in stray_runs(lattice, plan.chain) if run not in tried]
        if not runs:
            break
        run, others = runs[0], runs[1:]
        tried.append(run)
        trials: list[Sequence[Run]] = [(run,)]
        # When two items are swapped, the displaced blocks belong to a run, too.
        if partner := next(_partners(plan.chain, run, others), None):
            trials.append((run, partner))
        for trial in trials:
            moved = {**plan.moved, **dict(cell for run in trial for cell in run)}
            new = chains.plan(moved)
            if new.score > plan.score:
                plan = new._replace(posterior=sigmoid(new.score - plan.score))
                break
    return plan


def stray_runs(lattice: Lattice, chain: Chain) -> list[Run]:
    """Return the runs off the chain that look like counterparts, best first."""
    strays = _Strays(lattice, chain)
    runs: dict[Run, float] = {}
    seen: set[Cell] = set()
    for cell in lattice.bitext.best_cells:
        if cell not in seen:
            cells = strays.around(cell)
            seen.update(cells)
            if cells and strays.below_headings(cells[0]):
                cells.insert(0, (cells[0][0] - 1, cells[0][1] - 1))
            gain = sum(map(strays.gain, cells))
            if gain > MOVE_COST:
                runs[tuple(cells)] = gain
    return sorted(runs, key=lambda run: (-runs[run], run))


class _Strays:
    """Cells that gain more than the beads of their blocks in a chain."""

    def __init__(self, lattice: Lattice, chain: Chain) -> None:
        self.lattice = lattice
        self.beads = {(i, j) for (i, di, j, dj), _ in chain if di and dj}
        #: The gain of the bead of each block in the chain, per pair of blocks.
        self.source_gains: dict[int, float] = {}
        self.target_gains: dict[int, float] = {}
        for span, _ in chain:
            i, di, j, dj = span
            gain = 2 * lattice.gain(span) / (di + dj)
            self.source_gains |= dict.fromkeys(range(i, i + di), gain)
            self.target_gains |= dict.fromkeys(range(j, j + dj), gain)

    def gain(self, cell: Cell) -> float:
        """Return the gain of a cell, or 0 if its blocks gain more in the chain."""
        i, j = cell
        if i in self.source_gains and j in self.target_gains:
            gain = self.lattice.gain((i, 1, j, 1))
            if gain > max(self.source_gains[i], self.target_gains[j]):
                return gain
        return 0.0

    def around(self, cell: Cell) -> list[Cell]:
        """Return the longest run through a cell in which each cell has a gain."""
        if not self.gain(cell):
            return []
        i, j = cell
        before = after = 0
        while self.gain((i - before - 1, j - before - 1)):
            before += 1
        while self.gain((i + after + 1, j + after + 1)):
            after += 1
        return [(i + step, j + step) for step in range(-before, after + 1)]

    def below_headings(self, cell: Cell) -> bool:
        """Whether the blocks before a run are headings in other beads: sections move as a whole."""
        i, j = cell
        mine, theirs = self.lattice.bitext.source.groups, self.lattice.bitext.target.groups
        return (
            mine[i, 1].role_before is theirs[j, 1].role_before is BlockKind.HEADING
            and i - 1 in self.source_gains
            and j - 1 in self.target_gains
            and (i - 1, j - 1) not in self.beads
        )


def _partners(chain: Chain, run: Run, others: Sequence[Run]) -> Iterator[Run]:
    """Yield the other runs that contain blocks which a run displaces."""
    rows, columns = {i for i, _ in run}, {j for _, j in run}
    freed_rows, freed_columns = set(rows), set(columns)
    for (i, di, j, dj), _ in chain:
        mine, theirs = range(i, i + di), range(j, j + dj)
        if not rows.isdisjoint(mine) or not columns.isdisjoint(theirs):
            freed_rows.update(mine)
            freed_columns.update(theirs)
    for other in others:
        their_rows, their_columns = {i for i, _ in other}, {j for _, j in other}
        comes_back = freed_rows & their_rows or freed_columns & their_columns
        if comes_back and rows.isdisjoint(their_rows) and columns.isdisjoint(their_columns):
            yield other
