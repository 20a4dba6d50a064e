"""The configuration values: default, type and help of each, declared once."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import ENUM, Config

from . import query
from .languages import best, is_tag, normalize
from .log import warn


@dataclass(frozen=True, slots=True)
class Option:
    """One ``jobs_*`` value of ``conf.py``; *rebuild* is Sphinx's (``env`` or nothing)."""

    name: str
    default: Any
    types: tuple[type, ...] | ENUM
    rebuild: Any
    help: str


# What only changes how pages look needs no rebuild: the collector compares what each
# page shows and has just the changed ones written again.
OPTIONS = (
    Option(
        "jobs_languages",
        [],
        (list, tuple),
        "env",
        "The languages each key must exist in, such as `['en', 'fr']`; also the names by "
        "which folders and suffixes are recognised as languages. Empty: no gate, and any "
        "language's tag is recognised.",
    ),
    Option(
        "jobs_layouts",
        ["job-posting"],
        (list, tuple),
        "env",
        "The values of `layout` that mark a Markdown file as a posting.",
    ),
    Option(
        "jobs_publish", "all", ENUM("all"), "env", "`all`: every posting is a page of every build."
    ),
    Option("jobs_drafts", False, (bool,), "", "Publish postings marked `draft: true` too."),
    Option(
        "jobs_apply_url",
        "",
        (str, dict),
        "",
        "Where to apply: a template such as `https://jobs.lever.co/example/{leverId}`, or a "
        "dictionary from language to template. Any field may stand in braces; a posting "
        "that lacks it shows no way to apply.",
    ),
    Option(
        "jobs_timezone",
        "UTC",
        (str,),
        "",
        "The IANA time zone in which postings open and close, such as `America/Toronto`.",
    ),
    Option(
        "jobs_today",
        None,
        (str, datetime.date, type(None)),
        "",
        "The day to build for, as `2026-03-31`. Else `SOURCE_DATE_EPOCH`, else now.",
    ),
    Option(
        "jobs_always_open",
        [],
        (list, tuple),
        "",
        "Keys that never close, such as a general application.",
    ),
)


def languages(config: Config) -> tuple[str, ...]:
    """Return ``jobs_languages`` in normal form."""
    return tuple(map(normalize, config.jobs_languages))


def known_languages(config: Config) -> tuple[str, ...]:
    """Return the tags that files' names may carry; empty: any."""
    found = languages(config)
    return (*found, project_language(config)) if found else ()


def project_language(config: Config) -> str:
    """Return the project's ``language`` as a BCP 47 tag."""
    return normalize(config.language or "en")


def apply_template(config: Config, lang: str) -> str:
    """Return the template of the way to apply for postings in *lang*; empty: none."""
    templates = config.jobs_apply_url
    if isinstance(templates, str):
        return templates
    found = best(map(normalize, templates), lang)
    return next((url for tag, url in templates.items() if normalize(tag) == found), "")


def zone(config: Config) -> datetime.tzinfo:
    """Return the zone of ``jobs_timezone``."""
    return query.zone(config.jobs_timezone)


def today(config: Config) -> datetime.date:
    """Tell the day the build is for."""
    return query.today(config.jobs_today, os.environ, zone(config))


def check(app: Sphinx, config: Config) -> None:
    """Warn of values that cannot be used; the defaults stand in (``config-inited``)."""
    for option in OPTIONS:
        value = config[option.name]
        if isinstance(option.default, list) and isinstance(value, str):
            value = [value]
        if message := _fault(option, value):
            warn("config", f"{option.name}: {message}; {option.default!r} stands in", None)
            value = option.default
        setattr(config, option.name, value)


def _fault(option: Option, value: Any) -> str | None:
    """Say what is wrong with a value."""
    if isinstance(option.types, tuple) and not isinstance(value, option.types):
        return f"{value!r} has the wrong type"
    words = [*value, *value.values()] if isinstance(value, dict) else value
    if isinstance(words, list | tuple) and not all(isinstance(word, str) for word in words):
        return f"{value!r} holds more than texts"
    try:
        if option.name == "jobs_timezone":
            query.zone(value)
        elif option.name == "jobs_today":
            query.today(value, {}, datetime.UTC)
    except ValueError as error:
        return str(error)
    if option.name == "jobs_languages":
        strange = [tag for tag in value if not is_tag(tag)]
        return f"{strange[0]!r} is no language tag such as 'fr'" if strange else None
    return None


def setup_config(app: Sphinx) -> None:
    """Register every option."""
    for option in OPTIONS:
        app.add_config_value(
            option.name,
            option.default,
            option.rebuild,
            types=option.types,
            description=option.help,
        )
    app.connect("config-inited", check)
