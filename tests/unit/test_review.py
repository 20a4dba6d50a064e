"""The review pages as values and as HTML, without a build."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from sphinxext_jobs.builders.results import result_of
from sphinxext_jobs.model.status import Status
from sphinxext_jobs.pairing.points import Group, PointKind
from sphinxext_jobs.pairing.results import Run, Text
from sphinxext_jobs.pairing.units import Unit
from sphinxext_jobs.views.review.cards import folds
from sphinxext_jobs.views.review.commands import quoted
from sphinxext_jobs.views.review.links import Links
from sphinxext_jobs.views.review.names import page_name
from sphinxext_jobs.views.review.pages import interface_languages, pages
from sphinxext_jobs.views.review.review import Review, Shell, review
from sphinxext_jobs.views.review.texts import (
    compare,
    html,
    mark,
    plain_html,
    short_address,
    without_markup,
)
from sphinxext_jobs.views.review.wording import Words

from ..ferries import COOKS, FILES, PO
from .project import Project

EN, FR = FILES
LINKS = Links("vscode://file/{path}:{line}", "/home/crew/ferries", "handbook")


def reviewed(project: Project, left: Iterable[Unit] = (), shell: Shell | None = None) -> Review:
    """Return the review of another run."""
    found = project.run()
    texts = tuple(Text(unit, Status.OPEN) for unit in (*found.left, *left))
    return review(Run(tuple(found.results), texts), LINKS, shell or Shell())


def page(found: Review, name: str, lang: str = "en", first: str = "en") -> BeautifulSoup:
    """Return a page, as a browser would read it."""
    languages = sorted(interface_languages(), key=lambda each: each != first)
    texts = dict(pages(found, lang, languages, project="Ferries", run="0" * 16))
    return BeautifulSoup(texts[name], "lxml")


def changed() -> Project:
    """Return a project in which the English text changed after both agreed."""
    project = Project(FILES)
    project.run()
    project.change(EN, ("in winter", "in summer"))
    return project


# Texts.

WORDS = st.lists(
    st.sampled_from(
        ["a", "ferry", "**bold**", "l’eau", "5", ",", "<b>", "&", "[x](https://a.b/c)"]
    ),
    max_size=12,
).map(" ".join)


@example("a ferry", "ferry")
@given(WORDS, WORDS)
def test_the_marks_contain_both_texts(old: str, new: str) -> None:
    runs = compare(old, new)
    if runs is not None:
        for op, text in (("ins", old), ("del", new)):
            kept = "".join(part for each, part in runs if each != op)
            assert kept.split() == text.split()
        html(runs)


def test_words_that_changed_are_marked_and_spaces_are_not() -> None:
    assert compare("the big dog barks", "the small cat barks") == [
        ("", "the"), ("", " "), ("del", "big dog"), ("ins", "small cat"), ("", " barks"),
    ]  # fmt: skip


def test_a_text_that_was_rewritten_has_no_marks() -> None:
    assert compare("We sail in winter.", "Present your application before June.") is None


@pytest.mark.parametrize("text", ["ferry " * 2000, " ".join(map(str, range(2000)))])
def test_a_very_long_text_has_no_marks(text: str) -> None:
    assert compare(text, text + "Averill") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **bold** and *soft* word", "a <b>bold</b> and <i>soft</i> word"),
        ("5 * 3 * 2, snake_case_word", "5 * 3 * 2, snake_case_word"),
        (r"\*not\* soft", "*not* soft"),
        ("`a *b*`", "<code>a *b*</code>"),
        ("[words](https://a.example/b)", '<span class="l">words</span> <span class="u">a.example/b</span>'),
        ("<script>alert(1)</script> & co", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"),
        ("an *unfinished [text", "an *unfinished [text"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_is_shown_as_what_it_means(text: str, expected: str) -> None:
    assert plain_html(text) == expected


def test_a_value_is_marked_where_it_is_a_word() -> None:
    assert mark("1950 and 95 of 95", ["95"]) == [("", "1950 and "), ("mark", "95"), ("", " of 95")]
    assert without_markup("**A** [b](c)") == "A b"


def test_a_long_address_keeps_its_host_and_its_end() -> None:
    long = "https://www.canada.example/en/department/a-very-long-name/core.html?id=5"
    assert short_address(long) == "canada.example/…/core.html"
    assert short_address("https://a.example/b") == "a.example/b"
    cut = "https://a.example/x/strategy-for-the-harbours-of-the-north.html"
    assert short_address(cut) == "a.example/…e-harbours-of-the-north.html"


# Commands, names and links.


@pytest.mark.parametrize(
    "name",
    ["a.md", "l’été — 1.md", "it's.md", 'a "b".md', "$HOME.md", "a`b.md", "a b.md", "“x”.md",
     "50%.md", "a,b.md", "!x.md", "a\\b.md", "#a.md", "@a.md", "~a.md", "a&b.md"],
)  # fmt: skip
def test_a_shell_reads_the_name_of_a_file(name: str) -> None:
    command = Shell("docs").place(name, 7)
    assert shlex.split(command) == [f"docs/{name}:7"]
    if not set(name) & set('"$`!%\\“”'):
        assert "'" not in command.replace("it's", "")  # cmd does not know single quotes


def test_the_place_of_commands() -> None:
    assert Shell("..").place("en/a.md", 3) == "../en/a.md:3"
    assert Shell().place("-a.md", 3) == "./-a.md:3"
    assert Shell("d", "-c d").command("apply", quoted("a b")) == 'sphinx-jobs apply "a b" -c d'


def test_pages_have_names_that_every_system_tells_apart() -> None:
    taken = {"captain"}
    assert page_name("Captain", "fr", "x", taken) == "captain-fr"
    assert page_name("Captain", "fr", "x", {"captain", "captain-fr"}).startswith("captain-fr-")
    assert page_name("index", "fr", "x", ()) == "index-fr"
    assert page_name("CON", "fr", "x", ()) == "con-fr"
    assert page_name("été/../ñ?", "fr", "x", ()) == "ete-n"
    assert page_name("船", "zh", "x", ()) == "job"
    assert len(page_name("k" * 300, "fr", "x", {"k" * 60, "k" * 60 + "-fr"})) < 90


def test_links_have_the_path_that_their_target_needs() -> None:
    assert LINKS.to("en/a b’.md", 3) == "vscode://file/home/crew/ferries/en/a%20b%E2%80%99.md:3"
    forge = Links("https://forge.example/blob/main/{path}#L{line}", "/home/x/handbook", "handbook")
    assert forge.to("en/a.md", 3) == "https://forge.example/blob/main/handbook/en/a.md#L3"
    assert forge.to("../locale/a.po", 3).endswith("/main/locale/a.po#L3")
    assert Links("idea://open?file={path}&line={line}", "/x").to("a.md", 1) == (
        "idea://open?file=/x/a.md&line=1"
    )
    assert Links("vscode://file/{path}:{line}", "C:/x").to("a.md", 1) == "vscode://file/C:/x/a.md:1"
    assert Links("", "/x").to("a.md", 1) == ""


# Points.


def test_a_change_is_one_card_and_the_rest_is_in_order() -> None:
    found = reviewed(changed())
    assert (found.total, len(found.to_do), len(found.fine)) == (1, 1, 0)
    (point,) = found.points
    line = changed().line_of(EN, "in summer")
    (choice,) = point.choices
    assert choice.command == f"sphinx-jobs confirm {EN}:{line}"
    seen = page(found, "points.html")
    (card,) = seen.select(".point")
    assert [each.get_text() for each in card.select("del, ins")] == ["winter", "summer"]
    assert card.select_one(".badge").get_text().endswith("English text changed")
    assert card.select_one("a.edit").get_text() == "Update the French text."
    assert card.select_one("a.edit")["href"].startswith("vscode://file/home/crew/ferries/fr/")
    assert "Confirm: the French text is still right" in card.get_text()
    assert card.select_one("code").get_text().strip() == choice.command
    pair = page(found, "captain.html")
    assert len(pair.select(".point")) == 1
    assert len(pair.select(".row")) == 8


def test_long_runs_that_agree_are_folded_except_next_to_a_point() -> None:
    project = changed()
    for path in (EN, FR):
        project.files[path] += "\nAverill\n\nBleue\n"
    (job,) = reviewed(project).jobs
    assert [(folded, len(rows)) for folded, rows in folds(job.cards)] == [
        (False, 3), (False, 3), (True, 5),
    ]  # fmt: skip
    assert page(reviewed(project), "captain.html").select_one("summary").get_text() == (
        "5 blocks agree"
    )


def test_a_pair_in_order_has_no_card() -> None:
    project = Project(FILES)
    project.run()
    found = reviewed(project)
    assert (found.total, len(found.fine)) == (0, 1)
    assert page(found, "index.html").select_one(".lead").get_text() == (
        "The only job is in order. There is nothing to decide."
    )
    assert page(found, "points.html").select_one(".lead").get_text() == "Nothing to decide."
    assert page(found, "captain.html").select(".point") == []


def test_points_that_one_decision_settles_are_one_card() -> None:
    project = Project({**FILES, **COOKS})
    for path in (FR, "fr/cuisinier.md"):
        project.change(path, ("1\u202f250,50", "1\u202f350,50"))
    found = reviewed(project)
    (point,) = [each for each in found.points if each.card.finding.kind is PointKind.NUMBERS]
    assert [job.key for job, _card in point.others] == ["cook"]
    ids = [card.id for _job, card in point.places]
    assert [each.command for each in point.choices] == [f"sphinx-jobs confirm {' '.join(ids)}"]
    seen = page(found, "points.html")
    (card,) = [each for each in seen.select(".point") if "Numbers differ" in each.get_text()]
    assert card.select_one(".others").get_text().startswith("The same in another place: Cook")
    assert [each.get_text() for each in card.select("mark")] == ["1,250.50", "1\u202f350,50"]
    assert "1,250.50 in English, 1\u202f350,50 in French." in card.get_text()
    assert found.total == len(seen.select(".point"))


def test_a_text_that_is_there_twice_is_confirmed_at_its_first_place() -> None:
    project = Project(FILES)
    for path, text in ((EN, "Call 120 times."), (FR, "Appelez 130 fois.")):
        project.files[path] += f"\n## More\n\n{text}\n\n## End\n\n{text}\n"
    found = reviewed(project)
    (point,) = [p for p in found.points if p.card.finding.kind is PointKind.NUMBERS]
    line = project.line_of(EN, "Call 120")
    assert [card.finding.at for _job, card in point.places] == [(EN, line)] * 2
    assert [each.command for each in point.choices] == [f"sphinx-jobs confirm {EN}:{line}"]
    ids = [each["id"] for each in page(found, "captain.html").select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_missing_and_a_deleted_text_have_their_place() -> None:
    project = changed()
    project.change(EN, ("in summer", "in winter"))
    project.change(FR, ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""))
    project.change(
        EN, ("## Conditions", "We speak to each visitor at the harbour.\n\n## Conditions")
    )
    found = reviewed(project)
    assert [p.card.finding.kind for p in found.points] == [PointKind.GONE, PointKind.NO_TARGET]
    gone, missing = page(found, "points.html").select(".point")
    assert gone.select_one("del").get_text() == "Inspecter les 4\u00a0moteurs avec les mécaniciens"
    assert missing.select_one(".gap").get_text() == "No text in French here"


def test_a_correction_in_the_catalogue_is_applied() -> None:
    project = Project(FILES)
    project.run()
    project.change(PO, ("Inspecter les 4\u00a0moteurs", "Vérifier les 4\u00a0moteurs"))
    found = reviewed(project)
    (point,) = found.points
    assert [each.command for each in point.choices] == ["sphinx-jobs apply captain"]
    (card,) = page(found, "points.html").select(".point")
    assert card.select_one(".catalog p").get_text().startswith("Vérifier")
    assert "Write it into the file" in card.get_text()


def test_a_translation_in_the_catalogue_only_has_two_decisions() -> None:
    project = Project(FILES)
    project.change(FR, ("- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", ""))
    project.run()
    project.change(PO, ('mechanics"\nmsgstr ""', 'mechanics"\nmsgstr "Inspecter les moteurs"'))
    found = reviewed(project)
    (point,) = found.points
    assert point.card.finding
    assert point.card.finding.kinds == (PointKind.CATALOGUE_ONLY,)
    line = project.line_of(EN, "Inspect the 4")
    commands = ["sphinx-jobs apply captain", f"sphinx-jobs confirm {EN}:{line}"]
    assert [each.command for each in point.choices] == commands
    for name in ("points.html", "captain.html"):
        (card,) = page(found, name).select(".point")
        assert [each.get_text(strip=True) for each in card.select(".choose")] == [
            "Write it into the file", "Confirm: only the English text needs it",
        ]  # fmt: skip
        assert [each.get_text().strip() for each in card.select("code.command")] == commands


def test_a_job_with_one_text_has_a_page_with_what_is_known() -> None:
    project = Project({**FILES, **COOKS})
    project.run()
    project.confirm()
    project.run()
    del project.files["fr/cuisinier.md"]
    found = reviewed(project)
    (job,) = found.to_do
    assert [fact.choice.command for fact in job.facts if fact.choice] == [
        "sphinx-jobs draft cook --to fr"
    ]
    seen = page(found, "cook.html")
    assert "of its 5 blocks are already translated." in seen.select_one(".fact").get_text()
    assert seen.select(".catalog")


def test_a_value_that_only_one_text_has() -> None:
    project = Project(FILES)
    project.change(
        FR, ("<crew@ferries.example>", "<crew@ferries.example> ou <aide@ferries.example>")
    )
    (card,) = page(reviewed(project), "points.html").select(".point")
    assert "aide@ferries.example only in French." in card.get_text()


def test_a_section_that_moved_is_one_card() -> None:
    project = Project(FILES)
    end = project.files[FR].index("## Conditions")
    text, section = project.files[FR][:end], project.files[FR][end:]
    start = text.index("## Responsabilités")
    project.run()
    project.files[FR] = text[:start] + section + "\n" + text[start:]
    found = reviewed(project)
    (point,) = found.points
    assert [len(side.blocks) for side in point.card.sides] == [3, 3]
    assert len(page(found, "captain.html").select(".point")) == 1


def test_a_merge_conflict_is_one_point() -> None:
    (result,) = changed().run().results
    assert result.target is not None
    torn = replace(result, target=replace(result.target, conflict=7))
    found = review(Run((torn,)), LINKS, Shell())
    (job,) = found.jobs
    assert [(fact.kind, fact.choice) for fact in job.facts] == [(PointKind.MERGE, None)]
    assert "The file fr/capitaine.md is in a merge conflict" in page(found, "points.html").text


def test_a_file_left_over_is_a_point() -> None:
    extra = FILES[FR].replace("Capitaine de traversier", "Une autre capitaine")
    project = Project({**FILES, "fr/autre.md": extra})
    found = reviewed(project)
    (text,) = [each.get_text() for each in page(found, "points.html").select(".fact .why")]
    # Both languages may have the same number of files, so numbers are no reason.
    assert text == "This file is not the counterpart of any posting with the key captain."


def test_a_pair_with_the_wrong_file_is_one_point() -> None:
    project = Project(FILES)
    results = project.run().results
    other = replace(results[0].pair.source, path="fr/autre.md")
    found = result_of(project.run().reports[0], lambda unit: Text(unit, Status.OPEN), (), other)
    assert not any(row.finding for row in found.rows)
    assert [kind for kind, _field in found.job_points()] == [PointKind.WRONG_FILE]
    said = Words("en", ["en", "fr"]).of_job(found, PointKind.WRONG_FILE, None)
    assert said.reason.startswith("fr/capitaine.md is the counterpart of this file")
    assert "the content of fr/autre.md is much more similar" in said.reason


def test_more_than_two_languages() -> None:
    german = FILES[FR].replace("lang: fr", "lang: de")
    project = Project({**FILES, "de/kapitaen.md": german}, languages=("en", "fr", "de"))
    found = reviewed(project)
    assert sorted(job.href for job in found.jobs) == ["captain-de.html", "captain.html"]
    seen = page(found, "index.html")
    assert {"English to French", "English to German"} <= {
        part.strip() for each in seen.select(".second") for part in each.get_text().split("·")
    }


def test_text_of_a_posting_is_never_markup_of_the_page() -> None:
    project = Project(FILES)
    project.change(EN, ("Ferry captain", "<script>alert('x')</script> & \u202ecaptain"))
    project.change(EN, ("in winter", "<img src=x onerror=alert(1)> in winter"))
    found = reviewed(project)
    for name in ("index.html", "points.html", "captain.html"):
        seen = page(found, name)
        assert [each.get("src") for each in seen.select("script")] == ["review.js"]
        assert seen.select("img") == []


def test_each_page_is_in_one_language_and_leads_to_the_others() -> None:
    found = reviewed(changed())
    for first in ("en", "fr"):
        other = "fr" if first == "en" else "en"
        own, theirs = (
            page(found, "points.html", first, first),
            page(found, "points.html", other, first),
        )
        assert own.select_one(f"a[hreflang={other}]")["href"] == f"{other}/points.html"
        assert theirs.select_one(f"a[hreflang={first}]")["href"] == "../points.html"
        assert own.select_one("link[rel=stylesheet]")["href"] == "review.css"
        assert theirs.select_one("link[rel=stylesheet]")["href"] == "../review.css"
        assert (own.html["lang"], theirs.html["lang"]) == (first, other)


def test_nothing_comes_from_a_network() -> None:
    found = reviewed(changed())
    seen = page(found, "points.html")
    loaded = [each.get("src") or each.get("href") for each in seen.select("script, link, img")]
    assert loaded == ["data:,", "review.css", "review.js"]


@pytest.mark.parametrize("lang", interface_languages())
def test_each_name_of_a_group_and_each_sentence_is_complete(lang: str) -> None:
    project = changed()
    project.change(FR, ("1\u202f250,50", "1\u202f350,50"))
    found = reviewed(project)
    for name in ("index.html", "points.html", "captain.html"):
        text = page(found, name, lang).main.get_text()
        assert not re.search(r"\{\w*\}", text)
    assert len({*Group}) == 5


def test_a_second_rendering_is_the_same_to_the_byte() -> None:
    project = changed()
    first, second = (
        json.dumps([*pages(reviewed(project), "en", ["en"], project="x", run="1")])
        for _ in range(2)
    )
    assert first == second
