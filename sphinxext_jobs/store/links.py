"""The text of a link to a posting, and the class that marks its language."""

from __future__ import annotations

from docutils import nodes

from ..jobs.records import Link
from ..text.wording import autonym


def link_text(link: Link, page_lang: str, *classes: str) -> nodes.inline:
    """Make the text of a link on a page: the title, or without one, the name of the language."""
    text = link.title or autonym(link.lang)
    return nodes.inline(text, text, classes=[*classes, *in_language(link.lang, page_lang)])


def in_language(lang: str, page_lang: str) -> list[str]:
    """Return the class that marks text in another language than the page's."""
    return [f"language-{lang}"] if lang != page_lang else []
