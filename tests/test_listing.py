"""The job-index directive: what it lists, in what order and form, in which language."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from .support import posting

FILES = {
    "en/captain.md": posting(
        "Captain",
        "captain",
        team="Deck",
        location="Quay",
        expiryDate="2030-03-01",
        description="Steer the ferry.",
    ),
    "fr/capitaine.md": posting(
        "Capitaine",
        "captain",
        team="Pont",
        location="Éboulis",
        expiryDate="2030-03-01",
        description="Menez le traversier.",
    ),
    "en/cook.md": posting("Cook", "cook", team="Galley", expiryDate="2030-02-20"),
    "fr/eclusier.md": posting("Éclusier", "lock", team="Éclusage"),
    "fr/facteur.md": posting("Facteur", "post", team="Poste"),
    "en/closed.md": posting("Closed job", "closed", archived="true"),
    "en/soon.md": posting("Soon", "soon", publishDate="2030-02-10"),
    "en/secret.md": posting("Secret", "secret", linkHidden="true"),
}
CONF = "jobs_today = '2030-02-01'\n"


def index(options: str = "", content: str = "") -> str:
    """Write a page with one list."""
    return "# Jobs\n\n```{job-index}\n" + options + ("\n" + content if content else "") + "\n```\n"


def listed(build, docname):
    """Return the titles that a page lists."""
    return [a.get_text() for a in build.main(docname).select(".job-index a")]


@pytest.mark.parametrize(
    ("docname", "options", "titles"),
    [
        ("en/list", "", ["Captain", "Cook", "Éclusier", "Facteur"]),
        ("fr/list", "", ["Capitaine", "Cook", "Éclusier", "Facteur"]),
        ("en/list", ":language: fr", ["Capitaine", "Éclusier", "Facteur"]),
        ("en/list", ":language: all", ["Capitaine", "Captain", "Cook", "Éclusier", "Facteur"]),
        ("en/list", ":status: closed", ["Closed job"]),
        ("en/list", ":status: upcoming, closed", ["Closed job", "Soon"]),
        (
            "en/list",
            ":status: all",
            ["Captain", "Closed job", "Cook", "Éclusier", "Facteur", "Soon"],
        ),
        ("en/list", ":where: team = deck | galley", ["Captain", "Cook"]),
        ("en/list", ":where: expiryDate; team != Deck", ["Cook"]),
        ("en/list", ":where: '!expiryDate'", ["Éclusier", "Facteur"]),
        ("en/list", ":sort: expirydate, -title", ["Cook", "Captain", "Facteur", "Éclusier"]),
        ("en/list", ":sort: -expiryDate\n:limit: 1", ["Captain"]),
        ("en/list", ":group-by: team", ["Captain", "Éclusier", "Cook", "Facteur"]),
        ("en/list", ":style: table", ["Captain", "Cook", "Éclusier", "Facteur"]),
        ("en/list", ":style: cards", ["Captain", "Cook", "Éclusier", "Facteur"]),
    ],
)
def test_what_is_listed(make, docname, options, titles):
    build = make({**FILES, f"{docname}.md": index(options)}, conf=CONF).build()
    assert build.warnings == []
    assert listed(build, docname) == titles


def test_groups_have_headings_of_the_right_level(make):
    build = make({**FILES, "en/list.md": index(":group-by: team\n:status: all")}, conf=CONF).build()
    headings = [(h.name, h.get_text()) for h in build.main("en/list").select(".job-group")]
    assert headings == [
        ("h2", "Deck"),
        ("h2", "Éclusage"),
        ("h2", "Galley"),
        ("h2", "Poste"),
        ("h2", "Other"),
    ]


def test_another_language_is_marked(make):
    build = make({**FILES, "en/list.md": index()}, conf=CONF).build()
    item = build.main("en/list").select(".job-list > li")[2]
    assert [(e["lang"], e.get_text()) for e in item.find_all(attrs={"lang": True})] == [
        ("fr", "Éclusier"),
        ("fr", "(Français)"),
        ("fr", "Éclusage"),
    ]


def test_a_french_page_lists_in_french(make):
    build = make({**FILES, "fr/list.md": index(":style: table\n:status: all")}, conf=CONF).build()
    table = build.main("fr/list").find("table")
    assert [th.get_text(strip=True) for th in table.select("thead th")] == [
        "Titre",
        "État",
        "Équipe",
        "Lieu",
        "Date d’ouverture",
        "Date limite",
    ]
    assert "1er mars 2030" in table.get_text()
    assert build.main("fr/list").find("section")["lang"] == "fr"


def test_cards_show_the_lead(make):
    build = make(
        {**FILES, "fr/list.md": index(":style: cards\n:where: team = pont")}, conf=CONF
    ).build()
    (card,) = build.main("fr/list").select("li.job-card")
    assert [p.get_text() for p in card.find_all("p")] == [
        "Capitaine",
        "Menez le traversier.",
        "Éboulis",
        "Pont",
        "date limite\xa0: 1er mars 2030",
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", "There are no postings here at the moment."),
        ("Come *back*.", "Come back."),
    ],
)
def test_a_text_when_there_is_nothing_to_show(make, content, text):
    build = make({"list.md": index(":status: closed", content)}, conf=CONF).build()
    assert build.main("list").select_one(".job-index-empty").get_text().strip() == text


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (":status: opne", "Use open, upcoming, closed or all."),
        (":where: team == x", "is not a condition"),
        (":style: grid", "grid"),
        (":limit: 0", "0"),
    ],
)
def test_options_that_make_no_sense(make, option, message):
    build = make({"list.md": index(option)}, conf=CONF).build()
    assert len(build.warnings) >= 1
    assert build.warnings[0].startswith("list.md")
    assert any(message in warning for warning in build.warnings)


def test_in_restructuredtext(make):
    text = "Jobs\n====\n\n.. job-index::\n   :status: upcoming\n   :style: table\n\n   Nothing.\n"
    build = make({**FILES, "en/list.rst": text}, conf=CONF).build()
    assert listed(build, "en/list") == ["Soon"]


def test_navigation_without_a_toctree(make):
    index_page = "# Home\n\n```{toctree}\njobs\nlast\n```\n"
    build = make(
        {
            "index.md": index_page,
            "jobs.md": index(),
            "last.md": "# Last\n",
            "a.md": posting("A", "a"),
            "b.md": posting("B", "b"),
            "hid.md": posting("H", "h", hidden="true"),
        }
    ).build()
    assert build.warnings == []
    relations = build.app.env.collect_relations()
    assert relations == {
        "index": [None, None, "jobs"],
        "jobs": ["index", "index", "a"],
        "a": ["jobs", "jobs", "b"],
        "b": ["jobs", "a", "last"],
        "last": ["index", "b", None],
    }
    head = build.page("b")
    assert head.select_one("link[rel=prev]")["href"] == "a.html"
    assert head.select_one("link[rel=next]")["href"] == "last.html"
    sidebar = build.page("a").select_one(".sphinxsidebar")
    assert "b.html" not in {a.get("href") for a in sidebar.select("[class^=toctree] a")}


def test_the_author_decides_the_section(make):
    pages = {"index.md": "# Home\n\n```{toctree}\nx\ny\nz\n```\n", "a.md": posting("A", "a")}
    first = make({**pages, "x.md": index(), "y.md": index(":limit: 1"), "z.md": index()}, name="1")
    assert first.build().app.env.toctree_includes["x"] == ["a"]
    second = make(
        {**pages, "x.md": index(":toctree: false"), "y.md": index(), "z.md": index(":toctree:")},
        name="2",
    )
    assert second.build().app.env.toctree_includes["z"] == ["a"]
    own = make(
        {**pages, "x.md": index(), "y.md": "# Y\n\n```{toctree}\na\n```\n", "z.md": "# Z\n"},
        name="3",
    )
    includes = own.build().app.env.toctree_includes
    assert includes["y"] == ["a"]
    assert "x" not in includes


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "man", "epub"])
def test_one_book_holds_the_postings(make, builder):
    conf = (
        "man_pages = [('index', 'out', 'x', 'y', 1)]\nlatex_documents = "
        "[('index', 'out.tex', 'x', 'y', 'manual')]\nversion = '1'\ncopyright = '1'\n"
    )
    project = make(
        {
            "index.md": "# Home\n\n```{toctree}\njobs\n```\n",
            "jobs.md": index() + "\n{job}`a`\n",
            "a.md": posting("Title A", "a", "Words of A, see {job}`b`.\n"),
            "b.md": posting("B", "b"),
        },
        conf=conf,
    )
    build = project.build(builder)
    assert build.warnings == []
    name = {"singlehtml": "index.html", "latex": "out.tex", "man": "out.1", "epub": "content.opf"}[
        builder
    ]
    text = build.text(name)
    if builder == "epub":
        book = BeautifulSoup(text, "xml")
        names = {item["href"]: item["id"] for item in book.find_all("item")}
        spine = [item["idref"] for item in book.find_all("itemref")]
        places = [spine.index(names[f"{page}.xhtml"]) for page in ("index", "jobs", "b", "a")]
        assert places == sorted(places)
        return
    assert "Title A" in text
    assert text.count("Words of A") == 1
    if builder == "latex":
        assert r"\hyperref[\detokenize{b::doc}]" in text


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "man"])
def test_a_posting_may_have_pages_of_its_own(make, builder):
    project = make(
        {
            "index.md": "# Home\n\n```{job-index}\n```\n",
            "a.md": posting("A", "a", "Words.\n\n```{toctree}\nchild\n```\n"),
            "child.md": "# Child\n\nMore words.\n",
        },
        conf="latex_documents = [('index', 'out.tex', 'x', 'y', 'manual')]\n"
        "man_pages = [('index', 'out', 'x', 'y', 1)]\n",
    )
    build = project.build(builder)
    assert build.warnings == []
    names = {"singlehtml": "index.html", "latex": "out.tex", "man": "out.1"}
    text = build.text(names[builder])
    assert text.count("More words.") == 1


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_groups_are_not_deeper_than_headings_can_be(make, builder):
    headings = "\n\n".join(f"{'#' * level} Level {level}" for level in range(1, 7))
    deep = f"{headings}\n\n```{{job-index}}\n:group-by: team\n```\n"
    conf = CONF + "latex_documents = [('index', 'x.tex', 'X', 'X', 'howto')]\n"
    build = make({"index.md": deep, "a.md": posting("A", "a", team="Crew")}, conf=conf).build(
        builder
    )
    assert build.warnings == []


def test_groups_are_named_in_words(make):
    files = {
        "fr/a.md": posting("A", "a", workplace="remote", expiryDate="2030-03-01"),
        "fr/list.md": index(":group-by: workplace") + "\n" + index(":group-by: expiryDate"),
    }
    build = make(files, conf=CONF).build()
    headings = [h.get_text() for h in build.main("fr/list").select(".job-group")]
    assert headings == ["À distance", "1er mars 2030"]


def test_an_epub_whose_root_lists_the_postings(make):
    project = make(
        {"index.md": index(), "a.md": posting("Title A", "a"), "b.md": posting("B", "b")},
        conf="version = '1'\ncopyright = '1'\n",
    )
    build = project.build("epub")
    assert build.warnings == []
    book = BeautifulSoup(build.text("content.opf"), "xml")
    names = {item["href"]: item["id"] for item in book.find_all("item")}
    spine = [item["idref"] for item in book.find_all("itemref") if item.get("linear") != "no"]
    places = [spine.index(names[f"{page}.xhtml"]) for page in ("index", "b", "a")]
    assert places == sorted(places)
    assert "Title A" in build.text("nav.xhtml")
