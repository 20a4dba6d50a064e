"""The check of a project: the messages of an HTML build about postings, without a build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..diagnostics import Diagnostic, Kind, Location
from ..jobs.jobs import Jobs
from ..jobs.pages import Page
from ..jobs.publication import publication
from ..jobs.records import Record, Suspect
from ..jobs.references import missing_target
from ..model.query import Query
from ..model.status import is_listed
from ..pairing.catalogs.catalog import Figures
from ..settings.settings import Settings
from ..sources.body import check_body
from ..sources.documents import INDEX_PAGE, replaces_index
from ..sources.fences import directives
from ..sources.files import read_file
from ..sources.frontmatter import decode
from ..sources.indexes import queries_in_markdown, queries_in_rst
from ..sources.posting import Source
from ..sources.roles import references
from ..views.build import Build
from ..views.faults import check_site, check_together
from ..views.pairs import is_translated
from ..views.redirects import Redirect, choose, page_name, redirects
from ..views.structured_data import has_structured_data, structured_data
from .project import Project

#: The rules for one posting: each yields its faults, given the source folder and the settings.
POSTING_RULES: tuple[Callable[[Source, Path, Settings], Iterable[Diagnostic]], ...] = (check_body,)

#: A directive that brings a posting into a page, and its argument, in MyST and reStructuredText.
_NAME = "job-posting"
_ARGUMENT = re.compile(r"(?:\{job-posting\}|\.\. job-posting::)[ \t]*(.*?)[ \t]*$")
_IN_RST = re.compile(r"^[ \t>]*\.\. job-posting::", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Report:
    """The problems of a project, the number of its postings, and those that were not checked.

    *unchecked* are the pages with directives that bring in postings, one for each directive.
    """

    found: tuple[Diagnostic, ...]
    postings: int
    unchecked: tuple[Path, ...]


def check(project: Project, concerns: Callable[[Diagnostic], bool] = lambda _each: True) -> Report:
    """Check a project. Messages that ``suppress_warnings`` names are left out.

    One message lists the postings without structured data: those whose own messages *concerns*
    chooses.
    """
    folder = project.folder
    unread = list(_unread(project))
    words = _words(project, unread)
    found = [*project.faults, *folder.faults, *project.history.faults]
    for source in folder.postings.values():
        found += source.diagnostics
        for rule in POSTING_RULES:
            found += rule(source, project.root, project.settings)
    found += _together(project, words)
    for site in _sites(project):
        found += _redirect_faults(project, site)
        found += check_site(site, _structured(project, site, concerns))
        found += _missing_targets(project, site, words)
        found += _index_faults(project, site)
    shown = (each for each in dict.fromkeys(found) if project.sphinx.shows(each.kind.value))
    return Report(tuple(shown), len(folder.postings), tuple(each.page for each in unread))


def _together(project: Project, words: frozenset[str]) -> Iterator[Diagnostic]:
    """Find the faults of all postings together.

    *words* are those of postings that are not read: they may be the counterparts.
    """
    folder = project.folder
    build = build_of(project, project.jobs)

    def exists(record: Record, lang: str) -> bool:
        return record.posting.translation_key in words or is_translated(build, record, lang)

    suspects = {
        docname: suspect
        for docname, file in folder.files.items()
        if docname not in folder.postings and file.front and (suspect := Suspect.of(file.front))
    }
    drafts = [Record.of(source, docname) for docname, source in folder.drafts.items()]
    yield from check_together(
        project.jobs, suspects, _queries(project), project.glossary, exists, drafts
    )


def _queries(project: Project) -> Iterator[tuple[Query, Location]]:
    """Yield the query of each list in the pages of the project."""
    folder = project.folder
    for docname, path in sorted(folder.documents.items()):
        if file := folder.files.get(docname):
            found = queries_in_markdown(file.text)
        else:
            found = queries_in_rst(folder.text(docname))
        for query, line in found:
            yield query, Location(str(path), line)


def build_of(project: Project, jobs: Jobs) -> Build:
    """Return the data of a build, as far as they are known without one."""

    @cache
    def figures(docname: str, lang: str) -> Figures | None:
        path = project.settings.catalog_path(project.root, docname, lang)
        if not path.is_file():
            return None
        from ..pairing.catalogs.figures import figures_of  # few projects have catalogues

        return figures_of(path, lang)

    return Build(
        jobs=jobs,
        page=lambda _docname: Page(),
        pages={},
        page_language=lambda _docname: project.settings.language,
        is_web=True,
        is_browsed=True,
        typeset=lambda text, _lang: text,
        figures=figures,
        text_of=lambda record: project.folder.postings[record.docname].body,
        headings_of=lambda _record: (),
    )


# The sites: one for all languages, or one for each.


def _sites(project: Project) -> Iterator[Jobs]:
    settings = project.settings
    if not settings.has_site_per_language:
        yield project.jobs
        return
    for lang in settings.languages or (settings.language,):
        site = replace(settings, language=lang)
        elsewhere = publication(project.records, site).elsewhere
        published = (
            replace(record, page_lang=lang) if site.is_foreign(record.posting.lang) else record
            for record in project.records
            if record.docname not in elsewhere
        )
        yield Jobs.of(published, elsewhere.values(), site, dates=project.dates)


def _documents(project: Project, site: Jobs) -> Mapping[str, Path]:
    """Return the documents that a site publishes."""
    elsewhere = {record.docname for record in site.elsewhere}
    return {doc: path for doc, path in project.folder.documents.items() if doc not in elsewhere}


def _redirect_faults(project: Project, site: Jobs) -> Iterator[Diagnostic]:
    found = list(redirects(site, lambda docname: docname + project.sphinx.page_suffix))
    asked = [each for each in found if isinstance(each, Redirect)]
    yield from (each for each in found if isinstance(each, Diagnostic))
    if asked:
        documents = _documents(project, site)
        generated = [
            *project.sphinx.generated,
            *([INDEX_PAGE] if _has_index(project, site) else []),
        ]
        names = dict.fromkeys([*documents, *generated])
        taken = {name + project.sphinx.page_suffix: name for name in sorted(names)}
        for each in choose(asked, taken, lambda name: page_name(name, documents.get(name))):
            if isinstance(each, Diagnostic):
                yield each


def _structured(
    project: Project, site: Jobs, concerns: Callable[[Diagnostic], bool]
) -> Iterator[tuple[Record, list[str]]]:
    build = build_of(project, site)
    for record in site.published:
        own = Diagnostic(Kind.STRUCTURED, record.at(), "")
        if has_structured_data(build, record) and concerns(own):
            yield record, structured_data(build, record).missing


def _missing_targets(project: Project, site: Jobs, words: frozenset[str]) -> Iterator[Diagnostic]:
    """Find the references to keys that do not exist, in Markdown."""
    folder = project.folder
    for docname in _documents(project, site):
        file, source = folder.files.get(docname), folder.postings.get(docname)
        if file is None:
            continue
        text, first = (source.body, source.body_line) if source else (file.text, 1)
        for line, target in references(text, first):
            exists = site.find(target, docname, site.settings.language) is not None
            if not exists and words.isdisjoint({target, target.rpartition("@")[0]}):
                at = Location(str(file.path), line)
                yield missing_target(target, site.suggestions(target), at)


def _has_index(project: Project, site: Jobs) -> bool:
    return project.sphinx.has_index and any(is_listed(r.posting) for r in site.published)


def _index_faults(project: Project, site: Jobs) -> Iterator[Diagnostic]:
    path = project.folder.documents.get(INDEX_PAGE)
    if path and _has_index(project, site):
        yield replaces_index(path)


# Postings that directives bring in.


@dataclass(frozen=True, slots=True)
class _Unread:
    """A posting that a directive brings in: its page, the path of its file, and its options.

    In reStructuredText, the text of the page is used instead of the options.
    """

    page: Path
    file: str
    options: str


def _unread(project: Project) -> Iterator[_Unread]:
    """Yield the postings that are not checked."""
    folder = project.folder
    for docname, path in folder.documents.items():
        text, is_markdown = folder.text(docname), docname in folder.files
        if (f"{{{_NAME}}}" if is_markdown else _NAME) not in text:
            continue
        lines = text.splitlines()
        if is_markdown:
            found = [(each.line, each.content) for each in directives(text) if each.name == _NAME]
        else:
            found = [(text.count("\n", 0, m.end()) + 1, text) for m in _IN_RST.finditer(text)]
        for number, options in found:
            match = _ARGUMENT.search(lines[number - 1])
            yield _Unread(path, match[1] if match else "", options)


def _words(project: Project, unread: Iterable[_Unread]) -> frozenset[str]:
    """Return the words of postings that are not checked: their keys may be among them."""
    words: set[str] = set()
    for each in unread:
        texts = [each.options]
        if each.file:
            above = project.root if each.file.startswith("/") else each.page.parent
            with suppress(OSError):
                texts.append(decode(read_file(above / each.file.lstrip("/")))[0])
        for text in texts:
            words.update(re.findall(r"[\w@.-]+", text))
    return frozenset(words)
