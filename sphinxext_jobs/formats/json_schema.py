"""JSON Schemas (draft 7) of the front matter, and of the JSON that other programs read.

They are made from the declarations of the fields, so editors know a new field at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..model.fields import FIELDS, Field
from ..model.status import Status
from ..model.values import Reader, address, flag, identifier, moment, pictures, text, texts
from ..text.wording import message
from .job_list import VERSION, exported_fields

_DRAFT = "http://json-schema.org/draft-07/schema#"
TEXT = {"type": "string"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d"}
_ADDRESS = "^(https?://|mailto:)"
ABSENT = {"type": "null"}


def list_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of items."""
    return {"type": "array", "items": item}


#: The types that an author may write, by the reader of the field. Others are reported.
_WRITTEN: Mapping[Reader, Sequence[str]] = {
    identifier: ["string", "integer"],
    text: ["string", "number"],
    texts: ["string", "number", "array"],
    pictures: ["string", "array"],
    flag: ["boolean"],
    address: ["string"],
    moment: ["string"],
}


def front_matter(layouts: Iterable[str]) -> dict[str, Any]:
    """Return the schema of a posting's front matter, whose layout is one of *layouts*.

    Editors and content management systems show its descriptions, which are in the language of the
    terminal. Unknown fields are allowed, because queries can use them.
    """
    properties = {name: _property(field) for name, field in FIELDS.items()}
    properties["layout"] |= {"enum": [*layouts]}
    return {
        "$schema": _DRAFT,
        "title": message("Front matter of a job posting"),
        "type": "object",
        "required": [name for name, field in FIELDS.items() if field.required],
        "properties": properties,
    }


def _property(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": _plain(field.help)}
    if field.read in _WRITTEN:
        types = [*_WRITTEN[field.read]]
        schema["type"] = types if field.required else [*types, "null"]
    if field.read is texts:
        schema["items"] = {"type": [*_WRITTEN[text]]}
    if field.read is pictures:
        schema["items"] = TEXT
    if field.is_date:
        schema["pattern"] = _DAY["pattern"]
    if field.read is address:
        schema |= {"pattern": _ADDRESS, "format": "uri"}
    if field.vocabulary:  # authors may use other words
        schema["examples"] = [str(word) for word in field.vocabulary]
    return schema


def _plain(help_text: str) -> str:
    """Return a field's meaning as a sentence without the marks of code."""
    return message(help_text).replace("`", "")


def object_of(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these fields, all required; others may be added later."""
    return {"type": "object", "properties": properties, "required": [*properties]}


def document(title: str, **properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a file whose value is an object with these fields."""
    return {"$schema": _DRAFT, "title": title, **object_of(**properties)}


def job_list(**place: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of postings; *place* has the fields that say where each is."""
    exported = {
        field.name: list_of(TEXT)
        if field.read is texts
        else {"anyOf": [_DAY if field.is_date else TEXT, ABSENT]}
        for field in exported_fields()
    }
    posting = object_of(
        key=TEXT,
        language=TEXT,
        title=TEXT,
        status={"enum": [str(status) for status in Status]},
        listed={"type": "boolean"},
        **place,
        **exported,
    )
    return document(
        message("Job postings"),
        generator=TEXT,
        version={"const": VERSION},
        postings=list_of(posting),
    )


#: The places of postings in ``jobs.json``: their addresses.
ADDRESSES: Mapping[str, Any] = {
    "url": TEXT,
    "counterparts": {"type": "object", "additionalProperties": TEXT},
}
#: The places of postings in the list of the command: their files.
FILES: Mapping[str, Any] = {"file": TEXT, "line": {"type": "integer", "minimum": 1}}
