"""The order of a walk: area by area, then door by door."""

import re

_NUMBERS = re.compile(r"(\d+)")


def walking_key(area: str, address: str) -> tuple[str, list[tuple[int, int | str]]]:
    """Sorts by area, then by address, in which numbers count as numbers: 2号 comes before 10号."""
    parts = [part for part in _NUMBERS.split(address) if part]
    return area, [(0, int(part)) if part.isascii() and part.isdigit() else (1, part) for part in parts]
