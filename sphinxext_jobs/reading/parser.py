"""Sphinx's parser of Markdown: it reads postings, and leaves other documents to MyST."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from docutils import nodes
from myst_parser.config.main import MdParserConfig, merge_file_level
from myst_parser.mdit_to_docutils.base import html_meta_to_nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import get_filetype
from sphinx.util.nodes import make_id

from .._compat import project_config
from ..diagnostics import Diagnostic, Kind, Location
from ..jobs.records import Record, Suspect
from ..model.fields import FIELDS
from ..model.status import is_listed
from ..model.values import plain_value
from ..sources.frontmatter import FrontMatter
from ..sources.posting import Source
from ..store import order
from ..store.domain import job_domain
from ..store.log import report
from ..text.wording import message as _
from .placeholders import posting_header
from .renderer import page_parser, render_body, render_fields, render_message, warn_in

#: The fields of front matter that change MyST's settings for one file.
_FILE_LEVEL = frozenset({"myst", "html_meta", "substitutions"})


def posting_section(
    env: BuildEnvironment,
    document: nodes.document,
    source: Source,
    *,
    is_page: bool,
    page_lang: str | None = None,
) -> nodes.section:
    """Make a posting's section, title and header, and note the posting in the domain."""
    posting = source.posting
    domain = job_domain(env)
    section = nodes.section(classes=["job-posting"])
    anchor = make_id(env, document, "job", f"{posting.translation_key}-{posting.lang}")
    section["ids"].append(anchor)
    document.note_implicit_target(section)
    shown_in = page_lang or posting.lang
    if page_lang is None or shown_in != domain.settings.language:
        section["classes"].append(f"language-{shown_in}")
    title = nodes.title(posting.title, posting.title)
    for path in domain.glossary_paths:
        env.note_dependency(str(path))
    terms = domain.glossary.terms_in(source)
    record = Record.of(
        source, env.docname, anchor, is_page=is_page, page_lang=shown_in, terms=terms
    )
    for node in (section, title):
        node.source, node.line = record.path, record.line()
    section += [title, posting_header(record)]
    domain.note(env.docname).postings[anchor] = record
    return section


class PostingParser(MystParser):
    """MyST's parser, which reads documents with a posting's front matter as postings.

    It leaves all others to the parser that it replaces: see ``take_parsers``.
    """

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a document, or (see ``sphinx.transforms.i18n``) one translated message."""
        env: BuildEnvironment = document.settings.env
        domain = job_domain(env)
        file = domain.scan.with_text(Path(env.doc2path(env.docname)), inputstring)
        source = file.source(Path(env.srcdir), domain.settings)
        if source and file.front:
            _parse_posting(env, source, file.front, document)
        elif file.front is None and domain.page(env.docname).postings:
            render_message(inputstring, document)
        else:
            # For ``gate.check_layouts``.
            if file.front and (suspect := Suspect.of(file.front)):
                domain.note(env.docname).suspect = suspect
            super().parse(inputstring, document)


def _parse_posting(
    env: BuildEnvironment, source: Source, front: FrontMatter, document: nodes.document
) -> None:
    # A posting need not be in a toctree: job-index gives it a place in the navigation.
    env.metadata[env.docname]["orphan"] = True
    if not is_listed(source.posting):
        env.metadata[env.docname]["nosearch"] = True
    domain = job_domain(env)
    # A draft need not be complete: ``jobs-pair`` compares it before it is published.
    report(source.diagnostics if domain.settings.drafts or not source.posting.draft else ())
    lang = source.posting.lang
    if domain.settings.is_foreign(lang):
        lang = domain.settings.language
    if lang != domain.settings.language:
        domain.note(env.docname).language = lang
    config = project_config(env)
    if not _FILE_LEVEL.isdisjoint(source.posting.extra):
        topmatter = dict(source.posting.extra)
        own = merge_file_level(config, topmatter, partial(warn_in, document))
        fault = _settings_fault(env, own, Location(source.path, front.lines.get("myst", 1)))
        report([fault] if fault else [])
        config = config if fault else own
    _render_metadata(config, document, front)
    section = posting_section(env, document, source, is_page=True, page_lang=lang)
    document += section
    render_body(config, document, section, source, own_document=True)


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
        page_parser(env, config).parse("A text.")
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
    render_fields(config, document, fields)


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
    """Whether the parser of a file reads postings."""
    filetype = get_filetype(app.config.source_suffix, str(path))  # a path only since Sphinx 8.1
    parser = app.registry.get_source_parsers().get(filetype)
    return parser is not None and issubclass(parser, PostingParser)


def setup(app: Sphinx) -> None:
    """Set up MyST, unless MyST-NB does; our parsers replace theirs later on."""
    if "myst_enable_extensions" not in app.config and "myst_nb" not in app.config.extensions:
        app.setup_extension("myst_parser")
    app.connect("config-inited", take_parsers, priority=order.TAKE_PARSERS)
