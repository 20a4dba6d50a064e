"""The header of a catalogue: its fields, as far as Babel, and so Sphinx, can read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_string

from babel.messages.catalog import Catalog as BabelCatalog

#: Fields that Babel must be able to read, but that say nothing about Sphinx's messages.
_UNUSED = ("pot-creation-date", "po-revision-date", "plural-forms")


def readable(text: str) -> str:
    """Return a header as Babel can read it; raises any error if there is no such form.

    gettext accepts any date, such as ``YEAR-MO-DA HO:MI+ZONE`` in its own templates. Fields that
    cannot be read are left out.
    """
    found = "".join(_readable(text))
    _read(found)
    return found


def _readable(text: str) -> Iterator[str]:
    for field in re.split(r"(?<=\n)(?![ \t])", text):
        if field.partition(":")[0].strip().lower() in _UNUSED:
            try:
                _read(field)
            except Exception:  # Babel may raise any error for a hostile header
                continue
        yield field


def _read(text: str) -> None:
    """Read a header as Babel does."""
    BabelCatalog().mime_headers = message_from_string(text).items()
