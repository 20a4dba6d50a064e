"""Raw HTML: its words in formats that have no HTML, and on pages as the project allows it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..diagnostics import Diagnostic, Kind
from ..reading.renderer import RAW
from ..settings.confval import RawHtml
from ..store import order
from ..store.domain import job_domain
from ..store.log import report
from ..text.plain import block_texts, plain_text
from ..text.safe_html import UNSEEN, is_available, safe_html
from ..text.wording import message as _


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


class SafeHtml(SphinxPostTransform):
    """Takes out of the raw HTML of postings what could run, if the project asks for it.

    Without nh3, only the words are kept: HTML is never shown as it is in place of this.
    """

    default_priority = order.SAFE_HTML
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        if job_domain(self.env).settings.raw_html is not RawHtml.SAFE:
            return
        found = (raw for raw in self.document.findall(nodes.raw) if RAW in raw)
        for raw in [raw for raw in found if "html" in raw["format"].split()]:
            if raw.parent is None:
                continue  # in a script
            _remove_unseen(raw)
            if not is_available():
                _replace_raw(raw)
            elif safe := safe_html(raw.astext()):
                raw.replace_self(nodes.raw("", safe, format="html", **{RAW: True}))
            else:
                raw.parent.remove(raw)


def _remove_unseen(raw: nodes.raw) -> None:
    """Remove what is between a raw tag and its end, if readers never see it: a script's text."""
    match = re.fullmatch(r"<(\w+)\b.*>", raw.astext().strip(), re.DOTALL)
    if match is None or match[1].lower() not in UNSEEN:
        return
    end = re.compile(rf"</{match[1]}\s*>", re.IGNORECASE)
    after = raw.parent.children[raw.parent.index(raw) + 1 :]
    for count, node in enumerate(after):
        if isinstance(node, nodes.raw) and end.fullmatch(node.astext()):
            for removed in after[:count]:
                raw.parent.remove(removed)
                removed.parent = None
            return


def check_raw_html(app: Sphinx) -> None:
    """Say that only the words of raw HTML are shown, if nh3 is missing (``builder-inited``)."""
    if job_domain(app.env).settings.raw_html is RawHtml.SAFE and not is_available():
        problem = _(
            "`jobs_raw_html = 'safe'` needs nh3, which is not installed, so only the text of raw "
            "HTML is shown."
        )
        hint = _("Run `pip install 'sphinxext-jobs[safe]'`.")
        report([Diagnostic(Kind.CONFIG, None, problem, hint)])


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
    """Register the transforms, and the check."""
    app.add_post_transform(RawHtmlText)
    app.add_post_transform(SafeHtml)
    app.connect("builder-inited", check_raw_html, priority=order.CHECK_RAW_HTML)
