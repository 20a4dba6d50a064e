"""Translation through gettext: what is extracted, from which line, and what is shown."""

from __future__ import annotations

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .conftest import posting

BODY = "Some *text*.\n\n## Duties\n\n- Steer\n\n<p>Plain HTML</p>\n"


def test_title_and_description_are_extracted_with_their_lines(make):
    build = make({"a.md": posting("Captain", "a", BODY)}).build("gettext")
    assert build.warnings == []
    with (build.app.outdir / "a.pot").open("rb") as file:
        messages = {m.id: m.locations for m in read_po(file) if m.id}
    assert {key: [line for _path, line in places] for key, places in messages.items()} == {
        "Captain": [3],
        "Lead of Captain.": [4],
        "Some *text*.": [8],
        "Duties": [10],
        "Steer": [12],
        "Plain HTML": [14],
    }


def test_a_translated_build_shows_the_translation_everywhere(make):
    files = {
        "a.md": posting("Captain", "a", BODY),
        "index.md": "# Home\n\n```{job-index}\n```\n",
        "b.md": posting("Cook", "b", "See {job}`a`.\n"),
    }
    project = make(files, conf="locale_dirs = ['locale']\ngettext_compact = False\n")
    with (project.build("gettext").app.outdir / "a.pot").open("rb") as file:
        catalog = read_po(file, locale="fr")
    french = {
        "Captain": "Capitaine",
        "Lead of Captain.": "Menez.",
        "Some *text*.": "Du *texte*.",
        "Duties": "Tâches",
        "Steer": "Barrer",
        "Plain HTML": "HTML simple",
    }
    for message in catalog:
        message.string = french.get(message.id, message.string)
    path = project.root / "locale/fr/LC_MESSAGES/a.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    build = project.build(confoverrides={"language": "fr"})
    assert build.warnings == []
    main = build.main("a")
    assert main.find("h1").get_text()[:-1] == "Capitaine"
    assert main.select_one(".job-lead").get_text() == "Menez."
    assert main.find("h2").get_text()[:-1] == "Tâches"
    for words in ("Du texte.", "Barrer", "HTML simple", "Ouverte"):
        assert words in main.get_text()
    assert "Capitaine" in build.main("index").get_text()
    assert (
        "Voir Capitaine" in build.main("b").get_text()
        or "See Capitaine" in build.main("b").get_text()
    )
    assert build.page("a").title.get_text().startswith("Capitaine")
