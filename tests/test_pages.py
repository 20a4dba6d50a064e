"""A posting's page: title, lead, facts, notice, switch, way to apply, and the whole body."""

from __future__ import annotations

import re
from pathlib import Path

import docutils
import pytest

from .support import posting


def test_front_matter_makes_the_page(make):
    build = make(
        {
            "captain.md": posting(
                "Ferry captain",
                "captain",
                "### Duties\n\nSteer.\n\n#### At night\n\nSteer slowly.\n",
                archived="false",
                leverId="ab 12",
                classification="DO-04",
                location="[Quay, Pier]",
                expiryDate="2030-01-31",
                team="Deck",
            ),
        },
        conf="jobs_today = '2030-01-31'\njobs_apply_url = 'https://ats.example/{leverId}'\n",
    ).build()
    assert build.warnings == []
    main = build.main("captain")
    assert [h.get_text().rstrip("¶") for h in main.find_all("h1")] == ["Ferry captain"]
    assert [h.name for h in main.find_all(re.compile("^h[1-6]$"))] == ["h1", "h2", "h3"]
    assert main.select_one("p.job-lead").get_text() == "Lead of Ferry captain."
    facts = [
        dt.get_text() + ": " + dt.find_next_sibling("dd").get_text(strip=True)
        for dt in main.select("dl.job-facts dt")
    ]
    assert facts == [
        "Closing date: January 31, 2030",
        "Location: Quay, Pier",
        "Team: Deck",
        "Classification: DO-04",
    ]
    assert main.select_one("a.job-apply-link")["href"] == "https://ats.example/ab%2012"
    assert not main.select("dl.field-list")
    assert build.page("captain").title.get_text().startswith("Ferry captain")


def test_the_parts_stand_in_reading_order(make):
    build = make(
        {
            "en/a.md": posting("Old post", "a", archived="true"),
            "fr/a.md": posting("Ancien poste", "a", archived="true"),
        }
    ).build()
    section = build.main("en/a").select_one("section.job-posting")
    assert kinds(section) == ["h1", "job-header", "p"]
    assert kinds(section.div) == ["job-switch", "job-notice", "job-lead", "job-facts"]


def kinds(element):
    """Return the classes of ours of an element's children, or their tags."""
    return [
        next((name for name in child.get("class", ()) if name.startswith("job-")), child.name)
        for child in element.find_all(recursive=False)
    ]


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("# Title\n\nA\n\n## B\n\nC\n", ["h1", "h2"]),  # the body repeats the title
        ("# Other\n\nA\n\n### B\n\nC\n", ["h1", "h2", "h3"]),
        ("#### A\n\n## B\n\n###### C\n\n# D\n", ["h1", "h2", "h2", "h3", "h2"]),
        ("Text\n\nTitle\n=====\n\nA\n", ["h1"]),
        ("##\n\nText\n", ["h1"]),
        ("> # Quoted\n\n## A\n", ["h1", "h2"]),
        (
            "# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F\n\nText\n",
            ["h1", "h2", "h3", "h4", "h5", "h6", "h6"],
        ),
    ],
)
def test_headings_start_at_two_and_never_skip(make, body, levels):
    build = make({"a.md": posting("Title", "a", body)}).build()
    assert build.warnings == []
    found = build.main("a").find_all(re.compile("^h[1-6]$"))
    assert [h.name for h in found] == levels
    assert sum("Title" in h.get_text() for h in found) == 1


@pytest.mark.parametrize(
    "body",
    [
        "---\n\nText\n\n---\n",
        "***\n\n***\n\nText\n\n***\n\n***\n",
        "## A\n\n---\n\nText\n\n---\n\n## B\n",
        "- a\n\n  ---\n\n  b\n",
        "---\nnot: front matter\n---\n\nText\n",
        "% per cent of the work\n",
        "<p>One</p>\n\n<p>Two <strong>three</strong></p>\n",
        "An unmatched * and _ and [ and ` here\n",
        "{role-like} text and {{ braces }} and $5 to $10\n",
        "<div>\n\nText\n\n</div>\n",
        "[a](https://example.org/?utm_source=x&amp;utm_medium=y)\n",
        "Line one\\\nline two  \nline three\n",
        "```\ncode\n```\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "&nbsp;\n\nText&#8211;more\n",
        "<!-- note -->\n\nText\n",
        "<br>\n<br/>\n\nText\n",
        "* [ ] a task\n* [x] done\n",
        "Term\n: definition\n",
        "[^1]: A note without a reference\n\nText\n",
    ],
)
def test_what_a_cms_leaves_makes_no_warning(make, body):
    project = make({"a.md": posting("Title", "a", body)})
    build = project.build()
    assert [w for w in build.warnings if "ref.footnote" not in w] == []
    shown = build.main("a").get_text(" ")
    for word in re.findall(r"[a-z]{3,}", re.sub(r"<[^>]*>|\]\(.*?\)|&\w+;", " ", body)):
        assert word in shown or "<!--" in body, word


def test_html_becomes_part_of_the_page(make):
    body = (
        '<h2 id="x">What we look for</h2>\n\n<p>See <a href="https://example.org/" '
        'target="_blank">the&nbsp;<em>list</em></a>.</p>\n\n<ul><li>one</li>\n<li>two</li></ul>\n\n'
        "Write to <your manager> & <strong>me</strong>.\n"
    )
    project = make({"a.md": posting("Title", "a", body)})
    main = project.build().main("a")
    assert main.find("h2").get_text().rstrip("¶") == "What we look for"
    assert main.select_one('a[href="https://example.org/"]').get_text() == "the\xa0list"
    assert [li.get_text() for li in main.select("section section li")] == ["one", "two"]
    assert "Write to <your manager> & me." in main.get_text()
    text = project.build("text").text("a.txt")
    assert "What we look for\n================" in text
    assert "* one" in text


def test_raw_html_keeps_its_words_in_other_formats(make):
    body = "<table><tr><td>Pay</td><td>High</td></tr></table>\n\nSee<span> the</span> end.\n"
    project = make({"a.md": posting("Title", "a", body)})
    text = project.build("text").text("a.txt")
    assert "Pay" in text
    assert "High" in text
    assert "See the end." in text


def test_raw_html_stands_in_a_page_as_it_is(make):
    main = make({"a.md": posting("A", "a", "Ten m<sup>2</sup> a day.\n")}).build().main("a")
    assert main.sup.get_text() == "2"


def test_a_page_in_french_is_french_to_the_last_label(make):
    build = make(
        {
            "content/en/captain.md": posting("Captain", "captain", leverId="1"),
            "content/fr/capitaine.md": posting(
                "Capitaine de l'équipage",
                "captain",
                "Selon l'[horaire](https://example.org), d'*abord* « ici », c.‑à‑d. l'été, chef·fe.\n",
                leverId="2",
                expiryDate="2030-03-01",
                workplace="remote",
            ),
        },
        conf="jobs_today = '2030-02-01'\njobs_apply_url = 'https://ats.example/{leverId}'\n",
    ).build()
    section = build.main("content/fr/capitaine").select_one("section.job-posting")
    assert section["lang"] == "fr"
    labels = [dt.get_text() for dt in section.select("dl.job-facts dt")]
    assert labels == ["Date limite", "Mode de travail"]
    assert "1er mars 2030" in section.get_text()
    assert "À distance" in section.get_text()
    assert section.select_one("a.job-apply-link").get_text() == "Postuler"
    text = section.get_text()
    assert "Capitaine de l’équipage" in text
    assert "Selon l’horaire, d’abord « ici », c.‑à‑d. l’été, chef·fe." in text
    switch = section.select_one(".job-switch [lang=en]")
    assert (switch.get_text(), switch.a["title"]) == ("English", "Captain")
    assert switch.find("a")["href"] == "../en/captain.html"
    english = build.main("content/en/captain").select_one(".job-switch [lang=fr]")
    assert (english.get_text(), english.a["title"]) == ("Français", "Capitaine de l’équipage")


@pytest.mark.skipif(
    docutils.__version_info__ < (0, 22), reason="docutils looks for the language in a block only"
)
def test_quotes_at_the_edge_of_markup(make):
    build = make(
        {
            "fr/a.md": posting(
                "A", "a", 'Voir "[ici](https://example.org)" et "*là*" ou "tout".\n'
            ),
            "en/a.md": posting(
                "A", "a", "See \"[here](https://example.org)\", it's *the team*'s.\n"
            ),
        }
    ).build()
    french, english = (build.main(f"{lang}/a").get_text() for lang in ("fr", "en"))
    assert "Voir «\xa0ici\xa0» et «\xa0là\xa0» ou «\xa0tout\xa0»." in french
    assert "See “here”, it’s the team’s." in english


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"formHidden": "true"}, False),
        ({"archived": "true"}, False),
        ({"leverId": "null"}, False),
        ({"publishDate": "2999-01-01"}, False),
        ({"hidden": "true"}, True),
        ({"linkHidden": "true"}, True),
    ],
)
def test_when_one_can_apply(make, fields, expected):
    fields = {"leverId": "1", **fields}
    build = make(
        {"a.md": posting("A", "a", **fields)},
        conf="jobs_apply_url = 'https://x.example/{leverId}'\n",
    ).build()
    assert bool(build.main("a").select("a.job-apply-link")) is expected


def test_apply_url_per_language(make):
    build = make(
        {"en/a.md": posting("A", "a"), "fr/a.md": posting("A", "a")},
        conf="jobs_apply_url = {'en': 'https://x.example/{key}', 'fr': 'https://x.example/fr'}\n",
    ).build()
    links = [
        build.main(f"{lang}/a").select_one("a.job-apply-link")["href"] for lang in ("en", "fr")
    ]
    assert links == ["https://x.example/a", "https://x.example/fr"]


def test_the_posting_s_own_address_to_apply_at(make):
    mailbox = "mailto:jobs%40example.org?subject=Cook"
    build = make(
        {
            "a.md": posting("A", "a", applyUrl="https://ats.example/1"),
            "b.md": posting("B", "b", applyUrl="mailto:jobs@example.org?subject=Cook"),
            "c.md": posting("C", "c", applyUrl="https://ats.example/1", formHidden="true"),
            "d.md": posting("D", "d", applyUrl="see below"),
        },
        conf="jobs_apply_url = 'https://x.example/{key}'\n",
    ).build()
    links = [build.main(name).select("a.job-apply-link") for name in "abcd"]
    assert [[link["href"] for link in found] for found in links] == [
        ["https://ats.example/1"],
        [mailbox],
        [],
        ["https://x.example/d"],
    ]


def test_notices(make):
    build = make(
        {
            "expired.md": posting("A", "a", expiryDate="2030-01-31"),
            "archived.md": posting("B", "b", archived="true", expiryDate="2031-01-31"),
            "coming.md": posting("C", "c", publishDate="2030-03-01"),
        },
        conf="jobs_today = '2030-02-01'\n",
    ).build()
    notices = {
        name: build.main(name).select_one(".job-notice").get_text(" ", strip=True)
        for name in ("expired", "archived", "coming")
    }
    assert notices == {
        "expired": "Closed This posting closed on January 31, 2030. It is kept for reference.",
        "archived": "Closed This posting is closed. It is kept for reference.",
        "coming": "Upcoming Applications open on March 1, 2030.",
    }
    assert "January 31, 2031" not in build.main("archived").get_text()


def test_faults_are_located_and_the_words_kept(make):
    build = make(
        {
            "en/chef.md": (
                "---\nlayout: job-posting\ntitle: 'Chef d'équipe'\ntranslationKey: chef\n"
                "archived: true\n---\n\nLe corps.\n"
            ),
        }
    ).build()
    assert [re.sub(r"\. .*(?= \[)", ".", w) for w in build.warnings] == [
        "en/chef.md:3: WARNING: A straight apostrophe ends the quoted text of title too early. "
        "[jobs.front-matter]",
        "en/chef.md:2: WARNING: description is missing. [jobs.missing]",
    ]
    chef = build.main("en/chef")
    assert chef.find("h1").get_text().rstrip("¶") == "Chef d’équipe"
    assert "Le corps." in chef.get_text()
    assert chef.select(".job-closed")


def test_other_markdown_is_mysts(make):
    build = make({"note.md": "---\ntitle: A note\n---\n\n# Heading\n\n% comment\n\nText\n"}).build()
    assert build.warnings == []
    assert "comment" not in build.main("note").get_text()
    assert not build.main("note").select(".job-posting")


def test_links_that_lead_nowhere(make):
    build = make(
        {
            "a.md": posting(
                "A", "a", "[b](b.md) [old](/careers/old/) [gone](gone.md#x) [c](#c-d)\n\n## C d\n"
            ),
            "b.md": posting("B", "b"),
        }
    ).build()
    assert build.warnings == [
        f"a.md:8: WARNING: The link target {target} does not exist in the project. Use the path of "
        "a file, or a full URL (https://…). [jobs.link]"
        for target in ("/careers/old/", "gone.md#x")
    ]
    hrefs = [a["href"] for a in build.main("a").select("section > p > a")]
    assert hrefs == ["b.html", "/careers/old/", "gone.md#x", "#c-d"]


def test_drafts_stay_out_until_asked_for(make):
    project = make({"a.md": posting("A", "a", draft="true"), "b.md": posting("B", "b")})
    assert project.build().read == ["b", "index"]
    build = project.build(confoverrides={"jobs_drafts": True})
    assert build.read == ["a"]
    build = project.build()
    assert (build.read, "a" in build.app.env.found_docs) == ([], False)
    assert not (build.app.outdir / "a.html").exists()


def test_myst_settings_in_a_posting(make):
    text = posting("A", "a", "Term\n: meaning\n").replace(
        "---\n\n", "myst:\n  enable_extensions: [deflist]\n---\n\n"
    )
    build = make({"a.md": text}).build()
    assert build.warnings == []
    assert build.main("a").select_one("section > dl:not(.job-facts) dt").get_text() == "Term"


def test_a_link_to_a_heading_of_the_posting(make):
    body = "[Down](#what-you-do)\n\n## What you do\n\nSail.\n"
    build = make({"a.md": posting("A", "a", body)}).build()
    assert build.warnings == []
    link = build.main("a").find("a", string="Down")
    assert (
        build.main("a").find(id=link["href"].removeprefix("#")).h2.get_text()[:-1] == "What you do"
    )


def test_footnotes_are_part_of_the_posting(make):
    body = "Corps[^1].\n\n[^1]: Une note.\n\n    <div>Encore une</div>\n"
    project = make({"fr/a.md": posting("A", "a", body)})
    build = project.build()
    assert build.warnings == []
    note = build.main("fr/a").find(string="Une note.")
    assert note.find_parent(attrs={"lang": "fr"})
    assert "Encore une" in project.build("text").text("fr/a.txt")


def test_footnotes_without_a_reference_are_kept(make):
    """MyST-Parser 3 drops them; each that the page does not show has a warning."""
    body = (
        "## Kept\n\nSee[^1].\n\n[^1]: One, as in[^in].\n[^in]: Inner.\n[^2]: Alone.\n"
        "[^2]: Alone again.\n\n## End\n"
    )
    page = (
        "# P\n\nPage[^1].\n\n[^1]: Of the page.\n\n```{job-posting} a.md\n```\n\n## Next\n\nText.\n"
    )
    build = make({"a.md": posting("A", "a", body), "p.md": page}).build()
    for name in ("a", "p"):
        shown = [note.p.get_text() for note in build.main(name).select("[role=doc-footnote]")]
        assert {"One, as in[2].", "Inner.", "Alone."} <= {
            re.sub(r"\[\d\]", "[2]", note) for note in shown
        }
        assert len(shown) == (4 if name == "p" else 3)
    assert all("a.md:" in warning for warning in build.warnings)
    assert any("not referenced" in warning for warning in build.warnings)
    assert sum("Duplicate footnote" in warning for warning in build.warnings) == 2


def test_warnings_of_myst_name_the_line(make):
    body = "Text.\n\n```{nodirective}\nx\n```\n"
    text = posting("A", "a", body).replace("---\n\n", "myst: {nosetting: 1}\n---\n\n")
    project = make({"a.md": text})
    warnings = project.build().warnings
    line = text[: text.index("```{nod")].count("\n") + 1
    assert [warning.partition(": ")[0] for warning in warnings] == ["a.md:1", f"a.md:{line}"]
    conf = (project.root / "conf.py").read_text(encoding="utf-8")
    quiet = "suppress_warnings = ['myst.topmatter', 'myst.directive_unknown']\n"
    project.write({"conf.py": conf + quiet})
    assert project.build().warnings == []


def test_absurdly_deep_html_stays_raw(make):
    build = make(
        {"a.md": posting("A", "a", "<ul><li>" * 400 + "deep" + "</li></ul>" * 400)}
    ).build()
    assert build.warnings == []
    assert "deep" in build.text("a.html")


def test_facts_in_free_words_are_set_as_the_text_is(make):
    """Front matter is no text to Sphinx: its smart quotes pass by."""
    files = {
        "fr/a.md": posting(
            "A", "a", team="Bureau d'accueil \"Nord\"", salary="34,60 $ l'heure, plus 6 %",
            location="[L'Anse-à-l'Eau, 100 000 lacs]",
        ),
        "en/a.md": posting("A", "a", team='The captain\'s "crew"', salary="$10 000 or 1234 5678"),
        "fr/liste.md": "# Liste\n\n```{job-index}\n:group-by: team\n```\n",
    }  # fmt: skip
    build = make(files, conf="suppress_warnings = ['jobs.pair']\n").build()
    nbsp = "\N{NO-BREAK SPACE}"
    facts = {dd.p["class"][0]: dd.get_text() for dd in build.main("fr/a").select(".job-facts dd")}
    assert facts["job-fact-team"].strip() == f"Bureau d’accueil «{nbsp}Nord{nbsp}»"
    assert facts["job-fact-salary"].strip() == f"34,60{nbsp}$ l’heure, plus 6{nbsp}%"
    assert facts["job-fact-location"].strip() == f"L’Anse-à-l’Eau, 100{nbsp}000 lacs"
    facts = {dd.p["class"][0]: dd.get_text() for dd in build.main("en/a").select(".job-facts dd")}
    assert facts["job-fact-team"].strip() == "The captain’s “crew”"
    assert facts["job-fact-salary"].strip() == f"$10{nbsp}000 or 1234 5678"
    assert build.main("fr/liste").select_one(".job-group").get_text().startswith("Bureau d’accueil")
    plain = make(files, conf="smartquotes = False\n", name="plain").build()
    assert 'Bureau d\'accueil "Nord"' in plain.main("fr/a").get_text()


def test_code_words_are_known_however_they_are_written(make):
    words = "[FULLTIME, full-time, Part Time, SEASONAL]"
    build = make({"fr/a.md": posting("A", "a", employmentType=words, workplace="On Site")}).build()
    text = build.main("fr/a").get_text()
    assert "Temps plein, Temps partiel, SEASONAL" in text
    assert "Sur place" in text


def test_what_is_unlisted_is_found_by_its_address_only(make):
    files = {
        "en/a.md": posting("Lamplighter", "lamps", "Quokka words.\n", linkHidden="true"),
        "en/b.md": posting("Baker", "bread", "Other words.\n"),
        "en/c.md": "# Page\n\nSee {job}`lamps`.\n",
    }
    build = make(files).build()
    index = build.text("searchindex.js")
    assert "quokka" not in index
    assert "Lamplighter" not in index
    assert "Baker" in index
    assert build.page("en/a").select_one('meta[name="robots"]')["content"] == "noindex"
    titles = [a.get_text() for a in build.page("job-index").select(".modindextable a")]
    assert titles == ["Baker"]
    assert build.main("en/c").select_one("a.job-ref, a.reference")["href"] == "a.html"
    private = make(files, conf="jobs_web = False\n", name="private").build()
    assert private.page("en/a").select_one('meta[name="robots"]')["content"] == "noindex"


@pytest.mark.parametrize("builder", ["text", "latex", "man"])
def test_a_break_parts_words_on_paper(make, builder):
    build = make({"index.md": posting("A", "a", "With a reference.<br>Ask for Joan.\n")}).build(
        builder
    )
    (written,) = (
        p for p in Path(build.app.outdir).rglob("*") if p.suffix in (".txt", ".tex", ".1")
    )
    text = " ".join(written.read_text(encoding="utf-8").replace("\\&", "").split())
    assert "With a reference. Ask for Joan." in text


# Merge conflicts

HEAD, MIDDLE, END = "<<<<<<< HEAD", "=======", ">>>>>>> theirs"
UNRESOLVED = (
    "WARNING: A merge conflict is not resolved here. Keep one of the two texts, and remove the "
    "lines that begin with <<<<<<<, ======= and >>>>>>>. [jobs.merge]"
)


def conflicting(*lines):
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            conflicting(
                *(
                    "---",
                    "layout: job-posting",
                    HEAD,
                    "title: Captain",
                    MIDDLE,
                    "title: Master",
                    END,
                ),
                *(
                    "description: Lead.",
                    "translationKey: a",
                    "---",
                    "",
                    "Our",
                    "quay.",
                    "Your",
                    "boat.",
                ),
            ),
            3,
        ),
        (
            conflicting(
                *("---", HEAD, "layout: job-posting", MIDDLE, "layout: page", END),
                *("title: Captain", "description: Lead.", "translationKey: a", "---"),
                *("Our quay.", "", "Your boat."),
            ),
            2,
        ),
        (
            conflicting(
                *("---", HEAD, "layout: page", MIDDLE, "layout: job-posting", END),
                *("title: Captain", "description: Lead.", "translationKey: a", "---"),
                *("Our quay.", "", "Your boat."),
            ),
            2,
        ),
        (
            conflicting(
                *(HEAD, "---", "layout: job-posting", "title: Captain", "description: Lead."),
                *("translationKey: a", "---", "Our quay.", MIDDLE, "---", "layout: job-posting"),
                *("title: Master", "draft: true", "---", "Your boat.", END),
            ),
            1,
        ),
        (
            posting("Captain", "a", conflicting(HEAD, "Our quay.", MIDDLE, "Your boat.", END)),
            8,
        ),
    ],
    ids=["title", "layout", "layout-of-theirs", "whole-file", "body"],
)
@pytest.mark.parametrize("publish", ["all", "language"])
def test_a_merge_conflict_is_reported_once_and_no_word_is_lost(make, text, line, publish):
    project = make({"en/a.md": text}, conf=f"jobs_publish = {publish!r}\n")
    build = project.build()
    assert build.warnings == [f"en/a.md:{line}: {UNRESOLVED}"]
    main = build.main("en/a")
    assert [h.get_text().strip("¶") for h in main.select("h1, h2, h3")] == ["Captain"]
    text = " ".join(main.get_text().split())
    assert "Our quay." in text
    assert "Your boat." in text
    assert "<<<" not in text
    assert ">>>" not in text
    assert not main.select("blockquote")


def test_a_merge_conflict_in_a_file_that_a_page_shows(make, tmp_path):
    (tmp_path / "job.md").write_text(
        conflicting(HEAD, "Our quay.", MIDDLE, "Your boat.", END, "```", HEAD, "```"),
        encoding="utf-8",
    )
    page = (
        "# P\n\n```{job-posting} ../job.md\n:title: Captain\n:description: d\n"
        ":translationKey: a\n```\n"
    )
    build = make({"p.md": page}).build()
    assert build.warnings == [f"{tmp_path}/job.md:1: {UNRESOLVED}"]
    assert "Your boat." in build.main("p").get_text()


def test_a_page_about_merge_conflicts_is_left_alone(make):
    code = conflicting("Our quay", MIDDLE, "", "```", HEAD, "a", MIDDLE, "b", END, "```")
    build = make({"a.md": posting("A", "a", code), "b.md": "# B\n\n" + code}).build()
    assert build.warnings == []
    assert HEAD in build.main("a").get_text()
