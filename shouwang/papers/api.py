"""Papers by API: issue, withdraw, list, print, verify. An ``area`` is a path or an official code."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.papers import reads, writes
from shouwang.papers.choices import SEE, SEEING
from shouwang.papers.views.pace import may_ask
from shouwang.places import reads as places

router = Router(tags=["papers"])


class PaperIn(Schema):
    """A paper to be issued; ``facts`` as ``rules.kinds`` names them for its kind, in its language."""

    kind: str
    area: str
    facts: dict[str, Any]
    unit: str = ""
    person_id: UUID | None = None
    about: UUID | None = None
    language: str = "zh-hans"
    valid_from: date | None = None
    valid_to: date | None = None
    issued_at: datetime | None = None


class WithdrawalIn(Schema):
    """A paper that shall not count any more, and why."""

    paper_id: UUID
    reason: str


class HoldIn(Schema):
    """A paper to be kept past its time, or no longer, and why."""

    paper_id: UUID
    reason: str


class PaperOut(Schema):
    """A paper that was issued; what stands on it is in its PDF."""

    id: UUID
    number: str
    kind: str
    language: str
    area: str
    unit: str
    person_id: UUID | None
    issued_on: date
    valid_from: date | None
    valid_to: date | None
    withdrawn_at: datetime | None
    held_at: datetime | None


class ShownIn(Schema):
    """What somebody shows: the token of the QR code, or number and check code."""

    token: str = ""
    number: str = ""
    code: str = ""


class ShownOut(Schema):
    """valid, withdrawn or not_valid; initials and dates."""

    state: str
    kind: str
    number: str
    initials: str
    issued_on: date | None
    from_day: date | None
    last_day: date | None
    withdrawn_on: date | None


def _may_see(actor: Actor, cards: Iterable[reads.PaperCard]) -> list[reads.PaperCard]:
    return [card for card in cards if actor.can(SEEING.get(card.kind, SEE))]


@router.post("", response=Answer)
def issue(request: HttpRequest, batch: list[PaperIn]) -> dict[str, Any]:
    """Issue papers; a verdict for each, its number in ``facts``."""
    known = places.paths_of({paper.area for paper in batch})
    rows = [_new(paper, known.get(paper.area) or paper.area) for paper in batch]
    return answer(writes.issue(rows, by=actor_of(request)))


def _new(paper: PaperIn, area: str) -> writes.NewPaper:
    said: dict[str, Any] = paper.dict() | {"area": area}
    return writes.NewPaper(**said)


@router.post("/withdrawn", response=Answer)
def withdraw(request: HttpRequest, batch: list[WithdrawalIn]) -> dict[str, Any]:
    """Withdraw papers; a verdict for each."""
    rows = [writes.Withdrawal(one.paper_id, one.reason) for one in batch]
    return answer(writes.withdraw(rows, by=actor_of(request)))


@router.post("/held", response=Answer)
def hold(request: HttpRequest, batch: list[HoldIn]) -> dict[str, Any]:
    """Keep papers past their time; a verdict for each."""
    return answer(writes.hold([writes.Hold(one.paper_id, one.reason) for one in batch], by=actor_of(request)))


@router.post("/lifted", response=Answer)
def lift(request: HttpRequest, batch: list[HoldIn]) -> dict[str, Any]:
    """Keep papers no longer than others; a verdict for each."""
    return answer(writes.lift([writes.Hold(one.paper_id, one.reason) for one in batch], by=actor_of(request)))


@router.post("/verify", response=ShownOut, auth=None)
def verify(request: HttpRequest, shown: ShownIn) -> reads.Shown:
    """How a paper stands; for everybody, at a pace at which a person asks (30 a minute from one address)."""
    if not may_ask(request):
        return reads.Shown("not_valid")
    return reads.standing_of(shown.token) if shown.token else reads.standing_by_code(shown.number, shown.code)


@router.get("/of/{person_id}", response=list[PaperOut])
def of_person(request: HttpRequest, person_id: UUID) -> list[reads.PaperCard]:
    """The papers of a person, the newest first."""
    found = _may_see(actor_of(request), reads.of_person(person_id, by=actor_of(request)))
    if not found:
        raise Http404
    return found


@router.get("/{paper_id}.pdf")
def pdf(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """A paper to print."""
    if not _may_see(actor_of(request), reads.papers([paper_id], by=actor_of(request))):
        raise Http404
    return HttpResponse(writes.print_out([paper_id], by=actor_of(request)), content_type="application/pdf")
