"""The context of a message: a comment after a text that another block of the document has, too.

A title and a paragraph that repeats it may differ in another language. gettext has contexts for
such texts, but Sphinx does not use them. A translator need not repeat the comment.
"""

from __future__ import annotations

import re

_CONTEXT = re.compile(r"\s*<!-- (?:title|description) -->")


def in_context(text: str, context: str) -> str:
    """Return the message of a text whose context is ``title`` or ``description``."""
    return f"{text} <!-- {context} -->"


def without_context(message: str) -> str:
    """Return the text of a message."""
    return _CONTEXT.sub("", message)
