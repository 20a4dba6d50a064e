"""A comparison of the contents of units: does another unit match better than the counterpart?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .alignment.align import Bead, align
from .alignment.lexicon import Lexicon
from .catalogs.propose import Aligned
from .units import Direction, Pair, Unit

#: How much more of its content a unit must share with another than with its counterpart. Pairs of
#: real postings share 0.84 or more, and postings of two jobs 0.65 or less.
CLEAR = 0.3


def better_counterparts(
    pairs: Iterable[Aligned], left: Iterable[Unit], lexicons: Mapping[Direction, Lexicon]
) -> Iterator[tuple[Pair, Unit]]:
    """Yield the pairs whose source clearly has the content of another unit, with that unit.

    Only a key that has several units in a language could be paired in another way. The units *left*
    have no counterpart.
    """
    groups: dict[tuple[str, Direction], list[Aligned]] = defaultdict(list)
    for aligned in pairs:
        if aligned.pair.target is not None:
            groups[aligned.pair.source.key, aligned.pair.direction].append(aligned)
    left = list(left)
    for (key, direction), group in groups.items():
        targets = [aligned.pair.target for aligned in group if aligned.pair.target]
        langs = {target.lang for target in targets}
        spare = [unit for unit in left if unit.key == key and unit.lang in langs]
        candidates = list(dict.fromkeys([*targets, *spare]))
        for aligned in group if len(candidates) > 1 else ():
            better = _better(aligned, candidates, lexicons[direction])
            if better is not None:
                yield aligned.pair, better


def _better(aligned: Aligned, candidates: Iterable[Unit], lexicon: Lexicon) -> Unit | None:
    """Return the candidate whose content is clearly nearer to the source than its counterpart's."""
    source, target = aligned.pair.source, aligned.pair.target
    if target is None:
        return None
    least = _shared(aligned.beads, source, target) + CLEAR
    best = None
    for candidate in candidates if least <= 1 else ():
        if candidate is not target:
            shared = _shared(align(source.blocks, candidate.blocks, lexicon), source, candidate)
            if shared >= least:
                best, least = candidate, shared
    return best


def _shared(beads: Sequence[Bead], source: Unit, target: Unit) -> float:
    """Return the share of their blocks that two units have in common, from 0 to 1."""
    shared = sum(bead.belongs for bead in beads if bead.source and bead.target)
    return shared / max(len(source.blocks), len(target.blocks), 1)
