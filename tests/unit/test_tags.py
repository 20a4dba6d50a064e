"""The tags of a head: escaped, and none that is there already."""

from __future__ import annotations

import pytest

from sphinxext_jobs.formats.tags import Tag, added, alternate, meta


def test_they_are_written_as_html() -> None:
    assert meta("robots", 'a "<&').text == ('<meta name="robots" content="a &quot;&lt;&amp;">\n')
    assert meta("og:title", "A").text == '<meta property="og:title" content="A">\n'
    link = '<link rel="alternate" type="a/b" title="&lt;T&gt;" href="/?a&amp;b">\n'
    assert alternate("/?a&b", type="a/b", title="<T>").text == link


@pytest.mark.parametrize(
    ("head", "there"),
    [
        ('<meta name="description" content="x">', True),
        ('<meta content="x" name="description" />', True),
        ('<meta property="description" content="x">', True),
        ('<meta property="og:description" content="x">', False),
        ("", False),
    ],
)
def test_a_tag_of_the_same_name_stays(head: str, there: bool) -> None:
    tag = meta("description", "y")
    assert added(head, [tag]) == head + ("" if there else tag.text)


def test_several_tags_of_one_kind_are_added_together() -> None:
    tags = [meta("og:locale:alternate", lang) for lang in ("fr_CA", "es_MX")]
    tags += [alternate("/fr/", hreflang="fr"), Tag("<script></script>"), Tag("<script></script>")]
    assert added("", tags) == "".join(tag.text for tag in tags)
