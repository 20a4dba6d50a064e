"""The gate: duplicates, missing counterparts, counterparts that disagree; what postings lack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from .fields import differences
from .jobs import Texts
from .languages import best
from .log import warn
from .records import Record, Suspect


def check(
    jobs: Mapping[str, Texts],
    languages: Iterable[str],
    is_translated: Callable[[Record, str], bool] = lambda _record, _lang: False,
) -> None:
    """Warn of every fault among the counterparts; each key must exist in each of *languages*.

    *is_translated* tells of a text whose translation needs no file of its own.
    """
    for key, texts in sorted(jobs.items()):
        for lang, (first, *others) in texts.items():
            for other in others:
                _warn_duplicate(lang, first, other)
        present = [records[0] for records in texts.values()]
        for lang in languages:
            exists = best(texts, lang) is not None
            if not exists and not any(is_translated(record, lang) for record in present):
                warn(
                    "pair",
                    f"no text in {lang} for the key {key}: add its file with "
                    f"`translationKey: {key}`",
                    present[0].location("translationKey"),
                )
        for one, other in pairwise(present):
            _warn_differences(one, other)


def check_layouts(suspects: Mapping[str, Suspect], records: Iterable[Record]) -> None:
    """Warn of the ordinary pages that look like postings.

    Such a page has two or more of the fields that only postings have, or one and its file is
    in a folder with postings. Minutes that say ``archived: true`` elsewhere are minutes.
    """
    folders = {PurePosixPath(record.docname).parent for record in records if record.is_page}
    for docname, suspect in sorted(suspects.items()):
        if len(suspect.fields) > 1 or PurePosixPath(docname).parent in folders:
            names = " and ".join(f"`{name}`" for name in suspect.fields)
            layout = f"its layout is {suspect.layout}" if suspect.layout else "it has no layout"
            warn(
                "layout",
                f"this file sets {names} as a posting does, but {layout}, so it is an ordinary "
                "page. If it is a posting, write `layout: job-posting`, or add its layout to "
                "`jobs_layouts`.",
                suspect.location,
            )


def check_structured(lacking: Iterable[tuple[Record, list[str]]]) -> None:
    """Warn once of all open postings whose structured data would not be complete."""
    found: dict[str, list[Record]] = {}
    for record, names in lacking:
        for name in names:
            found.setdefault(name, []).append(record)
    if not found:
        return
    records = {record.location(): record for rows in found.values() for record in rows}
    parts = (f"{name} ({', '.join(r.docname for r in rows)})" for name, rows in found.items())
    warn(
        "structured",
        f"postings without structured data, for they lack what search engines require: "
        f"{'; '.join(parts)}: add it to the front matter or to jobs_organization",
        next(iter(records)),
    )


def _warn_duplicate(lang: str, first: Record, other: Record) -> None:
    warn(
        "duplicate",
        f"translationKey: {first.posting.translation_key} is used by two postings in {lang}; "
        f"references go to {first.location('translationKey')}: give one of them another key, or "
        "remove it",
        other.location("translationKey"),
    )


def _warn_differences(one: Record, other: Record) -> None:
    for field, mine, theirs in differences(one.posting, other.posting):
        warn(
            "pair",
            f"{field}: {_written(mine)} here, {_written(theirs)} in {other.location(field)}; "
            "make the two equal",
            one.location(field),
        )


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    return (
        "nothing" if value is None else str(value).lower() if value in (True, False) else str(value)
    )
