"""The placeholders that reading leaves for everything that depends on other postings or the day.

A page is read before the other postings are known, and shown again on another day. Builds compare
its views with those of the last build, and ``pages.fill`` replaces the placeholders by nodes.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from ..jobs.records import Record


class job_header(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of a posting's header; its child is the lead, if there is one."""


def posting_header(record: Record) -> job_header:
    """Make the placeholder. The lead is a plain paragraph in it, so it is translated."""
    header = job_header("", place=record.place)
    header.source, header.line = record.path, min(record.lines.values(), default=1)
    if record.lead:
        lead = nodes.paragraph(record.lead, record.lead, classes=["job-lead"])
        lead.source, lead.line = record.path, record.line("description")
        header += lead
    return header


class job_index(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of a list; its children are shown if the list is empty."""


class job_pairs(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """Placeholder of the table."""


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(job_header)
    app.add_node(job_index)
    app.add_node(job_pairs)
