"""The nodes around a node, from the inside out, and the language that they give it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the parent of a node, the parent's parent, and so on up to the document."""
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def language_of(node: nodes.Element) -> str:
    """Return the language that a class of a node, or of the nearest ancestor, names; or "".

    Before 0.22, docutils' ``get_language_code`` does not look at ancestors.
    """
    return next(filter(None, (each.get_language_code() for each in (node, *ancestors(node)))), "")
