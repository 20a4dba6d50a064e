"""All that the review pages show, in every language of the interface: jobs, and points in order."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...pairing.points import Group, PointKind
from ...pairing.results import Result, Run, Text, UnequalField
from .cards import Card, cards
from .commands import quoted
from .links import Links
from .names import page_name

#: The number of cards on the page of points; a browser shows them at once.
MAX_CARDS = 300
#: Points about whole jobs up to this rank come before those of blocks.
_FIRST = PointKind.NO_FILE.rank


@dataclass(frozen=True, slots=True)
class Shell:
    """The place where commands are typed: the source *folder* as it is named there.

    *options* make a command find the project, if it is not above that place.
    """

    folder: str = ""
    options: str = ""

    def command(self, verb: str, *arguments: str) -> str:
        """Return a command of the project."""
        return " ".join(filter(None, ["sphinx-jobs", verb, *arguments, self.options]))

    def place(self, file: str, line: int) -> str:
        """Return ``FILE:LINE`` as an argument."""
        path = posixpath.normpath(posixpath.join(self.folder, file))
        return quoted(f"./{path}:{line}" if path.startswith("-") else f"{path}:{line}")


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that a person can choose: its verb, and its arguments.

    For ``confirm``, they are the ids of all places. *command* is the command for it alone.
    """

    verb: str
    arguments: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A point about a whole job. *lines* are the places to look at: label, line, link."""

    name: str
    kind: PointKind
    field: UnequalField | None
    lines: tuple[tuple[str, int, str], ...]
    choice: Choice | None = None


@dataclass(eq=False)
class Job:
    """A pair, a job without a text in a language, or a file left over (which has no result)."""

    key: str
    source: Text
    target: Text | None
    result: Result | None
    facts: tuple[Fact, ...]
    cards: tuple[Card, ...] = ()
    href: str = ""

    @cached_property
    def points(self) -> list[Card]:
        """The cards with something to decide."""
        return [card for card in self.cards if card.finding]

    @cached_property
    def kinds(self) -> list[PointKind]:
        """The kinds of all points, each by its most urgent one; the most urgent ones first."""
        found = [fact.kind for fact in self.facts]
        found += [card.finding.kind for card in self.points if card.finding]
        return sorted(found, key=lambda kind: kind.rank)

    @property
    def counts(self) -> dict[PointKind, int]:
        """The number of points of each kind."""
        return Counter(self.kinds)

    @property
    def number(self) -> int:
        """The number of points."""
        return len(self.kinds)

    @property
    def agreed(self) -> int:
        """The number of blocks with nothing to decide; of a job with one text, those translated."""
        if self.result is None:
            return 0
        return len(self.cards) - len(self.points) if self.target else self.result.known

    @property
    def groups(self) -> list[Group]:
        """The groups of its points."""
        found = {kind.group for kind in self.kinds}
        return [group for group in Group if group in found]

    @property
    def is_closed(self) -> bool:
        """Whether nobody can apply."""
        texts = filter(None, (self.source, self.target))
        return all(text.status.value == "closed" for text in texts)

    @property
    def urgency(self) -> tuple[bool, int, int, str]:
        """The key by which jobs are sorted."""
        rank = self.kinds[0].rank if self.kinds else 99
        return self.is_closed, rank, -self.number, self.key

    def title(self, lang: str) -> Text:
        """Return the text whose title is shown, which is in a language if there is one."""
        texts = [self.source, *([self.target] if self.target else [])]
        wanted = lang.split("-")[0]
        return next((t for t in texts if t.unit.lang.split("-")[0] == wanted), texts[0])


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the queue: its card in the first of its places, and the others."""

    job: Job
    card: Card
    others: tuple[tuple[Job, Card], ...]
    choices: tuple[Choice, ...]

    @property
    def places(self) -> Sequence[tuple[Job, Card]]:
        """All places."""
        return (self.job, self.card), *self.others

    @property
    def is_closed(self) -> bool:
        """Whether nobody can apply to any of its jobs."""
        return all(job.is_closed for job, _card in self.places)

    @property
    def urgency(self) -> tuple[bool, int, int, tuple[bool, int, int, str]]:
        """The key by which points are sorted: of the same kind, the most frequent one first."""
        rank = self.card.finding.kind.rank if self.card.finding else 99
        return self.is_closed, rank, -len(self.others), self.job.urgency


@dataclass(frozen=True)
class Review:
    """The content of the review pages."""

    jobs: tuple[Job, ...]
    points: tuple[Point, ...]
    shell: Shell
    languages: tuple[str, ...] = ()

    @cached_property
    def to_do(self) -> list[Job]:
        """The jobs with a point."""
        return [job for job in self.jobs if job.kinds]

    @cached_property
    def fine(self) -> list[Job]:
        """The jobs in order."""
        return [job for job in self.jobs if not job.kinds]

    @cached_property
    def facts(self) -> list[tuple[Job, Fact]]:
        """The points about whole jobs, in order."""
        found = [(job, fact) for job in self.jobs for fact in job.facts]
        return sorted(found, key=lambda each: (each[0].is_closed, each[1].kind.rank))

    @property
    def first_facts(self) -> list[tuple[Job, Fact]]:
        """The points about whole jobs that come before those about blocks."""
        return [each for each in self.facts if _is_first(*each)]

    @property
    def last_facts(self) -> list[tuple[Job, Fact]]:
        """The other points about whole jobs."""
        return [each for each in self.facts if not _is_first(*each)]

    @property
    def total(self) -> int:
        """The number of all points, each once."""
        return len(self.points) + len(self.facts)

    @property
    def closed(self) -> int:
        """The number of points in closed jobs."""
        return sum(p.is_closed for p in self.points) + sum(j.is_closed for j, _f in self.facts)

    def count(self, group: Group) -> int:
        """Return the number of jobs with a point of a group."""
        return sum(group in job.groups for job in self.to_do)


def _is_first(job: Job, fact: Fact) -> bool:
    return fact.kind.rank <= _FIRST and not job.is_closed


def review(run: Run, links: Links, shell: Shell) -> Review:
    """Return the review of a run."""
    taken: set[str] = set()
    jobs = []
    for number, result in enumerate(run.results):
        name = page_name(result.pair.key, result.pair.lang, _where(result), taken)
        taken.add(name)
        rows = tuple(cards(result, links))
        facts = tuple(_facts(result, f"f{number}", links, shell))
        jobs.append(
            Job(result.pair.key, result.source, result.target, result, facts, rows, f"{name}.html")
        )
    for number, text in enumerate(run.left_over):
        line = (text.unit.lang, text.unit.line, links.to(text.unit.path, text.unit.line))
        fact = Fact(f"l{number}", PointKind.LEFT_OVER, None, (line,))
        jobs.append(Job(text.unit.key, text, None, None, (fact,)))
    jobs.sort(key=lambda job: job.urgency)
    languages = dict.fromkeys(
        lang
        for job in jobs
        for lang in (job.source.unit.lang, job.result.pair.lang if job.result else "")
    )
    return Review(tuple(jobs), tuple(_points(jobs, shell)), shell, tuple(filter(None, languages)))


def _where(result: Result) -> str:
    return "\n".join((result.pair.source.docname, result.pair.source.path, result.pair.key))


def _facts(result: Result, name: str, links: Links, shell: Shell) -> Iterator[Fact]:
    """Yield the points about a whole job."""
    for number, (kind, field_) in enumerate(result.job_points()):
        if kind is PointKind.BROKEN and result.fault:
            line = result.fault.line
            lines = [("", line, links.to(result.catalog, line))]
        elif kind is PointKind.MERGE and (torn := result.torn):
            path, line = torn.unit.path, torn.conflict
            lines = [(torn.unit.lang, line, links.to(path, line))]
        else:
            lines = [
                (text.unit.lang, line, links.to(text.unit.path, line))
                for text, line in _lines(result, field_)
                if kind is not PointKind.DRAFT or text.unit.is_draft
            ]
        choice = None
        if kind is PointKind.NO_FILE:
            key, lang = quoted(result.pair.key), quoted(result.pair.lang)
            command = shell.command("draft", key, "--to", lang)
            choice = Choice("draft", (key, "--to", lang), command)
        yield Fact(f"{name}-{number}", kind, field_, tuple(lines), choice)


def _lines(result: Result, field_: UnequalField | None) -> Iterator[tuple[Text, int]]:
    yield result.source, field_.source_line if field_ else result.source.unit.line
    if result.target:
        yield result.target, field_.target_line if field_ else result.target.unit.line


def _points(jobs: Iterable[Job], shell: Shell) -> list[Point]:
    """Return the points of blocks in order; those that one decision settles are one point."""
    places: dict[tuple[object, ...], list[tuple[Job, Card]]] = {}
    for job in jobs:
        for card in job.points:
            places.setdefault(card.identity, []).append((job, card))
    points = [
        Point(job, card, tuple(others), tuple(choices_of(shell, job, card, others)))
        for (job, card), *others in places.values()
    ]
    return sorted(points, key=lambda point: point.urgency)


def choices_of(
    shell: Shell, job: Job, card: Card, others: Sequence[tuple[Job, Card]] = ()
) -> Iterator[Choice]:
    """Yield the decisions of which each settles a point; none if a text has to be written."""
    finding = card.finding
    if finding is None:
        return
    if finding.kind in (PointKind.CATALOGUE_ONLY, PointKind.CATALOGUE_EDITED):
        keys = tuple(dict.fromkeys(quoted(each.key) for each in (job, *(j for j, _c in others))))
        yield Choice("apply", keys, shell.command("apply", *keys))
    if not all(kind.claim for kind in finding.kinds):
        return
    ids = tuple(dict.fromkeys([card.id, *(each.id for _job, each in others)]))
    if len(ids) == 1 and not (job.result and job.result.is_shared):
        # Its project is found by the file.
        command = f"sphinx-jobs confirm {shell.place(*finding.at)}"
    else:
        command = shell.command("confirm", *ids)
    yield Choice("confirm", ids, command)
