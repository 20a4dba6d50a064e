"""Whether everyone can use the pages: axe and the Nu checker, the keyboard, a printer."""

from __future__ import annotations

import functools
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from .support import CHROMIUM, HANDBOOK, THEMES, build_handbook, matrix, nu_errors, posting

ROOT = HANDBOOK.parents[1]
DOCS = ROOT / "docs" / "how-to" / "accessibility.md"
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
TODAY = datetime(2026, 11, 16, 12, tzinfo=UTC)

#: What is the theme's alone: the rules of axe that a theme breaks around our pages. The same
#: list, in words, is in docs/how-to/accessibility.md.
THEMES_FAULTS = {
    "alabaster": {"color-contrast"},
    "furo": set(),
    "pydata_sphinx_theme": set(),
    "sphinx_book_theme": {"summary-name"},
    "sphinx_rtd_theme": {"color-contrast", "link-in-text-block"},
}
#: What the Nu checker says of Sphinx's and the themes' markup.
NOT_OURS = (
    r"The heading “h3” .* follows the heading “h1”",  # alabaster's sidebar
)
#: What is ours, wherever it stands; the generated index is a page of its own.
OWN = "[class*='job-'], .modindextable, .modindex-jumpbox"
WCAG = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa"}

#: The kinds of pages, in both languages where there are both: site and name.
KINDS = {
    "open": "all/en/postings/web-developer",
    "open, French": "all/fr/postings/développement-web",
    "closed": "all/fr/postings/conseil-en-paie",
    "closed, English": "all/en/postings/payroll-adviser",
    "upcoming": "all/en/postings/marine-engineering-intern",
    "upcoming, French": "all/fr/postings/stage-en-génie-maritime",
    "unlisted": "all/en/postings/lamplighter",
    "unlisted, French": "all/fr/postings/allumage",
    "untranslated": "fr/en/postings/night-deckhand",
    "grouped list": "all/en/index",
    "grouped list, French": "all/fr/index",
    "cards and table": "all/fr/tableau",
    "cards and table, English": "all/en/board",
    "archive": "all/en/archive",
    "archive, French": "all/fr/archives",
    "inline, groups, empty list, pairs": "all/fr/genres",
    "inline, groups, empty list, pairs, English": "all/en/kinds",
    "generated index": "all/job-index",
    "generated index, French": "fr/job-index",
    "redirect": "all/careers/front-end-developer/index",
    "redirect, French": "all/carrieres/developpeur-frontal/index",
}


def kinds(title: str, teams: tuple[str, str, str], headings: tuple[str, str, str, str]) -> str:
    """A page with the kinds of lists that the handbook does not have, and a posting in it."""
    return f"""# {title}

## {headings[0]}

```{{job-index}}
:style: table
:status: all
:language: all
:group-by: team
:where: team = {teams[0]} | {teams[1]}
```

## {headings[1]}

```{{job-index}}
:style: cards
:group-by: status
:status: all
:where: team = {teams[2]}
```

## {headings[2]}

```{{job-index}}
:where: team = Personne
```

## {headings[3]}

```{{job-pairs}}
:problems:
:status: all
```

"""


INLINE = """```{{job-posting}}
:title: {title}
:description: {lead}
:translationKey: inspector
:expiryDate: 2026-12-24
:leverId: abc

### {heading}

{text}
```
"""
FILES = {
    "en/postings/lamplighter.md": posting("Lamplighter", "lamplighter", linkHidden="true"),
    "fr/postings/allumage.md": posting(
        "Allumage des réverbères",
        "lamplighter",
        "Vous allumez les réverbères du quai.\n",
        description="Éclairez le port à la tombée du jour.",
        linkHidden="true",
    ),
    "fr/genres.md": kinds(
        "Tous les genres",
        ("Services numériques", "Crew and navigation", "Chantier d’entretien"),
        ("Par équipe", "Par état", "Rien", "Les paires"),
    )
    + INLINE.format(
        title="Contrôle des billets",
        lead="Contrôlez les billets à l’embarquement.",
        heading="Ce que vous ferez",
        text="Vous contrôlez les **billets**.",
    ),
    "en/kinds.md": kinds(
        "All kinds",
        ("Digital services", "Équipage et navigation", "Maintenance yard"),
        ("By team", "By status", "Nothing", "The pairs"),
    )
    + INLINE.format(
        title="Ticket inspection",
        lead="Check tickets at boarding.",
        heading="What you will do",
        text="You check **tickets**.",
    ),
}


@pytest.fixture(scope="module")
def project(source: Path) -> Iterator[Path]:
    """The example handbook, with the kinds of pages that it does not have."""
    for name, text in FILES.items():
        (source / name).write_text(text, encoding="utf-8")
    with (source / "index.md").open("a", encoding="utf-8") as file:
        file.write("\n```{toctree}\nfr/genres\nen/kinds\n```\n")
    with (source / "conf.py").open("a", encoding="utf-8") as file:
        file.write("locale_dirs = ['locale']\ngettext_compact = False\njobs_today = ''\n")
    catalogues = HANDBOOK.parent / "locale" / "fr" / "LC_MESSAGES" / "handbook"
    shutil.copytree(
        catalogues,
        source / "locale" / "fr" / "LC_MESSAGES",
        ignore=shutil.ignore_patterns("*.mo"),
        dirs_exist_ok=True,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
        yield source


@pytest.fixture(scope="module", params=matrix(*THEMES))
def theme(request: pytest.FixtureRequest) -> str:
    """One theme after the other."""
    return str(request.param)


@pytest.fixture(scope="module")
def paths(project: Path, theme: str) -> dict[str, Path]:
    """The pages in a theme, by their kinds."""
    return pages(project, theme)


@functools.cache
def pages(project: Path, theme: str) -> dict[str, Path]:
    """Build the two sites in a theme; return the pages by their kinds."""
    look = ("-D", f"html_theme={theme}")
    sites = {
        "all": build_handbook(project, "html", *look),
        "fr": build_handbook(
            project, "html", *look, "-D", "language=fr", "-D", "jobs_publish=language"
        ),
    }
    found = {}
    for kind, name in KINDS.items():
        site, _, docname = name.partition("/")
        found[kind] = sites[site] / f"{docname}.html"
    return found


@contextmanager
def window(browser: Browser, width: int, **options: Any) -> Iterator[Page]:
    """A page of a width, on the day of the build."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, reduced_motion="reduce", **options
    )
    context.clock.set_fixed_time(TODAY)
    yield context.new_page()
    context.close()


def show(page: Page, path: Path) -> None:
    """Open a page; a redirect stays."""
    if 'http-equiv="refresh"' in path.read_text(encoding="utf-8"):
        page.route("**/postings/**", lambda route: route.fulfill(status=204))
    else:
        page.unroute("**/postings/**")
    page.goto(path.as_uri())


def violations(page: Page, *, only: str = "") -> list[tuple[bool, str, str]]:
    """Run axe: whether it is ours, the rule, and where and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        (own, rule, why)
        for own, rule, why, tags in page.evaluate(
            """async ([own, only]) => {
                const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
                const found = await axe.run(document, {
                    runOnly: only ? [only] : tags, resultTypes: ["violations"],
                });
                const links = ["color-contrast", "link-in-text-block"]; // a theme's, even in ours
                const ours = (rule, e) => e?.closest(own)
                    && !(links.includes(rule) && e.closest("a:not(.job-apply-link)"));
                return found.violations.flatMap(v => v.nodes.map(n => [
                    Boolean(ours(v.id, document.querySelector(n.target[0]))),
                    v.id, `${n.html.slice(0, 200)}\n  ${n.failureSummary}`, v.tags,
                ]));
            }""",
            [OWN, only],
        )
        # Outside our markup, what the law asks for; in it, good practice, too.
        if own or WCAG.intersection(tags)
    ]


LUMINANCE = r"""() => {
    const [r, g, b, a] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g);
    return a == 0 ? 1 : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}"""


@needs_browser
@pytest.mark.slow
def test_axe_finds_no_fault(browser, theme, paths):
    ours: dict[str, set[str]] = defaultdict(set)
    theirs: dict[str, set[str]] = defaultdict(set)

    def check(page: Page, kind: str, look: str, only: str = "") -> None:
        for own, rule, why in violations(page, only=only):
            if own or kind.startswith("redirect"):
                ours[why].add(f"{rule}: {kind}, {look}")
            elif look != "print" and rule not in THEMES_FAULTS[theme]:
                theirs[why].add(f"{rule}: {kind}, {look}")

    with window(browser, 1280, color_scheme="light") as page:
        # Closed since by the script, on a later day.
        for kind, path in [*paths.items(), ("closed by script", paths["open"])]:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.emulate_media(color_scheme="light", media="screen")
            if kind == "closed by script":
                page.clock.set_fixed_time(datetime(2031, 1, 1, tzinfo=UTC))
            show(page, path)
            closed = page.locator(".job-notice.job-closed").count() == 1
            assert closed == kind.startswith("closed"), kind
            check(page, kind, "light, desktop")
            page.set_viewport_size({"width": 320, "height": 800})
            page.emulate_media(color_scheme="dark")
            if theme not in LIGHT_ONLY and not kind.startswith("redirect"):
                page.wait_for_function(f"({LUMINANCE})() < 0.1")
            check(page, kind, "dark, phone")
            if kind in PRINTED:
                page.emulate_media(media="print")
                assert page.evaluate(LUMINANCE) > 0.98
                check(page, kind, "print", "color-contrast")
    assert (dict(ours), dict(theirs)) == ({}, {})


LIGHT_ONLY = ("alabaster", "sphinx_rtd_theme")
PRINTED = ("open", "closed", "cards and table")


@needs_browser
def test_the_rules_in_the_docs_cure_a_theme(browser, theme, paths):
    rules = re.findall(rf"```css\n/\* {theme} \*/\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert len(rules) == (theme in LIGHT_ONLY)
    with window(browser, 1280) as page:
        for css in rules:
            show(page, paths["open"])
            page.add_style_tag(content=css)
            assert violations(page) == []


@needs_browser
def test_the_way_to_apply_is_printed(browser, theme, paths):
    with window(browser, 800) as page:
        show(page, paths["open"])
        page.emulate_media(media="print")
        link = page.locator("a.job-apply-link").first
        shown = link.evaluate("e => getComputedStyle(e, '::after').content")
        assert link.get_attribute("href") in shown


@needs_browser
def test_the_keyboard_reaches_all(browser, paths):
    with window(browser, 320) as page:
        show(page, paths["archive"])
        box = page.get_by_role("group", name="Closed postings", exact=True)
        stops = box.evaluate(
            "e => [e, ...e.querySelectorAll('*')].filter(e => e.tabIndex >= 0).map(e => e.tagName)"
        )
        assert stops == ["A", "A"]
        # The rows are blocks here, and still rows of a table for those who cannot see them.
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth")
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
        roles = Counter(node["role"]["value"] for node in tree["nodes"] if not node["ignored"])
        assert (roles["table"], roles["row"], roles["rowheader"]) == (1, 2, 2)
        assert roles["cell"] > 2
        show(page, paths["open"])
        apply = page.locator("a.job-apply-link").first
        assert apply.bounding_box()["height"] >= 44
        for link in (".job-switch a", ".job-header a.job-apply-link", ".job-apply-again a"):
            page.locator(link).focus()
            page.keyboard.press("Shift+Tab")  # by the keyboard, so that the focus is to be seen
            page.keyboard.press("Tab")
            assert page.locator(link).evaluate("e => e === document.activeElement"), link
            assert outline(page) >= 2, link


def outline(page: Page) -> float:
    """Return how thick a line is around what has the focus."""
    width: float = page.evaluate(
        "() => { const style = getComputedStyle(document.activeElement);"
        " return style.outlineStyle == 'none' ? 0 : parseFloat(style.outlineWidth); }"
    )
    return width


#: The least that text must bear (WCAG 2.1, 1.4.12).
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
)
LARGE = "html { font-size: 200% !important }"
#: Elements of ours that come out of the page, or their text out of them, but where it scrolls.
CUT = """() => [...document.querySelectorAll("[class*='job-']:not(.job-posting, .job-card-lead)")]
    .filter(e => !e.parentElement.closest(".job-table-box"))
    .filter(e => e.getBoundingClientRect().right > innerWidth || (
        !e.matches(".job-table-box") && e.clientWidth && e.scrollWidth > e.clientWidth + 1) || (
        getComputedStyle(e).overflowY != "visible" && e.scrollHeight > e.clientHeight + 1))
    .map(e => e.outerHTML.slice(0, 120))"""


@needs_browser
def test_text_may_be_large_and_wide(browser, paths):
    with window(browser, 320) as page:
        for kind, path in paths.items():
            show(page, path)
            page.evaluate("document.head.append(document.createElement('style'))")
            for width, style in ((320, ""), (320, SPACING), (640, LARGE)):
                page.set_viewport_size({"width": width, "height": 800})
                page.evaluate("css => document.head.lastChild.textContent = css", style)
                assert page.evaluate(CUT) == [], (kind, width, style)


@needs_browser
def test_high_contrast_keeps_the_lines(browser, project):
    paths = pages(project, "furo")
    with window(browser, 1280, forced_colors="active") as page:
        for kind, parts in {
            "open": ("a.job-apply-link", "dl.job-facts"), "cards and table": ("li.job-card",),
        }.items():  # fmt: skip
            show(page, paths[kind])
            for part in parts:
                line, ground = page.locator(part).first.evaluate(
                    "e => { const style = getComputedStyle(e);"
                    " return [style.borderTopColor, getComputedStyle(document.body).backgroundColor]; }"
                )
                assert line != ground, part


def test_a_table_is_named_after_its_heading(make):
    files = {
        "en/a.md": posting("A", "a", team="Crew"),
        "en/jobs.md": "# Jobs\n\n```{job-index}\n:style: table\n```\n\n## By *team*\n\n"
        "```{job-index}\n:style: table\n:group-by: team\n```\n\n```{job-pairs}\n```\n",
        "fr/bare.md": "```{job-index}\n:style: table\n:language: all\n```\n",
    }
    project = make(files, conf="jobs_languages = ['en', 'fr']\nsuppress_warnings = ['jobs.pair']\n")
    built = project.build()
    names = [box["aria-label"] for box in built.main("en/jobs").select(".job-table-box")]
    assert names == ["Jobs", "Crew", "By team"]
    (box,) = built.main("fr/bare").select(".job-table-box")
    assert (box["role"], box["aria-label"]) == ("group", "Offres d’emploi")
    # Of the other builders, none sees more than a table in a container.
    text = project.build("pseudoxml").text("en/jobs.pseudoxml")
    assert '<container classes="job-index job-table-box">' in text
    assert "stub" not in text


@pytest.mark.slow
def test_the_nu_checker_finds_no_error(project):
    paths = [path for theme in THEMES for path in pages(project, theme).values()]
    ours = [
        error
        for error in nu_errors(paths)
        if not any(re.search(pattern, error["message"]) for pattern in NOT_OURS)
    ]
    assert ours == []


def test_the_docs_name_the_themes_faults():
    named: dict[str, set[str]] = {theme: set() for theme in THEMES}
    rows = re.findall(r"^\| `(\w+)` \| `([\w-]+)` \|", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    for theme, rule in rows:
        named[theme].add(rule)
    assert named == THEMES_FAULTS
