"""Postings on paper and in plain text: addresses that can be read, short facts, narrow tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .._compat import Babel
from ..store import order
from ..store.ancestors import language_of
from ..store.domain import job_domain
from ..text.wording import translator

#: Plain text is read in windows of 72 to 80 columns.
WIDTH = 70
_EXTERNAL = ("http:", "https:", "ftp:", "mailto:")


class SuitPaperAndText(SphinxPostTransform):
    """Rewrites the parts of printed and plain documents that only a screen shows well."""

    default_priority = order.PREPARE_FOR_PAPER
    formats = ("latex", "man", "text")

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        self.format = job_domain(self.env).builder.format
        self.plain = self.format != "latex"
        self.bold = self.format != "text"
        for facts in _with_class(self.document, nodes.definition_list, "job-facts"):
            facts.replace_self(self._facts(facts))
        if self.plain or self.config.latex_show_urls == "no":
            for apply in _with_class(self.document, nodes.paragraph, "job-apply"):
                if apply.next_node(nodes.reference):
                    apply.replace_self(self._apply(apply))
        if self.plain:
            # The words of a link that leads nowhere say nothing.
            for onward in _with_class(self.document, nodes.TextElement, "job-onward"):
                onward.parent.remove(onward)
        for table in _with_class(self.document, nodes.table, "job-table"):
            if self.plain:
                table.replace_self(self._list(table))
            else:
                # Only these tables of LaTeX continue on the next page, and wrap their cells.
                table["classes"] += ["longtable", "colwidths-given"]
        if self.format == "text":
            for posting in _with_class(self.document, nodes.section, "job-posting"):
                _write_addresses_out(posting)
        if self.format == "man":
            # Some versions of docutils write noise for a link within the page
            # (https://github.com/sphinx-doc/sphinx/issues/14427).
            for name in ("job-posting", "job-index"):
                for part in _with_class(self.document, nodes.Element, name):
                    _write_addresses_out(part)

    def _label(self, text: str, context: nodes.Element) -> nodes.Node:
        """Make the label before a value, with the punctuation of the language around it."""
        _ = translator(language_of(context) or job_domain(self.env).settings.language)
        label = _("{language}: ").format(language=text)
        return nodes.strong(label, label) if self.bold else nodes.Text(label)

    def _facts(self, facts: nodes.Element) -> nodes.line_block:
        """Give each fact one line: a list with a line for the label fills half a page."""
        block = self._block()
        for item in facts.children:
            term, definition = item.children
            fact = next(definition.findall(nodes.paragraph))
            label = self._label(term.astext(), facts)
            if self.bold:
                classes = [name for name in fact["classes"] if name.startswith("language-")]
                value = nodes.inline("", "", *fact.children, classes=classes)
                block += nodes.line("", "", label, value)
                continue
            # The text writer wraps no line of a block.
            text = label.astext() + fact.astext()
            for part in textwrap.wrap(
                text, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
            ):
                block += nodes.line(part, part)
        return block

    def _apply(self, paragraph: nodes.Element) -> nodes.line_block:
        """Put the address under the words of the link, on a line of its own."""
        link = next(paragraph.findall(nodes.reference))
        uri = link["refuri"]
        shown = uri.partition("?")[0].removeprefix("mailto:") if uri.startswith("mailto:") else uri
        address = nodes.Text(shown) if self.plain else nodes.reference(shown, shown, refuri=uri)
        label = nodes.Text(link.astext()) if self.plain else link
        block = self._block()
        block += [nodes.line("", "", label), nodes.line("", "", address)]
        return block

    def _block(self) -> nodes.line_block:
        """Make a block of lines. In a man page, it needs an empty line to be separate."""
        return nodes.line_block("", *([nodes.line()] if self.format == "man" else []))

    def _list(self, table: nodes.Element) -> nodes.bullet_list:
        """Write a table's rows as the entries of a list, with the columns' names."""
        head, *rows = table.findall(nodes.row)
        labels = [entry.astext() for entry in head.children]
        result = nodes.bullet_list()
        for row in rows:
            title, *cells = [entry.children for entry in row.children]
            entry = nodes.paragraph("", "", *_inlines(title))
            mark = " — "
            for label, cell in zip(labels[1:], cells, strict=True):
                if cell:
                    entry += [nodes.Text(mark), self._label(label, table), *_inlines(cell)]
                    mark = " · "
            result += nodes.list_item("", entry)
        return result


class Hyphenate(SphinxPostTransform):
    """Makes LaTeX hyphenate each word by the rules of its language.

    Sphinx's writer ignores the languages of parts. Only the patterns are changed, and only if
    they are installed.
    """

    default_priority = order.HYPHENATE
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        if not job_domain(self.env).in_use:
            return  # a project without postings may have such parts, too
        own = job_domain(self.env).settings.language
        # LaTeX copies titles to the table of contents and the bookmarks, where this is not valid.
        titles = self.document.findall(nodes.title)
        skipped = {id(node) for title in titles for node in title.findall(nodes.Element)}
        for node in list(self.document.findall(nodes.Element)):
            lang = _own_language(node)
            around = language_of(node.parent) if lang and node.parent else ""
            if not lang or lang == (around or own) or id(node) in skipped:
                continue
            name = Babel(lang).language_name(lang.split("-")[0])
            start = nodes.raw("", _PATTERNS.format(name), format="latex")
            end = nodes.raw("", "\\endgroup{}", format="latex")
            if isinstance(node, nodes.paragraph | nodes.inline | nodes.reference):
                node.insert(0, start)
                node.append(end)
            elif isinstance(node, _BLOCKS):
                node.parent.insert(node.parent.index(node), start)
                node.parent.insert(node.parent.index(node) + 1, end)


#: TeX for patterns of a language, until the group ends.
_PATTERNS = "\\begingroup\\ifcsname l@{0}\\endcsname\\language\\csname l@{0}\\endcsname\\fi{{}}"
#: Nodes that contain paragraphs, and that a group in LaTeX may contain.
_BLOCKS = (nodes.section, nodes.container, nodes.bullet_list, nodes.definition_list)


def _with_class(document: nodes.document, kind: type[nodes.Element], name: str) -> list[Any]:
    return [node for node in document.findall(kind) if name in node["classes"]]


def _own_language(node: nodes.Element) -> str:
    """Return the language that a node's class names."""
    found = (name for name in node["classes"] if name.startswith("language-"))
    return str(next(found, "")).removeprefix("language-")


def _inlines(blocks: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    for block in blocks:
        yield from block.children


def _write_addresses_out(within: nodes.Element) -> None:
    """Replace links by their text, and add the address of each link to another site."""
    for link in list(within.findall(nodes.reference)):
        uri = link.get("refuri", "")
        parts = link.children
        if uri.startswith(_EXTERNAL):
            address = uri.removeprefix("mailto:")
            if address not in link.astext():
                parts = [*parts, nodes.Text(f" <{address}>")]
        link.replace_self(nodes.inline("", "", *parts))


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(SuitPaperAndText)
    app.add_post_transform(Hyphenate)
