"""YAML front matter to located values, whatever state the file is in.

``python-frontmatter`` says where the front matter ends; PyYAML's node tree gives
every value its line and its text as written (so that ``0123`` keeps its zero), and
resolves no alias into a copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from frontmatter.default_handlers import YAMLHandler

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: right, only slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

#: Hugo's delimiter: exactly three hyphens, alone on their line.
_HANDLER = YAMLHandler(fm_boundary=re.compile(r"^---[ \t]*$", re.MULTILINE))
#: Characters that YAML and XML forbid.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_FIELD_LINE = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
#: More nodes than this, aliases followed, is an attack or an accident.
MAX_NODES = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a file: ``line`` counts from 1, ``subtype`` is one of ``log.SUBTYPES``."""

    line: int
    subtype: str
    message: str


@dataclass(slots=True)
class FrontMatter:
    """What a file's head says: its values' nodes and lines, its body, and its faults."""

    nodes: dict[str, yaml.Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)


def decode(data: bytes) -> tuple[str, Problem | None]:
    """Decode a file as UTF-8; what is not UTF-8, line by line, as Windows-1252.

    UTF-16 with a byte order mark (Windows' "Unicode") is understood too.
    """
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16", "replace"), Problem(
                1, "encoding", "the file is UTF-16; save it as UTF-8"
            )
        line = data.count(b"\n", 0, error.start) + 1
        message = (
            f"byte 0x{data[error.start]:02X} is not UTF-8; it was read as Windows-1252: "
            "check the accents, and save the file as UTF-8"
        )
        lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return "\n".join(map(_decode_line, lines)), Problem(line, "encoding", message)


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def clean(text: str) -> tuple[str, Problem | None]:
    """Normalise line ends; replace the characters that neither YAML nor XML can hold."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _FORBIDDEN.search(text)
    if match is None:
        return text, None
    line = text.count("\n", 0, match.start()) + 1
    message = f"control character U+{ord(match[0]):04X}; remove it"
    return _FORBIDDEN.sub(_replacement, text), Problem(line, "encoding", message)


def _replacement(match: re.Match[str]) -> str:
    if match[0] in "\x0b\x0c":
        return " "
    # C1 controls are Windows-1252 that somebody decoded as Latin-1.
    return match[0].encode("latin-1", "replace").decode("cp1252", "replace") if (
        "\x80" <= match[0] <= "\x9f"
    ) else "\ufffd"


def read(text: str) -> FrontMatter:
    """Read the front matter of a cleaned text; without one, all of it is body."""
    if not _HANDLER.detect(text):
        return FrontMatter(body=text)
    start = text.find("\n") + 1 or len(text)
    try:
        source, body = _HANDLER.split(text)
    except ValueError:
        return _read_leniently(text, start, Problem(1, "front-matter", (
            "the front matter has no end; write a line --- after its last field"
        )))
    result = FrontMatter(body=body.removeprefix("\n"))
    result.body_line = text.count("\n", 0, len(text) - len(result.body)) + 1
    try:
        root = yaml.compose(source, Loader=Loader)
        _check_size(root)
    except (yaml.YAMLError, RecursionError) as error:
        return _read_leniently(text, start, _explain(error, source))
    if root is None:
        return result
    if not isinstance(root, yaml.MappingNode):
        return _read_leniently(text, start, Problem(2, "front-matter", (
            "the front matter is no list of fields; write one `field: value` a line"
        )))
    for key, node in root.value:
        line = key.start_mark.line + 1
        if key.value in result.lines:
            result.problems.append(Problem(line, "front-matter", (
                f"{key.value}: given twice, first in line {result.lines[key.value]}; "
                "the last one counts: remove the other"
            )))
        result.nodes[str(key.value)] = node
        result.lines[str(key.value)] = line
    return result


def _check_size(root: yaml.Node | None) -> None:
    """Raise a YAMLError where aliases repeat more than any posting holds, or loop."""
    sizes: dict[int, int] = {}

    def size(node: yaml.Node) -> int:
        if id(node) not in sizes:
            sizes[id(node)] = MAX_NODES  # met again before it is counted: a loop
            parts = node.value if isinstance(node, yaml.SequenceNode) else (
                [part for pair in node.value for part in pair]
                if isinstance(node, yaml.MappingNode) else []
            )
            sizes[id(node)] = 1 + sum(map(size, parts))
        return sizes[id(node)]

    if root is not None and size(root) > MAX_NODES:
        raise yaml.MarkedYAMLError(
            problem=f"aliases repeat values more than {MAX_NODES} times",
            problem_mark=root.start_mark,
        )


def _explain(error: Exception, source: str) -> Problem:
    """Say what is wrong with the YAML of *source*, in which line, and the cure."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line if mark else 0
    lines = source.split("\n")
    # A scalar that spilled over: the field that opened it is above.
    at = min(line, len(lines) - 1)
    while at > 0 and not _FIELD_LINE.match(lines[at]):
        at -= 1
    match = _FIELD_LINE.match(lines[at])
    value = (match[2] or "").strip() if match else ""
    reason = getattr(error, "problem", None) or str(error) or type(error).__name__
    if match and value[:1] == "'" and re.search(r"[^']'[^']", value[1:].rstrip("'")):
        return Problem(at + 1, "front-matter", (
            f"{match[1]}: a straight apostrophe ends the quoted text too early; "
            "double it (''), write a typographic one (’), or put the text in double quotes"
        ))
    if match and value[:1] == '"' and value.count('"') > 2:
        return Problem(at + 1, "front-matter", (
            f"{match[1]}: a double quote ends the quoted text too early; "
            'write \\" or put the text in single quotes'
        ))
    if match and ": " in value and value[:1] not in "'\"":
        return Problem(at + 1, "front-matter", (
            f"{match[1]}: the text holds a colon; put it in quotes"
        ))
    if "\t" in lines[min(line, len(lines) - 1)]:
        return Problem(line + 1, "front-matter", "YAML allows no tab here; write spaces")
    return Problem(line + 1, "front-matter", f"the YAML cannot be read: {reason}; mend this line")


def _read_leniently(text: str, start: int, problem: Problem) -> FrontMatter:
    """Save the fields line by line, up to the closing ``---`` or the first prose."""
    result = FrontMatter(problems=[problem])
    lines = text[start:].split("\n")
    chunks: list[tuple[str, int, list[str]]] = []
    end = 0
    for number, line in enumerate(lines):
        if line.rstrip(" \t") == "---":
            end = number + 1
            break
        if match := _FIELD_LINE.match(line):
            chunks.append((match[1], number, [line]))
        elif chunks and line[:1] in (" ", "\t"):
            chunks[-1][2].append(line)
        elif line.strip() and not line.startswith(("#", "- ")):
            break  # prose: the body has begun
        elif chunks and line.strip():
            chunks[-1][2].append(line)
            continue
        else:
            continue
        end = number + 1
    result.body = "\n".join(lines[end:])
    result.body_line = end + 2
    for name, number, chunk in chunks:
        result.nodes[name] = _lenient_value(chunk)
        result.lines[name] = number + 2
    return result


def _lenient_value(chunk: list[str]) -> yaml.Node:
    source = "\n".join(chunk)
    try:
        root = yaml.compose(source, Loader=Loader)
        _check_size(root)
        node: yaml.Node = root.value[0][1]
    except (yaml.YAMLError, RecursionError, AttributeError, IndexError, TypeError, ValueError):
        value = source.partition(":")[2].strip()
        if value[:1] in "'\"" and value[-1:] == value[:1]:
            value = value[1:-1]
        return yaml.ScalarNode("tag:yaml.org,2002:str", re.sub(r"\s*\n\s*", " ", value))
    return node
