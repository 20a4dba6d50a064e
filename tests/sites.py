"""A project with a site for each language, and its builds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

from bs4 import BeautifulSoup

from .support import Build, Project, posting

DECKHAND = """Keep the deck safe. Read about [the engineer](engineer.md), too.

## Duties

- Tie the lines
- Count the cars
"""
MATELOT = """Gardez le pont sûr. Voyez aussi [la mécanicienne](../en/engineer.md#the-engines).

## Tâches

- Amarrer le traversier
"""
ENGINEER = """Look after [two engines](#the-engines), as [the deckhand](deckhand.md#duties) does after the deck.

## The engines

![A diesel engine](engine.png)

> Never alone.

<div class="pay"><em>Paid weekly</em></div>

```
start --slowly
```
"""
COOK = "Préparez les repas de l'équipage.\n\nÉcrivez au [matelot](matelot.md).\n"
HOME = """# Work on the ferries

```{job-index}
:status: all
:style: cards
```

Ask [the deckhand](en/deckhand.md), [le matelot](fr/matelot.md#tâches), {doc}`en/engineer`,
{doc}`fr/cuisiniere`, {job}`deckhand`, {job}`engineer@en`, {job}`cook@fr` or {any}`cook`.

```{toctree}
about
```
"""
FILES: dict[str, str | bytes] = {
    "index.md": HOME,
    "about.rst": "About\n=====\n\nSee :doc:`the deckhand <en/deckhand>` and :job:`deckhand@fr`.\n",
    "en/deckhand.md": posting("Deckhand", "deckhand", DECKHAND, location="Tobermory"),
    "fr/matelot.md": posting("Matelot", "deckhand", MATELOT, location="Tobermory"),
    "en/engineer.md": posting("Engineer", "engineer", ENGINEER, team="Engine room"),
    "en/engine.png": b"\x89PNG\r\n\x1a\n",
    "fr/cuisiniere.md": posting("Cuisinière", "cook", COOK),
}
CONF = (
    "jobs_languages = ['en', 'fr']\njobs_publish = 'language'\nlocale_dirs = ['locale']\n"
    "suppress_warnings = ['jobs.pair', 'image.not_readable']\n"
)


def site(project: Project, lang: str, builder: str = "html", **options: Any) -> Build:
    """Build the site in a language, beside the other's."""
    overrides = {
        "language": lang,
        "jobs_sites": {tag: f"../../_{tag}/{builder}/" for tag in ("en", "fr")},
        **options.pop("confoverrides", {}),
    }
    options.setdefault("builddir", project.root / f"_{lang}")
    return project.build(builder, confoverrides=overrides, **options)


def pages(out: Path) -> list[str]:
    return sorted(p.relative_to(out).as_posix() for p in Path(out).rglob("*.html"))


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def is_redirect(path: Path) -> bool:
    return soup(path).find("meta", attrs={"http-equiv": "refresh"}) is not None


def follow(path: Path, href: str) -> tuple[Path, str]:
    """Return the file and the fragment that a link leads to."""
    target, fragment = urldefrag(href)
    found = Path(os.path.normpath(path.parent / unquote(target))) if target else path
    return (found / "index.html" if found.is_dir() else found), fragment


def same_as_fresh(project: Project, build: Build, lang: str) -> None:
    """Check that a folder's pages are those of a fresh build."""
    shutil.rmtree(project.root / "_fresh", ignore_errors=True)
    fresh = site(project, lang, builddir=project.root / "_fresh")
    names = pages(build.app.outdir)
    assert names == pages(fresh.app.outdir)
    for name in names:
        assert build.text(name) == fresh.text(name), name
    sources = [
        sorted(
            p.relative_to(b.app.outdir) for p in b.app.outdir.joinpath("_sources").rglob("*.txt")
        )
        for b in (build, fresh)
    ]
    assert sources[0] == sources[1]
