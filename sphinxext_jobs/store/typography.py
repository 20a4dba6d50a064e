"""The typography of free words in front matter: quotes, dashes and amounts."""

from __future__ import annotations

import re

from docutils.utils import normalize_language_tag
from sphinx.config import Config

from .._compat import educate_tokens, smartchars


def typeset(config: Config, text: str, lang: str) -> str:
    """Set an author's words as Sphinx sets the text of a page: quotes, dashes, amounts.

    Sphinx's own smart quotes do not see front matter.
    """
    if config.smartquotes and lang not in config.smartquotes_excludes.get("languages", ()):
        known = (tag for tag in normalize_language_tag(lang) if tag in smartchars.quotes)
        parts = educate_tokens(
            [("plain", text)], config.smartquotes_action, language=next(known, "en")
        )
        text = "".join(parts)
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d)|[$€£%])", "\N{NO-BREAK SPACE}", text)
