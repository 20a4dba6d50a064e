"""The structured data of a posting's page for search engines: its JobPosting."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ..formats import schema_org
from ..jobs.agreed import Shown
from ..jobs.records import Record
from ..settings.confval import Organization
from ..settings.settings import Settings
from ..text.plain import plain_text
from .build import Build


@dataclass(frozen=True, slots=True)
class StructuredData:
    """A posting's JobPosting, and the names of required fields that are missing.

    Its description is the lead, or the text without markup: enough to compare builds.
    """

    data: dict[str, Any]
    missing: list[str]

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
    # A page that is shown instead of a missing text is in the site's language as far as its
    # catalogue translates it. If parts are still in the author's language, it is in both.
    languages = [record.page_lang] if not replaces or record.untranslated < record.blocks else []
    if record.untranslated or not languages:
        languages.append(posting.lang)
    data, missing = schema_org.job_posting(
        posting,
        _employer(settings, shown),
        title=record.title if replaces else posting.title,
        description=record.lead or build.text_of(record),
        languages=languages,
        url=build.jobs.url_of(record.link),
        zone=settings.timezone,
        closes=posting.translation_key not in settings.always_open,
    )
    return StructuredData(data, missing)


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
