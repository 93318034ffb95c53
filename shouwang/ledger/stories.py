"""One person's story in time: every feature tells its part, the person's page tells them as one.

A feature's teller takes the person's id and who reads, and answers ``Told`` in a constant number of queries: dated entries
(``ui.outlines.Event`` with ``kind`` one of ``About``) and curves. ``project/stories.py`` registers the tellers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.choices import About
from shouwang.ui.charts import Chart
from shouwang.ui.outlines import Event

MOST_ENTRIES = 1000  # on one page; a person's file is longer only by mistake


@dataclass(frozen=True)
class Told:
    """What one feature tells of a person."""

    events: Sequence[Event] = ()
    charts: Sequence[Chart] = ()


@dataclass(frozen=True)
class Teller:
    """A feature's part of the story; told to whoever has the permission."""

    name: str
    tell: Callable[[UUID, Actor], Told]
    permission: Permission


@dataclass(frozen=True)
class Story:
    """A person's story as a page shows it: entries in order, curves, and what it can be narrowed to with how many entries each."""

    events: Sequence[Event]
    charts: Sequence[Chart]
    kinds: Sequence[tuple[About, int]] = field(default_factory=tuple)
    total: int = 0


_tellers: dict[str, Teller] = {}


def register(*tellers: Teller) -> None:
    """Add parts to everybody's story, once at start-up; one of the same name takes the other's place."""
    _tellers.update({teller.name: teller for teller in tellers})


def story_of(person_id: UUID, *, by: Actor, about: str = "", oldest_first: bool = False) -> Story:
    """The whole story, or what is about one kind of thing, as far as the post may see it; who looked is told only when asked for."""
    told = [teller.tell(person_id, by) for teller in _tellers.values() if by.can(teller.permission)]
    events = [event for part in told for event in part.events]
    shown = [event for event in events if event.kind == about or (not about and event.kind != About.LOOK)]
    in_order = sorted(shown, key=lambda event: event.at, reverse=not oldest_first)
    return Story(in_order[:MOST_ENTRIES], [chart for part in told for chart in part.charts], tuple(_counted(events)), sum(event.kind != About.LOOK for event in events))


def _counted(events: Iterable[Event]) -> Iterable[tuple[About, int]]:
    found: dict[Any, int] = {}
    for event in events:
        found[event.kind] = found.get(event.kind, 0) + 1
    return [(kind, found[kind]) for kind in About if kind in found]
