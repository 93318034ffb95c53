"""Orders, assessments, and how observations stand."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.params.functions import Body

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.quarantine import reads, writes
from shouwang.quarantine.api.schemas import (
    MOST_ROWS,
    AssessmentIn,
    FindIn,
    FoundOut,
    ObservationOut,
    OrderIn,
    SignIn,
    as_rows,
)

router = Router()
Many = Body(..., max_length=MOST_ROWS)


def seeing(request: HttpRequest) -> Actor:
    """Who asks, if the post may see people under observation. Raises Refused not_permitted."""
    actor_of(request).check(Permission.VIEW_OBSERVATION)
    return actor_of(request)


@router.post("/observations", response=Answer)
def start(request: HttpRequest, rows: Annotated[list[OrderIn], Many]) -> dict[str, Any]:
    """Start measures. A proposal of the same person is started, not doubled; ``missing_roles`` says what the team lacks."""
    return answer(writes.start(as_rows(writes.NewOrder, rows), by=actor_of(request)))


@router.post("/observations/find", response=FoundOut)
def find(request: HttpRequest, asked: FindIn) -> dict[str, Any]:
    """How the latest observations of people stand, now or at a moment. The numbers travel in the body, never in an address."""
    found = reads.find(asked.id_numbers, by=seeing(request), at=asked.at)
    return {"observations": [shown(one) if one else None for one in found]}


@router.get("/observations", response=list[ObservationOut])
def listed(request: HttpRequest, state: str = "", measure: str = "", after: UUID | None = None) -> list[dict[str, Any]]:
    """The observations of the own area, at most 1,000 at a time in the order they were made; ``after`` the last id."""
    rows = reads.observations(by=seeing(request)).order_by("pk")
    for name, value in (("state", state), ("measure", measure), ("pk__gt", after)):
        rows = rows.filter(**{name: value}) if value else rows
    return [shown(one) for one in reads.standings(list(rows[:MOST_ROWS]))]


@router.get("/observations/{uuid:key}", response=ObservationOut)
def one(request: HttpRequest, key: UUID, at: datetime | None = None) -> dict[str, Any]:
    """One observation of the own area, now or at a moment."""
    found = reads.observation(key, by=seeing(request))
    if found is None:
        raise Http404
    return shown(reads.standings([found], at)[0])


def shown(one: reads.Standing) -> dict[str, Any]:
    """A standing as the API says it."""
    row = one.observation
    same = (
        "person_id", "area", "unit", "class_id", "basis", "legal_basis", "sentence", "rule", "from_date", "due_on", "last_exposure_on",
        "started_at", "ended_at", "end_kind", "site", "objection_to",
    )  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "id": row.pk, "state": one.state, "shown_state": one.shown, "measure": one.measure,
        "measure_due_on": one.measure_due_on, "team": row.team_template,
        "missing_roles": list(one.missing_roles), "team_incomplete": bool(one.missing_roles), "open_alert": bool(one.alerts),
        "alerts": list(one.alerts), "breached": "breached" in one.flags, "flags": one.flags,
    }  # fmt: skip


@router.post("/assessments", response=Answer)
def assess(request: HttpRequest, rows: Annotated[list[AssessmentIn], Many]) -> dict[str, Any]:
    """Record first assessments of homes."""
    return answer(writes.assess(as_rows(writes.NewAssessment, rows), by=actor_of(request)))


@router.post("/reassessments", response=Answer)
def reassess(request: HttpRequest, rows: Annotated[list[AssessmentIn], Many]) -> dict[str, Any]:
    """Record homes assessed again."""
    return answer(writes.reassess(as_rows(writes.NewAssessment, rows), by=actor_of(request)))


@router.post("/assessments/signatures", response=Answer)
def sign(request: HttpRequest, asked: SignIn) -> dict[str, Any]:
    """Sign assessments."""
    return answer(writes.sign_assessments(asked.ids, part=asked.part, by=actor_of(request)))
