"""What search engines are told of a posting's page: its JobPosting and its address."""

from __future__ import annotations

from typing import Any

from ..formats import schema_org as structured
from ..jobs.records import Record
from ..model.status import Status, is_public
from ..store.domain import JobDomain, target_uri


def has_structured_data(domain: JobDomain, record: Record) -> bool:
    """Whether a posting has structured data: it is open and public, and has a page of its own.

    ``jobs_organization`` turns it on.
    """
    return (
        domain.is_web
        and bool(domain.settings.web and domain.settings.organization)
        and record.is_page
        and is_public(record.posting)
        and domain.jobs.status(record) is Status.OPEN
    )


def page_url(domain: JobDomain, record: Record) -> str:
    """Return the absolute address of a posting's page; empty if the site's is not known."""
    base = domain.settings.base_url
    assert domain.builder is not None
    return base and base + target_uri(domain.builder, record.docname)


def structured_data(
    domain: JobDomain, record: Record, description: str
) -> tuple[dict[str, Any], list[str]]:
    """Return a posting's JobPosting, and the names of required fields that are missing."""
    settings, posting = domain.settings, record.posting
    replaces = record.page_lang != posting.lang
    # A page that is shown instead of a missing text is in the site's language as far as its
    # catalogue translates it. If parts are still in the author's language, it is in both.
    languages = [record.page_lang] if not replaces or record.untranslated < record.blocks else []
    if record.untranslated or not languages:
        languages.append(posting.lang)
    return structured.job_posting(
        posting,
        settings.employer(record.page_lang),
        title=record.title if replaces else posting.title,
        description=description,
        languages=languages,
        url=page_url(domain, record),
        zone=settings.timezone,
        closes=posting.translation_key not in settings.always_open,
    )
