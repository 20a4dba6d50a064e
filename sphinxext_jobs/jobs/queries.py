"""The lists of a project, checked against its postings: the fields that they name must exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from ..diagnostics import Diagnostic, Kind, Location
from ..model.query import COLUMNS, Query
from ..sources.synonyms import field_meant
from ..text.plain import code_word
from ..text.wording import message as _
from .records import Record


def check_queries(
    queries: Iterable[tuple[Query, Location]], records: Iterable[Record]
) -> Iterator[Diagnostic]:
    """Find the fields that a list names, but no posting has; each once in a list.

    A field that is not declared exists if a posting sets it.
    """
    known = {*COLUMNS, *(name for record in records for name in record.posting.extra)}
    for query, at in queries:
        unknown: dict[str, str] = {}
        for option, name in query.names():
            if name not in known:
                unknown.setdefault(name, option)
        for name, option in unknown.items():
            yield _unknown(name, option, at, known)


def _unknown(name: str, option: str, at: Location, known: Iterable[str]) -> Diagnostic:
    problem = _("`:{option}:` names the field {name}, which no posting has.").format(
        option=option, name=name
    )
    meant = _meant(name, known)
    hint = (
        _("Did you mean {name}?").format(name=f"`{meant}`")
        if meant
        else _("Check the name, or remove it.")
    )
    return Diagnostic(Kind.QUERY, at, problem, hint)


def _meant(name: str, known: Iterable[str]) -> str | None:
    """Return the field that a name probably means: by another name for it, or by its spelling."""
    if meant := field_meant(name):
        return meant
    folded = {code_word(field): field for field in sorted(known)}
    found = difflib.get_close_matches(code_word(name), folded, n=1, cutoff=0.75)
    return folded[found[0]] if found else None
