"""Corrections of a file: the edits of a field's name and value, and how edits are applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import yaml

from ..diagnostics import Edit
from .yaml_text import compose

#: The ends of lines in a file; :func:`.frontmatter.clean` makes all of them line feeds.
_LINE_END = re.compile("\r\n|\r|\n")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a file's text with some edits, and every other character as it is.

    *text* is the whole file, with its line ends and byte order marks. The marks at its beginning
    do not count as columns. An edit that overlaps an earlier one, or is beyond its line, is left
    out, so that the next check reports its fault again.
    """
    start = len(text) - len(text.lstrip("\ufeff"))
    ends = [match.span() for match in _LINE_END.finditer(text, start)]
    lines = list(pairwise([start, *(place for span in ends for place in span), len(text)]))[::2]
    parts: list[str] = []
    done = 0
    for edit in sorted(set(edits), key=lambda each: (each.line, each.start, each.end)):
        first, last = lines[edit.line - 1] if edit.line <= len(lines) else (0, -1)
        if first + edit.end > last or first + edit.start < done:
            continue
        parts += text[done : first + edit.start], edit.text
        done = first + edit.end
    return "".join([*parts, text[done:]])


def rename(lines: Sequence[str], line: int, old: str, new: str) -> tuple[Edit, ...]:
    """Return the edit that renames a field on a *line*; none if it is not written plainly there.

    *lines* are those of the front matter. A field that is set twice is not renamed.
    """
    name = re.compile(rf"\s*((['\"]?){re.escape(old)}\2)[ \t]*:")
    found = name.match(lines[line - 1]) if line <= len(lines) else None
    if found is None or sum(name.match(each) is not None for each in lines) > 1:
        return ()
    return (Edit(line, *found.span(1), new),)


def replace_value(lines: Sequence[str], line: int, node: yaml.Node, new: str) -> tuple[Edit, ...]:
    """Return the edit that replaces the value of a field, which *node* is, on a *line*.

    There is none if the value goes on below, has an anchor or a tag, or is not a text.
    """
    text = lines[line - 1] if line <= len(lines) else ""
    try:
        root = compose(text.strip())
    except yaml.YAMLError:
        return ()
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        return ()
    value = root.value[0][1]
    indent = len(text) - len(text.lstrip())
    start, end = (indent + mark.column for mark in (value.start_mark, value.end_mark))
    written = text[start:end]
    is_plain = written[:1] in ("'", '"') or written == value.value
    if not isinstance(value, yaml.ScalarNode) or not written or value.value != node.value:
        return ()
    return (Edit(line, start, end, new),) if is_plain else ()
