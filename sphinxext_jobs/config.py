"""The configuration values: default, type and help of each, declared once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sphinx
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import ENUM, Config
from sphinx.util.i18n import CatalogRepository

from . import status, structured
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
        "jobs_publish",
        "all",
        ENUM("all", "language"),
        "env",
        "`all`: every posting is a page of every build. `language`: one site for each language; "
        "a build publishes the postings in its own `language`, and where there is none the "
        "posting in another, translated through its gettext catalogue.",
    ),
    Option(
        "jobs_sites",
        {},
        (dict,),
        "",
        "With one site for each language: where each is, a dictionary from language to the "
        "site's address, such as `https://example.org/fr/`, or relative to the root of the site "
        "that is built, such as `../fr/`. Empty: on Read the Docs, its addresses.",
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
        "jobs_web",
        True,
        (bool,),
        "",
        "Describe postings to search engines and other sites: in the heads of their pages "
        "(description, canonical address, languages, Open Graph, structured data), in "
        "`sitemap.xml`, and in feeds. False for a private handbook: it has none of these.",
    ),
    Option(
        "jobs_always_open",
        [],
        (list, tuple),
        "",
        "Keys that never close, such as a general application.",
    ),
    Option(
        "jobs_organization",
        {},
        (dict,),
        "",
        "Who hires, for search engines: a dictionary such as `{'name': 'Example Ferries'}`, or one "
        "for each language. Empty: pages have no structured data.",
    ),
    Option(
        "jobs_feeds",
        True,
        (bool,),
        "",
        "Write the open postings as Atom and JSON feeds, where the site's address is known, and "
        "all postings as `jobs.json`; not without `jobs_web`.",
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


def catalog_path(config: Config, srcdir: Path, docname: str, lang: str) -> Path:
    """Return a document's catalogue in a language: the one there is, else where it belongs."""
    name = Path(lang.replace("-", "_")) / "LC_MESSAGES" / f"{docname}.po"
    folders: list[str] = config.locale_dirs or ["locale"]
    paths = [srcdir / folder / name for folder in folders]
    return next((path for path in paths if path.exists()), paths[0])


def per_language(config: Config) -> bool:
    """Whether the build makes one of several sites, each in one language."""
    return bool(config.jobs_publish == "language")


def default_language(config: Config) -> str:
    """Return the language of a posting's file that says none.

    Where each language has its site, it must be the same in all of them.
    """
    first = languages(config)[:1] if per_language(config) else ()
    return first[0] if first else project_language(config)


def is_foreign(config: Config, lang: str) -> bool:
    """Whether a site in one language must translate a text in *lang*; fr serves fr-CA."""
    return per_language(config) and best([lang], project_language(config)) is None


def sites(config: Config) -> dict[str, str]:
    """Return the base address of the site in each other language, with a slash at its end."""
    if not per_language(config):
        return {}
    own = project_language(config)
    found = config.jobs_sites or _read_the_docs_sites(languages(config), os.environ)
    return {
        normalize(tag): base.rstrip("/") + "/"
        for tag, base in found.items()
        if normalize(tag) != own
    }


def base_url(config: Config) -> str:
    """Return the absolute address of the site that is built, with a slash; empty: unknown."""
    own = project_language(config)
    declared = {normalize(tag): base for tag, base in config.jobs_sites.items()}
    for base in (
        config.html_baseurl,
        declared.get(own, "") if per_language(config) else "",
        os.environ.get("READTHEDOCS_CANONICAL_URL", ""),
    ):
        if base and "//" in base:
            return str(base).rstrip("/") + "/"
    return ""


def publishes_feeds(config: Config) -> bool:
    """Whether feeds and the list of all postings are wanted."""
    return bool(config.jobs_web and config.jobs_feeds)


def feeds_base(config: Config) -> str:
    """Return the address under which feeds are written; empty: there are none."""
    return base_url(config) if publishes_feeds(config) else ""


def feed_language(config: Config, lang: str) -> str:
    """Return the language of the feed for texts in *lang*: fr-CA is in that of fr."""
    return best(languages(config), lang) or lang


def _read_the_docs_sites(tags: tuple[str, ...], environ: Mapping[str, str]) -> dict[str, str]:
    """Work the sites' addresses out of this one's, ``https://…/en/latest/``."""
    url = urlsplit(environ.get("READTHEDOCS_CANONICAL_URL", ""))
    language = normalize(environ.get("READTHEDOCS_LANGUAGE", ""))
    parts = url.path.strip("/").split("/")
    if not url.netloc or len(parts) < 2 or normalize(parts[-2]) != language:
        return {}
    return {
        tag: url._replace(path="/".join(["", *parts[:-2], tag.lower(), parts[-1]])).geturl()
        for tag in tags
    }


def apply_template(config: Config, lang: str) -> str:
    """Return the template of the way to apply for postings in *lang*; empty: none."""
    templates = config.jobs_apply_url
    if isinstance(templates, str):
        return templates
    found = best(map(normalize, templates), lang)
    return next((url for tag, url in templates.items() if normalize(tag) == found), "")


def zone(config: Config) -> datetime.tzinfo:
    """Return the zone of ``jobs_timezone``."""
    return status.zone(config.jobs_timezone)


def today(config: Config) -> datetime.date:
    """Tell the day the build is for."""
    return status.today(config.jobs_today, os.environ, zone(config))


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
    if per_language(config) and config.gettext_compact is True:
        config.gettext_compact = False  # one catalogue for each posting


def _fault(option: Option, value: Any) -> str | None:
    """Say what is wrong with a value."""
    if isinstance(option.types, tuple) and not isinstance(value, option.types):
        return f"{value!r} has the wrong type"
    words = [*value, *value.values()] if isinstance(value, dict) else value
    if option.name == "jobs_organization":
        words = list(value)
    if isinstance(words, list | tuple) and not all(isinstance(word, str) for word in words):
        return f"{value!r} holds more than texts"
    try:
        if option.name == "jobs_timezone":
            status.zone(value)
        elif option.name == "jobs_today":
            status.today(value, {}, datetime.UTC)
        elif option.name == "jobs_organization":
            structured.organizations(value)
    except ValueError as error:
        return str(error)
    if option.name == "jobs_languages":
        strange = [tag for tag in value if not is_tag(tag)]
        return f"{strange[0]!r} is no language tag such as 'fr'" if strange else None
    if option.name == "jobs_sites":
        return _sites_fault(value)
    return None


def _sites_fault(value: Mapping[str, str]) -> str | None:
    for tag, base in value.items():
        if not is_tag(tag):
            return f"{tag!r} is no language tag such as 'fr'"
        if not base.strip():
            return f"{tag} has no address; write https://example.org/{tag}/ or ../{tag}/"
    return None


def take_language(app: Sphinx) -> None:
    """Build in the language that Read the Docs names in the environment.

    Where the environment is all there is, Sphinx has chosen another and begun with it.
    """
    config = app.config
    wanted = os.environ.get("READTHEDOCS_LANGUAGE", "")
    language = normalize(wanted).replace("-", "_")
    if not per_language(config) or not is_tag(wanted) or language == config.language:
        return
    config.language = language
    repository = CatalogRepository(app.srcdir, config.locale_dirs, language, "utf-8")
    folders = [*repository.locale_dirs, None, Path(sphinx.__file__).parent / "locale"]
    locale.translators.pop(("general", "sphinx"), None)  # else, the first stays in front
    app.translator, _found = locale.init(folders, language)


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
    take_language(app)
