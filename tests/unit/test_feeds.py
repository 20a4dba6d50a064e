"""Feeds without a build: what they say, and that nothing an author writes breaks them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.formats.feeds import (
    UNDATED,
    Entry,
    Feed,
    atom,
    dates,
    json_feed,
    newest_first,
    stable_id,
    timestamp,
)
from sphinxext_jobs.formats.job_list import Row, job_list
from sphinxext_jobs.model.fields import Posting
from sphinxext_jobs.model.status import Status

TORONTO = ZoneInfo("America/Toronto")
URL = "https://x.example/a/fr/b.html"
HOSTILE = [
    "\x00\x01\x08\x0b\x1f\x7f\ufffe\uffff",
    "\ud800 lone",
    "]]></content></entry>",
    "</script><script>alert(1)</script>",
    "\" ' & < > &amp; &#0;",
    "\u2028\u2029\u202e",
    "🛳️" * 1000,
]


def entry(**values: object) -> Entry:
    fields = {
        "id": stable_id("https://x.example/", "a@fr"), "url": URL, "title": "Matelot",
        "title_lang": "fr", "summary": "Le pont.", "summary_lang": "fr", "content": "<p>é</p>",
        "lang": "fr", "published": "2026-03-01T05:00:00Z", "updated": "2026-03-02T05:00:00Z",
        "categories": ("Équipage",),
    }  # fmt: skip
    return Entry(**{**fields, **values})


def feed(*entries: Entry, title: str = "Manuel") -> Feed:
    base = "https://x.example/"
    return Feed(
        title=title, lang="fr", url=f"{base}jobs.fr", home=base, author=title, entries=entries
    )


def read(text: str) -> feedparser.FeedParserDict:
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_atom() -> None:
    found = read(atom(feed(entry())))
    assert (found.feed.title, found.feed.language) == ("Manuel", "fr")
    assert found.feed.updated == "2026-03-02T05:00:00Z"
    assert {link.rel: link.href for link in found.feed.links} == {
        "self": "https://x.example/jobs.fr.atom",
        "alternate": "https://x.example/",
    }
    (item,) = found.entries
    assert (item.title, item.link, item.summary) == ("Matelot", URL, "Le pont.")
    assert (item.published, item.updated) == ("2026-03-01T05:00:00Z", "2026-03-02T05:00:00Z")
    assert item.content[0] == {
        "type": "text/html", "language": "fr", "base": item.content[0].base, "value": "<p>é</p>"
    }  # fmt: skip
    assert [tag.term for tag in item.tags] == ["Équipage"]
    assert item.title_detail.language == "fr"


def test_what_is_absent_is_left_out() -> None:
    bare = entry(summary="", published=None, categories=())
    (item,) = read(atom(feed(bare))).entries
    assert ("published" in item, "tags" in item) == (False, False)
    (item,) = json.loads(json_feed(feed(bare)))["items"]
    assert set(item) == {"id", "url", "title", "content_html", "date_modified", "language"}


def test_an_entry_without_a_date_is_in_json_only() -> None:
    bare = entry(summary="", published=None, updated=None, categories=())
    found = read(atom(feed(bare, entry())))
    assert [each.id for each in found.entries] == [entry().id]
    assert found.feed.updated == entry().updated
    assert read(atom(feed(bare))).entries == []
    (item,) = json.loads(json_feed(feed(bare)))["items"]
    assert set(item) == {"id", "url", "title", "content_html", "language"}
    assert read(atom(feed())).feed.updated == UNDATED


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_a_feed(text: str) -> None:
    one = feed(entry(title=text, summary=text, content=text, categories=(text,)), title=text)
    (item,) = read(atom(one)).entries
    assert item.id
    (json_item,) = json.loads(json_feed(one).encode())["items"]
    clean = json_item["content_html"]
    root = ET.fromstring(atom(one))
    assert root.findtext(".//{*}entry/{*}content") == clean
    assert root.findtext(".//{*}entry/{*}title") == clean


@given(st.text())
def test_any_text_survives_as_far_as_xml_can_hold_it(text: str) -> None:
    root = ET.fromstring(atom(feed(entry(title=f"[{text}]"))).encode())
    found = root.findtext(".//{*}entry/{*}title")
    assert found == json.loads(json_feed(feed(entry(title=f"[{text}]"))))["items"][0]["title"]


def test_ids() -> None:
    one = stable_id("https://x.example/", "a@fr")
    assert one == stable_id("http://x.example/", "a@fr")
    assert one.startswith("urn:uuid:")
    assert one != stable_id("https://x.example/", "a@en")
    assert one != stable_id("https://y.example/", "a@fr")
    assert stable_id("https://x.example/", "\ud800é ’")


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (date(2026, 7, 1), "2026-07-01T04:00:00Z"),
        (datetime(2026, 7, 1, 9), "2026-07-01T13:00:00Z"),
        (datetime(2026, 7, 1, 9, 0, 1, 5, tzinfo=UTC), "2026-07-01T09:00:01Z"),
        (date(1800, 1, 1), "1800-01-01T05:17:32Z"),
        (datetime(9999, 12, 31, 23), None),
    ],
)
def test_moments(moment: date, written: str | None) -> None:
    assert timestamp(moment, TORONTO) == written


@pytest.mark.parametrize(
    ("values", "lastmod", "expected"),
    [
        ({}, None, (None, None)),
        ({"date": date(2026, 1, 1)}, None, ("01", "01")),
        ({"date": date(2026, 1, 1), "publish_date": date(2026, 2, 1)}, None, ("02", "02")),
        ({"date": date(2026, 1, 1)}, date(2026, 3, 1), ("01", "03")),
        ({"date": date(2026, 4, 1)}, date(2026, 3, 1), ("04", "04")),
        ({}, date(2026, 3, 1), (None, "03")),
    ],
)
def test_dates(values, lastmod, expected) -> None:
    found = dates(Posting(**values, lastmod=lastmod), UTC)
    assert tuple(day and day[5:7] for day in found) == expected


def test_the_order() -> None:
    days = {"a": "2026-01-01T00:00:00Z", "b": None, "c": "2026-02-01T00:00:00Z", "d": None}
    entries = [entry(id=name, published=day) for name, day in days.items()]
    assert [e.id for e in newest_first(entries)] == ["c", "a", "b", "d"]
    assert newest_first(reversed(entries)) == newest_first(entries)


def test_the_list_of_all() -> None:
    posting = Posting(
        title="t", translation_key="a", lang="fr", link_hidden=True, tags=("x\x00",),
        expiry_date=datetime(2026, 3, 1, 2, tzinfo=UTC), team="Pont",
    )  # fmt: skip
    row = Row(
        posting=posting, lang="fr", title="T", status=Status.CLOSED,
        place={"url": "b.html", "counterparts": {"en": "a.html"}},
    )  # fmt: skip
    assert json.loads(job_list([row], TORONTO)) == {
        "generator": "sphinxext-jobs",
        "version": 1,
        "postings": [
            {
                "key": "a", "language": "fr", "title": "T", "status": "closed", "listed": False,
                "url": "b.html", "counterparts": {"en": "a.html"}, "classification": [],
                "team": "Pont", "location": [], "workplace": None, "employmentType": [],
                "salary": None, "date": None, "publishDate": None, "expiryDate": "2026-02-28T21:00:00-05:00",
                "tags": ["x"], "applyUrl": None,
            }
        ],
    }  # fmt: skip
