"""Texts as the review page shows them: Markdown as what it means, with marks on what changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from markupsafe import Markup, escape

#: A part of a text, and what became of it: ``del``, ``ins``, ``mark`` or nothing.
Run = tuple[str, str]

#: Texts with more words are not compared word by word, nor those that repeat themselves so much
#: that it would take long (the sum of the products of the counts of each word).
MAX_WORDS = 1500
MAX_PRODUCTS = 60_000
#: Nor are texts that have less in common: marks on single words could not be read.
MIN_RATIO = 0.45
#: An address is shortened to its host and these characters of its end.
_END = 28

_WORD = re.compile(
    r"\s*(?:\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|<[^<>\s]+>|\*\*|[^\W_]+(?:[’'-][^\W_]+)*|\S)"
)


def compare(old: str, new: str) -> list[Run] | None:
    """Return the runs of two versions of a text, with the spaces of the new one.

    Without those that were inserted, they are the old text; without those that were deleted, the
    new one. The result is None if the texts have too little in common, or are too long.
    """
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > MAX_WORDS or _products(before, after) > MAX_PRODUCTS:
        return None
    matcher = SequenceMatcher(None, [w.word for w in before], [w.word for w in after], False)
    if matcher.ratio() < MIN_RATIO:
        return None
    runs: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        mine, theirs = before[i:j], after[k:m]
        if tag == "equal":
            only_before = "" if theirs[0].space else mine[0].space
            runs += [("del", only_before), ("", _joined(theirs))]
            continue
        runs.append(("", (theirs or mine)[0].space))  # outside the marks
        runs += [(op, _joined(words).lstrip()) for op, words in (("del", mine), ("ins", theirs))]
    return [run for run in runs if run[1]]


@dataclass(frozen=True, slots=True)
class _Word:
    space: str
    word: str


def _words(text: str) -> list[_Word]:
    found = [match[0] for match in _WORD.finditer(text)]
    return [_Word(each[: len(each) - len(word)], word) for each in found if (word := each.lstrip())]


def _joined(words: Iterable[_Word]) -> str:
    return "".join(each.space + each.word for each in words)


def _products(before: Iterable[_Word], after: Iterable[_Word]) -> int:
    mine, theirs = (Counter(each.word for each in words) for words in (before, after))
    return sum(count * theirs[word] for word, count in mine.items())


def mark(text: str, values: Iterable[str]) -> list[Run]:
    """Return the runs of a text in which the first place of each value is marked."""
    # Longer ones first, because one may be a part of another.
    found = sorted(set(values), key=lambda value: (-len(value), value))
    if not found:
        return [("", text)]
    each = re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in found))
    runs, end, seen = [], 0, set[str]()
    for match in each.finditer(text):
        if match[0] not in seen:
            seen.add(match[0])
            runs += [("", text[end : match.start()]), ("mark", match[0])]
            end = match.end()
    return [run for run in (*runs, ("", text[end:])) if run[1]]


# Markdown.

_INLINE = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))[!-/:-@\[-`{-~]"
    r"|(?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)"
    r"|(?P<begin>!?\[)"
    r"|(?P<end>\]\((?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"]*\")?\))"
    r"|(?P<auto><)(?:https?://[^<>\s]+|[^<>\s@]+@[^<>\s]+)>"
    r"|(?P<strong>\*\*|__)|(?P<emphasis>[*_])",
    re.DOTALL,
)
_MARKUP = frozenset("\\`[*_<")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a text. Its role is empty, ``hidden`` for markup, ``address`` or ``autolink``."""

    start: int
    end: int
    role: str = ""
    styles: tuple[str, ...] = ()


def _parts(text: str) -> list[_Part]:
    if _MARKUP.isdisjoint(text):
        return [_Part(0, len(text))]
    marks = sorted(_marks(text), key=lambda each: each[:2])
    parts: list[_Part] = []
    styles: list[str] = []
    at = 0
    for start, end, role, style in marks:
        if start < at:
            continue
        parts.append(_Part(at, start, "", tuple(styles)))
        if style.startswith("/") and style[1:] in styles:
            styles.remove(style[1:])
        parts.append(_Part(start, end, role, tuple(styles)))
        if style and not style.startswith("/"):
            styles.append(style)
        at = end
    parts.append(_Part(at, len(text), "", tuple(styles)))
    return [part for part in parts if part.end > part.start]


def _marks(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield the marks of Markdown: start, end, role, and the style that begins or (/) ends."""
    opened: dict[str, list[tuple[int, int]]] = {"link": [], "b": [], "i": []}
    for match in _INLINE.finditer(text):
        start, end = match.span()
        if match["escape"]:
            yield start, start + 1, "hidden", ""
        elif ticks := match["code"]:
            yield start, start + len(ticks), "hidden", "code"
            yield end - len(ticks), end, "hidden", "/code"
        elif match["auto"]:
            yield start, start + 1, "hidden", ""
            yield start + 1, end - 1, "autolink", ""
            yield end - 1, end, "hidden", ""
        elif match["begin"]:
            opened["link"].append((start, end))
        elif match["end"]:
            if opened["link"]:
                yield (*opened["link"].pop(), "hidden", "link")
                yield start, start + 2, "hidden", "/link"
                yield start + 2, end - 1, "address", ""
                yield end - 1, end, "hidden", ""
        else:
            style = "b" if match["strong"] else "i"
            if opened[style] and not text[start - 1].isspace():
                if match[0][0] == "_" and text[end : end + 1].isalnum():
                    continue
                yield (*opened[style].pop(), "hidden", style)
                yield start, end, "hidden", f"/{style}"
            elif text[end : end + 1].strip() and not (
                match[0][0] == "_" and text[start - 1 : start].isalnum()
            ):
                opened[style].append((start, end))


# HTML.


def html(runs: Sequence[Run], *, plain: bool = False) -> Markup:
    """Return runs as HTML; the whole address of a link is shown only where it is marked.

    No character of a *plain* text is markup.
    """
    texts = {
        side: "".join(text for op, text in runs if op != other)
        for side, other in (("new", "del"), ("old", "ins"))
    }
    parts = {side: [_Part(0, len(text))] if plain else _parts(text) for side, text in texts.items()}
    at = {"new": 0, "old": 0}
    found: list[str] = []
    for op, text in runs:
        side = "old" if op == "del" else "new"
        pieces = list(_cut(parts[side], at[side], at[side] + len(text)))
        for each in ("old", "new") if op not in ("del", "ins") else (side,):
            at[each] += len(text)
        inner = _inner(texts[side], pieces, op)
        if op:
            inner = inner or str(escape(text))
            space = " " if inner.startswith(" ") else ""
            inner = f"{space}<{op}>{inner.removeprefix(space)}</{op}>"
        found.append(inner)
    return Markup("".join(found))


@lru_cache(maxsize=1 << 13)
def plain_html(text: str) -> Markup:
    """Return a text without marks as HTML."""
    return html([("", text)])


def without_markup(text: str) -> str:
    """Return the words of a text as readers see them."""
    return "".join(text[part.start : part.end] for part in _parts(text) if not part.role)


def _cut(parts: Iterable[_Part], start: int, end: int) -> Iterator[_Part]:
    for part in parts:
        first, last = max(part.start, start), min(part.end, end)
        if first < last:
            yield _Part(first, last, part.role, part.styles)


def _inner(text: str, pieces: Iterable[_Part], op: str) -> str:
    found = []
    for styles, group in groupby(pieces, key=attrgetter("styles")):
        inner = "".join(_shown(text[each.start : each.end], each.role, op) for each in group)
        if inner:
            names = dict.fromkeys(styles)
            found.append(
                "".join(map(_OPEN.__getitem__, names)) + inner
                + "".join(_CLOSE[name] for name in reversed(names))
            )  # fmt: skip
    return "".join(found)


_OPEN = {"b": "<b>", "i": "<i>", "code": "<code>", "link": '<span class="l">'}
_CLOSE = {"b": "</b>", "i": "</i>", "code": "</code>", "link": "</span>"}


def _shown(text: str, role: str, op: str) -> str:
    if role == "hidden":
        return ""
    if role:
        shown = text if op else short_address(text)
        space = " " if role == "address" else ""  # after the words of the link
        return f'{space}<span class="u">{escape(shown)}</span>'
    return str(escape(text))


def short_address(address: str) -> str:
    """Return the host of a long address, and the end of its path."""
    match = re.match(r"https?://(?:www\.)?([^/?#]+)([^?#]*)", address)
    if not match:
        return address
    host, path = match.groups()
    end = path.rstrip("/").rpartition("/")[2]
    if len(address) - len(host) - len("https://") <= _END:
        return address.partition("://")[2].removeprefix("www.")
    if len(end) > _END:
        return f"{host}/…{end[-_END:]}"
    return f"{host}/…/{end}" if end else f"{host}/…"
