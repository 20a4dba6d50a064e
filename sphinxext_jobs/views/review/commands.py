"""The commands that the review page copies, which sh, PowerShell and cmd read alike."""

from __future__ import annotations

import re

#: Arguments that no shell changes. A comma makes a list in PowerShell.
_SAFE = re.compile(r"[A-Za-z0-9_./:+=-][A-Za-z0-9_./:+=@-]*")
#: Characters that a shell reads even between double quotes; PowerShell takes curly ones for plain.
_READ = frozenset('"$`!%\\“”„')


def quoted(argument: str) -> str:
    """Quote an argument for a shell.

    Double quotes are for all shells. Where they are not enough, single quotes are for sh.
    """
    if _SAFE.fullmatch(argument):
        return argument
    if _READ.isdisjoint(argument):
        return f'"{argument}"'
    return "'" + argument.replace("'", "'\\''") + "'"
