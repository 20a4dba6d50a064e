"""The build's edge: diagnostics become Sphinx's warnings, which can be suppressed by kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..diagnostics import Diagnostic, Location

logger = logging.getLogger(__name__)


def report(found: Iterable[Diagnostic]) -> None:
    """Log diagnostics as warnings ``[jobs.<kind>]``, each with its location."""
    for each in found:
        location = str(each.at) if each.at else None
        logger.warning("%s", each, type="jobs", subtype=each.kind.value, location=location)


def location_of(node: nodes.Node, env: BuildEnvironment, docname: str) -> Location:
    """Return where a node is written: in the file it names, or in its document."""
    path = Path(node.source).absolute() if node.source else env.doc2path(docname)
    return Location(str(path), node.line)
