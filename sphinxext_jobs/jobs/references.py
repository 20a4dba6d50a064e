"""References to postings: the fault of a target that does not exist."""

from __future__ import annotations

from collections.abc import Collection

from ..diagnostics import Diagnostic, Kind, Location
from ..text.wording import message as _


def missing_target(target: str, near: Collection[str], at: Location) -> Diagnostic:
    """Return the fault of a reference; *near* are the targets that it may mean."""
    problem = _("No posting has the key {key}.").format(key=target)
    names = ", ".join(f"`{name}`" for name in near)
    if len(near) > 1:
        hint = _("Did you mean one of these: {names}?").format(names=names)
    elif near:
        hint = _("Did you mean {name}?").format(name=names)
    else:
        hint = _("Check the key.")
    return Diagnostic(Kind.REF, at, problem, hint)
