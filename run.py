"""Set up and run this project's two main jobs, with nothing but Python: handbook, test."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BIN = ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin")
LANGUAGES = ("en", "fr")


def python(*arguments: str) -> None:
    """Run the virtual environment's Python; ends this program where that fails."""
    command = [str(BIN / "python"), *arguments]
    status = subprocess.run(command, cwd=ROOT, check=False)
    if status.returncode:
        sys.exit(status.returncode)


def install(*packages: str) -> None:
    """Install packages into ``.venv``, which is made if it is not there."""
    if not BIN.exists():
        venv.create(ROOT / ".venv", with_pip=True)
    python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)


def handbook() -> None:
    """Build the documentation, with the example handbook in it: one site for each language."""
    install("--editable", ".[docs]")
    python("-m", "sphinxext_jobs", "build", "docs", "_build", "-q", "-W", "--keep-going")
    print("The example handbook is built. Open it in a browser:")
    for language in LANGUAGES:
        print(f"  {ROOT}/_build/{language}/handbook/{language}/index.html")


def test() -> None:
    """Run the tests as ``tox.ini`` says; further arguments are tox's."""
    install("tox")
    python("-m", "tox", *sys.argv[2:])


if __name__ == "__main__":
    jobs = {"handbook": handbook, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in jobs:
        sys.exit(f"usage: python3.11 run.py {'|'.join(jobs)}")
    jobs[sys.argv[1]]()
