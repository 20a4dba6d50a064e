"""Texts written into a file: one block or field changes, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinxext_jobs.cli.pairs import page_parser
from sphinxext_jobs.sources.field_writing import set_field
from sphinxext_jobs.sources.rewriting import Document, RefusedError

MD: MarkdownIt = page_parser({"myst_enable_extensions": ["colon_fence", "deflist"]})
HEAD = "---\nlayout: job-posting\ntitle: Cook\ndescription: >-\n  Four\n  meals.\n# Ours\n---\n"
NEW = "Un **nouveau** texte, avec [un lien](https://a.example/b)."

#: A body, the text of a block in it, and what is around the text in the file.
BODIES = [
    ("First.\n\nOld text.\n\nLast.\n", "Old text."),
    ("Old text,\nof two lines.\nAnd a third.\n", "Old text,\nof two lines.\nAnd a third."),
    ("#### Old text ##\n\nLast.\n", "Old text"),
    ("Old text\n========\n\nLast.\n", "Old text"),
    ("*  One\n*  Old text\n   goes on\n\n*  Three\n", "Old text\ngoes on"),
    ("1) One\n2) Old text\n   - Nested\n", "Old text"),
    ("- One\n  - Old text\n\n  A paragraph.\n", "Old text"),
    ("> Quoted.\n>\n> Old text\n> goes on\n", "Old text\ngoes on"),
    ("> Old text\nlazily\n", "Old text\nlazily"),
    ("| A | B |\n|---|---|\n| one | Old text |\n| 1 \\| x | two |\n", "Old text"),
    ("A | B\n--|--\nOld text | two\n", "Old text"),
    (":::{admonition} Title\n:class: tip\n\nOld text\n:::\n", "Old text"),
    ("```{note}\n- One\n- Old text\n```\n", "Old text"),
    ("Term\n: Old text\n", "Old text"),
    ("Old\\\ntext  \nof three.\n", "Old\\\ntext  \nof three."),
    ("\u00a0Old text\u00a0\n", "Old text"),
    ("Old text", "Old text"),
]


def document(body: str, head: str = HEAD) -> Document:
    return Document(head + body, MD, "Cook")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("body", "old"), BODIES)
def test_one_block_changes(body: str, old: str, end: str) -> None:
    text = (HEAD + body).replace("\n", end)
    before = Document(text, MD, "Cook")
    index = [block.text for block in before.blocks].index(old)
    after = before.replace(index, NEW)
    assert after.blocks[index].text == NEW
    start, _new, rest = after.text.partition(NEW)
    assert text.startswith(start)
    assert text.endswith(rest)
    assert len(start) + len(rest) <= len(text) - len(old.replace("\n", end))
    assert after.replace(index, NEW).text == after.text


@pytest.mark.parametrize(
    ("body", "old", "reason"),
    [
        ("<p>Old text</p>\n", "Old text", "the text is in raw HTML"),
        ("# Old text\n", "Old text", "other text, or its markup, would change with it"),
    ],
)
def test_what_cannot_be_written_exactly_is_refused(body: str, old: str, reason: str) -> None:
    before = document(body)
    index = [block.text for block in before.blocks].index(old)
    with pytest.raises(RefusedError) as refused:
        before.replace(index, "Two\\\nlines")
    assert (refused.value.line, refused.value.reason) == (9, reason)


def test_a_pipe_in_a_cell_is_escaped() -> None:
    before = document("| A | B |\n|---|---|\n| one | two |\n")
    after = before.replace(2, "1 | x")
    assert "| 1 \\| x | two |\n" in after.text
    assert after.blocks[2].text == "1 | x"


@pytest.mark.parametrize(
    ("written", "value", "new"),
    [
        ("Cook", "L’été", "L’été"),
        ("Cook # the first", "Un: deux", "'Un: deux' # the first"),
        ("'Cook'", "L'été", "'L''été'"),
        ('"Cook"  ', 'A "b"', '"A \\"b\\""  '),
        (">-\n  Four\n  meals\n\n  a day", "Quatre repas", ">-\n  Quatre repas"),
        ("|\n    Four\n    meals", "Quatre repas", "|\n    Quatre repas"),
        ("Four\n  meals", "Quatre repas", "Quatre repas"),
        ("'Four\n  meals'", "Quatre repas", "'Quatre repas'"),
    ],
)
def test_a_field_keeps_its_style(written: str, value: str, new: str) -> None:
    text = "---\nlayout: job-posting\ntitle: {}\n# Ours\narchived: false\n---\nA text.\n"
    after = set_field(Document(text.format(written), MD, "Cook"), "title", value)
    assert after.text == text.format(new)
    assert after.title == value


def test_a_field_that_is_missing_is_added() -> None:
    text = "---\ntitle: Cook\nlayout: job-posting\n---\nA text.\n"
    after = set_field(Document(text, MD, "Cook"), "description", "Quatre repas: bons")
    assert after.text == text.replace("Cook\n", "Cook\ndescription: 'Quatre repas: bons'\n")


PIECES = st.sampled_from([body for body, _old in BODIES if body.endswith("\n")])
WORDS = st.text("aé1 *_[]()<>#|\\`-.:%'\"~{}!&\u00a0", min_size=1, max_size=30)


@given(st.lists(PIECES, min_size=1, max_size=4), st.data(), WORDS)
def test_a_block_is_written_alone_or_not_at_all(
    pieces: list[str], data: st.DataObject, new: str
) -> None:
    before = document("\n".join(pieces))
    index = data.draw(st.integers(0, len(before.blocks) - 1))
    try:
        after = before.replace(index, new)
    except RefusedError:
        return
    texts = [block.text for block in before.blocks]
    texts[index] = new
    assert [block.text for block in after.blocks] == texts
    changed = [n for n, line in enumerate(before.lines) if line not in after.lines]
    first, last = before.blocks[index].lines
    offset = before.front.body_line - 1
    assert all(offset + first <= n < offset + last for n in changed)


def test_images_and_code_are_read_but_not_written() -> None:
    body = "A ![*the* ferry](a.png) here.\n\n```sh\nferry\n```\n\n<table></table>\n\n<!-- x -->\n\nLast.\n"
    before = document(body)
    assert [(block.kind, block.text) for block in before.blocks] == [
        ("paragraph", "A ![*the* ferry](a.png) here."),
        ("image", "the ferry"),
        ("paragraph", "Last."),
    ]
    assert list(before.code) == [(11, "ferry\n"), (15, "<table></table>\n")]
    with pytest.raises(RefusedError, match="the text of an image"):
        before.replace(1, "le traversier")
    after = before.replace(0, "Un ![traversier](a.png).")
    assert [block.text for block in after.blocks][1] == "traversier"


def test_a_field_that_yaml_cannot_read_is_refused() -> None:
    text = "---\nlayout: job-posting\ntitle: 'Chef d'équipe'\n---\nA text.\n"
    with pytest.raises(RefusedError, match="the YAML of title is not valid"):
        set_field(Document(text, MD, "Chef d'équipe"), "title", "Chef")
