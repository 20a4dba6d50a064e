"""Calendars of a built site: which postings have one, its link, and when it is written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin

import icalendar
import pytest

from .support import matrix, posting

FILES = {
    "en/a.md": posting("Cook", "cook", expiryDate="2026-12-04 17:00 America/Halifax"),
    "fr/a.md": posting("Cuisinière", "cook", expiryDate="2026-12-04"),
    "en/closed.md": posting("Closed", "closed", expiryDate="2026-10-01"),
    "en/never.md": posting("Never", "never"),
    "en/always.md": posting("Always", "always", expiryDate="2026-12-04"),
    "en/odd.md": posting("Odd", "É/ 100 % #?", expiryDate="9998-12-04"),
    "en/end.md": posting("End", "end", expiryDate="9999-12-31"),
}
CONF = (
    "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n"
    "jobs_always_open = ['always']\nhtml_baseurl = 'https://x.example/careers/'\n"
)
NOVEMBER = 1796000000  # the first day that is in SOURCE_DATE_EPOCH: 2026-11-30


def calendars(build) -> dict[str, str]:
    folder = Path(build.app.outdir, "jobs-calendar")
    return {path.name: path.read_bytes().decode() for path in sorted(folder.glob("*"))}


@pytest.fixture
def on(monkeypatch):
    """Return a setter of the day of the build, counted from the first."""
    return lambda day: monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOVEMBER + day * 86400))


@pytest.mark.parametrize("builder", matrix("html", "dirhtml"))
def test_a_posting_links_to_its_calendar(make, on, builder):
    on(0)
    build = make(FILES, conf=CONF).build(builder)
    assert build.warnings == []
    found = {}
    for path in Path(build.app.outdir).rglob("*.html"):
        name = path.relative_to(build.app.outdir).as_posix()
        for link in build.page(name.removesuffix(".html")).select(".job-calendar a"):
            found[name] = unquote(urljoin(f"https://x.example/{name}", link["href"]))
            assert link.get_text() in ("Add to calendar", "Ajouter au calendrier")
    assert len(found) == 3
    files = calendars(build)
    assert {f"https://x.example/jobs-calendar/{name}" for name in files} == {*found.values()}
    assert {"cook.en.ics", "cook.fr.ics"} < files.keys()
    (event,) = icalendar.Calendar.from_ical(files["cook.en.ics"]).walk("VEVENT")
    end = ".html" if builder == "html" else "/"
    assert event["URL"] == f"https://x.example/careers/en/a{end}"
    assert event.start.isoformat() == "2026-12-04T21:00:00+00:00"
    assert "DTSTAMP:20261130T000000Z" in files["cook.fr.ics"]
    assert event["UID"] not in files["cook.fr.ics"]


def test_calendars_are_written_if_they_change(make, on):
    project = make(FILES, conf=CONF)
    on(0)
    first = calendars(project.build(parallel=2))
    on(1)
    build = project.build()
    assert (build.read, build.written, calendars(build)) == ([], [], first)
    project.write({"fr/a.md": posting("Cuisinière", "cook", expiryDate="2026-12-05")})
    found = calendars(project.build())
    assert [name for name in found if found[name] != first[name]] == ["cook.fr.ics"]
    assert "DTSTAMP:20261201T000000Z" in found["cook.fr.ics"]
    (project.root / "_build/html/jobs-calendar/own.ics").write_bytes(b"BEGIN:VCALENDAR\n")
    on(8)
    build = project.build()
    assert build.read == []
    assert [name for name in calendars(build) if "odd" not in name][-1] == "own.ics"
    assert not {"cook.en.ics", "cook.fr.ics"} & calendars(build).keys()
    assert build.main("en/a").select(".job-calendar") == []
    build = project.build(confoverrides={"jobs_calendar": False})
    assert [*calendars(build)] == ["own.ics"]
    assert build.main("en/odd").select(".job-calendar") == []


def test_only_pages_with_addresses_have_calendars(make, on):
    on(0)
    project = make(FILES, conf=CONF)
    for builder in ("singlehtml", "text"):
        build = project.build(builder)
        assert calendars(build) == {}
        assert "Add to calendar" not in (
            Path(build.app.outdir) / f"index.{'html' if builder == 'singlehtml' else 'txt'}"
        ).read_text(encoding="utf-8")
