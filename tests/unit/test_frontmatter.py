"""Front matter: valid and broken, and the diagnostics of broken front matter."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext_jobs.diagnostics import Diagnostic, Kind, Location
from sphinxext_jobs.sources.frontmatter import FrontMatter, clean, decode, read
from sphinxext_jobs.sources.yaml_text import MAX_DEPTH, MAX_VALUES

from .support import at_most, told

BODY = "Premier paragraphe.\n\nSecond.\n"


def file(head: str, body: str = BODY) -> str:
    """Write a file; *head* begins on its second line."""
    return f"---\n{head}\n---\n{body}"


def values(front: FrontMatter) -> dict[str, object]:
    """Return each field's value: a text, a list of texts, or the nodes as they are."""
    return {
        name: [item.value for item in node.value]
        if isinstance(node, yaml.SequenceNode)
        else node.value
        for name, node in front.nodes.items()
    }


# Files in order


@pytest.mark.parametrize(
    ("head", "expected", "lines"),
    [
        pytest.param("title: Analyste", {"title": "Analyste"}, {"title": 2}, id="plain"),
        pytest.param("title:\tAnalyste", {"title": "Analyste"}, {"title": 2}, id="tab-after-colon"),
        pytest.param("leverId: 0123", {"leverId": "0123"}, {"leverId": 2}, id="text-as-written"),
        pytest.param("title: 'L''été'", {"title": "L'été"}, {"title": 2}, id="doubled-apostrophe"),
        pytest.param(
            "\"title\": A\n'team': B",
            {"title": "A", "team": "B"},
            {"title": 2, "team": 3},
            id="quoted-keys",
        ),
        pytest.param("yes: a\n1: b", {"yes": "a", "1": "b"}, {"yes": 2, "1": 3}, id="keys-as-text"),
        pytest.param(
            "# note\ntitle: A # note\n\n# note\nteam: B#2",
            {"title": "A", "team": "B#2"},
            {"title": 3, "team": 6},
            id="comments",
        ),
        pytest.param(
            "description: |\n  un\n\n  deux\nteam: B",
            {"description": "un\n\ndeux\n", "team": "B"},
            {"description": 2, "team": 6},
            id="block-scalar",
        ),
        pytest.param(
            "description: >-\n  un\n  deux",
            {"description": "un deux"},
            {"description": 2},
            id="folded-scalar",
        ),
        pytest.param(
            "title: &name Analyste\nteam: *name",
            {"title": "Analyste", "team": "Analyste"},
            {"title": 2, "team": 3},
            id="anchor",
        ),
        pytest.param(
            "title: 'Qui\u00a0: \u202foui\u00a0'",
            {"title": "Qui\u00a0: \u202foui\u00a0"},
            {"title": 2},
            id="no-break-spaces",
        ),
        pytest.param("tags:\n- a\n- b", {"tags": ["a", "b"]}, {"tags": 2}, id="list"),
        pytest.param("tags: [a, b]", {"tags": ["a", "b"]}, {"tags": 2}, id="flow-list"),
        pytest.param("? title\n: A", {"title": "A"}, {"title": 2}, id="explicit-key"),
        pytest.param(
            "title: !secret A\nteam: !!python/object:os.system B",
            {"title": "A", "team": "B"},
            {"title": 2, "team": 3},
            id="tags-construct-nothing",
        ),
        pytest.param("# nothing yet", {}, {}, id="only-a-comment"),
        pytest.param("", {}, {}, id="nothing"),
    ],
)
def test_what_is_in_order_is_read(
    head: str, expected: dict[str, object], lines: dict[str, int]
) -> None:
    front = read(file(head))
    assert values(front) == expected
    assert front.lines == lines
    assert front.body == BODY
    assert front.body_line == head.count("\n") + 4
    assert front.diagnostics == []


@pytest.mark.parametrize(
    ("head", "expected", "lines"),
    [
        (
            "base: &base {team: A}\n<<: *base\ntitle: T",
            {"team": "A", "title": "T"},
            {"base": 2, "title": 4, "team": 3},
        ),
        ("base: &base {team: A}\nteam: B\n<<: *base", {"team": "B"}, {"base": 2, "team": 3}),
        (
            "one: &one {team: A}\ntwo: &two {team: B, salary: C}\n<<: [*one, *two]",
            {"team": "A", "salary": "C"},
            {"one": 2, "two": 3, "team": 4, "salary": 4},
        ),
    ],
    ids=["merged", "own-wins", "first-of-several-wins"],
)
def test_merge_keys_are_followed(
    head: str, expected: dict[str, str], lines: dict[str, int]
) -> None:
    front = read(file(head))
    assert {name: front.nodes[name].value for name in expected} == expected
    assert front.lines == lines
    assert front.diagnostics == []


@pytest.mark.parametrize(
    ("text", "body", "body_line"),
    [
        ("", "", 1),
        ("Texte.\n", "Texte.\n", 1),
        ("----\ntitle: A\n----\n", "----\ntitle: A\n----\n", 1),
        ("--- \t\ntitle: A\n---\t\nTexte.\n", "Texte.\n", 4),
        ("---\n---", "", 2),
        ("---\n---\n", "", 3),
        ("---\ntitle: A\n---\n---\nTexte.\n", "---\nTexte.\n", 4),
        ("---\ntitle: A\n---\n\n\nTexte.\n", "\n\nTexte.\n", 4),
        ("---\ntitle: A\n----\nx: 1\n---\nTexte.", "Texte.", 6),
    ],
    ids=[
        "empty-file",
        "none",
        "four-hyphens",
        "blanks-after-hyphens",
        "no-fields-no-newline",
        "no-fields",
        "body-begins-with-break",
        "empty-lines-kept",
        "four-hyphens-end-nothing",
    ],
)
def test_where_the_body_begins(text: str, body: str, body_line: int) -> None:
    front = read(text)
    assert (front.body, front.body_line) == (body, body_line)


def test_a_field_given_twice_is_reported_and_the_last_one_counts() -> None:
    front = read(file("title: A\nteam: B\ntitle: C"))
    assert values(front) == {"title": "C", "team": "B"}
    assert front.lines["title"] == 4
    assert told(front.diagnostics) == [(4, "front-matter", TWICE)]


#: The text about a title on line 2 and another one below.
TWICE = "title is set twice (first on line 2), and the last value is used. Remove one of the two."


@pytest.mark.parametrize(
    "head",
    [
        "title: A\nteam: B\ntitle: C\ndescription: a: b",
        "title: A\ndescription: 'l'été'\ntitle: C\nteam: B",
        "title: A\nteam: B\n\ttitle: C",
    ],
)
def test_a_field_given_twice_is_reported_in_broken_yaml_too(head: str) -> None:
    front = read(file(head))
    assert (values(front)["title"], values(front)["team"]) == ("C", "B")
    second = head[: head.index("title: C")].count("\n") + 2
    found = told(front.diagnostics)
    assert len(found) == 2
    assert (second, "front-matter", TWICE) in found


# Merge conflicts

MINE, BASE, OTHER, END = "<<<<<<< HEAD", "||||||| 1a2b3c4", "=======", ">>>>>>> their-branch"


def lines_of(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def conflict(*lines: str) -> tuple[FrontMatter, int | None]:
    """Read a file; return the line of its first conflict, each of which is reported once."""
    front = read(lines_of(*lines))
    found = [line for line, kind, _text in told(front.diagnostics) if kind == "merge"]
    assert len(found) <= max(1, lines.count(MINE))
    return front, found[0] if found else None


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ((MINE, "title: A", OTHER, "title: B", END), 3),
        ((MINE, "title: A", BASE, "title: C", OTHER, "title: B", END), 3),
        (("title: A", MINE, OTHER, "team: T", END), 4),
        ((MINE, "title: A", "team: T", OTHER, END), 3),
        (("title: A", "team: T", MINE), 5),
        ((MINE, "title: A", "team: T"), 3),
        ((OTHER, "title: A"), 3),
        (("title: A", END, "team: T"), 4),
        ((BASE, "title: A"), 3),
        (
            ("title: A", MINE, "team: T", OTHER, "team: S", END, "", MINE, OTHER, "tags: [b]", END),
            4,
        ),
        (
            ("description: |", "  un", MINE, "  deux", OTHER, "  zwei", END, "  trois", "title: A"),
            5,
        ),
        (("title: A", MINE, "draft: false", OTHER, "draft: true", END), 4),
        (("title: A", MINE, OTHER, "draft: true", "archived: yes", END), 4),
    ],
)
@pytest.mark.parametrize("broken", [[], ["location: a: b"]], ids=["sound", "broken"])
def test_a_conflict_in_front_matter(lines: tuple[str, ...], line: int, broken: list[str]) -> None:
    """The first side is used, with the fields that only the second side has."""
    head = ("---", "layout: job-posting", *lines, "salary: 5", *broken, "---")
    front, found = conflict(*head, "", "Body.", "Heading", "=======", "", "Text.")
    assert found == line
    read_ = values(front)
    assert (read_["layout"], read_["title"], read_["salary"]) == ("job-posting", "A", "5")
    assert read_.get("team", "T") == "T"
    assert read_.get("draft", "false") == "false"
    assert "archived" not in read_
    assert front.lines["salary"] == head.index("salary: 5") + 1
    assert front.body.strip() == "Body.\nHeading\n=======\n\nText."
    assert len(front.diagnostics) == max(1, lines.count(MINE)) + len(broken)
    if "description" in read_ and not broken:
        assert str(read_["description"]).split() == ["un", "deux", "trois"]


@pytest.mark.parametrize(
    ("text", "line", "layout", "body"),
    [
        pytest.param(
            lines_of(MINE, "---", "layout: a", OTHER, "---", "layout: b", END, "---", "Text."),
            1, "a", "Text.", id="opening",
        ),
        pytest.param(
            lines_of(
                MINE, "---", "layout: a", "---", "One.", OTHER, "---", "layout: b", "---", "Two.", END
            ),
            1, "a", "One. Two.", id="whole-file",
        ),
        pytest.param(
            lines_of(MINE, OTHER, "---", "layout: b", "---", "Two.", END, "Text."),
            1, "b", "Two. Text.", id="second-side-alone",
        ),
        pytest.param(
            lines_of("---", "layout: a", MINE, "---", "One.", OTHER, "team: b", "---", "Two.", END),
            3, "a", "One. Two.", id="closing",
        ),
        pytest.param(
            lines_of("---", MINE, "layout: a", OTHER, "layout: b", END, "---", "Text."),
            2, "a", "Text.", id="layout",
        ),
        pytest.param(
            lines_of("---", "layout: a", MINE, "---", OTHER, "---", END, "Text."),
            3, "a", "Text.", id="dashes",
        ),
        pytest.param(
            lines_of("---", "layout: a", "", MINE, "One.", OTHER, "Two.", END, "Text."),
            4, "a", "One. Two. Text.", id="no-end",
        ),
        pytest.param(
            lines_of("---", "layout: a", "---", MINE, "One.", BASE, "Zero.", OTHER, "Two.", END),
            4, "a", "One. Zero. Two.", id="body",
        ),
        pytest.param(
            lines_of("---", "layout: a", "---", "Text.", MINE, "One."),
            5, "a", "Text. One.", id="body-half",
        ),
        pytest.param(
            lines_of("---", "layout: a", "---", MINE, OTHER, "Two.", END, MINE, "One.", OTHER, END),
            4, "a", "Two. One.", id="body-twice",
        ),
        pytest.param(
            lines_of("---", "layout: a", "---", "```{note}", MINE, "One.", OTHER, "Two.", END, "```"),
            5, "a", "```{note} One. Two. ```", id="directive",
        ),
        pytest.param(
            lines_of("---", "layout: a", "---", MINE, "```", OTHER, "~~~", END, "One.", "```"),
            4, "a", "``` ~~~ One. ```", id="fence",
        ),
    ],
)  # fmt: skip
def test_a_conflict_anywhere(text: str, line: int, layout: str, body: str) -> None:
    front = read(text)
    starts = [n for n, row in enumerate(text.split("\n"), 1) if row == MINE] or [line]
    assert starts[0] == line
    assert [found for found in told(front.diagnostics) if found[1] == "merge"] == [
        (
            start,
            "merge",
            "A merge conflict is not resolved here. Keep one of the two texts, and remove the "
            "lines that begin with <<<<<<<, ======= and >>>>>>>.",
        )
        for start in starts
    ]
    assert values(front)["layout"] == layout
    assert front.body.split() == body.split()
    # Lines keep their numbers.
    last = text.split()[-2 if text.endswith(f"{END}\n") else -1]
    if last in front.body:
        at = front.body_line + front.body[: front.body.index(last)].count("\n")
        assert last in text.split("\n")[at - 1]


@pytest.mark.parametrize(
    "body",
    [
        ("Heading", OTHER),
        ("Text.", "", "Heading", OTHER, "", "Another", OTHER, ""),
        ("```", MINE, "a", OTHER, "b", END, "```"),
        ("~~~~ diff", MINE, "a", OTHER, "b", END, "~~~~"),
        ("```{code-block} diff", MINE, "a", OTHER, "b", END, "```"),
        ("````{note}", "```", MINE, "a", OTHER, "b", END, "```", "````"),
        (":::{code} text", MINE, "a", OTHER, "b", END, ":::"),
        ("<pre>", MINE, "a", OTHER, "b", END, "</pre>"),
        ("- A list", "", "      " + MINE, "      a"),
        ("    " + MINE, "    a", "    " + OTHER, "    " + END),
        (END,),
        ("Text with <<<<<<< HEAD in it.",),
        ("<<<<<< six", "<<<<<<<< eight"),
        ("||||||| a table",),
    ],
)
def test_lines_that_look_like_a_conflict_are_kept(body: tuple[str, ...]) -> None:
    front, line = conflict("---", "layout: job-posting", "title: A", "---", *body)
    assert (line, front.diagnostics) == (None, [])
    assert front.body == lines_of(*body)


def test_a_heading_of_seven_signs_in_a_file_without_end() -> None:
    front, line = conflict("---", "layout: job-posting", "", "Our ferry", OTHER, "", "Text.")
    assert line is None
    assert "Our ferry\n=======" in front.body


def test_the_second_side_s_fields_are_known() -> None:
    front, _line = conflict("---", MINE, "layout: page", OTHER, "layout: job-posting", END, "---")
    assert {name: node.value for name, node in front.others.items()} == {"layout": "job-posting"}


@given(
    lines=st.lists(
        st.sampled_from(
            [
                MINE,
                BASE,
                OTHER,
                END,
                "---",
                "",
                "title: A",
                "draft: true",
                "Word.",
                "```",
                "- b",
                "[",
                "  c",
            ]
        ),
        max_size=16,
    ),
    opened=st.booleans(),
)
def test_no_word_of_a_body_is_lost_in_a_conflict(lines: list[str], opened: bool) -> None:
    """Whichever markers are left, each line is a field or in the body, at its place."""
    text = [
        f"{line}{n}" if line in ("Word.", "- b", "  c") else line for n, line in enumerate(lines)
    ]
    whole = lines_of(*(["---", "layout: a", "---"] if opened else ["---", "layout: a"]), *text)
    front = read(whole)
    said = front.body + " ".join(str(getattr(n, "value", n)) for n in [*front.nodes.values()])
    if opened:
        assert all(word in said for word in whole.split() if word.startswith("Word."))
    if not any(kind == "merge" for _line, kind, _text in told(front.diagnostics)):
        assert front.body in whole


def test_a_diagnostic_names_the_file() -> None:
    (fault,) = read(file("- a"), "en/a.md").diagnostics
    assert fault.at == Location("en/a.md", 2)


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "? [a]"])
def test_a_list_or_a_mapping_as_the_name_of_a_field_is_reported(key: str) -> None:
    explicit = key if key.startswith("?") else f"? {key}"
    front = read(file(f"title: A\n{explicit}\n: c\nteam: B"))
    assert values(front) == {"title": "A", "team": "B"}
    text = "A list or a mapping cannot be the name of a field, so it is ignored."
    hint = "Write one `field: value` on each line."
    assert told(front.diagnostics) == [(3, "front-matter", f"{text} {hint}")]


# YAML that does not parse


@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "pure"])
@pytest.mark.parametrize(
    ("head", "expected", "line", "text"),
    [
        pytest.param(
            "layout: job-posting\ntitle: 'Chef d'équipe'\nteam: A",
            {"layout": "job-posting", "title": "Chef d'équipe", "team": "A"},
            3,
            "A straight apostrophe ends the quoted text of title too early. Double the apostrophe "
            "(''), write a typographic one (’), or put the text in double quotes.",
            id="apostrophe",
        ),
        pytest.param(
            "title: 'L'accueil d'abord'\nteam: A",
            {"title": "L'accueil d'abord", "team": "A"},
            2,
            "A straight apostrophe ends the quoted text of title",
            id="two-apostrophes",
        ),
        pytest.param(
            'title: "Le "vrai" poste"\nteam: A',
            {"title": 'Le "vrai" poste', "team": "A"},
            2,
            'A double quote ends the quoted text of title too early. Write \\" instead, or put the '
            "text in single quotes.",
            id="double-quote",
        ),
        pytest.param(
            'title: "Prêt" à partir\nteam: A',
            {"title": '"Prêt" à partir', "team": "A"},
            2,
            "A double quote ends the quoted text of title",
            id="text-after-the-quote",
        ),
        pytest.param(
            "title: Analyste: données\nteam: A",
            {"title": "Analyste: données", "team": "A"},
            2,
            "The text of title contains a colon. Put the text in quotes.",
            id="colon",
        ),
        pytest.param(
            "team: A\ndescription: *Nouveau* poste",
            {"team": "A", "description": "*Nouveau* poste"},
            3,
            "The text of description begins with *, which has a meaning in YAML.",
            id="asterisk",
        ),
        pytest.param(
            "title: @home\nteam: A",
            {"title": "@home", "team": "A"},
            2,
            "The text of title begins with @, which has a meaning in YAML.",
            id="at-sign",
        ),
        pytest.param(
            "title: `code`\nteam: A",
            {"title": "`code`", "team": "A"},
            2,
            "The text of title begins with `, which has a meaning in YAML.",
            id="backtick",
        ),
        pytest.param(
            'title: "Chef\ndescription: Un texte\nteam: A',
            {"title": '"Chef', "description": "Un texte", "team": "A"},
            2,
            '" in the value of title is never closed. Add " at the end.',
            id="unclosed-quote",
        ),
        pytest.param(
            "team: A\ntitle: 'Chef\ndescription: Un texte",
            {"team": "A", "title": "'Chef", "description": "Un texte"},
            3,
            "' in the value of title is never closed. Add ' at the end.",
            id="unclosed-single-quote",
        ),
        pytest.param(
            "tags: [a, b\ntitle: A",
            {"tags": "[a, b", "title": "A"},
            2,
            "[ in the value of tags is never closed. Add ] at the end.",
            id="unclosed-list",
        ),
        pytest.param(
            "title: A\nparams: {a: b",
            {"title": "A", "params": "{a: b"},
            3,
            "{ in the value of params is never closed. Add } at the end.",
            id="unclosed-mapping",
        ),
        pytest.param(
            "title: A\ntags: [\n  a,\n  'l'été'\n]\nteam: B",
            {"title": "A", "tags": "[ a, 'l'été' ]", "team": "B"},
            5,
            "The YAML is not valid: ",
            id="fault-within-a-list",
        ),
        pytest.param(
            "title: [Senior] Cook\nteam: B",
            {"title": "[Senior] Cook", "team": "B"},
            2,
            "The text of title begins with [, which has a meaning in YAML. Put the text in quotes.",
            id="bracket-in-front",
        ),
        pytest.param(
            "title: A\ndescription: > 5 years",
            {"title": "A", "description": "> 5 years"},
            3,
            "The text of description begins with >, which has a meaning in YAML.",
            id="greater-than-in-front",
        ),
        pytest.param(
            "title: - Cook\nteam: B",
            {"title": "- Cook", "team": "B"},
            2,
            "The text of title begins with -, which has a meaning in YAML.",
            id="hyphen-in-front",
        ),
        pytest.param(
            "title: Cook: nights:\nteam: B",
            {"title": "Cook: nights:", "team": "B"},
            2,
            "The text of title contains a colon. Put the text in quotes.",
            id="colon-at-the-end",
        ),
        pytest.param(
            "title: A\ndescription: One text\n  and more: of it\nteam: B",
            {"title": "A", "description": "One text and more: of it", "team": "B"},
            4,
            "This line contains a colon, but it is indented, as a part of the value above.",
            id="colon-below",
        ),
        pytest.param(
            "title: A\nteam: #1 team",
            {"title": "A", "team": ""},
            3,
            "The text of team begins with #, which has a meaning in YAML. Put the text in quotes.",
            id="number-sign",
        ),
        pytest.param(
            "layout: job-posting\n\ttitle: A\nteam: B",
            {"layout": "job-posting", "title": "A", "team": "B"},
            3,
            "title is indented, unlike the fields around it. Remove the indentation.",
            id="field-behind-a-tab",
        ),
        pytest.param(
            "tags:\n\t- a\n\t- b\nteam: B",
            {"tags": ["a", "b"], "team": "B"},
            3,
            "YAML does not allow a tab here. Replace the tab with spaces.",
            id="list-behind-tabs",
        ),
        pytest.param(
            "title: A\ndescription: Un\ndeux\nteam: B",
            {"title": "A", "description": "Un deux", "team": "B"},
            4,
            "This line is not a field, and it is not indented.",
            id="continued-without-indentation",
        ),
        pytest.param(
            "title: A\n% note\nteam: B",
            {"title": "A % note", "team": "B"},
            3,
            "This line is not a field, and it is not indented.",
            id="percent-line",
        ),
        pytest.param(
            "% note\ntitle: A\nteam: B",
            {"title": "A", "team": "B"},
            2,
            "This line is not a field, and it is not indented.",
            id="percent-line-first",
        ),
        pytest.param(
            "title: A\n--- second\nteam: B",
            {"title": "A --- second", "team": "B"},
            4,
            "The YAML is not valid: ",
            id="second-document",
        ),
        pytest.param(
            "title: A\n...\nteam: B",
            {"title": "A", "team": "B"},
            4,
            "The YAML is not valid: ",
            id="end-of-document",
        ),
        pytest.param(
            "title: 'd'un'\n\n# note\n\ntags:\n- a\n- b\n",
            {"title": "d'un", "tags": ["a", "b"]},
            2,
            "A straight apostrophe ends the quoted text of title",
            id="comment-and-list-kept-apart",
        ),
        pytest.param(
            "title: 'd'un'\ndescription: |\n  un\n\n  deux\néquipe: B",
            {"title": "d'un", "description": "un\n\ndeux\n", "équipe": "B"},
            2,
            "A straight apostrophe ends the quoted text of title",
            id="other-fields-keep-their-yaml",
        ),
    ],
)
def test_invalid_yaml_is_read_as_far_as_possible_and_explained(
    head: str,
    expected: dict[str, object],
    line: int,
    text: str,
    loader: type,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sphinxext_jobs.sources.yaml_text.Loader", loader)
    front = read(file(head))
    assert values(front) == expected
    assert front.body == BODY
    assert front.body_line == head.count("\n") + 4
    [found] = told(front.diagnostics)
    assert found[:2] == (line, "front-matter")
    assert found[2].startswith(text)


@pytest.mark.parametrize(
    ("head", "kept", "body"),
    [
        ("- a\n- b", {}, BODY),
        ("juste du texte", {}, f"juste du texte\n---\n{BODY}"),
        ("[a, b]", {}, f"[a, b]\n---\n{BODY}"),
    ],
    ids=["list", "scalar", "flow-list"],
)
def test_yaml_that_is_not_a_mapping(head: str, kept: dict[str, str], body: str) -> None:
    front = read(file(head))
    assert values(front) == kept
    assert front.body == body
    text = "The front matter is not a list of fields. Write one `field: value` on each line."
    assert told(front.diagnostics) == [(2, "front-matter", text)]


@pytest.mark.parametrize(
    ("text", "expected", "body", "body_line"),
    [
        pytest.param("---", {}, "", 2, id="only-hyphens"),
        pytest.param("---\n", {}, "", 2, id="only-a-line"),
        pytest.param("---\ntitle: A\n\nTexte.\n", {"title": "A"}, "\nTexte.\n", 3, id="prose"),
        pytest.param(
            "---\ntitle: A\nTexte collé.\n", {"title": "A"}, "Texte collé.\n", 3, id="no-empty-line"
        ),
        pytest.param(
            "---\ntitle: A\n\nTexte.\n\n---\n\nSuite.\n",
            {"title": "A"},
            "\nTexte.\n\n---\n\nSuite.\n",
            3,
            id="break-later",
        ),
        pytest.param(
            "---\ntitle: A\nTexte collé.\n\n---\n\nSuite.\n",
            {"title": "A"},
            "Texte collé.\n\n---\n\nSuite.\n",
            3,
            id="break-later-no-empty-line",
        ),
        pytest.param(
            "---\ntitle: A\n\nEntête\n---\n\nSuite.\n",
            {"title": "A"},
            "\nEntête\n---\n\nSuite.\n",
            3,
            id="underlined-heading",
        ),
        pytest.param(
            "---\ntitle: A\n\n## Entête\n\nTexte.\n",
            {"title": "A"},
            "\n## Entête\n\nTexte.\n",
            3,
            id="heading",
        ),
        pytest.param(
            "---\ntitle: A\ntags:\n- a\n- b\n\nTexte.\n",
            {"title": "A", "tags": ["a", "b"]},
            "\nTexte.\n",
            6,
            id="list-of-a-field",
        ),
        pytest.param(
            "---\ntitle: A\n\n- un\n- deux\n",
            {"title": "A"},
            "\n- un\n- deux\n",
            3,
            id="list-of-the-body",
        ),
        pytest.param(
            "---\ntitle: A\n\nRemarque : lisez ceci.\n\nTexte.\n",
            {"title": "A"},
            "\nRemarque : lisez ceci.\n\nTexte.\n",
            3,
            id="prose-with-a-colon",
        ),
        pytest.param(
            "---\ntitle: A\n\nteam: B\n\nTexte.\n",
            {"title": "A", "team": "B"},
            "\nTexte.\n",
            5,
            id="fields-apart",
        ),
        pytest.param(
            "---\ntitle: A\n\n    code\n\nTexte.\n",
            {"title": "A"},
            "\n    code\n\nTexte.\n",
            3,
            id="code-block",
        ),
        pytest.param(
            "---\ntitle: A\ndescription: |\n  un\n\n  deux\n\nTexte.\n",
            {"title": "A", "description": "un\n\ndeux\n"},
            "\nTexte.\n",
            7,
            id="block-scalar",
        ),
        pytest.param(
            "---\ntitle: A\n...\n\nTexte.\n", {"title": "A"}, "...\n\nTexte.\n", 3, id="dots"
        ),
    ],
)
def test_front_matter_without_end(
    text: str, expected: dict[str, object], body: str, body_line: int
) -> None:
    front = read(text)
    assert values(front) == expected
    assert (front.body, front.body_line) == (body, body_line)
    text = "The front matter is not closed. Add a line `---` after the last field."
    assert told(front.diagnostics) == [(1, "front-matter", text)]


def test_a_fault_in_a_field_is_reported_before_the_missing_end() -> None:
    front = read("---\ntitle: 'Chef d'équipe'\nteam: A\n\nTexte.\n\n---\n\nSuite.\n")
    assert values(front) == {"title": "Chef d'équipe", "team": "A"}
    assert front.body == "\nTexte.\n\n---\n\nSuite.\n"
    [(line, _kind, text)] = told(front.diagnostics)
    assert line == 2
    assert "apostrophe" in text


# Attacks and accidents

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{above}'] * 9)}]"
    for above, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("head", "line"),
    [
        pytest.param(LAUGHS, 6, id="billion-laughs"),
        pytest.param("a: &a [*a]", 2, id="list-in-itself"),
        pytest.param("b: 1\na: &a {b: *a}", 3, id="mapping-in-itself"),
        pytest.param(f"b: 1\na: {'[' * 100_000}{']' * 100_000}", 3, id="deep-brackets"),
        pytest.param(f"b: 1\na: {'{a: ' * 5000}{'}' * 5000}", 3, id="deep-braces"),
        pytest.param(f"b: 1\na:\n  {'- ' * 5000}x", 4, id="deep-hyphens"),
        pytest.param("b: 1\nc:\n" + "- x\n" * (MAX_VALUES + 1), MAX_VALUES + 3, id="many-values"),
        pytest.param(
            f"a: &a {'[' * 40}x{']' * 40}\nb: {'[' * 40}*a{']' * 40}", 3, id="deep-by-an-alias"
        ),
    ],
)
def test_too_many_or_too_deep_values_are_refused(head: str, line: int) -> None:
    front = read(file(f"{head}\ntitle: A"))
    assert front.nodes["title"].value == "A"
    assert front.body == BODY
    # Whoever refuses it first: PyYAML has a limit of its own since 6.0.4.
    assert [found[:2] for found in told(front.diagnostics)] == [(line, "front-matter")]


def test_as_many_and_as_deep_values_as_allowed_are_read() -> None:
    depth = MAX_DEPTH - 3  # the mapping, its value, and the text inside
    many = ", ".join(["x"] * (MAX_VALUES // 4))
    front = read(file(f"a: {'[' * depth}x{']' * depth}\nb: &b [{many}]\nc: *b\ntitle: A"))
    assert front.diagnostics == []
    assert list(front.nodes) == ["a", "b", "c", "title"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(file("title: A", "mot " * 1_250_000), id="body"),
        pytest.param(file(f"title: A\nteam: '{'mot ' * 1_250_000}'"), id="value"),
        pytest.param(file("title: A\nteam: 'x'y'\n" + "team: mot\n" * 500_000), id="broken"),
        pytest.param(file("title: A\ntags:\n" + "- mot\n" * 800_000), id="list"),
        pytest.param(file("title: A\nteam: " + "[" * 5_000_000), id="brackets"),
        pytest.param(file("title: A\nteam: '" + "a'b " * 1_250_000 + "'"), id="apostrophes"),
        pytest.param("---\ntitle: A\n" + "mot mot\n" * 600_000, id="no-end"),
        pytest.param("---\ntitle: A\n" + " mot mot\n" * 500_000, id="no-end-indented"),
        pytest.param("---\ntitle: A\n" + "# " * 2_500_000, id="no-end-hashes"),
    ],
)
def test_five_megabytes_are_read_in_seconds(text: str) -> None:
    with at_most(15):
        front = read(clean(text)[0])
    assert front.nodes["title"].value.startswith("A")


# Characters


@pytest.mark.parametrize(
    ("data", "text", "line", "problem"),
    [
        pytest.param("é\n".encode(), "é\n", None, "", id="utf-8"),
        pytest.param(b"", "", None, "", id="empty"),
        pytest.param("é".encode("utf-8-sig"), "é", None, "", id="byte-order-mark"),
        pytest.param(
            "é\n".encode() + b"l\x92\xe9t\xe9\n" + "é\n".encode(),
            "é\nl’été\né\n",
            2,
            "The byte 0x92 is not UTF-8, so it is read as Windows-1252.",
            id="one-line-in-windows-1252",
        ),
        pytest.param(
            b"\xef\xbb\xbf" + "é\nà\n".encode() + b"\xe8\n",
            "é\nà\nè\n",
            3,
            "The byte 0xE8 is not UTF-8",
            id="windows-1252-behind-a-mark",
        ),
        pytest.param(
            b"\xef\xbb\xbf\xe9\n",
            "é\n",
            1,
            "The byte 0xE9 is not UTF-8",
            id="first-byte-behind-a-mark",
        ),
        pytest.param(
            b"a\x81b\xc3", "a\ufffdbÃ", 1, "The byte 0x81", id="undefined-in-windows-1252"
        ),
        pytest.param(
            "é\r\n".encode("utf-16"),
            "é\r\n",
            1,
            "This file is UTF-16. Save it as UTF-8.",
            id="utf-16",
        ),
        pytest.param(
            b"\xfe\xff" + "é\n".encode("utf-16-be"),
            "é\n",
            1,
            "This file is UTF-16. Save it as UTF-8.",
            id="utf-16-big-endian",
        ),
        pytest.param(
            "é".encode("utf-16") + b"x", "é\ufffd", 1, "This file is UTF-16.", id="utf-16-cut-short"
        ),
    ],
)
def test_decode(data: bytes, text: str, line: int | None, problem: str) -> None:
    found, fault = decode(data, "a.md")
    assert found == text
    assert (fault and fault.at) == (line and Location("a.md", line))
    assert (str(fault) if fault else "").startswith(problem)
    assert fault is None or fault.kind is Kind.ENCODING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufeffa", "a"),
        ("\ufeff\ufeffa", "a"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\u00a0b\u202fc\u200bd\te", "a\u00a0b\u202fc\u200bd\te"),
        ("😀 é e\u0301", "😀 é e\u0301"),
    ],
    ids=["mark", "two-marks", "line-ends", "carriage-returns", "separators", "spaces", "others"],
)
def test_clean_without_a_fault(text: str, expected: str) -> None:
    assert clean(text) == (expected, None)


@pytest.mark.parametrize(
    ("text", "expected", "line", "code"),
    [
        ("a\nb\x00c", "a\nb\ufffdc", 2, "U+0000"),
        ("a\x0bb\x0cc", "a b c", 1, "U+000B"),
        ("a\r\nb\r\n\x1b[0m\x00", "a\nb\n\ufffd[0m\ufffd", 3, "U+001B"),
        ("l\x92été\x85", "l’été…", 1, "U+0092"),
        ("\x80 \x9c", "€ œ", 1, "U+0080"),
        ("\x81\x8d\x9d", "\ufffd\ufffd\ufffd", 1, "U+0081"),
        ("\x7f", "\ufffd", 1, "U+007F"),
        ("\uffff", "\ufffd", 1, "U+FFFF"),
    ],
    ids=[
        "nul",
        "form-feed",
        "escape",
        "windows-1252-as-latin-1",
        "euro",
        "undefined",
        "delete",
        "noncharacter",
    ],
)
def test_clean_replaces_control_characters(text: str, expected: str, line: int, code: str) -> None:
    found, fault = clean(text, "a.md")
    assert found == expected
    problem = f"This line contains the control character {code}."
    at = Location("a.md", line)
    assert fault == Diagnostic(Kind.ENCODING, at, problem, "Remove the character.")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_line_ends_make_no_difference(end: str) -> None:
    text = file("title: A\ndescription: |\n  un\n  deux\nteam: 'x'y'").replace("\n", end)
    front = read(clean(text)[0])
    assert values(front) == {"title": "A", "description": "un\ndeux\n", "team": "x'y"}
    assert front.body == BODY
    assert [line for line, _kind, _text in told(front.diagnostics)] == [6]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085"])
def test_line_numbers_are_an_editor_s(sign: str) -> None:
    front = read(clean(file(f"title: A{sign}B\nteam: C: D"))[0])
    assert front.lines == {"title": 2, "team": 3}
    assert [line for line, _kind, _text in told(front.diagnostics)] == [3]


# Whatever comes

LINES = st.sampled_from(
    [
        "---",
        "title: A",
        "title: 'd'un'",
        "tags:",
        "- a",
        "  suite",
        "\tonglet: x",
        "Prose ici.",
        "Note: mot",
        "# Entête",
        "% note",
        "",
        "  ",
        "x: [",
        "y: }",
        "z: &z [*z]",
        "<<: *z",
        "...",
        '"k": v',
        "? [a]",
        ": b",
        "d: |",
        'e: "f',
        "---\u00a0",
        "équipe : g",
        "a:\tb",
        "]",
    ]
)
HEADS = st.lists(LINES, max_size=8).map("\n".join)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@given(st.one_of(st.text(), HEADS, st.builds("---\n{}".format, st.one_of(st.text(), HEADS))))
@example("---\n&r\na: *r\n---\n")
@example("---\n\ttitle: A\n---\n")
def test_any_text_is_read(text: str) -> None:
    cleaned, fault = clean(text)
    front = read(cleaned)
    lines = cleaned.count("\n") + 1
    for line, _kind, words_ in told([*front.diagnostics, *([fault] if fault else [])]):
        assert line is not None
        assert 1 <= line <= lines
        assert words_
    assert cleaned.endswith(front.body)
    head = cleaned[: len(cleaned) - len(front.body)]
    assert front.body == "" or front.body_line == head.count("\n") + 1
    assert front.nodes.keys() == front.lines.keys()
    assert all(2 <= line < front.body_line for line in front.lines.values())


# The lines of a merge conflict are reported, and are no text.
@given(
    HEADS.filter(lambda head: "---" not in head.split("\n")),
    st.text().filter(lambda body: not re.search("<{7}|={7}|>{7}", body)),
)
def test_the_body_below_fields_is_whole(head: str, body: str) -> None:
    cleaned, _ = clean(f"Fin.\n{body}")
    front = read(f"---\ntitle: A\n{head}\nteam: B\n---\n{cleaned}")
    assert words(front.body)[-len(words(cleaned)) :] == words(cleaned)
    assert front.body.endswith(cleaned)


BYTES = st.sampled_from(
    [
        b"---\n",
        b"title: ",
        b"\xe9",
        b"\x00",
        b"\r",
        "é".encode(),
        b"\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"'",
        b"mot ",
    ]
)


@given(st.lists(BYTES).map(b"".join))
@example(b"\xff")
def test_any_bytes_are_read(data: bytes) -> None:
    text, fault = decode(data)
    for line, _kind, _text in told([fault] if fault else []):
        assert line is not None
        assert 1 <= line <= data.count(b"\n") + 1
    cleaned, _ = clean(text)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert cleaned.count("mot") == data.count(b"mot")
    assert read(cleaned).body in cleaned


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned, _ = clean(text)
    assert clean(cleaned) == (cleaned, None)
