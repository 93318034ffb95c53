"""Pure rules of the board: classes of the map, and how long a drawn board is still good."""

from collections.abc import Sequence
from datetime import datetime, timedelta

CLASSES = 4
FRESH_FOR = timedelta(seconds=10)  # a board is drawn anew at most this often, however much is written meanwhile


def bounds(values: Sequence[int]) -> list[tuple[int, int]]:
    """The classes of a map: 0 by itself, then up to four ranges of whole numbers up to the highest value."""
    highest = max(values, default=0)
    if highest <= 0:
        return [(0, 0)]
    step = -(-highest // CLASSES)
    return [(0, 0), *((low, min(low + step - 1, highest)) for low in range(1, highest + 1, step))]


def class_of(value: int, ranges: Sequence[tuple[int, int]]) -> int:
    """The number of the class a value lies in."""
    return next((at for at, (low, high) in enumerate(ranges) if low <= value <= high), 0)


def version(received: int, now: datetime) -> str:
    """What a board is known by: it changes with every record received, and each minute, because work becomes late by itself."""
    return f"{received}-{int(now.timestamp()) // 60}"


def is_good(drawn_version: str, drawn_at: datetime, wanted: str, now: datetime) -> bool:
    """Whether a drawn board can be shown again."""
    return drawn_version == wanted or timedelta(0) <= now - drawn_at < FRESH_FOR
