"""Raw HTML without anything that runs, by nh3, which is in the extra ``safe``."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from .markup import HTMLReader
from .plain import ELEMENTS, VOID

#: The elements of content that nh3 leaves out unless asked.
_MORE = frozenset({"audio", "label", "main", "picture", "section", "source", "track", "video"})
#: The attributes that each element may have. ``style`` may cover the page, so it is not here.
_ANYWHERE = frozenset({"class", "dir", "hidden", "id", "lang", "role", "title"})
_OWN: Mapping[str, set[str]] = {
    "audio": {"controls", "src"},
    "details": {"open"},
    "img": {"loading", "sizes", "srcset"},
    "ol": {"reversed", "start", "type"},
    "source": {"media", "sizes", "src", "srcset", "type"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"controls", "height", "poster", "src", "width"},
}
#: The elements whose content is not text, and never shown.
UNSEEN = frozenset({"script", "style"})
_VOID_TAG = re.compile(rf'<((?:{"|".join(VOID)})\b(?:[^">]|"[^"]*")*)>')
#: The elements whose end tags may be left out.
_OPTIONAL = frozenset({"dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"})
#: Of HTML with more tags, each is taken on its own: deep nesting may end the process.
_MANY = 1000


def is_available() -> bool:
    """Whether nh3 is installed."""
    return _nh3() is not None


@cache
def _nh3() -> Any:
    try:
        return import_module("nh3")
    except ImportError:
        return None


@cache
def _options() -> dict[str, Any]:
    nh3 = _nh3()
    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    for tag, names in {**_OWN, "*": _ANYWHERE}.items():
        attributes[tag] = attributes.get(tag, set()) | names
    return {
        "tags": {*nh3.ALLOWED_TAGS, *_MORE},
        "attributes": attributes,
        "generic_attribute_prefixes": {"aria-"},
        "clean_content_tags": set(UNSEEN),
        "link_rel": None,
    }


def safe_html(source: str) -> str:
    """Return HTML without scripts, event handlers and styles; nh3 must be available.

    If *source* is only a part, such as the start tag of an element, each of its tags is taken on
    its own. What looks like a tag, but is not one of HTML, is text: ``<your name>``.
    """
    nesting = _Nesting()
    nesting.feed(source)
    if nesting.is_whole and not nesting.open and source.count("<") <= _MANY:
        return _clean(source)
    reader = _Tags()
    reader.feed(source)
    return "".join(reader.parts)


@lru_cache(maxsize=1024)  # most tags of a site are a few that come again
def _clean(source: str) -> str:
    """Return HTML that is also XML, for books."""
    cleaned = _nh3().clean(source, **_options()).replace("&nbsp;", "\N{NO-BREAK SPACE}")
    return _VOID_TAG.sub(r"<\1 />", cleaned)


class _Nesting(HTMLReader):
    """Finds out whether HTML consists of whole elements, all of them known."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.is_whole = True

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        self.is_whole = self.is_whole and not _is_text(tag)
        if tag not in VOID | _OPTIONAL:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | _OPTIONAL:
            self.is_whole = self.is_whole and bool(self.open) and self.open.pop() == tag


def _is_text(tag: str) -> bool:
    """Whether a tag is text that looks like one; components of a page have a hyphen."""
    return tag not in ELEMENTS and "-" not in tag


class _Tags(HTMLReader):
    """Cleans each tag, and keeps the text."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        if _is_text(tag):
            self.handle_data(self.source)
        if tag not in _options()["tags"]:
            return
        written = "".join(f' {name}="{html.escape(value)}"' for name, value in attrs.items())
        # nh3 closes the element.
        self.parts.append(re.sub(f"</{tag}>$", "", _clean(f"<{tag}{written}>")))

    def handle_startendtag(self, tag: str, attrs: Mapping[str, str]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _options()["tags"] and tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(html.escape(data, quote=False))
