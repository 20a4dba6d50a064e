"""Files as postings: read once, whatever is in them, and checked without a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinxext_jobs.diagnostics import Kind
from sphinxext_jobs.jobs import gate
from sphinxext_jobs.jobs.jobs import Jobs
from sphinxext_jobs.jobs.publication import publication
from sphinxext_jobs.jobs.records import Record
from sphinxext_jobs.settings.settings import Settings
from sphinxext_jobs.sources.scan import File, Scan

SETTINGS, _FAULTS = Settings.from_values({"jobs_languages": ["en", "fr"]}, {})
COOK = "---\nlayout: job-posting\ntitle: Cook\n---\nCook.\n"


def written(path: Path, text: str | bytes = COOK) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose content is read."""
    found: list[str] = []
    original = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        found.append(path.name)
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    return found


def test_a_file_is_read_again_only_if_it_changes(tmp_path: Path, reads: list[str]) -> None:
    scan, path = Scan(), written(tmp_path / "cook.md")
    file = scan.read(path)
    assert scan.read(path) is file
    assert file.front is file.front  # it is parsed once
    written(path, COOK.replace("Cook", "Chef"))
    os.utime(path, ns=(1, 1))
    assert "Chef" in scan.read(path).text
    assert reads == ["cook.md", "cook.md"]
    scan.forget()
    assert "Chef" in scan.read(path).text
    assert len(reads) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_that_sphinx_has_read_is_that_of_the_known_file(tmp_path: Path, end: str) -> None:
    scan, path = Scan(), written(tmp_path / "cook.md", "\ufeff" + COOK.replace("\n", end))
    known = scan.read(path)
    assert scan.with_text(path, COOK) is known
    changed = scan.with_text(path, f"{COOK}More.\n")  # by an extension (event source-read)
    assert changed == File(path, f"{COOK}More.\n")
    assert scan.with_text(tmp_path / "other.md", COOK) == File(tmp_path / "other.md", COOK)


def test_the_fault_of_a_file_is_kept_with_it(tmp_path: Path) -> None:
    scan, path = (
        Scan(),
        written(tmp_path / "cook.md", COOK.replace("Cook.", "Café.").encode("cp1252")),
    )
    for _ in range(2):
        file = scan.read(path)
        assert "Café." in file.text
        assert file.fault
        assert file.fault.kind is Kind.ENCODING


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.md", "No such file"), ("a\0b.md", "can have this name"), (".", "it is a folder")],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(OSError, match=reason):
        Scan().read(tmp_path / name)


def test_a_file_that_vanishes_is_not_known_any_more(tmp_path: Path) -> None:
    scan, path = Scan(), written(tmp_path / "cook.md")
    scan.read(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        scan.read(path)


CONFLICT = "---\n<<<<<<< ours\nlayout: page\n=======\nlayout: job-posting\n>>>>>>> theirs\n---\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COOK, True),
        ("", False),
        ("# Cook\n", False),
        (COOK.replace("job-posting", "page"), False),
        (COOK.replace("job-posting", "[job-posting]"), False),
        (CONFLICT, True),
    ],
)
def test_the_layout_makes_a_posting(tmp_path: Path, text: str, expected: bool) -> None:
    source = File(tmp_path / "fr" / "cook.md", text).source(tmp_path, SETTINGS)
    assert (source is not None) is expected
    if source:
        assert source.posting.lang == "fr"  # of its folder
        assert source.path == str(tmp_path / "fr" / "cook.md")


def test_postings_are_checked_without_a_build(tmp_path: Path) -> None:
    written(tmp_path / "en" / "cook.md", COOK.replace("title", "translationKey: cook\ntitle"))
    written(tmp_path / "fr" / "notes.md", "# Notes\n")
    scan = Scan()
    records = []
    for path in sorted(tmp_path.rglob("*.md")):
        if source := scan.read(path).source(tmp_path, SETTINGS):
            docname = path.relative_to(tmp_path).with_suffix("").as_posix()
            records.append(Record.of(source, docname))
    elsewhere = publication(records, SETTINGS).elsewhere
    published = [record for record in records if record.docname not in elsewhere]
    jobs = Jobs.of(published, elsewhere.values(), SETTINGS)
    (fault,) = gate.check(jobs.everywhere, SETTINGS.languages)
    assert fault.kind is Kind.PAIR
    assert fault.problem == "The key cook has no text in fr."
    assert str(fault.at) == f"{tmp_path / 'en' / 'cook.md'}:3"
