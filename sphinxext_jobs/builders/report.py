"""The warnings about each pair, from the decisions on its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..diagnostics import Diagnostic, Kind, Location
from ..jobs import commands
from ..pairing.alignment.align import CONFIDENT
from ..pairing.alignment.segments import BlockKind
from ..pairing.catalogs.catalog import Entry, Mark, Reason, State
from ..pairing.catalogs.decide import Decision
from ..pairing.catalogs.marks import Folded, is_in
from ..pairing.catalogs.propose import is_copy
from ..pairing.catalogs.words import changes
from ..pairing.context import without_context
from ..pairing.findings import id_of
from ..pairing.units import Pair, Unit, UnitBlock
from ..text.wording import N_, and_more, quoted
from ..text.wording import message as _

#: The number of changes or blocks that a message names.
_NAMED = 4


@dataclass(frozen=True, slots=True)
class PairReport:
    """A pair, the decisions on its blocks, and its catalogue, whose path is relative to *root*.

    *root* is the source folder. *error* says why the catalogue could not be read or written, and
    *error_line* where.
    *accepted* are the texts that a person has confirmed although they have no counterpart.
    *is_shared* says that the source has a pair in another language, too.
    """

    pair: Pair
    decisions: tuple[Decision, ...]
    catalog: str
    root: Path
    error: str | None = None
    accepted: frozenset[Folded] = frozenset()
    error_line: int = 1
    is_shared: bool = False

    def at(self, unit: Unit, blocks: Sequence[UnitBlock]) -> Location:
        """Return the location of blocks of a unit."""
        return Location(str(self.root / unit.path), blocks[0].line)

    def confirm(self, at: Location, decision: Decision) -> str:
        """Return the command that accepts the texts of a decision, and of no other pair."""
        if self.is_shared:
            return commands.confirm_id(id_of(self.pair, decision), self.root)
        return commands.confirm(at)

    def settled(
        self, command: str, by_command: str, by_hand: str, file: str = "", confirm: str = ""
    ) -> str:
        """Return how to settle a report: commands do not read parts of a page."""
        units = filter(None, (self.pair.source, self.pair.target))
        hint = by_command if all(unit.is_page for unit in units) else by_hand
        return hint.format(command=command, catalog=self.catalog, file=file, confirm=confirm)

    def accepts(self, decision: Decision) -> bool:
        """Whether a person has confirmed that a text has no counterpart, or a second one."""
        if decision.outcome not in (Reason.UNMATCHED, Reason.RIVAL):
            return False
        if decision.unapplied or (decision.fuzzy and decision.state is not State.MEMORY):
            return False  # a person has something to decide since then
        texts = [block.text for block in decision.answers or decision.blocks]
        return all(is_in(self.accepted, text) for text in texts)


def diagnostics(report: PairReport) -> Iterator[Diagnostic]:
    """Yield a warning for each decision to check. Errors are reported elsewhere.

    A text or a description that is a copy of the source is reported once, by ``jobs.languages``.
    """
    target = report.pair.target
    if target is not None and target.is_draft:
        return  # nobody sees it yet: the gate says that it is waiting
    # Most pairs have no text in common, so that their whole texts need not be compared.
    is_whole = any(each.is_same for each in report.decisions) and is_copy(report.pair)
    for decision in report.decisions if report.error is None else ():
        is_told = _is_only_same(decision) and _is_description(decision)
        if is_whole and decision.is_same:
            is_told = _is_only_same(decision) or decision.has_drifted
        if report.accepts(decision) or is_told:
            continue
        found = _diagnostic(report, decision)
        if found is not None:
            yield found


def _is_only_same(decision: Decision) -> bool:
    return decision.doubts == (Reason.SAME,)


def _is_description(decision: Decision) -> bool:
    return any(block.kind is BlockKind.DESCRIPTION for block in decision.blocks)


def _diagnostic(report: PairReport, decision: Decision) -> Diagnostic | None:
    target = report.pair.target
    if target is not None and any(block.untranslated for block in decision.answers):
        return None  # ``jobs.languages`` reports it, for the whole text
    if target is not None and not decision.blocks:
        return _unmatched_answer(report, target, decision)
    if target is not None and decision.unapplied and decision.entry:
        return _unapplied(report, target, decision, decision.entry)
    if decision.entry and decision.entry.mark and decision.has_drifted:
        return _drifted(report, decision, decision.entry, decision.entry.mark)
    if target is not None and decision.outcome is Reason.UNMATCHED:
        return _unmatched_block(report, target, decision)
    if target is not None and decision.entry and decision.outcome is Reason.RIVAL:
        return _rival(report, target, decision, decision.entry)
    # Without a counterpart, only a doubt from the time when there was one is reported.
    if decision.entry and decision.fuzzy and (target or decision.state is State.DOUBTFUL):
        return _doubtful(report, decision, decision.entry)
    return None


def _unmatched_answer(report: PairReport, target: Unit, decision: Decision) -> Diagnostic:
    source = report.pair.source.path
    problem = _(
        "{text} has no counterpart in {file} (it is kept as a comment in {catalog})."
    ).format(text=_texts(decision.answers), file=source, catalog=report.catalog)
    at = report.at(target, decision.answers)
    hint = report.settled(
        report.confirm(at, decision),
        _("Add it to {file}, or delete it here. If only this language needs it, type `{command}`."),
        _("Add it to {file}, or delete it here."),
        source,
    )
    return Diagnostic(Kind.UNMATCHED, at, problem, hint)


def _unmatched_block(report: PairReport, target: Unit, decision: Decision) -> Diagnostic:
    problem = _("{text} has no counterpart in {file}.").format(
        text=_texts(decision.blocks), file=target.path
    )
    at = report.at(report.pair.source, decision.blocks)
    hint = report.settled(
        report.confirm(at, decision),
        _("Add it to {file}. If only this language needs it, type `{command}`."),
        _("Add it to {file}, or delete it here."),
        target.path,
    )
    return Diagnostic(Kind.UNMATCHED, at, problem, hint)


def _unapplied(report: PairReport, target: Unit, decision: Decision, entry: Entry) -> Diagnostic:
    """Report a person's translation that readers do not see: a block's, or a missing block's."""
    at = report.at(report.pair.source, decision.blocks)
    if decision.answers:
        problem = _(
            "{catalog} translates {text} by {translation}, but readers see {other} at {place}."
        )
        hint = _(
            "To keep the text of the file, delete the `msgstr` in the catalogue. To write the "
            "translation of the catalogue into the file, type `{command}`."
        )
        kind, place = Kind.UNAPPLIED, _place(target, decision.answers)
    else:
        problem = _("{text} is translated in {catalog} by {translation}, but not in {file}.")
        hint = _(
            "To add the translation to {file}, type `{command}`. If only this language needs it, "
            "type `{confirm}`."
        )
        kind, place = Kind.UNMATCHED, ""
    problem = problem.format(
        text=_texts(decision.blocks),
        catalog=report.catalog,
        translation=quoted(entry.string),
        file=target.path,
        other=_texts(decision.answers),
        place=place,
    )
    by_hand = _("Write it in {file} yourself, or delete the `msgstr` in {catalog}.")
    command = commands.apply(report.pair.key, report.root)
    confirm = report.confirm(at, decision)
    hint = report.settled(command, hint, by_hand, target.path, confirm)
    return Diagnostic(kind, at, problem, hint)


def _rival(report: PairReport, target: Unit, decision: Decision, entry: Entry) -> Diagnostic:
    problem = _(
        "{text} has two translations: {translation} in the catalogue, and {other} at {place}."
    ).format(
        text=_texts(decision.blocks),
        translation=quoted(entry.string),
        other=_texts(decision.answers),
        place=_place(target, decision.answers),
    )
    hint = _(
        "gettext allows only one translation for each text. Use the same translation in both "
        "places, or reword one of the source texts. If both are right, type `{command}`."
    )
    at = report.at(report.pair.source, decision.blocks)
    by_hand = _("Use the same translation in both places, or reword one of the source texts.")
    hint = report.settled(report.confirm(at, decision), hint, by_hand)
    return Diagnostic(Kind.CONFLICT, at, problem, hint)


def _doubtful(report: PairReport, decision: Decision, entry: Entry) -> Diagnostic:
    target = report.pair.target
    reasons = "; ".join(map(_reason, decision.doubts))
    text = _texts(decision.blocks)
    if target is not None and decision.answers:
        if Reason.UNSURE in decision.doubts:
            reasons = _("{reasons} (confidence: {percent}%; certain from {least}%)").format(
                reasons=reasons,
                percent=int(decision.confidence * 100),  # rounded down: 100% is certain
                least=round(CONFIDENT * 100),
            )
        problem = _(
            "The translation of {text} by {translation} at {place} is doubtful: {reasons}."
        ).format(
            text=text,
            translation=_texts(decision.answers),
            place=_place(target, decision.answers),
            reasons=reasons,
        )
    else:
        problem = _("The translation of {text} by {translation} is doubtful: {reasons}.").format(
            text=text, translation=quoted(entry.string), reasons=reasons
        )
    at = report.at(report.pair.source, decision.blocks)
    hint = _("Correct the text that is wrong. If both are right, type `{command}`.")
    if decision.doubts == (Reason.CROSSING,):
        hint = _(_SAME_ORDER)
    hint = report.settled(
        report.confirm(at, decision),
        hint,
        _("Correct the text that is wrong. If both are right, remove `#, fuzzy` in {catalog}."),
    )
    return Diagnostic(Kind.DOUBTFUL, at, problem, hint)


def _drifted(report: PairReport, decision: Decision, entry: Entry, mark: Mark) -> Diagnostic:
    target = report.pair.target
    here, place = (report.pair.source, decision.blocks), ""
    if target is not None and decision.answers:
        there = target, decision.answers
        if mark.state is State.TRANSLATION_CHANGED:
            here, there = there, here
        place = _place(*there)
    problem = _(_TOGETHER if decision.parts else _DRIFT[mark.state][bool(place)])
    hint = _("Update the text that is out of date. If both are right, type `{command}`.")
    by_hand = _(
        "Update the text that is out of date. If both are right, remove `#, fuzzy` in {catalog}."
    )
    if target is not None and Reason.GONE in mark.notes:
        problem = _("The translation of {text} was removed from {file}.")
        hint = _(
            "Add it again, or delete this text too. If only this language needs it, type "
            "`{command}`."
        )
        by_hand = _("Add it again, or delete this text too.")
    elif mark.state is State.MOVED:
        hint = _(_SAME_ORDER)
    elif decision.outcome is Reason.UNTRANSLATABLE:
        by_hand = _(
            "Update the text that is out of date. If both are right, delete the line "
            "`jobs-pair code:` with four digests in {catalog}."
        )
    problem = problem.format(
        text=_texts(decision.blocks), place=place, file=target.path if target else ""
    )
    at = report.at(report.pair.source, decision.blocks)
    hint = report.settled(report.confirm(at, decision), hint, by_hand)
    problem = " ".join([problem, *_changed(entry, mark)])
    return Diagnostic(Kind.DRIFT, report.at(*here), problem, hint)


#: The problem of each drift, without the place of the other text and with it.
_DRIFT = {
    State.MOVED: (
        N_("{text} is not in the same place as its translation."),
        N_("{text} is not in the same place as its translation at {place}."),
    ),
    State.SOURCE_CHANGED: (
        N_("This text changed, but its translation did not."),
        N_("This text changed, but its translation at {place} did not."),
    ),
    State.TRANSLATION_CHANGED: (
        N_("The translation changed, but this text did not."),
        N_("This text changed, but the text at {place} that it translates did not."),
    ),
    State.BOTH_CHANGED: (
        N_("This text and its translation both changed after they agreed."),
        N_("This text and its translation at {place} both changed after they agreed."),
    ),
}
_SAME_ORDER = N_("Put the texts in the same order. If both are right, type `{command}`.")
#: The problem of blocks that moved together.
_TOGETHER = N_("{text} are not in the same place as their translations at {place}.")


def _changed(entry: Entry, mark: Mark) -> Iterator[str]:
    """Yield a sentence on the words that changed in the source, and one on the translation's."""
    changed = mark.state in (State.SOURCE_CHANGED, State.BOTH_CHANGED)
    if in_source := changed and entry.previous is not None:
        words = _changes(without_context(entry.previous or ""), without_context(entry.id))
        yield f"{words[:1].upper()}{words[1:]}."
    if mark.before is not None:
        words = _changes(mark.before, entry.string)
        if in_source:
            yield _("In the translation, {changes}.").format(changes=words)
        else:
            yield f"{words[:1].upper()}{words[1:]}."


def _changes(old: str, new: str) -> str:
    """Name the words that changed."""
    found = list(changes(old, new))
    if not found:
        return _("the markup changed")
    named = ", ".join(_change(*map(" ".join, change)) for change in islice(found, _NAMED))
    return and_more(named, len(found) - _NAMED)


def _change(old: str, new: str) -> str:
    if old and new:
        return _("{old} became {new}").format(old=quoted(old), new=quoted(new))
    if old:
        return _("{text} was removed").format(text=quoted(old))
    return _("{text} was added").format(text=quoted(new))


def _reason(word: str) -> str:
    """Return a reason in words; a catalogue may have one that this version does not know."""
    try:
        return _(Reason(word).text)
    except ValueError:
        return word


def _texts(blocks: Sequence[UnitBlock]) -> str:
    named = " + ".join(quoted(block.text) for block in blocks[:_NAMED])
    return and_more(named, len(blocks) - _NAMED)


def _place(unit: Unit, blocks: Sequence[UnitBlock]) -> str:
    return f"{unit.path}:{blocks[0].line}"
