"""Former addresses: the files that they are in the output folder, and which of them are taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes, urlsplit

from ..sources.files import MAX_NAME
from ..text.wording import message as _

#: Characters that file names cannot contain on Windows, or on any system
#: (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"|*\\?]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
#: Files and folders that builds write at the root next to pages. They are reserved even in a
#: build that does not write them: a later one would find a folder in their place.
_RESERVED = re.compile(
    r"[._].*|searchindex\.js|objects\.inv|sitemap\.xml|jobs(?:\..*)?\.(?:json|atom)", re.IGNORECASE
)
#: The beginning of a full address.
_ORIGIN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)


Owner = TypeVar("Owner")


class AddressError(ValueError):
    """An address that no page can have; the message says why, as “it is not UTF-8”."""


def file_of(address: str, folder: str = "", site: str = "") -> str:
    """Return the file of the page at an address of the site, which may be relative to *folder*.

    Names are Hugo's (https://gohugo.io/content-management/urls/#aliases): ``/x/`` and ``/x`` are
    ``x/index.html``, and only a name that ends in ``.html`` is a file. A full address must be one
    of *site*; if the site is unknown, only its path counts. Raises ``AddressError`` if the file
    could not be written on every system, would be outside the output folder, or has a name that
    is reserved for the builder.
    """
    path = re.split("[?#]", address.strip(), maxsplit=1)[0]
    if _ORIGIN.match(path):
        parts = _parts(path)
        if site:
            if not is_in(address, site):
                reason = _("it is outside the site {site}, and only its own server can redirect it")
                raise AddressError(reason.format(site=site))
            parts = parts[len(_parts(site)) :]
    elif path:
        path = _decoded(path)
        parts = _resolved(path if path.startswith("/") else f"{folder}/{path}")
    else:
        raise AddressError(_("it has no path, and a query or a fragment alone has no page"))
    if not parts:
        raise AddressError(_("it is the address of the site's first page"))
    if _RESERVED.fullmatch(parts[0]):
        raise AddressError(_("the name “{name}” is reserved for the builder").format(name=parts[0]))
    for part in parts:
        _check_name(part)
    return "/".join(parts if parts[-1].endswith(".html") else [*parts, "index.html"])


def is_full(address: str) -> bool:
    """Whether an address names a server."""
    return _ORIGIN.match(address.strip()) is not None


def is_in(address: str, site: str) -> bool:
    """Whether a full address is in the site at *site*, with http or https."""
    address, site = address.strip(), site.strip()
    if not (_ORIGIN.match(address) and _ORIGIN.match(site) and _server(address) == _server(site)):
        return False
    above = _parts(site)
    return _parts(address)[: len(above)] == above


def innermost(address: str, sites: Iterable[str]) -> str:
    """Return the site that a full address is in, or "". If one is inside another, the inner one."""
    found = [site for site in sites if is_in(address, site)]
    return max(found, key=lambda site: len(_parts(site)), default="")


def one_name(path: str) -> str:
    """Return a text that is equal for all paths that are one file on some system.

    macOS and Windows ignore letter case, macOS also how accents are encoded (Unicode, 3.13, D145).
    """
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


@dataclass(frozen=True, slots=True)
class Claim(Generic[Owner]):
    """A file of the site, and its owner."""

    path: str
    owner: Owner


class Claims(Generic[Owner]):
    """The files of a site and their owners; the first owner of a file keeps it.

    Two files exclude each other if one of them is a folder of the other's path. Paths that are
    one file on some system are one file here, so that a site can move to any system.
    """

    def __init__(self) -> None:
        self._files: dict[str, Claim[Owner]] = {}
        self._folders: dict[str, Claim[Owner]] = {}

    def take(self, path: str, owner: Owner) -> None:
        """Give a file to an owner, unless it has one."""
        claim = Claim(path, owner)
        self._files.setdefault(one_name(path), claim)
        for folder in _folders(path):
            self._folders.setdefault(folder, claim)

    def owner_of(self, path: str) -> Claim[Owner] | None:
        """Return the owner of a file, or of a file with which it cannot exist."""
        name = one_name(path)
        above = (self._files[folder] for folder in _folders(path) if folder in self._files)
        return self._files.get(name) or self._folders.get(name) or next(above, None)


def _folders(path: str) -> list[str]:
    """Return the folders of a file, by names that every system distinguishes."""
    return [str(folder) for folder in PurePosixPath(one_name(path)).parents]


def _server(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(_("it is not valid ({reason})").format(reason=error)) from error
    web = scheme in ("", "http", "https")
    return "" if web else scheme, host or "", None if web and port in (80, 443) else port


def _parts(address: str) -> list[str]:
    """Return the parts of a full address's path."""
    path = re.split("[?#]", _ORIGIN.sub("", address.strip(), count=1), maxsplit=1)[0]
    return _resolved(_decoded(path))


def _decoded(path: str) -> str:
    """Decode percent-encoding once, and compose accents as in the names of files."""
    try:
        text = unquote_to_bytes(path).decode()
    except UnicodeError as error:
        raise AddressError(_("it is not UTF-8")) from error
    return unicodedata.normalize("NFC", text)


def _resolved(path: str) -> list[str]:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and not parts:
            raise AddressError(_("it leads outside the site"))
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return parts


def _check_name(name: str) -> None:
    if found := _UNWRITABLE.search(name):
        reason = _("not every system allows {character} in the name of a file")
        raise AddressError(reason.format(character=ascii(found[0])))
    if _DEVICE.fullmatch(name) or name.endswith((".", " ")):
        raise AddressError(_("Windows does not allow a file named {name}").format(name=ascii(name)))
    if len(name.encode()) > MAX_NAME:
        raise AddressError(_("a name in it is longer than {limit} bytes").format(limit=MAX_NAME))
