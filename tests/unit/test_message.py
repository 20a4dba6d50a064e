"""Messages: a block of one language as the translation of another's, and nothing but that."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinxext_jobs.pairing.catalogs.message import (
    is_paragraph,
    link_definitions,
    msgstr,
    with_addresses,
)
from sphinxext_jobs.pairing.catalogs.words import words
from sphinxext_jobs.sources.markdown import body_rules

#: All that can change what a text means, and some that cannot.
MARKUP = "-+*_#>`~=:|[](){}<>!&$%^\\\"'/.@0129aé \u00a0\u202f«»’"
MARKED = st.text(alphabet=MARKUP, max_size=40)
#: What may stand in a file that Sphinx has read.
ANY = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n"), max_size=60
)
LINES = st.lists(MARKED, max_size=4).map("\n".join)


@cache
def parser() -> MarkdownIt:
    """Make the parser that reads a message in a build, with all that a project may enable."""
    extensions = {
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "fieldlist",
        "strikethrough",
        "substitution",
        "tasklist",
    }
    md = create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)
    body_rules(md)
    return md


def shown(text: str) -> str:
    """Return what a reader sees of a text without markup, in one paragraph."""
    opening, inline, closing = parser().parse(text)
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    children = inline.children or []
    assert {child.type for child in children} <= {"text"}
    return "".join(child.content for child in children)


def html(text: str) -> str:
    """Return a text as CommonMark has it in HTML."""
    return str(MarkdownIt("commonmark").render(text)).strip()


# One paragraph


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le capitaine barre.", "Le capitaine barre."),
        ("Le *capitaine* **barre**.", "Le *capitaine* **barre**."),
        ("- Barrer", "\\- Barrer"),
        ("-", "\\-"),
        ("+ Barrer", "\\+ Barrer"),
        ("* Barrer", "\\* Barrer"),
        ("1. Barrer", "1\\. Barrer"),
        ("1) Barrer", "1\\) Barrer"),
        ("2026. L’année du traversier", "2026\\. L’année du traversier"),
        ("# Barrer", "\\# Barrer"),
        ("###### Barrer", "\\###### Barrer"),
        ("#", "\\#"),
        ("#1 des traversiers", "#1 des traversiers"),
        ("> Barrer", "\\> Barrer"),
        (">Barrer", "\\>Barrer"),
        ("<div>Barrer", "\\<div>Barrer"),
        ("<!-- Barrer -->", "\\<!-- Barrer -->"),
        ("<?php ?>", "\\<?php ?>"),
        ("~~~", "\\~~~"),
        ("~~~ sh", "\\~~~ sh"),
        ("```", "\\```"),
        ("``` sh", "\\``` sh"),
        ("---", "\\---"),
        ("***", "\\***"),
        ("___", "\\___"),
        ("* * *", "\\* * *"),
        ("[quai]: https://traversiers.example", "\\[quai]: https://traversiers.example"),
        ("[^1]: Selon la marée.", "\\[^1]: Selon la marée."),
        ("(quai)=", "\\(quai)="),
        ("% Barrer", "\\% Barrer"),
        ("% de marées hautes", "\\% de marées hautes"),
        ("+++", "\\+++"),
        ("+++ {}", "\\+++ {}"),
        (":::", "\\:::"),
        (":::{note}", "\\:::{note}"),
        (":quai: nord", "\\:quai: nord"),
        ("{.quai}", "\\{.quai}"),
        ("{#quai}", "\\{#quai}"),
        ("$$ x $$", "\\$$ x $$"),
        ("\\begin{align} x \\end{align}", "\\\\begin{align} x \\end{align}"),
        ("    Barrer", "Barrer"),
        ("-3 °C sur le pont", "-3 °C sur le pont"),
        ("*Barrer* vite", "*Barrer* vite"),
        ("[Barrer](barrer.md)", "[Barrer](barrer.md)"),
        ("<b>Barrer</b>", "<b>Barrer</b>"),
        ("<https://traversiers.example>", "<https://traversiers.example>"),
        ("=== Barrer", "=== Barrer"),
        ("\\- Barrer", "\\- Barrer"),
        ("", ""),
        (" \t\n ", ""),
    ],
)
def test_no_start_makes_it_something_else(text: str, expected: str) -> None:
    assert msgstr(text) == expected
    assert is_paragraph(expected) or not expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le quai\nest au nord.", "Le quai est au nord."),
        ("Le quai \t\n \t est au nord.", "Le quai est au nord."),
        ("\n\nLe quai\n\n", "Le quai"),
        ("Le quai\n- nord", "Le quai - nord"),
        ("Le quai\n# nord", "Le quai # nord"),
        ("Le quai\n===", "Le quai ==="),
        ("Le quai\n---", "Le quai ---"),
        ("Le quai\n: nord", "Le quai : nord"),
        ("| a | b |\n| - | - |\n| c | d |", "| a | b | | - | - | | c | d |"),
        ("```\nbarrer\n```", "``` barrer ```"),
    ],
)
def test_lines_are_folded(text: str, expected: str) -> None:
    assert msgstr(text) == expected
    assert is_paragraph(expected)


@pytest.mark.parametrize("blank", ["\n\n", "\n \t\n", "\n\n\n\n"])
def test_no_blank_line_stays(blank: str) -> None:
    """Sphinx would take the first paragraph, and lose the second without a word."""
    result = msgstr(f"Le quai nord.{blank}Le quai sud.")
    assert is_paragraph(result)
    assert words(result) == ["Le", "quai", "nord.", "Le", "quai", "sud."]


@pytest.mark.parametrize(
    "hard_break",
    [
        pytest.param("  \n", id="spaces"),
        pytest.param("     \n  ", id="more-spaces"),
        pytest.param("\\\n", id="backslash"),
        pytest.param("   ", id="spaces-folded"),
        pytest.param("\\ ", id="backslash-folded"),
    ],
)
def test_a_hard_break_stays_in_every_spelling(hard_break: str) -> None:
    """Sphinx folds the lines of a message; what it makes of a hard break says so still."""
    result = msgstr(f"Quai nord{hard_break}Quai sud")
    assert result == "Quai nord\\\nQuai sud"
    assert html(result) == "<p>Quai nord<br />\nQuai sud</p>"


@pytest.mark.parametrize(
    "start",
    ["- ", "1. ", "# ", "> ", "---", "===", "=", "--", "```", "~~~", "<div>", ":::", "+++", ": "],
)
def test_no_line_after_a_hard_break_makes_it_something_else(start: str) -> None:
    result = msgstr(f"Quai nord   {start}")
    assert is_paragraph(result)
    assert html(result).startswith("<p>Quai nord<br />\n")


@pytest.mark.parametrize(
    "text", ["C:\\\\ est un disque", "Le disque \\\\ du bord", "Barrer\\", "\\"]
)
def test_a_backslash_is_no_hard_break_where_it_is_a_backslash(text: str) -> None:
    assert msgstr(text) == text


@pytest.mark.parametrize("text", ["Tapez `ls   -l` ici.", "Tapez ``a`   `b`` ici."])
def test_spaces_in_code_are_no_hard_break(text: str) -> None:
    assert html(msgstr(text)) == html(text)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "Est-ce à 9\u202fh\u00a0? Oui\u00a0!",
        "«\u00a0Barrer\u00a0»",
        "1\u202f250\u00a0$ par saison".replace("$", "dollars"),
        "de 9\u202f%\u00a0à 12\u202f%",
        "L’équipage – à quai — et l\u2011avant",
    ],
)
def test_french_typography_stays(text: str, plain: bool) -> None:
    assert msgstr(text, plain=plain) == text


@given(MARKED | LINES | ANY)
@example("a   ===")
@example("a  \n-")
@example("a\\\n==")
@example("<div>\n\nx")
@example("`a   b`")
@example("^[a]")
def test_whatever_it_is_it_is_one_paragraph(text: str) -> None:
    result = msgstr(text)
    assert is_paragraph(result) or not result


@given(MARKED | LINES | ANY)
@example("a\n\n\nb")
def test_done_twice_is_done_once(text: str) -> None:
    once = msgstr(text)
    assert msgstr(once) == once


@pytest.mark.parametrize("text", [">%{    >", ">%{\\\n>"])
def test_a_text_at_which_the_parser_fails_is_escaped(text: str) -> None:
    assert msgstr(text).startswith("\\>%{")


@given(MARKED | ANY)
def test_what_is_a_paragraph_already_is_left_alone(text: str) -> None:
    if is_paragraph(text) and not re.search(r"\n| {3}|\\ ", text):
        assert msgstr(text) == text


@given(MARKED | LINES | ANY)
def test_no_letter_is_lost(text: str) -> None:
    assert re.findall(r"\w", msgstr(text)) == re.findall(r"\w", text)


# Front matter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Capitaine (quai nord)", "Capitaine (quai nord)"),
        ("Chef d’équipe – ponts & quais", "Chef d’équipe – ponts & quais"),
        ("Analyste, R&D", "Analyste, R&D"),
        ("C++ et C#", "C++ et C#"),
        ("Timonier·ère", "Timonier·ère"),
        ("*Capitaine*", "\\*Capitaine\\*"),
        ("Capitaine [nord](quai)", "Capitaine \\[nord\\](quai)"),
        ("R&amp;D", "R\\&amp;D"),
        ("Le <b>quai</b>", "Le \\<b\\>quai\\</b\\>"),
        ("{job}`captain`", "\\{job\\}\\`captain\\`"),
        ("{{ quai }}", "\\{\\{ quai \\}\\}"),
        ("1. Capitaine", "1\\. Capitaine"),
        ("# Capitaine", "\\# Capitaine"),
        ("- Capitaine", "\\- Capitaine"),
        ("Capitaine   du    quai", "Capitaine du quai"),
        ("Capitaine\ndu\n\n quai", "Capitaine du quai"),
        ("snake_case_name", "snake_case_name"),
        ("", ""),
    ],
)
def test_no_character_of_front_matter_is_markup(text: str, expected: str) -> None:
    assert msgstr(text, plain=True) == expected


@given(MARKED | LINES | ANY)
@example("\\*a\\*")
@example("a\\\\*b*")
@example("\\&amp;")
@example("\\`a`")
@example("\\\\`a`")
@example("[^1]: x")
@example("$1 and $2")
@example("a | b")
@example("~~a~~")
@example("http://a.example/_b_")
def test_front_matter_is_shown_as_it_is_written(text: str) -> None:
    result = msgstr(text, plain=True)
    expected = re.sub(r"[ \t\n]+", " ", text).strip()
    if expected:
        assert is_paragraph(result)
        assert shown(result) == expected
    else:
        assert result == ""


# Links


DEFINITIONS = """
[quai]: https://quais.example/nord
[Plan du port]: <../plan du port.md> "Le plan"
[guide]: /guide(1).html 'Le "guide"'
[image]: plan.png
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Au [quai nord][quai].", "Au [quai nord](https://quais.example/nord)."),
        ("Au [quai][].", "Au [quai](https://quais.example/nord)."),
        ("Au [quai].", "Au [quai](https://quais.example/nord)."),
        ("Au [QUAI].", "Au [QUAI](https://quais.example/nord)."),
        ("Au [*quai* nord][QuAi].", "Au [*quai* nord](https://quais.example/nord)."),
        (
            "Le [plan  du\nport][].",
            'Le [plan  du port](../plan%20du%20port.md "Le plan").',
        ),
        ("Le [plan][plan du port].", 'Le [plan](../plan%20du%20port.md "Le plan").'),
        ("Le [guide].", 'Le [guide](</guide(1).html> "Le \\"guide\\"").'),
        ("![Le plan][image]", "![Le plan](plan.png)"),
        ("[![Le plan](plan.png)][quai]", "[![Le plan](plan.png)](https://quais.example/nord)"),
        ("[`quai.sh`][quai]", "[`quai.sh`](https://quais.example/nord)"),
        ("Voir le [quai]: il est au nord.", None),
        ("[quai] [guide]", None),
        ("[quai][guide]", '[quai](</guide(1).html> "Le \\"guide\\"")'),
        ("Le [phare][].", "Le [phare][]."),
        ("Le [phare].", "Le [phare]."),
        ("Le \\[quai].", "Le \\[quai]."),
        ("Le [quai](phare.md).", "Le [quai](phare.md)."),
        ("Le `[quai]`.", "Le `[quai]`."),
        ("Le ``[quai][] ` ``.", "Le ``[quai][] ` ``."),
        ("Le \\`[quai]\\`.", "Le \\`[quai](https://quais.example/nord)\\`."),
        ("[x] Au quai", "[x] Au quai"),
    ],
)
def test_reference_links_get_their_destination(text: str, expected: str | None) -> None:
    result = msgstr(with_addresses(text, link_definitions(DEFINITIONS)))
    assert html(result) == html(f"{text}\n\n{DEFINITIONS}").replace(
        "plan  du\nport", "plan  du port"
    )
    if expected is not None:
        assert result == expected


def test_definitions_are_read_wherever_they_stand() -> None:
    body = (
        "Text.\n\n- [a]: https://a.example\n\n> [b]: https://b.example 'B'\n\n"
        "```\n[c]: https://c.example\n```\n\n[a]: https://second.example\n"
    )
    found = link_definitions(body)
    assert {label: (each["href"], each["title"]) for label, each in found.items()} == {
        "A": ("https://a.example", ""),
        "B": ("https://b.example", "B"),
    }
    assert link_definitions("Text [a][b].\n") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le [quai](quai.md).", "Le [quai](fr/quai.md)."),
        ("Le [quai]( quai.md ).", "Le [quai]( fr/quai.md )."),
        ('Le [quai](quai.md "Nord").', 'Le [quai](fr/quai.md "Nord").'),
        ("Le [quai](<quai nord.md>).", "Le [quai](<fr/quai nord.md>)."),
        ("Le [quai](quai(1).md).", "Le [quai](fr/quai(1).md)."),
        ("![Plan](plan.png)", "![Plan](fr/plan.png)"),
        ("[![Plan](plan.png)](quai.md)", "[![Plan](fr/plan.png)](fr/quai.md)"),
        ("[A](a.md) et [B](b.md)", "[A](fr/a.md) et [B](fr/b.md)"),
        ('Le <a href="quai.md">quai</a>.', 'Le <a href="fr/quai.md">quai</a>.'),
        (
            "Le <A class='x' HREF = 'quai.md' id='y'>quai</A>.",
            "Le <A class='x' HREF = 'fr/quai.md' id='y'>quai</A>.",
        ),
        ("Le `[quai](quai.md)`.", "Le `[quai](quai.md)`."),
        ('Le `<a href="quai.md">`.', 'Le `<a href="quai.md">`.'),
        ("[`quai`](quai.md)", "[`quai`](fr/quai.md)"),
        ("Le quai (quai.md).", "Le quai (quai.md)."),
        ("[Le quai] (quai.md)", "[Le quai] (quai.md)"),
        ("Le [quai]().", "Le [quai]()."),
    ],
)
def test_destinations_are_rewritten(text: str, expected: str) -> None:
    assert msgstr(text, destination=lambda href: f"fr/{href}") == expected


def test_destinations_of_reference_links_are_rewritten_too() -> None:
    asked: list[str] = []

    def destination(href: str) -> str:
        asked.append(href)
        return "nord.md"

    references = link_definitions("[quai]: quai.md 'Nord'\n")
    result = msgstr(with_addresses("- Le [quai].", references), destination=destination)
    assert result == '\\- Le [quai](nord.md "Nord").'
    assert asked == ["quai.md"]


def test_a_destination_is_asked_for_once_each_and_in_order() -> None:
    asked: list[str] = []
    msgstr(
        "[a](#quai) <a href='b.md?x=1#y'>b</a> `[c](c.md)` [d](mailto:d@quais.example)",
        destination=lambda href: asked.append(href) or href,  # type: ignore[func-returns-value]
    )
    assert asked == ["#quai", "b.md?x=1#y", "mailto:d@quais.example"]


@given(MARKED | LINES | ANY)
def test_links_that_lead_where_they_led_change_nothing(text: str) -> None:
    assert msgstr(text, destination=lambda href: href) == msgstr(text)
