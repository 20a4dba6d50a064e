"""Sphinx's side of the settings: registers the values, reports them, reads them for a build."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sphinx
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.i18n import CatalogRepository

from .diagnostics import Diagnostic
from .languages import is_tag, normalize
from .log import report
from .settings import Settings


def settings_of(config: Config) -> Settings:
    """Return the settings as ``conf.py``, the command line and other extensions left them.

    A build has its own in ``JobDomain.settings``; this is for whatever runs before the build.
    """
    return read(config)[0]


def read(config: Config) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings, and a diagnostic for each value that cannot be used."""
    names = [*(name for name, _option in Settings.options()), *Settings.BORROWED]
    values = {name: config[name] for name in names if name in config}
    return Settings.from_values(values, os.environ)


def check(app: Sphinx, config: Config) -> None:
    """Report the values that cannot be used (event ``config-inited``)."""
    settings, faults = read(config)
    report(faults)
    if settings.has_site_per_language and config.gettext_compact is True:
        config.gettext_compact = False  # one catalogue for each posting


def take_language(app: Sphinx) -> None:
    """Build in the language that Read the Docs names in the environment.

    Where the environment is all there is, Sphinx has chosen another and begun with it.
    """
    config = app.config
    wanted = os.environ.get("READTHEDOCS_LANGUAGE", "")
    language = normalize(wanted).replace("-", "_")
    if (
        not settings_of(config).has_site_per_language
        or not is_tag(wanted)
        or language == config.language
    ):
        return
    config.language = language
    repository = CatalogRepository(app.srcdir, config.locale_dirs, language, "utf-8")
    folders = [*repository.locale_dirs, None, Path(sphinx.__file__).parent / "locale"]
    locale.translators.pop(("general", "sphinx"), None)  # else, the first stays in front
    app.translator, _found = locale.init(folders, language)


def register(config: Config) -> None:
    """Declare the values, of any type: ``check`` says which cannot be used, and why."""
    for name, option in Settings.options():
        config.add(name, option.default, option.rebuild, Any, option.help)


def setup_config(app: Sphinx) -> None:
    """Register the values, and their check."""
    register(app.config)
    app.connect("config-inited", check, priority=900)  # after other extensions have changed values
    take_language(app)
