"""The keys of the rows that a number counted, kept small: as text in order, compressed."""

import zlib
from collections.abc import Iterable


def packed(keys: Iterable[object]) -> bytes:
    """The keys in one compressed text, each once, in order; the same keys always give the same bytes."""
    return zlib.compress("\n".join(sorted({str(key) for key in keys})).encode(), 9)


def unpacked(kept: bytes) -> set[str]:
    """The keys again."""
    text = zlib.decompress(kept).decode()
    return set(text.split("\n")) if text else set()
