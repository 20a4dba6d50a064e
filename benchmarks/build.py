"""Time a clean build against stock Sphinx with myst_parser on the same files, in turn.

Prints two ratios, each the median of pairs: with PyStemmer on both sides, and against stock
as pip installs it, which has the pure-Python stemmer. Everything runs on one core.
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

OURS = "extensions = ['sphinxext_jobs']\njobs_languages = ['en', 'fr']\n"
STOCK = "extensions = ['myst_parser']\n"
INDEX = "# Jobs\n\n```{job-index}\n```\n"
#: Sphinx takes the C stemmer if it can import it.
WITHOUT_PYSTEMMER = "import sys; sys.modules['Stemmer'] = None; "
RUN = "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"


def build(source: Path, *, pystemmer: bool = True) -> float:
    """Build a project from nothing; return the seconds of CPU time that took."""
    out = source.with_name(source.name + "-out")
    shutil.rmtree(out, ignore_errors=True)
    code = RUN if pystemmer else WITHOUT_PYSTEMMER + RUN
    command = [sys.executable, "-c", code, "-q", "-b", "html", str(source), str(out)]
    return cpu_seconds(command)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=500, help="postings (default: 500)")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of runs (default: 5)")
    parser.add_argument("--folder", type=Path, help="postings to use instead of made-up ones")
    options = parser.parse_args()
    one_core()
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = Path(folder, "ours"), Path(folder, "stock")
        for source, conf in ((ours, OURS), (stock, STOCK)):
            if options.folder:
                shutil.copytree(options.folder, source)
            else:
                postings.write(source, options.n)
            (source / "conf.py").write_text(conf, encoding="utf-8")
            (source / "index.md").write_text(
                INDEX if source is ours else "# Jobs\n", encoding="utf-8"
            )
        build(ours), build(stock)  # fill the caches of the operating system
        for label, pystemmer, target in (
            ("stock with PyStemmer", True, 1.10),
            ("stock as pip installs it", False, 0.70),
        ):
            pairs = [(build(ours), build(stock, pystemmer=pystemmer)) for _ in range(options.pairs)]
            ratios = [a / b for a, b in pairs]
            mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
            print(
                f"{label}: ratio {statistics.median(ratios):.3f} "
                f"({min(ratios):.3f} to {max(ratios):.3f}; target at most {target:.2f}); "
                f"ours {mine:.1f} s, stock {theirs:.1f} s"
            )


if __name__ == "__main__":
    main()
