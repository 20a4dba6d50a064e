"""The site that a build writes: its builder, and the absolute addresses of its pages."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from ..store import order
from ..store.domain import WEB, job_domain, target_uri
from ..store.log import logger
from ..text.wording import message as _


def web_builder(app: Sphinx) -> StandaloneHTMLBuilder | None:
    """Return the builder if it writes pages with addresses of their own."""
    builder = app.builder
    if builder.name in WEB and isinstance(builder, StandaloneHTMLBuilder):
        return builder
    return None


def page_url(builder: StandaloneHTMLBuilder, docname: str) -> str:
    """Return the absolute address of a document's page; empty if the site's is not known."""
    base = job_domain(builder.env).settings.base_url
    return base and base + target_uri(builder, docname)


def explain(app: Sphinx, env: BuildEnvironment) -> None:
    """Say why the links that need the address of the site are missing (``env-updated``)."""
    domain = job_domain(env)
    on_the_web = web_builder(app) and domain.settings.web and domain.in_use
    if on_the_web and not domain.settings.base_url:
        text = _(
            "html_baseurl is not set, so no canonical URLs, hreflang links, feeds or sitemap are "
            "written."
        )
        logger.info("jobs: %s", text)


def setup(app: Sphinx) -> None:
    """Register the explanation."""
    app.connect("env-updated", explain, priority=order.EXPLAIN)
