"""Which texts changed after a posting, from the figures of catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.jobs.pages import Page
from sphinxext_jobs.jobs.records import Record
from sphinxext_jobs.pairing.catalogs.catalog import Entry, Figures, Mark, State
from sphinxext_jobs.views.build import Build
from sphinxext_jobs.views.header import header_view
from sphinxext_jobs.views.newer import newer_texts

from .support import record, settings

SOURCE = Figures(source_changed=1)
TRANSLATION = Figures(translation_changed=1)
NAMES = ("en/cook", "fr/cook", "iu/cook")


def build(
    records: list[Record], figures: Mapping[tuple[str, str], Figures], **values: object
) -> Build:
    found = settings(**{"languages": ["en", "fr", "iu"], "outdated_notice": True, **values})
    return Build(
        jobs=Jobs.of(records, (), found, lambda base, link, _docname: base + link.docname),
        page=lambda _docname: Page(),
        pages={},
        page_language=lambda docname: docname[:2],
        is_web=True, is_browsed=True,
        typeset=lambda text, _lang: text,
        figures=lambda docname, lang: figures.get((docname, lang)),
        text_of=lambda _record: "",
        headings_of=lambda _record: (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, {}),
        ({("en/cook", "fr"): Figures(fuzzy=3, drifted=1)}, {}),  # blocks that only moved
        ({("en/cook", "fr"): SOURCE}, {"fr/cook": [("en", True)]}),
        ({("en/cook", "fr"): TRANSLATION}, {"en/cook": [("fr", False)]}),
        (
            {("en/cook", "fr"): SOURCE, ("en/cook", "iu"): TRANSLATION},
            {"fr/cook": [("en", True)], "en/cook": [("iu", False)]},
        ),
        ({("fr/cook", "iu"): SOURCE, ("fr/cook", "en"): SOURCE}, {}),  # nobody reads these
    ],
)
def test_both_texts(
    figures: dict[tuple[str, str], Figures], expected: dict[str, list[tuple[str, bool]]]
) -> None:
    records = [record(name, name[:2]) for name in NAMES]
    found = build(records, figures)
    newer = {r.docname: [(t.lang, t.is_source) for t in newer_texts(found, r)] for r in records}
    assert {name: texts for name, texts in newer.items() if texts} == expected


def test_the_text_of_a_variety_of_a_language() -> None:
    records = [record("en/cook", "en-CA"), record("fr/cook", "fr-CA")]
    found = build(records, {("en/cook", "fr"): SOURCE})
    assert [text.lang for text in newer_texts(found, records[1])] == ["en-CA"]


def test_several_texts_of_a_job() -> None:
    """Only the counterpart of the text that changed is older."""
    records = [record(name, name[:2]) for name in ("en/day", "en/night", "fr/day", "fr/night")]
    found = build(records, {("en/night", "fr"): SOURCE})
    assert [r.docname for r in records if [*newer_texts(found, r)]] == ["fr/night"]


def test_a_text_that_is_shown_through_its_catalogue() -> None:
    shown = replace(record("en/cook", "en"), page_lang="fr")
    found = build([shown], {("en/cook", "fr"): SOURCE}, publish="language", language="fr",
                  sites={"en": "https://example.org/en/"})  # fmt: skip
    (notice,) = header_view(found, shown).notices
    assert (notice.kind, notice.title) == ("outdated", "Version plus récente")
    assert notice.link is not None
    assert notice.link.uri == "https://example.org/en/en/cook"


def test_the_words_are_in_the_language_of_the_page() -> None:
    records = [record(name, name[:2]) for name in NAMES[:2]]
    found = build(records, {("en/cook", "fr"): TRANSLATION})
    (notice,) = header_view(found, records[0]).notices
    assert notice.text == "The French version changed after this one."
    assert notice.link == records[1].link
    assert (
        header_view(build(records, {("en/cook", "fr"): SOURCE}), records[1]).notices[0].link
        == records[0].link
    )


def test_it_is_off_by_default() -> None:
    records = [record(name, name[:2]) for name in NAMES[:2]]
    found = build(records, {("en/cook", "fr"): SOURCE}, outdated_notice=False)
    assert header_view(found, records[1]).notices == ()


def test_figures_count_the_sides_that_changed() -> None:
    fuzzy = frozenset({"fuzzy"})
    entries = [Entry(state, "x", fuzzy, mark=Mark(state, "-", "-")) for state in State]
    entries.append(Entry("confirmed", "x", mark=Mark(State.SOURCE_CHANGED, "-", "-")))
    figures = Figures.of(entries, 0)
    assert (figures.drifted, figures.source_changed, figures.translation_changed) == (4, 2, 1)
