"""The body of a posting, checked without a build: links, bullets, nesting."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.sources import body as body_module
from sphinxext_jobs.sources.body import check_body, may_have_faults
from sphinxext_jobs.sources.frontmatter import read
from sphinxext_jobs.sources.posting import Source, read_posting

from .support import Told, settings, told

HEAD = "---\nlayout: job-posting\ntitle: A\ntranslationKey: a\ndescription: A lead.\n---\n"


def source(body: str, path: Path, lang: str = "en") -> Source:
    front = read(HEAD + body, str(path))
    return read_posting(front, path=PurePath(path.name), default_lang=lang)


def checked(tmp_path: Path, body: str, lang: str = "en") -> list[Told]:
    """Check a body, which begins on line 7, in a folder with a few files."""
    folder = tmp_path / "en"
    folder.mkdir()
    for name in ("b.md", "b.fr.md", "map.pdf", "a b.pdf"):
        (folder / name).touch()
    return told(check_body(source(body, folder / "a.md", lang), tmp_path, settings()))


@pytest.mark.parametrize(
    ("href", "meant"),
    [
        ("www.example.org/apply", "https://www.example.org/apply"),
        ("WWW.example.org", "https://WWW.example.org"),
        ("example.org", "https://example.org"),
        ("example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("example.gc.ca/emplois", "https://example.gc.ca/emplois"),
        ("jobs.example.com:8080/x", "https://jobs.example.com:8080/x"),
        ("jobs@example.org", "mailto:jobs@example.org"),
        ("jobs@example.org?subject=Cook", "mailto:jobs@example.org?subject=Cook"),
        ("mail:jobs@example.org", "mailto:jobs@example.org"),
        ("http//example.org", "https://example.org"),
        ("https//example.org/x", "https://example.org/x"),
        ("https;//example.org", "https://example.org"),
        ("htps://example.org", "https://example.org"),
        ("htttps://example.org/x", "https://example.org/x"),
        ("ttps://example.org", "https://example.org"),
        ("http:/example.org", "http://example.org"),
        ("https:example.org", "https://example.org"),
        ("https:///example.org", "https://example.org"),
    ],
)
def test_addresses_with_a_mistake(tmp_path: Path, href: str, meant: str) -> None:
    assert checked(tmp_path, f"[Apply]({href})") == [
        (7, "link", f"The link target {href} is not a complete address. Write `{meant}`.")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "[x](https://example.org) <https://example.org> [x](http://example.org:80/x)",
        "[x](mailto:jobs@example.org) <jobs@example.org> [x](ftp://example.org/x) [x](tel:+1-613)",
        "[x](b.md) [x](b.md#top) [x](map.pdf) [x](a%20b.pdf) [x](<a b.pdf>) [x](/en/b.md) [x](./b.md)",
        "[x](b) [x](b.fr) [x](#top) [x](general) [x](general@fr) [x](label-of-a-heading)",
        "[x](README.rst) [x](os.path) [x](inv:python#str) [x](project:b.md) [x](path:map.pdf)",
        "`[x](www.example.org)`\n\n```\n[x](www.example.org)\n```\n\n    [x](www.example.org)",
        "Write to www.example.org or jobs@example.org.",
        "[^1]\n\n[^1]: www.example.org",
        "<!-- [x](www.example.org) -->",
    ],
)
def test_links_without_a_mistake(tmp_path: Path, body: str) -> None:
    assert checked(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "problem", "instead"),
    [
        ("(Apply)[https://example.org/a]",
         "The parentheses and the brackets of the link “Apply” are swapped.",
         "[Apply](https://example.org/a)"),
        ("See [the form] (https://example.org).",
         "A space separates the text of the link “the form” from its address.",
         "[the form](https://example.org)"),
        ("[form](my form.pdf)", "The address of the link “form” contains a space.",
         "[form](<my form.pdf>)"),
        ("[us](https://example.org/a b)", "The address of the link “us” contains a space.",
         "[us](https://example.org/a%20b)"),
        ("[us](mailto: a@example.org)", "The address of the link “us” contains a space.",
         "[us](mailto:a@example.org)"),
        (":::{note}\n[form](my form.pdf)\n:::", "The address of the link “form” contains a space.",
         "[form](<my form.pdf>)"),
    ],
)  # fmt: skip
def test_links_that_markdown_does_not_see(
    tmp_path: Path, body: str, problem: str, instead: str
) -> None:
    line = 8 if body.startswith(":") else 7
    assert checked(tmp_path, body) == [(line, "link", f"{problem} Write `{instead}`.")]


@pytest.mark.parametrize(
    "body",
    [
        "[1] (https://example.org) [^1] (https://example.org) [x] (https://example.org) and f[a](b c), and [x] (see below).",
        "[Acme] (https://example.org)\n\n[Acme]: https://example.org/acme",
        "[text][Acme] (https://example.org)\n\n[Acme]: https://example.org/acme",
        "[x]( https://example.org ) [x](b.md 'title') [x](b.md \"a title.pdf\") [x](b.md (t.pdf))",
        "`[x] (https://example.org)` `` (x)[https://example.org] ``\n\n    [x](a b.pdf)",
        "```\n[x](a b.pdf)\n```\n\n<!-- [x](a\nb.pdf) [x] (https://example.org) -->",
        "![x](<a b.pdf>) (x)[b.md]",
    ],
)
def test_other_brackets_and_parentheses(tmp_path: Path, body: str) -> None:
    assert checked(tmp_path, body) == []


def test_files_that_do_not_exist(tmp_path: Path) -> None:
    hint = "Use the path of a file, or a full URL (https://…)."
    body = "[x](gone.md) [x](/careers/old/) [x](../b.md#x)\n[x](//[x) [x](" + "n" * 300 + "/x)\n"
    assert checked(tmp_path, body) == [
        (7, "link", f"The link target gone.md does not exist in the project. {hint}"),
        (7, "link", f"The link target /careers/old/ does not exist in the project. {hint}"),
        (7, "link", f"The link target ../b.md#x does not exist in the project. {hint}"),
        (8, "link", f"//[x is not a valid address, so its text is shown without a link. {hint}"),
        (8, "link", f"{'n' * 300}/x is not a valid address, so its text is shown without a link. {hint}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("One\ntwo\n[x](www.a.org)\nand [y](www.b.org)", [9, 10]),
        ("`a\nb` [x](www.a.org)", [8]),
        ("> - One\n>   [x](www.a.org)\n> - [x](www.a.org)", [8, 9]),
        ("| A |\n|---|\n| [x](www.a.org) |", [9]),
        ("<p>One\n<a href='www.a.org'>x</a></p>", [8]),
        ('A <a href="www.a.org">x</a>', [7]),
        ("```{note}\n:class: tip\n\nOne\n[x](www.a.org)\n```", [11]),
        ("::::{note}\n:::{tip}\n[x](www.a.org)\n:::\n::::", [9]),
        ("[x][a]\n\n[a]: www.a.org", [7]),
        ("[x\ny](www.a.org)", [8]),
    ],
)
def test_the_lines_of_links(tmp_path: Path, body: str, lines: list[int]) -> None:
    assert [line for line, _kind, _text in checked(tmp_path, body)] == lines


def pasted(line: int, sign: str) -> Told:
    text = f"The lines that begin with “{sign}” are not a list in Markdown. Begin each item with `- ` instead."
    return line, "markup", text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("You:\n\n• sail\n• cook\n", [pasted(9, "•")]),
        ("You:\n• sail\n  in any weather\n\n• cook\n\nWe:\n\n· pay\n· feed", [pasted(8, "•"), pasted(15, "·")]),
        ("**You:**\n\n– sail\n", [pasted(9, "–")]),
        ("— sail\n— cook\n", [pasted(7, "—")]),
        ("You:\n\n— sail\n\n— cook\n", [pasted(9, "—")]),
        ("## Duties\n\n— sail\n\n— cook\n", [pasted(9, "—")]),
        ("\uf0b7 sail\n\uf0b7 cook\n", [pasted(7, "U+F0B7")]),
        ("•\tsail\no\tfast\no\tslow\n•\tcook", [pasted(7, "•")]),
        ("You:\n\no sail\no cook", [pasted(9, "o")]),
        ("§ sail\n§ cook", [pasted(7, "§")]),
        ("- You:\n  • sail\n  • cook", [pasted(8, "•")]),
        ("<p>• sail</p>\n<p>• cook</p>", [pasted(7, "•")]),
        ("```{note}\n• sail\n• cook\n```", [pasted(8, "•")]),
        # Not lists.
        ("Text.\n\n• one line\n\nText.", []),
        ("– Who is it?\n\nNobody answers.\n", []),
        ("— Who is it?\n\n— The mate.\n\n— Come in.\n", []),
        ("She asks:\n\n— Who is it?\n", []),
        ("— Come in.\n\nThe mate sits down.\n\n— Coffee for two.\n", []),
        ("— Come in, he says.\n\n— Coffee for two.\n", []),
        ("Ottawa • Gatineau\nToronto • Montréal\n", []),
        ("§ 5 applies.\n§ 6 does not.\n", []),
        ("```\n• sail\n• cook\n```\n\n    • sail\n    • cook\n", []),
        ("- sail\n- cook\n\n* one\n+ two", []),
        ("only\no’clock\nor not", []),
        ("–World Organization", []),
    ],
)  # fmt: skip
def test_bullets_of_word_processors(tmp_path: Path, body: str, expected: list[Told]) -> None:
    assert checked(tmp_path, body) == expected


def test_a_word_of_portuguese_is_not_a_bullet(tmp_path: Path) -> None:
    assert checked(tmp_path, "Oferecemos:\n\no mar\no porto\n", "pt") == []


@pytest.mark.parametrize("href", ["javascript:" + "a" * 300, "b" * 256, "tel:" + "1" * 252])
def test_a_name_that_no_file_can_have(tmp_path: Path, href: str) -> None:
    ((line, kind, text),) = checked(tmp_path, f"<a href='{href}'>x</a>")
    assert (line, kind) == (7, "link")
    assert text.startswith(f"{href} is not a valid address")


def test_elements_that_are_nested_too_deeply(tmp_path: Path) -> None:
    deep = "Too many elements are nested here, so they are shown as they are written. Nest fewer elements."
    bold = f"{'<b>' * 60}x{'</b>' * 60}"
    body = f"{'> ' * 30}x\n\nA {bold}\n\n{'*' * 300}x{'*' * 300}\n"
    assert checked(tmp_path, body) == [(line, "nesting", deep) for line in (7, 9, 11)]


def test_directives_that_are_nested_too_deeply(tmp_path: Path) -> None:
    fences = [f"{':' * (40 - n)}{{note}}" for n in range(24)]
    body = "\n".join([*fences, "x", *(fence.partition("{")[0] for fence in reversed(fences))])
    assert [(line, kind) for line, kind, _text in checked(tmp_path, body)] == [(27, "nesting")]


@pytest.mark.parametrize(
    "body",
    [
        "[x](https://a.org) [x](\nwww.b.org)",
        "[x](<www.b.org>)",
        '[x](https://a.org "www") [x](WWW.b.org)',
        "<A HREF='www.b.org'>x</A>",
        "<a\nclass='b' href=www.b.org>x</a>",
        "- [x][y]\n\n- [y]: www.b.org",
        "[x][y]\n\n[y]:\n  www.b.org",
        "[x](https://) [x](http:/b.org)",
        "[x](https:b.org)",
    ],
)
def test_no_link_is_overlooked_before_parsing(tmp_path: Path, body: str) -> None:
    """Bodies whose links are all to absolute addresses are not parsed."""
    assert len(checked(tmp_path, f"Text. <https://a.org>\n\n{body}\n")) == 1


PIECES = st.sampled_from(
    [
        "[a](https://example.org/x)", "[a](https://example.org", "](", "[a]: https://example.org\n",
        "[a]", "[a]: <x.md>\n", "[a](mailto:a@example.org)", "[a](mailto:[x)", "<a href='x.md'>",
        "<a href=https://example.org>", "</a>", "> " * 6, "- " * 6, ">" * 20, "\n", "\n\n", "    ", "*",
        "**" * 30, "_a", "```{note}\n", "```\n", "x", "[a](\nhttps://example.org/)", "[^1]: www.x.org\n",
        "(https://[x)", "\\", "`", "<p>", "1. ", "[a](<https://example.org/a b>)", "HREF=",
    ]
)  # fmt: skip


@given(pieces=st.lists(PIECES, max_size=25))
def test_bodies_that_are_not_parsed_have_no_faults(pieces: list[str]) -> None:
    text = "".join(pieces)
    if not may_have_faults(text):
        found = source(text, Path("/nowhere/en/a.md"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(body_module, "may_have_faults", lambda _text: True)
            assert [*check_body(found, Path("/nowhere"), settings())] == []
