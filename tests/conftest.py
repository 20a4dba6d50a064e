"""Fixtures: projects made of a few files, built with ``sphinx.testing``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sphinx import jinja2glue

from .support import CHROMIUM, CONF, HANDBOOK, Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["sphinx.testing.fixtures"]

# A busy machine is not a failure, and neither is luck: examples are the same in each run, except
# those of a person who looks for new ones.
settings.register_profile("quick", deadline=None, max_examples=25, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=200, derandomize=True)
settings.register_profile("random", deadline=None, max_examples=200)
settings.load_profile("quick")

# Warnings are in the language of the terminal: in English, whoever runs the tests.
os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="en")

# Sphinx colours its output if CI is set, or in a terminal.
os.environ["NO_COLOR"] = "1"
os.environ.pop("FORCE_COLOR", None)


HANDBOOK_CONF = """
project = 'Ferries'
author = 'Lakeshore Ferries'
copyright = '2026'
version = '1'
extensions = ['sphinxext_jobs']
jobs_languages = ['en', 'fr']
jobs_apply_url = 'https://example.org/apply/{leverId}'
jobs_today = '2026-11-16'
jobs_always_open = ['general-application']
suppress_warnings = ['jobs.pair']
linkcheck_ignore = ['https://example.org/.*']
"""


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


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example handbook as a project of its own."""
    folder = tmp_path_factory.mktemp("handbook")
    shutil.copytree(HANDBOOK, folder / "source")
    (folder / "source" / "conf.py").write_text(HANDBOOK_CONF, encoding="utf-8")
    (folder / "source" / "index.md").write_text(
        "# Careers\n\n```{toctree}\nen/index\nfr/index\n```\n", encoding="utf-8"
    )
    return folder / "source"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, the machine's own."""
    from playwright.sync_api import sync_playwright  # not all tests need it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
