"""Drafting a counterpart: the source's file, with the translations that are known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..sources.field_writing import note_below, set_field
from ..sources.rewriting import Document, RefusedError
from .applying import Sides, links_of_target, plain_text_of
from .catalogs.catalog import Catalog, Entry, Reason
from .catalogs.memory import Memory, neighbours
from .catalogs.message import msgstr
from .context import without_context
from .files import field_count


@dataclass(frozen=True, slots=True)
class Drafted:
    """The text of a draft, and the numbers of its blocks: all, and those that are translated."""

    document: Document
    total: int
    translated: int


def learn(catalogs: Iterable[Catalog]) -> Memory:
    """Return the memory of the translations in catalogues of one language."""
    memory = Memory()
    for catalog in catalogs:
        memory.learn(catalog.entries)
    return memory


def known_texts(
    messages: Iterable[str], entries: Mapping[str, Entry], memory: Memory
) -> list[str | None]:
    """Return the translations of a text's messages in its catalogue or the memory, if certain.

    One from another context will do, because a person reads a draft before it is published.
    """
    messages = [*messages]
    beside = neighbours(map(without_context, messages))
    return [
        _known_text(message, entries, memory, texts)
        for message, texts in zip(messages, beside, strict=True)
    ]


def _known_text(
    message: str, entries: Mapping[str, Entry], memory: Memory, beside: Iterable[str]
) -> str | None:
    entry = entries.get(message)
    if entry is not None and entry.string and not entry.fuzzy:
        return entry.string
    found = memory(without_context(message), beside, near=False)
    return found.text if found is not None and {*found.doubts} <= {Reason.CONTEXT} else None


def draft(sides: Sides, entries: Mapping[str, Entry], memory: Memory) -> Drafted:
    """Fill the blocks of a source whose translation is known, and mark the others.

    The counterpart of *sides* is the file that does not exist yet: it has no blocks.
    """
    document = sides.source
    source = sides.pair.source
    translated = 0
    known = known_texts((block.message for block in source.blocks), entries, memory)
    for block in reversed(source.blocks):
        text = known[block.index]
        try:
            if block.plain:
                value = plain_text_of(text) if text is not None else None
                changed = set_field(document, str(block.kind), value) if value else None
            else:
                number = block.index - field_count(source)
                shown = links_of_target(sides, msgstr(text)) if text is not None else None
                changed = document.replace(number, shown) if shown else None
        except RefusedError:
            changed = None
        if changed is not None:
            document = changed
            translated += 1
        elif block.plain:
            document = note_below(document, str(block.kind))
        else:
            document = _untranslated(sides, document, block.index - field_count(source))
    return Drafted(document, len(source.blocks), translated)


def _untranslated(sides: Sides, document: Document, number: int) -> Document:
    """Mark a block as not translated; its links are those of the new file."""
    text = document.blocks[number].text
    try:
        shown = links_of_target(sides, text)
        if shown != msgstr(text):
            document = document.replace(number, shown)
    except RefusedError:
        pass
    return document.mark(number)
