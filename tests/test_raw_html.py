"""Raw HTML of postings on built pages, where a project allows only what cannot run."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from sphinxext_jobs.text import safe_html

from .support import Project, posting

BODY = """\
Read <b onclick="evil()">this</b>, <script>evil("*x*")</script>and <i onfocus="evil()">that</i>.

<div class="box" onmouseover="evil()">

*Inside*

</div>

<script>
evil()
</script>

<img src="a.png" onerror="evil()" alt="A">

```{raw} html
<p onclick="evil()">Raw</p><iframe src="https://evil.example/"></iframe>
```
"""
FILES: dict[str, str | bytes] = {
    "a.md": posting("A", "a", BODY),
    "other.md": "# Other\n\n<b onclick='mine()'>Mine</b>\n",
}
SAFE = "jobs_raw_html = 'safe'\n"
Make = Callable[..., Project]


def test_all_is_as_it_was_written(make: Make) -> None:
    build = make(FILES).build()
    assert build.text("a.html").count("evil") == 6
    assert build.warnings == []


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_nothing_of_a_posting_runs(make: Make, builder: str) -> None:
    pytest.importorskip("nh3")
    index = {"index.md": "# Home\n\n```{toctree}\nother\na\n```\n"}
    build = make({**FILES, **index}, conf=SAFE).build(builder)
    assert build.warnings == []
    page = build.main("a") if builder == "html" else build.main("index")
    assert "evil" not in str(page)
    assert page.select_one("div.box em").get_text() == "Inside"
    assert page.select_one("img[src='a.png'][alt=A]")
    text = " ".join(page.get_text().split())
    assert "Read this, and that." in text
    assert "Raw" in text
    if builder == "html":
        assert 'onclick="mine()"' in build.text("other.html").replace("'", '"')


def test_without_nh3_only_the_words_are_shown(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nh3", None)
    safe_html._nh3.cache_clear()
    try:
        build = make(FILES, conf=SAFE).build()
    finally:
        safe_html._nh3.cache_clear()
    assert build.warnings == [
        "WARNING: `jobs_raw_html = 'safe'` needs nh3, which is not installed, so only the text of "
        "raw HTML is shown. Run `pip install 'sphinxext-jobs[safe]'`. [jobs.config]"
    ]
    page = build.main("a")
    assert "evil" not in str(page)
    assert page.select("b, script, iframe") == []
    assert "Read this, and that." in " ".join(page.get_text().split())
    assert "Raw" in page.get_text()


def test_a_translation_runs_nothing_either(make: Make) -> None:
    pytest.importorskip("nh3")
    body = "Press <kbd>a</kbd>.\n"
    catalog = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Press <kbd>a</kbd>."\nmsgstr "Appuyez <kbd onclick=\\"evil()\\">a</kbd>."\n'
    )
    files = {"en/a.md": posting("A", "a", body), "locale/fr/LC_MESSAGES/en/a.po": catalog}
    conf = (
        "jobs_publish = 'language'\njobs_languages = ['en', 'fr']\nlanguage = 'fr'\n"
        "locale_dirs = ['locale']\n"
    )
    for chosen, runs in ((conf, True), (conf + SAFE, False)):
        page = make(files, conf=chosen, name=f"runs-{runs}").build().main("en/a")
        assert page.select_one("kbd").get_text() == "a"
        assert ("evil" in str(page)) is runs
