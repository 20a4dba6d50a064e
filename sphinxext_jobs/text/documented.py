"""Words that are documented where they are declared."""

from __future__ import annotations

from enum import StrEnum
from itertools import zip_longest
from typing import Self


class DocumentedEnum(StrEnum):
    """Words with notes on each, which the documentation shows in a table.

    A subclass annotates its notes, such as ``help: str``. Each member is the word and its notes in
    that order; a note that is left out is empty.
    """

    def __new__(cls, word: str, *notes: str) -> Self:
        """Keep the notes with the word."""
        member = str.__new__(cls, word)
        member._value_ = word
        for name, note in zip_longest(cls.__annotations__, notes, fillvalue=""):
            setattr(member, name, note)
        return member
