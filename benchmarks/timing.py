"""The CPU time of a command: on a shared machine, steadier than the clock on the wall."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Sequence


def one_core() -> None:
    """Keep this process and its children on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def cpu_seconds(command: Sequence[str]) -> float:
    """Run a command; return the user and system time of it and its children, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
