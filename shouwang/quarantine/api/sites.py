"""Isolation sites: rooms and who stays in them."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router

from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.quarantine import reads, writes
from shouwang.quarantine.api.observations import Many, seeing
from shouwang.quarantine.api.schemas import (
    BookingIn,
    EndedStayIn,
    ManyIn,
    RoomIn,
    SiteOut,
    SiteRequestIn,
    StayIn,
    WasteIn,
    as_rows,
)

router = Router()


@router.get("/sites", response=list[SiteOut])
def sites(request: HttpRequest) -> Any:
    """The isolation sites of the own area with their free rooms."""
    return reads.site_counts(by=seeing(request))


@router.post("/rooms", response=Answer)
def add_rooms(request: HttpRequest, rows: Annotated[list[RoomIn], Many]) -> dict[str, Any]:
    """Number the rooms of a site."""
    return answer(writes.add_rooms(as_rows(writes.NewRoom, rows), by=actor_of(request)))


@router.post("/rooms/disinfected", response=Answer)
def disinfect_rooms(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Rooms are disinfected and free again."""
    return answer(writes.disinfect_rooms(asked.ids, by=actor_of(request)))


@router.post("/rooms/closed", response=Answer)
def close_rooms(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Take rooms out of use."""
    return answer(writes.close_rooms(asked.ids, reason=asked.reason, by=actor_of(request)))


@router.post("/rooms/reopened", response=Answer)
def reopen_rooms(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Use closed rooms again."""
    return answer(writes.reopen_rooms(asked.ids, by=actor_of(request)))


@router.post("/stays", response=Answer)
def move_in(request: HttpRequest, rows: Annotated[list[StayIn], Many]) -> dict[str, Any]:
    """Give people rooms."""
    return answer(writes.move_in(as_rows(writes.NewStay, rows), by=actor_of(request)))


@router.post("/stays/ends", response=Answer)
def move_out(request: HttpRequest, rows: Annotated[list[EndedStayIn], Many]) -> dict[str, Any]:
    """People move out; a numbered room waits for disinfection."""
    return answer(writes.move_out(as_rows(writes.EndedStay, rows), by=actor_of(request)))


@router.post("/bookings", response=Answer)
def book(request: HttpRequest, rows: Annotated[list[BookingIn], Many]) -> dict[str, Any]:
    """Reserve rooms for people who are on the way."""
    return answer(writes.book_rooms(as_rows(writes.NewBooking, rows), by=actor_of(request)))


@router.post("/bookings/cancelled", response=Answer)
def cancel_bookings(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Reservations fall away, with the reason."""
    return answer(writes.cancel_bookings(asked.ids, reason=asked.reason, by=actor_of(request)))


@router.post("/site-requests", response=Answer)
def open_requests(request: HttpRequest, rows: Annotated[list[SiteRequestIn], Many]) -> dict[str, Any]:
    """Write down what people at a site ask for."""
    return answer(writes.open_requests(as_rows(writes.NewSiteRequest, rows), by=actor_of(request)))


@router.post("/site-requests/settled", response=Answer)
def settle_requests(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Requests are done; the reason says what was done."""
    return answer(writes.settle_requests(asked.ids, answer=asked.reason, by=actor_of(request)))


@router.post("/site-waste", response=Answer)
def record_waste(request: HttpRequest, rows: Annotated[list[WasteIn], Many]) -> dict[str, Any]:
    """Bins of waste that sites handed over."""
    return answer(writes.record_waste(as_rows(writes.NewWaste, rows), by=actor_of(request)))
