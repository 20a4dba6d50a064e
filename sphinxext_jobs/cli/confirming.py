"""``sphinx-jobs confirm``: what it changes, and what it says."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..diagnostics import printable
from ..pairing.catalogs.catalog import Reason, State
from ..pairing.catalogs.po import dump
from ..pairing.confirming import Item, confirm, items
from ..text.wording import and_more, quoted
from ..text.wording import message as _
from .correcting import difference, write
from .pairs import FilePair, Pairs
from .project import ProjectError, open_project
from .since import Since

#: An id of ``pairing.json``.
_ID = re.compile(r"[0-9a-f]{8}")
_PLACE = re.compile(r"(.+):(\d+):?")
#: Whether an argument chooses an item of a pair.
_Choice = Callable[[FilePair, Item], bool]


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    if not found.names and not found.why and found.since is None:
        problem = _("Name what to confirm: a key, `FILE:LINE`, an id, --why REASON or --since REF.")
        raise ProjectError(problem)
    if found.why and found.why not in (known := [*Reason, *State]):
        problem = _("“{text}” is not a reason. The reasons are: {reasons}.")
        raise ProjectError(problem.format(text=found.why, reasons=", ".join(known)))
    starts = [Path(_file_of(name)) for name in found.names]
    project = open_project(
        [path for path in starts if os.path.lexists(path)], found.conf_dir,
        strict=found.strict_config,
    )  # fmt: skip
    pairs, since = Pairs(project), Since(project, found.since)
    choices = {name: _choice(pairs, name) for name in found.names}
    used: set[str] = set()
    confirmed: list[Item] = []
    changed: list[Item] = []
    texts: dict[Path, str] = {}
    keys = _keys(pairs, found.names)
    by_ids = keys is None and bool(choices)
    if by_ids:  # they may be in any catalogue: those that have none of them do not matter
        pairs.faults = {}
    for pair in pairs.of(keys):
        if not since.touches(pair.pair, pair.path) or pair.catalog is None:
            continue
        chosen: dict[object, Item] = {}
        for item in items(pair.pair, pair.sides, pair.catalog):
            names = [name for name, chooses in choices.items() if chooses(pair, item)]
            if Reason.EDITED in item.reasons and not found.why:  # it waits for ``apply``
                names = [name for name in names if _is_exact(pairs, name)]
                if not names:
                    continue
            if (names or not choices) and found.why in (None, *item.reasons):
                used.update(names)
                if item.changed:
                    changed.append(item)
                else:
                    chosen.setdefault(item.messages or item.id, item)
        if chosen:
            confirmed += chosen.values()
            texts[pair.path] = dump(confirm(pair.catalog, [*chosen.values()]))
    since.report()
    # A whole job or file may well have nothing to confirm.
    whole = {name for name in choices if name in pairs.keys or pairs.at(name)}
    unused = [name for name in choices if name not in used | whole]
    unread = pairs.report_unread()
    is_done = by_ids and not unused
    status = _finish(texts, confirmed, changed, unused, diff=found.diff)
    return status or (0 if is_done else min(unread, 1))


def _file_of(name: str) -> str:
    place = _PLACE.fullmatch(name)
    return place[1] if place and not os.path.lexists(name) else name


def _keys(pairs: Pairs, names: Iterable[str]) -> set[str] | None:
    """Return the keys of the jobs that arguments name; None if they may be in any job."""
    keys = set()
    for name in names:
        record = pairs.at(_file_of(name))
        if record is not None:
            keys.add(record.posting.translation_key)
        elif name in pairs.keys:
            keys.add(name)
        else:
            return None
    return keys or None


def _choice(pairs: Pairs, name: str) -> _Choice:
    """Return whether an argument chooses an item; raises :class:`ProjectError` if it is unknown."""
    record = pairs.at(_file_of(name))
    if record is not None:
        place = _PLACE.fullmatch(name)
        path = pairs.name(record.path)
        if place is None or os.path.lexists(name):
            return lambda _pair, item: (
                any(file == path for file, _line in item.lines)
                or (path in (_pair.pair.source.path, _pair.pair.target and _pair.pair.target.path))
            )
        line = int(place[2])
        return lambda _pair, item: (path, line) in item.lines
    if name in pairs.keys:
        return lambda pair, _item: pair.pair.key == name
    if _ID.fullmatch(name):
        return lambda _pair, item: item.id == name
    problem = _("“{text}” is not a key, a posting, `FILE:LINE` or an id of pairing.json.")
    raise pairs.unknown(problem.format(text=name))


def _is_exact(pairs: Pairs, name: str) -> bool:
    """Whether an argument names single texts: an id, or a line."""
    is_key = name in pairs.keys
    return not is_key and (_file_of(name) != name or pairs.at(name) is None)


def _finish(
    texts: dict[Path, str],
    confirmed: Sequence[Item],
    changed: Sequence[Item],
    unused: Sequence[str],
    *,
    diff: bool,
) -> int:
    """Write the catalogues, and say what was confirmed; return the exit status."""
    faults = []
    if diff:
        for path, text in sorted(texts.items()):
            sys.stdout.writelines(difference(path, text))
    else:
        faults = write(texts)
    for fault in faults:
        print(f"sphinx-jobs: {printable(str(fault))}", file=sys.stderr)
    if not diff and not faults:
        for item in confirmed:
            print(_line(item))
        print(_("confirmed: {count}").format(count=len(confirmed)))
    for item in changed:
        problem = _("{text} changed after the last run of jobs-pair, so it was not confirmed.")
        hint = _("Type `sphinx-build -b jobs-pair`, with your folders, and look at its report.")
        text = problem.format(text=quoted(item.text))
        print(f"{_place(item)}: {text} {hint}", file=sys.stderr)
    for name in unused:
        problem = _("There is nothing to confirm at {place}.").format(place=name)
        print(f"sphinx-jobs: {printable(problem)}", file=sys.stderr)
    return 1 if changed or unused or faults else 0


def _line(item: Item) -> str:
    text = quoted(item.text)
    if item.translation:
        text = _("{text} = {translation}").format(text=text, translation=quoted(item.translation))
    text = and_more(text, len(item.messages) - 1)
    return f"{_place(item)}: {text} ({', '.join(item.reasons)})"


def _place(item: Item) -> str:
    path, line = item.lines[0]
    return f"{path}:{line}"
