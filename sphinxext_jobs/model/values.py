"""The values of front matter: from YAML nodes to texts, ids, flags, dates and lists."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Any, TypeAlias

import yaml

from ..diagnostics import Diagnostic, Kind, Location
from ..text.plain import plain_text
from ..text.wording import message as _

Moment: TypeAlias = date | datetime
#: Reads a value from its YAML node, or raises ``OddError``; ``None`` if the value is absent.
Reader: TypeAlias = Callable[[yaml.Node], Any]

#: The spellings of an absent value.
_ABSENT = frozenset({"", "null", "~", "none"})
_TRUE = frozenset({"true", "yes", "y", "on", "1"})
_FALSE = frozenset({"false", "no", "n", "off", "0"})


#: No number or date is longer. PyYAML may fail on longer text, or take long to read it.
_LONGEST = 100


class OddError(Exception):
    """A value of another type than declared; ``value`` is used instead.

    *problem* is a template with the name of the ``{field}``, and the other texts in *shown*.
    """

    def __init__(self, problem: str, hint: str, value: Any = None, **shown: str) -> None:
        super().__init__(problem)
        self.problem, self.hint, self.value, self.shown = problem, hint, value, shown

    def diagnostic(self, field: str, at: Location) -> Diagnostic:
        """Return the fault of a field."""
        problem = self.problem.format(field=field, **self.shown)
        return Diagnostic(Kind.FRONT_MATTER, at, problem, self.hint)


def _is_absent(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value.strip().lower() in _ABSENT


def identifier(node: yaml.Node) -> str | None:
    """Read an id as the text that was written: 0123 is not an octal number."""
    if _is_absent(node):
        return None
    if not isinstance(node, yaml.ScalarNode):
        raise OddError(
            _("{field} is a list or a mapping, so it is ignored."), _("Write a single text.")
        )
    return " ".join(node.value.split())


def text(node: yaml.Node) -> str | None:
    """Read a line of text, without the tags and entities that a CMS left in it."""
    if _is_absent(node):
        return None
    if isinstance(node, yaml.ScalarNode):
        text = plain_text(node.value)
        return text if text.strip() else None
    joined = _joined(node)
    if not joined:
        return None
    if isinstance(node, yaml.SequenceNode):
        problem = _("{field} is a list, so it is read as the text “{text}”.")
    else:
        problem = _("{field} is a mapping, so it is read as the text “{text}”.")
    raise OddError(problem, _("Write a single text."), joined, text=joined)


def _joined(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(filter(None, map(_joined, node.value)))
    if isinstance(node, yaml.MappingNode):
        return ", ".join(f"{_joined(key)}: {_joined(value)}" for key, value in node.value)
    return "" if _is_absent(node) else plain_text(node.value)


def texts(node: yaml.Node) -> tuple[str, ...] | None:
    """Read a list of texts; a single text is a list of one."""
    if _is_absent(node):
        return None
    if isinstance(node, yaml.MappingNode):
        joined = _joined(node)
        problem = _("{field} is a mapping, so it is read as the text “{text}”.")
        raise OddError(problem, _("Write a text or a list of texts."), (joined,), text=joined)
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(filter(None, map(_joined, items)))


def flag(node: yaml.Node) -> bool | None:
    """Read true or false."""
    if _is_absent(node):
        return None
    word = node.value.strip().lower() if isinstance(node, yaml.ScalarNode) else ""
    value = True if word in _TRUE else False if word in _FALSE else None
    if value is None:
        raise OddError(
            _("{field} is not true or false, so it is ignored."), _("Write true or false.")
        )
    if node.tag != "tag:yaml.org,2002:bool":
        read_as = str(value).lower()
        raise OddError(
            _("The value of {field} is the text “{text}”, which is read as {flag}."),
            _("Write {flag} without quotes.").format(flag=read_as),
            value,
            text=word,
            flag=read_as,
        )
    return value


def moment(node: yaml.Node) -> Moment | None:
    """Read a date, with or without a time."""
    if _is_absent(node):
        return None
    if isinstance(node, yaml.ScalarNode):
        for reader in (_yaml_date, datetime.fromisoformat, _ordinal_date):
            try:
                value = reader(node.value.strip())
            except (ValueError, OverflowError, AttributeError, yaml.YAMLError):
                continue
            if value.year == 1:
                return None  # Hugo's zero time, 0001-01-01T00:00:00Z, means no date
            if type(value) is datetime and re.fullmatch(r"[\dW-]{7,10}", node.value.strip()):
                return value.date()
            return value
    raise OddError(
        _("{field} is not a date, so it is ignored."), _("Write a date such as 2026-03-31.")
    )


def _yaml_date(text: str) -> Moment:
    value: Moment = _construct(yaml.ScalarNode("tag:yaml.org,2002:timestamp", text))
    return value


def _construct(node: yaml.Node) -> Any:
    """Return the value of a node; raises any error of PyYAML's if its text does not suit its tag.

    PyYAML constructs values from texts only: its constructors of nodes are not documented.
    """
    return yaml.safe_load(yaml.serialize(node))


def _ordinal_date(text: str) -> date:
    day = datetime.strptime(text, "%Y-%j").date()
    if day.strftime("%Y-%j") != text:  # 2026-09 is a month, 2026-366 a day too many
        raise ValueError
    return day


def plain_value(node: yaml.Node) -> Any:
    """Turn an unknown field's node into YAML's types; a number like 0123 stays text."""
    if isinstance(node, yaml.SequenceNode):
        return [plain_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {_joined(key): plain_value(value) for key, value in node.value}
    if _is_absent(node):
        return None
    if len(node.value) > _LONGEST:
        return node.value
    try:
        value = _construct(node)
        keeps = isinstance(value, bool | date) or str(value) == node.value
        is_sound = not isinstance(value, float) or math.isfinite(value)  # JSON has no infinity
        return value if keeps and is_sound else node.value
    except (ArithmeticError, ValueError, LookupError, AttributeError, yaml.YAMLError):
        return node.value  # PyYAML fails on a tag that does not suit the value


def day_of(moment: Moment, zone: tzinfo) -> date:
    """Return the calendar day of a moment in a zone; a moment without a zone is local."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return (moment.astimezone(zone) if moment.tzinfo else moment).date()
    except OverflowError:  # 9999-12-31T23:59:59Z, which means never, is next year in Paris
        return moment.date()
