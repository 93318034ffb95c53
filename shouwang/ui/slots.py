"""What higher features know about the thing a page shows: the page has a slot for their links, ``project`` fills it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shouwang.ui.outlines import Tab


@dataclass(frozen=True)
class Slot:
    """A link on every page of a kind ("area", "unit"); ``url`` takes the thing's key. Permission None: for everybody."""

    page: str
    label: Any
    url: Callable[[str], str]
    permission: Any = None


_slots: list[Slot] = []


def fill(*slots: Slot) -> None:
    """Put links into slots, once at start-up; one that is there already changes nothing."""
    _slots.extend(slot for slot in slots if slot not in _slots)


def links(page: str, key: str, actor: Any) -> list[Tab]:
    """The links for one thing that an actor may follow."""
    allowed = [slot for slot in _slots if slot.page == page and (slot.permission is None or actor.can(slot.permission))]
    return [Tab(slot.label, slot.url(key)) for slot in allowed]
