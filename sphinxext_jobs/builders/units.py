"""Postings as units: the blocks that gettext extracts from their doctrees, in their order."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import get_node_line, get_node_source
from sphinx.util.osutil import relpath

from .._compat import extract_messages
from ..jobs.counterparts import closest
from ..jobs.drafts import rivals, without_drafts
from ..jobs.jobs import Jobs
from ..jobs.records import Record
from ..pairing.alignment.segments import BlockKind
from ..pairing.catalogs.catalog import Place
from ..pairing.catalogs.message import References, link_definitions, with_addresses
from ..pairing.context import OUTSIDE_BODY, without_context
from ..pairing.results import Text, UnequalField, unequal_fields
from ..pairing.units import Pair, Unit, UnitBlock, mark_untranslated
from ..sources.markdown import noted_lines
from ..sources.scan import File
from ..store.ancestors import ancestors
from ..store.domain import JobDomain, job_domain
from ..text.markup import is_comment

#: Kinds of blocks that gettext would destroy: Sphinx reads a translation as a paragraph.
UNTRANSLATED = frozenset({BlockKind.CODE, BlockKind.HTML})

#: The beginnings of a line above a block of code or of mathematics.
_FENCES = ("```", "~~~", ":::", "$$")


class Postings:
    """The postings of a project as units, and the answers that only their pages have."""

    def __init__(self, env: BuildEnvironment, records: Iterable[Record]) -> None:
        self._env = env
        self._domain: JobDomain = job_domain(env)
        self._records = {_unit(env, record): record for record in records}

    @property
    def units(self) -> list[Unit]:
        """The units, in the order of the records."""
        return list(self._records)

    def counterpart(self, unit: Unit, candidates: Sequence[Unit]) -> Unit:
        """Choose the counterpart of a unit (see ``counterparts.closest``)."""
        records = [self._records[candidate] for candidate in candidates]
        return candidates[records.index(closest(self._records[unit], records))]

    def record(self, unit: Unit) -> Record:
        """Return the posting that is a unit."""
        return self._records[unit]

    def in_conflict(self, pair: Pair) -> list[Record]:
        """Return the postings of a pair whose files are in a merge conflict."""
        records = [self._records[unit] for unit in (pair.source, pair.target) if unit]
        return [record for record in records if record.conflict]

    def text(self, unit: Unit) -> Text:
        """Return a unit with its status."""
        record = self._records[unit]
        return Text(unit, self._domain.jobs.status(record), record.conflict)

    def unequal_fields(self, pair: Pair) -> tuple[UnequalField, ...]:
        """Return the fields in which two texts differ, although they should be equal."""
        if pair.target is None:
            return ()
        one, other = self._records[pair.source], self._records[pair.target]
        return tuple(unequal_fields(one, other, self._domain.settings.timezone))

    def locate(self, pair: Pair, path: str) -> str | None:
        """Find a file that a counterpart links to; of a job, the file in the source's language.

        Only the links of a posting with a page of its own are relative to its file.
        """
        units = filter(None, (pair.source, pair.target))
        if not all(self._records[unit].is_page for unit in units):
            return None
        path = self._in_language(path, pair.source.lang)
        try:
            return path if (Path(self._env.srcdir) / path).is_file() else None
        except OSError:  # the name is too long
            return None

    def _in_language(self, path: str, lang: str) -> str:
        docname = self._env.path2doc(str(Path(self._env.srcdir) / path))
        for record in self._domain.page(docname or "").postings.values():
            texts = self._domain.jobs.by_key[record.posting.translation_key]
            if (own := texts.get(lang)) and own[0].is_page:
                return relative(self._env, own[0].path)
        return path


def chosen_records(jobs: Jobs) -> list[Record]:
    """Return the postings to pair: a draft only if its job is published, in other languages."""
    published, drafts = without_drafts(jobs)
    keys = published.by_key
    apart = [draft for draft in drafts if draft.posting.translation_key not in keys]
    left_out = {draft.place for draft in (*apart, *rivals(drafts, published.published))}
    return [record for record in jobs.published if record.place not in left_out]


def _unit(env: BuildEnvironment, record: Record) -> Unit:
    doctree = env.get_doctree(record.docname)
    section = next(s for s in doctree.findall(nodes.section) if record.anchor in s["ids"])
    # MyST puts a page's footnotes after its section.
    root = doctree if record.is_page else section
    text = _text(env, record)
    blocks = tuple(_blocks(root, section, _references(env, record), text.split("\n")))
    return Unit(
        key=record.posting.translation_key,
        lang=record.posting.lang,
        path=relative(env, record.path),
        blocks=mark_untranslated(blocks, noted_lines(text)),
        docname=record.docname,
        line=record.line("translationKey"),
        is_page=record.is_page,
        is_draft=bool(record.posting.draft) and not job_domain(env).settings.drafts,
    )


def _blocks(
    root: nodes.Element, section: nodes.section, references: References, lines: Sequence[str]
) -> Iterator[UnitBlock]:
    """Yield the messages that gettext extracts, code and raw HTML, of a file with these lines."""
    messages: dict[int, list[str]] = defaultdict(list)
    for node, message in extract_messages(root):
        messages[id(node)].append(message)
    index = 0
    for node in root.findall(nodes.Element):
        kind, level, depth = _kind(node, section)
        # In front matter, no character is markup.
        plain, translatable = kind in OUTSIDE_BODY, kind not in UNTRANSLATED
        texts = messages.get(id(node), [])
        if not translatable and not isinstance(node.parent, nodes.TextElement):
            texts = [node.astext()]
        elif isinstance(node, nodes.image):
            texts = texts[:1]  # the second, if there is one, is the name of its file
        for message in texts:
            if not message.strip() or (kind is BlockKind.HTML and is_comment(message)):
                continue
            text = source = without_context(message)
            if isinstance(node, nodes.TextElement) and translatable and not plain:
                source = node.rawsource.strip() or text
            line = get_node_line(node)
            yield UnitBlock(
                kind=kind,
                text=text,
                level=level,
                depth=depth,
                line=line,
                index=index,
                message=message,
                source=source if plain else with_addresses(source, references),
                slug=_slug(node) if kind is BlockKind.HEADING else "",
                pinned=plain,
                plain=plain,
                translatable=translatable,
                lines=1 if plain else _line_count(kind, source, line, lines),
            )
            index += 1


def _line_count(kind: BlockKind, source: str, line: int, lines: Sequence[str]) -> int:
    """Return the number of lines of a block that begins at a line of a file."""
    count = source.rstrip("\n").count("\n") + 1
    if kind is BlockKind.CODE and lines[line - 1 : line]:
        fence = (
            lines[line - 1].lstrip(" \t>-+*0123456789.)").startswith(("```", "~~~", ":::", "$$"))
        )
        return count + 2 if fence else count
    return count


def _slug(heading: nodes.Element) -> str:
    if not isinstance(heading.parent, nodes.section):
        return ""
    return str(heading.parent.get("slug") or (heading.parent["ids"] or [""])[0])


def _kind(node: nodes.Element, section: nodes.section) -> tuple[BlockKind, int, int]:
    """Return a block's kind, the level of a heading, and the depth in lists."""
    if isinstance(node, nodes.title):
        if node.parent is section:
            return BlockKind.TITLE, 1, 0
        return BlockKind.HEADING, sum(isinstance(p, nodes.section) for p in ancestors(node)), 0
    if isinstance(node, nodes.rubric):
        return BlockKind.HEADING, int(node.get("heading-level", 6)), 0
    above = list(ancestors(node))
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


def _references(env: BuildEnvironment, record: Record) -> References:
    """Return the link definitions of a posting's file."""
    file = _file(env, record)
    return link_definitions(file.front.body if file.front else file.text) if file else {}


def _file(env: BuildEnvironment, record: Record) -> File | None:
    try:
        return job_domain(env).scan.read(Path(record.path))
    except OSError:  # the path of an inline posting is its page's, which may be gone
        return None


def _text(env: BuildEnvironment, record: Record) -> str:
    file = _file(env, record)
    return file.text if file else ""


def relative(env: BuildEnvironment, path: str | Path) -> str:
    """Return a path relative to the source folder, with slashes."""
    return relpath(path, env.srcdir).replace(os.sep, "/")


def messages_of(env: BuildEnvironment, docname: str) -> Mapping[str, Sequence[Place]]:
    """Return the messages of a document in their order, as the gettext builder extracts them."""
    found: dict[str, list[Place]] = {}
    doctree = env.get_doctree(docname)
    toctrees = env.tocs[docname].findall(addnodes.toctree) if docname in env.tocs else []
    for tree in (*toctrees, doctree):
        for node, message in extract_messages(tree):
            if any(isinstance(p, nodes.substitution_definition) for p in ancestors(node)):
                continue
            try:
                path, line = get_node_source(node), get_node_line(node)
            except ValueError:
                path, line = str(env.doc2path(docname)), 1
            place = relative(env, path), line
            places = found.setdefault(message, [])
            if place not in places:
                places.append(place)
    return found
