"""Time a page of a short posting where one job-index lists 200 of them, and where 2 000.

What a page costs must not grow with the number of postings. A toctree in place of the
job-index would make it grow in each of these themes. Everything runs on one core.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import postings

THEMES = ("alabaster", "furo", "sphinx_rtd_theme")
CONF = "extensions = ['sphinxext_jobs']\nhtml_theme = '{theme}'\n"
INDEX = "# Home\n\n```{toctree}\njobs\n```\n"
JOBS = "# Jobs\n\n```{job-index}\n:language: all\n```\n"


def seconds(theme: str, count: int) -> float:
    """Build a project of *count* postings from nothing; return the least CPU time of three."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        postings.write(source, count, body=False)
        (source / "conf.py").write_text(CONF.format(theme=theme))
        (source / "index.md").write_text(INDEX)
        (source / "jobs.md").write_text(JOBS)
        command = [sys.executable, "-m", "sphinx", "-q", str(source)]
        times = []
        for run in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([*command, str(Path(folder, f"out{run}"))], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=200)
    parser.add_argument("--many", type=int, default=2000)
    parser.add_argument("themes", nargs="*", default=THEMES)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for theme in options.themes:
        # Starting Python and copying the theme are the same for both: they are taken off.
        start = seconds(theme, 2)
        few, many = (
            (seconds(theme, count) - start) / (count - 2) * 1000
            for count in (options.few, options.many)
        )
        print(
            f"{theme}: {few:.2f} ms a page of {options.few}, {many:.2f} ms of {options.many}: "
            f"ratio {many / few:.2f}"
        )


if __name__ == "__main__":
    main()
