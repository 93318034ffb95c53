"""Point-to-point transfers by API: ask, approve, send, pick up, hand over, fail, close; or write down afterwards."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.arrivals import reads, writes
from shouwang.arrivals.choices import Place, WhatNext
from shouwang.arrivals.writes import transfers as use
from shouwang.ledger.schemas import Answer, answer
from shouwang.lib import clocks, paths
from shouwang.places import reads as places
from shouwang.policy.reads import cutoff_for

router = Router(tags=["transfers"])
MOST_ROWS = 500


class TransferIn(Schema):
    """Fetch one person; rows of one ``group`` go in one vehicle."""

    arrival: UUID | None = None
    id_number: str = ""
    area: str = Field("", description="path or official code; only where nobody is named")
    organiser: str = Field("", description="unit by code or name; the unit of the post, if left out")
    group: str = Field("", description="rows with the same words go in one vehicle", max_length=40)
    from_kind: Place | None = None
    from_words: str = Field("", max_length=120)
    to_kind: Place = Place.SITE
    to_site: str = Field("", max_length=40)
    to_words: str = Field("", max_length=120)
    pick_up_at: datetime | None = Field(None, description="planned")
    hand_over_at: datetime | None = Field(None, description="planned")
    note: str = Field("", max_length=200)
    happened_at: datetime | None = Field(None, description="when it was asked; now, if left out")


class CrewIn(Schema):
    """Vehicle and people in front."""

    vehicle: str = Field("", max_length=60)
    plate: str = Field("", max_length=20)
    driver: str = Field("", max_length=60)
    escort: str = Field("", max_length=60)
    protection: str = Field("", max_length=20)


class DoneIn(TransferIn, CrewIn):
    """A transfer that was made already; ``happened_at`` is the moment of the hand-over."""

    picked_up_at: datetime | None = None
    given_by: str = Field("", max_length=120)
    taken_by: str = Field("", max_length=120)
    temperature_c: Decimal | None = None
    vehicle_disinfected: bool = False


class ApprovalIn(Schema):
    """The transfer may take place."""

    transfer: UUID
    at: datetime | None = None


class DispatchIn(CrewIn):
    """A vehicle leaves."""

    transfer: UUID
    pick_up_at: datetime | None = None
    hand_over_at: datetime | None = None
    at: datetime | None = None


class MeasuredIn(Schema):
    """A temperature at a hand-over."""

    person: UUID
    temperature_c: Decimal


class PickUpIn(Schema):
    """The persons got in, or were not there."""

    transfer: UUID
    at: datetime | None = None
    place: str = Field("", max_length=120)
    given_by: str = Field("", max_length=120)
    taken_by: str = Field("", max_length=120)
    temperatures: list[MeasuredIn] = []
    absent: list[UUID] = []
    absent_why: str = Field("", max_length=200)


class HandOverIn(Schema):
    """Handed over at the destination, or with ``onward`` to the next vehicle."""

    transfer: UUID
    at: datetime | None = None
    place: str = Field("", max_length=120)
    given_by: str = Field("", max_length=120)
    taken_by: str = Field("", max_length=120)
    temperatures: list[MeasuredIn] = []
    onward: CrewIn | None = None


class FailureIn(Schema):
    """A drive failed, or a request is given up."""

    transfer: UUID
    reason: str
    what_next: WhatNext
    at: datetime | None = None


class ClosingIn(Schema):
    """The vehicle was disinfected."""

    transfer: UUID
    disinfected_by: str = Field("", max_length=60)
    at: datetime | None = None


class WaiverIn(Schema):
    """No transfer will be made, and why; or why that was a mistake."""

    arrival: UUID
    reason: str


class UndoneIn(Schema):
    """A request that was a mistake, and why that is known."""

    transfer: UUID
    reason: str


class LegOut(Schema):
    """One drive."""

    number: int
    vehicle: str
    plate: str
    driver: str
    escort: str
    protection: str
    sent_at: datetime
    out_at: datetime | None
    in_at: datetime | None
    failed_at: datetime | None
    failed_why: str
    what_next: str


class TransferOut(Schema):
    """One transfer as a list has it."""

    id: UUID
    state: str
    since: datetime
    organiser: str
    area: str
    from_kind: str
    from_words: str
    to_kind: str
    to_site: str
    to_words: str
    pick_up_at: datetime | None
    hand_over_at: datetime | None
    disinfected_at: datetime | None
    failed_why: str
    flags: list[str]


class TransferPersonOut(Schema):
    """One person of a transfer."""

    person: UUID
    arrival: UUID | None
    name: str
    place: str
    state: str
    missed_why: str


class TransferFileOut(TransferOut):
    """One transfer with its legs and persons."""

    legs: list[LegOut]
    persons: list[TransferPersonOut]


class TransferList(Schema):
    """A part of a list; ``next`` is the page after it."""

    transfers: list[TransferOut]
    next: int | None = None


class WhichTransfers(Schema):
    """Which transfers; ``open`` one of approve, dispatch, under_way, disinfect."""

    state: str = ""
    area: str = ""
    open: str = ""
    flagged: bool = False
    page: int = 1


class SummaryOut(Schema):
    """Transfers at the end of a statistics day: demanded and not done, of those asked for, and done that day."""

    waiting: int
    requested: int
    done: int


@router.post("/transfers", response=Answer)
def request_transfers(request: HttpRequest, rows: list[TransferIn]) -> dict[str, Any]:
    """Ask for transfers. What a village or a relative organises is refused and recorded as a violation."""
    return answer(use.request_transfers([_asked(row) for row in rows], by=actor_of(request)))


@router.post("/transfers/done", response=Answer)
def record_done(request: HttpRequest, rows: list[DoneIn]) -> dict[str, Any]:
    """Write down transfers that were made already."""
    return answer(use.record_done_transfers([_done(row) for row in rows], by=actor_of(request)))


@router.get("/transfers", response=TransferList)
def listed(request: HttpRequest, which: Query[WhichTransfers]) -> dict[str, Any]:
    """Transfers of the post's area, the newest first, 500 a page."""
    actor = actor_of(request)
    actor.check(Permission.VIEW_ARRIVALS)
    filters = reads.TransferFilters(**{**which.dict(exclude={"page"}), "area": _own_area(which.area, actor)})
    first = (max(which.page, 1) - 1) * MOST_ROWS
    found = list(reads.find_transfers(filters, by=actor).order_by("-created_at", "-pk")[first : first + MOST_ROWS + 1])
    more = len(found) > MOST_ROWS
    return {"transfers": [_out(one) for one in found[:MOST_ROWS]], "next": max(which.page, 1) + 1 if more else None}


@router.get("/transfers/summary", response=SummaryOut)
def summary(request: HttpRequest, date: date | None = None) -> reads.Summary:
    """How transfers stand at the end of a statistics day; today, if none is named."""
    actor = actor_of(request)
    actor.check(Permission.VIEW_ARRIVALS)
    day = date or clocks.today()
    _start, end = clocks.stat_bounds(day, cutoff_for(actor.area, day)[0])
    return reads.summary(day, end, by=actor)


@router.post("/transfers/approvals", response=Answer)
def approve(request: HttpRequest, rows: list[ApprovalIn]) -> dict[str, Any]:
    """Approve requests."""
    return answer(use.approve_transfers([use.Approval(row.transfer, row.at) for row in rows], by=actor_of(request)))


@router.post("/transfers/dispatches", response=Answer)
def dispatch(request: HttpRequest, rows: list[DispatchIn]) -> dict[str, Any]:
    """Send vehicles."""
    batch = [
        use.Dispatch(
            transfer_id=row.transfer,
            crew=_crew(row),
            pick_up_at=row.pick_up_at,
            hand_over_at=row.hand_over_at,
            at=row.at,
        )
        for row in rows
    ]
    return answer(use.dispatch_transfers(batch, by=actor_of(request)))


@router.post("/transfers/pick-ups", response=Answer)
def pick_up(request: HttpRequest, rows: list[PickUpIn]) -> dict[str, Any]:
    """Write down pick-ups."""
    batch = [
        use.PickUp(
            transfer_id=row.transfer, at=row.at, place=row.place, given_by=row.given_by, taken_by=row.taken_by,
            temperatures=_measured(row.temperatures), absent=frozenset(row.absent), absent_why=row.absent_why,
        )
        for row in rows
    ]  # fmt: skip
    return answer(use.record_pick_ups(batch, by=actor_of(request)))


@router.post("/transfers/hand-overs", response=Answer)
def hand_over(request: HttpRequest, rows: list[HandOverIn]) -> dict[str, Any]:
    """Write down hand-overs."""
    batch = [
        use.Given(
            transfer_id=row.transfer, at=row.at, place=row.place, given_by=row.given_by, taken_by=row.taken_by,
            temperatures=_measured(row.temperatures), onward=_crew(row.onward) if row.onward else None,
        )
        for row in rows
    ]  # fmt: skip
    return answer(use.record_hand_overs(batch, by=actor_of(request)))


@router.post("/transfers/failures", response=Answer)
def fail(request: HttpRequest, rows: list[FailureIn]) -> dict[str, Any]:
    """Write down drives that failed, and what is done next."""
    batch = [use.FailedLeg(row.transfer, row.reason, row.what_next, row.at) for row in rows]
    return answer(use.fail_legs(batch, by=actor_of(request)))


@router.post("/transfers/closings", response=Answer)
def close(request: HttpRequest, rows: list[ClosingIn]) -> dict[str, Any]:
    """Vehicles were disinfected."""
    batch = [use.Closing(row.transfer, row.disinfected_by, row.at) for row in rows]
    return answer(use.close_transfers(batch, by=actor_of(request)))


@router.post("/transfers/waivers", response=Answer)
def waive(request: HttpRequest, rows: list[WaiverIn]) -> dict[str, Any]:
    """No transfer will be made for these returns."""
    return answer(use.waive_transfers([use.Waiver(row.arrival, row.reason) for row in rows], by=actor_of(request)))


@router.post("/transfers/waiver-undos", response=Answer)
def undo_waivers(request: HttpRequest, rows: list[WaiverIn]) -> dict[str, Any]:
    """Take back within a day that no transfer will be made. Refused ``nothing_to_undo``, ``undo_too_late``."""
    return answer(use.undo_waivers([use.Waiver(row.arrival, row.reason) for row in rows], by=actor_of(request)))


@router.post("/transfers/undos", response=Answer)
def undo_requests(request: HttpRequest, rows: list[UndoneIn]) -> dict[str, Any]:
    """Take requests back within a day, while no vehicle was sent. Refused ``transfer_state``, ``undo_too_late``."""
    return answer(use.undo_requests([use.Undone(row.transfer, row.reason) for row in rows], by=actor_of(request)))


@router.get("/transfers/{uuid:transfer_id}", response=TransferFileOut)
def one(request: HttpRequest, transfer_id: UUID) -> dict[str, Any]:
    """One transfer with its legs and persons; that it was looked at is logged."""
    actor = actor_of(request)
    found = writes.open_transfer(transfer_id, by=actor)
    persons = [
        {
            "person": one.passenger.person_id, "arrival": one.passenger.arrival, "name": one.name_for(actor),
            "place": one.place, "state": one.passenger.state, "missed_why": one.passenger.missed_why,
        }
        for one in found.persons
    ]  # fmt: skip
    return _out(found.transfer) | {"legs": found.legs, "persons": persons}


def _out(transfer: Any) -> dict[str, Any]:
    return {name: getattr(transfer, name) for name in TransferOut.model_fields}


def _asked(row: TransferIn) -> use.TransferRequest:
    said = {name: getattr(row, name) for name in TransferIn.model_fields if name not in ("arrival", "from_kind")}
    return use.TransferRequest(arrival_id=row.arrival, from_kind=row.from_kind or "", **said)


def _done(row: DoneIn) -> use.DoneTransfer:
    return use.DoneTransfer(
        asked=_asked(row), crew=_crew(row), picked_up_at=row.picked_up_at, handed_over_at=row.happened_at,
        given_by=row.given_by, taken_by=row.taken_by, temperature_c=row.temperature_c,
        vehicle_disinfected=row.vehicle_disinfected,
    )  # fmt: skip


def _crew(row: CrewIn) -> use.Crew:
    return use.Crew(**{name: getattr(row, name) for name in CrewIn.model_fields})


def _measured(rows: Sequence[MeasuredIn]) -> dict[UUID, Decimal]:
    return {row.person: row.temperature_c for row in rows}


def _own_area(asked: str, actor: Actor) -> str:
    path = places.path_of(asked) if asked else actor.area
    if not path or not paths.holds(actor.area, path):
        raise Http404
    return path
