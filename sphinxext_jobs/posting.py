"""A posting: its fields, each declared once, and how its file is read into them."""

from __future__ import annotations

import dataclasses
import difflib
import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Any, TypeAlias

import yaml
from yaml.constructor import SafeConstructor

from .frontmatter import FrontMatter, Problem, clean, read
from .languages import detect, is_tag, normalize

#: The spellings of "there is nothing here".
_ABSENT = frozenset({"", "null", "~", "none"})
_TRUE = frozenset({"true", "yes", "y", "on", "1"})
_FALSE = frozenset({"false", "no", "n", "off", "0"})
#: Elements of HTML (https://html.spec.whatwg.org/multipage/indices.html, with the obsolete
#: ones); `<your name>` is none, and a browser would swallow it.
ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
    a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote
    body br button canvas caption center cite code col colgroup data datalist dd del details dfn
    dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1
    h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link
    main map mark marquee math menu meta meter nav noscript object ol optgroup option output p
    param picture pre progress q rp rt ruby s samp script search section select slot small
    source span strike strong style sub summary sup svg table tbody td template textarea tfoot
    th thead time title tr track tt u ul var video wbr
""",
    )
)
#: The fields that only a posting has: with another layout, they betray one.
TELLING = ("archived", "leverId", "linkHidden", "formHidden")


def _declare(kind: str, help_: str, *, translatable: bool = False, default: Any = None) -> Any:
    """Declare a field: its kind (a key of ``KINDS``), its help, whether it is translated."""
    metadata = {"kind": kind, "help": help_, "translatable": translatable}
    return field(default=default, metadata=metadata)


Moment: TypeAlias = date | datetime


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
    aliases: tuple[str, ...] = _declare("list", "former addresses", default=())
    url: tuple[str, ...] = _declare("list", "a former address, or several", default=())
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
    {
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
    }
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
    if not text.lstrip("\ufeff").startswith("---"):
        return None
    cleaned, problem = clean(text)
    front = read(cleaned)
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
                (f"lang: “{lang}” is no language tag such as fr or fr-CA; it was ignored"),
            )
        )
        lang = None
    lang = normalize(lang) if lang else detect(path, languages) or default_lang
    values["lang"] = lang
    at = min(front.lines.values(), default=1)
    if not values.get("title"):
        values["title"] = _first_heading(front.body) or _title_from(path)
        problems.append(
            Problem(
                front.lines.get("title", at),
                "missing",
                (f"title: missing; “{values['title']}” stands in: write `title: …`"),
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
                ("description: missing; write one or two sentences: `description: …`"),
            )
        )
    return PostingFile(
        Posting(**values, extra=extra), front.lines, front.body, front.body_line, tuple(problems)
    )


def _convert(front: FrontMatter, problems: list[Problem]) -> tuple[dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, node in front.nodes.items():
        line = front.lines[name]
        declared = FIELDS.get(name)
        if declared is None:
            extra[name] = _plain(node)
            if near := _near_miss(name):
                problems.append(
                    Problem(
                        line, "unknown-field", (f"{name}: unknown field, ignored; is it `{near}`?")
                    )
                )
            continue
        try:
            value = KINDS[declared.metadata["kind"]](node)
        except _OddError as odd:
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


class _OddError(Exception):
    """A value of another type than declared; ``value`` is what can be made of it."""

    def __init__(self, message: str, value: Any = None) -> None:
        super().__init__(message)
        self.value = value


def _is_absent(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value.strip().lower() in _ABSENT


def _id(node: yaml.Node) -> str | None:
    """Read an id as the text that was written: 0123 is no octal number."""
    if _is_absent(node):
        return None
    if not isinstance(node, yaml.ScalarNode):
        raise _OddError("one word is expected here, not a list or a mapping; it was ignored")
    return " ".join(node.value.split())


def _text(node: yaml.Node) -> str | None:
    """Read a line of text, without the tags and entities that a CMS left in it."""
    if _is_absent(node):
        return None
    if isinstance(node, yaml.ScalarNode):
        text = plain_text(node.value)
        return text if text.strip() else None
    joined = _joined(node)
    if not joined:
        return None
    raise _OddError(f"text is expected here, not {_kind(node)}; it was read as “{joined}”", joined)


def _joined(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(filter(None, map(_joined, node.value)))
    if isinstance(node, yaml.MappingNode):
        return ", ".join(f"{_joined(key)}: {_joined(value)}" for key, value in node.value)
    return "" if _is_absent(node) else plain_text(node.value)


def _kind(node: yaml.Node) -> str:
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _list(node: yaml.Node) -> tuple[str, ...] | None:
    """Read a list of texts; a single text is a list of one."""
    if _is_absent(node):
        return None
    if isinstance(node, yaml.MappingNode):
        joined = _joined(node)
        raise _OddError(f"a text or a list is expected here; it was read as “{joined}”", (joined,))
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(filter(None, map(_joined, items)))


def _flag(node: yaml.Node) -> bool | None:
    if _is_absent(node):
        return None
    word = node.value.strip().lower() if isinstance(node, yaml.ScalarNode) else ""
    value = True if word in _TRUE else False if word in _FALSE else None
    if value is None:
        raise _OddError("true or false is expected here; it was ignored")
    if node.tag != "tag:yaml.org,2002:bool":
        raise _OddError(f"it was read as {word}: write true or false, without quotes", value)
    return value


def _date(node: yaml.Node) -> Moment | None:
    if _is_absent(node):
        return None
    if isinstance(node, yaml.ScalarNode):
        for reader in (_yaml_date, datetime.fromisoformat, _ordinal_date):
            try:
                value = reader(node.value.strip())
            except (ValueError, OverflowError, AttributeError):
                continue
            if value.year == 1:
                return None  # Hugo writes its zero time, 0001-01-01T00:00:00Z, for none
            if type(value) is datetime and re.fullmatch(r"[\dW-]{7,10}", node.value.strip()):
                return value.date()
            return value
    raise _OddError("this is no date; write the day as 2026-03-31. It was ignored")


def _yaml_date(text: str) -> Moment:
    node = yaml.ScalarNode("tag:yaml.org,2002:timestamp", text)
    value: Moment = SafeConstructor().construct_yaml_timestamp(node)
    return value


def _ordinal_date(text: str) -> date:
    day = datetime.strptime(text, "%Y-%j").date()
    if day.strftime("%Y-%j") != text:  # 2026-09 is a month, 2026-366 a day too many
        raise ValueError
    return day


#: How each kind of field is read from its YAML node; each raises ``_OddError`` for what is not so.
KINDS: dict[str, Callable[[yaml.Node], Any]] = {
    "id": _id,
    "text": _text,
    "list": _list,
    "flag": _flag,
    "date": _date,
}


def _plain(node: yaml.Node) -> Any:
    """Turn an unknown field's node into YAML's types; a number like 0123 stays text."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_joined(key): _plain(value) for key, value in node.value}
    if _is_absent(node):
        return None
    try:
        value = SafeConstructor().construct_object(node)
        keeps = isinstance(value, bool | date) or str(value) == node.value
        return value if keeps else node.value
    except (ValueError, LookupError, AttributeError, yaml.YAMLError):
        return node.value  # PyYAML trips over a tag that the value does not fit


class _Text(HTMLParser):
    """Collects the text of an HTML fragment, with the tags that HTML has not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("p", "br", "li", "div"):
            self.parts.append(" ")
        elif tag not in ELEMENTS:
            self.parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS:
            self.parts.append(f"</{tag}>")


def plain_text(text: str) -> str:
    """Strip CMS markup (``<p>``, ``&#8211;``) and fold spaces, never the no-break ones."""
    if re.search(r"</?[A-Za-z][\w-]*( [^<>]*)?/?>", text):
        collector = _Text()
        collector.feed(text)
        collector.close()
        text = "".join(collector.parts)
    elif "&" in text:
        # Not without the semicolon: ?a=1&copy=2 is an address.
        text = re.sub(r"&#?\w+;", lambda match: html.unescape(match[0]), text)
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def inline_text(source: str) -> str:
    """Strip the Markdown of a heading: its links, emphasis, code marks and attributes."""
    source = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?", r"\1", source)
    return plain_text(re.sub(r"\\([!-/:-@\[-`{-~])|[*`]+|(?<!\w)_+|_+(?!\w)", r"\1", source))


def _first_heading(body: str) -> str:
    unfenced = re.sub(r"(?ms)^(`{3,}|~{3,}).*?(^\1|\Z)", "", body)
    match = re.search(
        r"(?m)^ {0,3}#{1,6}[ \t]+(\S.*)$"
        r"|^(?![>|<]|(?:[-*+]|\d+[.)])[ \t])(\S.*)\n(?:=+|-+)[ \t]*$",
        unfenced,
    )
    if match is None:
        return ""
    return inline_text(re.sub(r"(?:^|[ \t])#+$", "", match[1].rstrip()) if match[1] else match[2])


def _title_from(path: PurePath) -> str:
    name = re.sub("[-_]+", " ", _stem(path)).strip()
    return name[:1].upper() + name[1:] or "?"


def _stem(path: PurePath) -> str:
    stem = html.unescape(path.name.removesuffix(path.suffix))
    head, _, suffix = stem.rpartition(".")
    return head if head and detect(PurePath(f"x.{suffix}.md")) else stem


def slug(path: PurePath) -> str:
    """Return the key that a file's name suggests: ``Chef d’équipe.fr.md`` is chef-d-équipe."""
    stem = unicodedata.normalize("NFC", _stem(path)).lower()
    return re.sub(r"\W+", "-", stem).strip("-") or "posting"
