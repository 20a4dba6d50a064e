"""Publish job postings in two languages from Markdown, with Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

# The library and the command's help need no Sphinx, and are there before it is loaded.
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part of the extension."""
    from .catalogs import setup_catalogs
    from .closing import setup_closing
    from .collector import setup_collector
    from .config import setup_config
    from .directives import setup_directives
    from .domain import setup_domain
    from .epub import setup_epub
    from .filtering import setup_filtering
    from .generated_index import setup_generated_index
    from .head import setup_head
    from .html import setup_html
    from .parser import setup_parser
    from .printing import setup_printing
    from .redirects import setup_redirects
    from .references import setup_references
    from .sitemap import setup_sitemap
    from .strays import setup_strays
    from .syndication import setup_syndication
    from .tables import setup_tables
    from .transforms import setup_transforms
    from .translation import setup_translation
    from .wording import CATALOGUE, LOCALE_DIR

    setup_config(app)
    app.add_message_catalog(CATALOGUE, str(LOCALE_DIR))
    setup_strays(app)
    setup_parser(app)
    setup_domain(app)
    setup_references(app)
    setup_generated_index(app)
    setup_directives(app)
    setup_collector(app)
    setup_translation(app)
    setup_transforms(app)
    setup_printing(app)
    setup_epub(app)
    setup_html(app)
    setup_filtering(app)
    setup_closing(app)
    setup_tables(app)
    setup_head(app)
    setup_redirects(app)
    setup_syndication(app)
    setup_sitemap(app)
    setup_catalogs(app)
    return {
        "version": __version__,
        # No env_version, which Sphinx writes into the search index of every project: what makes
        # a stored environment too old is the domain's data_version.
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
