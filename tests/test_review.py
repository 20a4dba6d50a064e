"""The review pages in whole builds and in a browser; their parts are tested in ``unit``."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup

from sphinxext_jobs.cli.main import main

from .ferries import CONF, COOKS, FILES, PO
from .support import CHROMIUM, Project, nu_errors, posting
from .support import CONF as BASE

EN, FR = FILES
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def edit(project, name, old, new):
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def states(make, monkeypatch=None):
    """Return a project with points of many kinds, and its folder of review pages.

    With *monkeypatch*, the builds are started in the folder of the project.
    """
    deck = {"en/deck.md": posting("Deckhand", "deck")}
    files = {**FILES, **COOKS, **deck, "locale/.keep": ""}
    files["fr/cuisinier.md"] = files["fr/cuisinier.md"].replace("1\u202f250,50", "1\u202f350,50")
    project = make(files, conf=CONF)
    if monkeypatch is not None:
        monkeypatch.chdir(project.root)
    project.build("jobs-pair")
    edit(project, EN, "in winter", "in summer")
    edit(project, FR, "- Inspecter les 4\u00a0moteurs avec les mécaniciens\n", "")
    edit(project, FR, "title:", "archived: true\ntitle:")
    edit(project, PO, "Responsabilités", "Fonctions")
    build = project.build("jobs-pair")
    return project, Path(build.app.outdir)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a folder of review pages, for tests that only look at them."""

    def make(files, conf):
        project = Project(tmp_path_factory.mktemp("review") / "source")
        project.write({"conf.py": BASE + conf, **files})
        return project

    _project, out = states(make)
    return out


def read(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def test_the_pages_are_written_next_to_the_report(make):
    project, out = states(make)
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*"))
    pages = ["captain.html", "cook.html", "deck.html", "index.html", "points.html"]
    assert [name for name in names if not name.startswith(".")] == sorted(
        [*pages, *(f"fr/{name}" for name in pages), "pairing.json", "review.css", "review.js"]
    )
    run = json.loads((out / "pairing.json").read_text(encoding="utf-8"))["run"]
    assert read(out / "index.html").body["data-run"] == run
    kinds = {each.get_text()[1:] for each in read(out / "points.html").select(".point h2 .badge")}
    assert kinds == {
        "English text changed", "Deleted in French", "Corrected in the catalogue only",
        "Numbers differ",
    }  # fmt: skip
    groups = {each.get_text()[1:] for each in read(out / "points.html").select(".group h2 .badge")}
    assert groups == {"Status differs", "No French text"}
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*.*")}
    project.build("jobs-pair")
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*.*")
    }


def test_a_page_is_removed_with_its_job(make):
    project, out = states(make)
    (out / "notes.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    (project.root / "en/deck.md").unlink()
    project.build("jobs-pair")
    assert not (out / "deck.html").exists()
    assert not (out / "fr" / "deck.html").exists()
    assert (out / "notes.html").exists()


def test_no_pages_if_they_are_not_wanted(make):
    project = make(FILES, conf=CONF)
    out = Path(project.build("jobs-pair").app.outdir)
    assert len([*out.rglob("*.html")]) == 6
    project.build("jobs-pair", confoverrides={"jobs_review": False})
    assert [*out.rglob("*.html")] == []
    project.build("jobs-pair", confoverrides={"language": "fr"})
    assert sorted(path.parent.name for path in out.glob("*/index.html")) == ["en"]


def test_another_site_is_not_overwritten(make):
    project = make(FILES, conf=CONF)
    out = Path(project.build("jobs-pair").app.outdir)
    (out / "index.html").write_text("<!DOCTYPE html><p>Another site</p>", encoding="utf-8")
    (warning,) = [w for w in project.build("jobs-pair").warnings if "another site" in w]
    assert warning.endswith(
        "The review pages were not written, because this folder has another site. Give jobs-pair "
        "a folder of its own, or set `jobs_review = False`. [jobs.config]"
    )
    assert "Another site" in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("https://forge.example/{file}#L{line}", "has an unknown field, {file}"),
        ("vscode://file/{path", "cannot be read"),
        ("vscode://file/", "does not have {path}"),
    ],
)
def test_a_link_that_cannot_be_used_is_reported(make, template, problem):
    build = make(FILES, conf=CONF + f"jobs_review_link = {template!r}\n").build("jobs-pair")
    (warning,) = [warning for warning in build.warnings if "jobs_review_link" in warning]
    assert problem in warning


def test_the_interface_is_in_the_language_of_the_project_first(make):
    build = make(FILES, conf=CONF + "language = 'fr_CA'\n").build("jobs-pair")
    out = Path(build.app.outdir)
    assert read(out / "index.html").html["lang"] == "fr"
    assert read(out / "en" / "index.html").html["lang"] == "en"


def test_the_commands_settle_their_points(make, monkeypatch, capsys):
    project, out = states(make, monkeypatch)
    commands = [
        each.get_text()
        for each in read(out / "points.html").select("code.command")
        if "draft" not in each.get_text()
    ]
    assert len(commands) == 4
    for command in commands:
        program, *arguments = shlex.split(command)
        assert (program, main(arguments)) == ("sphinx-jobs", 0), capsys.readouterr()
    project.build("jobs-pair")
    cards = read(out / "points.html").select(".queue .point")
    assert [each.h2.get_text() for each in cards] == []


def test_the_ids_settle_all_points_at_once(make, monkeypatch):
    project, out = states(make, monkeypatch)
    boxes = read(out / "points.html").select("input[data-verb=confirm]")
    ids = [each for box in boxes for each in box["data-arguments"].split()]
    assert main(["confirm", *ids]) == 0
    project.build("jobs-pair")
    left = [each.h2.get_text() for each in read(out / "points.html").select(".queue .point")]
    assert [each.strip() for each in left] == ["≠Corrected in the catalogue only"]


# In a browser.


@needs_browser
def test_every_point_is_chosen_by_keyboard(pages, browser):
    page = browser.new_page()
    page.goto((pages / "index.html").as_uri())
    page.keyboard.press("d")
    page.wait_for_url("**/points.html")
    points = page.locator(".point").count()
    page.keyboard.press("j")
    for _ in range(points):
        page.keyboard.press("c")
    commands = page.locator(".tray code").inner_text().split("\n")
    assert [line.split()[1] for line in commands] == ["confirm", "apply", "draft"]
    assert commands[2].startswith("sphinx-jobs draft deck --to fr")
    assert (
        len(commands[0].partition(" -c ")[0].split())
        == 2 + page.locator("input[data-verb=confirm]").count()
    )
    # The choices are on the other pages, too, and in the other language.
    page.goto((pages / "fr" / "captain.html").as_uri())
    assert page.locator(".chosen").count() == page.locator(".point:has(.choose)").count() == 3
    page.locator(".clear").click()
    assert page.locator(".tray").is_hidden()
    # One place is named by its file and line.
    page.keyboard.press("j")
    first = page.locator("input[data-verb=confirm]").first
    first.check()
    assert f"{EN}:" in page.locator(".tray code").inner_text()
    page.keyboard.press("?")
    page.locator(".shortcuts").uncheck()
    page.locator(".help .close").click()
    page.keyboard.press("u")
    assert page.url.endswith("fr/captain.html")
    page.close()


@needs_browser
def test_one_decision_excludes_the_other(make, browser):
    texts = ("The union is local 12.", "We pay for your boots.")
    files = {**FILES, EN: f"{FILES[EN]}\n" + "\n\n".join(texts) + "\n"}
    project = make(files, conf=CONF)
    project.build("jobs-pair")
    for text in texts:
        edit(project, PO, f'"{text}"\nmsgstr ""', f'"{text}"\nmsgstr "Fait."')
    out = Path(project.build("jobs-pair").app.outdir)
    page = browser.new_page()
    page.goto((out / "points.html").as_uri())
    boxes = page.locator(".choose input")

    def chosen():
        states = [box.is_checked() for box in boxes.all()]
        lines = page.locator(".tray code").inner_text().split("\n")
        return states, [line.split()[1] for line in lines if line]

    page.keyboard.press("j")
    page.keyboard.press("c")  # the command writes all translations of the job
    assert chosen() == ([True, False, True, False], ["apply"])
    marks = "(e) => getComputedStyle(e, '::after').content.startsWith('\"✓')"
    shown = [span.evaluate(marks) for span in page.locator(".choose span").all()]
    assert shown == [True, False, True, False]
    page.keyboard.press("C")  # but not the one that only one language needs
    assert chosen() == ([True, False, False, True], ["confirm", "apply"])
    page.keyboard.press("k")
    page.keyboard.press("C")
    assert chosen() == ([False, True, False, True], ["confirm"])
    page.close()


@needs_browser
def test_the_overview_is_filtered_and_sorted(pages, browser):
    page = browser.new_page()
    page.goto((pages / "index.html").as_uri())
    rows = page.locator("table").first.locator("tbody tr:visible")
    assert rows.count() == 3
    page.locator("input[type=search]").fill("CUISINIER")
    assert rows.count() == 1
    view = page.evaluate("location.href")  # the page knows its new address first
    page.goto("about:blank")
    page.goto(view)
    assert rows.count() == 1
    page.locator("input[type=search]").fill("")
    page.locator("thead button").first.click()
    titles = page.locator("tbody th > :first-child").all_inner_texts()
    assert titles == sorted(titles)
    page.close()


@needs_browser
def test_without_javascript_everything_but_choosing_is_there(pages, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "points.html").as_uri())
    assert page.locator("code.command:visible").count() == 5
    assert page.locator("input:visible, button:visible").count() == 0
    page.goto((pages / "index.html").as_uri())
    assert page.locator("tbody tr:visible").count() == 3
    context.close()


@needs_browser
def test_nothing_widens_the_narrowest_page(pages, browser):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for name in ("index", "points", "captain", "deck"):
        page.goto((pages / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name
    page.close()


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault(pages, browser, scheme, width):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    found = []
    for name in ("index", "points", "captain", "deck", "fr/index", "fr/points"):
        page.goto((pages / f"{name}.html").as_uri())
        page.keyboard.press("x")
        for box in page.locator(".choose input").all()[::2]:
            box.check()
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        found += [(name, each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
    assert found == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    context.close()


@pytest.mark.slow
def test_the_nu_checker_finds_no_error(pages):
    assert nu_errors(pages.rglob("*.html")) == []
