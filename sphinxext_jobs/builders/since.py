"""The gate on a change: the pairs that a change touches, and the warnings about the others."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from ..diagnostics import Diagnostic, Kind
from ..pairing.units import Pair
from ..settings.sphinx import is_suppressed
from ..sources.changed import keys_before
from ..sources.files import read_file
from ..sources.git import Changes
from ..store.domain import job_domain
from ..text.wording import and_more, ngettext
from ..text.wording import message as _
from .units import relative

#: Other files that pages include.
_INCLUDED = (".txt", ".inc")
#: The number of catalogues that a message names.
_NAMED = 3


class Gate:
    """Chooses the warnings that count: all, or those about the pairs that *changes* touch.

    The catalogues of the other pairs are not written: they would become part of the change, and
    with them everything that others left behind. *catalogs* are the paths of all, before the run
    writes any.
    """

    def __init__(
        self, builder: Builder, changes: Changes | None, catalogs: Mapping[Pair, Path]
    ) -> None:
        self._builder = builder
        self._touched = touched(builder.env, changes, catalogs) if changes else None
        self._before = {
            catalogs[pair]: _content(catalogs[pair])
            for pair in self._touched or ()
            if changes and all(map(changes.is_committed, _texts(builder.env, pair)))
        }
        self._hidden: list[tuple[Pair, Diagnostic]] = []

    def counts(self, pair: Pair) -> bool:
        """Whether the warnings about a pair count."""
        return self._touched is None or pair in self._touched

    def writes(self, pairs: Iterable[Pair]) -> bool:
        """Whether the catalogue of these pairs is written."""
        return any(map(self.counts, pairs))

    def choose(self, pair: Pair, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield the warnings about a pair if it counts; otherwise, count them."""
        if self.counts(pair):
            yield from found
            return
        suppressed = self._builder.config.suppress_warnings
        self._hidden += [
            (pair, each) for each in found if not is_suppressed(each.kind.value, suppressed)
        ]

    def stale(self) -> Iterator[Diagnostic]:
        """Yield one fault about the catalogues that the run had to change.

        A text that is not committed yet is still worked on, and so is its catalogue.
        """
        env = self._builder.env
        written = (path for path, before in self._before.items() if _content(path) != before)
        names = sorted(relative(env, path) for path in written)
        if names:
            named = and_more(", ".join(names[:_NAMED]), len(names) - _NAMED)
            problem = ngettext(
                "{count} catalogue was not up to date: {names}.",
                "{count} catalogues were not up to date: {names}.",
                len(names),
            ).format(count=len(names), names=named)
            hint = _("Run `{command}`, and commit the result.").format(
                command=_command(self._builder)
            )
            yield Diagnostic(Kind.STALE, None, problem, hint)

    def sentence(self) -> str:
        """Say how many warnings are not shown, about how many pairs; empty if there are none."""
        count, about = len(self._hidden), len({pair for pair, _each in self._hidden})
        pairs = ngettext("{count} pair", "{count} pairs", about).format(count=about)
        text = ngettext(
            "{count} warning about {pairs} that this change does not touch is not shown.",
            "{count} warnings about {pairs} that this change does not touch are not shown.",
            count,
        )
        return text.format(count=count, pairs=pairs) if count else ""


def touched(
    env: BuildEnvironment, changes: Changes, catalogs: Mapping[Pair, Path]
) -> frozenset[Pair]:
    """Return the pairs of which a text or the catalogue has changed."""
    suffixes, settings = tuple(env.config.source_suffix), job_domain(env).settings
    keys = set(keys_before(changes, Path(env.srcdir), suffixes, settings))
    return frozenset(
        pair
        for pair, catalog in catalogs.items()
        if pair.key in keys or changes.touch(catalog) or any(map(changes.touch, _texts(env, pair)))
    )


def _texts(env: BuildEnvironment, pair: Pair) -> Iterator[Path]:
    """Yield the files with the texts of a pair, with those that they include."""
    suffixes = (*env.config.source_suffix, *_INCLUDED)
    for unit in filter(None, (pair.source, pair.target)):
        yield Path(env.srcdir, unit.path)
        for name in env.dependencies.get(unit.docname, ()):
            if str(name).endswith(suffixes):
                yield Path(env.srcdir, name)


def _content(path: Path) -> bytes | None:
    """Return the content of a file; None if it cannot be read."""
    try:
        return read_file(path)
    except OSError:
        return None


def _command(builder: Builder) -> str:
    """Return the command that brings the catalogues up to date, from the folder of this process."""
    source, conf, out = map(_typed, (builder.srcdir, builder.confdir, builder.outdir))
    options = [] if conf == source else ["-c", conf]
    if since := builder.config.overrides.get("jobs_since"):
        options += ["-D", f"jobs_since={since}"]
    return shlex.join(["sphinx-build", "-b", builder.name, *options, source, out])


def _typed(path: str | os.PathLike[str]) -> str:
    try:
        return os.path.relpath(path)
    except ValueError:  # on another drive
        return str(path)
