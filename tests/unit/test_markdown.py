"""Bodies: headings put in order, HTML made Markdown, nothing lost on the way."""

from __future__ import annotations

import copy
import html
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from sphinxext_jobs.sources.markdown import noted_lines, outline, posting_rules


def parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable("table")
    posting_rules(md)
    return md


def render(source: str, title: str = "Analyste") -> str:
    return str(parser().render(source, {"jobs_title": title})).replace("\n", "")


def levels(tokens: list[Token]) -> list[int]:
    """Return the levels of the headings that make sections."""
    return [int(t.tag[1:]) for t in tokens if t.type == "heading_open" and t.level == 0]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# Headings


@pytest.mark.parametrize(
    ("given_levels", "expected"),
    [
        ([1], [2]),
        ([3], [2]),
        ([6], [2]),
        ([2, 3, 4], [2, 3, 4]),
        ([3, 5, 4, 1, 2], [2, 3, 3, 2, 3]),
        ([4, 3, 2, 1], [2, 2, 2, 2]),
        ([1, 6, 1, 3, 6], [2, 3, 2, 3, 4]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]),
    ],
)
def test_headings_start_at_2_and_never_skip(given_levels: list[int], expected: list[int]) -> None:
    source = "\n\n".join(f"{'#' * level} mot" for level in given_levels)
    tokens = parser().parse(source)
    assert levels(tokens) == expected
    assert [t.tag for t in tokens if t.type == "heading_close"] == [f"h{n}" for n in expected]


@pytest.mark.parametrize(
    ("source", "title", "expected"),
    [
        pytest.param("# Analyste\n\nmot", "Analyste", "<p>mot</p>", id="first"),
        pytest.param("### Analyste\n\nmot", "Analyste", "<p>mot</p>", id="first-of-any-level"),
        pytest.param("mot\n\n# Analyste", "Analyste", "<p>mot</p>", id="level-1-below-text"),
        pytest.param(
            "mot\n\n## Analyste", "Analyste", "<p>mot</p><h2>Analyste</h2>", id="level-2-below-text"
        ),
        pytest.param("# **Chef** d’[équipe](/x)!", "Chef d'équipe", "", id="markup-and-signs"),
        pytest.param("# CHEF &amp; ami", "Chef & Ami", "", id="case-and-entity"),
        pytest.param("Analyste\n===", "Analyste", "", id="underlined"),
        pytest.param("<h2>Analyste</h2>", "Analyste", "", id="html"),
        pytest.param("# Analyste\n\n# Analyste", "Analyste", "<h2>Analyste</h2>", id="only-once"),
        pytest.param(
            "# Rôle\n\n# Analyste",
            "Analyste",
            "<h2>Rôle</h2><h2>Analyste</h2>",
            id="only-the-first-heading",
        ),
        pytest.param("# Analyste II", "Analyste", "<h2>Analyste II</h2>", id="other-words"),
        pytest.param(
            "> # Analyste", "Analyste", "<blockquote><h1>Analyste</h1></blockquote>", id="quoted"
        ),
    ],
)
def test_a_first_heading_that_repeats_the_title(source: str, title: str, expected: str) -> None:
    assert render(source, title) == expected


@pytest.mark.parametrize("source", ["#", "##  ", "### ###", "## &nbsp;", "<h2></h2>", "# \u00a0"])
def test_a_heading_without_text_is_dropped(source: str) -> None:
    assert render(f"# Rôle\n\n{source}\n\n### mot") == "<h2>Rôle</h2><h3>mot</h3>"


def test_a_heading_of_an_image_stays() -> None:
    assert render("## ![](logo.png)") == '<h2><img src="logo.png" alt="" /></h2>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\n\n---\n\nb", "<p>a</p><hr /><p>b</p>"),
        ("---\n\na", "<p>a</p>"),
        ("a\n\n---", "<p>a</p>"),
        ("a\n\n***\n\n---\n\nb", "<p>a</p><hr /><p>b</p>"),
        ("a\n\n---\n\n# b", "<p>a</p><h2>b</h2>"),
        ("# a\n\n---\n\nb", "<h2>a</h2><p>b</p>"),
        ("# a\n\n---\n\n---\n\n# b\n\n---", "<h2>a</h2><h2>b</h2>"),
        ("> a\n>\n> ---\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("* ---\n* a", "<ul><li></li><li>a</li></ul>"),
        ("---\n\n# Analyste\n\n---\n\na", "<p>a</p>"),
        ("# Analyste\n\n---", ""),
    ],
)
def test_breaks_stand_where_docutils_allows_them(source: str, expected: str) -> None:
    assert render(source) == expected


PIECES = st.one_of(
    st.builds(
        "{} {}".format,
        st.integers(1, 6).map("#".__mul__),
        st.sampled_from(["Rôle", "**Rôle** gras", "", "&nbsp;", "Lieu #"]),
    ),
    st.sampled_from(
        [
            "mot",
            "---",
            "***",
            "> # Cité\n> ---",
            "* # Point\n* ---",
            "Souligné\n---",
            "Double\n===",
            "<h4>Html</h4>",
            "<p>un</p>",
            "| a |\n|---|\n| b |",
            "    code",
            "```\n# code\n```",
            "1. x",
        ]
    ),
)


@given(st.lists(PIECES, max_size=10).map("\n\n".join))
def test_outline_holds_for_any_body(source: str) -> None:
    md = MarkdownIt("commonmark").enable("table")
    before = md.parse(source)
    kept = [t.content for t in before if t.type not in ("hr", "inline") and t.content]
    texts = [t.content for t in before if t.type == "inline" and html.unescape(t.content).strip()]
    after = outline(copy.deepcopy(before), "Autre titre")
    assert [t.content for t in after if t.type != "inline" and t.content] == kept
    assert [t.content for t in after if t.type == "inline"] == texts
    found = levels(after)
    assert found[:1] in ([], [2])
    assert all(2 <= low <= high + 1 for high, low in itertools.pairwise(found))
    breaks = [n for n, t in enumerate(after) if t.type == "hr"]
    assert all(after[n].level == 0 for n in breaks)
    assert all(0 < n < len(after) - 1 for n in breaks)
    assert all(after[n + 1].type not in ("hr", "heading_open") for n in breaks)
    assert all(after[n - 1].type != "heading_close" for n in breaks)
    SyntaxTreeNode(after)  # raises where tokens do not nest
    assert outline(copy.deepcopy(after), "Autre titre") == after


@given(st.lists(PIECES, max_size=10).map("\n\n".join))
def test_a_repeated_title_alone_is_lost(source: str) -> None:
    md = MarkdownIt("commonmark").enable("table")
    before = md.parse(f"# Titre\n\n{source}")
    assert outline(copy.deepcopy(before), "TITRE!") == outline(copy.deepcopy(before[3:]), "Autre")


# Blocks of HTML


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("<p>un</p>", "<p>un</p>", id="paragraph"),
        pytest.param("<p>un</p><p>deux</p>", "<p>un</p><p>deux</p>", id="paragraphs"),
        pytest.param("<P CLASS='x'>un</P>", "<p>un</p>", id="upper-case"),
        pytest.param(
            "<h1>Rôle</h1>\n<h4>Lieu</h4>\n\n# Fin",
            "<h2>Rôle</h2><h3>Lieu</h3><h2>Fin</h2>",
            id="headings-join-the-outline",
        ),
        pytest.param(
            "<ul>\n<li>un</li>\n<li><p>deux</p></li>\n</ul>",
            "<ul><li><p>un</p></li><li><p>deux</p></li></ul>",
            id="list",
        ),
        pytest.param(
            '<ul><li>un<ol start="3"><li>deux</li></ol></li></ul>',
            '<ul><li><p>un</p><ol start="3"><li><p>deux</p></li></ol></li></ul>',
            id="lists-nest",
        ),
        pytest.param(
            "<blockquote>un<p>deux</p></blockquote>",
            "<blockquote><p>un</p><p>deux</p></blockquote>",
            id="quotation",
        ),
        pytest.param(
            '<h2 id="postuler" class="x">Postuler</h2>',
            '<h2 id="postuler">Postuler</h2>',
            id="anchor-kept",
        ),
        pytest.param(
            "<p>un</p>\ndeux **trois**",
            "<p>un</p><p>deux <strong>trois</strong></p>",
            id="text-below",
        ),
        pytest.param("- <p>un</p>", "<ul><li><p>un</p></li></ul>", id="in-a-list"),
        pytest.param("> <h2>un</h2>", "<blockquote><h2>un</h2></blockquote>", id="in-a-quotation"),
        pytest.param(
            "<p>R&D, AT&T &amp; co</p>", "<p>R&amp;D, AT&amp;T &amp; co</p>", id="ampersand"
        ),
        pytest.param(
            "<p>&lt;b&gt; &amp;copy; &copy; &#8211;&nbsp;x</p>",
            "<p>&lt;b&gt; &amp;copy; © –\u00a0x</p>",
            id="entities",
        ),
        pytest.param(
            "<p>a\u00a0\n\u00a0b\n  c</p>", "<p>a\u00a0 \u00a0b c</p>", id="no-break-spaces"
        ),
        pytest.param(
            "<p>un <strong>deux</strong> <em>*trois*</em></p>",
            "<p>un <strong>deux</strong> <em><em>trois</em></em></p>",
            id="inline-markup",
        ),
        pytest.param(
            "<p>un<br>deux<br/>trois</p>", "<p>un<br>deux<br />trois</p>", id="line-breaks"
        ),
        pytest.param(
            "<p>H<sub>2</sub>O <u>x</u></p>", "<p>H<sub>2</sub>O <u>x</u></p>", id="phrasing"
        ),
        pytest.param("<p># un</p><p>- deux</p>", "<p># un</p><p>- deux</p>", id="no-blocks-inside"),
        pytest.param("<p></p>", "<p></p>", id="empty"),
        pytest.param("<your name>", "<p>&lt;your name&gt;</p>", id="placeholder"),
        pytest.param(
            "<p>Bonjour <your name>!</p>",
            "<p>Bonjour &lt;your name&gt;!</p>",
            id="placeholder-in-a-paragraph",
        ),
        pytest.param(
            "<strong>Rôle</strong>\n\nmot", "<p><strong>Rôle</strong></p><p>mot</p>", id="bold-line"
        ),
    ],
)
def test_plain_html_becomes_markdown(source: str, expected: str) -> None:
    assert render(source) == expected
    assert "html_block" not in [token.type for token in parser().parse(source)]


@pytest.mark.parametrize(
    "source",
    [
        "<div>un</div>",
        "<table><tr><td>un</td></tr></table>",
        "<p>un <img src=x></p>",
        "<details><summary>un</summary>deux</details>",
        "<script>alert(1)</script>",
        "<!-- note -->",
        "<p>un <!-- note --></p>",
        "<?php echo 1 ?>",
        "<!DOCTYPE html>",
        "<![CDATA[un]]>",
        "<hr>",
        "<p/>",
        "<p>un",
        "<p>un<p>deux</p>",
        "<li>un</li>",
        "<ul>un</ul>",
        "<ul><p>un</p></ul>",
        "<p>un<ul><li>deux</li></ul></p>",
        "<h2>un<h3>deux</h3></h2>",
        "<p>un</h2>",
        "</p>",
    ],
)
def test_what_is_more_than_that_stays_raw(source: str) -> None:
    assert render(source) == source
    assert [token.type for token in parser().parse(source)] == ["html_block"]


def test_tokens_of_html_have_lines_and_levels() -> None:
    tokens = parser().parse("mot\n\n<ul>\n<li>un</li>\n</ul>\n")
    assert [(t.type, t.level, t.map) for t in tokens[3:]] == [
        ("bullet_list_open", 0, [2, 5]),
        ("list_item_open", 1, [2, 5]),
        ("paragraph_open", 2, [2, 5]),
        ("inline", 3, [2, 5]),
        ("paragraph_close", 2, [2, 5]),
        ("list_item_close", 1, [2, 5]),
        ("bullet_list_close", 0, [2, 5]),
    ]


# Tags within text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "<strong>un</strong> <b>deux</b>",
            "<strong>un</strong> <strong>deux</strong>",
            id="strong",
        ),
        pytest.param("<em>un</em> <I>deux</I>", "<em>un</em> <em>deux</em>", id="em"),
        pytest.param("<b>un <i>deux</i></b>", "<strong>un <em>deux</em></strong>", id="nested"),
        pytest.param("<b>*un*</b>", "<strong><em>un</em></strong>", id="markdown-inside"),
        pytest.param("*<b>un</b>*", "<em><strong>un</strong></em>", id="inside-markdown"),
        pytest.param(
            "**un <em>deux** trois</em>",
            "<strong>un <em>deux</strong> trois</em>",
            id="across-markdown-stays-raw",
        ),
        pytest.param(
            "[un <b>deux](/x)</b>", '<a href="/x">un <b>deux</a></b>', id="across-a-link-stays-raw"
        ),
        pytest.param("<b>un", "<b>un", id="unclosed-stays-raw"),
        pytest.param("un</b>", "un</b>", id="unopened-stays-raw"),
        pytest.param("<b><i>un</b></i>", "<b><em>un</b></em>", id="crossed"),
        pytest.param(
            'voir <a href="https://x.ca" title="X" target="_blank" onclick="y()">x</a>',
            'voir <a href="https://x.ca" title="X">x</a>',
            id="link",
        ),
        pytest.param(
            "voir <A HREF='/x?a=1&amp;b=2'>x</A>",
            'voir <a href="/x?a=1&amp;b=2">x</a>',
            id="link-upper-case",
        ),
        pytest.param('<a name="haut"></a>un', '<a name="haut"></a>un', id="anchor-is-no-link"),
        pytest.param('<a id="haut"></a>un', '<a id="haut"></a>un', id="id-is-no-link"),
        pytest.param("un <span>deux</span><br>", "un <span>deux</span><br>", id="other-tags-raw"),
        pytest.param("un <!-- note -->", "un <!-- note -->", id="comment-raw"),
        pytest.param(
            "un <your name> et </your>",
            "un &lt;your name&gt; et &lt;/your&gt;",
            id="no-tag-of-html",
        ),
        pytest.param("un <Insert Title/>", "un &lt;Insert Title/&gt;", id="no-tag-closed"),
        pytest.param(
            'un <svg><path d="x"/></svg> <path>',
            'un <svg><path d="x"/></svg> &lt;path&gt;',
            id="svg-raw",
        ),
        pytest.param("a < b > c", "a &lt; b &gt; c", id="no-tags"),
        pytest.param(
            "`<your name>` et `<b>`",
            "<code>&lt;your name&gt;</code> et <code>&lt;b&gt;</code>",
            id="code",
        ),
        pytest.param("<https://x.ca>", '<a href="https://x.ca">https://x.ca</a>', id="autolink"),
        pytest.param("% un", "% un", id="percent"),
        pytest.param("un\n% deux", "un% deux", id="percent-below"),
    ],
)
def test_tags_in_text(source: str, expected: str) -> None:
    assert render(source) == f"<p>{expected}</p>"


def test_percent_lines_are_text_in_every_parser_with_comments() -> None:
    md = MarkdownIt("commonmark")
    md.block.ruler.before("paragraph", "myst_line_comment", lambda *_: False)
    posting_rules(md)
    assert "myst_line_comment" not in md.get_active_rules()["block"]


# Whatever comes

HTML = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<b>",
        "</b>",
        "<a href=x>",
        "</a>",
        "<h2>",
        "</h2>",
        "<your name>",
        "</x>",
        "<div>",
        "</div>",
        "<br>",
        "<br/>",
        "<x/>",
        "<!--c-->",
        "<svg>",
        "</svg>",
        "&amp;",
        "&lt;",
        "&copy;",
        "R&D ",
        "mot",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "# ",
        "- ",
        "> ",
        "`",
        "[",
        "](/x)",
        "---\n",
        "<blockquote>",
        "</blockquote>",
        "<ol start=x>",
        "</ol>",
        "<",
    ]
)


@given(st.one_of(st.lists(HTML, max_size=25).map("".join), st.text()))
def test_any_body_is_parsed_and_keeps_its_words(source: str) -> None:
    md = MarkdownIt("commonmark").enable("table")
    tokens = parser().parse(source, {"jobs_title": "Autre titre"})
    SyntaxTreeNode(tokens)  # raises where tokens do not nest
    found = levels(tokens)
    assert all(2 <= low <= high + 1 for high, low in itertools.pairwise([1, *found]))
    rendered = render(source, "Autre titre")
    assert rendered.count("mot") == md.render(source).count("mot")
    assert rendered.count("your name") == md.render(source).count("your name")


# Footnotes


def test_footnotes_stay_in_their_places() -> None:
    md = MarkdownIt("commonmark").use(footnote_plugin)  # as in MyST's `gfm_only`
    posting_rules(md)
    types = [token.type for token in md.parse("a[^1] ^[b]\n\n[^1]: c\n\nd\n")]
    assert types[3] == "footnote_reference_open"
    assert types[-1] == "paragraph_close"


# Notes


@pytest.mark.parametrize(
    ("noted", "plain"),
    [
        ("One.\n% jobs: untranslated\nTwo.\n", "One.\n\nTwo.\n"),
        ("## One\n% jobs: untranslated\n\nTwo.\n", "## One\n\nTwo.\n"),
        ("- One\n  % jobs: untranslated\n- Two\n", "- One\n- Two\n"),
        ("> One.\n> % jobs: untranslated\n", "> One.\n"),
        ("|a|\n|-|\n|b|\n% jobs: untranslated\n", "|a|\n|-|\n|b|\n"),
    ],
)
def test_the_note_of_an_untranslated_block_is_hidden(noted: str, plain: str) -> None:
    assert render(noted) == render(plain)
    assert noted_lines(noted) == [
        n for n, line in enumerate(noted.split("\n"), 1) if "% jobs" in line
    ]


@pytest.mark.parametrize(
    "text", ["% jobs: other", "100 % jobs: untranslated", "```\n% jobs: untranslated\n```"]
)
def test_any_other_line_is_shown(text: str) -> None:
    assert words(text.replace("`", "")) == words(re.sub("<[^>]*>", "", render(text)))
