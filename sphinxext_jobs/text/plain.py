"""Text without markup: that of HTML, of a CMS, and of Markdown headings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .markup import HTMLReader, unescape

#: Elements of HTML (https://html.spec.whatwg.org/multipage/indices.html, with the obsolete
#: ones). `<your name>` is not one, and a browser would not show it.
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
    a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote
    body br button canvas caption center cite code col colgroup data datalist dd del details dfn
    dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1
    h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link
    main map mark marquee math menu meta meter nav noscript object ol optgroup option output p
    param picture pre progress q rp rt ruby s samp script search section select slot small
    source span strike strong style sub summary sup svg table tbody td template textarea tfoot
    th thead time title tr track tt u ul var video wbr
""",
    )
)


#: A declaration that is not text, such as those of Word.
_EMPTY = re.compile(r"<(?:[?/]|!--|!\[(?:if|endif)\b|!doctype\b)", re.IGNORECASE)


class _Text(HTMLReader):
    """Collects the text of an HTML fragment, with the tags that are not HTML."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    handle_raw = handle_data

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag in ("p", "br", "li", "div"):
            self.parts.append(" ")
        elif tag not in ELEMENTS:
            self.parts.append(self.source)

    def handle_startendtag(self, tag: str, attrs: Mapping[str, str]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS:
            self.parts.append(f"</{tag}>")

    def handle_comment(self, source: str) -> None:
        if not _EMPTY.match(source):
            self.parts.append(source)


def plain_text(text: str) -> str:
    """Strip CMS markup (``<p>``, ``&#8211;``) and fold spaces, never the no-break ones."""
    if re.search(r"</?[A-Za-z][\w-]*( [^<>]*)?/?>", text):
        collector = _Text()
        collector.feed(text)
        text = "".join(collector.parts)
    elif "&" in text:
        # Not without the semicolon: ?a=1&copy=2 is an address.
        text = re.sub(r"&#?\w+;", lambda match: unescape(match[0]), text)
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def cut(text: str, length: int) -> str:
    """Cut a text to a number of characters, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def code_word(text: str) -> str:
    """Fold the ways to write a code word: ``Full-time``, ``FULL_TIME`` and ``fulltime`` are one."""
    return re.sub(r"[\W_]+", "", text).casefold()


def inline_text(source: str) -> str:
    """Strip the Markdown of a heading: its links, emphasis, code marks and attributes."""
    return plain_text(_MARKS.sub(_unmarked, _without_links(source)))


#: An escape, or a run of marks.
_MARKS = re.compile(r"\\([!-/:-@\[-`{-~])|[*`]+|_+")


def _unmarked(match: re.Match[str]) -> str:
    """Return the text in place of marks: an underscore in a word stays."""
    text, (start, end) = match.string, match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if match[0][0] == "_" and before.isalnum() and after.isalnum():
        return match[0]
    return match[1] or ""


def _without_links(source: str) -> str:
    """Replace links and images by their texts: ``[text](target)``, ``[text][label]``, ``[text]``.

    No regular expression does so in a time that grows with the text alone.
    """
    last = {sign: source.rfind(sign) for sign in ")]"}
    parts: list[str] = []
    at = 0
    while 0 <= (start := source.find("[", at)) < last["]"]:
        end = source.index("]", start)
        parts += source[at:start].removesuffix("!"), source[start + 1 : end]
        at = end + 1
        closing = {"(": ")", "[": "]"}.get(source[at : at + 1], "")
        if closing and at < last[closing]:
            at = source.index(closing, at) + 1
    return "".join([*parts, source[at:]])


def first_heading(body: str) -> str:
    """Return the text of a body's first heading; empty without headings."""
    unfenced = re.sub(r"(?ms)^(`{3,}|~{3,}).*?(^\1|\Z)", "", body)
    match = re.search(
        r"(?m)^ {0,3}#{1,6}[ \t]+(\S.*)$"
        r"|^(?![>|<]|(?:[-*+]|\d+[.)])[ \t])(\S.*)\n(?:=+|-+)[ \t]*$",
        unfenced,
    )
    if match is None:
        return ""
    return inline_text(re.sub(r"(?:^|[ \t])#+$", "", match[1].rstrip()) if match[1] else match[2])


class _BlockText(HTMLReader):
    """Splits HTML into the texts of its blocks."""

    _INLINE = frozenset(
        "a abbr b bdi cite code dfn em i kbd mark q s small span strong sub sup u".split()  # noqa: SIM905
    )

    def __init__(self) -> None:
        self.blocks = [""]

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag not in self._INLINE:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._INLINE:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


#: Elements that have no end tag.
VOID = frozenset(
    "area base br col embed hr img input link meta source track wbr".split()  # noqa: SIM905
)


class _Nesting(HTMLReader):
    """Finds out whether every element of an HTML fragment ends in it."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.sound = True

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Mapping[str, str]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        self.sound = self.sound and bool(self.open) and self.open.pop() == tag


def is_balanced(source: str) -> bool:
    """Whether HTML may be wrapped in an element, because it closes each element that it opens."""
    reader = _Nesting()
    reader.feed(source)
    return reader.sound and not reader.open


def block_texts(source: str) -> list[str]:
    """Return the texts of the blocks in HTML, without comments, scripts and styles."""
    reader = _BlockText()
    reader.feed(source)
    return reader.blocks
