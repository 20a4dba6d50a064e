"""The place of listed postings in the navigation, without a toctree's quadratic cost.

A toctree of all postings is rendered into every page's sidebar, and this work grows with the
square of their number. So this module only adds the relations (``env.toctree_includes``), from
which Sphinx makes the links to the previous, next and parent pages. Only builders that make one
book of all pages also get the entries of a toctree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from .._compat import inline_all_toctrees
from ..jobs.records import Record
from ..reading.placeholders import job_index
from ..store.ancestors import ancestors
from ..store.domain import JobDomain, job_domain

#: Builders that put all documents into one, along the toctrees of the doctrees.
ASSEMBLING = frozenset({"latex", "man", "singlehtml", "texinfo"})
#: Builders whose table of contents is one for all pages, made from ``env.tocs``.
TABLED = frozenset({"epub", "singlehtml"})


def place(env: BuildEnvironment, builder_name: str) -> None:
    """Give each posting's page its section: the fullest ``job-index`` that lists it.

    Runs in every build, after reading, and leaves nothing of an earlier one.
    """
    domain = job_domain(env)
    placed = domain.navigation
    for index, docnames in placed.items():
        mine = set(docnames)
        if index in env.toctree_includes:
            kept = [doc for doc in env.toctree_includes[index] if doc not in mine]
            env.toctree_includes[index] = kept
            if not kept:
                del env.toctree_includes[index]
        for node in _own_toctrees(env, index):
            node.parent.remove(node)
    placed.clear()
    taken = {doc for included in env.toctree_includes.values() for doc in included}
    taken.add(env.config.root_doc)
    for index, record in _by_precedence(env, domain):
        doc = record.docname
        if record.is_page and doc not in taken and doc != index:
            taken.add(doc)
            placed.setdefault(index, []).append(doc)
    for index, docnames in placed.items():
        env.toctree_includes[index] = [*env.toctree_includes.get(index, []), *docnames]
        if builder_name in TABLED and index in env.tocs:
            _add_toctree(env, index, docnames)


def _by_precedence(env: BuildEnvironment, domain: JobDomain) -> Iterator[tuple[str, Record]]:
    """Yield each index with the postings that it lists, in the order in which they are placed.

    Lists whose author claims the postings come first, then the fullest, then the first in reading
    order. A list in a posting's own language comes before all others.
    """
    order = {docname: place for place, docname in enumerate(env.collect_relations())}
    found = []
    for docname, page in domain.pages.items():
        for number, spec in enumerate(page.indexes):
            if spec.toctree is not False:
                records = domain.views.listed(docname, number)
                place = order.get(docname, len(order))
                found.append((not spec.toctree, -len(records), place, docname, number, records))
    for own in (True, False):
        for *_rank, docname, _number, records in sorted(found, key=lambda item: item[:5]):
            lang = domain.page_language(docname)
            yield from (
                (docname, record) for record in records if (record.page_lang == lang) is own
            )


def _own_toctrees(env: BuildEnvironment, docname: str) -> list[addnodes.toctree]:
    toc = env.tocs.get(docname)
    return [n for n in toc.findall(addnodes.toctree) if n.get("job_index")] if toc else []


def _toctree(docname: str, docnames: Iterable[str]) -> addnodes.toctree:
    entries = [(None, doc) for doc in docnames]
    return addnodes.toctree(
        "",
        parent=docname,
        entries=entries,
        includefiles=[doc for _title, doc in entries],
        maxdepth=1,
        caption=None,
        glob=False,
        hidden=False,
        includehidden=False,
        numbered=0,
        titlesonly=True,
        job_index=True,
    )


def _add_toctree(env: BuildEnvironment, docname: str, docnames: Iterable[str]) -> None:
    toc = env.tocs[docname]
    lists = list(toc.findall(nodes.bullet_list))
    inner = lists[1] if len(lists) > 1 else None
    if inner is None:
        inner = nodes.bullet_list()
        next(toc.findall(nodes.list_item), toc).append(inner)
    inner += _toctree(docname, docnames)


def inline(builder: Builder, document: nodes.document) -> None:
    """Put the postings' pages into an assembled document, where their index's section ends."""
    placed = job_domain(builder.env).navigation
    traversed = [start["docname"] for start in document.findall(addnodes.start_of_file)]
    # The builders of one file link only to documents that they know are in it.
    known = getattr(builder, "docnames", None)
    included: set[str] = known if isinstance(known, set) else set()
    placeholders = list(document.findall(job_index))
    for placeholder in placeholders:
        index: str = placeholder["docname"]
        above = list(ancestors(placeholder))
        # The section around the list, or the document.
        section = next((node for node in above if isinstance(node, nodes.section)), above[-1])
        wrapper = nodes.document(document.settings, document.reporter)
        wrapper += _toctree(index, placed.get(index, ()))
        pages = inline_all_toctrees(builder, included, index, wrapper, str, traversed)
        placeholders.extend(pages.findall(job_index))
        section.extend(pages.children)
    for start in document.findall(addnodes.start_of_file):
        for child in start.children:
            child.parent = start  # Sphinx leaves them with the document they come from


def enter_in_epub(env: BuildEnvironment, document: nodes.document) -> None:
    """Let the EPUB's table of contents take the postings that the root document lists.

    ``EpubBuilder.get_refnodes`` knows an entry by the class of the node around its link.
    """
    root = env.config.root_doc
    missing = set(job_domain(env).navigation.get(root, ()))
    for link in document.findall(addnodes.pending_xref):
        place = link.get("job_place")
        if place and place.docname in missing and isinstance(link.parent, nodes.Element):
            missing.remove(place.docname)  # the first list has it
            link.parent["classes"].append("toctree-l1")


def neighbours(env: BuildEnvironment) -> dict[str, tuple[object, ...]]:
    """Return the navigation of each page next to a placed posting: its neighbours and parents."""
    domain = job_domain(env)
    placed = {doc for docs in domain.navigation.values() for doc in docs}
    for page in domain.pages.values():
        placed.update(shown or posting for posting, shown in page.toctrees.items())
    if not placed:
        return {}

    def title(docname: str | None) -> str:
        # With its classes, which say its language.
        return env.titles[docname].pformat() if docname in env.titles else ""

    relations = env.collect_relations()

    def above(docname: str | None) -> Iterator[str]:
        while docname and (parent := relations[docname][0]):
            yield parent
            docname = parent

    return {
        docname: tuple((doc, title(doc)) for doc in (*near, *above(near[0])))
        for docname, near in relations.items()
        if docname in placed or not placed.isdisjoint(filter(None, near))
    }
