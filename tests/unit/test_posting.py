"""Postings: every field by its reader, values for missing fields, misspelled names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext_jobs.model import clock
from sphinxext_jobs.model.fields import FIELDS, Posting
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
from sphinxext_jobs.sources.frontmatter import read
from sphinxext_jobs.sources.posting import Source, front_matter_of, read_posting, slug
from sphinxext_jobs.text.plain import inline_text, plain_text

from .support import Told, told

REQUIRED = {"title": "Analyste", "description": "Un poste.", "translationKey": "analyste"}


def load(
    head: str = "", path: str = "analyste.md", body: str = "Texte.\n", **options: Any
) -> Source:
    """Read a posting of these fields only."""
    options.setdefault("default_lang", "en")
    return read_posting(read(f"---\n{head}\n---\n{body}"), path=PurePath(path), **options)


def load_field(name: str, value: str) -> tuple[Any, list[Told]]:
    """Read a posting with the required fields and *name*; return its value and all faults."""
    rest = "\n".join(f"{k}: {v}" for k, v in REQUIRED.items() if k != name)
    file = load(f"{name}: {value}\n{rest}")
    return file.posting.value(name), told(file.diagnostics)


def read_by(reader: Reader) -> list[str]:
    return [name for name, field in FIELDS.items() if field.read is reader]


STAND_INS = {"title": "Analyste", "translationKey": "analyste", "lang": "en"}


def test_the_lines_that_say_that_the_text_above_is_not_translated() -> None:
    head = "title: Analyste\n# jobs: untranslated\nlayout: job-posting"
    found = load(head, body="Text.\n% jobs: untranslated\n\n- Item\n  % jobs: untranslated\n")
    assert found.notes == (3, 7, 10)
    assert load("title: Analyste").notes == ()


# Absent


@pytest.mark.parametrize("value", ["", "''", "null", "NULL", '"null"', "~", "'~'", "None", "'  '"])
@pytest.mark.parametrize("name", FIELDS)
def test_absent(name: str, value: str) -> None:
    found, problems = load_field(name, value)
    expected = STAND_INS.get(name, () if FIELDS[name].read in (texts, pictures) else None)
    assert found == expected
    assert [text.partition(" is missing")[0] for _line, _kind, text in problems] == [name] * (
        name in REQUIRED
    )
    assert {kind for _line, kind, _text in problems} <= {"missing"}


# Ids


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0123", "0123"),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12:30:45", "12:30:45"),
        ("2026-03-31", "2026-03-31"),
        ("true", "true"),
        (".5", ".5"),
        ("1.50", "1.50"),
        ("!!int 5", "5"),
        ("4f0c2c9e-1b1b-4d6a-9c5e-0123456789ab", "4f0c2c9e-1b1b-4d6a-9c5e-0123456789ab"),
        ("'a  b '", "a b"),
        ("|\n  a\n  b", "a b"),
        ("x # note", "x"),
    ],
)
@pytest.mark.parametrize("name", ["leverId", "translationKey", "layout", "type"])
def test_an_id_is_the_text_that_was_written(name: str, written: str, expected: str) -> None:
    assert load_field(name, written) == (expected, [])


@pytest.mark.parametrize("value", ["[a]", "{a: b}", "[]"])
@pytest.mark.parametrize("name", ["leverId", "layout", "type"])
def test_an_id_is_a_single_text(name: str, value: str) -> None:
    assert load_field(name, value) == (
        None,
        [
            (
                2,
                "front-matter",
                f"{name} is a list or a mapping, so it is ignored. Write a single text.",
            ),
        ],
    )


# Flags


@pytest.mark.parametrize("name", read_by(flag))
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *((word, True) for word in ["true", "True", "TRUE", "yes", "Yes", "on", "ON"]),
        *((word, False) for word in ["false", "False", "FALSE", "no", "No", "off", "OFF"]),
        ("!!bool yes", True),
    ],
)
def test_flags(name: str, written: str, expected: bool) -> None:
    found, problems = load_field(name, written)
    assert found is expected
    assert problems == []


@pytest.mark.parametrize(
    ("written", "expected", "word", "quoted"),
    [
        ("'true'", True, "true", True),
        ('"False"', False, "False", True),
        ("!!str true", True, "true", True),
        ("' yes '", True, "yes", False),
        ("y", True, "y", False),
        ("N", False, "N", False),
        ("1", True, "1", False),
        ("0", False, "0", False),
        ("Yes.", True, "Yes.", False),
        ("oui", True, "oui", False),
        ("Non", False, "Non", False),
        ("vrai", True, "vrai", False),
        ("FAUX", False, "FAUX", False),
        ("ja", True, "ja", False),
        ("nein", False, "nein", False),
        ("“true”", True, "“true”", False),
        ("«oui»", True, "«oui»", False),
        ("'\u00a0oui\u00a0'", True, "oui", False),
    ],
)
def test_flags_in_other_words_are_read_and_reported(
    written: str, expected: bool, word: str, quoted: bool
) -> None:
    found, problems = load_field("archived", written)
    assert found is expected
    flag = str(expected).lower()
    assert problems == [
        (
            2,
            "front-matter",
            f"The value of archived is the text “{word}”, which is read as {flag}. "
            + (f"Write {flag} without quotes." if quoted else f"Write `{flag}`."),
        )
    ]


@pytest.mark.parametrize("written", ["maybe", "2", "2026-01-01", "yes and no", "x" * 200])
def test_flags_that_say_nothing_are_ignored(written: str) -> None:
    shown = written if len(written) <= 60 else f"{'x' * 59}…"
    text = f"linkHidden is “{shown}”, which is not true or false, so it is ignored."
    assert load_field("linkHidden", written) == (
        None,
        [(2, "front-matter", f"{text} Write true or false.")],
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [("archived", "Write true or false."), ("expiryDate", "Write a date such as 2026-03-31.")],
)
@pytest.mark.parametrize("written", ["[true]", "{a: true}", "[2026-03-31]"])
def test_a_flag_or_a_date_is_a_single_value(name: str, hint: str, written: str) -> None:
    text = f"{name} is a list or a mapping, so it is ignored. {hint}"
    assert load_field(name, written) == (None, [(2, "front-matter", text)])


# Dates

UTC_NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)
EAST = timezone(timedelta(hours=-5))
TORONTO = ZoneInfo("America/Toronto")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://ats.example/apply?id=1#form", "https://ats.example/apply?id=1#form"),
        ("HTTP://ats.example", "HTTP://ats.example"),
        ("https://emplois.exemple/\u00e9quipe", "https://emplois.exemple/\u00e9quipe"),
        ("mailto:jobs@example.org", "mailto:jobs@example.org"),
        ("mailto:a@example.org,b@example.org", "mailto:a@example.org,b@example.org"),
        (
            "mailto:jobs@example.org?subject=Night cook",
            "mailto:jobs@example.org?subject=Night%20cook",
        ),
    ],
)
def test_addresses(written: str, expected: str) -> None:
    assert load_field("applyUrl", written) == (expected, [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jobs@example.org", "mailto:jobs@example.org"),
        ("<jobs@example.org>", "mailto:jobs@example.org"),
        ("<https://ats.example/1>", "https://ats.example/1"),
        ("\u00abhttps://ats.example/1\u00bb", "https://ats.example/1"),
    ],
)
def test_an_address_written_in_another_way_is_read_and_reported(written: str, meant: str) -> None:
    text = f"applyUrl is “{written}”, which is read as {meant}. Write `{meant}`."
    assert load_field("applyUrl", written) == (meant, [(2, "front-matter", text)])


@pytest.mark.parametrize(
    "written",
    [
        "/apply",
        "apply.html",
        "www.ats.example/apply",
        "//ats.example",
        "https://",
        "https:ats.example",
        "https://[x",
        "https://ats.example/a b",
        "javascript:alert(1)",
        "ftp://ats.example",
        "mailto:jobs",
        "mailto:?subject=x",
        "See below",
    ],
)
def test_an_address_that_is_not_whole_is_ignored(written: str) -> None:
    text = (
        f"applyUrl is “{written}”, which is not a whole address, so it is ignored. "
        "Write an address such as https://example.org/apply or mailto:jobs@example.org."
    )
    assert load_field("applyUrl", written) == (None, [(2, "front-matter", text)])


def test_a_value_that_must_be_another_is_one_mistake() -> None:
    text = (
        "applyUrl is “mailto:”, which is not a whole address, so it is ignored. "
        "Write an address such as https://example.org/apply or mailto:jobs@example.org."
    )
    assert load_field("applyUrl", "mailto:") == (None, [(2, "front-matter", text)])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("img/a.png", ("img/a.png",)),
        ("/img/a.png", ("/img/a.png",)),
        ("[img/a.png, img/b]", ("img/a.png", "img/b")),
        ("https://example.org/a.png?size=1", ("https://example.org/a.png?size=1",)),
        ("//example.org/a", ("//example.org/a",)),
        ("img/night ferry.png", ("img/night%20ferry.png",)),
        ("[]", ()),
        ("''", ()),
    ],
)
def test_pictures(written: str, expected: tuple[str, ...]) -> None:
    assert load_field("images", written) == (expected, [])


@pytest.mark.parametrize(
    ("written", "shown", "expected"),
    [
        ("a picture", "a picture", ()),
        ("'javascript:alert(1)'", "javascript:alert(1)", ()),
        ("'https:'", "https:", ()),
        ("http://[x", "http://[x", ()),
        ("img\\a.png", "img\\a.png", ()),
        ("[{src: /a.png}, /b.png]", "src: /a.png", ("/b.png",)),
        ("{src: /a.png}", "src: /a.png", ()),
    ],
)
def test_a_picture_without_an_address_or_a_path_is_ignored(
    written: str, shown: str, expected: tuple[str, ...]
) -> None:
    text = (
        f"images has “{shown}”, which is not an address or a path, so it is ignored. "
        "Write an address such as https://example.org/a.png, or a path such as img/a.png."
    )
    assert load_field("images", written) == (expected, [(2, "front-matter", text)])


@pytest.mark.parametrize("name", read_by(moment))
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-3-5", date(2026, 3, 5)),
        ("'2026-03-31'", date(2026, 3, 31)),
        ("' 2026-03-31 '", date(2026, 3, 31)),
        ("20260331", date(2026, 3, 31)),
        ("2026-W14-2", date(2026, 3, 31)),
        ("2026W142", date(2026, 3, 31)),
        ("2026-090", date(2026, 3, 31)),
        ("2024-366", date(2024, 12, 31)),
        ("2026-03-31T12:00:00", datetime(2026, 3, 31, 12)),
        ("2026-03-31 12:00:00", datetime(2026, 3, 31, 12)),
        ("'2026-03-31T12:00'", datetime(2026, 3, 31, 12)),
        ("20260331T120000", datetime(2026, 3, 31, 12)),
        ("2026-03-31T12:00:00Z", UTC_NOON),
        ("2026-03-31T12:00:00.000Z", UTC_NOON),
        ("20260331T120000Z", UTC_NOON),
        ("'2026-03-31T12:00Z'", UTC_NOON),
        ("2026-03-31T07:00:00-05:00", datetime(2026, 3, 31, 7, tzinfo=EAST)),
        ("2026-03-31 07:00:00 -05:00", datetime(2026, 3, 31, 7, tzinfo=EAST)),
        ("2026-03-31 07:00:00 -0500", datetime(2026, 3, 31, 7, tzinfo=EAST)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_dates(name: str, written: str, expected: date) -> None:
    found, problems = load_field(name, written)
    assert (type(found), found) == (type(expected), expected)
    assert problems == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-31 17:00", datetime(2026, 3, 31, 17)),
        ("2026-03-31T17:00", datetime(2026, 3, 31, 17)),
        ("2026-03-31 17:00 America/Toronto", datetime(2026, 3, 31, 17, tzinfo=TORONTO)),
        ("2026-03-31T17:00:00 America/Toronto", datetime(2026, 3, 31, 17, tzinfo=TORONTO)),
        ("2026-03-31 17:00 -05:00", datetime(2026, 3, 31, 17, tzinfo=EAST)),
        ("2026-03-31 17:00-0500", datetime(2026, 3, 31, 17, tzinfo=EAST)),
        ("2026-03-31 17:00 UTC", datetime(2026, 3, 31, 17, tzinfo=UTC)),
        # Clocks go forward at two, and back at two.
        ("2026-03-08 02:30 America/Toronto", datetime(2026, 3, 8, 2, 30, tzinfo=TORONTO)),
        ("2026-11-01 01:30 America/Toronto", datetime(2026, 11, 1, 1, 30, tzinfo=TORONTO)),
    ],
)
def test_hours_with_time_zones(written: str, expected: datetime) -> None:
    found, problems = load_field("expiryDate", written)
    assert (found, problems) == (expected, [])
    assert str(found.tzinfo) == str(expected.tzinfo)


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("2026-03-31 17 h", "2026-03-31 17:00"),
        ("2026-03-31 à 23 h 59", "2026-03-31 23:59"),
        ("2026-03-31 23h59 America/Toronto", "2026-03-31 23:59 America/Toronto"),
        ("2026-03-31, 11:59 pm America/Toronto", "2026-03-31 23:59 America/Toronto"),
        ("March 31, 2026 at 5 p.m. America/Toronto", "2026-03-31 17:00 America/Toronto"),
        ("2026-03-31 12:30 a.m. America/Toronto", "2026-03-31 00:30 America/Toronto"),
        ("31/03/2026 9:00", "2026-03-31 09:00"),
        ("2026-03-31 17:00 america/toronto", "2026-03-31 17:00 America/Toronto"),
        ("2026-03-31 17:00 America/New York", "2026-03-31 17:00 America/New_York"),
        ("2026-03-31 17:00 UTC-5", "2026-03-31 17:00-05:00"),
        ("2026-03-31 17:00 GMT+05:30", "2026-03-31 17:00+05:30"),
    ],
)
def test_hours_written_in_another_way_are_read_and_reported(written: str, instead: str) -> None:
    found, problems = load_field("expiryDate", f"'{written}'")
    expected, exact = load_field("expiryDate", instead)
    text = f"expiryDate is “{written}”, which is read as {instead}. Write `{instead}`."
    assert (found, found.utcoffset()) == (expected, expected.utcoffset())
    assert (problems, exact) == ([(2, "front-matter", text)], [])


NAME = "Write the name of a zone, such as America/Toronto."


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("PST", "Did you mean `America/Vancouver`?"),
        ("EST", "Did you mean `America/Toronto`?"),
        ("Pacific Time", "Did you mean `America/Vancouver`?"),
        ("(heure des Rocheuses)", "Did you mean `America/Edmonton`?"),
        ("America/Toront", "Did you mean `America/Toronto`?"),
        ("St Johns", "Did you mean `America/St_Johns`?"),
        ("America", NAME),
        ("America/../../etc/passwd", NAME),
        ("+99:00", NAME),
        ("office", NAME),
    ],
)
def test_a_time_zone_that_is_not_known_leaves_the_day(zone: str, hint: str) -> None:
    text = (
        f"expiryDate is “2026-03-31 17:00 {zone}”, whose time zone is not known, so only the day, "
        f"2026-03-31, is read. {hint}"
    )
    written = f"2026-03-31 17:00 {zone}"
    found, problems = load_field("expiryDate", written)
    assert (found, problems) == (date(2026, 3, 31), [(2, "front-matter", text)])
    # So that nothing is said about a counterpart whose zone is known.
    assert load(f"expiryDate: {written}").posting.extra == {"expiryDate": written}


def test_a_system_without_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_names", dict)
    _found, ((_line, _kind, text),) = load_field("expiryDate", "2026-03-31 17:00 Nowhere/Town")
    assert text.endswith("Run `pip install tzdata`.")


@pytest.mark.parametrize("written", ["0001-01-01", "0001-01-01T00:00:00Z"])
def test_hugo_s_zero_time_means_no_date(written: str) -> None:
    assert load_field("expiryDate", written) == (None, [])


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-09",
        "2026-9",
        "2026",
        "2026-366",
        "2026-000",
        "2026-W54-1",
        "2026-W14",
        "2026W14",
        "31/13/2026",
        "30 février 2026",
        "mars 2026",
        "31 mars",
        "31/12/26",
        "May",
        "tomorrow",
        "Open until filled",
        "Thursday, April 3, 2026",
        "lundi 3 avril 2026",
        "-1",
        "1e5",
        "2026-03-31T25:00",
        "2026-03-31T24:00",
        "2026-03-31 24:00 America/Toronto",
        "2026-03-31 noon",
        "03/04/2026 23:59",
        "!!timestamp demain",
        "2026-03-31x",
    ],
)
def test_a_value_that_is_not_a_date_is_reported(written: str) -> None:
    text = written.removeprefix("!!timestamp ")
    # It may be better to have no date than to write one.
    instead = "" if any(map(str.isdigit, text)) else ", or remove the field"
    assert load_field("expiryDate", written) == (
        None,
        [
            (
                2,
                "front-matter",
                f"expiryDate is “{text}”, which is not a date, so it is ignored. "
                f"Write a date such as 2026-03-31{instead}.",
            )
        ],
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("２０２６-12-31", date(2026, 12, 31)),
        ("“2026-12-31”", date(2026, 12, 31)),
        ("2026-12-31.", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("04/04/2026", date(2026, 4, 4)),
        ("2026/04/03", date(2026, 4, 3)),
        ("31.12.2026", date(2026, 12, 31)),
        ("2026\u201304\u201303", date(2026, 4, 3)),
        ("3 avril 2026", date(2026, 4, 3)),
        ("le 3 avril 2026", date(2026, 4, 3)),
        ("vendredi 3 avril 2026", date(2026, 4, 3)),
        ("Friday, April 3, 2026", date(2026, 4, 3)),
        ("Fri. 3 Apr 2026", date(2026, 4, 3)),
        ("1er avril 2026", date(2026, 4, 1)),
        ("1ᵉʳ AVRIL 2026", date(2026, 4, 1)),
        ("15 aout 2026", date(2026, 8, 15)),
        ("3 janv. 2026", date(2026, 1, 3)),
        ("3\u00a0févr.\u00a02026", date(2026, 2, 3)),
        ("April 3, 2026", date(2026, 4, 3)),
        ("April 3rd 2026", date(2026, 4, 3)),
        ("Sept. 5, 2026", date(2026, 9, 5)),
        ("5-Sep-2026", date(2026, 9, 5)),
        ("3. März 2026", date(2026, 3, 3)),
        ("3 de abril de 2026", date(2026, 4, 3)),
    ],
)
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_date_in_words_is_read_and_reported(written: str, expected: date, quote: str) -> None:
    found, problems = load_field("expiryDate", f"{quote}{written}{quote}")
    text = " ".join(written.split())
    assert found == expected
    problem = f"expiryDate is “{text}”, which is read as {expected}. Write `{expected}`."
    assert problems == [(2, "front-matter", problem)]


@pytest.mark.parametrize(
    ("written", "one", "other"),
    [("03/04/2026", "2026-03-04", "2026-04-03"), ("3 jui 2026", "2026-06-03", "2026-07-03")],
)
def test_a_date_with_two_readings_is_ignored(written: str, one: str, other: str) -> None:
    problem = f"expiryDate is “{written}”, which can be {one} or {other}, so it is ignored."
    assert load_field("expiryDate", written) == (
        None,
        [(2, "front-matter", f"{problem} Write {one} or {other}.")],
    )


# Texts


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Une équipe", "Une équipe"),
        ("2026", "2026"),
        ("0123", "0123"),
        ("true", "true"),
        (">-\n  un\n  deux", "un deux"),
        ("|\n  un\n\n  deux", "un deux"),
        ("'a \t  b'", "a b"),
        ("'Qui\u00a0: \u202fmoi'", "Qui\u00a0: \u202fmoi"),
        ("<p>Un texte</p>", "Un texte"),
        ("'<p>Un</p><p>Deux</p>'", "Un Deux"),
        ("'Un<br>deux<br/>trois'", "Un deux trois"),
        ('<strong>Fort</strong>e <em class="x">voix</em>', "Forte voix"),
        ('<P CLASS="x">Haut</P>', "Haut"),
        ("Rôle &#8211; site &#x2014; lieu", "Rôle – site — lieu"),
        ("Rôle&nbsp;&amp; site", "Rôle\u00a0& site"),
        ("<p>Rôle &eacute;tendu</p>", "Rôle étendu"),
        ("R&D, AT&T", "R&D, AT&T"),
        ("'a &amp;lt; b'", "a &lt; b"),
        ("'5 < 6 et 7 > 3'", "5 < 6 et 7 > 3"),
        ("Java List<String>", "Java List<String>"),
        ("<your team> lead", "<your team> lead"),
        ("<b><your team></b> lead</x>", "<your team> lead</x>"),
        ("<p>un <widget/> deux</p>", "un <widget/> deux"),
        ("'C++ <c@x.ca>'", "C++ <c@x.ca>"),
    ],
)
@pytest.mark.parametrize("name", read_by(text))
def test_texts(name: str, written: str, expected: str) -> None:
    assert load_field(name, written) == (expected, [])


@pytest.mark.parametrize(
    ("written", "kind", "expected"),
    [
        ("[Un, deux]", "a list", "Un, deux"),
        ("{un: deux}", "a mapping", "un: deux"),
        ("[Un, [deux, null], {trois: <b>quatre</b>}]", "a list", "Un, deux, trois: quatre"),
    ],
)
def test_a_text_that_is_a_collection_is_joined(written: str, kind: str, expected: str) -> None:
    assert load_field("team", written) == (
        expected,
        [
            (
                2,
                "front-matter",
                f"team is {kind}, so it is read as the text “{expected}”. Write a single text.",
            )
        ],
    )


@pytest.mark.parametrize(
    "written", ["[]", "{}", "[null, '']", "<p></p>", "'&nbsp;'", "<p>&nbsp;</p>"]
)
def test_a_text_without_words_is_absent(written: str) -> None:
    assert load_field("team", written) == (None, [])


def test_plain_text_keeps_an_address() -> None:
    assert plain_text("/offres?a=1&copy=2") == "/offres?a=1&copy=2"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**Rôle** et *site*", "Rôle et site"),
        ("[Rôle](https://x.ca/a_b) et ![image](x.png)", "Rôle et image"),
        ("[Rôle][ref]", "Rôle"),
        ("`snake_case` _ici_ a_b_c", "snake_case ici a_b_c"),
        (r"C\# \*", "C# *"),
        ("<em>Rôle</em> &amp; site", "Rôle & site"),
    ],
)
def test_inline_text(source: str, expected: str) -> None:
    assert inline_text(source).strip() == expected


# Lists


def test_a_mapping_of_several_values_in_a_list_is_reported() -> None:
    text = "location contains a mapping, which is read as the text “city: A, code: B”."
    hint = "Write a text or a list of texts."
    found = load_field("location", "[{city: A, code: B}, C]")
    assert found == (("city: A, code: B", "C"), [(2, "front-matter", f"{text} {hint}")])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/a/", ("/a/",)),
        ("[/a/, /b/]", ("/a/", "/b/")),
        ("\n- /a/\n- /b/", ("/a/", "/b/")),
        ("[]", ()),
        ("[null, '', '~', x]", ("x",)),
        ("[0123, true, 2026-03-31]", ("0123", "true", "2026-03-31")),
        ("a, b", ("a, b",)),
        ("[[a, b], c]", ("a, b", "c")),
        ("[{a: b}]", ("a: b",)),
        ("<b>a</b>", ("a",)),
    ],
)
@pytest.mark.parametrize("name", read_by(texts))
def test_lists(name: str, written: str, expected: tuple[str, ...]) -> None:
    assert load_field(name, written) == (expected, [])


def test_a_mapping_is_not_a_list() -> None:
    assert load_field("url", "{a: b}") == (
        ("a: b",),
        [
            (
                2,
                "front-matter",
                "url is a mapping, so it is read as the text “a: b”. Write a text or a list of "
                "texts.",
            )
        ],
    )


# Unknown fields


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3", 3),
        ("0123", "0123"),
        ("1_000", "1_000"),
        ("1.5", 1.5),
        ("1e5", "1e5"),
        ("yes", True),
        ("'yes'", "yes"),
        ("null", None),
        ("'null'", None),
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-13-45", "2026-13-45"),
        ("[1, 007, {a: [b]}]", [1, "007", {"a": ["b"]}]),
        ("{[a, b]: c, 1: d}", {"a, b": "c", "1": "d"}),
        ("!secret x", "x"),
        ("!!python/object/apply:os.system ['ls']", ["ls"]),
        ("!!timestamp demain", "demain"),
        ("!!int _", "_"),
        ("!!bool peut-être", "peut-être"),
        ("!!float x", "x"),
        ("!!binary '#'", "#"),
        ("!!map x", "x"),
        ("=", "="),
        (".nan", ".nan"),
        ("9" * 5000, "9" * 5000),
        ("0x" + "f" * 5000, "0x" + "f" * 5000),
    ],
    ids=lambda value: str(value)[:30],
)
def test_unknown_fields_keep_their_yaml_types(written: str, expected: object) -> None:
    assert load_field("budget", written) == (expected, [])


def without(name: str) -> str:
    """Write the required fields but one."""
    return "\n".join(f"{key}: {value}" for key, value in REQUIRED.items() if key != name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("tilte", "title"),
        ("descripton", "description"),
        ("translatonKey", "translationKey"),
        ("archvied", "archived"),
        ("expiryDates", "expiryDate"),
        ("hiden", "hidden"),
        ("formhiden", "formHidden"),
        ("layuot", "layout"),
        ("expirydate", "expiryDate"),
    ],
)
def test_a_misspelled_name_is_reported_and_its_value_kept(name: str, meant: str) -> None:
    file = load(f"{name}: mot\n{without(meant)}")
    text = f"{name} is not a known field, so it is ignored. Did you mean `{meant}`?"
    assert told(file.diagnostics) == [(2, "unknown-field", text)]
    assert file.posting.extra == {name: "mot"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Title", "title"),
        ("TITLE", "title"),
        ("titre", "title"),
        ("Intitulé du poste", "title"),
        ("leverID", "leverId"),
        ("LeverId", "leverId"),
        ("lever_id", "leverId"),
        ("lever-id", "leverId"),
        ("translationkey", "translationKey"),
        ("translation-key", "translationKey"),
        ("employment_type", "employmentType"),
        ("équipe", "team"),
        ("equipe", "team"),
        ("department", "team"),
        ("Département", "team"),
        ("lieu", "location"),
        ("locations", "location"),
        ("jobLocation", "location"),
        ("salaire", "salary"),
        ("baseSalary", "salary"),
        ("mots-clés", "tags"),
        ("alias", "aliases"),
        ("urls", "url"),
    ],
)
def test_another_name_for_a_field_is_read_and_reported(name: str, meant: str) -> None:
    file = load(f"{name}: mot\n{without(meant)}")
    text = f"{name} is not a known field, so it is read as `{meant}`. Write `{meant}`."
    assert told(file.diagnostics) == [(2, "unknown-field", text)]
    assert file.posting.value(meant) in ("mot", ("mot",))
    assert file.posting.extra == {name: "mot"}
    assert file.lines[meant] == 2


@pytest.mark.parametrize(
    "name",
    [
        "closingDate",
        "closing-date",
        "closing_date",
        "closing date",
        "deadline",
        "application_deadline",
        "expiry",
        "expires",
        "expirydate",
        "expiry_date",
        "validThrough",
        "closes",
        "date limite",
        "date-limite",
        "Date limite",
        "date de clôture",
        "date d'expiration",
        "date d’expiration",
        "échéance",
    ],
)
def test_other_names_for_the_closing_date(name: str) -> None:
    found, problems = load_field(name, "2026-03-31")
    assert found == date(2026, 3, 31)
    file = load(f"{name}: 2026-03-31")
    assert file.posting.expiry_date == date(2026, 3, 31)
    text = f"{name} is not a known field, so it is read as `expiryDate`. Write `expiryDate`."
    assert problems == [(2, "unknown-field", text)]


@pytest.mark.parametrize(
    ("written", "attribute", "expected", "instead"),
    [
        ("closed: true", "archived", True, "archived"),
        ("closed: false", "archived", False, "archived"),
        ("closed: oui", "archived", True, "archived: true"),
        ("fermée: vrai", "archived", True, "archived: true"),
        ("open: false", "archived", True, "archived: true"),
        ("open: true", "archived", False, "archived: false"),
        ("isOpen: non", "archived", True, "archived: true"),
        ("listed: false", "link_hidden", True, "linkHidden: true"),
        ("unlisted: true", "link_hidden", True, "linkHidden"),
        ("published: false", "draft", True, "draft: true"),
        ("brouillon: true", "draft", True, "draft"),
        ("deadline: 31/12/2026", "expiry_date", date(2026, 12, 31), "expiryDate: 2026-12-31"),
        ("opens: 2026-03-01", "publish_date", date(2026, 3, 1), "publishDate"),
        ("datePosted: 2026-03-01", "date", date(2026, 3, 1), "date"),
    ],
)
def test_another_name_with_another_value(
    written: str, attribute: str, expected: object, instead: str
) -> None:
    file = load(f"{written}\n{without('')}")
    name = written.partition(":")[0]
    text = f"{name} is not a known field, so it is read as `{instead}`. Write `{instead}`."
    assert told(file.diagnostics) == [(2, "unknown-field", text)]
    assert getattr(file.posting, attribute) == expected


@pytest.mark.parametrize(
    "written",
    [
        "published: true",
        "published: 2026-01-01",
        "open: perhaps",
        "deadline:",
        "closes: null",
        "deadline: rolling",
        "opens: 9:00",
        "closed: on weekends",
        "open: Monday to Friday",
        "archive: in the basement",
        "langue: bilingue",
        "location_note: near the quay",
        "locationNote: near the quay",
        "title-fr: Cuisinier",
        "language: English, French",
    ],
)
def test_other_names_with_a_sense_of_their_own_are_not_reported(written: str) -> None:
    file = load(f"{written}\n{without('')}")
    assert told(file.diagnostics) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("deadline: 30 février 2026", "expiryDate"),
        ("closes: 03/04/2026", "expiryDate"),
        ("baseSalary: {minValue: 5}", "salary"),
        ("Lang: English", "lang"),
    ],
)
def test_another_name_with_a_value_that_does_not_suit(written: str, meant: str) -> None:
    file = load(f"{written}\n{without('')}")
    name = written.partition(":")[0]
    text = f"{name} is not a known field, so it is ignored. Did you mean `{meant}`?"
    assert told(file.diagnostics) == [(2, "unknown-field", text)]
    assert file.diagnostics[0].fix == ()


@pytest.mark.parametrize(
    ("head", "name", "field", "line"),
    [
        ("expiryDate: 2026-03-31\ndeadline: 2026-04-30", "deadline", "expiryDate", 5),
        ("closes: 2026-03-31\ndeadline: 2026-04-30", "deadline", "expiryDate", 5),
        ("archived: false\nclosed: true", "closed", "archived", 5),
        ("archived: true\nopen: true", "open", "archived", 5),
        ("lang: en\nLang: fr", "Lang", "lang", 5),
    ],
)
def test_two_names_for_one_field(head: str, name: str, field: str, line: int) -> None:
    file = load(f"{without('')}\n{head}")
    text = (
        f"{name} is not a known field, so it is ignored. {field} is on line {line}. "
        "Remove one of the two lines."
    )
    assert told(file.diagnostics)[-1] == (6, "unknown-field", text)
    assert len(file.diagnostics) == 1 + head.startswith("closes")


def test_a_field_that_has_its_name_leaves_other_names_to_the_author() -> None:
    file = load(f"{without('')}\nteam: A\ndepartment: B\nlocation: C\ncity: D")
    assert told(file.diagnostics) == []
    assert file.posting.extra == {"department": "B", "city": "D"}


@pytest.mark.parametrize(
    "name",
    [
        "slug",
        "weight",
        "summary",
        "menu",
        "params",
        "categories",
        "author",
        "authors",
        "image",
        "keywords",
        "linkTitle",
        "cascade",
        "id",
        "tag",
        "outputs",
        "sitemap",
        "budget",
        "contact",
        "duration",
        "subtitle",
        "tagline",
        "update",
        "relocation",
        "vacation",
        "x",
        "rating",
        "hiring_manager",
    ],
)
def test_other_names_are_not_misspellings(name: str) -> None:
    assert load_field(name, "mot") == ("mot", [])


def test_a_field_is_reported_on_its_line() -> None:
    file = load("title: A\n# note\n\nexpirydate: 2026-03-31\narchived: maybe")
    assert [found[:2] for found in told(file.diagnostics)] == [
        (5, "unknown-field"),
        (6, "front-matter"),
        (2, "missing"),
        (2, "missing"),
    ]
    assert file.lines == {"title": 2, "expirydate": 5, "expiryDate": 5, "archived": 6}


# Missing fields


@pytest.mark.parametrize(
    ("path", "body", "title"),
    [
        ("jobs/chef-d-équipe.md", "Texte.\n", "Chef d équipe"),
        ("Chef d’équipe.fr.md", "Texte.\n", "Chef d’équipe"),
        ("role&#8211;site.md", "", "Role–site"),
        ("role_et__site.md", "", "Role et site"),
        ("v1.2-analyste.md", "", "V1.2 analyste"),
        ("x.md", "Texte.\n\n### Le **rôle** ###\n", "Le rôle"),
        ("x.md", "# Développeur C#\n", "Développeur C#"),
        ("x.md", "# Développeur C# #\n", "Développeur C#"),
        ("x.md", "#   \n\n# A\n", "A"),
        ("x.md", "   ## [Rôle](/x) &amp; site\n", "Rôle & site"),
        ("x.md", "Le rôle\n=======\n", "Le rôle"),
        ("x.md", "**Le rôle**\n---\n", "Le rôle"),
        ("x.md", "- un\n- deux\n---\n", "X"),
        ("x.md", "> un\n---\n", "X"),
        ("x.md", "1. un\n---\n", "X"),
        ("x.md", "| a |\n---\n", "X"),
        ("x.md", "#mot\n\n    # code\n", "X"),
        ("x.md", "```\n# code\n```\n# Rôle\n", "Rôle"),
        ("x.md", "~~~~\n# code\n~~~\n# code\n~~~~\n# Rôle\n", "Rôle"),
        ("x.md", "```\n# code\n", "X"),
        ("x.md", f"# a{' ' * 50_000}b\n", "a b"),
        ("x.md", f"# a{' #' * 20_000}b\n", f"a{' #' * 20_000}b"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_missing_title_is_made_from_the_body_or_the_file_name(
    path: str, body: str, title: str
) -> None:
    file = load("description: D\ntranslationKey: k", path=path, body=body)
    assert file.posting.title == title
    text = f"title is missing, so “{title}” is used. Add `title: …`."
    assert told(file.diagnostics) == [(2, "missing", text)]


def test_a_missing_key_is_made_from_the_file_name() -> None:
    file = load("title: A\ndescription: D", path="jobs/Chef d’équipe.fr.md")
    assert file.posting.translation_key == "chef-d-équipe"
    assert told(file.diagnostics) == [
        (
            2,
            "missing",
            "translationKey is missing, so “chef-d-équipe”, from the file name, is used. "
            "Add the same `translationKey: …` to the file in each language.",
        )
    ]


def test_a_page_with_a_folder_of_its_own_has_the_name_of_the_folder() -> None:
    file = load("description: D", path="jobs/night-cook/index.md", body="Text.")
    assert (file.posting.title, file.posting.translation_key) == ("Night cook", "night-cook")
    assert "“night-cook”, from the folder name, is used." in told(file.diagnostics)[1][2]


def test_a_missing_description_is_reported() -> None:
    file = load("layout: job-posting\ntitle: A\ntranslationKey: k\ndescription:")
    assert file.posting.description is None
    text = "description is missing. Add one or two sentences: `description: …`."
    assert told(file.diagnostics) == [(5, "missing", text)]


def test_missing_fields_are_reported_on_the_line_of_the_first_field() -> None:
    file = load("# note\n\nlayout: job-posting")
    found = told(file.diagnostics)
    assert [(line, text.partition(" is missing")[0]) for line, _kind, text in found] == [
        (4, "title"),
        (4, "translationKey"),
        (4, "description"),
    ]


def test_a_whole_posting() -> None:
    file = load(
        "layout: job-posting\ntype: section\ntitle: Analyste\ndescription: Un poste.\n"
        "translationKey: analyste\nlang: fr_ca\narchived: false\nleverId: 0042\n"
        "expiryDate: 2026-03-31\nurl: /a/\nclassification: [IT-03, IT-04]\nteam: Données\n"
        "budget: 12",
        body="\nTexte.\n",
    )
    assert file.posting == Posting(
        layout="job-posting",
        type="section",
        title="Analyste",
        description="Un poste.",
        translation_key="analyste",
        lang="fr-CA",
        archived=False,
        lever_id="0042",
        expiry_date=date(2026, 3, 31),
        url=("/a/",),
        classification=("IT-03", "IT-04"),
        team="Données",
        extra={"budget": 12},
    )
    assert (file.body, file.body_line) == ("\nTexte.\n", 16)
    assert file.diagnostics == ()


# The language


@pytest.mark.parametrize(
    ("head", "path", "languages", "expected"),
    [
        ("", "x.md", (), "en"),
        ("", "x.fr.md", (), "fr"),
        ("", "fr/x.md", (), "fr"),
        ("", "fr/2026/été/x.md", ("en", "fr"), "fr"),
        ("", "en/x.fr.md", (), "fr"),
        ("lang: de", "fr/x.en.md", ("en", "fr"), "de"),
        ("lang: fr_ca", "x.md", (), "fr-CA"),
        ("lang: EN", "fr/x.md", (), "en"),
        ("lang: null", "fr/x.md", (), "fr"),
        ("", "fr-CA/x.md", ("fr",), "fr-CA"),
        ("", "it/x.md", ("en", "fr"), "en"),
    ],
)
def test_the_language(head: str, path: str, languages: tuple[str, ...], expected: str) -> None:
    assert load(head, path=path, languages=languages).posting.lang == expected


@pytest.mark.parametrize("value", ["français", "English", "fr_CA.UTF-8", "f", "fr en", "'fr-'"])
def test_a_language_that_is_not_a_tag_is_reported(value: str) -> None:
    found, problems = load_field("lang", value)
    assert found == "en"
    assert problems == [
        (
            2,
            "front-matter",
            f"lang is “{value.strip(chr(39))}”, which is not a language tag, so it is ignored. "
            "Write a tag such as fr or fr-CA.",
        )
    ]


# Slugs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("analyste.md", "analyste"),
        ("Chef d’équipe.fr.md", "chef-d-équipe"),
        ("Chef d'e\u0301quipe.md", "chef-d-équipe"),
        ("Role &#8211; Site.md", "role-site"),
        ("A — B · C & D: E.en.md", "a-b-c-d-e"),
        ("x.fr-CA.md", "x"),
        ("x.2026.md", "x-2026"),
        ("Sr. Dev.md", "sr-dev"),
        ("fr.md", "fr"),
        ("snake_case.md", "snake_case"),
        ("·.md", "posting"),
        ("fr/x.md", "x"),
        ("jobs/Chef d’équipe/index.md", "chef-d-équipe"),
        ("en/baker/_index.md", "baker"),
        ("baker/index.fr-CA.md", "baker"),
        ("baker/fr/index.md", "index"),
        ("index.fr.md", "index"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(PurePath(name)) == expected


# Which files


@pytest.mark.parametrize("text", ["", "# Titre\n", " ---\na: b\n---\n", "+++\na = 1\n+++\n"])
def test_other_documents_have_no_front_matter(text: str) -> None:
    assert front_matter_of(text) is None


@pytest.mark.parametrize("mark", ["", "\ufeff", "\ufeff\ufeff"])
def test_the_layout_behind_a_byte_order_mark(mark: str) -> None:
    front = front_matter_of(f"{mark}---\r\nlayout: job-posting\r\n---\r\nTexte\x00.\r\n")
    assert front is not None
    assert front.nodes["layout"].value == "job-posting"
    assert front.body == "Texte\ufffd.\n"
    assert [found[:2] for found in told(front.diagnostics)] == [(4, "encoding")]


# Whatever comes

VALUES = st.sampled_from(
    [
        "mot",
        "''",
        "null",
        "[a, b]",
        "{a: b}",
        "2026-03-31",
        "2026-02-30",
        "yes",
        "0123",
        "<p>x</p>",
        "&nbsp;",
        "!!int _",
        "!!bool x",
        "!!timestamp x",
        "!x y",
        "&a [*a]",
        "'d'un'",
        "a: b",
        "|",
        "[",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "? x",
        "- y",
        "\u2028",
        "\x85",
    ]
)
NAMES = st.sampled_from([*FIELDS, "Title", "budget", "<<", "? [a]", "", "'q'"])


@given(
    head=st.lists(st.builds("{}: {}".format, NAMES, st.one_of(VALUES, st.text()))).map("\n".join),
    body=st.text(),
    name=st.text(st.characters(exclude_characters="/\x00"), min_size=1),
)
@example(head="lang: ''\ntitle: '\xa0'", body="#  #", name="..md")
def test_any_posting_is_read(head: str, body: str, name: str) -> None:
    source = f"---\n{head}\n---\n{body}"
    front = front_matter_of(source)
    assert front is not None
    file = read_posting(front, path=PurePath(f"{name}.md"), default_lang="en")
    posting = file.posting
    assert posting.title.strip()
    assert posting.translation_key.strip()
    assert posting.lang
    lines = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(line and 1 <= line <= lines for line, _kind, _text in told(file.diagnostics))
    types: dict[Reader, Callable[[Any], bool]] = {
        address: lambda v: v is None or type(v) is str,
        identifier: lambda v: v is None or type(v) is str,
        text: lambda v: v is None or type(v) is str,
        flag: lambda v: v is None or type(v) is bool,
        moment: lambda v: v is None or isinstance(v, date),
        texts: lambda v: type(v) is tuple and all(type(item) is str and item for item in v),
        pictures: lambda v: type(v) is tuple and all(type(item) is str and item for item in v),
        plain_value: lambda _value: True,
    }
    for field in FIELDS.values():
        value = posting.value(field.name)
        assert types[field.read](value), (field.name, value)


@given(st.text())
def test_plain_text_keeps_every_word_and_never_raises(text: str) -> None:
    found = plain_text(text)
    assert found == found.strip(" ")
    if not {"<", "&"} & set(text):
        assert found.split() == text.split()
