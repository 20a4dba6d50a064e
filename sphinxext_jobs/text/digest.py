"""Short digests of texts, to compare them and to name files after them."""

from __future__ import annotations

import hashlib


def digest(text: str, size: int) -> str:
    """Return a digest of any text in hexadecimal: BLAKE2b (RFC 7693) of *size* bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
