"""Files as postings: each file is read once, and kept until it changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..diagnostics import Diagnostic
from ..settings.settings import Settings
from .files import changed_at, read_file
from .frontmatter import FrontMatter, decode
from .posting import Source, front_matter_of, read_posting


@dataclass(frozen=True)
class File:
    """A file as text. *fault* says that it is not UTF-8."""

    path: Path
    text: str
    fault: Diagnostic | None = None

    @cached_property
    def front(self) -> FrontMatter | None:
        """The front matter, if it can be a posting's. It is parsed when it is first needed."""
        return front_matter_of(self.text, str(self.path))

    def source(self, root: Path, settings: Settings) -> Source | None:
        """Return the posting in this file of the source folder *root*; None if it is not one."""
        if self.front is None or not is_posting(self.front, settings):
            return None
        return read_posting(
            self.front,
            path=self.path.relative_to(root),
            default_lang=settings.default_language,
            languages=settings.known_languages,
        )


class Scan:
    """The files that have been read. One that changes on disk is read again."""

    def __init__(self) -> None:
        self._files: dict[Path, tuple[int, File]] = {}

    def read(self, path: Path) -> File:
        """Return a file; raises ``OSError``, whose ``strerror`` gives the reason."""
        changed = changed_at(path)
        known = self._files.get(path)
        if known is None or known[0] != changed:
            known = self._files[path] = changed, File(path, *decode(read_file(path), str(path)))
        return known[1]

    def with_text(self, path: Path, text: str) -> File:
        """Return a file whose *text* Sphinx has read, with line feeds as line ends.

        It is the known file if that has the same text. Extensions may change a text.
        """
        _changed, known = self._files.get(path, (0, None))
        if known and known.text.replace("\r\n", "\n").replace("\r", "\n") == text:
            return known
        return File(path, text)

    def forget(self) -> None:
        """Forget all files, to free their memory."""
        self._files.clear()


def is_posting(front: FrontMatter, settings: Settings) -> bool:
    """Whether front matter has the layout of a posting: in a merge conflict, on either side."""
    found = (fields.get("layout") for fields in (front.nodes, front.others))
    return any(layout and layout.value in settings.layouts for layout in found)
