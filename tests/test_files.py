"""Writing files: as a whole or not at all, and only if they change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinxext_jobs.builders.catalogs import Stored, write
from sphinxext_jobs.diagnostics import Kind
from sphinxext_jobs.pairing.catalogs.catalog import Catalog, Entry
from sphinxext_jobs.pairing.catalogs.po import dump, new_header, read
from sphinxext_jobs.sources.files import save, write_if_changed


class Interrupted:
    """A file that takes half of what is written to it."""

    def __init__(self, file, error):
        self.file, self.error = file, error

    def __enter__(self):
        return self

    def __exit__(self, *_args):
        self.file.close()

    def write(self, data):
        self.file.write(data[: len(data) // 2])
        self.file.flush()
        raise self.error


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
@pytest.mark.parametrize(
    ("where", "exists"),
    [("open", False), ("open", True), ("replace", False), ("replace", True), ("chmod", True)],
)
def test_an_interrupted_write_leaves_the_file_whole(tmp_path, monkeypatch, error, where, exists):
    path = tmp_path / "a.po"
    if exists:
        path.write_text("before", encoding="utf-8")
    original = getattr(Path, where)

    def fail(self, *args, **kwargs):
        if self.suffix != ".jobs":
            return original(self, *args, **kwargs)
        if where == "open":
            return Interrupted(original(self, *args, **kwargs), error)
        raise error

    monkeypatch.setattr(Path, where, fail)
    with pytest.raises(type(error)):
        write_if_changed(path, "after")
    monkeypatch.undo()
    assert [found.name for found in tmp_path.iterdir()] == (["a.po"] if exists else [])
    if exists:
        assert path.read_text(encoding="utf-8") == "before"


def test_a_file_that_does_not_change_is_not_touched(tmp_path):
    path = tmp_path / "folder" / "a.po"
    write_if_changed(path, "text\n")
    os.utime(path, ns=(1, 1))
    write_if_changed(path, "text\n")
    assert path.stat().st_mtime_ns == 1
    write_if_changed(path, "other\n")
    assert path.read_bytes() == b"other\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_mode_of_a_file_is_kept(tmp_path):
    path = tmp_path / "a.po"
    write_if_changed(path, "one")
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    path.chmod(0o640)
    write_if_changed(path, "two")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_symbolic_link_stays_one(tmp_path):
    target, link = tmp_path / "target.po", tmp_path / "link.po"
    link.symlink_to(target.name)
    for text in ("one", "two"):
        write_if_changed(link, text)
        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == text


def test_a_name_of_the_greatest_length(tmp_path):
    path = tmp_path / ("n" * 255)
    write_if_changed(path, "text")
    assert path.read_text(encoding="utf-8") == "text"


def test_a_file_of_the_build_that_cannot_be_written_is_a_diagnostic(tmp_path):
    assert save(tmp_path / "feed.xml", "text") == []
    (tmp_path / "jobs.json").mkdir()
    (fault,) = save(tmp_path / "jobs.json", "{}")
    assert fault.kind is Kind.FILE
    assert "it is a folder" in fault.problem


def stored(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")
    return Stored(path, read(path, "fr"))


HEADER = new_header("fr", "Handbook")


def test_a_catalogue_is_not_written_for_the_sake_of_its_lines(tmp_path):
    """Another program folds lines in another way; nothing else differs."""
    text = f'{HEADER}\n\nmsgid ""\n"Qu"\n"ay"\nmsgstr "Quai"\n'
    found = stored(tmp_path / "a.po", text)
    assert write(found, Catalog(HEADER, (Entry("Quay", "Quai"),))) is None
    assert found.path.read_text(encoding="utf-8") == text


def test_a_catalogue_that_sphinx_would_misread_is_written_again(tmp_path):
    found = stored(tmp_path / "a.po", f'{HEADER}\n\nmsgid "Quay"\nmsgstr "\\x43hef\\040de quart"\n')
    new = Catalog(HEADER, (Entry("Quay", "Chef de quart"),))
    assert write(found, new) is None
    assert found.path.read_text(encoding="utf-8") == dump(new)


def test_a_catalogue_that_moves_takes_its_compiled_file_along(tmp_path):
    old = tmp_path / "old.po"
    catalog = stored(old, f'{HEADER}\n\nmsgid "Quay"\nmsgstr "Quai"\n').catalog
    old.with_suffix(".mo").write_bytes(b"")
    assert catalog is not None
    new = Stored(tmp_path / "new.po", catalog, moved_from=old)
    assert write(new, catalog) is None
    assert [path.name for path in tmp_path.iterdir()] == ["new.po"]


def test_a_catalogue_whose_folder_is_a_file_is_reported(tmp_path):
    (tmp_path / "folder").write_text("in the way", encoding="utf-8")
    path = tmp_path / "folder" / "a.po"
    fault = write(Stored(path, Catalog(HEADER)), Catalog(HEADER))
    assert fault is not None
    assert str(fault.at) == f"{path}:1"
    assert str(fault).startswith("The catalogue cannot be written: ")
