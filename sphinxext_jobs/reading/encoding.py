"""Files that are not UTF-8: a codec with which Sphinx reads them, too.

Sphinx reads files as strict UTF-8, and one bad byte ends the build. If a Markdown file is not
UTF-8, all files are read with this codec instead.
"""

from __future__ import annotations

import codecs
from typing import Any

from ..sources.frontmatter import decode

CODEC = "sphinxext-jobs-utf-8"


def _decode(data: Any, errors: str = "strict") -> tuple[str, int]:
    raw = bytes(data)
    return decode(raw)[0], len(raw)


class _Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:
        return _decode(data, errors) if final else ("", 0)


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != CODEC:
        return None
    utf8 = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        utf8.encode,
        _decode,
        name=CODEC,
        incrementalencoder=utf8.incrementalencoder,
        incrementaldecoder=_Decoder,
    )


def register_codec() -> None:
    """Register the codec, once for all applications of a process."""
    try:
        codecs.lookup(CODEC)
    except LookupError:
        codecs.register(_find_codec)
