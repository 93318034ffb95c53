"""The board of an isolation site's rooms: floor by floor, what each state looks like, and what somebody has to see to."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.quarantine.choices import RoomState
from shouwang.quarantine.reads import RoomCard
from shouwang.quarantine.rules.sites import floor_of

ROOM_TONES = {
    RoomState.FREE: "good", RoomState.RESERVED: "warn", RoomState.OCCUPIED: "info", RoomState.TO_DISINFECT: "alert",
    RoomState.CLOSED: "neutral", RoomState.STAFF: "neutral",
}  # fmt: skip
ROOM_ICONS = {
    RoomState.FREE: "bed", RoomState.RESERVED: "clock", RoomState.OCCUPIED: "user", RoomState.TO_DISINFECT: "refresh",
    RoomState.CLOSED: "lock", RoomState.STAFF: "users",
}  # fmt: skip
QUIET = (RoomState.FREE, RoomState.CLOSED, RoomState.STAFF)  # nobody is in such a room, and nobody is awaited

Mark = tuple[Any, str, str, int]  # word, tone, icon, number


@dataclass(frozen=True)
class Floor:
    """The rooms of one floor. ``open``: somebody is in one of them, or something has to be done there."""

    title: Any
    tiles: Sequence[tuple[RoomCard, str, str]]  # room, tone, icon
    marks: Sequence[Mark]
    open: bool


def floors(rooms: Sequence[RoomCard]) -> list[Floor]:
    """The rooms by building and floor, in the order of their numbers; rooms whose number says neither come last."""
    placed = sorted(((floor_of(one.room.number), one) for one in rooms), key=lambda pair: _order(*pair[0]))
    found = [(place, [one for _place, one in group]) for place, group in groupby(placed, key=lambda pair: pair[0])]
    return [_floor(*place, cards, alone=len(found) == 1) for place, cards in found]


def legend(rooms: Sequence[RoomCard]) -> list[Mark]:
    """Every state with its tone, icon and number, so that the colours need no guessing."""
    return [(one.label, ROOM_TONES[one], ROOM_ICONS[one], sum(card.state == one for card in rooms)) for one in RoomState]


def attention(rooms: Sequence[RoomCard]) -> list[tuple[RoomCard, Any, str, str]]:
    """Rooms that somebody has to see to, the most pressing first: the room, why, tone, icon."""
    alerts = [(one, _("Alert"), "alert", "bell") for one in rooms if one.alert]
    due = [(one, _("Check due"), "warn", "clock") for one in rooms if any(guest.is_due for guest in one.guests)]
    left = [(one, one.state.label, ROOM_TONES[one.state], ROOM_ICONS[one.state]) for one in rooms if one.state == RoomState.TO_DISINFECT]
    return [*alerts, *due, *left]


def _order(building: str, floor: str) -> tuple[bool, str, int]:
    return not floor, building, int(floor or 0)


def _floor(building: str, floor: str, cards: list[RoomCard], *, alone: bool) -> Floor:
    marks = [mark for mark in legend(cards) if mark[3]]
    tiles = [(one, ROOM_TONES[one.state], ROOM_ICONS[one.state]) for one in cards]
    return Floor(_title(building, floor), tiles, marks, alone or any(one.state not in QUIET for one in cards))


def _title(building: str, floor: str) -> Any:
    if not floor:
        return _("Rooms without a floor in the number")
    facts = {"building": building, "floor": floor}
    return _("Building %(building)s, floor %(floor)s") % facts if building else _("Floor %(floor)s") % facts
