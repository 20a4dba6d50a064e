"""Break postings in every way, and build them: nothing may stop a build, or take long.

``python -m tests.mutate FOLDER --count 2000 --seed 1`` takes the Markdown files in a folder, flips
their bytes, cuts them, joins halves of two, repeats their lines, puts in what broke a build before,
and builds them in batches: as HTML, with all that goes with it, then with ``jobs-pair``. It prints
how many postings and builds there were, each exception, and which posting took the longest to read.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sphinx.testing.util import SphinxTestApp

from sphinxext_jobs.sources.frontmatter import decode
from sphinxext_jobs.sources.posting import front_matter_of

CONF = """\
project = "Mutations"
extensions = ["sphinxext_jobs"]
html_theme = "alabaster"
html_baseurl = "https://jobs.example/"
jobs_languages = ["en", "fr"]
jobs_organization = {
    "name": "The Ship", "address": {"addressCountry": "CA"}, "currency": "CAD",
    "applicantLocationRequirements": "Canada",
}
jobs_today = "2020-01-01"
gettext_compact = False
locale_dirs = ["locale"]
"""
INDEX = "# Jobs\n\n```{job-index}\n:status: all\n:style: table\n```\n\n```{job-pairs}\n```\n"
#: What broke a build, or took long, in some place of a posting.
PIECES = [
    "<![", "<![foo[", "<!--", "-->", "<script>", "<style", "</", "<b>", "<a href='//[x'>", "<ol start='9'>",
    "[a](//[x/y)", "](", "[", "![a](%00.png)", "[a]: ", "[^1]", "[^1]: ",
    f"&#{'9' * 5000};", "9" * 4301, f"1:{':'.join('1' * 200)}.5", "2026-13-45", "!!binary é", "!!int x", "*a", "&a ",
    "\n---\n", "\n+++\n", "---\nlayout: job-posting\n", "\nfoo:\n", "\nmyst: [1]\n", "\narchived: maybe\n",
    "\n```{job-posting} .\n```\n", "\n```{job-index}\n:limit: -1\n```\n", "\n```{figure} x\n", "{job}`x@`",
    "\n> - 1. # x\n", "\n| a |\n|---|\n", "\n***\n", "\n===\n", "\n\\\n", "%", "$$", "{#a}", "(a)=\n", "\t", "  \n", "\r",
    "\0", "\x1b", "\ufeff", "\u2028", "\u202e", "\ufffe", "\ud7ff", "🚢",
]  # fmt: skip


def _flip(data: bytes, _other: bytes, random: Random) -> bytes:
    """Change some bits."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 20)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, _other: bytes, random: Random) -> bytes:
    """Take out a piece, or leave out the rest."""
    start = random.randrange(len(data))
    return data[:start] + data[start + random.choice([1, 20, 200, len(data)]) :]


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    """Join a part of one posting with a part of another."""
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def _repeat(data: bytes, _other: bytes, random: Random) -> bytes:
    """Repeat a line."""
    lines = data.splitlines(keepends=True)
    number = random.randrange(len(lines))
    lines[number:number] = [lines[number]] * random.choice([1, 2, 10, 100])
    return b"".join(lines)


def _insert(data: bytes, _other: bytes, random: Random) -> bytes:
    """Put in a piece, once or many times."""
    at = random.randrange(len(data))
    piece = random.choice(PIECES).encode() * random.choice([1, 1, 2, 50])
    return data[:at] + piece + data[at:]


MUTATIONS: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    _flip,
    _cut,
    _splice,
    _repeat,
    _insert,
)


def mutated(folder: Path, count: int, seed: int) -> dict[str, bytes]:
    """Return so many postings by their names, made of those in a folder; the same for one seed."""
    random = Random(seed)
    files = {path: path.read_bytes() for path in sorted(folder.rglob("*.md"))}
    sources = {path: data for path, data in files.items() if data}
    found: dict[str, bytes] = {}
    for number in range(count):
        path = random.choice([*sources])
        data = sources[path]
        for _ in range(random.randint(1, 4)):
            other = sources[random.choice([*sources])]
            data = random.choice(MUTATIONS)(data or b"\n", other, random)
        lang = "fr" if "fr" in path.relative_to(folder).parts else "en"
        found[f"{lang}/{number:05}.md"] = data
    return found


@dataclass(slots=True)
class Figures:
    """What came of building postings; the times are in seconds of this process."""

    postings: int = 0
    builds: int = 0
    #: Each posting that raised, with what it raised and the bytes of its file.
    exceptions: list[tuple[str, str, bytes]] = field(default_factory=list)
    #: The same of those that are no posting any more: their parser is MyST's own.
    others: list[tuple[str, str, bytes]] = field(default_factory=list)
    slowest: tuple[float, str, bytes] = (0.0, "none", b"")
    total: float = 0.0

    def __str__(self) -> str:
        """Write the figures, and each exception, a line each."""
        seconds, name, data = self.slowest
        return "\n".join(
            [
                *(f"{name}: {error}" for name, error, _data in self.exceptions),
                *(f"{name} (no posting): {error}" for name, error, _data in self.others),
                f"postings: {self.postings}",
                f"builds: {self.builds}",
                f"exceptions: {len(self.exceptions)}, and {len(self.others)} of other pages",
                f"slowest posting: {seconds:.2f} s ({name}, {len(data)} bytes)",
                f"total: {self.total:.0f} s",
            ]
        )


def build_all(postings: Mapping[str, bytes], root: Path, batch: int = 100) -> Figures:
    """Build postings in batches, in folders below one."""
    figures = Figures(postings=len(postings))
    before = time.process_time()
    names = list(postings)
    for start in range(0, len(names), batch):
        _build_batch(postings, names[start : start + batch], root, figures)
    figures.total = time.process_time() - before
    return figures


def _build_batch(
    postings: Mapping[str, bytes], names: Sequence[str], root: Path, figures: Figures
) -> None:
    """Build some postings; where that raises, halves of them, down to each that does."""
    source = Path(tempfile.mkdtemp(dir=root))
    for name, data in {"conf.py": CONF.encode(), "index.md": INDEX.encode()}.items():
        (source / name).write_bytes(data)
    for name in names:
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_bytes(postings[name])
    try:
        for builder in ("html", "jobs-pair"):
            figures.builds += 1
            _build(source, builder, postings, figures)
    except Exception as error:  # whatever it is, that is what is looked for
        if len(names) == 1:
            data = postings[names[0]]
            found = figures.exceptions if _is_posting(data) else figures.others
            found.append((names[0], repr(error)[:500], data))
        else:
            middle = len(names) // 2
            _build_batch(postings, names[:middle], root, figures)
            _build_batch(postings, names[middle:], root, figures)
    finally:
        shutil.rmtree(source)


def _is_posting(data: bytes) -> bool:
    """Whether a file is still read as a posting."""
    front = front_matter_of(decode(data)[0])
    layout = front.nodes.get("layout") if front else None
    return layout is not None and layout.value == "job-posting"


def _build(source: Path, builder: str, postings: Mapping[str, bytes], figures: Figures) -> None:
    """Build once, and note how long each posting took from its source to its doctree."""
    begun: dict[str, float] = {}

    def begin(_app: object, docname: str, _source: list[str]) -> None:
        begun[docname] = time.process_time()

    def end(app: Any, _doctree: object) -> None:
        name = f"{app.env.docname}.md"
        seconds = time.process_time() - begun[app.env.docname]
        if seconds > figures.slowest[0]:
            figures.slowest = seconds, name, postings.get(name, b"")

    app = SphinxTestApp(builder, srcdir=source)
    try:
        app.connect("source-read", begin)
        app.connect("doctree-read", end)
        app.build()
    finally:
        app.cleanup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; fail where a posting raised, or took longer than a second."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the postings to break")
    parser.add_argument("--count", type=int, default=2000, help="how many to make (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another makes others (%(default)s)")
    parser.add_argument("--keep", type=Path, help="a folder for what raised, and for the slowest")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as root:
        figures = build_all(mutated(given.folder, given.count, given.seed), Path(root))
    print(figures)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        for name, _error, data in (*figures.exceptions, *figures.others):
            (given.keep / name.replace("/", "-")).write_bytes(data)
        (given.keep / "slowest.md").write_bytes(figures.slowest[2])
    return int(bool(figures.exceptions) or figures.slowest[0] > 1)


if __name__ == "__main__":
    sys.exit(main())
