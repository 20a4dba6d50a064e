"""Postings as files: how front matter becomes the fields of a posting."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from .fields import FIELDS, Posting
from .frontmatter import MARKER, FrontMatter, Problem, clean, read
from .languages import detect, is_tag, normalize
from .markup import unescape
from .text import first_heading
from .values import OddError, plain_value

#: Fields of Hugo and its CMS that mean nothing here, yet are no misspelling.
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
class PostingFile:
    """A posting as read: its fields and their lines, its body and that one's first line."""

    posting: Posting
    lines: Mapping[str, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...]


def front_matter_of(text: str) -> FrontMatter | None:
    """Read the front matter of *text* if it can be a posting's; None for other documents."""
    start = text.lstrip("\ufeff")
    if not start.startswith(("---", MARKER)):
        return None
    cleaned, problem = clean(text)
    front = read(cleaned)
    if not front.nodes and start.startswith(MARKER):
        return None
    if problem:
        front.problems.append(problem)
    return front


def read_posting(
    front: FrontMatter, *, path: PurePath, default_lang: str, languages: Iterable[str] = ()
) -> PostingFile:
    """Turn front matter into a posting; what is missing is made up from *path* and the body.

    Never raises: every fault is a located problem, and the words are kept.
    """
    problems = list(front.problems)
    values, extra = _convert(front, problems)
    lang = values.get("lang")
    if lang and not is_tag(lang):
        problems.append(
            Problem(
                front.lines["lang"],
                "front-matter",
                f"lang: “{lang}” is no language tag such as fr or fr-CA; it was ignored",
            )
        )
        lang = None
    lang = normalize(lang) if lang else detect(path, languages) or default_lang
    values["lang"] = lang
    at = min(front.lines.values(), default=front.line)
    if not values.get("title"):
        values["title"] = first_heading(front.body) or _title_from(path)
        problems.append(
            Problem(
                front.lines.get("title", at),
                "missing",
                f"title: missing; “{values['title']}” stands in: write `title: …`",
            )
        )
    if not values.get("translation_key"):
        values["translation_key"] = slug(path)
        problems.append(
            Problem(
                front.lines.get("translationKey", at),
                "missing",
                (
                    f"translationKey: missing; “{values['translation_key']}” stands in, and no "
                    "other language can be linked: write the same `translationKey: …` in each "
                    "language's file"
                ),
            )
        )
    if not values.get("description"):
        problems.append(
            Problem(
                front.lines.get("description", at),
                "missing",
                "description: missing; write one or two sentences: `description: …`",
            )
        )
    return PostingFile(
        Posting(**values, extra=extra), front.lines, front.body, front.body_line, tuple(problems)
    )


def check_fields(front: FrontMatter) -> dict[str, Problem]:
    """Return the problem of each field that has one."""
    found: dict[str, Problem] = {}
    for name in front.nodes:
        problems: list[Problem] = []
        _convert(dataclasses.replace(front, nodes={name: front.nodes[name]}), problems)
        if problems:
            found[name] = problems[0]
    return found


def _convert(front: FrontMatter, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, node in front.nodes.items():
        line = front.lines[name]
        declared = FIELDS.get(name)
        if declared is None:
            extra[name] = plain_value(node)
            if near := _near_miss(name):
                problems.append(
                    Problem(
                        line, "unknown-field", (f"{name}: unknown field, ignored; is it `{near}`?")
                    )
                )
            continue
        try:
            value = declared.read(node)
        except OddError as odd:
            value = odd.value
            problems.append(Problem(line, "front-matter", f"{name}: {odd}"))
        if value is not None:
            values[declared.attribute] = value
    return values, extra


def _near_miss(name: str) -> str | None:
    if name in _FOREIGN:
        return None
    stripped = re.sub("[-_]", "", name).lower()
    # Who mistypes a name rarely does so in its first letter; `update` is no `date`.
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
