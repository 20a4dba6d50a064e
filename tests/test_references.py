"""References by key: the role, the generated index, the inventory, the search; the gate."""

from __future__ import annotations

import json
import pickle
import posixpath
import re
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

from .support import posting

FILES = {
    "en/ferry-captain.md": posting("Ferry captain", "captain"),
    "fr/capitaine.md": posting("Capitaine", "captain"),
    "en/cook.md": posting("Cook", "cook", archived="true"),
}
CONF = "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n"


@pytest.mark.parametrize(
    ("docname", "written", "text", "href", "lang"),
    [
        ("en/p.md", "{job}`captain`", "Ferry captain", "ferry-captain.html", None),
        ("fr/p.md", "{job}`captain`", "Capitaine", "capitaine.html", "fr"),
        ("fr/p.md", "{job}`cook`", "Cook", "../en/cook.html", "en"),
        ("en/p.md", "{job}`captain@fr`", "Capitaine", "../fr/capitaine.html", "fr"),
        ("en/p.md", "{job:posting}`the boss <captain>`", "the boss", "ferry-captain.html", None),
        ("en/p.md", "{any}`captain`", "Ferry captain", "ferry-captain.html", None),
        ("en/p.rst", ":job:`captain@fr`", "Capitaine", "../fr/capitaine.html", "fr"),
        ("fr/p.rst", ":job:`le chef <captain>`", "le chef", "capitaine.html", "fr"),
    ],
)
def test_the_role_refers_in_the_language_of_the_page(make, docname, written, text, href, lang):
    title = "# P\n\n" if docname.endswith(".md") else "P\n=\n\n"
    build = make({**FILES, docname: f"{title}{written}\n"}, conf=CONF).build()
    assert build.warnings == []
    link = build.main(docname.partition(".")[0]).select_one("section > p > a")
    assert (link.get_text(), link["href"]) == (text, href)
    nearest = link.find(attrs={"lang": True}) or link.find_parent(attrs={"lang": True})
    assert (nearest["lang"] if nearest else "en") == (lang or "en")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("captian", "No posting has the key captian. Did you mean `captain`?"),
        ("cook@fr", "No posting has the key cook@fr. Did you mean `cook@en`?"),
        ("zebra", "No posting has the key zebra. Check the key."),
    ],
)
def test_a_mistyped_key_gets_suggestions(make, written, message):
    build = make({**FILES, "en/p.md": f"# P\n\nSee {{job}}`{written}`.\n"}, conf=CONF).build()
    assert build.warnings == [f"en/p.md:3: WARNING: {message} [jobs.ref]"]
    assert f"See {written}." in build.main("en/p").get_text()


def test_duplicates_are_both_published_and_the_open_one_is_meant(make):
    build = make(
        {
            "a.md": posting("First", "key", archived="true"),
            "b.md": posting("Second", "key"),
            "c.md": posting("Third", "key"),
            "p.md": "# P\n\n{job}`key`\n",
        },
        conf="",
    ).build()
    assert build.warnings == [
        "c.md:5: WARNING: 3 postings in en have the key key: this one, and those at a.md:5, "
        "b.md:5. References lead to the one at b.md:5. Change the keys of all postings but one, or "
        "remove these postings. [jobs.duplicate]"
    ]
    assert build.main("p").select_one("section a.reference")["href"] == "b.html"
    assert [build.main(n).find("h1").get_text()[:-1] for n in "abc"] == ["First", "Second", "Third"]


def index_rows(build):
    """Return the rows of the generated index: headings, and entries in words."""
    rows = build.page("job-index").select("tr.cap, tr.cap ~ tr")
    return [" ".join(row.get_text().split()) for row in rows if "pcap" not in row.get("class", ())]


def test_the_generated_index(make):
    files = {
        **FILES,
        "en/later.md": posting("Later", "later", publishDate="2999-01-01", expiryDate="2999-02-01"),
        "fr/quai.md": posting("Amarreuse", "quay", location="[Île, Quai]", expiryDate="2999-03-01"),
        "en/quay.md": posting("Éclusier", "quay", location="Quay", expiryDate="2001-03-01"),
    }
    build = make(files, conf=CONF).build()
    assert index_rows(build) == [
        "English – Open postings",
        "Ferry captain",
        "English – Upcoming postings",
        "Later opens on January 1, 2999",
        "English – Closed postings",
        "Cook",
        "Éclusier (Quay) March 1, 2001",
        "Français – Open postings",
        "Amarreuse (Île, Quai) date limite : 1er mars 2999",
        "Capitaine",
    ]
    marked = build.page("job-index").select("tr.cap ~ tr [lang]")
    assert {found.get_text() for found in marked if found["lang"] == "fr"} == {
        "Amarreuse", "Île, Quai", "date limite\xa0: 1er mars 2999", "Capitaine",
    }  # fmt: skip
    assert len(marked) == 4
    ids = [row["id"] for row in build.page("job-index").select("tr.cap")]
    links = [a["href"] for a in build.page("job-index").select(".modindex-jumpbox a")]
    assert links == [f"#{id_}" for id_ in ids]
    assert not any(re.search(r"\s", id_.replace("\xa0", "")) for id_ in ids)
    assert build.page("job-index").select('link[href*="sphinxext-jobs-index.css"]')
    assert not build.page("en/later").select('link[href*="sphinxext-jobs-index.css"]')


def test_an_index_in_one_language_does_not_name_it(make):
    build = make({"a.md": posting("A", "a"), "b.md": posting("B", "b", archived="true")}).build()
    assert index_rows(build) == ["Open postings", "A", "Closed postings", "B"]


@pytest.mark.parametrize("builder", ["pickle", "json", "latex", "texinfo", "epub"])
def test_other_builders_have_the_index_too(make, builder):
    conf = CONF + "version = '1'\ncopyright = '1'\n"
    files = {**FILES, "fr/quai.md": posting("Pilote & <co>", "quay", location="Île_1")}
    build = make(files, conf=conf).build(builder)
    assert build.warnings == []
    if builder == "pickle":
        stored = (build.app.outdir / "job-index.fpickle").read_bytes()
        assert "Pilote & <co>" in str(pickle.loads(stored)["content"])
        assert b"sphinxext_jobs" not in stored


def test_another_project_can_refer_to_a_posting(make, tmp_path: Path):
    first = make(FILES, conf=CONF, name="first")
    out = first.build().app.outdir
    with (out / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "https://jobs.example", posixpath.join)
    assert sorted(inventory["job:posting"]) == [
        "captain",
        "captain@en",
        "captain@fr",
        "cook",
        "cook@en",
    ]
    conf = (
        "extensions.append('sphinx.ext.intersphinx')\n"
        f"intersphinx_mapping = {{'jobs': ('https://jobs.example', {str(out / 'objects.inv')!r})}}\n"
    )
    second = make(
        {"p.md": "# P\n\n{job}`captain@fr` {external+jobs:job:posting}`captain`\n"},
        conf=conf + CONF,
        name="second",
    )
    links = second.build().main("p").select("section p a")
    assert [a["href"] for a in links] == [
        "https://jobs.example/fr/capitaine.html#job-captain-fr",
        "https://jobs.example/en/ferry-captain.html#job-captain-en",
    ]


def test_the_search_knows_titles_and_keys(make):
    files = {"p.md": posting("Somebody", "key-42", tags="[sea, boat]")}
    build = make({**FILES, **files}, conf=CONF).build()
    index = json.loads(
        build.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")")
    )
    assert "Ferry captain" in index["alltitles"]
    page = index["docnames"].index("p")
    for term in ("key-42", "sea", "boat"):
        assert index["terms"][term] == page
    names = {entry[4] for entry in index["objects"][""]}
    assert names == {"Ferry captain", "Cook", "Somebody"}


def test_the_gate_names_both_places(make, monkeypatch):
    project = make(
        {
            "en/a.md": posting("A", "a", expiryDate="2030-01-01", classification="IT-03"),
            "fr/a.md": posting(
                "A", "a", expiryDate="2030-01-02", classification="IT-04", archived="true"
            ),
            "en/b.md": posting("B", "b"),
        },
        conf="jobs_languages = ['en', 'fr']\njobs_today = '2029-01-01'\n",
    )
    monkeypatch.chdir(project.root)
    assert project.build().warnings == [
        "en/a.md:7: WARNING: classification is IT-03 here, but IT-04 at fr/a.md:7. Give both files "
        "the same value. [jobs.pair]",
        "en/a.md:6: WARNING: expiryDate is 2030-01-01 here, but 2030-01-02 at fr/a.md:6. Give both "
        "files the same value. [jobs.pair]",
        "en/a.md:2: WARNING: archived is not set here, but true at fr/a.md:8. Give both files the "
        "same value. [jobs.pair]",
        "en/b.md:5: WARNING: The key b has no text in fr. Add a file with `translationKey: b`, or type "
        "`sphinx-jobs draft b --to fr`. [jobs.pair]",
    ]


def test_without_languages_there_is_no_gate(make):
    assert make({"a.md": posting("A", "a")}).build().warnings == []


@pytest.mark.parametrize(
    ("path", "conf", "fields", "lang"),
    [
        ("a.md", "", {}, "en"),
        ("a.fr.md", "", {}, "fr"),
        ("content/fr/jobs/a.md", "", {}, "fr"),
        ("fr/x/en/a.md", "", {}, "en"),
        ("a.md", "", {"lang": "fr_ca"}, "fr-CA"),
        ("fr/a.md", "", {"lang": "en"}, "en"),
        ("hr/a.md", "jobs_languages = ['en', 'fr']\n", {}, "en"),
        ("de/a.md", "", {}, "de"),
        ("a.md", "language = 'fr'\n", {}, "fr"),
    ],
)
def test_the_language_of_a_posting(make, path, conf, fields, lang):
    build = make(
        {path: posting("A", "a", **fields)}, conf=conf + "suppress_warnings = ['jobs.pair']\n"
    ).build()
    (record,) = build.app.env.domains["job"].jobs.published
    assert record.posting.lang == lang
