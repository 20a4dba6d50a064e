"""Front matter as YAML nodes with their lines, from valid and from damaged files.

``python-frontmatter`` finds the end of the front matter. PyYAML's node tree has the line of every
value and its text as written (so that ``0123`` keeps its zero), and does not copy aliases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from ..diagnostics import Diagnostic, Kind, Location
from ..model.values import is_absent
from ..text.wording import message as _
from .conflicts import MARKER_LINE, sides
from .repair import is_glued, repair
from .yaml_text import (
    Fault,
    begins_with,
    closing_line,
    compose,
    explain,
    explain_field,
    field_in,
    is_prose,
)

#: Hugo's delimiter: exactly three hyphens, alone on their line.
_HANDLER = YAMLHandler(fm_boundary=re.compile(r"^---[ \t]*$", re.MULTILINE))
#: Characters that YAML or HTML forbid.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
#: A field whose value is in the lines below.
_OPEN_FIELD = re.compile(r":[ \t]*(?:[|>][-+\d]*)?[ \t]*$")


#: A text that YAML does not read: ``#1 team`` is a comment, ``&Kitchen`` the name of a value.
_HIDDEN = re.compile(r"^[^#]*?:[ \t]+([#&])[^\s#]")
#: A field that names a value, or repeats one: alone, its YAML may not be valid.
_ALIAS = re.compile(r":[ \t]+[*&][\w-]+(?:[ \t]|$)")


@dataclass(slots=True)
class FrontMatter:
    """The head of a file: the nodes and lines of its fields, its body, and its faults.

    ``path`` is the file in diagnostics, and ``line`` the line for a missing field. ``head`` are its
    lines as they are written, without line ends; in a merge conflict there are none, so that
    nothing is corrected. ``others`` are the fields of the second side of a merge conflict, and
    ``guessed`` the names of those whose values are not valid YAML.
    """

    path: str = ""
    line: int = 1
    nodes: dict[str, yaml.Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    diagnostics: list[Diagnostic] = field(default_factory=list)
    others: dict[str, yaml.Node] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    head: list[str] = field(default_factory=list)

    def at(self, name: str) -> Location:
        """Return the location of a field; of the front matter, if the field is missing."""
        line = self.lines.get(name) or min(self.lines.values(), default=self.line)
        return Location(self.path, line)

    def has_fault(self, name: str) -> bool:
        """Whether there is a fault in the line of a field."""
        return name in self.lines and any(each.at == self.at(name) for each in self.diagnostics)

    def report(self, *faults: Fault) -> None:
        """Add faults in its YAML to the diagnostics."""
        for line, problem, hint, fix in faults:
            at = Location(self.path, line)
            self.diagnostics.append(Diagnostic(Kind.FRONT_MATTER, at, problem, hint, fix))


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
    if not MARKER_LINE.search(text):
        return _read(text, path)
    first, second, conflicts = sides(text.split("\n"))
    result = _read(first, path)
    if not conflicts:
        return result
    result.head = []
    result.diagnostics = [replace(found, fix=()) for found in result.diagnostics]
    result.diagnostics[:0] = [merge_conflict(Location(path, line)) for line in conflicts]
    other = _read(second, path)
    result.others = other.nodes
    for name, node in other.nodes.items():
        if name not in result.nodes and node.tag != "tag:yaml.org,2002:bool":
            result.nodes[name], result.lines[name] = node, other.lines[name]
    return result


def merge_conflict(at: Location) -> Diagnostic:
    """Return the fault of a merge conflict at a place."""
    problem = _("A merge conflict is not resolved here.")
    hint = _(
        "Keep one of the two texts, and remove the lines that begin with <<<<<<<, ======= and "
        ">>>>>>>."
    )
    return Diagnostic(Kind.MERGE, at, problem, hint)


def _read(text: str, path: str) -> FrontMatter:
    if not _HANDLER.detect(text):
        return FrontMatter(path, body=text)
    front, fault = _read_strictly(text, path)
    if fault is None and not any(map(is_glued, front.nodes)):
        return front
    lines = text.split("\n")
    fixed, slips = repair(lines, all_names=True)
    if closing_line(fixed[1:]) is None:
        fixed, slips = repair(lines, all_names=False)
    if fixed != lines:
        front, fault = _read_strictly("\n".join(fixed), path)
    if fault is None:
        if front.body:
            front.body = "\n".join(lines[front.body_line - 1 :])
        front.head = lines[: front.body_line - 1]
        front.report(*slips)
        return front
    return _read_leniently(fixed, lines, path, slips, fault)


def _read_strictly(text: str, path: str) -> tuple[FrontMatter, Fault | None]:
    """Read front matter that is closed and valid; a fault says why it is not."""
    result = FrontMatter(path)
    try:
        source, body = _HANDLER.split(text)
    except ValueError:
        return result, _no_end()
    result.body = body.removeprefix("\n")
    head = text[: len(text) - len(result.body)]
    result.body_line = head.count("\n") + 1
    result.head = head.split("\n")
    try:
        root = compose(source)
    except yaml.YAMLError as error:
        return result, explain(error, source.split("\n"))
    if isinstance(root, yaml.MappingNode):
        _add_fields(result, root)
    elif root is not None:
        fault = Fault(2, _("The front matter is not a list of fields."), _field_a_line())
        return result, fault
    return result, None


def _field_a_line() -> str:
    return _("Write one `field: value` on each line.")


def _no_end() -> Fault:
    hint = _("Add a line `---` after the last field.")
    return Fault(1, _("The front matter is not closed."), hint)


def _add_fields(result: FrontMatter, root: yaml.MappingNode) -> None:
    merged: list[tuple[int, yaml.Node, yaml.Node]] = []
    for key, node in root.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            problem = _("A list or a mapping cannot be the name of a field, so it is ignored.")
            result.report(Fault(line, problem, _field_a_line()))
        elif key.tag == "tag:yaml.org,2002:merge":
            for mapping in node.value if isinstance(node, yaml.SequenceNode) else [node]:
                if isinstance(mapping, yaml.MappingNode):
                    merged.extend((line, *pair) for pair in mapping.value)
        else:
            if key.value in result.lines:
                result.report(_twice(key.value, line, result.lines[key.value]))
            result.nodes[key.value] = node
            result.lines[key.value] = line
            if is_absent(node) and (hidden := _HIDDEN.search(result.head[line - 1])):
                result.report(Fault(line, *begins_with(key.value, hidden[1])))
    for line, key, node in merged:
        if isinstance(key, yaml.ScalarNode) and key.value not in result.nodes:
            result.nodes[key.value] = node
            result.lines[key.value] = line


def _twice(name: str, line: int, first: int) -> Fault:
    problem = _("{field} is set twice (first on line {line}), and the last value is used.")
    return Fault(line, problem.format(field=name, line=first), _("Remove one of the two."))


def _begins_body(line: str, field: re.Match[str] | None, chunk: list[str], apart: bool) -> bool:
    """Whether a line begins the body, in a file without a closing ``---``.

    *chunk* is the field above; *apart* means that an empty line is between them.
    """
    is_open = bool(chunk) and _OPEN_FIELD.search(chunk[0]) is not None
    if field:
        return apart and bool(chunk) and field[1][0].isupper()  # “Note: …”
    if line.startswith("- "):
        return apart or not is_open
    if line.strip() and line[0] in " \t":
        return not chunk or (apart and not is_open)
    return is_prose(line)


def _read_leniently(
    fixed: list[str], written: list[str], path: str, slips: list[Fault], fault: Fault
) -> FrontMatter:
    """Read the fields line by line, up to the closing ``---`` or the first prose.

    The lines are *fixed* of the *slips* in those that are *written* in the file.
    """
    result = FrontMatter(path)
    lines = fixed[1:]
    closing = closing_line(lines)
    chunks: dict[str, list[str]] = {}
    chunk: list[str] = []
    end = 0
    for number, line in enumerate(lines[:closing]):
        field_ = field_in(line)
        if line[:1] == "\t" and len(chunk) == 1 and not _OPEN_FIELD.search(chunk[0]):
            field_ = field_in(line.strip())  # a field that is indented by a tab
        apart = number == 0 or not lines[number - 1].strip()
        if closing is None and _begins_body(line, field_, chunk, apart):
            break
        if field_:
            name = field_[1]
            if name in result.lines:
                result.report(_twice(name, number + 2, result.lines[name]))
            chunk = chunks[name] = [field_[0]]
            result.lines[name] = number + 2
        elif line.startswith("#") or (is_prose(line) and chunk is chunks.get("layout")):
            continue  # a comment, the body's first heading, or a line that breaks the YAML
        else:
            chunk.append(line.expandtabs(2))  # YAML indents by spaces only
        if line.strip():
            end = number + 1
    if closing is not None:
        end = closing + 1
    result.body = "\n".join(written[end + 1 :])
    result.body_line = end + 2
    result.head = written[: end + 1]
    if closing is None and result.lines and fault.line >= result.body_line:
        fault = _no_end()  # the lines that cannot be read are the body
    faults = [fault]
    for name, chunk in chunks.items():
        node = _valid_value(source := "\n".join([*chunk, ""]))
        at = result.lines[name]
        if node is None and at != fault.line and not _ALIAS.search(chunk[0]):
            found = explain_field(at, *chunk[:2])
            faults += [found] if found else []
        if node is None:
            result.guessed.add(name)
        result.nodes[name] = node or _lenient_value(source)
    for each in faults:
        is_as_written = fixed[each.line - 1] == written[each.line - 1]
        result.report(each if is_as_written else each._replace(fix=()))
    result.report(*(slip for slip in slips if slip.line < result.body_line))
    return result


def option(value: str) -> yaml.Node:
    """Read a directive's option as YAML if it is quoted, a list or a mapping; otherwise as text."""
    if value[:1] in ("'", '"', "[", "{"):
        source = f"option: {value}"
        return _valid_value(source) or _lenient_value(source)
    tag = "bool" if value.lower() in ("true", "false") else "str"
    return yaml.ScalarNode(f"tag:yaml.org,2002:{tag}", value)


def _valid_value(source: str) -> yaml.Node | None:
    """Return the value of the field in a text, if it is valid YAML."""
    try:
        root: Any = compose(source)
        node: yaml.Node = root.value[0][1]
    except (yaml.YAMLError, AttributeError, IndexError, TypeError, ValueError):
        return None
    return node


def _lenient_value(source: str) -> yaml.Node:
    """Return the value of the field in a text that is not valid YAML, as a text."""
    value = source.partition(":")[2].strip()
    if value[:1] in "'\"" and value[-1:] == value[:1]:
        value = value[1:-1]
    return yaml.ScalarNode("tag:yaml.org,2002:str", re.sub(r"\s*\n\s*", " ", value))
