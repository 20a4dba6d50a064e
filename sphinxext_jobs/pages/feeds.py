"""The link to the feed below a list, with the attributes by which programs know it."""

from __future__ import annotations

import html
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from ..formats.feeds import TYPES
from ..text.wording import translator
from ..views.lists import IndexView


class job_feed(nodes.General, nodes.Element):  # noqa: N801  docutils names nodes so
    """The link: docutils can write neither its relation to the page nor its type."""


def feed_nodes(view: IndexView) -> Iterator[job_feed]:
    """Yield the link that a list asks for, if there is a feed."""
    if view.feed:
        _ = translator(view.lang)
        yield job_feed(uri=view.feed, text=_("Atom feed of open postings"))


def visit_feed(self: HTML5Translator, node: job_feed) -> None:
    """Write the link."""
    uri, text = html.escape(node["uri"]), html.escape(node["text"])
    self.body.append(
        f'<p class="job-feed"><a class="reference external" rel="alternate" type="{TYPES["atom"]}"'
        f' href="{uri}">{text}</a></p>\n'
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node."""
    app.add_node(job_feed, html=(visit_feed, None))
