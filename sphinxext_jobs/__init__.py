"""Publish job postings in two languages from Markdown, with Sphinx."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# The library and the command's help need no Sphinx, and are there before it is loaded.
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


#: The modules that register something with Sphinx, in this order; each has a function ``setup``.
PARTS = (
    "store.log",
    "store.config",
    "reading.strays",
    "reading.parser",
    "store.domain",
    "store.references",
    "store.generated_index",
    "reading.directives",
    "reading.files",
    "reading.gate",
    "pages.outdated",
    "reading.translation",
    "reading.placeholders",
    "reading.transforms",
    "pages.fill",
    "pages.raw_html",
    "pages.printing",
    "pages.epub",
    "web.site",
    "web.stale",
    "web.assets",
    "web.keywords",
    "pages.filters",
    "pages.feeds",
    "web.closing",
    "web.tables",
    "web.languages",
    "web.head",
    "web.redirects",
    "web.syndication",
    "web.calendars",
    "web.sitemap",
    "builders.pair",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part of the extension."""
    from .text.wording import CATALOGUE, LOCALE_DIR

    app.add_message_catalog(CATALOGUE, str(LOCALE_DIR))
    for part in PARTS:
        import_module(f"{__name__}.{part}").setup(app)
    return {
        "version": __version__,
        # No env_version, because Sphinx writes it into the search index of every project. The
        # domain's data_version says whether a stored environment is too old.
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
