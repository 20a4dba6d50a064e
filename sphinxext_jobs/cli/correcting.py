"""``check --fix``: the edits of problems that are certain, applied to files as a whole."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..diagnostics import Diagnostic, Edit, Location
from ..model.values import plain_value
from ..sources.files import read_file, save
from ..sources.fixing import apply
from ..sources.frontmatter import FrontMatter
from ..sources.scan import File
from .checking import Report, check
from .formats import relative
from .project import Project

#: A correction may show another problem, which is corrected in the next round.
_ROUNDS = 10
_BOM = "\ufeff"


def correct(
    project: Project,
    report: Report,
    is_wanted: Callable[[Diagnostic], bool],
    concerns: Callable[[Diagnostic], bool],
) -> tuple[Report, dict[Path, str]]:
    """Return the report of a project after its corrections, and the new texts of files.

    Nothing is written. Files that are not UTF-8, or in a merge conflict, are left as they are.
    """
    texts: dict[Path, str] = {}
    for _round in range(_ROUNDS):
        files = {str(file.path): file for file in project.folder.files.values()}
        fixes: dict[str, list[Sequence[Edit]]] = defaultdict(list)
        for each in filter(is_wanted, report.found):
            if each.at and each.fix and each.at.path in files:
                fixes[each.at.path].append(each.fix)
        changed = {
            files[path].path: text
            for path, found in fixes.items()
            if (text := _corrected(files[path], found)) != files[path].text
        }
        if not changed:
            break
        texts |= changed
        project = replace(project, texts=texts)
        report = check(project, concerns)
    return report, texts


def _corrected(file: File, fixes: Sequence[Sequence[Edit]]) -> str:
    """Return a file's text with the corrections that change no other field."""
    accepted: list[Edit] = []
    text = file.text
    for fix in fixes:
        edits = [*accepted, *fix]
        if any(_overlap(edit, other) for edit in fix for other in accepted):
            continue
        candidate = apply(file.text, edits)
        if _is_safe(file.front, File(file.path, candidate).front, edits):
            accepted, text = edits, candidate
    return text


def _overlap(one: Edit, other: Edit) -> bool:
    return one.line == other.line and one.start <= other.end and other.start <= one.end


def _is_safe(before: FrontMatter | None, after: FrontMatter | None, edits: Sequence[Edit]) -> bool:
    """Whether the fields in lines that are not edited have the same values as before."""
    if before is None:
        return True
    lines = sorted(before.lines.values())
    edited = {max((n for n in lines if n <= edit.line), default=0) for edit in edits}
    kept = {
        name: plain_value(node)
        for name, node in before.nodes.items()
        if before.lines.get(name) not in edited
    }
    found = after.nodes if after else {}
    return all(name in found and plain_value(found[name]) == kept[name] for name in kept)


def difference(path: Path, text: str) -> Iterator[str]:
    """Yield the lines of a unified diff from a file to its new text."""
    name = relative(path)
    if " " in name:
        name += "\t"  # as GNU diff ends such a name, for patch
    before = read_file(path).decode("utf-8-sig")
    pieces = (re.split(r"(?<=\n)", each) for each in (before, text))
    old, new = ([line for line in lines if line] for lines in pieces)
    for line in difflib.unified_diff(old, new, name, name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write(texts: Mapping[Path, str]) -> list[Diagnostic]:
    """Write the new texts, with the byte order marks of the files; return the faults."""
    faults: list[Diagnostic] = []
    for path, text in texts.items():
        mark = _BOM if read_file(path).startswith(_BOM.encode()) else ""
        faults += (replace(each, at=Location(str(path))) for each in save(path, mark + text))
    return faults
