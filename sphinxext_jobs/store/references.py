"""References to postings: the role ``job``, and the targets that documents refer to."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import docname_join

from .._compat import heading_slugs
from ..jobs.records import Anchor
from ..jobs.references import missing_target
from . import order
from .domain import JobDomain, job_domain
from .log import location_of, report


class PostingRole(XRefRole):
    """``job``: a reference by key. It is noted, so that the page is updated with its target."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Normalize the target ``key`` or ``key@lang`` (see ``sphinx.roles.XRefRole``)."""
        refnode["refdomain"] = "job"
        refnode["reftype"] = "posting"
        target = " ".join(target.split())
        job_domain(env).note(env.docname).references.add(target)
        return title, target


def note_references(domain: JobDomain, docname: str, document: nodes.document) -> None:
    """Note the targets that a document refers to, also without the role."""
    for reference in document.findall(addnodes.pending_xref):
        if not reference.get("refdomain") and reference.get("reftype") in ("any", "myst"):
            domain.note(docname).references.add(reference["reftarget"])
        if linked := linked_document(domain.env, reference):
            note_link(domain, docname, linked)
        if anchors := set(_anchors_of(reference, linked)):
            domain.note(docname).anchors |= anchors


def note_document(app: Sphinx, document: nodes.document) -> None:
    """Note the references, now that MyST has made them from its links (event ``doctree-read``)."""
    note_references(job_domain(app.env), app.env.docname, document)


def note_link(domain: JobDomain, docname: str, name: str) -> None:
    """Note that a document links to another, or to a file, or perhaps to neither."""
    domain.note(docname).links[name] = domain.file_of(name)


def linked_document(env: BuildEnvironment, node: addnodes.pending_xref) -> str | None:
    """Return the document that a reference names by its file, if it may do so."""
    domain, kind = node.get("refdomain"), node.get("reftype")
    if domain == "doc" and kind == "myst":
        return str(node["reftarget"])
    if (domain, kind) == ("std", "doc"):
        return docname_join(node["refdoc"], node["reftarget"])
    if not domain and kind in ("any", "myst"):
        name = docname_join(node["refdoc"], node["reftarget"].partition("#")[0])
        return env.path2doc(name) or name  # MyST leaves a path that leads nowhere as it is
    return None


def _anchors_of(node: addnodes.pending_xref, linked: str | None) -> Iterator[Anchor]:
    """Yield the places that a reference may lead to: an anchor of a document, or a label."""
    domain, kind = node.get("refdomain"), node.get("reftype")
    shows_title = not node.get("refexplicit")
    if linked:
        yield Anchor(linked, node.get("reftargetid") or "", shows_title)
    if (domain == "std" and kind in ("ref", "numref")) or (not domain and kind in ("any", "myst")):
        yield Anchor("", node["reftarget"], shows_title)


def place_of(domain: JobDomain, anchor: Anchor) -> object:
    """Return the place in a posting's document to which a link leads, if it leads to one."""
    env, name = domain.env, anchor.name
    std = env.domaindata["std"]
    if anchor.docname and not domain.page(anchor.docname).postings:
        return None
    if anchor.docname and not name:
        return env.titles[anchor.docname].astext() if anchor.shows_title else ""
    found = headings_of(env, anchor.docname).get(name) if anchor.docname else None
    if found is None:
        stored = std["labels"].get(name.lower()) or std["anonlabels"].get(name.lower())
        if not stored or not domain.page(anchor.docname or stored[0]).postings:
            return None
        found = f"{stored[0]}#{stored[1]}", stored[2] if len(stored) > 2 else ""
    return found if anchor.shows_title else found[0]


def headings_of(env: BuildEnvironment, docname: str) -> dict[str, tuple[str, str]]:
    """Return the id and the text of each heading of a document, by its slug and by its id."""
    slugs = heading_slugs(env, docname)
    ids = {id_: (id_, title) for _line, id_, title in slugs.values()}
    return ids | {slug: (id_, title) for slug, (_line, id_, title) in slugs.items()}


def warn_missing(app: Sphinx, domain: Domain, node: addnodes.pending_xref) -> bool | None:
    """Report a reference without a target (event ``warn-missing-reference``)."""
    if not isinstance(domain, JobDomain):
        return None
    target = node["reftarget"]
    at = location_of(node, domain.env, node["refdoc"])
    report([missing_target(target, domain.jobs.suggestions(target), at)])
    return True


def setup(app: Sphinx) -> None:
    """Register the role, in the domain and under its short name."""
    role = PostingRole(innernodeclass=nodes.inline, warn_dangling=True)
    app.add_role_to_domain("job", "posting", role)
    app.add_role("job", role)
    app.connect("doctree-read", note_document, priority=order.NOTE_REFERENCES)
    app.connect("warn-missing-reference", warn_missing, priority=order.WARN_MISSING)
