"""Applying a catalogue: the translations that people wrote there go into the counterpart's file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import unquote, urlsplit

from ..sources.field_writing import set_field, without_note
from ..sources.insertion import beginning_of, insertion
from ..sources.rewriting import Document, RefusedError
from ..text.wording import message as _
from .catalogs.catalog import NO_DIGEST, Catalog, Entry
from .catalogs.marks import is_in, unmatched
from .catalogs.message import msgstr
from .catalogs.propose import Aligned, Locate
from .files import field_count
from .placing import Places, places
from .units import Pair, Unit, UnitBlock

#: Finds the file that a counterpart links to where the source links to a file, as ``Locate`` does
#: in the other direction.
Answer = Callable[[Pair, str], str | None]


@dataclass(frozen=True, slots=True)
class Written:
    """A translation that is now in the file, its line, and the text that it replaces, if any."""

    line: int
    text: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A translation that is not in the file: the line of the file, the reason, and both texts."""

    line: int
    reason: str
    text: str
    found: str = ""


@dataclass(frozen=True)
class Sides:
    """A pair of files: its units, their documents, and how to find the files that they link to.

    *reread* returns the unit of the counterpart's file after an edit.
    """

    pair: Pair
    source: Document
    target: Document
    reread: Callable[[Document], Unit]
    locate: Locate = lambda _pair, _path: None
    answer: Answer = lambda _pair, _path: None

    @property
    def aligned(self) -> Aligned:
        """The pair, for the texts that its blocks are in a catalogue."""
        return Aligned(self.pair, (), self.locate)

    @property
    def target_path(self) -> str:
        """The path of the counterpart's file."""
        return self.pair.target.path if self.pair.target else ""

    def with_target(self, document: Document) -> Sides:
        """Return the pair after an edit of the counterpart's file."""
        pair = replace(self.pair, target=self.reread(document))
        return replace(self, pair=pair, target=document)


@dataclass
class Applied:
    """The counterpart's file with the translations, and those that could not be written."""

    sides: Sides
    written: list[Written] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def apply(sides: Sides, catalog: Catalog) -> Applied:
    """Write the translations that people wrote in a catalogue into the counterpart's file.

    Fuzzy ones are not ready, and stay in the catalogue.
    """
    entries = {entry.id: entry for entry in catalog.entries}
    result = Applied(sides)
    wanted = [
        block.index
        for block in sides.pair.source.blocks
        if (entry := entries.get(block.message)) and is_wanted(entry)
    ]
    if not wanted:
        return result
    found = places(sides.aligned, entries)
    missing = []
    for index in wanted:
        block = sides.pair.source.blocks[index]
        entry = entries[block.message]
        if index not in found.runs and not has_agreed(entry):
            missing.append(index)
            continue
        _try(result, entry, partial(_replace, result.sides, found, index, entry))
    for index in missing:
        entry = entries[sides.pair.source.blocks[index].message]
        _try(result, entry, partial(_insert, result.sides, catalog, entries, index))
    return result


def is_wanted(entry: Entry) -> bool:
    """Whether a person wrote the translation of an entry, and has finished it."""
    return entry.edited and entry.string != "" and not entry.fuzzy


def has_agreed(entry: Entry) -> bool:
    """Whether the counterpart's file had a text for an entry when the two were last compared."""
    return entry.mark is not None and entry.mark.seen != NO_DIGEST


def _try(
    result: Applied, entry: Entry, edit: Callable[[], tuple[Document, Written] | None]
) -> None:
    """Make an edit, or note why it is refused."""
    try:
        done = edit()
    except RefusedError as refused:
        found = refused.found if isinstance(refused, _ConflictError) else ""
        result.refused.append(Refusal(refused.line, refused.reason, entry.string, found))
        return
    if done is not None:
        document, written = done
        result.sides = result.sides.with_target(document)
        result.written.append(written)


class _ConflictError(RefusedError):
    """A text of the file that changed, too: *found* is the text."""

    def __init__(self, line: int, reason: str, found: str) -> None:
        super().__init__(line, reason)
        self.found = found


def _replace(
    sides: Sides, found: Places, index: int, entry: Entry
) -> tuple[Document, Written] | None:
    """Write a translation in the place of the text with which its source agreed."""
    run = found.runs.get(index)
    if run is None and index in found.shared:
        run = found.runs.get(index - 1) or found.runs[index + 1]
    if run is None:
        raise _changed(sides, found, index)
    answer = sides.pair.answers[run[0]]
    line = answer.line
    if run[1] == 1 and _says(sides, answer, entry.string):
        return None  # it is there already
    if run[1] > 1:
        raise RefusedError(line, _("several blocks of the file are its translation"))
    if index in found.shared:
        raise RefusedError(line, _("the text of the file translates several blocks"))
    if answer.plain:
        return _set_field(sides, answer, entry.string)
    return _write(sides, answer, entry)


def _write(sides: Sides, answer: UnitBlock, entry: Entry) -> tuple[Document, Written]:
    """Write a translation in place of a block of the body."""
    line = answer.line
    number = answer.index - field_count_of(sides)
    if answer.source != sides.target.blocks[number].text.strip():  # see ``with_addresses``
        raise RefusedError(line, _("its links are defined elsewhere in the file"))
    text = links_of_target(sides, msgstr(entry.string))
    document = sides.target.replace(number, text)
    _check(sides.with_target(document), answer.index, entry.string, line)
    return document, Written(line, text, answer.text)


def field_count_of(sides: Sides) -> int:
    """Return the number of the counterpart's blocks that are not in its body."""
    return field_count(sides.pair.target) if sides.pair.target else 0


def _says(sides: Sides, answer: UnitBlock, text: str) -> bool:
    written = sides.aligned.translations[answer.index].text
    return written in (text, msgstr(text))


def _changed(sides: Sides, found: Places, index: int) -> RefusedError:
    """Return the error of a translation whose text in the file is no longer the one that agreed."""
    answers = sides.pair.answers
    before, gap = found.gap(index, len(answers))
    inside = [answers[at] for at in gap if at in found.free]
    if inside:
        texts = " / ".join(block.text for block in inside)
        reason = _("the text of the file changed, too")
        return _ConflictError(inside[0].line, reason, texts)
    line = answers[before].line if before is not None else 1
    return RefusedError(line, _("the text was removed from the file"))


def _set_field(sides: Sides, answer: UnitBlock, text: str) -> tuple[Document, Written]:
    value = plain_text_of(text)
    if value is None:
        raise RefusedError(answer.line, _no_markup(answer))
    document = set_field(sides.target, str(answer.kind), value)
    return document, Written(answer.line, value, answer.text)


def _no_markup(block: UnitBlock) -> str:
    return _("{field} cannot contain markup").format(field=block.kind)


def plain_text_of(text: str) -> str | None:
    """Return the text of a field whose translation is *text*; None if it has markup."""
    for value in (text, re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)):
        if msgstr(value, plain=True) == text:
            return value
    return None


def _insert(
    sides: Sides, catalog: Catalog, entries: Mapping[str, Entry], index: int
) -> tuple[Document, Written] | None:
    """Write a translation that the file does not have after the block that precedes it."""
    found = places(sides.aligned, entries)
    if index in found.runs:
        return None
    pair = sides.pair
    block = pair.source.blocks[index]
    entry = entries[block.message]
    before, gap = found.gap(index, len(pair.answers))
    if (twin := _untranslated(sides, block, gap)) is not None:
        if block.plain:
            document, written = _set_field(sides, twin, entry.string)
            return without_note(document, str(block.kind)), written
        return _write(sides, twin, entry)
    unknown = [pair.answers[at] for at in gap if at in found.free]
    known = unmatched(catalog.header)
    unknown = [each for each in unknown if not is_in(known, each.text)]
    if unknown:
        reason = _("perhaps the file has the text: run jobs-pair first")
        raise _ConflictError(unknown[0].line, reason, " / ".join(each.text for each in unknown))
    if block.plain:
        value = plain_text_of(entry.string)
        if value is None or any(each.kind is block.kind for each in pair.answers):
            raise RefusedError(1, _no_markup(block))
        document = set_field(sides.target, str(block.kind), value)
        return document, Written(document.front.lines[str(block.kind)], value, None)
    fields = field_count_of(sides)
    model = sides.source.blocks[index - field_count(pair.source)]
    after = before - fields if before is not None and before >= fields else None
    where = insertion(
        sides.target, after, gap.stop - fields, model, _beginning(sides, found, index)
    )
    text = links_of_target(sides, msgstr(entry.string))
    document = sides.target.insert(text, where)
    line = document.line_of(document.blocks[where.index])
    _check(sides.with_target(document), where.index + fields, entry.string, line)
    return document, Written(line, text, None)


def _untranslated(sides: Sides, block: UnitBlock, gap: range) -> UnitBlock | None:
    """Return the block of a draft that is still the text of the source."""
    aligned = sides.aligned
    for answer in (sides.pair.answers[at] for at in gap):
        text = msgstr(
            answer.source,
            plain=answer.plain,
            destination=lambda href: aligned.destination(href)[0],
        )
        if answer.untranslated and text == msgstr(block.source, plain=block.plain):
            return answer
    return None


def _beginning(sides: Sides, found: Places, index: int) -> str:
    """Return how the line of a new block begins: as the counterpart of one like it begins."""
    source, fields = sides.source, field_count(sides.pair.source)
    model = source.blocks[index - fields]
    own = beginning_of(source, model)
    for other, (start, _count) in found.runs.items():
        number, answer = other - fields, start - field_count_of(sides)
        if number < 0 or answer < 0 or model.kind != "heading":
            continue
        like = source.blocks[number]
        if like.kind == "heading" and beginning_of(source, like) == own:
            return beginning_of(sides.target, sides.target.blocks[answer])
    return own


def _check(sides: Sides, index: int, text: str, line: int) -> None:
    """Raise ``RefusedError`` unless the next run would find the translation in the file."""
    if not _says(sides, sides.pair.answers[index], text):
        raise RefusedError(line, _("its links cannot be written in the file"))


def links_of_target(sides: Sides, text: str) -> str:
    """Return a translation with links that are right in the counterpart's file."""
    aligned, pair = sides.aligned, sides.pair
    known: dict[str, str] = {}

    def note(href: str) -> str:
        known.setdefault(aligned.destination(href)[0], href)
        return href

    for block in pair.answers:
        msgstr(block.source, plain=block.plain, destination=note)
    return msgstr(text, destination=lambda href: known.get(href) or _answer(sides, href))


def _answer(sides: Sides, href: str) -> str:
    """Return where a link of the source must lead from the counterpart's file."""
    pair = sides.pair
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    if not parts.path or parts.scheme or parts.netloc or parts.path.startswith("/"):
        return href
    if pair.target is None:
        return href
    here, there = (posixpath.dirname(unit.docname) for unit in (pair.source, pair.target))
    path = sides.answer(pair, posixpath.normpath(posixpath.join(here, unquote(parts.path))))
    if path is None:
        return href
    relative = posixpath.relpath(path, there or ".").replace(" ", "%20")
    return parts._replace(path=relative).geturl()
