"""What a browser measures of a page: first screen, shifts, reflow, contrast; for all themes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

#: A phone that is slow enough to show what a script changes after the first picture.
PHONE: ViewportSize = {"width": 390, "height": 844}
#: Adds up how far the parts of a page move.
SHIFTS = """
window.shifts = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (!entry.hadRecentInput) window.shifts += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""
FONTS = re.compile(r"\.(woff2?|ttf|otf|eot)\b")
#: Elements of ours, or of a posting's text, that are wider than the page and do not scroll.
_WIDE = """() => {
    const scrolls = e => e && (
        ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e !== document.body
        && e !== document.documentElement || scrolls(e.parentElement));
    return [...document.querySelectorAll(
        "[class*='job-'], [class*='job-'] *, .job-header ~ *, .job-header ~ * *"
    )].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e))
        .map(e => e.outerHTML.slice(0, 100));
}"""
#: How far cells are outside of their box, or are cut by a parent that scrolls.
_CLIPPED = """() => Math.max(0, ...[...document.querySelectorAll(".job-table-box :is(th, td)")].map(
    cell => cell.getBoundingClientRect().right
        - cell.closest(".job-table-box").getBoundingClientRect().right))"""
#: The contrast of the words of the button with its ground.
_CONTRAST = """link => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const luminance = colour => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(link);
    const both = [style.backgroundColor, style.webkitTextFillColor].map(luminance);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}"""


def open_page(browser: Browser, path: Path, size: ViewportSize, **options: Any) -> Page:
    """Open a page without other hosts; a machine that is busy is waited for."""
    context = browser.new_context(viewport=size, **options)
    context.route("http*://**", lambda route: route.abort())
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    return page


def shift(browser: Browser, path: Path) -> float:
    """Return how far a page jumps on a phone whose processor is slow (CLS).

    A theme's fonts are not loaded: on a busy machine they come late, and move the lines of any page.
    """
    context = browser.new_context(viewport=PHONE)
    context.route("http*://**", lambda route: route.abort())
    context.route(FONTS, lambda route: route.abort())
    context.add_init_script(SHIFTS)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(500)
    found: float = page.evaluate("window.shifts")
    context.close()
    return found


def button_ends(browser: Browser, path: Path) -> float:
    """Return where the first link to apply ends on a phone."""
    page = open_page(browser, path, PHONE)
    box = page.locator("a.job-apply-link").first.bounding_box()
    page.context.close()
    return box["y"] + box["height"] if box else float("inf")


def wide(browser: Browser, path: Path, width: int) -> list[str]:
    """Return what is wider than the page at a width."""
    page = open_page(browser, path, {"width": width, "height": 600})
    found: list[str] = page.evaluate(_WIDE)
    page.context.close()
    return found


def clipped(browser: Browser, path: Path, width: int) -> float:
    """Return how many pixels of a table are out of sight at a width."""
    page = open_page(browser, path, {"width": width, "height": 900})
    found: float = page.evaluate(_CLIPPED)
    page.context.close()
    return found


def contrast(browser: Browser, path: Path, scheme: str) -> float:
    """Return the contrast of the link to apply."""
    page = open_page(browser, path, {"width": 1280, "height": 900}, color_scheme=scheme)
    found: float = page.locator("a.job-apply-link").first.evaluate(_CONTRAST)
    page.context.close()
    return found
