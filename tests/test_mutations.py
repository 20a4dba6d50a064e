"""Postings broken in every way (see ``mutate``): none stops a build, none takes long."""

from __future__ import annotations

from pathlib import Path

import pytest

from .mutate import Figures, build_all, main, mutated
from .unit.support import SHARED, needs_shared, slowness

ROOT = Path(__file__).parents[1]
HANDBOOK = ROOT / "docs" / "handbook"


def check(figures: Figures) -> None:
    """Check that nothing was raised; a second is four times what the slowest takes."""
    assert not figures.exceptions, str(figures)
    assert figures.slowest[0] < 5 * slowness(), str(figures)


@pytest.mark.slow
def test_some(tmp_path: Path) -> None:
    figures = build_all(mutated(HANDBOOK, 40, 1), tmp_path)
    check(figures)
    assert (figures.postings, figures.builds) == (40, 2)
    assert figures.slowest[0] > 0
    assert list(tmp_path.iterdir()) == []


def test_a_seed_always_breaks_the_same() -> None:
    assert mutated(HANDBOOK, 20, 1) == mutated(HANDBOOK, 20, 1) != mutated(HANDBOOK, 20, 2)


def test_what_raises_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise ValueError("refused")

    monkeypatch.setattr("sphinxext_jobs.reading.parser.render_body", refuse)
    figures = build_all(dict(list(mutated(HANDBOOK, 20, 3).items())[:3]), tmp_path)
    assert figures.exceptions
    assert "refused" in figures.exceptions[0][1]
    assert "refused" in str(figures)


def test_what_is_no_posting_any_more_is_told_apart(tmp_path: Path) -> None:
    body = b"```{note}\n" * 300
    postings = {"en/1.md": body, "en/2.md": b"---\nlayout: job-posting\n---\n" + body}
    figures = build_all(postings, tmp_path)
    check(figures)
    assert [name for name, _error, _data in figures.others] == ["en/1.md"]


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = [str(HANDBOOK), "--count", "3", "--seed", "5", "--keep", str(tmp_path / "kept")]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert told.startswith("postings: 3\nbuilds: 2\nexceptions: 0, and 0 of other pages\nslowest")
    assert (tmp_path / "kept" / "slowest.md").is_file()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(HANDBOOK, id="handbook"),
        pytest.param(SHARED, id="shared", marks=needs_shared),
    ],
)
def test_many(folder: Path, seed: int, tmp_path: Path) -> None:
    check(build_all(mutated(folder, 300, seed), tmp_path))
