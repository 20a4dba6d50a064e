"""Writing the text of a field into front matter, with the quotes and the style that it has."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

import yaml

from ..model.values import plain_value
from ..text.plain import plain_text
from ..text.wording import message as _
from .markdown import NOTE
from .rewriting import Document, RefusedError
from .yaml_text import compose


def set_field(document: Document, name: str, value: str, after: str = "title") -> Document:
    """Return the document with another text of a field; raises ``RefusedError``.

    A field that is missing is added below another one.
    """
    front = document.front
    line = front.lines.get(name)
    if line is None:
        lines = _added(document, name, value, after)
    else:
        lines = _replaced(document, name, value, line)
    title = value if name == "title" else document.title
    changed = document.with_lines(lines, title)
    _check_fields(document, changed, name, value, line or 1)
    return changed


def remove_fields(document: Document, names: Collection[str]) -> Document:
    """Return the document without some fields; a field with an unusual form stays."""
    lines = list(document.lines)
    for name in names:
        line = document.front.lines.get(name)
        if line is None or not re.match(rf"[\"']?{re.escape(name)}[\"']?\s*:", lines[line - 1]):
            continue
        end = _end_of_field(document, line)
        lines[line - 1 : end] = [""] * (end - line + 1)
    changed = document.with_lines(lines)
    before = {k: plain_value(v) for k, v in document.front.nodes.items() if k not in names}
    after = {k: plain_value(v) for k, v in changed.front.nodes.items() if k not in names}
    return changed if before == after else document


def _end_of_field(document: Document, line: int) -> int:
    """Return the number of the line, from 0, after the value of the field on a line."""
    end = line
    lines = document.lines
    # An item of a list may have no indent.
    while end < len(lines) and (lines[end][:1] in (" ", "\t") or lines[end].startswith("- ")):
        end += 1
    return end


def without_note(document: Document, name: str) -> Document:
    """Return the document without the note that nobody has translated a field yet."""
    line = document.front.lines.get(name)
    lines = list(document.lines)
    end = _end_of_field(document, line) if line is not None else len(lines)
    if end < len(lines) and lines[end].strip() == f"# {NOTE}":
        del lines[end]
    return document.with_lines(lines)


def set_plain(document: Document, name: str, value: str) -> Document:
    """Return the document with a value that needs no quotes, such as ``true``, in a field.

    Raises ``RefusedError``.
    """
    document = remove_fields(document, [name])
    lines = list(document.lines)
    number = document.front.body_line - 2
    while number > 1 and not lines[number].startswith("---"):
        number -= 1
    lines.insert(number, f"{name}: {value}{document.end_near(number)}")
    changed = document.with_lines(lines)
    node = changed.front.nodes.get(name)
    if node is None or node.value != value or changed.front.body != document.front.body:
        raise RefusedError(1, _("there is no place for the field {field}").format(field=name))
    return changed


def note_below(document: Document, name: str) -> Document:
    """Return the document with a note below a field that nobody has translated yet."""
    line = document.front.lines.get(name)
    if line is None:
        return document
    number = _end_of_field(document, line)
    lines = list(document.lines)
    lines.insert(number, f"# {NOTE}{document.end_near(number)}")
    changed = document.with_lines(lines)
    same = [plain_value(node) for node in changed.front.nodes.values()]
    return changed if same == [plain_value(n) for n in document.front.nodes.values()] else document


def _added(document: Document, name: str, value: str, after: str) -> list[str]:
    node, line = document.front.nodes.get(after), document.front.lines.get(after)
    if node is None or line is None or node.end_mark is None:
        raise RefusedError(1, _("there is no place for the field {field}").format(field=name))
    number = line
    lines = list(document.lines)
    while number < len(lines) and lines[number][:1] in (" ", "\t"):
        number += 1
    lines.insert(number, f"{name}: {_scalar(value, '')}{document.end_near(number)}")
    return lines


def _replaced(document: Document, name: str, value: str, line: int) -> list[str]:
    node = document.front.nodes[name]
    lines = list(document.lines)
    start, end = node.start_mark, node.end_mark
    if start is None or not line - 1 <= start.line < len(lines):  # it was not read by YAML
        raise RefusedError(line, _("the YAML of {field} is not valid").format(field=name))
    if not isinstance(node, yaml.ScalarNode):
        raise RefusedError(line, _("the value of {field} is not a text").format(field=name))
    if node.style in ("|", ">"):
        first = start.line + 1
        last = first
        while last < len(lines) and (lines[last][:1] in (" ", "\t") or not lines[last].strip()):
            last += 1
        while last > first and not lines[last - 1].strip():
            last -= 1
        if last == first:
            raise RefusedError(line, _("the value of {field} is empty").format(field=name))
        indent = re.match(r"[ \t]*", lines[first])
        ending = document.end_near(first)
        lines[first:last] = [f"{indent[0] if indent else ' '}{value}{ending}"]
        return lines
    head, tail = lines[start.line][: start.column], lines[end.line][end.column :]
    space = " " if head.endswith(":") else ""
    lines[start.line : end.line + 1] = [head + space + _scalar(value, node.style or "") + tail]
    return lines


def _check_fields(document: Document, changed: Document, name: str, value: str, line: int) -> None:
    """Raise ``RefusedError`` unless only the value of a field has changed."""
    before = {key: plain_value(node) for key, node in document.front.nodes.items()}
    try:
        after = {key: plain_value(node) for key, node in changed.front.nodes.items()}
        found = after.pop(name, None)
        before.pop(name, None)
        is_same = before == after and isinstance(found, str) and plain_text(found) == value
        is_same = is_same and changed.front.body == document.front.body
        is_same = is_same and [b.text for b in changed.blocks] == [b.text for b in document.blocks]
    except RefusedError:
        is_same = False
    if not is_same:
        problem = _("other text would change with the field {field}")
        raise RefusedError(line, problem.format(field=name))


def _scalar(value: str, style: str) -> str:
    """Write a text as YAML: with the quotes of *style* if it is one, otherwise as needed."""
    single = "'{}'".format(value.replace("'", "''"))
    double = json.dumps(value, ensure_ascii=False)
    if style == "'":
        return single
    if style == '"':
        return double
    return value if _is_plain(value) else double if "'" in value else single


def _is_plain(value: str) -> bool:
    """Whether YAML reads a text without quotes as it is."""
    try:
        root = compose(f"x: {value}\n")
    except yaml.YAMLError:
        return False
    if not isinstance(root, yaml.MappingNode) or value[:1] in "'\"":
        return False
    node = root.value[0][1]
    is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    return is_text and bool(node.value == value)
