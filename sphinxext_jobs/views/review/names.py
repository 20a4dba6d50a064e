"""The names of the pages of pairs, which every file system can tell apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from ...sources.files import is_reserved
from ...text.digest import digest

#: The names of other pages.
_TAKEN = frozenset({"index", "points"})
#: A path on Windows has 260 characters.
_LENGTH = 60


def page_name(key: str, lang: str, place: str, taken: Collection[str]) -> str:
    """Return the name of the page of a pair: its key, in lower case, without its suffix.

    If the name is *taken*, the language of the translation and, if need be, a digest of its *place*
    follow.
    """
    slug = _slug(key)
    last = f"{slug}-{lang.lower()}-{digest(place, 4)}"
    return next(
        name
        for name in (slug, f"{slug}-{lang.lower()}", last)
        if name == last or not (name in taken or name in _TAKEN or is_reserved(name))
    )


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower())[:_LENGTH].strip("-") or "job"
