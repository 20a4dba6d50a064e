"""Time a page of a short posting where one job-index lists 200 of them, and where 2 000.

What a page costs must not grow with the number of postings. A toctree in place of the
job-index would make it grow in each of these themes. The last figure is the same build with
and without a place for the postings in the navigation. Everything runs on one core.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import postings
from timing import cpu_seconds, one_core

THEMES = ("alabaster", "furo", "sphinx_rtd_theme")
CONF = "extensions = ['sphinxext_jobs']\nhtml_theme = '{theme}'\n"
INDEX = "# Home\n\n```{toctree}\njobs\n```\n"
JOBS = "# Jobs\n\n```{{job-index}}\n:language: all\n:toctree: {placed}\n```\n"


def seconds(theme: str, count: int, placed: str = "true") -> float:
    """Build a project of *count* postings from nothing; return the least CPU time of two."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        postings.write(source, count, body=False)
        (source / "conf.py").write_text(CONF.format(theme=theme), encoding="utf-8")
        (source / "index.md").write_text(INDEX, encoding="utf-8")
        (source / "jobs.md").write_text(JOBS.format(placed=placed), encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-q", str(source)]
        times = [cpu_seconds([*command, str(Path(folder, f"out{run}"))]) for run in range(2)]
        return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=200)
    parser.add_argument("--many", type=int, default=2000)
    parser.add_argument("themes", nargs="*", default=THEMES)
    options = parser.parse_args()
    one_core()
    for theme in options.themes:
        # Starting Python and copying the theme are the same for both: they are taken off.
        start = seconds(theme, 2)
        first, last = seconds(theme, options.few), seconds(theme, options.many)
        few, many = (first - start) / (options.few - 2), (last - start) / (options.many - 2)
        unplaced = seconds(theme, options.many, placed="false")
        print(
            f"{theme}: {few * 1000:.2f} ms a page of {options.few}, {many * 1000:.2f} ms of "
            f"{options.many}: ratio {many / few:.2f}; placed to unplaced: {last / unplaced:.2f}"
        )


if __name__ == "__main__":
    main()
