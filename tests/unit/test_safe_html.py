"""Raw HTML without anything that runs."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sphinxext_jobs.text.plain import plain_text
from sphinxext_jobs.text.safe_html import safe_html

pytest.importorskip("nh3")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<b onclick="x">a</b>', "<b>a</b>"),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ('<a href="../b.html#c" id="d" lang="fr">a</a>', '<a href="../b.html#c" id="d" lang="fr">a</a>'),
        ("<img src=a.png onerror=x>", '<img src="a.png" />'),
        ("a<br>b&nbsp;c", "a<br />b\u00a0c"),
        ("<script>x</script><style>p {}</style>", ""),
        ("<iframe src='x'></iframe><svg onload=x><script>y</script></svg>", ""),
        ('<div style="position: fixed" class="c">a</div>', '<div class="c">a</div>'),
        ("<form action=x><button formaction=y>a</button></form>", "a"),
        ("<details open ontoggle=x><summary>a</summary>b</details>",
         '<details open=""><summary>a</summary>b</details>'),
        ("<ol start=3><li>a<li>b</ol>", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("<table><tr><td colspan=2 onclick=x>a<td>b</table>",
         '<table><tbody><tr><td colspan="2">a</td><td>b</td></tr></tbody></table>'),
        # Parts, as Markdown leaves them
        ("<b onclick=x>", "<b>"), ("</b>", "</b>"), ("<details ontoggle=x>", "<details>"),
        ("<div>a", "<div>a"), ("<script>", ""), ("</script>", ""), ("</iframe>", ""),
        ("<script>a < b", "a &lt; b"),
        # Not HTML
        ("<your name>", "&lt;your name&gt;"), ("<p>a <your name></p>", "<p>a &lt;your name&gt;</p>"),
        ("<my-part onload=x>a</my-part>", "a"), ("a < b & c", "a &lt; b &amp; c"),
    ],
)  # fmt: skip
def test_what_is_left(source: str, expected: str) -> None:
    assert safe_html(source) == expected


@pytest.mark.parametrize("piece", ["<div>", "<b>a</b>", "<p>", "</div>", "<table>", "<your x>"])
def test_no_nesting_ends_the_process(piece: str) -> None:
    found = safe_html(piece * 20_000)
    assert "onclick" not in found


def test_whole_html_is_xml() -> None:
    found = safe_html('<p>a<img src="b.png" alt="1 > 2"><br>&nbsp;<hr><input checked></p>')
    ElementTree.fromstring(f"<div>{found}</div>")
    assert plain_text(found) == "a \u00a0"
