"""The pages that must be written again because they show something different.

Sphinx writes the pages of changed documents again. The parts that come from postings may change
without the document: on another day, or with another posting.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..jobs.pages import Page
from ..jobs.records import Record
from ..sources.files import read_json, save
from ..store import order
from ..store.domain import JobDomain, job_domain
from ..store.log import logger, report
from ..store.references import place_of
from ..text.digest import digest
from ..views.faults import check_site
from ..views.structured_data import advice
from . import navigation


def outdated_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again (event ``env-get-updated``).

    The content of a page is compared with that of the last time it was written to this output
    folder. A build on the next day rewrites postings that have closed, and their lists.
    """
    domain = job_domain(env)
    navigation.place(env, app.builder.name)  # first: pages show their neighbours
    shown = _shown(env, domain)
    records = domain.jobs.published
    structured = [(r, found) for r in records if (found := domain.views.structured_data(r))]
    if domain.is_web:
        report(check_site(domain.jobs, ((record, found.missing) for record, found in structured)))
        if text := advice(found for _record, found in structured):
            logger.info("jobs: %s", text)
    for record, found in structured:
        shown[record.docname].append({} if found.missing else found.data)
    now = {docname: digest(repr(parts), 8) for docname, parts in shown.items()}
    before = _shown_before(app)
    domain.shown = now
    return [
        doc
        for doc in now.keys() | before.keys()
        if doc in env.found_docs and now.get(doc) != before.get(doc)
    ]


def _store(app: Sphinx) -> Path:
    """Return the file with the digests of the pages that were written to this output folder.

    It is not in the environment, which Sphinx stores before it writes pages, because a build may
    stop while it writes.
    """
    return Path(app.doctreedir) / ".jobs-shown" / f"{digest(str(app.outdir), 8)}.json"


def _shown_before(app: Sphinx) -> dict[str, str]:
    found = read_json(_store(app))
    return found if isinstance(found, dict) else {}


def remember_shown(app: Sphinx, exception: Exception | None) -> None:
    """Store the digests of the pages, now that they are written (event ``build-finished``)."""
    if exception is None and (shown := job_domain(app.env).shown) != _shown_before(app):
        report(save(_store(app), json.dumps(dict(shown))))


def _head(domain: JobDomain, record: Record) -> list[Any]:
    """Return the values in the head of a posting's page that may change without the page.

    Read the Docs sets the address of the site in the environment, which Sphinx does not compare. A
    counterpart may belong to another text than this one.
    """
    if not (domain.is_web and domain.settings.web and record.is_page):
        return []
    settings = domain.settings
    image = settings.image_url(record.posting.images)
    return [settings.base_url, image, domain.jobs.mutual(record)]


def _shown(env: BuildEnvironment, domain: JobDomain) -> dict[str, list[Any]]:
    """Return the parts of each page that come from postings and may change without the page."""
    pages = {
        docname: shown
        for docname, page in domain.pages.items()
        if (shown := list(_shown_on(domain, docname, page)))
    }
    for docname, relations in navigation.neighbours(env).items():
        pages.setdefault(docname, []).append(relations)
    return pages


def _shown_on(domain: JobDomain, docname: str, page: Page) -> Iterator[Any]:
    for record in page.postings.values():
        yield domain.views.header(record)
        yield _head(domain, record)
    for number in range(len(page.indexes)):
        yield domain.views.index(docname, number)
    if page.indexes:
        yield domain.feed_of(docname)
        yield domain.is_web and domain.settings.web and domain.settings.base_url
    for number in range(len(page.pairs)):
        yield domain.views.pairs(docname, number)
    lang = domain.page_language(docname)
    for target in sorted(page.references):
        yield target, domain.jobs.find(target, docname, lang)
    for left_out in sorted(page.links.keys() & domain.elsewhere.keys()):
        stand_in = domain.jobs.stand_in(left_out)
        yield left_out, stand_in and stand_in.link
    if places := [p for anchor in sorted(page.anchors) if (p := place_of(domain, anchor))]:
        yield places


def setup(app: Sphinx) -> None:
    """Register the comparison, and its end."""
    app.connect("env-get-updated", outdated_pages, priority=order.OUTDATED_PAGES)
    app.connect("build-finished", remember_shown, priority=order.REMEMBER_SHOWN)
