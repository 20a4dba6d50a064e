"""Postings as files: how front matter becomes the fields of a posting."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from ..diagnostics import Diagnostic, Kind
from ..model.fields import FIELDS, Posting
from ..model.values import OddError, plain_value
from ..text.languages import detect, is_tag, normalize
from ..text.markup import unescape
from ..text.plain import first_heading
from ..text.wording import message as _
from .conflicts import MARKER
from .frontmatter import FrontMatter, clean, read

#: Fields of Hugo and of content management systems: unused here, but not misspelled.
_FOREIGN = frozenset(
    re.findall(
        r"\w+",
        """
        authors author categories cascade headless id image images keywords linkTitle markup menu
        menus myst outputs params resources sitemap slug summary tag thumbnail translations weight
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Source:
    """A posting as a file: its fields with their lines, its body with its first line, its faults.

    ``path`` is the file in diagnostics.
    """

    posting: Posting
    path: str
    lines: Mapping[str, int]
    body: str
    body_line: int
    diagnostics: tuple[Diagnostic, ...]


def front_matter_of(text: str, path: str = "") -> FrontMatter | None:
    """Read the front matter of *text* if it can be a posting's; None for other documents.

    *path* is the file in diagnostics.
    """
    start = text.lstrip("\ufeff")
    if not start.startswith(("---", MARKER)):
        return None
    cleaned, fault = clean(text, path)
    front = read(cleaned, path)
    if not front.nodes and start.startswith(MARKER):
        return None
    if fault:
        front.diagnostics.append(fault)
    return front


def read_posting(
    front: FrontMatter, *, path: PurePath, default_lang: str, languages: Iterable[str] = ()
) -> Source:
    """Turn front matter into a posting; missing fields are made from *path* and the body.

    The folders in *path* may name one of *languages*. Never raises: every fault is a diagnostic,
    and no text is lost.
    """
    values, extra, faults = _convert(front)
    found = [*front.diagnostics, *faults.values()]
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
        found.append(Diagnostic(Kind.MISSING, front.at(field), problem, hint))

    if not values.get("title"):
        title = values["title"] = first_heading(front.body) or _title_from(path)
        problem = _("title is missing, so “{title}” is used.").format(title=title)
        missing("title", problem, _("Add `title: …`."))
    if not values.get("translation_key"):
        key = values["translation_key"] = slug(path)
        missing(
            "translationKey",
            _("translationKey is missing, so “{key}”, from the file name, is used.").format(
                key=key
            ),
            _("Add the same `translationKey: …` to the file in each language."),
        )
    if not values.get("description"):
        hint = _("Add one or two sentences: `description: …`.")
        missing("description", _("description is missing."), hint)
    return Source(
        Posting(**values, extra=extra),
        front.path,
        front.lines,
        front.body,
        front.body_line,
        tuple(found),
    )


def check_fields(front: FrontMatter) -> dict[str, Diagnostic]:
    """Return the fault of each field that has one."""
    return _convert(front)[2]


def _convert(front: FrontMatter) -> tuple[dict[str, Any], dict[str, Any], dict[str, Diagnostic]]:
    """Return the values by attribute, the unknown fields, and the fault of each field."""
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    faults: dict[str, Diagnostic] = {}
    for name, node in front.nodes.items():
        declared = FIELDS.get(name)
        if declared is None:
            extra[name] = plain_value(node)
            if near := _near_miss(name):
                problem = _("{field} is not a known field, so it is ignored.").format(field=name)
                hint = _("Did you mean {name}?").format(name=f"`{near}`")
                faults[name] = Diagnostic(Kind.UNKNOWN_FIELD, front.at(name), problem, hint)
            continue
        try:
            value = declared.read(node)
        except OddError as odd:
            value = odd.value
            faults[name] = odd.diagnostic(name, front.at(name))
        if value is not None:
            values[declared.attribute] = value
    return values, extra, faults


def _near_miss(name: str) -> str | None:
    if name in _FOREIGN:
        return None
    stripped = re.sub("[-_]", "", name).lower()
    # Typing errors are rare in the first letter; `update` does not mean `date`.
    plain = {known.lower(): known for known in FIELDS if known[0] == stripped[:1]}
    found = difflib.get_close_matches(stripped, plain, n=1, cutoff=0.8)
    return plain[found[0]] if found else None


def _title_from(path: PurePath) -> str:
    name = re.sub("[-_]+", " ", _stem(path)).strip()
    return name[:1].upper() + name[1:] or "?"


def _stem(path: PurePath) -> str:
    stem = unescape(path.name.removesuffix(path.suffix))
    head, _, suffix = stem.rpartition(".")
    return head if head and detect(PurePath(f"x.{suffix}.md")) else stem


def slug(path: PurePath) -> str:
    """Return the key that a file's name suggests: ``Chef d’équipe.fr.md`` is chef-d-équipe."""
    stem = unicodedata.normalize("NFC", _stem(path)).lower()
    return re.sub(r"\W+", "-", stem).strip("-") or "posting"
