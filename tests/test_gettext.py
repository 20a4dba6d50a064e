"""Translation through gettext: what is extracted, from which line, and what is shown."""

from __future__ import annotations

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docutils import nodes

from .support import posting

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
    for words in ("Du texte.", "Barrer", "HTML simple"):
        assert words in main.get_text()
    assert "Capitaine" in build.main("index").get_text()
    assert (
        "Voir Capitaine" in build.main("b").get_text()
        or "See Capitaine" in build.main("b").get_text()
    )
    assert build.page("a").title.get_text().startswith("Capitaine")


SENTENCE = "Nothing is open. *Come back* on Monday."
LIST = f"# Home\n\n```{{job-index}}\n{SENTENCE}\n```\n"
TRANSLATED = "locale_dirs = ['locale']\ngettext_compact = False\n"


@pytest.mark.parametrize("archived", ["false", "true"])
def test_the_text_of_an_empty_list_is_extracted_on_every_day_and_translated(make, archived):
    """Whether the list is empty on the day of the extraction makes no difference."""
    files = {"index.md": LIST, "a.md": posting("Captain", "a", archived=archived)}
    project = make(files, conf=TRANSLATED)
    with (project.build("gettext").app.outdir / "index.pot").open("rb") as file:
        catalog = read_po(file, locale="fr")
    assert [line for _path, line in catalog[SENTENCE].locations] == [4]
    catalog[SENTENCE].string = "Rien d’ouvert. *Revenez* lundi."
    path = project.root / "locale/fr/LC_MESSAGES/index.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)
    project.write({"a.md": posting("Captain", "a", archived="true")})
    empty = project.build(confoverrides={"language": "fr"}).main("index").select_one(".job-index")
    assert empty.get_text().strip() == "Rien d’ouvert. Revenez lundi."


def test_jobs_pair_keeps_the_text_of_an_empty_list(make):
    """A page with a posting in it has one catalogue for the posting and for the list."""
    inline = f"{LIST}\n```{{job-posting}}\n:title: Cook\n:translationKey: cook\nCook well.\n```\n"
    project = make({"index.md": inline}, conf=TRANSLATED + "jobs_languages = ['en', 'fr']\n")
    project.build("jobs-pair")
    with (project.root / "locale/fr/LC_MESSAGES/index.po").open("rb") as file:
        assert SENTENCE in read_po(file)


PROGRESS = {
    "en/cook.md": posting("Cook", "cook", "Prepare ![a meal](../a.png).\n\n## Duties\n\n- Bake\n", location="Quay"),
    "fr/pont.md": posting("Matelot", "deck", "Nettoyez ![le pont](../a.png).\n"),
    "en/deck.md": posting("Deckhand", "deck", "Clean ![the deck](../a.png).\n"),
    "page.rst": "Page\n====\n\nDone: |translation progress|\n",
    "index.md": LIST,
    "a.png": b"x",
}  # fmt: skip


LEFT = ("Cook", "a meal", "Prepare ![a meal](../a.png).")


@pytest.mark.parametrize(
    ("left", "publish", "expected"),
    [
        # Sphinx counts title, lead, paragraph, image, heading and item.
        ((), "language", {"en/cook": (6, 6), "page": (2, 2), "index": (2, 2)}),
        (LEFT, "language", {"en/cook": (3, 6), "page": (2, 2), "index": (2, 2)}),
        # Pages in another language than the site's are not to be translated.
        ((), "all", {"en/cook": (0, 0), "en/deck": (0, 0), "page": (2, 2), "index": (2, 2)}),
    ],
)
def test_sphinx_knows_how_much_of_a_page_is_translated(make, left, publish, expected):
    project = make(
        PROGRESS,
        conf=f"{TRANSLATED}jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs', 'toc']\n"
        "translation_progress_classes = True\n",
    )
    out = project.build("gettext").app.outdir
    for pot in out.rglob("*.pot"):
        with pot.open("rb") as file:
            catalog = read_po(file, locale="fr")
        for message in catalog:
            message.string = "" if message.id in left else f"FR {message.id}"
        path = project.root / "locale/fr/LC_MESSAGES" / pot.relative_to(out).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_mo(file, catalog)
    env = project.build(confoverrides={"language": "fr", "jobs_publish": publish}).app.env
    found = {
        name: (progress["translated"], progress["total"])
        for name in env.found_docs
        if name != "fr/pont"
        for progress in [env.get_doctree(name)["translation_progress"]]
    }
    assert found == expected
    for name, (translated, total) in expected.items():
        classes = [
            mark
            for node in env.get_doctree(name).findall(nodes.Element)
            for mark in node.get("classes", ())
        ]
        assert classes.count("translated") == translated
        assert classes.count("untranslated") == total - translated
    assert "100.00%" in env.get_doctree("page").astext()
