"""Catalogues: nothing of a person's is ever lost, and what no longer agrees is fuzzy."""

from __future__ import annotations

import io
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sphinx_intl.catalog import dump_po, load_po, update_with_fuzzy

from sphinxext_jobs.pairing.catalog import (
    Figures,
    Proposal,
    Suggestion,
    figures,
    similarity,
    update,
)
from sphinxext_jobs.pairing.po import (
    DRIFTED,
    Catalog,
    CatalogError,
    Entry,
    Mark,
    State,
    digest,
    dump,
    new_header,
    read,
    unmatched_count,
    with_unmatched,
)

HEADER = new_header("fr", "Traversiers")
EMPTY = Catalog(HEADER)
Reread = Callable[[Catalog], Catalog]


@pytest.fixture(scope="session")
def reread(tmp_path_factory: pytest.TempPathFactory) -> Reread:
    """Return a function that writes a catalogue and reads it again."""
    path = tmp_path_factory.mktemp("catalogues") / "a.po"

    def again(catalog: Catalog) -> Catalog:
        path.write_bytes(dump(catalog).encode())
        return read(path, "fr")

    return again


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
            "not UTF-8; convert it with `msgconv -t UTF-8`",
            id="latin-1",
        ),
        pytest.param(FRENCH.encode("utf-16"), 1, "not UTF-8", id="utf-16"),
        pytest.param(
            FRENCH.replace("utf-8", "ISO-8859-1"),
            4,
            "the charset is ISO-8859-1; convert it with `msgconv -t UTF-8`",
            id="charset",
        ),
        pytest.param(b"\xde\x12\x04\x95\0\0\0\0\1\0\0\0\x1c\0\0\0", 1, "not UTF-8", id="mo"),
        pytest.param(b"\x95\x04\x12\xde\0\0\0\0\0\0\0\1\0\0\0\x1c", 1, "not UTF-8", id="mo-big"),
        pytest.param(b"\0" * 512, 1, "no line of a PO file", id="zeros"),
        pytest.param(
            f'{FRENCH}msgid "Quay\0"\nmsgstr "Quai"\n', END + 1, "no line of a PO", id="nul"
        ),
        pytest.param(
            FRENCH.replace("Language: fr", "Language: de"),
            3,
            "a catalogue in de, not in fr",
            id="language",
        ),
        pytest.param(
            f'{FRENCH}msgid "Quay"\nmsgstr "Qu', END + 2, 'PO file: msgstr "Qu', id="in-a-string"
        ),
        pytest.param(
            f'{FRENCH}msgid ""\n"Quay of the\\n"\n"north\nmsgstr ""\n',
            END + 3,
            'PO file: "north',
            id="in-a-string-of-several-lines",
        ),
        pytest.param(f"{FRENCH}msgid", END + 1, "PO file: msgid", id="in-a-keyword"),
        pytest.param(f'{FRENCH}msgid "Quay"\n', END + 1, "without msgstr", id="after-a-msgid"),
        pytest.param(
            f'{FRENCH}msgid "Quay"\n\nmsgid "Pier"\nmsgstr "Jetée"\n',
            END + 1,
            "without msgstr",
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
            "a conflict marker: <<<<<<< HEAD",
            id="conflict-between",
        ),
        pytest.param(
            f'{FRENCH}msgid "A"\n<<<<<<< HEAD\nmsgstr "B"\n=======\nmsgstr "C"\n>>>>>>> theirs\n',
            END + 2,
            "a conflict marker: <<<<<<< HEAD",
            id="conflict-inside",
        ),
        pytest.param(
            f'{FRENCH}msgid "A"\nmsgstr "B"\n=======\n',
            END + 3,
            "a conflict marker: =======",
            id="rest-of-a-conflict",
        ),
        pytest.param(
            f'{FRENCH}msgid "Ferry"\nmsgstr "Bac"\n',
            END + 1,
            "the message stands in line 7 already",
            id="duplicate",
        ),
        pytest.param(
            f'{FRENCH}msgid ""\n"Fer"\n"ry"\nmsgstr "Bac"\n',
            END + 1,
            "the message stands in line 7 already",
            id="duplicate-in-other-lines",
        ),
        pytest.param(
            f'{FRENCH}msgid "a\\tb"\nmsgstr "A"\n\nmsgid "a\tb"\nmsgstr "B"\n',
            END + 4,
            f"the message stands in line {END + 1} already",
            id="duplicate-spelt-otherwise",
        ),
        pytest.param(
            f'{FRENCH}msgid "Ferry"\nmsgid_plural "Ferries"\nmsgstr[0] "Bac"\nmsgstr[1] "Bacs"\n',
            END + 1,
            "the message stands in line 7 already",
            id="duplicate-as-plural",
        ),
        pytest.param(
            f'{FRENCH.partition("#:")[0]}msgid "Ferry"\nmsgid_plural "Ferries"\nmsgstr[0] "Bac"\n'
            'msgstr[1] "Bacs"\n\nmsgid "Ferry"\nmsgstr "Traversier"\n',
            11,
            "the message stands in line 6 already",
            id="plural-before-duplicate",
        ),
        pytest.param(
            f'{FRENCH}msgid ""\nmsgstr "Bac"\n',
            END + 1,
            "the message stands in line 1 already",
            id="second-header",
        ),
        pytest.param("Bonjour\n", 1, "no line of a PO file: Bonjour", id="prose"),
        pytest.param("<!DOCTYPE html>\n", 1, "no line of a PO file", id="html"),
        pytest.param('{"Ferry": "Bac"}\n', 1, "no line of a PO file", id="json"),
        pytest.param(
            f'{FRENCH}msgid "A" msgstr "B"\n', END + 1, "no line of a PO file", id="one-line"
        ),
        pytest.param(f'{FRENCH}msgid "A\\"\nmsgstr "B"\n', END + 1, "no line", id="open-end"),
        pytest.param(
            f'{FRENCH}msgid "A"\n#~ msgstr "B"\n', END + 2, "before a part", id="half-obsolete"
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


@pytest.mark.parametrize("field", ["POT-Creation-Date: tomorrow", "Plural-Forms: nplurals=x"])
def test_a_header_that_babel_cannot_read_is_refused(tmp_path: Path, field: str) -> None:
    with pytest.raises(CatalogError):
        load(tmp_path, FRENCH.replace('"Language', f'"{field}\\n"\n"Language'))


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


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
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


def test_line_ends_and_byte_order_marks_change_nothing(tmp_path: Path) -> None:
    plain = load(tmp_path, FRENCH)
    assert load(tmp_path, FRENCH.replace("\n", "\r\n")) == plain
    assert load(tmp_path, "\ufeff" + FRENCH) == plain


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
    header = with_unmatched(STATELY, UNMATCHED)
    assert unmatched_count(Catalog(header)) == 3
    assert with_unmatched(header, UNMATCHED) == header
    assert with_unmatched(header, []) == STATELY
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
    header = with_unmatched(HEADER, ["Le quai sud."])
    assert header == f"# jobs-pair unmatched: Le quai sud.\n{HEADER}"
    assert with_unmatched(header, ["Le quai est."]).count("jobs-pair") == 1
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
            Mark(state, digest(f"{n}"), digest(long), ("crossing", "pairs disagree"), long),
        )
        for n, state in enumerate(State)
    ]
    old = Entry("Old quay", "Vieux quai", mark=Mark(State.AGREED, digest("a"), digest("a")))
    header = with_unmatched(HEADER, UNMATCHED)
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
    assert unmatched_count(after) == 3
    # What is rewritten of the header's comments leaves no rest of the old ones.
    assert not with_unmatched(after.header, []).startswith("#")


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


# The states


SOURCE = "The captain steers the ferry between the two quays of the town."
SOURCE_2 = "The captain steers the old ferry between the two quays of the town."
SOURCE_3 = "The captain steers the old ferry between the three quays of the town."
TEXT_1 = "Le capitaine barre le traversier entre les deux quais de la ville."
TEXT_2 = "La capitaine barre le traversier entre les deux quais de la ville."
TEXT_3 = "La capitaine barre le vieux traversier entre les deux quais de la ville."
HAND = "Le commandant tient la barre du traversier d’un quai à l’autre."
OTHER = "Our cooks prepare four meals a day in the galley."
OTHER_TEXT = "Nos cuisiniers préparent quatre repas par jour."

Says = str | Proposal | None


def said(what: Says) -> Proposal:
    return what if isinstance(what, Proposal) else Proposal(what)


class Book:
    """A catalogue over time: runs of the machine, and what a person does between them."""

    def __init__(self, reread: Reread, catalog: Catalog = EMPTY) -> None:
        self.reread = reread
        self.catalog = catalog

    def run(
        self,
        says: Mapping[str, Says],
        remember: Callable[[str], Suggestion | None] = lambda _id: None,
        silent: Iterable[str] = (),
    ) -> Entry:
        """Bring it up to date; the first message's entry. A second run changes nothing."""
        proposals = {id_: said(what) for id_, what in says.items()}
        messages = {id_: (("a.md", n),) for n, id_ in enumerate((*says, *silent), 1)}
        self.catalog = update(self.catalog, messages, proposals, remember)
        for again in (self.catalog, self.reread(self.catalog)):
            assert dump(update(again, messages, proposals, remember)) == dump(self.catalog)
        assert [entry.id for entry in self.catalog.entries] == list(messages)
        self.catalog = self.reread(self.catalog)
        return self.catalog.entries[0]

    def __getitem__(self, id_: str) -> Entry:
        return next(entry for entry in self.catalog.entries if entry.id == id_)

    def edit(self, id_: str = SOURCE, **changes: Any) -> None:
        """Do what a person may do to an entry; ``fuzzy=False`` removes that flag."""
        entry = self[id_]
        if "fuzzy" in changes:
            flags = entry.flags - {"fuzzy"} | ({"fuzzy"} if changes.pop("fuzzy") else set())
            changes["flags"] = flags
        new = replace(entry, **changes)
        entries = [new if one.id == id_ else one for one in self.catalog.entries]
        self.catalog = replace(self.catalog, entries=tuple(entries))


@pytest.fixture
def book(reread: Reread) -> Book:
    return Book(reread)


def stands(entry: Entry) -> tuple[str, bool, State | None]:
    return entry.string, entry.fuzzy, entry.state


def before(entry: Entry) -> str | None:
    return entry.mark.before if entry.mark else None


def notes(entry: Entry) -> tuple[str, ...]:
    return entry.mark.notes if entry.mark else ()


def test_a_fresh_pair_that_agrees(book: Book) -> None:
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    expected = Mark(State.AGREED, digest(TEXT_1), digest(TEXT_1), source=digest(SOURCE))
    assert entry.mark == expected
    assert not entry.edited


def test_a_fresh_pair_that_is_doubtful(book: Book) -> None:
    entry = book.run({SOURCE: Proposal(TEXT_1, ("numbers", "unsure"))})
    assert stands(entry) == (TEXT_1, True, State.DOUBTFUL)
    assert notes(entry) == ("numbers", "unsure")


def test_a_doubtful_pair_follows_its_texts(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert stands(book.run({SOURCE: Proposal(TEXT_2, ("unsure",))})) == (
        TEXT_2,
        True,
        State.DOUBTFUL,
    )
    assert stands(book.run({SOURCE: TEXT_3})) == (TEXT_3, False, State.AGREED)


def test_a_doubtful_pair_whose_doubts_go_agrees(book: Book) -> None:
    """Such as when more pairs teach the machine more words."""
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_a_person_s_comment_moves_along_with_the_message(book: Book) -> None:
    for says, then in [
        (TEXT_1, TEXT_1),
        (Proposal(TEXT_1, ("unsure",)), TEXT_1),
        (Proposal(TEXT_1, ("unsure",)), Proposal(TEXT_2, ("unsure",))),
    ]:
        book.catalog = EMPTY
        book.run({SOURCE: says})
        book.edit(comments=("De ma main.",))
        assert book.run({SOURCE_2: then}).comments == ("De ma main.",)


def test_the_reasons_of_a_doubt_are_those_of_the_last_run(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("numbers", "unsure"))})
    assert notes(book.run({SOURCE: Proposal(TEXT_1, ("links",))})) == ("links",)


def test_a_doubtful_source_that_changes_is_a_doubtful_pair_still(book: Book) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    entry = book.run({SOURCE_2: Proposal(TEXT_1, ("unsure",))})
    assert stands(entry) == (TEXT_1, True, State.DOUBTFUL)
    assert book.catalog.obsolete == ()


@pytest.mark.parametrize("has_counterpart", [True, False])
@pytest.mark.parametrize("person", [True, False])
def test_nobody_confirms_a_doubtful_pair_by_changing_its_source_twice(
    book: Book, person: bool, has_counterpart: bool
) -> None:
    book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    if person:
        book.edit(string=HAND)
    book.run({SOURCE_2: Proposal(None, has_counterpart=has_counterpart)})
    assert book[SOURCE_2].fuzzy
    entry = book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})
    assert (entry.string, entry.fuzzy) == (HAND if person else TEXT_1, True)


def test_an_agreed_pair_does_not_become_doubtful_of_itself(book: Book) -> None:
    """What else changed on the page is no reason to doubt what stood there before."""
    book.run({SOURCE: TEXT_1})
    assert stands(book.run({SOURCE: Proposal(TEXT_1, ("unsure",))})) == (
        TEXT_1,
        False,
        State.AGREED,
    )


def test_nothing_answers(book: Book) -> None:
    assert stands(book.run({SOURCE: None})) == ("", False, None)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_messages_that_are_no_posting_s_are_left_alone(book: Book) -> None:
    book.run({SOURCE: TEXT_1}, silent=[OTHER])
    book.edit(OTHER, string=OTHER_TEXT)
    book.run({SOURCE: TEXT_1}, silent=[OTHER])
    assert stands(book[OTHER]) == (OTHER_TEXT, False, None)
    assert book[OTHER].mark is None


def test_the_order_and_the_places_are_the_document_s(book: Book) -> None:
    book.run({SOURCE: TEXT_1, OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    assert [(e.id, e.locations) for e in book.catalog.entries] == [
        (OTHER, (("a.md", 1),)),
        (SOURCE, (("a.md", 2),)),
    ]


# A person's hand


LATER: list[tuple[str, Says]] = [
    (SOURCE, TEXT_1),
    (SOURCE, Proposal(TEXT_1, ("unsure",))),
    (SOURCE, TEXT_2),
    (SOURCE, Proposal(TEXT_2, ("numbers",), crossing=True)),
    (SOURCE, Proposal(TEXT_1, crossing=True)),
    (SOURCE, None),
    (SOURCE, Proposal(None, has_counterpart=False)),
    (SOURCE_2, TEXT_1),
    (SOURCE_2, TEXT_3),
    (SOURCE_3, None),
    (SOURCE_2, Proposal(None, has_counterpart=False)),
    (SOURCE, TEXT_1),
]


@pytest.mark.parametrize("first", [TEXT_1, Proposal(TEXT_1, ("unsure",)), None])
@pytest.mark.parametrize("fuzzy", [False, True])
@pytest.mark.parametrize(("source", "says"), LATER)
def test_a_person_s_edit_survives(
    book: Book, first: Says, fuzzy: bool, source: str, says: Says
) -> None:
    book.run({SOURCE: first})
    book.edit(string=HAND, fuzzy=fuzzy, comments=("De ma main.",))
    entry = book.run({source: says})
    assert entry.string == HAND
    assert entry.comments == ("De ma main.",)
    assert entry.edited
    for later, text in LATER:
        entry = book.run({later: text})
        assert entry.string == HAND
        assert entry.comments == ("De ma main.",)


@pytest.mark.parametrize("first", [TEXT_1, Proposal(TEXT_1, ("unsure",))])
def test_a_person_s_edit_of_what_stays_is_quiet(book: Book, first: Says) -> None:
    book.run({SOURCE: first})
    book.edit(string=HAND, fuzzy=False)
    for _ in range(3):
        assert stands(book.run({SOURCE: first})) == (HAND, False, State.AGREED)


def test_a_person_s_edit_is_drifted_from_when_a_text_changes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(string=HAND)
    assert stands(book.run({SOURCE: TEXT_1})) == (HAND, False, State.AGREED)
    entry = book.run({SOURCE: TEXT_2})
    assert stands(entry) == (HAND, True, State.TRANSLATION_CHANGED)
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (HAND, False, State.AGREED)
    entry = book.run({SOURCE_2: TEXT_1})
    assert stands(entry) == (HAND, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    entry = book.run({SOURCE_2: TEXT_2})
    assert stands(entry) == (HAND, True, State.BOTH_CHANGED)


def test_a_person_who_writes_what_the_counterpart_says(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(string=TEXT_2)
    assert stands(book.run({SOURCE: TEXT_2})) == (TEXT_2, False, State.AGREED)


def test_a_person_empties_an_entry(book: Book) -> None:
    """That is what sphinx-intl's users do to have it made anew."""
    book.run({SOURCE: TEXT_1})
    book.edit(string="", mark=None)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_an_emptied_entry_is_not_its_own_twin(book: Book) -> None:
    """Emptied with its marks left, and then met out of order: it is filled anew."""
    book.run({SOURCE: TEXT_1})
    book.edit(string="")
    crossing = Proposal(TEXT_1, crossing=True)
    assert stands(book.run({SOURCE: crossing})) == (TEXT_1, False, State.AGREED)


def test_a_person_confirms_a_doubtful_pair(book: Book) -> None:
    says = Proposal(TEXT_1, ("numbers", "unsure"))
    book.run({SOURCE: says})
    book.edit(fuzzy=False)
    for _ in range(3):
        assert stands(book.run({SOURCE: says})) == (TEXT_1, False, State.AGREED)
    assert stands(book.run({SOURCE: Proposal(TEXT_2, ("unsure",))})) == (
        TEXT_2,
        True,
        State.TRANSLATION_CHANGED,
    )


@pytest.mark.parametrize(
    ("source", "says", "state"),
    [
        (SOURCE_2, TEXT_1, State.SOURCE_CHANGED),
        (SOURCE, TEXT_2, State.TRANSLATION_CHANGED),
        (SOURCE_2, TEXT_3, State.BOTH_CHANGED),
        (SOURCE, Proposal(TEXT_1, crossing=True), State.MOVED),
        (SOURCE, None, State.TRANSLATION_CHANGED),
        (SOURCE_2, None, State.BOTH_CHANGED),
    ],
)
def test_a_person_confirms_a_drifted_pair(
    book: Book, source: str, says: Says, state: State
) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({source: says})
    assert (entry.fuzzy, entry.state) == (True, state)
    string = entry.string
    book.edit(source, fuzzy=False)
    for _ in range(3):
        entry = book.run({source: says})
        assert stands(entry) == (string, False, State.AGREED)
        assert entry.previous is None
    if state is not State.MOVED:
        assert book.run({source: TEXT_2 + " Oui."}).fuzzy


@pytest.mark.parametrize("later", [TEXT_1, Proposal(TEXT_1, crossing=True), None])
def test_a_person_doubts_an_agreed_pair(book: Book, later: Says) -> None:
    book.run({SOURCE: TEXT_1})
    book.edit(fuzzy=True)
    for says in (TEXT_1, later, TEXT_1):
        entry = book.run({SOURCE: says})
        assert (entry.string, entry.fuzzy) == (TEXT_1, True)


def test_what_a_person_wrote_before_the_machine_came_stays(book: Book) -> None:
    book.catalog = replace(EMPTY, entries=(Entry(SOURCE, HAND),))
    for says in (TEXT_1, TEXT_2, None, Proposal(TEXT_1, ("unsure",))):
        entry = book.run({SOURCE: says})
        assert stands(entry) == (HAND, False, None)
    entry = book.run({SOURCE_2: TEXT_1})
    assert stands(entry) == (HAND, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    book.edit(SOURCE_2, fuzzy=False)
    assert stands(book.run({SOURCE_2: TEXT_1})) == (HAND, False, State.AGREED)


def test_what_a_person_wrote_where_nothing_answers_stays(book: Book) -> None:
    book.run({SOURCE: None})
    book.edit(string=HAND)
    for says in (None, TEXT_1, None):
        assert stands(book.run({SOURCE: says})) == (HAND, False, None)


# Drift


def test_the_source_changes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE_2: TEXT_1})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    assert (before(entry), notes(entry)) == (None, ())
    assert book.catalog.obsolete == ()


def test_the_source_changes_twice(book: Book) -> None:
    """What is compared is what agreed, not the last of many changes."""
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_1})
    entry = book.run({SOURCE_3: TEXT_1})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE


def test_the_source_changes_and_is_changed_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_1})
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    assert entry.previous is None
    assert book.catalog.obsolete == ()


def test_the_translation_changes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE: TEXT_2})
    assert stands(entry) == (TEXT_2, True, State.TRANSLATION_CHANGED)
    assert before(entry) == TEXT_1
    assert entry.previous is None
    entry = book.run({SOURCE: TEXT_3})
    assert stands(entry) == (TEXT_3, True, State.TRANSLATION_CHANGED)
    assert before(entry) == TEXT_1


def test_the_translation_changes_and_is_changed_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE: TEXT_2})
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    assert before(entry) is None


@pytest.mark.parametrize("order", [(SOURCE_2, TEXT_1), (SOURCE, TEXT_3), (SOURCE_2, TEXT_3)])
def test_both_change(book: Book, order: tuple[str, str]) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({order[0]: order[1]})
    entry = book.run({SOURCE_2: TEXT_3})
    assert stands(entry) == (TEXT_3, True, State.BOTH_CHANGED)
    assert (entry.previous, before(entry)) == (SOURCE, TEXT_1)
    assert book.catalog.obsolete == ()


@pytest.mark.parametrize(
    ("source", "says", "state"),
    [(SOURCE, TEXT_3, State.TRANSLATION_CHANGED), (SOURCE_2, TEXT_1, State.SOURCE_CHANGED)],
)
def test_both_change_and_one_is_changed_back(
    book: Book, source: str, says: str, state: State
) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_3})
    assert stands(book.run({source: says})) == (says, True, state)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_the_translation_goes_and_comes_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE: None})
    assert stands(entry) == (TEXT_1, True, State.TRANSLATION_CHANGED)
    assert notes(entry) == ("gone",)
    entry = book.run({SOURCE: TEXT_1})
    assert stands(entry) == (TEXT_1, False, State.AGREED)
    assert notes(entry) == ()


def test_the_translation_changes_and_then_goes(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE: TEXT_2})
    entry = book.run({SOURCE: None})
    assert (entry.fuzzy, entry.state) == (True, State.TRANSLATION_CHANGED)
    assert entry.string in (TEXT_1, TEXT_2)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_the_counterpart_is_dropped(book: Book) -> None:
    """From then on, the catalogue is the translation."""
    dropped = Proposal(None, has_counterpart=False)
    book.run({SOURCE: TEXT_1, OTHER: Proposal(OTHER_TEXT, ("unsure",))})
    book.run({SOURCE: dropped, OTHER: dropped})
    assert stands(book[SOURCE]) == (TEXT_1, False, State.AGREED)
    assert stands(book[OTHER]) == (OTHER_TEXT, True, State.DOUBTFUL)
    entry = book.run({SOURCE_2: dropped})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE
    assert stands(book.run({SOURCE: dropped})) == (TEXT_1, False, State.AGREED)


@pytest.mark.parametrize("source", [SOURCE, SOURCE_2, SOURCE_3])
def test_the_counterpart_is_dropped_after_both_changed(book: Book, source: str) -> None:
    """What it said last is nowhere but in the catalogue."""
    book.run({SOURCE: TEXT_1})
    book.run({SOURCE_2: TEXT_2})
    entry = book.run({source: Proposal(None, has_counterpart=False)})
    assert (entry.string, entry.fuzzy) == (TEXT_2, True)


def test_it_moves_and_moves_back(book: Book) -> None:
    book.run({SOURCE: TEXT_1})
    entry = book.run({SOURCE: Proposal(TEXT_1, ("crossing",), crossing=True)})
    assert stands(entry) == (TEXT_1, True, State.MOVED)
    assert notes(entry) == ("crossing",)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)


def test_a_confirmed_crossing_stays_confirmed(book: Book) -> None:
    crossing = Proposal(TEXT_1, ("crossing",), crossing=True)
    book.run({SOURCE: crossing})
    assert book[SOURCE].state is State.DOUBTFUL
    book.edit(fuzzy=False)
    for _ in range(3):
        assert stands(book.run({SOURCE: crossing})) == (TEXT_1, False, State.AGREED)
    assert stands(book.run({SOURCE: TEXT_1})) == (TEXT_1, False, State.AGREED)
    assert stands(book.run({SOURCE: crossing})) == (TEXT_1, True, State.MOVED)


def test_the_source_is_rewritten_with_its_translation_unchanged(book: Book) -> None:
    """No words are left in common: the translation, which is the same, says whose it was."""
    book.run({SOURCE: TEXT_1})
    entry = book.run({OTHER: TEXT_1})
    assert stands(entry) == (TEXT_1, True, State.SOURCE_CHANGED)
    assert entry.previous == SOURCE


def test_two_sources_change_and_each_keeps_its_own(book: Book) -> None:
    one, two = SOURCE, SOURCE.replace("captain", "deckhand").replace("steers", "moors")
    texts = {one: TEXT_1, two: TEXT_1.replace("capitaine barre", "matelot amarre")}
    book.run(texts)
    changed = {id_.replace("two", "three"): text for id_, text in texts.items()}
    book.run(changed)
    for old, new in zip(texts, changed, strict=True):
        assert stands(book[new]) == (texts[old], True, State.SOURCE_CHANGED)
        assert book[new].previous == old


def test_a_text_that_is_another_is_no_change(book: Book) -> None:
    book.run({"Captain": "Capitaine"})
    entry = book.run({"Cook": "Chef"})
    assert stands(entry) == ("Chef", False, State.AGREED)
    assert [(old.id, old.string) for old in book.catalog.obsolete] == [("Captain", "Capitaine")]


# What is no longer used


@pytest.mark.parametrize("string", [TEXT_1, HAND])
def test_an_obsolete_entry_is_kept_and_revived(book: Book, string: str) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    book.edit(SOURCE, string=string)
    book.run({OTHER: OTHER_TEXT})
    assert [(old.id, old.string) for old in book.catalog.obsolete] == [(SOURCE, string)]
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    assert stands(book[SOURCE]) == (string, False, State.AGREED)
    assert book.catalog.obsolete == ()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Proposal(TEXT_1, ("unsure",)), Proposal(TEXT_1, ("unsure",))),
        (TEXT_1, TEXT_2),
        (TEXT_1, None),
        (TEXT_1, Proposal(TEXT_1, ("crossing",), crossing=True)),
    ],
    ids=["doubtful", "changed", "gone", "moved"],
)
@pytest.mark.parametrize("person", [False, True])
def test_nobody_confirms_an_obsolete_entry(
    book: Book, first: Says, then: Says, person: bool
) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: first})
    book.run({OTHER: OTHER_TEXT, SOURCE: then})
    if person:
        book.edit(SOURCE, string=HAND)
    assert book[SOURCE].fuzzy
    string = book[SOURCE].string
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: then})
    assert book[SOURCE].string == string
    assert book[SOURCE].fuzzy


def test_nobody_confirms_an_obsolete_entry_whose_source_changed(book: Book) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    book.run({OTHER: OTHER_TEXT, SOURCE_2: TEXT_1})
    assert book[SOURCE_2].fuzzy
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE_2: TEXT_1})
    assert (book[SOURCE_2].string, book[SOURCE_2].fuzzy) == (TEXT_1, True)


def test_nobody_confirms_what_a_person_doubted(book: Book) -> None:
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    book.edit(SOURCE, fuzzy=True)
    book.run({OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT, SOURCE: TEXT_1})
    assert (book[SOURCE].string, book[SOURCE].fuzzy) == (TEXT_1, True)


def test_an_obsolete_entry_without_translation_goes(book: Book) -> None:
    book.run({SOURCE: None, OTHER: OTHER_TEXT})
    book.run({OTHER: OTHER_TEXT})
    assert book.catalog.obsolete == ()


# The memory


def test_the_memory_fills_what_nothing_answers(book: Book) -> None:
    entry = book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1))
    assert stands(entry) == (TEXT_1, False, State.MEMORY)
    assert entry.mark is not None
    assert entry.mark.seen == "-"


def test_a_near_suggestion_is_fuzzy_with_its_source(book: Book) -> None:
    entry = book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1, SOURCE_2, ("near",)))
    assert stands(entry) == (TEXT_1, True, State.MEMORY)
    assert (entry.previous, notes(entry)) == (SOURCE_2, ("near",))


def test_a_suggestion_that_pairs_disagree_on_is_fuzzy(book: Book) -> None:
    entry = book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1, doubts=("pairs disagree",)))
    assert stands(entry) == (TEXT_1, True, State.MEMORY)
    assert (entry.previous, notes(entry)) == (None, ("pairs disagree",))


SUGGESTIONS = [
    Suggestion(TEXT_1),
    Suggestion(TEXT_1, SOURCE_2, ("near",)),
    Suggestion(TEXT_1, doubts=("pairs disagree",)),
]


@pytest.mark.parametrize("suggestion", SUGGESTIONS)
def test_a_counterpart_replaces_a_suggestion(book: Book, suggestion: Suggestion) -> None:
    book.run({SOURCE: None}, lambda _id: suggestion)
    entry = book.run({SOURCE: TEXT_2}, lambda _id: suggestion)
    assert stands(entry) == (TEXT_2, False, State.AGREED)
    assert (entry.previous, notes(entry)) == (None, ())


@pytest.mark.parametrize("suggestion", SUGGESTIONS)
def test_a_counterpart_does_not_replace_an_edited_suggestion(
    book: Book, suggestion: Suggestion
) -> None:
    book.run({SOURCE: None}, lambda _id: suggestion)
    book.edit(string=HAND, fuzzy=False)
    for says in (None, TEXT_2, TEXT_1, None):
        assert book.run({SOURCE: says}).string == HAND


@pytest.mark.parametrize("suggestion", SUGGESTIONS[1:])
def test_a_person_confirms_a_suggestion(book: Book, suggestion: Suggestion) -> None:
    none = Proposal(None, has_counterpart=False)
    book.run({SOURCE: none}, lambda _id: suggestion)
    book.edit(fuzzy=False)
    for _ in range(3):
        entry = book.run({SOURCE: none}, lambda _id: suggestion)
        assert (entry.string, entry.fuzzy, entry.previous) == (TEXT_1, False, None)
    assert book.run({SOURCE_2: none}).fuzzy


def test_a_suggestion_stays_when_the_memory_forgets(book: Book) -> None:
    book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1))
    assert stands(book.run({SOURCE: None})) == (TEXT_1, False, State.MEMORY)


def test_a_changed_source_is_suggested_anew(book: Book) -> None:
    book.run({SOURCE: None}, lambda _id: Suggestion(TEXT_1))
    entry = book.run({SOURCE_2: None}, lambda _id: Suggestion(TEXT_3))
    assert entry.string
    assert entry.fuzzy or entry.string == TEXT_3


# Whatever happens


SOURCES = [SOURCE, SOURCE_2, SOURCE_3, OTHER, "Captain", "Cook", "Quay"]
PROPOSALS = st.builds(
    Proposal,
    text=st.none() | st.sampled_from([TEXT_1, TEXT_2, TEXT_3, OTHER_TEXT, "Quai"]),
    doubts=st.sampled_from([(), (), ("unsure",), ("crossing", "numbers")]),
    crossing=st.booleans(),
    has_counterpart=st.just(True),
) | st.just(Proposal(None, has_counterpart=False))
RUNS = st.dictionaries(st.sampled_from(SOURCES), PROPOSALS, min_size=1, max_size=4)
EDITS = st.tuples(
    st.integers(0, 3), st.sampled_from(["write", "empty", "fuzzy", "confirm", "note", "touch"])
)
MEMORIES = st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(SUGGESTIONS), max_size=3)


@given(
    story=st.lists(st.tuples(RUNS, MEMORIES, st.lists(EDITS, max_size=3)), min_size=2, max_size=6)
)
def test_no_translation_that_a_person_wrote_is_ever_lost(
    story: list[tuple[dict[str, Proposal], dict[str, Suggestion], list[tuple[int, str]]]],
    reread: Reread,
) -> None:
    book = Book(reread)
    written: set[str] = set()
    for number, (says, memory, edits) in enumerate(story):
        book.run(says, memory.get)
        every = [*book.catalog.entries, *book.catalog.obsolete]
        assert written <= {part for entry in every for part in (entry.string, *entry.comments)}
        for step, (which, action) in enumerate(edits):
            entry = book.catalog.entries[which % len(book.catalog.entries)]
            name = f"De ma main {number}.{step}"
            if action in ("write", "empty"):
                written.discard(entry.string)
                book.edit(entry.id, string=name if action == "write" else "")
                written |= {name} if action == "write" else set()
            elif action in ("fuzzy", "confirm") and entry.string:
                book.edit(entry.id, fuzzy=action == "fuzzy")
            elif action == "note" and entry.string:
                book.edit(entry.id, comments=(*entry.comments, name))
                written.add(name)


@given(says=RUNS, then=RUNS)
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])  # it takes minutes to shrink
def test_what_is_not_fuzzy_was_proposed_without_doubt(
    says: dict[str, Proposal], then: dict[str, Proposal], reread: Reread
) -> None:
    """No run by itself lets a translation through that nobody vouches for."""
    book = Book(reread)
    vouched: set[tuple[str, str]] = set()
    for proposals in (says, then, says, then):
        vouched |= {(id_, p.text) for id_, p in proposals.items() if p.text and not p.doubts}
        book.run(proposals)
        for entry in book.catalog.entries:
            assert entry.fuzzy or not entry.string or (entry.id, entry.string) in vouched


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
    header = with_unmatched(HEADER, ["x", "y " * 90])
    assert figures(Catalog(header, entries)) == Figures(
        total=7, translated=3, fuzzy=3, drifted=1, unmatched=2
    )
    assert figures(EMPTY) == Figures()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The captain", "The captain", 1.0),
        ("The *captain*", "The [captain](a.md)", 1.0),
        ("The captain steers", "The captain moors the", 4 / 7),
        ("The captain", "", 0.0),
        ("", "", 0.0),
        ("The captain", "Four cooks", 0.0),
    ],
)
def test_similarity(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == pytest.approx(expected)
