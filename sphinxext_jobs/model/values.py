"""The values of front matter: from YAML nodes to texts, ids, flags, dates and lists."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import yaml

from ..diagnostics import Diagnostic, Edit, Kind, Location
from ..text.plain import cut, plain_text
from ..text.wording import message as _
from . import clock
from .written_dates import readings

Moment: TypeAlias = date | datetime
#: Reads a value from its YAML node, or raises ``OddError``; ``None`` if the value is absent.
Reader: TypeAlias = Callable[[yaml.Node], Any]

#: The spellings of an absent value.
_ABSENT = frozenset({"", "null", "~", "none"})
_TRUE = frozenset({"true", "yes", "y", "on", "1", "oui", "vrai", "ja", "wahr", "sí", "si"})
_FALSE = frozenset({"false", "no", "n", "off", "0", "non", "faux", "nein", "falsch"})
#: A longer value is cut in messages.
_SHOWN = 60
#: What a word processor leaves around a value: quotation marks, and the point of a sentence.
_AROUND = "“”„‘’«»\"'. \u00a0\u202f"

#: The address of a mailbox, as far as its parts can be told apart.
_MAILBOX = re.compile(r"[^\s@:/?#<>,]+@[^\s@:/?#<>,]+\.[^\s@:/?#<>,.]+")

#: No number or date is longer. PyYAML may fail on longer text, or take long to read it.
_LONGEST = 100


class OddError(Exception):
    """A value of another type than declared; ``value`` is used instead.

    *problem* is a template with the name of the ``{field}``, and the other texts in *shown*.
    *instead* is the text to write in the file, if the value can mean nothing else.
    """

    def __init__(
        self, problem: str, hint: str, value: Any = None, *, instead: str = "", **shown: str
    ) -> None:
        super().__init__(problem)
        self.problem, self.hint, self.value, self.shown = problem, hint, value, shown
        self.instead = instead

    def diagnostic(self, field: str, at: Location, fix: tuple[Edit, ...] = ()) -> Diagnostic:
        """Return the fault of a field, and the edits that correct it."""
        problem = self.problem.format(field=field, **self.shown)
        return Diagnostic(Kind.FRONT_MATTER, at, problem, self.hint, fix)


def shown(text: str) -> str:
    """Return a value as a message quotes it: on one line, and not too long."""
    return cut(" ".join(text.split()), _SHOWN)


def is_absent(node: yaml.Node) -> bool:
    """Whether a field is there, but does not have a value."""
    return isinstance(node, yaml.ScalarNode) and node.value.strip().lower() in _ABSENT


def identifier(node: yaml.Node) -> str | None:
    """Read an id as the text that was written: 0123 is not an octal number."""
    if is_absent(node):
        return None
    if not isinstance(node, yaml.ScalarNode):
        raise _ignored(node, "", _("Write a single text."))
    return " ".join(node.value.split())


def text(node: yaml.Node) -> str | None:
    """Read a line of text, without the tags and entities that a CMS left in it."""
    if is_absent(node):
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
        pairs = (filter(None, map(_joined, pair)) for pair in node.value)
        return ", ".join(map(": ".join, pairs))
    return "" if is_absent(node) else plain_text(node.value)


def address(node: yaml.Node) -> str | None:
    """Read the whole address of a page (``https:``, ``http:``), or of mailboxes (``mailto:``)."""
    if is_absent(node):
        return None
    if not isinstance(node, yaml.ScalarNode):
        raise _ignored(node, "", _("Write a single text."))
    written = node.value.strip()
    if (found := _address(written)) is not None:
        return found
    bare = written.strip(f"{_AROUND}<>")
    meant = f"mailto:{bare}" if _MAILBOX.fullmatch(bare) else bare
    if _address(meant) is not None:
        problem = _("{field} is “{text}”, which is read as {meant}.")
        hint = _("Write `{text}`.").format(text=meant)
        raise OddError(problem, hint, meant, instead=meant, text=shown(written), meant=meant)
    problem = _("{field} is “{text}”, which is not a whole address, so it is ignored.")
    hint = _("Write an address such as https://example.org/apply or mailto:jobs@example.org.")
    raise _ignored(node, problem, hint)


def _address(text: str) -> str | None:
    """Return an address as a link writes it; None if it is not whole."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:  # such as a host in square brackets that is not an IPv6 address
        return None
    if parts.scheme in ("https", "http"):
        return text if host and not re.search(r"\s", text) else None
    if parts.scheme != "mailto" or not all(map(_MAILBOX.fullmatch, parts.path.split(","))):
        return None
    return re.sub(r"\s+", "%20", text)  # in the subject


def texts(node: yaml.Node) -> tuple[str, ...] | None:
    """Read a list of texts; a single text is a list of one."""
    if is_absent(node):
        return None
    if isinstance(node, yaml.MappingNode):
        joined = _joined(node)
        problem = _("{field} is a mapping, so it is read as the text “{text}”.")
        raise OddError(problem, _("Write a text or a list of texts."), (joined,), text=joined)
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    value = tuple(filter(None, map(_joined, items)))
    # A text with a colon is a mapping of one value, and is joined as it was written.
    mapped = [item for item in items if isinstance(item, yaml.MappingNode) and len(item.value) > 1]
    if mapped:
        problem = _("{field} contains a mapping, which is read as the text “{text}”.")
        hint = _("Write a text or a list of texts.")
        raise OddError(problem, hint, value, text=shown(_joined(mapped[0])))
    return value


def pictures(node: yaml.Node) -> tuple[str, ...] | None:
    """Read the addresses of pictures on the web, or their paths; a single one is a list of one."""
    if is_absent(node):
        return None
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    written = [*filter(None, map(_joined, items))]
    found = tuple(filter(None, map(_picture, written)))
    if unusable := [text for text in written if not _picture(text)]:
        problem = _("{field} has “{text}”, which is not an address or a path, so it is ignored.")
        hint = _("Write an address such as https://example.org/a.png, or a path such as img/a.png.")
        raise OddError(problem, hint, found or None, text=shown(unusable[0]))
    return found


def _picture(text: str) -> str:
    """Return the address or the path of a picture as a page writes it; empty if it is neither."""
    try:
        parts = urlsplit(text)
    except ValueError:  # such as a host in square brackets that is not an IPv6 address
        return ""
    is_web = parts.scheme in ("http", "https")
    if (parts.scheme and not is_web) or (is_web and not parts.netloc) or "\\" in text:
        return ""
    # A sentence is not a path, but a file may have several words as its name.
    is_file = re.search(r"\.\w+$", parts.path) is not None
    return text.replace(" ", "%20") if is_file or not re.search(r"\s", text) else ""


def flag(node: yaml.Node) -> bool | None:
    """Read true or false."""
    if is_absent(node):
        return None
    written = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
    word = written.strip(_AROUND).lower()
    value = True if word in _TRUE else False if word in _FALSE else None
    if value is None:
        problem = _("{field} is “{text}”, which is not true or false, so it is ignored.")
        raise _ignored(node, problem, _("Write true or false."))
    if node.tag != "tag:yaml.org,2002:bool":
        read_as = str(value).lower()
        is_word = written.lower() == read_as
        hint = _("Write {flag} without quotes.").format(flag=read_as)
        if not is_word:
            hint = _("Write `{text}`.").format(text=read_as)
        raise OddError(
            _("The value of {field} is the text “{text}”, which is read as {flag}."),
            hint,
            value,
            instead=read_as,
            text=shown(written),
            flag=read_as,
        )
    return value


def _ignored(node: yaml.Node, problem: str, hint: str) -> OddError:
    """Return the fault of a value that cannot be used; *problem* is that of a single text."""
    if isinstance(node, yaml.ScalarNode):
        return OddError(problem, hint, text=shown(node.value))
    return OddError(_("{field} is a list or a mapping, so it is ignored."), hint)


def moment(node: yaml.Node) -> Moment | None:
    """Read a date, with or without an hour and a time zone."""
    if is_absent(node):
        return None
    if isinstance(node, yaml.ScalarNode):
        for reader in (_yaml_date, _iso_date, _ordinal_date):
            try:
                value = reader(node.value.strip())
            except (ValueError, OverflowError, AttributeError, yaml.YAMLError):
                continue
            if value.year == 1:
                return None  # Hugo's zero time, 0001-01-01T00:00:00Z, means no date
            if type(value) is datetime and re.fullmatch(r"[\dW-]{7,10}", node.value.strip()):
                return value.date()
            return value
        if len(node.value) <= _LONGEST and (found := clock.read(node.value.strip(_AROUND))):
            return _clocked(node, found)
    raise _odd_date(node)


def _clocked(node: yaml.ScalarNode, found: clock.Reading) -> Moment:
    """Return the moment that was read, or raise its fault."""
    if found.zone:
        problem = _(
            "{field} is “{text}”, whose time zone is not known, so only the day, {day}, is read."
        )
        if clock.is_database_missing():
            hint = _("Run `pip install tzdata`.")
        elif name := clock.nearest(found.zone):
            hint = _("Did you mean {name}?").format(name=f"`{name}`")
        else:
            hint = _("Write the name of a zone, such as {name}.").format(name="America/Toronto")
        text, day = shown(node.value), str(found.moment)
        raise OddError(problem, hint, found.moment, text=text, day=day)
    if found.instead:
        problem = _("{field} is “{text}”, which is read as {meant}.")
        hint = _("Write `{text}`.").format(text=found.instead)
        text, meant = shown(node.value), found.instead
        raise OddError(problem, hint, found.moment, instead=meant, text=text, meant=meant)
    return found.moment


def _iso_date(text: str) -> Moment:
    # A week is not a day. From Python 3.13 on, 24:00 is the beginning of the next day.
    if re.search(r"[T ]24|W\d\d$", text):
        raise ValueError
    return datetime.fromisoformat(text)


def _odd_date(node: yaml.Node) -> OddError:
    """Return the fault of a value that is not a date as YAML writes it."""
    is_short = isinstance(node, yaml.ScalarNode) and len(node.value) <= _LONGEST
    found = readings(node.value.strip(_AROUND)) if is_short else []
    if len(found) == 1:
        day = found[0].isoformat()
        problem = _("{field} is “{text}”, which is read as {meant}.")
        hint = _("Write `{text}`.").format(text=day)
        return OddError(problem, hint, found[0], instead=day, text=shown(node.value), meant=day)
    if found:
        problem = _("{field} is “{text}”, which can be {one} or {other}, so it is ignored.")
        one, other = found[0].isoformat(), found[-1].isoformat()
        hint = _("Write {one} or {other}.").format(one=one, other=other)
        return OddError(problem, hint, text=shown(node.value), one=one, other=other)
    problem = _("{field} is “{text}”, which is not a date, so it is ignored.")
    hint = _("Write a date such as 2026-03-31.")
    if isinstance(node, yaml.ScalarNode) and not re.search(r"\d", node.value):
        hint = _("Write a date such as 2026-03-31, or remove the field.")
    return _ignored(node, problem, hint)


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
    if is_absent(node):
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
