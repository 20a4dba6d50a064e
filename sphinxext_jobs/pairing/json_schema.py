"""The JSON Schema of ``pairing.json``, the report of the builder ``jobs-pair``."""

from __future__ import annotations

from typing import Any

from ..formats.json_schema import ABSENT, TEXT, document, list_of, object_of
from ..model.status import Status
from ..text.wording import message
from .alignment.segments import BlockKind
from .catalogs.catalog import State
from .points import PointKind

#: It increases if the meaning of a field changes.
VERSION = 2
_NUMBER = {"type": "integer", "minimum": 0}
_LINE = {"type": "integer", "minimum": 1}
_FLAG = {"type": "boolean"}
_KIND = {"enum": [*map(str, PointKind)]}


def pairing() -> dict[str, Any]:
    """Return the schema."""
    text: dict[str, Any] = {
        "language": TEXT,
        "docname": TEXT,
        "file": TEXT,
        "title": TEXT,
        "status": {"enum": [*map(str, Status)]},
        "draft": _FLAG,
    }
    pair = {
        "key": TEXT,
        "source": object_of(**text),
        "catalog": TEXT,
        "error": _or_absent(object_of(text=TEXT, line=_LINE)),
        "points": list_of(_KIND),
    }
    message_of_one = object_of(**_decision(), translation=TEXT, similar=_or_absent(TEXT))
    return document(
        message("Pairs of postings"),
        version={"const": VERSION},
        run={"type": "string", "pattern": "^[0-9a-f]{16}$"},
        pairs=list_of(
            object_of(
                **pair, target=object_of(**text), fields=list_of(_field()), links=list_of(_link())
            )
        ),
        unpaired=list_of(object_of(**pair, language=TEXT, messages=list_of(message_of_one))),
        left_over=list_of(object_of(**text, key=TEXT, line=_LINE)),
    )


def _decision() -> dict[str, Any]:
    block = object_of(
        index=_NUMBER,
        kind={"enum": [str(kind) for kind in BlockKind]},
        level=_NUMBER,
        depth=_NUMBER,
        file=TEXT,
        line=_LINE,
        end_line=_LINE,
        text=TEXT,
    )
    return {
        "id": {"type": "string", "pattern": "^[0-9a-f]{8}$"},
        "source": list_of(block),
        "fuzzy": _FLAG,
        "state": {"enum": [*map(str, State), None]},
        "why": list_of(TEXT),
        "point": _or_absent(_point()),
    }


def _link() -> dict[str, Any]:
    decision = _decision()
    return object_of(
        **decision,
        target=decision["source"],
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        crossing=_FLAG,
        written=_FLAG,
    )


def _point() -> dict[str, Any]:
    absent_or_text = _or_absent(TEXT)
    return object_of(
        kinds={**list_of(_KIND), "minItems": 1},
        before=object_of(source=absent_or_text, target=absent_or_text),
        catalog=absent_or_text,
        evidence=list_of(object_of(kind=_KIND, source=list_of(TEXT), target=list_of(TEXT))),
        edit=_or_absent(object_of(file=TEXT, line=_LINE, after=_FLAG)),
    )


def _field() -> dict[str, Any]:
    value = object_of(value={"type": ["string", "boolean", "array", "null"]}, line=_LINE)
    return object_of(name=TEXT, source=value, target=value)


def _or_absent(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, ABSENT]}
