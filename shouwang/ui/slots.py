"""What higher features know about the thing a page shows: the page has slots for their links and parts, ``project`` fills them.

A *link* (``Slot``) becomes a tab. A *fragment* is a piece of page that the page loads by itself with htmx: the address behind
it answers with a ``<section class="card">``, asks for its own permission (``@door``) and is 404 outside the reader's area.
"""

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


@dataclass(frozen=True)
class Fragment:
    """A part of every page of a kind ("person", "household", "area"), loaded from ``url``; small ``order`` stands first."""

    page: str
    label: Any
    url: Callable[[str], str]
    permission: Any = None
    order: int = 50


@dataclass(frozen=True)
class Part:
    """One fragment of one page, for one reader: what it is called while it loads, and where from."""

    label: Any
    url: str


_slots: list[Slot] = []
_fragments: list[Fragment] = []


def fill(*slots: Slot | Fragment) -> None:
    """Put links and fragments into slots, once at start-up; one that is there already changes nothing."""
    for slot in slots:
        kept: list[Any] = _fragments if isinstance(slot, Fragment) else _slots
        if slot not in kept:
            kept.append(slot)


def links(page: str, key: str, actor: Any) -> list[Tab]:
    """The links for one thing that an actor may follow."""
    return [Tab(slot.label, slot.url(key)) for slot in _slots if slot.page == page and _allowed(slot, actor)]


def parts(page: str, key: Any, actor: Any) -> list[Part]:
    """The fragments of one thing's page that an actor may see, in order."""
    found = [one for one in _fragments if one.page == page and _allowed(one, actor)]
    return [Part(one.label, one.url(str(key))) for one in sorted(found, key=lambda one: one.order)]


def _allowed(slot: Slot | Fragment, actor: Any) -> bool:
    return slot.permission is None or actor.can(slot.permission)
