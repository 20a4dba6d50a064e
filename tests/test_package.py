"""The package as its packager checks it: metadata, bounds, and what the archives contain."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import sphinxext_jobs

ROOT = Path(sphinxext_jobs.__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
DEPENDENCIES = {canonicalize_name(r.name): r for r in map(Requirement, PROJECT["dependencies"])}
PYTHONS = [
    match[1]
    for name in PROJECT["classifiers"]
    if (match := re.search(r"Python :: (3\.\d+)$", name))
]
OLDEST = sorted((ROOT / "constraints").glob("*-oldest.txt"))


def lowest(requirement: Requirement) -> Version | None:
    """Return the lower bound of a dependency."""
    bounds = [Version(s.version) for s in requirement.specifier if s.operator == ">="]
    return bounds[0] if bounds else None


def pins(path: Path) -> dict[str, Version]:
    """Return the versions in a constraints file."""
    lines = [
        line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [Requirement(line) for line in lines if line]
    return {canonicalize_name(r.name): Version(next(iter(r.specifier)).version) for r in found}


# Dependencies.


@pytest.mark.skipif(not OLDEST, reason="no constraints")
def test_the_lower_bounds_are_what_the_oldest_environment_installs():
    """In that of the oldest Python; later ones need versions that have wheels for them."""
    assert {path.name.partition("-")[0] for path in OLDEST} == {
        f"py{python.replace('.', '')}" for python in PYTHONS
    }
    first, *later = [pins(path) for path in OLDEST]
    bounds = {name: bound for name, r in DEPENDENCIES.items() if (bound := lowest(r))}
    assert {name: first[name] for name in bounds} == bounds
    for found in later:
        assert {name: found[name] for name in bounds if found[name] < bounds[name]} == {}


@pytest.mark.skipif(not OLDEST, reason="no constraints")
def test_the_next_major_version_of_sphinx_and_myst_is_the_only_upper_bound():
    newest = [pins(path) for path in sorted((ROOT / "constraints").glob("*-newest.txt"))]
    upper = {
        name: {s.version for s in requirement.specifier if s.operator.startswith("<")}
        for name, requirement in DEPENDENCIES.items()
    }
    assert {name: versions for name, versions in upper.items() if versions} == {
        name: {str(max(found[name].major for found in newest) + 1)}
        for name in ("sphinx", "myst-parser")
    }


def test_each_dependency_that_is_always_there_has_a_lower_bound():
    assert [name for name, r in DEPENDENCIES.items() if not (r.marker or lowest(r))] == []


def test_the_oldest_python_is_required_and_named():
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"
    assert sorted(PYTHONS, key=Version) == PYTHONS


def test_the_workflow_tests_each_python_that_is_named():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    matrices = [job["strategy"]["matrix"] for job in workflow["jobs"].values() if "strategy" in job]
    assert len(matrices) == 3
    assert all(matrix["python"] == PYTHONS for matrix in matrices)
    commands = [
        step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step
    ]
    assert {c.split(" ")[:2] == ["python", "run.py"] for c in commands if "npm" not in c} == {True}


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("linux", "x86_64", True),
        ("linux", "aarch64", True),
        ("darwin", "arm64", True),
        ("win32", "AMD64", True),
        ("win32", "ARM64", True),
        ("darwin", "x86_64", False),
        ("linux", "ppc64le", False),
        ("linux", "armv7l", False),
        ("freebsd14", "amd64", False),
    ],
)
def test_the_fast_stemmer_is_asked_for_only_where_it_has_wheels(system, machine, expected):
    marker = DEPENDENCIES["pystemmer"].marker
    assert marker is not None
    where = {"sys_platform": system, "platform_machine": machine, "implementation_name": "cpython"}
    assert {marker.evaluate({**where, "python_version": p}) for p in PYTHONS} == {expected}
    assert not marker.evaluate({**where, "python_version": "3.15"})
    assert not marker.evaluate({**where, "python_version": "3.11", "implementation_name": "pypy"})


@pytest.mark.parametrize(("system", "expected"), [("win32", True), ("linux", False)])
def test_windows_gets_time_zones(system, expected):
    marker = DEPENDENCIES["tzdata"].marker
    assert marker is not None
    assert marker.evaluate({"sys_platform": system}) is expected


# Archives.


def build(source: Path, out: Path, kind: str) -> Path:
    """Build an archive without the network, and return it."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir"]
    done = subprocess.run([*command, out, source], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    (archive,) = out.iterdir()
    return archive


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """The source distribution's folder."""
    out = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build(ROOT, out / "archive", "sdist")) as archive:
        archive.extractall(out, filter="data")
    return out / f"sphinxext_jobs-{sphinxext_jobs.__version__}"


def links(markdown: str) -> set[str]:
    """Return the relative links and images of a text."""
    found = set()
    for block in MarkdownIt().parse(markdown):
        for token in block.children or []:
            target = str(token.attrGet("href") or token.attrGet("src") or "").partition("#")[0]
            if target and ":" not in target:
                found.add(target)
    return found


@pytest.mark.parametrize(
    ("name", "other", "picture"),
    [("README.md", "README.fr.md", "posting.png"), ("README.fr.md", "README.md", "posting.fr.png")],
)
def test_the_source_distribution_has_what_the_readme_links_to(unpacked, name, other, picture):
    found = links((ROOT / name).read_text(encoding="utf-8"))
    assert {"LICENSE", "docs/index.md", f"docs/images/{picture}", other} <= found
    assert {target for target in found if not (unpacked / target).exists()} == set()


def test_the_source_distribution_has_what_its_tests_need(unpacked):
    """All that the project has, but what was made or installed."""
    ignored = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"}
    ignored |= {".venv", ".tox", "_build", "dist", "node_modules"}
    for path in [ROOT / "run.py", ROOT / "tox.ini", *OLDEST, *ROOT.glob("tests/**/*")]:
        name = path.relative_to(ROOT)
        if ignored.isdisjoint(name.parts):
            assert (unpacked / name).exists(), name
    assert ignored.isdisjoint(path.name for path in unpacked.rglob("*"))


def test_the_wheel_is_the_same_from_the_source_distribution(unpacked, tmp_path):
    names = []
    for source, out in ((ROOT, tmp_path / "tree"), (unpacked, tmp_path / "sdist")):
        with zipfile.ZipFile(build(source, out, "wheel")) as archive:
            names.append(sorted(archive.namelist()))
    assert names[0] == names[1]
    assert any(name.endswith("licenses/LICENSE") for name in names[0])
    assert {name.partition("/")[0].partition("-")[0] for name in names[0]} == {"sphinxext_jobs"}
