"""The builder of EPUBs: Sphinx's, with every page that can be reached, in the reading order."""

from __future__ import annotations

import html
import posixpath
import re
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
    """Finds a page by its file name, and leaves out postings that no page leads to.

    Sphinx's own builder looks for its address, in which ``é`` is ``%C3%A9``. It would put each
    page with such a name at the end, out of the reading order. A page that is out of the reading
    order and that nothing links to, such as that of an unlisted posting, is not allowed in a book.
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
        self.config.epub_exclude_files = [*excluded, *names, *self._unreachable()]
        super().build_content()
        self.config.epub_exclude_files = excluded
        self.refnodes = entries  # the tables of contents are written next, from addresses

    def _unwritable(self) -> Iterator[str]:
        """Yield the files, such as static ones, whose names the package document cannot contain."""
        for path in sorted(Path(self.outdir).rglob("*")):
            name = str(path.relative_to(self.outdir))
            if path.is_file() and printable(name) != name:
                yield name

    def _unreachable(self) -> set[str]:
        """Return the pages of postings that are not in the table of contents, nor linked to."""
        entries = {entry["refuri"].partition("#")[0] for entry in self.refnodes}
        records = job_domain(self.env).jobs.published
        hidden = {r.docname + self.out_suffix for r in records if r.is_page} - entries
        if not hidden:
            return hidden
        out = Path(self.outdir)
        pages = {
            path.relative_to(out).as_posix(): path for path in out.rglob(f"*{self.out_suffix}")
        }
        reached = [*(pages.keys() - hidden)]
        while reached:
            name = reached.pop()
            linked = hidden & set(_targets(name, pages[name].read_text(encoding="utf-8")))
            reached += linked & pages.keys()
            hidden -= linked
        return hidden


def _targets(name: str, page: str) -> Iterator[str]:
    """Yield the files that a page links to, as paths in the book."""
    for address in re.findall(r'\bhref="([^"#?:]+)', page):
        yield posixpath.normpath(
            posixpath.join(posixpath.dirname(name), unquote(html.unescape(address)))
        )


def _left_out(path: Path, name: str) -> Diagnostic:
    problem = _("The name {name} is not UTF-8, so the file is left out of the EPUB.")
    hint = _("Rename the file without accents, or in UTF-8.")
    return Diagnostic(Kind.FILE, Location(str(path)), problem.format(name=name), hint)


def setup(app: Sphinx) -> None:
    """Register the builder instead of Sphinx's."""
    app.add_builder(EpubBuilder, override=True)
