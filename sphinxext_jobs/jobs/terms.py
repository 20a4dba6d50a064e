"""The terms of the glossary, compared between counterparts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from ..diagnostics import Diagnostic, Kind, Location
from ..sources.glossary import Glossary, primary
from ..text.wording import message as _
from ..text.wording import quoted
from .counterparts import paired
from .jobs import Texts
from .records import Record


def check_terms(jobs: Mapping[str, Texts], glossary: Glossary) -> Iterator[Diagnostic]:
    """Find the terms whose counterpart uses none of the terms that the glossary gives for them."""
    wanted: dict[tuple[str, str], dict[str, list[str]]] = {}
    for entry in glossary.entries:
        terms = wanted.setdefault((entry.lang, entry.other_lang), {})
        terms.setdefault(entry.term, []).append(entry.other_term)
    for _key, texts in sorted(jobs.items()) if wanted else ():
        for ours, theirs in combinations(texts.values(), 2):
            for pair in paired(ours, theirs):
                for one, other in (pair, pair[::-1]):
                    languages = primary(one.posting.lang), primary(other.posting.lang)
                    yield from _missing(one, other, wanted.get(languages, {}))


def _missing(one: Record, other: Record, wanted: Mapping[str, list[str]]) -> Iterator[Diagnostic]:
    for term, line in one.terms.items():
        options = wanted.get(term, [])
        if not options or any(option in other.terms for option in options):
            continue
        problem = _("The glossary gives {others} for “{term}”, which {path} does not use.").format(
            others=", ".join(quoted(option) for option in options),
            term=term,
            path=other.path,
        )
        hint = _("Use the term there, or another word here.")
        yield Diagnostic(Kind.TERM, Location(one.path, line), problem, hint)
