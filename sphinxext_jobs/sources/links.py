"""The links of a posting's body: addresses with a mistake, and files that do not exist."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote, urlsplit

from ..diagnostics import Diagnostic, Kind, Location
from ..text.wording import message as _
from .files import MAX_NAME

#: The schemes of absolute addresses, by MyST-Parser's default.
SCHEMES = ("http", "https", "mailto", "ftp")
#: The schemes of MyST-Parser's own links.
_OWN_SCHEMES = ("inv", "path", "project")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
#: ``http//example.org``, ``https;//…``, ``htp.//…``
_ALMOST_SCHEME = re.compile(r"h?t{1,3}ps?(?://|[;.,]/{1,2})(?=[\w-]+\.)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?:\?\S*)?")
_HOST = re.compile(r"(?:[\w-]+\.)+([A-Za-z]{2,})(?=[:/?#]|$)")
#: Domains that are not a country's, which have two letters.
_DOMAINS = frozenset(
    "com org net edu gov int mil info biz app dev jobs careers work tech agency digital".split()  # noqa: SIM905
)
#: The ends of files' names that are also domains of countries.
_FILES = frozenset("md py js ts sh rs pl ps cc so hs ml mm pm st tf ai gz id in is".split())  # noqa: SIM905
#: The ends of documents' names, which links may leave out: ``[…](captain.fr)``.
_DOCUMENTS = ("", ".md", ".rst", ".ipynb", ".txt")


class Effect(Enum):
    """How a page shows a link with a fault: as text, as it is written, or as one to a new file."""

    TEXT = auto()
    AS_WRITTEN = auto()
    MISSING = auto()


@dataclass(frozen=True, slots=True)
class LinkFault:
    """The fault of a link: the problem, how to fix it, and its effect on the page."""

    problem: str
    hint: str
    effect: Effect

    def at(self, location: Location) -> Diagnostic:
        """Return the diagnostic of a link at a location."""
        return Diagnostic(Kind.LINK, location, self.problem, self.hint)


def check_target(
    href: str, exists: Callable[[str], bool], schemes: Collection[str] = SCHEMES
) -> LinkFault | None:
    """Return the fault of a link that was written as ``[text](href)``.

    *exists* says whether there is a file with a path, and may raise as pathlib does.
    """
    try:
        return check_address(href, exists, schemes) or _check_file(href, exists, schemes)
    except (OSError, ValueError):
        return not_valid(href)


def check_address(
    href: str, exists: Callable[[str], bool], schemes: Collection[str] = SCHEMES
) -> LinkFault | None:
    """Return the fault of an address, whatever files there are.

    Raises ``ValueError`` as urllib does. *exists* is asked about texts that may be either.
    """
    parts = urlsplit(href)
    if "://" not in href and ("\0" in parts.path or _is_too_long(href, schemes)):
        raise ValueError
    meant = _meant(href, schemes)
    if meant is None and (host := _HOST.match(href)):
        end = host[1].lower()
        is_domain = end in _DOMAINS or (len(end) == 2 and end not in _FILES)
        if href.lower().startswith("www.") or (is_domain and not _is_document(href, exists)):
            meant = f"https://{href}"
    if meant is None:
        return None
    problem = _("The link target {address} is not a complete address.").format(address=href)
    return LinkFault(problem, _("Write `{address}`.").format(address=meant), Effect.AS_WRITTEN)


def _is_too_long(href: str, schemes: Collection[str]) -> bool:
    """Whether an address is read as the path of a file, but has a name that no file can have."""
    scheme = _SCHEME.match(href)
    if scheme and scheme[1] in (*schemes, *_OWN_SCHEMES):
        return False
    names = unquote(href.partition("#")[0]).split("/")
    return any(len(os.fsencode(name)) > MAX_NAME for name in names)


def _is_document(href: str, exists: Callable[[str], bool]) -> bool:
    path = urlsplit(href).path
    return any(exists(path + end) for end in _DOCUMENTS)


def _meant(href: str, schemes: Collection[str]) -> str | None:
    """Return the address that a misspelled scheme, or an e-mail address without one, means."""
    if match := _SCHEME.match(href):
        scheme, rest = match[1], href[match.end() :].lstrip("/")
        is_sound = scheme in schemes and scheme not in ("http", "https")
        if is_sound or scheme in _OWN_SCHEMES or not _HOST.match(rest.rpartition("@")[2]):
            return None
        if scheme in ("http", "https"):
            return None if urlsplit(href).netloc else f"{scheme}://{rest}"
        near = difflib.get_close_matches(scheme.lower(), SCHEMES[:3], n=1, cutoff=0.7)
        if not near or (near[0] == "mailto") is not bool(_EMAIL.fullmatch(rest)):
            return None
        return f"mailto:{rest}" if near[0] == "mailto" else f"{near[0]}://{rest}"
    if match := _ALMOST_SCHEME.match(href):
        return f"https://{href[match.end() :]}"
    return f"mailto:{href}" if _EMAIL.fullmatch(href) else None


def _check_file(
    href: str, exists: Callable[[str], bool], schemes: Collection[str]
) -> LinkFault | None:
    """Return the fault of a link to a file that does not exist."""
    scheme = _SCHEME.match(href)
    if href.startswith("#") or (scheme and scheme[1] in (*schemes, *_OWN_SCHEMES)):
        return None
    return check_file(href, exists)


def check_file(href: str, exists: Callable[[str], bool]) -> LinkFault | None:
    """Return the fault of a link that is neither an absolute address nor one to a heading.

    A word without a slash or suffix may be the name of a target, which is not checked.
    """
    path = urlsplit(href).path
    looks_like_path = "/" in path or path.endswith((".md", ".html", ".pdf"))
    if not looks_like_path or exists(path):
        return None
    problem = _("The link target {address} does not exist in the project.").format(address=href)
    return LinkFault(problem, path_or_url(), Effect.MISSING)


def not_valid(href: str) -> LinkFault:
    """Return the fault of an address that cannot be read at all."""
    problem = _("{address} is not a valid address, so its text is shown without a link.")
    return LinkFault(problem.format(address=href), path_or_url(), Effect.TEXT)


def path_or_url() -> str:
    """Say what a link may lead to."""
    return _("Use the path of a file, or a full URL (https://…).")
