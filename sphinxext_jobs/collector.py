"""Around reading: which files are read at all, and which pages must be written again."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
from collections.abc import Iterator, Set
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

from . import gate, navigation, publish
from .addresses import MAX_NAME
from .diagnostics import printable
from .domain import JobDomain, Page, job_domain
from .files import read_file, read_json, save
from .frontmatter import decode
from .generated_index import forget_index, has_index, label_index, own_index_page
from .listing import index_view
from .log import warn
from .page import WEB, has_structured_data, header_view, structured_data
from .pairs import is_translated, pairs_view
from .parser import reads_postings
from .posting import front_matter_of, read_posting
from .records import Record
from .references import note_references, place_of
from .settings import Settings

#: The builder that compares the languages, and so reads every posting in all of them.
_WANTS_ALL = "jobs-pair"
#: Sphinx stores a document under its name with this suffix, the longest it adds.
_STORED = ".doctree"


def choose_files(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Leave out what is not to be published before anything is read (``env-get-outdated``).

    These are drafts, unusable names, and the postings of other sites.
    """
    domain = job_domain(env)
    domain.begin(app.builder)
    forget_index(domain)
    were = env.all_docs.keys() | domain.elsewhere.keys()
    settings = domain.settings
    left_out = set() if settings.drafts else _published_drafts(env)
    paths = {doc: Path(env.doc2path(doc)) for doc in sorted((added | changed) - left_out)}
    left_out |= {docname for docname, path in paths.items() if _has_bad_name(docname, path)}
    if settings.has_site_per_language and app.builder.name != _WANTS_ALL:
        publish.leave_to_others(app, env, env.found_docs - left_out)
    else:
        domain.leave_out({}, {})
    left_out |= domain.elsewhere.keys()
    others: list[Path] = []
    for docname, path in paths.items():
        is_markdown = reads_postings(app, path)
        if docname not in left_out and is_markdown and _refused(app, env, path):
            left_out.add(docname)
        elif not is_markdown:
            others.append(path)
    for path in others if env.settings["input_encoding"] == CODEC else ():
        _report_encoding(path)
    for docnames in (env.found_docs, added, changed):
        docnames -= left_out
    removed |= left_out & env.all_docs.keys()
    _report_decomposed(app, env)
    return list(_linking(env, domain, were))


def _linking(env: BuildEnvironment, domain: JobDomain, were: Set[str]) -> Iterator[str]:
    """Yield the documents that name what came or went since they were read.

    *were* are the documents before. It depends on them what a toctree holds, and on files what
    MyST makes of a path.
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


def _has_bad_name(docname: str, path: Path) -> bool:
    """Whether Sphinx cannot write a document, and the build would end, due to its name."""
    excess = len(os.fsencode(f"{path.stem}{_STORED}")) - MAX_NAME
    if printable(docname) != docname:
        warn(
            "file",
            f"the name {docname} is not UTF-8, so the page is left out. Rename the file or its "
            "folder without accents, or in UTF-8.",
            path,
        )
        return True
    if excess > 0:
        warn(
            "file",
            f"the name is {excess} bytes too long for Sphinx to store the page, which is left "
            "out; rename the file",
            path,
        )
    return excess > 0


def _refused(app: Sphinx, env: BuildEnvironment, path: Path) -> bool:
    """Whether a Markdown file is a draft, or unusable; one that is not UTF-8 is made readable."""
    try:
        data = read_file(path)
    except OSError as error:
        warn(
            "file",
            f"this file is left out because it cannot be read: {error.strerror}. Replace it with "
            "a text file, or remove it.",
            f"{path}:1",
        )
        return True
    text, problem = decode(data)
    if problem:  # also in a file that is no posting, or no posting any more
        warn(problem.subtype, problem.message, f"{path}:{problem.line}")
        env.settings["input_encoding"] = CODEC
    settings = job_domain(env).settings
    return "draft" in text and not settings.drafts and _is_draft(text, settings, path)


def _report_encoding(path: Path) -> None:
    """Report a file that is not UTF-8 and is no Markdown: it is read with the codec below, too."""
    with suppress(OSError):
        _text, problem = decode(read_file(path))
        if problem:
            warn(problem.subtype, problem.message, f"{path}:{problem.line}")


def _report_decomposed(app: Sphinx, env: BuildEnvironment) -> None:
    """Explain why Sphinx ignores a file whose name is in decomposed form (as macOS writes).

    Sphinx looks for the composed name, and finds nothing there.
    """
    excluded = [*app.config.exclude_patterns, *EXCLUDE_PATHS]
    for name in get_matching_files(app.srcdir, app.config.include_patterns, excluded):
        if name.isascii() or not name.endswith(tuple(app.config.source_suffix)):
            continue
        if not (Path(app.srcdir) / name).exists():
            warn(
                "file",
                "Sphinx ignores this file, for its name is in decomposed form (NFD); rename it "
                "to the same name in composed form (NFC)",
                Path(app.srcdir) / name,
            )


def _is_draft(text: str, settings: Settings, path: Path) -> bool:
    front = front_matter_of(text)
    layout = front.nodes.get("layout") if front else None
    if front is None or layout is None or layout.value not in settings.layouts:
        return False
    return bool(read_posting(front, path=path, default_lang="en").posting.draft)


class PostingCollector(EnvironmentCollector):
    """Says which pages show something else than they did when they were last written."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Do nothing: the domain forgets its documents itself."""

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Do nothing: the domain merges itself."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note the references: only now has MyST made them of all its links."""
        note_references(job_domain(app.env), app.env.docname, doctree)

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Give postings their place, and return the pages to write again.

        A page is compared with what it showed when it was last written to this output folder:
        a build of the next day rewrites what closed, and the lists that showed it.
        """
        domain = job_domain(env)
        # In every build, even one that reads nothing: -W must go on failing.
        gate.check(
            domain.jobs.everywhere,
            domain.settings.languages,
            lambda record, lang: is_translated(domain, record, lang),
        )
        suspects = {d: page.suspect for d, page in domain.pages.items() if page.suspect}
        gate.check_layouts(suspects, [*domain.jobs.published, *domain.jobs.elsewhere])
        label_index(domain)
        _report_own_index(domain)
        navigation.place(env, app.builder.name)
        shown = _shown(env, domain)
        for record, data in _structured(env, domain):
            shown[record.docname].append(data)
        now = {docname: _digest(repr(parts)) for docname, parts in shown.items()}
        before = _shown_before(app)
        domain.shown = now
        return [
            doc
            for doc in now.keys() | before.keys()
            if doc in env.found_docs and now.get(doc) != before.get(doc)
        ]


def _report_own_index(domain: JobDomain) -> None:
    """Say in every build which page is in the place of the generated index."""
    page = own_index_page(domain)
    if page and has_index(domain):
        warn(
            "index",
            "this page has the name of the generated index of postings, which is not written. "
            "Rename the file to have both.",
            domain.env.doc2path(page),
        )


def _structured(env: BuildEnvironment, domain: JobDomain) -> list[tuple[Record, dict[str, Any]]]:
    """Return what the postings' pages tell search engines, but for their text.

    Warns of those that lack something, in every build.
    """
    records = [record for record in domain.jobs.published if has_structured_data(domain, record)]
    found = [(r, *structured_data(domain, r, r.lead or _text(env, domain, r))) for r in records]
    gate.check_structured((record, lacking) for record, _data, lacking in found)
    return [(record, {} if lacking else data) for record, data, lacking in found]


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
    """Return the file that tells what pages showed when they were written to this folder.

    Not in the environment, which Sphinx stores before it writes a page: writing may be broken off.
    """
    return Path(app.doctreedir) / ".jobs-shown" / f"{_digest(str(app.outdir))}.json"


def _shown_before(app: Sphinx) -> dict[str, str]:
    found = read_json(_store(app))
    return found if isinstance(found, dict) else {}


def remember_shown(app: Sphinx, exception: Exception | None) -> None:
    """Note what the pages show, now that they are written (event ``build-finished``)."""
    if exception is None and (shown := job_domain(app.env).shown) != _shown_before(app):
        save(_store(app), json.dumps(dict(shown)))


def _head(env: BuildEnvironment, domain: JobDomain, record: Record) -> list[Any]:
    """Return what the head of a posting's page depends on and nothing else tells.

    Read the Docs tells the site's address in the environment, where Sphinx compares nothing. A
    counterpart may answer another text than this one.
    """
    on_the_web = domain.builder is not None and domain.builder.name in WEB
    if not (on_the_web and domain.settings.web and record.is_page):
        return []
    answers = [domain.jobs.answers(link, record) for link in domain.jobs.counterparts(record)]
    return [domain.settings.base_url, answers]


def _shown(env: BuildEnvironment, domain: JobDomain) -> dict[str, list[Any]]:
    """Return, per page, all that it shows of postings that may change without it."""
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
        yield header_view(domain, record)
        yield _head(env, domain, record)
    for number in range(len(page.indexes)):
        yield index_view(domain, docname, number)
    if page.indexes:
        yield domain.feed_of(docname)
    for number in range(len(page.pairs)):
        yield pairs_view(domain, docname, number)
    lang = domain.page_language(docname)
    for target in sorted(page.references):
        yield target, domain.jobs.find(target, docname, lang)
    for left_out in sorted(page.links.keys() & domain.elsewhere.keys()):
        stand_in = domain.jobs.stand_in(left_out)
        yield left_out, stand_in and stand_in.link
    if places := [p for anchor in sorted(page.anchors) if (p := place_of(domain, anchor))]:
        yield places


# Sphinx reads files as strict UTF-8, and one bad byte ends the build. Where a Markdown file among
# those to read is not UTF-8, they are read through this codec instead.

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
