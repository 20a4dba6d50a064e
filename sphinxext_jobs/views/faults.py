"""All rules for several postings, in the order in which a build and the command report them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ..diagnostics import Diagnostic, Location
from ..formats.structured_values import check_values
from ..jobs.dates import check_dates
from ..jobs.gate import check, check_layouts, check_structured
from ..jobs.jobs import Jobs
from ..jobs.languages import check_languages
from ..jobs.queries import check_queries
from ..jobs.records import Place, Record, Suspect
from ..jobs.terms import check_terms
from ..model.query import Query
from ..sources.glossary import Glossary


def check_together(
    jobs: Jobs,
    suspects: Mapping[str, Suspect],
    lists: Iterable[tuple[Query, Location]],
    glossary: Glossary,
    is_translated: Callable[[Record, str], bool],
    drafts: Iterable[Record] = (),
    left_over: Collection[Place] = (),
) -> Iterator[Diagnostic]:
    """Check all postings of all sites together, the pages that look like postings, and the lists.

    *is_translated* says whether a catalogue translates a posting into a language. The *drafts* are
    not published. The postings *left_over* have no counterpart, which is reported elsewhere.
    """
    settings = jobs.settings
    everything = [*jobs.published, *jobs.elsewhere]
    yield from check(
        jobs.everywhere, settings.languages, is_translated, drafts, settings.timezone, left_over
    )
    yield from check_languages(jobs.everywhere, settings.known_languages)
    yield from glossary.faults
    yield from check_terms(jobs.everywhere, glossary)
    yield from check_layouts(suspects, everything)
    yield from check_dates(everything, settings)
    yield from check_queries(lists, everything)


def check_site(jobs: Jobs, missing: Iterable[tuple[Record, list[str]]]) -> Iterator[Diagnostic]:
    """Check the structured data of a site; *missing* are the fields that each posting needs."""
    yield from check_structured(missing)
    yield from check_values(jobs)
