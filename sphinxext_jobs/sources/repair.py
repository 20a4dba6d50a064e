"""Slips that hide front matter: wrong dashes, lines above it, glued colons, indented fields.

A file is read as if they were corrected. Every line keeps its number.
"""

from __future__ import annotations

import re

from ..diagnostics import Edit
from ..text.wording import message as _
from .synonyms import field_meant, field_spelled
from .yaml_text import Fault, field_in, is_prose

_FIRST_LINE = re.compile(r"---[ \t]*(?:\n|$)")
_DASH = "-\u2010-\u2015\u2212"
#: A line of dashes instead of ``---``; a single hyphen begins a list.
_DASHES = re.compile(rf"(?!-[ \t]|-$)[{_DASH}][{_DASH} \t\u00a0\u200b\ufeff]*")
#: Other lines that separate the parts of a Markdown file.
_BREAK = re.compile(r"([*_])[ \t]*(?:\1[ \t]*)+")
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*(?:ya?ml|markdown|md)?[ \t]*", re.IGNORECASE)
#: What may be above the first line of a file that begins with front matter.
_BLANK = " \t\u00a0\u200b\ufeff"
#: Longer lines are never a separator.
_LONGEST = 20
#: A name whose value is glued to the colon, with the colon; not a path or ``::``.
_GLUED = re.compile(r"([^\W\d][\w'’ \u00a0\u202f-]{1,50}?)[ \t]*:(?![ \t:\\]|//|$)")
#: A name with another sign instead of the colon, and the blanks around it.
_OTHER_SIGN = re.compile(
    r"([^\W\d][\w'’ \u00a0\u202f-]{1,50}?)[ \t\u00a0]*([=;\uff1a\uff1b])[ \t]*"
)
#: The beginnings of addresses.
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "file", "data", "urn", "sms"})
#: A field whose value is in the lines below, or goes on there.
_OPEN_VALUE = re.compile(
    r":[ \t]*(?:[|>&!#].*|'(?!.*'\s*$).*|\"(?!.*\"\s*$).*|\[(?!.*\]\s*$).*|\{(?!.*\}\s*$).*)?$"
)


def opened(text: str) -> tuple[str, list[Fault]]:
    """Return a cleaned text that begins with ``---``, and the faults of its real beginning.

    Without a fault, the text is returned as it is. Whether a posting begins there, only its fields
    can show.
    """
    if _FIRST_LINE.match(text):
        return text, []
    lines = text.split("\n", 200)  # nobody writes front matter after as many empty lines
    number = next((n for n, line in enumerate(lines) if line.strip(_BLANK)), 0)
    line = lines[number]
    below = next((each for each in lines[number + 1 :] if each.strip() and each[0] != "#"), "")
    if len(line) > _LONGEST:
        return text, []
    if fence := _FENCE.fullmatch(line):
        lines = text.split("\n")
        return _out_of_fence(lines, number, fence[1])
    faults = _faults_of_opening(number, line)
    starts = field_in(below.strip()) or _GLUED.match(below)
    if not faults or not starts:
        return text, []
    lines[: number + 1] = ["---", *[""] * number]
    return "\n".join(lines), faults


def _faults_of_opening(number: int, line: str) -> list[Fault]:
    faults = []
    if number:
        problem = _("The front matter is not at the beginning of the file.")
        hint = _("Remove the empty lines above `---`.")
        faults.append(Fault(1, problem, hint))
    if line.rstrip(" \t") != "---":
        plain = line.strip(_BLANK)
        if not (plain == "---" or _DASHES.fullmatch(plain) or _BREAK.fullmatch(plain)):
            return []
        faults.append(_wrong_dashes(number, line))
    return faults


def _wrong_dashes(number: int, line: str) -> Fault:
    fix = (Edit(number + 1, 0, len(line), "---"),)
    if line.strip(_BLANK) == "---":
        problem = _("A space or an invisible character is next to `---`.")
        return Fault(number + 1, problem, _("Remove the character."), fix)
    problem = _("The line is “{line}”, where front matter needs `---`.").format(line=line)
    return Fault(number + 1, problem, _("Write `{text}`.").format(text="---"), fix)


def _out_of_fence(lines: list[str], number: int, fence: str) -> tuple[str, list[Fault]]:
    """Take front matter out of the code block that it is in."""
    text = "\n".join(lines)
    end = next((n for n in range(number + 1, len(lines)) if lines[n].rstrip() == fence), None)
    if end is None or not any(map(field_in, lines[number + 1 : end])):
        return text, []
    inner = [n for n in range(number + 1, end) if lines[n].rstrip(" \t") == "---"]
    head = lines[number + 1 : inner[1] if inner[1:] else end]
    if any(is_prose(line) and line != "---" and not _GLUED.match(line) for line in head):
        return text, []
    problem, hint = _("The front matter is in a code block."), _("Write `---` above and below it.")
    fix: tuple[Edit, ...] = ()
    if not inner and number == 0:
        fix = tuple(Edit(n + 1, 0, len(lines[n]), "---") for n in (number, end))
    elif inner:
        hint = _("Remove the lines {fence} around it.").format(fence=fence)
        if inner[0] != number + 1:
            return text, []
    lines[: number + 1] = ["---", *[""] * number]
    if inner:
        lines[inner[0]] = ""
    lines[end] = "" if len(inner) > 1 else "---"
    return "\n".join(lines), [Fault(number + 1, problem, hint, fix)]


def is_glued(name: str) -> bool:
    """Whether the name of a field is in truth a field that is glued to its value."""
    match = _GLUED.match(name)
    return match is not None and field_meant(match[1]) is not None


def repair(lines: list[str], *, all_names: bool) -> tuple[list[str], list[Fault]]:
    """Return the lines of front matter that cannot be read, corrected, and their faults.

    The first line is ``---``. Without *all_names*, a glued field must be one that is known: a line
    of the body can look like a field.
    """
    fixed = list(lines)
    faults = _close(fixed)
    end = next((n for n, line in enumerate(fixed) if n and line.rstrip(" \t") == "---"), None)
    faults += _unglue(fixed, end, all_names=all_names)
    faults += _write_colons(fixed, end) if end else []
    faults += _unindent(fixed, end)
    return fixed, sorted(faults, key=lambda fault: fault.line)


def _close(lines: list[str]) -> list[Fault]:
    """Correct the line of dashes that closes front matter."""
    found = None
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip(" \t") == "---":
            between: list[str] = lines[found + 1 : number] if found else []
            if not between or (between[0].strip() and not any(map(is_prose, between))):
                return []
            break
        if found is None:
            is_short = len(line) <= _LONGEST
            if is_short and (_DASHES.fullmatch(line) or _BREAK.fullmatch(line)):
                found = number
            elif is_prose(line) and not (_GLUED.match(line) or _without_colon(line)):
                return []
    if found is None or not any(map(field_in, lines[1:found])):
        return []
    fault = _wrong_dashes(found, lines[found])
    lines[found] = "---"
    return [fault]


def _unglue(lines: list[str], end: int | None, *, all_names: bool) -> list[Fault]:
    """Add the spaces that are missing after colons."""
    faults = []
    for number, line in enumerate(lines[:end]):
        match = _GLUED.match(line)
        if match is None or match[1].lower() in _SCHEMES:
            continue
        is_below = all_names and end and " " not in match[1] and lines[number - 1].strip()
        if not (is_below or field_meant(match[1])):
            continue
        start, rest = match.end(), line[match.end() :].lstrip("\u00a0\u202f\u2009 ")
        edit = Edit(number + 1, start, len(line) - len(rest), " ")
        lines[number] = f"{line[:start]} {rest}"
        problem = _("{field} has no space after its colon.").format(field=match[1])
        faults.append(Fault(number + 1, problem, _("Add a space."), (edit,)))
    return faults


def _without_colon(line: str) -> re.Match[str] | None:
    """Return the known field in a line, and the sign that is there instead of a colon."""
    match = _OTHER_SIGN.match(line)
    return match if match and field_meant(match[1]) else None


def _write_colons(lines: list[str], end: int) -> list[Fault]:
    """Write the colons of known fields that have another sign instead."""
    faults = []
    for number, line in enumerate(lines[:end]):
        match = _without_colon(line)
        if match is None:
            continue
        edit = Edit(number + 1, match.end(1), match.end(), ": ")
        lines[number] = f"{match[1]}: {line[match.end() :]}"
        problem = _("{field} is followed by “{sign}” instead of a colon.")
        hint = _("Write `{text}`.").format(text=f"{match[1]}:")
        problem = problem.format(field=match[1], sign=match[2])
        faults.append(Fault(number + 1, problem, hint, (edit,)))
    return faults


def _unindent(lines: list[str], end: int | None) -> list[Fault]:
    """Move known fields to the beginning of their lines, below a field that has its value.

    If all fields are indented, that is not a fault.
    """
    blocks: list[tuple[str, list[Edit]]] = []  # the first field of each, and the edits
    is_open = names = is_below = False
    for number, line in enumerate(lines[1:end], 1):
        indent = len(line) - len(line.lstrip(" \t"))
        field = field_in(line[indent:])
        if field is None or (indent and (is_open or not field_spelled(field[1]))):
            if end is None and is_prose(line):
                break
            continue
        is_open = _OPEN_VALUE.search(line) is not None
        names |= not indent
        if indent:
            if not is_below:
                blocks.append((field[1], []))
            blocks[-1][1].append(Edit(number + 1, 0, indent, ""))
            lines[number] = line[indent:]
        is_below = indent > 0
    return [_indented(*block) for block in blocks] if names else []


def _indented(field: str, edits: list[Edit]) -> Fault:
    problem = _("{field} is indented, unlike the fields around it.").format(field=field)
    hint = _("Remove the indentation.")
    if len(edits) > 1:
        hint = _("Remove the indentation of this field and of the fields below.")
    return Fault(edits[0].line, problem, hint, tuple(edits))
