"""Catalogues as files: PO, with comments in which the machine remembers what agreed.

Each entry that the machine wrote carries a comment that says which two texts agreed, so that a
later run can tell what changed since, and what a person changed in the catalogue itself:

    # jobs-pair 5d41402abc4b/7d793037a076 0cc175b9c0f1 translation changed
    # jobs-pair why: crossing
    # jobs-pair before: the translation that agreed with the source

The first digest is that of the ``msgstr`` as the machine left it (``-``: a person's); after the
stroke, where it differs, that of the counterpart's text when the two agreed; then that of the
source that they agreed with, for other programs move entries to sources that look alike. An entry
without the comment is a person's.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from babel.messages import catalog as babel
from babel.messages.pofile import PoFileError, escape, read_po, unescape, write_po

from ..languages import matches
from ..languages import normalize as normalize_tag
from .message import FIELD_COMMENT

Location = tuple[str, int]


class State(StrEnum):
    """How an entry that the machine wrote stands."""

    AGREED = "agreed"
    DOUBTFUL = "doubtful"
    MEMORY = "memory"
    SOURCE_CHANGED = "source changed"
    TRANSLATION_CHANGED = "translation changed"
    BOTH_CHANGED = "both changed"
    MOVED = "moved"


#: The states of a pair that once agreed.
DRIFTED = frozenset(
    {State.SOURCE_CHANGED, State.TRANSLATION_CHANGED, State.BOTH_CHANGED, State.MOVED}
)
PERSON = "-"


@dataclass(frozen=True, slots=True)
class Mark:
    """The machine's comment on an entry (see the module); ``notes`` say why it is fuzzy."""

    state: State
    wrote: str
    seen: str
    notes: tuple[str, ...] = ()
    before: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message and its translation; ``previous`` is the source that was translated.

    ``comments`` are a person's.
    """

    id: str
    string: str = ""
    flags: frozenset[str] = frozenset()
    previous: str | None = None
    comments: tuple[str, ...] = ()
    auto_comments: tuple[str, ...] = ()
    locations: tuple[Location, ...] = ()
    mark: Mark | None = None

    @property
    def fuzzy(self) -> bool:
        """Whether Sphinx leaves the translation out until a person has looked at it."""
        return "fuzzy" in self.flags

    @property
    def edited(self) -> bool:
        """Whether the translation is a person's."""
        return self.mark is None or digest(self.string) != self.mark.wrote

    @property
    def is_another(self) -> bool:
        """Whether the source is not the one that the mark is about."""
        if self.mark is None or not self.mark.source:
            return self.mark is not None and self.previous not in (None, self.id)
        return self.mark.source != source_digest(self.id)

    @property
    def state(self) -> State | None:
        """The state; None where the machine has no part in the entry."""
        return self.mark.state if self.mark else None


@dataclass(frozen=True, slots=True)
class Catalog:
    """A PO file: its header as it is written, its entries, and those no longer used.

    ``foreign`` is what no document of Sphinx has, as it is written: entries with a context or a
    plural, and comments that belong to none.
    """

    header: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    foreign: tuple[str, ...] = ()


class CatalogError(Exception):
    """A file that is no sound PO file, and is left as it is; with the line of the fault."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def source_digest(message: str) -> str:
    """Return the digest of a message's text, without what tells a field's from a block's."""
    return digest(FIELD_COMMENT.sub("", message))


# Reading.

_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(
    rf"(\#~\s*)?(?:(msgid|msgid_plural|msgctxt|msgstr|msgstr\[\d+\])\s*)?({_STRING})"
    rf"|\#~\s*\#?\|.*|\#(?!~).*|\#~"
)
_DIGEST = r"[0-9a-f]{12}"
_MARK = re.compile(rf"jobs-pair ({_DIGEST}|-)(?:/({_DIGEST}|-))?(?: ({_DIGEST}))? ([a-z ]+)")
_WHY = "jobs-pair why: "
_BEFORE = "jobs-pair before: "
_UNMATCHED = "# jobs-pair unmatched: "
_UNMATCHED_MORE = "# jobs-pair ... "


@dataclass(slots=True)
class _Raw:
    """An entry as its lines say it."""

    line: int = 0
    obsolete: bool = False
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from other entries: context and message."""
        return self.parts.get("msgctxt", ""), self.parts["msgid"]

    @property
    def is_plain(self) -> bool:
        """Whether it is such as Sphinx has: without context and plural."""
        return not {"msgctxt", "msgid_plural"} & self.parts.keys()


def read(path: Path, lang: str) -> Catalog:
    """Read a catalogue in a language.

    Raises CatalogError if the file is broken (encoding, syntax, conflict markers, truncated), or
    is for another language: whatever it holds is a person's work, and not to be written over.
    """
    text = _decode(path.read_bytes())
    raws, tail = _scan(text)
    header = next((raw for raw in raws if raw.name == ("", "") and not raw.obsolete), None)
    if header is not None:
        _check_header(header, lang)
    try:
        parsed = read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(str(error), error.lineno + 1) from error
    except Exception as error:  # whatever Babel makes of a hostile header
        line = header.line if header else 1
        raise CatalogError(f"no PO file that Babel can read ({error})", line) from error
    plain = [raw for raw in raws if raw is not header and raw.is_plain]
    used = [_entry(raw, parsed[raw.parts["msgid"]]) for raw in plain if not raw.obsolete]
    # Of two obsolete entries for one message, Babel has the last.
    last = {raw.name: raw for raw in plain if raw.obsolete}
    obsolete = [_entry(raw, parsed.obsolete[raw.parts["msgid"]]) for raw in last.values()]
    kept = {id(header), *map(id, last.values()), *(id(r) for r in plain if not r.obsolete)}
    foreign = ["\n".join(raw.lines) for raw in raws if id(raw) not in kept]
    foreign += ["\n".join(tail)] if tail else []
    first = "\n".join(header.lines) if header else new_header(lang, "")
    return Catalog(first, tuple(used), tuple(obsolete), tuple(foreign))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError("not UTF-8; convert it with `msgconv -t UTF-8`", line) from error


def _scan(text: str) -> tuple[list[_Raw], list[str]]:
    """Split a file into entries, and the comments behind the last.

    Finds what Babel would read without a word, and lose: half a string, two translations of a
    message, a message that stands twice.
    """
    raws: list[_Raw] = []
    seen: dict[tuple[str, str], int] = {}
    raw, keyword = _Raw(), ""
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped:
            continue
        match = _LINE.fullmatch(stripped)
        if match is None or "\0" in stripped:
            is_conflict = re.match(r"[<=>|]{7}", stripped)
            kind = "a conflict marker" if is_conflict else "no line of a PO file"
            raise CatalogError(f"{kind}: {stripped[:60]}", number)
        starts = match[2] in ("msgid", "msgctxt") and keyword != "msgctxt"
        if raw.parts and (match[3] is None or starts):
            _finish(raw, keyword, raws, seen)
            raw, keyword = _Raw(), ""
        raw.lines.append(stripped)
        if match[3] is None:
            if not stripped.startswith("#~") and stripped[1:2] not in (":", ",", "."):
                raw.comments.append(line.rstrip())
            continue
        raw.obsolete = match[1] is not None
        if match[2]:
            if not _follows(match[2], keyword):
                raise CatalogError(f"{match[2]} after {keyword or 'no message'}", number)
            keyword = match[2]
            raw.line = raw.line or number
        elif not keyword:
            raise CatalogError("a string without keyword", number)
        try:
            raw.parts[keyword] = raw.parts.get(keyword, "") + unescape(match[3])
        except ValueError as error:
            raise CatalogError(
                f"a backslash that escapes nothing: {stripped[:60]}", number
            ) from error
    if raw.parts:
        _finish(raw, keyword, raws, seen)
        raw = _Raw()
    return raws, raw.lines


def _follows(keyword: str, before: str) -> bool:
    """Whether a keyword may follow another (none: at the start) in an entry."""
    if keyword.startswith("msgstr["):
        number = int(keyword[7:-1])
        return before == (f"msgstr[{number - 1}]" if number else "msgid_plural")
    allowed = {"msgctxt": ("",), "msgid": ("", "msgctxt")}
    return before in allowed.get(keyword, ("msgid",))


def _finish(raw: _Raw, keyword: str, raws: list[_Raw], seen: dict[tuple[str, str], int]) -> None:
    if not keyword.startswith("msgstr"):
        raise CatalogError("a message without msgstr: is the file cut off?", raw.line)
    if not raw.obsolete:
        if raw.name in seen:
            raise CatalogError(f"the message stands in line {seen[raw.name]} already", raw.line)
        seen[raw.name] = raw.line
    raws.append(raw)


def _check_header(header: _Raw, lang: str) -> None:
    """Refuse another language, and another character set than UTF-8."""
    for line in header.parts.get("msgstr", "").split("\n"):
        name, _colon, value = line.partition(":")
        if name.lower() == "language" and re.fullmatch(r"[\w-]+", value.strip()):
            found = normalize_tag(value)
            if not (matches(found, lang) or matches(lang, found)):
                raise CatalogError(f"a catalogue in {found}, not in {lang}", _line_of(header, line))
        elif (match := re.search(r"charset=([\w-]+)", value)) and (
            match[1].lower() not in ("utf-8", "utf8", "ascii", "us-ascii", "charset")
        ):
            raise CatalogError(
                f"the charset is {match[1]}; convert it with `msgconv -t UTF-8`",
                _line_of(header, line),
            )


def _line_of(header: _Raw, field_: str) -> int:
    """Tell the line in which a field of the header stands."""
    at = next(n for n, line in enumerate(header.lines) if line.startswith("msgid"))
    for number, line in enumerate(header.lines[at:]):
        if field_ in line:
            return header.line + number
    return header.line


def _entry(raw: _Raw, message: babel.Message) -> Entry:
    comments, previous, before = [], [], []
    notes: tuple[str, ...] = ()
    mark: Mark | None = None
    for line in raw.comments:
        comment = line[1:].strip()
        if comment.startswith("| "):  # also in `# |`, which Babel makes of `#|`
            previous.append(comment[2:])
        elif comment.startswith(_BEFORE):
            before.append(comment.removeprefix(_BEFORE))
        elif (found := _MARK.fullmatch(comment)) and found[4] in list(State):
            mark = Mark(State(found[4]), found[1], found[2] or found[1], source=found[3] or "")
        elif comment.startswith(_WHY):
            notes = tuple(comment.removeprefix(_WHY).split(", "))
        else:
            comments.append(line[1:].removeprefix(" "))
    if mark:
        mark = replace(mark, notes=notes, before=_text_of(before) if before else None)
    return Entry(
        raw.parts["msgid"],
        raw.parts["msgstr"],
        # Babel guesses these from the text; a Markdown text is no format string.
        frozenset(message.flags) - {"python-format", "python-brace-format"},
        _previous(previous),
        tuple(comments),
        tuple(message.auto_comments),
        tuple(message.locations),
        mark,
    )


def _previous(lines: Sequence[str]) -> str | None:
    if not lines or not lines[0].startswith("msgid "):
        return None
    return _text_of([lines[0].removeprefix("msgid "), *lines[1:]]) or None


# Writing.


def new_header(lang: str, project: str) -> str:
    """Return the header of a new catalogue in a language.

    It has no dates, so that two runs write the same, and no ``Plural-Forms``: Sphinx's messages
    have no plurals, and Babel's forms of a language change from release to release.
    """
    fields = {
        "Project-Id-Version": project,
        "Language": lang.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    lines = [escape(f"{name}: {value}\n") for name, value in fields.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines])


def with_unmatched(header: str, texts: Iterable[str]) -> str:
    """Record in a header the counterpart's blocks that answer nothing."""
    kept = [line for line in header.split("\n") if not line.startswith("# jobs-pair")]
    lines = []
    for text in texts:
        first, *rest = _folded(text)
        lines += [_UNMATCHED + first, *(_UNMATCHED_MORE + part for part in rest)]
    at = next((n for n, line in enumerate(kept) if not line.startswith("# ")), len(kept))
    return "\n".join([*kept[:at], *lines, *kept[at:]])


def unmatched_count(catalog: Catalog) -> int:
    """Count the counterpart's blocks that a header records."""
    return sum(line.startswith(_UNMATCHED) for line in catalog.header.split("\n"))


def dump(catalog: Catalog) -> str:
    """Return the text of a catalogue's file."""
    out = babel.Catalog(charset="utf-8")
    for entry in catalog.entries:
        out[entry.id] = message = babel.Message(entry.id, entry.string)
        message.flags, message.auto_comments = set(), list(entry.auto_comments)
    for old in catalog.obsolete:
        out.obsolete[old.id] = babel.Message(old.id, old.string)
    buffer = io.BytesIO()
    write_po(buffer, out, omit_header=True, no_location=True)
    written = filter(None, buffer.getvalue().decode().strip("\n").split("\n\n"))
    entries = [*catalog.entries, *catalog.obsolete]
    used = len(catalog.entries)
    blocks = [_block(entry, text) for entry, text in zip(entries, written, strict=True)]
    return "\n\n".join([catalog.header, *blocks[:used], *catalog.foreign, *blocks[used:]]) + "\n"


def _block(entry: Entry, written: str) -> str:
    """Complete an entry with the comments that Babel would fold, and spoil."""
    lines = written.split("\n")
    at = next(n for n, line in enumerate(lines) if "msgid" in line.split(" ")[:2])
    flags = [f"#, {', '.join(sorted(entry.flags))}"] if entry.flags else []
    return "\n".join(
        [
            *(f"# {comment}".rstrip() for comment in entry.comments),
            *_mark_lines(entry.mark),
            *lines[:at],
            *_location_lines(entry),
            *flags,
            *_previous_lines(entry),
            *lines[at:],
        ]
    )


def _mark_lines(mark: Mark | None) -> Iterator[str]:
    if mark is None:
        return
    seen = "" if mark.seen == mark.wrote else f"/{mark.seen}"
    source = f" {mark.source}" if mark.source else ""
    yield f"# jobs-pair {mark.wrote}{seen}{source} {mark.state}"
    if mark.notes:
        yield f"# {_WHY}{', '.join(mark.notes)}"
    if mark.before is not None:
        yield from (f"# {_BEFORE}{string}" for string in _strings(mark.before))


def _location_lines(entry: Entry) -> Iterator[str]:
    for name, line in entry.locations:
        written = f"\u2068{name}\u2069" if re.search(r"\s", name) else name
        yield f"#: {written}:{line}" if line else f"#: {written}"


def _previous_lines(entry: Entry) -> Iterator[str]:
    if entry.previous is not None:
        first, *rest = _strings(entry.previous)
        for part in [f"msgid {first}"] if not rest else ['msgid ""', first, *rest]:
            yield f"#| {part}"


#: With the longest prefix, less than the 76 columns at which Babel and others fold comments.
_FOLD = 52


def _folded(text: str) -> Iterator[str]:
    """Fold a text so that nothing that rewrites the catalogue folds its lines again.

    A backslash at a line's end says that a word goes on.
    """
    line = ""
    for word in re.split(r"[ \n]+", text):
        if line and len(line) + len(word) >= _FOLD:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
        while len(line) >= _FOLD:
            yield line[: _FOLD - 1] + "\\"
            line = line[_FOLD - 1 :]
    if line:
        yield line


def _strings(text: str) -> list[str]:
    """Write a text as strings of a PO file, so short that nothing folds their lines."""
    found: list[str] = []
    string = ""
    for word in re.findall(r"[^ ]* *", text):
        parts = [word[i : i + 20] for i in range(0, len(word), 20)]
        for part in parts if len(escape(word)) > _FOLD else [word]:
            if string and len(escape(string + part)) > _FOLD:
                found.append(string)
                string = ""
            string += part
    return [escape(string) for string in [*found, string]]


def _text_of(strings: Iterable[str]) -> str:
    """Read a text back from its strings; empty where they are spoilt."""
    try:
        return "".join(unescape(string) for string in strings)
    except ValueError:  # a backslash that escapes nothing
        return ""
