"""A posting's HTML out of its page, for those who show it elsewhere: feeds, search engines."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from ..text.markup import HTMLReader
from ..text.plain import VOID

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Elements that browsers do not show, or that only work on the site. A feed reader that drops
#: unknown tags would show their text.
_UNSEEN = frozenset(
    {"script", "style", "template", "iframe", "select", "textarea", "datalist", "svg"}
)
#: The elements that are copied. Only the content of others is.
_COPIED = frozenset(
    re.findall(
        r"\w+",
        """
    a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col
    colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6
    header hgroup hr i img input ins kbd label li main mark menu nav ol p picture pre q rp rt ruby
    s samp section small source span strike strong sub summary sup table tbody td tfoot th thead
    time tr track tt u ul var video wbr
""",
    )
)
#: Their attributes. None of these runs a script.
_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        """
    abbr align alt checked cite colspan controls datetime dir disabled headers height href hreflang
    kind label lang open poster reversed role rowspan scope sizes span src srclang srcset start
    summary title type valign value width
""",
    )
)
#: The classes of elements that are only useful on the site: links to headings and back from
#: footnotes, the language switch, the forms of lists, and the parts of a posting's page that repeat
#: others.
_NAVIGATION = frozenset(
    {"headerlink", "backrefs", "job-switch", "job-filter", "job-key", "job-apply-again"}
)
_ADDRESSES = frozenset({"href", "src", "poster", "cite"})
#: The beginnings of addresses that run nothing.
_HARMLESS = re.compile("(?:https?|mailto|tel|sms|ftp):|data:image/", re.IGNORECASE)
#: An address in ``srcset``, and its descriptor.
_CANDIDATE = re.compile(r"[\s,]*+(\S++)((?<!,)[^,]*+)?+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: the elements with certain ids (None: all of it), without some classes."""

    anchors: Collection[str] | None = None
    without: Collection[str] = ()


def extract(page: str, url: str, *parts: Part) -> list[str]:
    """Return the HTML of each part of a page, without its first heading; the page is read once.

    Hidden elements, navigation, and all that could run a script are left out. *url* is the page's
    address, which makes others absolute. If it is empty, relative addresses are removed.
    """
    reader = _Reader([_Copy(url, part) for part in parts])
    reader.feed(page)
    return ["".join(copy.written).strip() for copy in reader.copies]


class _Reader(HTMLReader):
    """Reads a page for all copies of its parts."""

    def __init__(self, copies: Sequence[_Copy]) -> None:
        self.copies = copies

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Pass on a start tag."""
        for copy in self.copies:
            copy.start(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Pass on an end tag."""
        for copy in self.copies:
            copy.end(tag)

    def handle_data(self, data: str) -> None:
        """Pass on text."""
        for copy in self.copies:
            copy.text(data)


class _Copy:
    """Copies the elements of a part, except those that are only useful on their page."""

    def __init__(self, url: str, part: Part) -> None:
        self.url, self.anchors = url, part.anchors or ()
        self.without = _NAVIGATION.union(part.without)
        self.written: list[str] = []
        self.titled = False
        # The element that is copied, and one in it that is left out: how often each is open.
        self._open: list[tuple[str, int]] = [("", 1)] if part.anchors is None else []

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """Copy a start tag, unless it is in an element that is left out."""
        if not self._open:
            if attrs.get("id") not in self.anchors:
                return
            self._open.append((tag, 0))
        if len(self._open) == 1 and self._is_left_out(tag, attrs):
            self._open += [] if tag in VOID else [(tag, 1)]
            return
        self._count(tag, 1)
        if len(self._open) == 1 and tag in _COPIED:
            self.written.append(f"<{tag}{''.join(self._attributes(attrs))}>")

    def end(self, tag: str) -> None:
        """Copy an end tag, unless it is in an element that is left out."""
        if len(self._open) == 1 and tag in _COPIED and tag not in VOID:
            self.written.append(f"</{tag}>")
        if self._open:
            self._count(tag, -1)
            if self._open[-1][1] == 0:
                self._open.pop()

    def text(self, data: str) -> None:
        """Copy text."""
        if len(self._open) == 1:
            self.written.append(html.escape(data, quote=False))

    def _count(self, tag: str, step: int) -> None:
        name, depth = self._open[-1]
        if name == tag:
            self._open[-1] = (name, depth + step)

    def _is_left_out(self, tag: str, values: Mapping[str, str]) -> bool:
        if tag in _HEADINGS and not self.titled:
            self.titled = True
            return True
        classes = values.get("class", "").split()
        return tag in _UNSEEN or _is_hidden(values) or not self.without.isdisjoint(classes)

    def _attributes(self, values: Mapping[str, str]) -> Iterator[str]:
        for name, value in values.items():
            if name not in _ATTRIBUTES and not name.startswith("aria-"):
                continue
            written: str | None = value
            if name in _ADDRESSES:
                written = _absolute(self.url, value)
            elif name == "srcset":
                written = _absolute_set(self.url, value)
            if written is not None:
                yield f' {name}="{html.escape(written)}"'


def _is_hidden(values: Mapping[str, str]) -> bool:
    """Whether the page always hides an element; a tab, or a search, may show some."""
    found = values.get("hidden", "until-found").lower() == "until-found"
    return not found and values.get("role") != "tabpanel"


def _absolute(base: str, url: str) -> str | None:
    """Return an absolute address that runs nothing.

    None if there is none, or if it depends on the page, whose address is unknown.
    """
    with suppress(ValueError):  # http://[ is not an address, and leads nowhere on the page either
        url = urljoin(base, url)
    return url if _HARMLESS.match(url) else None


def _absolute_set(base: str, srcset: str) -> str | None:
    """Complete the addresses of a picture in several sizes, or none of them."""
    # Without separators at the end, each of which the pattern would try again.
    candidates = _CANDIDATE.findall(srcset.strip(", \t\n\r\f\v"))
    found = [(_absolute(base, url.rstrip(",")), size.rstrip()) for url, size in candidates]
    written = [f"{url}{size}" for url, size in found if url is not None]
    return ", ".join(written) if written and len(written) == len(found) else None
