"""The builder of EPUBs: Sphinx's, with every page in its place in the reading order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder

from ..diagnostics import Diagnostic, Kind, Location, printable
from ..store.domain import job_domain
from ..store.log import report
from ..text.wording import message as _


class EpubBuilder(Epub3Builder):
    """Finds a page by its file name.

    Sphinx's own builder looks for its address, in which ``é`` is ``%C3%A9``. It would put each
    page with such a name at the end, out of the reading order.
    """

    def build_content(self) -> None:
        """Write the package document, with its spine (see ``Epub3Builder``)."""
        if not job_domain(self.env).in_use:
            super().build_content()
            return
        entries = self.refnodes
        self.refnodes = [{**entry, "refuri": unquote(entry["refuri"])} for entry in entries]
        excluded = self.config.epub_exclude_files
        names = list(self._unwritable())
        report(_left_out(Path(self.outdir) / name, name) for name in names)
        self.config.epub_exclude_files = [*excluded, *names]
        super().build_content()
        self.config.epub_exclude_files = excluded
        self.refnodes = entries  # the tables of contents are written next, from addresses

    def _unwritable(self) -> Iterator[str]:
        """Yield the files, such as static ones, whose names the package document cannot contain."""
        for path in sorted(Path(self.outdir).rglob("*")):
            name = str(path.relative_to(self.outdir))
            if path.is_file() and printable(name) != name:
                yield name


def _left_out(path: Path, name: str) -> Diagnostic:
    problem = _("The name {name} is not UTF-8, so the file is left out of the EPUB.")
    hint = _("Rename the file without accents, or in UTF-8.")
    return Diagnostic(Kind.FILE, Location(str(path)), problem.format(name=name), hint)


def setup(app: Sphinx) -> None:
    """Register the builder instead of Sphinx's."""
    app.add_builder(EpubBuilder, override=True)
