"""Generated files: written if they changed, and only where no file of the project is."""

from __future__ import annotations

import os

import pytest

from sphinxext_jobs.web.output import Output, is_ours, remove, replace_all, write

MARK = "by us"


def made(path: str, text: str = "new") -> Output:
    return Output(path, f"{MARK}: {text}", MARK)


def test_a_file_of_an_earlier_build_is_replaced(tmp_path):
    assert write(tmp_path, made("a/b.html", "old"))
    assert write(tmp_path, made("a/b.html"))
    assert (tmp_path / "a/b.html").read_text(encoding="utf-8") == "by us: new"
    assert is_ours(tmp_path / "a/b.html", MARK)


def test_another_file_is_kept_unless_the_path_is_ours(tmp_path):
    (tmp_path / "a").write_text("mine", encoding="utf-8")
    assert not write(tmp_path, made("a"))
    assert replace_all(tmp_path, [made("a")], ["a"], MARK) == []
    assert (tmp_path / "a").read_text(encoding="utf-8") == "mine"
    assert write(tmp_path, made("a"), replace=True)
    assert is_ours(tmp_path / "a", MARK)


def test_an_unchanged_file_is_not_touched(tmp_path):
    replace_all(tmp_path, [made("a")], [], MARK)
    os.utime(tmp_path / "a", ns=(1, 1))
    replace_all(tmp_path, [made("a")], ["a"], MARK)
    assert (tmp_path / "a").stat().st_mtime_ns == 1


def test_stale_files_are_removed_with_their_empty_folders(tmp_path):
    for path in ("a/b/stale", "a/kept"):
        write(tmp_path, made(path))
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    earlier = ["a/b/stale", "a/kept", "mine", "gone"]
    assert replace_all(tmp_path, [made("a/kept")], earlier, MARK) == []
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert found == {"a", "a/kept", "mine"}
    remove(tmp_path, ["a/kept"], MARK)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_mark_far_into_a_file_does_not_count(tmp_path):
    (tmp_path / "a").write_text("x" * 500 + MARK, encoding="utf-8")
    assert not is_ours(tmp_path / "a", MARK)


def test_nothing_outside_the_folder_is_removed(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    write(tmp_path, made("secret"))
    remove(out, ["../secret"], MARK)
    assert (tmp_path / "secret").is_file()


@pytest.mark.parametrize("build", [1, 2])
def test_a_folder_in_its_place_is_a_file_of_others(tmp_path, build):
    (tmp_path / "a").mkdir()
    assert replace_all(tmp_path, [made("a")], ["a"] * (build - 1), MARK) == []
    assert (tmp_path / "a").is_dir()
