"""The lists in a project's pages, found without a build: each ``job-index`` and its query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..model import query
from ..model.query import Query, QueryError
from .fences import directives
from .frontmatter import read

NAME = "job-index"
_OPTION = re.compile(r"[ \t]*:([\w-]+):(?:[ \t]+(.*))?$")
_RST_DIRECTIVE = re.compile(rf"([ \t]*)\.\.[ \t]+{NAME}::")
#: What makes the indented lines below it code or a comment: not a directive with a text.
_RST_LITERAL = re.compile(
    r"\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|raw|math|highlight)::"
    r"|\.\.(?![ \t]+[\w:-]+::)(?:[ \t]|$)"
    r"|(?!\.\.[ \t]).*::$"
)
#: The options that name fields, with the attribute of a query and the reader of each.
_READERS = {
    "where": ("where", query.parse_where),
    "group-by": ("group_by", query.parse_group_by),
    "sort": ("sort", query.parse_sort),
}


def queries_in_markdown(text: str) -> Iterator[tuple[Query, int]]:
    """Yield the query of each list in a page, and its line. An option with a fault is left out."""
    if NAME not in text:
        return
    front = read(text) if text.startswith("---") else None
    body, line = (front.body, front.body_line) if front else (text, 1)
    for found in directives(body, line):
        if found.name == NAME:
            yield _query(_options(found.content.split("\n"))), found.line


def queries_in_rst(text: str) -> Iterator[tuple[Query, int]]:
    """Yield the query of each list in a page of reStructuredText, as for Markdown."""
    lines = text.expandtabs().split("\n")
    literal: int | None = None
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if literal is not None and indent > literal:
            continue
        literal = indent if _RST_LITERAL.match(line.strip()) else None
        if match := _RST_DIRECTIVE.match(line):
            yield _query(_options(list(_inside(lines[number + 1 :], len(match[1]))))), number + 1


def _inside(lines: list[str], indent: int) -> Iterator[str]:
    """Yield the lines of a directive's options: those that are indented, up to an empty one."""
    for line in lines:
        if not line.strip() or len(line) - len(line.lstrip()) <= indent:
            return
        yield line


def _options(lines: list[str]) -> Mapping[str, str]:
    """Read the options at the beginning of a directive's content: ``:name: value``, or YAML."""
    if lines and lines[0].rstrip() == "---":
        front = read("\n".join(lines))
        return {name: str(node.value) for name, node in front.nodes.items()}
    options: dict[str, str] = {}
    name = ""
    for line in lines:
        if match := _OPTION.match(line):
            name = match[1].lower()
            options[name] = match[2] or ""
        elif name and line[:1] in (" ", "\t") and line.strip():
            options[name] += "\n" + line.strip()
        else:
            break
    return options


def _query(options: Mapping[str, str]) -> Query:
    chosen: dict[str, Any] = {}
    for name, (attribute, reader) in _READERS.items():
        if name in options:
            try:
                chosen[attribute] = reader(options[name])
            except QueryError:
                continue  # docutils reports the whole directive
    return Query(**chosen)
