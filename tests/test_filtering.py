"""Filtering and sorting a list in the browser: what is offered, and what it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .looks import FONTS, SHIFTS
from .support import CHROMIUM, THEMES, but_root, edit, matrix, posting

CONF = (
    "jobs_today = '2030-02-01'\njobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n"
)
#: Themes that change the markup of pages, if they are installed.
FURTHER_THEMES = ["python_docs_theme", "shibuya"]
FILES = {
    "en/captain.md": posting(
        "Captain", "captain", "## Watch\n\nA.\n\n### Safety\n\nB.\n", team="Deck", location="[Quay, Island]", expiryDate="2030-03-01", tags="[boats]"
    ),
    "en/cook.md": posting("Cook", "cook", team="Galley", location="Quay", expiryDate="2030-02-20"),
    "en/deckhand.md": posting("Deckhand", "hand", team="Deck", location="Island"),
    "en/engineer.md": posting("Engineer", "engine", team="Engine room", expiryDate="2030-12-31"),
    "fr/oeuvre.md": posting("Maître d’œuvre", "works", team="Chantier", location="Île", workplace="remote"),
    "en/zeppelin.md": posting("Élan pilot", "pilot", team="Deck", expiryDate="2030-02-20"),
}  # fmt: skip


def page(options: str = ":style: cards", title: str = "Jobs") -> str:
    return f"# {title}\n\n```{{job-index}}\n{options}\n```\n"


def form(build, docname="en/jobs"):
    return build.page(docname).select("form.job-filter")


@pytest.mark.parametrize(
    ("options", "offered"),
    [
        (":style: cards", True),
        (":style: table", True),
        (":style: list", False),
        ("", False),
        (":style: list\n:filter: yes", True),
        (":style: list\n:filter:", True),
        (":style: cards\n:filter: no", False),
        (":style: cards\n:limit: 5", False),
        (":style: cards\n:limit: 2\n:filter: true", True),
        (":style: table\n:where: team = Deck", False),
        (":style: table\n:where: team = Deck\n:filter: yes", True),
        (":style: table\n:status: closed\n:filter: yes", False),
    ],
)
def test_which_lists_have_a_form(make, options, offered):
    build = make({**FILES, "en/jobs.md": page(options)}, CONF).build()
    assert build.warnings == []
    assert bool(form(build)) is offered
    for asset in (
        'script[src*="sphinxext-jobs-filter.js"]',
        'link[href*="sphinxext-jobs-filter.css"]',
    ):
        assert len(build.page("en/jobs").select(asset)) == offered
        assert build.page("en/captain").select(asset) == []


def test_what_the_form_offers(make):
    build = make({**FILES, "en/jobs.md": page()}, CONF).build()
    (found,) = form(build)
    assert not found.has_attr("hidden")  # the style sheet keeps its place until it works
    labels = {label.span.get_text(): label.find(["input", "select"]) for label in found("label")}
    assert list(labels) == ["Search these postings", "Team", "Location", "Language", "Sort by"]
    options = [(o["value"], o.get("lang")) for o in labels["Location"]("option")]
    assert options == [("", None), ("Île", "fr"), ("Island", None), ("Quay", None)]
    assert [o["value"] for o in labels["Sort by"]("option")] == [
        "", "title", "-title", "expiryDate", "-expiryDate",
    ]  # fmt: skip
    assert found.p.get_text() == "Postings shown: 6 of 6"
    data = json.loads(found["data-postings"])
    titles = [a.get_text() for a in build.page("en/jobs").select(".job-index a")]
    assert titles == ["Captain", "Cook", "Deckhand", "Élan pilot", "Engineer", "Maître d’œuvre"]
    assert data["items"] == list(range(6))
    assert data["choices"]["location"] == [[2, 1], [2], [1], [], [], [0]]
    assert data["words"][0] == "boats Watch Safety"
    assert data["words"][1] == ""
    assert data["ranks"]["expiryDate"] == [1, 0, None, 0, 2, None]


def test_a_french_list_has_a_french_form(make):
    build = make({**FILES, "fr/postes.md": page(title="Postes")}, CONF).build()
    (found,) = form(build, "fr/postes")
    text = " ".join(found.get_text(" ").split())
    assert text.startswith("Chercher dans ces offres ")
    assert " Équipe Peu importe " in text
    assert "Trier par Ordre de la liste Titre (ordre croissant)" in text
    assert "Offres affichées : 6 sur 6 Réinitialiser Aucune offre ne correspond." in text
    assert found["aria-label"] == "Filtrer les offres"


def test_the_author_chooses_the_fields(make):
    options = ":style: table\n:filter: Tags, WORKPLACE, shift"
    build = make({**FILES, "en/jobs.md": page(options)}, CONF).build()
    assert build.warnings == []
    (found,) = form(build)
    choices = {s["name"]: [o.get_text() for o in s("option")] for s in found("select")}
    assert choices.pop("sort")[:2] == ["As listed", "Title (ascending)"]
    assert choices == {"tags": ["All", "boats"], "workplace": ["All", "Remote"], "shift": ["All"]}


def test_a_site_in_one_language_offers_no_choice_of_languages(make):
    conf = CONF + "jobs_publish = 'language'\nlanguage = 'en'\n"
    build = make({**FILES, "en/jobs.md": page()}, conf).build()
    (found,) = form(build)
    assert len(json.loads(found["data-postings"])["items"]) == 6
    assert found.select("[name=team]")
    assert found.select("[name=lang]") == []


def test_addresses_have_values_and_not_words_of_a_language(make):
    kinds = "[full time, TEMPORARY]"
    files = {
        "fr/a.md": posting("A", "a", archived="true", workplace="Remote", employmentType=kinds),
        "fr/b.md": posting("B", "b", workplace="telecommute", employmentType="as needed"),
        "fr/c.md": posting("C", "c", employmentType="Full-Time", workplace="on_site", team="Pont"),
        "fr/d.md": posting("D", "d", publishDate="2030-03-01", expiryDate="2030-03-20"),
        "fr/liste.md": page(
            ":status: all\n:filter: status, workplace, employmentType, lang, expiryDate, team"
        ),
    }
    build = make(files, CONF).build()
    choices = {
        select["name"]: [(o["value"], o.get_text()) for o in select("option")[1:]]
        for select in form(build, "fr/liste")[0].select(".job-choice")
    }
    assert choices == {
        # Code words are in their own order, and two that look the same are one.
        "status": [("open", "Ouverte"), ("upcoming", "À venir"), ("closed", "Fermée")],
        "workplace": [("on-site", "Sur place"), ("remote", "À distance")],
        "employmentType": [
            ("FULL_TIME", "Temps plein"), ("TEMPORARY", "Temporaire"), ("as needed", "as needed"),
        ],
        "lang": [("fr", "Français")],
        "expiryDate": [("2030-03-20", "20 mars 2030")],
        "team": [("Pont", "Pont")],
    }  # fmt: skip


def test_a_search_finds_each_word_once_that_the_list_does_not_show(make):
    body = "## Boats of 1 200 tonnes\n\n### Boats and *ropes*\n\nText.\n"
    fields = {"salary": "62 300 $", "team": "Deck", "tags": "[boats, Boats]"}
    lists = "".join(page(f":style: {style}\n:filter: yes", style) for style in ("table", "cards"))
    part = "\n".join(
        ("```{job-posting}", ":title: Part", ":description: Lead.", ":translationKey: part", "",
         "## Inside", "", "Text.", "```")
    )  # fmt: skip
    files = {
        "en/a.md": posting("A", "a", body, **fields),
        "en/parts.md": f"# Parts\n\n## Before\n\n{part}\n\n## After\n",
        "en/jobs.md": lists,
    }
    build = make(files, CONF).build()
    table, cards = (json.loads(found["data-postings"])["words"] for found in form(build))
    assert table[1] == "Inside Lead."
    assert cards[1] == "Inside"
    assert "boats Boats of 1 200 tonnes and ropes" in table[0]
    assert table[0].endswith(" Lead A.")
    assert "Lead" not in cards[0]
    assert "Deck" not in cards[0]


def test_a_new_heading_is_found_at_once(make):
    project = make({**FILES, "en/jobs.md": page()}, CONF)
    project.build()
    text = (project.root / "en/captain.md").read_text(encoding="utf-8")
    edit(project, {"en/captain.md": text.replace("Watch", "Lookout")})
    build = project.build()
    assert but_root(build) == ["en/captain", "en/jobs"]
    assert "Lookout" in form(build)[0]["data-postings"]
    edit(project, {"en/captain.md": text.replace("Watch", "Lookout").replace("A.", "C.")})
    assert but_root(project.build()) == ["en/captain"]


def test_each_form_of_a_page_has_a_name(make):
    text = "# Jobs\n\n" + "\n".join(
        f"{title}\n\n```{{job-index}}\n:filter: yes\n```\n"
        for title in ("## Afloat", "## Ashore", "", "## Œuvres « d’art »")
    )
    build = make({**FILES, "en/jobs.md": text}, CONF).build()
    assert [found["aria-label"] for found in form(build)] == [
        "Filter the postings: Afloat",
        "Filter the postings: Ashore 1",
        "Filter the postings: Ashore 2",
        "Filter the postings: Œuvres « d’art »",
    ]


def test_days_are_offered_in_their_order(make):
    build = make({**FILES, "en/jobs.md": page(":filter: expiryDate")}, CONF).build()
    days = [o.get_text() for o in form(build)[0].select_one("[name=expiryDate]")("option")]
    assert days == ["All", "February 20, 2030", "March 1, 2030", "December 31, 2030"]


def test_an_invalid_option_is_reported_and_the_list_is_shown(make):
    build = make({**FILES, "en/jobs.md": page(":filter: team=Deck")}, CONF).build()
    (warning,) = build.warnings
    assert "“team=Deck” is not the name of a field. Use yes, no, or names" in warning
    assert "en/jobs.md" in warning


def test_a_posting_in_two_groups_counts_once(make):
    options = ":style: table\n:group-by: location"
    build = make({**FILES, "en/jobs.md": page(options)}, CONF).build()
    (found,) = form(build)
    assert "of 6" in found.p.get_text()
    rows = build.page("en/jobs").select(".job-index tbody tr")
    data = json.loads(found["data-postings"])
    assert len(rows) == len(data["items"]) == 7
    assert "location" not in data["choices"]
    headings = build.page("en/jobs").select(".job-group")
    assert [(h.get_text(), h.get("lang")) for h in headings] == [
        ("Île", "fr"), ("Island", None), ("Quay", None), ("Other", None),
    ]  # fmt: skip


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "xml", "texinfo", "gettext"])
def test_other_builders_have_no_form(make, builder):
    build = make({**FILES, "en/jobs.md": page()}, CONF).build(builder)
    written = (p for p in Path(build.app.outdir).rglob("*") if p.is_file())
    assert not any(
        b"job-filter" in p.read_bytes() for p in written if p.suffix not in (".css", ".js")
    )
    assert not any("Search these postings" in line for line in build.warnings)


def test_the_words_of_the_form_are_not_searched(make):
    build = make({**FILES, "en/jobs.md": page()}, CONF).build()
    assert "ascend" not in build.text("searchindex.js")


def test_a_hostile_value_stays_a_value(make):
    team = '</select> " onfocus="alert(1) \' & \u2028'
    files = {
        **FILES,
        "en/jobs.md": page(),
        "en/bad.md": posting("Bad", "bad", team=json.dumps(team)),
        "en/bad2.md": posting("Bad too", "bad2", team=json.dumps(team)),
    }
    build = make(files, CONF + "smartquotes = False\n").build()
    (found,) = form(build)
    values = [o["value"] for o in found.select_one("[name=team]")("option")]
    assert [v for v in values if "alert" in v] == ['" onfocus="alert(1) \' & \u2028']
    assert not found.find_all(onfocus=True)
    assert len(json.loads(found["data-postings"])["items"]) == 8


def test_a_change_that_only_the_form_shows_rewrites_the_page(make):
    """A tag is in no card, but the form may filter by it."""
    project = make({**FILES, "en/jobs.md": page(":style: cards\n:filter: tags")}, CONF)
    project.build()
    assert project.build().written == []
    text = (
        (project.root / "en/captain.md").read_text(encoding="utf-8").replace("[boats]", "[ships]")
    )
    edit(project, {"en/captain.md": text})
    build = project.build()
    assert build.read == ["en/captain"]
    assert but_root(build) == ["en/captain", "en/jobs"]
    assert form(build)[0].select_one("option[value=ships]")


# In the browser.


@pytest.fixture
def open_page(make, browser):
    """Return what opens a list's page: ``open_page(options, query, **context)``."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    contexts, errors = [], []

    def open_it(text, query="", files=None, docname="en/jobs", theme="furo", **context):
        project = make({**FILES, **(files or {}), "en/jobs.md": text}, CONF)
        build = project.build(confoverrides={"html_theme": theme})
        contexts.append(browser.new_context(**context))
        found = contexts[-1].new_page()
        found.on("pageerror", lambda error: errors.append(error))
        found.goto((Path(build.app.outdir) / f"{docname}.html").as_uri() + query)
        return found

    yield open_it
    for context in contexts:
        context.close()
    assert errors == []


def shown(page):
    """Return the titles that can be seen."""
    links = page.locator(".job-index a:visible")
    return links.all_inner_texts()


CARDS = ["Captain", "Cook", "Deckhand", "Élan pilot", "Engineer", "Maître d’œuvre"]


def test_text_filters_whatever_its_accents(open_page):
    page_ = open_page(page())
    search = page_.get_by_label("Search these postings")
    status = page_.get_by_role("status")
    assert shown(page_) == CARDS
    for typed, titles in [
        ("ELAN", ["Élan pilot"]),
        ("oeuvre", ["Maître d’œuvre"]),
        ("d'œuvre maitre", ["Maître d’œuvre"]),
        ("deck quay", ["Captain"]),
        ("apt", []),  # only in the middle of a word
        ("SAFETY wat", ["Captain"]),  # in headings
        ("nothing has this", []),
        ("  ", CARDS),
    ]:
        search.fill(typed)
        assert shown(page_) == titles
        expect(status).to_have_text(f"Postings shown: {len(titles)} of 6")
        assert page_.get_by_text("No posting matches.").is_visible() is not bool(titles)


def test_text_finds_tags_and_numbers(open_page):
    files = {
        "en/pay.md": posting("Paymaster", "pay", salary="from 62 300 $ to 73 450 $ a year"),
    }
    page_ = open_page(page(), files=files)
    for typed in ("62300", "62 300", "62\N{NO-BREAK SPACE}300 $"):
        page_.get_by_label("Search these postings").fill(typed)
        assert shown(page_) == ["Paymaster"]
    page_.get_by_label("Search these postings").fill("BOATS")
    assert shown(page_) == ["Captain"]


def test_a_jump_within_the_page_loses_nothing(open_page):
    page_ = open_page(page())
    page_.get_by_label("Search these postings").fill("cook")
    page_.evaluate("location.hash = 'x'")
    page_.wait_for_url("**?text=cook#x")
    assert shown(page_) == ["Cook"]
    page_.go_back()
    page_.wait_for_url(lambda url: "#" not in url)
    assert page_.get_by_label("Search these postings").input_value() == "cook"
    assert shown(page_) == ["Cook"]


def test_fields_named_as_the_forms_own_controls(open_page):
    fields = {"text": "foo", "sort": "bar"}
    files = {"en/odd.md": posting("Odd", "odd", **fields)}
    page_ = open_page(page(":style: cards\n:filter: text, sort"), files=files)
    page_.locator("[name='text.']").select_option("foo")
    page_.locator("[name='sort.']").select_option("bar")
    page_.get_by_label("Search these postings").fill("odd")
    page_.wait_for_url("**text=odd*")
    page_.reload()
    assert shown(page_) == ["Odd"]
    assert page_.get_by_label("Search these postings").input_value() == "odd"
    assert page_.get_by_label("Sort by").input_value() == ""


def test_fields_filter_together_and_clear_restores(open_page):
    page_ = open_page(page())
    page_.get_by_label("Team").select_option("Deck")
    assert shown(page_) == ["Captain", "Deckhand", "Élan pilot"]
    page_.get_by_label("Location").select_option("Island")
    assert shown(page_) == ["Captain", "Deckhand"]
    page_.get_by_label("Location").select_option("Quay")
    assert shown(page_) == ["Captain"]
    page_.get_by_role("button", name="Clear").click()
    assert shown(page_) == CARDS
    page_.wait_for_url(lambda url: "?" not in url)


def test_cards_are_sorted_and_those_without_a_value_stay_last(open_page):
    page_ = open_page(page())
    page_.get_by_label("Sort by").select_option("expiryDate")
    dated = ["Cook", "Élan pilot", "Captain", "Engineer"]
    assert shown(page_) == [*dated, "Deckhand", "Maître d’œuvre"]
    page_.get_by_label("Sort by").select_option("-expiryDate")
    dated = ["Engineer", "Captain", "Cook", "Élan pilot"]
    assert shown(page_) == [*dated, "Deckhand", "Maître d’œuvre"]
    page_.get_by_label("Sort by").select_option("")
    assert shown(page_) == CARDS


def test_a_tables_headers_sort_it(open_page):
    page_ = open_page(page(":style: table"))
    header = page_.get_by_role("columnheader", name="Closing date")
    assert header.get_attribute("aria-sort") is None
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    assert shown(page_)[:2] == ["Cook", "Élan pilot"]
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert shown(page_)[0] == "Engineer"
    page_.get_by_role("columnheader", name="Title").get_by_role("button").click()
    assert header.get_attribute("aria-sort") is None
    assert shown(page_) == CARDS
    assert page_.get_by_label("Sort by").input_value() == ""
    page_.get_by_label("Sort by").select_option("-title")
    title = page_.get_by_role("columnheader", name="Title")
    assert title.get_attribute("aria-sort") == "descending"


def test_a_tables_own_order_is_told(open_page):
    page_ = open_page(page(":style: table\n:sort: -expiryDate"))
    header = page_.get_by_role("columnheader", name="Closing date")
    assert header.get_attribute("aria-sort") == "descending"
    assert shown(page_)[0] == "Engineer"
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    assert shown(page_)[:2] == ["Cook", "Élan pilot"]
    header.get_by_role("button").click()
    assert (header.get_attribute("aria-sort"), shown(page_)[0]) == ("descending", "Engineer")
    page_.wait_for_url(lambda url: "sort" not in url)


def test_the_state_is_in_the_address(open_page):
    page_ = open_page(page(), "?x=1")
    page_.get_by_label("Team").select_option("Deck")
    page_.get_by_label("Search these postings").fill("é & co")
    page_.get_by_label("Sort by").select_option("-title")
    page_.wait_for_function("location.search.includes('sort=')")
    # In the order of the choices, or of their changes if these take long.
    assert sorted(page_.url.partition("?")[2].split("&")) == [
        "sort=-title", "team=Deck", "text=%C3%A9+%26+co", "x=1",
    ]  # fmt: skip
    page_.get_by_label("Search these postings").fill("")
    page_.wait_for_function("!location.search.includes('text=')")
    page_.reload()
    assert shown(page_) == ["Élan pilot", "Deckhand", "Captain"]
    assert page_.get_by_label("Team").input_value() == "Deck"


def test_an_address_may_be_typed_by_hand(open_page):
    page_ = open_page(page(), "?team=DECK&sort=-Title")
    assert shown(page_) == ["Élan pilot", "Deckhand", "Captain"]


def test_an_address_that_means_nothing_filters_nothing(open_page):
    page_ = open_page(page(), "?team=Gone&sort=-nothing&2.team=Deck&text=")
    assert shown(page_) == CARDS
    assert page_.get_by_label("Team").input_value() == ""
    assert page_.get_by_label("Sort by").input_value() == ""


def test_two_lists_of_a_page_do_not_mix(open_page):
    text = page() + "\n" + page(":status: open").split("\n\n", 1)[1] + "\n" + page(":filter: team")
    page_ = open_page(text, "?2.team=Deck")
    second = page_.locator("ul.job-list").nth(1)
    assert second.locator("a:visible").all_inner_texts() == ["Captain", "Deckhand", "Élan pilot"]
    assert page_.locator("ul.job-list").nth(0).locator("a:visible").count() == 6
    assert page_.locator("ul.job-cards a:visible").count() == 6
    page_.get_by_label("Team").first.select_option("Galley")
    assert page_.locator("ul.job-cards a:visible").count() == 1
    page_.wait_for_url("**?2.team=Deck&team=Galley")


def test_empty_groups_and_their_headings_go(open_page):
    page_ = open_page(page(":style: table\n:group-by: location"))
    page_.get_by_label("Search these postings").fill("captain")
    assert shown(page_) == ["Captain", "Captain"]
    assert page_.locator(".job-group:visible").all_inner_texts() == ["Island", "Quay"]
    assert page_.locator("table:visible").count() == 2
    expect(page_.get_by_role("status")).to_have_text("Postings shown: 1 of 6")


@pytest.mark.parametrize(
    ("docname", "query", "team"),
    [
        ("en/jobs", "?status=closed&employmentType=PART_TIME", ""),
        ("fr/postes", "?status=closed&employmentType=PART_TIME", ""),
        ("en/jobs", "?status=Closed&employmentType=part+time", ""),
        ("fr/postes", "?status=fermee&employmentType=Temps partiel", ""),
        ("fr/postes", "?status=CLOSED&team=deck", "Deck"),
    ],
)
def test_addresses_with_values_and_old_ones_with_words(open_page, docname, query, team):
    fields = {"employmentType": "PART_TIME", "team": "Deck", "archived": "true"}
    text = page(":style: cards\n:status: all\n:filter: status, employmentType, team")
    files = {"en/old.md": posting("Old", "old", **fields), "fr/postes.md": text}
    page_ = open_page(text, query, files, docname=docname)
    assert shown(page_) == ["Old"]
    assert page_.locator("[name=status]").input_value() == "closed"
    assert page_.locator("[name=team]").input_value() == team


def test_each_choice_says_how_many_jobs_it_leaves(open_page):
    page_ = open_page(page())
    team, location = page_.get_by_label("Team"), page_.get_by_label("Location")

    def choices(select):
        return select.locator("option").all_inner_texts()[1:]

    assert choices(team) == ["Chantier (1)", "Deck (3)", "Engine room (1)", "Galley (1)"]
    assert choices(location) == ["Île (1)", "Island (2)", "Quay (2)"]
    team.select_option("Deck")
    assert choices(team) == ["Chantier (1)", "Deck (3)", "Engine room (1)", "Galley (1)"]
    assert choices(location) == ["Île (0)", "Island (2)", "Quay (1)"]
    assert location.locator("option:disabled").all_inner_texts() == ["Île (0)"]
    page_.get_by_label("Search these postings").fill("captain")
    assert choices(team) == ["Chantier (0)", "Deck (1)", "Engine room (0)", "Galley (0)"]
    page_.get_by_role("button", name="Clear").click()
    assert choices(location) == ["Île (1)", "Island (2)", "Quay (2)"]
    assert location.locator("option:disabled").count() == 0


def test_an_empty_result_offers_all_postings(open_page):
    page_ = open_page(page(), "?text=nothing+has+this")
    offer = page_.get_by_role("button", name="Show all postings")
    assert shown(page_) == []
    offer.focus()
    page_.keyboard.press("Enter")
    assert shown(page_) == CARDS
    assert offer.is_hidden()
    assert page_.evaluate("document.activeElement.textContent") == "Postings shown: 6 of 6"
    page_.wait_for_url(lambda url: "?" not in url)


def test_clear_is_offered_when_something_is_chosen(open_page):
    page_ = open_page(page())
    clear = page_.get_by_role("button", name="Clear")
    assert clear.is_hidden()
    page_.get_by_label("Sort by").select_option("-title")
    assert clear.is_visible()
    clear.click()
    assert clear.is_hidden()


def test_back_keeps_what_was_just_chosen(open_page):
    page_ = open_page(page())
    page_.get_by_label("Team").select_option("Deck")
    search = page_.get_by_label("Search these postings")
    search.press_sequentially("captain")  # faster than the address is written
    page_.get_by_role("link", name="Captain", exact=True).click()
    page_.wait_for_url("**/captain.html*")
    page_.go_back()
    page_.wait_for_url("**/jobs.html?*")
    expect(search).to_have_value("captain")
    expect(page_.get_by_label("Team")).to_have_value("Deck")
    assert shown(page_) == ["Captain"]


#: What some themes do to tables: they write them again, or put them into boxes of their own.
REPLACED = """
for (const table of document.querySelectorAll("table"))
  table.outerHTML = `<div class="box">${table.outerHTML}</div>`;
"""
MOVED = """
for (const table of document.querySelectorAll("table")) {
  table.removeAttribute("class");
  const box = document.createElement("section");
  table.replaceWith(box);
  box.append(table);
}
"""


@pytest.mark.parametrize("change", [REPLACED, MOVED], ids=["replaced", "moved"])
def test_a_theme_may_change_tables(open_page, change):
    page_ = open_page(page(":style: table\n:group-by: location"))
    page_.evaluate(change)
    page_.get_by_label("Search these postings").fill("captain")
    assert shown(page_) == ["Captain", "Captain"]
    assert page_.locator(".job-group:visible").all_inner_texts() == ["Island", "Quay"]
    page_.evaluate(change)
    page_.get_by_role("button", name="Clear").click()
    header = page_.get_by_role("columnheader", name="Title").nth(1)
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert shown(page_)[1:5] == ["Deckhand", "Captain", "Cook", "Captain"]


def test_a_phone_folds_the_choices(open_page):
    page_ = open_page(page(), "?team=Deck", viewport={"width": 390, "height": 844})
    team, fold = page_.get_by_label("Team"), page_.locator("summary")
    assert team.is_hidden()
    expect(fold).to_have_text("Filter and sort (1)")
    fold.focus()
    page_.keyboard.press("Enter")
    team.select_option("")
    expect(fold).to_have_text("Filter and sort")
    fold.press("Enter")
    expect(team).to_be_hidden()
    page_.set_viewport_size({"width": 1280, "height": 900})
    expect(fold).to_be_hidden()
    expect(team).to_be_visible()
    page_.set_viewport_size({"width": 390, "height": 844})
    expect(team).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("theme", [*THEMES, *FURTHER_THEMES])
def test_it_works_in_any_theme(open_page, theme):
    pytest.importorskip(theme)
    text = page(":style: table\n:group-by: location") + page(title="Cards").replace("# ", "## ")
    page_ = open_page(text, theme=theme, viewport={"width": 1280, "height": 900})
    tables, cards = page_.locator(".job-table-box"), page_.locator(".job-cards")
    search = page_.get_by_label("Search these postings").first
    search.fill("captain")
    assert tables.locator("a:visible").all_inner_texts() == ["Captain", "Captain"]
    assert page_.locator(".job-group:visible").count() == 2
    assert cards.locator("a:visible").count() == 6
    search.fill("")
    header = tables.nth(1).get_by_role("columnheader", name="Title")
    if header.is_visible():  # the box is wide enough for columns
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == "descending"
    else:
        page_.get_by_label("Sort by").first.select_option("-title")
    assert tables.nth(1).locator("a:visible").all_inner_texts() == ["Deckhand", "Captain"]
    page_.set_viewport_size({"width": 390, "height": 844})
    expect(page_.get_by_label("Team").first).to_be_hidden()
    page_.locator("form.job-filter summary").last.click()
    page_.get_by_label("Team").last.select_option("Galley")
    assert cards.locator("a:visible").all_inner_texts() == ["Cook"]
    for form_ in page_.locator("form.job-filter").all():
        assert form_.evaluate("e => e.scrollWidth <= e.clientWidth")
        for control in form_.locator(":is(input, select, button, summary):visible").all():
            assert control.bounding_box()["height"] >= 44


@pytest.mark.parametrize(
    ("theme", "style"),
    matrix(
        ("furo", "table"),
        ("furo", "cards"),
        ("furo", "list"),
        *((theme, "table") for theme in (*THEMES[1:], *FURTHER_THEMES)),
    ),
)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_when_the_script_starts(open_page, theme, style, width):
    pytest.importorskip(theme)
    text = page(f":style: {style}\n:filter: yes\n:group-by: status\n:status: all")
    page_ = open_page(text, theme=theme, viewport={"width": width, "height": 844})
    held = []
    page_.route("**/*jobs-filter.js*", lambda route: held.append(route))
    page_.route(FONTS, lambda route: route.abort())  # they come late, and move the lines
    page_.add_init_script(SHIFTS)
    with page_.expect_request("**/*jobs-filter.js*"):
        page_.reload(wait_until="commit")
    # A theme may move the text when the page has come as far as its second sidebar.
    page_.wait_for_function("document.readyState === 'interactive'")
    page_.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    page_.evaluate("window.shifts = 0")
    tops = "[...document.querySelectorAll('.job-index')].map((e) => e.getBoundingClientRect().top)"
    assert page_.locator("form.job-filter-ready").count() == 0
    before = page_.evaluate(tops)
    held[0].continue_()
    page_.wait_for_selector("form.job-filter-ready")
    assert page_.evaluate(tops) == before
    page_.wait_for_load_state("load")
    page_.evaluate("new Promise((done) => setTimeout(done))")  # the observer is told
    assert page_.evaluate("window.shifts") <= 0.05


def test_the_keyboard_is_enough(open_page):
    page_ = open_page(page(":style: table"))
    page_.get_by_label("Search these postings").focus()
    page_.keyboard.type("quay")
    page_.keyboard.press("Enter")  # nothing to send
    assert shown(page_) == ["Captain", "Cook"]
    page_.keyboard.press("Tab")
    page_.keyboard.type("Gal")  # chooses in the list of teams
    assert shown(page_) == ["Cook"]
    focused = "document.activeElement.textContent"
    for _ in range(6):
        page_.keyboard.press("Tab")
        if page_.evaluate(focused) == "Clear":
            break
    page_.keyboard.press("Enter")
    assert shown(page_) == CARDS
    for _ in range(6):
        page_.keyboard.press("Tab")
        if page_.evaluate(focused) == "Closing date":
            break
    page_.keyboard.press("Space")
    assert shown(page_)[0] == "Cook"
    assert page_.evaluate(focused) == "Closing date"
    assert page_.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("style", ["table", "cards"])
def test_without_script_it_is_a_plain_list(open_page, style):
    page_ = open_page(page(f":style: {style}"), java_script_enabled=False)
    assert page_.locator("form.job-filter").is_hidden()
    assert shown(page_) == CARDS
    assert page_.locator("th button").count() == 0


@pytest.mark.parametrize("style", ["table", "cards"])
@pytest.mark.parametrize("width", [320, 640])  # 640: what 1280 is at 200 %
def test_a_narrow_page_and_large_text(open_page, style, width):
    page_ = open_page(page(f":style: {style}"), viewport={"width": width, "height": 600})
    if width == 640:
        page_.add_style_tag(content="html { font-size: 200% !important; }")
    assert page_.evaluate("document.documentElement.scrollWidth") <= width
    if width == 320:
        page_.get_by_text("Filter and sort").click()
    page_.get_by_label("Search these postings").fill("nothing has this")
    controls = page_.locator(".job-filter :is(input, select, button, summary):visible")
    assert controls.count() == (8 if width == 320 else 7)
    for control in controls.all():
        box = control.bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        cut = control.evaluate("e => e.scrollHeight > e.clientHeight + 1")
        assert not cut
