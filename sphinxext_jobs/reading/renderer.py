"""MyST's renderer, with which the body of a posting becomes the content of its section."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.warnings_ import MystWarnings
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.osutil import relpath

from .._compat import (
    KEEPS_FOOTNOTES,
    begin_in_section,
    finish_rendering,
    heading_ids,
    project_config,
)
from ..diagnostics import Location
from ..pairing.context import without_context
from ..sources.body import MAX_DIRECTIVES, check_text, too_deep
from ..sources.links import check_address, check_file, not_valid
from ..sources.markdown import LINE, body_rules, own_footnotes, posting_rules
from ..sources.posting import Source
from ..store.domain import job_domain
from ..store.log import report
from ..store.references import note_link

logger = logging.getLogger(__name__)

#: Marks the raw HTML of a posting, so that writers that drop HTML keep its words.
RAW = "job_raw"
#: The limit of nodes that are nested in one directive: copying and storing them uses much of the
#: stack, as nested directives do.
MAX_NODES = 100


def _depth(level: Sequence[nodes.Node]) -> int:
    """Return how many nodes are nested in each other."""
    depth = 0
    while level:
        depth += 1
        level = [child for node in level for child in node.children]
    return depth


class PostingRenderer(SphinxRenderer):
    """MyST's renderer, which fills the section of a posting in any document."""

    #: The number of directives around the current token.
    _directives = 0

    def setup_render(self, options: dict[str, Any], env: Any) -> None:
        """Begin in the posting's section, which has level 1, instead of the document."""
        super().setup_render(options, env)
        section = options.get("jobs_section")
        if section is not None:
            begin_in_section(self, section)

    def _at(self, token: SyntaxTreeNode) -> Location:
        line = token.map[0] + token.meta.get(LINE, 0) if token.map else 1
        return Location(self.document["source"], line)

    def render_jobs_deep(self, token: SyntaxTreeNode) -> None:
        """Show elements that are nested too deeply as they are written, and report them."""
        report([too_deep(self._at(token))])
        if not token.block:
            self.current_node.append(nodes.Text(token.content))
            return
        written = nodes.literal_block(token.content, token.content, language="none")
        self.add_line_and_source_path(written, token)
        self.current_node.append(written)

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """Render code or a directive."""
        self._render_if_shallow(super().render_fence, token)

    def render_colon_fence(self, token: SyntaxTreeNode) -> None:
        """Render a directive between colons."""
        self._render_if_shallow(super().render_colon_fence, token)

    def _render_if_shallow(
        self, render: Callable[[SyntaxTreeNode], None], token: SyntaxTreeNode
    ) -> None:
        """Render a directive, unless directives around it or nodes in it are nested too deeply."""
        here, before = self.current_node, len(self.current_node)
        self._directives += 1
        try:
            if self._directives > MAX_DIRECTIVES:
                raise RecursionError
            render(token)
            if self._directives == 1 and _depth(here[before:]) > MAX_NODES:
                raise RecursionError
        except RecursionError:
            self.current_node = here
            del here[before:]
            self.render_jobs_deep(token)
        finally:
            self._directives -= 1

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Report a link with a mistake in its address, and show it as it is written.

        Of a link that cannot be followed, to ``//[x`` or to a name too long, only the text is
        shown: MyST, Sphinx, its link checker, or the system would raise.
        """
        here, before = self.current_node, len(self.current_node)
        href = self._target(token)
        try:
            fault = check_address(href, self._exists, self.md_config.url_schemes)
            if fault is None or token.info == "auto":
                super().render_link(token)
                return
            report([fault.at(self._at(token))])
            self.render_link_url(token)
        except (OSError, ValueError):
            self.current_node = here
            del here[before:]
            report([not_valid(href).at(self._at(token))])
            self.render_children(token)

    def render_link_unknown(self, token: SyntaxTreeNode) -> None:
        """Keep a link that was written for the old site, and report it if its target is missing."""
        href = self._target(token)
        fault = check_file(href, self._exists)
        if fault is None:
            super().render_link_unknown(token)
            return
        env = self.sphinx_env
        name = env.relfn2path(self._handle_relative_docs(urlsplit(href).path), env.docname)[0]
        note_link(job_domain(env), env.docname, env.path2doc(name) or name)
        report([fault.at(self._at(token))])
        self.render_link_url(token)

    def _target(self, token: SyntaxTreeNode) -> str:
        return self.md.normalizeLinkText(str(token.attrGet("href") or ""))

    def render_image(self, token: SyntaxTreeNode) -> None:
        """Name an image's file as it is on disk: Markdown writes ``a%20b.png`` for a space."""
        super().render_image(token)
        image = self.current_node[-1]
        if isinstance(image, nodes.image) and "://" not in image["uri"]:
            name = unquote(image["uri"])
            image["uri"] = image["uri"] if "\0" in name else name

    def create_warning(
        self,
        message: str,
        subtype: MystWarnings | str,
        *,
        wtype: str | None = None,
        line: int | None = None,
        append_to: nodes.Element | None = None,
    ) -> nodes.system_message | None:
        """Name the file of the text; MyST always names the file of the document."""
        warn_in(self.document, subtype, message, wtype=wtype or "myst", line=line or 1)
        return None

    def _handle_relative_docs(self, destination: str) -> str:
        """Leave a path from the source folder unchanged, also in a text from another file."""
        if destination.startswith("/"):
            return destination
        try:
            return super()._handle_relative_docs(destination)
        except ValueError:  # a file on another drive of Windows
            return str(Path(self.md_env["relative-docs"][2], destination))

    def _exists(self, path: str) -> bool:
        path = self._handle_relative_docs(path)
        _name, absolute = self.sphinx_env.relfn2path(path, self.sphinx_env.docname)
        return Path(absolute).is_file()

    def finalise(self, own_document: bool) -> None:
        """End the rendering; inside another document, resolve the links to our own headings."""
        section: nodes.Element = self.md_options["jobs_section"]
        self.current_node = section  # for the footnotes, which MyST-Parser 3 renders now
        if own_document:
            finish_rendering(self)
        self._render_left_footnotes()
        if own_document:
            return
        ids = heading_ids(self)
        for reference in section.findall(nodes.reference):
            anchor = reference.get("refuri", "")[1:]
            if reference.get("id_link") and anchor in ids:
                del reference["refuri"], reference["id_link"]
                reference["refid"] = ids[anchor]

    def _render_left_footnotes(self) -> None:
        """Render the footnotes without a reference, which MyST-Parser 3 drops."""
        for label, (footnote, *others) in self.md_env.get("foot_refs", {}).items():
            if not self.document.nametypes.get(label):
                self.render_footnote_reference(footnote)
                for other in others:
                    message = f"Duplicate footnote definition found for label: '{label}'"
                    self.create_warning(message, "footnote", wtype="ref", line=other.map[0])


def warn_in(
    document: nodes.document,
    subtype: MystWarnings | str,
    message: str,
    *,
    wtype: str = "myst",
    line: int = 1,
) -> None:
    """Log a warning of MyST's; before MyST-Parser 4, its own function cannot name a file."""
    name = subtype.value if isinstance(subtype, MystWarnings) else subtype
    logger.warning(message, type=wtype, subtype=name, location=f"{document['source']}:{line}")


def _body_parser(config: MdParserConfig) -> MarkdownIt:
    config = dataclasses.replace(config, heading_anchors=max(6, config.heading_anchors or 0))
    md = create_md_parser(config, PostingRenderer)
    posting_rules(md)
    return md


def page_parser(env: BuildEnvironment, config: MdParserConfig) -> MarkdownIt:
    """Return the parser of postings' pages, made once for all that have one configuration."""
    domain = job_domain(env)
    if domain.page_parser is None or domain.page_parser[0] is not config:
        domain.page_parser = config, _body_parser(config)
    return domain.page_parser[1]


def _set_up(md: MarkdownIt, env: dict[str, Any], **options: object) -> PostingRenderer:
    """Return the renderer of a parser, ready for a text."""
    renderer = cast(PostingRenderer, md.renderer)  # see ``create_md_parser``
    md.options.update(options)
    renderer.setup_render(dict(md.options), env)
    return renderer


def render_body(
    config: MdParserConfig,
    document: nodes.document,
    section: nodes.section,
    source: Source,
    *,
    path: str | None = None,
    own_document: bool = False,
) -> None:
    """Render the body of a posting into its section.

    *path* is the posting's file if it is not the document's own: links and images in the text are
    relative to it. In its *own document*, the posting is the whole content.
    """
    sphinx_env: BuildEnvironment = document.settings.env
    report(check_text(source, job_domain(sphinx_env).settings))
    if own_document:
        md = page_parser(sphinx_env, config)
    else:
        md = _body_parser(config)
        own_footnotes(md, section["ids"][0])
    env: dict[str, Any] = {"jobs_title": source.posting.title}
    if path is not None:
        here = Path(sphinx_env.doc2path(sphinx_env.docname)).parent
        folder = Path(path).parent
        env["relative-images"] = relpath(folder, here)
        env["relative-docs"] = ("", str(here), str(folder))
    with _located_in(document, path):
        renderer = _set_up(md, env, document=document, jobs_section=section)
        if renderer.blocks_mathjax_processing:
            section["classes"].extend(["tex2jax_ignore", "mathjax_ignore"])
        renderer.nested_render_text(source.body, source.body_line - 1)
        renderer.finalise(own_document)
    _mark(section)


@contextmanager
def _located_in(document: nodes.document, path: str | None) -> Iterator[None]:
    """Let nodes and messages name another file than the document's own."""
    own = document["source"], document.reporter.source
    if path is not None:
        document["source"] = document.reporter.source = path
    try:
        yield
    finally:
        document["source"], document.reporter.source = own


def _mark(section: nodes.section) -> None:
    """Mark the nodes of a rendered section that other parts and writers look for."""
    for raw in section.findall(nodes.raw):
        raw[RAW] = True
    for rubric in section.findall(nodes.rubric):
        if "heading-level" not in rubric:  # nested: MyST-Parser 3 would make it a heading
            rubric.attributes.pop("level", None)
    # MyST collects the footnotes at the end of the document, out of their section's language.
    languages = [name for name in section["classes"] if name.startswith("language-")]
    for footnote in section.findall(nodes.footnote):
        footnote["classes"].extend(languages)


def render_fields(
    config: MdParserConfig, document: nodes.document, fields: Mapping[str, Any]
) -> None:
    """Render fields of the front matter as MyST does, but leave them untranslated."""
    if not fields:
        return
    md = page_parser(document.settings.env, config)
    renderer = _set_up(md, {}, document=document, jobs_section=None)
    token = Token("front_matter", "", 0, map=[0, 0], content=cast(str, fields))
    renderer.render_front_matter(SyntaxTreeNode([token], create_root=False))
    for field_list in document.findall(nodes.field_list):
        for node in field_list.findall(nodes.TextElement):
            node["translatable"] = False


def render_message(text: str, document: nodes.document) -> None:
    """Render a translated message of a posting, with the rules of its body."""
    text = without_context(text)
    md = create_md_parser(project_config(document.settings.env), PostingRenderer)
    body_rules(md)
    if not KEEPS_FOOTNOTES:  # the footnote itself is in another message
        md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    _set_up(md, {}, document=document).nested_render_text(text, 0)
    for raw in document.findall(nodes.raw):
        raw[RAW] = True
