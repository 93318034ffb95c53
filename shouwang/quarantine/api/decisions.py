"""Decisions on measures, releases, papers."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router

from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.quarantine import reads, writes
from shouwang.quarantine.api.observations import Many, seeing, shown
from shouwang.quarantine.api.schemas import (
    MOST_ROWS,
    DecisionIn,
    DocumentIn,
    ObservationOut,
    ReleaseIn,
    UndoIn,
    as_rows,
)

router = Router()
Decisions = Annotated[list[DecisionIn], Many]


@router.post("/renewals", response=Answer)
def renew(request: HttpRequest, rows: Decisions) -> dict[str, Any]:
    """Decide, after a new assessment, that people stay at home."""
    return answer(writes.renew(as_rows(writes.Decided, rows), by=actor_of(request)))


@router.post("/moves", response=Answer)
def change_measure(request: HttpRequest, rows: Decisions) -> dict[str, Any]:
    """Put people under another measure: to a central ``site``, or back home. The observation goes on."""
    return answer(writes.change_measure(as_rows(writes.Decided, rows), by=actor_of(request)))


@router.post("/extensions", response=Answer)
def extend(request: HttpRequest, rows: Decisions) -> dict[str, Any]:
    """Set a later last day."""
    return answer(writes.extend(as_rows(writes.Decided, rows), by=actor_of(request)))


@router.post("/early-ends", response=Answer)
def end_early(request: HttpRequest, rows: Decisions) -> dict[str, Any]:
    """End measures before the last day: ``kind`` ended_early, transferred_out or left_again."""
    return answer(writes.end_early(as_rows(writes.Decided, rows), by=actor_of(request)))


@router.post("/breaches", response=Answer)
def report_breaches(request: HttpRequest, rows: Decisions) -> dict[str, Any]:
    """Write down that people left without leave."""
    return answer(writes.report_breaches(as_rows(writes.Decided, rows), by=actor_of(request)))


@router.post("/objections", response=Answer)
def record_objections(request: HttpRequest, rows: Decisions) -> dict[str, Any]:
    """Write down that people object to a measure."""
    return answer(writes.record_objections(as_rows(writes.Decided, rows), by=actor_of(request)))


@router.post("/releases", response=Answer)
def release(request: HttpRequest, rows: Annotated[list[ReleaseIn], Many]) -> dict[str, Any]:
    """Release people. Refused ``open_alert`` first, then ``release_before_due``."""
    return answer(writes.release(as_rows(writes.NewRelease, rows), by=actor_of(request)))


@router.post("/order-undos", response=Answer)
def undo_orders(request: HttpRequest, rows: Annotated[list[UndoIn], Many]) -> dict[str, Any]:
    """Take orders back within a day, while nothing stands on them. Refused ``checked_since``, ``changed_since``, ``undo_too_late``."""
    return answer(writes.undo_orders(as_rows(writes.Undo, rows), by=actor_of(request)))


@router.post("/release-undos", response=Answer)
def undo_releases(request: HttpRequest, rows: Annotated[list[UndoIn], Many]) -> dict[str, Any]:
    """Take releases back within a day; notice and certificate do not verify any more. Refused ``observed_again`` and as orders are."""
    return answer(writes.undo_releases(as_rows(writes.Undo, rows), by=actor_of(request)))


@router.post("/assessment-undos", response=Answer)
def undo_assessments(request: HttpRequest, rows: Annotated[list[UndoIn], Many]) -> dict[str, Any]:
    """Take assessments of homes back within a day. Refused ``changed_since`` once somebody has signed, and as orders are; checks do not stand in the way."""
    return answer(writes.undo_assessments(as_rows(writes.Undo, rows), by=actor_of(request)))


@router.get("/release-proposals", response=list[ObservationOut])
def release_proposals(request: HttpRequest) -> list[dict[str, Any]]:
    """Whose last day is reached, with all in order."""
    return [shown(one) for one in reads.standings(list(reads.release_proposals(by=seeing(request))[:MOST_ROWS]))]


@router.post("/documents", response=Answer)
def hand_out(request: HttpRequest, rows: Annotated[list[DocumentIn], Many]) -> dict[str, Any]:
    """Write down papers handed out."""
    return answer(writes.hand_out(as_rows(writes.NewDocument, rows), by=actor_of(request)))
