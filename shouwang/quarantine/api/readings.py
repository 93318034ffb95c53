"""Checks, rounds, alerts and referrals."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router

from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.lib import clocks
from shouwang.quarantine import reads, writes
from shouwang.quarantine.api.observations import Many, seeing
from shouwang.quarantine.api.schemas import (
    MOST_ROWS,
    AlertOut,
    ConfirmedReadingIn,
    FlagsIn,
    ManyIn,
    ReadingIn,
    ReferralAnswerIn,
    ReferralIn,
    ReferralOut,
    TestResultIn,
    VisitOut,
    as_rows,
)

router = Router()


@router.post("/readings", response=Answer)
def record(request: HttpRequest, rows: Annotated[list[ReadingIn], Many]) -> dict[str, Any]:
    """Record checks. What cannot be true is kept and marked (warning ``implausible_pattern``)."""
    return answer(writes.record_readings(as_rows(writes.NewReading, rows), by=actor_of(request)))


@router.post("/readings/confirm", response=Answer)
def confirm(request: HttpRequest, rows: Annotated[list[ConfirmedReadingIn], Many]) -> dict[str, Any]:
    """Confirm self-reported checks, or say what the team measured instead."""
    return answer(writes.confirm_readings(as_rows(writes.ConfirmedReading, rows), by=actor_of(request)))


@router.get("/round", response=list[VisitOut])
def round_now(request: HttpRequest, day: date | None = None, slot: str = "") -> list[dict[str, Any]]:
    """Every check due in a slot, in the order of a walk; the present slot if none is named."""
    actor = seeing(request)
    with reads.hosting(actor):
        wanted = (day or clocks.today(), slot) if slot else reads.present_slot(by=actor, now=clocks.now())
        return [_visit(one) for one in reads.round_of(*wanted, by=actor).visits] if wanted else []


def _visit(one: reads.Visit) -> dict[str, Any]:
    return {
        "observation_id": one.observation.pk, "person_id": one.observation.person_id, "name": one.card.full_name if one.card else "",
        "address": one.card.address if one.card else "", "area": "" if one.is_guest else one.observation.area, "place": one.place, "slot_date": one.check.day,
        "slot": one.check.slot, "opens_at": one.check.opens_at, "closes_at": one.check.closes_at, "state": str(one.state),
        "last_c": one.usual.temperature_c if one.usual else None,
        "temperature_c": one.reading.temperature_c if one.reading else None, "fever_from": one.terms.fever_c,
        "reported_id": one.reported.pk if one.reported else None, "reported_c": one.reported.temperature_c if one.reported else None,
        "symptoms": list(one.terms.symptoms), "alert": one.alert,
    }  # fmt: skip


@router.post("/flags", response=Answer)
def decide_flags(request: HttpRequest, asked: FlagsIn) -> dict[str, Any]:
    """Say of marked readings whether they are to be believed."""
    return answer(writes.decide_flags(asked.ids, credible=asked.credible, reason=asked.reason, by=actor_of(request)))


@router.post("/flags/reopened", response=Answer)
def reopen_flags(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Take decisions on marked readings back within a day, with the reason. Refused ``flag_open``, ``undo_too_late``."""
    return answer(writes.reopen_flags(asked.ids, reason=asked.reason, by=actor_of(request)))


@router.get("/alerts", response=list[AlertOut])
def alerts(request: HttpRequest) -> Any:
    """The open alerts of the own area, the oldest first."""
    return reads.open_alerts(by=seeing(request))[:MOST_ROWS]


@router.post("/alerts/close", response=Answer)
def close_alerts(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Close alerts, with the reason."""
    return answer(writes.close_alerts(asked.ids, reason=asked.reason, by=actor_of(request)))


@router.post("/alerts/reopened", response=Answer)
def reopen_alerts(request: HttpRequest, asked: ManyIn) -> dict[str, Any]:
    """Open alerts again that were closed by mistake, within a day, with the reason. Refused ``alert_open``, ``alert_again``, ``undo_too_late``."""
    return answer(writes.reopen_alerts(asked.ids, reason=asked.reason, by=actor_of(request)))


@router.post("/referrals", response=Answer)
def refer(request: HttpRequest, rows: Annotated[list[ReferralIn], Many]) -> dict[str, Any]:
    """Send people to a clinic, or register them there."""
    return answer(writes.refer(as_rows(writes.NewReferral, rows), by=actor_of(request)))


@router.get("/referrals", response=list[ReferralOut])
def referrals(request: HttpRequest) -> Any:
    """The open referrals of the own area, the oldest first."""
    return reads.open_referrals(by=seeing(request))[:MOST_ROWS]


@router.post("/referral-answers", response=Answer)
def answer_referrals(request: HttpRequest, rows: Annotated[list[ReferralAnswerIn], Many]) -> dict[str, Any]:
    """Write down what the clinic says."""
    return answer(writes.answer_referrals(as_rows(writes.ReferralAnswer, rows), by=actor_of(request)))


@router.post("/test-results", response=Answer)
def test_results(request: HttpRequest, rows: Annotated[list[TestResultIn], Many]) -> dict[str, Any]:
    """Record what laboratories say of samples."""
    return answer(writes.record_test_results(as_rows(writes.NewTestResult, rows), by=actor_of(request)))
