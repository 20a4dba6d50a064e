"""The postings of a project as records, before Sphinx reads them, to choose those of a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..jobs.records import Record
from ..sources.files import changed_at
from ..store.domain import job_domain
from .parser import reads_postings


def postings_of(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> Iterator[Record]:
    """Yield the postings among the documents; a file is only read again if it has changed.

    Files that cannot be read are left out.
    """
    domain = job_domain(env)
    settings, files = domain.settings, domain.files
    known = dict(files)
    files.clear()
    glossary = domain.glossary
    read_under = (
        settings.default_language,
        settings.known_languages,
        settings.layouts,
        glossary.digest,
    )
    for docname in sorted(docnames):
        path = Path(env.doc2path(docname))
        if not reads_postings(app, path):
            continue
        try:
            stamp = changed_at(path), read_under
            before, record = known.get(docname, (None, None))
            if before != stamp:
                source = domain.scan.read(path).source(Path(env.srcdir), settings)
                record = (
                    Record.of(source, docname, terms=glossary.terms_in(source)) if source else None
                )
        except OSError:  # the choice of files reports it
            continue
        files[docname] = stamp, record
        if record and (settings.drafts or not record.posting.draft):
            yield record
