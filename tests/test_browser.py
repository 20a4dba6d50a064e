"""What a browser shows: the stylesheet at work, on a desktop and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from .test_handbook import THEMES, build, source  # noqa: F401  source is a fixture

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
PAGES = ["en/index", "en/board", "en/archive", "fr/tableau", "fr/postings/développement-web"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, the machine's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_widens_a_phones_page(browser, source, theme):  # noqa: F811
    out = build(source, "html", "-D", f"html_theme={theme}")
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name in PAGES:
        page.goto((out / f"{name}.html").as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (theme, name)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_parts_look_as_meant(browser, source, scheme):  # noqa: F811
    out = build(source, "html", "-D", "html_theme=furo")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto((out / "en/postings/web-developer.html").as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.job-facts')).columnCount") == "3"
    )
    button = page.locator("a.job-apply-link")
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


def test_the_search_finds_by_title_and_key(browser, source):  # noqa: F811
    out = build(source, "html")
    page = browser.new_page()
    for query in ("Capitaine", "ferry-captain"):
        page.goto((out / "search.html").as_uri() + f"?q={query}")
        links = page.locator("#search-results li a")
        links.first.wait_for()
        assert any(
            "capit" in h or "capt" in h
            for h in (links.nth(n).get_attribute("href") for n in range(links.count()))
        )
    page.close()
