"""References to postings in Markdown: the role ``job``, found without MyST-Parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from .fences import directive_name

#: The beginning of the role, to pass over most files at once.
_ROLE = re.compile(r"\{job(?::posting)?\}`")
_NAMES = ("job", "job:posting")
#: A target after a title: ``title <target>``.
_TITLED = re.compile(r"^.+?\s*<(.*?)>$", re.DOTALL)


def references(text: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the line and the target of each role ``job`` in a Markdown text that begins at *line*.

    References in the options of directives, in reStructuredText and in substitutions are not seen.
    """
    if not _ROLE.search(text):
        return
    for token in _parser().parse(text):
        start = line + (token.map[0] if token.map else 0)
        if directive_name(token):
            yield from references(token.info.partition("}")[2], start)  # its title
            yield from references(token.content, start + 1)
        for child in token.children or ():
            if child.type != "myst_role" or child.meta["name"] not in _NAMES:
                continue
            if not child.content.startswith("!"):  # Sphinx's sign for no reference
                titled = _TITLED.match(child.content)
                yield start, " ".join((titled[1] if titled else child.content).split())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(front_matter_plugin).use(colon_fence_plugin).use(myst_role_plugin)
