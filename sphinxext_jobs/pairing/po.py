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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from babel.messages import catalog as babel
from babel.messages.pofile import escape, normalize, read_po

from ..text.languages import matches
from ..text.languages import normalize as normalize_tag
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
    plural. ``tail`` are the comments behind the last entry. ``misread`` says that Babel, and so
    Sphinx, would read the file otherwise than gettext, or that gettext would refuse it: it must be
    written again.
    """

    header: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    foreign: tuple[str, ...] = ()
    tail: str = ""
    misread: bool = field(default=False, compare=False)


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

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_KEYWORD = r"msgid|msgid_plural|msgctxt|msgstr|msgstr\[\d{1,3}\]"
_LINE = re.compile(rf"(?:({_KEYWORD})\s*)?({_STRING}(?:\s*{_STRING})*+)")
#: Babel writes `#|` as `# |`; so do we in obsolete entries, where Babel reads no `#~|`.
_PREVIOUS = re.compile(rf'#( ?)\|\s*(?:({_KEYWORD})\s*)?(".*)')
#: The escapes of gettext: bytes in octal or hexadecimal digits, and letters.
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_LETTERS = dict(zip('abfnrtv"\\', '\a\b\f\n\r\t\v"\\', strict=True))
_DIGEST = r"[0-9a-f]{12}"
_MARK = re.compile(rf"jobs-pair ({_DIGEST}|-)(?:/({_DIGEST}|-))?(?: ({_DIGEST}))? ([a-z ]+)")
_WHY = "jobs-pair why: "
_BEFORE = "jobs-pair before: "
_UNMATCHED = "# jobs-pair unmatched: "
_UNMATCHED_MORE = "# jobs-pair ... "


@dataclass(slots=True)
class _Raw:
    """An entry as its lines say it, in the form that gettext and Babel read alike.

    ``strings`` and ``parts`` are by keyword; ``misread`` says that its lines were written in
    another form, ``bytes_line`` where a string has a part of a character.
    """

    line: int = 0
    obsolete: bool = False
    lines: list[str] = field(default_factory=list)
    strings: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    misread: bool = False
    bytes_line: int = 0

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
    raws, tail = _scan(_decode(path.read_bytes()))
    header = next((raw for raw in raws if raw.name == ("", "") and not raw.obsolete), None)
    if header is not None:
        _check_header(header, lang)
    plain = [raw for raw in raws if raw is not header and raw.is_plain]
    live = [raw for raw in plain if not raw.obsolete]
    # Of two obsolete entries for one message, Babel has the last.
    last = {raw.name: raw for raw in plain if raw.obsolete}
    ours = [*filter(None, [header]), *live, *last.values()]
    try:
        parsed = read_po(io.StringIO("\n\n".join(map(_for_babel, ours))), abort_invalid=True)
    except Exception as error:  # whatever Babel makes of a hostile header
        line = header.line if header else 1
        raise CatalogError(f"no PO file that Babel can read ({error})", line) from error
    used = [_entry(raw, parsed[raw.parts["msgid"]]) for raw in live]
    obsolete = [_entry(raw, parsed.obsolete[raw.parts["msgid"]]) for raw in last.values()]
    kept = set(map(id, ours))
    foreign = ["\n".join(raw.lines) for raw in raws if id(raw) not in kept]
    first = "\n".join(header.lines) if header else new_header(lang, "")
    misread = any(raw.misread for raw in [*raws, tail])
    last_lines = "\n".join(tail.lines)
    return Catalog(first, tuple(used), tuple(obsolete), tuple(foreign), last_lines, misread)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError("not UTF-8; convert it with `msgconv -t UTF-8`", line) from error


def _scan(text: str) -> tuple[list[_Raw], _Raw]:
    """Split a file into entries, and the comments behind the last.

    Finds what Babel would read without a word, and lose: half a string, two translations of a
    message, a message that stands twice.
    """
    raws: list[_Raw] = []
    seen: dict[tuple[str, str], int] = {}
    raw, keyword = _Raw(), ""
    for number, line in _lines(text):
        content = line
        while content.startswith("#~"):
            content = content[2:].lstrip()
        if not content:
            continue
        if content.startswith("|") and content != line:
            content = f"# {content}"
        is_comment = content.startswith("#")
        match = None if is_comment else _LINE.fullmatch(content)
        if "\0" in line or not (match or is_comment):
            is_conflict = re.match(r"[<=>|]{7}", content)
            kind = "a conflict marker" if is_conflict else "no line of a PO file"
            raise CatalogError(f"{kind}: {line[:60]}", number)
        starts = match is not None and match[1] in ("msgid", "msgctxt") and keyword != "msgctxt"
        if raw.strings and (match is None or starts):
            _finish(raw, keyword, raws, seen)
            raw, keyword = _Raw(), ""
        if match:
            obsolete = line.startswith("#~")
            if raw.strings and raw.obsolete != obsolete:
                raise CatalogError("`#~` is before a part of the entry, not before all", number)
            raw.obsolete = obsolete
            if match[1]:
                if not _follows(match[1], keyword):
                    raise CatalogError(f"{match[1]} after {keyword or 'no message'}", number)
                keyword = match[1]
                raw.line = raw.line or number
            elif not keyword:
                raise CatalogError("a string without keyword", number)
            content = _add_string(raw, keyword, match, number)
        raw.lines.append(content)
        raw.misread |= content != line
    if raw.strings:
        _finish(raw, keyword, raws, seen)
        raw = _Raw()
    return raws, raw


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield a file's lines and their numbers.

    As in C, a line that ends with a backslash goes on in the next; here, unless it is a comment.
    """
    parts: list[str] = []
    first = 1
    for number, line in enumerate(text.split("\n"), 1):
        first = first if parts else number
        is_comment = not parts and re.match(r"\s*#(?!~)", line)
        goes_on = line.endswith("\\") and not is_comment
        parts.append(line[:-1] if goes_on else line)
        if not goes_on:
            yield first, "".join(parts).strip()
            parts = []
    yield first, "".join(parts).strip()


def _add_string(raw: _Raw, keyword: str, match: re.Match[str], number: int) -> str:
    """Add to an entry what a line of strings says, and return the line as Babel reads it."""
    try:
        text = "".join(map(_unescape, re.findall(_STRING, match[2])))
    except ValueError as error:
        raise CatalogError(str(error), number) from error
    raw.strings.setdefault(keyword, []).append(text)
    try:
        written = escape(_decode_bytes(text))
    except ValueError:  # perhaps the next line has the rest of the character
        raw.bytes_line, written = number, match[2]
    prefix = "#~ " if raw.obsolete else ""
    return f"{prefix}{match[1]} {written}" if match[1] else f"{prefix}{written}"


def _unescape(string: str) -> str:
    """Read a string as gettext does: Babel knows fewer escapes. Bytes come as surrogates."""
    text = string[1:-1]
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if found := re.search("[\0\4]", text):
        message = f"the character U+{ord(found[0]):04X} ends a text in gettext; remove it"
        raise ValueError(message)
    return text


def _unescaped(match: re.Match[str]) -> str:
    octal, digits, letter = match.groups()
    if letter:
        if letter not in _LETTERS:
            message = f"gettext knows no escape {match[0]}; write \\{match[0]} for a backslash"
            raise ValueError(message)
        return _LETTERS[letter]
    # A byte, however many digits there are.
    byte = int(octal, 8) & 0xFF if octal else int(digits[-2:], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)


def _decode_bytes(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode()


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
    for name, strings in raw.strings.items():
        try:
            raw.parts[name] = _decode_bytes("".join(strings))
        except ValueError as error:
            message = "the bytes of the escapes are not UTF-8; write the character itself"
            raise CatalogError(message, raw.bytes_line) from error
    if raw.obsolete and any(line.startswith("#|") for line in raw.lines):
        # gettext refuses these before `#~`.
        raw.lines = [re.sub(r"^#\|", "# |", line) for line in raw.lines]
        raw.misread = True
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


#: What Babel reads for us: places, flags (of two kinds in gettext), and comments of programs.
_READ_BY_BABEL = {"#:": "#:", "#,": "#,", "#=": "#,", "#.": "#."}


def _for_babel(raw: _Raw) -> str:
    lines = [_READ_BY_BABEL[n[:2]] + n[2:] for n in raw.lines if n[:2] in _READ_BY_BABEL]
    if not re.fullmatch("(?:[^\u2068\u2069]|\u2068[^\u2068\u2069]*\u2069)*", "".join(lines)):
        lines = [re.sub("[\u2068\u2069]", "", line) for line in lines]
    prefix = "#~ " if raw.obsolete else ""
    lines += [f"{prefix}{name} {escape(raw.parts.get(name, ''))}" for name in ("msgid", "msgstr")]
    return "\n".join(lines)


def _entry(raw: _Raw, message: babel.Message) -> Entry:
    comments: list[str] = []
    previous: dict[str, list[re.Match[str]]] = {"": [], " ": []}
    before: list[str] = []
    notes: tuple[str, ...] = ()
    mark: Mark | None = None
    for line in raw.lines:
        if not line.startswith("#") or line[:2] in _READ_BY_BABEL or line.startswith("#~"):
            continue
        comment = line[1:].strip()
        if found := _PREVIOUS.fullmatch(line):
            previous[found[1]].append(found)
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
        frozenset(filter(None, message.flags)) - {"python-format", "python-brace-format"},
        _previous(previous[""]) or _previous(previous[" "]),
        tuple(comments),
        tuple(message.auto_comments),
        tuple(message.locations),
        mark,
    )


def _previous(lines: Iterable[re.Match[str]]) -> str | None:
    strings: list[str] = []
    keyword = ""
    for line in lines:
        keyword = line[2] or keyword
        if line[2] == "msgid":
            strings = []
        if keyword == "msgid":
            strings.append(line[3])
    return _text_of(strings) or None


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
        # gettext takes the line behind a last backslash for a part of the comment.
        first, *rest = [*_folded(text.rstrip("\\ \n"))] or ["…"]
        lines += [_UNMATCHED + first, *(_UNMATCHED_MORE + part for part in rest)]
    at = next((n for n, line in enumerate(kept) if not line.startswith("# ")), len(kept))
    return "\n".join([*kept[:at], *lines, *kept[at:]])


def unmatched_count(catalog: Catalog) -> int:
    """Count the counterpart's blocks that a header records."""
    return sum(line.startswith(_UNMATCHED) for line in catalog.header.split("\n"))


def dump(catalog: Catalog) -> str:
    """Return the text of a catalogue's file."""
    used = [_block(entry) for entry in catalog.entries]
    obsolete = [_block(entry, "#~ ") for entry in catalog.obsolete]
    parts = [catalog.header, *used, *catalog.foreign, *obsolete, catalog.tail]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(entry: Entry, prefix: str = "") -> str:
    """Write an entry. Babel's own writer would fold the comments, and spoil them."""
    flags = [f"#, {', '.join(sorted(entry.flags))}"] if entry.flags else []
    return "\n".join(
        [
            *(f"# {comment}".rstrip() for comment in entry.comments),
            *_mark_lines(entry.mark),
            *(f"#. {comment}" for comment in entry.auto_comments),
            *_location_lines(entry),
            *flags,
            *_previous_lines(entry, "# |" if prefix else "#|"),
            f"{prefix}msgid {_written(entry.id, prefix)}",
            f"{prefix}msgstr {_written(entry.string, prefix)}",
        ]
    )


def _written(text: str, prefix: str) -> str:
    """Write a text as Babel does, folded.

    Not where a word is so long that Babel would take minutes, nor where the text ends with white
    space, to which it may add a line.
    """
    longest = max(map(len, text.split()), default=0)
    return normalize(text, prefix, 76 if longest < 500 and text == text.rstrip() else 0)


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


def _previous_lines(entry: Entry, sign: str) -> Iterator[str]:
    if entry.previous is not None:
        first, *rest = _strings(entry.previous)
        for part in [f"msgid {first}"] if not rest else ['msgid ""', first, *rest]:
            yield f"{sign} {part}"


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
        at = 0
        while len(line) - at >= _FOLD:
            yield line[at : at + _FOLD - 1] + "\\"
            at += _FOLD - 1
        line = line[at:]
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
        return _decode_bytes("".join(map(_unescape, map(_whole, strings))))
    except ValueError:
        return ""


def _whole(string: str) -> str:
    if not re.fullmatch(_STRING, string):
        raise ValueError(string)
    return string
