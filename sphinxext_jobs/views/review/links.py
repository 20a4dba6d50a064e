"""Links to the line of a file, in an editor or on a forge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Links:
    """The links of ``jobs_review_link``, which is a *template*; without one, there are none.

    *root* is the source folder, absolute and with slashes; *below* is its path in the repository.
    """

    template: str
    root: str
    below: str = ""

    def to(self, file: str, line: int) -> str:
        """Return the link to a line of a file, whose path is relative to the source folder.

        A forge needs the path in the repository. An editor needs the whole one.
        """
        if not self.template:
            return ""
        return self.template.format(path=_path(self, file), line=line)


@cache
def _path(links: Links, file: str) -> str:
    """Return the path of a file as its link has it."""
    if links.template.startswith(("http://", "https://")):
        path = _join(links.below, file)
    else:
        path = _join(links.root, file)
        if "/{path}" in links.template:
            path = path.removeprefix("/")
    return quote(path, safe="/:")


def _join(folder: str, file: str) -> str:
    """Join paths; a file may be above the folder."""
    parts = [part for part in folder.split("/") if part]
    for part in file.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return ("/" if folder.startswith("/") else "") + "/".join(parts)
