"""What stands equal in both languages of a text: links, addresses, numbers, codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from ...text.markup import unescape

_URL = re.compile(r"https?://[^\s<>\"'`\]]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+'’-])[\w.+'’-]++@[\w-]+(?:\.[\w-]+)+")
_HYPHEN = r"[-‐‑‒–—\u00ad\u2212]"
_SPACE = r"[ \t\n\u00a0\u2007\u2009\u202f]"

#: A group and level of a public service's classification (EX-03, CS 2), and any other name
#: built so. Both languages of Canada's keep the letters in this order.
_CODE = re.compile(
    rf"(?<![\w/-])([A-Z]{{2,4}})(?:{_SPACE}?{_HYPHEN}{_SPACE}?|{_SPACE})?0*(\d{{1,2}})(?!\w)"
)

#: 5 pm is 17 h, 9:30 is 9 h 30: a time of day is written too differently to compare.
_TIME = re.compile(
    rf"(?<![\w.,])\d{{1,2}}(?::\d\d)?{_SPACE}?(?:[ap]\.?{_SPACE}?m\b\.?|h\b(?:{_SPACE}?\d\d\b)?)"
    r"|(?<![\w.,])\d{1,2}:\d\d(?!\w)|(?<![\w.,])\d{1,2}h\d\d(?!\w)",
    re.IGNORECASE,
)

#: 1,000.50 and 1 000,50: digits in groups of three, then perhaps a fraction.
_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[,.'’ \u00a0\u2007\u2009\u202f]\d{3})+|\d+)(?!\d)(?:[.,]\d+)?"
)

#: Up to here a number may be a word in the other language, "2 years", « deux ans », or an hour.
_SPELLED_OUT = 24


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a faithful translation keeps. Each is sorted, and listed as often as it stands."""

    links: tuple[str, ...] = ()  # host and id only: paths are translated
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # 1000.5
    codes: tuple[str, ...] = ()  # IT-5

    def __bool__(self) -> bool:
        return bool(self.links or self.emails or self.numbers or self.codes)


@lru_cache(maxsize=1 << 14)
def anchors(text: str) -> Anchors:
    """Find what stands in *text* as it must stand in its translation."""
    text = unescape(text)
    links: list[str] = []
    emails: list[str] = []

    def link(match: re.Match[str]) -> str:
        links.append(_reduced(match[0]))
        return " "

    def email(match: re.Match[str]) -> str:
        emails.append(match[0].lower().replace("’", "'"))
        return " "

    codes: list[str] = []

    def code(match: re.Match[str]) -> str:
        codes.append(f"{match[1]}-{match[2]}")
        return " "

    if "://" in text:
        text = _URL.sub(link, text)
    if "@" in text:
        text = _EMAIL.sub(email, text)
    numbers: list[str] = []
    if any(map(str.isdigit, text)):
        text = _TIME.sub(" ", _CODE.sub(code, text))
        numbers = [_normal(match) for match in _NUMBER.findall(text)]
    if not (links or emails or numbers or codes):
        return NONE
    # An address that is a link, too, stands twice in one language and once in the other.
    return Anchors(
        tuple(sorted(links)),
        tuple(sorted(set(emails))),
        tuple(sorted(numbers)),
        tuple(sorted(codes)),
    )


NONE = Anchors()


def join(several: Sequence[Anchors]) -> Anchors:
    """Return the anchors of several texts as one."""
    several = [one for one in several if one is not NONE]
    if not several:
        return NONE
    return Anchors(
        *(
            tuple(sorted(mark for one in several for mark in getattr(one, name)))
            for name in ("links", "emails", "numbers", "codes")
        )
    )


def conflicts(one: Anchors, other: Anchors) -> tuple[str, ...]:
    """Name what differs between texts that should say the same: links, numbers, …"""
    return tuple(
        name
        for name, differ in (
            ("links", len(one.links) != len(other.links) or _ids(one.links) != _ids(other.links)),
            ("emails", len(one.emails) != len(other.emails)),
            ("numbers", _numbers_differ(one.numbers, other.numbers)),
            ("codes", set(one.codes) != set(other.codes)),
        )
        if differ
    )


def _numbers_differ(one: Iterable[str], other: Iterable[str]) -> bool:
    mine, theirs = set(one) - set(other), set(other) - set(one)
    # One that only one side has may be a word in the other, unless it is too large for that.
    return bool(mine and theirs) or any(float(n) > _SPELLED_OUT for n in mine | theirs)


def _ids(links: Iterable[str]) -> Counter[str]:
    return Counter(link.partition("#")[2] for link in links)


def _normal(number: str) -> str:
    match = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}|\d{4,}))?", number, re.DOTALL)
    assert match is not None  # any text is a whole number without fraction
    whole, fraction = match.groups("")
    whole = re.sub(r"\D", "", whole).lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def _reduced(url: str) -> str:
    """Reduce an address to its site and the ids in it: the rest may be another language."""
    try:
        parts = urlsplit(url.rstrip(".,;:!?)*_"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # not an address after all
        return ""
    labels = host.split(".")
    # The name below the registry's: canada.ca of numerique.canada.ca, sct.gc.ca of www.sct.gc.ca.
    keep = 3 if len(labels) > 2 and len(labels[-2]) < 4 and len(labels[-1]) == 2 else 2
    found = re.findall(r"\d{3,}", unquote(parts.path))
    found += [
        value for name, value in parse_qsl(parts.query) if name.lower() == "id" or value.isdigit()
    ]
    return ".".join(labels[-keep:]) + "#" + ",".join(found)
