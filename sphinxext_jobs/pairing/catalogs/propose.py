"""The translation that a pair proposes for each message of its source, and its doubts."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote, urlsplit

from ...jobs.languages import is_copied
from ...text.spoken import Traits
from ..alignment.align import CONFIDENT, Bead
from ..alignment.anchors import anchors, conflicts
from ..alignment.segments import Block, BlockKind
from ..units import Pair, UnitBlock
from .catalog import Reason, digest
from .message import is_paragraph, msgstr
from .words import words

#: Running text of so many words has a meaning, and two languages do not say it in the same words.
RUNNING = 4

#: Finds the file that the source of a pair would link to where its target links to a file: both
#: relative to the root of the project. None if there is no such file.
Locate = Callable[[Pair, str], str | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The translation of one message of a source, from its counterpart.

    ``text`` is the ``msgstr``, or None if no block of the target is matched with the message.
    ``doubts`` are the reasons why it may be wrong. ``has_counterpart`` is false if there is no text
    in the other language at all. ``addresses`` are those of the links of the source that
    its message does not have.
    """

    text: str | None = None
    doubts: tuple[str, ...] = ()
    crossing: bool = False
    has_counterpart: bool = True
    addresses: tuple[str, ...] = ()

    @property
    def links(self) -> str:
        """The digest of the addresses, as a mark has it."""
        return links_of(self.addresses)


def links_of(addresses: Sequence[str]) -> str:
    """Return the digest of addresses; empty without any."""
    return digest(" ".join(addresses)) if addresses else ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A block of a target, as the translation of a block of the source.

    ``loses_anchor`` says that it links to a heading whose name in the source is not known.
    """

    text: str
    loses_anchor: bool = False


def is_copy(pair: Pair) -> bool:
    """Whether the body of the target is a copy of the source's, so it is not translated."""
    if pair.target is None:
        return False
    bodies = [
        Traits.of("\n\n".join(block.source for block in unit.blocks if not block.plain))
        for unit in (pair.source, pair.target)
    ]
    return is_copied(*bodies)


@dataclass(frozen=True)
class Aligned:
    """A pair with its beads; *locate* says where the links of its target lead."""

    pair: Pair
    beads: tuple[Bead, ...] = ()
    locate: Locate = field(default=lambda _pair, _path: None)

    @cached_property
    def translations(self) -> Mapping[int, Translation]:
        """The blocks of the target that can be translations, by their index."""
        return {
            block.index: self._translation(block)
            for block in self.pair.answers
            if block.translatable
        }

    def _translation(self, block: UnitBlock) -> Translation:
        lost: list[bool] = []

        def destination(href: str) -> str:
            found, is_lost = self.destination(href)
            lost.append(is_lost)
            return found

        text = msgstr(block.source, plain=block.plain, destination=destination)
        return Translation(text, any(lost))

    @cached_property
    def is_copy(self) -> bool:
        """Whether the target is a copy (see ``is_copy``)."""
        return is_copy(self.pair)

    @cached_property
    def _anchors(self) -> Mapping[str, str]:
        """The anchors of the target's headings, and those of the matched headings of the source."""
        blocks, answers = self.pair.source.blocks, self.pair.answers
        return {
            answers[theirs].slug: blocks[mine].slug
            for bead in self.beads
            for theirs in bead.target
            for mine in bead.source
            if answers[theirs].slug and blocks[mine].slug
        }

    def destination(self, href: str) -> tuple[str, bool]:
        """Return where a link must lead from the source, and whether it loses its anchor."""
        source, target = self.pair.source, self.pair.target
        try:
            parts = urlsplit(href)
        except ValueError:
            return href, False
        if target is None or parts.scheme or parts.netloc or parts.path.startswith("/"):
            return href, False
        if not parts.path:
            return self._anchor(href) if parts.fragment else (href, False)
        folder = posixpath.dirname(target.docname)
        written = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        path = self.locate(self.pair, written)
        if path is None:
            return href, False  # it led nowhere before
        here = posixpath.dirname(source.docname)
        relative = posixpath.relpath(path, here or ".").replace(" ", "%20")
        # The names of another page's headings in the other language are not known here.
        return parts._replace(path=relative).geturl(), bool(parts.fragment) and path != written

    def _anchor(self, href: str) -> tuple[str, bool]:
        anchor = unquote(href[1:])
        if anchor in self._anchors:
            return f"#{self._anchors[anchor]}", False
        return href, all(block.slug != anchor for block in self.pair.source.blocks)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposals of a pair, by message.

    A message that is there twice may have two translations: ``rivals`` are the others, each a
    message and the index of the target's block.
    """

    by_message: Mapping[str, Proposal]
    rivals: frozenset[tuple[str, int]] = frozenset()


def propose(aligned: Aligned) -> Proposals:
    """Return the proposals of a pair."""
    source = aligned.pair.source
    if aligned.pair.target is None:
        return Proposals(
            {
                block.message: Proposal(has_counterpart=False, addresses=block.addresses)
                for block in source.blocks
                if block.translatable
            }
        )
    found: dict[str, Proposal] = {}
    rivals: set[tuple[str, int]] = set()
    for bead in aligned.beads:
        proposal = _proposal(aligned, bead)
        for block in (source.blocks[index] for index in bead.source):
            if not block.translatable:
                continue
            old = found.get(block.message)
            if old is None or old.text is None or (old.text == proposal.text and old.doubts):
                found[block.message] = replace(proposal, addresses=block.addresses)
            elif proposal.text is not None and old.text != proposal.text:
                rivals.add((block.message, bead.target[0]))
    return Proposals(found, frozenset(rivals))


def _proposal(aligned: Aligned, bead: Bead) -> Proposal:
    blocks = [aligned.pair.source.blocks[index] for index in bead.source]
    answers = [aligned.pair.answers[index] for index in bead.target]
    answers = [block for block in answers if block.translatable]
    if not blocks or not answers:
        return Proposal()
    translations = [aligned.translations[block.index] for block in answers]
    text = " ".join(translation.text for translation in translations)
    doubts = [*_doubts(aligned, bead, blocks, answers)]
    if any(translation.loses_anchor for translation in translations):
        doubts.append(Reason.ANCHOR)
    if not is_paragraph(text):
        doubts.append(Reason.MARKUP)
    return Proposal(text, tuple(doubts), bead.crossing)


def _doubts(
    aligned: Aligned, bead: Bead, blocks: Sequence[UnitBlock], answers: Sequence[UnitBlock]
) -> Iterator[Reason]:
    """Yield the doubts: that the blocks of a bead belong together, and that they say the same."""
    if len(bead.source) != 1 or len(bead.target) != 1:
        yield Reason.MERGED
    if bead.crossing:
        yield Reason.CROSSING
    source, target = _joined(blocks), _joined(answers)
    linked = (" ".join(block.linked for block in side) for side in (blocks, answers))
    yield from map(Reason, conflicts(*map(anchors, linked)))
    if source == target and _is_untranslated(aligned, blocks[0]):
        yield Reason.SAME
    if bead.uneven and bead.confidence >= CONFIDENT:
        yield Reason.LENGTH
    if bead.by_order:
        yield Reason.ORDER
    if bead.confidence < CONFIDENT:
        yield Reason.UNSURE


def _is_untranslated(aligned: Aligned, block: UnitBlock) -> bool:
    """Whether the text of a block, which is the same in both languages, should be translated."""
    if aligned.is_copy:
        return True
    if block.plain:  # as ``jobs.languages`` reports it
        return block.kind is BlockKind.DESCRIPTION and is_copied(*[Traits.of(block.text)] * 2)
    return len(words(block.text)) >= RUNNING


def _joined(blocks: Iterable[Block]) -> str:
    return " ".join(block.text for block in blocks)
