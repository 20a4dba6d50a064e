"""The nodes around a node, from the inside out."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the parent of a node, the parent's parent, and so on up to the document."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent
