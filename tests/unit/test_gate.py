"""The gate: its rules for all postings together, as values."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sphinxext_jobs.diagnostics import Diagnostic, Kind, Location
from sphinxext_jobs.jobs import gate
from sphinxext_jobs.jobs.dates import check_dates
from sphinxext_jobs.jobs.records import Record, Suspect
from sphinxext_jobs.model.fields import FIELDS, Posting
from sphinxext_jobs.sources.posting import front_matter_of

from .support import settings


def record(docname: str, **fields: Any) -> Record:
    """Return a published posting, whose language is its folder; its fields are on lines 2, 3, …"""
    lang = docname.partition("/")[0]
    fields = {"title": "T", "translation_key": "cook", "lang": lang, **fields}
    names = {field.attribute: name for name, field in FIELDS.items()}
    return Record(
        posting=Posting(**fields),
        title="T",
        lead=None,
        docname=docname,
        anchor="",
        path=f"/{docname}.md",
        lines={names.get(name, name): line for line, name in enumerate(fields, 2)},
        is_page=True,
        page_lang=lang,
        title_lang=lang,
        lead_lang=lang,
    )


def jobs(*records: Record) -> dict[str, dict[str, list[Record]]]:
    found: dict[str, dict[str, list[Record]]] = {}
    for each in records:
        texts = found.setdefault(each.posting.translation_key, {})
        texts.setdefault(each.posting.lang, []).append(each)
    return found


def told(found: Iterable[Diagnostic]) -> list[str]:
    return [f"{each.at}: {each}" for each in found]


def test_counterparts_that_agree() -> None:
    both = jobs(record("en/a", archived=True), record("fr/a", archived=True))
    assert list(gate.check(both, ["en", "fr"])) == []


def test_a_text_without_a_counterpart_is_not_a_duplicate() -> None:
    one, two = record("fr/a"), record("fr/b", archived=True)
    found = jobs(record("en/a"), one, two)
    assert [each.kind for each in gate.check(found, ["en", "fr"])] == [Kind.DUPLICATE, Kind.PAIR]
    assert list(gate.check(found, ["en", "fr"], left_over={two.place})) == []


def test_a_text_that_waits_in_a_draft_is_not_missing() -> None:
    draft = record("fr/a", draft=True)
    (found,) = gate.check(jobs(record("en/a")), ["en", "fr"], drafts=[draft])
    assert str(found) == (
        "The text in fr of the key cook is a draft: /fr/a.md. Finish the draft, and remove its line "
        "`draft: true`."
    )
    (found,) = gate.check(jobs(record("en/a")), ["en", "iu"], drafts=[draft])
    assert str(found).startswith("The key cook has no text in iu.")


@pytest.mark.parametrize(
    ("folder", "key", "command"),
    [
        (".", "cook", "draft cook --to fr"),
        (".", "chief cook's", "draft 'chief cook'\"'\"'s' --to fr"),
        (".", "-cook", "draft --to fr -- -cook"),
        ("en", "cook", "draft cook --to fr"),
        ("..", "cook", "draft cook --to fr -c docs"),
    ],
)
def test_a_missing_text_is_reported_for_the_text_that_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, key: str, command: str
) -> None:
    """The command is as it is typed in the current folder."""
    root = tmp_path / "docs"
    (root / "en").mkdir(parents=True)
    monkeypatch.chdir(root / folder)
    path = str(root / "en" / "a.md")
    one = dataclasses.replace(record("en/a", translation_key=key), path=path)
    assert list(gate.check(jobs(one), ["en", "fr"])) == [
        Diagnostic(
            Kind.PAIR,
            Location(path, 3),
            f"The key {key} has no text in fr.",
            f"Add a file with `translationKey: {key}`, or type `sphinx-jobs {command}`.",
        )
    ]


def test_the_text_of_a_directive_cannot_be_drafted() -> None:
    inline = dataclasses.replace(record("en/a"), is_page=False)
    (found,) = gate.check(jobs(inline), ["en", "fr"])
    assert found.hint == "Add a file with `translationKey: cook`."


def test_a_text_that_is_translated_is_not_missing() -> None:
    english = record("en/a")
    asked = []

    def is_translated(record: Record, lang: str) -> bool:
        asked.append((record, lang))
        return True

    assert list(gate.check(jobs(english), ["en", "fr"], is_translated)) == []
    assert asked == [(english, "fr")]


def test_a_regional_text_serves_the_language() -> None:
    assert list(gate.check(jobs(record("en/a"), record("fr-CA/a")), ["en", "fr"])) == []


def test_without_languages_no_text_is_missing() -> None:
    assert list(gate.check(jobs(record("en/a")), [])) == []


def test_two_postings_with_one_key() -> None:
    assert told(gate.check(jobs(record("en/a"), record("en/b")), [])) == [
        "/en/b.md:3: Two postings in en have the key cook, and references lead to the one at "
        "/en/a.md:3. Change the key of one posting, or remove the posting."
    ]


def test_many_postings_with_one_key_are_one_diagnostic() -> None:
    many = jobs(*(record(f"en/{name}") for name in "abcd"))
    assert told(gate.check(many, [])) == [
        "/en/b.md:3: 4 postings in en have the key cook: this one, and those at /en/c.md:3, "
        "/en/d.md:3, /en/a.md:3. References lead to the one at /en/a.md:3. "
        "Change the keys of all postings but one, or remove these postings."
    ]


TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"publish_date": date(2026, 5, 1), "expiry_date": date(2026, 4, 1)},
         "/en/a.md:5: publishDate is 2026-05-01, which is after expiryDate, 2026-04-01 (line 6). "
         "Correct one of the two dates."),
        ({"publish_date": date(2026, 4, 1), "expiry_date": date(2026, 4, 1)}, None),
        ({"publish_date": datetime(2026, 4, 1, 9), "expiry_date": date(2026, 4, 1)}, None),
        ({"date": date(2027, 3, 1)},
         "/en/a.md:5: date is 2027-03-01, which is in the future: today is 2026-03-31. Correct "
         "the date. If the posting opens on that day, write it as `publishDate`."),
        ({"date": date(2027, 3, 1), "publish_date": date(2026, 3, 1)},
         "/en/a.md:5: date is 2027-03-01, which is in the future: today is 2026-03-31. Correct "
         "the date. If the posting opens on that day, write it as `publishDate`."),
        ({"date": TODAY}, None),
        ({"date": date(2026, 4, 1)}, None),  # in New Zealand
        ({"date": date(2026, 4, 10), "publish_date": date(2026, 4, 10)}, None),
        ({"date": date(2026, 4, 10), "draft": True}, None),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_right(fields: dict[str, Any], problem: str | None) -> None:
    found = told(check_dates([record("en/a", **fields)], settings()))
    assert found == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "text"),
    [
        ("archived", True, None, "archived is true here, but not set at /fr/a.md:2."),
        ("draft", None, True, "draft is not set here, but true at /fr/a.md:5."),
        ("archived", False, None, None),
        ("classification", ("IT-01", "IT-02"), (), "classification is IT-01, IT-02 here, but not set at /fr/a.md:2."),
        ("classification", ("IT-01",), ("it-01",), None),
    ],
)  # fmt: skip
def test_unequal_fields(field: str, mine: object, theirs: object, text: str | None) -> None:
    one = record("en/a", **({field: mine} if mine is not None else {}))
    other = record("fr/a", **({field: theirs} if theirs else {}))
    found = list(gate.check(jobs(one, other), ["en", "fr"]))
    assert [each.problem for each in found] == ([text] if text else [])
    assert all(each.kind is Kind.PAIR for each in found)


@pytest.mark.parametrize("layout", ["job-postings", "job_post", "posting", "JobPosing"])
def test_an_ordinary_page_whose_layout_is_almost_that_of_a_posting(layout: str) -> None:
    front = front_matter_of(f"---\nlayout: {layout}\ntitle: A\n---\n", "/en/b.md")
    assert front is not None
    suspect = Suspect.of(front)
    assert suspect is not None
    suspects = {"en/b": suspect, "en/_index": suspect, "pages/b": suspect}
    [found] = gate.check_layouts(suspects, [record("en/a")])
    assert (found.kind, str(found.at)) == (Kind.LAYOUT, "/en/b.md:2")
    assert found.problem == f"The layout of this file is {layout}, so it is an ordinary page."


def test_other_layouts_are_not_almost_those_of_postings() -> None:
    for layout in ("page", "post", "jobs", "position", "blog-posting"):
        front = front_matter_of(f"---\nlayout: {layout}\ntitle: A\n---\n")
        assert front is not None
        assert Suspect.of(front) is None


def test_ordinary_pages_that_look_like_postings() -> None:
    suspects = {
        "en/b": Suspect(("archived",), None, Location("/en/b.md", 2)),
        "minutes/c": Suspect(("archived",), None, Location("/minutes/c.md", 2)),
        "minutes/d": Suspect(("archived", "leverId"), "post", Location("/minutes/d.md", 3)),
    }
    found = list(gate.check_layouts(suspects, [record("en/a")]))
    assert [(each.kind, str(each.at)) for each in found] == [
        (Kind.LAYOUT, "/en/b.md:2"),
        (Kind.LAYOUT, "/minutes/d.md:3"),
    ]
    assert str(found[0]) == (
        "This file sets `archived` as a posting does, but has no layout, so it is an ordinary "
        "page. If it is a posting, add `layout: job-posting`."
    )
    assert str(found[1]) == (
        "This file sets `archived`, `leverId` as a posting does, but its layout is post, so it is "
        "an ordinary page. If it is a posting, write `layout: job-posting`, or add its layout to "
        "`jobs_layouts`."
    )


def test_missing_structured_data_is_one_diagnostic() -> None:
    a, b = record("en/a"), record("en/b")
    lacking = [(a, ["date"]), (b, ["location", "date"])]
    assert list(gate.check_structured(lacking)) == [
        Diagnostic(
            Kind.STRUCTURED,
            Location("/en/a.md", 2),
            "Postings have no structured data because required fields are missing: "
            "date (en/a, en/b); location (en/b).",
            "Add the fields to the front matter, or to `jobs_organization`.",
        )
    ]
    assert list(gate.check_structured([(a, [])])) == []


def test_counterparts_are_compared_and_not_the_first_texts_of_each_language() -> None:
    texts = [
        record("en/a", classification=("IT-01",)), record("en/b", classification=("IT-02",)),
        record("fr/b", classification=("IT-02",)), record("fr/a", classification=("IT-03",)),
    ]  # fmt: skip
    found = [d for d in gate.check(jobs(*texts), ["en", "fr"]) if d.kind is Kind.PAIR]
    assert [(d.at.path, d.problem) for d in found if d.at] == [
        ("/en/a.md", "classification is IT-01 here, but IT-03 at /fr/a.md:5.")
    ]


def test_a_value_that_cannot_be_read_is_not_reported_again() -> None:
    ours = record("en/a", expiry_date=date(2027, 4, 3))
    theirs = record("fr/a", extra={"expiryDate": "03/04/2027"})
    for one, other in ((ours, theirs), (theirs, ours)):
        assert list(gate.check({"cook": {"en": [one], "fr": [other]}}, ["en", "fr"])) == []
