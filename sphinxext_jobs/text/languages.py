"""Language tags: their form, the best one for a reader, and the one in the path of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import PurePath

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


def normalize(tag: str) -> str:
    """Write a language tag as BCP 47 recommends: ``fr_ca`` becomes ``fr-CA``."""
    primary, *rest = re.split("[-_]", tag.strip())
    parts = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()
        for part in rest
    ]
    return "-".join([primary.lower(), *parts])


def is_tag(text: str) -> bool:
    """Whether *text* is written as a language tag is; ``Français`` is not."""
    return _TAG.fullmatch(text) is not None


def matches(tag: str, range_: str) -> bool:
    """Whether *tag* is in a language range (RFC 4647, basic filtering): fr-CA is in fr."""
    tag, range_ = tag.lower(), range_.lower()
    return tag == range_ or tag.startswith(range_ + "-")


@cache
def locale(tag: str) -> Locale | None:
    """Return Babel's locale of a tag, or of the language it belongs to; None if unknown."""
    if not _TAG.fullmatch(tag):
        return None
    for candidate in (tag, re.split("[-_]", tag)[0]):
        try:
            return Locale.parse(normalize(candidate), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def with_territory(tag: str) -> str:
    """Write a tag as Open Graph does, ``fr_FR``: with its own territory or the most likely one."""
    found = locale(tag)
    if found is None:
        return tag.replace("-", "_")
    likely: Mapping[str, str] = get_global("likely_subtags")
    named = "_".join(filter(None, (found.language, found.script)))
    territory = found.territory or likely.get(named, likely.get(found.language, "_")).split("_")[-1]
    return "_".join(filter(None, (found.language, territory)))


@cache
def _is_language(name: str, languages: tuple[str, ...]) -> bool:
    if not _TAG.fullmatch(name) or not (languages or name == name.lower() or "-" in name):
        return False
    if languages:
        tag = normalize(name)
        return any(matches(tag, known) or matches(known, tag) for known in languages)
    try:
        Locale.parse(normalize(name), sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def detect(path: PurePath, languages: Iterable[str] = ()) -> str | None:
    """Return the language in a file's name, ``name.fr.md``, or in its nearest folder, ``fr/``.

    *languages* are the tags to look for; without any, these are all languages that Babel knows.
    Returns None if the path does not name a language.
    """
    known = tuple(map(normalize, languages))
    suffix = PurePath(path.stem).suffix[1:]
    for name in (suffix, *reversed(path.parent.parts)):
        if name and _is_language(name, known):
            return normalize(name)
    return None


def best(tags: Iterable[str], wanted: str) -> str | None:
    """Choose among *tags* the one that serves a reader of *wanted*: fr-CA, fr, then fr-FR."""
    candidates = list(tags)
    primary = wanted.split("-")[0]
    for test in (
        lambda tag: tag == wanted,
        lambda tag: tag == primary,
        lambda tag: matches(tag, primary),
    ):
        for tag in candidates:
            if test(tag):
                return tag
    return None


def nearest(tags: Iterable[str], wanted: str, order: Iterable[str]) -> str:
    """Choose among *tags* the one for a site in *wanted*, or the first in *order*, or any."""
    candidates = sorted(tags)
    found = (best(candidates, lang) for lang in (wanted, *order))
    return next(filter(None, found), candidates[0])
