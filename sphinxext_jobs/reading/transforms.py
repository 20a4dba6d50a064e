"""Changes to a document after parsing: its language, its quotes, its placeholders."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.smartquotes import smartchars
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.gettext import I18nBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import NoUri
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from ..jobs.records import Link
from ..pages import navigation
from ..pages.header import header_nodes, in_language, job_header
from ..pages.lists import index_nodes, job_index
from ..pages.pairs import job_pairs, pairs_nodes
from ..store.domain import JobDomain, job_domain
from ..store.references import linked_document
from ..text.languages import detect
from ..text.plain import block_texts, plain_text
from ..views.header import header_view
from ..views.lists import index_view
from ..views.pairs import pairs_view
from .parser import RAW


class PageLanguage(SphinxTransform):
    """Marks a page in another language than the project's; its folder or name tells which.

    docutils makes the ``lang`` attribute, and the right quotes, from the class.
    """

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        docname = self.env.docname
        languages = domain.settings.known_languages
        page = domain.page(docname)
        if not (page.language or page.is_posting) and (languages or page.indexes):
            path = PurePath(self.env.doc2path(docname)).relative_to(self.env.srcdir)
            lang = detect(path, languages)
            if lang and lang != domain.settings.language:
                domain.note(docname).language = lang
        if lang := domain.page(docname).language:
            for node in self.document.children:
                if not isinstance(node, nodes.Element) or isinstance(node, nodes.meta):
                    continue
                if not node.get_language_code():
                    node["classes"].append(f"language-{lang}")


def mark_titles(app: Sphinx, doctree: nodes.document) -> None:
    """Give headings in another language their language in the navigation, too (``doctree-read``).

    Sphinx copies the words of a heading into ``env.tocs`` and ``env.titles``, and not the class
    that says their language.
    """
    env = app.env
    languages: dict[str, str] = {}
    for title in doctree.findall(nodes.title):
        if isinstance(title.parent, nodes.section) and title.parent["ids"]:
            # Sphinx refers to the first heading by its page alone.
            anchor = f"#{title.parent['ids'][0]}" if languages else ""
            languages[anchor] = title.get_language_code()
    for entry in env.tocs[env.docname].findall(nodes.reference):
        _mark_language(env, entry, languages.get(entry["anchorname"], ""))
    env.titles[env.docname] = env.titles[env.docname].deepcopy()  # it may be that of <title>
    _mark_language(env, env.titles[env.docname], languages.get("", ""))


def _mark_language(env: BuildEnvironment, element: nodes.Element, lang: str) -> None:
    if lang not in ("", job_domain(env).settings.language):
        element[:] = [nodes.inline("", "", *element.children, classes=[f"language-{lang}"])]


#: docutils takes an apostrophe before an opening quote or bracket for a closing quote.
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[«“‘(\[])")


class QuotesAtMarkup(SphinxTransform):
    """Sets the quotes at the edge of markup in postings, which docutils gets wrong.

    docutils educates one text node at a time: in ``l'[Ambition](…)`` it takes the
    apostrophe at a node's end for a closing quote.
    """

    default_priority = 740  # before SphinxSmartQuotes, which then finds nothing left to do

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        if not domain.page(self.env.docname).postings or not self.config.smartquotes:
            return
        if self.env.settings.get("smart_quotes") is False:
            return
        excluded = self.config.smartquotes_excludes
        if self.config.language in excluded.get("languages", ()):
            return
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block, nodes.Inline | nodes.FixedTextElement):
                self._educate(block)

    def _educate(self, block: nodes.TextElement) -> None:
        for text in list(block.findall(nodes.Text)):
            if "'" in text and not isinstance(text.parent, nodes.literal):
                text.parent.replace(text, nodes.Text(_APOSTROPHE.sub("’", text)))
        texts = list(block.findall(nodes.Text))
        for text, following in pairwise(texts):
            value = str(text)
            quote = value[-1:]
            if quote not in ("'", '"') or isinstance(text.parent, nodes.literal):
                continue
            before, after = value[-2:-1], str(following)[:1]
            if quote == "'" and before.isalnum() and after.isalnum():
                text.parent.replace(text, nodes.Text(value[:-1] + "’"))
            elif quote == '"' and not before.strip() and after.strip():
                lang = text.parent.get_language_code(self.config.language)
                text.parent.replace(
                    text, nodes.Text(value[:-1] + smartchars.quotes.get(lang, "“")[0])
                )


class FillPlaceholders(SphinxPostTransform):
    """Replaces each placeholder by its content of today."""

    default_priority = 5  # before ReferencesResolver, for the links that appear here

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        builder = domain.builder
        if builder is not None and builder.name in navigation.ASSEMBLING:
            navigation.inline(builder, self.document)
        for header in list(self.document.findall(job_header)):
            record = domain.record_at(header["place"])
            assert record is not None
            header.replace_self(list(header_nodes(header_view(domain, record), header.children)))
        # Where messages are extracted, the words for an empty list are among them on every day.
        extracting = isinstance(builder, I18nBuilder)
        for index in [] if extracting else list(self.document.findall(job_index)):
            view = index_view(domain, index["docname"], index["number"])
            index.replace_self(index_nodes(view, index.children, _depth(index) + 1))
        for pairs in list(self.document.findall(job_pairs)):
            pairs.replace_self(pairs_nodes(pairs_view(domain, pairs["docname"], pairs["number"])))
        if (
            builder is not None
            and builder.name == "epub"
            and (self.env.docname == self.config.root_doc)
        ):
            navigation.enter_in_epub(self.env, self.document)


def _depth(node: nodes.Node) -> int:
    depth = 0
    while (parent := node.parent) is not None:
        depth += isinstance(parent, nodes.section)
        node = parent
    return max(1, depth)


class LeadToStandIns(SphinxPostTransform):
    """Sends links to a posting that is left to another site to this site's page of its key."""

    default_priority = 8  # before MyST's resolver (9), and Sphinx's

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        if not domain.elsewhere:
            return
        for node in list(self.document.findall(addnodes.pending_xref)):
            if record := domain.jobs.stand_in(linked_document(self.env, node) or ""):
                node.replace_self(self._reference(domain, node, record.link))

    def _reference(self, domain: JobDomain, node: addnodes.pending_xref, link: Link) -> nodes.Node:
        builder = domain.builder
        assert builder is not None
        refdoc = node.get("refdoc", self.env.docname)
        if node.get("refexplicit"):
            text = node.children[0].deepcopy()
        else:
            classes = in_language(link.lang, domain.page_language(refdoc))
            text = nodes.inline(link.title, link.title, classes=classes)
        fragment = self._same_heading(link.docname, node.get("reftargetid"))
        try:
            return make_refnode(builder, refdoc, link.docname, fragment or link.fragment, text)
        except NoUri:
            return text

    def _same_heading(self, docname: str, name: str | None) -> str:
        """Return the id of the heading of that name, which another language seldom has."""
        headings = self.env.metadata[docname].get("myst_slugs", {})
        ids = {anchor: anchor for _line, anchor, _text in headings.values()}
        ids |= {slug: anchor for slug, (_line, anchor, _text) in headings.items()}
        return str(ids.get(name, ""))


class RawHtmlText(SphinxPostTransform):
    """Keeps the words of raw HTML for the writers that drop HTML.

    An EPUB is XML, so only well-formed HTML is kept there: e-readers do not open any other page.
    """

    default_priority = 6
    formats = ("latex", "text", "man", "texinfo", "html")

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        builder = job_domain(self.env).builder
        assert builder is not None
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


def setup_transforms(app: Sphinx) -> None:
    """Register the nodes and the transforms."""
    app.add_node(job_header)
    app.add_node(job_index)
    app.add_node(job_pairs)
    app.add_transform(PageLanguage)
    app.connect("doctree-read", mark_titles, priority=600)  # after Sphinx's collectors (500)
    app.add_transform(QuotesAtMarkup)
    app.add_post_transform(FillPlaceholders)
    app.add_post_transform(LeadToStandIns)
    app.add_post_transform(RawHtmlText)
