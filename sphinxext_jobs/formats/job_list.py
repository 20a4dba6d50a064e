"""Postings → lists in JSON for other programs: ``jobs.json``, and that of the command ``list``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from ..model.fields import FIELDS, Field, Posting
from ..model.status import Status, is_listed
from .feeds import GENERATOR, json_text

#: It increases if the meaning of a field changes or a field is removed.
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A posting in a list, and its place: its addresses in a site, or its file."""

    posting: Posting
    lang: str
    title: str
    status: Status
    place: Mapping[str, Any]


def exported_fields() -> Iterator[Field]:
    """Yield the fields of front matter that the lists have."""
    return (field for field in FIELDS.values() if field.exported)


def job_list(rows: Iterable[Row], zone: tzinfo) -> str:
    """Write a list of postings; every field is there in each posting."""
    postings = [_fields(row, zone) for row in sorted(rows, key=_order)]
    return json_text({"generator": GENERATOR, "version": VERSION, "postings": postings})


def _order(row: Row) -> tuple[str, str, str]:
    return row.posting.translation_key, row.lang, str(next(iter(row.place.values())))


def _fields(row: Row, zone: tzinfo) -> dict[str, Any]:
    posting = row.posting
    values = {field.name: posting.value(field.name) for field in exported_fields()}
    return {
        "key": posting.translation_key,
        "language": row.lang,
        "title": row.title,
        "status": row.status.value,
        "listed": is_listed(posting),
        **row.place,
        **{
            name: FIELDS[name].moment_in(value, zone).isoformat()
            if isinstance(value, date)
            else value
            for name, value in values.items()
        },
    }
