"""Queries: conditions, order, groups, languages, and their mistakes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.model.fields import Posting
from sphinxext_jobs.model.query import (
    Condition,
    Query,
    QueryError,
    as_text,
    parse_filter,
    parse_group_by,
    parse_language,
    parse_sort,
    parse_statuses,
    parse_where,
    sort_key,
)
from sphinxext_jobs.model.status import Status, status

TORONTO = ZoneInfo("America/Toronto")
DAY = date(2026, 3, 31)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)
OPEN, UPCOMING, CLOSED = Status.OPEN, Status.UPCOMING, Status.CLOSED


@dataclass(frozen=True)
class Line:
    """A row of a list."""

    posting: Posting
    title: str

    @property
    def page_lang(self) -> str:
        return self.posting.lang


def row(title: str = "A", key: str = "", lang: str = "en", **fields: Any) -> Line:
    return Line(Posting(title=title, translation_key=key or title, lang=lang, **fields), title)


def value_of(line: Line, name: str) -> Any:
    if name == "status":
        return status(line.posting, DAY, UTC)
    return line.title if name == "title" else line.posting.value(name)


def titles(query: Query, *lines: Line, lang: str = "en") -> list[str]:
    return [line.title for line in query.rows(lines, lang, value_of)]


# Conditions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ()),
        ("", ()),
        (" ; \n;", ()),
        ("team", (Condition("team", (), False),)),
        ("!team", (Condition("team", (), True),)),
        ("! team", (Condition("team", (), True),)),
        ("team = Design", (Condition("team", ("design",), False),)),
        ("team=Design|R&D | Études ", (Condition("team", ("design", "r&d", "études"), False),)),
        ("team = Design |", (Condition("team", ("design",), False),)),
        ("team != Design", (Condition("team", ("design",), True),)),
        ("salary = a=b", (Condition("salary", ("a=b",), False),)),
        (
            "TEAM = x; translationkey = k",
            (Condition("team", ("x",), False), Condition("translationKey", ("k",), False)),
        ),
        ("Budget = 1", (Condition("Budget", ("1",), False),)),
        ("équipe = x", (Condition("équipe", ("x",), False),)),
        (
            "hiring-manager\nkey = k",
            (Condition("hiring-manager", (), False), Condition("key", ("k",), False)),
        ),
    ],
)
def test_parse_where(text: str | None, expected: tuple[Condition, ...]) -> None:
    assert parse_where(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "team =",
        "= Design",
        "team == Design",
        "!team = Design",
        "team > 3",
        "two words",
        "!!team",
        "team = |",
        "1team",
        "team !=",
        "-team",
        "team = | x",
    ],
)
def test_a_text_that_is_not_a_condition(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_where(f"lang = fr; {text}")
    assert str(caught.value) == (
        f"“{text}” is not a condition. Write `field = value`, `field = this | that`, "
        "`field != value`, `field` or `!field`."
    )


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("f = a", "A", True),
        ("f = a", "ab", False),
        ("f = a | b", ("x", "B"), True),
        ("f = a", None, False),
        ("f != a", "A", False),
        ("f != a", "b", True),
        ("f != a", None, True),
        ("f != a", ("a", "b"), False),
        ("f", "a", True),
        ("f", None, False),
        ("f", "", False),
        ("f", (), False),
        ("f", ("", None), False),
        ("f", True, True),
        ("f", False, False),
        ("f", 0, True),
        ("!f", "a", False),
        ("!f", None, True),
        ("!f", (), True),
        ("!f", True, False),
        ("!f", False, True),
        ("f = true", True, True),
        ("f = false", False, True),
        ("f = false", None, False),
        ("f != true", None, True),
        ("f = 3", 3, True),
        ("f = 2026-03-31", DAY, True),
        ("f = 2026-03-31", datetime(2026, 3, 31, 12, tzinfo=UTC), True),
        ("f = STRASSE", "Straße", True),
        ("f = b", ["a", "b"], True),
    ],
)
def test_a_condition_holds(text: str, value: object, expected: bool) -> None:
    [condition] = parse_where(text)
    assert condition.holds(value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("team = Crew", True),
        ("team = Équipage", True),
        ("team = Kitchen", False),
        ("team != Crew", False),
        ("team != Équipage", False),
        ("team != Kitchen", True),
        ("title = Cook", True),
        ("title = Chef", True),
    ],
)
def test_a_translated_value_is_found_in_both_languages(text: str, expected: bool) -> None:
    cook = replace(row("Cook", team="Crew"), title="Chef")

    def shown(line: Line, name: str) -> Any:
        return "Équipage" if name == "team" else value_of(line, name)

    query = Query(where=parse_where(text))
    assert bool(query.rows([cook], "fr", shown)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "true"),
        (False, "false"),
        (DAY, "2026-03-31"),
        ("Ottawa", "Ottawa"),
        (3, "3"),
        (datetime(2026, 3, 31, 12), "2026-03-31"),
    ],
)
def test_as_text(value: object, expected: str) -> None:
    assert as_text(value) == expected


def test_where_and_status_choose_the_rows() -> None:
    lines = [
        row("A", team="Data"),
        row("B", team="Design", archived=True),
        row("C", team="data"),
        row("D", team="Data", publish_date=AFTER),
        row("E", team="Data", hidden=True),
        row("F", team="Data", link_hidden=True),
        row("G"),
    ]
    assert titles(Query(), *lines) == ["A", "C", "G"]
    assert titles(Query(where=parse_where("team = data")), *lines) == ["A", "C"]
    assert titles(Query(where=parse_where("team; title != a")), *lines) == ["C"]
    assert titles(Query(statuses=(CLOSED, UPCOMING)), *lines) == ["B", "D"]
    assert titles(Query(statuses=tuple(Status)), *lines) == ["A", "B", "C", "D", "G"]
    assert titles(
        Query(statuses=tuple(Status), where=parse_where("status = closed | upcoming")), *lines
    ) == ["B", "D"]
    assert titles(Query(statuses=()), *lines) == []


# Languages

PAIRS = [
    row("One", "1", "en"),
    row("Un", "1", "fr"),
    row("Deux", "2", "fr"),
    row("Two", "2", "en"),
    row("Trois", "3", "fr-CA"),
    row("Four", "4", "en"),
    row("Viisi", "5", "fi"),
]


@pytest.mark.parametrize(
    ("language", "page", "expected"),
    [
        (None, "en", ["Four", "One", "Trois", "Two", "Viisi"]),
        (None, "fr", ["Deux", "Four", "Trois", "Un", "Viisi"]),
        (None, "fr-CA", ["Deux", "Four", "Trois", "Un", "Viisi"]),
        (None, "de", ["Deux", "Four", "One", "Trois", "Viisi"]),
        ("all", "en", ["Deux", "Four", "One", "Trois", "Two", "Un", "Viisi"]),
        ("fr", "en", ["Deux", "Trois", "Un"]),
        ("fr-CA", "fr", ["Trois"]),
        ("de", "en", []),
    ],
)
def test_languages(language: str | None, page: str, expected: list[str]) -> None:
    assert titles(Query(language=language), *PAIRS, lang=page) == expected


def test_the_nearest_of_several_variants_is_shown() -> None:
    lines = [row("Suisse", "1", "fr-CH"), row("Français", "1", "fr"), row("Canada", "1", "fr-CA")]
    assert [titles(Query(), *lines, lang=lang) for lang in ("fr-CA", "fr", "fr-BE", "en")] == [
        ["Canada"],
        ["Français"],
        ["Français"],
        ["Suisse"],
    ]


def test_of_duplicates_the_first_is_shown_unless_all_are_asked_for() -> None:
    lines = [row("First", "1"), row("Second", "1"), row("Premier", "1", "fr")]
    assert titles(Query(), *lines) == ["First"]
    assert titles(Query(language="en"), *lines) == ["First", "Second"]
    assert titles(Query(language="all"), *lines) == ["First", "Premier", "Second"]


# Order


def test_titles_sort_as_a_dictionary_does() -> None:
    found = titles(Query(), *map(row, ["Ec", "eb", "Éboulis", "zone", "Analyste", "École"]))
    assert found == ["Analyste", "eb", "Éboulis", "Ec", "École", "zone"]


def test_equal_titles_sort_by_key() -> None:
    lines = [row("A", "k2"), row("A", "k1"), row("A", "k3")]
    assert [r.posting.translation_key for r in Query().rows(lines, "en", value_of)] == [
        "k1",
        "k2",
        "k3",
    ]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (("title",), "ABCD"),
        (("-title",), "DCBA"),
        (("team",), "BDAC"),
        (("-team",), "ABDC"),
        (("expiryDate",), "DABC"),
        (("-expiryDate",), "BADC"),
        (("team", "-title"), "DBAC"),
        (("-budget", "title"), "BADC"),
        (("budget",), "DABC"),
        (("classification",), "CABD"),
        (("nothing",), "ABCD"),
    ],
)
def test_sort_with_what_is_missing_last(sort: tuple[str, ...], expected: str) -> None:
    lines = [
        row("C", classification=("EC-05", "IT-03")),
        row(
            "A",
            team="Études",
            expiry_date=datetime(2026, 4, 1, 12),
            extra={"budget": 9},
            classification=("IT-03",),
        ),
        row("D", team="Design", expiry_date=DAY, extra={"budget": 2.5}),
        row("B", team="Design", expiry_date=date(2026, 12, 1), extra={"budget": 10}),
    ]
    assert "".join(titles(Query(sort=sort), *lines)) == expected


def test_code_words_are_in_their_own_order() -> None:
    lines = [
        row("A", archived=True, employment_type=("VOLUNTEER",)),
        row("B", employment_type=("full-time", "TEMPORARY")),
        row("C", publish_date=AFTER, employment_type=("as needed",)),
        row("D", employment_type=("Full time",)),
    ]
    assert titles(Query(statuses=tuple(Status), sort=("status",)), *lines) == ["B", "D", "C", "A"]
    assert titles(Query(statuses=tuple(Status), sort=("employmentType",)), *lines) == [
        "D", "B", "A", "C",
    ]  # fmt: skip


def test_sort_key_compares_whatever_types() -> None:
    moment = datetime(2026, 3, 31, 12, tzinfo=UTC)
    values: list[Any] = ["b", None, moment, 10, ("a", "c"), DAY, True, 9.5, {"a": 1}]
    assert sorted(values, key=sort_key) == [
        9.5,
        10,
        DAY,
        moment,
        None,
        {"a": 1},
        ("a", "c"),
        "b",
        True,
    ]


@pytest.mark.parametrize(("limit", "expected"), [(None, "ABC"), (2, "AB"), (9, "ABC")])
def test_limit(limit: int | None, expected: str) -> None:
    assert "".join(titles(Query(limit=limit), row("B"), row("C"), row("A"))) == expected


# Groups


@pytest.mark.parametrize(
    ("group_by", "expected"),
    [
        (None, [(None, "BADC")]),
        ("team", [("Design", "BA"), ("Études", "C"), (None, "D")]),
        ("tags", [("rust", "B"), ("UX", "BC"), (None, "AD")]),
        ("status", [("open", "BDC"), ("closed", "A")]),
        ("archived", [("true", "A"), (None, "BDC")]),
        ("expiryDate", [("2026-03-31", "BD"), (None, "AC")]),
        ("workplace", [("on-site", "B"), ("remote", "C"), ("Anywhere", "A"), (None, "D")]),
        ("nothing", [(None, "BADC")]),
    ],
)
def test_groups(group_by: str | None, expected: list[tuple[str | None, str]]) -> None:
    lines = [
        row("B", team="Design", tags=("UX", "rust", "UX"), expiry_date=DAY, workplace="on-site"),
        row("A", team="Design", archived=True, workplace="Anywhere"),
        row("D", expiry_date=datetime(2026, 3, 31, 12)),
        row("C", team="Études", tags=("UX",), workplace="Remote"),
    ]
    groups = Query(group_by=group_by).groups(lines, value_of)
    assert [(name, "".join(r.title for r in found)) for name, found in groups] == expected


# What a directive's options say


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("open", (OPEN,)),
        (" Open, UPCOMING ", (OPEN, UPCOMING)),
        ("closed|open", (CLOSED, OPEN)),
        ("open closed", (OPEN, CLOSED)),
        ("all", (OPEN, UPCOMING, CLOSED)),
        ("open, all", (OPEN, UPCOMING, CLOSED)),
    ],
)
def test_parse_statuses(text: str, expected: tuple[Status, ...]) -> None:
    assert parse_statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "word"), [("opne", "opne"), ("open, x", "x"), ("", ""), (None, "")]
)
def test_unknown_statuses(text: str | None, word: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_statuses(text)
    assert str(caught.value) == f"“{word}” is not a status. Use open, upcoming, closed or all."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (None, None),
        ("page", None),
        ("Page", None),
        ("all", "all"),
        (" ALL ", "all"),
        ("fr", "fr"),
        ("fr_ca", "fr-CA"),
    ],
)
def test_parse_language(text: str | None, expected: str | None) -> None:
    assert parse_language(text) == expected


@pytest.mark.parametrize("text", ["français", "en, fr", "*"])
def test_a_language_that_is_not_a_tag(text: str) -> None:
    with pytest.raises(
        QueryError, match=r"is not a language tag\. Use page, all, or a tag such as fr or fr-CA\."
    ):
        parse_language(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("title",)),
        (None, ("title",)),
        ("-expirydate, TITLE", ("-expiryDate", "title")),
        ("budget -Team", ("budget", "-team")),
        ("key", ("key",)),
    ],
)
def test_parse_sort(text: str | None, expected: tuple[str, ...]) -> None:
    assert parse_sort(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("team", "team"),
        (" EMPLOYMENTTYPE ", "employmentType"),
        ("Budget", "Budget"),
        ("équipe", "équipe"),
    ],
)
def test_parse_group_by(text: str, expected: str) -> None:
    assert parse_group_by(text) == expected


@pytest.mark.parametrize("text", ["", None, "team, location", "-team"])
def test_group_by_something_that_is_not_a_field(text: str | None) -> None:
    with pytest.raises(
        QueryError, match=r"is not the name of a field\. Use one name, such as team\."
    ):
        parse_group_by(text)


@pytest.mark.parametrize(
    "parse", [parse_where, parse_statuses, parse_language, parse_sort, parse_group_by]
)
@given(text=st.one_of(st.none(), st.text(), st.text("team=!|;, \n-é")))
def test_any_option_is_read_or_refused(parse: Callable[[str | None], object], text: str) -> None:
    with contextlib.suppress(QueryError):  # any other error fails
        parse(text)


MIXED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.timezones()),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)


@given(st.lists(MIXED, max_size=8), st.sampled_from(["x", "-x"]))
def test_any_rows_are_sorted_and_grouped_and_none_is_lost(values: list[Any], sort: str) -> None:
    lines = [row(str(n), extra={"x": value}) for n, value in enumerate(values)]
    query = Query(sort=(sort,), group_by="x")
    found = query.rows(lines, "en", value_of)
    assert sorted(r.title for r in found) == sorted(r.title for r in lines)
    missing = [r.posting.extra["x"] in (None, "", (), []) for r in found]
    assert missing == sorted(missing)
    grouped = {r.title for _, group in query.groups(found, value_of) for r in group}
    assert grouped == {r.title for r in lines}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (None, True),
        ("", True),
        (" Yes ", True),
        ("on", True),
        ("NO", False),
        ("off", False),
        ("team", ("team",)),
        ("TEAM, employmenttype\nshift team", ("team", "employmentType", "shift")),
        ("no, team", ("no", "team")),
    ],
)
def test_what_a_list_is_filtered_by(text, meaning):
    assert parse_filter(text) == meaning


@pytest.mark.parametrize("text", ["-team", "team = Deck", "1st", "team; tags"])
def test_filter_by_something_that_is_not_a_field(text):
    with pytest.raises(QueryError, match=r"is not the name of a field\. Use yes, no, or names"):
        parse_filter(text)
