"""The postings that a change touches: by the files that differ, and by the keys that they had."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..settings.settings import Settings
from .frontmatter import decode
from .git import Changes
from .scan import File


def keys_before(
    changes: Changes, folder: Path, suffixes: tuple[str, ...], settings: Settings
) -> Iterator[str]:
    """Yield the keys that the changed postings in a source folder had before.

    A text that is gone, or has another key now, may leave its counterpart to another file.
    """
    root = Path(os.path.realpath(folder))
    names = [
        name
        for name in changes.changed
        if name.endswith(suffixes) and (changes.root / name).is_relative_to(root)
    ]
    for name, data in changes.texts_before(names) if names else ():
        path = changes.root / name
        source = File(path, *decode(data, str(path))).source(root, settings)
        if source is not None:
            yield source.posting.translation_key
