"""Fences in Markdown: code, and directives, whose content is Markdown again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

_NAME = re.compile(r"\{([^{}\s]+)\}")
#: Directives that show their content as it is written.
_SHOWS_CODE = re.compile(r"code|sourcecode|parsed-literal|raw|math|mermaid|eval-rst|csv-table")


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: its name, its content with its options, and its line."""

    name: str
    content: str
    line: int


@cache
def _blocks() -> MarkdownIt:
    return MarkdownIt("commonmark").use(colon_fence_plugin)


def is_fence(token: Token) -> bool:
    """Whether a token is a fence of backticks, tildes or colons."""
    return token.type in ("fence", "colon_fence")


def directive_name(token: Token) -> str:
    """Return the name of the directive whose content is Markdown; empty for code."""
    name = _NAME.match(token.info.strip()) if is_fence(token) else None
    return name[1] if name and not _SHOWS_CODE.match(name[1]) else ""


def directives(text: str, line: int = 1) -> Iterator[Directive]:
    """Yield the directives in a text that begins at a line, also those in other directives."""
    for token in _blocks().parse(text):
        if token.map and (name := directive_name(token)):
            first = line + token.map[0]
            yield Directive(name, token.content, first)
            yield from directives(token.content, first + 1)


def code_lines(text: str, line: int) -> Iterator[int]:
    """Yield the lines of code in a text that begins at a line, also those in directives."""
    for token in _blocks().parse(text):
        if token.map is None:
            continue
        first, last = token.map
        if directive_name(token):
            yield from code_lines(token.content, line + first + 1)
        elif (
            is_fence(token)
            or token.type == "code_block"
            or (token.type == "html_block" and re.match("<(?:pre|script)", token.content))
        ):
            yield from range(line + first, line + last)
