"""Gives new areas their paths: the next number below their parent, never one that was used before."""

from collections.abc import Mapping

from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.places.choices import TREE_FULL


class Numbering:
    """Numbers used so far, by the leading part of the path they stand below."""

    def __init__(self, highest: Mapping[str, int]) -> None:
        self._highest = dict(highest)

    def next(self, parent: str, level: str) -> str:
        """The path of a new area of a level below ``parent`` (empty for a province). Raises Refused tree_full."""
        prefix = paths.child(parent, level, 1)[: -paths.WIDTH]
        number = self._highest.get(prefix, 0) + 1
        if number > paths.MOST_CHILDREN:
            raise Refused("tree_full", TREE_FULL, parent=prefix)
        self._highest[prefix] = number
        return paths.child(parent, level, number)
