"""The keys of the rows that a number counted, kept small: as text in order, compressed; with what each added, where that is not one."""

import zlib
from collections.abc import Iterable, Mapping

BETWEEN = "\t"
MOST_KEPT = 50_000  # rows behind one number; a larger one opens all its rows, as does a sheet from before rows were kept


def packed(keys: Iterable[object]) -> bytes:
    """The keys in one compressed text, each once, in order; the same keys always give the same bytes. Of a mapping also what each adds; 0 is left out."""
    if isinstance(keys, Mapping):
        return _compressed(f"{key}{BETWEEN}{weight}" for key, weight in keys.items() if weight)
    return _compressed(str(key) for key in keys)


def _compressed(lines: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(sorted(set(lines))).encode(), 9)


def unpacked(kept: bytes) -> dict[str, int | None]:
    """The keys again, each with what it added; None where only the key was kept."""
    text = zlib.decompress(kept).decode()
    return dict(_line(line) for line in text.split("\n")) if text else {}


def _line(line: str) -> tuple[str, int | None]:
    key, between, weight = line.rpartition(BETWEEN)
    return (key, int(weight)) if between else (line, None)
