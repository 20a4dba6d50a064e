"""Make the pictures of the documentation: pages of the example handbook, in three themes.

A person runs this script after the pages changed: ``.venv/bin/python docs/gallery.py``. It needs
the extras ``docs`` and ``test``, and Chromium. The documentation itself is built without a browser.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).parent
IMAGES = DOCS / "images"
LANGUAGES = ("en", "fr")
THEMES = ("furo", "pydata_sphinx_theme", "shibuya")
#: The pages of the gallery, in English and in French.
PAGES = {
    "posting": ("postings/web-developer", "postings/développement-web"),
    "list": ("index", "index"),
    "table": ("archive", "archives"),
    "cards": ("board", "tableau"),
}
DESKTOP = (1280, 900)
PHONE = (390, 900)
#: The four views of a page: language, size, colour scheme.
VIEWS: tuple[tuple[str, tuple[int, int], Literal["light", "dark"]], ...] = (
    ("en", DESKTOP, "light"),
    ("fr", PHONE, "light"),
    ("fr", DESKTOP, "dark"),
    ("en", PHONE, "dark"),
)
#: The width and height of a picture, in pixels.
SHEET = (1056, 1116)
QUALITY = 60
#: The size of the pictures of one page, which are cut at the bottom.
PAGE = (1060, 760)
#: Changes that give the review page something to show: file, text, other text.
EDITS = (
    ("fr/postings/capitaine-de-traversier.md", "de 300 places", "de 280 places"),
    ("fr/postings/capitaine-de-traversier.md", "- manœuvrer dans deux havres étroits;\n", ""),
    ("en/postings/ferry-captain.md", "a week on the simulator", "two weeks on the simulator"),
    ("en/postings/marine-welder.md", "\n## ", "\nWe pay for your safety boots.\n\n## "),
)


def build(folder: Path, theme: str) -> Path:
    """Build the site of each language in a theme; return the folder of both."""
    out = folder / theme
    python("sphinxext_jobs", "build", DOCS, out, "-q", "-D", f"html_theme={theme}")
    return out


def python(*arguments: str | Path, cwd: Path = DOCS) -> None:
    """Run a module of Python."""
    subprocess.run([sys.executable, "-m", *arguments], cwd=cwd, check=True)


def review(folder: Path) -> Path:
    """Pair a copy of the handbook with some changes; return the folder of the review page."""
    copy = folder / "docs"
    shutil.copytree(DOCS, copy)
    for name, old, new in EDITS:
        file = copy / "handbook" / name
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    python("sphinx", "-q", "-b", "jobs-pair", ".", folder / "pairs", cwd=copy)
    return folder / "pairs"


def pictures(browser: Browser, site: Path, pages: tuple[str, str]) -> Iterator[bytes]:
    """Yield the views of a page as PNG files."""
    names = dict(zip(("en", "fr"), pages, strict=True))
    for language, (width, height), scheme in VIEWS:
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        # Themes that do not follow the system have a switch, and remember its last position here.
        page.add_init_script(f"localStorage.setItem('theme', '{scheme}')")
        page.goto((site / language / "handbook" / language / f"{names[language]}.html").as_uri())
        page.wait_for_load_state("networkidle")
        yield page.screenshot()
        page.close()


def sheet(browser: Browser, images: Iterator[bytes], target: Path) -> None:
    """Write the views of a page as one JPEG file: two rows, each of a desktop and a phone."""
    sources = [f"data:image/png;base64,{base64.b64encode(image).decode()}" for image in images]
    width, height = SHEET
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(
        "<style>body{margin:0;padding:20px;background:#8b939c;display:grid;gap:20px}"
        "div{display:flex;gap:20px;justify-content:space-between}"
        "img{height:528px;border-radius:6px}</style>"
    )
    body = page.locator("body")
    rows = zip(sources[::2], sources[1::2], strict=True)
    body.evaluate(
        "(body, rows) => body.innerHTML = rows.map(row => '<div>'"
        " + row.map(source => `<img src=\"${source}\">`).join('') + '</div>').join('')",
        [list(row) for row in rows],
    )
    page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    page.screenshot(path=target, type="jpeg", quality=QUALITY)
    page.close()


def picture(
    browser: Browser, page_of: Path, target: Path, width: int = PAGE[0], *, choose: bool = False
) -> None:
    """Write the beginning of a page as a PNG file; *choose* confirms the first point."""
    page = browser.new_page(viewport={"width": width, "height": PAGE[1]})
    page.goto(page_of.as_uri())
    page.wait_for_load_state("networkidle")
    if choose:
        page.locator("input[data-verb=confirm]").first.check()
    page.screenshot(path=target)
    page.close()


def main() -> None:
    """Make all pictures, and print the size of those of the gallery."""
    gallery = IMAGES / "gallery"
    gallery.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for theme in THEMES:
            site = build(folder, theme)
            for page, names in PAGES.items():
                sheet(browser, pictures(browser, site, names), gallery / f"{theme}-{page}.jpg")
        pairs = review(folder)
        for number, language in enumerate(LANGUAGES):
            end = ".png" if language == "en" else ".fr.png"
            handbook = folder / THEMES[0] / language / "handbook" / language
            for page in ("posting", "list"):
                picture(browser, handbook / f"{PAGES[page][number]}.html", IMAGES / f"{page}{end}")
            points = pairs / ("" if language == "en" else language) / "points.html"
            picture(browser, points, IMAGES / f"review{end}", width=1280, choose=True)
    size = sum(file.stat().st_size for file in gallery.iterdir())
    print(f"{size / 1_000_000:.2f} MB in the gallery")


if __name__ == "__main__":
    main()
