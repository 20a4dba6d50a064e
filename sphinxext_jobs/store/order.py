"""When everything runs: the priority of each transform and handler of an event, with its reason.

Lower numbers run first. Handlers whose order does not matter have Sphinx's default, 500.
"""

from __future__ import annotations

from typing import Final

# Transforms of a document that is read. Sphinx translates it at 20 (Locale), and sets its quotes at
# 750 (SphinxSmartQuotes).

#: Before all others: MyST-Parser 3 looks for footnotes in the whole page.
INSERT_POSTING: Final = 1
#: Before Locale, whose translations depend on the language of the page.
PAGE_LANGUAGE: Final = 5
#: Before Locale, which knows a message by its text.
SEPARATE_FIELDS: Final = 12
#: Before Locale, which would translate the words.
KEEP_AUTHORS_WORDS: Final = 15
#: After Locale, which marks the texts that it has translated.
MARK_UNTRANSLATED: Final = 22
#: Before SphinxSmartQuotes, which then finds nothing left to do at the edges of markup.
QUOTES_AT_MARKUP: Final = 740

# Transforms of a document that is written. MyST resolves its references at 9, Sphinx at 10.

#: Before FILL_PLACEHOLDERS, which replaces the headers that these two look for.
SEARCH_KEYWORDS: Final = 4
ADD_CLOSING: Final = 4
#: Before references are resolved: the links in lists and headers are references.
FILL_PLACEHOLDERS: Final = 5
#: After FILL_PLACEHOLDERS, which in a book includes the pages of postings.
SAFE_HTML: Final = 6
#: After SAFE_HTML.
RAW_HTML_TEXT: Final = 7
#: Before MyST and Sphinx resolve references to documents that this build does not publish.
LEAD_TO_STAND_INS: Final = 8
#: After references are resolved, which may change the words of a heading and the nodes of links.
MARK_TABLES: Final = 15
MARK_SWITCH_LINKS: Final = 15
#: After references are resolved: links and lists have their final form.
PREPARE_FOR_PAPER: Final = 20
#: After PREPARE_FOR_PAPER, whose texts are marked, too.
HYPHENATE: Final = 21

# ``config-inited``

#: After other extensions have changed values (500 or 800).
CHECK_SETTINGS: Final = 900
#: After other extensions have registered parsers and suffixes.
TAKE_PARSERS: Final = 900
#: Once the settings are known.
TAKE_TOCTREE: Final = 900
#: After TAKE_PARSERS, which sets the parsers of Markdown.
PREPARE_STRAYS: Final = 950

# ``builder-inited``

#: After other extensions, which may write source files then.
HIDE_STRAYS: Final = 900
COMPARE_WITH_BASE: Final = 900
CHECK_RAW_HTML: Final = 900

# ``env-get-outdated``

#: First: others must see the patterns of conf.py again.
SHOW_STRAYS: Final = 100
CHOOSE_FILES: Final = 500
#: After CHOOSE_FILES, which removes documents.
REMOVE_STALE_PAGES: Final = 600

# ``env-before-read-docs``

#: After other extensions, which may add documents.
NOTE_READING: Final = 900

# ``doctree-read``

NOTE_REFERENCES: Final = 500
#: After Sphinx's collectors (500), which make the titles.
MARK_TITLES: Final = 600

# ``env-updated``: documents are read, and nothing is written yet.

CHECK_POSTINGS: Final = 500
LABEL_INDEX: Final = 500
EXPLAIN: Final = 500
REMOVE_STALE_INDEX: Final = 500
FORGET_FILES: Final = 500

# ``env-get-updated``: which pages are written again. The handlers do not depend on each other.

OUTDATED_PAGES: Final = 500
REDIRECTS_OUTDATED: Final = 500
UNKEPT_CONTENTS: Final = 500

# ``warn-missing-reference``

WARN_MISSING: Final = 500

# ``write-started``

COPY_STATIC: Final = 500
EXCLUDE_UNLISTED: Final = 500

# ``html-page-context``

#: Before sphinxext-opengraph (500), which uses the description.
ADD_DESCRIPTION: Final = 400
#: After other extensions, whose tags stay, and whose changes of the page are in the feeds.
COMPLETE_PAGE: Final = 900

# ``build-finished``

#: Before sphinx-sitemap (500): Sphinx 7 and 8.0 emit no ``write-started`` if nothing is written.
EXCLUDE_UNLISTED_AT_END: Final = 100
REMEMBER_SHOWN: Final = 500
WRITE_FEEDS: Final = 500
WRITE_CALENDARS: Final = 500
WRITE_SITEMAP: Final = 500
#: After other extensions, so that redirects never replace their files, even in the first build.
WRITE_REDIRECTS: Final = 900
#: After all others, which may log warnings.
CLOSE_BUILD: Final = 950
