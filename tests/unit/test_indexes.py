"""The lists in pages, found without a build, and the fields that they name."""

from __future__ import annotations

import pytest

from sphinxext_jobs.diagnostics import Location
from sphinxext_jobs.jobs.queries import check_queries
from sphinxext_jobs.model.query import Query, parse_where
from sphinxext_jobs.sources.indexes import queries_in_markdown, queries_in_rst

from .support import record, told

Named = list[tuple[int, list[tuple[str, str]]]]


def lines(*text: str) -> str:
    return "\n".join(text) + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lines("# Jobs", "", "```{job-index}", ":where: team = Crew; !grade", ":sort: -wage", "```"),
         [(3, [("where", "team"), ("where", "grade"), ("sort", "wage")])]),
        (lines(":::{job-index}", ":group-by: team", "Nothing.", ":::"),
         [(1, [("group-by", "team"), ("sort", "title")])]),
        (lines("```{job-index}", "---", "sort: '-wage'", "where: |", "  team", "---", "```"),
         [(1, [("where", "team"), ("sort", "wage")])]),
        (lines("---", "title: Jobs", "---", "", "~~~{job-index}", ":where: team", "  grade", "~~~"),
         [(5, [("where", "team"), ("where", "grade"), ("sort", "title")])]),
        (lines("::::{note}", "Text.", "", "```{job-index}", ":sort: wage", "```", "::::"),
         [(4, [("sort", "wage")])]),
        (lines("> ```{job-index}", "> :sort: wage", "> ```"), [(1, [("sort", "wage")])]),
        (lines("```{job-index}", ":sort: wage", "```", "", "```{job-index}", "```"),
         [(1, [("sort", "wage")]), (5, [("sort", "title")])]),
        (lines("````md", "```{job-index}", ":sort: wage", "```", "````"), []),
        (lines("```{code-block} md", "```{job-index}", "```", "```"), []),
        (lines("The directive `job-index`."), []),
        (lines("```{job-index}", ":group-by: a b", ":sort: wage", "```"),
         [(1, [("sort", "wage")])]),
    ],
)  # fmt: skip
def test_lists_in_markdown(text: str, expected: Named) -> None:
    assert [(line, [*query.names()]) for query, line in queries_in_markdown(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lines("Jobs", "====", "", ".. job-index::", "   :sort: -wage", "   :where: a;", "      b"),
         [(4, [("where", "a"), ("where", "b"), ("sort", "wage")])]),
        (lines(".. note::", "", "   .. job-index::", "      :group-by: team", "", "      None."),
         [(3, [("group-by", "team"), ("sort", "title")])]),
        (lines(".. job-index::", "", "Text"), [(1, [("sort", "title")])]),
        (lines(".. code-block:: rst", "", "   .. job-index::", "", ".. job-index::"),
         [(5, [("sort", "title")])]),
        (lines("For example::", "", "   .. job-index::", "      :sort: wage"), []),
        (lines(".. A comment", "", "   .. job-index::"), []),
    ],
)  # fmt: skip
def test_lists_in_restructuredtext(text: str, expected: Named) -> None:
    assert [(line, [*query.names()]) for query, line in queries_in_rst(text)] == expected


def test_fields_that_no_posting_has() -> None:
    query = Query(
        where=parse_where("teem; teem = A; grade; salery; key"), sort=("-grade", "gradde")
    )
    at = Location("index.md", 3)
    found = check_queries([(query, at)], [record("en/a", "en", extra={"grade": 3})])
    assert told(found) == [
        (3, "query", "`:where:` names the field teem, which no posting has. Did you mean `team`?"),
        (3, "query", "`:where:` names the field salery, which no posting has. Did you mean `salary`?"),
        (3, "query", "`:sort:` names the field gradde, which no posting has. Did you mean `grade`?"),
    ]  # fmt: skip
    (missing,) = check_queries([(Query(group_by="wage"), at)], [])
    assert missing.hint == "Check the name, or remove it."
