"""How pages look in the themes: the first screen of a phone, shifts, reflow, paper."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from . import looks
from .conftest import HANDBOOK_CONF
from .support import (
    CHROMIUM,
    CONF,
    HANDBOOK,
    THEMES,
    Project,
    build_handbook,
    matrix,
    posting,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

#: The themes of all tests, and those that drop the section of a page, or rewrite its tables.
LOOKS = [*THEMES, "shibuya", "sphinx_immaterial", "python_docs_theme"]
LONG = "https://example.org/" + "a-very-long-address-without-a-place-to-break/" * 3
WORDS = "Look after the boats, the people on them, and everything that they bring along. "
FILES = {
    # As long as a title and a lead may be with the link to apply after them, or before.
    "en/longest.md": posting(
        ("Senior adviser for the renewal of the fleet and of its crossings " * 2)[:90],
        "longest", description=(WORDS * 9)[:500].strip(), leverId="a",
        expiryDate="2026-12-18", salary='"$78,500 to $92,300 a year"',
        location="[Port Averill, Gull Harbour, Éboulis-sur-Lac]",
    ),
    "en/wide.md": posting(
        "Administratrice-coordonnatrice-interprovinciale-des-correspondances", "wide",
        f"Write to <{'administration-generale-des-competences' * 2}@example.org>, {LONG}.\n\n"
        f"- [{LONG}]({LONG})\n\n| A | B |\n|---|---|\n| {'x' * 60} | y |\n",
        description=LONG, team=LONG, location=LONG, salary="x" * 80, leverId="b",
    ),
    "en/lists.md": "# Lists\n\n" + "".join(
        f"```{{job-index}}\n:style: {style}\n:status: all\n```\n\n"
        for style in ("table", "list", "cards")
    ) + "```{job-index}\n:where: team = Nobody\n```\n",
    "en/plain.md": "# Plain\n\n" + f"{WORDS * 5}\n\n" * 5,
}  # fmt: skip
TODAY = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example handbook, with long words and long texts."""
    source = tmp_path_factory.mktemp("looks") / "source"
    shutil.copytree(HANDBOOK, source)
    names = "".join(f"{name[:-3]}\n" for name in FILES)
    (source / "index.md").write_text(
        f"# Careers\n\n```{{toctree}}\nen/index\nfr/index\n{names}```\n", encoding="utf-8"
    )
    for name, text in FILES.items():
        (source / name).write_text(text, encoding="utf-8")
    return source


@pytest.fixture(scope="module", params=matrix(*LOOKS))
def site(request: pytest.FixtureRequest, folder: Path) -> Path:
    """The handbook in one theme after the other."""
    pytest.importorskip(request.param)
    conf = HANDBOOK_CONF + f"html_theme = '{request.param}'\n" + CONFS.get(request.param, "")
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    return build_handbook(folder, "html", "-D", f"html_theme={request.param}")


#: It is an extension, too, and looks for fonts on the Web.
CONFS = {
    "sphinx_immaterial": "extensions += ['sphinx_immaterial']\n"
    "html_theme_options = {'font': False}\n"
}


def test_the_way_to_apply_is_on_the_first_screen_of_a_phone(browser, site):
    for name in ("postings/web-developer", "postings/ferry-captain", "longest"):
        assert looks.button_ends(browser, site / f"en/{name}.html") <= 844, name


def test_pages_do_not_jump(browser, site):
    plain = looks.shift(browser, site / "en/plain.html")
    for name in ("postings/web-developer", "postings/payroll-adviser", "index", "lists"):
        assert looks.shift(browser, site / f"en/{name}.html") <= plain + 0.05, name


def test_nothing_of_ours_is_wider_than_a_small_phone(browser, site):
    for name in ("wide", "lists", "postings/web-developer", "board", "index"):
        assert looks.wide(browser, site / f"en/{name}.html", 320) == [], name


def test_large_text_fits_a_phone(browser, site):
    page = looks.open_page(browser, site / "en/postings/ferry-captain.html", looks.PHONE)
    page.add_style_tag(content="html { font-size: 200% !important }")
    # Other parts may be the theme's, whose page is as wide as its longest word.
    outside = page.locator(".job-header").evaluate("""header => {
        const end = header.getBoundingClientRect().right + 1;
        return [...header.querySelectorAll("*")].filter(
            e => e.getBoundingClientRect().right > end && !e.closest(".job-key"))
            .map(e => e.outerHTML.slice(0, 100));
    }""")
    assert outside == []
    broken = page.locator(".job-facts dt").evaluate_all("""labels => labels.filter(label => {
        const range = document.createRange();
        range.selectNodeContents(label);
        return range.getClientRects().length > label.textContent.trim().split(/[ \\u00a0]/).length;
    }).map(label => label.textContent)""")
    assert broken == []
    page.context.close()


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_no_column_is_cut(browser, site, width):
    for name in ("lists", "archive"):
        assert looks.clipped(browser, site / f"en/{name}.html", width) <= 1, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_button_can_be_read(browser, site, scheme):
    for name in ("postings/web-developer", "longest"):
        assert looks.contrast(browser, site / f"en/{name}.html", scheme) >= 4.5


def test_paper_is_white_and_whole(browser, site):
    page = looks.open_page(
        browser, site / "en/lists.html", {"width": 700, "height": 900}, color_scheme="dark"
    )
    page.emulate_media(media="print")
    colours = page.evaluate(
        "() => [...document.querySelectorAll('html, .job-index *')].map(e => getComputedStyle(e))"
        ".map(s => [s.color, s.overflowX].join())"
    )
    assert {colour for colour in colours if not colour.startswith("rgb(0, 0, 0)")} == set()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    boxes = "[...document.querySelectorAll('body :has(.job-index)')]"
    scroll = page.evaluate(f"{boxes}.map(e => getComputedStyle(e).overflow)")
    assert set(scroll) <= {"visible"}  # or the last cards would be cut
    page.goto((site / "en/postings/web-developer.html").as_uri())
    page.emulate_media(media="print")
    address = page.locator(".job-header").evaluate("e => getComputedStyle(e, '::after').content")
    assert "web-developer.html" in address
    link = page.locator("a.job-apply-link").first
    assert link.evaluate("e => getComputedStyle(e).borderTopWidth") == "0px"
    assert page.locator("a.job-apply-link:visible").count() == 1
    page.context.close()


def test_the_index_is_in_the_font_of_the_page(browser, site):
    page = looks.open_page(browser, site / "job-index.html", looks.PHONE)
    font = "e => getComputedStyle(e).fontFamily"
    fonts = {page.locator(name).first.evaluate(font) for name in ("tr.cap strong", "tr td code")}
    assert fonts == {page.locator("h1 ~ * a, main").first.evaluate(font)}
    # A line never ends within one of the names above.
    lines = page.locator("a[href^='#cap-']").evaluate_all(
        "links => links.map(link => link.getClientRects().length)"
    )
    assert 1 in lines
    assert set(lines) <= {0, 1}
    page.context.close()


def test_a_card_is_its_link(browser, site):
    page = looks.open_page(browser, site / "en/lists.html", {"width": 1280, "height": 900})
    card = page.locator("li.job-card").first
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box is not None
    target = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.href",
        [box["x"] + box["width"] - 20, box["y"] + box["height"] - 20],
    )
    assert target == card.locator("a").evaluate("a => a.href")
    page.context.close()


LABELS = """() => [...document.querySelectorAll(".job-label")].map(e => e.textContent)"""


@pytest.mark.parametrize(
    ("now", "labels"),
    [
        ("2030-02-20T12:00:00-05:00", ["New"]),
        ("2030-02-28T00:30:00-05:00", []),
        ("2030-03-01T23:30:00-05:00", []),
        ("2030-03-02T00:30:00-05:00", ["Closes in 7 days"]),
        ("2030-03-07T23:30:00-05:00", ["Closes in 2 days"]),
        ("2030-03-08T12:00:00-05:00", ["Closes tomorrow"]),
        ("2030-03-09T00:10:00-05:00", ["Closes today"]),
    ],
)
def test_labels_come_and_go_with_the_days(browser, dated, now, labels):
    build = dated
    context = browser.new_context(timezone_id="Asia/Tokyo")
    context.clock.set_fixed_time(datetime.fromisoformat(now))
    page = context.new_page()
    page.goto((build / "en/a.html").as_uri())
    assert page.evaluate(LABELS) == labels
    context.close()


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A posting of a day, built months before."""
    project = Project(tmp_path_factory.mktemp("dated") / "source")
    conf = CONF + "jobs_timezone = 'America/Toronto'\njobs_apply_url = 'https://x.example/{key}'\n"
    text = posting("A", "a", "Steer.\n", date="2030-02-20", expiryDate="2030-03-09")
    project.write({"conf.py": conf, "en/a.md": text})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(TODAY.timestamp())))
        return Path(project.build().app.outdir)


def test_labels_do_not_move_the_page(browser, dated):
    page = browser.new_page(viewport=looks.PHONE)
    page.clock.set_fixed_time(datetime.fromisoformat("2030-03-08T12:00:00-05:00"))
    page.add_init_script(looks.SHIFTS)
    page.goto((dated / "en/a.html").as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    assert page.evaluate(LABELS) == ["Closes tomorrow"]
    assert page.evaluate("window.shifts") <= 0.05
    page.close()


def test_labels_are_whole_and_without_dots(browser, dated):
    page = browser.new_page(viewport=looks.PHONE)
    page.clock.set_fixed_time(datetime.fromisoformat("2030-03-08T12:00:00-05:00"))
    page.goto((dated / "en/a.html").as_uri(), wait_until="load")
    label = page.locator(".job-label")
    assert label.evaluate("e => getComputedStyle(e, '::before').content") == "none"
    box, lead = label.bounding_box(), page.locator(".job-lead").bounding_box()
    assert box is not None
    assert lead is not None
    assert box["x"] >= lead["x"]  # the line is cut further to the left
    page.close()
