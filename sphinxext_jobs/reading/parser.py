"""Markdown documents: MyST's parser, with a renderer of our own for postings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import yaml
from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from myst_parser.config.main import MdParserConfig, merge_file_level
from myst_parser.mdit_to_docutils.base import html_meta_to_nodes
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import get_filetype, logging
from sphinx.util.nodes import make_id
from sphinx.util.osutil import relpath

from ..diagnostics import Diagnostic, Kind, Location
from ..jobs.records import Place, Record, Suspect
from ..model.fields import FIELDS
from ..model.status import is_listed
from ..model.values import plain_value
from ..pairing.context import without_context
from ..settings.settings import Settings
from ..sources.frontmatter import FrontMatter
from ..sources.markdown import body_rules, own_footnotes, posting_rules
from ..sources.posting import PostingFile, front_matter_of, read_posting
from ..store.domain import job_domain
from ..store.log import report
from ..store.references import note_link
from ..text.wording import message as _
from .placeholders import posting_header

logger = logging.getLogger(__name__)

#: Whether MyST-Parser puts every footnote where it is written; 3 drops those without a reference.
KEEPS_FOOTNOTES = hasattr(MdParserConfig, "footnote_sort")
#: Marks the raw HTML of a posting, so that writers that drop HTML keep its words.
RAW = "job_raw"
#: The fields of front matter that change MyST's settings for one file.
_FILE_LEVEL = frozenset({"myst", "html_meta", "substitutions"})
#: Directives that are nested deeper are shown as they are written: each uses much of the stack.
MAX_DIRECTIVES = 20
#: The same for nodes that are nested in one directive: copying and storing them uses as much.
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
            self._level_to_section = {0: nodes.section(), 1: section}
            self.current_node = section

    def _report(self, kind: Kind, token: SyntaxTreeNode, problem: str, hint: str) -> None:
        at = Location(self.document["source"], token.map[0] if token.map else 1)
        report([Diagnostic(kind, at, problem, hint)])

    def render_jobs_deep(self, token: SyntaxTreeNode) -> None:
        """Show elements that are nested too deeply as they are written, and report them."""
        problem = _("Too many elements are nested here, so they are shown as they are written.")
        self._report(Kind.NESTING, token, problem, _("Nest fewer elements."))
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
        """Show only the text of a link that cannot be followed, to ``//[x`` or to a name too long.

        MyST, Sphinx, its link checker, or the system would raise.
        """
        here, before = self.current_node, len(self.current_node)
        href = self.md.normalizeLinkText(str(token.attrGet("href") or ""))
        try:
            if "\0" in urlsplit(href).path and "://" not in href:
                raise ValueError
            super().render_link(token)
        except (OSError, ValueError):
            self.current_node = here
            del here[before:]
            problem = _("{address} is not a valid address, so its text is shown without a link.")
            self._report(Kind.LINK, token, problem.format(address=href), _path_or_url())
            self.render_children(token)

    def render_link_unknown(self, token: SyntaxTreeNode) -> None:
        """Keep a link that was written for the old site, and report it if its target is missing."""
        href = self.md.normalizeLinkText(str(token.attrGet("href") or ""))
        path = urlsplit(href).path
        looks_like_path = "/" in path or path.endswith((".md", ".html", ".pdf"))
        if not looks_like_path or self._exists(self._handle_relative_docs(path)):
            super().render_link_unknown(token)
            return
        env = self.sphinx_env
        name = env.relfn2path(self._handle_relative_docs(path), env.docname)[0]
        note_link(job_domain(env), env.docname, env.path2doc(name) or name)
        problem = _("The link target {address} does not exist in the project.")
        self._report(Kind.LINK, token, problem.format(address=href), _path_or_url())
        self.render_link_url(token)

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
        _warn(self.document, subtype, message, wtype=wtype or "myst", line=line or 1)
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
        _, absolute = self.sphinx_env.relfn2path(path, self.sphinx_env.docname)
        return Path(absolute).is_file()

    def finalise(self, own_document: bool) -> None:
        """End the rendering; inside another document, resolve the links to our own headings."""
        section: nodes.Element = self.md_options["jobs_section"]
        self.current_node = section  # for the footnotes, which MyST-Parser 3 renders now
        if own_document:
            self._render_finalise()
        self._render_left_footnotes()
        if own_document:
            return
        for reference in section.findall(nodes.reference):
            if reference.get("id_link"):
                slug = self._heading_slugs.get(reference["refuri"][1:])
                if slug:
                    del reference["refuri"], reference["id_link"]
                    reference["refid"] = slug[1]

    def _render_left_footnotes(self) -> None:
        """Render the footnotes without a reference, which MyST-Parser 3 drops."""
        for label, (footnote, *others) in self.md_env.get("foot_refs", {}).items():
            if not self.document.nametypes.get(label):
                self.render_footnote_reference(footnote)
                for other in others:
                    message = f"Duplicate footnote definition found for label: '{label}'"
                    self.create_warning(message, "footnote", wtype="ref", line=other.map[0])


def _path_or_url() -> str:
    return _("Use the path of a file, or a full URL (https://…).")


def render_body(
    config: MdParserConfig,
    document: nodes.document,
    section: nodes.section,
    title: str,
    text: str,
    line: int,
    *,
    path: str | None = None,
    own_document: bool = False,
) -> None:
    """Render Markdown into a posting's section.

    *line* is the number of the text's first line in its file. *path* is that file if it is not
    the document's own: links and images in the text are relative to it. In its *own document*,
    the posting is the whole content.
    """
    sphinx_env: BuildEnvironment = document.settings.env
    if own_document:
        md = _page_parser(sphinx_env, config)
    else:
        md = _body_parser(config)
        own_footnotes(md, section["ids"][0])
    md.options.update({"document": document, "jobs_section": section})
    renderer = md.renderer
    assert isinstance(renderer, PostingRenderer)
    env: dict[str, Any] = {"jobs_title": title}
    if path is not None:
        here = Path(sphinx_env.doc2path(sphinx_env.docname)).parent
        folder = Path(path).parent
        env["relative-images"] = relpath(folder, here)
        env["relative-docs"] = ("", str(here), str(folder))
    own_source = document["source"], document.reporter.source
    if path is not None:  # what nodes and messages are located by
        document["source"] = document.reporter.source = path
    try:
        renderer.setup_render(dict(md.options), env)
        if renderer.blocks_mathjax_processing:
            section["classes"].extend(["tex2jax_ignore", "mathjax_ignore"])
        renderer.nested_render_text(text, line - 1)
        renderer.finalise(own_document)
    finally:
        document["source"], document.reporter.source = own_source
    for raw in section.findall(nodes.raw):
        raw[RAW] = True
    for rubric in section.findall(nodes.rubric):
        if "heading-level" not in rubric:  # nested: MyST-Parser 3 would make it a heading
            rubric.attributes.pop("level", None)
    # MyST collects the footnotes at the end of the document, out of their section's language.
    languages = [name for name in section["classes"] if name.startswith("language-")]
    for footnote in section.findall(nodes.footnote):
        footnote["classes"].extend(languages)


def _body_parser(config: MdParserConfig) -> MarkdownIt:
    config = dataclasses.replace(config, heading_anchors=max(6, config.heading_anchors or 0))
    md = create_md_parser(config, PostingRenderer)
    posting_rules(md)
    return md


def _page_parser(env: BuildEnvironment, config: MdParserConfig) -> MarkdownIt:
    """Return the parser of postings' pages, made once for all that have one configuration."""
    domain = job_domain(env)
    if domain.page_parser is None or domain.page_parser[0] is not config:
        domain.page_parser = config, _body_parser(config)
    return domain.page_parser[1]


def posting_section(
    env: BuildEnvironment,
    document: nodes.document,
    file: PostingFile,
    source: str,
    *,
    is_page: bool,
    page_lang: str | None = None,
) -> nodes.section:
    """Make a posting's section, title and header, and note the posting in the domain."""
    posting = file.posting
    domain = job_domain(env)
    at = min(file.lines.values(), default=1)
    section = nodes.section(classes=["job-posting"])
    anchor = make_id(env, document, "job", f"{posting.translation_key}-{posting.lang}")
    section["ids"].append(anchor)
    document.note_implicit_target(section)
    shown_in = page_lang or posting.lang
    if page_lang is None or shown_in != domain.settings.language:
        section["classes"].append(f"language-{shown_in}")
    section.source, section.line = source, file.lines.get("title", at)
    title = nodes.title(posting.title, posting.title)
    title.source, title.line = source, file.lines.get("title", at)
    section += title
    section += posting_header(Place(env.docname, anchor), posting, source, file.lines)
    domain.note(env.docname).postings[anchor] = Record(
        posting=posting,
        title=posting.title,
        lead=posting.description,
        docname=env.docname,
        anchor=anchor,
        path=source,
        lines=dict(file.lines),
        is_page=is_page,
        page_lang=shown_in,
        title_lang=posting.lang,
        lead_lang=posting.lang,
    )
    return section


def myst_config(env: BuildEnvironment) -> MdParserConfig:
    """Return the project's MyST settings, as ``myst_parser.sphinx_ext`` stores them."""
    config: MdParserConfig = vars(env)["myst_config"]
    return config


def is_posting(settings: Settings, front: FrontMatter) -> bool:
    """Whether front matter has the layout of a posting: in a merge conflict, on either side."""
    found = (fields.get("layout") for fields in (front.nodes, front.others))
    return any(layout and layout.value in settings.layouts for layout in found)


def read_page(env: BuildEnvironment, docname: str, front: FrontMatter) -> PostingFile:
    """Read a document with front matter: also before Sphinx does, and with the same result."""
    settings = job_domain(env).settings
    return read_posting(
        front,
        path=PurePath(env.doc2path(docname)).relative_to(env.srcdir),
        default_lang=settings.default_language,
        languages=settings.known_languages,
    )


class PostingParser(MystParser):
    """MyST's parser, which reads documents with a posting's front matter as postings.

    It leaves all others to the parser that it replaces: see ``take_parsers``.
    """

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a document, or (see ``sphinx.transforms.i18n``) one translated message."""
        env: BuildEnvironment = document.settings.env
        front = front_matter_of(inputstring, document["source"])
        if front is None and job_domain(env).page(env.docname).postings:
            _parse_message(inputstring, document)
        elif front is not None and is_posting(job_domain(env).settings, front):
            _parse_posting(env, front, document)
        else:
            if front is not None:
                _note_suspect(env, front)
            super().parse(inputstring, document)


def _parse_posting(env: BuildEnvironment, front: FrontMatter, document: nodes.document) -> None:
    # A posting need not be in a toctree: job-index gives it a place in the navigation.
    env.metadata[env.docname]["orphan"] = True
    file = read_page(env, env.docname, front)
    if not is_listed(file.posting):
        env.metadata[env.docname]["nosearch"] = True
    source = str(document["source"])
    lang = file.posting.lang
    report(file.diagnostics)
    domain = job_domain(env)
    if domain.settings.is_foreign(lang):
        lang = domain.settings.language
    if lang != domain.settings.language:
        domain.note(env.docname).language = lang
    config = myst_config(env)
    if not _FILE_LEVEL.isdisjoint(file.posting.extra):
        topmatter = dict(file.posting.extra)
        own = merge_file_level(config, topmatter, partial(_warn, document))
        fault = _settings_fault(env, own, Location(source, front.lines.get("myst", 1)))
        report([fault] if fault else [])
        config = config if fault else own
    _render_metadata(config, document, front)
    section = posting_section(env, document, file, source, is_page=True, page_lang=lang)
    document += section
    render_body(
        config,
        document,
        section,
        file.posting.title,
        file.body,
        file.body_line,
        own_document=True,
    )


def _settings_fault(
    env: BuildEnvironment, config: MdParserConfig, at: Location
) -> Diagnostic | None:
    """Return the fault of a posting's own MyST settings, if markdown-it cannot use them.

    MyST only checks their types: ``words_per_minute: 0``, ``disable_syntax: [paragraph]``, and
    an extension whose package is not installed fail when a text is read.
    """
    try:
        if "paragraph" in config.disable_syntax:  # without it, markdown-it 3 would never end
            raise ValueError(_("Markdown cannot be read without paragraphs"))
        _page_parser(env, config).parse("A text.")
    except (ArithmeticError, ImportError, LookupError, RuntimeError, ValueError) as error:
        problem = _(
            "MyST-Parser cannot use the settings in `myst`, so they are ignored: {reason}."
        ).format(reason=error)
        return Diagnostic(Kind.FRONT_MATTER, at, problem, _("Correct or remove the settings."))
    return None


def _render_metadata(config: MdParserConfig, document: nodes.document, front: FrontMatter) -> None:
    """Put the metadata of any page into a posting's, as MyST does.

    A posting's own fields are in the domain, and only those that extensions for blogs read
    are also here. Nothing is translated: themes and extensions compare these values.
    """
    line = front.lines.get("myst", 1)  # gettext asks each text for its line
    document += html_meta_to_nodes(config.html_meta, document, line, document.reporter)
    fields = {
        name: plain_value(node)
        for name, node in front.nodes.items()
        if name not in FIELDS or FIELDS[name].shared
    }
    if not fields:
        return
    md = _page_parser(document.settings.env, config)
    renderer = md.renderer
    assert isinstance(renderer, PostingRenderer)
    renderer.setup_render({**md.options, "document": document, "jobs_section": None}, {})
    token = Token("front_matter", "", 0, map=[0, 0], content=cast(str, fields))
    renderer.render_front_matter(SyntaxTreeNode([token], create_root=False))
    for field_list in document.findall(nodes.field_list):
        for node in field_list.findall(nodes.TextElement):
            node["translatable"] = False


def _note_suspect(env: BuildEnvironment, front: FrontMatter) -> None:
    """Remember a page with fields that only postings have, for ``gate.check_layouts``."""
    betrayed = tuple(
        name for name, field in FIELDS.items() if field.telling and name in front.nodes
    )
    if betrayed:
        layout = front.nodes.get("layout")
        written = layout.value if isinstance(layout, yaml.ScalarNode) else None
        at = front.at("layout" if layout else betrayed[0])
        job_domain(env).note(env.docname).suspect = Suspect(betrayed, written, at)


def _parse_message(text: str, document: nodes.document) -> None:
    """Parse a translated message of a posting, with the rules of its body."""
    text = without_context(text)
    md = create_md_parser(myst_config(document.settings.env), PostingRenderer)
    body_rules(md)
    if not KEEPS_FOOTNOTES:  # the footnote itself is in another message
        md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    renderer = md.renderer
    assert isinstance(renderer, PostingRenderer)
    renderer.setup_render({**md.options, "document": document}, {})
    renderer.nested_render_text(text, 0)


def _warn(
    document: nodes.document,
    subtype: MystWarnings | str,
    message: str,
    *,
    wtype: str = "myst",
    line: int = 1,
) -> None:
    """Log a warning of MyST's, whose own function takes no file before MyST-Parser 4."""
    name = subtype.value if isinstance(subtype, MystWarnings) else subtype
    logger.warning(message, type=wtype, subtype=name, location=f"{document['source']}:{line}")


def take_parsers(app: Sphinx, config: Config) -> None:
    """Replace each parser of MyST's, also MyST-NB's, by one of ours (``config-inited``).

    All parsers are known only then, in any order of ``extensions``.
    """
    parsers: list[type[MystParser]] = [MystParser]
    for found in app.registry.get_source_parsers().values():
        if issubclass(found, MystParser) and found not in parsers:
            parsers.append(found)
    for parser in parsers:
        ours: type[PostingParser] = type("PostingParser", (PostingParser, parser), {})
        app.add_source_parser(ours, override=True)


def reads_postings(app: Sphinx, path: Path) -> bool:
    """Whether the parser of a file takes postings."""
    filetype = get_filetype(app.config.source_suffix, str(path))  # a path only since Sphinx 8.1
    parser = app.registry.get_source_parsers().get(filetype)
    return parser is not None and issubclass(parser, PostingParser)


def setup_parser(app: Sphinx) -> None:
    """Set up MyST, unless MyST-NB does; our parsers replace theirs later on."""
    if "myst_enable_extensions" not in app.config and "myst_nb" not in app.config.extensions:
        app.setup_extension("myst_parser")
    app.connect("config-inited", take_parsers, priority=900)  # after source_suffix is complete
