"""The postings that a site in one language publishes, chosen by their front matter.

For each key, these are the postings in the site's language, or one in another language. All sites
use this rule, so each knows where the others publish a job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..settings.settings import Settings
from ..text.languages import best, nearest
from .jobs import Jobs
from .records import Record


@dataclass(frozen=True, slots=True)
class Publication:
    """The postings that a site leaves to the sites in other languages, by document.

    ``instead`` names the document of the posting that the site publishes for the same job.
    """

    elsewhere: dict[str, Record] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)


def publication(records: Iterable[Record], settings: Settings) -> Publication:
    """Choose among the postings of all sites. Each record is the page of its document."""
    found = Publication()
    if not settings.has_site_per_language:
        return found
    for texts in Jobs.of(records, (), settings).by_key.values():
        chosen = nearest(texts, settings.language, settings.languages)
        published = texts[chosen] if best([chosen], settings.language) else texts[chosen][:1]
        for record in (record for candidates in texts.values() for record in candidates):
            if record not in published:
                found.elsewhere[record.docname] = record
                found.instead[record.docname] = published[0].docname
    return found
