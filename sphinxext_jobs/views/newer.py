"""The texts of a job that changed after a posting, as its catalogue says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..jobs.counterparts import closest
from ..jobs.records import Record
from ..text.languages import best
from .build import Build


@dataclass(frozen=True, slots=True)
class NewerText:
    """A text that changed later: its language, and whether it is the one that was translated."""

    lang: str
    is_source: bool


def newer_texts(build: Build, record: Record) -> Iterator[NewerText]:
    """Yield the texts that changed after a posting, but the posting did not.

    The catalogue of a source text has the state of each of its translations. Where both changed,
    the translation is taken to be the older one.
    """
    posting = record.posting
    if record.page_lang != posting.lang:  # it is shown through its catalogue
        if _figures(build, record, record.page_lang)[0]:
            yield NewerText(posting.lang, is_source=True)
        return
    texts = build.jobs.everywhere[posting.translation_key]
    present = {lang: tag for lang in build.jobs.languages if (tag := best(texts, lang))}
    if not present:
        return
    first, tag = next(iter(present.items()))
    for lang, other in present.items():
        if lang == first:
            continue
        if posting.lang == tag:
            if _figures(build, record, lang)[1]:
                yield NewerText(other, is_source=False)
        elif posting.lang == other:
            sources = (s for s in texts[tag] if closest(s, texts[other]).place == record.place)
            if any(_figures(build, source, lang)[0] for source in sources):
                yield NewerText(tag, is_source=True)


def _figures(build: Build, source: Record, lang: str) -> tuple[int, int]:
    """Return how many blocks of a source text changed, and of how many only the translation."""
    found = build.figures(source.docname, lang)
    return (found.source_changed, found.translation_changed) if found else (0, 0)
