"""Sphinx's translation of postings: the texts that it must not touch, or has not translated."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from .._compat import I18nBuilder, extract_messages
from ..jobs.records import Record
from ..pairing.context import OUTSIDE_BODY, in_context
from ..store import order
from ..store.domain import JobDomain, fields_of, job_domain
from ..text.plain import is_balanced, plain_text
from .renderer import RAW

#: An image's text as its author wrote it; Sphinx marks no image as translated.
_WRITTEN = "job-alt"
#: Marks a block that Locale must pass over. It becomes translatable again afterwards, because the
#: next builder may extract messages from the same doctree.
_KEPT = "job-kept"


def _translates(domain: JobDomain) -> bool:
    """Whether the build translates: builders that extract messages need all of them."""
    return not isinstance(domain.builder, I18nBuilder)


class SeparateFields(SphinxTransform):
    """Gives title and description messages of their own if a block has the same text.

    A text that is the same twice in one language may differ in another.
    """

    default_priority = order.SEPARATE_FIELDS

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        for _record, section in domain.sections(self.env.docname, self.document):
            title, lead = fields_of(section)
            messages = Counter(message for _node, message in extract_messages(self.document))
            for kind, node in zip(OUTSIDE_BODY, (title, lead), strict=True):
                if node and messages[node.rawsource] > 1:
                    messages[node.rawsource] -= 1
                    node.rawsource = in_context(node.rawsource, kind)


class KeepAuthorsWords(SphinxTransform):
    """Keeps Sphinx from translating a posting that is already in another language."""

    default_priority = order.KEEP_AUTHORS_WORDS

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        if not _translates(domain):
            return
        project = domain.settings.language
        for record, section in domain.sections(self.env.docname, self.document):
            if record.posting.lang == project:
                continue
            for image in section.findall(nodes.image):
                image[_WRITTEN] = image.get("alt", "")
            if record.page_lang == record.posting.lang:
                for block in section.findall(nodes.TextElement):
                    if not isinstance(block, nodes.Inline) and "translatable" not in block:
                        block["translatable"] = False
                        block[_KEPT] = True


class MarkUntranslated(SphinxTransform):
    """Marks the texts of a posting that are not translated, and counts them."""

    default_priority = order.MARK_UNTRANSLATED

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        if not _translates(domain):
            return
        for record, section in list(domain.sections(self.env.docname, self.document)):
            if record.page_lang == record.posting.lang:
                for image in section.findall(nodes.image):
                    if _WRITTEN in image:
                        image["alt"] = image[_WRITTEN]
                        del image[_WRITTEN]
                        # Sphinx would count it as untranslated.
                        image.attributes.pop("translated", None)
                for block in section.findall(nodes.TextElement):
                    if block.attributes.pop(_KEPT, False):
                        del block["translatable"]
            else:
                self._mark(domain, record, section)

    def _mark(self, domain: JobDomain, record: Record, section: nodes.section) -> None:
        mark = f"language-{record.posting.lang}"
        blocks = untranslated = 0
        for node, _message in list(extract_messages(section)):
            left = not node.get("translated")
            if isinstance(node, nodes.image):
                left = node.get("alt", "") == node.attributes.pop(_WRITTEN, None)
                node["translated"] = not left  # Sphinx says so of no image
            elif next(node.findall(nodes.Text), None) is None:
                continue  # the words are in an image's text
            blocks += 1
            untranslated += left
            if left:
                node["classes"].append(mark)
        for code in section.findall(nodes.literal_block):
            if mark not in code["classes"] and not code.get("translated"):
                code["classes"].append(mark)
        for raw in list(section.findall(nodes.raw)):
            if RAW not in raw or isinstance(raw.parent, nodes.TextElement):
                continue  # an inline one: its paragraph is marked
            words = bool(plain_text(raw.astext()))
            blocks += words
            untranslated += words
            if words and is_balanced(raw.astext()):
                raw.replace_self(nodes.container("", raw.deepcopy(), classes=[mark]))
        domain.note(record.docname).postings[record.anchor] = dataclasses.replace(
            record, blocks=blocks, untranslated=untranslated
        )


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(SeparateFields)
    app.add_transform(KeepAuthorsWords)
    app.add_transform(MarkUntranslated)
