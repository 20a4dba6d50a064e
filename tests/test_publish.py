"""One site for each language: what each publishes, translates, links to and redirects."""

from __future__ import annotations

import filecmp
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from bs4 import BeautifulSoup, Tag
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from .sites import CONF, FILES, MATELOT, follow, is_redirect, pages, same_as_fresh, site, soup
from .support import Build, Project, but_root, edit, matrix, posting

#: What each site publishes, and where the rest leads.
PAGES = {
    "en": ["en/deckhand", "en/engineer", "fr/cuisiniere"],
    "fr": ["en/engineer", "fr/cuisiniere", "fr/matelot"],
}
REDIRECTS = {"en": {"fr/matelot": "en/deckhand"}, "fr": {"en/deckhand": "fr/matelot"}}


def broken(out: Path) -> list[tuple[str, str]]:
    """Return the local links of a site that lead nowhere, or only to a redirect."""
    found = []
    for name in pages(out):
        for link in soup(Path(out) / name).select("a[href]"):
            href = str(link["href"])
            if "://" in href or href.startswith("mailto:"):
                continue
            file, fragment = follow(Path(out) / name, href)
            good = file.is_file() and not is_redirect(file)
            if not good or (fragment and soup(file).find(id=unquote(fragment)) is None):
                found.append((name, href))
    return found


def lang_of(element: Tag) -> str:
    found = element if element.has_attr("lang") else element.find_parent(attrs={"lang": True})
    return found["lang"]


def translate(project: Project, docname: str, lang: str, messages: dict[str, str]) -> None:
    """Write a catalogue."""
    catalog = Catalog(locale=lang)
    for message, translation in messages.items():
        catalog.add(message, translation)
    path = project.root / f"locale/{lang}/LC_MESSAGES/{docname}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_site_publishes_each_job_once_in_its_language_if_it_can(make, lang, builder):
    build = site(make(FILES, conf=CONF), lang, builder)
    assert build.warnings == []
    assert build.postings == PAGES[lang]
    end = ".html" if builder == "html" else "/index.html"
    for docname in PAGES[lang]:
        assert not is_redirect(build.app.outdir / f"{docname}{end}")
        assert build.app.outdir.joinpath("_sources", f"{docname}.md.txt").exists()
    for docname in REDIRECTS[lang]:
        assert is_redirect(build.app.outdir / f"{docname}{end}")
        assert not build.app.outdir.joinpath("_sources", f"{docname}.md.txt").exists()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_the_sites_link_to_each_other_and_every_link_leads_somewhere(make, builder):
    project = make(FILES, conf=CONF)
    builds = {lang: site(project, lang, builder) for lang in ("en", "fr")}
    assert [build.warnings for build in builds.values()] == [[], []]
    end = ".html" if builder == "html" else "/index.html"
    for lang, build in builds.items():
        assert broken(build.app.outdir) == []
        for docname in PAGES[lang]:
            page = build.app.outdir / f"{docname}{end}"
            (link,) = soup(page).select(".job-switch a")
            other, _ = follow(page, str(link["href"]))
            assert other.is_relative_to(project.root / ("_fr" if lang == "en" else "_en"))
            assert other.is_file()
            assert not is_redirect(other)
            (back,) = soup(other).select(".job-switch a")
            assert follow(other, str(back["href"]))[0] == page


def test_a_switch_names_the_other_text_or_else_the_language(make):
    project = make(FILES, conf=CONF)
    english, french = site(project, "en"), site(project, "fr")
    switch = english.main("en/deckhand").select_one(".job-switch")
    assert (switch.get_text(), switch.a["title"]) == ("Français", "Matelot")
    assert lang_of(switch.a) == "fr"
    switch = english.main("en/engineer").select_one(".job-switch")
    assert (switch.get_text(), lang_of(switch.a)) == ("Français", "fr")
    switch = french.main("en/engineer").select_one(".job-switch")
    assert (switch.get_text(), lang_of(switch.a)) == ("English", "en")


def test_without_sites_there_is_no_switch(make):
    project = make(FILES, conf=CONF)
    build = project.build(confoverrides={"language": "fr"})
    assert build.warnings == []
    assert build.main("fr/matelot").select_one(".job-switch") is None
    assert build.main("about").select("p a")[1]["href"] == "fr/matelot.html"
    build = project.build(confoverrides={"language": "en"})
    link = build.main("about").select("p a")[1]
    assert (link["href"], link.get_text()) == ("en/deckhand.html", "Deckhand")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_redirects_land(make, lang, builder):
    project = make(FILES, conf=CONF)
    build = site(project, lang, builder)
    end = ".html" if builder == "html" else "/index.html"
    for docname, target in REDIRECTS[lang].items():
        path = build.app.outdir / f"{docname}{end}"
        page = soup(path)
        link = page.body.a
        assert page.html["lang"] == lang
        assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
        assert (
            page.find("meta", attrs={"http-equiv": "refresh"})["content"]
            == f"0; url={link['href']}"
        )
        assert page.title.get_text() == link.get_text()
        assert follow(path, str(link["href"]))[0] == build.app.outdir / f"{target}{end}"
        assert page.find("link", rel="canonical")["href"] == link["href"]
    build = site(project, lang, builder, confoverrides={"html_baseurl": "https://x.example/a"})
    href = soup(path).find("link", rel="canonical")["href"]
    assert href == f"https://x.example/a/{target}{'.html' if builder == 'html' else '/'}"


def test_a_redirect_escapes_what_it_says_and_spares_real_pages(make):
    files = {
        "search.fr.md": posting("Chercheur", "x"),
        "a&b.md": posting('"A" & <i>b</i>', "x"),
    }
    build = site(make(files, conf=CONF), "en")
    assert "Search" in build.page("search").title.get_text()  # Sphinx's own page
    assert not (build.app.outdir / "search.fr.html").exists() or is_redirect(
        build.app.outdir / "search.fr.html"
    )
    page = build.text("search.fr.html")
    assert "<i>" not in page
    assert 'url=a%26b.html"' in page
    files = {"genindex.md": posting("Chercheur", "x", lang="fr"), "b.md": posting("B", "x")}
    build = site(make(files, conf=CONF, name="other"), "en")
    assert not is_redirect(build.app.outdir / "genindex.html")


def test_what_is_untranslated_is_marked(make):
    build = site(make(FILES, conf=CONF), "fr")
    main = build.main("en/engineer")
    assert build.page("en/engineer").html["lang"] == "fr"
    assert lang_of(main.section) == "fr"
    for selector in (
        "h1",
        "h2",
        ".job-lead",
        "blockquote p",
        ".job-fact-team",
        "img",
        ".pay",
        "pre",
    ):
        assert lang_of(main.select_one(selector)) == "en", selector
    for selector in (".job-facts dt", ".job-notice p"):
        assert lang_of(main.select_one(selector)) == "fr", selector
    assert [dt.get_text() for dt in main.select("dt")] == ["Équipe"]
    assert main.select_one(".job-notice").get_text(" ", strip=True) == (
        "Langue Cette offre n’est affichée qu’en anglais."
    )
    assert build.main("fr/matelot").select_one(".job-notice") is None
    assert build.main("fr/matelot").find(attrs={"lang": "en"}) is None or all(
        found.find_parent(class_="job-switch")
        for found in build.main("fr/matelot").find_all(attrs={"lang": "en"})
        if "job-switch" not in found.get("class", ())
    )


NAVIGATION = "html_sidebars = {'**': ['localtoc.html', 'relations.html']}\n"


def navigation_of(build: Build, docname: str) -> dict[str, str]:
    """Return the language of each link in a page's table of contents and to its neighbours."""
    links = build.page(docname).select(".sphinxsidebar a")
    return {link.get_text(): lang_of(link.span or link) for link in links}


def test_navigation_has_the_language_of_each_heading(make):
    build = site(make(FILES, conf=CONF + NAVIGATION), "fr")
    shown = navigation_of(build, "en/engineer")
    assert shown["Engineer"] == shown["The engines"] == "en"
    assert shown["Cuisinière"] == "fr"  # a neighbour
    assert navigation_of(build, "fr/cuisiniere")["Engineer"] == "en"
    shown = navigation_of(build, "fr/matelot")
    assert shown["Matelot"] == shown["Tâches"] == "fr"
    assert "<span" not in str(build.page("en/engineer").title)


def test_in_one_site_too_navigation_has_the_language_of_each_heading(make):
    conf = f"{NAVIGATION}suppress_warnings = ['jobs.pair', 'image.not_readable']\n"
    build = make(FILES, conf=conf).build()
    shown = navigation_of(build, "fr/matelot")
    assert shown["Matelot"] == shown["Tâches"] == "fr"
    shown = navigation_of(build, "en/deckhand")
    assert shown["Deckhand"] == shown["Duties"] == "en"


def test_lists_mark_a_title_with_its_real_language(make):
    build = site(make(FILES, conf=CONF), "fr")
    cards = {
        card.select_one("a").get_text(): card for card in build.main("index").select(".job-card")
    }
    assert sorted(cards) == ["Cuisinière", "Engineer", "Matelot"]
    card = cards["Engineer"]
    assert lang_of(card.select_one("a span")) == "en"
    assert lang_of(card.select_one(".job-card-lead")) == "en"
    assert lang_of(cards["Matelot"].select_one("a span")) == "fr"
    rows = [row.get_text() for row in build.page("job-index").select("tr.cap ~ tr")]
    assert [" ".join(row.split()) for row in rows if "Engineer" in row] == ["Engineer (English)"]


ENGINEER_FR = {
    "Engineer": "Mécanicienne",
    "Lead of Engineer.": "Présentation du poste.",
    "Look after [two engines](#the-engines), as [the deckhand](deckhand.md#duties) does after the deck.": "Soignez [deux moteurs](#the-engines), comme [le matelot](deckhand.md#duties) le pont.",
    "The engines": "Les moteurs",
    "A diesel engine": "Un moteur diesel",
    "Never alone.": "Jamais sans collègue.",
}


def test_the_catalogue_is_used_as_far_as_it_goes(make):
    project = make(FILES, conf=CONF)
    translate(project, "en/engineer", "fr", ENGINEER_FR)
    build = site(project, "fr")
    assert build.warnings == []
    main = build.main("en/engineer")
    for selector, text in {
        "h1": "Mécanicienne",
        "h2": "Les moteurs",
        ".job-lead": "Présentation du poste.",
        "blockquote p": "Jamais sans collègue.",
    }.items():
        found = main.select_one(selector)
        assert (found.find(string=True), lang_of(found)) == (text, "fr")
    assert (main.img["alt"], lang_of(main.img)) == ("Un moteur diesel", "fr")
    assert (lang_of(main.select_one(".pay")), lang_of(main.select_one(".job-fact-team"))) == (
        "en",
        "en",
    )
    assert "Certaines parties de cette offre sont encore en anglais." in main.get_text()
    assert [a["href"] for a in main.select("section > p:not([class]) a")] == [
        "#the-engines",
        "../fr/matelot.html",
    ]
    card = build.main("index").find("a", string="Mécanicienne")
    assert lang_of(card) == "fr"
    assert "(English)" not in build.main("index").get_text()
    assert broken(build.app.outdir) == [
        (page, href) for page, href in broken(build.app.outdir) if "_en" in href
    ]
    # The English site has the author's words, and its link there bears the author's title.
    link = build.main("index").select("section > p a")[5]
    assert (link.get_text(), lang_of(link.span)) == ("Engineer", "en")
    assert link["href"] == "../../_en/html/en/engineer.html"


def test_a_translated_posting_has_no_notice(make):
    project = make({"en/a.md": posting("Pilot", "a", "Steer.\n\n- Dock\n")}, conf=CONF)
    french = {"Pilot": "Pilote", "Lead of Pilot.": "Lead of Pilot.", "Steer.": "Barrer."}
    translate(project, "en/a", "fr", french)
    assert "encore en anglais" in site(project, "fr").main("en/a").get_text()
    # Python keeps a catalogue in memory by its path, so another project.
    project = make({"en/a.md": posting("Pilot", "a", "Steer.\n\n- Dock\n")}, CONF, "second")
    translate(project, "en/a", "fr", {**french, "Dock": "Accoster"})
    build = site(project, "fr")
    main = build.main("en/a")
    assert main.select_one(".job-notice") is None
    assert {lang_of(p) for p in main.select("p:not(.job-switch)")} == {"fr"}


def test_in_one_site_each_posting_is_shown_as_it_was_written(make):
    body = "Keep the deck.[^1]\n\n![Deck](d.png)\n\n- Tie the lines\n\n[^1]: And clean.\n"
    project = make(
        {"en/a.md": posting("Deckhand", "a", body), "d.png": b""},
        conf="language = 'fr'\nlocale_dirs = ['locale']\ngettext_compact = False\n"
        "suppress_warnings = ['image.not_readable']\n",
    )
    words = [
        "Deckhand",
        "Lead of Deckhand.",
        "Keep the deck.[^1]",
        "Deck",
        "Tie the lines",
        "And clean.",
    ]
    translate(project, "en/a", "fr", dict.fromkeys(words, "Bonjour") | {words[2]: "Bonjour[^1]"})
    build = project.build(confoverrides={"jobs_languages": ["en", "fr"]})
    assert "Bonjour" not in str(build.main("en/a"))
    assert build.main("en/a").section["lang"] == "en"
    extracted = project.build("gettext", confoverrides={"jobs_languages": ["en", "fr"]})
    pot = extracted.text("en/a.pot")
    assert [word for word in words if f'msgid "{word}"' not in pot] == ["Deck"]  # an image's text
    assert 'msgid "Tie the lines"' in pot


def test_gettext_obeys_the_mode_and_pairing_needs_everything(make, monkeypatch):
    build = make(FILES, conf=CONF).build("gettext", confoverrides={"language": "en"})
    found = {p.relative_to(build.app.outdir).as_posix() for p in build.app.outdir.rglob("*.pot")}
    assert found == {"about.pot", "index.pot", *(f"{name}.pot" for name in PAGES["en"])}
    monkeypatch.setattr("sphinxext_jobs.reading.files._WANTS_ALL", "gettext")
    build = make(FILES, conf=CONF, name="pair").build("gettext", confoverrides={"language": "fr"})
    found = {p.relative_to(build.app.outdir).as_posix() for p in build.app.outdir.rglob("*.pot")}
    assert found == {f"{name.rpartition('.')[0]}.pot" for name in FILES if name[-3:] != "png"}
    assert 'msgid "Engineer"' in build.text("en/engineer.pot")


def test_a_reference_that_forces_a_language_leads_to_its_site(make):
    project = make(FILES, conf=CONF)
    english, french = site(project, "en"), site(project, "fr")
    link = english.main("about").select("p a")[1]
    assert (link["href"], link.get_text()) == ("../../_fr/html/fr/matelot.html", "Matelot")
    assert lang_of(link.span) == "fr"
    link = french.main("about").select("p a")[1]
    assert (link["href"], link.get_text()) == ("fr/matelot.html", "Matelot")


def test_the_gate_sees_all_sites(make):
    files = {
        "en/a.md": posting("A", "a", archived="true"),
        "fr/a.md": posting("A", "a"),
        "fr/b.md": posting("B", "b"),
        "fr/c.md": posting("C", "b"),
    }
    project = make(files, conf="jobs_languages = ['en', 'fr']\njobs_publish = 'language'\n")
    for lang in ("en", "fr"):
        for _again in range(2):
            warnings = site(project, lang).warnings
            assert [w.rpartition(" [")[2] for w in warnings] == [
                "jobs.pair]",
                "jobs.duplicate]",
                "jobs.pair]",
            ]
    assert site(project, "en").postings == ["en/a", "fr/b"]
    assert site(project, "fr").postings == ["fr/a", "fr/b", "fr/c"]


def test_the_language_of_a_file_that_says_none_is_the_first(make):
    project = make({"a.md": posting("A", "a"), "b.fr.md": posting("B", "a")}, conf=CONF)
    assert site(project, "fr").postings == ["b.fr"]
    assert site(project, "en").postings == ["a"]


def test_drafts_stand_for_nothing(make):
    files = {"fr/a.md": posting("A", "a", draft="true"), "en/a.md": posting("A", "a")}
    project = make(files, conf=CONF)
    assert site(project, "fr").postings == ["en/a"]
    build = site(project, "fr", confoverrides={"jobs_drafts": True})
    assert build.postings == ["fr/a"]
    assert site(project, "fr").postings == ["en/a"]


# Read the Docs


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_read_the_docs_says_language_and_addresses(make, monkeypatch, lang):
    monkeypatch.setenv("READTHEDOCS_LANGUAGE", lang)
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", f"https://ferries.example/{lang}/latest/")
    # The project's own language is the other one; Read the Docs builds with `-D language`.
    project = make(FILES, conf=CONF + f"language = '{'en' if lang == 'fr' else 'fr'}'\n")
    build = project.build(confoverrides={"language": lang})
    assert build.warnings == []
    assert build.postings == PAGES[lang]
    page = build.page(PAGES[lang][0])
    assert page.html["lang"] == lang
    other = "fr" if lang == "en" else "en"
    addresses = [a["href"] for a in build.main("en/engineer").select(".job-switch a")]
    assert addresses == [f"https://ferries.example/{other}/latest/en/engineer.html"]
    title = build.main("index").select_one("h1 a")["title"]
    assert title == {"en": "Link to this heading", "fr": "Lien vers cette rubrique"}[lang]
    assert build.app.config.gettext_compact is False


def test_another_language_than_that_of_read_the_docs_is_reported(make, monkeypatch):
    """A project's own build commands may not pass the language."""
    monkeypatch.setenv("READTHEDOCS_LANGUAGE", "fr")
    build = make(FILES, conf=CONF).build()
    assert build.warnings == [
        "WARNING: language: Read the Docs builds this project in 'fr', but this site is built in "
        "'en'. Add `-D language=$READTHEDOCS_LANGUAGE` to the build command. [jobs.config]"
    ]
    assert build.page("index").html["lang"] == "en"
    for name, conf in {
        "own": CONF + "import os\nlanguage = os.environ['READTHEDOCS_LANGUAGE']\n",
        "region": CONF + "language = 'fr_CA'\n",
        "one": CONF.replace("'language'", "'all'"),
    }.items():
        assert make(FILES, conf=conf, name=name).build().warnings == []
    # Both sites can be built in one of Read the Docs' builds.
    assert make(FILES, conf=CONF, name="x").build(confoverrides={"language": "en"}).warnings == []


def test_pages_of_a_job_name_each_other(make, monkeypatch):
    named: dict[str, dict[str, str]] = {}
    for lang in ("en", "fr"):
        base = f"https://ferries.example/{lang}/latest/"
        monkeypatch.setenv("READTHEDOCS_LANGUAGE", lang)
        monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", base)
        project = make(FILES, conf=CONF, name=lang)
        build = project.build(confoverrides={"language": lang})
        for docname in PAGES[lang]:
            links = build.page(docname).select("link[rel=alternate][hreflang]")
            named[f"{base}{docname}.html"] = {link["hreflang"]: link["href"] for link in links}
    assert len(named) == len(PAGES["en"]) + len(PAGES["fr"])
    for address, alternates in named.items():
        assert set(alternates) == {"en", "fr", "x-default"}
        assert address in alternates.values()
        assert alternates["x-default"] == alternates["en"]
        for other in alternates.values():
            assert named[other] == alternates


def test_in_one_site_pages_of_a_job_name_each_other_where_its_address_is_known(make):
    conf = CONF.replace("'language'", "'all'") + "html_baseurl = 'https://ferries.example/jobs'\n"
    build = make(FILES, conf=conf).build()
    base = "https://ferries.example/jobs/"
    expected = {"en": "en/deckhand", "fr": "fr/matelot", "x-default": "en/deckhand"}
    for docname in ("en/deckhand", "fr/matelot"):
        links = build.page(docname).select("link[rel=alternate][hreflang]")
        found = {link["hreflang"]: link["href"] for link in links}
        assert found == {lang: f"{base}{name}.html" for lang, name in expected.items()}
    unknown = make(FILES, conf=CONF, name="unknown").build()
    assert unknown.page("en/deckhand").select("link[hreflang]") == []


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("https://x.example/pt-br/v1/", "pt_BR", "https://x.example/fr/v1/"),
        ("https://x.example/projects/en/en/v1/", "en", "https://x.example/projects/en/fr/v1/"),
        ("https://x.example/v1/", "en", None),
        ("https://x.example/", "en", None),
        ("", "en", None),
    ],
)
def test_addresses_on_read_the_docs(make, monkeypatch, url, language, expected):
    monkeypatch.setenv("READTHEDOCS_LANGUAGE", language)
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", url)
    conf = f"jobs_languages = ['{language}', 'fr']\njobs_publish = 'language'\n"
    project = make({"a.md": posting("A", "a")}, conf=conf)
    build = project.build(confoverrides={"language": language})
    addresses = [a["href"] for a in build.main("a").select(".job-switch a")]
    assert addresses == ([f"{expected}a.html"] if expected else [])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"français": "../fr/"}, "'français' is not a language tag"),
        ({"fr": ""}, "the address of the site in 'fr' is empty"),
        ({"fr": 3}, "{'fr': 3} is not a dictionary of strings"),
    ],
)
def test_sites_that_cannot_be_used(make, value, message):
    build = make({}, conf=f"jobs_sites = {value!r}\n").build()
    (warning,) = (w for w in build.warnings if "jobs_sites" in w)
    assert warning.startswith(f"WARNING: jobs_sites: {message}, so the default, {{}}, is used. ")
    assert warning.endswith(" [jobs.config]")


# Builds after builds


def test_nothing_changed_nothing_done(make):
    project = make(FILES, conf=CONF)
    for lang in ("en", "fr"):
        first = site(project, lang)
        before = {p: p.stat().st_mtime_ns for p in first.app.outdir.rglob("*/*.html")}
        second = site(project, lang)
        assert (second.read, second.written) == ([], [])
        assert {p: p.stat().st_mtime_ns for p in before} == before


def test_parallel_builds_write_the_same(make):
    many = {
        f"{lang}/job-{n:02}.md": posting(f"Job {n}", f"job-{n}", f"[x](job-{n + 1:02}.md)\n")
        for n in range(24)
        for lang in ("en", "fr")
        if (n + (lang == "fr")) % 3
    }
    many |= {f"{lang}/job-24.md": posting("Last", "job-24") for lang in ("en", "fr")}
    project = make({**FILES, **many}, conf=CONF + "suppress_warnings.append('jobs.link')\n")
    one = site(project, "fr", builddir=project.root / "_a")
    two = site(project, "fr", builddir=project.root / "_b", parallel=2)

    def differing(result: filecmp.dircmp[str]) -> list[str]:
        here = [*result.left_only, *result.right_only, *result.diff_files]
        return here + [n for sub in result.subdirs.values() for n in differing(sub)]

    ignored = [".buildinfo"]
    assert differing(filecmp.dircmp(one.app.outdir, two.app.outdir, ignore=ignored)) == []
    assert site(project, "fr", builddir=project.root / "_b", parallel=2).written == []


def test_a_new_text_takes_the_place_of_the_one_that_stood_in(make):
    project = make(FILES, conf=CONF)
    assert "en/engineer" in site(project, "fr").written
    edit(project, {"fr/mecanicien.md": posting("Mécanicien", "engineer")})
    build = site(project, "fr")
    assert build.read == ["fr/mecanicien"]
    assert is_redirect(build.app.outdir / "en/engineer.html")
    assert build.main("fr/matelot").find("a", string="la mécanicienne")["href"] == "mecanicien.html"
    same_as_fresh(project, build, "fr")
    (project.root / "fr/mecanicien.md").unlink()
    build = site(project, "fr")
    assert build.read == ["en/engineer"]
    assert not (build.app.outdir / "fr/mecanicien.html").exists()
    same_as_fresh(project, build, "fr")


def test_an_edit_of_a_text_elsewhere_rewrites_what_names_it(make):
    project = make(FILES, conf=CONF)
    site(project, "en")
    edit(project, {"fr/matelot.md": posting("Matelote", "deckhand", MATELOT)})
    build = site(project, "en")
    assert (build.read, but_root(build)) == ([], ["about", "en/deckhand"])
    assert build.main("en/deckhand").select_one(".job-switch a")["title"] == "Matelote"
    edit(project, {"fr/matelot.md": posting("Matelote", "deckhand", "Du nouveau.\n")})
    build = site(project, "en")
    assert (build.read, build.written) == ([], [])
    (project.root / "fr/matelot.md").unlink()
    build = site(project, "en")
    assert not (build.app.outdir / "fr/matelot.html").exists()


TEAMS = """# Teams

```{job-index}
:group-by: team
:filter: team, location
:sort: location
```

```{job-index}
:where: team = machines
```
"""
#: The engineer has no French text, but the deckhand's team and place have French names.
AGREED = {
    "index.md": "# Home\n\n```{toctree}\nteams\nother\n```\n",
    "teams.md": TEAMS,
    "other.md": "# Other\n\n{job}`engineer`\n",
    "en/deckhand.md": posting("Deckhand", "deckhand", team="Engines", location="Gull Harbour"),
    "fr/matelot.md": posting("Matelot", "deckhand", team="Machines", location="Havre"),
    "en/engineer.md": posting(
        "Engineer", "engineer", team="Engines", location="[Gull Harbour, Oka]", date="2026-03-01"
    ),
}


def test_a_stand_in_has_the_values_that_the_pairs_agree_on(make):
    organization = {
        "name": "Ferries",
        "locations": {
            "Gull Harbour": {"addressRegion": "NS", "addressCountry": "CA"},
            "Oka": {"addressCountry": "CA"},
        },
    }
    build = site(make(AGREED, conf=CONF), "fr", confoverrides={"jobs_organization": organization})
    assert "engineer" not in "".join(build.warnings)
    page = build.main("teams")
    grouped, chosen = page.select("ul.job-index")
    assert [group.get_text() for group in page.select(".job-group")] == ["Machines"]
    assert page.select_one(".job-group").get("lang") is None
    assert [a.get_text() for a in grouped.select("a")] == ["Matelot", "Engineer"]
    assert [a.get_text() for a in chosen.select("a")] == ["Engineer", "Matelot"]
    offered = {
        select["name"]: [(option["value"], option.get("lang")) for option in select("option")[1:]]
        for select in page.select("select.job-choice")
    }
    assert offered == {"team": [("Machines", None)], "location": [("Havre", None), ("Oka", "en")]}
    header = build.main("en/engineer")
    assert header.select_one(".job-fact-team").get("lang") is None
    place = header.select_one(".job-fact-location")
    assert (place.get_text(), place.get("lang")) == ("Havre, Oka", None)
    assert [part.get_text() for part in place.select("[lang=en]")] == ["Oka"]
    data = json.loads(build.page("en/engineer").select_one('[type="application/ld+json"]').string)
    addresses = [place["address"] for place in data["jobLocation"]]
    assert [(a["addressLocality"], a.get("addressRegion")) for a in addresses] == [
        ("Havre", "NS"), ("Oka", None),
    ]  # fmt: skip
    listed = json.loads(build.text("jobs.json"))["postings"]
    assert {tuple(each["location"]) for each in listed} == {("Havre",), ("Havre", "Oka")}
    text = site(make(AGREED, conf=CONF, name="text"), "fr", "text").text("en/engineer.txt")
    assert "Havre, Oka" in text


def test_an_edit_of_a_pair_rewrites_the_stand_ins_whose_values_it_translates(make):
    project = make(AGREED, conf=CONF)
    site(project, "fr")
    english = AGREED["en/deckhand.md"].replace("Engines", "Engine room")
    edit(project, {"en/deckhand.md": english})
    build = site(project, "fr")
    assert (build.read, but_root(build)) == ([], ["en/engineer", "teams"])
    assert build.main("en/engineer").select_one(".job-fact-team")["lang"] == "en"
    same_as_fresh(project, build, "fr")
    edit(project, {"en/deckhand.md": english.replace("Some text", "Another text")})
    build = site(project, "fr")
    assert (build.read, build.written) == ([], [])


def test_the_catalogue_of_facts_keeps_the_values_when_the_french_files_are_gone(make):
    project = make(AGREED, conf=CONF + "gettext_compact = False\nlocale_dirs = ['locale']\n")
    project.build("jobs-pair")
    facts = project.root / "locale/fr/LC_MESSAGES/job-facts.po"
    (project.root / "fr/matelot.md").unlink()
    build = site(project, "fr")
    assert [group.get_text() for group in build.main("teams").select(".job-group")] == ["Machines"]
    assert build.main("en/engineer").select_one(".job-fact-location").get_text() == "Havre, Oka"
    text = facts.read_text(encoding="utf-8").replace(
        'msgstr "Machines"', 'msgstr "Salle des machines"'
    )
    facts.write_text(text, encoding="utf-8")
    build = site(project, "fr")
    assert (build.read, but_root(build)) == ([], ["en/deckhand", "en/engineer", "teams"])
    assert build.main("en/engineer").select_one(".job-fact-team").get_text() == "Salle des machines"
    same_as_fresh(project, build, "fr")


def test_a_deleted_text_leaves_its_job_to_another(make):
    project = make(FILES, conf=CONF)
    site(project, "en")
    (project.root / "en/deckhand.md").unlink()
    edit(project, {"index.md": "# Home\n\n```{job-index}\n```\n"})
    edit(project, {"about.rst": "About\n=====\n\n:job:`deckhand`\n"})
    edit(project, {"en/engineer.md": posting("Engineer", "engineer", "Oil.\n")})
    build = site(project, "en")
    assert build.read == ["about", "en/engineer", "fr/matelot", "index"]
    assert "Matelot" in build.main("index").get_text()
    assert not (build.app.outdir / "en/deckhand.html").exists()
    assert not is_redirect(build.app.outdir / "fr/matelot.html")
    same_as_fresh(project, build, "en")


def unversioned(path: Path) -> str:
    """Return a page without the check sums of its files, which Sphinx keeps in a process."""
    return re.sub(r"\?v=\w+", "", path.read_text(encoding="utf-8"))


SETTINGS = {
    "en": {"language": "en"},
    "fr": {"language": "fr"},
    "all": {"language": "en", "jobs_publish": "all"},
    "all-fr": {"language": "fr", "jobs_publish": "all"},
}


@pytest.mark.parametrize("doctrees", matrix("same", "own"))
@pytest.mark.parametrize("builder", matrix("html", "dirhtml"))
@pytest.mark.parametrize(
    "order",
    matrix("en fr en", "all en all en", "fr all fr", "all fr all-fr"),
)
def test_another_site_in_the_same_folder_leaves_nothing(make, order, builder, doctrees):
    project = make(FILES, conf=CONF)
    out = project.root / "_out"

    def run(name: str, out: Path, trees: Path) -> None:
        locale.translators.clear()
        with docutils_namespace():
            Sphinx(
                project.root, project.root, out, trees, builder, SETTINGS[name],
                status=None, warning=None,
            ).build()  # fmt: skip

    for name in order.split():
        run(name, out, project.root / ("_trees" if doctrees == "same" else f"_trees_{name}"))
        fresh = project.root / f"_fresh_{name}"
        if not fresh.exists():
            run(name, fresh, project.root / "_trees_fresh" / name)
        assert pages(out) == pages(fresh)
        for page in pages(out):
            assert unversioned(out / page) == unversioned(fresh / page), (name, page)


def test_a_redirect_that_is_no_longer_one_is_never_removed(make):
    project = make(FILES, conf=CONF)
    build = site(project, "en")
    mine = build.app.outdir / "mine.html"
    mine.write_text("A page of mine", encoding="utf-8")
    listed = build.app.outdir / ".jobs-redirects"
    known = json.loads(listed.read_text(encoding="utf-8"))
    known["redirects"] += ["mine.html", "../../conf.py"]
    listed.write_text(json.dumps(known), encoding="utf-8")
    site(project, "en")
    assert mine.exists()
    assert (project.root / "conf.py").exists()


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub", "xml", "json"])
def test_every_builder_makes_a_site(make, builder):
    project = make(FILES, conf=CONF + "epub_show_urls = 'no'\n")
    build = project.build(builder, confoverrides={"language": "fr", "jobs_sites": {"en": "../en/"}})
    assert [w for w in build.warnings if "EPUB3" not in w and "mimetype" not in w] == []
    assert not list(build.app.outdir.rglob(".jobs-redirects"))


# The command


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sphinxext_jobs", *map(str, arguments)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_command_builds_the_sites_side_by_side(make, tmp_path, monkeypatch):
    monkeypatch.setenv("READTHEDOCS_LANGUAGE", "en")
    project = make(FILES, conf=CONF)
    out = tmp_path / "out"
    done = command("build", project.root, out, "-b", "dirhtml", "-q", "-W")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(p.name for p in out.iterdir()) == [".doctrees", "en", "fr", "index.html"]
    links = soup(out / "index.html").select("body a")
    assert [link.get_text() for link in links] == ["English", "Français"]
    assert [(link["lang"], link["hreflang"]) for link in links] == [("en", "en"), ("fr", "fr")]
    assert all(follow(out / "index.html", link["href"])[0].is_file() for link in links)
    assert broken(out) == []
    page = out / "fr/fr/matelot/index.html"
    (link,) = soup(page).select(".job-switch a")
    assert follow(page, link["href"])[0] == out / "en/en/deckhand/index.html"


def test_books_have_no_page_at_their_root(make, tmp_path):
    out = tmp_path / "out"
    command("build", make(FILES, conf=CONF).root, out, "-b", "text", "-q")
    assert sorted(p.name for p in out.iterdir()) == [".doctrees", "en", "fr"]


def test_the_command_leaves_the_addresses_to_conf_py(make, tmp_path):
    project = make(FILES, conf=CONF + "jobs_sites = {'fr': 'https://fr.example', 'en': '/en'}\n")
    out = tmp_path / "out"
    assert command("build", project.root, out, "-q").returncode == 0
    (link,) = soup(out / "en/en/engineer.html").select(".job-switch a")
    assert link["href"] == "https://fr.example/en/engineer.html"
    (link,) = soup(out / "fr/en/engineer.html").select(".job-switch a")
    assert link["href"] == "/en/en/engineer.html"


def test_the_command_fails_where_a_build_does(make, tmp_path):
    broken_project = make({**FILES, "fr/b.md": posting("B", "b", "[x](gone.md)\n")}, conf=CONF)
    assert command("build", broken_project.root, tmp_path / "o", "-q", "-W").returncode != 0
    none = make({}, name="none")
    done = command("build", none.root, tmp_path / "o")
    assert (done.returncode, "jobs_languages" in done.stderr) == (2, True)
    assert command("build", tmp_path / "nowhere", tmp_path / "o").returncode == 2


# Texts of other kinds


def test_a_posting_inside_a_page_stays_with_its_page(make):
    inline = (
        "# Jobs\n\n```{job-posting}\n:title: Painter\n:description: Paint.\n"
        ":translationKey: painter\n:lang: en\n\nPaint the hull.\n```\n"
    )
    project = make({**FILES, "jobs.md": inline}, conf=CONF)
    build = site(project, "fr")
    site(project, "en")
    section = build.main("jobs").select_one("section.job-posting")
    assert build.warnings == []
    assert (lang_of(section), section.select_one(".job-notice")) == ("en", None)
    assert "no application form" in section.get_text()
    assert broken(build.app.outdir) == []


def test_a_regional_text_serves_its_language(make):
    files = {"a.md": posting("Deckhand", "a"), "b.md": posting("Matelot", "a", lang="fr-CA")}
    project = make(files, conf=CONF)
    french, english = site(project, "fr"), site(project, "en")
    assert french.postings == ["b"]
    assert french.main("b").section["lang"] == "fr-CA"
    assert french.main("b").select_one(".job-notice") is None
    switch = english.main("a").select_one(".job-switch")
    assert (switch.a["href"], lang_of(switch.a)) == ("../../_fr/html/b.html", "fr-CA")


def test_which_text_stands_in(make):
    files = {
        "de.md": posting("Matrose", "a", lang="de"),
        "es.md": posting("Marinero", "b", lang="es"),
        "de2.md": posting("Koch", "b", lang="de", archived="true"),
        "en1.md": posting("Old", "c", lang="en", archived="true"),
        "en2.md": posting("New", "c", lang="en"),
        "de3.md": posting("Neu", "c", lang="de"),
    }
    project = make(files, conf=CONF + "suppress_warnings.append('jobs.duplicate')\n")
    # by jobs_languages, then by tag; of duplicates the open one
    assert site(project, "fr").postings == ["de", "de2", "en2"]
    assert site(project, "en").postings == [
        "de",
        "de2",
        "en1",
        "en2",
    ]
    assert "qu’en allemand" in site(project, "fr").main("de").get_text()


def test_a_toctree_shows_the_posting_of_this_site(make):
    toctree = "# Jobs\n\n```{toctree}\nen/deckhand\nLe matelot <fr/matelot.md>\nen/engineer\n```\n"
    home = {
        "index.md": "# Home\n\n```{toctree}\nabout\nlist\nwaiting\n```\n",
        "waiting.md": "# W\n",
    }
    project = make({**FILES, **home, "list.md": toctree}, conf=CONF)

    def entries(build: Build) -> list[str]:
        assert build.warnings == []
        return [a.get_text() for a in build.main("list").select(".toctree-l1 > a")]

    assert entries(site(project, "en")) == ["Deckhand", "Engineer"]
    build = site(project, "fr")
    assert entries(build) == ["Le matelot", "Engineer"]
    assert build.app.env.collect_relations()["fr/matelot"][:2] == ["list", "list"]
    assert site(project, "fr").read == []
    edit(project, {"fr/mecanicien.md": posting("Mécanicien", "engineer")})
    build = site(project, "fr")
    assert build.read == ["fr/mecanicien", "list"]
    assert entries(build) == ["Le matelot", "Mécanicien"]
    same_as_fresh(project, build, "fr")
    assert site(project, "fr", confoverrides={"jobs_publish": "all"}).warnings == []


def test_a_link_without_text_takes_the_title_of_this_site(make):
    files = {
        **FILES,
        "p.md": "# P\n\n[](fr/matelot.md) [](en/engineer.md) <project:fr/matelot.md>\n",
    }
    build = site(make(files, conf=CONF), "en")
    links = build.main("p").select("section > p a")
    assert [a.get_text() for a in links] == ["Deckhand", "Engineer", "Deckhand"]
    assert build.warnings == []


def test_addresses_are_quoted_in_folders_too(make):
    files = {
        "en/chief & co #1.md": posting("Chief", "chief"),
        "fr/chef à bord.md": posting("Chef", "chief"),
    }
    project = make(
        {"index.md": "# Home\n", **files},
        conf=CONF + "jobs_sites = {'en': '../en/', 'fr': '../fr/'}\n",
    )
    build = project.build("dirhtml", confoverrides={"language": "fr"})
    page = BeautifulSoup(build.text("fr/chef à bord/index.html"), "lxml")
    switch = page.select_one(".job-switch a")["href"]
    assert switch.endswith("/en/chief%20%26%20co%20%231/")
    redirect = BeautifulSoup(build.text("en/chief & co #1/index.html"), "lxml")
    assert redirect.a["href"].endswith("fr/chef%20%C3%A0%20bord/")
    landed = (Path(build.app.outdir) / "en/x" / unquote(redirect.a["href"])).resolve()
    assert (landed / "index.html").is_file()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_relative_link_to_another_site_leads_to_the_section(make, builder):
    part = "```{{job-posting}}\n:title: {0}\n:translationKey: {1}\n:lang: {2}\n\nText.\n```\n"
    jobs = "# Jobs\n\n" + part.format("Matelot", "deckhand", "fr")
    project = make(
        {"index.md": "# Home\n\n{job}`deckhand@fr`\n", "jobs.md": jobs},
        conf=CONF + "jobs_sites = {'en': '../en/', 'fr': '../fr/'}\n",
    )
    build = project.build(builder, confoverrides={"language": "en"})
    link = build.main("index").select_one("p a")
    page = "jobs.html" if builder == "html" else "jobs/"
    assert link["href"] == f"../fr/{page}#job-deckhand-fr"


def test_several_texts_of_a_key_link_to_those_in_their_folder(make):
    files = {
        f"{lang}/{folder}/{name}.md": posting(f"{name} {folder}", "chief")
        for lang, name in (("en", "chief"), ("fr", "chef"))
        for folder in ("deck", "shore")
    }
    conf = "jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.duplicate']\n"
    build = make({"index.md": "# Home\n", **files}, conf=conf).build()
    for folder in ("deck", "shore"):
        for docname, other in (
            (f"en/{folder}/chief", f"fr/{folder}/chef"),
            (f"fr/{folder}/chef", f"en/{folder}/chief"),
        ):
            (link,) = build.main(docname).select(".job-switch a")
            assert link["href"] == f"../../{other}.html"


def test_a_link_to_a_heading_leads_to_that_of_the_posting_that_is_published(make):
    """MyST knows a heading by its slug, which is not always its id."""
    body = "## Dûties & more\n\nText.\n"
    files = {
        "en/cook.md": posting("Cook", "cook", body),
        "fr/cook.md": posting("Cuisinière", "cook", body),
        "p.md": "# P\n\n[There](fr/cook.md#dûties--more)\n",
    }
    conf = "jobs_languages = ['en', 'fr']\njobs_publish = 'language'\n"
    build = make(files, conf).build()
    heading = build.main("en/cook").find("h2").parent["id"]
    assert heading != "dûties--more"
    assert build.main("p").find("a", string="There")["href"] == f"en/cook.html#{heading}"
