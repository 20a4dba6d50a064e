"""YAML front matter to values with their lines, whatever state the file is in.

``python-frontmatter`` finds the end of the front matter. PyYAML's node tree has the line of every
value and its text as written (so that ``0123`` keeps its zero), and does not copy aliases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin

from .diagnostics import Diagnostic, Kind, Location
from .wording import message as _

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: right, only slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

#: Hugo's delimiter: exactly three hyphens, alone on their line.
_HANDLER = YAMLHandler(fm_boundary=re.compile(r"^---[ \t]*$", re.MULTILINE))
#: Characters that YAML or HTML forbid.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FIELD_LINE = re.compile(r"([^\W\d][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
#: A field whose value is in the lines below.
_OPEN_FIELD = re.compile(r":[ \t]*(?:[|>][-+\d]*)?[ \t]*$")
#: The beginning of a merge conflict.
MARKER = "<<<<<<< "
#: The lines that Git leaves around two changes in one place.
_MARKER = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
#: Directives that show their content as it is written.
_SHOWS_CODE = re.compile(r"\{(?:code|sourcecode|parsed-literal|raw|math|mermaid)\b")
#: More values than this, aliases followed, or deeper ones are an attack or an accident.
MAX_VALUES = 10_000
MAX_DEPTH = 50


#: The line of a fault, the problem, and how to fix it.
_Fault = tuple[int, str, str]


@dataclass(slots=True)
class FrontMatter:
    """The head of a file: the nodes and lines of its fields, its body, and its faults.

    ``path`` is the file in diagnostics, and ``line`` where they report a field that is missing.
    ``others`` are the fields of the second side of a merge conflict.
    """

    path: str = ""
    line: int = 1
    nodes: dict[str, yaml.Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    diagnostics: list[Diagnostic] = field(default_factory=list)
    others: dict[str, yaml.Node] = field(default_factory=dict)

    def at(self, name: str) -> Location:
        """Return the location of a field; of the front matter, if the field is missing."""
        first = min(self.lines.values(), default=self.line)
        return Location(self.path, self.lines.get(name, first))

    def _report(self, fault: _Fault) -> None:
        line, problem, hint = fault
        at = Location(self.path, line)
        self.diagnostics.append(Diagnostic(Kind.FRONT_MATTER, at, problem, hint))


def decode(data: bytes, path: str = "") -> tuple[str, Diagnostic | None]:
    """Decode a file as UTF-8, and each line that is not UTF-8 as Windows-1252.

    UTF-16 with a byte order mark (“Unicode” on Windows) is decoded too. *path* is the file in the
    diagnostic of one that is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            line, text = 1, data.decode("utf-16", "replace")
            problem, hint = _("This file is UTF-16."), _("Save it as UTF-8.")
        else:
            # The codec removed the byte order mark before it counted.
            line = error.object.count(b"\n", 0, error.start) + 1
            lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
            text = "\n".join(map(_decode_line, lines))
            problem = _("The byte {byte} is not UTF-8, so it is read as Windows-1252.").format(
                byte=f"0x{error.object[error.start]:02X}"
            )
            hint = _("Check the accents, and save the file as UTF-8.")
        return text, Diagnostic(Kind.ENCODING, Location(path, line), problem, hint)


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def clean(text: str, path: str = "") -> tuple[str, Diagnostic | None]:
    """Normalize line ends, and replace the characters that YAML or XML do not allow.

    *path* is the file in the diagnostic of such a character.
    """
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # They end a line in YAML, but not in an editor: line numbers would differ.
    text = text.replace("\u2028", " ").replace("\u2029", " ")
    match = _FORBIDDEN.search(text)
    if match is None:
        return text, None
    line = text.count("\n", 0, match.start()) + 1
    problem = _("This line contains the control character {character}.").format(
        character=f"U+{ord(match[0]):04X}"
    )
    fault = Diagnostic(Kind.ENCODING, Location(path, line), problem, _("Remove the character."))
    return _FORBIDDEN.sub(_replacement, text), fault


def _replacement(match: re.Match[str]) -> str:
    if match[0] in "\x0b\x0c":
        return " "
    # C1 controls are Windows-1252 that somebody decoded as Latin-1.
    if "\x80" <= match[0] <= "\x9f":
        return match[0].encode("latin-1").decode("cp1252", "replace")
    return "\ufffd"


def read(text: str, path: str = "") -> FrontMatter:
    """Read the front matter of a cleaned text; without front matter, the whole text is body.

    In a merge conflict, the fields of the first side are used, and those that only the second
    side has, except its flags: one of them may say whether a posting is published. *path* is
    the file in diagnostics.
    """
    if not _MARKER.search(text):
        return _read(text, path)
    first, second, line = _sides(text.split("\n"))
    result = _read(first, path)
    if line is None:
        return result
    problem = _("A merge conflict is not resolved here.")
    hint = _(
        "Keep one of the two texts, and remove the lines that begin with <<<<<<<, ======= and "
        ">>>>>>>."
    )
    result.diagnostics.insert(0, Diagnostic(Kind.MERGE, Location(path, line), problem, hint))
    other = _read(second, path)
    result.others = other.nodes
    for name, node in other.nodes.items():
        if name not in result.nodes and node.tag != "tag:yaml.org,2002:bool":
            result.nodes[name], result.lines[name] = node, other.lines[name]
    return result


def _sides(lines: list[str]) -> tuple[str, str, int | None]:
    """Return a text without its merge conflicts, the second side's front matter, and their line.

    Each line keeps its number. Of the body, both sides are kept.
    """
    kinds = _kinds(lines)
    if "#" not in kinds:
        return "\n".join(lines), "", None
    head, other, base = (_head(lines, kinds, side) for side in "<=|")
    before = zip(lines, kinds[: min(other, default=0)], strict=False)
    if not head and not any(line.strip() for line, kind in before if kind in " <"):
        head = other
    gone = (other | base) - head
    first = [
        "" if kind == "#" or number in gone else line
        for number, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]
    second = [line if number in other else "" for number, line in enumerate(lines)]
    for text, numbers in ((first, head), (second, other)):
        if numbers:  # the conflict may begin before
            text[min(numbers)], text[0] = "", "---"
    return "\n".join(first), "\n".join(second), kinds.index("#") + 1


def _kinds(lines: list[str]) -> str:
    """Tell what each line is: a marker (#), in a side (< | =), or common to both (a space).

    In the body, where ======= may underline a heading, a conflict begins with <<<<<<< alone,
    and not in code.
    """
    last = max((n for n, line in enumerate(lines) if line.startswith(">" * 7)), default=-1)
    code: set[int] | None = None
    kinds: list[str] = []
    side = " "
    dashes = [number for number, line in enumerate(lines) if line.rstrip(" \t") == "---"]
    texts = (n for n, line in enumerate(lines) if line.strip() and not _MARKER.match(line))
    body = dashes[1] if len(dashes) > 1 else len(lines)
    if next(texts, None) not in dashes:
        body = -1  # there is no front matter
    for number, line in enumerate(lines):
        marker = _MARKER.match(line)
        sign = marker[1][0] if marker else ""
        if sign and side == " " and number > body:
            if code is None:
                code = set(_code("\n".join(lines[body + 1 :]), body + 1))
            sign = sign if sign == "<" and number not in code else ""
        elif sign == side or (sign == "=" and side == " " and _is_prose(lines[number - 1])):
            sign = ""
        kinds.append("#" if sign else side)
        if sign:
            side = " " if sign == ">" or number > last else sign
    return "".join(kinds)


def _head(lines: list[str], kinds: str, side: str) -> set[int]:
    """Return which lines are the front matter of a side, with the lines --- around it."""
    mine = [number for number, kind in enumerate(kinds) if kind in (" ", side)]
    start = next((n for n, number in enumerate(mine) if lines[number].strip()), 0)
    text = [lines[number] for number in mine[start:]]
    if not text or text[0].rstrip(" \t") != "---":
        return set()
    end = _closing(text[1:])
    if end is None:
        end = next((n for n, line in enumerate(text[1:]) if _is_prose(line)), len(text)) - 1
    return set(mine[start : start + end + 2])


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").use(colon_fence_plugin)


def _code(text: str, start: int) -> Iterator[int]:
    """Yield the numbers of the lines that a Markdown text, from line *start* on, shows as code."""
    for token in _markdown().parse(text):
        if token.map is None:
            continue
        first, last = token.map
        if token.type in ("fence", "colon_fence"):
            if token.info.startswith("{") and not _SHOWS_CODE.match(token.info):
                yield from _code(token.content, start + first + 1)
                continue
        elif token.type != "html_block" or not re.match("<(?:pre|script)", token.content):
            continue
        yield from range(start + first, start + last)


def _read(text: str, path: str) -> FrontMatter:
    if not _HANDLER.detect(text):
        return FrontMatter(path, body=text)
    start = text.find("\n") + 1 or len(text)
    try:
        source, body = _HANDLER.split(text)
    except ValueError:
        return _read_leniently(text, path, start, _no_end())
    result = FrontMatter(path, body=body.removeprefix("\n"))
    result.body_line = text.count("\n", 0, len(text) - len(result.body)) + 1
    try:
        root = _compose(source)
    except yaml.YAMLError as error:
        return _read_leniently(text, path, start, _explain(error, source.split("\n")))
    if root is None:
        return result
    if not isinstance(root, yaml.MappingNode):
        fault = (2, _("The front matter is not a list of fields."), _field_a_line())
        return _read_leniently(text, path, start, fault)
    _add_fields(result, root)
    return result


def _field_a_line() -> str:
    return _("Write one `field: value` on each line.")


def _no_end() -> _Fault:
    return 1, _("The front matter is not closed."), _("Add a line `---` after the last field.")


def _compose(source: str) -> yaml.Node | None:
    _check_size(source)
    return yaml.compose(source, Loader=Loader)


class _TooMuchError(yaml.YAMLError):
    """The values are more, or nested deeper, than any posting's."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.problem_mark = mark


def _check_size(source: str) -> None:
    """Raise where values are too many or too deep; an alias counts as all that it repeats.

    This goes by events, since libyaml's composer, which recurses, crashes on deep nesting.
    """
    anchors: dict[str | None, tuple[int, int]] = {}  # name: number of values, depth
    parents: list[tuple[str | None, int, int]] = [(None, 0, 0)]
    for event in yaml.parse(source, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            anchors[event.anchor] = (MAX_VALUES, 0)  # met again before its end: a loop
            parents.append((event.anchor, 1, 1))
            anchor, count, depth = None, 0, 0
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, count, depth = parents.pop()
        elif isinstance(event, yaml.AliasEvent):
            anchor, (count, depth) = None, anchors.get(event.anchor, (1, 1))
        elif isinstance(event, yaml.ScalarEvent):
            anchor, count, depth = event.anchor, 1, 1
        else:
            continue
        if anchor:
            anchors[anchor] = (count, depth)
        above, total, deepest = parents[-1]
        parents[-1] = (above, total + count, max(deepest, depth + 1))
        if total + count > MAX_VALUES or len(parents) + depth > MAX_DEPTH:
            raise _TooMuchError(event.start_mark)


def _add_fields(result: FrontMatter, root: yaml.MappingNode) -> None:
    merged: list[tuple[int, yaml.Node, yaml.Node]] = []
    for key, node in root.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            problem = _("A list or a mapping cannot be the name of a field, so it is ignored.")
            result._report((line, problem, _field_a_line()))
        elif key.tag == "tag:yaml.org,2002:merge":
            for mapping in node.value if isinstance(node, yaml.SequenceNode) else [node]:
                if isinstance(mapping, yaml.MappingNode):
                    merged.extend((line, *pair) for pair in mapping.value)
        else:
            if key.value in result.lines:
                result._report(_twice(key.value, line, result.lines[key.value]))
            result.nodes[key.value] = node
            result.lines[key.value] = line
    for line, key, node in merged:
        if isinstance(key, yaml.ScalarNode) and key.value not in result.nodes:
            result.nodes[key.value] = node
            result.lines[key.value] = line


def _twice(name: str, line: int, first: int) -> _Fault:
    problem = _("{field} is set twice (first on line {line}), and the last value is used.")
    return line, problem.format(field=name, line=first), _("Remove one of the two.")


def _explain(error: yaml.YAMLError, lines: list[str]) -> _Fault:
    """Find the line and the cause of an error in the YAML *lines*."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line if mark else 0
    if isinstance(error, _TooMuchError):
        problem = _(
            "The front matter has too many values, or they are nested too deeply (each alias "
            "counts as a full copy)."
        )
        return line + 1, problem, _("Use fewer values.")
    last = len(lines) - 1
    opening = getattr(error, "context_mark", None)
    if (
        opening
        and line > opening.line
        and (line >= last or _FIELD_LINE.match(lines[line]))
        and (re.search("quoted scalar|flow", getattr(error, "context", None) or ""))
    ):
        return _unclosed(opening.line, opening.column, lines[opening.line])
    # A scalar that spilled over: the field that opened it is above.
    at = min(line, last)
    while at > 0 and not _FIELD_LINE.match(lines[at]):
        at -= 1
    if (match := _FIELD_LINE.match(lines[at])) and (
        fix := _fix(match[1], (match[2] or "").strip())
    ):
        return at + 1, *fix
    line = min(line, last)
    while line > 0 and not lines[line].strip():
        line -= 1  # the error came to light at the end
    if "\t" in lines[line]:
        return line + 1, _("YAML does not allow a tab here."), _("Replace the tab with spaces.")
    reason = getattr(error, "problem", None) or str(error) or type(error).__name__
    problem = _("The YAML is not valid: {reason}.").format(reason=reason)
    return line + 1, problem, _("Correct this line.")


def _unclosed(line: int, column: int, text: str) -> _Fault:
    """Explain a quotation mark or a bracket without its counterpart."""
    sign = text[column]
    closing = {"[": "]", "{": "}"}.get(sign, sign)
    if name := _FIELD_LINE.match(text):
        problem = _("{sign} in the value of {field} is never closed.").format(
            field=name[1], sign=sign
        )
    else:
        problem = _("{sign} is never closed.").format(sign=sign)
    return line + 1, problem, _("Add {sign} at the end.").format(sign=closing)


def _fix(name: str, value: str) -> tuple[str, str] | None:
    """Suggest a fix for a value that breaks the YAML, if the cause is recognizable."""
    sign = value[:1]
    if sign == "'" and re.search(r"[^']'[^']", value[1:].rstrip("'")):
        problem = _("A straight apostrophe ends the quoted text of {field} too early.")
        hint = _(
            "Double the apostrophe (''), write a typographic one (’), or put the text in double "
            "quotes."
        )
    elif sign == '"' and (value.count('"') > 2 or value[-1] != '"'):
        problem = _("A double quote ends the quoted text of {field} too early.")
        hint = _('Write \\" instead, or put the text in single quotes.')
    elif sign and sign in "*&!@%`":
        problem = _("The text of {field} begins with {sign}, which has a meaning in YAML.")
        hint = _("Put the text in quotes.")
    elif ": " in value and sign not in "'\"[{":
        problem = _("The text of {field} contains a colon.")
        hint = _("Put the text in quotes.")
    else:
        return None
    return problem.format(field=name, sign=sign), hint


def _is_prose(line: str) -> bool:
    """Whether a line is neither field, continuation, list item nor comment of YAML."""
    return bool(line.strip()) and not (
        line.startswith((" ", "\t", "#", "- ", "]", "}")) or _FIELD_LINE.match(line)
    )


def _closing(lines: list[str]) -> int | None:
    """Return the index of the ``---`` that ends the front matter; None: it is in the body.

    Prose right below a field is a value that was not indented; after an empty line, or
    where an empty line stands above the ``---``, it is the body, whose thematic break that is.
    """
    end = next((i for i, line in enumerate(lines) if line.rstrip(" \t") == "---"), None)
    prose = [i for i, line in enumerate(lines[:end]) if _is_prose(line)]
    if end is None or not prose:
        return end
    has_fields = any(map(_FIELD_LINE.match, lines[:end]))
    apart = not lines[end - 1].strip() or any(i and not lines[i - 1].strip() for i in prose)
    return end if has_fields and not apart else None


def _begins_body(line: str, field: re.Match[str] | None, chunk: list[str], apart: bool) -> bool:
    """Whether the body has begun, in a file that does not say where.

    *chunk* is the field above; *apart* says that an empty line stands between.
    """
    is_open = bool(chunk) and _OPEN_FIELD.search(chunk[0]) is not None
    if field:
        return apart and bool(chunk) and field[1][0].isupper()  # “Note: …”
    if line.startswith("- "):
        return apart or not is_open
    if line.strip() and line[0] in " \t":
        return not chunk or (apart and not is_open)
    return _is_prose(line)


def _read_leniently(text: str, path: str, start: int, fault: _Fault) -> FrontMatter:
    """Read the fields line by line, up to the closing ``---`` or the first prose."""
    result = FrontMatter(path)
    lines = text[start:].split("\n")
    closing = _closing(lines)
    chunks: dict[str, list[str]] = {}
    chunk: list[str] = []
    end = 0
    for number, line in enumerate(lines[:closing]):
        field_ = _FIELD_LINE.match(line)
        if line[:1] == "\t" and len(chunk) == 1 and not _OPEN_FIELD.search(chunk[0]):
            field_ = _FIELD_LINE.match(line.strip())  # a field that a tab has moved
        apart = number == 0 or not lines[number - 1].strip()
        if closing is None and _begins_body(line, field_, chunk, apart):
            break
        if field_:
            name = field_[1]
            if name in result.lines:
                result._report(_twice(name, number + 2, result.lines[name]))
            chunk = chunks[name] = [field_[0]]
            result.lines[name] = number + 2
        elif line.startswith("#"):
            continue  # a comment, or the body's first heading
        else:
            chunk.append(line.expandtabs(2))  # YAML indents by spaces only
        if line.strip():
            end = number + 1
    if closing is not None:
        end = closing + 1
    result.body = "\n".join(lines[end:])
    result.body_line = end + 2
    if closing is None and result.lines and fault[0] >= result.body_line:
        fault = _no_end()  # the lines that cannot be read are the body
    result._report(fault)
    result.nodes = {name: _lenient_value("\n".join([*chunk, ""])) for name, chunk in chunks.items()}
    return result


def option(value: str) -> yaml.Node:
    """Read a directive's option as YAML would: quoted text, a list, a mapping, else as it is."""
    if value[:1] in ("'", '"', "[", "{"):
        return _lenient_value(f"option: {value}")
    tag = "bool" if value.lower() in ("true", "false") else "str"
    return yaml.ScalarNode(f"tag:yaml.org,2002:{tag}", value)


def _lenient_value(source: str) -> yaml.Node:
    try:
        root: Any = _compose(source)
        node: yaml.Node = root.value[0][1]
    except (yaml.YAMLError, AttributeError, IndexError, TypeError, ValueError):
        value = source.partition(":")[2].strip()
        if value[:1] in "'\"" and value[-1:] == value[:1]:
            value = value[1:-1]
        return yaml.ScalarNode("tag:yaml.org,2002:str", re.sub(r"\s*\n\s*", " ", value))
    return node
