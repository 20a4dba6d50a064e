"""The postings that a site in one language publishes, without a build."""

from __future__ import annotations

import pytest

from sphinxext_jobs.jobs.publication import Publication, publication
from sphinxext_jobs.jobs.records import Record

from .support import record, settings

EN, FR, TWIN = record("en/cook", "en"), record("fr/cook", "fr"), record("fr/cook-2", "fr")
DE, QUEBEC = record("de/cook", "de"), record("qc/cook", "fr-CA")


def left_out(language: str, *records: Record, publish: str = "language") -> Publication:
    values = settings(language=language, languages=["en", "fr"], publish=publish)
    return publication(records, values)


@pytest.mark.parametrize(
    ("language", "records", "expected"),
    [
        ("en", [EN, FR], {FR: EN}),
        ("fr", [EN, FR], {EN: FR}),
        ("fr", [EN], {}),  # its only text is shown in all sites
        ("en", [FR, TWIN], {TWIN: FR}),  # one of them is enough where it is shown instead
        ("fr", [FR, TWIN], {}),
        ("fr", [EN, QUEBEC], {EN: QUEBEC}),  # fr-CA is French
        ("fr", [EN, DE], {DE: EN}),  # the first of the project's languages
        ("en", [record("en/cook", "en", "other"), FR], {}),
    ],
)
def test_a_site_leaves_texts_to_the_sites_in_their_languages(
    language: str, records: list[Record], expected: dict[Record, Record]
) -> None:
    found = left_out(language, *records)
    assert found.elsewhere == {each.docname: each for each in expected}
    assert found.instead == {each.docname: own.docname for each, own in expected.items()}


def test_one_site_publishes_all() -> None:
    assert left_out("en", EN, FR, publish="all") == Publication()
