"""Builds the example handbook in each theme that is installed, and measures how its pages look.

    python benchmarks/themes.py [theme ...]

For each theme, the pixels of a table that are out of sight at 1280 (clip), how far a list jumps on
a phone and how far a page without postings does (CLS), the elements that are wider than 320 pixels,
where the link to apply ends on the screen of a phone (844 pixels high), and its contrast in light
and in dark mode. It needs Chromium, and themes of your choice:

    pip install shibuya sphinx-immaterial python-docs-theme sphinx-material ...
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import entry_points
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests import looks  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CONF = """
project = 'Ferries'
extensions = ['sphinxext_jobs']
jobs_languages = ['en', 'fr']
jobs_apply_url = 'https://example.org/apply/{leverId}'
jobs_today = '2026-11-16'
"""
#: The themes that Sphinx brings, and those that are not announced as such.
OWN = (
    "agogo", "basic", "bizstyle", "classic", "haiku", "nature", "nonav", "pyramid", "scrolls",
    "sphinxdoc", "traditional",
)  # fmt: skip
#: The settings without which a theme does not build, or not on a machine without the Web.
OPTIONS = {
    "flask": "extensions += ['pallets_sphinx_themes']\n",
    "guzzle_sphinx_theme": """
import guzzle_sphinx_theme
html_theme_path = guzzle_sphinx_theme.html_theme_path()
extensions += ['guzzle_sphinx_theme']
""",
    "qiskit-ecosystem": "extensions += ['qiskit_sphinx_theme']\n",
    "sphinx_immaterial": """
extensions += ['sphinx_immaterial']
html_theme_options = {'font': False}
""",
    "sphinx_wagtail_theme": "extensions += ['sphinx_wagtail_theme']\n",
}
LISTS = "# Lists\n\n" + "".join(
    f"```{{job-index}}\n:style: {style}\n:status: all\n```\n\n"
    for style in ("table", "list", "cards")
)
HEAD = ("theme", "clip", "CLS", "plain", "wide", "button", "light", "dark")


def build(source: Path, theme: str) -> Path | None:
    """Build the handbook in a theme; return None if that fails."""
    conf = CONF + f"html_theme = {theme!r}\n" + OPTIONS.get(theme, "")
    (source / "conf.py").write_text(conf, encoding="utf-8")
    out = source.parent / theme
    command = [sys.executable, "-m", "sphinx", "-q", "-E", str(source), str(out)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return out if result.returncode == 0 else None


def measure(browser: Browser, out: Path) -> list[str]:
    """Return the cells of a theme's row."""
    page, lists = out / "en/postings/web-developer.html", out / "en/lists.html"
    wide = looks.wide(browser, page, 320) + looks.wide(browser, lists, 320)
    return [
        f"{looks.clipped(browser, lists, 1280):.0f}",
        f"{looks.shift(browser, lists):.2f}",
        f"{looks.shift(browser, out / 'en/hiring.html'):.2f}",
        f"{len(wide)}",
        f"{looks.button_ends(browser, page):.0f}",
        *(f"{looks.contrast(browser, page, scheme):.1f}" for scheme in ("light", "dark")),
    ]


def main(names: list[str]) -> None:
    """Print a table of all themes, or of those that are named."""
    announced = {entry.name for entry in entry_points(group="sphinx.html_themes")}
    themes = names or sorted({*announced, *OWN})
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        source = Path(folder) / "source"
        shutil.copytree(ROOT / "docs" / "handbook", source)
        (source / "en/lists.md").write_text(LISTS, encoding="utf-8")
        (source / "index.md").write_text(
            "# Careers\n\n```{toctree}\nen/index\nfr/index\nen/lists\n```\n", encoding="utf-8"
        )
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for theme in themes:
            out = build(source, theme)
            try:
                cells = measure(browser, out) if out else ["does not build"]
            except Error:
                cells = ["shows no link to apply"]
            print(f"| {theme} | {' | '.join(cells)} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
