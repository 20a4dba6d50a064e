"""HTML, whatever it looks like: tags, comments and text."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinxext_jobs.formats.fragment import Part, extract
from sphinxext_jobs.text.markup import HTMLReader, attributes, is_comment, unescape
from sphinxext_jobs.text.plain import (
    block_texts,
    first_heading,
    inline_text,
    is_balanced,
    plain_text,
)

from .support import at_most

PIECES = [
    "<", ">", "/", "!", "?", "[", "]", "(", ")", "-", "--", "=", '"', "'", "&", "#", ";", " ", "\n",
    "<!--", "-->", "<![", "<![CDATA[", "]]>", "<!DOCTYPE", "<![if x]>", "<p>", "</p>", "<br/>",
    "<script>", "</script>", "<style", "<a href=", "<b", "&#8211;", "&#", "&copy", "&amp;", "&#x110000;",
    "`", "*", "_", "\\", "\0", "é", "word", "1", "# ", "===", "```", "https://[x", "srcset=", ",",
]  # fmt: skip
#: Any text, and texts that are more like what breaks readers of HTML and Markdown.
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


class Events(HTMLReader):
    """Notes what is read."""

    def __init__(self, text: str) -> None:
        self.events: list[tuple[str, ...]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Mapping[str, str]) -> None:
        self.events.append(("start", tag, *(f"{name}={value}" for name, value in attrs.items())))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.events.append(("text", data))

    def handle_raw(self, data: str) -> None:
        self.events.append(("raw", data))

    def handle_comment(self, source: str) -> None:
        self.events.append(("comment", source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a &lt; b", [("text", "a < b")]),
        ("a < b > c", [("text", "a < b > c")]),
        ("<P CLASS='x y' id=z hidden>", [("start", "p", "class=x y", "id=z", "hidden=")]),
        ("<br/>", [("start", "br"), ("end", "br")]),
        ("<a href=https://x.example/>", [("start", "a", "href=https://x.example/")]),
        ("<a title='x > y'>z</a >", [("start", "a", "title=x > y"), ("text", "z"), ("end", "a")]),
        ('<a href="x>y</a>', [("start", "a", 'href=', '="x='), ("text", "y"), ("end", "a")]),
        ("<a <b>c", [("start", "a", "<b="), ("text", "c")]),
        ("x<!-- <p> --->y", [("text", "x"), ("comment", "<!-- <p> --->"), ("text", "y")]),
        ("<!-->x", [("comment", "<!-->"), ("text", "x")]),
        ("<!-- x <p>", [("text", "<!-- x "), ("start", "p")]),
        ("<!DOCTYPE html>x", [("comment", "<!DOCTYPE html>"), ("text", "x")]),
        ("<![if x]>y<![endif]>",
         [("comment", "<![if x]>"), ("text", "y"), ("comment", "<![endif]>")]),
        ("<![ x", [("text", "<![ x")]),
        ("<p", [("text", "<p")]),
        ("<script>if (a < b) '<p>'</SCRIPT >x",
         [("start", "script"), ("raw", "if (a < b) '<p>'"), ("end", "script"), ("text", "x")]),
        ("<script>x <b>y", [("start", "script"), ("text", "x "), ("start", "b"), ("text", "y")]),
    ],
)  # fmt: skip
def test_what_is_read(source: str, expected: list[tuple[str, ...]]) -> None:
    assert Events(source).events == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("href='a' HREF=b", {"href": "a"}),
        ("href='?a=1&copy=2&amp;x&#233;&eacute'", {"href": "?a=1&copy=2&xéé"}),
        ("a = 'b' c", {"a": "b", "c": ""}),
        (f"x='&#{'9' * 5000};'", {"x": "\ufffd"}),
    ],
)
def test_attributes(source: str, expected: dict[str, str]) -> None:
    assert attributes(source) == expected


def test_references() -> None:
    assert unescape("&#8211;&eacute;&amp;amp; R&D") == "–é&amp; R&D"
    assert unescape(f"a&#{'9' * 5000};b&#x{'f' * 5000};c") == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>A</b> <![ x", "A <![ x"),
        ("<b>A</b> <![foo[ x", "A <![foo[ x"),
        ("<b>A</b> <![CDATA[ x ]]> B", "A <![CDATA[ x ]]> B"),
        ("<b>A</b> <!ELEMENT [ x> B", "A <!ELEMENT [ x> B"),
        ("<b>A</b><!-- x --><![if y]>B<![endif]>", "AB"),
        ("<b>A</b> <script> x", "A x"),
        ("<i>a_b_c</i> &#8211; <your name>", "a_b_c – <your name>"),
    ],
)
def test_plain_text_keeps_what_is_no_markup(source: str, expected: str) -> None:
    assert plain_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**a** _b_ a_b `c` \\*d\\* ~e~", "a b a_b c *d* ~e~"),
        ("[a](b) ![c](d) [e][f] [g] [h", "a c e g [h"),
        ("[a](b [c](d", "a(b c(d"),
        ("[a][b [c]", "a"),
        ("__a__ a__b _", "a a__b"),
    ],
)
def test_inline_text(source: str, expected: str) -> None:
    assert inline_text(source) == expected


def read_all(text: str) -> None:
    """Read a text in every way."""
    plain_text(text)
    inline_text(text)
    first_heading(text)
    is_balanced(text)
    block_texts(text)
    for source in (text, f"<p>{text}</p>", f'<img srcset="{text}"><a href="{text}">'):
        extract(source, "https://x.example/a", Part())


@settings(max_examples=300, deadline=None)
@given(texts)
@example("<b>A</b> <![ x")
@example("<div><![foo[ y</div>")
@example(f"<b>&#{'9' * 5000};</b>")
def test_no_text_is_refused(text: str) -> None:
    read_all(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([p for p in PIECES if p not in ("&", "#", "&#", ";", "-->", "-")]),
        max_size=12,
    ).map("".join)
)
def test_words_outside_of_markup_are_kept(text: str) -> None:
    read = "".join(part for kind, *parts in Events(text).events for part in parts if kind != "end")
    for word in re.findall("word", text):
        assert word in read


@pytest.mark.parametrize(
    "unit",
    ["<a ", '<a b="', "<a b='", "<!--", "<![", "</", "<script>", "<", "&#", ",", "[", "](", "[](",
     "_a", "a_", "_", "`", " "],
)  # fmt: skip
def test_the_time_grows_with_the_text_alone(unit: str) -> None:
    """Where a text is read again from each of its parts, it takes minutes."""
    with at_most(15):
        for text in (unit * 20_000, f"{unit * 20_000}x>"):
            read_all(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- a -->\n", True),
        ("<!-- a\nb -->\n<!---->", True),
        ("<!-- a --> b", False),
        ("<p><!-- a --></p>", False),
        ("<!-- no end", False),
        ("", False),
    ],
)
def test_text_that_consists_of_comments(text: str, expected: bool) -> None:
    assert is_comment(text) is expected
