"""New postings: a draft in each language, in the folder in which postings in this language are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import frontmatter

from ..model.fields import FIELDS
from ..settings.settings import Settings
from ..sources.posting import is_bundle, slug
from ..text.languages import best, detect, matches
from .jobs import Jobs
from .records import Record

#: A line that is longer than any: the writer must not fold titles.
_UNFOLDED = 10**9


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that does not exist yet: its path in the source folder, and its text."""

    path: PurePath
    text: str


def drafts(
    key: str, titles: Mapping[str, str], known: Iterable[PurePath], settings: Settings
) -> Iterator[Draft]:
    """Yield a draft of a job's posting for each language in *titles*.

    *known* are the paths of the postings that exist, in the source folder. The files are named
    like these, and a language that has none yet gets a folder of its own next to the others.
    """
    paths = [*known]
    for lang, title in titles.items():
        path = _path(slug(PurePath(f"{key}.md")), lang, paths, settings)
        yield Draft(path, _text(key, title, lang, path, settings))


def path_of_text(
    path: PurePath, title: str, lang: str, known: Iterable[PurePath], settings: Settings
) -> PurePath:
    """Return the path of a new text in a language, named after its title, for the one at *path*.

    It is in the sibling folder. If this folder has no files, but others have texts in the
    language, it is where most of these are. All paths are in the source folder.
    """
    languages = settings.known_languages
    if is_bundle(path) and detect(path.parent / "x.md", languages) is None:
        return path.with_name(f"index.{lang}{path.suffix}")  # all languages are in one folder
    name = slug(PurePath(f"{title}.md"))
    paths = [*known]
    sibling = _path(name, lang, [path], settings)
    if _folder(sibling) in map(_folder, paths):
        return sibling
    own = [p for p in paths if best([detect(p, languages) or settings.default_language], lang)]
    is_new = _folder(sibling) != _folder(path)
    return _like(own, name) if own and is_new else sibling


def without_drafts(jobs: Jobs) -> tuple[Jobs, list[Record]]:
    """Return the postings that are published, and the drafts that a build has read nevertheless."""
    drafts = [record for record in jobs.published if record.posting.draft]
    if jobs.settings.drafts or not drafts:
        return jobs, []
    published = [record for record in jobs.published if not record.posting.draft]
    return Jobs.of(published, jobs.elsewhere, jobs.settings), drafts


def rivals(drafts: Iterable[Record], published: Iterable[Record]) -> list[Record]:
    """Return the drafts of texts that are published: nothing waits for them."""
    known = {(each.posting.translation_key, each.posting.lang) for each in published}
    return [each for each in drafts if (each.posting.translation_key, each.posting.lang) in known]


def _path(name: str, lang: str, known: list[PurePath], settings: Settings) -> PurePath:
    """Return the path of a new file in a language."""
    languages = settings.known_languages
    spoken = {path: detect(path, languages) or settings.default_language for path in known}
    own = [path for path, found in spoken.items() if best([found], lang)]
    if own:
        return _like(own, name)
    for path in known:
        parts = _folder(path).parts
        for number, part in enumerate(parts):
            if matches(part, spoken[path]):
                folder = PurePath(*parts[:number], lang, *parts[number + 1 :])
                return _file(folder, name, ".md", is_own=is_bundle(path))
    if known:
        return _like(known, name, f".{lang}")
    return PurePath(lang, f"{name}.md")


def _like(paths: list[PurePath], name: str, mark: str = "") -> PurePath:
    """Return the path of a new file where most of *paths* are, with *mark* before its suffix."""
    (folder, is_own, suffix, end), _count = Counter(
        (
            _folder(path),
            is_bundle(path),
            detect(PurePath(path.name)) and PurePath(path.stem).suffix,
            path.suffix,
        )
        for path in paths
    ).most_common(1)[0]
    return _file(folder, name, f"{mark}{suffix or ''}{end}", is_own=is_own)


def _folder(path: PurePath) -> PurePath:
    """Return the folder of a page, also if the page has a folder of its own in it."""
    return path.parent.parent if is_bundle(path) else path.parent


def _file(folder: PurePath, name: str, end: str, *, is_own: bool) -> PurePath:
    return folder / name / f"index{end}" if is_own else folder / f"{name}{end}"


def _text(key: str, title: str, lang: str, path: PurePath, settings: Settings) -> str:
    values: dict[str, Any] = {name: "" for name, field in FIELDS.items() if field.required}
    values |= {"layout": settings.layouts[0], "title": title, "translationKey": key}
    if detect(path, settings.known_languages) != lang:
        values["lang"] = lang
    if settings.web and settings.organization:  # search engines need these
        values |= {"date": settings.day, "location": ""}
    values["draft"] = True
    post = frontmatter.Post("", **values)
    return frontmatter.dumps(post, sort_keys=False, width=_UNFOLDED) + "\n"
