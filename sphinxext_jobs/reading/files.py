"""Around reading: the choice of the files to read, and of the pages to write again."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import get_matching_files

from ..diagnostics import Diagnostic, Kind, Location, printable
from ..formats.addresses import MAX_NAME
from ..jobs import gate
from ..jobs.pages import Page
from ..jobs.records import Record
from ..pages import navigation
from ..settings.settings import Settings
from ..sources.files import read_file, read_json, save
from ..sources.frontmatter import decode
from ..sources.posting import front_matter_of, read_posting
from ..store.domain import JobDomain, job_domain
from ..store.generated_index import forget_index, has_index, label_index, own_index_page
from ..store.log import report
from ..store.references import note_references, place_of
from ..text.wording import message as _
from ..views.structured_data import has_structured_data, structured_data
from . import publish
from .parser import reads_postings

#: The builder that compares the languages, and so reads every posting in all of them.
_WANTS_ALL = "jobs-pair"
#: Sphinx stores a document under its name with this suffix, the longest it adds.
_STORED = ".doctree"


def choose_files(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Leave out drafts, files with bad names and other sites' postings (``env-get-outdated``)."""
    domain = job_domain(env)
    domain.begin(app.builder)
    forget_index(domain)
    were = env.all_docs.keys() | domain.elsewhere.keys()
    settings = domain.settings
    left_out = set() if settings.drafts else _published_drafts(env)
    paths = {doc: Path(env.doc2path(doc)) for doc in sorted((added | changed) - left_out)}
    bad_names = {doc: bad for doc, path in paths.items() if (bad := name_fault(doc, path))}
    faults = list(bad_names.values())
    left_out |= bad_names.keys()
    if settings.has_site_per_language and app.builder.name != _WANTS_ALL:
        publish.leave_to_others(app, env, env.found_docs - left_out)
    else:
        domain.leave_out({}, {})
    left_out |= domain.elsewhere.keys()
    others: list[Path] = []
    for docname, path in paths.items():
        if not reads_postings(app, path):
            others.append(path)
        elif docname not in left_out:
            text, fault = read_text(path)
            if fault:
                faults.append(fault)
            if text is None or _is_draft(text, settings, path):
                left_out.add(docname)
            if fault and text is not None:  # also in a file that is not a posting
                env.settings["input_encoding"] = CODEC
    if env.settings["input_encoding"] == CODEC:  # which reads the other files, too
        faults += _encoding_faults(others)
    for docnames in (env.found_docs, added, changed):
        docnames -= left_out
    removed |= left_out & env.all_docs.keys()
    report([*faults, *_decomposed_names(app)])
    return list(_linking(env, domain, were))


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


def name_fault(docname: str, path: Path) -> Diagnostic | None:
    """Return the fault of a document's name that Sphinx cannot use; it would end the build."""
    at = Location(str(path))
    if printable(docname) != docname:
        problem = _("The name {name} is not UTF-8, so the page is left out.").format(name=docname)
        hint = _("Rename the file or its folder without accents, or in UTF-8.")
        return Diagnostic(Kind.FILE, at, problem, hint)
    length, limit = len(os.fsencode(path.stem)), MAX_NAME - len(_STORED)
    if length > limit:
        problem = _(
            "The file name is {length} bytes long without its suffix, so the page is left out."
        ).format(length=length)
        hint = _("Use at most {limit} bytes.").format(limit=limit)
        return Diagnostic(Kind.FILE, at, problem, hint)
    return None


def read_text(path: Path) -> tuple[str | None, Diagnostic | None]:
    """Return the text of a file, whatever its encoding, and its fault; no text if unreadable."""
    try:
        return decode(read_file(path), str(path))
    except OSError as error:
        problem = _("This file is left out because it cannot be read: {reason}.")
        hint = _("Replace it with a text file, or remove it.")
        at = Location(str(path))
        return None, Diagnostic(Kind.FILE, at, problem.format(reason=error.strerror), hint)


def _encoding_faults(paths: Iterable[Path]) -> Iterator[Diagnostic]:
    for path in paths:
        with suppress(OSError):  # Sphinx reports these
            _text, fault = decode(read_file(path), str(path))
            if fault:
                yield fault


def _decomposed_names(app: Sphinx) -> Iterator[Diagnostic]:
    """Find the files that Sphinx skips because of decomposed accents, as macOS writes them.

    Sphinx looks for the composed name, and does not find it.
    """
    excluded = [*app.config.exclude_patterns, *EXCLUDE_PATHS]
    for name in get_matching_files(app.srcdir, app.config.include_patterns, excluded):
        if name.isascii() or not name.endswith(tuple(app.config.source_suffix)):
            continue
        path = Path(app.srcdir) / name
        if not path.exists():
            problem = _("Sphinx skips this file because its name has decomposed accents (NFD).")
            hint = _("Rename it with composed accents (NFC).")
            yield Diagnostic(Kind.FILE, Location(str(path)), problem, hint)


def _is_draft(text: str, settings: Settings, path: Path) -> bool:
    """Whether a file is a posting that is not to be published."""
    if "draft" not in text or settings.drafts:
        return False
    front = front_matter_of(text)
    layout = front.nodes.get("layout") if front else None
    if front is None or layout is None or layout.value not in settings.layouts:
        return False
    return bool(read_posting(front, path=path, default_lang="en").posting.draft)


class PostingCollector(EnvironmentCollector):
    """Finds the pages that must be written again because they show something different."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Do nothing: the domain forgets its documents itself."""

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Do nothing: the domain merges itself."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the references, now that MyST has made them from its links."""
        note_references(job_domain(app.env), app.env.docname, doctree)

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Give postings their place, and return the pages to write again.

        The content of a page is compared with that of the last time it was written to this output
        folder. A build on the next day rewrites postings that have closed, and their lists.
        """
        domain = job_domain(env)
        # In every build, even one that reads no document: with -W it must fail each time.
        languages = domain.settings.languages
        postings = [*domain.jobs.published, *domain.jobs.elsewhere]
        suspects = {d: page.suspect for d, page in domain.pages.items() if page.suspect}
        report(gate.check(domain.jobs.everywhere, languages, domain.views.is_translated))
        report(gate.check_layouts(suspects, postings))
        label_index(domain)
        report(_own_index(domain))
        navigation.place(env, app.builder.name)
        shown = _shown(env, domain)
        structured = _structured(env, domain)
        report(gate.check_structured((record, lacking) for record, _data, lacking in structured))
        for record, data, lacking in structured:
            shown[record.docname].append({} if lacking else data)
        now = {docname: _digest(repr(parts)) for docname, parts in shown.items()}
        before = _shown_before(app)
        domain.shown = now
        return [
            doc
            for doc in now.keys() | before.keys()
            if doc in env.found_docs and now.get(doc) != before.get(doc)
        ]


def _own_index(domain: JobDomain) -> Iterator[Diagnostic]:
    """Find the page of the project that replaces the generated index, in every build."""
    page = own_index_page(domain)
    if page and has_index(domain):
        problem = _(
            "This page has the name of the generated index of postings, so the index is not "
            "written."
        )
        hint = _("Rename the file to have both.")
        yield Diagnostic(Kind.INDEX, Location(str(domain.env.doc2path(page))), problem, hint)


def _structured(
    env: BuildEnvironment, domain: JobDomain
) -> list[tuple[Record, dict[str, Any], list[str]]]:
    """Return the structured data of the postings' pages, and the required fields that are missing.

    The data has no text yet, which only the page has.
    """
    build = domain.views.build
    records = [record for record in domain.jobs.published if has_structured_data(build, record)]
    return [(r, *structured_data(build, r, r.lead or _text(env, domain, r))) for r in records]


def _text(env: BuildEnvironment, domain: JobDomain, record: Record) -> str:
    """Return a posting's text as far as its page shows it, without title and header."""
    for found, section in domain.sections(record.docname, env.get_doctree(record.docname)):
        if found.anchor == record.anchor:
            body = (n for n in section.children[2:] if not isinstance(n, nodes.Invisible))
            return " ".join(node.astext() for node in body)
    return ""


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _store(app: Sphinx) -> Path:
    """Return the file with the digests of the pages that were written to this output folder.

    It is not in the environment, which Sphinx stores before it writes pages, because a build may
    stop while it writes.
    """
    return Path(app.doctreedir) / ".jobs-shown" / f"{_digest(str(app.outdir))}.json"


def _shown_before(app: Sphinx) -> dict[str, str]:
    found = read_json(_store(app))
    return found if isinstance(found, dict) else {}


def remember_shown(app: Sphinx, exception: Exception | None) -> None:
    """Store the digests of the pages, now that they are written (event ``build-finished``)."""
    if exception is None and (shown := job_domain(app.env).shown) != _shown_before(app):
        report(save(_store(app), json.dumps(dict(shown))))


def _head(env: BuildEnvironment, domain: JobDomain, record: Record) -> list[Any]:
    """Return the values in the head of a posting's page that may change without the page.

    Read the Docs sets the address of the site in the environment, which Sphinx does not compare. A
    counterpart may belong to another text than this one.
    """
    on_the_web = domain.is_web
    if not (on_the_web and domain.settings.web and record.is_page):
        return []
    answers = [domain.jobs.answers(link, record) for link in domain.jobs.counterparts(record)]
    return [domain.settings.base_url, answers]


def _shown(env: BuildEnvironment, domain: JobDomain) -> dict[str, list[Any]]:
    """Return the parts of each page that come from postings and may change without the page."""
    pages = {
        docname: shown
        for docname, page in domain.pages.items()
        if (shown := list(_shown_on(env, domain, docname, page)))
    }
    for docname, relations in navigation.neighbours(env).items():
        pages.setdefault(docname, []).append(relations)
    return pages


def _shown_on(env: BuildEnvironment, domain: JobDomain, docname: str, page: Page) -> Iterator[Any]:
    for record in page.postings.values():
        yield domain.views.header(record)
        yield _head(env, domain, record)
    for number in range(len(page.indexes)):
        yield domain.views.index(docname, number)
    if page.indexes:
        yield domain.feed_of(docname)
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


# Sphinx reads files as strict UTF-8, and one bad byte ends the build. If a Markdown file is not
# UTF-8, all files are read with this codec instead.

CODEC = "sphinxext-jobs-utf-8"


def _decode(data: Any, errors: str = "strict") -> tuple[str, int]:
    raw = bytes(data)
    return decode(raw)[0], len(raw)


class _Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        return _decode(data, errors) if final else ("", 0)


class _Reader(codecs.StreamReader):
    def read(self, size: int = -1, chars: int = -1, firstline: bool = False) -> str:
        return _decode(self.stream.read())[0]


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != CODEC:
        return None
    utf8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        utf8.encode,
        _decode,
        name=CODEC,
        incrementalencoder=utf8.incrementalencoder,
        incrementaldecoder=_Decoder,
        streamwriter=utf8.streamwriter,
        streamreader=_Reader,
    )


def setup_collector(app: Sphinx) -> None:
    """Register the collector, the choice of files, and the codec."""
    codecs.register(_find_codec)
    app.connect("env-get-outdated", choose_files)
    app.connect("build-finished", remember_shown)
    app.add_env_collector(PostingCollector)
