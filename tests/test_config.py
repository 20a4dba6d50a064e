"""Configuration of the wrong type: reported, and the default stands in."""

from __future__ import annotations

import pytest

from .conftest import posting


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("jobs_timezone = None", "jobs_timezone: None has the wrong type"),
        ("jobs_timezone = 'Nowhere/Land'", "jobs_timezone: 'Nowhere/Land' is no IANA time zone"),
        ("jobs_today = 20260331", "jobs_today: 20260331 has the wrong type"),
        ("jobs_today = 'tomorrow'", "jobs_today: Invalid isoformat string: 'tomorrow'"),
        ("jobs_languages = None", "jobs_languages: None has the wrong type"),
        ("jobs_languages = [None]", "jobs_languages: [None] holds more than texts"),
        ("jobs_languages = ['english']", "jobs_languages: 'english' is no language tag"),
        ("jobs_apply_url = {1: 'x'}", "jobs_apply_url: {1: 'x'} holds more than texts"),
        ("jobs_apply_url = None", "jobs_apply_url: None has the wrong type"),
        ("jobs_always_open = None", "jobs_always_open: None has the wrong type"),
    ],
)
def test_a_wrong_value_is_reported_and_replaced(make, value, message):
    build = make({"a.md": posting("A", "a")}, conf=f"{value}\n").build()
    ours = [w for w in build.warnings if "[jobs.config]" in w]
    assert len(ours) == 1
    assert message in ours[0]
    assert "stands in" in ours[0]
    assert "Some text." in build.main("a").get_text()


def test_a_lone_text_is_a_list_of_one(make):
    build = make({"en/a.md": posting("A", "a")}, conf="jobs_languages = 'en'\n").build()
    assert [w for w in build.warnings if "[jobs." in w] == []


@pytest.mark.parametrize("template", ["https://x.example/{nothing}", "https://x.example/{"])
def test_an_apply_url_that_cannot_be_filled(make, template):
    build = make({"a.md": posting("A", "a")}, conf=f"jobs_apply_url = {template!r}\n").build()
    assert build.warnings == []
    links = [a["href"] for a in build.main("a").select("a.job-apply-link")]
    assert links == ([template] if template.endswith("{") else [])
