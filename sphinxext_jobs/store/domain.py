"""The domain ``job``: it stores the data of documents, and resolves references for Sphinx."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, cast
from urllib.parse import quote

from docutils import nodes
from markdown_it import MarkdownIt
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.util.nodes import clean_astext, make_refnode
from sphinx.util.osutil import relative_uri

from ..jobs.agreed import FACTS
from ..jobs.jobs import Jobs, no_dates
from ..jobs.pages import Page
from ..jobs.publication import Publication
from ..jobs.records import Link, Place, Record
from ..model.status import is_listed
from ..pairing.catalogs.catalog import Figures
from ..pairing.catalogs.figures import figures_of, translations_of
from ..settings.settings import Settings
from ..sources.glossary import Glossary
from ..sources.history import History
from ..sources.scan import Scan
from ..text.wording import CATALOGUE
from ..views.build import Build, no_file
from ..views.views import Views
from .config import settings_of
from .links import link_text
from .typography import typeset

#: Marks words for readers, in the language of the build; ``_`` is for those for authors.
gettext = get_translation(CATALOGUE)

#: The builders whose pages have addresses of their own.
WEB = ("html", "dirhtml")
#: The builders whose pages are read in a browser, where a script can run.
BROWSED = (*WEB, "singlehtml")


class JobDomain(Domain):
    """Job postings by key and language."""

    name = "job"
    label = "Job postings"
    object_types: ClassVar = {"posting": ObjType(gettext("job posting"), "posting", "job")}
    initial_data: ClassVar = {
        name: {} for name in ("pages", "figures", "elsewhere", "instead", "files", "navigation")
    }
    #: It must also be raised if the doctrees change.
    data_version = 14
    #: The builder of this build: see ``begin``. It is never stored.
    builder: Builder
    #: Whether the build before had a generated index.
    had_index = False
    #: A digest of the content of each document's page in this build, set by ``outdated``.
    shown: Mapping[str, str] = MappingProxyType({})
    #: The pages of this build that do not come from a document, noted by ``head``.
    generated: set[str]
    #: A configuration of MyST and its parser, which ``renderer.page_parser`` uses again.
    page_parser: tuple[object, MarkdownIt] | None = None
    #: The drafts that this build does not publish, noted by ``files``.
    drafts: Sequence[Record] = ()

    def __init__(self, env: BuildEnvironment) -> None:
        """Give the stored data their names."""
        super().__init__(env)
        data = self.data
        #: The data of each document that has any: see ``page``.
        self.pages: dict[str, Page] = data["pages"]
        #: By the path of a catalogue, when its file last changed, and its figures then.
        self.figures: dict[str, tuple[int, Figures]] = data["figures"]
        #: By document, the postings that this build leaves to the sites in their languages.
        self.elsewhere: dict[str, Record] = data["elsewhere"]
        #: The site's own document for the job of each of these documents.
        self.instead: dict[str, str] = data["instead"]
        #: By document, the time and settings when its file was last read, and its posting.
        self.files: dict[str, tuple[object, Record | None]] = data["files"]
        #: By document with an index, the documents that are under it in the navigation.
        self.navigation: dict[str, list[str]] = data["navigation"]

    def page(self, docname: str) -> Page:
        """Return the data of a document."""
        return self.pages.get(docname) or Page()

    def note(self, docname: str) -> Page:
        """Return the data of the document that is being read, to add to it."""
        self.forget_jobs()
        return self.pages.setdefault(docname, Page())

    @property
    def in_use(self) -> bool:
        """Whether the project has a posting, or a list or table of them."""
        return any(page.shows_jobs for page in self.pages.values())

    @property
    def is_web(self) -> bool:
        """Whether the pages of this build have addresses of their own."""
        return self.builder.name in WEB

    @property
    def is_browsed(self) -> bool:
        """Whether the pages of this build are read in a browser, where a script can run."""
        return self.builder.name in BROWSED

    @cached_property
    def settings(self) -> Settings:
        """The settings of this build: see ``begin``. They are never stored."""
        return settings_of(self.env.config)

    @property
    def glossary_paths(self) -> list[Path]:
        """The files of the glossary."""
        return [Path(self.builder.confdir) / name for name in self.settings.glossary]

    @cached_property
    def glossary(self) -> Glossary:
        """The glossary of this build. It is never stored."""
        return Glossary.load(self.glossary_paths, self.settings)

    @cached_property
    def scan(self) -> Scan:
        """The files that this build has read before Sphinx does. They are never stored."""
        return Scan()

    def begin(self, builder: Builder) -> None:
        """Begin a build: an application may build several times, each with its own settings."""
        self.builder = builder
        self.generated = set()
        for name in ("settings", "glossary", "history"):
            self.__dict__.pop(name, None)
        self.forget_jobs()

    def setup(self) -> None:
        """Leave out the label of the index, which Sphinx makes here: see ``generated_index``."""

    # Filling the store, while documents are read.

    def file_of(self, name: str) -> str | None:
        """Return the path of a document's file, or of another file; None if it does not exist."""
        paths = str(self.env.doc2path(name)), str(Path(self.env.srcdir, name))
        # Not by pathlib, to which a name that is too long is an error.
        return next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113

    def leave_out(self, chosen: Publication) -> None:
        """Note which postings this build leaves to other sites."""
        self.data["elsewhere"] = self.elsewhere = chosen.elsewhere
        self.data["instead"] = self.instead = chosen.instead
        self.forget_jobs()

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Take titles and leads from the doctree: there, they are translated."""
        for record, section in self.sections(docname, document):
            title, lead = fields_of(section)
            self.note(docname).postings[record.anchor] = dataclasses.replace(
                record,
                title=clean_astext(title),
                title_lang=title.get_language_code(record.page_lang),
                lead=lead.astext() if lead else None,
                lead_lang=(lead or title).get_language_code(record.page_lang),
            )

    def sections(
        self, docname: str, document: nodes.document
    ) -> Iterator[tuple[Record, nodes.section]]:
        """Yield the postings of a document, with their sections."""
        records = self.page(docname).postings
        if records:
            for section in document.findall(nodes.section):
                for anchor in section["ids"]:
                    if anchor in records:
                        yield records[anchor], section

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.pages.pop(docname, None)
        self.navigation.pop(docname, None)
        self.forget_jobs()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Add the data that a parallel process has read."""
        self.pages.update({d: page for d, page in otherdata["pages"].items() if d in docnames})
        self.forget_jobs()

    def forget_jobs(self) -> None:
        """Forget everything that depends on all postings, because they change."""
        for name in ("jobs", "views"):
            self.__dict__.pop(name, None)

    # Looking things up, once everything is read.

    @cached_property
    def jobs(self) -> Jobs:
        """All postings, for use when reading is done."""
        published = (r for page in self.pages.values() for r in page.postings.values())
        elsewhere = self.elsewhere.values()
        dates = self.history.of if self.settings.history else no_dates
        return Jobs.of(published, elsewhere, self.settings, self._address, self._facts, dates)

    @cached_property
    def history(self) -> History:
        """The dates of files in this build, if they are asked for. They are never stored."""
        if not self.settings.history or not self.in_use:
            return History()
        records = (r for page in self.pages.values() for r in page.postings.values())
        suffixes = {Path(record.path).suffix for record in (*records, *self.elsewhere.values())}
        return History.read(Path(self.env.srcdir), suffixes)

    def _facts(self, lang: str) -> Mapping[str, str]:
        """Return the values of front matter that the catalogue of a language translates."""
        if FACTS in self.env.found_docs:  # its catalogue has this name
            return {}
        return translations_of(self.settings.catalog_path(Path(self.env.srcdir), FACTS, lang), lang)

    @cached_property
    def views(self) -> Views:
        """Everything that pages show of postings, for use when reading is done."""
        build = Build(
            jobs=self.jobs,
            page=self.page,
            pages=self.pages,
            page_language=self.page_language,
            is_web=self.is_web,
            is_browsed=self.is_browsed,
            typeset=partial(typeset, self.env.config),
            figures=self.figures_of,
            text_of=self.text_of,
            headings_of=self.headings_of,
            file_uri=self.file_uri if self.is_web else no_file,
        )
        return Views(build)

    def text_of(self, record: Record) -> str:
        """Return a posting's text as far as its page shows it, without title, header and markup."""
        document = self.env.get_doctree(record.docname)
        for found, section in self.sections(record.docname, document):
            if found.anchor == record.anchor:
                body = (n for n in section.children[2:] if not isinstance(n, nodes.Invisible))
                return " ".join(node.astext() for node in body)
        return ""

    def headings_of(self, record: Record) -> list[str]:
        """Return the headings in a posting's text, as its page shows them."""
        toc = self.env.tocs.get(record.docname)
        wanted = "" if record.is_page else f"#{record.anchor}"
        for item in toc.findall(nodes.list_item) if toc else ():
            own, *inner = item.findall(nodes.reference)
            if own.get("anchorname") == wanted:
                return list(map(clean_astext, inner))
        return []

    def figures_of(self, docname: str, lang: str) -> Figures | None:
        """Return the figures of a catalogue, which is read again only if its file has changed."""
        path = self.settings.catalog_path(Path(self.env.srcdir), docname, lang)
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            return None
        cached = self.figures.get(str(path))
        if cached is None or cached[0] != changed:
            found = figures_of(path, lang)
            if found is None:
                return None
            cached = self.figures[str(path)] = changed, found
        return cached[1]

    def feed_of(self, docname: str) -> str | None:
        """Return the language of the feed that a document with a ``job-index`` names."""
        if not self.page(docname).indexes:
            return None
        lang = self.settings.feed_language(self.page_language(docname))
        return lang if lang in self.jobs.feed_languages else None

    def page_of(self, docname: str) -> Record | None:
        """Return the posting whose page a document is."""
        return next((r for r in self.page(docname).postings.values() if r.is_page), None)

    def record_at(self, place: Place) -> Record:
        """Return the posting at a place; raises ``KeyError`` if there is none."""
        return self.page(place.docname).postings[place.anchor]

    def _address(self, base: str, link: Link, docname: str) -> str | None:
        """Return the address of a posting in the site at *base*, as a document writes it."""
        builder = self.builder
        absolute = "//" in base
        if builder.format != "html" or (builder.name == "epub" and not absolute):
            return None  # a book has no address to begin from
        uri = base + posting_uri(builder, link)
        if absolute:
            return uri
        _path, sign, fragment = uri.partition("#")
        return relative_uri(target_uri(builder, docname), uri) + sign + fragment

    def file_uri(self, docname: str, path: str) -> str:
        """Return the address of a file in the output folder, as a document's page links to it."""
        return relative_uri(target_uri(self.builder, docname), quote(path))

    def page_language(self, docname: str) -> str:
        """Return the language of a document: its own if it is noted, or the project's."""
        return self.page(docname).language or self.settings.language

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
        """Return the link; its text is the posting's title unless the author gave one."""
        refdoc = node.get("refdoc", fromdocname)
        if "job_place" in node:  # made by ``pages.header.link_node``, for one among duplicates
            link: Link | None = self.record_at(node["job_place"]).link
        else:
            link = self.jobs.find(target, refdoc, self.page_language(refdoc))
        if link is None:
            return None
        if node.get("refexplicit"):
            text = contnode.deepcopy()
        else:
            text = link_text(link, self.page_language(refdoc), "job-ref")
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
        for key, texts in self.jobs.by_key.items():
            first = self.jobs.choose(key, project)
            priority = 1 if is_listed(first.posting) else -1
            yield key, first.title, "posting", first.docname, first.anchor, priority
            for record, *_others in texts.values():
                # Hidden from the search (-1), because the key has found it already.
                yield record.name, record.title, "posting", record.docname, record.anchor, -1


def fields_of(section: nodes.section) -> tuple[nodes.title, nodes.TextElement | None]:
    """Return the title and the lead, if it has one, of a posting's section."""
    title = next(section.findall(nodes.title))
    return title, next(section.children[1].findall(nodes.TextElement), None)


def target_uri(builder: Builder, docname: str) -> str:
    """Return a document's address from the root on, as a link writes it.

    ``DirectoryHTMLBuilder.get_target_uri`` returns it unquoted.
    """
    uri = builder.get_target_uri(docname)
    return quote(uri) if builder.name == "dirhtml" else uri


def posting_uri(builder: Builder, link: Link) -> str:
    """Return a posting's address from the root on: of its page, or of its section in a page."""
    return target_uri(builder, link.docname) + (link.fragment and f"#{link.fragment}")


def job_domain(env: BuildEnvironment) -> JobDomain:
    """Return the domain of an environment."""
    return cast(JobDomain, env.domains["job"])


def setup(app: Sphinx) -> None:
    """Register the domain."""
    app.add_domain(JobDomain)
