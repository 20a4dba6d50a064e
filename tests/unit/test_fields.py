"""Fields: what is declared of each, and what counterparts must agree on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.model.fields import FIELDS, Field, Posting, Shown, differences, texts_in
from sphinxext_jobs.model.query import COLUMNS, column
from sphinxext_jobs.model.values import (
    Reader,
    address,
    flag,
    identifier,
    moment,
    pictures,
    plain_value,
    text,
    texts,
)

DAY = date(2026, 3, 31)
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def names(of: Callable[[Field], object]) -> list[str]:
    return [name for name, field in FIELDS.items() if of(field)]


# What is declared


def test_every_field_has_help() -> None:
    assert names(lambda field: not field.help) == []


def test_how_each_field_is_read() -> None:
    readers = (identifier, text, texts, pictures, flag, moment, address, plain_value)
    found = {reader: [n for n, f in FIELDS.items() if f.read is reader] for reader in readers}
    assert [*found.values()] == [
        ["layout", "type", "translationKey", "lang", "leverId"],
        ["title", "description", "team", "workplace", "salary"],
        ["classification", "location", "employmentType", "tags", "aliases", "url"],
        ["images"],
        ["archived", "linkHidden", "formHidden", "hidden", "draft", "directApply"],
        ["date", "publishDate", "expiryDate", "lastmod"],
        ["applyUrl"],
        ["applicantLocationRequirements"],
    ]


def test_value_by_the_name_in_front_matter() -> None:
    posting = Posting(title="A", lever_id="7", extra={"budget": 3, "title": "ignored"})
    found = [posting.value(name) for name in ("title", "leverId", "budget", "nothing")]
    assert found == ["A", "7", 3, None]
    assert posting.value("lever_id") is None


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (
            Shown.PAGE,
            "status classification team location workplace employmentType salary date "
            "publishDate expiryDate tags",
        ),
        (Shown.TABLE, "status classification team location salary publishDate expiryDate"),
        (
            Shown.CARD,
            "status classification team location workplace employmentType salary "
            "publishDate expiryDate",
        ),
    ],
)
def test_where_fields_are_shown(where: Shown, expected: str) -> None:
    assert [name for name, field in COLUMNS.items() if where in field.shown] == expected.split()


def test_what_is_shown_has_a_label_in_the_interface() -> None:
    assert names(lambda field: field.shown and not field.label) == []


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("sortable", "title classification date publishDate expiryDate"),
        ("filterable", "status team location workplace employmentType lang"),
        ("free_text", "team location salary tags"),
        (
            "exported",
            "classification team location workplace employmentType salary date publishDate "
            "expiryDate tags applyUrl",
        ),
        ("category", "team tags"),
        ("keyword", "tags translationKey"),
        ("translatable", "title description"),
        (
            "telling",
            "workplace employmentType salary expiryDate archived linkHidden formHidden leverId "
            "applyUrl directApply applicantLocationRequirements",
        ),
        ("is_date", "date publishDate expiryDate lastmod"),
        (
            "equal",
            "classification date publishDate expiryDate archived linkHidden formHidden hidden "
            "draft",
        ),
    ],
)
def test_what_is_known_of_fields(attribute: str, expected: str) -> None:
    assert [n for n, field in COLUMNS.items() if getattr(field, attribute)] == expected.split()


def test_words_for_readers() -> None:
    assert column("employmentType").text_in("fr", "Full-time") == "Temps plein"
    assert column("workplace").text_in("fr", "sur la route") == "sur la route"
    assert column("status").text_in("en", "upcoming") == "Upcoming"
    assert column("expiryDate").text_in("fr", date(2026, 3, 1)) == "1er mars 2026"
    assert column("expiryDate").phrase_in("en", "March 1, 2026") == "closes on March 1, 2026"
    assert column("team").phrase_in("en", "Deck") == "Deck"
    assert column("lang").text_in("en", "fr") == "Français"
    assert column("budget").label_in("fr") == "budget"
    assert column("budget").text_in("fr", 3) == "3"


def test_the_texts_of_several_fields() -> None:
    posting = Posting(team="Deck", tags=("boats", "Deck"))
    assert texts_in(posting, [FIELDS["team"], FIELDS["tags"]]) == ("Deck", "boats")
    assert texts_in(Posting(), [FIELDS["team"], FIELDS["tags"]]) == ()


# What counterparts must agree on


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({"archived": True}, {"archived": True}, [], id="equal"),
        pytest.param(
            {"archived": True}, {"archived": False}, [("archived", True, False)], id="flag"
        ),
        pytest.param({"archived": True}, {}, [("archived", True, None)], id="true-and-absent"),
        pytest.param({"archived": False}, {}, [], id="absent-is-false"),
        pytest.param({"link_hidden": False}, {}, [], id="listed-is-listed"),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": True},
            [("linkHidden", False, None)],
            id="one-is-open-again",
        ),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": True, "link_hidden": False},
            [],
            id="both-are-open-again",
        ),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": False, "link_hidden": False},
            [("archived", True, False)],
            id="no-difference-in-what-is-equal",
        ),
        pytest.param(
            {"archived": True, "link_hidden": False},
            {"archived": True, "link_hidden": True},
            [("linkHidden", False, True)],
            id="open-and-unlisted",
        ),
        pytest.param({"expiry_date": DAY}, {}, [("expiryDate", DAY, None)], id="date-and-none"),
        pytest.param(
            {"expiry_date": DAY},
            {"expiry_date": DAY + timedelta(1)},
            [("expiryDate", DAY, DAY + timedelta(1))],
            id="days",
        ),
        pytest.param({"date": DAY}, {"date": NOON}, [], id="a-day-and-its-noon"),
        pytest.param({"date": NOON}, {"date": NOON + timedelta(seconds=9)}, [], id="seconds"),
        pytest.param(
            {"date": NOON},
            {"date": datetime(2026, 4, 1, 2, tzinfo=timezone(timedelta(hours=14)))},
            [],
            id="one-instant-in-two-zones",
        ),
        pytest.param(
            {"date": NOON},
            {"date": NOON + timedelta(1)},
            [("date", NOON, NOON + timedelta(1))],
            id="moments-of-two-days",
        ),
        pytest.param(
            {"classification": ("IT-03", "it-04")},
            {"classification": ("IT-04", "IT-03")},
            [],
            id="order-and-case",
        ),
        pytest.param(
            {"classification": ("IT-03",)},
            {"classification": ()},
            [("classification", ("IT-03",), ())],
            id="classification",
        ),
        pytest.param(
            {"lever_id": "1", "title": "A", "team": "Data", "tags": ("x",)},
            {"lever_id": "2", "title": "B", "team": "Données", "tags": ("y",)},
            [],
            id="what-may-differ",
        ),
        pytest.param(
            {"draft": True, "publish_date": DAY, "form_hidden": True, "hidden": True},
            {},
            [
                ("publishDate", DAY, None),
                ("formHidden", True, None),
                ("hidden", True, None),
                ("draft", True, None),
            ],
            id="several-in-order",
        ),
    ],
)
def test_differences(
    one: dict[str, Any], other: dict[str, Any], expected: list[tuple[str, Any, Any]]
) -> None:
    assert list(differences(Posting(**one), Posting(**other))) == expected
    assert list(differences(Posting(**other), Posting(**one))) == [
        (name, theirs, mine) for name, mine, theirs in expected
    ]


VALUES: dict[Reader, st.SearchStrategy[Any]] = {
    flag: st.sampled_from([None, False, True]),
    moment: st.none() | st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones()),
    texts: st.lists(st.sampled_from(["IT-03", "it-03", "EC-05"])).map(tuple),
}
POSTINGS = st.builds(
    Posting,
    **{field.attribute: VALUES[field.read] for field in FIELDS.values() if field.equal},
)


@given(POSTINGS, POSTINGS)
def test_what_is_reported_differs(one: Posting, other: Posting) -> None:
    assert list(differences(one, one)) == []
    assert all(mine != theirs for _, mine, theirs in differences(one, other))
