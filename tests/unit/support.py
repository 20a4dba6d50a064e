"""Helpers of the tests that need no build."""

from __future__ import annotations

from collections.abc import Iterable

from sphinxext_jobs.diagnostics import Diagnostic

#: A diagnostic as the tests compare it: line, kind, text.
Told = tuple[int | None, str, str]


def told(diagnostics: Iterable[Diagnostic]) -> list[Told]:
    """Return what an author is told, without the file."""
    return [(each.at.line if each.at else None, each.kind.value, str(each)) for each in diagnostics]
