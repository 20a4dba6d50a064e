"""A posting: its fields, each declared once, and how its file is read into them."""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from .frontmatter import MARKER, FrontMatter, Problem, clean, read
from .languages import detect, is_tag, normalize
from .markup import unescape
from .text import first_heading
from .values import KINDS, Moment, OddError, plain_value

#: The fields that only a posting has: with another layout, they betray one.
TELLING = ("archived", "leverId", "linkHidden", "formHidden")


def _declare(kind: str, help_: str, *, translatable: bool = False, default: Any = None) -> Any:
    """Declare a field: its kind (a key of ``KINDS``), its help, whether it is translated."""
    metadata = {"kind": kind, "help": help_, "translatable": translatable}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One text in one language, as its front matter describes it.

    An attribute's name is the field's in front matter, in snake case: ``lever_id`` is
    ``leverId``. ``None`` (or an empty tuple) is absent.
    """

    layout: str | None = _declare("id", "`job-posting` marks the file as a posting")
    type: str | None = _declare("id", "accepted (`section`), ignored")
    title: str = _declare(
        "text",
        "required: the page's only H1, `<title>`, index entry",
        translatable=True,
        default="",
    )
    description: str | None = _declare("text", "the lead of the page", translatable=True)
    translation_key: str = _declare(
        "id", "the key; postings that share it are one job in several languages", default=""
    )
    lang: str = _declare(
        "id",
        "BCP 47 tag; else the suffix `.fr.md`, else the nearest folder named as a language, "
        "else the project's `language`",
        default="",
    )
    archived: bool | None = _declare("flag", "true: closed")
    link_hidden: bool | None = _declare(
        "flag", "true: unlisted; an explicit false: listed, and open whatever `archived` says"
    )
    form_hidden: bool | None = _declare("flag", "true: no way to apply is shown")
    hidden: bool | None = _declare("flag", "old name: unlisted, still open to applications")
    draft: bool | None = _declare("flag", "true: not published, unless `jobs_drafts`")
    lever_id: str | None = _declare(
        "id", "the applicant tracking system's id; fills `jobs_apply_url`"
    )
    date: Moment | None = _declare("date", "posted on")
    publish_date: Moment | None = _declare("date", "upcoming until this day")
    expiry_date: Moment | None = _declare("date", "closed after the end of this day")
    aliases: tuple[str, ...] = _declare(
        "list", "former addresses, as Hugo writes them; each leads to the page", default=()
    )
    url: tuple[str, ...] = _declare(
        "list", "the address under Hugo, or several; each leads to the page", default=()
    )
    classification: tuple[str, ...] = _declare(
        "list", "the pay group and level, such as `IT-03`", default=()
    )
    team: str | None = _declare("text", "the team, branch or department")
    location: tuple[str, ...] = _declare("list", "where the work is done", default=())
    workplace: str | None = _declare("text", "`on-site`, `hybrid`, `remote`, or your words")
    employment_type: tuple[str, ...] = _declare(
        "list", "schema.org's words (`FULL_TIME`, `TEMPORARY`, …), or yours", default=()
    )
    salary: str | None = _declare("text", "the pay, in words")
    tags: tuple[str, ...] = _declare("list", "keywords", default=())
    extra: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """Return a field's value by its front-matter name; an unknown field's from ``extra``."""
        declared = FIELDS.get(name)
        return getattr(self, declared.name) if declared else self.extra.get(name)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


#: Front-matter name → dataclass field, in the order of the documentation.
FIELDS: dict[str, dataclasses.Field[Any]] = {
    _camel(f.name): f for f in dataclasses.fields(Posting) if f.name != "extra"
}
#: Fields of Hugo and its CMS that mean nothing here, yet are no misspelling.
_FOREIGN = frozenset(
    [
        "authors",
        "author",
        "categories",
        "cascade",
        "headless",
        "id",
        "image",
        "images",
        "keywords",
        "lastmod",
        "linkTitle",
        "markup",
        "menu",
        "menus",
        "myst",
        "outputs",
        "params",
        "resources",
        "sitemap",
        "slug",
        "summary",
        "tag",
        "thumbnail",
        "translations",
        "weight",
    ]
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
            value = KINDS[declared.metadata["kind"]](node)
        except OddError as odd:
            value = odd.value
            problems.append(Problem(line, "front-matter", f"{name}: {odd}"))
        if value is not None:
            values[declared.name] = value
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
