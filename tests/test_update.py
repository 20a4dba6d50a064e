"""The command ``update``: the catalogues of postings and of all other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sphinxext_jobs.cli.main import main
from sphinxext_jobs.pairing.catalogs.po import read

from .ferries import CONF, COOKS, FILES, PO

PAGES = {
    "index.md": "# Careers\n\nWork with us.\n\n```{toctree}\n:glob:\n\n*\n*/*\n```\n",
    "guide.rst": "Guide\n=====\n\nRead this.\n",
    "en/life.md": "# Life on board\n",
    "fr/life.md": "# La vie à bord\n",
    "fr/seul.md": "# Sans version anglaise\n",
    "news.md": "# News\n",
    "news.fr.md": "# Nouvelles\n",
}
FOLDER = "locale/fr/LC_MESSAGES"
Run = Callable[..., tuple[int, str, str]]


def contents(root: Path) -> Mapping[str, tuple[bytes, int]]:
    """Return all files of a project, and when they changed."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    conf = f"extensions = ['sphinxext_jobs']\nproject = 'Ferries'\nexclude_patterns = ['_build']\n{CONF}"
    for name, text in {**FILES, **COOKS, **PAGES, "conf.py": conf}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(("update", *arguments))
        return status, *capsys.readouterr()

    return run


def test_all_catalogues(run: Run, tmp_path: Path) -> None:
    before = contents(tmp_path)
    status, out, _err = run("--check")
    assert status == 1
    assert out.endswith(
        "4 catalogues would change. Run `sphinx-jobs update`, and commit the result.\n"
    )
    assert contents(tmp_path) == before
    status, out, err = run()
    assert status == 0
    assert out == (
        "Français (fr)\n"
        "Page        Translated  Fuzzy  Untranslated\n"
        "en/captain           9      0             0\n"
        "en/cook              5      0             0\n"
        "guide                0      0             2\n"
        "index                0      0             2\n"
        "Total               14      0             4\n"
        "\n"
        f"{FOLDER}/en/captain.po\n{FOLDER}/en/cook.po\n{FOLDER}/guide.po\n{FOLDER}/index.po\n"
        "4 catalogues changed.\n"
    )
    assert err == "sphinx-jobs: gettext\nsphinx-jobs: jobs-pair\n"
    assert contents(tmp_path).keys() - before.keys() == {
        f"{FOLDER}/{name}.po" for name in ("en/captain", "en/cook", "guide", "index")
    }
    before = contents(tmp_path)
    for arguments in (["--check"], []):
        status, out, _err = run(*arguments)
        assert (status, out.splitlines()[-1]) == (0, "All catalogues are up to date.")
    assert contents(tmp_path) == before


def test_a_page_with_a_posting_that_needs_no_translation(run: Run, tmp_path: Path) -> None:
    """The catalogue of the posting is another one: that of the page is nobody else's."""
    inline = "```{job-posting}\n:title: Matelot\n:translationKey: pont\n:lang: fr\nNettoyez.\n```\n"
    (tmp_path / "crew.md").write_text(f"# The crew\n\n{inline}", encoding="utf-8")
    assert run()[0] == 0
    assert "The crew" in {entry.id for entry in read(tmp_path / FOLDER / "crew.po", "fr").entries}
    assert (tmp_path / "locale/en/LC_MESSAGES/crew.po").exists()
    assert run("--check")[0] == 0


def test_what_changes_and_what_is_reported(run: Run, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    po = tmp_path / FOLDER / "index.po"
    po.write_text(
        '# Une personne.\nmsgid ""\nmsgstr "Language: fr\\n"\n\n'
        '# Note.\nmsgid "Work with us!"\nmsgstr "Travaillez avec nous!"\n', encoding="utf-8",
    )  # fmt: skip
    broken = tmp_path / FOLDER / "guide.po"
    broken.write_bytes(b'msgid ""\nmsgstr ""\n\nmsgid "Guide\n')
    pair = tmp_path / PO
    pair.parent.mkdir()
    pair.write_bytes(b'msgid ""\nmsgstr ""\n\nmsgid "Guide\n')
    status, out, err = run()
    assert status == 1
    assert f"sphinx-jobs: {FOLDER}/guide.po:4: This line is not valid in a PO file" in err
    assert f"{PO}:4: WARNING: This line is not valid in a PO file" in err
    assert "sphinx-jobs-" not in err  # the folder of the copies
    assert broken.read_bytes() == pair.read_bytes() == b'msgid ""\nmsgstr ""\n\nmsgid "Guide\n'
    assert "index                0      1             1\n" in out
    assert "en/captain           –      –             –\nen/cook " in out
    entries = {entry.id: entry for entry in read(po, "fr").entries}
    assert entries["Work with us."].string == "Travaillez avec nous!"
    assert entries["Work with us."].previous == "Work with us!"
    assert po.read_text(encoding="utf-8").startswith("# Une personne.\n")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("['en', 'fr']", "[]", "jobs_languages is empty, so there is no language to translate"),
        ("gettext_compact = False", "", "Add `gettext_compact = False` to conf.py."),
        ("'sphinxext_jobs'", "'sphinxext_jobs', 'absent'", "Could not import extension absent"),
    ],
)
def test_projects_that_cannot_be_updated(
    run: Run, tmp_path: Path, old: str, new: str, expected: str
) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    before = contents(tmp_path)
    status, out, err = run()
    assert (status, out) == (2, "")
    assert expected in err
    assert contents(tmp_path) == before
