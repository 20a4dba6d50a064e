"""The review pages as HTML, in a language of the interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ...pairing.alignment.segments import BlockKind
from ...text.wording import LOCALE_DIR, autonym
from .cards import Card, Side, folds
from .review import MAX_CARDS, Fact, Job, Review, choices_of
from .wording import Said, Words

_HERE = Path(__file__).parent
#: The files that all pages share.
ASSETS = ("review.css", "review.js")
#: The beginning of every page, by which an earlier run knows its own.
SIGN = '<meta name="generator" content="sphinxext-jobs review">'


def interface_languages() -> list[str]:
    """Return the languages of the interface: English, and those with a catalogue."""
    found = {path.name.replace("_", "-") for path in LOCALE_DIR.iterdir() if path.is_dir()}
    return sorted(found | {"en"})


def asset(name: str) -> str:
    """Return the text of a file that all pages share."""
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def pages(
    review: Review, lang: str, languages: Sequence[str], **values: str
) -> Iterator[tuple[str, str]]:
    """Yield the pages in a language: the name and the text of each.

    *languages* are all in which there are pages. Those of the first one are in the folder of the
    output, those of another in its own folder there. *values* are the name of the ``project`` and
    the id of the ``run``.
    """
    yield from _Pages(review, lang, languages, values)


class _Pages:
    def __init__(
        self, review: Review, lang: str, languages: Sequence[str], values: dict[str, str]
    ) -> None:
        self._review = review
        self._languages = languages
        self._words = words = Words(lang, review.languages)
        self._kinds_of_blocks = {kind: _kind(words, kind) for kind in BlockKind}
        self._shared: dict[str, Any] = {
            **values,
            "words": words,
            "t": words.t,
            "shell": review.shell,
            "review": review,
            "assets": "" if lang == languages[0] else "../",
            "shown": self._blocks,
            "heading": self._heading,
            "shortcuts": list(_shortcuts(words.t)),
        }

    def __iter__(self) -> Iterator[tuple[str, str]]:
        review = self._review
        is_many = len(review.languages) > 2
        yield self._page("index.html", "index", words_of=self._kinds, directions=is_many)
        shown = review.points[:MAX_CARDS]
        yield self._page(
            "points.html",
            "points",
            queue=[(closed, [*group]) for closed, group in groupby(shown, lambda p: p.is_closed)],
            more=len(review.points) - len(shown),
            first_facts=self._grouped(review.first_facts),
            last_facts=self._grouped(review.last_facts),
        )
        waiting = [job for job in review.to_do if job.href]
        around = [None, *waiting, None]
        for previous, job, following in zip(around, waiting, around[2:], strict=False):
            yield self._pair(job, previous, following)
        for job in review.fine:
            yield self._pair(job, None, None)

    def _pair(self, job: Job, previous: Job | None, following: Job | None) -> tuple[str, str]:
        result = job.result
        target = job.target.unit.lang if job.target else result.pair.lang if result else ""
        return self._page(
            job.href,
            "pair",
            job=job,
            target_lang=target,
            said=self._kinds(job),
            facts=self._grouped((job, fact) for fact in job.facts),
            folds=list(folds(job.cards)) if job.target else [(False, job.cards)],
            choices=partial(choices_of, self._review.shell),
            previous=previous,
            next=following,
        )

    def _page(self, name: str, template: str, **values: Any) -> tuple[str, str]:
        switches = [
            (lang, autonym(lang), self._switch(lang, name))
            for lang in self._languages
            if lang != self._words.lang
        ]
        found = _environment().get_template(f"{template}.html")
        text = found.render(self._shared, page=template, switches=switches, **values)
        return name, text + "\n"

    def _switch(self, lang: str, name: str) -> str:
        """Return the link to a page in another language."""
        here = "" if self._words.lang == self._languages[0] else "../"
        return f"{here}{name}" if lang == self._languages[0] else f"{here}{lang}/{name}"

    def _blocks(self, side: Side) -> Markup:
        """Return the blocks of a side as HTML. A template would take several times as long."""
        lang = escape(side.lang)
        found = []
        for block in side.blocks:
            label = f'<span class="tag">{lang}</span> {block.line}'
            if block.href:
                name = self._words.t.open_line.format(
                    language=self._words.heading(side.lang), line=block.line
                )
                href = escape(block.href)
                line = f'<a class="line" href="{href}" aria-label="{escape(name)}">{label}</a>'
            else:
                line = f'<span class="line">{label}</span>'
            text = f"{self._kinds_of_blocks[block.kind]}{block.html}"
            found.append(
                f'<div class="block">{line}\n'
                f'<p class="text {block.classes}" lang="{lang}" dir="auto">{text}</p></div>\n'
            )
        return Markup("".join(found))

    def _heading(self, card: Card) -> list[tuple[str, str]]:
        """Return the heading above a block, in the language of the page if it can be."""
        wanted = self._words.lang.split("-")[0]
        found = sorted(card.heading, key=lambda each: each[0].split("-")[0] != wanted)
        return found[:1]

    def _fact(self, job: Job, fact: Fact) -> Said:
        if job.result is None:
            return self._words.of_left_over(job.key)
        return self._words.of_job(job.result, fact.kind, fact.field)

    def _grouped(self, facts: Iterable[tuple[Job, Fact]]) -> list[list[tuple[Job, Fact, Said]]]:
        """Group points about whole jobs that have the same label, and the same task."""
        found: dict[tuple[str, str, bool], list[tuple[Job, Fact, Said]]] = {}
        for job, fact in facts:
            said = self._fact(job, fact)
            same = said.label, said.instruction, job.is_closed
            found.setdefault(same, []).append((job, fact, said))
        return list(found.values())

    def _kinds(self, job: Job) -> list[tuple[Said, int]]:
        """Return the kinds of a job's points in words, each with their number."""
        words: dict[str, Said] = {}
        for fact in job.facts:
            words.setdefault(fact.kind, self._fact(job, fact))
        for card in job.points:
            if job.result and card.finding and card.finding.kind not in words:
                words[card.finding.kind] = self._words.of_card(job.result, card)[0]
        return [(words[kind], count) for kind, count in job.counts.items()]


def _kind(words: Words, kind: BlockKind) -> Markup:
    """Return the name of a kind of block, which only screen readers say."""
    name = getattr(words.t, f"block_{kind}")
    shown = Markup('<span class="hidden" lang="{}">{} </span>')
    return shown.format(words.lang, words.t.label.format(label=name)) if name else Markup("")


def _shortcuts(t: SimpleNamespace) -> Iterator[tuple[str, str]]:
    yield from (
        ("j", t.key_next),
        ("k", t.key_previous),
        ("c", t.key_choose),
        ("C", t.key_other),
        ("y", t.key_copy),
        ("e", t.key_edit),
        ("1", t.key_left),
        ("2", t.key_right),
        ("o", t.key_place),
        ("n", t.key_next_job),
        ("p", t.key_previous_job),
        ("u", t.key_up),
        ("d", t.key_start),
        ("x", t.key_fold),
        ("/", t.key_filter),
        ("?", t.key_help),
    )
