"""Which postings a list shows, in which order and in which groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Protocol, TypeAlias, TypeVar

from ..text.languages import best, is_tag, matches, normalize
from ..text.wording import collation_key
from ..text.wording import message as _
from .fields import FIELDS, Field, Posting
from .status import STATUS, Status, is_listed


class Row(Protocol):
    """The properties of a published posting that a query needs."""

    @property
    def posting(self) -> Posting:
        """The posting as its front matter describes it."""
        ...

    @property
    def title(self) -> str:
        """The title that is shown: in a translated build, the translation."""
        ...

    @property
    def page_lang(self) -> str:
        """The language that its page serves: mostly the posting's own."""
        ...


R = TypeVar("R", bound=Row)
#: Returns the value of one of ``COLUMNS``, or of a field that is not declared.
Value: TypeAlias = Callable[[R, str], Any]


class QueryError(ValueError):
    """An option of a list that cannot be understood; the message says how to write it."""


#: Every field that lists know: those of front matter, the status, and the key by its short name.
COLUMNS: dict[str, Field] = {
    field.name: field for field in (FIELDS["title"], STATUS, *FIELDS.values(), Field(name="key"))
}


def column(name: str) -> Field:
    """Return the field that lists know by a name; of one that is not declared, only the name."""
    return COLUMNS.get(name) or Field(name=name)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of ``:where:``: a field that has, or does not have, one of some values.

    Without values, any value meets it, except a flag that is false.
    """

    name: str
    values: tuple[str, ...]
    negated: bool

    def holds(self, *values: Any) -> bool:
        """Whether a field's value meets the condition, in any language; letter case is ignored."""
        lists = [value if isinstance(value, tuple | list) else [value] for value in values]
        items = (item for items in lists for item in items)
        present = self._forms(item for item in items if item not in (None, ""))
        wanted = present & self._forms(self.values) if self.values else present - {"false"}
        return bool(wanted) is not self.negated

    def _forms(self, items: Iterable[Any]) -> set[str]:
        """Return values in the form to compare, with the code words that they mean."""
        field = column(self.name)
        forms = (form for item in items for form in (item, *field.meanings(item)))
        return {as_text(form).casefold() for form in forms}


def as_text(value: Any) -> str:
    """Write a value as ``:where:`` spells it: true, 2026-03-31, Ottawa."""
    if isinstance(value, datetime):
        value = value.date()
    return str(value).lower() if isinstance(value, bool) else str(value)


def parse_where(text: str | None) -> tuple[Condition, ...]:
    """Read ``team = Design | Research; !salary``; raises ``QueryError``."""
    conditions = []
    for part in filter(None, map(str.strip, re.split(r"[;\n]", text or ""))):
        match = re.fullmatch(r"(!?)\s*([^\W\d][\w-]*)\s*(?:(!?=)\s*([^\s=|].*))?", part)
        if match is None or (match[1] and match[3]) or (match[3] and not match[4]):
            problem = _(
                "“{text}” is not a condition. Write `field = value`, `field = this | that`, "
                "`field != value`, `field` or `!field`."
            )
            raise QueryError(problem.format(text=part))
        values = tuple(filter(None, (v.strip().casefold() for v in (match[4] or "").split("|"))))
        negated = bool(match[1]) or match[3] == "!="
        conditions.append(Condition(_known(match[2]), values if match[3] else (), negated))
    return tuple(conditions)


@dataclass(frozen=True, slots=True)
class Query:
    """The query of a ``job-index``: which postings it shows, and in which order and groups."""

    statuses: tuple[Status, ...] = (Status.OPEN,)
    language: str | None = None  # None: each key once; "all": every posting; or a tag
    where: tuple[Condition, ...] = ()
    group_by: str | None = None
    sort: tuple[str, ...] = ("title",)
    limit: int | None = None

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield each field that the query uses, after the option that names it."""
        yield from (("where", condition.name) for condition in self.where)
        if self.group_by is not None:
            yield "group-by", self.group_by
        yield from (("sort", name.removeprefix("-")) for name in self.sort)

    def rows(
        self, rows: Iterable[R], page_lang: str, value_of: Value[R], zone: tzinfo = UTC
    ) -> list[R]:
        """Filter and sort; each key once, in the page's language if possible.

        An hour without a time zone is in *zone*, and so are days.
        """
        chosen = (row for row in self._in_language(rows, page_lang) if is_listed(row.posting))
        found = [
            row
            for row in chosen
            if value_of(row, STATUS.name) in self.statuses
            and all(c.holds(value_of(row, c.name), *_written(row, c.name)) for c in self.where)
        ]
        found.sort(key=lambda row: (collation_key(row.title), row.posting.translation_key))
        for name in reversed(self.sort):
            descending = name.startswith("-")
            field = name.lstrip("-")
            found.sort(key=lambda row: rank(field, value_of(row, field), zone), reverse=descending)
            # Those without the field come last in either direction.
            found.sort(key=lambda row: value_of(row, field) in (None, "", (), []))
        return found[: self.limit]

    def _in_language(self, rows: Iterable[R], page_lang: str) -> Iterable[R]:
        if self.language == "all":
            return rows
        if self.language:
            return (row for row in rows if matches(row.page_lang, self.language or ""))
        by_key: dict[str, dict[str, R]] = {}
        for row in rows:
            by_key.setdefault(row.posting.translation_key, {}).setdefault(row.page_lang, row)
        return (texts[best(texts, page_lang) or next(iter(texts))] for texts in by_key.values())

    def groups(self, rows: Iterable[R], value_of: Value[R]) -> list[tuple[str | None, list[R]]]:
        """Group by a field's values, in their order; those without one come last, under None.

        Values that mean the same code word are one.
        """
        name = self.group_by
        if name is None:
            return [(None, list(rows))]
        field = column(name)
        groups: dict[str | None, list[R]] = {}
        for row in rows:
            value = value_of(row, name)
            items = value if isinstance(value, tuple | list) else (value,)
            meant = [meaning for item in items for meaning in field.meanings(item)]
            texts = [as_text(item) if item not in (None, "") else None for item in meant or [None]]
            for text in dict.fromkeys(texts):
                groups.setdefault(text, []).append(row)
        return sorted(groups.items(), key=lambda group: (group[0] is None, rank(name, group[0])))


def rank(name: str, value: Any, zone: tzinfo = UTC) -> tuple[Any, ...]:
    """Make values of a field comparable: its code words are in their own order, before others.

    Days, and hours without a time zone, are in *zone*. Dates may be texts, as addresses write them.
    """
    field = column(name)
    vocabulary = field.vocabulary
    items = value if isinstance(value, tuple | list) else (value,)
    read = [vocabulary.words_in(as_text(item)) for item in items] if vocabulary else []
    if vocabulary and read and all(read):
        order = list(vocabulary)
        return (0, *(order.index(word) for words in read for word in words))
    return sort_key(value if isinstance(value, str) else field.sorted_by(value, zone))


def _written(row: Row, name: str) -> Iterator[Any]:
    """Yield the value that an author wrote, if a page may show a translation of it."""
    field = FIELDS.get(name)
    if field is not None and (field.free_text or name == "title"):
        yield row.posting.value(name)


def sort_key(value: Any) -> tuple[Any, ...]:
    """Make values of one field comparable, also if their types differ: numbers, dates, texts."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (0, value)
    if isinstance(value, tuple | list):
        value = ", ".join(map(as_text, value))
    if isinstance(value, date | datetime):
        return (1, value.isoformat())
    return (2, *collation_key(as_text(value if value is not None else "")))


def parse_statuses(text: str | None) -> tuple[Status, ...]:
    """Read ``open, upcoming`` or ``all``; raises ``QueryError``."""
    words = re.findall(r"[^\s,|]+", (text or "").lower())
    for word in words or [""]:
        if word not in ("all", *Status):
            problem = _("“{text}” is not a status. Use open, upcoming, closed or all.")
            raise QueryError(problem.format(text=word))
    return tuple(Status) if "all" in words else tuple(map(Status, words))


def parse_language(text: str | None) -> str | None:
    """Read a language tag, ``all``, or ``page`` (the default: each key once)."""
    word = (text or "").strip().lower()
    if word in ("", "page", "all"):
        return "all" if word == "all" else None
    if not is_tag(word):
        problem = _("“{text}” is not a language tag. Use page, all, or a tag such as fr or fr-CA.")
        raise QueryError(problem.format(text=word))
    return normalize(word)


def parse_sort(text: str | None) -> tuple[str, ...]:
    """Read ``-expiryDate, title``: names of fields, ``-`` for descending."""
    names = tuple(name for name in re.split(r"[\s,]+", text or "") if name)
    return tuple(map(_known, names)) or ("title",)


def parse_group_by(text: str | None) -> str:
    """Read the name of a field to group by; raises ``QueryError``."""
    name = (text or "").strip()
    if not re.fullmatch(r"[^\W\d][\w-]*", name):
        problem = _("“{text}” is not the name of a field. Use one name, such as team.")
        raise QueryError(problem.format(text=name))
    return _known(name)


def parse_filter(text: str | None) -> bool | tuple[str, ...]:
    """Read ``yes``, ``no``, or the names of fields to filter by; raises ``QueryError``."""
    names = re.findall(r"[^\s,]+", text or "")
    word = names[0].lower() if len(names) == 1 else ""
    if not names or word in ("yes", "true", "on"):
        return True
    if word in ("no", "false", "off"):
        return False
    for name in names:
        if not re.fullmatch(r"[^\W\d][\w-]*", name):
            problem = _(
                "“{text}” is not the name of a field. Use yes, no, or names such as team, location."
            )
            raise QueryError(problem.format(text=name))
    return tuple(dict.fromkeys(map(_known, names)))


def _known(name: str) -> str:
    """Correct the letter case of a field's name: ``expirydate`` is ``expiryDate``."""
    sign, bare = ("-", name[1:]) if name.startswith("-") else ("", name)
    for known in COLUMNS:
        if known.lower() == bare.lower():
            return sign + known
    return sign + bare
