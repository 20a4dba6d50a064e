"""Changes to a document after parsing: the language of its parts, and quotes at markup."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from .._compat import smartchars
from ..store import order
from ..store.ancestors import language_of
from ..store.domain import job_domain
from ..text.languages import detect


class PageLanguage(SphinxTransform):
    """Marks a page in another language than the project's, by the name of its file or folder.

    docutils makes the ``lang`` attribute, and the right quotes, from the class.
    """

    default_priority = order.PAGE_LANGUAGE

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        docname = self.env.docname
        languages = domain.settings.known_languages
        page = domain.page(docname)
        if not (page.language or page.is_posting) and (languages or page.indexes):
            path = PurePath(self.env.doc2path(docname)).relative_to(self.env.srcdir)
            lang = detect(path, languages)
            if lang and lang != domain.settings.language:
                domain.note(docname).language = lang
        if lang := domain.page(docname).language:
            for node in self.document.children:
                if not isinstance(node, nodes.Element) or isinstance(node, nodes.meta):
                    continue
                if not node.get_language_code():
                    node["classes"].append(f"language-{lang}")


def mark_titles(app: Sphinx, doctree: nodes.document) -> None:
    """Give headings in another language their language in the navigation, too (``doctree-read``).

    Sphinx copies the words of a heading into ``env.tocs`` and ``env.titles``, and not the class
    that says their language.
    """
    env = app.env
    languages: dict[str, str] = {}
    for title in doctree.findall(nodes.title):
        if isinstance(title.parent, nodes.section) and title.parent["ids"]:
            # Sphinx refers to the first heading by its page alone.
            anchor = f"#{title.parent['ids'][0]}" if languages else ""
            languages[anchor] = language_of(title)
    for entry in env.tocs[env.docname].findall(nodes.reference):
        _mark_language(env, entry, languages.get(entry["anchorname"], ""))
    env.titles[env.docname] = env.titles[env.docname].deepcopy()  # it may be that of <title>
    _mark_language(env, env.titles[env.docname], languages.get("", ""))


def _mark_language(env: BuildEnvironment, element: nodes.Element, lang: str) -> None:
    if lang not in ("", job_domain(env).settings.language):
        element[:] = [nodes.inline("", "", *element.children, classes=[f"language-{lang}"])]


#: docutils takes an apostrophe before an opening quote or bracket for a closing quote.
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[«“‘(\[])")


class QuotesAtMarkup(SphinxTransform):
    """Sets the quotes at the edge of markup in postings, which docutils gets wrong.

    docutils sets one text node at a time. In ``l'[Ambition](…)``, it sets the apostrophe at the end
    of a node as a closing quote.
    """

    default_priority = order.QUOTES_AT_MARKUP

    def apply(self, **kwargs: Any) -> None:
        """Apply (see ``docutils.transforms.Transform``)."""
        domain = job_domain(self.env)
        if not domain.page(self.env.docname).postings or not self.config.smartquotes:
            return
        if self.env.settings.get("smart_quotes") is False:
            return
        excluded = self.config.smartquotes_excludes
        if self.config.language in excluded.get("languages", ()):
            return
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block, nodes.Inline | nodes.FixedTextElement):
                self._educate(block)

    def _educate(self, block: nodes.TextElement) -> None:
        for text in list(block.findall(nodes.Text)):
            if "'" in text and not isinstance(text.parent, nodes.literal):
                text.parent.replace(text, nodes.Text(_APOSTROPHE.sub("’", text)))
        texts = list(block.findall(nodes.Text))
        for text, following in pairwise(texts):
            value = str(text)
            quote = value[-1:]
            if quote not in ("'", '"') or isinstance(text.parent, nodes.literal):
                continue
            before, after = value[-2:-1], str(following)[:1]
            if quote == "'" and before.isalnum() and after.isalnum():
                text.parent.replace(text, nodes.Text(value[:-1] + "’"))
            elif quote == '"' and not before.strip() and after.strip():
                # Not ``language_of``: docutils sets the other quote, before 0.22 in this language.
                lang = text.parent.get_language_code(self.config.language)
                text.parent.replace(
                    text, nodes.Text(value[:-1] + smartchars.quotes.get(lang, "“")[0])
                )


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(PageLanguage)
    app.connect("doctree-read", mark_titles, priority=order.MARK_TITLES)
    app.add_transform(QuotesAtMarkup)
