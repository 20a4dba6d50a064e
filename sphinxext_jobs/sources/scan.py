"""Files as postings: each file is read once, and kept until it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import yaml

from ..diagnostics import Diagnostic, Kind
from ..model.values import shown
from ..settings.settings import Settings
from ..text.wording import message as _
from .files import changed_at, read_file
from .fixing import replace_value
from .frontmatter import FrontMatter, decode
from .posting import Source, front_matter_of, read_posting
from .synonyms import field_spelled, fold


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
        source = read_posting(
            self.front,
            path=self.path.relative_to(root),
            default_lang=settings.default_language,
            languages=settings.known_languages,
        )
        found = (*source.diagnostics, *_layout_faults(self.front, settings))
        is_kept = bool(self.fault) or any(each.kind is Kind.MERGE for each in found)
        source = replace(source, is_kept=is_kept)
        return replace(source, diagnostics=tuple(source.fixable(found)))


class Scan:
    """The files that have been read. One that changes on disk is read again.

    *texts* are used instead of the files on disk.
    """

    def __init__(self, texts: Mapping[Path, str] | None = None) -> None:
        self._files: dict[Path, tuple[int, File]] = {}
        self._texts = texts or {}

    def read(self, path: Path) -> File:
        """Return a file; raises ``OSError``, whose ``strerror`` gives the reason."""
        if path in self._texts:
            return File(path, self._texts[path])
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
    """Whether front matter has the layout of a posting: in a merge conflict, on either side.

    Letter case, spaces, hyphens and underscores do not count.
    """
    return any(_layout_meant(node, settings) for _name, node in _layouts(front))


def _layouts(front: FrontMatter) -> Iterator[tuple[str, yaml.Node]]:
    for fields in (front.nodes, front.others):
        for name, node in fields.items():
            if field_spelled(name) == "layout":
                yield name, node


def _layout_meant(node: yaml.Node, settings: Settings) -> str | None:
    """Return the layout of postings that a value means."""
    written = node.value if isinstance(node, yaml.ScalarNode) else ""
    if written in settings.layouts:
        return str(written)
    return next((each for each in settings.layouts if fold(each) == fold(written) != ""), None)


def _layout_faults(front: FrontMatter, settings: Settings) -> Iterator[Diagnostic]:
    """Yield the fault of a layout that is not written as in the settings."""
    for name, node in _layouts(front):
        layout = _layout_meant(node, settings)
        if layout and layout != node.value and front.nodes.get(name) is node:
            at = front.at(name)
            problem = _("{field} is “{text}”, which is read as {meant}.").format(
                field=name, text=shown(node.value), meant=layout
            )
            hint = _("Write `{text}`.").format(text=f"layout: {layout}")
            fix = replace_value(front.head, at.line or 1, node, layout)
            yield Diagnostic(Kind.FRONT_MATTER, at, problem, hint, fix)
