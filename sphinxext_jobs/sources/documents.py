"""The documents of a source folder: which files they are, and the faults of their names.

The same rules choose them in a build and for ``sphinx-jobs check``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from ..diagnostics import Diagnostic, Kind, Location, printable
from ..settings.settings import Settings
from ..text.wording import message as _
from .files import MAX_NAME
from .scan import File, is_posting

#: Sphinx stores a document under its name with this suffix, the longest it adds.
_STORED = ".doctree"
#: A directive of ours, or the role, in MyST.
_OURS = re.compile(
    r"^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:`{3,}|~{3,}|:{3,})"
    r"\{job-(?:posting|index|pairs)\}|\{job(?::posting)?\}`",
    re.ASCII | re.MULTILINE,
)
#: The same in reStructuredText, which MyST reads in a directive of this name.
_IN_RST = "{eval-rst}"
_OURS_IN_RST = re.compile(
    r"^[ \t>]*\.\. job-(?:posting|index|pairs)::|:job(?::posting)?:`", re.MULTILINE
)

#: The page of the generated index of postings, as Sphinx names it: by domain and index.
INDEX_PAGE = "job-index"

#: Whether the parser of a file with this name reads postings.
ReadsPostings = Callable[[str], bool]


def is_ours(file: File, settings: Settings) -> bool:
    """Whether a Markdown file is a posting, or has one of our directives, or our role."""
    if _OURS.search(file.text) or (_IN_RST in file.text and _OURS_IN_RST.search(file.text)):
        return True
    return file.front is not None and is_posting(file.front, settings)


def left_out(
    files: Collection[str],
    suffixes: Collection[str],
    root_doc: str,
    reads_postings: ReadsPostings,
    is_ours: Callable[[str], bool],
) -> dict[str, str | None]:
    """Return the Markdown files that a project of reStructuredText does not read.

    If there are two files for one page, the other one is the page. It is the value, for files that
    are ours; for all others, the value is None. *files* are relative to the source folder.
    """
    others = [suffix for suffix in suffixes if not reads_postings(f"x{suffix}")]

    def twin_of(stem: str) -> str | None:
        return next((stem + suffix for suffix in others if stem + suffix in files), None)

    all_in_markdown = twin_of(root_doc) is None
    found: dict[str, str | None] = {}
    for name in sorted(files):
        if not name.endswith(tuple(suffixes)) or not reads_postings(name):
            continue
        twin = twin_of(name.removesuffix(PurePath(name).suffix))
        ours = all_in_markdown or is_ours(name)
        if twin or not ours:
            found[name] = twin if ours else None
    return found


def twins(
    pages: Mapping[str, str],
    suffixes: Collection[str],
    reads_postings: ReadsPostings,
    is_file: Callable[[str], bool],
) -> Iterator[tuple[str, str]]:
    """Yield each file that is not read because another file is its page, and that file.

    *pages* are the files of the documents. Sphinx warns of these files, too, but does not say how
    to settle it.
    """
    if len(suffixes) == 1:
        return
    for docname, page in sorted(pages.items()):
        for other in (docname + suffix for suffix in suffixes):
            if page != other and any(map(reads_postings, (page, other))) and is_file(other):
                yield other, page


def not_read(folder: Path, name: str, page: str) -> Diagnostic:
    """Return the fault of a file whose page is made from the file *page*."""
    problem = _("This file is not read because {page} is the page of this name.")
    hint = _("Rename one of the two, or add {page!r} or {other!r} to exclude_patterns.")
    return Diagnostic(
        Kind.FILE,
        Location(str(folder / name)),
        problem.format(page=page),
        hint.format(page=page, other=name),
    )


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


def decomposed_names(
    folder: Path, files: Iterable[str], suffixes: Collection[str]
) -> Iterator[Diagnostic]:
    """Find the files that Sphinx skips because of decomposed accents, as macOS writes them.

    Sphinx looks for the composed name, and does not find it.
    """
    for name in files:
        if name.isascii() or not name.endswith(tuple(suffixes)):
            continue
        path = folder / name
        if not path.exists():
            problem = _("Sphinx skips this file because its name has decomposed accents (NFD).")
            hint = _("Rename it with composed accents (NFC).")
            yield Diagnostic(Kind.FILE, Location(str(path)), problem, hint)


def unreadable(path: Path, error: OSError) -> Diagnostic:
    """Return the fault of a document whose file cannot be read."""
    problem = _("This file is left out because it cannot be read: {reason}.")
    hint = _("Replace it with a text file, or remove it.")
    at = Location(str(path))
    return Diagnostic(Kind.FILE, at, problem.format(reason=error.strerror), hint)


def replaces_index(path: Path) -> Diagnostic:
    """Return the fault of a page that has the name of the generated index."""
    problem = _(
        "This page has the name of the generated index of postings, so the index is not written."
    )
    return Diagnostic(Kind.INDEX, Location(str(path)), problem, _("Rename the file to have both."))
