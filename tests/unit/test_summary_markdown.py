"""The Markdown of a summary: any text shows as it is, and it is never too long."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from sphinxext_jobs.cli.change import Change
from sphinxext_jobs.cli.markdown import code, escaped, link
from sphinxext_jobs.cli.states import Blocks
from sphinxext_jobs.cli.summarizing import LIMIT, MARKER, Places, address_of, write
from sphinxext_jobs.pairing.cards import Card, cards, points
from sphinxext_jobs.pairing.results import Result
from sphinxext_jobs.text.plain import cut

from ..ferries import FILES
from .project import Project

EN, FR = FILES
TEXT = "Our office pays $1,250.50 each week."
HOSTILE = [
    "a | b \\| c \\",
    "`code` ``more`` and `",
    "<script>alert(1)</script> &amp; <b>bold</b> <!-- x",
    "**bold** _it_ ~~gone~~ [x](javascript:alert(1)) ![y](z) [r][s]",
    "@crew, #12, !3, %4, ~bug and GH-5",
    "$95,000 to $110,000 or $x$",
    "# not a heading",
    "/close",
    "one\ntwo\r\nthree\u2028four\x00five",
    "\u202eevil\u202c \u2066x\u2069",
    "",
]


def rendered(text: str) -> BeautifulSoup:
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return BeautifulSoup(md.render(text), "lxml")


def shown(text: str) -> str:
    """Return a text as a page shows it."""
    for each in "\n\r\x00":
        text = text.replace(each, " ")
    for each in "\u202e\u202c\u2066\u2069":
        text = text.replace(each, "")
    return " ".join(text.split(" ")).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_shows_any_text_as_it_is(text: str) -> None:
    page = rendered(f"| a | b |\n|---|---|\n| {escaped(text)} | {code(text)} |\n")
    cells = page.select("tbody td")
    assert len(cells) == 2
    assert {tag.name for tag in cells[0].find_all(True)} <= {"span"}
    found = [" ".join(cell.get_text().replace("\u200b", "").split()) for cell in cells]
    assert found[0] == " ".join(shown(text).split())
    assert found[1].strip("`") == found[0].strip("`")


@pytest.mark.parametrize("mention", ["@crew", "#12", "!3", "~bug", "GH-5", "x @crew/team"])
def test_nobody_is_notified(mention: str) -> None:
    assert mention not in rendered(escaped(mention)).get_text()
    assert mention not in rendered(link(mention, "https://x.example")).get_text()


def test_a_formula_is_not_made_of_amounts() -> None:
    assert escaped("$1 to $2") == "<span>$</span>1 to <span>$</span>2"


def test_an_address_may_have_any_characters() -> None:
    address = address_of("https://x.example/{path}#L{line}", {})("a b|(c)/é“.md", 3)
    assert address == "https://x.example/a%20b%7C%28c%29/%C3%A9%E2%80%9C.md#L3"
    (found,) = rendered(link("en 3", f"{address} <x>|()")).select("a")
    assert found["href"] == f"{address}%20%3Cx%3E%7C%28%29"


def results(*changes: tuple[str, str, str]) -> list[Result]:
    """Return the results after these changes of texts that agreed."""
    project = Project(FILES)
    project.run()
    project.confirm()
    project.run()
    for path, old, new in changes:
        project.change(path, (old, new))
    return project.run().results


def summary(added: list[Card], settled: list[Card] | None = None, path: str = "/x") -> str:
    change = Change(tuple(added), tuple(settled or ()), 0, (), (), (Blocks(), Blocks()))
    return write(change, Places(Path(path), Path("/"), address_of("", {})), "command")


def many(count: int, result: Result) -> list[Card]:
    """Return the card of a result in so many jobs, each of which has another text."""
    (card,) = cards(points([result]))
    point = card.points[0]
    assert point.row is not None
    found = []
    for number in range(count):
        block = replace(point.row.decision.blocks[0], text=f"{number} {'$' * 500} <&|{'`' * 500}")
        decision = replace(point.row.decision, blocks=(block,))
        finding = replace(point.row.finding, before=(None, None)) if point.row.finding else None
        row = replace(point.row, decision=decision, finding=finding)
        found.append(Card((replace(point, row=row),)))
    return found


def test_the_words_that_changed_are_marked() -> None:
    found = results((EN, "each week", "each **month**"))
    text = summary(cards(points(found)))
    assert text.startswith(f"{MARKER}\n### Job postings: ⚠️ 1 point out of step\n")
    cell = "| … office pays <span>$</span>1,250.50 each <del>week.</del> <ins>month.</ins> |"
    assert cell in text
    page = rendered(text)
    assert [each.get_text() for each in page.select("del")] == ["week."]


def test_an_address_that_changed_is_marked() -> None:
    project = Project(FILES)
    for path, word, lang in ((EN, "Rules", "eng"), (FR, "Règles", "fra")):
        project.files[path] += f"\n[{word}](https://law.example/rules-{lang}.html?id=1) 2027.\n"
    project.run()
    project.change(EN, ("rules-eng.html?id=1", "rules-eng.html?id=2"))
    result = project.run()
    change = "“…/rules-eng.html?id=1” became “…/rules-eng.html?id=2”."
    assert [change in each for each in result.warnings] == [True]
    text = summary(cards(points(result.results)))
    assert "<del>…/rules-eng.html?id=1</del> <ins>…/rules-eng.html?id=2</ins>" in text


def test_a_deleted_text_is_shown() -> None:
    found = results((FR, "- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""))
    text = summary(cards(points(found)))
    assert "| <del>Inspecter les 4 moteurs avec les mécaniciens</del> |" in text


def test_numbers_that_differ_are_named() -> None:
    project = Project(FILES)
    project.change(FR, ("120\u00a0passagers", "130\u00a0passagers"))
    found = [card for card in cards(points(project.run().results)) if card.kind == "numbers"]
    assert "| Numbers differ | 120 / 130 |" in summary(found)


@pytest.mark.parametrize("count", [1, 10, 11, 500])
def test_rows_are_counted_beyond_the_first_ones(count: int) -> None:
    added = many(count, results((EN, "each week", "each month"))[0])
    text = summary(added, added)
    page = rendered(text)
    assert len(page.select("tbody tr")) == min(count, 10)
    assert (f"\n{count - 10} more points.\n" in text) == (count > 11)
    assert (f"\n- {count - 20} more points.\n" in text) == (count > 20)
    assert len(text.encode()) <= LIMIT


def test_it_is_short_however_long_the_paths_are() -> None:
    added = many(30, results((EN, "each week", "each month"))[0])
    text = summary(added, added, "/" + "/".join(["é" * 100] * 20))
    assert len(text.encode()) <= LIMIT
    assert " more points.\n" in text


def test_a_text_is_cut() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("ab cd", 4) == "ab…"
