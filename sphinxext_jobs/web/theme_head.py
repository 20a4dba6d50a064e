"""The head of a page in a theme that does not write the tags of pages: a template adds them."""

from __future__ import annotations

import html
import re
from typing import Any
from weakref import WeakKeyDictionary

from jinja2 import DictLoader, TemplateError
from sphinx.builders.html import StandaloneHTMLBuilder

#: The block is in Sphinx's basic theme, and those that do not inherit from it have it, too.
_TEMPLATE = "sphinxext-jobs/page.html"
_SOURCE = "{% extends job_page %}{% block extrahead %}{{ super() }}{{ job_head }}{% endblock %}"
_MARK = "<!-- sphinxext-jobs -->"
#: The tags of the page for social networks, which a theme may write by itself.
_SOCIAL = re.compile(r'<meta [^>]*\b(?:name|property)="((?:og|twitter):[^"]*)"[^>]*>\s*')

#: The head of a page without its tags by the builder of its theme; empty if the theme writes them.
_heads: WeakKeyDictionary[StandaloneHTMLBuilder, str] = WeakKeyDictionary()


def template_with_tags(
    builder: StandaloneHTMLBuilder, template: str, context: dict[str, Any]
) -> str | None:
    """Return the template that adds the ``metatags`` of a page to its head.

    None if the theme writes them itself. Only one page is tried, because to write each page twice
    would take too long.
    """
    if builder not in _heads:
        _heads[builder] = _head_without_tags(builder, template, context)
    head = _heads[builder]
    if not head:
        return None
    url = "" if 'rel="canonical"' in head else context.get("pageurl") or ""
    canonical = f'<link rel="canonical" href="{html.escape(url)}">\n' if url else ""
    known = _SOCIAL.findall(head)
    tags = _SOCIAL.sub(lambda tag: "" if tag[1] in known else tag[0], context["metatags"])
    context["job_page"] = template
    context["job_head"] = f"\n{canonical}{tags}"
    return _TEMPLATE


def _head_without_tags(
    builder: StandaloneHTMLBuilder, template: str, context: dict[str, Any]
) -> str:
    """Return the head of a page, and add our template to those of the builder.

    Empty if the theme writes the tags, or if its templates are not Jinja's.
    """
    loaders = getattr(builder.templates, "loaders", None)
    if loaders is None:
        return ""
    try:
        page: str = builder.templates.render(template, {**context, "metatags": _MARK})
    except (TemplateError, LookupError, TypeError, ValueError, AttributeError):
        return ""  # Sphinx will say why
    if _MARK in page:
        return ""
    loaders.append(DictLoader({_TEMPLATE: _SOURCE}))
    return page.partition("</head>")[0]
