"""Fills the placeholders of a document, and sends links to this site's pages."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from .._compat import I18nBuilder
from ..jobs.records import Link
from ..reading.placeholders import job_header, job_index, job_pairs
from ..store import order
from ..store.ancestors import ancestors
from ..store.domain import JobDomain, job_domain
from ..store.links import link_text
from ..store.references import headings_of, linked_document
from . import navigation
from .header import header_nodes
from .lists import index_nodes
from .pairs import pairs_nodes


class FillPlaceholders(SphinxPostTransform):
    """Replaces each placeholder by its content on the day of the build."""

    default_priority = order.FILL_PLACEHOLDERS

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        builder = domain.builder
        if builder.name in navigation.ASSEMBLING:
            navigation.inline(builder, self.document)
        for header in list(self.document.findall(job_header)):
            shown = domain.views.header(domain.record_at(header["place"]))
            header.replace_self(list(header_nodes(shown, header.children)))
        # Builders that extract messages must find the words for an empty list on every day.
        extracting = isinstance(builder, I18nBuilder)
        for index in [] if extracting else list(self.document.findall(job_index)):
            view = domain.views.index(index["docname"], index["number"])
            depth = sum(isinstance(node, nodes.section) for node in ancestors(index))
            index.replace_self(index_nodes(view, index.children, max(1, depth) + 1))
        for pairs in list(self.document.findall(job_pairs)):
            view_of_pairs = domain.views.pairs(pairs["docname"], pairs["number"])
            pairs.replace_self(pairs_nodes(view_of_pairs))
        if builder.name == "epub" and self.env.docname == self.config.root_doc:
            navigation.enter_in_epub(self.env, self.document)


class LeadToStandIns(SphinxPostTransform):
    """Sends links to a posting that is left to another site to this site's page of its key."""

    default_priority = order.LEAD_TO_STAND_INS

    def run(self, **kwargs: Any) -> None:
        """Apply (see ``sphinx.transforms.post_transforms.SphinxPostTransform``)."""
        domain = job_domain(self.env)
        if not domain.elsewhere:
            return
        for node in list(self.document.findall(addnodes.pending_xref)):
            if record := domain.jobs.stand_in(linked_document(self.env, node) or ""):
                node.replace_self(self._reference(domain, node, record.link))

    def _reference(self, domain: JobDomain, node: addnodes.pending_xref, link: Link) -> nodes.Node:
        refdoc = node.get("refdoc", self.env.docname)
        if node.get("refexplicit"):
            text = node.children[0].deepcopy()
        else:
            text = link_text(link, domain.page_language(refdoc))
        # A heading of the same name, which another language seldom has.
        headings = headings_of(self.env, link.docname)
        fragment, _title = headings.get(node.get("reftargetid"), (link.fragment, ""))
        try:
            return make_refnode(domain.builder, refdoc, link.docname, fragment, text)
        except NoUri:
            return text


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_post_transform(FillPlaceholders)
    app.add_post_transform(LeadToStandIns)
