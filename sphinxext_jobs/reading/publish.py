"""The postings that a site in one language publishes, chosen by their front matter.

For each key, these are the postings in the site's language, or one in another language. All sites
use the same function, so each knows where the others publish a job.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..jobs.jobs import Jobs
from ..jobs.records import Record
from ..sources.files import read_file
from ..sources.frontmatter import decode
from ..sources.posting import front_matter_of
from ..store.domain import job_domain
from ..text.languages import best, nearest
from .parser import is_posting, read_page, reads_postings


def leave_to_others(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Tell the domain which documents are left to the sites in their languages."""
    domain = job_domain(env)
    settings = domain.settings
    left_out: dict[str, Record] = {}
    instead: dict[str, str] = {}
    jobs = Jobs.of(_postings(app, env, sorted(docnames)), (), settings)
    for texts in jobs.by_key.values():
        chosen = nearest(texts, settings.language, settings.languages)
        published = texts[chosen] if best([chosen], settings.language) else texts[chosen][:1]
        for record in (record for found in texts.values() for record in found):
            if record not in published:
                left_out[record.docname] = record
                instead[record.docname] = published[0].docname
    domain.leave_out(left_out, instead)


def _postings(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> Iterator[Record]:
    """Yield the postings among the documents; a file is only read again if it has changed."""
    domain = job_domain(env)
    settings, files = domain.settings, domain.files
    known = dict(files)
    files.clear()
    read_under = (settings.default_language, settings.known_languages, settings.layouts)
    for docname in docnames:
        path = Path(env.doc2path(docname))
        if not reads_postings(app, path):
            continue
        try:
            stamp = (path.stat().st_mtime_ns, read_under)
            found = known.get(docname)
            if found is None or found[0] != stamp:
                found = (stamp, _read(env, docname, path))
        except OSError:  # the choice of files reports it and leaves it out
            continue
        files[docname] = found
        record = found[1]
        if record and (settings.drafts or not record.posting.draft):
            yield record


def _read(env: BuildEnvironment, docname: str, path: Path) -> Record | None:
    front = front_matter_of(decode(read_file(path))[0])
    if front is None or not is_posting(job_domain(env).settings, front):
        return None
    file = read_page(env, docname, front)
    posting = file.posting
    return Record(
        posting=posting,
        title=posting.title,
        lead=posting.description,
        docname=docname,
        anchor="",
        path=str(path),
        lines=dict(file.lines),
        is_page=True,
        page_lang=posting.lang,
        title_lang=posting.lang,
        lead_lang=posting.lang,
    )
