"""The gate is silent exactly when every block that is shown agrees, whatever was edited before."""

from __future__ import annotations

import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.pairing.catalogs.po import dump

from .ferries import CONF
from .support import posting
from .test_settle import Disk
from .unit.project import Project

#: Blocks in both languages. Their numbers are their versions: they agree if these are equal.
BLOCKS = [
    ("The captain commands {} officers of *Aurora*.", "Le capitaine commande {} officiers de *l’Aurora*."),
    ("Our office in Port Nord pays ${} each week.", "Notre bureau de Port Nord paie {} $ chaque semaine."),
    ("Inspect the {} motors with the mechanics.", "Inspecter les {} moteurs avec les mécaniciens."),
    ("Navigate to Anse Bleue with {} passengers.", "Naviguer vers l’Anse Bleue avec {} passagers."),
    ("The contract at Trois Quais is for {} months.", "Le contrat à Trois Quais est de {} mois."),
]  # fmt: skip
EN, FR, PO = "en/captain.md", "fr/capitaine.md", "locale/fr/LC_MESSAGES/en/captain.po"
#: The version of a block in each language; None if the file does not have it.
Versions = tuple[int | None, int | None]


def text_of(block: int, side: int, version: int) -> str:
    return BLOCKS[block][side].format(40 + version)


@dataclass
class Handbook:
    """A posting in two languages on disk, and a model of it: the versions of each block.

    *agreed* are the versions that last agreed, or that a person has accepted.
    """

    disk: Disk
    shown: list[Versions] = field(default_factory=lambda: [(0, 0)] * len(BLOCKS))
    agreed: list[Versions] = field(default_factory=lambda: [(0, 0)] * len(BLOCKS))

    def write(self) -> None:
        """Write both files as they are shown."""
        for side, (path, title, lead) in enumerate(
            [(EN, "Ferry captain", "Command the ferry."), (FR, "Capitaine", "Commandez le bateau.")]
        ):
            texts = [
                text_of(block, side, version)
                for block, versions in enumerate(self.shown)
                if (version := versions[side]) is not None
            ]
            body = "\n\n".join(texts) + "\n"
            self.disk.project.files[path] = posting(title, "captain", body, description=lead)
            self.disk.write(path, self.disk.project.files[path])

    def run(self) -> list[str]:
        """Do what ``jobs-pair`` does; the versions that agree again are those of the next runs.

        They are those of texts that both changed, and of a text that a file did not have.
        """
        for block, (here, there) in enumerate(self.shown):
            before = self.agreed[block]
            if here == there and (None in before or (here != before[0] and there != before[1])):
                self.agreed[block] = (here, there)
        return self.disk.warnings

    def command(self, *arguments: str) -> None:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            main([*arguments, "-c", str(self.disk.root)])

    def confirm(self) -> None:
        """Accept everything that the last run reported."""
        self.command("confirm", "captain")
        self.agreed = list(self.shown)

    def translate(self, block: int, version: int) -> None:
        """Write a translation in the catalogue, which ``apply`` then writes into the file."""
        here, there = self.shown[block]
        if here is None or there in (None, version) or self.shown[block] != self.agreed[block]:
            return
        catalog = self.disk.project.catalog(PO)
        id_, string = text_of(block, 0, here), text_of(block, 1, version)
        entries = [replace(e, string=string) if e.id == id_ else e for e in catalog.entries]
        self.disk.write(PO, dump(replace(catalog, entries=tuple(entries))))
        assert any("[jobs.unapplied]" in each for each in self.disk.warnings)
        self.command("apply", "captain")
        self.shown[block] = self.agreed[block] = (here, version)

    def check(self) -> None:
        """Compare the report with the model, and look for every text that a person wrote."""
        warnings = self.run()
        assert (warnings == []) == (self.shown == self.agreed), warnings
        catalogue = "".join(
            entry.id + entry.string for entry in self.disk.project.catalog(PO).entries
        )
        for side, path in enumerate((EN, FR)):
            written = self.disk.read(path)
            for block, versions in enumerate(self.shown):
                if (version := versions[side]) is not None:
                    assert text_of(block, side, version) in written
                    if side == 0:
                        assert text_of(block, side, version) in catalogue


#: Edits, each a file, a block and its new version, and whether a person then confirms the report.
Steps = list[tuple[list[tuple[str, int, int | None]], bool]]
VERSIONS = st.sampled_from([0, 0, 1, 2, None])
EDITS = st.tuples(
    st.sampled_from(["en", "fr", "both", "catalogue"]), st.integers(0, len(BLOCKS) - 1), VERSIONS
)
STEPS = st.lists(st.tuples(st.lists(EDITS, max_size=3), st.booleans()), min_size=1, max_size=4)


def replay(steps: Steps) -> None:
    """Edit both texts, run, and perhaps confirm; compare the report with the model each time."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder).resolve(), Project({}), lambda: ("", ""))
        disk.write("conf.py", CONF)
        handbook = Handbook(disk)
        handbook.write()
        handbook.check()
        for edits, is_confirmed in steps:
            for where, block, version in edits:
                here, there = handbook.shown[block]
                match where:
                    case "en":
                        handbook.shown[block] = (version, there)
                    case "fr":
                        handbook.shown[block] = (here, version)
                    case "both":
                        handbook.shown[block] = (version, version)
            handbook.write()
            handbook.check()
            for where, block, version in edits:
                if where == "catalogue" and version is not None:
                    handbook.translate(block, version)
                    handbook.check()
            if is_confirmed:
                handbook.confirm()
                handbook.check()


@pytest.mark.parametrize(
    "steps",
    [
        # A block takes the place of its neighbour, which the other file no longer has.
        [([("en", 1, 1), ("fr", 0, None)], True)],
        [([("fr", 1, 1), ("en", 0, None)], True)],
        # A block that only one file has changes.
        [([("fr", 1, None)], True), ([("en", 1, 1)], True)],
        # It is added to the other file.
        [([("en", 0, None)], True), ([("en", 0, 0)], False)],
        # A text is deleted where its source changed, and comes back as it was.
        [([("en", 0, 1), ("fr", 0, None)], True), ([("fr", 0, 0)], False)],
        # A block changes in both files behind two that only one of them has.
        [([("en", 0, None), ("en", 1, None), ("both", 2, 1)], True), ([("both", 2, 0)], False)],
    ],
)
def test_a_history_that_was_once_misread(steps: Steps) -> None:
    replay(steps)


@settings(max_examples=6, deadline=None)
@given(STEPS)
def test_a_short_history(steps: Steps) -> None:
    replay(steps)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_any_history(steps: Steps) -> None:
    replay(steps)
