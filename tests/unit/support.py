"""Helpers of the tests that need no build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from sphinxext_jobs.diagnostics import Diagnostic
from sphinxext_jobs.jobs.records import Record
from sphinxext_jobs.model.fields import Posting
from sphinxext_jobs.settings.settings import Settings

#: Real postings, which are no part of the project: most machines do not have them.
SHARED = Path(__file__).parents[3] / "shared" / "postings"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="no shared postings beside the project"
)

#: A diagnostic as the tests compare it: line, kind, text.
Told = tuple[int | None, str, str]


def told(diagnostics: Iterable[Diagnostic]) -> list[Told]:
    """Return what an author is told, without the file."""
    return [(each.at.line if each.at else None, each.kind.value, str(each)) for each in diagnostics]


def record(docname: str, lang: str, key: str = "cook", **fields: Any) -> Record:
    return Record(
        posting=Posting(title=docname, translation_key=key, lang=lang, **fields),
        title=docname, lead=None, docname=docname, anchor=f"job-{key}-{lang}",
        path=f"{docname}.md", lines={}, is_page=True, page_lang=lang, title_lang=lang,
        lead_lang=lang,
    )  # fmt: skip


def settings(environ: Mapping[str, str] | None = None, **values: Any) -> Settings:
    named = {name if name == "language" else f"jobs_{name}": v for name, v in values.items()}
    found, faults = Settings.from_values({"jobs_today": "2026-03-31", **named}, environ or {})
    assert faults == []
    return found


def slowness() -> float:
    """Return how many times longer than on a fast machine a loop takes, here and now."""
    before = process_time()
    sum(n * n for n in range(1_000_000))
    return max(1, (process_time() - before) / 0.07)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Check that work takes at most so many seconds of a fast machine's time."""
    slow, before = slowness(), process_time()
    yield
    taken = process_time() - before
    assert taken < seconds * max(slow, slowness())
