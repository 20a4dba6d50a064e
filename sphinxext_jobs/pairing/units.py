"""Units: texts in one language as sequences of blocks, and the pairs that translate each other.

Postings are one source of units. Any other documents could be another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ..text.languages import best
from .alignment.segments import Block, BlockKind
from .catalogs.message import defined_addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitBlock(Block):
    """A block of a unit, as alignment compares it and as gettext knows it.

    ``index`` is its place in the unit, from 0. ``message`` is its ``msgid``; ``source`` is
    the Markdown that the author wrote, with addresses in place of references to definitions,
    because gettext folds lines, and with them hard line breaks. ``slug`` is a heading's anchor.
    No character of a ``plain`` block is markup. A catalogue cannot translate a block that is not
    ``translatable``, such as code. An ``untranslated`` block of a draft is not a translation yet.
    ``lines`` is the number of lines in its file.
    """

    index: int
    message: str
    source: str
    slug: str = ""
    plain: bool = False
    translatable: bool = True
    untranslated: bool = False
    lines: int = 1

    @property
    def end_line(self) -> int:
        """Its last line."""
        return self.line + self.lines - 1

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of its links that are defined elsewhere in the file."""
        if self.plain or "[" not in self.text:
            return ()
        return defined_addresses(self.message, self.source)

    @property
    def linked(self) -> str:
        """Its text, followed by these addresses."""
        return " ".join((self.text, *self.addresses))


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A text in one language.

    Texts with the same *key* translate each other. *path* is that of its file, relative to the root
    of the project; *line*, from 1, is the line of its key. *docname* is Sphinx's name of its
    document. The units of a document share a catalogue. A draft is not published yet. A unit that
    is not a page is a part of one: commands do not read it.
    """

    key: str
    lang: str
    path: str
    blocks: tuple[UnitBlock, ...]
    docname: str = ""
    line: int = 1
    is_draft: bool = False
    is_page: bool = True


def mark_untranslated(blocks: Sequence[UnitBlock], notes: Sequence[int]) -> tuple[UnitBlock, ...]:
    """Return blocks of which some are untranslated: those with a note below, on these lines.

    A note below a table is about all of its cells.
    """
    found = list(blocks)
    for note in notes:
        above = [n for n, block in enumerate(found) if block.line < note]
        last = max(above, key=lambda n: (found[n].line, -n), default=None)
        marked = [] if last is None else [last]
        while marked and found[marked[-1]].kind is BlockKind.CELL and marked[-1] > 0:
            if found[marked[-1] - 1].kind is not BlockKind.CELL:
                break
            marked.append(marked[-1] - 1)
        for n in marked:
            found[n] = replace(found[n], translatable=False, untranslated=True)
    return tuple(found)


#: A direction of translation: from one language to another.
Direction = tuple[str, str]
#: The name of a catalogue: its document, and its language.
Name = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A unit, and its counterpart in the language *lang* if there is one.

    *lang* is one of the project's languages; the counterpart may be in a variety of it.
    """

    source: Unit
    lang: str
    target: Unit | None

    @property
    def key(self) -> str:
        """The key of both."""
        return self.source.key

    @property
    def answers(self) -> tuple[UnitBlock, ...]:
        """The blocks of the counterpart; empty without a counterpart."""
        return self.target.blocks if self.target else ()

    @property
    def direction(self) -> Direction:
        """The language of the source, and that of its translation."""
        return self.source.lang, self.lang

    @property
    def name(self) -> Name:
        """The catalogue of the pair: that of the source's document."""
        return self.source.docname, self.lang


#: Chooses the counterpart of a unit among those in another language with the same key.
Counterpart = Callable[[Unit, Sequence[Unit]], Unit]


def pair_up(
    units: Iterable[Unit], languages: Sequence[str], counterpart: Counterpart
) -> tuple[list[Pair], list[Unit]]:
    """Pair the units of each key: those in its first language with those in each other.

    *languages* are the project's, in the order in which they are sources. The second result has
    the units that were not chosen as a counterpart: a key may have several files in a language.
    """
    by_key: dict[str, dict[str, list[Unit]]] = {}
    for unit in units:
        by_key.setdefault(unit.key, {}).setdefault(unit.lang, []).append(unit)
    pairs: list[Pair] = []
    left: list[Unit] = []
    for _key, by_language in sorted(by_key.items()):
        texts = {lang: by_language[tag] for lang in languages if (tag := best(by_language, lang))}
        if not texts:
            continue
        first, sources = next(iter(texts.items()))
        for lang in languages:
            if lang == first:
                continue
            targets = texts.get(lang, [])
            chosen = [counterpart(source, targets) if targets else None for source in sources]
            pairs += [Pair(s, lang, t) for s, t in zip(sources, chosen, strict=True)]
            left += [target for target in targets if target not in chosen]
    return pairs, left
