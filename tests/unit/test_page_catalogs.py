"""The catalogues of pages without postings, from a template to the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sphinxext_jobs.cli.page_catalogs import update_page
from sphinxext_jobs.pairing.catalogs.catalog import Entry
from sphinxext_jobs.pairing.catalogs.po import CatalogError, read

from .support import at_most

HEADER = """\
# Traductions du guide.
# Une longue remarque d’une personne, qui a plus de caractères que Babel n’en laisse sur une ligne.
msgid ""
msgstr ""
"Project-Id-Version: Guide\\n"
"PO-Revision-Date: 2026-01-01 12:00-0500\\n"
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"X-Generator: Poedit 3.4\\n"
"""
SAIL = 'msgid "We sail every day of the year."\nmsgstr "Nous naviguons tous les jours."\n'


class Page:
    """A page's template and catalogue."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "out"
        self.pot = self.out / "guide" / "page.pot"
        self.path = root / "locale" / "page.po"
        self.pot.parent.mkdir(parents=True)
        self.path.parent.mkdir()

    def update(self, messages: Sequence[str], old: str | None = None) -> str:
        """Update the catalogue twice: the second time, nothing may change."""
        entries = (
            f'#: ../guide/page.md:{number}\nmsgid "{text}"\nmsgstr ""\n'
            for number, text in enumerate(messages, 1)
        )
        header = '#, fuzzy\nmsgid ""\nmsgstr ""\n"POT-Creation-Date: {} 10:00+0000\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        if old is not None:
            self.path.write_text(old, encoding="utf-8")
        for date in ("2026-01-01", "2026-01-02"):
            text = "\n".join([header.format(date), *entries])
            self.pot.write_text(text, encoding="utf-8")
            entries = iter([text.split("\n\n", 1)[1]]) if "\n\n" in text else iter(())
            update_page(self.path, self.pot, "fr", out=self.out, root=self.root)
            if date == "2026-01-01":
                first = self.path.read_bytes() if self.path.exists() else b""
        assert first == (self.path.read_bytes() if self.path.exists() else b"")
        return first.decode()

    def entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in read(self.path, "fr").entries}


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_a_new_catalogue_has_no_dates_and_places_in_the_project(page: Page) -> None:
    text = page.update(["Our fleet", "We sail."])
    assert "Date" not in text
    assert '"Language: fr\\n"' in text
    assert '\n#: guide/page.md:2\nmsgid "We sail."\nmsgstr ""\n' in text


def test_a_page_without_messages_has_no_catalogue(page: Page) -> None:
    page.update([])
    assert not page.path.exists()


def test_a_similar_message_is_fuzzy_and_names_the_one_before(page: Page) -> None:
    remark = (
        "# Vérifié par une personne qui écrit de longues remarques, plus longues qu’une ligne.\n"
    )
    text = page.update(["We sail every day of the week."], f"{HEADER}\n{remark}{SAIL}")
    assert text.startswith(HEADER)
    entry = page.entries()["We sail every day of the week."]
    assert entry.fuzzy
    assert entry.string == "Nous naviguons tous les jours."
    assert entry.previous == "We sail every day of the year."
    assert " ".join(entry.comments) == remark.strip("# \n")


def test_comments_and_form_stay(page: Page) -> None:
    """As other programs fold lines, and with a comment that Babel would fold."""
    old = f"{HEADER}\n# {'Une remarque. ' * 9}fin\n#: guide/page.md:1\n{SAIL.replace('tous les', chr(34) + chr(10) + chr(34) + 'tous les')}"
    assert page.update(["We sail every day of the year."], old) == old
    text = page.update(["We sail every day of the year.", "New"], old)
    assert f"# {'Une remarque. ' * 9}fin\n" in text


def test_a_message_that_returns_has_its_translation_again(page: Page) -> None:
    page.update(["We sail every day of the year.", "Other"], f"{HEADER}\n{SAIL}")
    page.update(["Other"])
    assert [entry.string for entry in read(page.path, "fr").obsolete] == [
        "Nous naviguons tous les jours."
    ]
    page.update(["We sail every day of the year.", "Other"])
    entry = page.entries()["We sail every day of the year."]
    assert (entry.string, entry.fuzzy) == ("Nous naviguons tous les jours.", False)
    assert read(page.path, "fr").obsolete == ()


def test_entries_that_babel_cannot_read_stay(page: Page) -> None:
    gone = '#, fuzzy\n#~| msgid "Before"\n#~ msgid "Then"\n#~ msgstr "Alors"\n'
    page.update(["We sail every day of the year."], f"{HEADER}\n{SAIL}\n{gone}")
    (obsolete,) = read(page.path, "fr").obsolete
    assert (obsolete.id, obsolete.previous, obsolete.fuzzy) == ("Then", "Before", True)


def test_entries_that_sphinx_never_makes_stay(page: Page) -> None:
    """Babel takes the first for a header, loses the last, and the third has a translation."""
    others = [
        'msgctxt "x"\nmsgid ""\nmsgstr "Sans texte"\n',
        'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d jour"\nmsgstr[1] "%d jours"\n',
        'msgid "We stay."\nmsgstr ""\n',
        '#~ msgid "We stay."\n#~ msgstr "Nous restons."\n',
        '#~ msgid ""\n#~ msgstr "Sans rien"\n',
    ]
    page.update(["We sail every day of the year.", "We stay."], "\n".join([HEADER, SAIL, *others]))
    catalog = read(page.path, "fr")
    assert len(catalog.foreign) == 2
    assert page.entries()["We stay."].string == "Nous restons."
    assert [entry.string for entry in catalog.obsolete] == ["Sans rien"]


def test_a_broken_catalogue_is_left_alone(page: Page) -> None:
    old = f'{HEADER}\n{SAIL}\nmsgid "Half'
    with pytest.raises(CatalogError) as caught:
        page.update(["New"], old)
    assert caught.value.line == old.count("\n") + 1
    assert page.path.read_text(encoding="utf-8") == old


def test_many_changes_do_not_take_minutes(page: Page) -> None:
    """Babel compares each new text with each old one; none is lost without it."""
    old = [
        f'msgid "Sentence number {n} of the old page."\nmsgstr "Phrase {n}."\n' for n in range(400)
    ]
    with at_most(10):
        page.update([f"Text {n} of the new page." for n in range(400)], "\n".join([HEADER, *old]))
    assert len(read(page.path, "fr").obsolete) == 400


def test_the_text_before_a_change_is_kept_however_long_it_is(page: Page) -> None:
    before = (
        "The ferry leaves at seven from the north pier, and the crew is on board an hour before."
    )
    page.update([before])
    text = page.path.read_text(encoding="utf-8")
    start, _sign, end = text.rpartition('msgstr ""')
    translated = f'{start}msgstr "Le traversier part à sept heures du quai nord."{end}'
    page.update([before.replace("seven", "eight")], translated)
    (entry,) = page.entries().values()
    assert (entry.fuzzy, entry.previous) == (True, before)
    assert entry.comments == ()
