"""A block of the counterpart, written so that Sphinx accepts it as a translation.

Sphinx reads a ``msgstr`` as a document of its own, and uses the first paragraph of it
(``sphinx.transforms.i18n.Locale``). So a text must be one paragraph, even if it begins like a list.
Sphinx puts it into the source's document, and its links must be right there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.field_list import fieldlist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

#: A document's link reference definitions, as markdown-it leaves them in its environment.
References = Mapping[str, Mapping[str, str]]

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
#: Sphinx folds a message's lines with a space, and so spoils its hard line breaks.
_HARD_BREAK = re.compile(r"(?:(?<! ) {2,}+|\\)\n[ \t]*+|(?<! ) {3,}+(?=\S)|(?<!\\)\\ (?=\S)")
#: An end of a line, with the spaces around it.
_LINE_END = re.compile(r"(?<![ \t])[ \t]*+\n[ \t\n]*+")
#: A span of code, or (without group) an escape, which does not begin one.
_CODE = re.compile(r"\\[!-/:-@\[-`{-~]|(`+)(?!`).*?(?<!`)\1(?!`)|`+", re.DOTALL)
_REFERENCE = re.compile(
    r"(?<!\\)(!?)\[((?:!\[[^\[\]]*+\]\([^()]*+\)|[^\[\]\\]|\\.)++)\](?:\[([^\[\]]*+)\])?+(?![\[(])"
)
_DESTINATION = re.compile(
    r"(\]\(\s*)(<[^<>\n]*>|[^\s()<]+(?:\([^\s()]*\)[^\s()]*)*)"
    r"|(<a\s[^<>]*?href\s*=\s*[\"'])([^\"']*)",
    re.IGNORECASE,
)


@cache
def _parser() -> MarkdownIt:
    """Make a parser that knows every block of MyST, also those that a project has not enabled."""
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for plugin in (
        myst_block_plugin,
        deflist_plugin,
        fieldlist_plugin,
        colon_fence_plugin,
        dollarmath_plugin,
        amsmath_plugin,
        attrs_block_plugin,
    ):
        md.use(plugin)
    # As MyST uses it.
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    return md


def msgstr(
    text: str,
    *,
    plain: bool = False,
    destination: Callable[[str], str] | None = None,
) -> str:
    """Write a block's text as the translation of another.

    No character of a *plain* text is markup. *destination* returns where a link must lead when it
    is in the source's document.
    """
    if plain:
        return as_paragraph(_escape_plain(re.sub(r"[ \t\n]+", " ", text).strip()))
    text = _outside_code(_breaks, text.strip())
    if destination is not None:
        text = _outside_code(lambda part: _redirect(part, destination), text)
    text = re.sub(r"#(\s*noqa\s*)$", r"\\#\1", text)  # which Sphinx would take for its own
    return as_paragraph(text)


def _breaks(text: str) -> str:
    """Fold lines, and write every hard break in the same way."""
    lines = [_LINE_END.sub(" ", line).strip() for line in _HARD_BREAK.split(text)]
    return "\\\n".join(filter(None, lines))


def _outside_code(change: Callable[[str], str], text: str) -> str:
    """Change a text except for its code; the change must leave each NUL, which replaces code."""
    codes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        codes.append(_LINE_END.sub(" ", match[0]))
        return "\0"

    changed = change(_CODE.sub(hide, text))
    following = iter(codes)
    return re.sub("\0", lambda _match: next(following, ""), changed)


def with_addresses(text: str, references: References) -> str:
    """Write ``[text](address)`` for ``[text][label]``: a message comes without the definitions.

    *references* are those of the text's document, by label.
    """
    return _outside_code(lambda part: _inline(part, references), text) if references else text


def defined_addresses(message: str, source: str) -> tuple[str, ...]:
    """Return the addresses that a text has, but its message does not (see ``with_addresses``)."""
    known, found = (
        [match[2] or match[4] or "" for match in _DESTINATION.finditer(text)]
        for text in (message, source)
    )
    return tuple((Counter(found) - Counter(known)).elements()) if found != known else ()


def _inline(text: str, references: References) -> str:
    def link(match: re.Match[str]) -> str:
        image, words, label = match.groups()
        definition = references.get(normalizeReference(label or words))
        if definition is None:
            return match[0]
        href, title = definition["href"], definition.get("title", "")
        target = f"<{href}>" if re.search(r"[\s()]", href) else href
        quoted = ' "{}"'.format(title.replace('"', '\\"')) if title else ""
        return f"{image}[{words}]({target}{quoted})"

    return _REFERENCE.sub(link, text)


def _redirect(text: str, destination: Callable[[str], str]) -> str:
    def link(match: re.Match[str]) -> str:
        if match[3] is not None:
            return f"{match[3]}{destination(match[4])}"
        href = match[2]
        angled = href.startswith("<")
        target = destination(href[1:-1] if angled else href)
        return f"{match[1]}<{target}>" if angled else f"{match[1]}{target}"

    return _DESTINATION.sub(link, text)


def as_paragraph(text: str) -> str:
    """Escape the characters that would make a text a list or heading: ``- ``, ``1. ``, ``# ``."""
    if is_paragraph(text):
        return text
    first, *rest = text.split("\n")
    return "\n".join([_escape_start(first), *(_escape_start(line, "x\n") for line in rest)])


def _escape_start(line: str, before: str = "") -> str:
    if number := re.match(r"(\d+)([.)])", line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    alone = is_paragraph(line) and is_paragraph(before + line)
    return f"\\{line}" if _PUNCTUATION.match(line) and not alone else line


@lru_cache(maxsize=1 << 14)  # each text is asked for several times in a run
def is_paragraph(text: str) -> bool:
    """Whether Markdown makes one paragraph of all of a text."""
    try:
        tokens = _parser().parse(text)
    except IndexError:  # mdit-py-plugins, at some quotations without a text
        return False
    return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"] and (
        tokens[1].content == text
    )


def _escape_plain(text: str) -> str:
    if "{" not in text and _is_literal(text):
        return text
    return re.sub(r"[\\`*_{}\[\]<>&$~|]", r"\\\g<0>", text)


def _is_literal(text: str) -> bool:
    """Whether Markdown shows a text as it is written."""
    (inline,) = _parser().parseInline(text)
    children = inline.children or []
    return all(child.type == "text" for child in children) and (
        "".join(child.content for child in children) == text
    )


def link_definitions(body: str) -> References:
    """Return the link reference definitions of a Markdown text."""
    if not re.search(r"(?m)^[ >\t]*+\[(?:[^\[\]\\]|\\.)++\]:", body):
        return {}
    env: dict[str, References] = {}
    _parser().parse(body, env)
    return env.get("references", {})
