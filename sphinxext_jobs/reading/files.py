"""The choice of the files that Sphinx reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from .._compat import input_encoding, project_files, set_input_encoding
from ..diagnostics import Diagnostic
from ..jobs.publication import publication
from ..jobs.records import Record
from ..sources.documents import decomposed_names, name_fault, unreadable
from ..sources.posting import Source
from ..sources.scan import File
from ..store import order
from ..store.domain import JobDomain, job_domain
from ..store.generated_index import forget_index
from ..store.log import report
from .encoding import CODEC, register_codec
from .parser import reads_postings
from .publish import postings_of

#: The builder that compares the languages, and so reads every posting in all of them.
_WANTS_ALL = "jobs-pair"


def choose_files(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Leave out drafts, files with bad names and other sites' postings (``env-get-outdated``)."""
    domain = job_domain(env)
    domain.begin(app.builder)
    forget_index(domain)
    were = env.all_docs.keys() | domain.elsewhere.keys()
    # What an earlier build published with ``jobs_drafts``, or what ``jobs-pair`` read.
    drafts = set() if _reads_drafts(app, domain) else _published_drafts(env) & env.found_docs
    paths = {doc: Path(env.doc2path(doc)) for doc in sorted(added | changed | drafts)}
    bad_names = {doc: bad for doc, path in paths.items() if (bad := name_fault(doc, path))}
    left_out = set(bad_names)
    records: Iterable[Record] = ()
    if domain.settings.has_site_per_language and app.builder.name != _WANTS_ALL:
        records = postings_of(app, env, env.found_docs - left_out)
    domain.leave_out(publication(records, domain.settings))
    left_out |= domain.elsewhere.keys()
    chosen = {doc: path for doc, path in paths.items() if doc not in left_out}
    unused, faults = _look_into(app, env, chosen)
    left_out |= unused
    for docnames in (env.found_docs, added, changed):
        docnames -= left_out
    removed |= left_out & env.all_docs.keys()
    suffixes = app.config.source_suffix
    decomposed = decomposed_names(Path(app.srcdir), project_files(app), suffixes)
    report([*bad_names.values(), *faults, *decomposed])
    return list(_linking(env, domain, were))


def _look_into(
    app: Sphinx, env: BuildEnvironment, paths: Mapping[str, Path]
) -> tuple[set[str], list[Diagnostic]]:
    """Return the documents to leave out because of the content of their files, and all faults.

    If a Markdown file is not UTF-8, Sphinx reads all files with the codec.
    """
    domain = job_domain(env)
    left_out: set[str] = set()
    faults: list[Diagnostic] = []
    drafts: list[Record] = []
    markdown = {doc: path for doc, path in paths.items() if reads_postings(app, path)}
    for docname, path in markdown.items():
        try:
            file = domain.scan.read(path)
        except OSError as error:
            faults.append(unreadable(path, error))
            left_out.add(docname)
            continue
        if file.fault:  # also in a file that is not a posting
            faults.append(file.fault)
            set_input_encoding(env, CODEC)
        if not _reads_drafts(app, domain) and (draft := _draft(env, file)):
            left_out.add(docname)
            drafts.append(Record.of(draft, docname))
    domain.drafts = drafts
    if input_encoding(env) == CODEC:
        for path in (path for doc, path in paths.items() if doc not in markdown):
            with suppress(OSError):  # Sphinx reports these
                if fault := domain.scan.read(path).fault:
                    faults.append(fault)
    return left_out, faults


def _reads_drafts(app: Sphinx, domain: JobDomain) -> bool:
    """Whether a build reads drafts: to publish them, or to compare them with their counterparts."""
    return domain.settings.drafts or app.builder.name == _WANTS_ALL


def _draft(env: BuildEnvironment, file: File) -> Source | None:
    """Return the posting in a file, if it is not to be published."""
    if "draft" not in file.text:  # most files need not be parsed yet
        return None
    source = file.source(Path(env.srcdir), job_domain(env).settings)
    return source if source is not None and source.posting.draft else None


def _linking(env: BuildEnvironment, domain: JobDomain, were: Set[str]) -> Iterator[str]:
    """Yield the documents whose toctrees or links name documents or files that came or went.

    *were* are the documents of the build before. Toctrees depend on them, and the links that MyST
    makes from paths depend on files.
    """
    for docname, page in domain.pages.items():
        if any(domain.instead.get(name) != shown for name, shown in page.toctrees.items()):
            yield docname
    are = env.found_docs | domain.elsewhere.keys()
    for docname, included in env.toctree_includes.items():
        placed = domain.navigation.get(docname, ())
        if not (were - are).isdisjoint(set(included).difference(placed)):
            yield docname
    file_of = cache(domain.file_of)
    for docname, page in domain.pages.items():
        if any((n in were) != (n in are) or file_of(n) != was for n, was in page.links.items()):
            yield docname


def _published_drafts(env: BuildEnvironment) -> set[str]:
    """Return the documents that an earlier build published with ``jobs_drafts``."""
    return {
        docname
        for docname, page in job_domain(env).pages.items()
        if any(record.is_page and record.posting.draft for record in page.postings.values())
    }


def forget_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Forget the texts of the files, now that all are read (event ``env-updated``).

    ``jobs-pair`` needs them again, for the definitions of links.
    """
    if app.builder.name != _WANTS_ALL:
        job_domain(env).scan.forget()


def setup(app: Sphinx) -> None:
    """Register the choice of files, and the codec."""
    register_codec()
    app.connect("env-get-outdated", choose_files, priority=order.CHOOSE_FILES)
    app.connect("env-updated", forget_files, priority=order.FORGET_FILES)
