"""The gate: the rules for all postings together. Each rule yields diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from ..diagnostics import Diagnostic, Kind
from ..model.fields import differences
from ..text.languages import best
from ..text.wording import and_more
from ..text.wording import message as _
from . import commands
from .counterparts import paired
from .jobs import Texts
from .records import Place, Record, Suspect

#: The number of postings that a message about many names.
_NAMED = 3


def check(
    jobs: Mapping[str, Texts],
    languages: Iterable[str],
    is_translated: Callable[[Record, str], bool] = lambda _record, _lang: False,
    drafts: Iterable[Record] = (),
    zone: tzinfo = UTC,
    left_over: Collection[Place] = (),
) -> Iterator[Diagnostic]:
    """Check the counterparts of each job, which must have a text in each of *languages*.

    *is_translated* says whether a catalogue translates a posting into a language, so that no file
    is needed. The *drafts* are not published: a text may be waiting in one of them. An
    hour without a time zone is in *zone*. The postings *left_over* are not checked: each is
    reported as one without a counterpart.
    """
    waiting: dict[str, dict[str, Record]] = {}
    for draft in drafts:
        waiting.setdefault(draft.posting.translation_key, {})[draft.posting.lang] = draft
    for key, texts in sorted(_without(jobs, left_over).items()):
        for lang, (first, *others) in texts.items():
            if others:
                yield _duplicates(lang, first, others)
        present = [records[0] for records in texts.values()]
        for lang in languages:
            exists = best(texts, lang) is not None
            if not exists and not any(is_translated(record, lang) for record in present):
                drafted = waiting.get(key, {})
                if tag := best(drafted, lang):
                    yield _waiting(lang, present[0], drafted[tag])
                else:
                    yield _missing_text(key, lang, present)
        for ours, theirs in pairwise(texts.values()):
            for one, other in paired(ours, theirs):
                yield from _unequal_fields(one, other, zone)


def _without(jobs: Mapping[str, Texts], places: Collection[Place]) -> Mapping[str, Texts]:
    """Return the jobs without the postings at some places."""
    if not places:
        return jobs
    return {
        key: {
            lang: kept
            for lang, records in texts.items()
            if (kept := [record for record in records if record.place not in places])
        }
        for key, texts in jobs.items()
    }


def _duplicates(lang: str, first: Record, others: Sequence[Record]) -> Diagnostic:
    """Return the fault of all texts with one key and language, at the second one."""
    second, *more = (other.at("translationKey") for other in others)
    if not more:
        problem = _(
            "Two postings in {lang} have the key {key}, and references lead to the one at {place}."
        )
        hint = _("Change the key of one posting, or remove the posting.")
    else:
        problem = _(
            "{count} postings in {lang} have the key {key}: this one, and those at {places}. "
            "References lead to the one at {place}."
        )
        hint = _("Change the keys of all postings but one, or remove these postings.")
    place = first.at("translationKey")
    problem = problem.format(
        key=first.posting.translation_key,
        lang=lang,
        place=place,
        count=len(others) + 1,
        places=", ".join(map(str, [*more, place])),
    )
    return Diagnostic(Kind.DUPLICATE, second, problem, hint)


def _missing_text(key: str, lang: str, present: Sequence[Record]) -> Diagnostic:
    problem = _("The key {key} has no text in {lang}.").format(key=key, lang=lang)
    root = next((record.root for record in present if record.root), None)
    if root is None:
        hint = _("Add a file with `translationKey: {key}`.").format(key=key)
    else:
        hint = _("Add a file with `translationKey: {key}`, or type `{command}`.").format(
            key=key, command=commands.draft(key, lang, root)
        )
    return Diagnostic(Kind.PAIR, present[0].at("translationKey"), problem, hint)


def _waiting(lang: str, present: Record, draft: Record) -> Diagnostic:
    problem = _("The text in {lang} of the key {key} is a draft: {path}.").format(
        lang=lang, key=present.posting.translation_key, path=draft.path
    )
    hint = _("Finish the draft, and remove its line `draft: true`.")
    return Diagnostic(Kind.PAIR, present.at("translationKey"), problem, hint)


def _unequal_fields(one: Record, other: Record, zone: tzinfo) -> Iterator[Diagnostic]:
    for field, mine, theirs in differences(one.posting, other.posting, zone):
        if field in one.posting.extra or field in other.posting.extra:
            continue  # the value cannot be read, which is reported
        problem = _("{field} is {value} here, but {other_value} at {place}.").format(
            field=field,
            value=written(mine),
            other_value=written(theirs),
            place=other.at(field),
        )
        hint = _("Give both files the same value.")
        yield Diagnostic(Kind.PAIR, one.at(field), problem, hint)


def written(value: Any) -> str:
    """Return the value of a field as an author writes it, for a message."""
    if value in (None, ()):
        return _("not set")
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def check_layouts(
    suspects: Mapping[str, Suspect], records: Iterable[Record]
) -> Iterator[Diagnostic]:
    """Find the ordinary pages that look like postings.

    Such a page has two or more of the fields that only postings have. In a folder with postings,
    one field is enough, or a layout that is almost that of a posting; the folder's own page may
    have such a layout. Elsewhere, a page with ``archived: true`` is an ordinary page.
    """
    folders = {PurePosixPath(record.docname).parent for record in records if record.is_page}
    for docname, suspect in sorted(suspects.items()):
        path = PurePosixPath(docname)
        is_index = not suspect.fields and path.name in ("index", "_index")
        if len(suspect.fields) > 1 or (path.parent in folders and not is_index):
            yield _unknown_layout(suspect)


def _unknown_layout(suspect: Suspect) -> Diagnostic:
    fields = ", ".join(f"`{name}`" for name in suspect.fields)
    if suspect.layout:
        problem = _("The layout of this file is {layout}, so it is an ordinary page.")
        if fields:
            problem = _(
                "This file sets {fields} as a posting does, but its layout is {layout}, so it is "
                "an ordinary page."
            )
        problem = problem.format(fields=fields, layout=suspect.layout)
        hint = _(
            "If it is a posting, write `layout: job-posting`, or add its layout to `jobs_layouts`."
        )
    else:
        problem = _(
            "This file sets {fields} as a posting does, but has no layout, so it is an ordinary "
            "page."
        ).format(fields=fields)
        hint = _("If it is a posting, add `layout: job-posting`.")
    return Diagnostic(Kind.LAYOUT, suspect.at, problem, hint)


def check_structured(missing: Iterable[tuple[Record, list[str]]]) -> Iterator[Diagnostic]:
    """Find the open postings without structured data, in one diagnostic for all.

    *missing* are the fields that each posting does not have. A value that cannot be read is
    reported elsewhere.
    """
    found: dict[str, list[Record]] = {}
    for record, names in missing:
        for name in (name for name in names if name not in record.posting.extra):
            found.setdefault(name, []).append(record)
    if found:
        first = next(iter(found.values()))[0]
        fields = "; ".join(f"{name} ({_some(records)})" for name, records in found.items())
        problem = _(
            "Postings have no structured data because required fields are missing: {fields}."
        ).format(fields=fields)
        hint = _("Add the fields to the front matter, or to `jobs_organization`.")
        yield Diagnostic(Kind.STRUCTURED, first.at(), problem, hint)


def _some(records: Sequence[Record]) -> str:
    """Return the names of the first postings, and the number of the others."""
    names = ", ".join(record.docname for record in records[:_NAMED])
    return and_more(names, len(records) - _NAMED)
