"""Projects made of a few files, their builds, and readers of what is built."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree
from sphinx.testing.util import SphinxTestApp

# Themes add to Sphinx's default for the templates, which is one list for all builds of a process.
CONF = (
    "extensions = ['sphinxext_jobs']\nproject = 'Handbook'\nhtml_theme = 'alabaster'\n"
    "templates_path = []\n"
    "show_warning_types = True\n"  # the default since Sphinx 8
)
#: The example handbook.
HANDBOOK = Path(__file__).parents[1] / "docs" / "handbook"
THEMES = ["furo", "alabaster", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
VNU = HANDBOOK.parents[1] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def matrix(*cases: Any) -> list[Any]:
    """Return the cases of a matrix: the first represents the others, which are slow tests."""
    values = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [cases[0], *(pytest.param(*value, marks=pytest.mark.slow) for value in values[1:])]


def posting(title: str, key: str, body: str = "Some text.\n", **fields: object) -> str:
    """Write a posting's file; fields as YAML writes them."""
    lines = {
        "layout": "job-posting",
        "title": title,
        "description": f"Lead of {title}.",
        "translationKey": key,
        **fields,
    }
    head = "".join(f"{name}: {value}\n" for name, value in lines.items() if value is not None)
    return f"---\n{head}---\n\n{body}"


class Project:
    """A folder of source files, and the builds of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files; a ``conf.py`` is added to what every project has."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                content = content.encode()
            path.write_bytes(content)
        if not (self.root / "conf.py").exists():
            (self.root / "conf.py").write_text(CONF, encoding="utf-8")
        if not list(self.root.glob("index.*")):
            (self.root / "index.md").write_text("# Careers\n", encoding="utf-8")

    def build(self, builder: str = "html", **options: Any) -> Build:
        """Build in this process; *options* are those of ``SphinxTestApp``."""
        options.setdefault("freshenv", False)
        options.setdefault("keep_going", True)  # as Sphinx always does since 8.1
        if builder == "gettext":  # cannot share doctrees with the others
            options["builddir"] = self.root / "_gettext"
        app = SphinxTestApp(builder, srcdir=self.root, **options)
        written: list[str] = []
        read: list[str] = []
        app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(names))
        app.connect(
            "html-page-context",
            lambda _app, page, _t, _c, tree: written.append(page) if tree is not None else None,
        )
        app.build()
        app.cleanup()  # what the application registered with docutils
        return Build(app, sorted(read), sorted(written))


class Build:
    """The result of a build: what was read and written, its warnings, its pages."""

    def __init__(self, app: SphinxTestApp, read: list[str], written: list[str]) -> None:
        self.app, self.read, self.written = app, read, written
        lines = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue()).splitlines()
        # Other pages of a test may stand in no toctree; a posting must not be blamed for that.
        postings = {
            f"{record.path}"
            for page in app.env.domaindata.get("job", {"pages": {}})["pages"].values()
            for record in page.postings.values()
            if record.is_page
        }
        self.warnings = [
            line.replace(f"{app.srcdir}/", "")
            for line in lines
            if line
            and ("isn't included in any toctree" not in line or line.split(":")[0] in postings)
        ]

    @property
    def postings(self) -> list[str]:
        """The documents with postings, sorted."""
        pages = self.app.env.domaindata["job"]["pages"]
        return sorted(docname for docname, page in pages.items() if page.postings)

    def text(self, name: str) -> str:
        """Return an output file's text."""
        return (Path(self.app.outdir) / name).read_text(encoding="utf-8")

    def page(self, docname: str) -> BeautifulSoup:
        """Return a built page."""
        return BeautifulSoup(self.text(f"{docname}.html"), "lxml")

    def main(self, docname: str) -> Tag:
        """Return the page's own part: what its document says."""
        found = self.page(docname).select_one("div.body, article")
        assert found is not None
        return found


def edit(project: Project, files: dict[str, str]) -> None:
    """Change files, with a time stamp that Sphinx cannot take for the old one."""
    project.write(files)
    for name in files:
        later = time.time() + 5
        os.utime(project.root / name, (later, later))


def but_root(build: Build) -> list[str]:
    """Return the pages written, but the root: stock Sphinx writes it with any in its toctree."""
    return [docname for docname in build.written if docname != "index"]


def head(page) -> dict[str, str]:
    """Return a page's tags by name; each stands once."""
    tags = [
        (t.get("name") or t.get("property"), t["content"])
        for t in page.select("head meta[content]")
    ]
    tags = [tag for tag in tags if tag[0] not in (None, "viewport", "generator", "color-scheme")]
    canonical = [(t["rel"][0], t["href"]) for t in page.select("head link[rel=canonical]")]
    found = [*tags, *canonical]
    assert len(found) == len(dict(found))
    return dict(found)


def entries(path: Path) -> dict[str, tuple[str | None, dict[str, str]]]:
    """Read a sitemap: pages with their dates and alternates; it follows sitemaps.org's rules."""
    data = path.read_bytes()
    assert len(data) <= 52_428_800
    root = etree.fromstring(data)  # UTF-8, and well-formed
    assert root.tag == f"{SITEMAP}urlset"
    found: dict[str, tuple[str | None, dict[str, str]]] = {}
    for url in root:
        assert url.tag == f"{SITEMAP}url"
        tags = [child.tag for child in url]
        assert tags[0] == f"{SITEMAP}loc"
        assert tags[1:].count(f"{SITEMAP}lastmod") <= 1
        assert set(tags[1:]) <= {f"{SITEMAP}lastmod", LINK}
        loc = url.findtext(f"{SITEMAP}loc")
        check_url(loc)
        assert loc not in found
        lastmod = url.findtext(f"{SITEMAP}lastmod")
        assert lastmod is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", lastmod)
        links = url.findall(LINK)
        assert all(set(link.attrib) == {"rel", "hreflang", "href"} for link in links)
        assert all(link.get("rel") == "alternate" for link in links)
        alternates = {link.get("hreflang"): link.get("href") for link in links}
        assert len(alternates) == len(links)
        for address in alternates.values():
            check_url(address)
        assert not alternates or loc in alternates.values()
        found[loc] = (lastmod, alternates)
    assert 1 <= len(found) <= 50_000
    assert len({urlsplit(loc)[:2] for loc in found}) == 1
    return found


def check_url(url: str) -> None:
    """Absolute, escaped (RFC 3986), and shorter than 2048 characters."""
    assert re.fullmatch(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*", url), url
    assert not re.search(r"%(?![0-9A-Fa-f]{2})", url)
    assert len(url) < 2048


def build_handbook(source: Path, builder: str, *options: str) -> Path:
    """Build as a user does; a warning is an error."""
    out = source.parent / "-".join([builder, *options]).replace("=", "-")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", builder]
    if builder == "linkcheck":  # Sphinx 7 warns that this default will change
        command += ["-D", "linkcheck_report_timeouts_as_broken=0"]
    doctrees = out.with_name(f"{out.name}-doctrees")
    result = subprocess.run(
        [*command, *options, "-d", str(doctrees), str(source), str(out)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
    return out


def nu_errors(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the errors that the Nu Html Checker finds in pages; skip the test without it."""
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine")
    if not VNU.is_file():
        pytest.skip("no node_modules/vnu-jar (npm install vnu-jar)")
    command = ["java", "-jar", VNU, "--format", "json", "--exit-zero-always", "--errors-only"]
    result = subprocess.run([*command, *paths], capture_output=True, encoding="utf-8", check=True)
    messages: list[dict[str, Any]] = json.loads(result.stderr)["messages"]
    return messages
