"""The gate in a build: reports the faults of all postings together."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..jobs import gate
from ..jobs.dates import check_dates
from ..jobs.languages import check_languages
from ..jobs.queries import check_queries
from ..store import order
from ..store.domain import job_domain
from ..store.log import report


def check_postings(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the faults of the postings (event ``env-updated``).

    Sphinx emits it in builds that read no document, too: with ``-W``, each build must fail.
    """
    domain = job_domain(env)
    jobs, pages = domain.jobs, domain.pages
    suspects = {docname: page.suspect for docname, page in pages.items() if page.suspect}
    report(gate.check(jobs.everywhere, domain.settings.languages, domain.views.is_translated))
    everything = [*jobs.published, *jobs.elsewhere]
    report(check_languages(jobs.everywhere))
    report(gate.check_layouts(suspects, everything))
    report(check_dates(everything, domain.settings))
    lists = (
        (index.query, index.at) for _name, page in sorted(pages.items()) for index in page.indexes
    )
    report(check_queries(lists, everything))


def setup(app: Sphinx) -> None:
    """Register the check."""
    app.connect("env-updated", check_postings, priority=order.CHECK_POSTINGS)
