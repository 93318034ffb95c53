"""Rooms of isolation sites: what a room is, how the numbers of a day must agree, how many rooms to hold ready (DOMAIN 3.7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shouwang.lib.refusals import Refused
from shouwang.quarantine import choices
from shouwang.quarantine.choices import CompanionReason, RoomState, StayGroup

GROUPS = {
    "close_contact": StayGroup.CONTACT, "contact_of_contact": StayGroup.CONTACT_OF_CONTACT, "overseas": StayGroup.OVERSEAS,
}  # fmt: skip

_NUMBERED = re.compile(r"(?P<building>.*?)[\s-]*(?P<floor>\d{1,2})\d\d")


def floor_of(number: str) -> tuple[str, str]:
    """Building and floor of a room by its number, as such numbers are made: 305 is on floor 3, A-1203 on floor 12 of building A.

    Both empty where the number says neither.
    """
    told = _NUMBERED.fullmatch(number.strip())
    return (told["building"], str(int(told["floor"]))) if told else ("", "")


def group_of(class_id: str) -> StayGroup:
    """The group of the daily sheet that a class belongs to."""
    return GROUPS.get(class_id, StayGroup.OTHER)


def room_state(*, closed: bool, staff: bool, inside: int, left: int, booked: bool) -> RoomState:
    """What a room is now. A room whose guest left is free only after disinfection; one that is in use is never called anything else."""
    if inside:
        return RoomState.OCCUPIED
    if left:
        return RoomState.TO_DISINFECT
    if closed:
        return RoomState.CLOSED
    if staff:
        return RoomState.STAFF
    return RoomState.RESERVED if booked else RoomState.FREE


def check_companion(reason: str) -> None:
    """Only a child, an old or a disabled person has somebody in the room. Raises Refused companion_reason."""
    if reason not in CompanionReason.values:
        raise Refused("companion_reason", choices.COMPANION_REASON)


@dataclass(frozen=True)
class Balance:
    """The numbers of one site's day, and whether they agree. ``numbered``: its numbered rooms by what they are."""

    stays_before: int
    stays_in: int
    stays_out: int
    stays_moved: int
    stays_now: int
    rooms_total: int
    rooms_used: int
    rooms_to_disinfect: int
    rooms_closed: int
    rooms_staff: int
    rooms_reserved: int
    numbered: Mapping[str, int]

    @property
    def rooms_free(self) -> int:
        """Rooms that somebody can move into."""
        taken = self.rooms_used + self.rooms_to_disinfect + self.rooms_closed + self.rooms_staff + self.rooms_reserved
        return self.rooms_total - taken

    @property
    def people_agree(self) -> bool:
        """Whether who was there, came and went makes up who is there."""
        return self.stays_before + self.stays_in - self.stays_out - self.stays_moved == self.stays_now

    @property
    def is_overfull(self) -> bool:
        """Whether more rooms are taken than the site has."""
        return self.rooms_free < 0

    @property
    def unnumbered(self) -> int:
        """Rooms of the site that have no number yet; negative where more are numbered than the site is said to have."""
        return self.rooms_total - sum(self.numbered.values())

    @property
    def rooms_agree(self) -> bool:
        """Whether the free rooms by number are the free rooms by count, once every room has a number."""
        return self.unnumbered != 0 or self.numbered.get(RoomState.FREE, 0) == self.rooms_free
