"""The sentence that closes a build and a check."""

from __future__ import annotations

import pytest

from sphinxext_jobs.jobs.tally import Tally


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ([("config", "", False)], "1 problem: 1 config."),
        ([("pair", "a.md", False)], "1 problem in 1 file: 1 pair."),
        (
            [("file", "a.md", False), ("pair", "a.md", True), ("pair", "b.md", True), ("layout", "a.md", False)],
            "4 problems in 2 files: 2 pair, 1 file, 1 layout; 2 can be fixed with `--fix`.",
        ),
    ],
)  # fmt: skip
def test_the_sentence(problems: list[tuple[str, str, bool]], expected: str) -> None:
    tally = Tally()
    for kind, path, fixable in problems:
        tally.add(kind, path, fixable=fixable)
    assert tally.sentence("--fix") == expected
