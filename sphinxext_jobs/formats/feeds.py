"""Open postings → Atom and JSON Feed."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from xml.etree import ElementTree as ET

from ..model.fields import Posting

#: The generator that each file names, so that a later build recognizes the file.
GENERATOR = "sphinxext-jobs"
ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
#: The date of a feed without a dated entry: Atom requires one, and that of the build would change.
UNDATED = "1970-01-01T00:00:00Z"
#: Feeds by suffix: their media type.
TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
#: The characters that XML 1.0 does not allow, even escaped (https://www.w3.org/TR/xml/#charsets).
_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_name(lang: str, suffix: str = "") -> str:
    """Return the name of a language's feed, in the output folder."""
    return f"jobs.{lang}" + (f".{suffix}" if suffix else "")


def legal(text: str) -> str:
    """Return a text without the characters that feeds cannot contain."""
    return _ILLEGAL.sub("", text)


def stable_id(site: str, name: str) -> str:
    """Return the id of a posting (``key@lang``) of a site, which a new title does not change.

    It is a version 5 UUID (RFC 9562) of the name and of the site's address without its scheme.
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, legal(f"{site.partition('//')[2]}#{name}")).urn


def timestamp(moment: date | datetime, zone: tzinfo) -> str | None:
    """Write a moment as in RFC 3339, in UTC. A day begins at midnight in *zone*.

    Returns None if the moment is not in Python's calendar in UTC.
    """
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    try:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def dates(posting: Posting, zone: tzinfo) -> tuple[str | None, str | None]:
    """Return when a posting was published and when it last changed; None if it is not known.

    It was published on the later day of ``date`` and ``publishDate``. The publisher decides which
    changes are significant (RFC 4287, 4.2.15). So ``lastmod`` is the time of the last change, or
    otherwise the publication is. The times of files do not count, because they differ from clone
    to clone.
    """
    moments = (posting.date, posting.publish_date, posting.lastmod)
    *opened, changed = (timestamp(moment, zone) if moment else None for moment in moments)
    published = max(filter(None, opened), default=None)
    return published, max(filter(None, (published, changed)), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An open, listed posting in a feed; *lang* is that of its content."""

    id: str
    url: str
    title: str
    title_lang: str
    summary: str
    summary_lang: str
    content: str
    lang: str
    published: str | None
    updated: str | None
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The open, listed postings in a language; *url* is the feed's own, without suffix."""

    title: str
    lang: str
    url: str
    home: str
    author: str
    entries: tuple[Entry, ...]


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Sort for a feed: the last published first, those without a date last."""
    by_id = sorted(entries, key=lambda entry: entry.id)
    return tuple(sorted(by_id, key=lambda entry: entry.published or "", reverse=True))


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    names = {name.replace("_", ":"): legal(value) for name, value in attributes.items()}
    ET.SubElement(parent, tag, names).text = legal(text) or None


def atom(feed: Feed) -> str:
    """Write a feed as Atom 1.0 (RFC 4287), which requires a date (4.1.2).

    An entry whose date is not known is left out: any other date would be false.
    """
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.lang})
    _add(root, "generator", GENERATOR)
    _add(root, "id", stable_id(feed.url, "feed"))
    _add(root, "title", feed.title)
    _add(root, "updated", max((e.updated for e in feed.entries if e.updated), default=UNDATED))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{feed.url}.atom")
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    author = ET.SubElement(root, "author")
    _add(author, "name", feed.author)
    for entry in feed.entries:
        if entry.updated:
            element = ET.SubElement(root, "entry", {"xml:lang": entry.lang})
            _atom_entry(element, entry, entry.updated)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _atom_entry(element: ET.Element, entry: Entry, updated: str) -> None:
    _add(element, "id", entry.id)
    _add(element, "title", entry.title, xml_lang=entry.title_lang)
    if entry.published:
        _add(element, "published", entry.published)
    _add(element, "updated", updated)
    _add(element, "link", rel="alternate", type="text/html", hreflang=entry.lang, href=entry.url)
    for category in filter(None, map(legal, entry.categories)):
        _add(element, "category", term=category)
    if entry.summary:
        _add(element, "summary", entry.summary, xml_lang=entry.summary_lang)
    _add(element, "content", entry.content, type="html")


def json_feed(feed: Feed) -> str:
    """Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    return json_text(
        {
            "version": JSON_FEED,
            "_generator": {"name": GENERATOR},
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": f"{feed.url}.json",
            "language": feed.lang,
            "authors": [{"name": feed.author}],
            "items": [_json_item(entry) for entry in feed.entries],
        }
    )


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "tags": [*filter(None, map(legal, entry.categories))],
        "language": entry.lang,
    }
    return {name: value for name, value in item.items() if value}


def json_text(value: Mapping[str, Any]) -> str:
    """Write JSON without the characters that are not allowed in XML."""
    return json.dumps(_legal_parts(value), ensure_ascii=False, indent=1) + "\n"


def _legal_parts(value: Any) -> Any:
    if isinstance(value, dict):
        return {legal(name): _legal_parts(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_legal_parts(part) for part in value]
    return legal(value) if isinstance(value, str) else value
