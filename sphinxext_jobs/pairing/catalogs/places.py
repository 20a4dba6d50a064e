"""The places of a message in the project, as the comments ``#:`` of a catalogue name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .catalog import Place

#: Names with spaces are between invisible characters, as gettext writes them.
_PLACE = re.compile("(?:\u2068[^\u2068\u2069]*\u2069|\\S)+")
_ISOLATES = str.maketrans("", "", "\u2068\u2069")


def read_places(text: str) -> Iterator[Place]:
    """Yield the places in a comment; like Babel, not those whose line is not a number."""
    for place in _PLACE.findall(text):
        name, colon, line = place.translate(_ISOLATES).rpartition(":")
        if not colon:
            yield line, None
        elif re.fullmatch(r"\d{1,9}", line):
            yield name, int(line)


def place_lines(places: Iterable[Place]) -> Iterator[str]:
    """Yield a comment for each place."""
    for name, line in places:
        written = f"\u2068{name}\u2069" if re.search(r"\s", name) else name
        yield f"#: {written}:{line}" if line else f"#: {written}"
