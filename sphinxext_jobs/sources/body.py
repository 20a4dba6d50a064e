"""The body of a posting, checked without a build: its links, its nesting, its bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ..diagnostics import Diagnostic, Kind, Location
from ..settings.settings import Settings
from ..text.wording import message as _
from .bullets import check_bullets
from .fences import directive_name
from .links import check_target
from .markdown import DEEP, LINE, MAX_DEPTH, body_rules
from .posting import Source
from .typography import check_typography
from .written_links import check_written_links

#: Directives that are nested deeper are shown as they are written: each uses much of the stack.
MAX_DIRECTIVES = 20


def check_body(source: Source, root: Path, settings: Settings) -> Iterator[Diagnostic]:
    """Find the faults of a body, as a build does; *root* is the source folder."""
    yield from check_text(source, settings)
    if may_have_faults(source.body):
        yield from _Markup(source, root).check(source.body, source.body_line, 0)


def check_text(source: Source, settings: Settings) -> Iterator[Diagnostic]:
    """Find the faults of a body that do not depend on its page.

    A build finds the others while it renders the body.
    """
    lang = source.posting.lang
    yield from check_bullets(source.body, source.body_line, source.path, lang)
    yield from check_written_links(source.body, source.body_line, source.path)
    if rules := settings.typography_of(lang):
        found = check_typography(source.body, source.body_line, source.path, rules)
        yield from source.fixable(found)


#: The beginning of a link's target in Markdown or HTML, and of one that has no fault.
_TARGET = re.compile(r"(?:\]\(|\]:)\s*<?|\bhref\s*=\s*[\"']?", re.IGNORECASE)
_SOUND = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=[/?#)\s\"'>])|mailto:[a-z0-9.+-]+@")
#: A line that may begin many blocks, each in the one before.
_DEEP_LINE = re.compile(r"^[ \t>*+\-\d.)]{12}", re.MULTILINE)


def may_have_faults(text: str) -> bool:
    """Whether the markup of a body must be parsed to know its faults: that takes long.

    It need not be if every link is a plain address, and nothing can be nested deeply.
    """
    return (
        not all(_SOUND.match(text, found.end()) for found in _TARGET.finditer(text))
        or text.count("{") > MAX_DIRECTIVES
        or _DEEP_LINE.search(text) is not None
        or any(sum(map(part.count, "*_<[")) > MAX_DEPTH for part in text.split("\n\n"))
    )


def too_deep(at: Location) -> Diagnostic:
    """Return the fault of elements that are nested too deeply."""
    problem = _("Too many elements are nested here, so they are shown as they are written.")
    return Diagnostic(Kind.NESTING, at, problem, _("Nest fewer elements."))


@cache
def _parser() -> MarkdownIt:
    """Return a parser that finds the links and directives that the page's parser finds."""
    md = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    md.core.ruler.at("inline", _parse_inline)
    body_rules(md)
    return md


def _parse_inline(state: StateCore) -> None:
    """Parse the paragraphs that may have a fault: most have no link, and parsing takes long."""
    for token in state.tokens:
        if token.type == "inline" and _needs_parsing(token.content):
            children = token.children = []
            state.md.inline.parse(token.content, state.md, state.env, children)


def _needs_parsing(text: str) -> bool:
    """Whether a paragraph has a link, or so many marks that they may be nested too deeply."""
    return "[" in text or "<a" in text or "<A" in text or sum(map(text.count, "*_<")) > MAX_DEPTH


class _Markup:
    """Checks the markup of one body."""

    def __init__(self, source: Source, root: Path) -> None:
        self._path, self._root = source.path, root

    def check(self, text: str, line: int, depth: int) -> Iterator[Diagnostic]:
        """Check a text that begins at a line, in as many directives as *depth*."""
        for token in _parser().parse(text):
            at = line + (token.map[0] if token.map else 0)
            if token.type == DEEP:
                yield too_deep(Location(self._path, at))
            elif token.type == "inline":
                yield from self._check_inline(token, at)
            elif directive_name(token):
                if depth < MAX_DIRECTIVES:
                    yield from self.check(token.content, at + 1, depth + 1)
                else:
                    yield too_deep(Location(self._path, at))

    def _check_inline(self, token: Token, line: int) -> Iterator[Diagnostic]:
        for child in token.children or ():
            if child.type == DEEP:
                yield too_deep(Location(self._path, line))
            elif child.type == "link_open" and child.info != "auto":
                href = _parser().normalizeLinkText(str(child.attrGet("href") or ""))
                if fault := check_target(href, self._exists):
                    yield fault.at(Location(self._path, line + child.meta.get(LINE, 0)))

    def _exists(self, path: str) -> bool:
        """Whether a file exists; a path is relative to the posting's file, or to the root."""
        if path.startswith("/"):
            return (self._root / path[1:]).is_file()
        return (Path(self._path).parent / path).is_file()
