"""Postings as files: how front matter becomes the fields of a posting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

import yaml

from ..diagnostics import Diagnostic, Edit, Kind, Location
from ..model.fields import FIELDS, Posting
from ..model.values import OddError, plain_value
from ..text.languages import detect, is_tag, normalize
from ..text.markup import unescape
from ..text.plain import first_heading
from ..text.wording import message as _
from .conflicts import MARKER
from .fixing import rename, replace_value
from .frontmatter import FrontMatter, clean, read
from .markdown import noted_lines
from .repair import opened
from .synonyms import field_spelled, meaning_of, telling_fields
from .yaml_text import Fault

#: A field in the first line with text, and one that may be the layout.
_FIELD = re.compile(r"[\s\ufeff]*([^\W\d][\w-]*)[ \t]*:[ \t]")
_LAYOUT_LINE = re.compile(r"^\ufeff?layout[ \t]*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
#: Blanks that are not those of YAML: no-break spaces, and invisible characters.
_BLANK = "\u00a0\u202f\u200b\ufeff"
#: The names of a page that has a folder of its own.
_INDEX = ("index", "_index")
#: How a file with front matter may begin; the slips before it are those of :mod:`.repair`.
_MAY_BEGIN = re.compile(rf"[\s\ufeff\u200b]*(?:[-*_=`~\u2010-\u2015\u2212]|{MARKER})")


@dataclass(frozen=True, slots=True)
class Source:
    """A posting as a file: its fields with their lines, its body with its first line, its faults.

    ``path`` is the file in diagnostics. A file that *is_kept* is never corrected by a program: it
    is not UTF-8, or in a merge conflict. ``notes`` are the lines which say that the text above is
    not translated.
    """

    posting: Posting
    path: str
    lines: Mapping[str, int]
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...]
    is_kept: bool = False
    notes: tuple[int, ...] = ()

    @property
    def conflict(self) -> int:
        """The line of a merge conflict; 0 if there is none."""
        places = (each.at for each in self.diagnostics if each.kind is Kind.MERGE)
        return next((at.line for at in places if at and at.line), 0)

    def fixable(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield faults of the file; without their corrections if it *is_kept*."""
        for each in found:
            yield replace(each, fix=()) if self.is_kept else each


def front_matter_of(text: str, path: str = "") -> FrontMatter | None:
    """Read the front matter of *text* if it can be a posting's; None for other documents.

    *path* is the file in diagnostics.
    """
    if not _MAY_BEGIN.match(text):
        return _unopened(text, path)
    cleaned, fault = clean(text, path)
    whole, slips = opened(cleaned)
    if not slips and not cleaned.startswith(("---", MARKER)):
        return None
    front = read(whole, path)
    names = list(map(field_spelled, front.nodes))
    if not front.nodes and cleaned.startswith(MARKER):
        return None
    if slips and "layout" not in names and not telling_fields(front.nodes):
        return None
    later, front.diagnostics = front.diagnostics, []
    front.report(*(slip if front.head else slip._replace(fix=()) for slip in slips))
    front.diagnostics += later
    if fault:
        front.diagnostics.append(fault)
    return front


def _unopened(text: str, path: str) -> FrontMatter | None:
    """Read front matter with a layout whose first ``---`` is missing; None for other documents.

    The other faults are found when the line is there: until then, they have other line numbers.
    """
    begins = _FIELD.match(text)
    if not begins or not field_spelled(begins[1]) or _LAYOUT_LINE.search(text) is None:
        return None
    above = "---\n"
    front = read(above + clean(text)[0].lstrip(), path)
    if "layout" not in map(field_spelled, front.nodes):
        return None
    shift = text[: begins.start(1)].count("\n") - above.count("\n")
    front.lines = {name: line + shift for name, line in front.lines.items()}
    front.body_line += shift
    conflicts = [each for each in front.diagnostics if each.kind is Kind.MERGE]
    front.head, front.diagnostics = [], []
    problem = _("The line `---` above the first field is missing.")
    front.report(Fault(1, problem, _("Add a line `---` at the beginning of the file.")))
    for each in conflicts:
        line = (each.at and each.at.line) or 1
        front.diagnostics.append(replace(each, at=Location(path, line + shift)))
    return front


def read_posting(
    front: FrontMatter, *, path: PurePath, default_lang: str, languages: Iterable[str] = ()
) -> Source:
    """Turn front matter into a posting; missing fields are made from *path* and the body.

    The folders in *path* may name one of *languages*. Never raises: every fault is a diagnostic,
    and no text is lost.
    """
    converted = _convert(front)
    values = converted.values
    found = [*_sound(front, converted), *converted.faults.values()]
    lang = values.get("lang")
    if lang and not is_tag(lang):
        problem = _("lang is “{lang}”, which is not a language tag, so it is ignored.").format(
            lang=lang
        )
        hint = _("Write a tag such as fr or fr-CA.")
        found.append(Diagnostic(Kind.FRONT_MATTER, front.at("lang"), problem, hint))
        lang = None
    values["lang"] = normalize(lang) if lang else detect(path, languages) or default_lang

    def missing(field: str, problem: str, hint: str) -> None:
        if field in converted.lines or front.has_fault(field):  # which is said
            return
        found.append(Diagnostic(Kind.MISSING, front.at(field), problem, hint))

    if not values.get("title"):
        title = values["title"] = first_heading(front.body) or _title_from(path)
        problem = _("title is missing, so “{title}” is used.").format(title=title)
        missing("title", problem, _("Add `title: …`."))
    if not values.get("translation_key"):
        key = values["translation_key"] = slug(path)
        if is_bundle(path):
            problem = _("translationKey is missing, so “{key}”, from the folder name, is used.")
        else:
            problem = _("translationKey is missing, so “{key}”, from the file name, is used.")
        hint = _("Add the same `translationKey: …` to the file in each language.")
        missing("translationKey", problem.format(key=key), hint)
    if not values.get("description"):
        hint = _("Add one or two sentences: `description: …`.")
        missing("description", _("description is missing."), hint)
    return Source(
        Posting(**values, extra=converted.extra),
        front.path,
        {**converted.lines, **front.lines},
        front.body,
        front.body_line,
        tuple(found),
        notes=tuple(_notes(front)),
    )


def _sound(front: FrontMatter, converted: _Read) -> Iterator[Diagnostic]:
    """Yield the faults of the YAML, except those of a value that must be another one anyway."""
    unusable = {
        front.at(name)
        for name in front.guessed & converted.faults.keys()
        if name in FIELDS and FIELDS[name].attribute not in converted.values
    }
    for each in front.diagnostics:
        if each.kind is not Kind.FRONT_MATTER or each.at not in unusable:
            yield each


def _notes(front: FrontMatter) -> Iterator[int]:
    yield from noted_lines("\n".join(front.head))
    yield from (front.body_line + line - 1 for line in noted_lines(front.body))


def check_fields(front: FrontMatter) -> dict[str, Diagnostic]:
    """Return the fault of each field that has one."""
    return _convert(front).faults


@dataclass(slots=True)
class _Read:
    """The fields of front matter: values by attribute, unknown fields, and the fault of each.

    ``lines`` has the lines of the fields that are written with another name.
    """

    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Diagnostic] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def _convert(front: FrontMatter) -> _Read:
    found = _Read()
    for name, node in front.nodes.items():
        declared = FIELDS.get(name)
        if declared is None:
            found.extra[name] = plain_value(node)
            _read_misnamed(found, front, name, node)
            continue
        try:
            value = declared.read(node)
        except OddError as odd:
            value = odd.value
            at = front.at(name)
            fix = replace_value(front.head, at.line or 1, node, odd.instead) if odd.instead else ()
            found.faults[name] = odd.diagnostic(name, at, fix)
            if not odd.instead:
                found.extra[name] = plain_value(node)  # no other rule reports its value
        if value is not None:
            found.values[declared.attribute] = value
    return found


def _read_misnamed(found: _Read, front: FrontMatter, name: str, node: yaml.Node) -> None:
    """Read a field that is not known, if its name is another one for a field that is."""
    at = front.at(name)
    line = at.line or 1

    def report(problem: str, hint: str, fix: tuple[Edit, ...] = ()) -> None:
        found.faults[name] = Diagnostic(Kind.UNKNOWN_FIELD, at, problem, hint, fix)

    meaning = meaning_of(name, node)
    if meaning is None:
        return
    target = FIELDS[meaning.field]
    first = front.lines.get(meaning.field, found.lines.get(meaning.field))
    if first is not None:
        if meaning.is_spelling or not target.free_text:
            problem = _("{name} is not a known field, so it is ignored. {field} is on line {line}.")
            report(
                problem.format(name=name, field=meaning.field, line=first),
                _("Remove one of the two lines."),
            )
        return
    found.lines[meaning.field] = line
    if not meaning.is_certain:
        problem = _("{field} is not a known field, so it is ignored.").format(field=name)
        fix = rename(front.head, line, name, meaning.field) if meaning.is_valid else ()
        report(problem, _("Did you mean {name}?").format(name=f"`{meaning.field}`"), fix)
        return
    if meaning.value is not None:
        found.values[target.attribute] = meaning.value
    fix = rename(front.head, line, name, meaning.field)
    instead = meaning.field
    if meaning.instead:
        change = replace_value(front.head, line, node, meaning.instead)
        fix = (*fix, *change) if fix and change else ()
        instead = f"{meaning.field}: {meaning.instead}"
    problem = _("{name} is not a known field, so it is read as `{field}`.")
    if name.strip(_BLANK) == meaning.field:
        blank = _("A space or an invisible character is next to the name {field}.")
        report(blank.format(field=meaning.field), _("Remove the character."), fix)
        return
    report(problem.format(name=name, field=instead), _("Write `{text}`.").format(text=instead), fix)


def _title_from(path: PurePath) -> str:
    name = re.sub("[-_]+", " ", _name(path)).strip()
    return name[:1].upper() + name[1:] or "?"


def _stem(path: PurePath) -> str:
    stem = unescape(path.name.removesuffix(path.suffix))
    head, _, suffix = stem.rpartition(".")
    return head if head and detect(PurePath(f"x.{suffix}.md")) else stem


def is_bundle(path: PurePath) -> bool:
    """Whether a page has a folder of its own, as Hugo allows: ``baker/index.fr.md``.

    A folder that names a language, as ``fr/index.md``, is that of a whole site.
    """
    folder = path.parent.name
    return _stem(path) in _INDEX and folder != "" and detect(PurePath(folder, "x.md")) is None


def _name(path: PurePath) -> str:
    return unescape(path.parent.name) if is_bundle(path) else _stem(path)


def slug(path: PurePath) -> str:
    """Return the key that the path of a file suggests.

    ``Chef d’équipe.fr.md`` and ``Chef d’équipe/index.fr.md`` are both chef-d-équipe.
    """
    stem = unicodedata.normalize("NFC", _name(path)).lower()
    return re.sub(r"\W+", "-", stem).strip("-") or "posting"
