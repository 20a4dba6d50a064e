"""Time ``sphinx-jobs check`` against a clean build of the same files, in turn, on one core.

Prints the seconds of a check, and the ratio of its CPU time to that of a build.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import postings
from timing import cpu_seconds, one_core

CONF = "extensions = ['sphinxext_jobs']\njobs_languages = ['en', 'fr']\n"
INDEX = "# Jobs\n\n```{job-index}\n```\n"
#: The most seconds of a check of 1 000 postings, its start included.
SECONDS = 2.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="postings (default: 1000)")
    parser.add_argument("--runs", type=int, default=5, help="checks (default: 5)")
    parser.add_argument("--folder", type=Path, help="postings to use instead of made-up ones")
    options = parser.parse_args()
    one_core()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "source"), Path(folder, "out")
        if options.folder:
            shutil.copytree(options.folder, source)
        else:
            postings.write(source, options.n)
        (source / "conf.py").write_text(CONF, encoding="utf-8")
        (source / "index.md").write_text(INDEX, encoding="utf-8")
        command = [sys.executable, "-m", "sphinxext_jobs", "check", "-q", "--exit-zero"]
        check = [*command, str(source)]
        cpu_seconds(check)  # fill the caches of the operating system
        checked = statistics.median(cpu_seconds(check) for _run in range(options.runs))
        built = cpu_seconds([sys.executable, "-m", "sphinx", "-q", str(source), str(out)])
        print(f"check {checked:.2f} s, build {built:.2f} s: ratio {checked / built:.3f}")
        if checked > SECONDS * options.n / 1000:
            sys.exit(f"A check of {options.n} postings takes more than {SECONDS} s for 1 000.")


if __name__ == "__main__":
    main()
