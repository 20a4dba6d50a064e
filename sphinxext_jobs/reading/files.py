"""The choice of the files that Sphinx reads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import get_matching_files

from ..diagnostics import Diagnostic, Kind, Location, printable
from ..formats.addresses import MAX_NAME
from ..settings.settings import Settings
from ..sources.files import read_file
from ..sources.frontmatter import decode
from ..sources.posting import front_matter_of, read_posting
from ..store.domain import JobDomain, job_domain
from ..store.generated_index import forget_index
from ..store.log import report
from ..text.wording import message as _
from . import publish
from .encoding import CODEC, register_codec
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


def setup_files(app: Sphinx) -> None:
    """Register the choice of files, and the codec."""
    register_codec()
    app.connect("env-get-outdated", choose_files)
