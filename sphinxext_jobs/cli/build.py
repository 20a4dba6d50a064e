"""``sphinx-jobs build``: the sites in all languages, side by side."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..text.languages import normalize
from ..text.wording import message as _
from .arguments import Commands

# Modules that need Sphinx are imported in functions, so that the help does not load it.
if TYPE_CHECKING:
    from sphinx.config import Config


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    source, out = _("SOURCE"), _("OUT")
    rest = _("[sphinx-build options ...]")
    parser = commands.add_parser(
        "build",
        help=_("build the sites in all languages side by side"),
        usage=f"sphinx-jobs build {source} {out} {rest}",
    )
    parser.add_argument("source", metavar=source, type=Path, help=_("folder of the source files"))
    folder = _("output folder, with a folder for each site: {out}/en, {out}/fr").format(out=out)
    parser.add_argument("out", metavar=out, type=Path, help=folder)
    parser.set_defaults(run=run, options=[])


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    return build(found.source, found.out, found.options)


def build(source: Path, out: Path, options: Sequence[str]) -> int:
    """Build the sites in all languages side by side: ``out/en``, ``out/fr``.

    Each build has its own process, because Sphinx keeps the words of a language in its modules.
    """
    from sphinx.errors import ConfigError

    from ..formats.root_page import root_page
    from ..sources.files import write_if_changed
    from ..store.config import read

    try:
        config = _read_conf(_conf_dir(source, options))
    except ConfigError as error:
        print(f"sphinx-jobs: {error}", file=sys.stderr)
        return 2
    settings, faults = read(config)
    if not settings.languages:
        problem = _("jobs_languages is empty, so there is no site to build.")
        hint = _("Add a line such as {example} to conf.py.").format(
            example="jobs_languages = ['en', 'fr']"
        )
        for fault in (*faults, f"{problem} {hint}"):
            print(f"sphinx-jobs: {fault}", file=sys.stderr)
        return 2
    # As conf.py writes them, such as fr_CA: they are the names of the folders.
    written = config.jobs_languages
    languages = (written,) if isinstance(written, str) else tuple(written)
    failed = 0
    for lang in languages:
        values = [f"language={normalize(lang).replace('-', '_')}", "jobs_publish=language"]
        if not settings.sites:
            values += [f"jobs_sites.{other}=../{other}/" for other in languages]
        command = [sys.executable, "-m", "sphinx", "-d", str(out / ".doctrees" / lang)]
        for value in values:
            command += ["-D", value]
        print(f"sphinx-jobs: {lang}", flush=True)
        command += [*options, str(source), str(out / lang)]
        failed = subprocess.run(command, check=False).returncode or failed
    pages = {lang: f"{lang}/index.html" for lang in languages}
    if sites := {lang: page for lang, page in pages.items() if (out / page).is_file()}:
        write_if_changed(out / "index.html", root_page(sites))
    return failed


def _conf_dir(source: Path, options: Sequence[str]) -> Path:
    """Return the folder of ``conf.py``, which options of sphinx-build may name."""
    reader = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    reader.add_argument("-c", "--conf-dir", type=Path, default=source)
    found: Path = reader.parse_known_args(options)[0].conf_dir
    return found


def _read_conf(folder: Path) -> Config:
    """Read ``conf.py`` as Sphinx does, with the values of this extension."""
    from sphinx.config import Config
    from sphinx.util.tags import Tags

    from ..store.config import register

    config = Config.read(folder.resolve(), overrides={}, tags=Tags())
    register(config)
    return config
