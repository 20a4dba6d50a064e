"""The configuration: every ``jobs_*`` value of ``conf.py``, declared once with its meaning.

Nothing here imports Sphinx. A build and the command ``sphinx-jobs`` each pass a plain mapping to
:meth:`Settings.from_values`, and get the same frozen object and the same diagnostics.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar
from urllib.parse import urljoin, urlsplit

from ..diagnostics import Diagnostic, Kind
from ..text.languages import best, normalize
from ..text.wording import message as _
from . import confval
from .confval import Organization, Publish, RawHtml, UnusableError

T = TypeVar("T")
#: If a value changed, ``env`` lets Sphinx read all files again; it does nothing if this is empty.
Rebuild = Literal["", "env"]


@dataclass(frozen=True, slots=True)
class Option:
    """The declaration of one value of ``conf.py``.

    *read* converts a value of ``conf.py``, or the *default*, to the type that the code uses, or
    raises :class:`UnusableError`. *help* is a text for the reference, in Markdown.
    """

    default: object
    read: Callable[[Any], object]
    help: str
    rebuild: Rebuild


def option(default: object, read: Callable[[Any], T], help_: str, *, rebuild: Rebuild = "") -> T:
    """Declare a value of ``conf.py`` as a field: see :class:`Option`."""
    declared: T = field(
        default_factory=lambda: read(default),
        metadata={"option": Option(default, read, help_, rebuild)},
    )
    return declared


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The values of ``conf.py`` and of the environment, checked and in their final types.

    They are read once in each build. A value that changes only the look of pages needs no rebuild:
    the pages that look different are found and written again.
    """

    languages: tuple[str, ...] = option(
        [],
        confval.language_tags,
        "The languages that each job must exist in, such as `['en', 'fr']`. They are also the "
        "names by which folders and suffixes are recognized as languages. If empty, nothing is "
        "required, and the tag of any language is recognized.",
        rebuild="env",
    )
    layouts: tuple[str, ...] = option(
        ["job-posting"],
        confval.strings("['job-posting']"),
        "The values of `layout` that mark a Markdown file as a posting.",
        rebuild="env",
    )
    publish: Publish = option(
        "all",
        confval.publish,
        "`all`: every posting is a page of every build. `language`: one site for each language. "
        "Each build then publishes the postings in its own `language`. A job without one is "
        "published in another language, as far as its gettext catalogue translates it.",
        rebuild="env",
    )
    sites: Mapping[str, str] = option(
        {},
        confval.addresses,
        "The addresses of the sites, if there is one for each language: a dictionary from language "
        "to address. An address is absolute, such as `https://example.org/fr/`, or relative to the "
        "root of the site that is built, such as `../fr/`. If empty, the addresses on Read the "
        "Docs are used.",
    )
    drafts: bool = option(False, confval.flag, "Publish postings marked `draft: true` too.")
    apply_url: Mapping[str, str] = option(
        "",
        confval.templates,
        "Where to apply: a template such as `https://jobs.lever.co/example/{leverId}`, or a "
        "dictionary from language to template. Any field can be used in braces. A posting "
        "without that field shows no way to apply.",
    )
    timezone: tzinfo = option(
        "UTC",
        confval.time_zone,
        "The IANA time zone in which postings open and close, such as `America/Toronto`.",
    )
    today: date | None = option(
        None,
        confval.day,
        "The date to build for, such as `2026-03-31`. By default, it is the date in "
        "`SOURCE_DATE_EPOCH`, or that of the build.",
    )
    web: bool = option(
        True,
        confval.flag,
        "Describe postings to search engines and other sites: in the heads of their pages "
        "(description, canonical address, languages, Open Graph, structured data), in "
        "`sitemap.xml`, and in feeds. Set it to `False` for a private handbook.",
    )
    always_open: tuple[str, ...] = option(
        [],
        confval.strings("['general-application']"),
        "Keys that never close, such as a general application.",
    )
    organization: Mapping[str, Organization] = option(
        {},
        confval.organizations,
        "The employer, for search engines: a dictionary such as `{'name': 'Example Ferries'}`, or "
        "one for each language. If empty, pages have no structured data.",
    )
    image: str = option(
        "",
        confval.text("'_static/jobs.png'"),
        "The picture that other sites show with a link to a posting, as an address, or as a path "
        "from the root of the site. A posting may have its own, in the field `images`.",
    )
    feeds: bool = option(
        True,
        confval.flag,
        "Write the open postings as Atom and JSON feeds, if the address of the site is known, and "
        "all postings as `jobs.json`. Without `jobs_web`, none of these is written.",
    )
    calendar: bool = option(
        True,
        confval.flag,
        "Write a calendar file (`.ics`) for the closing date of each posting that is not closed, "
        "and link to it from the posting, in the builders `html` and `dirhtml`.",
    )

    raw_html: RawHtml = option(
        "all",
        confval.raw_html,
        "The raw HTML of postings on their pages. `all`: as its author wrote it. `safe`: without "
        "scripts, event handlers, styles and frames, which needs the extra `safe`: "
        "`pip install 'sphinxext-jobs[safe]'`.",
        rebuild="env",
    )
    glossary: tuple[str, ...] = option(
        [],
        confval.strings("['glossary.csv']"),
        "Files with terms: CSV with the columns `source` and `target`, as Weblate exports it, or "
        "with a column for each language, such as `en` and `fr`. Where a posting uses a term, its "
        "counterpart must use the other one, in any inflection. Paths are relative to `conf.py`.",
        rebuild="env",
    )
    typography: bool | tuple[str, ...] = option(
        False,
        confval.typography,
        "Check the typography of postings: in French, the no-break spaces and guillemets, as the "
        "country of the language writes them; in all languages, that quotes are in pairs. A list "
        "such as `['fr-CA']` says which country's French is meant by `fr`.",
        rebuild="env",
    )
    outdated_notice: bool = option(
        False,
        confval.flag,
        "Tell the readers of a posting that its text in another language changed later, with a "
        "link to that text. The builder `jobs-pair` notes such changes in the catalogues.",
    )
    history: str = option(
        "",
        confval.history,
        "`git`: a posting without `date` and `publishDate` is dated by the first commit of its "
        "file, and one without `lastmod` by the last. Renamed files keep their dates. A file that "
        "is not committed has no dates.",
    )
    since: str = option(
        "",
        confval.text("'origin/main'"),
        "For `jobs-pair`: a branch or a commit of git. Warnings about blocks then count only for "
        "pairs with a text or a catalogue that differs from the commit at which HEAD left it. "
        "The others are counted, but not shown. If empty, all count.",
    )
    review: bool = option(
        True,
        confval.flag,
        "For `jobs-pair`: write pages on which a person can review both languages, next to "
        "`pairing.json`.",
    )
    review_link: str = option(
        "vscode://file/{path}:{line}",
        confval.line_link,
        "The link from a line in these pages to an editor, or to a site such as "
        "`https://github.com/example/handbook/blob/main/{path}#L{line}`. After `http:` or `https:`,"
        " `{path}` is the path in the repository, otherwise the whole path. If empty, lines are "
        "not links.",
    )

    # Sphinx's own values.
    language: str = "en"
    html_baseurl: str = ""
    locale_dirs: tuple[str, ...] = ("locales",)
    # From the environment. Source for the last: https://reproducible-builds.org/specs/.
    readthedocs_url: str = ""
    readthedocs_language: str = ""
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    #: The values of Sphinx that are used.
    BORROWED: ClassVar = ("language", "html_baseurl", "locale_dirs")

    @classmethod
    def options(cls) -> Iterator[tuple[str, Option]]:
        """Yield each value's name in ``conf.py`` with its declaration."""
        for declared in fields(cls):
            if "option" in declared.metadata:
                yield f"jobs_{declared.name}", declared.metadata["option"]

    @classmethod
    def from_values(
        cls, values: Mapping[str, Any], environ: Mapping[str, str]
    ) -> tuple[Settings, list[Diagnostic]]:
        """Read the values of a ``conf.py``: those of this extension, and those of Sphinx.

        Missing values have their defaults, and so do values that cannot be used; the diagnostics
        report these.
        """
        chosen: dict[str, Any] = {}
        faults: list[Diagnostic] = []
        for name, declared in cls.options():
            try:
                chosen[name.removeprefix("jobs_")] = declared.read(
                    values.get(name, declared.default)
                )
            except UnusableError as error:
                problem = _("{name}: {problem}, so the default, {default!r}, is used.").format(
                    name=name, problem=error.problem, default=declared.default
                )
                faults.append(Diagnostic(Kind.CONFIG, None, problem, error.hint))
        if (epoch := environ.get("SOURCE_DATE_EPOCH", "")).isdecimal():
            with suppress(OSError, OverflowError, ValueError):  # beyond the year 9999
                chosen["started"] = datetime.fromtimestamp(int(epoch), UTC)
        settings = cls(
            **chosen,
            language=normalize(values.get("language") or cls.language),
            html_baseurl=values.get("html_baseurl") or "",
            locale_dirs=tuple(values.get("locale_dirs", cls.locale_dirs)) or ("locale",),
            readthedocs_url=environ.get("READTHEDOCS_CANONICAL_URL", ""),
            readthedocs_language=normalize(environ.get("READTHEDOCS_LANGUAGE", "")),
        )
        return settings, faults

    def image_url(self, images: Iterable[str]) -> str:
        """Return the absolute address of the first of a posting's images, or of the site's.

        Empty if there is none, if it is not an address, or if that of the site is unknown.
        """
        found = next(filter(None, (*images, self.image)), "")
        try:
            url = urljoin(self.base_url, found) if found else ""
        except ValueError:  # such as a host in square brackets that is not an IPv6 address
            return ""
        return url if re.match(r"https?://\S+$", url) else ""

    # Languages.

    @property
    def has_site_per_language(self) -> bool:
        """Whether this build makes one of several sites, each in one language."""
        return self.publish is Publish.LANGUAGE

    @property
    def known_languages(self) -> tuple[str, ...]:
        """The tags that can be in the names of files; if empty, any."""
        return (*self.languages, self.language) if self.languages else ()

    @property
    def default_language(self) -> str:
        """The language of a posting whose file does not name one.

        If each language has its site, it is the same in all of them.
        """
        is_first = self.has_site_per_language and self.languages
        return self.languages[0] if is_first else self.language

    def is_foreign(self, lang: str) -> bool:
        """Whether a site in one language must translate a text in *lang*; fr serves fr-CA."""
        return self.has_site_per_language and best([lang], self.language) is None

    def catalog_path(self, srcdir: Path, docname: str, lang: str) -> Path:
        """Return the catalogue of a document in a language: the one that exists, or a new one."""
        name = Path(lang.replace("-", "_")) / "LC_MESSAGES" / f"{docname}.po"
        paths = [srcdir / folder / name for folder in self.locale_dirs]
        return next((path for path in paths if path.exists()), paths[0])

    # Addresses, each with a slash at its end.

    @cached_property
    def base_url(self) -> str:
        """The absolute address of the site that is built; empty if it is unknown."""
        declared = self.sites.get(self.language, "") if self.has_site_per_language else ""
        found = (self.html_baseurl, declared, self.readthedocs_url)
        return next((f"{base.rstrip('/')}/" for base in found if "//" in base), "")

    @cached_property
    def other_sites(self) -> Mapping[str, str]:
        """The addresses of the sites in the other languages, by language."""
        if not self.has_site_per_language:
            return {}
        found = self.sites or self._readthedocs_sites()
        return {lang: base for lang, base in found.items() if lang != self.language}

    def _readthedocs_sites(self) -> Mapping[str, str]:
        """Derive the addresses of all sites from that of this one, ``https://…/en/latest/``."""
        url = urlsplit(self.readthedocs_url)
        parts = url.path.strip("/").split("/")
        if not url.netloc or len(parts) < 2 or normalize(parts[-2]) != self.readthedocs_language:
            return {}
        return {
            tag: url._replace(path="/".join(["", *parts[:-2], tag.lower(), parts[-1], ""])).geturl()
            for tag in self.languages
        }

    # Feeds, and the list of all postings.

    @property
    def has_feeds(self) -> bool:
        """Whether feeds and the list of all postings are asked for."""
        return self.web and self.feeds

    @property
    def feeds_base(self) -> str:
        """The address under which feeds are written; empty without feeds."""
        return self.base_url if self.has_feeds else ""

    def feed_language(self, lang: str) -> str:
        """Return the language of the feed for texts in *lang*: fr-CA is in that of fr."""
        return best(self.languages, lang) or lang

    # Postings.

    @cached_property
    def day(self) -> date:
        """The day that the build is for."""
        return self.today or self.started.astimezone(self.timezone).date()

    @cached_property
    def now(self) -> datetime:
        """The moment that the build is for; with ``jobs_today``, the beginning of that day."""
        if self.today:
            return datetime.combine(self.today, time(), self.timezone)
        return self.started

    def apply_template(self, lang: str) -> str:
        """Return the template of the address at which to apply in a language, or an empty one."""
        return _for_language(self.apply_url, lang) or ""

    def typography_of(self, lang: str) -> str:
        """Return the language whose typography a text in *lang* has; empty: it is not checked."""
        if not self.typography:
            return ""
        tags = () if isinstance(self.typography, bool) else self.typography
        return (best(tags, lang) if "-" not in lang else None) or lang

    def employer(self, lang: str) -> Organization | None:
        """Return ``jobs_organization`` in a language."""
        return _for_language(self.organization, lang)


def _for_language(found: Mapping[str, T], lang: str) -> T | None:
    """Choose by language; an entry under ``""`` applies to all languages."""
    return found.get("") or found.get(best(found, lang) or "")
