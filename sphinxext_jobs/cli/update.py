"""``sphinx-jobs update``: bring the catalogues of all pages up to date."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..pairing.catalogs.catalog import Figures
from ..pairing.catalogs.figures import figures_of
from ..sources.files import read_file, read_json, write_if_changed
from ..text.languages import best, matches, normalize
from ..text.wording import autonym, ngettext
from ..text.wording import message as _
from .arguments import Commands
from .project import Project, ProjectError, add_options, open_project, shown

# Modules that need Sphinx are imported in functions, so that the help does not load it.
if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..store.domain import JobDomain


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "update",
        help=_("bring the catalogues of all pages up to date"),
        description=_(
            "Bring the gettext catalogues of all pages up to date: those of postings from their "
            "counterparts, as the builder jobs-pair does, and those of all other pages from their "
            "texts, as sphinx-intl does."
        ),
        epilog=_(
            "Exit status: 0 if all catalogues are up to date, 1 if some would change (with "
            "--check) or cannot be read, 2 if the project cannot be built."
        ),
    )
    parser.add_argument(
        "--check", action="store_true", help=_("write nothing, but name what would change")
    )
    add_options(parser)
    parser.set_defaults(run=run)


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    project = open_project(conf_dir=found.conf_dir, strict=found.strict_config)
    if not project.settings.languages:
        problem = _("jobs_languages is empty, so there is no language to translate into.")
        hint = _("Add a line such as {example} to conf.py.").format(
            example="jobs_languages = ['en', 'fr']"
        )
        raise ProjectError(f"{problem} {hint}")
    with tempfile.TemporaryDirectory(prefix="sphinx-jobs-") as scratch:
        folders = Folders.copy(project, Path(scratch).resolve())
        faults = _update(project, folders)
        changes = [*folders.changes()]
        for fault in faults:
            print(f"sphinx-jobs: {fault}", file=sys.stderr)
        if not found.check:
            for change in changes:
                change.write()
        progress = _progress(project, folders)
        for line in (*_tables(progress), *_changed(changes, is_check=found.check)):
            print(line)
    unread = any(figures is None for rows in progress.values() for figures in rows.values())
    return 1 if unread or (found.check and changes) else 0


@dataclass(frozen=True, slots=True)
class Change:
    """A catalogue that is not up to date, and its new text; None if its page has another name."""

    path: Path
    text: str | None

    def write(self) -> None:
        """Write the catalogue, or remove it; raises :class:`ProjectError` if it cannot be."""
        try:
            if self.text is not None:
                write_if_changed(self.path, self.text)
                return
            self.path.unlink()
            self.path.with_suffix(".mo").unlink(missing_ok=True)
        except OSError as error:
            problem = _("{path} cannot be written: {reason}.")
            text = problem.format(path=shown(self.path), reason=error.strerror)
            raise ProjectError(text) from error


@dataclass(frozen=True)
class Folders:
    """The folders of catalogues, and a copy of each, which is brought up to date first.

    So nothing is written if the project cannot be built, or if it is only checked.
    """

    root: Path
    scratch: Path
    copies: Mapping[Path, Path]

    @classmethod
    def copy(cls, project: Project, scratch: Path) -> Folders:
        """Copy the catalogues of a project; raises :class:`ProjectError` if one is not readable."""
        copies = {}
        for number, name in enumerate(project.settings.locale_dirs):
            folder = project.root / name
            copies[folder] = scratch / f"locale-{number}"
            for path in folder.rglob("*.po"):
                if not path.is_file():
                    continue
                target = copies[folder] / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    target.write_bytes(read_file(path))
                except OSError as error:
                    text = _("{path} cannot be read: {reason}.")
                    problem = text.format(path=shown(path), reason=error.strerror)
                    raise ProjectError(problem) from error
        return cls(project.root, scratch, copies)

    def renamed(self, text: str) -> str:
        """Name the folders instead of their copies in the messages of a build."""
        for folder, copy in self.copies.items():
            with contextlib.suppress(ValueError):  # they are on two drives
                there, here = (Path(os.path.relpath(path, self.root)) for path in (copy, folder))
                text = text.replace(there.as_posix(), here.as_posix())
            text = text.replace(str(copy), str(folder))
        return text

    def changes(self) -> Iterator[Change]:
        """Yield the differences of the copies."""
        for folder, copy in self.copies.items():
            new = {path.relative_to(copy) for path in copy.rglob("*.po") if path.is_file()}
            old = {path.relative_to(folder) for path in folder.rglob("*.po") if path.is_file()}
            for name in sorted(new | old):
                path = folder / name
                if name not in new:
                    yield Change(path, None)
                elif name not in old or read_file(path) != read_file(copy / name):
                    yield Change(path, read_file(copy / name).decode())


def _update(project: Project, folders: Folders) -> list[str]:
    """Bring the copies up to date; return the faults of the catalogues that were left alone."""
    from ..store.domain import job_domain

    app, _same_warnings = _build(project, folders, "gettext")
    if app.config.gettext_compact is not False:
        problem = _("Sphinx has one catalogue for each page only if `gettext_compact` is False.")
        hint = _("Add `gettext_compact = False` to conf.py.")
        raise ProjectError(f"{problem} {hint}")
    pair_app, warnings = _build(project, folders, "jobs-pair")
    print(folders.renamed(warnings), end="", file=sys.stderr)
    of_pairs = _catalogs(Path(pair_app.outdir))
    domain = job_domain(app.env)
    faults: list[str] = []
    for pot in sorted(Path(app.outdir).rglob("*.pot")):
        name = pot.relative_to(app.outdir).with_suffix("").as_posix()
        faults += _update_page(project, folders, domain, name, of_pairs)
    return faults


def _catalogs(out: Path) -> frozenset[str]:
    """Return the catalogues that jobs-pair keeps up to date, as its report names them."""
    data = read_json(out / "pairing.json")
    return frozenset(pair["catalog"] for pair in (*data["pairs"], *data["unpaired"]))


def _build(project: Project, folders: Folders, builder: str) -> tuple[Sphinx, str]:
    """Build the project in the scratch folder, and return the warnings, too.

    Raises :class:`ProjectError` if it cannot be built.
    """
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.locale import init_console
    from sphinx.util.console import color_terminal, nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    init_console()
    if not color_terminal():
        nocolor()
    print(f"sphinx-jobs: {builder}", file=sys.stderr, flush=True)
    warnings = io.StringIO()
    try:
        with patch_docutils(project.root), docutils_namespace():
            app = Sphinx(
                srcdir=project.root,
                confdir=project.root,
                outdir=folders.scratch / builder,
                doctreedir=folders.scratch / f"{builder}-doctrees",
                buildername=builder,
                confoverrides={
                    "locale_dirs": [*map(str, folders.copies.values())],
                    "jobs_since": "",  # all catalogues are to be written
                },
                status=None,
                warning=warnings,
            )
            app.build()
    except SphinxError as error:
        raise ProjectError(f"{error.category}: {error}") from error
    return app, warnings.getvalue()


def _update_page(
    project: Project, folders: Folders, domain: JobDomain, name: str, of_pairs: Collection[str]
) -> Iterator[str]:
    """Bring the catalogues of a page up to date, except those *of_pairs*; yield their faults."""
    from ..pairing.catalogs.po import CatalogError
    from .page_catalogs import update_page

    out = folders.scratch / "gettext"
    for lang in _languages(domain, name):
        path = _path(project, folders, name, lang)
        if os.path.relpath(path, project.root).replace(os.sep, "/") in of_pairs:
            continue
        try:
            update_page(path, out / f"{name}.pot", lang, out=out, root=project.root)
        except CatalogError as error:
            yield f"{shown(_original(folders, path))}:{error.line}: {error}"


def _languages(domain: JobDomain, name: str) -> Iterator[str]:
    """Yield the languages into which a page is translated.

    A page that names another language than the project's is not translated, and neither is one
    with a page of its own in a language.
    """
    languages, own = domain.settings.languages, domain.settings.language
    here = domain.page_language(name)
    if best([here], own) is None:
        return
    for lang in languages:
        if best([lang], own) is None and not _has_counterpart(name, lang, domain):
            yield lang


def _has_counterpart(name: str, lang: str, domain: JobDomain) -> bool:
    """Whether there is the same page in another language: ``fr/a`` for ``en/a``, ``a.fr``."""
    own = domain.settings.language
    *folders, last = PurePosixPath(name).parts
    places = [n for n, part in enumerate(folders) if matches(normalize(part), own)]
    swapped = [PurePosixPath(*folders[:n], lang, *folders[n + 1 :], last) for n in places]
    stem, dot, suffix = last.rpartition(".")
    stem = stem if dot and matches(normalize(suffix), own) else last
    names = [*map(str, swapped), str(PurePosixPath(*folders, f"{stem}.{lang}"))]
    return not domain.env.found_docs.isdisjoint(names)


def _path(project: Project, folders: Folders, name: str, lang: str) -> Path:
    """Return the copy of a catalogue."""
    found = project.settings.catalog_path(project.root, name, lang)
    folder = next(folder for folder in folders.copies if found.is_relative_to(folder))
    return folders.copies[folder] / found.relative_to(folder)


def _original(folders: Folders, path: Path) -> Path:
    """Return the catalogue of a copy."""
    folder, copy = next(each for each in folders.copies.items() if path.is_relative_to(each[1]))
    return folder / path.relative_to(copy)


# The report.

#: The figures of each page's catalogue; None if it cannot be read.
Rows = Mapping[str, Figures | None]


def _progress(project: Project, folders: Folders) -> dict[str, Rows]:
    """Return the progress of the catalogues in each language."""
    found: dict[str, Rows] = {}
    for lang in project.settings.languages:
        rows: dict[str, Figures | None] = {}
        for copy in folders.copies.values():
            root = copy / lang.replace("-", "_") / "LC_MESSAGES"
            for path in sorted(root.rglob("*.po")):
                name = path.relative_to(root).with_suffix("").as_posix()
                figures = figures_of(path, lang)
                rows[name] = None if figures and figures.is_damaged else figures
        if rows:
            found[lang] = rows
    return found


def _tables(progress: Mapping[str, Rows]) -> Iterator[str]:
    """Yield the lines of a table for each language."""
    for lang, rows in progress.items():
        yield f"{autonym(lang)} ({lang})"
        yield from _table(rows)
        yield ""


def _table(rows: Rows) -> Iterator[str]:
    counts = {name: _counts(figures) if figures else None for name, figures in rows.items()}
    total = [sum(column) for column in zip(*filter(None, counts.values()), strict=True)]
    lines: list[Sequence[str]] = [
        (_("Page"), _("Translated"), _("Fuzzy"), _("Untranslated")),
        *((name, *map(str, found or "–––")) for name, found in counts.items()),
        (_("Total"), *map(str, total or (0, 0, 0))),
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *numbers in lines:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells])


def _counts(figures: Figures) -> tuple[int, int, int]:
    return figures.translated, figures.fuzzy, figures.untranslated


def _changed(changes: Sequence[Change], *, is_check: bool) -> Iterator[str]:
    """Yield the names of the catalogues that changed, or would change, and their number."""
    count = len(changes)
    for change in changes:
        yield shown(change.path)
    if not changes:
        yield _("All catalogues are up to date.")
    elif is_check:
        text = ngettext(
            "{count} catalogue would change.", "{count} catalogues would change.", count
        )
        hint = _("Run `{command}`, and commit the result.").format(command="sphinx-jobs update")
        yield f"{text.format(count=count)} {hint}"
    else:
        text = ngettext("{count} catalogue changed.", "{count} catalogues changed.", count)
        yield text.format(count=count)
