"""The patterns of files: the same files as in Sphinx."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sphinx.util.matching import compile_matchers, get_matching_files

from sphinxext_jobs.sources.patterns import matcher, matching_files

CHARACTERS = st.text("ab/*?[]!^\\.-é\n", max_size=12)


@given(patterns=st.lists(CHARACTERS, max_size=3), path=CHARACTERS)
@example(patterns=["[[]", "[a--b]", "[!-]"], path="[")
@pytest.mark.filterwarnings("ignore:Possible")
def test_patterns_match_as_sphinx_matches_them(patterns: list[str], path: str) -> None:
    try:
        expected = any(match(path) for match in compile_matchers(patterns))
    except re.error:  # such as [b-a]: the build of Sphinx ends there
        matcher(patterns)(path)
        return
    assert matcher(patterns)(path) == expected


@pytest.mark.parametrize(
    ("include", "exclude"),
    [
        (["**"], []),
        (["**"], ["_build", "**/.*", "en/*.md", "**/Thumbs.db"]),
        (["en/**", "*.md"], ["**/drafts"]),
        (["**.md"], ["en/[!a]*"]),
    ],
)
def test_files_are_found_as_sphinx_finds_them(
    tmp_path: Path, include: list[str], exclude: list[str]
) -> None:
    names = [
        "conf.py", "index.md", ".hidden/a.md", ".a.md", "en/a.md", "en/b.md", "en/drafts/c.md",
        "_build/html/index.md", "cafe\u0301/cafe\u0301.md", "café.md", "en/Thumbs.db",
    ]  # fmt: skip
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "link").symlink_to(tmp_path / "en", target_is_directory=True)
    (tmp_path / "broken.md").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.md")
    expected = list(get_matching_files(tmp_path, include, exclude))
    assert list(matching_files(tmp_path, include, exclude)) == expected
