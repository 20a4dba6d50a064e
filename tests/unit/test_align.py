"""Alignment: each block is in one bead, and counterparts are in the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.alignment.align import CONFIDENT, Bead, align, learn_lexicon
from sphinxext_jobs.pairing.alignment.lexicon import Lexicon
from sphinxext_jobs.pairing.alignment.sections import longest_increasing
from sphinxext_jobs.pairing.alignment.segments import Block, BlockKind

PINNED = (BlockKind.TITLE, BlockKind.DESCRIPTION)


def block(kind: str, text: str, level: int | None = None, depth: int = 0) -> Block:
    if level is None:
        level = 2 if kind == "heading" else 0
    return Block(BlockKind(kind), text, level, depth, pinned=kind in PINNED)


PAGE = [
    ("title", "Chief Engineer", "Chef mécanicienne ou chef mécanicien"),
    ("description", "Keep our ferries running.", "Gardez nos traversiers en marche."),
    ("heading", "About the ferries", "À propos des traversiers"),
    (
        "paragraph",
        "The authority runs 24 ferries on 9 lines, and carries 3,000,000 passengers each year.",
        "La régie exploite 24 traversiers sur 9 lignes et transporte 3 000 000 de passagers par an.",
    ),
    (
        "paragraph",
        "Our engineers maintain the engines, the pumps and the hydraulic systems of each vessel.",
        "Nos mécaniciens entretiennent les moteurs, les pompes et les systèmes hydrauliques des navires.",
    ),
    ("heading", "What you will do:", "Ce que vous ferez :"),
    (
        "item",
        "Supervise the engine room and a team of six mechanics.",
        "Superviser la salle des machines et une équipe de six mécaniciens.",
    ),
    (
        "item",
        "Inspect the hydraulic pumps and report to the captain.",
        "Inspecter les pompes hydrauliques et faire rapport au capitaine.",
    ),
    (
        "item",
        "Plan the annual refit with the shipyard in Marseille.",
        "Planifier le radoub annuel avec le chantier naval de Marseille.",
    ),
    (
        "item",
        "Document incidents in the electronic register.",
        "Documenter les incidents dans le registre électronique.",
    ),
    ("heading", "What you bring:", "Ce que vous apportez :"),
    (
        "item",
        "A certificate of competency, second class or better.",
        "Un certificat de compétence, deuxième classe ou mieux.",
    ),
    (
        "item",
        "Five years of experience with diesel engines.",
        "Cinq ans d’expérience des moteurs diesel.",
    ),
    (
        "paragraph",
        "This position is classified EN-04: see the [rates](https://ferries.example/en/rates?id=88).",
        "Ce poste est classifié EN-04 : voir les [taux](https://ferries.example/fr/taux?id=88).",
    ),
    (
        "paragraph",
        "Write to crew@ferries.example if you need an accommodation.",
        "Écrivez à crew@ferries.example si vous avez besoin d’une mesure d’adaptation.",
    ),
]
ENGLISH = [block(kind, text) for kind, text, _ in PAGE]
FRENCH = [block(kind, text) for kind, _, text in PAGE]
ALL = range(len(PAGE))


def sides(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_equal_structures_are_aligned_block_by_block() -> None:
    beads = align(ENGLISH, FRENCH)
    assert sides(beads) == [((i,), (i,)) for i in ALL]
    assert not any(bead.crossing for bead in beads)
    assert sum(bead.confidence >= CONFIDENT for bead in beads) > len(ALL) / 2


@pytest.mark.parametrize("gone", ALL[2:])
def test_a_dropped_block_has_no_counterpart(gone: int) -> None:
    beads = align(ENGLISH, FRENCH[:gone] + FRENCH[gone + 1 :])
    assert ((gone,), ()) in sides(beads)
    assert len(beads) == len(PAGE)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_pinned_block_is_matched_with_its_like_or_with_none(gone: int) -> None:
    beads = align(ENGLISH, FRENCH[:gone] + FRENCH[gone + 1 :])
    assert ((gone,), ()) in sides(beads)
    assert align(FRENCH[:gone] + FRENCH[gone + 1 :], ENGLISH)[gone].source in ((), (gone,))


@pytest.mark.parametrize("at", [3, 6, 8])
def test_two_merged_blocks_are_in_one_bead_from_either_side(at: int) -> None:
    one = replace(FRENCH[at], text=f"{FRENCH[at].text} {FRENCH[at + 1].text}")
    beads = align(ENGLISH, [*FRENCH[:at], one, *FRENCH[at + 2 :]])
    assert ((at, at + 1), (at,)) in sides(beads)
    assert len(beads) == len(PAGE) - 1
    back = align([*FRENCH[:at], one, *FRENCH[at + 2 :]], ENGLISH)
    assert ((at,), (at, at + 1)) in sides(back)


def test_bold_paragraphs_match_headings_and_deeper_items_match_items() -> None:
    restyled = [
        block("paragraph", f"**{french.text}**")
        if french.kind is BlockKind.HEADING
        else replace(french, depth=french.depth + 1)
        for french in FRENCH
    ]
    assert sides(align(ENGLISH, restyled)) == [((i,), (i,)) for i in ALL]


def test_swapped_items_cross() -> None:
    french = list(FRENCH)
    french[6], french[8] = french[8], french[6]
    beads = align(ENGLISH, french)
    assert sides(beads)[6:9] == [((6,), (8,)), ((7,), (7,)), ((8,), (6,))]
    assert 0 < sum(bead.crossing for bead in beads) <= 2


def test_a_moved_section_crosses_as_a_whole() -> None:
    order = [*ALL[:5], *ALL[10:13], *ALL[5:10], *ALL[13:]]
    beads = align(ENGLISH, [FRENCH[j] for j in order])
    assert sides(beads) == [((i,), (order.index(i),)) for i in ALL]
    # The shorter section is what moved.
    assert [bead.source[0] for bead in beads if bead.crossing] == [10, 11, 12]


def test_words_decide_where_the_structure_suggests_other_counterparts() -> None:
    extra = block("item", "Tenir le journal de bord et les clés de la passerelle.")
    beads = align(ENGLISH, [*FRENCH[:6], extra, *FRENCH[6:9], *FRENCH[10:]])
    assert ((9,), ()) in sides(beads)
    assert ((), (6,)) in sides(beads)
    assert ((8,), (9,)) in sides(beads)


def test_known_pairs_stay_together_with_confidence() -> None:
    known = {(i, 1, i, 1) for i in ALL if i != 7}
    french = list(FRENCH)
    french[7] = replace(french[7], text="Tout autre chose.")
    beads = align(ENGLISH, french, known=known)
    assert sides(beads) == [((i,), (i,)) for i in ALL]
    assert all(bead.confidence >= CONFIDENT for bead in beads if bead.source != (7,))
    assert beads[7].confidence < CONFIDENT


def test_known_joint_beads_stay_together() -> None:
    joined = replace(FRENCH[7], text="Tout autre chose.")
    french = [*FRENCH[:7], joined, *FRENCH[9:]]
    assert ((7, 8), (7,)) not in sides(align(ENGLISH, french))
    beads = align(ENGLISH, french, known={(7, 2, 7, 1)})
    assert ((7, 8), (7,)) in sides(beads)
    (bead,) = (bead for bead in beads if bead.source == (7, 8))
    assert bead.confidence >= CONFIDENT


def test_a_lexicon_finds_counterparts_without_similar_words() -> None:
    words = [("bow", "proue"), ("stern", "poupe"), ("keel", "quille"), ("sail", "voile")]
    lexicon = Lexicon.from_texts(
        (f"{one} {word}", f"{other} {answer}")
        for one, other in (("The", "La"), ("A", "Une"), ("Any", "Toute"))
        for word, answer in words
    )
    english = [block("item", f"The {word}") for word, _ in words]
    french = [block("item", f"La {answer}") for _, answer in words]
    swapped = [french[0], french[2], french[1], french[3]]
    assert ((1,), (2,)) not in sides(align(english, swapped))
    assert ((1,), (2,)) in sides(align(english, swapped, lexicon))
    assert ((2,), (1,)) in sides(align(english, swapped, lexicon))


def test_blocks_without_another_text_have_no_counterpart() -> None:
    assert align([], []) == []
    assert sides(align(ENGLISH[:2], [])) == [((0,), ()), ((1,), ())]
    assert sides(align([], FRENCH[:2])) == [((), (0,)), ((), (1,))]


def test_additional_sentences_make_a_bead_uneven() -> None:
    more = "Ils veillent aussi au ravitaillement. Ils lavent le pont. Ils préparent les repas."
    french = list(FRENCH)
    french[4] = replace(french[4], text=f"{french[4].text} {more}")
    before, after = align(ENGLISH, FRENCH)[4], align(ENGLISH, french)[4]
    assert before.target == after.target == (4,)
    assert (before.uneven, after.uneven) == (False, True)


def test_a_heading_may_be_translated_freely() -> None:
    french = list(FRENCH)
    headings = [i for i in ALL if FRENCH[i].kind == "heading"]
    french[headings[0]] = replace(french[headings[0]], text="Le quotidien")
    (bead,) = (bead for bead in align(ENGLISH, french) if bead.source == (headings[0],))
    assert bead.target == (headings[0],)
    assert bead.belongs
    assert not bead.uneven


def test_sections_that_replace_each_other_have_no_counterparts() -> None:
    mine = [block("item", text) for text in ("Gulls follow us.", "Whales do not, we hear.", "No.")]
    theirs = [
        block(
            "paragraph", "Toutes les demandes de remboursement passent par le bureau du personnel."
        ),
        block("paragraph", "Les reçus doivent y être joints, avec le formulaire signé en double."),
        block(
            "paragraph", "Aucun paiement ne peut être fait sans le numéro attribué par la banque."
        ),
    ]
    beads = align([*ENGLISH[:9], *mine, *ENGLISH[9:]], [*FRENCH[:9], *theirs, *FRENCH[9:]])
    for index in (9, 10, 11):
        assert ((index,), ()) in sides(beads)
        assert ((), (index,)) in sides(beads)


@given(st.lists(st.integers(0, 9), unique=True))
def test_the_longest_increasing_subsequence(values: list[int]) -> None:
    found = sorted(longest_increasing(values))
    chosen = [values[position] for position in found]
    assert chosen == sorted(chosen)
    lengths: list[int] = []  # of the longest that ends with each value
    for at, value in enumerate(values):
        before = (lengths[earlier] for earlier in range(at) if values[earlier] < value)
        lengths.append(1 + max(before, default=0))
    assert len(found) == max(lengths, default=0)


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from([text for _, *texts in PAGE for text in texts]),
    st.text(alphabet="*_[]()<>@:/. 0Aé\u00a0", max_size=20),
)
BLOCKS = st.lists(
    st.builds(
        block,
        st.sampled_from([kind for kind in BlockKind if kind not in PINNED]),
        TEXTS,
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=12,
).flatmap(
    lambda body: st.tuples(
        st.lists(st.builds(block, st.just("title"), TEXTS), max_size=1),
        st.lists(st.builds(block, st.just("description"), TEXTS), max_size=1),
    ).map(lambda fields: [*fields[0], *fields[1], *body])
)


@given(BLOCKS, BLOCKS)
def test_every_block_is_in_one_bead(source: list[Block], target: list[Block]) -> None:
    beads = align(source, target)
    assert sorted(i for bead in beads for i in bead.source) == list(range(len(source)))
    assert sorted(j for bead in beads for j in bead.target) == list(range(len(target)))
    assert all(bead.source or bead.target for bead in beads)
    assert all(0 <= bead.confidence <= 1 for bead in beads)
    assert align(source, target) == beads


@given(BLOCKS, BLOCKS)
def test_beads_follow_the_source_and_only_crossing_ones_leave_the_order_of_the_target(
    source: list[Block], target: list[Block]
) -> None:
    beads = align(source, target)
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    straight = [j for bead in beads if bead.source and not bead.crossing for j in bead.target]
    assert straight == sorted(straight)
    assert not any(bead.crossing for bead in beads if not bead.source or not bead.target)


@given(BLOCKS, BLOCKS, st.data())
def test_pinned_blocks_are_matched_one_to_one_with_their_like(
    source: list[Block], target: list[Block], data: st.DataObject
) -> None:
    pinned = data.draw(st.sets(st.sampled_from(BlockKind)))
    source, target = (
        [replace(one, pinned=one.kind in pinned) for one in side] for side in (source, target)
    )
    for bead in align(source, target):
        some = [*(source[i] for i in bead.source), *(target[j] for j in bead.target)]
        if bead.source and bead.target and any(one.pinned for one in some):
            assert len(some) == 2
            assert some[0].kind is some[1].kind


@given(BLOCKS)
def test_a_text_is_aligned_with_itself(blocks: list[Block]) -> None:
    told = [
        replace(one, text=f"{one.text} vessel{chr(97 + i) * 6}") for i, one in enumerate(blocks)
    ]
    assert sides(align(told, told)) == [((i,), (i,)) for i in range(len(told))]


@given(
    st.sets(st.integers(2, len(PAGE) - 1), max_size=4),
    st.sets(st.integers(2, len(PAGE) - 1), max_size=4),
)
def test_most_beads_are_the_same_from_either_side(mine: set[int], theirs: set[int]) -> None:
    english = [one for i, one in enumerate(ENGLISH) if i not in mine]
    french = [one for j, one in enumerate(FRENCH) if j not in theirs]
    there = {(bead.source, bead.target) for bead in align(english, french)}
    back = {(bead.target, bead.source) for bead in align(french, english)}
    assert len(there & back) >= 0.7 * max(len(there), len(back))


#: Items that share no word, in English, Spanish, Japanese and Arabic.
ITEMS = [
    (
        "Peel and boil the roots",
        "Pelar y hervir las papas",
        "芋の皮をむいて茹でる",
        "تقشير الجذور وسلقها",
    ),
    (
        "Keep the shelves tidy",
        "Ordenar bien los estantes",
        "棚をきちんと整える",
        "ترتيب الرفوف بعناية",
    ),
    (
        "Wash the heavy pots",
        "Lavar las ollas grandes",
        "重い鍋をきれいに洗う",
        "غسل القدور الثقيلة",
    ),
    (
        "Speak kindly to sailors",
        "Hablar bien a los marinos",
        "船員に優しく話しかける",
        "التحدث بلطف مع البحارة",
    ),
]


@pytest.mark.parametrize("language", [1, 2, 3])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_order_alone_does_not_make_blocks_agree(language: int, at: int) -> None:
    source = [block("item", texts[0]) for texts in ITEMS]
    target = [block("item", texts[language]) for texts in ITEMS]
    target[at], target[at + 1] = target[at + 1], target[at]
    # One pair would teach the words that it should be judged by.
    lexicon = learn_lexicon([(source, target)])
    beads = align(source, target, lexicon)
    assert not any(bead.belongs for bead in beads)
