"""The context of a message: a comment after a text that another block of the document has, too.

A title and a paragraph that repeats it may differ in another language. gettext has contexts for
such texts, but Sphinx does not use them. A translator need not repeat the comment.
"""

from __future__ import annotations

import re

from .alignment.segments import BlockKind

#: The kinds of blocks that are not in the body of a text, so that a block of the body may repeat
#: them. The context of their message is the kind.
OUTSIDE_BODY = (BlockKind.TITLE, BlockKind.DESCRIPTION)

_CONTEXT = re.compile(rf"\s*<!-- (?:{'|'.join(OUTSIDE_BODY)}) -->")


def in_context(text: str, kind: BlockKind) -> str:
    """Return the message of the text of a block of one of these kinds."""
    return f"{text} <!-- {kind} -->"


def without_context(message: str) -> str:
    """Return the text of a message."""
    return _CONTEXT.sub("", message)
