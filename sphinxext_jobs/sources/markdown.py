"""Rules for markdown-it that adapt the body of a posting to a page.

Bodies come from content management systems: headings start at any level, and simple HTML is used
instead of Markdown. These rules change the tokens before they are rendered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ..text.markup import HTMLReader, attributes, unescape
from ..text.plain import ELEMENTS, inline_text

#: Inline elements of HTML: CMS markup → (token type, tag). The rest stays raw.
_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "link"}
#: Other inline elements that are allowed in a paragraph that becomes Markdown.
_PHRASING = frozenset({"br", "span", "u", "sub", "sup", "code", "abbr", "small"})
_BLOCKS = frozenset({"p", "ul", "ol", "li", "blockquote", *(f"h{n}" for n in range(1, 7))})
_TYPES = {"p": "paragraph", "ul": "bullet_list", "ol": "ordered_list", "li": "list_item"}
#: HTML that is nested deeper stays raw, because recursion has a limit and no person writes such
#: HTML. Other markup that is nested deeper is shown as it is written.
MAX_DEPTH = 50
#: The type of a token that is shown as it is written.
DEEP = "jobs_deep"
#: The name, in the metadata of a link's token, of its line in its paragraph, from 0.
LINE = "jobs_line"
#: The line below a block of a draft that nobody has translated yet. No page shows it.
NOTE = "jobs: untranslated"
UNTRANSLATED = f"% {NOTE}"
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^>]*)>", re.DOTALL)


def noted_lines(text: str) -> list[int]:
    """Return the lines of a file, from 1, which say that the text above is not translated.

    In front matter, the note is a comment of YAML.
    """
    if NOTE not in text:
        return []
    lines = enumerate(text.splitlines(), 1)
    return [n for n, line in lines if line.strip(" \t>") in (f"% {NOTE}", f"# {NOTE}")]


def posting_rules(md: MarkdownIt) -> None:
    """Add the rules to a parser.

    The ``jobs_title`` of markdown-it's environment is the page's, which a body need not repeat.
    """

    def headings(state: StateCore) -> None:
        state.tokens[:] = outline(state.tokens, str(state.env.get("jobs_title", "")))

    body_rules(md)
    md.core.ruler.push("jobs_headings", headings)


def body_rules(md: MarkdownIt) -> None:
    """Add the rules that also apply to a translated part of a body."""
    md.core.ruler.after("block", "jobs_html_blocks", _html_blocks)
    md.core.ruler.after("block", "jobs_deep_blocks", _deep_blocks)
    md.core.ruler.push("jobs_html_inline", _html_inline)
    md.core.ruler.push("jobs_deep_inline", _deep_inline)
    md.core.ruler.push("jobs_link_lines", _number_links)
    interrupts = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    md.block.ruler.before("blockquote", "jobs_notes", _hide_notes, {"alt": interrupts})
    # Any other line that begins with % is a comment in MyST, but text for the author of a posting.
    # A body may begin with a thematic break, which is not front matter.
    # MyST has nothing to show the footnotes that its `gfm_only` moves to the end.
    md.disable(["myst_line_comment", "front_matter", "footnote_tail", "footnote_inline"], True)


def _hide_notes(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Drop the lines that say that a block is not translated (a rule for blocks)."""
    written = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if written.rstrip() != UNTRANSLATED or state.is_code_block(start):
        return False
    if not silent:
        state.line = start + 1
    return True


def _deep_blocks(state: StateCore) -> None:
    """Keep blocks as they are written if markdown-it has dropped their innermost blocks."""
    limit = state.md.options.maxNesting
    empty = (
        number
        for number, (token, inner) in enumerate(pairwise(state.tokens))
        if token.nesting == 1 and inner.nesting == -1 and token.level >= limit - 1
    )
    if next(empty, None) is None:
        return
    lines = state.src.split("\n")
    result: list[Token] = []
    block: list[Token] = []
    for token in state.tokens:
        block.append(token)
        if token.level > 0 or token.nesting == 1:
            continue
        start, end = block[0].map or (0, 0)
        if max(inside.level for inside in block) >= limit - 1:
            written = Token(DEEP, "", 0, content="\n".join(lines[start:end]), block=True)
            written.map = [start, end]
            block = [written]
        result += block
        block = []
    state.tokens[:] = result


def _deep_inline(state: StateCore) -> None:
    """Keep a paragraph as it is written if its markup is nested too deeply."""
    for token in state.tokens:
        children = token.children or ()
        if len(children) <= MAX_DEPTH:
            continue
        if max(accumulate(child.nesting for child in children)) > MAX_DEPTH:
            token.children = [Token(DEEP, "", 0, content=token.content)]


def _number_links(state: StateCore) -> None:
    """Note the line of each link in its paragraph; markdown-it knows that of the paragraph only."""
    lines: list[str] | None = None
    for token in state.tokens:
        if token.type != "inline" or token.map is None or not token.children:
            continue
        start, end = token.map
        if end - start < 2 or not any(child.type == "link_open" for child in token.children):
            continue
        lines = lines or state.src.split("\n")
        at = start
        for child in token.children:
            if child.type in ("softbreak", "hardbreak"):
                at += 1
            elif child.type == "link_open":
                # A break within code or a tag is not a token, so the address is looked for.
                href = str(child.attrGet("href"))
                spellings = (href, state.md.normalizeLinkText(href))
                near = range(at, min(end, at + 50))  # not all: there may be as many links as lines
                here = (n for n in near if any(s in lines[n] for s in spellings))
                at = next(here, at)
                child.meta[LINE] = at - start


def own_footnotes(md: MarkdownIt, name: str) -> None:
    """Separate the footnotes of a posting from those of the page around it."""

    def rename(state: StateCore) -> None:
        for token in state.tokens:
            for each in (token, *(token.children or ())):
                if each.type in ("footnote_ref", "footnote_reference_open"):
                    each.meta["label"] = f"{name}-{each.meta['label']}"

    md.core.ruler.push("jobs_footnotes", rename)


def outline(tokens: list[Token], title: str) -> list[Token]:
    """Make the top-level headings start at level 2 and skip no level.

    A first heading that repeats *title* is dropped. So are headings without text, and thematic
    breaks at the edge of a section or nested, where docutils does not allow them.
    """
    result: list[Token] = []
    open_levels: list[int] = []
    skip = False
    first = True
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            content = tokens[index + 1].content
            level = int(token.tag[1:])
            skip = not unescape(content).strip() or (
                first and _same(content, title) and (level == 1 or not result)
            )
            first = False
            if not skip:
                while open_levels and open_levels[-1] >= level:
                    open_levels.pop()
                open_levels.append(level)
                token.tag = f"h{len(open_levels) + 1}"
                _drop_break(result)
        elif token.type == "hr" and (
            token.level > 0 or not result or result[-1].type in ("hr", "heading_close")
        ):
            continue
        if not skip:
            result.append(token)
        if token.type == "heading_close" and token.level == 0:
            if not skip:
                token.tag = f"h{len(open_levels) + 1}"
            skip = False
    _drop_break(result)
    return result


def _drop_break(tokens: list[Token]) -> None:
    while tokens and tokens[-1].type == "hr":
        tokens.pop()


def _same(source: str, title: str) -> bool:
    return _letters(inline_text(source)) == _letters(title)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _html_blocks(state: StateCore) -> None:
    """Turn blocks of plain HTML (paragraphs, headings, lists) into tokens of Markdown."""
    if any(token.type == "html_block" for token in state.tokens):
        state.tokens[:] = [
            new
            for token in state.tokens
            for new in (_from_html(token) or [token] if token.type == "html_block" else [token])
        ]


def _from_html(token: Token) -> list[Token] | None:
    reader = _BlockReader(token)
    try:
        reader.feed(token.content)
        reader.finish()
    except _NotPlainError:
        return None
    return reader.tokens


class _NotPlainError(Exception):
    """The HTML has other elements than paragraphs, headings and lists."""


class _BlockReader(HTMLReader):
    """Reads an HTML block into tokens; inline markup becomes the text of its paragraph."""

    def __init__(self, token: Token) -> None:
        self.token = token
        self.tokens: list[Token] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def _add(
        self,
        type_: str,
        tag: str,
        nesting: int,
        content: str = "",
        attrs: dict[str, str | int | float] | None = None,
    ) -> None:
        level = self.token.level + len(self.open) - (nesting == 1)
        # The enum of nestings is a Literal in markdown-it.
        token = Token(type_, tag, nesting, level=level, block=True)  # type: ignore[arg-type]
        token.map = self.token.map
        token.content = content
        token.attrs = attrs or {}
        if type_ == "inline":
            token.children = []
        if type_ in ("bullet_list_open", "list_item_open"):
            token.markup = "-"
        elif type_ == "ordered_list_open":
            token.markup = "."
        elif type_.startswith("heading"):
            token.markup = "#" * int(tag[1:])
        self.tokens.append(token)

    def _flush(self) -> None:
        text = re.sub(r"(?<![ \t])[ \t]*+\n[ \t\n]*+", " ", "".join(self.text)).strip(" \t\n")
        self.text.clear()
        if not text:
            return
        if self.open and self.open[-1] in ("p", *(f"h{n}" for n in range(1, 7))):
            self._add("inline", "", 0, text)
        elif not self.open or self.open[-1] in ("li", "blockquote"):
            self.open.append("p")
            self._add("paragraph_open", "p", 1)
            self._add("inline", "", 0, text)
            self.open.pop()
            self._add("paragraph_close", "p", -1)
        else:
            raise _NotPlainError

    def _type(self, tag: str) -> str:
        return "heading" if tag[0] == "h" else _TYPES.get(tag, tag)

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            parent = self.open[-1] if self.open else ""
            if parent[:1] in ("p", "h") or (tag == "li") is not (parent in ("ul", "ol")):
                raise _NotPlainError
            if len(self.open) > MAX_DEPTH:
                raise _NotPlainError
            self._flush()
            self.open.append(tag)
            # An anchor that links lead to, and the number of a list's first item.
            kept: dict[str, str | int | float] = {"id": attrs["id"]} if attrs.get("id") else {}
            start = attrs.get("start", "")
            if tag == "ol" and re.fullmatch("[0-9]{1,9}", start):  # as long as Markdown's may be
                kept["start"] = int(start)
            self._add(f"{self._type(tag)}_open", tag, 1, attrs=kept)
        elif tag in _INLINE or tag in _PHRASING or tag not in ELEMENTS:
            self.text.append(self.source)
        else:
            raise _NotPlainError

    def handle_startendtag(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag != "br":
            raise _NotPlainError
        self.text.append("<br />")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _BLOCKS:
            self.text.append(f"</{tag}>")
            return
        if not self.open or self.open[-1] != tag:
            raise _NotPlainError
        self._flush()
        self.open.pop()
        self._add(f"{self._type(tag)}_close", tag, -1)

    def handle_data(self, data: str) -> None:
        # Text that the author escaped must not become markup when Markdown reads it.
        self.text.append(re.sub(r"&(?=#?\w+;)", "&amp;", data).replace("<", "&lt;"))

    def handle_comment(self, source: str) -> None:
        raise _NotPlainError

    def finish(self) -> None:
        """Check that all elements are closed."""
        self._flush()
        if self.open:
            raise _NotPlainError


def _html_inline(state: StateCore) -> None:
    """Turn ``<strong>``, ``<em>`` and ``<a>`` into tokens; show tags that are not HTML as text."""
    for token in state.tokens:
        if (
            token.type == "inline"
            and token.children
            and any(child.type == "html_inline" for child in token.children)
        ):
            pairs = dict(_pairs(token.children))
            foreign = False  # in SVG or MathML, which have elements of their own
            for index, child in enumerate(token.children):
                if child.type == "html_inline":
                    if match := re.match(r"<(/?)(?:svg|math)\b", child.content, re.IGNORECASE):
                        foreign = not match[1]
                    elif not foreign:
                        token.children[index] = _from_tag(child, pairs.get(index))


def _pairs(children: list[Token]) -> Iterator[tuple[int, bool]]:
    """Yield the positions of tags that close in the same place of the tree: (index, opens)."""
    stack: list[tuple[str, int]] = []  # ("", index) for Markdown's own nesting
    for index, child in enumerate(children):
        if child.nesting == 1:
            stack.append(("", index))
        elif child.nesting == -1:
            while stack and stack.pop()[0]:
                pass
        elif child.type == "html_inline" and (match := _TAG.fullmatch(child.content)):
            tag = match[2].lower()
            if tag not in _INLINE or match[3].endswith("/"):
                continue
            if not match[1]:
                stack.append((tag, index))
            elif stack and stack[-1][0] == tag:
                start = stack.pop()[1]
                # An anchor (<a name="x">) is not a link.
                if tag != "a" or re.search(r"\shref\s*=", children[start].content, re.IGNORECASE):
                    yield start, True
                    yield index, False


def _from_tag(token: Token, opens: bool | None) -> Token:
    match = _TAG.fullmatch(token.content)
    if match is None:
        return token
    tag = match[2].lower()
    if opens is None:
        if tag in ELEMENTS:
            return token
        return Token("text", "", 0, content=token.content, level=token.level)
    name = _INLINE[tag]
    new = Token(
        f"{name}_{'open' if opens else 'close'}", "a" if tag == "a" else name, 1 if opens else -1
    )
    new.level = token.level
    if tag == "a" and opens:
        new.attrs = {
            key: value
            for key, value in attributes(match[3]).items()
            if key in ("href", "title", "id")
        }
    return new
