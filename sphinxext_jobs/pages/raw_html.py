"""Keeps the words of raw HTML in formats that have no HTML."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..reading.renderer import RAW
from ..store import order
from ..store.domain import job_domain
from ..text.plain import block_texts, plain_text


class RawHtmlText(SphinxPostTransform):
    """Keeps the words of raw HTML for the writers that drop HTML.

    An EPUB is XML, so only well-formed HTML is kept there: e-readers do not open any other page.
    """

    default_priority = order.RAW_HTML_TEXT
    formats = ("latex", "text", "man", "texinfo", "html")

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        builder = job_domain(self.env).builder
        if builder.format == "html" and builder.name != "epub":
            return
        together: dict[nodes.Node, list[nodes.raw]] = {}
        for raw in self.document.findall(nodes.raw):
            if RAW in raw and raw["format"] == "html":
                # Inline, each tag is a node of its own.
                inline = isinstance(raw.parent, nodes.TextElement)
                together.setdefault(raw.parent if inline else raw, []).append(raw)
        for raws in together.values():
            if builder.name != "epub" or not _is_xml("".join(raw.astext() for raw in raws)):
                for raw in raws:
                    _replace_raw(raw)


def _is_xml(fragment: str) -> bool:
    try:
        ElementTree.fromstring(f"<div>{fragment}</div>")
    except ElementTree.ParseError:
        return False
    return True


_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)


def _replace_raw(raw: nodes.raw) -> None:
    block = not isinstance(raw.parent, nodes.TextElement)
    parts = [plain_text(part) for part in block_texts(raw.astext())]
    parts = [part for part in parts if part]
    if block:
        raw.replace_self([nodes.paragraph(part, part) for part in parts])
    else:
        text = " " if _BREAK.fullmatch(raw.astext()) else " ".join(parts)
        raw.replace_self([nodes.Text(text)] if text else [])


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(RawHtmlText)
