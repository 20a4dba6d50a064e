"""The gate in a build: reports the faults of all postings together."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..jobs.drafts import without_drafts
from ..store import order
from ..store.domain import job_domain
from ..store.log import report
from ..views.faults import check_together


def check_postings(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the faults of the postings (event ``env-updated``).

    Sphinx emits it in builds that read no document, too: with ``-W``, each build must fail.
    """
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
        check_together(jobs, suspects, lists, domain.glossary, domain.views.is_translated, drafts)
    )


def setup(app: Sphinx) -> None:
    """Register the check."""
    app.connect("env-updated", check_postings, priority=order.CHECK_POSTINGS)
