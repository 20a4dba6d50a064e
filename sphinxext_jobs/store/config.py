"""Sphinx's side of the settings: registers the values, reports them, reads them for a build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from ..diagnostics import Diagnostic, Kind
from ..settings.settings import Settings
from ..text.languages import best
from ..text.wording import message as _
from . import order
from .log import report


def settings_of(config: Config) -> Settings:
    """Return the settings as ``conf.py``, the command line and other extensions left them.

    ``JobDomain.settings`` are those of a build; use this function only before the build begins.
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
    report([*faults, *_another_language(config, settings)])
    if settings.has_site_per_language and config.gettext_compact is True:
        config.gettext_compact = False  # one catalogue for each posting


def _another_language(config: Config, settings: Settings) -> Iterator[Diagnostic]:
    """Report that this is not the language of the project on Read the Docs.

    Read the Docs passes it to Sphinx as ``-D language=fr``, but a project's own build commands
    may not.
    """
    wanted = settings.readthedocs_language
    if not wanted or not settings.has_site_per_language or "language" in config.overrides:
        return
    if best([settings.language], wanted) is None:
        yield Diagnostic(
            Kind.CONFIG,
            None,
            _(
                "language: Read the Docs builds this project in {wanted!r}, but this site is "
                "built in {language!r}."
            ).format(wanted=wanted, language=settings.language),
            _("Add `-D language=$READTHEDOCS_LANGUAGE` to the build command."),
        )


def register(config: Config) -> None:
    """Declare the values, of any type: ``check`` says which cannot be used, and why."""
    for name, option in Settings.options():
        config.add(name, option.default, option.rebuild, Any, option.help)


def setup(app: Sphinx) -> None:
    """Register the values, and their check."""
    register(app.config)
    app.connect("config-inited", check, priority=order.CHECK_SETTINGS)
