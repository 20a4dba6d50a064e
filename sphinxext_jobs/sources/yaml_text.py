"""The YAML of front matter as text: its lines, its nodes within limits, its errors explained."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from ..diagnostics import Edit
from ..text.wording import message as _
from .synonyms import field_meant

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: right, only slower
    # Not a subclass, but it has the same methods.
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

#: More values than this (each alias is followed), or deeper ones, are an attack or an accident.
MAX_VALUES = 10_000
MAX_DEPTH = 50
#: A line with a field and perhaps its value.
FIELD_LINE = re.compile(r"([^\W\d][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")

#: A text that begins with a sign of YAML's, and goes on: ``[Senior] Cook``, ``> 5 years``.
_INDICATOR = re.compile(
    r"[-?] |[|>](?![-+\d]*(?:[ \t]+#|$))|\[[^\[\]]*\] *[^\s#]|\{[^{}]*\} *[^\s#]"
)
_ITEM = re.compile(r"[ \t]*- ")
#: A line with a field whose name is quoted or has several words. It must mean a known field.
_FIELD_IN_WORDS = re.compile(
    r"['\"]?([^\W\d][\w'’ \u00a0\u202f-]{1,50}?)['\"]?[ \t]*:(?:[ \t]+(.*)|[ \t]*)$"
)


class Fault(NamedTuple):
    """The line of a fault, the problem, how to fix it, and the edits that surely do."""

    line: int
    problem: str
    hint: str
    fix: tuple[Edit, ...] = ()


def field_in(line: str) -> re.Match[str] | None:
    """Return the name and the value of the field in a line, as groups."""
    if match := FIELD_LINE.match(line):
        return match
    words = _FIELD_IN_WORDS.match(line)
    return words if words and field_meant(words[1]) else None


def is_prose(line: str) -> bool:
    """Whether a line is neither field, continuation, list item nor comment of YAML."""
    return bool(line.strip()) and not (
        line.startswith((" ", "\t", "#", "- ", "]", "}")) or field_in(line)
    )


def closing_line(lines: list[str]) -> int | None:
    """Return the index of the ``---`` that ends the front matter, or None.

    Prose right below a field is a value that is not indented. After an empty line, or with an
    empty line above the ``---``, it is the body, and the ``---`` is a thematic break there.
    """
    end = next((i for i, line in enumerate(lines) if line.rstrip(" \t") == "---"), None)
    prose = [i for i, line in enumerate(lines[:end]) if is_prose(line)]
    if end is None or not prose:
        return end
    has_fields = any(map(field_in, lines[:end]))
    apart = not lines[end - 1].strip() or any(i and not lines[i - 1].strip() for i in prose)
    return end if has_fields and not apart else None


def compose(source: str) -> yaml.Node | None:
    """Return the root node of a YAML text; raises ``YAMLError``, also beyond the limits."""
    _check_size(source)
    return yaml.compose(source, Loader=Loader)


class _TooMuchError(yaml.YAMLError):
    """The values are too many, or nested too deeply."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.problem_mark = mark


def _check_size(source: str) -> None:
    """Raise if values are too many or too deep; each alias counts as a full copy.

    Events are counted, because libyaml's composer recurses and crashes on deep nesting.
    """
    anchors: dict[str | None, tuple[int, int]] = {}  # name: number of values, depth
    parents: list[tuple[str | None, int, int]] = [(None, 0, 0)]
    for event in yaml.parse(source, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            anchors[event.anchor] = (MAX_VALUES, 0)  # an alias before the end is a loop
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


def explain(error: yaml.YAMLError, lines: list[str]) -> Fault:
    """Find the line and the cause of an error in the YAML *lines*."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line if mark else 0
    if isinstance(error, _TooMuchError):
        problem = _(
            "The front matter has too many values, or they are nested too deeply (each alias "
            "counts as a full copy)."
        )
        return Fault(line + 1, problem, _("Use fewer values."))
    last = len(lines) - 1
    opening = getattr(error, "context_mark", None)
    if opening and getattr(error, "context", None) == "while scanning a simple key":
        line = opening.line  # a line without a field comes to light in the next one
    if (
        opening
        and line > opening.line
        and (line >= last or field_in(lines[line]))
        and (re.search("quoted scalar|flow", getattr(error, "context", None) or ""))
    ):
        return _unclosed(opening.line, opening.column, lines[opening.line])
    # A scalar may go on for several lines: the field that began it is above.
    at = min(line, last)
    while at > 0 and not field_in(lines[at]):
        at -= 1
    if fault := explain_field(at + 1, lines[at], *lines[at + 1 : at + 2]):
        return fault
    if (item := _item(lines, line)) and (field := field_in(lines[at])):
        problem = _("A straight apostrophe ends the quoted text of {field} too early.")
        return Fault(line + 1, problem.format(field=field[1]), _double_it(), item)
    line = min(line, last)
    while line > 0 and not lines[line].strip():
        line -= 1  # the error came to light at the end
    if "\t" in lines[line]:
        return Fault(
            line + 1, _("YAML does not allow a tab here."), _("Replace the tab with spaces.")
        )
    if lines[line][:1].strip() and not lines[line].startswith("#") and not field_in(lines[line]):
        problem = _("This line is not a field, and it is not indented.")
        hint = _(
            "If it belongs to the value above, indent it by two spaces. Otherwise, write it as "
            "`field: value`."
        )
        return Fault(line + 1, problem, hint)
    if re.match(r"[ ]+\S.*:(?: |$)", lines[line]) and field_in(lines[at]) and at < line:
        problem = _("This line contains a colon, but it is indented, as a part of the value above.")
        hint = _("Remove the indentation, or put the whole value in quotes.")
        return Fault(line + 1, problem, hint)
    reason = getattr(error, "problem", None) or str(error) or type(error).__name__
    problem = _("The YAML is not valid: {reason}.").format(reason=reason)
    return Fault(line + 1, problem, _("Correct this line."))


def explain_field(line: int, text: str, below: str = "") -> Fault | None:
    """Say why the field in the line *text* is not valid YAML, if the cause is recognizable."""
    match = field_in(text)
    found = _fix(match[1], (match[2] or "").strip()) if match else None
    return Fault(line, *found, _doubled(line, text, below)) if found else None


def _doubled(line: int, text: str, below: str) -> tuple[Edit, ...]:
    """Return the edits that double the apostrophes in a quoted text, if it ends in its line."""
    quoted = re.fullmatch(r"(?:[^:]*:|\s*-)[ \t]+'(.+)'[ \t]*", text)
    if quoted is None or "''" in quoted[0] or below.startswith((" ", "\t")):
        return ()
    start = quoted.start(1)
    return tuple(
        Edit(line, start + at, start + at, "'") for at, sign in enumerate(quoted[1]) if sign == "'"
    )


def _double_it() -> str:
    return _(
        "Double the apostrophe (''), write a typographic one (’), or put the text in double quotes."
    )


def _item(lines: list[str], line: int) -> tuple[Edit, ...]:
    """Return the edits that double the apostrophes in a quoted item of a list."""
    text, *below = lines[line : line + 2]
    if not _ITEM.match(text):
        return ()
    return _doubled(line + 1, text, "".join(each for each in below if not _ITEM.match(each)))


def _unclosed(line: int, column: int, text: str) -> Fault:
    """Explain a quotation mark or a bracket without its counterpart."""
    sign = text[column]
    closing = {"[": "]", "{": "}"}.get(sign, sign)
    if name := field_in(text):
        problem = _("{sign} in the value of {field} is never closed.").format(
            field=name[1], sign=sign
        )
    else:
        problem = _("{sign} is never closed.").format(sign=sign)
    return Fault(line + 1, problem, _("Add {sign} at the end.").format(sign=closing))


def begins_with(name: str, sign: str) -> tuple[str, str]:
    """Return the problem of a text that begins with a sign of YAML's, and how to fix it."""
    problem = _("The text of {field} begins with {sign}, which has a meaning in YAML.")
    return problem.format(field=name, sign=sign), _("Put the text in quotes.")


def _fix(name: str, value: str) -> tuple[str, str] | None:
    """Suggest a fix for a value that breaks the YAML, if the cause is recognizable."""
    sign = value[:1]
    if sign == "'" and re.search(r"[^']'[^']", value[1:].rstrip("'")):
        problem = _("A straight apostrophe ends the quoted text of {field} too early.")
        hint = _double_it()
    elif sign == '"' and (value.count('"') > 2 or value[-1] != '"'):
        problem = _("A double quote ends the quoted text of {field} too early.")
        hint = _('Write \\" instead, or put the text in single quotes.')
    elif sign and (sign in "*&!@%`" or _INDICATOR.match(value)):
        return begins_with(name, sign)
    elif re.search(":(?: |$)", value) and sign not in "'\"[{":
        problem = _("The text of {field} contains a colon.")
        hint = _("Put the text in quotes.")
    else:
        return None
    return problem.format(field=name, sign=sign), hint
