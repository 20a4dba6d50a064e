"""The generated index of postings, its label, and the project's own page of the same name."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.domains import Index, IndexEntry
from sphinx.environment import BuildEnvironment

from .._compat import tex_replace_map
from ..diagnostics import Diagnostic
from ..jobs.records import Record
from ..model.query import column
from ..model.status import Status, is_listed
from ..sources.documents import INDEX_PAGE, replaces_index
from ..text.wording import autonym, collation_key
from ..views.facts import Words, facts
from . import order
from .domain import WEB, JobDomain, gettext, job_domain
from .log import report


class Translated:
    """A class attribute that reads as plain text in the language of the build.

    The JSON builder cannot write Sphinx's lazy translations, which are not strings.
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __get__(self, instance: object, owner: type) -> str:
        return str(self.message)


class Spoken(str):
    """A text that names its language where a template escapes it; elsewhere, it is plain."""

    __slots__ = ("lang",)
    lang: str

    def __html__(self) -> str:
        """Return the text as HTML (see ``markupsafe.escape``)."""
        return f'<span lang="{html.escape(self.lang)}">{html.escape(self)}</span>'


class PostingIndex(Index):
    """The generated index of all listed postings: by language, then by status, then by title."""

    domain: JobDomain
    name = "index"
    localname = Translated(gettext("Job postings"))
    shortname = Translated(gettext("jobs"))

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries in their groups (see ``sphinx.domains.Index``)."""
        if own_index_page(self.domain):
            return [], False
        wanted = None if docnames is None else set(docnames)
        records = [
            record
            for record in self.domain.jobs.published
            if is_listed(record.posting) and (wanted is None or record.docname in wanted)
        ]
        records.sort(key=lambda r: (*self._place(r), collation_key(r.title), r.name))
        several = len({record.page_lang for record in records}) > 1
        groups: dict[str, list[IndexEntry]] = {}
        for record in records:
            groups.setdefault(self._heading(record, several), []).append(self._entry(record))
        return list(groups.items()), False

    def _place(self, record: Record) -> tuple[int, str, int]:
        """Return the place of a posting's group; languages are in the order of the project."""
        lang, known = record.page_lang, self.domain.settings.languages
        place = known.index(lang) if lang in known else len(known)
        return place, lang, list(Status).index(self.domain.jobs.status(record))

    def _heading(self, record: Record, several: bool) -> str:
        """Return the heading of a posting's group; with its language if there are several."""
        heading = self.domain.jobs.status(record).heading_in(self.domain.settings.language)
        if several:
            heading = f"{autonym(record.page_lang)} – {heading}"
        # Sphinx makes an id of it, in which HTML allows only this space.
        return heading.replace(" ", "\N{NO-BREAK SPACE}")

    def _entry(self, record: Record) -> IndexEntry:
        """Make the entry of a posting: its title, its places, and the day that matters."""
        status = self.domain.jobs.status(record)
        day = "publishDate" if status is Status.UPCOMING else "expiryDate"
        fields = (column(name) for name in ("location", day))
        found = {
            f.field: f for f in facts(self.domain.views.build, record, fields, record.page_lang)
        }
        places = found["location"].text if "location" in found else ()
        extra = [autonym(record.title_lang)] if record.title_lang != record.page_lang else []
        extra += [words.text for words in places]
        days: tuple[Words, ...] = ()
        if day in found:
            days = found[day].text if status is Status.CLOSED else found[day].phrase
        return IndexEntry(
            self._spoken(record.title, record.title_lang),
            0,
            self._docname(record),
            record.anchor,
            self._spoken(", ".join(extra), places[0].lang if places else record.title_lang),
            "",
            self._spoken(" ".join(words.text for words in days), record.page_lang),
        )

    def _spoken(self, text: str, lang: str) -> str:
        """Mark a text in another language than the page, where it is markup."""
        written = self.domain.builder.name in (*WEB, "epub")
        if not written or not text or lang == self.domain.settings.language:
            return text
        spoken = Spoken(text)
        spoken.lang = lang
        return spoken

    def _docname(self, record: Record) -> str:
        """Return a document's name as labels have it: LaTeX's writer does not escape it here."""
        if self.domain.builder.format != "latex":
            return record.docname
        name = record.docname.translate(tex_replace_map)
        return name.encode("ascii", "backslashreplace").decode().replace("\\", "_")


def has_index(domain: JobDomain) -> bool:
    """Whether the index is written: a posting is listed, and ``html_domain_indices`` allows it."""
    wanted = domain.env.config.html_domain_indices
    if domain.builder.format != "html":
        wanted = True
    elif not isinstance(wanted, bool):
        wanted = INDEX_PAGE in wanted
    return wanted and any(is_listed(record.posting) for record in domain.jobs.published)


def own_index_page(domain: JobDomain) -> str | None:
    """Return the project's own page at the address of the generated index, if there is one."""
    builder = domain.builder
    if builder.format != "html" or builder.name == "singlehtml":
        return None  # only those write indices as pages
    address = builder.get_target_uri(INDEX_PAGE)
    return next(
        (
            docname
            for docname in (INDEX_PAGE, f"{INDEX_PAGE}/index")
            if docname in domain.env.found_docs and builder.get_target_uri(docname) == address
        ),
        None,
    )


def forget_index(domain: JobDomain) -> None:
    """Take back the label of the index before reading: a page may have one of that name."""
    std = domain.env.domains["std"]
    domain.had_index = std.anonlabels.get(INDEX_PAGE) == (INDEX_PAGE, "")
    if domain.had_index:
        del std.anonlabels[INDEX_PAGE]
        std.labels.pop(INDEX_PAGE, None)


def label_index(domain: JobDomain) -> None:
    """Let ``ref`` lead to the index, if there is one."""
    std = domain.env.domains["std"]
    wanted = has_index(domain) and not own_index_page(domain)
    if wanted and INDEX_PAGE not in std.anonlabels:
        std.note_hyperlink_target(INDEX_PAGE, INDEX_PAGE, "", PostingIndex.localname)


def _own_index(domain: JobDomain) -> Iterator[Diagnostic]:
    """Find the page of the project that replaces the generated index."""
    page = own_index_page(domain)
    if page and has_index(domain):
        yield replaces_index(Path(domain.env.doc2path(page)))


def after_reading(app: Sphinx, env: BuildEnvironment) -> None:
    """Label the index, and report a page that replaces it (event ``env-updated``)."""
    domain = job_domain(env)
    label_index(domain)
    report(_own_index(domain))


def setup(app: Sphinx) -> None:
    """Register the index, and its label."""
    app.add_index_to_domain("job", PostingIndex)
    app.connect("env-updated", after_reading, priority=order.LABEL_INDEX)
