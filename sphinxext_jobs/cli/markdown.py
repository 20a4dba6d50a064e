"""Any text in the Markdown of GitHub and GitLab: it shows as it is, and does nothing else."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from ..diagnostics import printable

#: Characters that begin markup or HTML, and the one that ends a cell.
_MARKUP = re.compile(r"[\\`*_\[\]~|]")
#: Someone's name, or the number of an issue: a forge would notify people, or note the comment
#: there. It does so in any text, however it is escaped, but not after an invisible space.
_MENTION = re.compile(r"([@#!%~&]|GH-)(?=\w)", re.IGNORECASE)
#: Characters that change the direction of the text around them.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_INVISIBLE = "\u200b"
#: The characters of an address that stay as they are.
_SAFE = "/:?#@!&'*+,;=%~"


def plain(text: str) -> str:
    """Write a text in one line, without characters that no one sees but that have an effect."""
    text = _DIRECTION.sub("", printable(text))
    text = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    return " ".join(text.split(" ")).strip()


def escaped(text: str) -> str:
    """Write a text so that a cell, or a line that begins with something else, shows it."""
    text = _MENTION.sub(rf"\g<1>{_INVISIBLE}", plain(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(r"\\\g<0>", text)
    # GitHub takes the text between two dollar signs for a formula.
    return text.replace("$", "<span>$</span>")


def code(text: str) -> str:
    """Write a text as code, in a cell or elsewhere."""
    text = plain(text).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def link(label: str, address: str) -> str:
    """Write a link; the address may have any characters."""
    return f"[{escaped(label)}]({quote(plain(address), safe=_SAFE)})"
