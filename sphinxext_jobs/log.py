"""The build's edge: diagnostics become Sphinx's warnings, which can be suppressed by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from docutils import nodes
from sphinx.util import logging

from .diagnostics import Diagnostic, Kind, printable

logger = logging.getLogger(__name__)

#: Where a warning is about: a file, ``path:line``, (docname, line), or a node.
Location = PurePath | str | tuple[str, int | None] | nodes.Node | None


def warn(subtype: Kind | str, message: str, location: Location) -> None:
    """Log a warning ``[jobs.<subtype>]`` about a place; a file without a line is its first line."""
    if isinstance(location, PurePath | str):
        # Sphinx takes a text without a colon for a document's name, and adds a suffix.
        has_line = isinstance(location, str) and re.search(r":\d+$", location)
        location = printable(f"{location}" if has_line else f"{location}:1")
    message = printable(message)
    logger.warning("%s", message, type="jobs", subtype=Kind(subtype).value, location=location)


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Log diagnostics as warnings ``[jobs.<kind>]``, each with its location."""
    for found in diagnostics:
        location = str(found.at) if found.at else None
        logger.warning("%s", found, type="jobs", subtype=found.kind.value, location=location)
