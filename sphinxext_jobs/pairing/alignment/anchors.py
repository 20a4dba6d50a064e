"""Anchors: the parts of a text that its translation keeps: links, addresses, numbers, codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from ...text.markup import unescape

_URL = re.compile(r"https?://[^\s<>\"'`\]]+", re.IGNORECASE)
#: Marks after an address that do not belong to it.
_AROUND = ".,;:!?)*_"
_EMAIL = re.compile(r"(?<![\w.+'’-])[\w.+'’-]++@[\w-]+(?:\.[\w-]+)+")
_HYPHEN = r"[-‐‑‒–—\u00ad\u2212]"
_SPACE = r"[ \t\n\u00a0\u2007\u2009\u202f]"

#: A group and level of a public service's classification (EX-03, CS 2), and other names of this
#: form. In Canada, both languages keep the letters in this order.
_CODE = re.compile(
    rf"(?<![\w/-])([A-Z]{{2,4}})(?:{_SPACE}?{_HYPHEN}{_SPACE}?|{_SPACE})?0*(\d{{1,2}})(?!\w)"
)

#: Times of day are not compared, because languages write them differently: 5 pm is 17 h.
_TIME = re.compile(
    rf"(?<![\w.,])\d{{1,2}}(?::\d\d)?{_SPACE}?(?:[ap]\.?{_SPACE}?m\b\.?|h\b(?:{_SPACE}?\d\d\b)?)"
    r"|(?<![\w.,])\d{1,2}:\d\d(?!\w)|(?<![\w.,])\d{1,2}h\d\d(?!\w)",
    re.IGNORECASE,
)

#: 1,000.50 and 1 000,50: digits in groups of three, then perhaps a fraction.
_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[,.'’ \u00a0\u2007\u2009\u202f]\d{3})+|\d+)(?!\d)(?:[.,]\d+)?"
)

#: A fraction. Three digits are not one, but a group of the whole number.
_FRACTION = re.compile(r"[.,](\d{1,2}|\d{4,})\Z")

#: Digits of other scripts than ours, and the separators of Arabic numbers.
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_SEPARATORS = str.maketrans("\u066b\u066c\uff0c\uff0e", ".,,.")

#: Numbers up to this one may be a word in the other language ("2 years", « deux ans ») or an hour.
_SPELLED_OUT = 24


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a text. Each tuple is sorted, and repeats an anchor as often as the text."""

    links: tuple[str, ...] = ()  # host and id only: paths are translated
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()  # 1000.5
    codes: tuple[str, ...] = ()  # IT-5

    def __bool__(self) -> bool:
        return bool(self.links or self.emails or self.numbers or self.codes)


#: The anchors of one kind in the order of the text: each as it is compared, and as it is written.
Written = list[tuple[str, str]]


@lru_cache(maxsize=1 << 14)
def anchors(text: str) -> Anchors:
    """Return the anchors of a text (Markdown)."""
    found = written(text)
    if not any(found.values()):
        return NONE
    links, emails, numbers, codes = ([mark for mark, _ in marks] for marks in found.values())
    # One language may write an address twice, as a link and as its text, and the other once.
    return Anchors(
        tuple(sorted(links)),
        tuple(sorted(set(emails))),
        tuple(sorted(numbers)),
        tuple(sorted(codes)),
    )


def written(text: str) -> dict[str, Written]:
    """Return the anchors of a text (Markdown) as it writes them, by kind: ``links``, and so on."""
    text = _with_digits(unescape(text))
    links: Written = []
    emails: Written = []
    numbers: Written = []
    codes: Written = []

    def link(match: re.Match[str]) -> str:
        links.append((_reduced(match[0]), match[0].rstrip(_AROUND)))
        return " "

    def email(match: re.Match[str]) -> str:
        emails.append((match[0].lower().replace("’", "'"), match[0]))
        return " "

    def code(match: re.Match[str]) -> str:
        codes.append((f"{match[1]}-{match[2]}", match[0]))
        return " "

    if "://" in text:
        text = _URL.sub(link, text)
    if "@" in text:
        text = _EMAIL.sub(email, text)
    if any(map(str.isdigit, text)):
        text = _TIME.sub(" ", _CODE.sub(code, text))
        numbers = [(_normal(match), match) for match in _NUMBER.findall(text)]
    return {"links": links, "emails": emails, "numbers": numbers, "codes": codes}


def _with_digits(text: str) -> str:
    """Write the digits of any script in one."""
    if text.isascii() or not _OTHER_DIGIT.search(text):
        return text
    return _OTHER_DIGIT.sub(lambda match: str(int(match[0])), text.translate(_SEPARATORS))


NONE = Anchors()


def join(several: Sequence[Anchors]) -> Anchors:
    """Return the anchors of several texts as one."""
    several = [one for one in several if one is not NONE]
    if len(several) < 2:
        return several[0] if several else NONE
    return Anchors(
        *(
            tuple(sorted(mark for one in several for mark in getattr(one, name)))
            for name in ("links", "emails", "numbers", "codes")
        )
    )


def conflicts(one: Anchors, other: Anchors) -> tuple[str, ...]:
    """Return the names of the anchors that differ in texts that should say the same."""
    if one is other:  # most texts have none, and all of these share one value
        return ()
    differ = {
        "links": _links_differ(one.links, other.links),
        "emails": len(one.emails) != len(other.emails),
        "numbers": _numbers_differ(one.numbers, other.numbers),
        "codes": set(one.codes) != set(other.codes),
    }
    return tuple(name for name, does in differ.items() if does)


def _links_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    if one == other:
        return False
    mine, theirs = (sorted(link.partition("#")[2] for link in links) for links in (one, other))
    return mine != theirs


def _numbers_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    mine, theirs = set(one) - set(other), set(other) - set(one)
    # A number that only one side has may be a word in the other, unless it is too large for that.
    return bool(mine and theirs) or any(float(n) > _SPELLED_OUT for n in mine | theirs)


def differing(one: str, other: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the anchors of a kind that only one of two texts has, as each of them is written."""
    mine, theirs = written(one)[kind], written(other)[kind]
    return tuple(_excess(mine, theirs, kind)), tuple(_excess(theirs, mine, kind))


def _excess(mine: Written, theirs: Written, kind: str) -> Iterator[str]:
    if kind != "links":
        known = {mark for mark, _ in theirs}
        yield from dict.fromkeys(text for mark, text in mine if mark not in known)
        return
    # The sites may differ, but not the ids. A link to the same site is the likelier counterpart.
    left = Counter(mark for mark, _ in theirs)
    without = []
    for mark, text in mine:
        if left[mark]:
            left[mark] -= 1
        else:
            without.append((mark.partition("#")[2], text))
    ids = Counter(mark.partition("#")[2] for mark in left.elements())
    for id_, text in without:
        if ids[id_]:
            ids[id_] -= 1
        else:
            yield text


def _normal(number: str) -> str:
    fraction = _FRACTION.search(number)
    whole = number[: fraction.start()] if fraction else number
    digits = re.sub(r"\D", "", whole).lstrip("0") or "0"
    decimals = fraction[1].rstrip("0") if fraction else ""
    return f"{digits}.{decimals}" if decimals else digits


def _reduced(url: str) -> str:
    """Reduce an address to its site and its ids: a translation may change the rest."""
    try:
        parts = urlsplit(url.rstrip(_AROUND))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # not an address after all
        return ""
    labels = host.split(".")
    # The domain that is registered: canada.ca for numerique.canada.ca, sct.gc.ca for www.sct.gc.ca.
    keep = 3 if len(labels) > 2 and len(labels[-2]) < 4 and len(labels[-1]) == 2 else 2
    found = re.findall(r"\d{3,}", unquote(parts.path))
    found += [
        value for name, value in parse_qsl(parts.query) if name.lower() == "id" or value.isdigit()
    ]
    return ".".join(labels[-keep:]) + "#" + ",".join(found)
