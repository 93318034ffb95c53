"""Links, requests, objections and declarations by API: the same doors as the pages, one verdict a row."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.params.functions import Body, Query

from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.residents import reads, writes
from shouwang.residents.choices import HelpState, Outcome

router = Router(tags=["residents"])
MOST_ROWS = 200
Many = Body(..., max_length=MOST_ROWS)


class LinkIn(Schema):
    """A link for one person, or for one household."""

    person_id: UUID | None = None
    household_id: UUID | None = None


class Revocation(Schema):
    """Links to take back, and why."""

    links: list[UUID] = Field(max_length=MOST_ROWS)
    reason: str


class HelpStepIn(Schema):
    """A request taken, done, cancelled or handed back; ``answer`` is what the person is told."""

    request_id: UUID
    state: HelpState
    answer: str = ""


class ObjectionAnswerIn(Schema):
    """The answer to an objection, with reasons."""

    objection_id: UUID
    outcome: Outcome
    answer: str


class LinkOut(Schema):
    """A link as it stands; the code itself is never shown again."""

    id: UUID
    person_id: UUID | None
    household_id: UUID | None
    area: str
    state: str
    expires_at: datetime
    last_used_on: str


class HelpOut(Schema):
    """A request for help."""

    id: UUID
    person_id: UUID
    area: str
    kind: str
    words: str
    urgent: bool
    state: str
    asked_at: datetime
    due_at: datetime


class ObjectionOut(Schema):
    """An objection, answered or not."""

    id: UUID
    number: str
    kind: str
    person_id: UUID
    observation_id: UUID | None
    area: str
    words: str
    lodged_at: datetime
    due_at: datetime
    outcome: str
    answer: str


class DeclarationOut(Schema):
    """A declared return as it stands in the queue."""

    id: UUID
    person_id: UUID | None
    area: str
    state: str
    declared_at: datetime
    due_at: datetime
    unnamed: bool
    settled_at: datetime | None


class Dismissal(Schema):
    """Declarations to set aside or to take up again, and why."""

    declarations: list[UUID] = Field(max_length=MOST_ROWS)
    reason: str


class SettlementIn(Schema):
    """Who a declaration without a document is about: ``known`` with ``person_id``, ``new`` or ``cannot`` with ``reason``.

    ``compared``: whom somebody new was compared with; what the register asks about these pairs is answered with it: not the same.
    """

    declaration_id: UUID
    who: str
    person_id: UUID | None = None
    reason: str = Field("", max_length=120)
    compared: list[UUID] = Field([], max_length=20)


@router.get("/links", response=list[LinkOut])
def links(request: HttpRequest, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, Any]]:
    """The links given in the post's area, the newest first."""
    rows = list(reads.links(by=actor_of(request))[(page - 1) * MOST_ROWS : page * MOST_ROWS])
    return [
        {
            "id": row.pk, "person_id": row.link.person_id, "household_id": row.link.household_id, "area": row.link.area, "state": row.state,
            "expires_at": row.link.expires_at, "last_used_on": str(row.link.last_used_on or ""),
        }
        for row in reads.named_links(rows, by=actor_of(request))
    ]  # fmt: skip


@router.post("/links", response=Answer)
def give_links(request: HttpRequest, rows: Annotated[list[LinkIn], Many]) -> dict[str, Any]:
    """Give links. The verdict's facts hold the code, this once; an earlier link of the same person opens nothing any more."""
    return answer(writes.give_links([writes.NewLink(row.person_id, row.household_id) for row in rows], by=actor_of(request)))


@router.post("/links/revocations", response=Answer)
def revoke_links(request: HttpRequest, row: Revocation) -> dict[str, Any]:
    """Take links back; from this moment they open nothing."""
    return answer(writes.revoke_links(row.links, reason=row.reason, by=actor_of(request)))


@router.get("/help", response=list[HelpOut])
def help_requests(request: HttpRequest, closed: bool = False, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, Any]]:
    """What residents ask for, the most pressing first."""
    rows = reads.help_requests(by=actor_of(request), closed=closed)[(page - 1) * MOST_ROWS : page * MOST_ROWS]
    return [{name: getattr(row, "pk" if name == "id" else name) for name in HelpOut.model_fields} for row in rows]


@router.post("/help/steps", response=Answer)
def move_requests(request: HttpRequest, rows: Annotated[list[HelpStepIn], Many]) -> dict[str, Any]:
    """Work requests off."""
    return answer(writes.move_requests([writes.HelpStep(row.request_id, row.state, row.answer) for row in rows], by=actor_of(request)))


@router.get("/objections", response=list[ObjectionOut])
def objections(request: HttpRequest, answered: bool = False, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, Any]]:
    """Objections and requests for correction, the most pressing first."""
    rows = reads.objections(by=actor_of(request), answered=answered)[(page - 1) * MOST_ROWS : page * MOST_ROWS]
    return [{name: getattr(row, "pk" if name == "id" else name) for name in ObjectionOut.model_fields} for row in rows]


@router.post("/objections/answers", response=Answer)
def answer_objections(request: HttpRequest, rows: Annotated[list[ObjectionAnswerIn], Many]) -> dict[str, Any]:
    """Answer objections with reasons. Refused ``same_author`` for whoever ordered or changed the measure."""
    return answer(writes.answer_objections([writes.ObjectionAnswer(row.objection_id, row.outcome, row.answer) for row in rows], by=actor_of(request)))


@router.get("/declarations", response=list[DeclarationOut])
def declarations(
    request: HttpRequest, settled: bool = False, unnamed: bool | None = None, page: int = Query(1, ge=1, le=10_000)
) -> list[dict[str, Any]]:
    """Returns people declared themselves, those that wait the longest first; what they wrote is opened one by one, on the page.

    ``unnamed``: only those that name no document, so that somebody has to say who it is; or only the others.
    """
    rows = reads.declarations(by=actor_of(request), settled=settled, unnamed=unnamed)[(page - 1) * MOST_ROWS : page * MOST_ROWS]
    return [{name: getattr(row, "pk" if name == "id" else name) for name in DeclarationOut.model_fields} for row in rows]


@router.post("/declarations/dismissals", response=Answer)
def dismiss_declarations(request: HttpRequest, row: Dismissal) -> dict[str, Any]:
    """Set declarations aside, with the reason."""
    return answer(writes.dismiss_declarations(row.declarations, reason=row.reason, by=actor_of(request)))


@router.post("/declarations/dismissal-undos", response=Answer)
def undo_dismissals(request: HttpRequest, row: Dismissal) -> dict[str, Any]:
    """Take up declarations again that were set aside by mistake, with the reason. Refused ``not_dismissed``."""
    return answer(writes.undo_dismissals(row.declarations, reason=row.reason, by=actor_of(request)))


@router.post("/declarations/registrations", response=Answer)
def register_declarations(request: HttpRequest, rows: Annotated[list[UUID], Many]) -> dict[str, Any]:
    """Take declared returns into the register."""
    return answer(writes.register_declarations(rows, by=actor_of(request)))


@router.post("/declarations/settlements", response=Answer)
def settle_declarations(request: HttpRequest, rows: Annotated[list[SettlementIn], Many]) -> dict[str, Any]:
    """Say of declarations that name no document who they are about, or that nobody can say."""
    settlements = [writes.Settlement(row.declaration_id, row.who, row.person_id, row.reason, tuple(row.compared)) for row in rows]
    return answer(writes.settle_declarations(settlements, by=actor_of(request)))


@router.post("/declarations/registrations/undone", response=Answer)
def undo_registrations(request: HttpRequest, row: Dismissal) -> dict[str, Any]:
    """Take declared returns out of the register again, with the reason; until somebody has ordered the measure."""
    return answer(writes.undo_registrations(row.declarations, reason=row.reason, by=actor_of(request)))
