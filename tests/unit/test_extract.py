"""A posting's HTML out of its page."""

from __future__ import annotations

import pytest

from sphinxext_jobs.formats.feeds import legal
from sphinxext_jobs.formats.fragment import Part, extract

BASE = "https://x.example/a/"
URL = f"{BASE}fr/b.html"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<h1>Title<a class="headerlink" href="#x">¶</a></h1>\n<p>Text</p>', "<p>Text</p>"),
        ('<h2>T</h2><h3>U<a class="headerlink" href="#u">¶</a></h3>', "<h3>U</h3>"),
        ('<section id="u" class="x"><p>x</p></section><p>y</p>',
         "<section><p>x</p></section><p>y</p>"),
        ('<p class="job-switch"><a href="b">B</a></p>x', "x"),
        ('<p>Note <span class="backrefs">(<a href="#id1">1</a>)</span></p>', "<p>Note </p>"),
        ("<script>if (a < b) { '</p>' }</script><style>p {}</style>x<br/>y", "x<br>y"),
        ('<p>Open<template class="job-closing"><p>It is closed</p></template></p>', "<p>Open</p>"),
        ('<form hidden><label>Sort <input name="n"></label></form><p>x</p>', "<p>x</p>"),
        ('x<input hidden=""><input type="checkbox" disabled>y',
         'x<input type="checkbox" disabled="">y'),
        ('<p hidden="until-found">folded</p>', "<p>folded</p>"),
        ('<p role="tabpanel" hidden="true">x</p>', '<p role="tabpanel">x</p>'),
        ('<div><div class="skip"><div>no</div></div>yes</div>after', "<div>yes</div>after"),
        ("a &lt; b &amp;amp; c<!-- d -->", "a &lt; b &amp;amp; c"),
        ("a<svg><script>x</script><text>y</text></svg>b", "ab"),
        ("<form action='x'><label>a</label><button>b</button></form>", "<label>a</label>b"),
        ("<iframe src='x'>no</iframe><object data='x'>a</object><embed src='x'>", "a"),
        ("<blink>a</blink><my-part onload='x'>b</my-part><base href='x'>c", "abc"),
    ],
)  # fmt: skip
def test_what_is_copied(source: str, expected: str) -> None:
    assert extract(source, URL, Part(without=["skip"])) == [expected]


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('href="../c.html#d"', f'href="{BASE}c.html#d"'),
        ('href="#d"', f'href="{URL}#d"'),
        ('href="../d.html?a=1&amp;b=2"', f'href="{BASE}d.html?a=1&amp;b=2"'),
        ('src="../_images/é &amp;.png"', f'src="{BASE}_images/é &amp;.png"'),
        ('poster="p.png"', f'poster="{BASE}fr/p.png"'),
        ('cite="p.html"', f'cite="{BASE}fr/p.html"'),
        ('href="mailto:a@b.example"', 'href="mailto:a@b.example"'),
        ('href="http://["', 'href="http://["'),
        ('srcset="a.png"', f'srcset="{BASE}fr/a.png"'),
        ('srcset=" a.png 1x,../b,c.png 2.5x , https://y.example/c.png 100w"',
         f'srcset="{BASE}fr/a.png 1x, {BASE}b,c.png 2.5x, https://y.example/c.png 100w"'),
        ('srcset="a.png, b.png 2x"', f'srcset="{BASE}fr/a.png, {BASE}fr/b.png 2x"'),
        ('srcset="data:image/png;base64,AA== 2x"', 'srcset="data:image/png;base64,AA== 2x"'),
    ],
)  # fmt: skip
def test_addresses_are_completed(attribute: str, expected: str) -> None:
    assert extract(f"<i {attribute}>x</i>", URL, Part()) == [f"<i {expected}>x</i>"]


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="x()"', "ONERROR='x()'", 'style="x"', 'id="a"', 'class="a"', 'data-x="y"',
        'action="x"', 'formaction="javascript:x()"', 'srcdoc="<script>x</script>"', 'data="p.svg"',
        'href="javascript:x()"', 'href=" JavaScript:x()"', 'href="java\nscript:x()"',
        'href="&#106;avascript:x()"', 'href="javascript://["', 'href="vbscript:x"',
        'href="data:text/html,<script>x</script>"', 'src="javascript:x()"', 'poster="blob:x"',
        'srcset="javascript:x() 2x"', 'xlink:href="javascript:x()"', 'ping="https://y.example/"',
    ],
)  # fmt: skip
def test_nothing_that_runs_is_copied(attribute: str) -> None:
    for url in (URL, ""):
        (found,) = extract(f"<i {attribute} lang=en>x</i>", url, Part())
        assert found in ('<i lang="en">x</i>', f'<i href="{URL}" lang="en">x</i>')


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('href="mailto:a@b.example"', ' href="mailto:a@b.example"'),
        ('href="https://y.example/"', ' href="https://y.example/"'),
        ('href="../b.html"', ""),
        ('src="b.png"', ""),
        ('srcset="https://y.example/a.png 1x, b.png 2x"', ""),
        ('srcset=""', ""),
    ],
)
def test_without_an_address_relative_ones_are_undone(attribute: str, expected: str) -> None:
    assert extract(f"<i {attribute}>x</i>", "", Part()) == [f"<i{expected}>x</i>"]


PAGE = """<p>before</p>
<section id="a"><h2>A</h2><p>text</p>
<section><h3>More</h3><section class="skip"><p>no</p></section></section>
<aside id="inside">in</aside></section>
<section id="b"><h2>B</h2></section>
<aside id="note"><aside>deep</aside>note</aside><p>after</p>"""


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        ({"a"}, "<section><p>text</p>\n<section><h3>More</h3></section>\n<aside>in</aside></section>"),
        ({"a", "inside", "note"}, "<section><p>text</p>\n<section><h3>More</h3></section>\n"
         "<aside>in</aside></section><aside><aside>deep</aside>note</aside>"),
        ({"b"}, "<section></section>"),
        ({"none"}, ""),
        (set(), ""),
    ],
)  # fmt: skip
def test_what_is_at_the_anchors(anchors: set[str], expected: str) -> None:
    assert extract(PAGE, URL, Part(anchors, without=["skip"])) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<section id='a'><h1>T</h1><p>open", "<section><p>open"),
        ("<p class='x'>a<dl class='skip'><dl></dl></dl><p>b</span><br/><ul><li>c",
         "<p>a<p>b</span><br><ul><li>c"),
        ("a</p></br></div>b", "a</p></div>b"),
    ],
)  # fmt: skip
def test_authors_html_that_does_not_end(source: str, expected: str) -> None:
    assert extract(source, URL, Part(without=["skip"])) == [expected]


def test_all_parts_are_copied_in_one_reading() -> None:
    page = (
        '<p>before</p><section class="x" id="job" lang="fr"><h1>T</h1><p>Text'
        '<a href="#note">1</a></p></section><section id="other"><p>no</p></section>'
        '<aside id="n" role="doc-footnote"><p>other’s</p></aside>'
        '<aside id="note" role="doc-footnote"><p>mine\x0b</p></aside><p id="job-2">after</p>'
    )
    found = extract(page, URL, Part(["note", "job"]), Part(["none"]), Part(["other"]))
    assert list(map(legal, found)) == [
        f'<section lang="fr"><p>Text<a href="{URL}#note">1</a></p></section>'
        '<aside role="doc-footnote"><p>mine</p></aside>',
        "",
        "<section><p>no</p></section>",
    ]
    assert extract(page, URL) == []
