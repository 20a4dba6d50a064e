"""Measure the aligner on alignments made by hand.

Gold is one JSON file per pair of postings: `blocks` (their texts in order, by language),
`alignment` (a list of beads: [source indices, target indices]) and `loose` (positions in
`alignment` of beads whose texts belong together, but do not say quite the same).
`jobs-pair` knows the kinds of the blocks: `--pairs` is the folder of the postings (the default
is the folder around gold), or the `pairing.json` of a run on it.

A source block is right if it is aligned with exactly the blocks that gold has for it.
The lexicon is learned from the pairs other than the one measured and its near-duplicates.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sphinxext_jobs.pairing.alignment.align import (
    MODEL,
    Bead,
    Model,
    align,
    instructive_texts,
    learn_lexicon,
)
from sphinxext_jobs.pairing.alignment.anchors import anchors, conflicts
from sphinxext_jobs.pairing.alignment.lexicon import EMPTY, Lexicon
from sphinxext_jobs.pairing.alignment.segments import Block, BlockKind, segment

Pair = tuple[list[Block], list[Block]]
#: Kinds of which a text has one each.
PINNED = (BlockKind.TITLE, BlockKind.DESCRIPTION)
#: The levels of confidence of the calibration curve.
LEVELS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
#: The numbers of blocks of long texts.
LENGTHS = (75, 150, 300, 600, 1000)
Sides = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Case:
    """A pair of texts and their alignment."""

    name: str
    source: list[Block]
    target: list[Block]
    gold: list[Sides]
    loose: frozenset[Sides] = frozenset()

    @property
    def alike(self) -> bool:
        """Whether both texts are built in the same way."""
        return _shape(self.source) == _shape(self.target)


def make_block(kind: str, text: str, level: int = 0, depth: int = 0) -> Block:
    """Make a block as `jobs-pair` does."""
    return Block(BlockKind(kind), text, level, depth, pinned=kind in PINNED)


def _shape(blocks: Iterable[Block]) -> list[tuple[str, int, int]]:
    return [(block.kind, block.level, block.depth) for block in blocks]


def read_pairs(path: Path) -> list[Pair]:
    """Read the pairs of a folder or of a ``pairing.json``, each once."""
    report = pair_folder(path) if path.is_dir() else json.loads(path.read_text(encoding="utf-8"))
    pairs: dict[tuple[tuple[str, ...], ...], Pair] = {}
    for entry in report["pairs"]:
        source, target = (
            [
                make_block(block["kind"], block["text"], block["level"], block["depth"])
                for block in sorted(
                    (block for link in entry["links"] for block in link[side]),
                    key=lambda block: int(block["index"]),
                )
            ]
            for side in ("source", "target")
        )
        if source and target:
            key = tuple(tuple(block.text for block in side) for side in (source, target))
            pairs.setdefault(key, (source, target))
    return list(pairs.values())


def pair_folder(folder: Path) -> Any:
    """Run ``jobs-pair`` on a folder of postings; return its report."""
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        shutil.copytree(folder, source, ignore=shutil.ignore_patterns("*.json", "README*"))
        (source / "index.md").write_text("# Postings\n", encoding="utf-8")
        (source / "conf.py").write_text(
            "extensions = ['sphinxext_jobs']\njobs_languages = ['en', 'fr']\n", encoding="utf-8"
        )
        out = Path(temporary) / "out"
        command = [sys.executable, "-m", "sphinx", "-Q", "-b", "jobs-pair"]
        subprocess.run([*command, str(source), str(out)], check=True)
        return json.loads((out / "pairing.json").read_text(encoding="utf-8"))


def read_gold(paths: Iterable[Path], pairs: Sequence[Pair]) -> list[Case]:
    """Read gold from files and folders, each pair of texts once."""
    files = [
        file
        for path in paths
        for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])
    ]
    cases: dict[tuple[tuple[str, ...], ...], Case] = {}
    for file in files:
        entry = json.loads(file.read_text(encoding="utf-8"))
        source = _with_kinds(entry["blocks"]["en"], [pair[0] for pair in pairs])
        target = _with_kinds(entry["blocks"]["fr"], [pair[1] for pair in pairs])
        gold: list[Sides] = [(tuple(one), tuple(other)) for one, other in entry["alignment"]]
        loose = frozenset(gold[position] for position in entry.get("loose", ()))
        key = tuple(tuple(block.text for block in side) for side in (source, target))
        cases.setdefault(key, Case(file.stem, source, target, gold, loose))
    return list(cases.values())


def _with_kinds(texts: Sequence[str], known: Sequence[list[Block]]) -> list[Block]:
    """Give texts the kinds of the page that shares most of them."""
    nearest = max(known, key=lambda page: len({b.text for b in page} & set(texts)), default=[])
    left = list(nearest)
    everywhere = {block.text: block for page in known for block in page}
    blocks = []
    for number, text in enumerate(texts):
        block = next((block for block in left if block.text == text), None)
        if block is not None:
            del left[: left.index(block) + 1]
        elif number < 2:
            block = make_block(PINNED[number], text, 1 - number)
        else:
            block = everywhere.get(text) or make_block("paragraph", text)
        blocks.append(replace(block, text=text))
    return blocks


def own_cases(cases: Sequence[Case], pairs: Sequence[Pair]) -> list[Case]:
    """Return the project's own pairs that are alike as cases, if gold has none."""
    if any(case.alike for case in cases):
        return []
    return [
        Case(f"pair {number}", source, target, [((i,), (i,)) for i in range(len(source))])
        for number, (source, target) in enumerate(pairs)
        if _shape(source) == _shape(target)
    ]


def others(case: Case, pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that are neither the case nor nearly the same."""
    mine = {block.text for block in (*case.source, *case.target)}
    left = []
    for pair in pairs:
        theirs = {block.text for side in pair for block in side}
        if len(mine & theirs) < 0.5 * min(len(mine), len(theirs)):
            left.append(pair)
    return left


def without_lexicon(_case: Case) -> Lexicon:
    """Return no lexicon: the aligner's first pass."""
    return EMPTY


def learned_from(pairs: Sequence[Pair]) -> Callable[[Case], Lexicon]:
    """Return a function that learns the lexicon of a case from all other pairs."""
    texts = [list(instructive_texts([pair])) for pair in pairs]
    lexicons: dict[str, Lexicon] = {}

    def learned(case: Case) -> Lexicon:
        if case.name not in lexicons:
            left = others(case, pairs)
            lexicons[case.name] = Lexicon.from_texts(
                text
                for pair, known in zip(pairs, texts, strict=True)
                if pair in left
                for text in known
            )
        return lexicons[case.name]

    return learned


# Controls: what an editor may do to one text of a pair


def _reordered(case: Case, order: Sequence[int]) -> Case:
    target = [case.target[j] for j in order]
    return Case(case.name, case.source, target, [((j,), (k,)) for k, j in enumerate(order)])


def deleted(case: Case, dice: random.Random) -> Case | None:
    """Delete a block from the target."""
    places = [j for j, block in enumerate(case.target) if not block.pinned]
    if not places:
        return None
    gone = dice.choice(places)
    kept = [j for j in range(len(case.target)) if j != gone]
    gold: list[Sides] = [((j,), (k,)) for k, j in enumerate(kept)]
    return Case(case.name, case.source, [case.target[j] for j in kept], [*gold, ((gone,), ())])


def merged(case: Case, dice: random.Random) -> Case | None:
    """Merge two blocks of the target."""
    target = case.target
    places = [
        j
        for j in range(len(target) - 1)
        if target[j].kind == target[j + 1].kind and target[j].kind in ("paragraph", "item")
    ]
    if not places:
        return None
    at = dice.choice(places)
    one = replace(target[at], text=f"{target[at].text} {target[at + 1].text}")
    gold: list[Sides] = [((j,), (j,)) for j in range(at)]
    gold.append(((at, at + 1), (at,)))
    gold += [((j,), (j - 1,)) for j in range(at + 2, len(target))]
    return Case(case.name, case.source, [*target[:at], one, *target[at + 2 :]], gold)


def swapped(case: Case, dice: random.Random) -> Case | None:
    """Swap two items of a list in the target."""
    lists: list[list[int]] = [[]]
    for j, block in enumerate(case.target):
        if block.kind == "item":
            lists[-1].append(j)
        elif lists[-1]:
            lists.append([])
    lists = [places for places in lists if len(places) > 1]
    if not lists:
        return None
    one, other = dice.sample(dice.choice(lists), 2)
    order = list(range(len(case.target)))
    order[one], order[other] = other, one
    return _reordered(case, order)


def moved(case: Case, dice: random.Random) -> Case | None:
    """Move a section of the target to where another begins, or to the end."""
    count = len(case.target)
    starts = [j for j, block in enumerate(case.target) if block.kind == "heading"] + [count]
    if len(starts) < 3:
        return None
    at = dice.randrange(len(starts) - 1)
    section = range(starts[at], starts[at + 1])
    place = dice.choice([start for start in starts if start not in (section.start, section.stop)])
    order = [
        *(j for j in range(place) if j not in section),
        *section,
        *(j for j in range(place, count) if j not in section),
    ]
    return _reordered(case, order)


def edited(case: Case, dice: random.Random) -> Case | None:
    """Edit a pair as years of upkeep do: some blocks dropped, merged, split, restyled."""
    units = [
        ([case.source[i] for i in one], [case.target[j] for j in other]) for one, other in case.gold
    ]
    restyled = dice.random() < 0.4
    for _ in range(dice.randint(1, 4)):
        places = [
            k
            for k, (one, other) in enumerate(units)
            if len(one) == len(other) == 1 and not one[0].pinned
        ]
        if not places:
            return None
        at = dice.choice(places)
        one, other = units[at]
        match dice.choice(["source", "target", "merge", "merge", "split", "run"]):
            case "source":
                units[at] = ([], other)
            case "target":
                units[at] = (one, [])
            case "run":
                for k in range(at, min(at + dice.randint(2, 4), len(units))):
                    if k in places:
                        units[k] = (units[k][0], []) if dice.random() < 0.9 else ([], units[k][1])
            case "merge" if at + 1 in places and other[0].kind == units[at + 1][1][0].kind:
                two, more = units.pop(at + 1)
                text = f"{other[0].text} {more[0].text}"
                units[at] = (one + two, [replace(other[0], text=text)])
            case "split":
                cut = other[0].text.find(". ", len(other[0].text) // 4)
                if 0 < cut < len(other[0].text) - 20:
                    texts = other[0].text[: cut + 1], other[0].text[cut + 2 :]
                    units[at] = (one, [replace(other[0], text=text) for text in texts])
    source: list[Block] = []
    target: list[Block] = []
    gold: list[Sides] = []
    for one, other in units:
        sides = (
            tuple(range(len(source), len(source) + len(one))),
            tuple(range(len(target), len(target) + len(other))),
        )
        if one or other:
            gold.append(sides)
        source += one
        target += [_restyled(block) for block in other] if restyled else other
    return Case(case.name, source, target, gold)


def _restyled(block: Block) -> Block:
    if block.kind == "heading":
        return make_block("paragraph", f"**{block.text.strip('*')}**")
    return replace(block, depth=block.depth + 1) if block.kind == "item" else block


CONTROLS: dict[str, Callable[[Case, random.Random], Case | None]] = {
    "one block deleted": deleted,
    "two blocks merged": merged,
    "two items swapped": swapped,
    "a section moved": moved,
    "several edits": edited,
}


def controls(cases: Sequence[Case], name: str, times: int) -> Iterator[Case]:
    """Edit each pair that is alike from start to end, in a few ways."""
    for case in cases:
        if len(case.gold) < 10 or any(one != other for one, other in case.gold):
            continue
        for time_ in range(times):
            edited = CONTROLS[name](case, random.Random(f"{name} {case.name} {time_}"))
            if edited is not None:
                yield edited


# Measures


def score(case: Case, beads: Sequence[Bead]) -> tuple[int, int]:
    """Return how many source blocks are right, and of how many."""
    found = {i: bead.target for bead in beads for i in bead.source}
    gold = {i: other for one, other in case.gold for i in one}
    return sum(found[i] == other for i, other in gold.items()), len(gold)


def is_fuzzy(case: Case, bead: Bead) -> bool:
    """Whether a catalogue would mark the bead fuzzy."""
    if len(bead.source) != 1 or len(bead.target) != 1 or bead.crossing or bead.uneven:
        return True
    one, other = case.source[bead.source[0]].text, case.target[bead.target[0]].text
    return not bead.belongs or bool(conflicts(anchors(one), anchors(other)))


def firm(case: Case, beads: Sequence[Bead]) -> tuple[int, int, int, int]:
    """Return how many beads are not fuzzy, how many of them wrong and loose, and gold's blocks."""
    sure = [(k.source, k.target) for k in beads if k.source and k.target and not is_fuzzy(case, k)]
    wrong = sum(sides not in case.gold for sides in sure)
    matched = sum(len(one) for one, other in case.gold if other)
    return len(sure), wrong, sum(sides in case.loose for sides in sure), matched


def report(
    title: str,
    cases: Sequence[Case],
    lexicon_of: Callable[[Case], Lexicon],
    model: Model,
    verbose: bool,
) -> None:
    """Print the measures of some cases."""
    right = total = sure = wrong = loose = matched = 0
    for case in cases:
        beads = align(case.source, case.target, lexicon_of(case), model=model)
        a, b = score(case, beads)
        right, total = right + a, total + b
        found = firm(case, beads)
        sure, wrong = sure + found[0], wrong + found[1]
        loose, matched = loose + found[2], matched + found[3]
        if verbose:
            _show(case, beads)
    print(
        f"{title:44} {right / max(total, 1):.4f} of {total:5} blocks; not fuzzy: precision"
        f" {1 - wrong / max(sure, 1):.4f}, coverage {sure / max(matched, 1):.3f}, loose {loose}",
        flush=True,
    )


def _show(case: Case, beads: Sequence[Bead]) -> None:
    gold = {i: other for one, other in case.gold for i in one}
    loose = {i for one, _ in case.loose for i in one}
    for bead in beads:
        for i in bead.source:
            sure = not is_fuzzy(case, bead)
            if bead.target != gold.get(i) or (sure and i in loose):
                print(
                    f"  {case.name}: {bead.source} {bead.target} for {gold.get(i)}"
                    f" {bead.confidence:.3f}{' firm' if sure else ''}"
                    f"{' loose' if i in loose else ''}: {case.source[i].text[:50]!r}"
                    f" {[case.target[j].text[:50] for j in bead.target]}"
                )


def calibration(cases: Sequence[Case], lexicon_of: Callable[[Case], Lexicon]) -> None:
    """Print how often beads are right by their confidence, and say the same by their length.

    Where only the order of the blocks matches them, a bead is in doubt whatever its confidence.
    """
    belong: dict[str, list[bool]] = defaultdict(list)
    same: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        for bead in align(case.source, case.target, lexicon_of(case)):
            sides = bead.source, bead.target
            if not all(sides):
                continue
            level = max((least for least in LEVELS if bead.confidence >= least), default=0.0)
            name = "only by order" if bead.by_order else f"from {level:.2f}"
            belong[name].append(sides in case.gold)
            if bead.belongs:
                same["uneven" if bead.uneven else "even"].append(sides not in case.loose)
    for title, table in (("confidence", belong), ("length", same)):
        for name, found in sorted(table.items()):
            print(f"{title} {name:14} {sum(found) / len(found):.4f} of {len(found):5} beads")


def swaps(pairs: Sequence[Pair]) -> None:
    """Swap each two neighbours of a list, in a project of this pair only; print how it ends."""
    count = agreed = 0
    for source, target in pairs:
        if _shape(source) != _shape(target):
            continue
        for j in range(len(target) - 1):
            if not target[j].kind == target[j + 1].kind == BlockKind.ITEM:
                continue
            order = [*range(j), j + 1, j, *range(j + 2, len(target))]
            case = _reordered(Case("", source, target, []), order)
            beads = align(source, case.target, learn_lexicon([(source, case.target)]))
            count, agreed = count + 1, agreed + bool(firm(case, beads)[1])
    print(f"{count} swaps of neighbours, one pair each: wrong and not fuzzy in {agreed}")


def milliseconds(cases: Sequence[Case], lexicon: Lexicon) -> float:
    """Return the CPU time of a pair of 35 blocks, the least of several runs."""
    best = float("inf")
    blocks = sum(len(case.source) + len(case.target) for case in cases) / 2
    gc.disable()
    for _ in range(5):
        segment.cache_clear()
        anchors.cache_clear()
        start = time.process_time()
        for case in cases:
            align(case.source, case.target, lexicon)
        best = min(best, time.process_time() - start)
        gc.collect()
    gc.enable()
    return best / blocks * 35 * 1000


def growth(pairs: Sequence[Pair], lexicon: Lexicon) -> None:
    """Print the CPU time of long texts, and that of each block against the shortest text's."""
    source, target = ([block for pair in pairs for block in pair[side]] for side in (0, 1))
    least = 0.0
    for count in LENGTHS:
        texts = [(side * (count // len(side) + 1))[:count] for side in (source, target)]
        segment.cache_clear()
        anchors.cache_clear()
        start = time.process_time()
        align(texts[0], texts[1], lexicon)
        seconds = time.process_time() - start
        least = least or seconds / count
        print(f"{count} blocks: {seconds:.2f} s, {seconds / count / least:.1f} times as long each")


def table(
    cases: Sequence[Case],
    lexicons: Sequence[Callable[[Case], Lexicon]],
    times: int,
    verbose: bool,
    model: Model = MODEL,
) -> None:
    """Print all measures of alignment: those of gold, and those of its edited versions."""
    alike = [case for case in cases if case.alike]
    unlike = [case for case in cases if not case.alike]
    for lexicon_of, with_ in zip(lexicons, ("", ", lexicon"), strict=False):
        report(f"{len(unlike)} unlike pairs{with_}", unlike, lexicon_of, model, verbose)
        report(f"{len(alike)} alike pairs{with_}", alike, lexicon_of, model, verbose)
        for name in CONTROLS:
            made = list(controls(alike, name, times))
            report(f"{len(made)} × {name}{with_}", made, lexicon_of, model, verbose)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="files and folders")
    parser.add_argument("--pairs", type=Path, help="the folder of the postings, or its report")
    parser.add_argument("--times", type=int, default=3, help="controls of each kind and pair")
    parser.add_argument("--quick", action="store_true", help="without a lexicon only")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what is wrong")
    options: Any = parser.parse_args(arguments)
    pairs = read_pairs(options.pairs or options.gold[0].parent)
    cases = read_gold(options.gold, pairs)
    cases += own_cases(cases, pairs)
    lexicons = (without_lexicon,) if options.quick else (without_lexicon, learned_from(pairs))
    table(cases, lexicons, options.times, options.verbose)
    alike = [case for case in cases if case.alike]
    made = [each for name in CONTROLS for each in controls(alike, name, options.times)]
    calibration([*cases, *made], lexicons[-1])
    swaps([(case.source, case.target) for case in alike])
    start = time.process_time()
    lexicon = learn_lexicon(pairs)
    print(f"lexicon of {len(pairs)} pairs: {time.process_time() - start:.2f} s")
    for name, given in (("none", EMPTY), ("lexicon", lexicon)):
        print(f"35 blocks, {name}: {milliseconds(cases, given):.1f} ms")
    long = [pair for pair in pairs if _shape(pair[0]) == _shape(pair[1])]
    growth(long or pairs, lexicon)


if __name__ == "__main__":
    main()
