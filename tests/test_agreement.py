"""The gate is silent exactly when every block that is shown agrees, whatever was edited before."""

from __future__ import annotations

import json
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.pairing.catalogs.po import dump

from .ferries import CONF
from .support import posting
from .test_settle import Disk
from .unit.project import Project

#: Blocks in both languages, each with its beginning in the file. Their numbers are their versions:
#: they agree if these are equal. Some have a second sentence, which may be a paragraph of its own.
BLOCKS = [
    ("", "Captain of {} ferries", "Capitaine de {} traversiers"),
    ("", "Command the ferry with {} officers.", "Commandez le traversier avec {} officiers."),
    ("", "The captain commands {} officers of *Aurora*.", "Le capitaine commande {} officiers de *l’Aurora*."),
    ("", "Our office in Port Nord pays ${} each week.| The crew of *Aurora* eats 3 meals on board.", "Notre bureau de Port Nord paie {} $ chaque semaine.| L’équipage de *l’Aurora* mange 3 repas à bord."),
    ("## ", "Responsibilities on {} ferries", "Responsabilités sur {} traversiers"),
    ("- ", "Inspect the {} motors with the mechanics.", "Inspecter les {} moteurs avec les mécaniciens."),
    ("- ", "Write the report on {} pages after the voyage.", "Écrire le rapport de {} pages après le voyage."),
    ("", "Navigate to Anse Bleue with {} passengers.| The pilots of Trois Quais wait at 7 gates.", "Naviguer vers l’Anse Bleue avec {} passagers.| Les pilotes de Trois Quais attendent à 7 portes."),
    ("", "The contract at Trois Quais is for {} months.", "Le contrat à Trois Quais est de {} mois."),
]  # fmt: skip
#: The blocks that are fields, which every text has, and those of the body.
FIELDS, BODY = range(2), range(2, len(BLOCKS))
EN, FR, PO = "en/captain.md", "fr/capitaine.md", "locale/fr/LC_MESSAGES/en/captain.po"
#: The number of versions. Those from here on are divided into two paragraphs, if a block can be.
VERSIONS = 3
#: The version of a block in each language; None if the file does not have it.
Versions = tuple[int | None, int | None]
Pairs = frozenset[tuple[int, int]]


def texts_of(block: int, side: int, version: int) -> list[str]:
    """Return the paragraphs of a block."""
    text = BLOCKS[block][1 + side].format(40 + version % VERSIONS)
    return text.split("| ") if version >= VERSIONS else [text.replace("|", "")]


def words(versions: Versions) -> Versions:
    """Return versions of the same words; without a run, nobody knows how they are divided."""
    here, there = (None if version is None else version % VERSIONS for version in versions)
    return here, there


def is_divided(*versions: int | None) -> bool:
    """Whether a version is in two paragraphs: then perhaps others agree with it that are not."""
    return any(version is not None and version >= VERSIONS for version in versions)


@dataclass
class Handbook:
    """A posting in two languages on disk, and a model of it: the versions of each block.

    *agreed* are the versions that last agreed, or that a person has accepted; *orders* are those
    of the blocks of both bodies, and *accepted* the blocks that a person has accepted in another
    order. It is None if that is not known.
    """

    disk: Disk
    shown: list[Versions] = field(default_factory=lambda: [(0, 0)] * len(BLOCKS))
    agreed: list[Versions] = field(default_factory=lambda: [(0, 0)] * len(BLOCKS))
    orders: tuple[list[int], list[int]] = field(default_factory=lambda: ([*BODY], [*BODY]))
    accepted: Pairs | None = frozenset()

    def edit(self, where: str, block: int, version: int | None) -> None:
        """Write a version of a block in one text, or in both."""
        if block in FIELDS:
            version = (version or 0) % VERSIONS
        elif version is not None and "|" not in BLOCKS[block][1]:
            version %= VERSIONS
        here, there = self.shown[block]
        self.shown[block] = (
            version if where in ("en", "both") else here,
            version if where in ("fr", "both") else there,
        )

    def swap(self, where: str, block: int) -> None:
        """Let a block and the one after it change places in one text, or in both."""
        for side, order in zip(("en", "fr"), self.orders, strict=True):
            at = order.index(block) if block in order else len(order)
            if where in (side, "both") and at + 1 < len(order):
                order[at : at + 2] = reversed(order[at : at + 2])

    def write(self) -> None:
        """Write both files as they are shown."""
        for side, (path, order) in enumerate(zip((EN, FR), self.orders, strict=True)):
            title, lead = (texts_of(n, side, self.shown[n][side] or 0)[0] for n in FIELDS)
            body, before = "", ""
            for block in order:
                version, beginning = self.shown[block][side], BLOCKS[block][0]
                for text in texts_of(block, side, version) if version is not None else ():
                    body += "\n" if before != "- " or beginning != before else ""
                    body += f"{beginning}{text}\n"
                    before = beginning
            text = posting(title, "captain", body.lstrip("\n"), description=lead)
            self.disk.project.files[path] = text
            self.disk.write(path, text)

    @property
    def crossing(self) -> Pairs:
        """The blocks of both texts that are not in the same order."""
        both = [block for block in self.orders[0] if None not in self.shown[block]]
        place = self.orders[1].index
        return frozenset((a, b) for a, b in combinations(both, 2) if place(a) > place(b))

    @property
    def agrees(self) -> bool | None:
        """Whether the gate should be silent; None if nobody can say."""
        moved = {block for both in self.crossing for block in both}
        for block, (shown, agreed) in enumerate(zip(self.shown, self.agreed, strict=True)):
            here, there = words(shown)
            is_same = words(shown) == words(agreed) or here == there
            is_vague = block in moved or is_divided(*shown, *agreed)
            if shown != agreed and not (is_same and is_vague):
                return False
        if self.shown != self.agreed:
            return None
        if not self.crossing or self.crossing == self.accepted:
            return True
        return None if self.accepted is None else False

    def run(self) -> list[str]:
        """Do what ``jobs-pair`` does; the versions that agree again are those of the next runs.

        They are those of texts that both changed, and of a text that a file did not have.
        """
        moved = {block for both in self.crossing for block in both}
        for block, (here, there) in enumerate(self.shown):
            before = self.agreed[block]
            if here != there or is_divided(here, there, *before) or block in moved:
                continue
            if None in before or (here != before[0] and there != before[1]):
                self.agreed[block] = (here, there)
        if self.accepted and self.accepted != self.crossing:
            self.accepted = None
        return self.disk.warnings

    def command(self, *arguments: str) -> str:
        output = StringIO()
        with redirect_stdout(output), redirect_stderr(StringIO()):
            main([*arguments, "-c", str(self.disk.root)])
        return output.getvalue()

    def confirm(self) -> None:
        """Accept everything that the last run reported."""
        self.command("confirm", "captain")
        self.agreed, self.accepted = list(self.shown), self.crossing

    def translate(self, block: int, version: int) -> None:
        """Write a translation in the catalogue, which ``apply`` then writes into the file."""
        here, there = self.shown[block]
        version %= VERSIONS
        if here is None or there in (None, version) or self.shown[block] != self.agreed[block]:
            return
        if here >= VERSIONS or there >= VERSIONS or self.crossing:
            return
        catalog = self.disk.project.catalog(PO)
        (id_,), (string,) = texts_of(block, 0, here), texts_of(block, 1, version)
        entries = [replace(e, string=string) if e.id == id_ else e for e in catalog.entries]
        self.disk.write(PO, dump(replace(catalog, entries=tuple(entries))))
        assert any("[jobs.unapplied]" in each for each in self.disk.warnings)
        self.command("apply", "captain")
        self.shown[block] = self.agreed[block] = (here, version)

    def has_new_words(self, seen: list[Versions]) -> bool:
        """Whether one of two texts has words that neither agreed nor were in the last run."""
        texts = zip(map(words, self.shown), map(words, seen), map(words, self.agreed), strict=True)
        return any(
            None not in (*now, *before)
            and any(now[n] not in (before[n], agreed[n]) for n in (0, 1))
            for now, before, agreed in texts
        )

    @property
    def is_stale(self) -> bool:
        """Whether ``sphinx-jobs status`` says that a text changed after the last run."""
        (job,) = json.loads(self.command("status", "--status", "all", "--format", "json"))["jobs"]
        return bool(job["stale"])

    def check(self) -> None:
        """Compare the report with the model, and look for every text that a person wrote."""
        warnings = self.run()
        if (agrees := self.agrees) is not None:
            assert (warnings == []) == agrees, warnings
        assert not self.is_stale
        catalogue = "".join(
            entry.id + entry.string for entry in self.disk.project.catalog(PO).entries
        )
        for side, path in enumerate((EN, FR)):
            written = self.disk.read(path)
            for block, versions in enumerate(self.shown):
                version = versions[side]
                for text in texts_of(block, side, version) if version is not None else ():
                    assert text in written
                    if side == 0:
                        assert text in catalogue


#: Edits, each a file, a block and its new version, or a swap with the next block.
Edit = tuple[str, int, int | str | None]
#: Edits, and what follows: nothing, a run, or a run whose report a person confirms.
Steps = list[tuple[list[Edit], str]]
EDITS = st.tuples(
    st.sampled_from(["en", "fr", "both", "catalogue"]),
    st.integers(0, len(BLOCKS) - 1),
    st.sampled_from([0, 0, 1, 2, VERSIONS, VERSIONS + 1, None, "swap"]),
)
STEPS = st.lists(
    st.tuples(st.lists(EDITS, max_size=3), st.sampled_from(["run", "confirm", "nothing"])),
    min_size=1,
    max_size=5,
)


def replay(steps: Steps) -> None:
    """Edit both texts, run, and perhaps confirm; compare the report with the model each time."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder).resolve(), Project({}), lambda: ("", ""))
        disk.write("conf.py", CONF)
        handbook = Handbook(disk)
        handbook.write()
        handbook.check()
        seen = list(handbook.shown)
        for edits, then in steps:
            for where, block, version in edits:
                if isinstance(version, str):
                    handbook.swap(where, block)
                else:
                    handbook.edit(where, block, version)
            handbook.write()
            assert handbook.is_stale or not handbook.has_new_words(seen)
            if then == "nothing":
                continue
            handbook.check()
            for where, block, version in edits:
                if where == "catalogue" and isinstance(version, int):
                    handbook.translate(block, version)
                    handbook.check()
            if then == "confirm":
                handbook.confirm()
                handbook.check()
            seen = list(handbook.shown)


@pytest.mark.parametrize(
    "steps",
    [
        # A block takes the place of its neighbour, which the other file no longer has.
        [([("en", 3, 1), ("fr", 2, None)], "confirm")],
        [([("fr", 3, 1), ("en", 2, None)], "confirm")],
        # A block that only one file has changes.
        [([("fr", 3, None)], "confirm"), ([("en", 3, 1)], "confirm")],
        # It is added to the other file, and perhaps removed from it again.
        [([("en", 2, None)], "confirm"), ([("en", 2, 0)], "run"), ([("en", 2, None)], "run")],
        [([("fr", 2, None)], "confirm"), ([("fr", 2, 0)], "run"), ([("fr", 2, None)], "run")],
        # A text is deleted where its source changed, and comes back as it was.
        [([("en", 2, 1), ("fr", 2, None)], "confirm"), ([("fr", 2, 0)], "run")],
        # A block changes in both files behind two that only one of them has.
        [
            ([("en", 2, None), ("en", 3, None), ("both", 5, 1)], "confirm"),
            ([("both", 5, 0)], "run"),
        ],
        # A block was divided and moved: a person accepted it, and both parts, as in one text only.
        [([("fr", 3, VERSIONS), ("fr", 3, "swap")], "confirm"), ([], "run"), ([], "run")],
        # A block was divided and changed where the other text had a heading, now deleted.
        [
            ([("en", 7, VERSIONS + 1), ("fr", 4, "swap")], "nothing"),
            ([("en", 4, None), ("fr", 4, "swap")], "confirm"),
            ([("fr", 4, "swap")], "run"),
        ],
        # A block stood before one whose parts a person has accepted, each as alone.
        [
            ([("en", 3, 2), ("en", 2, 0)], "confirm"),
            ([("fr", 2, "swap"), ("en", 3, VERSIONS)], "confirm"),
        ],
        # A block was divided in one text, and changed in the other one.
        [([("en", 7, VERSIONS)], "nothing"), ([("fr", 7, 2)], "confirm"), ([], "run")],
        [([("fr", 7, VERSIONS)], "nothing"), ([("en", 7, 2)], "confirm"), ([], "run")],
    ],
)
def test_a_history_that_was_once_misread(steps: Steps) -> None:
    replay(steps)


@settings(max_examples=6, deadline=None)
@given(STEPS)
def test_a_short_history(steps: Steps) -> None:
    replay(steps)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate])  # no shrinking
@given(STEPS)
def test_any_history(steps: Steps) -> None:
    replay(steps)
