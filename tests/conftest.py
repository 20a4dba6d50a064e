"""Fixtures: projects made of a few files, built with ``sphinx.testing``."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sphinx import jinja2glue
from sphinx.testing.util import SphinxTestApp

pytest_plugins = ["sphinx.testing.fixtures"]

# A busy machine is not a failure, and neither is luck: the quick examples are always the same.
settings.register_profile("quick", deadline=None, max_examples=25, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile("quick")

# Warnings are in the language of the terminal: in English, whoever runs the tests.
os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="en")

# Sphinx colours its output if CI is set, or in a terminal.
os.environ["NO_COLOR"] = "1"
os.environ.pop("FORCE_COLOR", None)

# Themes add to Sphinx's default for the templates, which is one list for all builds of a process.
CONF = (
    "extensions = ['sphinxext_jobs']\nproject = 'Handbook'\nhtml_theme = 'alabaster'\n"
    "templates_path = []\n"
    "show_warning_types = True\n"  # the default since Sphinx 8
)


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


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the builds share compiled templates: to compile a theme's takes a third of a build."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        sandbox = partial(jinja2glue.SandboxedEnvironment, bytecode_cache=cache)
        patch.setattr(jinja2glue, "SandboxedEnvironment", sandbox)
        yield


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Project]:
    """Return a maker of projects: ``make({name: content}, conf="…")``."""

    def make_project(
        files: Mapping[str, str | bytes], conf: str = "", name: str = "source"
    ) -> Project:
        project = Project(tmp_path / name)
        project.write({"conf.py": CONF + conf, **files})
        return project

    return make_project
