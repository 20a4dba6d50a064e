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
    from .builders.pair import setup_catalogs
    from .pages.epub import setup_epub
    from .pages.fill import setup_fill
    from .pages.filters import setup_filtering
    from .pages.outdated import setup_outdated
    from .pages.printing import setup_printing
    from .pages.raw_html import setup_raw_html
    from .reading.directives import setup_directives
    from .reading.files import setup_files
    from .reading.gate import setup_gate
    from .reading.parser import setup_parser
    from .reading.placeholders import setup_placeholders
    from .reading.strays import setup_strays
    from .reading.transforms import setup_transforms
    from .reading.translation import setup_translation
    from .store.config import setup_config
    from .store.domain import setup_domain
    from .store.generated_index import setup_generated_index
    from .store.references import setup_references
    from .text.wording import CATALOGUE, LOCALE_DIR
    from .web.assets import setup_assets
    from .web.closing import setup_closing
    from .web.head import setup_head
    from .web.keywords import setup_keywords
    from .web.languages import setup_languages
    from .web.redirects import setup_redirects
    from .web.site import setup_site
    from .web.sitemap import setup_sitemap
    from .web.stale import setup_stale
    from .web.syndication import setup_syndication
    from .web.tables import setup_tables

    setup_config(app)
    app.add_message_catalog(CATALOGUE, str(LOCALE_DIR))
    setup_strays(app)
    setup_parser(app)
    setup_domain(app)
    setup_references(app)
    setup_generated_index(app)
    setup_directives(app)
    setup_files(app)
    setup_gate(app)
    setup_outdated(app)
    setup_translation(app)
    setup_placeholders(app)
    setup_transforms(app)
    setup_fill(app)
    setup_raw_html(app)
    setup_printing(app)
    setup_epub(app)
    setup_site(app)
    setup_stale(app)
    setup_assets(app)
    setup_keywords(app)
    setup_filtering(app)
    setup_closing(app)
    setup_tables(app)
    setup_languages(app)
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
