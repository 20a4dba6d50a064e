"""The option ``--since``: only the pairs that a change touches."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..pairing.units import Pair
from ..sources.changed import keys_before
from ..sources.git import changes_since
from ..text.wording import message as _
from ..text.wording import ngettext
from .project import Project


def add_since(parser: argparse.ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument(
        "--since",
        metavar="REF",
        help=_("only pairs with a text or a catalogue that differs from this branch or commit"),
    )


class Since:
    """The pairs that a change touches; without a *ref*, all of them.

    Raises ``GitError`` if git cannot compare.
    """

    def __init__(self, project: Project, ref: str | None) -> None:
        self._root = project.root
        self._left_out = 0
        self._changes = None if ref is None else changes_since(ref, project.root)
        self._keys: frozenset[str] = frozenset()
        if self._changes:
            suffixes = tuple(project.sphinx.suffixes)
            found = keys_before(self._changes, project.root, suffixes, project.settings)
            self._keys = frozenset(found)

    def touches(self, pair: Pair, catalog: Path) -> bool:
        """Whether a text of the pair, or its catalogue, has changed; the others are counted."""
        if self._changes is None or pair.key in self._keys:
            return True
        texts = (self._root / unit.path for unit in (pair.source, pair.target) if unit)
        found = any(map(self._changes.touch, (catalog, *texts)))
        self._left_out += not found
        return found

    def report(self) -> None:
        """Print how many pairs were left out."""
        if count := self._left_out:
            text = ngettext(
                "{count} pair that this change does not touch was left out.",
                "{count} pairs that this change does not touch were left out.",
                count,
            )
            print(f"sphinx-jobs: {text.format(count=count)}", file=sys.stderr)
