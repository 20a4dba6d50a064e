"""All postings as one value: status, look-ups, counterparts and sites, without a build."""

from __future__ import annotations

import pytest

from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.jobs.records import Link
from sphinxext_jobs.model.status import Status

from .support import record, settings


def address(base: str, link: Link, docname: str) -> str:
    return f"{base}{link.docname}.html"


ONE_SITE = settings()
SITES = settings(
    language="en", languages=["en", "fr"], publish="language",
    sites={"en": "https://example.org/en/", "fr": "https://example.org/fr/"},
)  # fmt: skip
EN, FR = record("en/cook", "en"), record("fr/cook", "fr")


def test_open_postings_come_first() -> None:
    closed, open_ = record("a", "en", archived=True), record("b", "en")
    jobs = Jobs.of([closed, open_], [], ONE_SITE)
    assert jobs.published == (open_, closed)
    assert [jobs.status(r) for r in jobs.published] == [Status.OPEN, Status.CLOSED]


def test_a_key_means_the_text_in_the_language_of_the_page() -> None:
    jobs = Jobs.of([EN, FR], [], ONE_SITE)
    assert jobs.find("cook", "page", "fr") == FR.link
    assert jobs.find("cook", "page", "de") == EN.link
    assert jobs.find("cook@fr", "page", "en") == FR.link
    assert jobs.find("cook@de", "page", "en") is None
    assert jobs.find("baker", "page", "en") is None


@pytest.mark.parametrize(
    ("target", "expected"),
    [("cok", ["cook"]), ("cook@de", ["cook@en", "cook@fr"]), ("pilot", [])],
)
def test_suggestions(target: str, expected: list[str]) -> None:
    assert list(Jobs.of([EN, FR], [], ONE_SITE).suggestions(target)) == expected


def test_counterparts_are_in_the_site_or_in_a_sibling_site() -> None:
    assert Jobs.of([EN, FR], [], ONE_SITE).counterparts(EN) == (FR.link,)
    (link,) = Jobs.of([EN], [FR], SITES, address).counterparts(EN)
    assert (link.uri, link.title) == ("https://example.org/fr/fr/cook.html", "fr/cook")
    (link,) = Jobs.of([EN], [], SITES, address).counterparts(EN)
    assert (link.uri, link.title, link.lang) == ("https://example.org/fr/en/cook.html", "", "fr")
    assert Jobs.of([EN], [FR], SITES).counterparts(EN) == ()  # a book has no addresses


def test_a_document_of_another_site_has_a_posting_here_instead() -> None:
    jobs = Jobs.of([EN], [FR], SITES, address)
    assert jobs.stand_in("fr/cook") == EN
    assert jobs.stand_in("en/cook") is None


def test_of_several_texts_only_one_answers() -> None:
    other = record("fr/cook-2", "fr")
    jobs = Jobs.of([EN, FR, other], [], ONE_SITE)
    assert jobs.counterparts(EN) == (FR.link,)
    assert jobs.counterparts(other) == (EN.link,)
    assert jobs.mutual(EN) == (FR.link,)
    assert jobs.mutual(other) == ()


def test_feeds_have_the_languages_of_the_published_texts() -> None:
    with_feeds = settings({"READTHEDOCS_CANONICAL_URL": "https://example.org/en/latest/"})
    assert Jobs.of([EN, FR], [], with_feeds).feed_languages == {"en", "fr"}
    assert Jobs.of([EN, FR], [], ONE_SITE).feed_languages == set()
