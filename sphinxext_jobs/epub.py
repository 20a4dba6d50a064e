"""The builder of EPUBs: Sphinx's, with every page at its place in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder

from .diagnostics import printable
from .domain import job_domain
from .log import warn


class EpubBuilder(Epub3Builder):
    """Knows a page by its file's name.

    Sphinx's own looks for it by its address, where ``é`` is ``%C3%A9``; so it would put each page
    with such a name at the end, where readers do not get by turning pages.
    """

    def build_content(self) -> None:
        """Write the package document, with its spine (see ``Epub3Builder``)."""
        if not job_domain(self.env).in_use:
            super().build_content()
            return
        entries = self.refnodes
        self.refnodes = [{**entry, "refuri": unquote(entry["refuri"])} for entry in entries]
        excluded = self.config.epub_exclude_files
        self.config.epub_exclude_files = [*excluded, *self._unwritable()]
        super().build_content()
        self.config.epub_exclude_files = excluded
        self.refnodes = entries  # the tables of contents are written next, from addresses

    def _unwritable(self) -> Iterator[str]:
        """Yield the files, such as static ones, whose names the package document cannot have."""
        for path in sorted(Path(self.outdir).rglob("*")):
            name = str(path.relative_to(self.outdir))
            if path.is_file() and printable(name) != name:
                warn(
                    "file",
                    f"the name {name} is not UTF-8, so the file is left out of the EPUB. Rename "
                    "the file without accents, or in UTF-8.",
                    path,
                )
                yield name


def setup_epub(app: Sphinx) -> None:
    """Register the builder in the place of Sphinx's."""
    app.add_builder(EpubBuilder, override=True)
