"""Offices to choose from, for floors below the places feature: it stands higher, so ``project`` supplies them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Lister = Callable[[str], Sequence[tuple[str, str]]]


def _none(_area: str) -> Sequence[tuple[str, str]]:
    return ()


@dataclass
class _Source:
    within: Lister = _none


_source = _Source()


def supply(within: Lister) -> None:
    """Say which offices stand in an area: code and name, in the order to show them."""
    _source.within = within


def within(area: str) -> Sequence[tuple[str, str]]:
    """The offices that stand in an area: code and name."""
    return _source.within(area)
