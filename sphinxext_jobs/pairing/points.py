"""Points: the kinds of work that a pair of texts leaves to a person, in order of urgency.

The review page, its terminal digest and the summary of a change use the same kinds and words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from ..text.documented import DocumentedEnum
from ..text.wording import N_, language_name, translator
from .catalogs.catalog import DRIFTED, Reason, State

if TYPE_CHECKING:  # commands that need only the kinds start faster without the alignment
    from .catalogs.decide import Decision


class Group(DocumentedEnum):
    """The groups of kinds, in the order in which they are listed. ``label`` is translatable."""

    label: str

    BROKEN = "broken", N_("Cannot be read")
    MISSING = "missing", N_("Missing")
    CHANGED = "changed", N_("Changed")
    DIFFERS = "differs", N_("Different")
    CHECK = "check", N_("To check")


class PointKind(StrEnum):
    """A kind of point.

    ``rank`` is its urgency: 0 comes first, and kinds may share a rank. ``glyph`` is one character.
    The other texts are translatable, with placeholders in braces: ``names`` has those of languages.
    ``label`` is the name of the kind, ``reason`` says why it is a point, ``instruction`` what to
    do, and ``claim`` what a person says who confirms it: empty if it cannot be confirmed.
    """

    rank: int
    group: Group
    glyph: str
    label: str
    reason: str
    instruction: str
    claim: str

    def __new__(
        cls,
        word: str,
        rank: int,
        group: Group,
        glyph: str,
        label: str,
        reason: str,
        instruction: str,
        claim: str = "",
    ) -> Self:
        """Keep the properties with the word."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.rank, member.group, member.glyph = rank, group, glyph
        member.label, member.reason = label, reason
        member.instruction, member.claim = instruction, claim
        return member

    # Points of a whole job.
    BROKEN = (
        "broken", 0, Group.BROKEN, "!",
        N_("Catalogue cannot be read"),
        N_(
            "The catalogue {catalog} contains an error: {error} Until it is fixed, changes in this "
            "job go unnoticed."
        ),
        N_("Fix the catalogue, or delete it. Then run jobs-pair again."),
    )  # fmt: skip
    MERGE = (
        "merge", 0, Group.BROKEN, "!",
        N_("Merge conflict"),
        N_("The file {file} is in a merge conflict, so changes in this job go unnoticed."),
        N_("Keep one of the two texts. Then run jobs-pair again."),
    )  # fmt: skip
    STATUS = (
        "status", 1, Group.DIFFERS, "≠",
        N_("Status differs"),
        N_("The job is {source_value} in {source} and {target_value} in {target}."),
        N_("Give both files the same value of {field}."),
    )  # fmt: skip
    FIELDS = (
        "fields", 2, Group.DIFFERS, "≠",
        N_("Fields differ"),
        N_("{field}: {source_value} in {source}, {target_value} in {target}."),
        N_("Give both files the same value."),
    )  # fmt: skip
    NO_FILE = (
        "no file", 3, Group.MISSING, "∅",
        N_("No {target_adjective} text"),
        N_("This job has no {target_adjective} file."),
        N_("Start the {target_adjective} file from what is known."),
    )  # fmt: skip
    WRONG_FILE = (
        "wrong file", 3, Group.DIFFERS, "≠",
        N_("Another file fits better"),
        N_(
            "{file} is the counterpart of this file because of its folder, id or name, but the "
            "content of {better} is much more similar."
        ),
        N_("Give each job its own key."),
    )  # fmt: skip
    COPY = (
        "copy", 3, Group.MISSING, "=",
        N_("Only a copy"),
        N_("The {source_adjective} and {target_adjective} files have the same words."),
        N_("Translate the copy."),
    )  # fmt: skip
    DRAFT = (
        "draft", 3, Group.MISSING, "∅",
        N_("Draft"),
        N_("The text in {language} is a draft. Readers do not see it yet."),
        N_("Finish the draft, and remove its field draft."),
    )  # fmt: skip
    LEFT_OVER = (
        "left over", 30, Group.MISSING, "∅",
        N_("File without counterpart"),
        N_("This file is not the counterpart of any posting with the key {key}."),
        N_("Change its key, or delete it."),
    )  # fmt: skip

    # Points of a block.
    NUMBERS = (
        "numbers", 4, Group.DIFFERS, "≠",
        N_("Numbers differ"),
        N_("{source_value} in {source}, {target_value} in {target}."),
        N_("Correct the text that is wrong."),
        N_("both are right"),
    )  # fmt: skip
    CODES = (
        "codes", 4, Group.DIFFERS, "≠",
        N_("Classifications differ"),
        N_("{source_value} in {source}, {target_value} in {target}."),
        N_("Correct the text that is wrong."),
        N_("both are right"),
    )  # fmt: skip
    EMAILS = (
        "emails", 5, Group.DIFFERS, "≠",
        N_("E-mail addresses differ"),
        N_("{source_value} in {source}, {target_value} in {target}."),
        N_("Correct the text that is wrong."),
        N_("both are right"),
    )  # fmt: skip
    UNTRANSLATED = (
        "untranslated", 6, Group.MISSING, "∅",
        N_("Not translated yet"),
        N_("The {target_adjective} file says that this text is not translated yet."),
        N_("Translate it, and remove the comment below it."),
    )  # fmt: skip
    SAME = (
        "same", 6, Group.DIFFERS, "=",
        N_("Not translated"),
        N_("Both texts have the same words, so one of the two pages shows the other language."),
        N_("Translate the text."),
        N_("no translation is needed"),
    )  # fmt: skip
    GONE = (
        "gone", 7, Group.CHANGED, "−",
        N_("Deleted in {target}"),
        N_("The {target_adjective} text was deleted. The {source_adjective} one is still there."),
        N_(
            "Delete the {source_adjective} text as well, or write the {target_adjective} one again."
        ),
        N_("only the {source_adjective} text needs it"),
    )  # fmt: skip
    SOURCE_CHANGED = (
        "source changed", 8, Group.CHANGED, "Δ",
        N_("{source_adjective} text changed"),
        N_(
            "The {source_adjective} text changed. The {target_adjective} text is still the same as "
            "before."
        ),
        N_("Update the {target_adjective} text."),
        N_("the {target_adjective} text is still right"),
    )  # fmt: skip
    TRANSLATION_CHANGED = (
        "translation changed", 8, Group.CHANGED, "Δ",
        N_("{target_adjective} text changed"),
        N_(
            "The {target_adjective} text changed. The {source_adjective} text is still the same as "
            "before."
        ),
        N_("Update the {source_adjective} text."),
        N_("the {source_adjective} text is still right"),
    )  # fmt: skip
    NO_TARGET = (
        "no target", 9, Group.MISSING, "∅",
        N_("Missing in {target}"),
        N_("No {target_adjective} block says this."),
        N_("Add it to the {target_adjective} file, or delete it here."),
        N_("only the {source_adjective} text needs it"),
    )  # fmt: skip
    NO_SOURCE = (
        "no source", 9, Group.MISSING, "∅",
        N_("Missing in {source}"),
        N_("No {source_adjective} block says this."),
        N_("Add it to the {source_adjective} file, or delete it here."),
        N_("only the {target_adjective} text needs it"),
    )  # fmt: skip
    CATALOGUE_ONLY = (
        "catalogue only", 10, Group.MISSING, "∅",
        N_("Missing in {target}"),
        N_(
            "The catalogue has a {target_adjective} translation, but the {target_adjective} file "
            "does not. Readers do not see it."
        ),
        N_("Write the translation into the {target_adjective} file."),
        N_("only the {source_adjective} text needs it"),
    )  # fmt: skip
    CATALOGUE_EDITED = (
        "catalogue edited", 10, Group.DIFFERS, "≠",
        N_("Corrected in the catalogue only"),
        N_(
            "Someone changed the translation in the catalogue. Readers still see the text of the "
            "{target_adjective} file."
        ),
        N_("Write the correction into the {target_adjective} file."),
    )  # fmt: skip
    CONFLICT = (
        "conflict", 11, Group.DIFFERS, "≠",
        N_("Two translations"),
        N_(
            "The same {source_adjective} text has two different {target_adjective} translations in "
            "this job."
        ),
        N_(
            "Use the same {target_adjective} text in both places, or reword one "
            "{source_adjective} text."
        ),
        N_("both are right"),
    )  # fmt: skip
    BOTH_CHANGED = (
        "both changed", 12, Group.CHANGED, "Δ",
        N_("Both changed"),
        N_("Both texts changed. Do they still say the same?"),
        N_("If not, correct one of them."),
        N_("they say the same"),
    )  # fmt: skip
    LINKS = (
        "links", 13, Group.DIFFERS, "≠",
        N_("Links differ"),
        N_("The links do not lead to the same place, or one is missing."),
        N_("Correct the link that is wrong."),
        N_("the links are right"),
    )  # fmt: skip
    MOVED = (
        "moved", 14, Group.CHANGED, "⇅",
        N_("Moved"),
        N_("Neither text changed, but they are no longer in the same place."),
        N_("Put them in the same order."),
        N_("the order is intended"),
    )  # fmt: skip
    CROSSING = (
        "crossing", 15, Group.CHECK, "⇅",
        N_("In another place"),
        N_("These two texts seem to belong together, but they are not in the same place."),
        N_("Put them in the same order."),
        N_("they belong together"),
    )  # fmt: skip
    MERGED = (
        "merged", 16, Group.CHECK, "⊃",
        N_("One block for several"),
        N_(
            "Several blocks were matched together ({source}: {source_count}, {target}: "
            "{target_count}). Do they say the same?"
        ),
        N_("If not, split or complete one of them."),
        N_("they say the same"),
    )  # fmt: skip
    ANCHOR = (
        "anchor", 16, Group.CHECK, "?",
        N_("Link to a missing heading"),
        N_(
            "The {target_adjective} text links to a heading that does not exist in the "
            "{source_adjective} text."
        ),
        N_("Correct the link."),
        N_("the link is right"),
    )  # fmt: skip
    MARKUP = (
        "markup", 16, Group.CHECK, "?",
        N_("Not a single paragraph"),
        N_("As a translation, the {target_adjective} text would not be a single paragraph."),
        N_("Simplify the {target_adjective} text."),
        N_("the text is right"),
    )  # fmt: skip
    PERSON = (
        "person", 16, Group.CHECK, "?",
        N_("Marked by a person"),
        N_("Someone marked this translation as needing work."),
        N_("Correct it, or confirm it."),
        N_("it is right"),
    )  # fmt: skip
    LENGTH = (
        "length", 16, Group.CHECK, "?",
        N_("Unusual length"),
        N_("One text is unusually long, compared with the other, so it may say more."),
        N_("If so, complete the other text."),
        N_("they say the same"),
    )  # fmt: skip
    ORDER = (
        "order", 17, Group.CHECK, "?",
        N_("Matched by order only"),
        N_("These two texts were matched only because of their order."),
        N_("If they do not belong together, correct one of them."),
        N_("they say the same"),
    )  # fmt: skip
    UNSURE = (
        "unsure", 17, Group.CHECK, "?",
        N_("Match to check"),
        N_("These two texts were matched, but there is little evidence for it."),
        N_("If they do not belong together, correct one of them."),
        N_("they say the same"),
    )  # fmt: skip


#: The reasons of a catalogue that are kinds by themselves.
_BY_REASON: Mapping[str, PointKind] = {
    kind.value: kind for kind in PointKind if kind.value in {*Reason, *State}
}
#: Reasons that only explain a translation out of the memory, or that ask for nothing.
_SILENT = {Reason.CONTEXT, Reason.NEAR, Reason.DISAGREE, Reason.UNTRANSLATABLE}


def kinds(
    reasons: Iterable[str], *, in_source: bool = True, in_target: bool = True
) -> tuple[PointKind, ...]:
    """Return the kinds of the point that a block is for these reasons; the most urgent one first.

    *reasons* are values of ``Reason`` and ``State``, as a catalogue or ``Item.reasons`` has them;
    ``in_source`` and ``in_target`` say which of the two files has the block. The result is empty if
    there is nothing to decide.
    """
    found = set(_kinds({*reasons}, in_source=in_source, in_target=in_target))
    if PointKind.MOVED in found:
        found.discard(PointKind.CROSSING)
    return in_order(found)


def in_order(found: Collection[str]) -> tuple[PointKind, ...]:
    """Return kinds by their urgency; those of a rank are in the order of their declaration."""
    return tuple(sorted((kind for kind in PointKind if kind in found), key=lambda kind: kind.rank))


def _kinds(reasons: Collection[str], *, in_source: bool, in_target: bool) -> Iterator[PointKind]:
    has_drifted = Reason.GONE in reasons or not DRIFTED.isdisjoint(reasons)
    for reason in reasons:
        if reason == Reason.EDITED:
            yield PointKind.CATALOGUE_EDITED if in_target else PointKind.CATALOGUE_ONLY
        elif reason == Reason.UNMATCHED:
            if not has_drifted and Reason.EDITED not in reasons:
                yield PointKind.NO_TARGET if in_source else PointKind.NO_SOURCE
        elif reason in DRIFTED:
            yield PointKind.GONE if Reason.GONE in reasons else _BY_REASON[reason]
        elif reason not in _SILENT and reason not in (State.AGREED, State.DOUBTFUL, State.MEMORY):
            # A catalogue may have a reason that this version does not know.
            yield _BY_REASON.get(reason, PointKind.UNSURE)


def kinds_of(decision: Decision) -> tuple[PointKind, ...]:
    """Return the kinds of the point that a decision of a pair of two files is (see ``kinds``).

    It is none if a person has accepted the texts: see ``accepted`` in ``catalogs.marks``.
    """
    if any(block.untranslated for block in decision.answers):
        return (PointKind.UNTRANSLATED,)
    reasons = [*decision.doubts, *([decision.outcome] if decision.outcome else [])]
    if decision.state and decision.has_drifted:
        reasons.append(decision.state)
    if decision.outcome is Reason.EDITED and not decision.unapplied:
        reasons.remove(Reason.EDITED)
    elif decision.unapplied:
        reasons.append(Reason.EDITED)
    return kinds(reasons, in_source=bool(decision.blocks), in_target=bool(decision.answers))


def names(source: str, target: str, lang: str, others: Collection[str] = ()) -> dict[str, str]:
    """Return the names of two languages, in a third, for the placeholders in the texts of kinds.

    They are ``source`` and ``target``, and both with ``_adjective``, as in “the French text”. A
    variety, such as ``fr-CA``, has its full name only if *others* or the pair have another one.
    """
    every = {source, target, *others}
    tags = {"source": source, "target": target}
    found = {role: language_name(tag, lang, every) for role, tag in tags.items()}
    return found | {f"{role}_adjective": adjective(name, lang) for role, name in found.items()}


def adjective(name: str, lang: str) -> str:
    """Return the name of a language as an adjective, as in “the French text”."""
    _ = translator(lang)  # in French, several words need a preposition: texte en créole haïtien
    return name if name.replace("-", "").isalpha() else _("{language}").format(language=name)
