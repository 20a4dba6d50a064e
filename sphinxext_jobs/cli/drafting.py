"""``sphinx-jobs draft``: what it writes, and what it says."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import PurePath

from ..jobs.drafts import path_of_text
from ..jobs.records import Record
from ..pairing.applying import Sides
from ..pairing.catalogs.catalog import Catalog
from ..pairing.catalogs.figures import read_sound
from ..pairing.drafting import draft, known_texts, learn
from ..pairing.units import Pair, Unit
from ..sources.field_writing import remove_fields, set_plain
from ..sources.rewriting import Document, RefusedError
from ..text.languages import best, detect
from ..text.wording import message as _
from .pairs import Pairs, not_exact
from .project import ProjectError, open_project, shown, write_new

#: Fields that two texts cannot share: the addresses that lead to one of them.
_OWN = ("aliases", "url", "slug", "lang")


def run(found: argparse.Namespace) -> int:
    """Run the command; return its exit status."""
    project = open_project(conf_dir=found.conf_dir, strict=found.strict_config)
    pairs = Pairs(project)
    source, document = _source(pairs, found.key, found.to)
    path, made, counts = _draft(pairs, source, document, found.to)
    full = project.root / path
    if full.exists():
        problem = _("{path} exists already.").format(path=shown(full))
        raise ProjectError(" ".join((problem, _("Rename it, or correct its key."))))
    write_new(full, made)
    print(shown(full))
    total, translated = counts
    if translated == total:
        message = _("All blocks are translated. Read them, then remove the line `draft: true`.")
    else:
        message = _(
            "{translated} of {total} blocks are translated. Translate the others, which have the "
            "line `% jobs: untranslated` below them, and remove these lines. Then remove the line "
            "`draft: true`."
        )
    print(message.format(translated=translated, total=total), file=sys.stderr)
    return 0


def _source(pairs: Pairs, key: str, lang: str) -> tuple[Record, Document]:
    """Return the text of a job to begin with; raises :class:`ProjectError` if there is none."""
    texts = pairs.project.jobs.everywhere.get(key)
    if not texts:
        raise pairs.unknown(_("There is no job with the key {key}.").format(key=key))
    if tag := best(texts, lang):
        problem = _("The key {key} has a text in {lang} already: {path}.")
        path = shown(texts[tag][0].path)
        raise ProjectError(problem.format(key=key, lang=lang, path=path))
    known = pairs.project.settings.languages
    if known and not best(known, lang):
        problem = _("{lang} is not one of `jobs_languages`: {known}.")
        raise ProjectError(problem.format(lang=lang, known=", ".join(known)))
    languages = pairs.project.jobs.languages
    tags = (best(texts, each) for each in languages)
    source = texts[next(filter(None, tags), next(iter(texts)))][0]
    document = pairs.document(source)
    if document is None:
        raise ProjectError(not_exact(source))
    return source, document


def _draft(
    pairs: Pairs, source: Record, document: Document, lang: str
) -> tuple[PurePath, str, tuple[int, int]]:
    """Return the path of the draft, its text, and the numbers of its blocks."""
    project = pairs.project
    unit = pairs.unit(document, source)
    own = project.settings.catalog_path(project.root, source.docname, lang)
    catalog = read_sound(own, lang)
    entries = {entry.id: entry for entry in catalog.entries} if catalog else {}
    memory = learn(_catalogs(pairs, lang))
    messages = [block.message for block in unit.blocks]
    title = known_texts(messages, entries, memory)[0] or unit.blocks[0].text
    known = [PurePath(name) for name in pairs.records]
    place = PurePath(pairs.name(source.path))
    path = path_of_text(place, title, lang, known, project.settings)
    docname = path.as_posix().removesuffix(path.suffix)
    target = Unit(unit.key, lang, path.as_posix(), (), docname)
    pair = Pair(unit, lang, target)
    sides = Sides(pair, document, document, lambda _found: target, pairs.locate, pairs.answer)
    made = draft(sides, entries, memory)
    try:
        text = remove_fields(made.document, _OWN)
        if detect(path, project.settings.known_languages) != lang:
            text = set_plain(text, "lang", lang)
        text = set_plain(text, "draft", "true")
    except RefusedError as error:
        raise ProjectError(not_exact(source)) from error
    return path, text.text, (made.total, made.translated)


def _catalogs(pairs: Pairs, lang: str) -> Iterator[Catalog]:
    """Yield the sound catalogues of all postings in a language."""
    settings, root = pairs.project.settings, pairs.project.root
    for record in pairs.records.values():
        if catalog := read_sound(settings.catalog_path(root, record.docname, lang), lang):
            yield catalog
