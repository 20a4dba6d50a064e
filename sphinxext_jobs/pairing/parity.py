"""What must be equal across a pair, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

from ..posting import FIELDS, Posting
from ..values import day_of

#: Fields that counterparts must agree on. Ids may differ: an applicant tracking system
#: often has one posting per language.
EQUAL = (
    "archived",
    "linkHidden",
    "formHidden",
    "hidden",
    "draft",
    "date",
    "publishDate",
    "expiryDate",
    "classification",
)


def differences(one: Posting, other: Posting) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field that differs between counterparts, with both values.

    A flag that is absent is false, but ``linkHidden: false`` opens an archived posting.
    """
    for name in EQUAL:
        mine, theirs = _comparable(one, name), _comparable(other, name)
        # Where it is explicitly false on both sides, `archived` alone makes the difference.
        if mine != theirs and one.value(name) != other.value(name):
            yield name, one.value(name), other.value(name)


def _comparable(posting: Posting, name: str) -> Any:
    value = posting.value(name)
    if name == "linkHidden" and value is False and posting.archived:
        return "open"
    if FIELDS[name].metadata["kind"] == "flag":
        return bool(value)
    if isinstance(value, tuple):
        return frozenset(item.casefold() for item in value)
    if isinstance(value, date):
        return day_of(value, UTC)  # a CMS stamps each file at another second
    return value
