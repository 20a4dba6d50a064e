"""Diagnostics: how their texts and places are written."""

from __future__ import annotations

from sphinxext_jobs.diagnostics import Diagnostic, Kind, Location, printable


def test_every_kind_has_a_help() -> None:
    assert [kind for kind in Kind if not kind.help.endswith(".")] == []
    assert Kind("front-matter") is Kind.FRONT_MATTER


def test_the_text_is_the_problem_and_the_hint() -> None:
    assert str(Diagnostic(Kind.FILE, None, "No.", "Do.")) == "No. Do."
    assert str(Diagnostic(Kind.FILE, None, "No.")) == "No."
    assert str(Diagnostic(Kind.FILE, None, "No a\udce9.")) == "No a\\xe9."


def test_a_location_without_a_line_is_the_first_line() -> None:
    assert str(Location("en/a.md", 3)) == "en/a.md:3"
    assert str(Location("en/a.md")) == "en/a.md:1"
    assert str(Location("a\udce9.md", 2)) == "a\\xe9.md:2"


def test_text_that_no_terminal_can_show_is_escaped() -> None:
    assert printable("é ’ 😀") == "é ’ 😀"
    assert printable("a\udce9\ud800") == "a\\xe9\\ud800"
