"""References to postings in Markdown, found without MyST-Parser."""

from __future__ import annotations

import pytest

from sphinxext_jobs.sources.roles import references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{job}`cook` {job:posting}`mate@fr`", [(1, "cook"), (1, "mate@fr")]),
        ("{job}`the cook <cook>` {job}`a  b`", [(1, "cook"), (1, "a b")]),
        ("A\n\n- {job}`cook`\n\n> {job}`mate`\n", [(3, "cook"), (5, "mate")]),
        ("| A |\n|---|\n| {job}`cook` |\n", [(3, "cook")]),
        ("```{note} On {job}`cook`\n:class: tip\n\n{job}`mate`\n```\n", [(1, "cook"), (4, "mate")]),
        # Not references.
        ("`{job}`cook``", []),
        ("``{job}`cook` ``", []),
        ("```\n{job}`cook`\n```\n", []),
        ("```{code-block} md\n{job}`cook`\n```\n", []),
        ("    {job}`cook`\n", []),
        ("{job}`!cook` \\{job}`cook` {jobs}`cook` {doc}`cook`", []),
        ('---\ntitle: "{job}`cook`"\n---\n{job}`mate`\n', [(4, "mate")]),
    ],
)
def test_references(text: str, expected: list[tuple[int, str]]) -> None:
    assert list(references(text)) == expected
    assert list(references(text, 7)) == [(line + 6, target) for line, target in expected]
