"""The languages of texts: one that is not translated, is not in its language, or is a copy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from pathlib import PurePath

from ..diagnostics import Diagnostic, Kind, Location
from ..text.languages import detect
from ..text.spoken import KNOWN, Traits
from ..text.wording import message as _
from .counterparts import paired
from .jobs import Texts
from .records import Record

#: Shorter texts, in words, may quote another language more than they speak their own.
_JUDGED = 40
#: Shorter texts, in words, may be equal in two languages: a name, a link, an address.
_COMPARED = 6


def check_languages(jobs: Mapping[str, Texts], languages: Collection[str]) -> Iterator[Diagnostic]:
    """Find the texts that are not in the language of their file, and copies; each text once.

    A text with notes that it is not translated is a draft which somebody has published too early.

    *languages* are the tags that the paths of files can name. A file that does not name its
    language has that of the project, which is another one where Sphinx translates the project.
    """
    for _key, texts in sorted(jobs.items()):
        copies: dict[object, Record] = {}
        for ours, theirs in pairwise(texts.values()):
            for one, other in paired(ours, theirs):
                copy, source = _copy_of(one, other)
                if copy and source and not copy.notes and copy.place not in copies:
                    copies[copy.place] = copy
                    yield _copied(copy, source, is_told=_is_told(copy, languages))
        for record in (record for records in texts.values() for record in records):
            is_known = record.place in copies or not _is_told(record, languages)
            if record.notes and not record.posting.draft:
                yield _unfinished(record)
            elif not is_known and not record.notes and _is_in_another(record):
                yield _another(record)


def is_copied(one: Traits, other: Traits) -> bool:
    """Whether two texts have the same words, and so many that one is a copy of the other."""
    return bool(one.digest) and one.digest == other.digest and one.words >= _COMPARED


def _copy_of(one: Record, other: Record) -> tuple[Record | None, Record | None]:
    """Return the copy among two counterparts, and its source; None if they differ."""
    if _primary(one) == _primary(other):
        return None, None  # British and Canadian English may well be equal
    descriptions = (Traits.of(record.posting.description or "") for record in (one, other))
    for mine, theirs in ((one.body, other.body), tuple(descriptions)):
        if is_copied(mine, theirs):
            # Where the language is unknown, the first text is the source.
            return (one, other) if mine.language == _primary(other) else (other, one)
    return None, None


def _is_in_another(record: Record) -> bool:
    found = record.body
    return (
        found.words >= _JUDGED
        and found.language not in ("", _primary(record))
        and _primary(record) in KNOWN
    )


def _is_told(record: Record, languages: Collection[str]) -> bool:
    """Whether a file names its language."""
    path = PurePath(f"{record.docname}.md")
    return "lang" in record.lines or detect(path, languages) is not None


def _primary(record: Record) -> str:
    return record.posting.lang.split("-")[0]


def _unfinished(record: Record) -> Diagnostic:
    first, *more = record.notes
    if more:
        problem = _("The texts above the lines {lines} are not translated yet.")
        hint = _("Translate them and remove these lines, or add `draft: true`.")
    else:
        problem = _("The text above this line is not translated yet.")
        hint = _("Translate it and remove this line, or add `draft: true`.")
    problem = problem.format(lines=", ".join(map(str, record.notes)))
    return Diagnostic(Kind.LANGUAGE, Location(record.path, first), problem, hint)


def _copied(copy: Record, source: Record, *, is_told: bool) -> Diagnostic:
    is_body = copy.body.digest and copy.body.digest == source.body.digest
    name = "lang" if is_body else "description"
    problem = (
        _("This text has the same words as the one in {lang}, {path}.")
        if is_body
        else _("description has the same words as in the text in {lang}, {path}.")
    )
    problem = problem.format(lang=source.posting.lang, path=source.path)
    hint = _("Translate it into {language}.").format(language=copy.posting.lang)
    if not is_told:
        hint = _translate_or_correct()
    return Diagnostic(Kind.LANGUAGE, _at(copy, name), problem, hint)


def _another(record: Record) -> Diagnostic:
    problem = _("This text seems to be in {language}, but its language is {own}.")
    problem = problem.format(language=record.body.language, own=record.posting.lang)
    return Diagnostic(Kind.LANGUAGE, _at(record, "lang"), problem, _translate_or_correct())


def _translate_or_correct() -> str:
    return _("Translate it, or correct its language: its folder, its suffix or `lang`.")


def _at(record: Record, name: str) -> Location:
    return record.at(name if name in record.lines else "title")
