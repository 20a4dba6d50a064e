"""A project of postings without a build: its files, the catalogues of its runs, and their report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinxext_jobs.builders.pairing_json import as_json
from sphinxext_jobs.builders.report import PairReport, diagnostics
from sphinxext_jobs.builders.results import result_of
from sphinxext_jobs.builders.summary import summary
from sphinxext_jobs.model.status import Status
from sphinxext_jobs.pairing.alignment.segments import BlockKind
from sphinxext_jobs.pairing.catalogs.agreed import keep_counterparts
from sphinxext_jobs.pairing.catalogs.catalog import Catalog, Entry
from sphinxext_jobs.pairing.catalogs.marks import accepted
from sphinxext_jobs.pairing.catalogs.message import link_definitions, with_addresses
from sphinxext_jobs.pairing.catalogs.po import dump, new_header, parse
from sphinxext_jobs.pairing.contents import better_counterparts
from sphinxext_jobs.pairing.context import in_context
from sphinxext_jobs.pairing.pipeline import align_pairs, learn_words, make_drafts
from sphinxext_jobs.pairing.results import Result, Text
from sphinxext_jobs.pairing.units import Name, Pair, Unit, UnitBlock, pair_up

Change = tuple[str, str]


def unit(path: str, text: str) -> Unit:
    """Make a unit of a posting's file, as a build does of headings, paragraphs and items."""
    lines = text.split("\n")
    end = lines.index("---", 1)
    heads = [re.fullmatch(r"(\w+): ?(.*)", line) for line in lines[:end]]
    head = {m[1]: (number, m[2]) for number, m in enumerate(heads, 1) if m}
    blocks = [
        ("title", 1, 0, *head["title"]),
        ("description", 0, 0, *head["description"]),
        *_body(lines[end + 1 :], end + 2),
    ]
    references = link_definitions("\n".join(lines[end + 1 :]))
    texts = [text for *_, text in blocks]
    made = [
        UnitBlock(
            kind=BlockKind(kind),
            text=text,
            level=level,
            depth=depth,
            line=line,
            index=index,
            message=in_context(text, BlockKind(kind))
            if line < end and texts.count(text) > 1
            else text,
            source=with_addresses(text, references),
            slug=re.sub(r"\W+", "-", text.lower()) if kind == "heading" else "",
            pinned=line < end,
            plain=line < end,
            translatable=kind != "code",
        )
        for index, (kind, level, depth, line, text) in enumerate(blocks)
    ]
    line, key = head["translationKey"]
    lang = path.split("/")[0]
    return Unit(key, lang, path, tuple(made), path.removesuffix(".md"), line)


def _body(lines: Iterable[str], first: int) -> Iterator[tuple[str, int, int, int, str]]:
    for match in re.finditer(r"(?m)^(?!\[[^]]+\]: )(?:\S.*\n?)+", "\n".join(lines)):
        at = match.string.count("\n", 0, match.start()) + first
        paragraph = match[0].rstrip("\n")
        if paragraph.startswith("## "):
            yield "heading", 2, 0, at, paragraph[3:]
        elif paragraph.startswith("- "):
            for number, item in enumerate(paragraph.split("\n")):
                yield "item", 0, 1, at + number, item[2:]
        elif paragraph.startswith("```"):
            yield "code", 0, 0, at, paragraph.strip("`\n")
        else:
            yield "paragraph", 0, 0, at, paragraph


@dataclass
class Outcome:
    """What a run says."""

    reports: list[PairReport]
    left: list[Unit]
    better: list[tuple[Pair, Unit]]

    @property
    def warnings(self) -> list[str]:
        """The warnings, as a build prints them."""
        found = [each for report in self.reports for each in diagnostics(report)]
        return [f"{each.at}: {each} [jobs.{each.kind}]" for each in found]

    @property
    def lines(self) -> list[str]:
        """The line on each pair."""
        return [summary(report) for report in self.reports]

    @property
    def json(self) -> list[dict[str, Any]]:
        """The JSON on each pair."""
        return [as_json(result) for result in self.results]

    @property
    def results(self) -> list[Result]:
        """The result on each pair; all postings are open."""
        return [result_of(report, lambda unit: Text(unit, Status.OPEN)) for report in self.reports]


def first_of(_unit: Unit, candidates: Sequence[Unit]) -> Unit:
    """Choose the first counterpart."""
    return candidates[0]


@dataclass
class Project:
    """Files by path, and the catalogues that runs have written, as texts by path."""

    files: dict[str, str]
    languages: Sequence[str] = ("en", "fr")
    counterpart: Callable[[Unit, Sequence[Unit]], Unit] = first_of
    catalogs: dict[str, str] = field(default_factory=dict)
    exists: Callable[[Pair, str], str | None] = lambda _pair, _path: None

    def __post_init__(self) -> None:
        self.files = dict(self.files)

    def run(self) -> Outcome:
        """Do what ``jobs-pair`` does."""
        units = [unit(path, text) for path, text in self.files.items()]
        pairs, left = pair_up(units, self.languages, self.counterpart)
        old = {pair.name: self._read(pair.name) for pair in pairs}
        pairs, left = keep_counterparts(pairs, left, old)
        lexicons = learn_words(pairs)
        aligned = align_pairs(pairs, lexicons, old, self.exists)
        messages = {
            found.docname: {
                block.message: ((found.path, block.line),)
                for block in found.blocks
                if block.translatable
            }
            for found in units
        }
        drafts = make_drafts(aligned, old, messages.__getitem__)
        reports = []
        for name, draft in drafts.items():
            self.catalogs[_path(name)] = dump(draft.catalog())
            for pair, decisions in draft.decisions.items():
                known = accepted(old[name].header)
                reports.append(PairReport(pair, decisions, _path(name), Path(), accepted=known))
        return Outcome(reports, left, list(better_counterparts(aligned, left, lexicons)))

    def _read(self, name: Name) -> Catalog:
        text = self.catalogs.get(_path(name), new_header(name[1], "Handbook") + "\n")
        return parse(text.encode(), name[1])

    def catalog(self, path: str) -> Catalog:
        """Read a catalogue."""
        return parse(self.catalogs[path].encode(), path.split("/")[1])

    def strings(self, path: str) -> dict[str, str]:
        """Return the translation of each message of a catalogue."""
        return {entry.id: entry.string for entry in self.catalog(path).entries}

    def entry(self, start: str, path: str) -> Entry:
        """Return the entry whose message begins so."""
        return next(e for e in self.catalog(path).entries if e.id.startswith(start))

    def change(self, path: str, *changes: Change) -> None:
        """Edit a file or a catalogue: each change is (old, new)."""
        texts = self.files if path in self.files else self.catalogs
        for old, new in changes:
            assert texts[path].count(old) == 1, old
            texts[path] = texts[path].replace(old, new)

    def confirm(self) -> None:
        """Do what a person does who has looked at everything, and found it right."""
        for path, text in self.catalogs.items():
            self.catalogs[path] = text.replace("#, fuzzy\n", "")

    def line_of(self, path: str, text: str) -> int:
        """Return the line of a file or catalogue that has a text."""
        lines = {**self.files, **self.catalogs}[path].split("\n")
        return next(number for number, line in enumerate(lines, 1) if text in line)


def _path(name: Name) -> str:
    docname, lang = name
    return f"locale/{lang.replace('-', '_')}/LC_MESSAGES/{docname}.po"
