"""Catalogues as PO files: read as gettext reads them, and written as every program reads them.

The work of people and of other programs is kept: comments, the header, entries with a context or a
plural. A file that gettext or Sphinx could not use is refused, and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import escape

from ...text.languages import matches
from ...text.languages import normalize as normalize_tag
from ...text.wording import message as _
from .catalog import Catalog, Entry, Place
from .header import readable
from .marks import mark_lines, read_mark
from .places import place_lines, read_places
from .strings import STRING, StringError, decode_bytes, short_strings, text_of, unescape, wrapped


class CatalogError(Exception):
    """A file that gettext or Sphinx could not use, and that is left as it is.

    ``line``, from 1, is where the fault is.
    """

    def __init__(self, line: int, problem: str, hint: str = "") -> None:
        super().__init__(" ".join(filter(None, (problem, hint))))
        self.line = line


# Reading.

_KEYWORD = r"msgid|msgid_plural|msgctxt|msgstr|msgstr\[\d{1,3}\]"
_LINE = re.compile(rf"(?:({_KEYWORD})\s*)?({STRING}(?:\s*{STRING})*+)")
#: Babel writes `#|` as `# |`. So do we in obsolete entries, where Babel does not read `#~|`.
_PREVIOUS = re.compile(rf'#( ?)\|\s*(?:({_KEYWORD})\s*)?(".*)')
#: The character sets that a header may name; the last is gettext's word for one to be filled in.
_CHARSETS = {"utf-8", "utf8", "ascii", "us-ascii", "charset"}
#: Flags that Babel guesses from a text; Markdown is not a format string.
_GUESSED = {"python-format", "python-brace-format"}


@dataclass(slots=True)
class _Block:
    """An entry as its lines say it, in the form that gettext and Babel read alike.

    ``strings`` and ``parts`` are by keyword. ``misread`` says that the lines of the file have
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
        """The context and the message, which no two entries share."""
        return self.parts.get("msgctxt", ""), self.parts["msgid"]

    @property
    def is_plain(self) -> bool:
        """Whether Sphinx could have made the entry: it has no context and no plural."""
        return not {"msgctxt", "msgid_plural"} & self.parts.keys()


def read(path: Path, lang: str) -> Catalog:
    """Read a catalogue in a language from its file (see ``parse``); raises ``OSError``, too."""
    return parse(path.read_bytes(), lang)


def parse(data: bytes, lang: str) -> Catalog:
    """Read a catalogue in a language.

    Raises ``CatalogError`` if the file is damaged (encoding, syntax, conflict markers, half an
    entry) or is in another language: a person's work may be in it, which must not be overwritten.
    """
    scanner = _Scanner()
    for number, line in _lines(_decode(data)):
        scanner.feed(number, line)
    scanner.finish()
    blocks, tail = scanner.blocks, scanner.block
    header = next((b for b in blocks if b.name == ("", "") and not b.obsolete), None)
    if header is not None:
        _check_header(header, lang)
    plain = [block for block in blocks if block is not header and block.is_plain]
    live = [block for block in plain if not block.obsolete]
    # If there are several obsolete entries for one message, gettext reads the last.
    obsolete = {block.name: block for block in plain if block.obsolete}
    kept = {id(block) for block in (header, *live, *obsolete.values())}
    return Catalog(
        "\n".join(header.lines) if header else new_header(lang, ""),
        tuple(map(_entry, live)),
        tuple(map(_entry, obsolete.values())),
        tuple("\n".join(block.lines) for block in blocks if id(block) not in kept),
        "\n".join(tail.lines),
        any(block.misread for block in (*blocks, tail)),
    )


def _decode(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = _("Convert it with `msgconv -t UTF-8`.")
        raise CatalogError(line, _("The file is not UTF-8."), hint) from error
    if text.startswith("\ufeff"):
        problem = _("The file begins with a byte order mark, which gettext does not accept.")
        raise CatalogError(1, problem, _("Save it as UTF-8 without a byte order mark."))
    return text.replace("\r\n", "\n")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield a file's lines and their numbers.

    As in C, a line that ends with a backslash continues on the next one; but here, not a comment.
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


class _Scanner:
    """Splits a file into blocks: its entries, and a last one of the comments that follow them.

    It refuses everything that Babel would read without a warning, and lose: half a string, two
    translations of a message, the same message twice.
    """

    def __init__(self) -> None:
        self.blocks: list[_Block] = []
        self.block = _Block()
        self._keyword = ""
        self._alone: tuple[int, str] | None = None
        self._first_lines: dict[tuple[str, str], int] = {}

    def feed(self, number: int, line: str) -> None:
        """Read a line."""
        content = line
        while content.startswith("#~"):
            content = content[2:].lstrip()
        if not content:
            return
        if content.startswith("|") and content != line:
            content = f"# {content}"
        if self._alone:
            number, content = self._alone[0], f"{self._alone[1]} {content}"
            self._alone = None
        elif re.fullmatch(_KEYWORD, content):
            self._alone = number, content
            return
        is_comment = content.startswith("#")
        match = None if is_comment else _LINE.fullmatch(content)
        if "\0" in line or not (match or is_comment):
            raise _not_a_line(content, number)
        begins = match and match[1] in ("msgid", "msgctxt") and self._keyword != "msgctxt"
        if begins or is_comment:
            self.finish()
        if match:
            content = self._add_strings(match, line.startswith("#~"), number)
        self.block.lines.append(content)
        self.block.misread |= content != line

    def _add_strings(self, match: re.Match[str], obsolete: bool, number: int) -> str:
        """Add a line of strings to the entry, and return the line as Babel reads it."""
        block, keyword = self.block, match[1]
        if block.strings and block.obsolete != obsolete:
            problem = _("Some lines of this entry begin with `#~`, and some do not.")
            raise CatalogError(number, problem)
        block.obsolete = obsolete
        if keyword and not _follows(keyword, self._keyword):
            problem = _("`{keyword}` is not expected here.").format(keyword=keyword)
            raise CatalogError(number, problem)
        if not (keyword or self._keyword):
            raise CatalogError(number, _("This string has no keyword such as `msgid`."))
        self._keyword = keyword or self._keyword
        block.line = block.line or number
        try:
            text = unescape(match[2])
        except StringError as error:
            raise CatalogError(number, error.problem, error.hint) from error
        block.strings.setdefault(self._keyword, []).append(text)
        try:
            written = escape(decode_bytes(text))
        except ValueError:  # perhaps the next line has the rest of the character
            block.bytes_line, written = number, match[2]
        return ("#~ " if obsolete else "") + (f"{keyword} {written}" if keyword else written)

    def finish(self) -> None:
        """End the entry, if there is one; its comments may have begun already."""
        if self._alone:
            raise _not_a_line(self._alone[1], self._alone[0])
        block = self.block
        if not block.strings:
            return
        if not self._keyword.startswith("msgstr"):
            problem = _("This message has no `msgstr`.")
            raise CatalogError(block.line, problem, _("If the file is incomplete, restore it."))
        for name, strings in block.strings.items():
            try:
                block.parts[name] = decode_bytes("".join(strings))
            except ValueError as error:
                problem = _("The bytes of the escapes are not UTF-8.")
                hint = _("Write the character itself.")
                raise CatalogError(block.bytes_line, problem, hint) from error
        if not block.obsolete:
            first = self._first_lines.setdefault(block.name, block.line)
            if first != block.line:
                problem = _("Duplicate message (first on line {line}).").format(line=first)
                raise CatalogError(block.line, problem)
        elif any(line.startswith("#|") for line in block.lines):
            # gettext refuses these before `#~`.
            block.lines = [re.sub(r"^#\|", "# |", line) for line in block.lines]
            block.misread = True
        self.blocks.append(block)
        self.block, self._keyword = _Block(), ""


def _not_a_line(content: str, number: int) -> CatalogError:
    if re.match(r"[<=>|]{7}", content):
        problem = _("This line is part of a merge conflict: “{line}”.")
        hint = _("Resolve the conflict.")
    else:
        problem, hint = _("This line is not valid in a PO file: “{line}”."), ""
    return CatalogError(number, problem.format(line=content[:60].replace("\0", "\ufffd")), hint)


def _follows(keyword: str, before: str) -> bool:
    """Whether a keyword may follow another in an entry; before the first, it is empty."""
    if keyword.startswith("msgstr["):
        number = int(keyword[7:-1])
        return before == (f"msgstr[{number - 1}]" if number else "msgid_plural")
    allowed = {"msgctxt": ("",), "msgid": ("", "msgctxt")}
    return before in allowed.get(keyword, ("msgid",))


def _check_header(header: _Block, lang: str) -> None:
    """Refuse another language and another character set, and correct what Babel refuses."""
    text = header.parts.get("msgstr", "")
    for line in text.split("\n"):
        name, _colon, value = line.partition(":")
        charset = re.search(r"charset=([\w-]+)", value)
        if name.lower() == "language" and re.fullmatch(r"[\w-]+", value.strip()):
            found = normalize_tag(value)
            if not (matches(found, lang) or matches(lang, found)):
                problem = _("The catalogue is in {found}, not in {lang}.")
                raise CatalogError(_line_of(header, line), problem.format(found=found, lang=lang))
        elif charset and charset[1].lower() not in _CHARSETS:
            problem = _("The charset in the header is {charset}.").format(charset=charset[1])
            hint = _("Convert the file with `msgconv -t UTF-8`.")
            raise CatalogError(_line_of(header, line), problem, hint)
    try:
        fields = readable(text)
    except Exception as error:  # Babel may raise any error for a hostile header
        problem = _("Babel, and so Sphinx, cannot read the header: {error}.").format(error=error)
        raise CatalogError(header.line, problem) from error
    if fields != text:
        comments = [line for line in header.lines if line.startswith("#")]
        lines = map(escape, fields.splitlines(keepends=True))
        header.lines = [*comments, 'msgid ""', 'msgstr ""', *lines]
        header.misread = True


def _line_of(header: _Block, text: str) -> int:
    """Return the line on which a field of the header is."""
    at = next(n for n, line in enumerate(header.lines) if line.startswith("msgid"))
    for number, line in enumerate(header.lines[at:]):
        if text in line:
            return header.line + number
    return header.line


def _entry(block: _Block) -> Entry:
    comments: list[str] = []
    auto_comments: list[str] = []
    locations: list[Place] = []
    flags: set[str] = set()
    previous: dict[str, list[re.Match[str]]] = {"": [], " ": []}
    for line in block.lines:
        sign, text = line[:2], line[2:].strip()
        if not line.startswith("#") or sign == "#~":
            continue
        if sign in ("#,", "#="):  # gettext has flags of two kinds
            flags.update(flag.strip() for flag in text.split(","))
        elif sign == "#:":
            locations += read_places(text)
        elif sign == "#.":
            auto_comments += [text] if text else []
        elif found := _PREVIOUS.fullmatch(line):
            previous[found[1]].append(found)
        else:
            comments.append(line[1:])
    mark, others = read_mark(comments)
    return Entry(
        block.parts["msgid"],
        block.parts["msgstr"],
        frozenset(flags) - {"", *_GUESSED},
        _previous(previous[""]) or _previous(previous[" "]),
        tuple(others),
        tuple(auto_comments),
        tuple(dict.fromkeys(locations)),
        mark,
    )


def _previous(lines: Iterable[re.Match[str]]) -> str | None:
    """Return the last text that ``msgid`` begins in these lines."""
    strings: list[str] = []
    keyword = ""
    for line in lines:
        keyword = line[2] or keyword
        if line[2] == "msgid":
            strings = []
        if keyword == "msgid":
            strings.append(line[3])
    return text_of(strings) or None


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


def dump(catalog: Catalog) -> str:
    """Return the text of a catalogue's file."""
    used = [_text(entry) for entry in catalog.entries]
    obsolete = [_text(entry, "#~ ") for entry in catalog.obsolete]
    parts = [catalog.header, *used, *catalog.foreign, *obsolete, catalog.tail]
    return "\n\n".join(filter(None, parts)) + "\n"


def _text(entry: Entry, prefix: str = "") -> str:
    """Write an entry. Babel's own writer would fold the comments, and damage them."""
    flags = [f"#, {', '.join(sorted(entry.flags))}"] if entry.flags else []
    return "\n".join(
        [
            *(f"# {comment}".rstrip() for comment in entry.comments),
            *mark_lines(entry.mark),
            *(f"#. {comment}" for comment in entry.auto_comments),
            *place_lines(entry.locations),
            *flags,
            *_previous_lines(entry.previous, "# |" if prefix else "#|"),
            f"{prefix}msgid {wrapped(entry.id, prefix)}",
            f"{prefix}msgstr {wrapped(entry.string, prefix)}",
        ]
    )


def _previous_lines(previous: str | None, sign: str) -> Iterator[str]:
    if previous is not None:
        first, *rest = short_strings(previous)
        for part in [f"msgid {first}"] if not rest else ['msgid ""', first, *rest]:
            yield f"{sign} {part}"
