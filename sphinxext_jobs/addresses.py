"""Former addresses, as front matter has them, into files of the output folder."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

#: The longest name that common file systems take, in bytes.
MAX_NAME = 255
#: What no name may hold on Windows, or on any system
#: (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f<>:"|*\\?]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class AddressError(ValueError):
    """An address at which no page can stand; the message says why."""


def file_of(address: str, folder: str = "") -> str:
    """Return the file that answers to an address of the site; *folder* is what it is relative to.

    Names are Hugo's (https://gohugo.io/content-management/urls/#aliases): ``/x/`` and ``/x`` are
    ``x/index.html``, and only a name that ends in ``.html`` is a file. Of a full address the
    path counts. Raises ``AddressError`` where the file could not be written on every system,
    would be outside the output folder, or among what the builder keeps there for itself.
    """
    path = re.sub(r"^[a-z][a-z0-9+.-]*://[^/?#]*", "/", address.strip(), flags=re.IGNORECASE)
    path = _decoded(re.split("[?#]", path, maxsplit=1)[0])
    parts = _resolved(path if path.startswith("/") else f"{folder}/{path}")
    if not parts:
        raise AddressError("the site's first page is there")
    if parts[0].startswith(("_", ".")):
        raise AddressError(f"names that begin with “{parts[0][0]}” are the builder's own")
    for part in parts:
        _check_name(part)
    return "/".join(parts if parts[-1].endswith(".html") else [*parts, "index.html"])


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
