"""Catalogues as other programs write them: all that gettext reads is read alike, and kept."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_jobs.pairing.catalogs.catalog import Catalog, Entry
from sphinxext_jobs.pairing.catalogs.marks import with_notes
from sphinxext_jobs.pairing.catalogs.po import CatalogError, dump, read
from sphinxext_jobs.pairing.catalogs.propose import Proposal

from .catalogues import update

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
LIVE = '#: a.md:3\nmsgid "Ferry"\nmsgstr "Traversier"\n'
GETTEXT = pytest.mark.skipif(shutil.which("msgmerge") is None, reason="needs gettext")
Load = Callable[[str | bytes], Catalog]


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Return a function that reads a catalogue of this text."""
    path = tmp_path_factory.mktemp("po") / "a.po"

    def load_text(text: str | bytes) -> Catalog:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path, "fr")

    return load_text


def by_babel(text: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return the translations that Sphinx finds in a catalogue, which it reads with Babel."""
    found = {m.id: m.string for m in read_po(io.StringIO(text)) if m.id}
    assert capsys.readouterr().out == ""  # where Babel says that it does not understand
    return found


def gettext(tool: str, *arguments: str | Path) -> str:
    """Run a program of gettext, and return what it writes."""
    command = [tool, *map(str, arguments)]
    env = {"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin"}
    return subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", env=env
    ).stdout


# Obsolete entries, and what they were before

# What msgmerge, msgcat, msgattrib and the translate toolkit (Weblate) write.
MERGED = f"""{HEADER}
{LIVE}
# À revoir.
# jobs-pair 5d41402abc4b agreed
#, fuzzy
#~| msgid "The captain steers the ferry."
#~ msgid "The captain steers the ferry by night."
#~ msgstr "Le capitaine barre le traversier."

#, fuzzy
#~| msgctxt "noun"
#~| msgid ""
#~| "The cook prepares four meals a day in the galley of the ferry that leaves "
#~| "first.\\n"
#~| "Go."
#~ msgid ""
#~ "The cook prepares five meals a day in the galley of the ferry that leaves "
#~ "first."
#~ msgstr ""
#~ "Le chef prépare quatre repas par jour dans la cuisine du traversier qui part "
#~ "le premier."

#, fuzzy
#~| msgctxt "old context"
#~| msgid "Steer \\"north\\""
#~ msgctxt "context"
#~ msgid "Steer south"
#~ msgstr "Barrer"

#, fuzzy
#~| msgid "%d quay"
#~| msgid_plural "%d quays"
#~ msgid "%d pier"
#~ msgid_plural "%d piers"
#~ msgstr[0] "%d quai"
#~ msgstr[1] "%d quais"
"""


def test_what_msgmerge_leaves_of_a_changed_block_is_read(load: Load) -> None:
    catalog = load(MERGED)
    assert [entry.id for entry in catalog.entries] == ["Ferry"]
    captain, cook = catalog.obsolete
    assert captain.previous == "The captain steers the ferry."
    assert captain.comments == ("À revoir.",)
    assert captain.fuzzy
    assert captain.mark is not None
    assert cook.previous == (
        "The cook prepares four meals a day in the galley of the ferry that leaves first.\nGo."
    )
    assert cook.string.endswith("qui part le premier.")
    assert len(catalog.foreign) == 2


def test_it_is_written_as_all_programs_read_it(
    load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = load(MERGED)
    assert catalog.misread
    text = dump(catalog)
    assert by_babel(text, capsys) == {"Ferry": "Traversier"}
    for words in ("steers the ferry.", "old context", r"Steer \"north\"", "%d quays", "À revoir."):
        assert words in text
    again = load(text)
    assert again == catalog
    assert not again.misread
    assert dump(again) == text
    if shutil.which("msgcat"):
        path = tmp_path / "a.po"
        path.write_text(text, encoding="utf-8")
        assert load(gettext("msgcat", path)).obsolete == catalog.obsolete


def test_a_block_that_comes_back_knows_what_it_was(load: Load) -> None:
    text = "Le capitaine barre le traversier."
    proposals = {"The captain steers the ferry.": Proposal(text)}
    messages = {"Ferry": (), **dict.fromkeys(proposals, ())}
    entry = update(load(MERGED), messages, proposals).entries[1]
    assert entry.string == text
    assert "À revoir." in entry.comments


@pytest.mark.parametrize(
    "lines",
    [
        "#~ # À revoir.\n#~ #, fuzzy\n#~ #| msgid {old}\n#~ msgid {new}\n#~ msgstr {text}",
        "#~# À revoir.\n#~#, fuzzy\n#~|msgid {old}\n#~msgid {new}\n#~msgstr {text}",
        "# À revoir.\n#, fuzzy\n#~ | msgid {old}\n#~ msgid {new}\n#~ msgstr {text}",
        "# À revoir.\n#, fuzzy\n#| msgid {old}\n#~ msgid {new}\n#~ msgstr {text}",
        "# À revoir.\n# | msgid {old}\n#, fuzzy\n#~ msgid {new}\n#~ msgstr {text}",
        "# À revoir.\n#= fuzzy\n#~| msgid {old}\n#~ msgid {new}\n#~\n#~ msgstr {text}",
        '# À revoir.\n#, fuzzy\n#~| msgid ""\n#~| {old}\n#~ msgid ""\n#~ {new}\n#~ msgstr {text}',
        "  # À revoir.\n #, fuzzy\n\t#~|  msgid   {old}\n #~  msgid {new}\n #~\tmsgstr  {text}",
    ],
)
def test_forms_of_an_obsolete_entry(
    lines: str, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    said = lines.format(old='"Old quay"', new='"New quay"', text='"Nouveau quai"')
    catalog = load(f"{HEADER}\n{LIVE}\n{said}\n")
    (entry,) = catalog.obsolete
    assert (entry.id, entry.string) == ("New quay", "Nouveau quai")
    assert (entry.previous, entry.comments) == ("Old quay", ("À revoir.",))
    assert entry.fuzzy
    text = dump(catalog)
    assert by_babel(text, capsys) == {"Ferry": "Traversier"}
    assert (load(text), load(text).misread) == (catalog, False)


def test_the_newer_of_two_texts_before_counts(load: Load) -> None:
    """An entry comes back as obsolete ones are written, and msgmerge adds what it was."""
    lines = '# | msgid "Older"\n#, fuzzy\n#| msgctxt "c"\n#| msgid "Old"\nmsgid "New"\nmsgstr "N"\n'
    assert load(f"{HEADER}\n{lines}").entries[0].previous == "Old"


def test_a_comment_that_looks_like_an_earlier_text_is_kept(load: Load) -> None:
    text = f"{HEADER}\n# | voir le guide\n{LIVE}"
    assert dump(load(text)) == text


@GETTEXT
@pytest.mark.parametrize("wrap", [["--no-wrap"], [], ["-w", "40"]])
def test_msgmerge_and_back(
    wrap: list[str], load: Load, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program itself: a fuzzy entry becomes obsolete; nothing is lost, and all is stable."""
    po, pot = tmp_path / "a.po", tmp_path / "a.pot"
    fuzzy = MERGED.replace("#~| ", "#| ").replace("#~ ", "")
    po.write_text(fuzzy, encoding="utf-8")
    pot.write_text(f"{HEADER}\n{LIVE.replace('Traversier', '')}", encoding="utf-8")
    merged = gettext("msgmerge", "-q", "--previous", *wrap, po, pot)
    assert "#~| msgid" in merged
    catalog = load(merged)
    before = load(fuzzy)
    assert [(e.id, e.string, e.previous, e.comments, e.mark) for e in catalog.obsolete] == [
        (e.id, e.string, e.previous, e.comments, e.mark) for e in before.entries[1:]
    ]
    text = dump(catalog)
    assert by_babel(text, capsys) == {"Ferry": "Traversier"}
    po.write_text(text, encoding="utf-8")
    assert load(gettext("msgmerge", "-q", *wrap, po, pot)).obsolete == catalog.obsolete
    assert load(gettext("msgattrib", "--only-obsolete", *wrap, po)).obsolete == catalog.obsolete


# A catalogue of ours that has been in another program

OURS = f"""{HEADER}
# À revoir.
# jobs-pair 8ba2d52bf8ba/1bb0bc5f1d64 0cc175b9c0f1 source changed
# jobs-pair before: "Le capitaine barre le traversier."
#: en/captain.md:9
#, fuzzy
#| msgid "The captain steers the ferry between the quays of the lake."
msgid ""
"The captain steers the ferry between the quays of the lake, by day and by "
"night."
msgstr "Le capitaine barre le traversier entre les quais du lac."

#: en/captain.md:11
msgid "Quay"
msgstr ""
"Un quai dont le nom est si long que chaque programme le plie à un autre "
"endroit que les autres."
"""
#: Header fields, a header comment, other folds, other places, no space after signs, CRLF.
FORMS = {
    "Poedit": "# Équipe des traversiers\n"
    + OURS.replace(
        '"Language',
        '"PO-Revision-Date: \\n"\n"X-Poedit-Basepath: ..\\n"\n"X-Generator: Poedit 3.4\\n"\n"Language',
    ),
    "Weblate": OURS.replace(
        '"Language',
        '"PO-Revision-Date: 2026-03-01 10:00+0000\\n"\n"Last-Translator: Ana <ana@ferries.example>\\n"\n'
        '"Language-Team: French <https://weblate.example/projects/jobs/>\\n"\n'
        '"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n"X-Generator: Weblate 5.9\\n"\n"Language',
    ).replace('autre "\n"endroit', 'autre endroit"\n"'),
    "no fold": OURS.replace('""\n"The', '"The').replace('by "\n"night', "by night"),
    "a word a line": OURS.replace(" quais du", ' "\n"quais "\n"du'),
    "CRLF": OURS.replace("\n", "\r\n"),
    "places": OURS.replace("#: en/captain.md:9", "#: en/captain.md:9 en/cook.md:2"),
    "keywords alone": OURS.replace('msgid ""\n"The', 'msgid\n"The').replace("msgstr ", "msgstr\n"),
    "flags last": OURS.replace('#, fuzzy\n#| msgid "The', '#| msgid "The').replace(
        'lake."\nmsgid', 'lake."\n#, fuzzy\nmsgid'
    ),
}


def content(catalog: Catalog) -> list[Entry]:
    return [replace(entry, locations=()) for entry in catalog.entries]


@pytest.mark.parametrize("form", FORMS)
def test_other_programs_change_the_form_alone(
    form: str, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = load(OURS)
    assert expected.entries[0].mark is not None
    found = load(FORMS[form])
    assert content(found) == content(expected)
    assert load(dump(found)) == found
    assert by_babel(dump(found), capsys) == {entry.id: entry.string for entry in found.entries}
    messages = {entry.id: entry.locations for entry in expected.entries}
    assert content(update(found, messages, {})) == content(update(expected, messages, {}))


def test_a_person_settles_an_entry_in_weblate(load: Load) -> None:
    """It removes the flag and the text before, and leaves the comments."""
    text = OURS.replace("#, fuzzy\n", "").replace(
        '#| msgid "The captain steers the ferry between the quays of the lake."\n', ""
    )
    captain, _quay = load(text.replace("du lac.", "du lac, jour et nuit.")).entries
    assert (captain.fuzzy, captain.previous) == (False, None)
    assert captain.string.endswith("du lac, jour et nuit.")
    assert captain.mark is not None
    assert captain.comments == ("À revoir.",)


@GETTEXT
@pytest.mark.parametrize("options", [["--previous"], [], ["--no-fuzzy-matching"], ["--no-wrap"]])
@pytest.mark.parametrize(
    "tools", [["msgmerge"], ["msgmerge", "msgmerge"], ["msgmerge", "msgattrib"]]
)
def test_msgmerge_loses_nothing_of_a_text_that_changed(
    options: list[str], tools: list[str], load: Load, tmp_path: Path
) -> None:
    po, pot = tmp_path / "a.po", tmp_path / "a.pot"
    before = load(OURS)
    texts = [entry.id.replace("by day and by ", "by day and ") for entry in before.entries]
    pot.write_text(dump(Catalog(HEADER.strip(), tuple(map(Entry, texts)))), encoding="utf-8")
    po.write_text(OURS, encoding="utf-8")
    for tool in tools:
        arguments = ["-q", *options, po, pot] if tool == "msgmerge" else [po]
        po.write_text(gettext(tool, *arguments), encoding="utf-8")
    after = load(po.read_bytes())
    found = {entry.string: entry for entry in (*after.entries, *after.obsolete) if entry.string}
    for entry in before.entries:
        assert found[entry.string].mark == entry.mark
        assert found[entry.string].comments == entry.comments


# Escapes


def translated(string: str) -> str:
    return f'{HEADER}\nmsgid "Quay"\nmsgstr {string}\n'


@pytest.mark.parametrize(
    ("string", "expected"),
    [
        (r'"\x41"', "A"),
        (r'"\x41g"', "Ag"),
        (r'"\x00041"', "A"),  # all the digits there are, of which the last two count
        (r'"\x4142"', "B"),
        (r'"\101"', "A"),
        (r'"\1018"', "A8"),
        (r'"\60"', "0"),
        (r'"\a\b\f\v\r\t\n\\\""', '\a\b\f\v\r\t\n\\"'),
        (r'"\303\251t\xc3\xa9"', "été"),
        ('"\\303"\n"\\251"', "é"),
        (r'"\xc3" "\xa9"', "é"),
        ('"un\\\n deux"', "un deux"),
        (r'"\\x41"', r"\x41"),
        (r'"é\x41é"', "éAé"),
    ],
)
def test_escapes_are_read_as_gettext_reads_them(
    string: str,
    expected: str,
    load: Load,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    catalog = load(translated(string))
    assert catalog.entries[0].string == expected
    text = dump(catalog)
    assert by_babel(text, capsys) == {"Quay": expected}
    assert (load(text), load(text).misread) == (catalog, False)
    if shutil.which("msgfmt"):
        assert by_gettext(translated(string), tmp_path) == by_gettext(text, tmp_path)


def by_gettext(text: str, tmp_path: Path) -> bytes:
    """Return a catalogue as msgfmt compiles it."""
    path = tmp_path / "a.po"
    path.write_text(text, encoding="utf-8")
    gettext("msgfmt", "--no-hash", "-o", tmp_path / "a.mo", path)
    return (tmp_path / "a.mo").read_bytes()


@pytest.mark.parametrize(
    ("string", "line", "message"),
    [
        (
            r'"un \q"',
            7,
            r"gettext does not know the escape \q. If you mean a backslash, write \\q.",
        ),
        (r'"\x"', 7, r"gettext does not know the escape \x. If you mean a backslash, write \\x."),
        (r'"\xg"', 7, r"gettext does not know the escape \x. If you mean a backslash, write \\x."),
        (r'"\X41"', 7, r"gettext does not know the escape \X. If you mean a backslash, write \\X."),
        (
            '""\n"a"\n"\\8"',
            9,
            r"gettext does not know the escape \8. If you mean a backslash, write \\8.",
        ),
        (
            r'"\u00e9"',
            7,
            r"gettext does not know the escape \u. If you mean a backslash, write \\u.",
        ),
        (r'"l\'s"', 7, r"gettext does not know the escape \'. If you mean a backslash, write \\'."),
        (r'"\é"', 7, r"gettext does not know the escape \é. If you mean a backslash, write \\é."),
        (r'"\0"', 7, "gettext ends a text at the character U+0000. Remove the character."),
        (r'"\x4"', 7, "gettext ends a text at the character U+0004. Remove the character."),
        ('"\4"', 7, "gettext ends a text at the character U+0004. Remove the character."),
        (r'"\xe9"', 7, "The bytes of the escapes are not UTF-8. Write the character itself."),
        ('"a"\n"\\377"', 8, "The bytes of the escapes are not UTF-8. Write the character itself."),
    ],
)
def test_escapes_that_are_refused(
    string: str, line: int, message: str, load: Load, tmp_path: Path
) -> None:
    with pytest.raises(CatalogError) as info:
        load(translated(string))
    assert (info.value.line, str(info.value)) == (line, message)
    # msgfmt passes bytes on that are no characters, and cuts a text off at U+0000.
    if shutil.which("msgfmt") and "UTF-8" not in message and "0000" not in message:
        with pytest.raises(subprocess.CalledProcessError):
            by_gettext(translated(string), tmp_path)


@GETTEXT
def test_every_escape_of_two_signs(load: Load, tmp_path: Path) -> None:
    """No sign behind a backslash that gettext refuses is read, and none that it reads refused."""
    signs = [chr(n) for n in range(0x20, 0x7F) if chr(n) not in '"01234567\\']
    for sign in signs:
        text = translated(f'"a\\{sign}b"')
        try:
            theirs: bytes | None = by_gettext(text, tmp_path)
        except subprocess.CalledProcessError:
            theirs = None
        try:
            ours: bytes | None = by_gettext(dump(load(text)), tmp_path)
        except CatalogError:
            ours = None
        assert ours == theirs, sign


def test_an_escape_in_a_message_finds_its_block(load: Load) -> None:
    catalog = load(f'{HEADER}\nmsgid "Qu\\x61y"\nmsgstr "Quai"\n')
    assert update(catalog, {"Quay": ()}, {}).entries[0].string == "Quai"


# All that gettext accepts

_SIGNS = st.sampled_from(
    ["quai", "Été", r"\n", r"\"", r"\\", "%s", "« x »", r"\x41", r"\303\251", "#~", "#|", "msgid", "|",
     r"\a", "  ", "\u2028", "\x85", "\x0b", "\x1c", "\u200b", "\ufeff", "-", "#", "𝒳"]
)  # fmt: skip
_STRING = st.lists(_SIGNS, min_size=1, max_size=4).map(lambda found: f'"{"".join(found)}"')
_STRINGS = st.builds(
    lambda parts, end: end.join(parts),
    st.lists(_STRING, min_size=1, max_size=3),
    st.sampled_from(["\n", " ", "", "\n\n", "\t", "\n  "]),
)
_COMMENTS = st.builds(
    lambda comments, flags: "".join(f"{line}\n" for line in [*comments, *flags]),
    st.lists(st.sampled_from(
        ["# note", "#", "#. auto", "#: a.md:3", "#: a b.md:4", "#: a.md:x", '#| msgid "old"',
         '#|msgid "old"', "# jobs-pair 5d41402abc4b agreed", "# jobs-pair why: gone", "#~ # x", "#_ x"]
    ), max_size=2),
    st.lists(st.sampled_from(["#, fuzzy", "#,no-wrap,fuzzy", "#, no-wrap"]), max_size=1),
)  # fmt: skip
_ENTRY = st.builds(
    "{}{}msgid{}{}\n{}msgstr{}{}\n".format,
    _COMMENTS,
    st.just("") | _STRING.map('msgctxt "x" {}\n'.format),
    st.sampled_from([" ", "", "\t", "\n"]),
    _STRINGS,
    st.just(""),
    st.sampled_from([" ", "", "\n"]),
    _STRINGS,
)


@GETTEXT
@given(entries=st.lists(_ENTRY, min_size=1, max_size=3), crlf=st.booleans())
def test_all_that_msgfmt_accepts_is_read_alike(
    entries: list[str], crlf: bool, load: Load, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = "\n".join([HEADER, *entries])
    text = text.replace("\n", "\r\n") if crlf else text
    try:
        theirs = by_gettext(text, folder)
    except subprocess.CalledProcessError:
        return
    assert by_gettext(dump(load(text)), folder) == theirs


# Whatever a file holds

PIECES = [
    *MERGED.encode().splitlines(keepends=True),
    b"<<<<<<< HEAD\n", b"=======\n", b"\\", b'"', b"#~", b"#~|", b"#|", b"# |", b"#:", b"#=",
    b"msgid", b"msgstr", b'msgstr[0] "x"\n', b"msgstr[99999999999999]", b'msgctxt ""\n', b"\xff",
    b"\0", b"\4", b"\r", b"\x0b", b"\x1c", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x81\xa8",
    b"\\x41", b"\\xc3", b"\\251", b"\\q", b"\\\n", b"{", b"%(", b"#, fuzzy\n", b"\n\n",
    b'"Plural-Forms: nplurals=9; plural=((((n\\n"\n', b'"POT-Creation-Date: x\\n"\n',
    b'"Language: f\\n"\n', b'"Content-Type: charset=utf-7\\n"\n', b"# jobs-pair - agreed\n",
    b"# jobs-pair why: gone\n", b'# jobs-pair before: "\\q"\n', b"# jobs-pair unmatched: a\\\n",
]  # fmt: skip
#: A real file with bytes cut out and others put in, or none at all.
HOSTILE = st.builds(
    lambda cuts: b"".join(MERGED.encode()[a : a + n] + piece for a, n, piece in sorted(cuts)),
    st.lists(
        st.tuples(
            st.integers(0, len(MERGED)), st.integers(0, 400), st.sampled_from(PIECES) | st.binary()
        ),
        min_size=1,
        max_size=8,
    ),
) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12).map(b"".join)


@given(data=HOSTILE, header=st.booleans())
def test_whatever_it_holds_it_is_read_kept_or_refused(
    data: bytes, header: bool, load: Load
) -> None:
    content = HEADER.encode() + data if header else data
    try:
        catalog: Catalog | CatalogError = load(content)
    except CatalogError as error:
        catalog = error
    if isinstance(catalog, CatalogError):
        assert 1 <= catalog.line <= content.count(b"\n") + 2
        return
    text = dump(catalog)
    again = load(text)
    assert again == catalog
    assert (dump(again), again.misread) == (text, False)
    messages = dict.fromkeys(("Ferry", "The captain steers the ferry by day."), ())
    proposals = {id_: Proposal("Le capitaine barre le traversier.") for id_ in messages}
    written = load(dump(update(catalog, messages, proposals)))
    assert dump(update(written, messages, proposals)) == dump(written)


@pytest.mark.parametrize("size", range(40, 90))
@pytest.mark.parametrize("end", ["\n", " \n", " ", "-"])
def test_the_end_of_a_text_is_kept(size: int, end: str, load: Load) -> None:
    """Babel's writer may add a line to it."""
    catalog = Catalog(HEADER.strip(), (Entry("Quay", f"le quai {'q' * size}{end}"),))
    assert load(dump(catalog)) == catalog


LONG = 300_000


@pytest.mark.parametrize("sign", ["a", "-", "«", "\\\\", "\\x41", "{", "%(", "a ", "\\n", ". "])
def test_a_line_of_any_length_is_read_and_written(sign: str, load: Load) -> None:
    """Where the time grew with the square of the length, this would take hours."""
    catalog = load(translated(f'"{sign * LONG}"'))
    assert load(dump(catalog)) == catalog


@pytest.mark.parametrize(
    "line", ["# {}", '#| msgid "{}"', "#: {}", "#, {}", "#. {}", "#~| {}", "{}", "msgid {}", '"{}']
)
@pytest.mark.parametrize("sign", ["a", '"', "\\", " ", "\u2068", ","])
def test_a_line_of_any_kind_and_length(line: str, sign: str, load: Load) -> None:
    text = f'{HEADER}\n{line.format(sign * LONG)}\nmsgid "Quay"\nmsgstr "Quai"\n'
    try:
        dump(load(text))
    except CatalogError:
        assert "#" not in line or (line, sign) == ("#~| {}", "\\")


def test_a_text_of_many_lines(load: Load) -> None:
    catalog = load(translated("\n".join(itertools.repeat('"quai "', 100_000))))
    assert len(catalog.entries[0].string) == 500_000


@pytest.mark.parametrize("text", ["quay " * 50_000 + "\\", "q" * LONG, "\\" * 100])
def test_an_unmatched_block_of_any_length(text: str, load: Load, tmp_path: Path) -> None:
    header = with_notes(HEADER.strip(), unmatched=[text])
    assert load(f"{header}\n\n{LIVE}").header == header
    if shutil.which("msgcat"):
        path = tmp_path / "a.po"
        path.write_text(f"{header}\n\n{LIVE}", encoding="utf-8")
        assert load(gettext("msgcat", path)).entries == load(f"{header}\n\n{LIVE}").entries
