"""New postings: their paths and their texts."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from sphinxext_jobs.jobs.drafts import drafts, path_of_text
from sphinxext_jobs.model.fields import FIELDS
from sphinxext_jobs.settings.settings import Settings
from sphinxext_jobs.sources.scan import File

from .support import settings

TITLES = {"en": "Night cook", "fr": "Cuisinière ou cuisinier de nuit"}
SETTINGS = settings(languages=["en", "fr"])


def paths(*known: str, languages: Settings = SETTINGS) -> list[str]:
    found = drafts("night-cook", TITLES, map(PurePath, known), languages)
    return [draft.path.as_posix() for draft in found]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], ["en/night-cook.md", "fr/night-cook.md"]),
        (["en/a.md"], ["en/night-cook.md", "fr/night-cook.md"]),
        (["content/en/jobs/a.md"], ["content/en/jobs/night-cook.md", "content/fr/jobs/night-cook.md"]),
        (
            ["en/a.md", "en/jobs/a.md", "en/jobs/b.md", "fr/emplois/c.md"],
            ["en/jobs/night-cook.md", "fr/emplois/night-cook.md"],
        ),
        (["jobs/a.en.md", "jobs/b.fr.md"], ["jobs/night-cook.en.md", "jobs/night-cook.fr.md"]),
        (["jobs/a.md", "jobs/a.fr.md"], ["jobs/night-cook.md", "jobs/night-cook.fr.md"]),
        (["a.md"], ["night-cook.md", "night-cook.fr.md"]),
        (["en/a.markdown"], ["en/night-cook.markdown", "fr/night-cook.md"]),
        (["en/a.md", "fr-CA/a.md"], ["en/night-cook.md", "fr-CA/night-cook.md"]),
        (["en/jobs/a/index.md"], ["en/jobs/night-cook/index.md", "fr/jobs/night-cook/index.md"]),
        (
            ["jobs/a/index.md", "jobs/a/index.fr.md", "jobs/b/index.md"],
            ["jobs/night-cook/index.md", "jobs/night-cook/index.fr.md"],
        ),
        (["jobs/a/index.md"], ["jobs/night-cook/index.md", "jobs/night-cook/index.fr.md"]),
    ],
)  # fmt: skip
def test_the_files_are_where_postings_in_their_language_are(
    known: list[str], expected: list[str]
) -> None:
    assert paths(*known) == expected


@pytest.mark.parametrize(
    ("path", "known", "expected"),
    [
        ("en/jobs/a.md", ["fr/emplois/b.md"], "fr/emplois/chef.md"),
        ("en/jobs/a/index.md", ["fr/jobs/b/index.md"], "fr/jobs/chef/index.md"),
        ("en/jobs/a/index.md", ["fr/emplois/b/index.md"], "fr/emplois/chef/index.md"),
        ("jobs/a/index.md", ["jobs/b/index.fr.md"], "jobs/a/index.fr.md"),
        ("jobs/a/index.en.md", [], "jobs/a/index.fr.md"),
    ],
)
def test_a_counterpart_is_beside_its_source(path: str, known: list[str], expected: str) -> None:
    found = path_of_text(PurePath(path), "Chef", "fr", map(PurePath, known), SETTINGS)
    assert found.as_posix() == expected


@pytest.mark.parametrize(
    ("key", "name"), [("IT-03", "it-03"), ("Chef d’équipe", "chef-d-équipe"), ("../x", "x")]
)
def test_a_key_that_is_not_a_file_name_becomes_one(key: str, name: str) -> None:
    (draft,) = drafts(key, {"en": "Title"}, [], SETTINGS)
    assert draft.path == PurePath("en", f"{name}.md")
    source = File(Path(draft.path), draft.text).source(Path(), SETTINGS)
    assert source
    assert source.posting.translation_key == key


@pytest.mark.parametrize("title", ["Cook: nights", "L'été", "“Chef” # 1", "- x", "y" * 300])
def test_a_draft_is_read_as_it_was_meant(title: str) -> None:
    for draft in drafts("night-cook", {"fr": title}, [PurePath("fr/a.md")], SETTINGS):
        source = File(Path(draft.path), draft.text).source(Path(), SETTINGS)
        assert source
        assert (source.posting.title, source.posting.lang) == (title, "fr")
        assert source.posting.draft is True
        assert [fault.problem for fault in source.diagnostics] == ["description is missing."]


def test_a_draft_has_every_required_field() -> None:
    (draft,) = drafts("a", {"en": "A"}, [], SETTINGS)
    required = [name for name, field in FIELDS.items() if field.required]
    assert [line.partition(":")[0] for line in draft.text.split("\n")[1:-2]] == [*required, "draft"]


def test_a_draft_has_the_fields_that_search_engines_need() -> None:
    asks = settings(languages=["en"], organization={"name": "Ferries"}, today="2026-03-31")
    (draft,) = drafts("a", {"en": "A"}, [], asks)
    assert "date: 2026-03-31\nlocation: ''\ndraft: true\n" in draft.text


def test_a_language_that_the_path_does_not_tell_is_in_the_text() -> None:
    (draft,) = drafts("a", {"fr": "A"}, [], settings())
    assert draft.path == PurePath("fr/a.md")
    (draft,) = drafts("a", {"iu": "A"}, [PurePath("a.iu.md")], SETTINGS)
    assert "lang: iu\n" in draft.text
