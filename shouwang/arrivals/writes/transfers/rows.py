"""What is handed in about transfers, typed, from whatever way in. Times are aware; none means now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from shouwang.arrivals.choices import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRequest:
    """Fetch one person. Rows of one ``group`` go in one vehicle; without a group everybody has a transfer of their own.

    The person is named by the return or by the identity number. ``organiser`` is a unit (code or name), or words such
    as ``village_committee`` or ``relative``; left out, it is the unit of the post.
    """

    arrival_id: UUID | None = None
    id_number: str = ""
    area: str = ""  # path or code; only where nobody is named
    organiser: str = ""
    group: str = ""
    from_kind: str = ""
    from_words: str = ""
    to_kind: str = Place.SITE
    to_site: str = ""
    to_words: str = ""
    pick_up_at: datetime | None = None
    hand_over_at: datetime | None = None
    note: str = ""
    happened_at: datetime | None = None

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "TransferRequest(…)"


@dataclass(frozen=True, slots=True)
class Approval:
    """The transfer may take place."""

    transfer_id: UUID
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who drives what."""

    vehicle: str = ""
    plate: str = ""
    driver: str = ""
    escort: str = ""
    protection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A vehicle leaves to fetch the persons of a transfer."""

    transfer_id: UUID
    crew: Crew
    pick_up_at: datetime | None = None  # planned; as it was, if left out
    hand_over_at: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUp:
    """The persons got in. Who was not there is named in ``absent``, with the reason."""

    transfer_id: UUID
    at: datetime | None = None
    place: str = ""
    given_by: str = ""
    taken_by: str = ""
    temperatures: Mapping[UUID, Decimal] = field(default_factory=dict)  # by person
    absent: frozenset[UUID] = frozenset()
    absent_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The persons were handed over: at the destination, or (with ``onward``) to the next vehicle."""

    transfer_id: UUID
    at: datetime | None = None
    place: str = ""
    given_by: str = ""
    taken_by: str = ""
    temperatures: Mapping[UUID, Decimal] = field(default_factory=dict)
    onward: Crew | None = None


@dataclass(frozen=True, slots=True)
class FailedLeg:
    """A drive failed (or a request is given up): why, and what is done next."""

    transfer_id: UUID
    reason: str
    what_next: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The vehicle was disinfected: nothing is left to do."""

    transfer_id: UUID
    disinfected_by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """The class demands a transfer, but none will be made: an officer says why."""

    arrival_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneTransfer:
    """A transfer written down after it was made."""

    asked: TransferRequest
    crew: Crew = field(default_factory=Crew)
    picked_up_at: datetime | None = None  # the moment of the hand-over, if left out
    handed_over_at: datetime | None = None  # now, if left out
    given_by: str = ""
    taken_by: str = ""
    temperature_c: Decimal | None = None
    vehicle_disinfected: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """A request that was a mistake, and why that is known."""

    transfer_id: UUID
    reason: str
