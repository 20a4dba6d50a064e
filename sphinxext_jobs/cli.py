"""The command ``sphinx-jobs``: what is done with postings outside a build."""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__
from .languages import is_tag, normalize

# What needs Sphinx is imported where it is used: the help is shown without loading it.


def build(source: Path, out: Path, options: Sequence[str]) -> int:
    """Build the sites in all languages side by side: ``out/en``, ``out/fr``.

    Each build has its own process: Sphinx keeps the words of a language in its modules.
    """
    from sphinx.errors import ConfigError

    from .files import write_if_changed
    from .root_page import root_page

    try:
        languages, sites_known = _settings(_conf_dir(source, options))
    except ConfigError as error:
        print(f"sphinx-jobs: {error}", file=sys.stderr)
        return 2
    if not languages:
        print("sphinx-jobs: conf.py has no jobs_languages, such as ['en', 'fr']", file=sys.stderr)
        return 2
    # Where Read the Docs runs this, it names one language for all of the builds.
    environ = {k: v for k, v in os.environ.items() if k != "READTHEDOCS_LANGUAGE"}
    failed = 0
    for lang in languages:
        settings = [f"language={normalize(lang).replace('-', '_')}", "jobs_publish=language"]
        if not sites_known:
            settings += [f"jobs_sites.{other}=../{other}/" for other in languages]
        command = [sys.executable, "-m", "sphinx", "-d", str(out / ".doctrees" / lang)]
        for setting in settings:
            command += ["-D", setting]
        print(f"sphinx-jobs: {lang}", flush=True)
        command += [*options, str(source), str(out / lang)]
        failed = subprocess.run(command, env=environ, check=False).returncode or failed
    pages = {lang: f"{lang}/index.html" for lang in languages}
    if sites := {lang: page for lang, page in pages.items() if (out / page).is_file()}:
        write_if_changed(out / "index.html", root_page(sites))
    return failed


def _conf_dir(source: Path, options: Sequence[str]) -> Path:
    """Return the folder of ``conf.py``, which sphinx-build's own options may name."""
    reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    reader.add_argument("-c", "--conf-dir", type=Path, default=source)
    found: Path = reader.parse_known_args(options)[0].conf_dir
    return found


def _settings(folder: Path) -> tuple[tuple[str, ...], bool]:
    """Read from ``conf.py`` the languages, and whether it says where the sites are."""
    from sphinx.config import Config
    from sphinx.util.tags import Tags

    config = Config.read(folder.resolve(), overrides={}, tags=Tags())
    config.add("jobs_languages", [], "env", (list, tuple))
    config.add("jobs_sites", {}, "", (dict,))
    languages = tuple(filter(is_tag, config.jobs_languages))
    return languages, bool(config.jobs_sites)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character gets its number.
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(
        prog="sphinx-jobs", description="Work with the job postings of a Sphinx project."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser(
        "build",
        help="build the sites in all languages side by side",
        usage="sphinx-jobs build SOURCE OUT [options of sphinx-build ...]",
    )
    building.add_argument("source", type=Path, help="the folder of the source files")
    building.add_argument("out", type=Path, help="the folder of the sites: OUT/en, OUT/fr")
    found, options = parser.parse_known_args(arguments)
    return build(found.source, found.out, options)
