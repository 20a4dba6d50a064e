"""Front matter that slips hide: it is read, and each slip is reported once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxext_jobs.diagnostics import Edit
from sphinxext_jobs.sources.posting import Source, front_matter_of
from sphinxext_jobs.sources.scan import File, Scan

from .support import settings, told

FIELDS = ["layout: job-posting", "title: A", "description: B", "translationKey: k"]
BODY = "\nText.\n\n---\n\nteam:Visitors\n"


def load(text: str, **values: object) -> Source | None:
    return File(Path("/x/a.md"), text).source(Path("/x"), settings(**values))


def posting(text: str, **values: object) -> Source:
    """Read a posting, whose fields must be those above."""
    source = load(text, **values)
    assert source is not None
    found = source.posting
    assert (found.title, found.description, found.translation_key) == ("A", "B", "k")
    lines = text.replace("\r\n", "\n").split("\n")
    assert source.body == "\n".join(lines[source.body_line - 1 :])
    assert lines[source.lines["title"] - 1].strip().startswith("title")
    return source


def dashes(line: str) -> str:
    return f"The line is “{line}”, where front matter needs `---`. Write `---`."


ABOVE = "The front matter is not at the beginning of the file. Remove the empty lines above `---`."
NEXT_TO = "A space or an invisible character is next to `---`. Remove the character."


# Dashes, and lines above


@pytest.mark.parametrize(
    "line", ["—", "–", "――", "----", "--", "-- -", "—-", "***", "* * *", "___"]
)
def test_other_dashes_above_and_below(line: str) -> None:
    source = posting("\n".join([line, *FIELDS, line, BODY]))
    assert told(source.diagnostics) == [
        (1, "front-matter", dashes(line)),
        (6, "front-matter", dashes(line)),
    ]
    assert [fault.fix for fault in source.diagnostics] == [
        (Edit(1, 0, len(line), "---"),),
        (Edit(6, 0, len(line), "---"),),
    ]
    assert source.body_line == 7


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("\n---", [(1, ABOVE)]),
        ("\n \t\n\n---", [(1, ABOVE)]),
        ("\u00a0\n---", [(1, ABOVE)]),
        ("\r\n---", [(1, ABOVE)]),
        ("\ufeff\n---", [(1, ABOVE)]),
        ("\n\ufeff---", [(1, ABOVE), (2, NEXT_TO)]),
        ("\n—", [(1, ABOVE), (2, dashes("—"))]),
        (" ---", [(1, NEXT_TO)]),
        ("\u200b---", [(1, NEXT_TO)]),
        ("---\u00a0", [(1, NEXT_TO)]),
    ],
)
def test_what_is_above_front_matter(above: str, expected: list[tuple[int, str]]) -> None:
    source = posting("\n".join([above, *FIELDS, "---", BODY]))
    assert told(source.diagnostics) == [(line, "front-matter", text) for line, text in expected]
    assert [bool(fault.fix) for fault in source.diagnostics] == [
        text != ABOVE for _line, text in expected
    ]


def test_a_comment_may_be_the_first_line_of_front_matter() -> None:
    source = posting("\n".join(["—", "# A note", "", *FIELDS, "---", BODY]))
    assert told(source.diagnostics) == [(1, "front-matter", dashes("—"))]


@pytest.mark.parametrize("closing", ["—", "----", "---\u00a0"])
def test_other_dashes_below_in_front_of_a_thematic_break(closing: str) -> None:
    source = posting("\n".join(["---", *FIELDS, closing, BODY]))
    assert [fault[0] for fault in told(source.diagnostics)] == [6]
    assert source.body == BODY


@pytest.mark.parametrize(
    "text",
    [
        "----\n\nText.\n",
        "***\n\nNote: a text\n\n---\n",
        "\n---\ntitle: A page\n---\n\nText.\n",
        "—\ntitle: A page\ndeadline: 2026-03-31\n—\n\nText.\n",
        "\n\n# Title\n\nlayout: job-posting\n",
        "- layout: job-posting\n- title: A\n",
        "```yaml\nlayout: story\n```\n",
        "```python\nlayout: job-posting\n```\n",
        "```yaml\nlayout: job-posting\n",
        "```yaml\njobs:\n  layout: job-posting\n```\n",
        "Text\n---\nlayout: job-posting\n---\n",
        "------------------------\nlayout: job-posting\n",
        "-\nlayout: job-posting\n",
        "\n" * 300 + "---\nlayout: job-posting\n---\n",
        " \n",
        "—",
    ],
)
def test_other_pages_remain_what_they_are(text: str) -> None:
    assert load(text) is None


def test_a_page_with_the_fields_of_a_posting_is_known() -> None:
    front = front_matter_of("—\nleverId: 12\n—\nText.\n")
    assert front is not None
    assert list(front.nodes) == ["leverId"]


# Code blocks


@pytest.mark.parametrize("fence", ["```yaml", "```", "~~~ yml", "````YAML"])
def test_front_matter_in_a_code_block(fence: str) -> None:
    end = fence[:4].rstrip(" ymYA") if fence[3:4] != "`" else "````"
    source = posting("\n".join([fence, *FIELDS, end, BODY]))
    text = "The front matter is in a code block. Write `---` above and below it."
    assert told(source.diagnostics) == [(1, "front-matter", text)]
    assert source.diagnostics[0].fix == (Edit(1, 0, len(fence), "---"), Edit(6, 0, len(end), "---"))


def test_front_matter_with_its_dashes_in_a_code_block() -> None:
    source = load("\n".join(["```yaml", "---", *FIELDS, "---", "```", BODY]))
    assert source is not None
    text = "The front matter is in a code block. Remove the lines ``` around it."
    assert told(source.diagnostics) == [(1, "front-matter", text)]
    assert source.diagnostics[0].fix == ()
    assert (source.body, source.body_line) == (f"\n{BODY}", 8)


# Glued colons


@pytest.mark.parametrize(
    ("line", "name", "start", "end"),
    [
        ("team:Visitors", "team", 5, 5),
        ("team :Visitors", "team", 6, 6),
        ("team:\u00a0Visitors", "team", 5, 6),
        ("team:'Visitors'", "team", 5, 5),
        ("Team:Visitors", "Team", 5, 5),
        ("équipe:Visitors", "équipe", 7, 7),
        ("budget:12", "budget", 7, 7),
        ("expiryDate:2026-03-31", "expiryDate", 11, 11),
        ("hours:12:30", "hours", 6, 6),
        ("date limite:2026-03-31", "date limite", 12, 12),
        ("url:/a/", "url", 4, 4),
        ("tags:[a, b]", "tags", 5, 5),
    ],
)
@pytest.mark.parametrize("place", range(5))
def test_a_value_that_is_glued_to_its_colon(
    line: str, name: str, start: int, end: int, place: int
) -> None:
    head = [*FIELDS[:place], line, *FIELDS[place:]]
    source = posting("\n".join(["---", *head, "---", BODY]))
    found = [fault for fault in source.diagnostics if fault.kind.value == "front-matter"]
    text = f"{name} has no space after its colon. Add a space."
    assert told(found) == [(place + 2, "front-matter", text)]
    assert found[0].fix == (Edit(place + 2, start, end, " "),)
    assert source.posting.team in (None, "Visitors")


def test_several_glued_values_and_another_fault() -> None:
    head = ["layout:job-posting", "title:A", "budget:12", "description:B", "translationKey:k"]
    source = posting("\n".join(["---", *head, "team: 'L'été'", "---", BODY]))
    assert sorted(line or 0 for line, _kind, _text in told(source.diagnostics)) == [*range(2, 8)]
    assert (source.posting.team, source.posting.extra) == ("L'été", {"budget": 12})


def test_glued_values_in_front_matter_without_end() -> None:
    source = posting("\n".join(["---", "layout:job-posting", *FIELDS[1:], "", "Text.", "team:x"]))
    assert [line for line, _kind, _text in told(source.diagnostics)] == [1, 2]
    assert source.body == "\nText.\nteam:x"


@pytest.mark.parametrize(
    "line",
    [
        "hours: 12:30",
        "site: http://example.org",
        "og:title: A",
        "path: C:\\a",
        "name: a::b",
        "note: >\n  see http://x\n  team:x",
        "note: |\n  team:x",
        "note: 'a\n  team:x'",
        "tags:\n- team:x",
        "tags: [team:x]",
        "meta:\n  team:x",
    ],
)
def test_colons_in_values_are_not_glued(line: str) -> None:
    source = posting("\n".join(["---", *FIELDS, line, "---", BODY]))
    assert told(source.diagnostics) == []


def test_an_address_below_a_text_is_not_a_field() -> None:
    source = load("---\nlayout: job-posting\ndescription: See\nhttp://x\nmailto:x@y\n---\n")
    assert source is not None
    assert source.posting.description == "See http://x mailto:x@y"
    assert not any("colon" in text for _line, _kind, text in told(source.diagnostics))


@pytest.mark.parametrize(
    ("line", "sign", "end"),
    [("team = Visitors", "=", 7), ("team; Visitors", ";", 6), ("team\uff1aVisitors", "\uff1a", 5)],
)
def test_another_sign_instead_of_a_colon(line: str, sign: str, end: int) -> None:
    source = posting("\n".join(["---", *FIELDS, line, "---", BODY]))
    text = f"team is followed by “{sign}” instead of a colon. Write `team:`."
    assert told(source.diagnostics) == [(6, "front-matter", text)]
    assert source.diagnostics[0].fix == (Edit(6, 4, end, ": "),)
    assert source.posting.team == "Visitors"


def test_another_sign_and_other_dashes() -> None:
    source = posting("\n".join(["---", *FIELDS, "team = Visitors", "----", BODY]))
    assert [line for line, _kind, _text in told(source.diagnostics)] == [6, 7]
    assert source.posting.team == "Visitors"


@pytest.mark.parametrize("name", ["team\u00a0", "\u200bteam", "\u00a0\u00a0team"])
def test_an_invisible_character_next_to_a_name(name: str) -> None:
    source = posting("\n".join(["---", *FIELDS, f"{name}: Visitors", "---", BODY]))
    text = "A space or an invisible character is next to the name team. Remove the character."
    assert told(source.diagnostics) == [(6, "unknown-field", text)]
    assert source.diagnostics[0].fix == (Edit(6, 0, len(name), "team"),)


# The first line of dashes is missing


@pytest.mark.parametrize("above", ["", "\n\n", "\ufeff"])
@pytest.mark.parametrize("closing", ["---\n", ""])
def test_the_first_line_of_dashes_is_missing(above: str, closing: str) -> None:
    source = load(f"{above}layout: job-posting\ntitle: A: b\n{closing}\nText.\n")
    assert source is not None
    found = [each for each in told(source.diagnostics) if each[1] != "missing"]
    text = "The line `---` above the first field is missing."
    hint = "Add a line `---` at the beginning of the file."
    assert found == [(1, "front-matter", f"{text} {hint}")]
    assert source.posting.title == "A: b"
    assert source.lines["title"] == above.count("\n") + 2
    assert source.body.strip() == "Text."
    assert source.body_line == above.count("\n") + closing.count("\n") + 3


@pytest.mark.parametrize(
    "text",
    [
        "layout: page\ntitle: A\n\nText.\n",
        "title: the layout of a page\n\nText.\n",
        "Note: see below.\n\nlayout: job-posting\n",
        "The text about `layout: job-posting`.\n",
    ],
)
def test_other_texts_without_dashes(text: str) -> None:
    assert load(text) is None


# Indented fields


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FIELDS[0], *(f"  {field}" for field in FIELDS[1:])], {3: "title"}),
        ([FIELDS[0], *(f"\t{field}" for field in FIELDS[1:])], {3: "title"}),
        ([f"  {FIELDS[0]}", *FIELDS[1:]], {2: "layout"}),
        ([FIELDS[0], f" {FIELDS[1]}", FIELDS[2], f"    {FIELDS[3]}"],
         {3: "title", 5: "translationKey"}),
        ([f"  {field}" for field in FIELDS], {}),
        ([*(f"  {field}" for field in FIELDS), "  team: 'L'été'"], {6: ""}),
    ],
)  # fmt: skip
def test_indented_fields(lines: list[str], expected: dict[int, str]) -> None:
    source = posting("\n".join(["---", *lines, "---", BODY]))
    found = told(source.diagnostics)
    assert [line for line, _kind, _text in found] == list(expected)
    assert all(
        text.startswith(name and f"{name} is indented, unlike the fields around it. Remove the")
        for (_line, _kind, text), name in zip(found, expected.values(), strict=True)
    )


def test_fields_of_a_mapping_are_its_own() -> None:
    head = [*FIELDS, "params:", "  title: C", "  team: D", "team: 'L'été'"]
    source = posting("\n".join(["---", *head, "---", BODY]))
    assert source.posting.team == "L'été"
    assert [line for line, _kind, _text in told(source.diagnostics)] == [9]


# Apostrophes


def test_each_apostrophe_that_ends_a_text_is_reported() -> None:
    head = ["team: 'L'accueil d'été'", *FIELDS, "location: 'L'Anse'", "salary: 'd''un'"]
    source = posting("\n".join(["---", *head, "---", BODY]))
    assert source.posting.team == "L'accueil d'été"
    assert source.posting.location == ("L'Anse",)
    assert [(fault.at and fault.at.line, fault.fix) for fault in source.diagnostics] == [
        (2, (Edit(2, 8, 8, "'"), Edit(2, 18, 18, "'"))),
        (7, (Edit(7, 12, 12, "'"),)),
    ]


def test_an_apostrophe_in_a_list() -> None:
    for indent in ("", "  "):
        items = [f"{indent}- a", f"{indent}- 'L'été'", f"{indent}- b"]
        source = posting("\n".join(["---", *FIELDS, "tags:", *items, "---", BODY]))
        [(line, _kind, text)] = told(source.diagnostics)
        assert line == 8
        assert text.startswith("A straight apostrophe ends the quoted text of tags too early.")
        start = len(indent) + 4
        assert source.diagnostics[0].fix == (Edit(8, start, start, "'"),)


# Layouts


def test_a_line_that_breaks_the_yaml_below_the_layout() -> None:
    source = load("\n".join(["---", FIELDS[0], "title = A", *FIELDS[2:], "---", BODY]))
    assert source is not None
    assert (source.posting.layout, source.posting.description) == ("job-posting", "B")
    assert next(line for line, _kind, _text in told(source.diagnostics)) == 3


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Job-Posting", "Job-Posting"),
        ('"job posting"', "job posting"),
        ("jobposting # x", "jobposting"),
        ("JOB_POSTING", "JOB_POSTING"),
    ],
)
def test_a_layout_in_another_spelling(written: str, shown: str) -> None:
    source = posting("\n".join(["---", f"layout: {written}", *FIELDS[1:], "---", BODY]))
    text = f"layout is “{shown}”, which is read as job-posting. Write `layout: job-posting`."
    assert told(source.diagnostics) == [(2, "front-matter", text)]
    assert source.diagnostics[0].fix == (
        Edit(2, 8, 8 + len(written.partition(" #")[0]), "job-posting"),
    )


def test_the_name_of_a_layout_in_other_letter_case() -> None:
    source = posting("\n".join(["---", "Layout: job-posting", *FIELDS[1:], "---", BODY]))
    text = "Layout is not a known field, so it is read as `layout`. Write `layout`."
    assert told(source.diagnostics) == [(2, "unknown-field", text)]


@pytest.mark.parametrize("written", ["job-postings", "job", "[job-posting]", "''", "..."])
def test_other_layouts(written: str) -> None:
    assert load("\n".join(["---", f"layout: {written}", *FIELDS[1:], "---", BODY])) is None


def test_a_layout_of_the_project_is_not_changed() -> None:
    text = "\n".join(["---", "layout: Job Posting", *FIELDS[1:], "---", BODY])
    assert told(posting(text, layouts=["job-posting", "Job Posting"]).diagnostics) == []


# As Sphinx reads the file


@pytest.mark.parametrize("opening", ["—", "\r\n---", "```yaml"])
def test_a_file_is_known_by_its_text(tmp_path: Path, opening: str) -> None:
    closing = "```" if opening[0] == "`" else "---"
    text = "\r\n".join([opening, *FIELDS, closing, "Text."])
    path = tmp_path / "a.md"
    path.write_bytes(text.encode())
    scan = Scan()
    file = scan.read(path)
    assert scan.with_text(path, text.replace("\r\n", "\n")) is file
    other = File(path, text.replace("\r\n", "\n"))
    assert other.source(tmp_path, settings()) == file.source(tmp_path, settings())
