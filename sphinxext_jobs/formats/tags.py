"""Elements for the head of a page, which describe the page to other programs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """An element as HTML, and the name that says which it is; without a name, any number may be.

    A page's author, or another extension, may have written an element of the same name already.
    """

    text: str
    name: str = ""

    def is_in(self, head: str) -> bool:
        """Whether a head has an element of this name."""
        pattern = rf'\b(?:name|property)="{re.escape(self.name)}"'
        return bool(self.name) and re.search(pattern, head) is not None


def meta(name: str, content: str) -> Tag:
    """Make a ``meta`` element; the names of the Open Graph are properties, by its own rule."""
    attribute = "property" if name.startswith("og:") else "name"
    return Tag(f'<meta {attribute}="{name}" content="{html.escape(content)}">\n', name)


def alternate(href: str, **attributes: str) -> Tag:
    """Make a link to another form of the page: its language, its feed."""
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return Tag(f'<link rel="alternate"{written} href="{html.escape(href)}">\n')


def added(head: str, tags: Iterable[Tag]) -> str:
    """Return a head with the tags that it does not have yet."""
    return head + "".join(tag.text for tag in tags if not tag.is_in(head))
