"""Arithmetic of management paths: three digits a level, the parent's path is a prefix."""

LEVELS = ("province", "prefecture", "county", "township", "village", "grid", "micro_grid")
WIDTH = 3
MOST_CHILDREN = 10**WIDTH - 1
SKIPPED = "0" * WIDTH
AFTER_DIGITS = ":"  # the character after "9", so that p + ":" ends the subtree of p


def level(path: str) -> str:
    """The level of a path, by its length. Raises ValueError for what is no path."""
    if not is_path(path):
        raise ValueError(f"not a management path: {path!r}")
    return LEVELS[len(path) // WIDTH - 1]


def is_path(text: str) -> bool:
    """Whether the text is a management path: digits, whole levels, the province's number below 100."""
    return (
        text.isascii()
        and text.isdigit()
        and text.startswith("0")
        and len(text) % WIDTH == 0
        and len(text) <= WIDTH * len(LEVELS)
    )


def child(parent: str, at_level: str, number: int) -> str:
    """The path of the numbered area of a level below ``parent``; levels left out are written 000."""
    if not 1 <= number <= MOST_CHILDREN:
        raise ValueError(f"an area has 1 to {MOST_CHILDREN} areas below it, not number {number}")
    skipped = LEVELS.index(at_level) - len(parent) // WIDTH
    if skipped < 0:
        raise ValueError(f"a {at_level} cannot stand below {parent!r}")
    return parent + SKIPPED * skipped + f"{number:0{WIDTH}d}"


def parent(path: str) -> str:
    """The path above, levels left out passed over; empty above a province."""
    above = path[:-WIDTH]
    while above.endswith(SKIPPED):
        above = above[:-WIDTH]
    return above


def ancestors(path: str) -> list[str]:
    """The paths above, from the province down, without the path itself."""
    found: list[str] = []
    while path := parent(path):
        found.append(path)
    return found[::-1]


def bounds(path: str) -> tuple[str, str]:
    """The half-open range (low, high) that holds the path and everything below it."""
    return path, path + AFTER_DIGITS


def holds(path: str, other: str) -> bool:
    """Whether ``other`` is the area ``path`` or lies below it. The empty path holds nothing."""
    return bool(path) and other.startswith(path)


def cut(path: str, at_level: str) -> str:
    """The area of the given level that a path lies in; the path itself if it stands higher."""
    return path[: WIDTH * (LEVELS.index(at_level) + 1)]
