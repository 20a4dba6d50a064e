"""The rules for what authors get wrong, as a build reports them."""

from __future__ import annotations

from .support import CONF, posting

DAY = CONF + "jobs_today = '2026-03-31'\n"


def test_a_date_in_the_future_is_reported_until_its_day(make):
    """Also in builds that read no file."""
    project = make({"index.md": "# Home\n", "a.md": posting("A", "a", date="2026-05-01")}, DAY)
    warning = (
        "a.md:6: WARNING: date is 2026-05-01, which is in the future: today is 2026-03-31. Correct "
        "the date. If the posting opens on that day, write it as `publishDate`. [jobs.date]"
    )
    for _again in range(2):
        assert project.build().warnings == [warning]
    assert project.build(confoverrides={"jobs_today": "2026-05-01"}).warnings == []
