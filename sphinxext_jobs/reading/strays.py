"""The Markdown files that a project of reStructuredText reads: ours, and not its README.

Such a project does not read Markdown until this extension sets up MyST for the postings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from .._compat import Matcher, has_stored_environment, project_files
from ..diagnostics import Diagnostic
from ..settings.settings import Settings
from ..sources import documents
from ..sources.scan import Scan
from ..store import order
from ..store.config import settings_of
from ..store.domain import job_domain
from ..store.log import logger, report
from ..text.wording import message as _
from .parser import reads_postings


class Strays:
    """Hides Markdown from Sphinx while it looks for files.

    Nothing is hidden if ``conf.py`` names MyST, one of its options, or a suffix of Markdown, or if
    the first page is Markdown. Otherwise, only postings and pages with our directives or role are
    found. If there are two files for one page, the Markdown file is hidden, because the other one
    is the page without this extension.
    """

    def __init__(self, config: Config) -> None:
        self.hidden: list[str] = []
        self.scan = Scan()
        suffixes = config.source_suffix
        # Sphinx fills the default in place, and keeps it for the next build of the process.
        own = suffixes is not config.values["source_suffix"].default
        kinds = set(suffixes.values()) if isinstance(suffixes, dict) else set()
        self.is_named = (
            "myst_enable_extensions" in config  # another extension has set up MyST
            or not {"myst_parser", "myst_nb"}.isdisjoint(config.extensions)
            or (own and (".md" in suffixes or not kinds <= {None, "restructuredtext"}))
        )

    def _is_ours(self, path: Path, settings: Settings) -> bool:
        try:
            file = self.scan.read(path)
        except OSError:
            return False
        return documents.is_ours(file, settings)

    def prepare(self, app: Sphinx, config: Config) -> None:
        """Hide the files in a build with a new environment (event ``config-inited``).

        Sphinx then looks for files at once. A stored environment is first compared with the
        configuration.
        """
        self.is_named |= any(
            option.name.startswith("myst_") and option.value != config.values[option.name].default
            for option in config
        )
        if not has_stored_environment(app):
            self._hide(app, self._unread(app, ()))

    def hide(self, app: Sphinx) -> None:
        """Hide the files, and report them (event ``builder-inited``)."""
        self._show(app.config)
        unread = self._unread(app, app.builder.get_asset_paths())
        self._hide(app, unread)
        srcdir = Path(app.srcdir)
        report(documents.not_read(srcdir, name, twin) for name, twin in unread.items() if twin)
        if strays := sum(twin is None for twin in unread.values()):
            text = _(
                "Markdown files that are not postings are left out ({count}). To read all Markdown "
                "files, add 'myst_parser' to extensions."
            )
            logger.info("jobs: %s", text.format(count=strays))

    def show(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        """Remove the patterns, now that the files are found (event ``env-get-outdated``).

        If they were stored with the environment, the configuration would differ in the next build.
        """
        self._show(app.config)
        job_domain(env).scan = self.scan  # the build need not read these files again
        if self.is_named:
            report(_twins(app, env))
        return []

    def _hide(self, app: Sphinx, names: Iterable[str]) -> None:
        self.hidden = [re.sub(r"[*?[]", "?", name) for name in names]
        app.config.exclude_patterns = [*app.config.exclude_patterns, *self.hidden]

    def _show(self, config: Config) -> None:
        config.exclude_patterns = [p for p in config.exclude_patterns if p not in self.hidden]
        self.hidden = []

    def _unread(self, app: Sphinx, assets: Iterable[str]) -> dict[str, str | None]:
        """Return the files to hide; for those that are ours, with the file that is the page."""
        if self.is_named:
            return {}
        config, settings = app.config, settings_of(app.config)
        return documents.left_out(
            set(project_files(app, *config.templates_path, *assets)),
            config.source_suffix,
            config.root_doc,
            lambda name: reads_postings(app, Path(name)),
            lambda name: self._is_ours(Path(app.srcdir) / name, settings),
        )


def _twins(app: Sphinx, env: BuildEnvironment) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file that is not read because another file is its page."""
    srcdir = Path(app.srcdir)
    is_excluded = Matcher([*app.config.exclude_patterns, *app.config.templates_path])

    def is_file(name: str) -> bool:
        # Not by pathlib, to which a name that is too long is an error.
        return os.path.isfile(srcdir / name) and not is_excluded(name)  # noqa: PTH113

    pages = {doc: str(env.doc2path(doc, base=False)) for doc in env.found_docs}
    found = documents.twins(
        pages, app.config.source_suffix, lambda name: reads_postings(app, Path(name)), is_file
    )
    return (documents.not_read(srcdir, other, page) for other, page in found)


def setup(app: Sphinx) -> None:
    """Register the choice, before MyST is set up: another extension may set it up, too."""
    strays = Strays(app.config)
    app.connect("config-inited", strays.prepare, priority=order.PREPARE_STRAYS)
    app.connect("builder-inited", strays.hide, priority=order.HIDE_STRAYS)
    app.connect("env-get-outdated", strays.show, priority=order.SHOW_STRAYS)
