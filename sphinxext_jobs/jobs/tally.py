"""The count of problems: the sentence that closes a build and ``sphinx-jobs check``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..text.wording import message as _
from ..text.wording import ngettext


@dataclass(slots=True)
class Tally:
    """The number of problems of each kind, the files that have any, and the fixable ones."""

    kinds: Counter[str] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)
    fixable: int = 0

    def add(self, kind: str, path: str, *, fixable: bool) -> None:
        """Count a problem; *path* is empty for one of the project as a whole."""
        self.kinds[kind] += 1
        self.fixable += fixable
        if path:
            self.files.add(path)

    def sentence(self, command: str) -> str:
        """Return the count in words; *command* is the one that corrects the fixable problems."""
        count, files = self.kinds.total(), len(self.files)
        total = ngettext("{count} problem", "{count} problems", count).format(count=count)
        if files:
            place = ngettext("in {count} file", "in {count} files", files).format(count=files)
            total = f"{total} {place}"
        ordered = sorted(self.kinds.items(), key=lambda item: (-item[1], item[0]))
        kinds = ", ".join(f"{number} {kind}" for kind, number in ordered)
        text = _("{total}: {kinds}").format(total=total, kinds=kinds)
        if self.fixable:
            fix = ngettext(
                "{count} can be fixed with `{command}`",
                "{count} can be fixed with `{command}`",
                self.fixable,
            ).format(count=self.fixable, command=command)
            text = f"{text}; {fix}"
        return f"{text}."
