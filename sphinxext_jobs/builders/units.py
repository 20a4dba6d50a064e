"""Postings as sequences of blocks: what gettext extracts of them, and in what order."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import extract_messages, get_node_line, get_node_source
from sphinx.util.osutil import relpath

from ..jobs.records import Record
from ..pairing.alignment.segments import Block, BlockKind
from ..pairing.message import FIELD_COMMENT, References, link_definitions
from ..pairing.po import Location
from ..sources.files import read_file
from ..sources.frontmatter import decode
from ..sources.posting import front_matter_of

#: Kinds of blocks in front matter, where no character is markup.
PLAIN = frozenset({BlockKind.TITLE, BlockKind.DESCRIPTION})
#: Kinds that gettext would destroy: Sphinx reads a translation as a paragraph.
UNTRANSLATED = frozenset({BlockKind.CODE, BlockKind.HTML})


@dataclass(frozen=True, slots=True)
class Text:
    """A posting as a sequence of blocks.

    ``messages`` are what gettext calls them, ``sources`` what the author wrote: gettext folds
    lines, and with them hard breaks. ``slugs`` are the anchors of headings, by their index.
    """

    record: Record
    blocks: tuple[Block, ...]
    messages: tuple[str, ...]
    sources: tuple[str, ...]
    slugs: Mapping[int, str]
    references: References


def text_of(env: BuildEnvironment, record: Record) -> Text:
    """Read a posting's blocks from its doctree: what gettext extracts, code and raw HTML."""
    doctree = env.get_doctree(record.docname)
    section = next(s for s in doctree.findall(nodes.section) if record.anchor in s["ids"])
    # MyST puts a page's footnotes behind its section.
    root: nodes.Element = doctree if record.is_page else section
    messages: dict[int, list[str]] = defaultdict(list)
    for node, message in extract_messages(root):
        messages[id(node)].append(message)
    blocks: list[Block] = []
    names: list[str] = []
    sources: list[str] = []
    slugs: dict[int, str] = {}
    for node in root.findall(nodes.Element):
        kind, level, depth = _kind(node, section)
        texts = messages.get(id(node), [])
        if kind in UNTRANSLATED and not isinstance(node.parent, nodes.TextElement):
            texts = [node.astext()]
        elif isinstance(node, nodes.image):
            texts = texts[:1]  # the second, where there is one, names its file
        if kind is BlockKind.HEADING and texts and isinstance(node.parent, nodes.section):
            slugs[len(blocks)] = node.parent.get("slug") or (node.parent["ids"] or [""])[0]
        for text in texts:
            if text.strip():
                names.append(text)
                is_text = isinstance(node, nodes.TextElement) and kind not in PLAIN | UNTRANSLATED
                sources.append((is_text and node.rawsource.strip()) or FIELD_COMMENT.sub("", text))
                line, plain = get_node_line(node), FIELD_COMMENT.sub("", text)
                blocks.append(Block(kind, plain, level, depth, line, pinned=kind in PLAIN))
    return Text(record, tuple(blocks), tuple(names), tuple(sources), slugs, _references(record))


def _kind(node: nodes.Element, section: nodes.section) -> tuple[BlockKind, int, int]:
    """Return a block's kind, the level of a heading, and the depth in lists."""
    if isinstance(node, nodes.title):
        if node.parent is section:
            return BlockKind.TITLE, 1, 0
        return BlockKind.HEADING, sum(isinstance(p, nodes.section) for p in _above(node)), 0
    if isinstance(node, nodes.rubric):
        return BlockKind.HEADING, int(node.get("heading-level", 6)), 0
    above = list(_above(node))
    depth = sum(isinstance(p, nodes.list_item) for p in above)
    if "job-lead" in node.get("classes", ()):
        return BlockKind.DESCRIPTION, 0, 0
    if isinstance(node, nodes.literal_block | nodes.doctest_block | nodes.math_block):
        return BlockKind.CODE, 0, depth
    if isinstance(node, nodes.raw):
        return BlockKind.HTML, 0, depth
    if isinstance(node, nodes.image):
        return BlockKind.IMAGE, 0, depth
    if any(isinstance(p, nodes.entry) for p in above):
        return BlockKind.CELL, 0, depth
    if depth and isinstance(node.parent, nodes.list_item) and node.parent.index(node) == 0:
        return BlockKind.ITEM, 0, depth
    return BlockKind.PARAGRAPH, 0, depth


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def _references(record: Record) -> References:
    """Return the link definitions of a posting's file."""
    try:
        text = decode(read_file(Path(record.path)))[0]
    except OSError:  # an inline posting's path is its page's, which may be gone
        return {}
    front = front_matter_of(text)
    return link_definitions(front.body if front else text)


def messages_of(env: BuildEnvironment, docname: str) -> dict[str, list[Location]]:
    """Return the messages of a document in their order, as the gettext builder extracts them."""
    found: dict[str, list[Location]] = {}
    doctree = env.get_doctree(docname)
    toctrees = env.tocs[docname].findall(addnodes.toctree) if docname in env.tocs else []
    for tree in (*toctrees, doctree):
        for node, message in extract_messages(tree):
            if any(isinstance(p, nodes.substitution_definition) for p in _above(node)):
                continue
            try:
                path, line = get_node_source(node), get_node_line(node)
            except ValueError:
                path, line = str(env.doc2path(docname)), 1
            location = relpath(path, env.srcdir).replace(os.sep, "/"), line
            places = found.setdefault(message, [])
            if location not in places:
                places.append(location)
    return found
