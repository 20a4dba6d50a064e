"""The gate in a build: reports the faults of all postings together."""

from __future__ import annotations

from collections.abc import Collection

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..jobs.drafts import without_drafts
from ..jobs.records import Place
from ..store import order
from ..store.domain import job_domain
from ..store.log import report
from ..views.faults import check_together

#: The builder that reports the faults itself, when it knows which postings have no counterpart.
_PAIRS = "jobs-pair"


def check_postings(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the faults of the postings (event ``env-updated``).

    Sphinx emits it in builds that read no document, too: with ``-W``, each build must fail.
    """
    if app.builder.name != _PAIRS:
        report_faults(env)


def report_faults(env: BuildEnvironment, left_over: Collection[Place] = ()) -> None:
    """Report the faults of the postings; those *left_over* are reported as such elsewhere."""
    domain = job_domain(env)
    jobs, pages = domain.jobs, domain.pages
    suspects = {docname: page.suspect for docname, page in pages.items() if page.suspect}
    lists = (
        (index.query, index.at) for _name, page in sorted(pages.items()) for index in page.indexes
    )
    report(domain.history.faults)
    jobs, drafts = without_drafts(jobs)
    drafts += domain.drafts
    report(
        check_together(
            jobs,
            suspects,
            lists,
            domain.glossary,
            domain.views.is_translated,
            drafts,
            left_over,
        )
    )


def setup(app: Sphinx) -> None:
    """Register the check."""
    app.connect("env-updated", check_postings, priority=order.CHECK_POSTINGS)
