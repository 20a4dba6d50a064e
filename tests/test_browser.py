"""What a browser shows: the stylesheet at work, on a desktop and on a phone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sphinxext_jobs.formats.root_page import root_page

from .support import CHROMIUM, THEMES, build_handbook, matrix, posting

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PAGES = ["en/index", "en/board", "en/archive", "fr/tableau", "fr/postings/développement-web"]


@pytest.mark.parametrize("theme", matrix(*THEMES))
def test_nothing_widens_a_phones_page(browser, source, theme):
    out = build_handbook(source, "html", "-D", f"html_theme={theme}")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name in PAGES:
        page.goto((out / f"{name}.html").as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (theme, name)
    page.goto((out / "fr/tableau.html").as_uri())
    offsets = page.locator(".job-card-title").evaluate_all("titles => titles.map(t => t.offsetTop)")
    assert len(set(offsets)) == 1  # themes move the first entry of a list up
    page.close()


@pytest.mark.parametrize("scheme", matrix("dark", "light"))
def test_the_parts_look_as_meant(browser, source, scheme):
    out = build_handbook(source, "html", "-D", "html_theme=furo")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto((out / "en/postings/web-developer.html").as_uri())
    facts = page.locator(".job-facts dt")
    tops = [facts.nth(n).bounding_box()["y"] for n in range(3)]
    assert tops[0] == tops[1] < tops[2]
    button = page.locator("a.job-apply-link").first
    assert button.bounding_box()["height"] >= 44
    lead, text = (
        page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{css}')).fontSize)")
        for css in (".job-lead", ".job-posting > p:not([class])")
    )
    assert lead > text
    page.goto((out / "fr/tableau.html").as_uri())
    cards = page.locator("li.job-card")
    tops = [cards.nth(n).bounding_box()["y"] for n in range(2)]
    assert tops[0] == tops[1]
    page.close()


def test_the_search_finds_by_title_and_key(browser, source):
    out = build_handbook(source, "html")
    page = browser.new_page()
    for query in ("Capitaine", "ferry-captain"):
        page.goto((out / "search.html").as_uri() + f"?q={query}")
        # Results come one after the other.
        page.locator("#search-results a:is([href*=capit], [href*=capt])").first.wait_for()
    page.close()


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("fr-CA", "fr"), ("fr-FR", "fr-FR"), ("en-GB", "en"), ("de-DE", None)],
)
def test_the_root_of_the_sites_leads_to_the_readers_language(browser, tmp_path, locale, lang):
    sites = {tag: f"{tag}/index.html" for tag in ("en", "fr", "fr-FR")}
    (tmp_path / "index.html").write_text(root_page(sites), encoding="utf-8")
    for site in sites.values():
        (tmp_path / site).parent.mkdir()
        (tmp_path / site).write_text("<!DOCTYPE html><title>Site</title>", encoding="utf-8")
    page = browser.new_page(locale=locale, viewport={"width": 360, "height": 800})
    page.goto((tmp_path / "index.html").as_uri())
    page.wait_for_url((tmp_path / (f"{lang}/index.html" if lang else "index.html")).as_uri())
    if lang is None:
        assert page.locator("a:visible").all_inner_texts() == [
            "English", "Français", "Français (France)",
        ]  # fmt: skip
    page.close()


CLOSING = {
    "en/a.md": posting("A", "a", "Steer.\n", expiryDate="2030-03-09"),
    "fr/a.md": posting("A", "a", "Barrer.\n", expiryDate="2030-03-09"),
    "en/jobs.md": "# Jobs\n\n```{job-posting}\n:title: B\n:description: d\n:translationKey: b\n"
    ":expiryDate: 2030-03-08\n\nOne.\n```\n\n```{job-posting}\n:title: C\n:description: d\n"
    ":translationKey: c\n:expiryDate: 2030-03-09\n\nTwo.\n```\n",
}
CLOSING_CONF = (
    "jobs_languages = ['en', 'fr']\njobs_apply_url = 'https://x.example/{key}'\n"
    "jobs_timezone = 'America/Toronto'\nsuppress_warnings = ['jobs.pair']\n"
)
#: The end of March 9 in Toronto.
END = datetime(2030, 3, 10, 5, tzinfo=UTC)


@pytest.fixture
def closing(make, monkeypatch):
    """Pages built months before their closing day; the machine's zone is far from theirs."""
    built = int(datetime(2029, 12, 1, tzinfo=UTC).timestamp())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(built))
    return make(CLOSING, conf=CLOSING_CONF).build().app.outdir


def test_a_page_closes_while_it_is_open(browser, closing):
    page = browser.new_page(timezone_id="Asia/Tokyo")
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.clock.install(time=datetime(2029, 12, 2, tzinfo=UTC))  # beyond setTimeout's 25 days
    page.goto((closing / "fr/a.html").as_uri())
    page.clock.run_for(1000)
    assert (page.locator(".job-apply").count(), page.locator(".job-notice").count()) == (1, 0)
    page.locator("a.job-apply-link").focus()
    page.evaluate(
        "() => { window.added = []; new MutationObserver(all => all.forEach(change =>"
        " change.addedNodes.forEach(node => added.push([change.target.role, node.role, node.textContent]))"
        ")).observe(document.body, {childList: true, subtree: true}); }"
    )
    left = int((END - datetime(2029, 12, 2, tzinfo=UTC)).total_seconds())
    page.clock.fast_forward((left - 5) * 1000)
    page.clock.run_for(1000)
    assert page.locator(".job-apply").count() == 1
    page.clock.run_for(6000)
    assert (page.locator(".job-apply").count(), page.locator(".job-notice").count()) == (0, 1)
    notice = page.locator(
        "h1 + .job-header.job-closed .admonition.job-notice.job-closed[role=status]"
    )
    assert "Fermée" in notice.inner_text()
    assert "9 mars 2030" in notice.inner_text()
    assert notice.evaluate("e => e === document.activeElement")
    # The status was there before its words, so that a screen reader reads them out.
    added = page.evaluate("added")
    empty = added.index([None, "status", ""])
    assert [where for where, _role, text in added[empty + 1 :] if "2030" in text] == ["status"]
    assert errors == []
    page.close()


def test_a_page_that_is_old_is_closed_when_it_loads(browser, closing):
    page = browser.new_page()
    page.clock.install(time=datetime(2030, 3, 9, 12, tzinfo=UTC))
    page.goto((closing / "en/jobs.html").as_uri())
    shown = page.locator("section.job-posting").evaluate_all(
        "all => all.map(e => [!!e.querySelector('.job-apply'), !!e.querySelector('.job-closed')])"
    )
    assert shown == [[False, True], [True, False]]
    page.close()


def test_without_script_a_page_stays_as_built(browser, closing):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((closing / "en/a.html").as_uri())
    assert page.locator(".job-apply").is_visible()
    assert page.locator(".job-notice").count() == 0
    assert "kept for reference" not in page.locator("body").inner_text()
    context.close()
