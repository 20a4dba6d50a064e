"""What search engines are told of a posting's page: its JobPosting."""

from __future__ import annotations

from typing import Any

from ..formats import schema_org
from ..jobs.records import Record
from .build import Build


def has_structured_data(build: Build, record: Record) -> bool:
    """Whether a posting has structured data: it is open and public, and has a page of its own.

    ``jobs_organization`` turns it on.
    """
    settings = build.settings
    is_on = build.is_web and bool(settings.web and settings.organization)
    return is_on and record.is_page and build.jobs.is_advertised(record)


def structured_data(
    build: Build, record: Record, description: str
) -> tuple[dict[str, Any], list[str]]:
    """Return a posting's JobPosting, and the names of required fields that are missing."""
    settings, posting = build.settings, record.posting
    replaces = record.page_lang != posting.lang
    # A page that is shown instead of a missing text is in the site's language as far as its
    # catalogue translates it. If parts are still in the author's language, it is in both.
    languages = [record.page_lang] if not replaces or record.untranslated < record.blocks else []
    if record.untranslated or not languages:
        languages.append(posting.lang)
    return schema_org.job_posting(
        posting,
        settings.employer(record.page_lang),
        title=record.title if replaces else posting.title,
        description=description,
        languages=languages,
        url=build.jobs.url_of(record),
        zone=settings.timezone,
        closes=posting.translation_key not in settings.always_open,
    )
