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
from ..views.header import HeaderView
from . import navigation
from .header import apply_nodes, header_node
from .lists import index_nodes
from .pairs import pairs_nodes

#: The letters of a text that is longer than the screen of a phone.
_SCREEN = 1500


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
            self._fill_header(header, domain.views.header(domain.record_at(header["place"])))
        # Builders that extract messages must find the words for an empty list on every day.
        extracting = isinstance(builder, I18nBuilder)
        for index in [] if extracting else list(self.document.findall(job_index)):
            view = domain.views.index(index["docname"], index["number"])
            depth = sum(isinstance(node, nodes.section) for node in ancestors(index))
            deepest = 5 if builder.format == "latex" else 6  # a LaTeX article has one level less
            index.replace_self(index_nodes(view, index.children, min(max(1, depth) + 1, deepest)))
        for pairs in list(self.document.findall(job_pairs)):
            view_of_pairs = domain.views.pairs(pairs["docname"], pairs["number"])
            pairs.replace_self(pairs_nodes(view_of_pairs))
        if builder.name == "epub" and self.env.docname == self.config.root_doc:
            navigation.enter_in_epub(self.env, self.document)

    def _fill_header(self, placeholder: job_header, view: HeaderView) -> None:
        """Replace a header; where a long text ends, a web page has the link to apply again."""
        section = placeholder.parent
        web = job_domain(self.env).builder.format == "html"
        is_long = len(section.astext()) > _SCREEN
        lead = [node for node in placeholder.children if isinstance(node, nodes.TextElement)]
        header = header_node(view, lead, section[0].astext(), web=web)
        header += [node for node in placeholder.children if node not in lead]  # see ``web.closing``
        placeholder.replace_self(header)
        if web and view.apply_url and is_long:
            section += list(apply_nodes(view, "job-apply-again"))


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
