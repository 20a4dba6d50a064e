"""Catalogues as files: what is written is read, and a damaged file is refused."""

from __future__ import annotations

import io
import shutil
import subprocess
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from sphinx_intl.catalog import dump_po, load_po, update_with_fuzzy

from sphinxext_jobs.pairing.catalogs.catalog import (
    DRIFTED,
    Catalog,
    Entry,
    Figures,
    Mark,
    State,
    digest,
)
from sphinxext_jobs.pairing.catalogs.code import SeenCode
from sphinxext_jobs.pairing.catalogs.marks import (
    accepted,
    is_in,
    unmatched,
    unmatched_count,
    with_accepted,
    with_notes,
)
from sphinxext_jobs.pairing.catalogs.po import CatalogError, dump, new_header, read

from .catalogues import HEADER, Reread, update


def load(tmp_path: Path, text: str | bytes, lang: str = "fr") -> Catalog:
    path = tmp_path / "a.po"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, lang)


def attempt(path: Path) -> Catalog | CatalogError:
    """Read a catalogue, or return why not."""
    try:
        return read(path, "fr")
    except CatalogError as error:
        return error


# The file


WORD = st.text(
    alphabet=st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=90
) | st.sampled_from(["quai", "9\u202fh\u00a0!", "«\u00a0nord\u00a0»", "\\", '"', "%s", "{job}"])
#: What Sphinx makes a message of, and what becomes a translation.
TEXT = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"\\%{}'),
    min_size=1,
    max_size=120,
) | st.lists(WORD, min_size=1, max_size=30).map(" ".join)
#: What a person may write behind a `#`, so short that nobody folds it.
COMMENT = (
    st.lists(st.from_regex(r"[\w.,!«»’-]{1,12}", fullmatch=True), min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda text: text[0] not in ".:,|~")
)
DIGEST = st.binary(max_size=4).map(lambda data: digest(data.hex())) | st.just("-")


def unslashed(text: str) -> str:
    return text.replace("\\", "/")  # for those, see test_the_text_before_is_kept_to_the_character


MARKS = st.builds(
    Mark,
    state=st.sampled_from(State),
    wrote=DIGEST,
    seen=DIGEST,
    notes=st.lists(st.sampled_from(["unsure", "crossing", "pairs disagree"]), unique=True).map(
        tuple
    ),
    before=st.none() | st.lists(WORD, min_size=1, max_size=20).map(" ".join).map(unslashed),
)
LOCATION = st.tuples(
    st.sampled_from(["a.md", "en/ferry captain.md", "emplois/capitaine-é.md"]),
    st.integers(1, 999),
)
ENTRIES = st.builds(
    Entry,
    id=TEXT,
    string=st.just("") | TEXT,
    flags=st.frozensets(st.sampled_from(["fuzzy", "no-wrap", "no-python-format"])),
    previous=st.none() | TEXT,
    comments=st.lists(COMMENT, max_size=3, unique=True).map(tuple),
    auto_comments=st.lists(COMMENT, max_size=2, unique=True).map(tuple),
    locations=st.lists(LOCATION, max_size=3, unique=True).map(tuple),
    mark=st.none() | MARKS,
)
OBSOLETE = st.builds(Entry, id=TEXT, string=TEXT, mark=st.none() | MARKS)


def distinct(entries: Sequence[Entry], others: Sequence[Entry]) -> Catalog:
    """Make a catalogue in which each message stands once."""
    live = {entry.id: entry for entry in entries}
    old = {entry.id: entry for entry in others if entry.id not in live}
    return Catalog(HEADER, tuple(live.values()), tuple(old.values()))


CATALOGS = st.builds(distinct, st.lists(ENTRIES, max_size=4), st.lists(OBSOLETE, max_size=2))


@given(catalog=CATALOGS)
def test_what_is_written_is_read(catalog: Catalog, reread: Reread) -> None:
    assert reread(catalog) == catalog


@given(catalog=CATALOGS)
def test_what_is_read_is_written_in_the_same_way(catalog: Catalog, reread: Reread) -> None:
    assert dump(reread(catalog)) == dump(catalog)


@given(catalog=CATALOGS)
def test_babel_and_sphinx_with_it_read_the_same(catalog: Catalog) -> None:
    parsed = read_po(io.StringIO(dump(catalog)), abort_invalid=True)
    guessed = {"python-format", "python-brace-format"}

    def said(message: Message) -> tuple[object, ...]:
        return (
            message.string,
            set(message.flags) - guessed,
            message.auto_comments,
            message.locations,
        )

    assert [message.id for message in parsed if message.id] == [e.id for e in catalog.entries]
    assert list(parsed.obsolete) == [entry.id for entry in catalog.obsolete]
    for found, entries in ((parsed, catalog.entries), (parsed.obsolete, catalog.obsolete)):
        for entry in entries:
            expected = (
                entry.string,
                set(entry.flags),
                list(entry.auto_comments),
                list(entry.locations),
            )
            assert said(found[entry.id]) == expected


@pytest.mark.parametrize("break_", ["\\\n", "\\\\ ", "  "])
@pytest.mark.parametrize("size", range(44, 60, 5))
def test_the_text_before_is_kept_to_the_character(break_: str, size: int, reread: Reread) -> None:
    before = f"{'q' * size}{break_}nord, {'s' * size}{break_}sud"
    mark = Mark(State.TRANSLATION_CHANGED, digest("a"), digest("b"), before=before)
    found = reread(Catalog(HEADER, (Entry("Quay", "Quai", mark=mark),))).entries[0].mark
    assert found is not None
    assert found.before == before


def test_the_file(tmp_path: Path) -> None:
    """What a person sees who opens it."""
    captain, capitaine = "The captain steers all day.", "Le capitaine barre tout le jour."
    mark = Mark(
        State.TRANSLATION_CHANGED,
        digest(capitaine),
        digest("Le capitaine barre."),
        ("gone",),
        "Le capitaine barre, et d’une main si experte que l’administration l’en félicite.",
    )
    entry = Entry(
        captain,
        capitaine,
        frozenset({"fuzzy"}),
        "The captain steers.",
        ("À revoir.",),
        (),
        (("en/ferry captain.md", 12), ("a.md", 3)),
        mark,
    )
    old = Entry("Old quay", "Vieux quai", mark=Mark(State.AGREED, digest("a"), digest("a")))
    text = dump(Catalog(HEADER, (entry, Entry("New")), (old,)))
    assert text == textwrap.dedent(
        f"""\
        msgid ""
        msgstr ""
        "Project-Id-Version: Traversiers\\n"
        "Language: fr\\n"
        "MIME-Version: 1.0\\n"
        "Content-Type: text/plain; charset=utf-8\\n"
        "Content-Transfer-Encoding: 8bit\\n"

        # À revoir.
        # jobs-pair {mark.wrote}/{mark.seen} translation changed
        # jobs-pair why: gone
        # jobs-pair before: "Le capitaine barre, et d’une main si experte que "
        # jobs-pair before: "l’administration l’en félicite."
        #: \u2068en/ferry captain.md\u2069:12
        #: a.md:3
        #, fuzzy
        #| msgid "The captain steers."
        msgid "The captain steers all day."
        msgstr "Le capitaine barre tout le jour."

        msgid "New"
        msgstr ""

        # jobs-pair {digest("a")} agreed
        #~ msgid "Old quay"
        #~ msgstr "Vieux quai"
        """
    )


FRENCH = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    '#: a.md:3\nmsgid "Ferry"\nmsgstr "Traversier"\n\n'
)
END = FRENCH.count("\n")  # lines


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param(
            FRENCH.encode() + 'msgid "Quay"\nmsgstr "Môle"\n'.encode("latin-1"),
            END + 2,
            "The file is not UTF-8. Convert it with `msgconv -t UTF-8`.",
            id="latin-1",
        ),
        pytest.param(FRENCH.encode("utf-16"), 1, "is not UTF-8", id="utf-16"),
        pytest.param(
            FRENCH.replace("utf-8", "ISO-8859-1"),
            4,
            "The charset in the header is ISO-8859-1. Convert the file with `msgconv -t UTF-8`",
            id="charset",
        ),
        pytest.param(b"\xde\x12\x04\x95\0\0\0\0\1\0\0\0\x1c\0\0\0", 1, "is not UTF-8", id="mo"),
        pytest.param(b"\x95\x04\x12\xde\0\0\0\0\0\0\0\1\0\0\0\x1c", 1, "is not UTF-8", id="mo-big"),
        pytest.param(b"\0" * 512, 1, "not valid in a PO file", id="zeros"),
        pytest.param(
            f'{FRENCH}msgid "Quay\0"\nmsgstr "Quai"\n', END + 1, "not valid in a PO file", id="nul"
        ),
        pytest.param(
            FRENCH.replace("Language: fr", "Language: de"),
            3,
            "The catalogue is in de, not in fr.",
            id="language",
        ),
        pytest.param(
            f'{FRENCH}msgid "Quay"\nmsgstr "Qu', END + 2, '“msgstr "Qu”', id="in-a-string"
        ),
        pytest.param(
            f'{FRENCH}msgid ""\n"Quay of the\\n"\n"north\nmsgstr ""\n',
            END + 3,
            '“"north”',
            id="in-a-string-of-several-lines",
        ),
        pytest.param(f"{FRENCH}msgid", END + 1, "“msgid”", id="in-a-keyword"),
        pytest.param(f'{FRENCH}msgid "Quay"\n', END + 1, "no `msgstr`", id="after-a-msgid"),
        pytest.param(
            f'{FRENCH}msgid "Quay"\n\nmsgid "Pier"\nmsgstr "Jetée"\n',
            END + 1,
            "no `msgstr`",
            id="msgid-without-msgstr",
        ),
        pytest.param(
            f'{FRENCH}msgstr "Quai"\n',
            END + 1,
            "",
            id="a-second-msgstr",
        ),
        pytest.param(
            f'{FRENCH.partition("#:")[0]}msgstr "Quai"\n', 6, "", id="msgstr-without-msgid"
        ),
        pytest.param(f'"Quai"\n{FRENCH}', 1, "", id="a-string-alone"),
        pytest.param(
            f'{FRENCH}<<<<<<< HEAD\nmsgid "A"\nmsgstr "B"\n=======\nmsgid "A"\nmsgstr "C"\n'
            ">>>>>>> theirs\n",
            END + 1,
            "merge conflict: “<<<<<<< HEAD”",
            id="conflict-between",
        ),
        pytest.param(
            f'{FRENCH}msgid "A"\n<<<<<<< HEAD\nmsgstr "B"\n=======\nmsgstr "C"\n>>>>>>> theirs\n',
            END + 2,
            "merge conflict: “<<<<<<< HEAD”",
            id="conflict-inside",
        ),
        pytest.param(
            f'{FRENCH}msgid "A"\nmsgstr "B"\n=======\n',
            END + 3,
            "merge conflict: “=======”",
            id="rest-of-a-conflict",
        ),
        pytest.param(
            f'{FRENCH}msgid "Ferry"\nmsgstr "Bac"\n',
            END + 1,
            "Duplicate message (first on line 7).",
            id="duplicate",
        ),
        pytest.param(
            f'{FRENCH}msgid ""\n"Fer"\n"ry"\nmsgstr "Bac"\n',
            END + 1,
            "Duplicate message (first on line 7).",
            id="duplicate-in-other-lines",
        ),
        pytest.param(
            f'{FRENCH}msgid "a\\tb"\nmsgstr "A"\n\nmsgid "a\tb"\nmsgstr "B"\n',
            END + 4,
            f"Duplicate message (first on line {END + 1}).",
            id="duplicate-spelt-otherwise",
        ),
        pytest.param(
            f'{FRENCH}msgid "Ferry"\nmsgid_plural "Ferries"\nmsgstr[0] "Bac"\nmsgstr[1] "Bacs"\n',
            END + 1,
            "Duplicate message (first on line 7).",
            id="duplicate-as-plural",
        ),
        pytest.param(
            f'{FRENCH.partition("#:")[0]}msgid "Ferry"\nmsgid_plural "Ferries"\nmsgstr[0] "Bac"\n'
            'msgstr[1] "Bacs"\n\nmsgid "Ferry"\nmsgstr "Traversier"\n',
            11,
            "Duplicate message (first on line 6).",
            id="plural-before-duplicate",
        ),
        pytest.param(
            f'{FRENCH}msgid ""\nmsgstr "Bac"\n',
            END + 1,
            "Duplicate message (first on line 1).",
            id="second-header",
        ),
        pytest.param("\ufeff" + FRENCH, 1, "begins with a byte order mark", id="bom"),
        pytest.param("\ufeff", 1, "begins with a byte order mark", id="bom-alone"),
        pytest.param("Bonjour\n", 1, "not valid in a PO file: “Bonjour”", id="prose"),
        pytest.param("<!DOCTYPE html>\n", 1, "not valid in a PO file", id="html"),
        pytest.param('{"Ferry": "Bac"}\n', 1, "not valid in a PO file", id="json"),
        pytest.param(
            f'{FRENCH}msgid "A" msgstr "B"\n', END + 1, "not valid in a PO file", id="one-line"
        ),
        pytest.param(f'{FRENCH}msgid "A\\"\nmsgstr "B"\n', END + 1, "not valid", id="open-end"),
        pytest.param(
            f'{FRENCH}msgid "A"\n#~ msgstr "B"\n', END + 2, "begin with `#~`", id="half-obsolete"
        ),
    ],
)
def test_a_broken_file_is_refused(
    tmp_path: Path, content: str | bytes, line: int, message: str
) -> None:
    with pytest.raises(CatalogError) as info:
        load(tmp_path, content)
    assert message in str(info.value)
    assert info.value.line == line


@pytest.mark.parametrize(
    "field",
    [
        "POT-Creation-Date: tomorrow",
        "POT-Creation-Date: YEAR-MO-DA HO:MI+ZONE",
        "Plural-Forms: nplurals=x",
        "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;",
        'PO-Revision-Date: 2026-01-01\\n"\n" or later',
    ],
)
def test_fields_that_only_babel_refuses_are_left_out(tmp_path: Path, field: str) -> None:
    """gettext reads the file, but Sphinx would not."""
    text = FRENCH.replace('"Language', f'"X-Generator: Poedit\\n"\n"{field}\\n"\n"Language')
    with pytest.raises((ValueError, AttributeError)):
        read_po(io.BytesIO(text.encode()))
    found = load(tmp_path, text)
    assert found.misread
    expected = FRENCH.replace('"Language', '"X-Generator: Poedit\\n"\n"Language')
    assert dump(found) == dump(load(tmp_path, expected))
    assert len(read_po(io.BytesIO(dump(found).encode()))) == len(found.entries)


@given(data=st.binary(max_size=80) | TEXT.map(str.encode))
def test_whatever_it_holds_it_is_read_or_refused(
    data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.po"
    for prefix in (b"", FRENCH.encode(), b"#, fuzzy\n", b'msgid "'):
        path.write_bytes(prefix + data)
        found = attempt(path)
        if isinstance(found, CatalogError):
            assert 1 <= found.line <= (prefix + data).count(b"\n") + 2
        else:
            assert dump(found)


@given(cut=st.integers(0, len(FRENCH) + 40))
def test_a_truncated_file_is_refused_or_lacks_whole_lines_only(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "truncated.po"
    whole = f'{FRENCH}# À revoir.\nmsgid "Quay"\nmsgstr "Quai"\n'
    path.write_text(whole[:cut], encoding="utf-8", newline="\n")
    found = attempt(path)
    if isinstance(found, CatalogError):
        assert found.line <= whole[:cut].count("\n") + 1
    else:
        assert {(entry.id, entry.string) for entry in found.entries} <= {
            ("Ferry", "Traversier"),
            ("Quay", "Quai"),
        }


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_a_new_catalogue(tmp_path: Path, content: str) -> None:
    assert load(tmp_path, content) == Catalog(new_header("fr", ""))


def test_a_file_that_is_not_there_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "a.po", "fr")


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("fr", "fr"),
        ("fr", "fr-CA"),
        ("fr_CA", "fr-CA"),
        ("fr-CA", "fr"),
        ("FR_ca", "fr-CA"),
        ("", "fr"),
        ("zh_Hant_TW", "zh-Hant"),
    ],
)
def test_languages_that_match(tmp_path: Path, written: str, lang: str) -> None:
    catalog = load(tmp_path, FRENCH.replace("Language: fr", f"Language: {written}"), lang)
    assert [entry.string for entry in catalog.entries] == ["Traversier"]


def test_line_ends_change_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, FRENCH.replace("\n", "\r\n")) == load(tmp_path, FRENCH)


def test_foreign_entries_are_kept_as_they_are(tmp_path: Path) -> None:
    foreign = (
        '# Selon la saison.\n#: b.py:2\n#, python-format\nmsgid "%d ferry"\n'
        'msgid_plural "%d ferries"\nmsgstr[0] "%d traversier"\nmsgstr[1] "%d traversiers"\n\n'
        'msgctxt "verb"\nmsgid "Ferry"\nmsgstr "Traverser"\n'
    )
    catalog = load(tmp_path, FRENCH + foreign)
    assert [entry.id for entry in catalog.entries] == ["Ferry"]
    text = dump(catalog)
    assert text.replace("#: b.py:2\n", "") == (FRENCH + foreign).replace("#: b.py:2\n", "")
    assert dump(load(tmp_path, text)) == text


@pytest.mark.parametrize(
    "old",
    [
        '#~ msgctxt "verb"\n#~ msgid "Ferry"\n#~ msgstr "Traverser"\n',
        '#~ msgid "%d quay"\n#~ msgid_plural "%d quays"\n#~ msgstr[0] "%d quai"\n'
        '#~ msgstr[1] "%d quais"\n',
        '# À garder.\n#~ msgid "Quay"\n#~ msgstr "Quai"\n',
        '#~ msgid ""\n#~ "Quay\\n"\n#~ "north"\n#~ msgstr ""\n#~ "Quai\\n"\n#~ "nord"\n',
        '#~ msgid "Ferry"\n#~ msgstr "Bac"\n',
    ],
    ids=["context", "plural", "comment", "lines", "live-again"],
)
def test_obsolete_entries_are_kept_as_they_are(tmp_path: Path, old: str) -> None:
    assert dump(load(tmp_path, FRENCH + old)) == FRENCH + old


def test_no_obsolete_translation_is_lost(tmp_path: Path) -> None:
    """A merge may leave two; no tool of gettext minds."""
    twice = '#~ msgid "Quay"\n#~ msgstr "Quai"\n\n#~ msgid "Quay"\n#~ msgstr "Embarcadère"\n'
    path = tmp_path / "a.po"
    path.write_text(FRENCH + twice, encoding="utf-8")
    found = attempt(path)
    if isinstance(found, CatalogError):
        assert found.line == END + 4
    else:
        assert '"Quai"' in dump(found)
        assert '"Embarcadère"' in dump(found)


def test_a_comment_at_the_end_is_kept(tmp_path: Path) -> None:
    comment = "# À faire : les quais du sud.\n"
    assert comment in dump(load(tmp_path, FRENCH + comment))


@pytest.mark.parametrize(
    "comment",
    [
        "# Voir le guide de rédaction, section 4, et la liste des termes du port avant de changer.",
        "#   En retrait.",
        "#",
        "# https://traversiers.example/" + "guide/" * 12,
    ],
    ids=["long", "indented", "empty", "address"],
)
def test_a_person_s_comment_is_kept_as_it_is(tmp_path: Path, comment: str) -> None:
    text = FRENCH.replace("#: a.md:3\n", f"{comment}\n#: a.md:3\n").rstrip("\n") + "\n"
    assert dump(load(tmp_path, text)) == text


STATELY = (
    "# Traversiers du Nord.\n"
    "# Copyright (C) 2026 — tous droits réservés.\n"
    "#\n"
    "#   En retrait, et d’une longueur que personne n’a pliée avant ce jour ni après celui-ci.\n"
    "#, fuzzy\n"
    'msgid ""\n'
    'msgstr ""\n'
    '"Project-Id-Version: Traversiers 3\\n"\n'
    '"Report-Msgid-Bugs-To: \\n"\n'
    '"POT-Creation-Date: 2026-01-02 03:04+0500\\n"\n'
    '"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n'
    '"Last-Translator: Zoë <zoe@traversiers.example>\\n"\n'
    '"Language: fr\\n"\n'
    '"Language-Team: français <equipe@traversiers.example>, et d’autres encore, nombreux\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == "\n'
    '"0 ? 1 : 2;\\n"\n'
    '"X-Generator: Weblate 5.0\\n"\n'
    '"X-Poedit-Bookmarks: -1,2\\n"'
)


@pytest.mark.parametrize("header", [STATELY, STATELY.partition("#, fuzzy\n")[2]])
def test_a_header_is_kept_to_the_byte(tmp_path: Path, header: str) -> None:
    text = f'{header}\n\nmsgid "Ferry"\nmsgstr "Traversier"\n'
    catalog = load(tmp_path, text)
    assert catalog.header == header
    assert dump(catalog) == text
    assert dump(update(catalog, {"Ferry": ()}, {})) == text


def test_a_file_without_header_gets_one(tmp_path: Path) -> None:
    entry = 'msgid "Ferry"\nmsgstr "Traversier"\n'
    assert dump(load(tmp_path, entry)) == f"{new_header('fr', '')}\n\n{entry}"


def test_a_header_that_stands_elsewhere_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(f'msgid "Ferry"\nmsgstr "Traversier"\n\n{STATELY}\n', encoding="utf-8")
    found = attempt(path)
    assert isinstance(found, CatalogError) or "Zoë" in dump(found)


@pytest.mark.parametrize("lang", ["fr", "fr-CA", "en", "ja", "iu", "qqq"])
def test_a_new_header(lang: str) -> None:
    header = new_header(lang, 'The "Ferry" Authority\\')
    parsed = read_po(io.StringIO(header + "\n"))
    fields = dict(parsed.mime_headers)
    assert fields["Project-Id-Version"] == 'The "Ferry" Authority\\'
    assert fields["Language"] == lang.replace("-", "_")
    # No release of Babel, and no day, writes another one.
    assert "Plural-Forms" not in header
    assert "Date" not in header


UNMATCHED = [
    "Le dernier traversier part à 23\u202fh\u00a0; aucun autre ne part avant celui de l’aube.",
    "q" * 200,
    "Un\\\ndeux",
]


def test_blocks_that_answer_nothing_are_kept_in_the_header(tmp_path: Path) -> None:
    header = with_notes(STATELY, unmatched=UNMATCHED)
    assert unmatched_count(header) == 3
    assert with_notes(header, unmatched=UNMATCHED) == header
    assert with_notes(header, unmatched=[]) == STATELY
    assert header.startswith("# Traversiers du Nord.\n")
    catalog = load(tmp_path, header + "\n")
    assert catalog.header == header
    text = "".join(
        line.partition(": " if "unmatched: " in line else "... ")[2]
        for line in header.split("\n")
        if line.startswith("# jobs-pair")
    )
    for letters in UNMATCHED:
        assert (
            "".join(letters.split()) in "".join(text.replace("\\", "").split()) or "\\" in letters
        )


def test_new_and_old_headers_hold_unmatched_blocks(tmp_path: Path) -> None:
    header = with_notes(HEADER, unmatched=["Le quai sud."])
    assert header == f"# jobs-pair unmatched: Le quai sud.\n{HEADER}"
    assert with_notes(header, unmatched=["Le quai est."]).count("jobs-pair") == 1
    assert load(tmp_path, header + "\n").header == header


def everything() -> Catalog:
    """Make a catalogue of all that can stand in one."""
    days = "".join(f"le jour {n}, la nuit {n + 1}, " for n in range(12))
    long = f"Le capitaine du traversier barre {days}sans fin."
    entries = [
        Entry(
            f'{n}. The "captain"\\\nsteers 100%, {{job}}`a`: {state} ' + "by day and night, " * n,
            f"{n}\\. Le «\u00a0capitaine\u00a0»\\\nbarre à 100\u202f% {long}",
            frozenset({"fuzzy"}) if state in DRIFTED else frozenset(),
            "The old captain, who steered "
            + "".join(f"by day {i} and night {i}, " for i in range(n))
            + f"to [quay {n}]"
            "(https://traversiers.example/en/quays/north/timetables-and-fares-of-the-season.html)",
            (f"Remarque {n}",),
            (),
            (("en/ferry captain.md", n + 1), ("a.md", 3)),
            Mark(
                state,
                digest(f"{n}"),
                digest(long),
                ("crossing", "pairs disagree"),
                long,
                digest("a"),
                since=n + 1,
                links=digest("b"),
            ),
        )
        for n, state in enumerate(State)
    ]
    old = Entry("Old quay", "Vieux quai", mark=Mark(State.AGREED, digest("a"), digest("a")))
    both = (digest("a"), digest("b"))
    code = [SeenCode(both, both), SeenCode(both, (digest("c"), digest("b")))]
    header = with_notes(HEADER, unmatched=UNMATCHED, code=code)
    return Catalog(header, (*entries, Entry("New"), Entry("Hand", "Main")), (old,))


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext")
def test_gettext_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(dump(everything()), encoding="utf-8")
    command = ["msgfmt", "--check-format", "--check-domain", "-v", "-o", tmp_path / "a.mo", path]
    done = subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", env={"LC_ALL": "C.UTF-8"}
    )
    assert (done.returncode, done.stderr) == (
        0,
        "4 translated messages, 4 fuzzy translations, 1 untranslated message.\n",
    )


@pytest.mark.parametrize("width", [76, 0, 1000])
def test_sphinx_intl_keeps_the_marks(tmp_path: Path, width: int) -> None:
    """It writes with Babel, which knows no previous messages and folds comments."""
    catalog = everything()
    path = tmp_path / "a.po"
    path.write_text(dump(catalog), encoding="utf-8")
    dump_po(str(path), load_po(str(path)), width=width)
    after = read(path, "fr")
    assert unfolded(after) == unfolded(catalog)
    assert unmatched_count(after.header) == 3
    # What is rewritten of the header's comments leaves no rest of the old ones.
    assert not with_notes(after.header, unmatched=[]).startswith("#")


def test_sphinx_intl_keeps_the_marks_when_it_updates(tmp_path: Path) -> None:
    catalog = everything()
    path, pot = tmp_path / "a.po", tmp_path / "a.pot"
    path.write_text(dump(catalog), encoding="utf-8")
    template = [Entry(entry.id, locations=(("b.md", 9),)) for entry in catalog.entries]
    pot.write_text(dump(Catalog(HEADER, (*template, Entry("Newer")))), encoding="utf-8")
    found = load_po(str(path))
    update_with_fuzzy(found, load_po(str(pot)))
    dump_po(str(path), found, width=76)
    after = read(path, "fr")
    assert after.entries[-1].id == "Newer"
    assert unfolded(after)[:-1] == unfolded(catalog)
    assert {entry.locations for entry in after.entries[:-1]} == {(("b.md", 9),)}
    assert [entry.mark for entry in after.obsolete] == [entry.mark for entry in catalog.obsolete]


def unfolded(catalog: Catalog) -> list[Entry]:
    """Return the entries without their places, which Babel sorts."""
    return [replace(entry, locations=()) for entry in catalog.entries]


# Sums


def test_figures() -> None:
    mark = Mark(State.AGREED, "-", "-")
    fuzzy = frozenset({"fuzzy"})
    entries = (
        Entry("a", "A", mark=mark),
        Entry("b", "B"),
        Entry("c"),
        Entry("d", "D", fuzzy, mark=replace(mark, state=State.DOUBTFUL)),
        Entry("e", "E", fuzzy, mark=replace(mark, state=State.MOVED)),
        Entry("f", "F", mark=replace(mark, state=State.SOURCE_CHANGED)),
        Entry("g", "G", fuzzy),
    )
    header = with_notes(HEADER, unmatched=["x", "y " * 90])
    assert Figures.of(entries, unmatched_count(header)) == Figures(
        total=7, translated=3, fuzzy=3, drifted=1, unmatched=2
    )
    assert Figures.of((), 0) == Figures()


@pytest.mark.parametrize("text", ["Un phoque.", "x" * 200, "Deux\nlignes \\", "à " * 60])
def test_the_texts_that_a_header_notes_are_known_again(text: str) -> None:
    header = with_notes(STATELY, note="Keep them.", accepted=["Un quai."], unmatched=[text])
    assert is_in(unmatched(header), text)
    assert not is_in(unmatched(header), "Un quai.")
    assert accepted(header) == {("Un quai.",)}
    more = with_accepted(header, [text, "Un quai."])
    assert is_in(accepted(more), text)
    assert len(accepted(more)) == 2
    assert unmatched(more) == unmatched(header)
    assert with_accepted(more, [text]) == more
    assert with_notes(more) == STATELY
