"""The build's edge: diagnostics become Sphinx's warnings, which can be suppressed by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePath

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from .. import diagnostics
from ..diagnostics import Diagnostic, Kind, printable

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


def report(found: Iterable[Diagnostic]) -> None:
    """Log diagnostics as warnings ``[jobs.<kind>]``, each with its location."""
    for each in found:
        location = str(each.at) if each.at else None
        logger.warning("%s", each, type="jobs", subtype=each.kind.value, location=location)


def location_of(node: nodes.Node, env: BuildEnvironment, docname: str) -> diagnostics.Location:
    """Return where a node is written: in its own file if it names one, else in its document."""
    path = Path(node.source).absolute() if node.source else env.doc2path(docname)
    return diagnostics.Location(str(path), node.line)
