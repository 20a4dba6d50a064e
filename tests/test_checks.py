"""The rules for what authors get wrong, as a build reports them."""

from __future__ import annotations

from sphinxext_jobs.cli.checking import check
from sphinxext_jobs.cli.project import open_project
from sphinxext_jobs.diagnostics import Kind
from sphinxext_jobs.settings.settings import Settings
from sphinxext_jobs.sources.body import check_body
from sphinxext_jobs.sources.scan import Scan

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
        "index.md:3: WARNING: `:group-by:` names the field closing, which no posting has. Did you "
        "mean `expiryDate`? [jobs.query]",
    ]
    for _again in range(2):
        assert sorted(project.build().warnings) == sorted(unknown)
    project.write({"a.md": posting("A", "a", grade="3", wage="4")})
    assert sorted(project.build().warnings) == sorted([unknown[1], unknown[3]])


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


BODY = """You will:

• sail
• cook

See [us](www.example.org),
write to [us](jobs@example.org)
or [apply](htps://example.org/x), [now](gone.md).

> [b](b.md) [site](https://example.org) `[x](www.example.org)`

```{note}
Go to <a href="http:/example.org">us</a>.
```
"""


def test_the_body_is_checked_as_without_a_build(make):
    """The same words and lines, each once, in a page of its own and in another page."""
    files = {
        "index.md": "# Home\n\n```{job-posting} more/c.txt\n```\n",
        "more/c.txt": posting("C", "c", BODY.replace("b.md", "../b.md")),
        "a.md": posting("A", "a", BODY),
        "b.md": posting("B", "b"),
    }
    project = make(files, CONF)
    warnings = project.build().warnings
    settings = Settings.from_values({}, {})[0]
    found = [
        f"{name}:{each.at.line}: WARNING: {each} [jobs.{each.kind.value}]"
        for name in ("a.md", "more/c.txt")
        for each in check_body(Scan().read(project.root / name).source(project.root, settings), project.root, settings)
    ]  # fmt: skip
    assert len(found) == 2 * 6
    assert sorted(warnings) == sorted(found)
    hrefs = [a["href"] for a in project.build().main("a").select("p a")]
    assert hrefs[:4] == ["www.example.org", "jobs@example.org", "htps://example.org/x", "gone.md"]


def test_typography_is_checked_on_demand(make):
    files = {"index.md": "# Home\n", "fr/a.md": posting("A", "a", "Lieu : le port !\n")}
    project = make(files, CONF)
    assert project.build().warnings == []
    build = project.build(confoverrides={"jobs_typography": ["fr-CA"]})
    assert build.warnings == [
        "fr/a.md:8: WARNING: The typography of this line is not that of fr-CA: a no-break space is "
        "missing before a colon; there is a space before ; ! or ?. Correct the line, or run "
        "`sphinx-jobs check --fix`. [jobs.typography]"
    ]


def test_a_glossary_is_used_on_demand(make):
    """If it changes, postings are read again, in the site of either language."""
    files = {
        "index.md": "# Home\n",
        "en/a.md": posting("A", "a", "Work on our ferries.\n"),
        "fr/a.md": posting("B", "a", "Au travail.\n"),
        "glossary.csv": "en,fr\nboat,bateau\n",
    }
    conf = CONF + "jobs_glossary = ['glossary.csv']\njobs_languages = ['en', 'fr']\n"
    for publish in ("all", "language"):
        project = make(files, f"{conf}jobs_publish = '{publish}'\n", publish)
        assert project.build().warnings == []
        project.write({"glossary.csv": "en,fr\nferry,traversier\n"})
        warning = (
            "en/a.md:8: WARNING: The glossary gives “traversier” for “ferry”, which fr/a.md does not "
            "use. Use the term there, or another word here. [jobs.term]"
        )
        for _again in range(2):
            assert project.build().warnings == [warning]
        found = check(open_project([project.root])).found
        assert [each.kind for each in found] == [Kind.TERM]
        project.write({"fr/a.md": posting("B", "a", "À bord des traversiers.\n")})
        assert project.build().warnings == []
