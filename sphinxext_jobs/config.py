"""The configuration values: default, type and help of each, declared once."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import ENUM, Config

from . import query
from .languages import best, normalize
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
    """Return the zone of ``jobs_timezone``; UTC where it is none (``check`` has warned)."""
    try:
        return query.zone(config.jobs_timezone)
    except ValueError:
        return datetime.UTC


def today(config: Config) -> datetime.date:
    """Tell the day the build is for."""
    try:
        return query.today(config.jobs_today, os.environ, zone(config))
    except ValueError:
        return query.today(None, os.environ, zone(config))


def check(app: Sphinx, config: Config) -> None:
    """Warn of values that cannot be used; the defaults stand in."""
    try:
        query.zone(config.jobs_timezone)
    except ValueError as error:
        warn("config", f"jobs_timezone: {error}; UTC stands in", None)
    try:
        query.today(config.jobs_today, {}, zone(config))
    except ValueError:
        warn("config", f"jobs_today: {config.jobs_today!r} is no day; write '2026-03-31'", None)


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
