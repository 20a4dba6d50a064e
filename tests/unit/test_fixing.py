"""Edits: they correct the fault that they belong to, and change nothing else in the file."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext_jobs.diagnostics import Diagnostic, Edit, Kind
from sphinxext_jobs.sources.fixing import apply
from sphinxext_jobs.sources.scan import File

from .support import SHARED, needs_shared, settings, told

SETTINGS = settings()


def faults_of(text: str) -> tuple[Diagnostic, ...]:
    """Return the faults of the posting in a file with this text."""
    source = File(Path("/x/a.md"), text.removeprefix("\ufeff")).source(Path("/x"), SETTINGS)
    return source.diagnostics if source else ()


def fixed(text: str) -> str:
    """Apply every edit of a file's faults, as often as there are any."""
    for _pass in range(4):
        edits = [edit for fault in faults_of(text) for edit in fault.fix]
        if not edits:
            break
        text = apply(text, edits)
    assert not any(fault.fix for fault in faults_of(text))
    return text


# Applying edits


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("abc", [], "abc"),
        ("abc\ndef\n", [Edit(2, 0, 1, "X")], "abc\nXef\n"),
        ("abc\r\ndef\rghi\n", [Edit(3, 3, 3, "!"), Edit(2, 0, 3, "")], "abc\r\n\rghi!\n"),
        ("\ufeffabc", [Edit(1, 0, 1, "X")], "\ufeffXbc"),
        ("a\u2028b\x85c\x0cd\n", [Edit(1, 4, 5, "X")], "a\u2028b\x85X\x0cd\n"),
        ("\tä😀: x\n", [Edit(1, 3, 3, "!")], "\tä😀!: x\n"),
        ("abc", [Edit(1, 1, 1, "1"), Edit(1, 2, 2, "2")], "a1b2c"),
        ("abc", [Edit(1, 1, 2, "X"), Edit(1, 1, 2, "X")], "aXc"),
        ("abc", [Edit(1, 0, 2, "X"), Edit(1, 1, 3, "Y")], "Xc"),
        ("abc", [Edit(1, 0, 4, "X"), Edit(2, 0, 0, "Y")], "abc"),
        ("", [Edit(1, 0, 0, "X")], "X"),
    ],
    ids=[
        "nothing", "second-line", "line-ends", "byte-order-mark", "separators", "wide-characters",
        "two", "same-twice", "overlap", "beyond", "empty",
    ],
)  # fmt: skip
def test_apply(text: str, edits: list[Edit], expected: str) -> None:
    assert apply(text, edits) == expected


EDITS = st.builds(
    Edit, st.integers(1, 5), st.integers(0, 6), st.integers(0, 6), st.text(max_size=3)
)


@given(
    st.text(st.sampled_from("ab\n\ufeff\u2028")),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(EDITS.filter(lambda edit: edit.start <= edit.end)),
)
def test_edits_change_only_their_lines(text: str, end: str, edits: list[Edit]) -> None:
    plain = [each for each in edits if not re.search("[\r\n]", each.text)]
    before = text.split("\n")
    after = apply(text.replace("\n", end), plain).split(end)
    assert len(before) == len(after)
    touched = {each.line - 1 for each in plain}
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        assert old == new or place in touched


# The edits of faults

HEAD = [
    "layout: job-posting",
    "title: 'L''accueil d''été'",
    "description: Un poste à l’année — #1  # note",
    "translationKey: accueil",
    "team: Équipe 😀",
    "location: [Ottawa, 'Montréal']",
    "salary: |",
    "  95 000 $: l'année",
    "  team:Visitors",
    "hours: 12:30",
    "site: http://example.org",
    "publishDate: 2026-04-01",
    "expiryDate: 2026-12-31",
    "archived: true",
    "linkHidden: false # note",
    "leverId: 0123",
    "tags:",
    "- a:b",
    "- mailto:x@example.org",
]
BODY = "\nteam:Visitors\n\n—\n\ndeadline: \u2028 31/12/2026\tx\n\n---\n\nFin"
#: Ways to damage a line, by its beginning: the text that is replaced, and its replacements.
DAMAGES: dict[str, list[tuple[str, list[str]]]] = {
    "layout": [
        ("job-posting", ["Job-Posting", "'job posting'", '"jobposting"', "JOB_POSTING"]),
        ("layout", ["Layout", "LAYOUT"]),
        (": ", [":"]),
    ],
    "title": [("''", ["'"]), ("title", ["Title", "titre", "'job-title'"]), (": ", [":", ":\u00a0"])],
    "description": [("description", ["Description", "descripton"]),],
    "translationKey": [
        ("translationKey", ["translation_key", "TranslationKey", "translation-key", "translatonKey"]),
        (": ", [":"]),
    ],
    "team": [
        ("team", ["équipe", "Department", "teams", "team\u00a0"]),
        (": ", [":", ":\u00a0"]),
        ("team", ["  team"]),
    ],
    "location": [("location", ["lieu", "jobLocation", "Locations"])],
    "salary": [("salary", ["salaire", "base-salary"])],
    "publishDate": [
        ("publishDate", ["publish_date", "opens", "date d'ouverture"]),
        ("2026-04-01", ["1er avril 2026", "'April 1, 2026'", "1. April 2026", "2026/04/01"]),
        (": ", [":"]),
    ],
    "expiryDate": [
        (
            "expiryDate",
            ["closingDate", "closing-date", "deadline", "expiry", "validThrough", "date limite",
             "'date de clôture'", "Échéance", "expirydate", "closes"],
        ),
        ("2026-12-31", ["31/12/2026", '"12/31/2026"', "31 décembre 2026", "31 déc. 2026."]),
        (": ", [":"]),
        ("expiryDate", ["    expiryDate"]),
    ],
    "archived": [
        ("true", ["'true'", '"True"', "oui", "Vrai", "Y", "1"]),
        ("archived", ["closed", "archivé", "Archived"]),
        ("archived: true", ["open: false", "isOpen: 'no'", "ouvert: non"]),
        (": ", [":"]),
    ],
    "linkHidden": [("false", ["'false'", "non", "FAUX"]), ("linkHidden", ["link_hidden"])],
    "leverId": [("leverId", ["lever_id", "LeverID"]), (": ", [":"])],
}  # fmt: skip
DASHES = ["—", "–", "----", "-- -", "--", "———", "***"]
DAMAGED_LINES = st.sampled_from(
    [
        (start, old, new)
        for start, damages in DAMAGES.items()
        for old, replacements in damages
        for new in replacements
    ]
)


def file_of(head: list[str], opening: str = "---", closing: str = "---") -> str:
    return "\n".join([opening, *head, closing]) + "\n" + BODY


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_file_that_is_damaged_below_has_no_fault(end: str) -> None:
    assert told(faults_of(file_of(HEAD).replace("\n", end))) == []


@given(
    damages=st.lists(DAMAGED_LINES, max_size=4, unique_by=lambda damage: damage[0]),
    opening=st.sampled_from(["---", "---", *DASHES]),
    closing=st.sampled_from(["---", "---", *DASHES]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_a_damaged_file_is_corrected_and_nothing_else_is_changed(
    damages: list[tuple[str, str, str]], opening: str, closing: str, end: str, mark: str
) -> None:
    head = list(HEAD)
    for start, old, new in damages:
        number = next(n for n, line in enumerate(head) if line.startswith(f"{start}:"))
        head[number] = head[number].replace(old, new)
    text = mark + file_of(head, opening, closing).replace("\n", end)
    # One message for each mistake.
    assert len(faults_of(text)) == len(damages) + (opening != "---") + (closing != "---")
    assert fixed(text) == mark + file_of(HEAD).replace("\n", end)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("deadline: 2026-01-01\nexpiryDate: 2026-02-02", id="target-is-set"),
        pytest.param("deadline: 30 février 2026", id="value-does-not-suit"),
        pytest.param("deadline: 03/04/2026", id="two-readings"),
        pytest.param("expiryDate: 03/04/2026", id="date-with-two-readings"),
        pytest.param("expiryDate: 30 février 2026", id="no-date"),
        pytest.param("expiryDate: 31\n  décembre 2026", id="value-goes-on"),
        pytest.param("expiryDate: &end 31/12/2026\nend: *end", id="anchor"),
        pytest.param("expiryDate: !!str 31/12/2026", id="tag"),
        pytest.param("archived: perhaps", id="flag"),
        pytest.param("deadline: 2026-01-01\ndeadline: 2026-02-02", id="twice"),
        pytest.param("? deadline\n: 2026-01-01", id="explicit-key"),
        pytest.param("a: &a {deadline: 2026-01-01}\n<<: *a", id="merged"),
        pytest.param("team: 'L'été' # note", id="comment-after-the-apostrophe"),
        pytest.param("team: 'L''accueil d'été'", id="some-apostrophes-are-doubled"),
        pytest.param("team: 'L'été'\n  et l''hiver'", id="text-goes-on"),
        pytest.param("baseSalary: {value: 5}", id="mapping"),
        pytest.param("<<<<<<< HEAD\ndeadline: 2026-01-01\n=======\n>>>>>>> x", id="conflict"),
        pytest.param("<<<<<<< HEAD\nteam:Visitors\n=======\n>>>>>>> x", id="glued-in-a-conflict"),
    ],
)
def test_what_is_not_certain_is_left_to_the_author(head: str) -> None:
    text = f"---\nlayout: job-posting\n{head}\ntitle: A\ndescription: B\ntranslationKey: k\n---\n"
    found = faults_of(text)
    assert found
    assert [fault.fix for fault in found if fault.fix] == []


@given(st.lists(st.sampled_from([
    *HEAD, "---", "—", "----", "", "team:Visitors", "  title: A", "deadline: 31/12/2026",
    "title: 'L'été'", "<<<<<<< HEAD", "```yaml", "```", "closed: oui", "Texte.", "\ttitle: B",
    "archived: 'true'", "\u00a0", "titre:A", "? x", "- a", "open: true", "*a", "x: &a 1",
]), max_size=12))  # fmt: skip
@example(["—", "layout: job-posting", "—", "titre:A"])
@example(["layout: job-posting", "- a:b", "<<<<<<< HEAD"])
def test_corrections_end_and_lose_no_word(lines: list[str]) -> None:
    """Whatever the file contains, the body and all words of other lines remain."""
    text = "\n".join(lines)
    source = File(Path("/x/a.md"), text).source(Path("/x"), SETTINGS)
    after = fixed(text)
    if source and any(fault.kind is Kind.MERGE for fault in source.diagnostics):
        assert after == text  # the body is without the markers
    elif source:
        assert after.endswith(source.body)
        assert after.count("\n") == text.count("\n")


# Real postings

REAL = [
    (
        "^layout: job-posting",
        ["Layout: job-posting", "layout: 'Job Posting'", "layout:job-posting"],
    ),
    ("^translationKey: ", ["TranslationKey: ", "translation_key: "]),
    (r"^title: (?=\w)", ["titre: ", "Title: ", "title:"]),
    ("^archived: false", ["archived: 'false'", "archived: non", "closed: false", "archived:false"]),
    ("^archived: true", ["open: false", "closed: true", "archived: oui"]),
    (r"^leverId: (?=\S)", ["lever_id: ", "leverId:"]),
    ("^type: ", ["type:", "  type: "]),
    ("^---$", ["—", "----", "-- -"]),
    ("(?s)(^---\n.*?^)---$", [r"\1—", r"\1----"]),
]


def real_files() -> Iterator[str]:
    for path in sorted(SHARED.rglob("*.md")):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        if faults_of(text.removeprefix("\ufeff")) == () and "layout: job-posting" in text:
            yield text


@pytest.mark.slow
@needs_shared
def test_real_postings_are_corrected() -> None:
    tried = 0
    for text in real_files():
        unix = text.replace("\r\n", "\n")
        for pattern, replacements in REAL:
            for new in replacements:
                damaged = re.sub(pattern, new, unix, count=1, flags=re.MULTILINE)
                if damaged == unix or re.search(r"^\w+:[|>]", damaged, re.MULTILINE):
                    continue
                tried += 1
                assert len(faults_of(damaged)) == 1, (new, told(faults_of(damaged)))
                if "\r\n" in text:
                    damaged = damaged.replace("\n", "\r\n")
                assert fixed(damaged) == (text if "\r\n" in text else unix), new
    assert tried > 1000


@pytest.mark.parametrize(
    "line", ["team{n}:x", "titel{n}: x", "title: 'd'{n}'", "deadline: 31/12/2026", "  title{n}: x"]
)
def test_many_faults_take_no_longer_each(line: str) -> None:
    def seconds(count: int) -> float:
        head = "\n".join(line.format(n=n) for n in range(count))
        before = time.process_time()
        found = faults_of(f"---\nlayout: job-posting\n{head}\n---\n")
        apply(head, [edit for fault in found for edit in fault.fix])
        return time.process_time() - before

    seconds(100)
    assert seconds(8_000) < 30 * seconds(1_000) + 0.5
