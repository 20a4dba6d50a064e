"""The generated index of postings, its label, and the project's own page of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.domains import Index, IndexEntry
from sphinx.environment import BuildEnvironment

from .._compat import tex_replace_map
from ..diagnostics import Diagnostic
from ..jobs.records import Record
from ..model.status import Status, is_listed
from ..sources.documents import INDEX_PAGE, replaces_index
from ..text.wording import autonym, collation_key
from . import order
from .domain import JobDomain, gettext, job_domain
from .log import report


class Translated:
    """A class attribute that reads as plain text in the language of the build.

    The JSON builder cannot write Sphinx's lazy translations, which are not strings.
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __get__(self, instance: object, owner: type) -> str:
        return str(self.message)


class PostingIndex(Index):
    """The generated index of all listed postings: open, upcoming, then closed, by title."""

    domain: JobDomain
    name = "index"
    localname = Translated(gettext("Job postings"))
    shortname = Translated(gettext("jobs"))

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries grouped by status (see ``sphinx.domains.Index``)."""
        if own_index_page(self.domain):
            return [], False
        wanted = None if docnames is None else set(docnames)
        groups: dict[Status, list[IndexEntry]] = {state: [] for state in Status}
        records = [
            record
            for record in self.domain.jobs.published
            if is_listed(record.posting) and (wanted is None or record.docname in wanted)
        ]
        lang = self.domain.settings.language
        for record in sorted(records, key=lambda r: (collation_key(r.title), r.name)):
            groups[self.domain.jobs.status(record)].append(
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
        # Sphinx makes ids of the headings, in which HTML allows only this space.
        labels = {
            state: state.heading_in(lang).replace(" ", "\N{NO-BREAK SPACE}") for state in groups
        }
        return [(labels[state], rows) for state, rows in groups.items() if rows], False

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
