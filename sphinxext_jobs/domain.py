"""The domain ``job``: the one store of postings, and every way to refer to one."""

from __future__ import annotations

import dataclasses
import difflib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.util import docname_join
from sphinx.util.nodes import clean_astext, make_refnode
from sphinx.util.osutil import relative_uri
from sphinx.util.texescape import tex_replace_map

from .config import settings_of
from .counterparts import closest
from .languages import best, nearest, normalize
from .log import warn
from .pairing.catalog import Figures
from .records import Anchor, IndexSpec, Link, PairsSpec, Place, Record, Suspect
from .settings import Settings
from .status import Status, is_listed, status
from .wording import CATALOGUE, autonym, collation_key

#: Key → language → postings, each in the order of preference.
Jobs = dict[str, dict[str, list[Record]]]

_ = get_translation(CATALOGUE)

#: What is stored of each document while it is read.
_PER_DOCUMENT = (
    "postings",
    "suspects",
    "indexes",
    "pairs",
    "references",
    "links",
    "anchors",
    "toctrees",
    "languages",
)

#: The page of the generated index, as Sphinx names it: by domain and index.
INDEX_PAGE = "job-index"


class Translated:
    """A class attribute that reads as plain text in the language of the build.

    Sphinx's lazy translations are no strings, which the JSON builder cannot write.
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __get__(self, instance: object, owner: type) -> str:
        return str(self.message)


class PostingIndex(Index):
    """The generated index of all listed postings: open, upcoming, then closed, by title."""

    name = "index"
    localname = Translated(_("Job postings"))
    shortname = Translated(_("jobs"))

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries grouped by status (see ``sphinx.domains.Index``)."""
        assert isinstance(self.domain, JobDomain)
        if self.domain.own_index_page:
            return [], False
        wanted = None if docnames is None else set(docnames)
        groups: dict[Status, list[IndexEntry]] = {state: [] for state in Status}
        records = [
            record
            for record in self.domain.records
            if is_listed(record.posting) and (wanted is None or record.docname in wanted)
        ]
        lang = self.domain.settings.language
        for record in sorted(records, key=lambda r: (collation_key(r.title), r.name)):
            groups[self.domain.status(record)].append(
                IndexEntry(
                    record.title,
                    0,
                    self._docname(record),
                    record.anchor,
                    autonym(record.title_lang) if record.title_lang != lang else "",
                    "",
                    "",
                )
            )
        # Sphinx makes ids of the headings, in which HTML allows no space but this.
        labels = {
            state: state.heading_in(lang).replace(" ", "\N{NO-BREAK SPACE}") for state in groups
        }
        return [(labels[state], rows) for state, rows in groups.items() if rows], False

    def _docname(self, record: Record) -> str:
        """Return a document's name as labels have it: LaTeX's writer has forgotten to escape it."""
        assert isinstance(self.domain, JobDomain)
        if self.domain.builder is None or self.domain.builder.format != "latex":
            return record.docname
        name = record.docname.translate(tex_replace_map)
        return name.encode("ascii", "backslashreplace").decode().replace("\\", "_")


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
        "suspects": {},  # docname → Suspect
        "indexes": {},  # docname → list of IndexSpec
        "pairs": {},  # docname → list of PairsSpec
        "figures": {},  # catalogue's path → (when it changed, Figures): see pairs
        "references": {},  # docname → set of targets
        "links": {},  # docname → name of what it links to → whether its file was there
        "anchors": {},  # docname → set of Anchor
        "elsewhere": {},  # docname → Record of a posting left to the site in its language
        "instead": {},  # docname of such a posting → docname of this site's page of its key
        "toctrees": {},  # docname → posting that its toctrees name → what they show instead
        "files": {},  # docname → (what it was read under, Record or None): see publish
        "languages": {},  # docname → language of the page
        "navigation": {},  # docname of an index → the docnames it gave a place to
    }
    #: To be raised with the shape of the doctrees, too: see ``setup``.
    data_version = 7
    #: The builder of this build: see ``begin``. It is never stored.
    builder: Builder | None = None
    #: By document, a digest of what its page shows in this build; told likewise.
    shown: Mapping[str, str] = MappingProxyType({})
    #: What ``parser`` made for one configuration of MyST, to use it for the next page again.
    page_parser: tuple[object, MarkdownIt] | None = None

    @property
    def postings(self) -> dict[str, list[Record]]:
        """The postings of each document."""
        store: dict[str, list[Record]] = self.data["postings"]
        return store

    @property
    def suspects(self) -> dict[str, Suspect]:
        """The ordinary pages with fields that only postings have."""
        store: dict[str, Suspect] = self.data["suspects"]
        return store

    @property
    def indexes(self) -> dict[str, list[IndexSpec]]:
        """The ``job-index`` directives of each document."""
        store: dict[str, list[IndexSpec]] = self.data["indexes"]
        return store

    @property
    def pairs(self) -> dict[str, list[PairsSpec]]:
        """The ``job-pairs`` directives of each document."""
        store: dict[str, list[PairsSpec]] = self.data["pairs"]
        return store

    @property
    def figures(self) -> dict[str, tuple[int, Figures]]:
        """How each catalogue stood when its file last changed, kept by ``pairs``."""
        store: dict[str, tuple[int, Figures]] = self.data["figures"]
        return store

    @property
    def references(self) -> dict[str, set[str]]:
        """The targets that each document refers to."""
        store: dict[str, set[str]] = self.data["references"]
        return store

    @property
    def links(self) -> dict[str, dict[str, bool]]:
        """The documents and files that each document links to, and whether they were there."""
        store: dict[str, dict[str, bool]] = self.data["links"]
        return store

    @property
    def anchors(self) -> dict[str, set[Anchor]]:
        """The places that each document links to, in postings or elsewhere."""
        store: dict[str, set[Anchor]] = self.data["anchors"]
        return store

    @property
    def elsewhere(self) -> dict[str, Record]:
        """The postings that this build leaves to the sites in their languages."""
        store: dict[str, Record] = self.data["elsewhere"]
        return store

    @property
    def instead(self) -> dict[str, str]:
        """The document that this site has in the place of each left to another site."""
        store: dict[str, str] = self.data["instead"]
        return store

    @property
    def toctrees(self) -> dict[str, dict[str, str | None]]:
        """The postings that each document's toctrees name, and what they show instead."""
        store: dict[str, dict[str, str | None]] = self.data["toctrees"]
        return store

    @property
    def files(self) -> dict[str, tuple[object, Record | None]]:
        """What the front matter of each file said, kept by ``publish``."""
        store: dict[str, tuple[object, Record | None]] = self.data["files"]
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
    def in_use(self) -> bool:
        """Whether the project has a posting, or a list or table of them."""
        return bool(self.postings or self.indexes or self.pairs)

    def shows(self, docname: str) -> bool:
        """Whether a document shows postings, or a list or table of them."""
        return any(docname in found for found in (self.postings, self.indexes, self.pairs))

    @cached_property
    def settings(self) -> Settings:
        """The settings of this build: see ``begin``. They are never stored."""
        return settings_of(self.env.config)

    def begin(self, builder: Builder) -> None:
        """Begin a build: an application may build several times, each with its own settings."""
        self.builder = builder
        self.__dict__.pop("settings", None)
        self._forget()

    # Filling the store, while documents are read.

    def note_posting(self, record: Record) -> None:
        """Store a posting of the document being read."""
        self.postings.setdefault(record.docname, []).append(record)
        self._forget()

    def note_index(self, docname: str, index: IndexSpec) -> None:
        """Store a ``job-index`` of the document being read."""
        self.indexes.setdefault(docname, []).append(index)

    def note_pairs(self, docname: str, pairs: PairsSpec) -> None:
        """Store a ``job-pairs`` of the document being read."""
        self.pairs.setdefault(docname, []).append(pairs)

    def note_reference(self, docname: str, target: str) -> None:
        """Store a reference of the document being read."""
        self.references.setdefault(docname, set()).add(target)

    def note_link(self, docname: str, name: str) -> None:
        """Store what the document being read links to: a document, a file, or perhaps neither."""
        self.links.setdefault(docname, {})[name] = self.has_file(name)

    def has_file(self, name: str) -> bool:
        """Whether a document or a file is there, published or not."""
        # Not by pathlib, to which a name that is too long is an error.
        return any(map(os.path.isfile, (self.env.doc2path(name), Path(self.env.srcdir, name))))

    def note_toctree(self, docname: str, posting: str, instead: str | None) -> None:
        """Store what a toctree of the document being read shows in a posting's place."""
        self.toctrees.setdefault(docname, {})[posting] = instead

    def leave_out(self, records: dict[str, Record], instead: dict[str, str]) -> None:
        """Say which postings this build leaves to other sites, and what it has instead."""
        self.data["elsewhere"], self.data["instead"] = records, instead
        self._forget()

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Take titles and leads from the doctree: there, they are translated."""
        for record, section in self.sections(docname, document):
            title, header = section.children[:2]
            assert isinstance(title, nodes.title)
            assert isinstance(header, nodes.Element)
            lead = header.children[0] if header.children else title
            assert isinstance(lead, nodes.TextElement)
            self.replace(
                record,
                title=clean_astext(title),
                title_lang=title.get_language_code(record.page_lang),
                lead=lead.astext() if header.children else None,
                lead_lang=lead.get_language_code(record.page_lang),
            )

    def note_references(self, docname: str, document: nodes.document) -> None:
        """Note what a document that is read refers to, without our role, too."""
        for reference in document.findall(addnodes.pending_xref):
            if not reference.get("refdomain") and reference.get("reftype") in ("any", "myst"):
                self.note_reference(docname, reference["reftarget"])
            if linked := linked_document(self.env, reference):
                self.note_link(docname, linked)
            if anchors := set(_anchors_of(reference, linked)):
                self.anchors.setdefault(docname, set()).update(anchors)

    def replace(self, record: Record, **values: Any) -> None:
        """Store other values of a posting's record."""
        found = self.postings[record.docname]
        found[found.index(record)] = dataclasses.replace(record, **values)
        self._forget()

    def sections(
        self, docname: str, document: nodes.document
    ) -> Iterator[tuple[Record, nodes.section]]:
        """Yield the postings of a document, with their sections."""
        records = {record.anchor: record for record in self.postings.get(docname, ())}
        if records:
            for section in document.findall(nodes.section):
                for anchor in section["ids"]:
                    if anchor in records:
                        yield records[anchor], section

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for name in (*_PER_DOCUMENT, "navigation"):
            self.data[name].pop(docname, None)
        self._forget()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        for name in _PER_DOCUMENT:
            other = otherdata[name]
            self.data[name].update(
                {docname: other[docname] for docname in docnames if docname in other}
            )
        self._forget()

    def _forget(self) -> None:
        for name in ("records", "by_key", "everywhere", "listed_records", "feed_languages"):
            self.__dict__.pop(name, None)

    # The generated index.

    #: Whether there was one in the build before.
    had_index = False

    @property
    def has_index(self) -> bool:
        """Whether there is something to list, and web builders are not told to list nothing."""
        wanted = self.env.config.html_domain_indices
        if self.builder is None or self.builder.format != "html":
            wanted = True
        elif not isinstance(wanted, bool):
            wanted = INDEX_PAGE in wanted
        return wanted and any(is_listed(record.posting) for record in self.records)

    def setup(self) -> None:
        """Leave out the label of the index, which Sphinx makes here: see ``label_index``."""

    @property
    def own_index_page(self) -> str | None:
        """The project's own page that a web builder writes where the index would be."""
        builder = self.builder
        if builder is None or builder.format != "html" or builder.name == "singlehtml":
            return None  # only those write indices as pages
        address = builder.get_target_uri(INDEX_PAGE)
        return next(
            (
                docname
                for docname in (INDEX_PAGE, f"{INDEX_PAGE}/index")
                if docname in self.env.found_docs and builder.get_target_uri(docname) == address
            ),
            None,
        )

    def forget_index(self) -> None:
        """Take back the label of the index before reading: a page may have one of that name."""
        std = self.env.domains["std"]
        assert isinstance(std, StandardDomain)
        self.had_index = std.anonlabels.get(INDEX_PAGE) == (INDEX_PAGE, "")
        if self.had_index:
            del std.anonlabels[INDEX_PAGE]
            std.labels.pop(INDEX_PAGE, None)

    def label_index(self) -> None:
        """Let ``ref`` lead to the index where there is one; runs after reading, in every build."""
        std = self.env.domains["std"]
        assert isinstance(std, StandardDomain)
        wanted = self.has_index and not self.own_index_page
        if wanted and INDEX_PAGE not in std.anonlabels:
            std.note_hyperlink_target(INDEX_PAGE, INDEX_PAGE, "", PostingIndex.localname)

    # Looking things up, once everything is read.

    def status(self, record: Record) -> Status:
        """Return a posting's status on the day of the build."""
        settings = self.settings
        return status(record.posting, settings.day, settings.timezone, settings.always_open)

    @cached_property
    def records(self) -> list[Record]:
        """All postings in the order of preference: open ones first, then by file name."""
        return self._ordered(record for found in self.postings.values() for record in found)

    def _ordered(self, records: Iterable[Record]) -> list[Record]:
        return sorted(
            records,
            key=lambda r: (self.status(r) is not Status.OPEN, r.docname, r.lines.get("title", 0)),
        )

    def jobs(self, records: Iterable[Record]) -> Jobs:
        """Arrange postings by key and language, each in the order of preference."""
        found: Jobs = {}
        for record in self._ordered(records):
            texts = found.setdefault(record.posting.translation_key, {})
            texts.setdefault(record.posting.lang, []).append(record)
        return found

    @cached_property
    def by_key(self) -> Jobs:
        """The postings that this build publishes."""
        return self.jobs(self.records)

    @cached_property
    def everywhere(self) -> Jobs:
        """The postings of all sites."""
        return self.jobs([*self.records, *self.elsewhere.values()])

    @cached_property
    def listed_records(self) -> dict[tuple[str, int], list[Record]]:
        """What each list shows, kept by ``listing.records_of``."""
        return {}

    @cached_property
    def feed_languages(self) -> Set[str]:
        """The languages that have a feed: even while nothing in them is open."""
        if not self.settings.feeds_base:
            return frozenset()
        return {self.settings.feed_language(record.page_lang) for record in self.records}

    def feed_of(self, docname: str) -> str | None:
        """Return the language of the feed that a document with a ``job-index`` names."""
        if docname not in self.indexes:
            return None
        lang = self.settings.feed_language(self.page_language(docname))
        return lang if lang in self.feed_languages else None

    def page_of(self, docname: str) -> Record | None:
        """Return the posting whose page a document is."""
        return next((r for r in self.postings.get(docname, ()) if r.is_page), None)

    def record_at(self, place: Place) -> Record | None:
        """Return the posting at a place."""
        return next((r for r in self.postings.get(place.docname, ()) if r.place == place), None)

    def find(self, target: str, docname: str) -> Link | None:
        """Find a posting for a document: by ``key``, or ``key@lang`` for that language only.

        By key, it is the text in the document's language, else another.
        """
        key, at, forced = target.rpartition("@")
        if target in self.by_key:
            return self._here(target, self.page_language(docname)).link
        return self._forced(key, normalize(forced), docname) if at else None

    def _here(self, key: str, lang: str) -> Record:
        """Return this build's text for a key, preferably in *lang*."""
        texts = self.by_key[key]
        return texts[best(texts, lang) or next(iter(texts))][0]

    def _forced(self, key: str, lang: str, docname: str) -> Link | None:
        texts = self.by_key.get(key, {})
        found = best(texts, lang)
        if found and not self.settings.is_foreign(found):
            return texts[found][0].link
        if not texts or not self.settings.has_site_per_language:
            return None
        return self.sibling(key, lang, docname) or self._here(key, lang).link

    def stand_in(self, docname: str) -> Record | None:
        """Return this build's posting for a document that is left to another site."""
        left_out = self.elsewhere.get(docname)
        if left_out is None:
            return None
        site = self.settings.language
        texts = self.by_key[left_out.posting.translation_key]
        return closest(left_out, texts[best(texts, site) or next(iter(texts))])

    def sibling(self, key: str, lang: str, docname: str, near: Record | None = None) -> Link | None:
        """Link from a document to a job's page in the site in another language.

        Its title is empty where the job has no text in that language. Of several texts, it is
        the one *near*est to a posting.
        """
        sites = self.settings.other_sites
        site = best(sites, lang)
        if site is None:
            return None
        texts = self.everywhere[key]
        found = nearest(texts, site, self.settings.languages)
        record = closest(near, texts[found]) if near else texts[found][0]
        uri = self._address(sites[site], record, docname)
        own = best([found], site) is not None
        title, lang = (record.posting.title, found) if own else ("", site)
        return dataclasses.replace(record.link, title=title, lang=lang, uri=uri) if uri else None

    def _address(self, base: str, record: Record, docname: str) -> str | None:
        """Return the address of a posting in the site at *base*, as a document writes it."""
        builder = self.builder
        absolute = "//" in base
        if builder is None or builder.format != "html":
            return None
        if builder.name == "epub" and not absolute:
            return None  # a book has no address to begin from
        uri = base + target_uri(builder, record.docname)
        if not record.is_page:
            uri += f"#{record.anchor}"
        return uri if absolute else relative_uri(target_uri(builder, docname), uri)

    def counterparts(self, record: Record) -> list[Link]:
        """Return links to the same job in other languages: here, then in other sites."""
        key = record.posting.translation_key
        own = record.page_lang
        texts = sorted(self.by_key[key].items())
        links = [
            closest(record, found).link
            for lang, found in texts
            if lang not in (own, record.posting.lang)
        ]
        here = {own, *(link.lang for link in links)}
        sites = (site for site in self.settings.other_sites if site not in here)
        found = (self.sibling(key, site, record.docname, record) for site in sites)
        return [*links, *filter(None, found)]

    def answers(self, link: Link, record: Record) -> bool:
        """Whether the counterpart to which a link leads has this posting as its own."""
        texts = self.everywhere[record.posting.translation_key]
        there = (r for found in texts.values() for r in found if r.place == link.place)
        candidates = texts[record.posting.lang]
        other = next(there, None)
        chosen = closest(other, candidates) if other else candidates[0]
        return chosen.place == record.place

    def page_language(self, docname: str) -> str:
        """Tell the language a document is written in: noted, else the project's."""
        return self.languages.get(docname) or self.settings.language

    def place_of(self, anchor: Anchor) -> object:
        """Return where in a posting's document a link leads; None where it does not, or nowhere."""
        env, name = self.env, anchor.name
        std = env.domaindata["std"]
        if anchor.docname and anchor.docname not in self.postings:
            return None
        if anchor.docname and not name:
            return env.titles[anchor.docname].astext() if anchor.shows_title else ""
        slugs = env.metadata[anchor.docname].get("myst_slugs", {}) if anchor.docname else {}
        ids = {id_: (id_, title) for _line, id_, title in slugs.values()}
        ids |= {slug: (id_, title) for slug, (_line, id_, title) in slugs.items()}
        found: tuple[str, str] | None = ids.get(name)
        if found is None:
            stored = std["labels"].get(name.lower()) or std["anonlabels"].get(name.lower())
            if not stored or (anchor.docname or stored[0]) not in self.postings:
                return None
            found = f"{stored[0]}#{stored[1]}", stored[2] if len(stored) > 2 else ""
        return found if anchor.shows_title else found[0]

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
        refdoc = node.get("refdoc", fromdocname)
        if "job_place" in node:  # made by page.link_node, for one posting among duplicates
            record = self.record_at(node["job_place"])
            link = record.link if record else None
        else:
            link = self.find(target, refdoc)
        if link is None:
            return None
        text = contnode.deepcopy()
        if not node.get("refexplicit"):
            title = link.title or autonym(link.lang)
            text = nodes.inline(title, title, classes=["job-ref"])
            if link.lang != self.page_language(refdoc):
                text["classes"].append(f"language-{link.lang}")
        hint = None if text.astext() == link.title else link.title or None
        if link.uri:
            return nodes.reference("", "", text, refuri=link.uri, internal=False)
        return make_refnode(builder, fromdocname, link.docname, link.fragment, text, hint)

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
        project = self.settings.language
        for key, texts in self.by_key.items():
            first = texts[best(texts, project) or next(iter(texts))][0]
            priority = 1 if is_listed(first.posting) else -1
            yield key, first.title, "posting", first.docname, first.anchor, priority
            for record, *_others in texts.values():
                # Hidden from the search (-1), as what is unlisted: the key has found it already.
                yield record.name, record.title, "posting", record.docname, record.anchor, -1

    def suggestions(self, target: str) -> Collection[str]:
        """Return the targets nearest to one that does not exist."""
        key = target.rpartition("@")[0] or target
        if key in self.everywhere:
            return [f"{key}@{lang}" for lang in sorted(self.everywhere[key])]
        return difflib.get_close_matches(key, self.by_key, n=3, cutoff=0.6)


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


def target_uri(builder: Builder, docname: str) -> str:
    """Return a document's address from the root on, as a link writes it.

    ``DirectoryHTMLBuilder.get_target_uri`` leaves it to others to quote it.
    """
    uri = builder.get_target_uri(docname)
    return quote(uri) if builder.name == "dirhtml" else uri


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
        node if node.source else (node["refdoc"], node.line),
    )
    return True


def setup_domain(app: Sphinx) -> None:
    """Register the domain and the short role ``job``."""
    app.add_domain(JobDomain)
    app.add_role("job", PostingRole(innernodeclass=nodes.inline, warn_dangling=True))
    app.connect("warn-missing-reference", warn_missing)
