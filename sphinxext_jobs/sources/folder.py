"""A source folder: its documents and its postings, read without Sphinx."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from ..diagnostics import Diagnostic
from ..settings.settings import Settings
from ..settings.sphinx import SphinxValues
from .documents import (
    decomposed_names,
    is_ours,
    left_out,
    name_fault,
    not_read,
    twins,
    unreadable,
)
from .files import read_file
from .frontmatter import decode
from .patterns import matcher, matching_files
from .posting import Source
from .scan import File, Scan


@dataclass(slots=True)
class Folder:
    """The documents of a source folder: the same as in an HTML build of all languages.

    *documents* are the paths of all of them, by name. *files* are those in Markdown, and *postings*
    are the files that are postings; *drafts*, if they are not published, are in neither. *faults*
    are those of the files, but not of the postings.
    """

    root: Path
    documents: dict[str, Path] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    postings: dict[str, Source] = field(default_factory=dict)
    drafts: dict[str, Source] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def text(self, docname: str) -> str:
        """Return the text of a document; empty if it cannot be read."""
        if docname in self.files:
            return self.files[docname].text
        try:
            return decode(read_file(self.documents[docname]))[0]
        except OSError:
            return ""


def read_folder(
    root: Path,
    values: SphinxValues,
    settings: Settings,
    texts: Mapping[Path, str] | None = None,
) -> Folder:
    """Read a source folder; *texts* are used instead of the files on disk.

    Never raises: files that cannot be read are reported.
    """
    folder, scan = Folder(root), Scan(texts)
    pages = _pages(folder, values, settings, scan)
    is_legacy = False
    for docname, page in sorted(pages.items()):
        path = root / page
        if fault := name_fault(docname, path):
            folder.faults.append(fault)
            continue
        folder.documents[docname] = path
        if not values.reads_postings(page):
            continue
        try:
            file = scan.read(path)
        except OSError as error:
            folder.faults.append(unreadable(path, error))
            del folder.documents[docname]
            continue
        if file.fault:
            folder.faults.append(file.fault)
            is_legacy = True
        source = file.source(root, settings)
        if source and source.posting.draft and not settings.drafts:
            del folder.documents[docname]
            folder.drafts[docname] = source
            continue
        folder.files[docname] = file
        if source:
            folder.postings[docname] = source
    if is_legacy:  # Sphinx then reads all files in this way
        folder.faults += _encoding_faults(folder, scan)
    return folder


def _pages(folder: Folder, values: SphinxValues, settings: Settings, scan: Scan) -> dict[str, str]:
    """Return the file of each document, relative to the folder, and report those not read."""
    root, suffixes = folder.root, list(values.suffixes)
    found = list(matching_files(root, values.include, values.exclude))
    is_hidden = matcher([*values.templates, *values.assets])
    # Sphinx does not enter a folder that is excluded.
    visible = [
        name
        for name in found
        if not (is_hidden(name) or any(is_hidden(str(p)) for p in PurePath(name).parents[:-1]))
    ]
    folder.faults += decomposed_names(root, found, suffixes)
    if not values.names_markdown:

        def is_our_file(name: str) -> bool:
            try:
                return is_ours(scan.read(root / name), settings)
            except OSError:
                return False

        names = dict.fromkeys(visible)
        unread = left_out(
            names.keys(), suffixes, values.root_doc, values.reads_postings, is_our_file
        )
        folder.faults += (not_read(root, name, twin) for name, twin in unread.items() if twin)
        visible = [name for name in visible if name not in unread]
    pages: dict[str, str] = {}
    for name in visible:
        if suffix := next((suffix for suffix in suffixes if name.endswith(suffix)), ""):
            docname = name.removesuffix(suffix)
            if docname not in pages and os.access(root / name, os.R_OK):
                pages[docname] = name
    if values.names_markdown:
        is_excluded = matcher([*values.exclude, *values.templates])

        def is_file(name: str) -> bool:
            # Not by pathlib, to which a name that is too long is an error.
            return os.path.isfile(root / name) and not is_excluded(name)  # noqa: PTH113

        found_twins = twins(pages, suffixes, values.reads_postings, is_file)
        folder.faults += (not_read(root, other, page) for other, page in found_twins)
    return pages


def _encoding_faults(folder: Folder, scan: Scan) -> Iterator[Diagnostic]:
    """Find the documents that are not in Markdown and not UTF-8."""
    for docname, path in folder.documents.items():
        if docname not in folder.files:
            with suppress(OSError):
                if fault := scan.read(path).fault:
                    yield fault
