"""HTML, as people leave it in titles and bodies: tags, comments and text.

The standard library's reader differs from Python to Python: some raise on ``<![``, lose a script
that does not end, or take minutes where 20,000 tags are begun. This one raises on no text, takes
time in proportion to the text's length, and loses no word.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from html.entities import html5

_NAME = r"[^\s/>][^\s/>=]*+"
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+)"""
_ATTRIBUTE = re.compile(rf"({_NAME})(?:\s*+=\s*+({_VALUE}))?+", re.ASCII)
_BEGINS_TAG = re.compile("</?[A-Za-z]")
#: A tag as browsers read it: a value in quotes may contain any character
#: (https://html.spec.whatwg.org/multipage/parsing.html#tokenization).
_TAG = re.compile(
    rf"<(/?)([A-Za-z][^\s/>]*+)((?:[\s/]*+{_NAME}(?:\s*+=\s*+{_VALUE})?+)*+)([\s/]*+)>", re.ASCII
)
#: A tag that ends before another begins.
_SHORT_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*+)([^<>]*+)()>", re.ASCII)
_COMMENT = re.compile("<!--(?:-?>|.*?--!?>)", re.DOTALL)
_COMMENTS = re.compile(r"\s*+(?:<!--(?:-?>|.*?--!?>)\s*+)++", re.DOTALL)
#: Other markup that browsers read as a comment: ``<!x>``, ``<?x>``, ``</>``.
_DECLARATION = re.compile("<[!?/][^>]*+>")
#: The text of elements that cannot contain tags, up to their end.
_RAW = {
    name: re.compile(rf".*?(?=</{name}[\s/>])", re.ASCII | re.DOTALL | re.IGNORECASE)
    for name in ("script", "style")
}
#: A reference with so many digits is not a character, and Python refuses to read many more.
_HUGE_REFERENCE = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_REFERENCE_IN_VALUE = re.compile(r"&(?:#\w++;?|(\w++(?:;|(?!=))))", re.ASCII)


def unescape(text: str) -> str:
    """Return a text with the characters that its references name: ``&#8211;``, ``&eacute;``."""
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def is_comment(text: str) -> bool:
    """Whether a text consists of comments, so that no page shows any of it."""
    return _COMMENTS.fullmatch(text) is not None


def attributes(source: str) -> dict[str, str]:
    """Read the attributes of a tag, without its name; the first of two with one name counts."""
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(source):
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        found.setdefault(name.lower(), _REFERENCE_IN_VALUE.sub(_character, value))
    return found


def _character(match: re.Match[str]) -> str:
    """Resolve a reference in an attribute's value, where ``&copy=2`` is not one."""
    return html5.get(match[1], match[0]) if match[1] else unescape(match[0])


class HTMLReader:
    """Reads HTML, and calls a method for each tag, comment and text. A tag without end is text."""

    #: The markup that is handled, as it is written.
    source = ""

    def feed(self, text: str) -> None:
        """Read all of a text."""
        self._endless: set[re.Pattern[str]] = set()
        last = text.rfind(">")
        done = at = 0
        while 0 <= (at := text.find("<", at)) < last:
            match = self._markup(text, at)
            if match is None:
                at += 1
                continue
            if done < at:
                self.handle_data(unescape(text[done:at]))
            self.source = match[0]
            done = at = match.end()
            if match.re not in (_TAG, _SHORT_TAG):
                self.handle_comment(match[0])
                continue
            slash, tag, rest, end = match.groups()
            tag = tag.lower()
            if slash:
                self.handle_endtag(tag)
            elif end.endswith("/"):
                self.handle_startendtag(tag, attributes(rest))
            else:
                self.handle_starttag(tag, attributes(rest))
                if tag in _RAW and (raw := self._once(_RAW[tag], text, at)):
                    done = at = raw.end()
                    self.handle_raw(raw[0])
        if done < len(text):
            self.handle_data(unescape(text[done:]))

    def _markup(self, text: str, at: int) -> re.Match[str] | None:
        """Return the markup that begins at a ``<``; None: it is text."""
        if text.startswith("<!--", at):
            return self._once(_COMMENT, text, at)
        if _BEGINS_TAG.match(text, at):
            return self._once(_TAG, text, at) or _SHORT_TAG.match(text, at)
        return _DECLARATION.match(text, at)

    def _once(self, pattern: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
        """Match a pattern, unless it has reached the end of the text in vain before."""
        match = None if pattern in self._endless else pattern.match(text, at)
        if match is None:
            self._endless.add(pattern)
        return match

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take a start tag."""

    def handle_startendtag(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Take a tag that ends itself: ``<br />``."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take an end tag."""

    def handle_data(self, data: str) -> None:
        """Take text, its references resolved."""

    def handle_raw(self, data: str) -> None:
        """Take the text of a script or a style sheet."""

    def handle_comment(self, source: str) -> None:
        """Take a comment, and all that browsers take for one."""
