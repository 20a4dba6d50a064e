"""The private and undocumented names of other packages that this one needs.

No other module uses them, which ``tests/test_house.py`` checks. Each has its reason here, and the
test that fails if it changes. Names that a subclass must override stay in the subclass:

- ``PostingRenderer._handle_relative_docs`` (MyST-Parser) makes a link's path relative to the page.
  Ours leaves a path from the source folder as it is, also in a text from another file.
  ``tests/test_directive.py::test_messages_from_a_file_name_that_file``
- ``EpubBuilder.build_content`` and ``refnodes`` (Sphinx) give pages their order in a book.
  ``tests/test_builders.py::test_turning_pages_leads_to_every_posting``
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from docutils import nodes
from docutils.utils.smartquotes import educate_tokens, smartchars
from docutils.writers.latex2e import Babel
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.mocking import MockState
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.gettext import I18nBuilder
from sphinx.environment import BuildEnvironment
from sphinx.project import EXCLUDE_PATHS
from sphinx.util.matching import Matcher, get_matching_files
from sphinx.util.nodes import extract_messages, inline_all_toctrees
from sphinx.util.texescape import tex_replace_map

__all__ = [
    "KEEPS_FOOTNOTES",
    "Babel",
    "I18nBuilder",
    "Matcher",
    "begin_in_section",
    "educate_tokens",
    "extract_messages",
    "finish_rendering",
    "has_stored_environment",
    "heading_ids",
    "heading_slugs",
    "inline_all_toctrees",
    "input_encoding",
    "is_in_markdown",
    "project_config",
    "project_files",
    "set_input_encoding",
    "smartchars",
    "tex_replace_map",
]

# MyST-Parser, 3 to 5.

#: Whether MyST-Parser puts every footnote where it is written. Version 3 drops those without a
#: reference, and needs ``_Insert`` in ``reading.directives``, ``_render_left_footnotes`` in
#: ``reading.renderer``, and rules for the footnotes of a translated message.
#: ``tests/test_pages.py::test_footnotes_without_a_reference_are_kept``
KEEPS_FOOTNOTES = hasattr(MdParserConfig, "footnote_sort")


def project_config(env: BuildEnvironment) -> MdParserConfig:
    """Return the project's MyST settings, which only its own parser is meant to read.

    ``tests/test_at_home.py::test_mysts_settings_of_a_file_and_of_the_project``
    """
    config: MdParserConfig = vars(env)["myst_config"]
    return config


def is_in_markdown(state: object) -> bool:
    """Whether a directive is in a Markdown page, where MyST imitates docutils' state.

    ``tests/test_directive.py::test_inline_in_restructuredtext``
    """
    return isinstance(state, MockState)


def begin_in_section(renderer: DocutilsRenderer, section: nodes.section) -> None:
    """Let MyST fill a section of level 1, instead of the document.

    MyST has no option for this. ``nested_render_text(temp_root_node=…)`` only allows sections,
    whose parents still come from these levels.
    ``tests/test_pages.py::test_headings_start_at_two_and_never_skip``
    """
    renderer._level_to_section = {0: nodes.section(), 1: section}
    renderer.current_node = section


def finish_rendering(renderer: DocutilsRenderer) -> None:
    """End the rendering of a whole document: MyST resolves links to headings, and adds footnotes.

    MyST does this in ``render``, which begins a document of its own.
    ``tests/test_pages.py::test_a_link_to_a_heading_of_the_posting``
    """
    renderer._render_finalise()


def heading_ids(renderer: DocutilsRenderer) -> Mapping[str, str]:
    """Return the ids of the headings that were rendered, by their slugs.

    ``tests/test_directive.py::test_a_link_to_a_heading_of_the_posting``
    """
    return {slug: found[1] for slug, found in renderer._heading_slugs.items()}


def heading_slugs(env: BuildEnvironment, docname: str) -> Mapping[str, tuple[int, str, str]]:
    """Return a document's headings by their slugs: line, id, and text.

    MyST stores them for links from other documents.
    ``tests/test_publish.py::test_a_link_to_a_heading_leads_to_that_of_the_posting_that_is_published``
    """
    slugs: Mapping[str, tuple[int, str, str]] = env.metadata[docname].get("myst_slugs", {})
    return slugs


# Sphinx, 7.4 to 9.


def project_files(app: Sphinx, *excluded: str) -> Iterator[str]:
    """Yield the files that Sphinx looks at for documents, as it names them.

    ``app.project`` knows only those that it reads.
    ``tests/test_names.py::test_long_and_decomposed_names``
    """
    patterns = [*app.config.exclude_patterns, *excluded, *EXCLUDE_PATHS]
    yield from get_matching_files(app.srcdir, app.config.include_patterns, patterns)


def has_stored_environment(app: Sphinx) -> bool:
    """Whether an earlier build has stored its environment.

    ``tests/test_at_home.py::test_a_stray_readme_is_no_page``
    """
    return (Path(app.doctreedir) / ENV_PICKLE_FILENAME).exists()


def input_encoding(env: BuildEnvironment) -> str:
    """Return the encoding in which docutils reads all documents of a build."""
    return str(env.settings["input_encoding"])


def set_input_encoding(env: BuildEnvironment, encoding: str) -> None:
    """Let docutils read all documents of this build in another encoding than UTF-8.

    ``source_encoding`` is deprecated, and too early: whether it is needed is known when files are
    looked at.
    ``tests/test_any_text.py::test_a_page_that_is_not_utf8_is_read``
    """
    env.settings["input_encoding"] = encoding


# Imported as they are:
#
# ``Matcher`` (Sphinx): whether a file is excluded.
#     ``tests/test_at_home.py::test_two_files_of_one_name_are_told_how_to_be_settled``
# ``I18nBuilder``, ``extract_messages`` (Sphinx): which builders extract messages, and which
#     messages. Undocumented, but used by many extensions.
#     ``tests/test_gettext.py::test_title_and_description_are_extracted_with_their_lines``
# ``inline_all_toctrees`` (Sphinx): puts documents into one, as the builders of one file do.
#     ``tests/test_listing.py::test_one_book_holds_the_postings``
# ``tex_replace_map`` (Sphinx): the labels of its LaTeX writer, which escapes them in one place and
#     not in another.
#     ``tests/test_builders.py::test_the_index_of_a_book_leads_to_its_pages``
# ``educate_tokens``, ``smartchars`` (docutils): the smart quotes of a language.
#     ``tests/test_pages.py::test_facts_in_free_words_are_set_as_the_text_is``
#     ``tests/test_pages.py::test_quotes_at_the_edge_of_markup``
# ``Babel`` (docutils): the names of languages in LaTeX.
#     ``tests/test_builders.py::test_latex_breaks_words_as_their_language_does``
