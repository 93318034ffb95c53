"""The icons the pages may use: those named in ``icons.txt``, drawn into one sprite by the desktop build."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("icons.txt")


class UnknownIcon(ValueError):
    """A page or a registration names an icon that the sprite does not hold."""


@cache
def names() -> frozenset[str]:
    """Every icon in the sprite."""
    return frozenset(LIST.read_text("ascii").split())


def check(name: str) -> str:
    """The name itself. Raises UnknownIcon, so that a misspelt icon is found by the first test that draws it."""
    if name not in names():
        raise UnknownIcon(f'no icon "{name}": add it to {LIST.name} (a Tabler outline icon) and build desktop/ again')
    return name
