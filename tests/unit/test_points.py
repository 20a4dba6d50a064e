"""The kinds of points: their order, their words, and the reasons that they come from."""

from __future__ import annotations

import string

import pytest

from sphinxext_jobs.pairing.catalogs.catalog import Reason, State
from sphinxext_jobs.pairing.points import Group, PointKind, adjective, kinds, names
from sphinxext_jobs.text.wording import translator

NAMES = {"source", "target", "source_adjective", "target_adjective"}
#: The values that only a point itself has.
VALUES = {
    "source_value", "target_value", "source_count", "target_count",
    "field", "language", "key", "catalog", "error", "file", "better",
}  # fmt: skip


@pytest.mark.parametrize("kind", PointKind)
def test_each_kind_has_words_and_known_placeholders(kind: PointKind) -> None:
    assert len(kind.glyph) == 1
    assert kind.group in Group
    for text in (kind.label, kind.reason, kind.instruction):
        assert text
    for text in (kind.label, kind.instruction, kind.claim):
        found = {name for _text, name, *_rest in string.Formatter().parse(text) if name}
        assert found <= NAMES | {"field"}
    found = {name for _text, name, *_rest in string.Formatter().parse(kind.reason) if name}
    assert found <= NAMES | VALUES
    assert not kind.claim.endswith(".")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("kind", PointKind)
def test_each_text_can_be_filled_in_each_language(kind: PointKind, lang: str) -> None:
    values = {**names("en", "pt-BR", lang, ["pt-PT"]), **dict.fromkeys(VALUES, "5")}
    for text in (kind.label, kind.reason, kind.instruction, kind.claim):
        found = translator(lang)(text).format(**values) if text else ""
        assert "{" not in found


@pytest.mark.parametrize("reason", [*Reason, *State])
def test_each_reason_of_a_catalogue_is_a_kind_or_asks_for_nothing(reason: str) -> None:
    silent = {
        Reason.CONTEXT, Reason.NEAR, Reason.DISAGREE, Reason.UNTRANSLATABLE,
        State.AGREED, State.DOUBTFUL, State.MEMORY,
    }  # fmt: skip
    found = kinds([reason])
    assert (found == ()) == (reason in silent)
    assert PointKind.UNSURE not in found or reason == Reason.UNSURE


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        ([Reason.LINKS, Reason.NUMBERS, Reason.UNSURE], ["numbers", "links", "unsure"]),
        ([Reason.CROSSING, State.MOVED], ["moved"]),
        ([Reason.CROSSING, Reason.UNSURE], ["crossing", "unsure"]),
        ([State.TRANSLATION_CHANGED, Reason.GONE, Reason.UNMATCHED], ["gone"]),
        ([State.BOTH_CHANGED, Reason.GONE], ["gone"]),
        ([State.SOURCE_CHANGED, Reason.UNMATCHED], ["source changed"]),
        (["a reason of a later version"], ["unsure"]),
        ([], []),
    ],
)
def test_the_most_urgent_kind_comes_first(reasons: list[str], expected: list[str]) -> None:
    assert kinds(reasons) == tuple(expected)


def test_a_missing_block_is_named_after_the_text_without_it() -> None:
    assert kinds([Reason.UNMATCHED], in_target=False) == (PointKind.NO_TARGET,)
    assert kinds([Reason.UNMATCHED], in_source=False) == (PointKind.NO_SOURCE,)
    unapplied = [Reason.UNMATCHED, Reason.EDITED]
    assert kinds(unapplied, in_target=False) == (PointKind.CATALOGUE_ONLY,)
    assert kinds([Reason.EDITED]) == (PointKind.CATALOGUE_EDITED,)


def test_a_language_has_its_full_name_only_if_it_is_needed() -> None:
    found = names("en-CA", "pt-BR", "en")
    assert (found["source"], found["target"]) == ("English", "Portuguese")
    found = names("en", "pt-BR", "fr", ["pt-PT"])
    assert found["target"] == "portugais (Brésil)"
    assert names("en", "x-unknown", "fr")["target"] == "x-unknown"


def test_a_name_that_is_not_one_word_is_not_an_adjective() -> None:
    assert adjective("anglais", "fr") == "anglais"
    assert adjective("Portuguese (Brazil)", "en") == "Portuguese (Brazil)"
