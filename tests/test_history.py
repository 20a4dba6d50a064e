"""``jobs_history``: what a site shows of the history of its files, and which pages it writes."""

from __future__ import annotations

import json
import shutil

import pytest

from .support import but_root, posting
from .test_feeds import atom, items
from .unit.repositories import ENVIRON, git

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

FILES = {
    "jobs.md": "# Jobs\n\n```{job-index}\n:sort: -date\n```\n",
    "a.md": posting("Deckhand", "a", location="Deck"),
    "b.md": posting("Cook", "b", date="2026-02-01"),
}
CONF = (
    "html_baseurl = 'https://x.example/'\njobs_history = 'git'\njobs_today = '2026-06-01'\n"
    "jobs_organization = {'name': 'X', 'address': {'addressCountry': 'CA'}}\n"
    "exclude_patterns = ['_build', '_gettext']\nsuppress_warnings = ['jobs.structured']\n"
)


@pytest.fixture
def commit(monkeypatch, tmp_path):
    """Return a function that commits some files, or everything, on a day."""
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)

    def on(root, day, *names):
        if not (root / ".git").exists():
            (root / ".gitignore").write_text("_build\n", encoding="utf-8")
            git(root, "init", "-q")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T12:00:00Z")
        git(root, "add", *(names or ["-A"]))
        git(root, "commit", "-q", "--allow-empty", "-m", day)

    return on


def test_undated_postings_have_the_dates_of_their_files(make, commit):
    project = make(FILES, conf=CONF)
    commit(project.root, "2026-03-01")
    build = project.build(parallel=2)
    assert build.warnings == []
    assert build.main("a").select_one(".job-fact-date").get_text() == "March 1, 2026"
    assert build.main("b").select_one(".job-fact-date").get_text() == "February 1, 2026"
    days = [
        (entry.title, entry.published[:10], entry.updated[:10]) for entry in atom(build).entries
    ]
    assert days == [
        ("Deckhand", "2026-03-01", "2026-03-01"),
        ("Cook", "2026-02-01", "2026-03-01"),
    ]
    data, *_others = build.page("a").select('script[type="application/ld+json"]')
    assert json.loads(data.get_text())["datePosted"] == "2026-03-01"
    assert build.text("sitemap.xml").count("<lastmod>2026-03-01T12:00:00Z</lastmod>") == 2
    links = [link.get_text() for link in build.main("jobs").select(".job-index a")]
    assert links == ["Deckhand", "Cook"]


def test_a_commit_writes_only_the_pages_whose_dates_it_changes(make, commit):
    project = make({**FILES, "note.txt": "x"}, conf=CONF)
    commit(project.root, "2026-03-01", ".", ":!a.md")
    build = project.build()
    assert build.main("a").select_one(".job-fact-date") is None
    assert [entry.title for entry in atom(build).entries] == ["Cook"]
    assert [item["title"] for item in items(build)] == ["Cook", "Deckhand"]
    assert (
        "1 posting without a date is left out of jobs.en.atom. Add the field `date`, or commit the "
        "files."
    ) in build.app.status.getvalue()
    project.write({"note.txt": "y"})
    commit(project.root, "2026-03-02", "note.txt")
    build = project.build()
    assert (build.read, build.written) == ([], [])
    commit(project.root, "2026-03-03")
    build = project.build()
    assert (build.read, but_root(build)) == ([], ["a", "jobs"])
    assert build.main("a").select_one(".job-fact-date").get_text() == "March 3, 2026"
    assert [entry.updated[:10] for entry in atom(build).entries] == ["2026-03-03", "2026-03-01"]
    assert project.build().written == []


def test_a_shallow_clone_is_noticed_once(make, commit, tmp_path):
    project = make(FILES, conf=CONF)
    commit(project.root, "2026-03-01")
    commit(project.root, "2026-03-02")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", project.root.as_uri(), str(clone))
    shallow = type(project)(clone)
    build = shallow.build()
    (warning,) = build.warnings
    assert "jobs_history: The history of this clone is cut off" in warning
    assert build.main("a").select_one(".job-fact-date") is None
    said = "1 posting without a date is left out of jobs.en.atom."
    (line,) = [line for line in build.app.status.getvalue().splitlines() if said in line]
    assert line.endswith(said)
