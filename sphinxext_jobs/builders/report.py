"""What ``jobs-pair`` says of each pair: warnings to act on, a line each, and the same as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from typing import Any

from sphinx.util.osutil import relpath

from ..jobs.records import Record
from ..pairing.alignment.align import Bead
from ..pairing.alignment.segments import Block
from ..pairing.catalog import MAX_COMPARED
from ..pairing.message import FIELD_COMMENT, words
from ..pairing.po import DRIFTED, Entry, State
from ..store.log import warn
from .matching import Pair
from .units import UNTRANSLATED, Text

#: What each reason for a fuzzy entry means; the keys are what the catalogues' comments say.
REASONS = {
    "unsure": "the match is not sure",
    "merged": "one block answers several",
    "crossing": "it stands in another place",
    "links": "the links differ",
    "emails": "the e-mail addresses differ",
    "numbers": "the numbers differ",
    "codes": "the classification codes differ",
    "same": "both languages say the same",
    "anchor": "it links to a heading that the source has not",
    "markup": "the text is no paragraph",
    "pairs disagree": "other pairs translate it differently",
    "near": "it translates a text that is only similar",
    "gone": "the counterpart has it no more",
    "person": "a person marked it",
}
_PERSON = "a person's translation stands in the catalogue"
_NO_TEXT = "gettext cannot translate code and raw HTML"
_UNMATCHED = "unmatched"
_RIVAL = "the same text is translated differently before"
#: So much of a block is quoted in a message.
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a link: whether its text is in the catalogue, and whether as fuzzy."""

    written: bool
    fuzzy: bool = False
    why: tuple[str, ...] = ()
    entry: Entry | None = None


class Report:
    """The report on one pair; paths are relative to *root*, the source folder."""

    def __init__(self, pair: Pair, catalog_path: Path, root: Path) -> None:
        self.pair = pair
        self.root = root
        self.catalog_path = catalog_path
        entries = pair.catalog.entries if pair.catalog else ()
        self.entries = {entry.id: entry for entry in entries}
        self.fates = [self._fate(link) for link in pair.links]

    def relative(self, path: str | Path) -> str:
        """Return a path from the source folder on."""
        return relpath(path, self.root).replace(os.sep, "/")

    def _fate(self, link: Bead) -> Fate:
        pair = self.pair
        assert pair.target is not None
        mine = [pair.source.blocks[i] for i in link.source]
        theirs = [pair.target.blocks[i] for i in link.target]
        messages = [pair.source.messages[i] for i in link.source]
        entry = next((self.entries[m] for m in messages if m in self.entries), None)
        if pair.error:
            return Fate(False, why=(pair.error,))
        if not mine:
            return Fate(False, why=(_UNMATCHED,))
        if not theirs:
            if entry and entry.string and entry.edited and not entry.fuzzy:
                return Fate(False, why=(_PERSON,), entry=entry)
            drift = (str(entry.state),) if entry and entry.state in DRIFTED else ()
            fuzzy = entry is not None and entry.fuzzy
            return Fate(False, fuzzy, (*drift, _UNMATCHED), entry)
        if all(b.kind in UNTRANSLATED for b in mine) or all(b.kind in UNTRANSLATED for b in theirs):
            return Fate(False, why=(_NO_TEXT,))
        if entry is None:
            return Fate(False, why=(_NO_TEXT,))
        if any((message, link.target[0]) in pair.rivals for message in messages):
            return Fate(False, why=(_RIVAL,), entry=entry)
        why = entry.mark.notes if entry.mark and entry.fuzzy else ()
        if entry.fuzzy and entry.state in DRIFTED:
            why = (str(entry.state), *why)
        elif entry.fuzzy and not why:
            why = ("person",)
        if entry.edited:
            return Fate(False, entry.fuzzy, (*why, _PERSON), entry)
        return Fate(True, entry.fuzzy, why, entry)

    # Warnings.

    def warn(self) -> None:
        """Log every state that a person should look at."""
        pair = self.pair
        if pair.error:
            return  # logged when the catalogue was read
        if pair.target is None:
            for message, block in zip(pair.source.messages, pair.source.blocks, strict=True):
                entry = self.entries.get(message)
                if entry and entry.fuzzy and entry.state in DRIFTED:
                    self._warn_drift(entry, [block], [])
                elif entry and entry.fuzzy and entry.state is State.DOUBTFUL:
                    self._warn_doubtful(entry, block)
            return
        for link, fate in zip(pair.links, self.fates, strict=True):
            mine = [pair.source.blocks[i] for i in link.source]
            theirs = [pair.target.blocks[i] for i in link.target]
            if not mine:
                text = f"no block of {self._place(pair.source, None)} answers {_quote(theirs)}"
                warn(
                    "unmatched",
                    f"{text}; it is kept in the comments of {self._catalog}: add it there, too, or "
                    "remove it here",
                    self._location(pair.target, theirs),
                )
            elif fate.entry and fate.fuzzy and fate.entry.state in DRIFTED:
                self._warn_drift(fate.entry, mine, theirs)
            elif not theirs:
                self._warn_unanswered(fate, mine)
            elif fate.why == (_RIVAL,):
                assert fate.entry is not None
                warn(
                    "conflict",
                    f"one text, two translations: {_quote(mine)} is {_quote(theirs)} in "
                    f"{self._place(pair.target, theirs)}, and before that "
                    f"“{_short(fate.entry.string)}”, which stands in the catalogue; gettext has "
                    "one translation for a text: make them equal, or the texts different",
                    self._location(pair.source, mine),
                )
            elif fate.fuzzy:
                reasons = "; ".join(REASONS.get(word, word) for word in fate.why)
                confidence = int(link.confidence * 100) / 100  # what is not sure must not look so
                warn(
                    "doubtful",
                    f"{reasons} (confidence {confidence:.2f}): {_quote(mine)} and "
                    f"{_quote(theirs)} in {self._place(pair.target, theirs)}; check the entry in "
                    f"{self._catalog}, then remove its `fuzzy`",
                    self._location(pair.source, mine),
                )

    def _warn_unanswered(self, fate: Fate, mine: Sequence[Block]) -> None:
        assert self.pair.target is not None
        if _PERSON in fate.why:
            return
        warn(
            "unmatched",
            f"no block of {self._place(self.pair.target, None)} answers {_quote(mine)}; add it "
            f"there, or translate it in {self._catalog}",
            self._location(self.pair.source, mine),
        )

    def _warn_doubtful(self, entry: Entry, block: Block) -> None:
        """Warn of what was doubtful already when the counterpart was there."""
        assert entry.mark is not None
        reasons = "; ".join(REASONS.get(word, word) for word in entry.mark.notes)
        warn(
            "doubtful",
            f"{reasons}: {_quote([block])} and “{_short(entry.string)}”; check the entry in "
            f"{self._catalog}, then remove its `fuzzy`",
            self._location(self.pair.source, [block]),
        )

    def _warn_drift(self, entry: Entry, mine: Sequence[Block], theirs: Sequence[Block]) -> None:
        assert entry.mark is not None
        pair, state = self.pair, entry.mark.state
        there = f" in {self._place(pair.target, theirs)}" if pair.target and theirs else ""
        before = entry.mark.before
        changes = []
        if state in (State.SOURCE_CHANGED, State.BOTH_CHANGED) and entry.previous is not None:
            changes.append(_changes(entry.previous, entry.id))
        if before is not None:
            then = "in the translation, " if changes else ""
            changes.append(then + _changes(before, entry.string))
        if "gone" in entry.mark.notes and pair.target:
            what = f"the translation is gone from {self._place(pair.target, None)}"
        elif state is State.MOVED:
            what = f"{_quote(mine)} stands in another place than its translation{there}"
        elif state is State.SOURCE_CHANGED:
            what = f"the text changed, its translation{there} did not"
        elif state is State.TRANSLATION_CHANGED:
            what = f"the translation{there} changed, the text did not"
        else:
            what = f"the text and its translation{there} both changed since they agreed"
        said = f": {'; '.join(changes)}" if changes else ""
        at_target = state is State.TRANSLATION_CHANGED and theirs and pair.target
        if at_target and pair.target:
            what = f"this changed, {self._place(pair.source, mine)} did not"
        warn(
            "drift",
            f"{what}{said}; bring the two together, or remove `fuzzy` from the entry in "
            f"{self._catalog} if they agree",
            self._location(pair.target, theirs)
            if at_target and pair.target
            else self._location(pair.source, mine),
        )

    @property
    def _catalog(self) -> str:
        return self.relative(self.catalog_path)

    def _place(self, text: Text, blocks: Sequence[Block] | None) -> str:
        path = self.relative(text.record.path)
        return f"{path}:{blocks[0].line}" if blocks else path

    @staticmethod
    def _location(text: Text, blocks: Sequence[Block]) -> str:
        return f"{text.record.path}:{blocks[0].line}"

    # The line and the JSON.

    def summary(self) -> str:
        """Say in a line how the pair stands."""
        pair = self.pair
        source = self.relative(pair.source.record.path)
        if pair.target is None:
            filled = [
                entry
                for message in pair.source.messages
                if (entry := self.entries.get(message)) and entry.string
            ]
            fuzzy = sum(entry.fuzzy for entry in filled)
            return (
                f"{pair.key}: {source} has no text in {pair.lang}; {len(filled)} of "
                f"{len(pair.source.blocks)} blocks are translated, {fuzzy} of them fuzzy"
            )
        if pair.error:
            return f"{pair.key}: {source} → {self._place(pair.target, None)}: {pair.error}"
        unmatched = sum(_UNMATCHED in fate.why for fate in self.fates)
        conflicts = sum(fate.why == (_RIVAL,) for fate in self.fates)
        fuzzy = sum(fate.fuzzy and _UNMATCHED not in fate.why for fate in self.fates)
        counts = {
            "matched": len(self.fates) - unmatched - conflicts - fuzzy,
            "fuzzy": fuzzy,
            "unmatched": unmatched,
            "in conflict": conflicts,
        }
        figures = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
        return f"{pair.key}: {source} → {self._place(pair.target, None)}: {figures or 'empty'}"

    def as_json(self) -> dict[str, Any]:
        """Return all that is known of the pair (see ``docs/reference/pairing.md``)."""
        pair = self.pair
        data: dict[str, Any] = {
            "key": pair.key,
            "source": self.document(pair.source.record),
            "catalog": self._catalog,
            "error": pair.error,
        }
        if pair.target is None:
            data["language"] = pair.lang
            data["messages"] = [
                {
                    "source": [self._block(pair.source, index)],
                    "translation": entry.string if entry else "",
                    "fuzzy": entry.fuzzy if entry else False,
                    "state": entry.state if entry else None,
                    "why": [*entry.mark.notes] if entry and entry.mark else [],
                }
                for index, message in enumerate(pair.source.messages)
                for entry in [self.entries.get(message)]
            ]
            return data
        target = pair.target
        data["target"] = self.document(target.record)
        data["links"] = [
            {
                "source": [self._block(pair.source, index) for index in link.source],
                "target": [self._block(target, index) for index in link.target],
                "confidence": round(link.confidence, 4),
                "crossing": link.crossing,
                "fuzzy": fate.fuzzy,
                "why": list(fate.why),
                "state": fate.entry.state if fate.entry else None,
                "written": fate.written,
            }
            for link, fate in zip(pair.links, self.fates, strict=True)
        ]
        return data

    def document(self, record: Record) -> dict[str, Any]:
        """Describe one of the texts."""
        return {
            "language": record.posting.lang,
            "docname": record.docname,
            "file": self.relative(record.path),
        }

    def _block(self, text: Text, index: int) -> dict[str, Any]:
        block = text.blocks[index]
        return {
            "index": index,
            "kind": block.kind,
            "level": block.level,
            "depth": block.depth,
            "file": self.relative(text.record.path),
            "line": block.line,
            "text": block.text,
        }


def _short(text: str) -> str:
    text = " ".join(text.split(" "))
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"


def _quote(blocks: Sequence[Block]) -> str:
    return " + ".join(f"“{_short(block.text)}”" for block in blocks)


def _changes(old: str, new: str) -> str:
    """Name the words that changed."""
    before, after = (words(FIELD_COMMENT.sub("", text)) for text in (old, new))
    changes = []
    for old_words, new_words in _differences(before, after):
        out, came = _short(" ".join(old_words)), _short(" ".join(new_words))
        changes.append(
            f"“{out}” became “{came}”"
            if out and came
            else f"“{out or came}” " + ("was removed" if out else "was added")
        )
    more = f" and {len(changes) - 4} more" if len(changes) > 4 else ""
    return ", ".join(changes[:4]) + more if changes else "the markup changed"


def _count_same(old: Iterable[str], new: Iterable[str]) -> int:
    """Tell with how many equal words two texts begin."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words that are gone, with those in their place; in long texts, all at once."""
    start = _count_same(old, new)
    old, new = old[start:], new[start:]
    end = _count_same(reversed(old), reversed(new))
    old, new = old[: len(old) - end], new[: len(new) - end]
    if len(old) * len(new) > MAX_COMPARED:
        yield old, new
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield old[i:j], new[k:m]
