"""The build's edge: diagnostics become Sphinx's warnings, which can be suppressed by kind."""

from __future__ import annotations

import logging as standard
import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ..diagnostics import Diagnostic, Location
from ..jobs.tally import Tally
from ..settings.sphinx import is_suppressed
from . import order

logger = logging.getLogger(__name__)
#: The type of our warnings.
TYPE = "jobs"


def report(found: Iterable[Diagnostic]) -> None:
    """Log diagnostics as warnings ``[jobs.<kind>]``, each with its location."""
    for each in found:
        location = str(each.at) if each.at else None
        extra = {"jobs_path": each.at.path if each.at else "", "jobs_fixable": bool(each.fix)}
        logger.warning(
            "%s", each, type=TYPE, subtype=each.kind.value, location=location, extra=extra
        )


def location_of(node: nodes.Node, env: BuildEnvironment, docname: str) -> Location:
    """Return where a node is written: in the file it names, or in its document."""
    path = Path(node.source).absolute() if node.source else env.doc2path(docname)
    return Location(str(path), node.line)


class _Counter(standard.Handler):
    """Counts the warnings of this extension that a build shows, once each.

    Sphinx logs those of its reading processes in the main process, and holds some back to log them
    again later.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(standard.WARNING)
        self.app = app
        self.tally = Tally()

    def emit(self, record: standard.LogRecord) -> None:
        """Count a warning (see ``logging.Handler``)."""
        values = vars(record)
        if values.get("type") != TYPE or values.get("jobs_counted"):
            return
        record.jobs_counted = True
        kind = str(values.get("subtype"))
        if not is_suppressed(kind, self.app.config.suppress_warnings):
            path, fixable = values.get("jobs_path", ""), values.get("jobs_fixable", False)
            self.tally.add(kind, path, fixable=fixable)

    def close_build(self, app: Sphinx, exception: Exception | None) -> None:
        """Log the number of the warnings (event ``build-finished``)."""
        if exception is None and self.tally.kinds:
            logger.info("jobs: %s", self.tally.sentence(_command(app)))
        self.tally = Tally()  # an application may build again


def _command(app: Sphinx) -> str:
    """Return the command that corrects the project, from the folder of this process."""
    try:
        folder = os.path.relpath(app.confdir)
    except ValueError:  # on another drive
        folder = str(app.confdir)
    return " ".join(["sphinx-jobs check --fix", *([] if folder == "." else [shlex.quote(folder)])])


def setup(app: Sphinx) -> None:
    """Count the warnings of a build: Sphinx clears its handlers for each application."""
    counter = _Counter(app)
    standard.getLogger(logging.NAMESPACE).addHandler(counter)
    app.connect("build-finished", counter.close_build, priority=order.CLOSE_BUILD)
