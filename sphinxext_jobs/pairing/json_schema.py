"""The JSON Schema of ``pairing.json``, the report of the builder ``jobs-pair``."""

from __future__ import annotations

from typing import Any

from ..formats.json_schema import ABSENT, TEXT, document, list_of, object_of
from ..text.wording import message
from .alignment.segments import BlockKind
from .catalogs.catalog import State

#: It increases if the meaning of a field changes.
VERSION = 1
_NUMBER = {"type": "integer", "minimum": 0}
_FLAG = {"type": "boolean"}


def pairing() -> dict[str, Any]:
    """Return the schema."""
    unit = object_of(language=TEXT, docname=TEXT, file=TEXT)
    block = object_of(
        index=_NUMBER,
        kind={"enum": [str(kind) for kind in BlockKind]},
        level=_NUMBER,
        depth=_NUMBER,
        file=TEXT,
        line={"type": "integer", "minimum": 1},
        text=TEXT,
    )
    decision = {
        "id": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
        "source": list_of(block),
        "fuzzy": _FLAG,
        "state": {"enum": [*map(str, State), None]},
        "why": list_of(TEXT),
    }
    link = object_of(
        **decision,
        target=list_of(block),
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        crossing=_FLAG,
        written=_FLAG,
    )
    pair = {"key": TEXT, "source": unit, "catalog": TEXT, "error": {"anyOf": [TEXT, ABSENT]}}
    message_of_one = object_of(**decision, translation=TEXT)
    return document(
        message("Pairs of postings"),
        version={"const": VERSION},
        pairs=list_of(object_of(**pair, target=unit, links=list_of(link))),
        unpaired=list_of(object_of(**pair, language=TEXT, messages=list_of(message_of_one))),
        left_over=list_of(object_of(language=TEXT, docname=TEXT, key=TEXT)),
    )
