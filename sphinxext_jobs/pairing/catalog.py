"""A document's catalogue: read, brought up to date from its pair, and written.

Each entry that the machine wrote carries a comment that says which two texts agreed, so that a
later run can tell what changed since, and what a person changed in the catalogue itself:

    # jobs-pair 5d41402abc4b/7d793037a076 translation changed
    # jobs-pair why: crossing
    # jobs-pair before: the translation that agreed with the source

The first digest is that of the ``msgstr`` as the machine left it (``-``: a person's), the second,
where it differs, that of the counterpart's text when the two agreed. An entry without the comment
is a person's.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from babel.messages import catalog as babel
from babel.messages.pofile import PoFileError, escape, normalize, read_po, write_po

from ..languages import locale, matches
from ..languages import normalize as normalize_tag
from .message import words

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A message and its translation; ``previous`` is the source that was translated."""

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
    def state(self) -> State | None:
        """The state; None where the machine has no part in the entry."""
        return self.mark.state if self.mark else None


@dataclass(frozen=True, slots=True)
class Catalog:
    """A PO file: its header as it is written, its entries, and those no longer used.

    ``foreign`` are entries with a context or plural, which no document of Sphinx has.
    """

    header: str
    entries: tuple[Entry, ...] = ()
    obsolete: tuple[Entry, ...] = ()
    foreign: tuple[babel.Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pair says of one message of the source.

    ``text`` is the ``msgstr``, None where nothing answers; ``doubts`` say why it is not to be
    trusted; ``has_counterpart`` is false where there is no text in the other language at all.
    """

    text: str | None = None
    doubts: tuple[str, ...] = ()
    crossing: bool = False
    has_counterpart: bool = True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the memory knows of a message; *previous* where it is only a near one."""

    text: str
    previous: str | None = None
    doubts: tuple[str, ...] = ()


class CatalogError(Exception):
    """A file that is no sound PO file, and is left as it is; with the line of the fault."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def digest(text: str) -> str:
    """Return a short digest of a text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


# Reading.

_STRING = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(
    rf"(?:\#~\s*)?(?:(msgid|msgid_plural|msgctxt|msgstr|msgstr\[\d+\])\s*)?({_STRING})"
    rf"|\#~\s*\#?\|.*|\#(?!~).*|\#~"
)
_MARK = re.compile(r"jobs-pair ([0-9a-f]{12}|-)(?:/([0-9a-f]{12}|-))? ([a-z ]+)")
_WHY = "jobs-pair why: "
_BEFORE = "jobs-pair before: "
_UNMATCHED = "# jobs-pair unmatched: "
_UNMATCHED_MORE = "# jobs-pair ... "
_PREVIOUS = "| "


def read(path: Path, lang: str) -> Catalog:
    """Read a catalogue in a language.

    Raises CatalogError if the file is broken (encoding, syntax, conflict markers, truncated), or
    is for another language: whatever it holds is a person's work, and not to be written over.
    """
    text = _decode(path.read_bytes())
    _check_lines(text)
    try:
        parsed = read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(str(error), error.lineno + 1) from error
    except Exception as error:  # whatever Babel makes of a hostile header
        raise CatalogError(f"no PO file that Babel can read ({error})", 1) from error
    header = _header(text) or new_header(lang, "")
    _check_header(header, lang)
    entries, foreign = [], []
    for message in parsed:
        if message.id == "":
            continue
        if isinstance(message.id, str) and not message.context:
            entries.append(_from_babel(message))
        else:
            foreign.append(message)
    obsolete = [
        _from_babel(message)
        for message in parsed.obsolete.values()
        if isinstance(message.id, str) and not message.context
    ]
    return Catalog(header, tuple(entries), tuple(obsolete), tuple(foreign))


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError("not UTF-8; convert it with `msgconv -t UTF-8`", line) from error


def _check_lines(text: str) -> None:
    """Find what Babel would read without a word: half a string, a message that stands twice."""
    seen: dict[tuple[str, str], int] = {}
    parts: dict[str, list[str]] = {}
    at, keyword = 0, ""

    def note() -> None:
        if "msgid" in parts and not ({"msgid_plural", "obsolete"} & parts.keys()):
            name = ("".join(parts["msgid"]), "".join(parts.get("msgctxt", [])))
            if name in seen:
                raise CatalogError(f"the message stands in line {seen[name]} already", at)
            seen[name] = at

    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped:
            continue
        match = _LINE.fullmatch(stripped)
        if match is None or "\0" in stripped:
            is_conflict = re.match(r"[<=>|]{7}", stripped)
            kind = "a conflict marker" if is_conflict else "no line of a PO file"
            raise CatalogError(f"{kind}: {stripped[:60]}", number)
        if match[2] is None:
            continue
        if match[1]:
            if match[1] == "msgctxt" or (match[1] == "msgid" and keyword != "msgctxt"):
                note()
                parts, at = {}, number
            keyword = match[1]
            if stripped.startswith("#~"):
                parts["obsolete"] = []
        parts.setdefault(keyword, []).append(match[2][1:-1])
    note()


def _header(text: str) -> str:
    """Return the header's lines as they are written; empty where there is none."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line and line[0] != "#"), 0)
    if lines[start : start + 1] != ['msgid ""'] or not lines[start + 1].startswith("msgstr "):
        return ""
    end = start + 2
    while end < len(lines) and lines[end].startswith('"'):
        end += 1
    return "\n".join(lines[:end]).strip("\n")


def _check_header(header: str, lang: str) -> None:
    for number, line in enumerate(header.split("\n"), 1):
        if match := re.match(r'"Language:\s*([\w-]*)', line):
            found = normalize_tag(match[1]) if match[1] else lang
            if not (matches(found, lang) or matches(lang, found)):
                raise CatalogError(f"a catalogue in {found}, not in {lang}", number)
        elif (match := re.search(r"charset=([\w-]+)", line)) and (
            match[1].lower() not in ("utf-8", "utf8", "ascii", "us-ascii", "charset")
        ):
            raise CatalogError(
                f"the charset is {match[1]}; convert it with `msgconv -t UTF-8`", number
            )


def _from_babel(message: babel.Message) -> Entry:
    assert isinstance(message.id, str)
    comments, previous, before = [], [], []
    notes: tuple[str, ...] = ()
    mark: Mark | None = None
    for comment in message.user_comments:
        if comment.startswith(_PREVIOUS):  # Babel takes `#| msgid "…"` for a comment
            previous.append(comment.removeprefix(_PREVIOUS))
        elif comment.startswith(_BEFORE):
            before.append(comment.removeprefix(_BEFORE))
        elif (found := _MARK.fullmatch(comment)) and found[3] in list(State):
            mark = Mark(State(found[3]), found[1], found[2] or found[1])
        elif comment.startswith(_WHY):
            notes = tuple(comment.removeprefix(_WHY).split(", "))
        else:
            comments.append(comment)
    if mark:
        mark = replace(mark, notes=notes, before=_unfolded(before) if before else None)
    return Entry(
        message.id,
        str(message.string or ""),
        frozenset(message.flags) - {"python-format"},
        _previous(previous),
        tuple(comments),
        tuple(message.auto_comments),
        tuple(message.locations),
        mark,
    )


def _previous(lines: Sequence[str]) -> str | None:
    if not lines or not lines[0].startswith("msgid "):
        return None
    source = "\n".join(["msgid " + lines[0].removeprefix("msgid "), *lines[1:], 'msgstr ""'])
    try:
        found = [m.id for m in read_po(io.StringIO(source), abort_invalid=True) if m.id]
    except Exception:  # a broken comment is no reason to refuse a sound entry
        return None
    return str(found[0]) if found else None


# Writing.


def new_header(lang: str, project: str) -> str:
    """Return the header of a new catalogue in a language. It has no dates: builds repeat."""
    fields = {
        "Project-Id-Version": project,
        "Language": lang.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": babel.Catalog(locale=locale(lang)).plural_forms,
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
        out[entry.id] = _to_babel(entry)
        out[entry.id].flags = set(entry.flags)
    for message in catalog.foreign:
        out[message.id] = message
    for old in catalog.obsolete:
        out.obsolete[old.id] = _to_babel(old)
    buffer = io.BytesIO()
    write_po(buffer, out, omit_header=True, no_location=True)
    following = iter(catalog.entries)
    lines = [catalog.header, ""]
    for line in buffer.getvalue().decode().rstrip("\n").split("\n"):
        if line.startswith("msgid ") and (next_ := next(following, None)) is not None:
            flags = [lines.pop()] if lines[-1].startswith("#,") else []
            lines += [*_location_lines(next_), *flags, *_previous_lines(next_)]
        lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n"


# Babel folds these comments in the middle of a name or of a string.


def _location_lines(entry: Entry) -> Iterator[str]:
    for name, line in entry.locations:
        written = f"\u2068{name}\u2069" if re.search(r"\s", name) else name
        yield f"#: {written}:{line}" if line else f"#: {written}"


def _previous_lines(entry: Entry) -> Iterator[str]:
    if entry.previous is not None:
        for part in f"msgid {normalize(entry.previous)}".split("\n"):
            yield f"#| {part}"


def _to_babel(entry: Entry) -> babel.Message:
    comments = list(entry.comments)
    if mark := entry.mark:
        seen = "" if mark.seen == mark.wrote else f"/{mark.seen}"
        comments.append(f"jobs-pair {mark.wrote}{seen} {mark.state}")
        if mark.notes:
            comments.append(_WHY + ", ".join(mark.notes))
        comments += [_BEFORE + part for part in _folded(mark.before or "")]
    return babel.Message(
        entry.id,
        entry.string,
        auto_comments=entry.auto_comments,
        user_comments=comments,
    )


#: With the longest prefix, less than the 76 columns at which Babel and others fold comments.
_FOLD = 56


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


def _unfolded(lines: Iterable[str]) -> str:
    return "".join(line[:-1] if line.endswith("\\") else line + " " for line in lines).rstrip(" ")


# Bringing up to date.


def update(
    old: Catalog,
    messages: Mapping[str, Sequence[Location]],
    proposals: Mapping[str, Proposal],
    remember: Callable[[str], Suggestion | None] = lambda _id: None,
) -> Catalog:
    """Bring a catalogue up to date with its document's *messages* and their *proposals*.

    A person's translation stays; what the machine wrote follows the pair, and is fuzzy where the
    two no longer agree. *remember* fills what nothing answers.
    """
    known = {entry.id: entry for entry in (*old.obsolete, *old.entries)}
    orphans = [e for e in known.values() if e.id not in messages and e.string]
    empty = [id_ for id_ in messages if id_ in proposals and not known.get(id_, Entry(id_)).string]
    origins = _origins(empty, orphans, proposals)
    entries = []
    for id_, locations in messages.items():
        entry = replace(known.get(id_, Entry(id_)), locations=tuple(locations))
        if proposal := proposals.get(id_):
            if id_ in origins:
                entry = _renamed(entry, origins[id_], proposal)
            elif not entry.string:
                entry = _first(entry, proposal, remember)
            elif entry.mark:
                entry = _again(entry, entry.mark, proposal)
        entries.append(entry)
    used = {origin.id for origin in origins.values()}
    obsolete = [
        replace(entry, flags=frozenset(), previous=None, locations=(), auto_comments=())
        for entry in known.values()
        if entry.id not in messages and entry.id not in used
    ]
    return replace(old, entries=tuple(entries), obsolete=tuple(obsolete))


def _origins(
    empty: Iterable[str], orphans: Sequence[Entry], proposals: Mapping[str, Proposal]
) -> dict[str, Entry]:
    """Find for each new message the one that it was before somebody changed it."""
    found = []
    for id_ in empty:
        text = proposals[id_].text
        for orphan in orphans:
            alike = similarity(orphan.id, id_)
            if orphan.previous == id_:  # somebody changed it back
                alike += 2
            elif text is not None and orphan.mark and orphan.mark.seen == digest(text):
                alike += 1
            elif alike < (0.6 if len(words(id_)) > 4 else 0.75):
                continue
            found.append((alike, id_, orphan))
    origins: dict[str, Entry] = {}
    taken: set[str] = set()
    for _alike, id_, orphan in sorted(found, key=lambda item: (-item[0], item[1], item[2].id)):
        if id_ not in origins and orphan.id not in taken:
            origins[id_] = orphan
            taken.add(orphan.id)
    return origins


def similarity(one: str, other: str) -> float:
    """Tell how much of two messages' words is the same, from 0 to 1."""
    mine, theirs = words(one), words(other)
    if not mine or not theirs:
        return 0.0
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def _fuzzy(flags: frozenset[str], fuzzy: bool) -> frozenset[str]:
    return flags | {"fuzzy"} if fuzzy else flags - {"fuzzy"}


def _fresh(entry: Entry, text: str, proposal: Proposal) -> Entry:
    """Take over what the pair says now, as nothing that agreed says otherwise."""
    notes = proposal.doubts
    if proposal.crossing and not notes:
        notes = ("crossing",)
    state = State.DOUBTFUL if proposal.doubts else State.AGREED
    return replace(
        entry,
        string=text,
        flags=_fuzzy(entry.flags, bool(proposal.doubts)),
        previous=None,
        mark=Mark(state, digest(text), digest(text), notes),
    )


def _first(entry: Entry, proposal: Proposal, remember: Callable[[str], Suggestion | None]) -> Entry:
    """Fill an entry that has no translation yet."""
    if proposal.text is not None:
        return _fresh(entry, proposal.text, proposal)
    suggestion = remember(entry.id)
    if suggestion is None:
        return replace(entry, flags=_fuzzy(entry.flags, False), previous=None, mark=None)
    return replace(
        entry,
        string=suggestion.text,
        flags=_fuzzy(entry.flags, bool(suggestion.doubts)),
        previous=suggestion.previous,
        mark=Mark(State.MEMORY, digest(suggestion.text), PERSON, suggestion.doubts),
    )


def _renamed(entry: Entry, origin: Entry, proposal: Proposal) -> Entry:
    """Carry a translation over to the message that its source has become."""
    mark = origin.mark
    text = proposal.text
    never_agreed = mark is not None and mark.state in (State.DOUBTFUL, State.MEMORY)
    if never_agreed and text is not None and not origin.edited:
        return _fresh(entry, text, proposal)
    if mark is None:
        wrote, seen = PERSON, digest(text) if text is not None else PERSON
        mark = Mark(State.AGREED, wrote, seen)
    elif origin.edited:
        mark = replace(mark, wrote=PERSON)
    agreed = origin.previous if mark.state in DRIFTED and origin.previous else origin.id
    moved = replace(
        entry,
        string=origin.string,
        comments=origin.comments,
        flags=_fuzzy(entry.flags, True),
        previous=agreed,
        mark=replace(mark, state=State.SOURCE_CHANGED, notes=()),
    )
    assert moved.mark is not None
    return _compare(moved, moved.mark, proposal)


def _again(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Look again at an entry that the machine wrote."""
    text = proposal.text
    if mark.state is State.MEMORY and entry.fuzzy == bool(mark.notes):
        untouched = not entry.edited and text is not None
        return _fresh(entry, text or "", proposal) if untouched else entry
    if mark.state is State.DOUBTFUL and entry.fuzzy:
        return entry if entry.edited or text is None else _fresh(entry, text, proposal)
    if entry.fuzzy:
        # Where nothing drifted, it is a person who doubts it.
        return _compare(entry, mark, proposal) if mark.state in DRIFTED else entry
    if mark.state is not State.AGREED:
        entry, mark = _confirmed(entry, mark, proposal)
    return _compare(entry, mark, proposal)


def _confirmed(entry: Entry, mark: Mark, proposal: Proposal) -> tuple[Entry, Mark]:
    """Note that a person took the fuzzy flag away: what stands there agrees."""
    if proposal.text is None:
        seen = PERSON  # it agrees with no counterpart's block, and need not
    else:
        seen = digest(proposal.text) if entry.edited else mark.wrote
    notes = ("crossing",) if proposal.crossing else ()
    mark = Mark(State.AGREED, mark.wrote, seen, notes)
    return replace(entry, previous=None, mark=mark), mark


def _compare(entry: Entry, mark: Mark, proposal: Proposal) -> Entry:
    """Compare what once agreed with what both texts say now."""
    text = proposal.text
    source_changed = entry.previous is not None and entry.previous != entry.id
    agreed = entry.string if mark.before is None else mark.before
    if text is None:
        if not proposal.has_counterpart and not source_changed:
            return entry
        translation_changed = proposal.has_counterpart and mark.seen != PERSON
    else:
        translation_changed = digest(text) != mark.seen and text != agreed
        if not translation_changed:
            agreed = text
    crossing = ("crossing",) if proposal.crossing else ()
    if not source_changed and not translation_changed:
        was_crossing = mark.state is not State.MOVED and "crossing" in mark.notes
        moved = proposal.crossing and not was_crossing
        return replace(
            entry,
            string=entry.string if entry.edited else agreed,
            flags=_fuzzy(entry.flags, moved),
            previous=None,
            mark=Mark(
                State.MOVED if moved else State.AGREED,
                mark.wrote if entry.edited else digest(agreed),
                mark.seen,
                crossing,
            ),
        )
    if source_changed and translation_changed:
        state = State.BOTH_CHANGED
    else:
        state = State.SOURCE_CHANGED if source_changed else State.TRANSLATION_CHANGED
    notes = ("gone",) if text is None and translation_changed else ()
    if entry.edited:
        string, wrote, before = entry.string, mark.wrote, None
    elif text is not None and translation_changed:
        string, wrote, before = text, digest(text), agreed
    else:
        string, wrote, before = agreed, digest(agreed), None
    return replace(
        entry,
        string=string,
        flags=_fuzzy(entry.flags, True),
        previous=entry.previous if source_changed else None,
        mark=Mark(state, wrote, mark.seen, notes, before),
    )


# Summing up.


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a catalogue is: counts of messages, and of the counterpart's unmatched blocks."""

    total: int = 0
    translated: int = 0
    fuzzy: int = 0
    drifted: int = 0
    unmatched: int = 0

    @property
    def untranslated(self) -> int:
        """How many have no translation at all."""
        return self.total - self.translated - self.fuzzy


def figures(catalog: Catalog) -> Figures:
    """Count a catalogue's messages; fuzzy ones are not translated, for Sphinx shows none."""
    done = [entry for entry in catalog.entries if entry.string and not entry.fuzzy]
    fuzzy = [entry for entry in catalog.entries if entry.fuzzy]
    return Figures(
        total=len(catalog.entries),
        translated=len(done),
        fuzzy=len(fuzzy),
        drifted=sum(entry.state in DRIFTED for entry in fuzzy),
        unmatched=unmatched_count(catalog),
    )
