"""The patterns of ``exclude_patterns``, and the files that match them, as in Sphinx."""

from __future__ import annotations

import os
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath

#: A part of a pattern. ``]`` can be the first character of a class.
_PART = re.compile(r"(\*\*)|(\*)|(\?)|\[(!?+\]?+[^\]]*+)\]|(.)", re.DOTALL)


def translate(pattern: str) -> str:
    """Return the regular expression of a pattern: only ``**`` matches slashes."""
    return "".join(map(_translate, _PART.finditer(pattern))) + "$"


def _translate(match: re.Match[str]) -> str:
    if match[4] is None:
        anything = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
        return anything.get(match[0]) or re.escape(match[0])
    inside = match[4].replace("\\", "\\\\")
    if inside.startswith("!"):
        inside = f"^/{inside[1:]}"
    elif inside.startswith("^"):
        inside = f"\\{inside}"
    return f"[{inside}]"


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return whether a path matches one of the patterns. Those that are not valid match nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # Sphinx compiles [[] and [a--b], too
        found = [each for each in map(translate, patterns) if _is_valid(each)]
        if not found:
            return lambda _path: False
        match = re.compile("|".join(f"(?:{each})" for each in found)).match
    return lambda path: match(path) is not None


def _is_valid(expression: str) -> bool:
    try:
        re.compile(expression)
    except re.error:
        return False
    return True


def matching_files(folder: Path, include: Iterable[str], exclude: Iterable[str]) -> Iterator[str]:
    """Yield the files below a folder that match *include*, and not *exclude*, in Sphinx's order.

    Their paths are relative and have slashes and composed accents (NFC), so a file with decomposed
    accents may not be found under its path. Links are followed. Excluded folders are not entered.
    """
    is_included, is_excluded = matcher(include), matcher(exclude)
    root = os.path.realpath(folder)
    for parent, folders, files in os.walk(root, followlinks=True):
        above = PurePath(os.path.relpath(parent, root)).as_posix()
        prefix = "" if above == "." else f"{above}/"
        for name in sorted(files):
            path = unicodedata.normalize("NFC", prefix + name)
            if is_included(path) and not is_excluded(path):
                yield path
        folders[:] = [
            name
            for name in sorted(folders)
            if not is_excluded(unicodedata.normalize("NFC", prefix + name))
        ]
