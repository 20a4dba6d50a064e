"""Repositories of git, without the settings of the machine."""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path

#: As on a fresh machine: no settings of a user, and a name for the commits.
ENVIRON = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{who}_{part}": "x@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    },
}


def git(folder: Path, *command: str) -> str:
    result = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *command],
        cwd=folder, env={**os.environ, **ENVIRON}, capture_output=True, check=True,
    )  # fmt: skip
    return result.stdout.decode().strip()


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    # Equal commits in one second would be the same commit.
    git(folder, "commit", "-q", "--allow-empty", "-m", secrets.token_hex())
