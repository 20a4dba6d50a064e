"""``sphinx-jobs apply``: what it writes, and what it says."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ..diagnostics import printable
from ..pairing.applying import Applied, apply
from ..sources.rewriting import Document
from ..text.wording import message as _
from .correcting import difference, write
from .formats import relative
from .pairs import FilePair, Pairs
from .project import open_project
from .since import Since


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    paths = [Path(name) for name in found.names if os.path.lexists(name)]
    project = open_project(paths, found.conf_dir, strict=found.strict_config)
    pairs = Pairs(project)
    keys = keys_of(pairs, found.names) if found.names else None
    is_dry = found.diff or found.check
    since = Since(project, found.since)
    edited: dict[str, Document] = {}
    written = refused = 0
    for pair in pairs.of(keys):
        if pair.sides is None or not since.touches(pair.pair, pair.path) or pair.catalog is None:
            continue
        sides = pair.sides
        if sides.target_path in edited:  # several sources may share a counterpart
            sides = sides.with_target(edited[sides.target_path])
        applied = apply(sides, pair.catalog)
        edited[sides.target_path] = applied.sides.target
        written += len(applied.written)
        refused += _finish(pairs, pair, applied, diff=found.diff, is_dry=is_dry)
    refused += pairs.report_unread()
    since.report()
    _sum_up(written, refused, is_dry=is_dry)
    return 1 if refused or (is_dry and written) else 0


def keys_of(pairs: Pairs, names: Sequence[str]) -> set[str]:
    """Return the keys that arguments name; raises :class:`ProjectError` for an unknown one."""
    keys = set()
    for name in names:
        record = None if name in pairs.keys else pairs.at(name)
        if name not in pairs.keys and record is None:
            problem = _("There is no job with the key {key}, and no posting with this path.")
            raise pairs.unknown(problem.format(key=name))
        keys.add(record.posting.translation_key if record else name)
    return keys


def _finish(pairs: Pairs, pair: FilePair, applied: Applied, *, diff: bool, is_dry: bool) -> int:
    """Write a file, and say what was done; return the number of translations that are not in it."""
    target = pair.pair.target
    if target is None:
        return 0
    path = pairs.project.root / target.path
    text = applied.sides.target.text
    faults = []
    if applied.written and diff:
        sys.stdout.writelines(difference(path, text))
    elif applied.written:
        faults = [] if is_dry else write({path: text})
        for each in applied.written if not faults else ():
            was = _("“{before}” → “{text}”") if each.before is not None else _("added “{text}”")
            print(f"{relative(path)}:{each.line}: {was.format(before=each.before, text=each.text)}")
    for fault in faults:
        print(f"sphinx-jobs: {printable(str(fault))}", file=sys.stderr)
    for refusal in applied.refused:
        problem = _("“{text}” was not written: {reason}.").format(
            text=refusal.text, reason=refusal.reason
        )
        if refusal.found:
            problem += " " + _("The file says “{text}”.").format(text=refusal.found)
        at = f"{relative(path)}:{refusal.line}"
        hint = _("Write it there yourself, or change {catalog}.").format(
            catalog=relative(pair.path)
        )
        print(f"{at}: {problem} {hint}", file=sys.stderr)
    return len(applied.refused) + (len(applied.written) if faults else 0)


def _sum_up(written: int, refused: int, *, is_dry: bool) -> None:
    if not written and not refused:
        print(_("The files have all translations that people changed in the catalogues."))
        return
    text = _("to write: {count}") if is_dry else _("written: {count}")
    parts = [text.format(count=written)]
    if refused:
        parts.append(_("not written: {count}").format(count=refused))
    print(", ".join(parts))
