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


MD_LIST = """# Jobs

```{job-index}
:where: teem = Crew; grade
:group-by: closing
:sort: -expirydate, grade
```
"""
RST_LIST = "Jobs\n====\n\n.. job-index::\n   :sort: -wage\n"


def test_a_list_names_fields_that_no_posting_has(make):
    files = {"index.md": MD_LIST, "b.rst": f":orphan:\n\n{RST_LIST}", "a.md": posting("A", "a")}
    project = make(files, CONF + "extensions += ['myst_parser']\n")
    unknown = [
        "b.rst:6: WARNING: `:sort:` names the field wage, which no posting has. Check the name, or "
        "remove it. [jobs.query]",
        "index.md:3: WARNING: `:where:` names the field teem, which no posting has. Did you mean "
        "`team`? [jobs.query]",
        "index.md:3: WARNING: `:where:` names the field grade, which no posting has. Check the "
        "name, or remove it. [jobs.query]",
        "index.md:3: WARNING: `:group-by:` names the field closing, which no posting has. Check "
        "the name, or remove it. [jobs.query]",
    ]
    for _again in range(2):
        assert sorted(project.build().warnings) == sorted(unknown)
    project.write({"a.md": posting("A", "a", grade="3", wage="4", closing="5")})
    assert project.build().warnings == unknown[1:2]


def test_a_text_that_nobody_has_translated(make):
    body = "You will plan the crossings of our boats with the crew.\n"
    files = {
        "index.md": "# Home\n",
        "en/a.md": posting("A", "a", body),
        "fr/a.md": posting("B", "a", body),
        "page.md": "---\norphan: true\n---\n# Page\n\n```{job-posting} /more/c.txt\n```\n",
        "more/c.txt": posting("C", "c", 5 * body, lang="fr"),
    }
    project = make(files, CONF)
    for _again in range(2):
        warnings = [w for w in project.build().warnings if "[jobs.language]" in w]
        assert [w.partition(" W")[0] for w in warnings] == ["fr/a.md:3:", "more/c.txt:6:"]
