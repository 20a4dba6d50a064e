"""Readers for the values of ``conf.py``: each converts a value to its final type.

A reader accepts any value, and raises :class:`UnusableError` for one that cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from string import Formatter
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from ..text.languages import is_tag, normalize
from ..text.wording import message as _

E = TypeVar("E", bound=StrEnum)


class UnusableError(ValueError):
    """A value that cannot be used.

    *problem* is a clause about it, without a period; *hint* is a sentence that says how to fix it.
    """

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(f"{problem}. {hint}")
        self.problem, self.hint = problem, hint


def flag(value: Any) -> bool:
    """Read a boolean."""
    if not isinstance(value, bool):
        raise UnusableError(
            _("{value!r} is neither True nor False").format(value=value),
            _("Write True or False, without quotes."),
        )
    return value


def text(example: str) -> Callable[[Any], str]:
    """Return the reader of a string such as *example*; None counts as an empty one."""

    def read(value: Any) -> str:
        if not isinstance(value, str | None):
            raise UnusableError(
                _("{value!r} is not a string").format(value=value),
                _("Write {example}.").format(example=example),
            )
        return value or ""

    return read


def strings(example: str) -> Callable[[Any], tuple[str, ...]]:
    """Return the reader of a list of strings such as *example*; a lone string is a list of one."""

    def read(value: Any) -> tuple[str, ...]:
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list | tuple) or not all(isinstance(text, str) for text in found):
            raise UnusableError(
                _("{value!r} is not a list of strings").format(value=value),
                _("Write a list such as {example}.").format(example=example),
            )
        return tuple(found)

    return read


class Publish(StrEnum):
    """Which postings a build publishes: all of them, or those in its own language."""

    ALL = "all"
    LANGUAGE = "language"


def publish(value: Any) -> Publish:
    """Read the name of a mode of publishing."""
    return _member(value, Publish, _("{value!r} is not a way to publish"))


def _member(value: Any, kind: type[E], problem: str) -> E:
    """Read one of two words."""
    if value not in tuple(kind):
        one, other = (f"'{member}'" for member in kind)
        hint = _("Write {one} or {other}.").format(one=one, other=other)
        raise UnusableError(problem.format(value=value), hint)
    return kind(value)


def history(value: Any) -> str:
    """Read the name of the program whose history dates files; None counts as an empty string."""
    if value not in ("", "git", None):
        raise UnusableError(
            _("{value!r} is not a history of files").format(value=value),
            _("Write {one} or {other}.").format(one="'git'", other="''"),
        )
    return value or ""


class RawHtml(StrEnum):
    """How pages show the raw HTML of postings: all of it, or nothing that runs."""

    ALL = "all"
    SAFE = "safe"


def raw_html(value: Any) -> RawHtml:
    """Read how raw HTML is treated."""
    return _member(value, RawHtml, _("{value!r} is not a way to treat raw HTML"))


def language_tag(value: Any) -> str:
    """Read the tag of a language: ``fr_ca`` becomes ``fr-CA``."""
    if not isinstance(value, str) or not is_tag(value):
        raise UnusableError(
            _("{value!r} is not a language tag").format(value=value),
            _("Use a tag such as {example}.").format(example="'fr'"),
        )
    return normalize(value)


def language_tags(value: Any) -> tuple[str, ...]:
    """Read a list of language tags."""
    return tuple(map(language_tag, strings("['en', 'fr']")(value)))


def typography(value: Any) -> bool | tuple[str, ...]:
    """Read whether typography is checked, or the tags of the languages as countries write them."""
    return value if isinstance(value, bool) else language_tags(value)


def time_zone(value: Any) -> tzinfo:
    """Read the name of a time zone in the IANA database."""
    if isinstance(value, str) and value.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(value)
    except (KeyError, OSError, TypeError, ValueError) as error:
        if available_timezones():
            problem = _("{value!r} is not an IANA time zone")
            hint = _("Use a name such as {example}.").format(example="'America/Toronto'")
        else:  # on Windows, and in the smallest containers
            problem = _("{value!r} is not found because this system has no time zone database")
            hint = _("Run `pip install tzdata`.")
        raise UnusableError(problem.format(value=value), hint) from error


def day(value: Any) -> date | None:
    """Read a date; an empty string counts as None."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UnusableError(
            _("{value!r} is not a date").format(value=value),
            _("Use the form {example}.").format(example="'2026-03-31'"),
        ) from error


def templates(value: Any) -> Mapping[str, str]:
    """Read a template for all languages, or a dictionary with one for each."""
    if isinstance(value, str):
        return {"": value}
    return {normalize(tag): template for tag, template in _string_by_string(value).items()}


#: The values that a link to a line may have, in braces.
_IN_LINK = frozenset({"path", "line"})


def line_link(value: Any) -> str:
    """Read the template of a link to a line of a file; None counts as an empty one."""
    example = "'vscode://file/{path}:{line}'"
    template = text(example)(value)
    try:
        found = [name for _text, name, *_rest in Formatter().parse(template) if name is not None]
    except ValueError as error:  # a brace without the other one
        raise UnusableError(
            _("the template {value!r} cannot be read").format(value=value),
            _("Write {example}.").format(example=example),
        ) from error
    if unknown := sorted(set(found) - _IN_LINK):
        raise UnusableError(
            _("the template {value!r} has an unknown field, {name}").format(
                value=value, name=f"{{{unknown[0]}}}"
            ),
            _("Use {path} and {line} only.").format(path="{path}", line="{line}"),
        )
    if template and "path" not in found:
        raise UnusableError(
            _("the template {value!r} does not have {name}").format(value=value, name="{path}"),
            _("Write {example}.").format(example=example),
        )
    return template


def addresses(value: Any) -> Mapping[str, str]:
    """Read the addresses of sites by language; each gets a slash at its end."""
    found = _string_by_string(value)
    for tag, address in found.items():
        if not address.strip():
            raise UnusableError(
                _("the address of the site in {lang!r} is empty").format(lang=tag),
                _("Write an address such as {example}.").format(example=f"'../{tag}/'"),
            )
    return {language_tag(tag): f"{address.rstrip('/')}/" for tag, address in found.items()}


def _string_by_string(value: Any) -> Mapping[str, str]:
    is_mapping = isinstance(value, Mapping)
    if not is_mapping or not all(isinstance(text, str) for text in (*value, *value.values())):
        raise UnusableError(
            _("{value!r} is not a dictionary of strings").format(value=value),
            _("Use language tags as keys, and strings as values."),
        )
    return dict(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """The employer, as ``jobs_organization`` describes it in one language.

    ``links`` are the properties of schema.org's Organization that are URLs. ``address`` has the
    properties of a PostalAddress that all places of work share, such as the country;
    ``locations`` has those of each place by its name in the field ``location``. ``applicants`` is
    where applicants for remote jobs must live, and ``currency`` the ISO 4217 code of ``$``.
    """

    name: str
    links: Mapping[str, Any] = field(default_factory=dict)
    address: Mapping[str, str] = field(default_factory=dict)
    locations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    applicants: Any = None
    currency: str | None = None
    direct_apply: bool | None = None


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_url(value: Any) -> bool:
    try:
        return isinstance(value, str) and urlsplit(value).scheme in ("http", "https")
    except ValueError:  # such as a host in square brackets that is not an IPv6 address
        return False


def _are_urls(value: Any) -> bool:
    return all(map(_is_url, value)) if isinstance(value, list) else _is_url(value)


#: The properties of a place: https://schema.org/PostalAddress.
_PROPERTIES = (
    "addressCountry", "addressLocality", "addressRegion", "extendedAddress", "postOfficeBoxNumber",
    "postalCode", "streetAddress", "telephone", "email", "name",
)  # fmt: skip


def _is_address(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(part, str) for part in value.values())


def _are_locations(value: Any) -> bool:
    return isinstance(value, Mapping) and all(map(_is_address, value.values()))


def _check_address(value: Mapping[str, Any]) -> None:
    for key in value:
        if key not in _PROPERTIES:
            raise _unknown(key, _PROPERTIES)


def _is_area(value: Any) -> bool:
    return isinstance(value, str | list | Mapping)


def _is_currency(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[A-Z]{3}", value) is not None


_LINKS = ("sameAs", "url", "logo")
#: The keys of ``jobs_organization``: which values can be used, and an example.
_KEYS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_is_name, "'Example Ferries'"),
    "sameAs": (_are_urls, "'https://example.org/'"),
    "url": (_is_url, "'https://example.org/'"),
    "logo": (_is_url, "'https://example.org/logo.png'"),
    "address": (_is_address, "{'addressCountry': 'CA'}"),
    "locations": (_are_locations, "{'Ottawa': {'addressRegion': 'ON'}}"),
    "applicantLocationRequirements": (_is_area, "'Canada'"),
    "currency": (_is_currency, "'CAD'"),
    "directApply": (lambda value: isinstance(value, bool), "True"),
}


def _unknown(key: object, keys: Iterable[str]) -> UnusableError:
    return UnusableError(
        _("{key!r} is not a known key").format(key=key),
        _("Use only these keys: {keys}.").format(keys=", ".join(keys)),
    )


def organizations(value: Any) -> Mapping[str, Organization]:
    """Read an organization, or a dictionary with one for each language."""
    if not isinstance(value, Mapping):
        raise UnusableError(
            _("{value!r} is not a dictionary").format(value=value),
            _("Write a dictionary such as {example}.").format(
                example="{'name': 'Example Ferries'}"
            ),
        )
    if not value:
        return {}
    if value.keys() & _KEYS.keys() or not all(isinstance(v, Mapping) for v in value.values()):
        return {"": _organization(value)}
    return {language_tag(tag): _organization(found) for tag, found in value.items()}


def _organization(value: Mapping[str, Any]) -> Organization:
    for key in (*value, "name"):
        if key not in _KEYS:
            raise _unknown(key, _KEYS)
        is_usable, example = _KEYS[key]
        if not is_usable(value.get(key)):
            raise UnusableError(
                _("{key!r} cannot be {value!r}").format(key=key, value=value[key])
                if key in value
                else _("{key!r} is missing").format(key=key),
                _("Write {example}.").format(example=f"'{key}': {example}"),
            )
    for address in (value.get("address", {}), *value.get("locations", {}).values()):
        _check_address(address)
    return Organization(
        name=value["name"],
        links={name: value[name] for name in _LINKS if name in value},
        address=value.get("address", {}),
        locations=value.get("locations", {}),
        applicants=value.get("applicantLocationRequirements"),
        currency=value.get("currency"),
        direct_apply=value.get("directApply"),
    )
