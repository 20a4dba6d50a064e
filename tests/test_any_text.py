"""Whatever a file contains or is: the build goes on, and the words reach the page."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from .support import but_root, matrix, posting
from .unit.support import at_most

CONF = """
html_baseurl = "https://x.example/"
jobs_languages = ["en", "fr"]
jobs_organization = {"name": "The Ship", "address": {"addressCountry": "CA"}, "currency": "CAD"}
suppress_warnings = ["jobs.pair"]
"""
FIELDS = {"date": "2026-01-01", "location": "Ottawa"}
MANY = "9" * 4301
#: Bodies that ended a build, all with the words “on deck”.
BODIES = {
    "section": "<div><![foo[ y</div>\n\non deck",
    "declaration": "<p>on deck <!ELEMENT [ x</p>",
    "bracket-link": "[on deck](//[x/y)",
    "bracket-html": "<p>On <a href='//[x'>deck</a></p>\n\n<div><a href='http://[x'>on deck</a></div>",
    "bracket-site": "[on deck](http://[x/y) <https://[x>",
    "bracket-reference": "[on deck][r]\n\n[r]: //[x/y",
    "null-link": "[on deck](a%00.md) [b](path:%00) [c](project:%00.md)",
    "null-image": "on deck ![x](%00.png)",
    "long-link": f"[on deck]({'x' * 300}.md) [b](path:{'x' * 300}.md) [c](inv://[x#y)",
    "list": f'<ol start="{MANY}"><li>on deck</li></ol>',
    "list-of-another-script": '<ol start="²"><li>on deck</li></ol>',
    "reference": f"on deck &#{MANY}; <i>&#x{'f' * 5000};</i>\n\n## &#{MANY};",
}
#: Fields that ended a build, or would.
VALUES = {
    "sexagesimal": f"foo: 1:{':'.join('1' * 200)}.5",
    "moment": "foo: 2026-13-45T99:99:99+99:99",
    "binary": "foo: !!binary é",
    "integer": "foo: !!int x",
    "float": "foo: !!float ''",
    "boolean": "foo: !!bool x",
    "unknown-tag": "foo: !x y",
    "hexadecimal": f"foo: 0x{'f' * 9000}",
    "nothing": "foo: 0b",
    "digits": f"foo: {MANY}",
    "salary": f"salary: ${MANY} a year",
    "cents": f"salary: ${'9' * 400}.00 a year",
    "settings": "myst: [1, {a: b}]",
    "no-anchors": "myst: {heading_anchors: null}",
    "no-minutes": "myst: {words_per_minute: 0}",
    "no-paragraphs": "myst: {disable_syntax: [paragraph]}",
    "area": f"applicantLocationRequirements: {{name: Canada, n: {MANY}}}\nworkplace: remote",
}


def test_no_text_ends_a_build(make) -> None:
    files = {
        **{f"body/{name}.md": posting("T", name, body, **FIELDS) for name, body in BODIES.items()},
        **{
            f"value/{name}.md": posting("T", name, "on deck").replace("---\n\n", f"{lines}\n---\n")
            for name, lines in VALUES.items()
        },
        "title.md": posting("'<b>A</b> <![ x'", "t", "on deck", **FIELDS),
        "index.md": "# Jobs\n\n```{job-index}\n:where: foo\n```\n",
    }
    project = make(files, CONF)
    build = project.build()
    for name in files.keys() - {"index.md"}:
        words = build.main(name.removesuffix(".md")).get_text().lower()
        assert re.search(r"on\s+deck", words), name
    assert build.main("title").h1.get_text().startswith("A <![ x")
    entries = json.loads(build.text("jobs.en.json"))["items"]
    assert len(entries) == len(files) - 1
    told = build.page("value/cents").select('script[type="application/ld+json"]')
    assert all("Infinity" not in str(script) for script in told)
    assert (
        "body/bracket-link.md:10: WARNING: //[x/y is not a valid address, so its text is shown "
        "without a link. Use the path of a file, or a full URL (https://…). [jobs.link]"
    ) in build.warnings
    assert build.main("body/bracket-link").select("a[href*='[']") == []
    assert (
        "value/no-minutes.md:6: WARNING: MyST-Parser cannot use the settings in `myst`, so they "
        "are ignored: division by zero. Correct or remove the settings. [jobs.front-matter]"
    ) in build.warnings
    project.build("jobs-pair")


def test_ordinary_numbers_stay_numbers(make) -> None:
    body = '<ol start="3"><li>a</li></ol>'
    build = make({"a.md": posting("T", "k", body, salary="$999,999,999.99 a year", **FIELDS)}, CONF)
    page = build.build().page("a")
    assert page.select_one("ol")["start"] == "3"
    script, _breadcrumbs = page.select('script[type="application/ld+json"]')
    assert json.loads(script.string)["baseSalary"]["value"]["value"] == 999_999_999.99


def put(path: Path, kind: str | bytes) -> None:
    """Put something that is not a file that can be read where one is expected."""
    if isinstance(kind, bytes):
        path.write_bytes(kind)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
        (path / "mine.txt").write_text("mine", encoding="utf-8")
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "socket":
        bound = socket.socket(socket.AF_UNIX)
        bound.bind(os.path.relpath(path))  # a socket's path has a limit
        bound.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("pipe", "it is a named pipe"),
        ("folder", "it is a folder"),
        ("device", "it is a device"),
        ("socket", "it is a socket"),
        ("loop", "it cannot be found|Too many levels of symbolic links"),
        ("", "No such file or directory"),
    ],
)
def test_a_posting_from_something_that_is_not_a_file(make, kind: str, reason: str) -> None:
    files = {
        "a.md": "# A\n\n```{job-posting} f.txt\n```\n\nWords.\n",
        "b.rst": "B\n=\n\n.. job-posting:: f.txt\n\nWords.\n",
    }
    project = make(files)
    put(project.root / "f.txt", kind)
    build = project.build()
    assert re.fullmatch(
        rf"a.md:3: WARNING: f.txt cannot be read: ({reason}). Check the path. \[jobs.file\]\n"
        rf"b.rst:4: WARNING: f.txt cannot be read: ({reason}). Check the path. \[jobs.file\]",
        "\n".join(build.warnings),
    )
    assert "Words." in build.text("a.html") + build.text("b.html")
    project.build()


@pytest.mark.parametrize("name", ["x" * 300, f"/{'x' * 300}", "x/" * 3000])
def test_a_posting_from_a_name_that_no_file_has(make, name: str) -> None:
    project = make({"a.md": f"# A\n\n```{{job-posting}} {name}\n```\n"})
    (warning,) = project.build().warnings
    assert "[jobs.file]" in warning
    project.build()  # which asks again for what the page is made of


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("publish", ["all", "language"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_document_that_is_not_a_file_is_left_out(make, kind: str, publish: str) -> None:
    project = make({"a.md": posting("T", "k")}, f"jobs_publish = {publish!r}\n")
    put(project.root / "p.md", kind)
    for _ in range(2):
        build = project.build()
        assert [line for line in build.warnings if "p.md" in line] == [
            "p.md:1: WARNING: This file is left out because it cannot be read: "
            f"it is a {'named pipe' if kind == 'pipe' else kind}. Replace it with a text file, "
            "or remove it. [jobs.file]"
        ]
        assert not (Path(build.app.outdir) / "p.html").exists()


@pytest.mark.parametrize("publish", ["all", "language"])
def test_a_file_that_vanishes_is_left_out(make, publish: str) -> None:
    project = make({"a.md": posting("T", "k"), "b.md": posting("U", "l")})
    extension = "import pathlib\ndef setup(app):\n    app.connect('env-get-outdated', vanish, 1)\n"
    vanish = (
        "def vanish(app, *_):\n    (pathlib.Path(app.srcdir) / 'b.md').unlink()\n    return []\n"
    )
    conf = (project.root / "conf.py").read_text(encoding="utf-8") + f"jobs_publish = {publish!r}\n"
    project.write({"conf.py": conf + extension + vanish})
    build = project.build()
    assert "b.md:1: WARNING: This file is left out because it cannot be read" in build.warnings[0]
    assert (Path(build.app.outdir) / "a.html").exists()


def lists(site: Any, redirects: Any, generated: Any) -> bytes:
    return json.dumps({"site": site, "redirects": redirects, "generated": generated}).encode()


LEDGERS = [
    b"", b"{", b"null", b"[]", b"1", b"\xff\xfe\x00", b"[" * 100_000, b"9" * 5000,
    lists("all", ["a\0"], ["a\0"]),
    lists("all", ["/etc/passwd", "../../conf.py", "..", ".", "", "mine.html"], ["/x", "../x", ""]),
    lists(["x"], [1, None, {}, "\ud800"], ["\ud800", 5]),
    lists(None, "abc", {"x": 1}),
    lists("all", ["x" * 5000, "x/" * 5000], None),
    json.dumps({"a": {"x": []}, "": 0}).encode(),
    "folder", "pipe", "loop",
]  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("where", matrix("list", "redirects", "shown", "feeds", "folder of feeds"))
def test_no_ledger_ends_a_build(make, where: str) -> None:
    text = posting("T", "k", "Words.", aliases="[old, older/x]", **FIELDS)
    project = make({"a.md": text}, CONF)
    built = project.build()
    out, trees = Path(built.app.outdir), Path(built.app.doctreedir)
    (out / "mine.html").write_text("mine", encoding="utf-8")
    path = {
        "redirects": lambda: out / ".jobs-redirects",
        "shown": lambda: next((trees / ".jobs-shown").glob("*.json")),
        "feeds": lambda: next((trees / ".jobs-feeds").glob("*/*.html")),
        "folder of feeds": lambda: next((trees / ".jobs-feeds").iterdir()),
        "list": lambda: out / "jobs.json",
    }[where]()
    for number, kind in enumerate(LEDGERS):
        aside = path.with_name(f"aside{number}")
        if os.path.lexists(path):
            path.rename(aside)
        put(path, kind)
        project.build()
        project.write({"a.md": text.replace("Words.", f"Words {number}.")})
        build = project.build()
        assert f"Words {number}." in build.text("a.html")
        assert (out / "old" / "index.html").exists()
        if kind == "folder":
            assert (path / "mine.txt").exists()
    assert (out / "mine.html").exists()
    assert (project.root / "conf.py").exists()


def test_a_kept_content_that_is_damaged_is_made_again(make) -> None:
    project = make({"a.md": posting("T", "k", "Words.", **FIELDS)}, CONF)
    trees = Path(project.build().app.doctreedir)
    next((trees / ".jobs-feeds").glob("*/*.html")).write_bytes(b"\xff")
    build = project.build()
    assert but_root(build) == ["a"]
    assert "Words." in json.loads(build.text("jobs.en.json"))["items"][0]["content_html"]


def test_nothing_of_others_is_removed_with_the_contents(make) -> None:
    project = make({"a.md": posting("T", "k", **FIELDS)}, CONF)
    folder = next((Path(project.build().app.doctreedir) / ".jobs-feeds").iterdir())
    (folder / "mine.html").write_text("mine", encoding="utf-8")
    project.write({"a.md": posting("T", "k", archived="true", **FIELDS)})
    project.build()
    assert [file.name for file in folder.iterdir()] == ["mine.html"]


def nested(name: str, count: int, words: str) -> str:
    """Write directives in each other."""
    opened = "\n".join("`" * (count + 3 - number) + f"{{{name}}}" for number in range(count))
    return f"{opened}\n{words}\n" + "\n".join("`" * (number + 4) for number in range(count))


#: What is nested too deep, all with the words “on deck”; markdown-it drops some without a word.
DEEP = {
    "directives": nested("note", 150, "on deck"),
    "open-directives": "```{note}\n" * 150 + "on deck",
    "lists-in-directive": "```{eval-rst}\n" + "* " * 600 + "on deck\n```",
    "quotes-in-directive": "```{eval-rst}\n"
    + "\n\n".join("  " * number + "on deck" for number in range(300))
    + "\n```",
    "bold-html": "<b>" * 400 + "on deck" + "</b>" * 400,
    "bold-html-block": f"<p>{'<b>' * 400}on deck{'</b>' * 400}</p>",
    "bold": "*" * 3000 + "on deck" + "*" * 3000,
    "quotes": "> " * 20 + "on deck",
    "bullets": "- " * 10 + "on deck",
    "numbers": "1. " * 500 + "on deck",
    "indents": "".join("  " * number + "- x\n" for number in range(100)) + "  " * 100 + "- on deck",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deep_is_shown_as_it_is_written(make, name: str) -> None:
    body = f"Before.\n\n{DEEP[name]}\n\nAfter.\n"
    project = make({"a.md": posting("T", "k", body, **FIELDS)}, CONF)
    build = project.build()
    words = build.main("a").get_text()
    assert all(word in words for word in ("Before.", "on deck", "After."))
    (warning,) = [line for line in build.warnings if "[jobs.nesting]" in line]
    assert re.match(r"a.md:(12|32): WARNING: Too many elements are nested", warning)
    for builder in ("gettext", "latex", "jobs-pair"):
        project.build(builder)


@pytest.mark.parametrize(
    "body",
    [nested("note", 20, "on deck"), "> " * 19 + "on deck", "- " * 9 + "on deck",
     "> \n" * 3 + "on deck", "<b>" * 50 + "on deck" + "</b>" * 50, "-\n\non deck"],
)  # fmt: skip
def test_what_can_be_laid_out_is(make, body: str) -> None:
    build = make({"a.md": posting("T", "k", body)}).build()
    assert "on deck" in build.main("a").get_text()
    assert not [line for line in build.warnings if "[jobs.nesting]" in line]
    assert not build.main("a").select("pre")


@pytest.mark.parametrize("unit", ["[", "](", "<a ", "<!--", '<img srcset=",', ",", "_a"])
def test_a_long_body_takes_no_longer_than_its_length(make, unit: str) -> None:
    """Each took up to 40 seconds; markdown-it itself takes up to two."""
    project = make({"a.md": posting("T", "k", unit * 20_000, **FIELDS)}, CONF)
    with at_most(15):
        project.build()


def test_long_texts_that_repeat_themselves_are_compared_in_time(make) -> None:
    texts = ["important nation " * 1500, "importante nation " * 1500, "nation important " * 1499]
    files = {
        f"{lang}/a.md": posting("Captain 12", "k", f"{text}\n", description="Lead 345")
        for lang, text in zip(("en", "fr"), texts[:2], strict=True)
    }
    project = make(files, CONF)
    project.build("jobs-pair")
    project.write({"en/a.md": posting("Captain 12", "k", texts[2], description="Lead 345")})
    with at_most(15):
        build = project.build("jobs-pair")
    assert any("[jobs.drift]" in line and "became" in line for line in build.warnings)


def test_a_page_that_is_not_utf8_is_read(make) -> None:
    """A posting whose front matter is broken is an ordinary page, too."""
    files = {
        "a.md": posting("Été", "k").replace("---\n", "--\n", 1).encode("cp1252"),
        "b.rst": "Été\n===\n".encode("cp1252"),
    }
    build = make(files).build()
    assert [line.split(",")[0] for line in build.warnings if "[jobs.encoding]" in line] == [
        "a.md:3: WARNING: The byte 0xC9 is not UTF-8",
        "b.rst:1: WARNING: The byte 0xC9 is not UTF-8",
    ]
    assert "Été" in build.text("a.html")
    assert "Été" in build.text("b.html")
