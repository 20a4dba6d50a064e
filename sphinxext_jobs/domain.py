"""The domain ``job``: the one store of postings, and every way to refer to one."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Collection, Iterable, Iterator, Set
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util.nodes import clean_astext, make_refnode

from . import config as options
from .languages import CATALOGUE, autonym, best, collation_key, matches, normalize
from .log import warn
from .query import Status, status, status_label
from .records import IndexSpec, Record

_ = get_translation(CATALOGUE)


class Translated:
    """A class attribute that reads as plain text in the language of the build.

    Sphinx's lazy translations are no strings, which the JSON builder cannot write.
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __get__(self, instance: object, owner: type) -> str:
        return str(self.message)


class PostingIndex(Index):
    """The generated index of all postings: open, upcoming, then closed, by title."""

    name = "index"
    localname = Translated(_("Job postings"))
    shortname = Translated(_("jobs"))

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries grouped by status (see ``sphinx.domains.Index``)."""
        assert isinstance(self.domain, JobDomain)
        wanted = None if docnames is None else set(docnames)
        groups: dict[Status, list[IndexEntry]] = {state: [] for state in Status}
        records = [r for r in self.domain.records if wanted is None or r.docname in wanted]
        for record in sorted(records, key=lambda r: (collation_key(r.title), r.name)):
            groups[self.domain.status(record)].append(
                IndexEntry(
                    record.title,
                    0,
                    record.docname,
                    record.anchor,
                    autonym(record.posting.lang),
                    "",
                    "",
                )
            )
        lang = options.project_language(self.domain.env.config)
        found = [(status_label(state, lang), rows) for state, rows in groups.items() if rows]
        return found, False


class PostingRole(XRefRole):
    """``job``: a reference by key; notes it, so that the page follows what it refers to."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Normalise the target ``key`` or ``key@lang`` (see ``sphinx.roles.XRefRole``)."""
        refnode["refdomain"] = "job"
        refnode["reftype"] = "posting"
        target = " ".join(target.split())
        domain = job_domain(env)
        domain.note_reference(env.docname, target)
        return title, target


class JobDomain(Domain):
    """Job postings by key and language."""

    name = "job"
    label = "Job postings"
    object_types: ClassVar = {"posting": ObjType(_("job posting"), "posting", "job")}
    roles: ClassVar = {"posting": PostingRole(innernodeclass=nodes.inline, warn_dangling=True)}
    indices: ClassVar = [PostingIndex]
    initial_data: ClassVar = {
        "postings": {},  # docname → list of Record
        "indexes": {},  # docname → list of IndexSpec
        "references": {},  # docname → set of targets
        "languages": {},  # docname → language of the page
        "navigation": {},  # docname of an index → the docnames it gave a place to
        "shown": {},  # output folder → docname → digest of what the page showed
    }
    data_version = 1
    #: The builder at work; told by the collector in each build, and never stored.
    builder: Builder | None = None
    #: What ``parser`` made for one configuration of MyST, to use it for the next page again.
    page_parser: tuple[object, MarkdownIt] | None = None

    @property
    def postings(self) -> dict[str, list[Record]]:
        """The postings of each document."""
        store: dict[str, list[Record]] = self.data["postings"]
        return store

    @property
    def indexes(self) -> dict[str, list[IndexSpec]]:
        """The ``job-index`` directives of each document."""
        store: dict[str, list[IndexSpec]] = self.data["indexes"]
        return store

    @property
    def references(self) -> dict[str, set[str]]:
        """The targets that each document refers to."""
        store: dict[str, set[str]] = self.data["references"]
        return store

    @property
    def languages(self) -> dict[str, str]:
        """The language of each document whose language is not the project's."""
        store: dict[str, str] = self.data["languages"]
        return store

    @property
    def navigation(self) -> dict[str, list[str]]:
        """The documents that each document with an index gave a place to."""
        store: dict[str, list[str]] = self.data["navigation"]
        return store

    @property
    def shown(self) -> dict[str, dict[str, str]]:
        """Per output folder, a digest of what each document showed when it was written."""
        store: dict[str, dict[str, str]] = self.data["shown"]
        return store

    # Filling the store, while documents are read.

    def note_posting(self, record: Record) -> None:
        """Store a posting of the document being read."""
        self.postings.setdefault(record.docname, []).append(record)
        self._forget()

    def note_index(self, docname: str, index: IndexSpec) -> None:
        """Store a ``job-index`` of the document being read."""
        self.indexes.setdefault(docname, []).append(index)

    def note_reference(self, docname: str, target: str) -> None:
        """Store a reference of the document being read."""
        self.references.setdefault(docname, set()).add(target)

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Take titles and leads from the doctree: there, they are translated.

        Also note what may refer to a posting without our role.
        """
        for reference in document.findall(addnodes.pending_xref):
            if not reference.get("refdomain") and reference.get("reftype") in ("any", "myst"):
                self.note_reference(docname, reference["reftarget"])
        if docname not in self.postings:
            return
        records = {record.anchor: record for record in self.postings[docname]}
        for section in document.findall(nodes.section):
            for anchor in section["ids"]:
                if anchor in records:
                    title, header = section.children[:2]
                    assert isinstance(title, nodes.title)
                    lead = header.children[0].astext() if header.children else None
                    records[anchor] = dataclasses.replace(
                        records[anchor], title=clean_astext(title), lead=lead
                    )
        self.postings[docname] = list(records.values())

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for name in ("postings", "indexes", "references", "languages", "navigation"):
            self.data[name].pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        for name in ("postings", "indexes", "references", "languages"):
            other = otherdata[name]
            self.data[name].update(
                {docname: other[docname] for docname in docnames if docname in other}
            )
        self._forget()

    def _forget(self) -> None:
        for name in ("records", "by_key", "listed_records"):
            self.__dict__.pop(name, None)

    # Looking things up, once everything is read.

    @cached_property
    def today(self) -> date:
        """The day of this build, read once."""
        return options.today(self.env.config)

    def status(self, record: Record) -> Status:
        """Tell a posting's status on the day of the build."""
        config = self.env.config
        return status(record.posting, self.today, options.zone(config), config.jobs_always_open)

    @cached_property
    def records(self) -> list[Record]:
        """All postings in the order of preference: open ones first, then by file name."""
        return sorted(
            (record for records in self.postings.values() for record in records),
            key=lambda r: (self.status(r) is not Status.OPEN, r.docname, r.lines.get("title", 0)),
        )

    @cached_property
    def by_key(self) -> dict[str, dict[str, list[Record]]]:
        """Key → language → postings, each in the order of preference."""
        found: dict[str, dict[str, list[Record]]] = {}
        for record in self.records:
            texts = found.setdefault(record.posting.translation_key, {})
            texts.setdefault(record.posting.lang, []).append(record)
        return found

    @cached_property
    def listed_records(self) -> dict[tuple[str, int], list[Record]]:
        """What each list shows, kept by ``listing.records_of``."""
        return {}

    def record_at(self, docname: str, anchor: str) -> Record | None:
        """Return the posting at a place."""
        return next((r for r in self.postings.get(docname, ()) if r.anchor == anchor), None)

    def find(self, target: str, lang: str) -> Record | None:
        """Find a posting by ``key`` (preferably in *lang*) or ``key@lang`` (only in that)."""
        key, at, forced = target.rpartition("@")
        texts = self.by_key.get(target)
        if texts is None and at:
            texts, wanted = self.by_key.get(key, {}), normalize(forced)
            found = best(texts, wanted)
            found = found if found and matches(found, wanted.split("-")[0]) else None
        elif texts is None:
            return None
        else:
            found = best(texts, lang) or next(iter(texts))
        return texts[found][0] if found else None

    def counterparts(self, record: Record) -> list[Record]:
        """Return the same job's texts in other languages, by language."""
        texts = self.by_key[record.posting.translation_key]
        return [others[0] for lang, others in sorted(texts.items()) if lang != record.posting.lang]

    def page_language(self, docname: str) -> str:
        """Tell the language a document is written in: noted, else the project's."""
        return self.languages.get(docname) or options.project_language(self.env.config)

    # Sphinx's side: cross-references, inventory, merging.

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Make the link; its text is the posting's title unless the author gave one."""
        lang = self.page_language(node.get("refdoc", fromdocname))
        if "job_anchor" in node:  # made by page.Link, for one posting among duplicates
            record = self.record_at(node["job_docname"], node["job_anchor"])
        else:
            record = self.find(target, lang)
        if record is None:
            return None
        text = contnode.deepcopy()
        if not node.get("refexplicit"):
            text = nodes.inline(record.title, record.title, classes=["job-ref"])
            if record.posting.lang != lang:
                text["classes"].append(f"language-{record.posting.lang}")
        return make_refnode(
            builder,
            fromdocname,
            record.docname,
            "" if record.is_page else record.anchor,
            text,
            None if text.astext() == record.title else record.title,
        )

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Resolve the ``any`` role, and MyST's links, by key."""
        found = self.resolve_xref(env, fromdocname, builder, "posting", target, node, contnode)
        return [("job:posting", found)] if found else []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield the inventory: each key, and each ``key@lang``."""
        project = options.project_language(self.env.config)
        for key, texts in self.by_key.items():
            first = texts[best(texts, project) or next(iter(texts))][0]
            yield key, first.title, "posting", first.docname, first.anchor, 1
            for record, *_others in texts.values():
                # Hidden from the search (-1): there, the key has found the job already.
                yield record.name, record.title, "posting", record.docname, record.anchor, -1

    def suggestions(self, target: str) -> Collection[str]:
        """Return the targets nearest to one that does not exist."""
        key = target.rpartition("@")[0] or target
        if key in self.by_key:
            return [f"{key}@{lang}" for lang in sorted(self.by_key[key])]
        return difflib.get_close_matches(key, self.by_key, n=3, cutoff=0.6)


def job_domain(env: BuildEnvironment) -> JobDomain:
    """Return the domain of an environment."""
    domain = env.domains["job"]
    assert isinstance(domain, JobDomain)
    return domain


def warn_missing(app: Sphinx, domain: Domain, node: addnodes.pending_xref) -> bool | None:
    """Say which keys a mistyped reference may mean (event ``warn-missing-reference``)."""
    if not isinstance(domain, JobDomain):
        return None
    target = node["reftarget"]
    near = " or ".join(f"`{name}`" for name in domain.suggestions(target))
    warn(
        "ref",
        (f"no posting has the key {target}" + (f"; is it {near}?" if near else "; check the key")),
        f"{node.source}:{node.line}" if node.source else node["refdoc"],
    )
    return True


def setup_domain(app: Sphinx) -> None:
    """Register the domain and the short role ``job``."""
    app.add_domain(JobDomain)
    app.add_role("job", PostingRole(innernodeclass=nodes.inline, warn_dangling=True))
    app.connect("warn-missing-reference", warn_missing)
