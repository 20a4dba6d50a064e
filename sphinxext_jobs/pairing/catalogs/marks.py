"""The machine's comments in a catalogue: a memory of the texts that agreed.

With them, a later run finds the changes since then, and those of a person in the catalogue itself:

    # jobs-pair 5d41402abc4b/7d793037a076 0cc175b9c0f1 translation changed
    # jobs-pair why: crossing
    # jobs-pair since: 3
    # jobs-pair links: 92eb5ffee6ae
    # jobs-pair before: "the translation that agreed with the source"

The first digest is that of the ``msgstr`` as the machine left it (``-``: a person wrote it). After
the slash is that of the counterpart's text when the two agreed, if it is another. The last one is
that of the source that they agreed with, because other programs move entries to sources that look
alike. The translation changed in the third run in which any did. The source has links whose
addresses are defined elsewhere in its file; these addresses have the digest after ``links:``. An
entry without these comments is a person's.

At the top of the file are the counterpart's blocks that match no block of the source:

    # jobs-pair unmatched: a block of the counterpart, whose words are
    # jobs-pair ... folded

Above them are a note for the reader of the file, and the texts that a person has accepted although
they have no counterpart:

    # jobs-pair note: Comments that begin with "jobs-pair" …
    # jobs-pair accepted: a block of either text

Then come the blocks of the source whose translation only the catalogue has, or has another one:

    # jobs-pair unapplied: a block of the source

Last are the digests of code and raw HTML that both texts have, the source's first. If only one of
two blocks has changed since they agreed, its line also has those of the last run:

    # jobs-pair code: 5d41402abc4b 7d793037a076 0cc175b9c0f1 7d793037a076
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from .catalog import Mark, State
from .code import SeenCode
from .strings import folded, short_strings, text_of

PREFIX = "# jobs-pair"
_DIGEST = r"[0-9a-f]{12}"
_MARK = re.compile(rf"jobs-pair ({_DIGEST}|-)(?:/({_DIGEST}|-))?(?: ({_DIGEST}))? ([a-z ]+)")
_WHY = "jobs-pair why: "
_SINCE = re.compile(r"jobs-pair since: (\d{1,9})", re.ASCII)
_LINKS = re.compile(rf"jobs-pair links: ({_DIGEST})")
_BEFORE = "jobs-pair before: "
_UNMATCHED = f"{PREFIX} unmatched: "
_ACCEPTED = f"{PREFIX} accepted: "
_UNAPPLIED = f"{PREFIX} unapplied: "
_NOTE = f"{PREFIX} note: "
_CODE = re.compile(rf"{PREFIX} code: ({_DIGEST}) ({_DIGEST})(?: ({_DIGEST}) ({_DIGEST}))?")
_MORE = f"{PREFIX} ... "

#: A text as the lines of a comment.
Folded = tuple[str, ...]


def read_mark(comments: Iterable[str]) -> tuple[Mark | None, list[str]]:
    """Find the mark among an entry's comments, as written after ``#``; return the others, too."""
    others: list[str] = []
    before: list[str] = []
    notes: tuple[str, ...] = ()
    since, links = 1, ""
    found: re.Match[str] | None = None
    for line in comments:
        comment = line.strip()
        if comment.startswith(_BEFORE):
            before.append(comment.removeprefix(_BEFORE))
        elif comment.startswith(_WHY):
            notes = tuple(comment.removeprefix(_WHY).split(", "))
        elif match := _SINCE.fullmatch(comment):
            since = int(match[1])
        elif match := _LINKS.fullmatch(comment):
            links = match[1]
        elif (match := _MARK.fullmatch(comment)) and match[4] in list(State):
            found = match
        else:
            others.append(line.removeprefix(" "))
    if found is None:
        return None, others
    wrote, seen, source, state = found.groups()
    then = text_of(before) if before else None
    mark = Mark(State(state), wrote, seen or wrote, notes, then, source or "", since, links)
    return mark, others


def mark_lines(mark: Mark | None) -> Iterator[str]:
    """Yield the comments of a mark."""
    if mark is None:
        return
    seen = "" if mark.seen == mark.wrote else f"/{mark.seen}"
    source = f" {mark.source}" if mark.source else ""
    yield f"{PREFIX} {mark.wrote}{seen}{source} {mark.state}"
    if mark.notes:
        yield f"# {_WHY}{', '.join(mark.notes)}"
    if mark.since > 1:
        yield f"{PREFIX} since: {mark.since}"
    if mark.links:
        yield f"{PREFIX} links: {mark.links}"
    if mark.before is not None:
        yield from (f"# {_BEFORE}{string}" for string in short_strings(mark.before))


def with_notes(
    header: str,
    *,
    note: str = "",
    accepted: Iterable[str] = (),
    unmatched: Iterable[str] = (),
    unapplied: Iterable[str] = (),
    code: Iterable[SeenCode] = (),
) -> str:
    """Record in a header a note, the texts that the pairs do not have in both files, and code."""
    kept = [line for line in header.split("\n") if not line.startswith(PREFIX)]
    lines = _comment(_NOTE, note) if note else []
    for sign, texts in (
        (_ACCEPTED, accepted),
        (_UNMATCHED, unmatched),
        (_UNAPPLIED, unapplied),
    ):
        for text in texts:
            lines += _comment(sign, text)
    lines += map(_code_line, code)
    at = next((n for n, line in enumerate(kept) if not line.startswith("# ")), len(kept))
    return "\n".join([*kept[:at], *lines, *kept[at:]])


def with_accepted(header: str, texts: Iterable[str]) -> str:
    """Record in a header that a person has accepted more texts without a counterpart."""
    lines = header.split("\n")
    known = accepted(header)
    new = [line for text in texts if _fold(text) not in known for line in _comment(_ACCEPTED, text)]
    at = next((n for n, line in enumerate(lines) if line.startswith(_UNMATCHED)), None)
    if at is None:
        at = next((n for n, line in enumerate(lines) if not line.startswith("# ")), len(lines))
    return "\n".join([*lines[:at], *new, *lines[at:]])


def _comment(sign: str, text: str) -> list[str]:
    first, *rest = _fold(text)
    return [sign + first, *(_MORE + part for part in rest)]


def _fold(text: str) -> Folded:
    # gettext takes the line after a last backslash for a part of the comment.
    return tuple(folded(text.rstrip("\\ \n"))) or ("…",)


def _code_line(code: SeenCode) -> str:
    digests = (*code.agreed, *(code.now if code.has_drifted else ()))
    return f"{PREFIX} code: {' '.join(digests)}"


def seen_code(header: str) -> tuple[SeenCode, ...]:
    """Return the code and raw HTML that both texts had in the last run."""
    found = filter(None, map(_CODE.fullmatch, header.split("\n")))
    return tuple(SeenCode((m[1], m[2]), (m[3] or m[1], m[4] or m[2])) for m in found)


def with_agreed_code(header: str, agreed: Collection[SeenCode]) -> str:
    """Record in a header that a person has accepted code as it was in the last run."""
    lines = {_code_line(code): _code_line(SeenCode(code.now, code.now)) for code in agreed}
    return "\n".join(lines.get(line, line) for line in header.split("\n"))


def accepted(header: str) -> frozenset[Folded]:
    """Return the texts that a person has accepted (see ``is_in``)."""
    return frozenset(_texts(header, _ACCEPTED))


def unmatched(header: str) -> frozenset[Folded]:
    """Return the counterpart's blocks that match no block of the source (see ``is_in``)."""
    return frozenset(_texts(header, _UNMATCHED))


def unapplied(header: str) -> frozenset[Folded]:
    """Return the source's blocks whose translation is only in the catalogue (see ``is_in``)."""
    return frozenset(_texts(header, _UNAPPLIED))


def is_in(texts: frozenset[Folded], text: str) -> bool:
    """Whether a text is one of those that a header has."""
    return bool(texts) and _fold(text) in texts


def _texts(header: str, sign: str) -> Iterator[Folded]:
    found: list[str] = []
    for line in [*header.split("\n"), ""]:
        if found and line.startswith(_MORE):
            found.append(line.removeprefix(_MORE))
            continue
        if found:
            yield tuple(found)
        found = [line.removeprefix(sign)] if line.startswith(sign) else []


def unmatched_count(header: str) -> int:
    """Count the counterpart's blocks that a header records."""
    return sum(line.startswith(_UNMATCHED) for line in header.split("\n"))
