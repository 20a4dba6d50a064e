"""The structured data of a posting's page for search engines: its JobPosting."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..formats import schema_org
from ..jobs.agreed import Shown
from ..jobs.records import Record
from ..settings.confval import Organization
from ..settings.settings import Settings
from ..text.plain import plain_text
from ..text.wording import message as _
from .build import Build


@dataclass(frozen=True, slots=True)
class StructuredData:
    """A posting's JobPosting, and the names of missing fields: required and recommended ones.

    Its description is the lead, or the text without markup: enough to compare builds.
    """

    data: dict[str, Any]
    missing: list[str]
    recommended: list[str]

    def json_ld(self, text: str) -> str:
        """Return the data as an element of HTML, with the text that the page shows.

        Empty if a required field is missing.
        """
        if self.missing or not plain_text(text):
            return ""
        return schema_org.script({**self.data, "description": text})


def has_structured_data(build: Build, record: Record) -> bool:
    """Whether a posting has structured data: it is open and public, and has a page of its own.

    Without ``jobs_organization``, no posting has it.
    """
    on = build.is_web and bool(build.settings.web and build.settings.organization)
    return on and record.is_page and build.jobs.is_advertised(record)


def structured_data(build: Build, record: Record) -> StructuredData:
    """Return a posting's structured data."""
    settings, shown = build.settings, build.jobs.shown(record)
    posting = shown.posting
    replaces = record.page_lang != posting.lang
    closes = posting.translation_key not in settings.always_open
    data, missing = schema_org.job_posting(
        posting,
        _employer(settings, shown),
        title=record.title if replaces else posting.title,
        description=record.lead or build.text_of(record),
        url=build.jobs.url_of(record.link),
        image=settings.image_url(posting.images),
        zone=settings.timezone,
        closes=closes,
    )
    recommended = [
        field
        for name, field in schema_org.RECOMMENDED.items()
        if name not in data and (closes or name != "validThrough")
    ]
    return StructuredData(data, missing, recommended)


def _employer(settings: Settings, shown: Shown) -> Organization | None:
    """Return the organization in the language of a page, which names the places as the page does.

    The project may name them as the author of the posting does.
    """
    found = settings.employer(shown.page_lang)
    if found is None:
        return None
    own = {text: found.locations.get(name) for text, name in shown.written.items()}
    known = {text: address for text, address in own.items() if address is not None}
    return dataclasses.replace(found, locations={**known, **found.locations})


def advice(found: Iterable[StructuredData]) -> str:
    """Return a sentence about the fields that Google recommends and postings do not have, or ""."""
    missing = Counter(name for each in found if not each.missing for name in each.recommended)
    if not missing:
        return ""
    fields = ", ".join(f"{name} ({count})" for name, count in sorted(missing.items()))
    return _(
        "Google recommends fields that some open postings do not have: {fields}. See {url}"
    ).format(fields=fields, url=schema_org.GUIDE)
