"""Code and raw HTML that both texts of a pair have: gettext cannot translate it.

A catalogue has no entries for it. With the digests of both blocks in its header, a later run finds
that only one of them changed (see ``marks``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..alignment.align import Bead
from ..alignment.segments import BlockKind
from ..units import UnitBlock
from .catalog import Entry, Mark, State, digest
from .propose import Aligned
from .words import bare

#: The digests of a block of the source, and of the one in the counterpart.
Both = tuple[str, str]
_KINDS = frozenset({BlockKind.CODE, BlockKind.HTML})


@dataclass(frozen=True, slots=True)
class SeenCode:
    """Two blocks of code that belong together: as they last agreed, and in the last run."""

    agreed: Both
    now: Both

    @property
    def has_drifted(self) -> bool:
        """Whether one of them changed, and nobody has confirmed them."""
        return self.agreed != self.now

    @property
    def state(self) -> State:
        """The state of an entry with such texts."""
        if not self.has_drifted:
            return State.AGREED
        source_changed = self.agreed[0] != self.now[0]
        return State.SOURCE_CHANGED if source_changed else State.TRANSLATION_CHANGED

    def entry(self, text: str = "", translation: str = "") -> Entry:
        """Return the entry that a catalogue would have for two blocks that drifted."""
        mark = Mark(self.state, self.now[1], self.agreed[1], source=self.agreed[0])
        return Entry(text, translation, frozenset({"fuzzy"}), mark=mark)


def code_digest(text: str) -> str:
    """Return the digest of a block of code; typography does not count, as in any other text."""
    return digest(bare(text))


def both_code(aligned: Aligned, bead: Bead) -> Both | None:
    """Return the digests of the two blocks of code that a bead joins; None if it joins others."""
    blocks = [aligned.pair.source.blocks[index] for index in bead.source]
    answers = [aligned.pair.answers[index] for index in bead.target]
    if len(blocks) != 1 or len(answers) != 1 or not all(map(_is_code, (*blocks, *answers))):
        return None
    return code_digest(blocks[0].text), code_digest(answers[0].text)


def _is_code(block: UnitBlock) -> bool:
    return block.kind in _KINDS and not block.untranslated


def compare_code(pairs: Sequence[Aligned], before: Sequence[SeenCode]) -> Iterator[SeenCode]:
    """Yield the code that the texts of a catalogue have; *before* is what it knows.

    Code that is new in both texts, or changed in both, agrees. Without a counterpart, what agreed
    is remembered.
    """
    found = [both for each in pairs for bead in each.beads if (both := both_code(each, bead))]
    units = [[each.pair.source for each in pairs], [u for p in pairs if (u := p.pair.target)]]
    present = [
        Counter(code_digest(b.text) for unit in side for b in unit.blocks if _is_code(b))
        for side in units
    ]
    known = [Counter(seen.agreed[side] for seen in before) for side in (0, 1)]
    rest = [*before]
    # What is as it was in the last run keeps its state, in this order.
    kept = [_pop(rest, new) for new in found]
    changed = Counter(new for new, seen in zip(found, kept, strict=True) if seen is None)
    same = changed & Counter(seen.agreed for seen in rest)
    left = [*(Counter(seen.agreed for seen in rest) - same).elements()]

    def has_become(old: Both, new: Both, side: int) -> bool:
        """Whether only one side changed: the file no longer has the old text, and has a new one."""
        return (
            old[1 - side] == new[1 - side]
            and present[side][old[side]] < known[side][old[side]]
            and present[side][new[side]] > known[side][new[side]]
        )

    for new, seen in zip(found, kept, strict=True):
        agreed = new
        if seen:
            agreed = seen.agreed
        elif same[new]:
            same[new] -= 1
        elif origin := next(
            (o for o in left if has_become(o, new, 0) or has_become(o, new, 1)), None
        ):
            left.remove(origin)
            agreed = origin
        yield SeenCode(agreed, new)
    if len(units[1]) < len(pairs):
        yield from (SeenCode(old, old) for old in left)


def _pop(rest: list[SeenCode], now: Both) -> SeenCode | None:
    """Take the first code that is as it was in the last run."""
    found = next((seen for seen in rest if seen.now == now), None)
    if found:
        rest.remove(found)
    return found


def drifted_code(code: Iterable[SeenCode]) -> dict[Both, SeenCode]:
    """Return the code that drifted, by its present digests."""
    return {seen.now: seen for seen in code if seen.has_drifted}
