"""Former addresses, as front matter has them, into files of the output folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes, urlsplit

#: The longest name that common file systems take, in bytes.
MAX_NAME = 255
#: What no name may hold on Windows, or on any system
#: (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"|*\\?]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
#: What builds write at the root beside pages, whichever of it this build does: a folder of that
#: name would be in its way as soon as it is wanted.
_RESERVED = re.compile(
    r"[._].*|searchindex\.js|objects\.inv|sitemap\.xml|jobs(?:\..*)?\.(?:json|atom)", re.IGNORECASE
)
#: What a full address begins with.
_ORIGIN = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)


class AddressError(ValueError):
    """An address at which no page can stand; the message says why."""


def file_of(address: str, folder: str = "", site: str = "") -> str:
    """Return the file that answers to an address of the site; *folder* is what it is relative to.

    Names are Hugo's (https://gohugo.io/content-management/urls/#aliases): ``/x/`` and ``/x`` are
    ``x/index.html``, and only a name that ends in ``.html`` is a file. A full address must be one
    of *site*; where that is unknown, its path counts. Raises ``AddressError`` where the file could
    not be written on every system, would be outside the output folder, or among what builds write
    there themselves.
    """
    path = re.split("[?#]", address.strip(), maxsplit=1)[0]
    if _ORIGIN.match(path):
        parts = _parts(path)
        if site:
            if not is_in(address, site):
                raise AddressError(
                    f"it is not in this site, {site}, and only its own server can redirect it"
                )
            parts = parts[len(_parts(site)) :]
    elif path:
        path = _decoded(path)
        parts = _resolved(path if path.startswith("/") else f"{folder}/{path}")
    else:
        raise AddressError("it has no path, and no file answers to a query or a fragment alone")
    if not parts:
        raise AddressError("the site's first page is there")
    if _RESERVED.fullmatch(parts[0]):
        raise AddressError(f"“{parts[0]}” is the builder's own")
    for part in parts:
        _check_name(part)
    return "/".join(parts if parts[-1].endswith(".html") else [*parts, "index.html"])


def is_in(address: str, site: str) -> bool:
    """Whether a full address is in the site at *site*, by whichever of http and https."""
    address, site = address.strip(), site.strip()
    if not (_ORIGIN.match(address) and _ORIGIN.match(site) and _server(address) == _server(site)):
        return False
    above = _parts(site)
    return _parts(address)[: len(above)] == above


def innermost(address: str, sites: Iterable[str]) -> str:
    """Return which of the sites, of which one may be inside another, a full address is in."""
    found = [site for site in sites if is_in(address, site)]
    return max(found, key=lambda site: len(_parts(site)), default="")


def one_name(path: str) -> str:
    """Return what is the same for all paths that some system takes for one.

    macOS and Windows ignore letter case, macOS also how accents are encoded (Unicode, 3.13, D145).
    """
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


def _server(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(f"it is no address ({error})") from error
    web = scheme in ("", "http", "https")
    return "" if web else scheme, host or "", None if web and port in (80, 443) else port


def _parts(address: str) -> list[str]:
    """Return the parts of a full address's path."""
    path = re.split("[?#]", _ORIGIN.sub("", address.strip(), count=1), maxsplit=1)[0]
    return _resolved(_decoded(path))


def _decoded(path: str) -> str:
    """Undo percent-encoding once, and write accents as the names of files have them."""
    try:
        text = unquote_to_bytes(path).decode()
    except UnicodeError as error:
        raise AddressError("it is not UTF-8") from error
    return unicodedata.normalize("NFC", text)


def _resolved(path: str) -> list[str]:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and not parts:
            raise AddressError("it leads outside the site")
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return parts


def _check_name(name: str) -> None:
    if found := _UNWRITABLE.search(name):
        raise AddressError(f"a file's name cannot hold {found[0]!a} on every system")
    if _DEVICE.fullmatch(name) or name.endswith((".", " ")):
        raise AddressError(f"Windows can have no file named {name!a}")
    if len(name.encode()) > MAX_NAME:
        raise AddressError(f"a name is longer than {MAX_NAME} bytes")
