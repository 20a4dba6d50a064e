"""Feeds as files: their entries, the content that pages keep for them, and the links to them.

The content of an entry is the text of its page when the page was last written. The process that
writes a page keeps the text in a file next to the doctrees, so that builds that do not write the
page again can use it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from ..formats.feeds import (
    GENERATOR,
    TYPES,
    Entry,
    Feed,
    atom,
    dates,
    feed_name,
    json_feed,
    legal,
    newest_first,
    stable_id,
)
from ..formats.fragment import Part
from ..formats.job_list import Row, job_list
from ..formats.tags import Tag, alternate
from ..jobs.records import Link, Record
from ..model.fields import FIELDS, texts_in
from ..model.status import Status
from ..sources.files import read_file, save
from ..store import order
from ..store.domain import JobDomain, job_domain, posting_uri, target_uri
from ..store.log import logger, report
from ..text.digest import digest
from ..text.wording import message as _
from ..text.wording import ngettext, translator
from .output import Output, replace_all
from .site import page_url, web_builder

#: The list of all postings, in the output folder.
LIST = "jobs.json"
#: The fields whose values are the categories of an entry.
CATEGORIES = tuple(field for field in FIELDS.values() if field.category)


def _folder(builder: StandaloneHTMLBuilder) -> Path:
    """Return the folder in which contents are kept; each site, and each address, has its own."""
    site = f"{builder.outdir}\n{job_domain(builder.env).settings.base_url}"
    return Path(builder.doctreedir) / ".jobs-feeds" / digest(site, 16)


#: The name of a file with a content. No other file has such a name.
_KEPT = re.compile("[0-9a-f]{32}[.]html")


def _kept(folder: Path, record: Record) -> Path:
    return folder / f"{digest(f'{record.docname}#{record.anchor}', 16)}.html"


def fed(domain: JobDomain) -> Iterator[Record]:
    """Yield the open, listed postings. Only the first of duplicates, because ids are unique."""
    if not domain.settings.feeds_base:
        return
    for texts in domain.jobs.by_key.values():
        for records in texts.values():
            yield from [record for record in records if domain.jobs.is_advertised(record)][:1]


def parts_to_keep(
    domain: JobDomain, pagename: str, doctree: nodes.document
) -> Iterator[tuple[Record, Part]]:
    """Yield the postings of a page whose contents feeds show, and their parts of the page."""
    if domain.settings.feeds_base:
        for record, section in domain.sections(pagename, doctree):
            if domain.jobs.is_advertised(record):
                yield record, Part({section["ids"][0], *_footnotes(doctree, section)})


def keep_contents(builder: StandaloneHTMLBuilder, contents: Iterable[tuple[Record, str]]) -> None:
    """Keep the contents of a page's postings as their HTML in the page."""
    folder = _folder(builder)
    for record, text in contents:
        report(save(_kept(folder, record), legal(text)))


def _footnotes(document: nodes.document, part: nodes.Element) -> set[str]:
    """Return the ids of a part's footnotes, which MyST moves to the end of the page."""
    notes = {name: note for note in document.findall(nodes.footnote) for name in note["ids"]}
    found: set[str] = set()
    wanted = [part]
    while wanted:
        references = wanted.pop().findall(nodes.footnote_reference)
        new = {reference.get("refid") for reference in references} & notes.keys() - found
        found |= new
        wanted += [notes[name] for name in new]  # a footnote may have footnotes
    return found


def feed_links(builder: StandaloneHTMLBuilder, pagename: str) -> Iterator[Tag]:
    """Yield the links to the feeds that the head of a page with a list has."""
    lang = job_domain(builder.env).feed_of(pagename)
    if lang is not None:
        for suffix, kind in TYPES.items():
            href = relative_uri(target_uri(builder, pagename), feed_name(lang, suffix))
            yield alternate(href, type=kind, title=_title(builder, lang))


def unkept(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write because their contents are missing (``env-get-updated``)."""
    builder = web_builder(app)
    if builder is None:
        return []
    folder = _folder(builder)
    records = fed(job_domain(env))
    return sorted({r.docname for r in records if _content(_kept(folder, r)) is None})


def _content(kept: Path) -> str | None:
    """Return a content that a page kept for the feeds; None if it cannot be read."""
    try:
        return read_file(kept).decode()
    except (OSError, UnicodeError):
        return None


def write_feeds(app: Sphinx, exception: Exception | None) -> None:
    """Write the feeds that changed, and remove stale ones (event ``build-finished``)."""
    builder = web_builder(app)
    if builder is None or exception is not None:
        return
    domain, out = job_domain(app.env), Path(builder.outdir)
    wanted = domain.settings.has_feeds and domain.in_use
    outputs = _outputs(domain, builder) if wanted else ()
    earlier = [path.name for suffix in TYPES for path in out.glob(f"jobs*.{suffix}")]
    report(replace_all(out, outputs, earlier, GENERATOR))
    _forget_contents(domain, _folder(builder))


def _forget_contents(domain: JobDomain, folder: Path) -> None:
    wanted = {_kept(folder, record) for record in fed(domain)}
    with suppress(OSError):  # a file that cannot be removed does no harm
        for path in set(folder.glob("*.html")) - wanted:
            if _KEPT.fullmatch(path.name) and path.is_file():
                path.unlink()
        if not wanted:
            folder.rmdir()


def _outputs(domain: JobDomain, builder: StandaloneHTMLBuilder) -> Iterator[Output]:
    rows = (_row(domain, builder, r) for r in domain.jobs.published if not r.posting.draft)
    yield Output(LIST, job_list(rows, domain.settings.timezone), GENERATOR)
    records = list(fed(domain))
    for lang in sorted(domain.jobs.feed_languages):
        entries = (
            _entry(domain, builder, record)
            for record in records
            if domain.settings.feed_language(record.page_lang) == lang
        )
        employer = domain.settings.employer(lang)
        feed = Feed(
            title=_title(builder, lang),
            lang=lang,
            url=domain.settings.base_url + feed_name(lang),
            home=_home(domain, builder, lang),
            author=employer.name if employer else builder.config.project,
            entries=newest_first(entries),
        )
        _explain(sum(entry.updated is None for entry in feed.entries), lang, domain)
        yield Output(feed_name(lang, "atom"), atom(feed), GENERATOR)
        yield Output(feed_name(lang, "json"), json_feed(feed), GENERATOR)


def _explain(undated: int, lang: str, domain: JobDomain) -> None:
    """Say how many entries an Atom feed cannot have."""
    if not undated:
        return
    text = ngettext(
        "{count} posting without a date is left out of {feed}.",
        "{count} postings without a date are left out of {feed}.",
        undated,
    ).format(count=undated, feed=feed_name(lang, "atom"))
    if not domain.settings.history:
        text += " " + _("Add the field `date`, or set jobs_history.")
    elif not domain.history.faults:  # otherwise, a warning says how to get the dates
        text += " " + _("Add the field `date`, or commit the files.")
    logger.info("jobs: %s", text)


def _title(builder: StandaloneHTMLBuilder, lang: str) -> str:
    _ = translator(lang)
    title = _("Job postings")
    return f"{builder.config.project} – {title}"


def _home(domain: JobDomain, builder: StandaloneHTMLBuilder, lang: str) -> str:
    """Return the address of the page that lists the most open postings, or that of the site."""
    listing = {
        docname: sum(
            domain.jobs.status(record) is Status.OPEN
            for number in range(len(page.indexes))
            for record in domain.views.listed(docname, number)
        )
        for docname, page in sorted(domain.pages.items())
        if domain.feed_of(docname) == lang
    }
    fullest = max(filter(listing.get, listing), key=listing.__getitem__, default=None)
    return page_url(builder, fullest) if fullest else domain.settings.base_url


def _entry(domain: JobDomain, builder: StandaloneHTMLBuilder, record: Record) -> Entry:
    settings, posting = domain.settings, domain.jobs.shown(record).posting
    text = _content(_kept(_folder(builder), record))
    published, updated = dates(posting, settings.timezone)
    return Entry(
        id=stable_id(settings.base_url, record.name),
        url=domain.jobs.url_of(record.link),
        title=record.title,
        title_lang=record.title_lang,
        summary=record.lead or "",
        summary_lang=record.lead_lang,
        content=text or f"<p>{html.escape(record.lead or record.title)}</p>",
        lang=record.page_lang,
        published=published,
        updated=updated,
        categories=texts_in(posting, CATEGORIES),
    )


def _row(domain: JobDomain, builder: StandaloneHTMLBuilder, record: Record) -> Row:
    counterparts: dict[str, str] = {}
    texts = domain.jobs.everywhere[record.posting.translation_key].values()
    drafts = {r.place for found in texts for r in found if r.posting.draft}
    for link in domain.jobs.counterparts(record):
        if link.place not in drafts:
            counterparts.setdefault(link.lang, _from_root(builder, record.docname, link))
    return Row(
        posting=domain.jobs.shown(record).posting,
        lang=record.posting.lang,
        title=record.title,
        status=domain.jobs.status(record),
        place={
            "url": _from_root(builder, record.docname, record.link),
            "counterparts": dict(sorted(counterparts.items())),
        },
    )


def _from_root(builder: StandaloneHTMLBuilder, docname: str, link: Link) -> str:
    """Return the address to which *link* leads from a page, for a file at the site's root.

    It is absolute if the site's address is known.
    """
    if link.uri is None:
        return job_domain(builder.env).jobs.url_of(link) or posting_uri(builder, link) or "./"
    url = urljoin(page_url(builder, docname), link.uri)
    if "//" in url:
        return url
    slash = "/" if url.endswith("/") else ""
    folder = posixpath.dirname(target_uri(builder, docname))
    return posixpath.normpath(posixpath.join(folder, url)) + slash


def setup(app: Sphinx) -> None:
    """Register the feeds."""
    app.connect("env-get-updated", unkept, priority=order.UNKEPT_CONTENTS)
    app.connect("build-finished", write_feeds, priority=order.WRITE_FEEDS)
