"""Which grids nobody looks after. Who works where is known on a higher floor, so ``project`` supplies it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

Without = Callable[[str], Collection[str]]


def _none(_area: str) -> Collection[str]:
    return ()


@dataclass
class _Source:
    without_worker: Without = _none


_source = _Source()


def supply(without_worker: Without) -> None:
    """Say which grids of an area (its path) have no grid worker now: their paths, in the same number of queries for any size."""
    _source.without_worker = without_worker


def grids_without_worker(area: str) -> Collection[str]:
    """The paths of the grids of an area that have no grid worker now."""
    return _source.without_worker(area)
