"""The glossary of a project: terms, and those that their counterparts must use."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

from ..diagnostics import Diagnostic, Kind, Location
from ..settings.settings import Settings
from ..text.digest import digest
from ..text.languages import is_tag, normalize
from ..text.wording import message as _
from .files import read_file
from .frontmatter import decode
from .plain_lines import plain_lines
from .posting import Source

_WORD = re.compile(r"[^\W_]+")
#: The languages whose words have a common stem (https://snowballstem.org/algorithms/).
_STEMMERS = {"en": "english", "fr": "french", "de": "german", "es": "spanish", "pt": "portuguese"}
#: The ends of French words for women, and those of the same words for men.
_FEMININE = {"trices?$": "teur", "euses?$": "eur", "(?<=.{3})ères?$": "er"}


def primary(lang: str) -> str:
    """Return the language of a tag, without its country."""
    return lang.split("-")[0]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in one language, and the term to use for it in another language."""

    lang: str
    term: str
    other_lang: str
    other_term: str


@dataclass(frozen=True)
class Glossary:
    """The entries of all files of a glossary, and the faults of these files."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    @classmethod
    def load(cls, paths: Iterable[Path], settings: Settings) -> Self:
        """Read files of comma-separated values, as Weblate exports them."""
        entries: list[Entry] = []
        faults: list[Diagnostic] = []
        for path in paths:
            try:
                text, fault = decode(read_file(path), str(path))
                found = list(_entries(text, settings.languages))
            except (OSError, csv.Error, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                problem = _("{path} cannot be read: {reason}.").format(path=path, reason=reason)
                hint = _("Check the value of `jobs_glossary`.")
                fault, found = Diagnostic(Kind.CONFIG, Location(str(path), 1), problem, hint), []
            entries += found
            faults += [fault] if fault else []
        return cls(tuple(dict.fromkeys(entries)), tuple(faults))

    @property
    def digest(self) -> str:
        """A digest of the entries, to compare builds."""
        return digest(repr(self.entries), 8) if self.entries else ""

    def terms_in(self, source: Source) -> Mapping[str, int]:
        """Return the terms of the glossary that a posting uses, each with its first line.

        Terms are found in any inflection. Of terms that overlap, it is the longest.
        """
        lang = primary(source.posting.lang)
        index = self._index.get(lang)
        if not index:
            return {}
        tokens = [
            (_keys(word, lang), line)
            for line, text in _lines(source)
            for word in _WORD.findall(text)
        ]
        found: dict[str, int] = {}
        at = 0
        while at < len(tokens):
            candidates = (term for key in tokens[at][0] for term in index.get(key, ()))
            length = 1
            for keys, term in candidates:
                here = tokens[at : at + len(keys)]
                if len(here) == len(keys) and all(
                    key in token for key, (token, _line) in zip(keys, here, strict=True)
                ):
                    found.setdefault(term, tokens[at][1])
                    length = len(keys)
                    break
            at += length
        return found

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, list[tuple[tuple[str, ...], str]]]]:
        """By language and first word, the words of each term; the longest terms first."""
        index: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        sides = [
            side
            for entry in self.entries
            for side in ((entry.lang, entry.term), (entry.other_lang, entry.other_term))
        ]
        for lang, term in dict.fromkeys(sides):
            keys = tuple(_keys(word, lang)[-1] for word in _WORD.findall(term))
            if keys:
                index.setdefault(lang, {}).setdefault(keys[0], []).append((keys, term))
        for terms in (terms for of_language in index.values() for terms in of_language.values()):
            terms.sort(key=lambda each: -len(each[0]))
        return index


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    posting = source.posting
    for name, text in (("title", posting.title), ("description", posting.description)):
        if text and name in source.lines:
            yield source.lines[name], text
    yield from enumerate(plain_lines(source.body), source.body_line)


def _keys(word: str, lang: str) -> tuple[str, ...]:
    """Return what a word is compared by: its stem and, of an abbreviation such as IT, itself."""
    stem = _stem(word.lower(), lang)
    return (stem, word) if word.isupper() and 1 < len(word) < 6 else (stem,)


@cache
def _stem(word: str, lang: str) -> str:
    if lang == "fr":  # a stem may differ by gender: conceptrice is concepteur
        for feminine, masculine in _FEMININE.items():
            word = re.sub(feminine, masculine, word)
    stemmer = _stemmer(lang)
    return str(stemmer.stemWord(word)) if stemmer else word


@cache
def _stemmer(lang: str) -> Any:
    """Return the stemmer of a language; it is loaded only where there is a glossary."""
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[lang]) if lang in _STEMMERS else None


def _entries(text: str, languages: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the entries of a file; raises ``ValueError`` if its columns are not known."""
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    header = [name.strip().lower() for name in next(rows, [])]
    if {"source", "target"} <= {*header}:
        if len(languages) != 2:
            raise ValueError(_("source and target need two languages in `jobs_languages`"))
        columns = {header.index("source"): languages[0], header.index("target"): languages[1]}
    else:
        columns = {n: normalize(name) for n, name in enumerate(header) if is_tag(name)}
    if len(columns) < 2:
        raise ValueError(_("it does not have the columns source and target, or two languages"))
    fuzzy = header.index("fuzzy") if "fuzzy" in header else None
    for row in rows:
        if fuzzy is not None and row[fuzzy : fuzzy + 1] in (["True"], ["1"], ["true"]):
            continue
        texts = {primary(lang): row[n].strip() for n, lang in columns.items() if n < len(row)}
        (lang, term), *others = texts.items() or [("", "")]
        for other_lang, other_term in others:
            if term and other_term:
                yield Entry(lang, term, other_lang, other_term)
