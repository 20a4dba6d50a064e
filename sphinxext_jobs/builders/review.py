"""The review pages as files: written into the folder of the output, and removed with their jobs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from sphinx.builders import Builder

from ..diagnostics import Diagnostic, Kind, Location
from ..jobs import commands
from ..pairing.results import Run
from ..sources.files import write_if_changed
from ..store.domain import job_domain
from ..text.wording import message as _
from ..views.review.commands import quoted
from ..views.review.links import Links
from ..views.review.pages import ASSETS, SIGN, asset, interface_languages, pages
from ..views.review.review import Shell, review

#: The part of a page that has the sign of this builder.
_BEGINNING = 2000


def write_review(builder: Builder, run: Run, run_id: str) -> Iterator[Diagnostic]:
    """Write the pages of a run, unless ``jobs_review`` is off: then, those of an earlier one go.

    Yield a fault if the folder has another site, or on an error.
    """
    out = Path(builder.outdir)
    if not job_domain(builder.env).settings.review:
        _clean(out, interface_languages(), frozenset())
        return
    if (index := out / "index.html").exists() and not _is_ours(index):
        problem = _("The review pages were not written, because this folder has another site.")
        hint = _("Give jobs-pair a folder of its own, or set `jobs_review = False`.")
        yield Diagnostic(Kind.CONFIG, Location(str(index)), problem, hint)
        return
    try:
        _write(builder, run, run_id, out)
    except OSError as error:
        problem = _("The review pages cannot be written: {reason}.").format(reason=error.strerror)
        hint = _("Check their folder and the disk.")
        yield Diagnostic(Kind.CONFIG, Location(str(out)), problem, hint)


def _write(builder: Builder, run: Run, run_id: str, out: Path) -> None:
    config = builder.config
    settings = job_domain(builder.env).settings
    found = review(run, _links(builder, settings.review_link), _shell(Path(builder.srcdir)))
    languages = interface_languages()
    own = settings.language.split("-")[0]
    languages.sort(key=lambda lang: (lang != own, lang != "en", lang))
    for name in ASSETS:
        write_if_changed(out / name, asset(name))
    written: set[Path] = set()
    for lang in languages:
        folder = out / lang if lang != languages[0] else out
        for name, text in pages(found, lang, languages, project=config.project, run=run_id):
            write_if_changed(folder / name, text)
            written.add(folder / name)
    _clean(out, languages, written)


def _clean(out: Path, languages: Iterable[str], written: Set[Path]) -> None:
    """Remove the pages of earlier runs, as their jobs are gone, or they have another place."""
    for folder in (out, *(out / lang for lang in languages)):
        for path in folder.glob("*.html"):
            if path not in written and _is_ours(path):
                path.unlink(missing_ok=True)


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return SIGN.encode() in file.read(_BEGINNING)


def _links(builder: Builder, template: str) -> Links:
    root = Path(os.path.abspath(builder.srcdir))  # noqa: PTH100  links stay links
    top = next((each for each in (root, *root.parents) if (each / ".git").exists()), root)
    below = root.relative_to(top).as_posix()
    return Links(template, root.as_posix(), "" if below == "." else below)


def _shell(root: Path) -> Shell:
    """Return the place where this process was started."""
    folder = commands.from_here(root).replace(os.sep, "/")
    options = "" if commands.is_above(root) else f"-c {quoted(folder)}"
    return Shell("" if folder == "." else folder, options)
