"""People by API. An ``area`` is a path or an official code. Numbers come out masked; searches are posted."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.schemas import Answer, VerdictOut, answer
from shouwang.lib.verdicts import Verdict, refused
from shouwang.people import reads, writes
from shouwang.people.choices import Decision, SealedFact
from shouwang.people.reads.locating import Where, locate
from shouwang.people.rules.households import Home
from shouwang.people.rules.identities import Identity
from shouwang.places import reads as places

router = Router(tags=["people"])
MOST_ROWS = 1_000
LAST_PAGE = 10_000


class PersonIn(Schema):
    """Somebody, as far as it is told; ``id_number`` and ``phone`` as written."""

    full_name: str
    area: str
    id_number: str = ""
    no_document_reason: str = ""
    phone: str = ""
    sex: str = ""
    birth_date: date | None = None
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    household: UUID | None = None


class Persons(Schema):
    """A batch of persons."""

    rows: list[PersonIn]


class HouseholdIn(Schema):
    """A household, known by its code or its door. ``grid`` is the code of a grid of the area."""

    area: str
    code: str = ""
    source: str = ""
    grid: str = ""
    compound: str = ""
    building: str = ""
    unit_no: str = ""
    door: str = ""
    head_name: str = ""
    tenure: str = ""
    address: str = ""
    members: int | None = None
    aged_60_plus: int | None = None
    boosted_60_plus: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    remark: str = ""


class Households(Schema):
    """A batch of households."""

    rows: list[HouseholdIn]


class ChangesIn(Schema):
    """Facts of a person to correct; what is not sent stays as it is."""

    full_name: str = ""
    area: str = ""
    document: str = ""
    no_document_reason: str = ""
    phone: str = ""
    sex: str = ""
    birth_date: date | None = None
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    household_id: UUID | None = None
    relation_to_head: str = ""
    present: bool | None = None
    away_place: str = ""
    return_on: date | None = None
    doses: int | None = None
    last_dose_on: date | None = None
    groups: list[str] = []
    remark: str = ""


class CorrectionIn(Schema):
    """Facts to correct, and why."""

    changes: ChangesIn
    why: str


class Which(Schema):
    """Which households: of an area, with this code or estate; ``page`` from 1."""

    area: str = ""
    text: str = ""
    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(100, ge=1, le=MOST_ROWS)


class Asked(Schema):
    """Open suspicions, or decided ones."""

    decided: bool = False
    size: int = Field(100, ge=1, le=MOST_ROWS)


class SearchIn(Schema):
    """A name in either script, initials, a whole document or a whole telephone."""

    query: str
    area: str = ""
    limit: int = 50


class RevealIn(Schema):
    """Which sealed value, and why it is needed."""

    fact: SealedFact
    reason: str


class DecisionIn(Schema):
    """One person or two."""

    decision: Decision
    reason: str = ""


class HouseholdMergeIn(Schema):
    """Which household gives way to the one of the address, and why they are one."""

    gone: UUID
    reason: str


class HouseholdsApartIn(Schema):
    """Which household is not the one of the address, and why, where there is more to say."""

    other: UUID
    reason: str = Field("", max_length=200)


class HouseholdMergeOut(Schema):
    """A merge of two households; its id is what it is taken back by."""

    id: UUID
    kept: UUID = Field(validation_alias="kept_id")
    gone: UUID = Field(validation_alias="gone_id")
    reason: str
    merged_at: datetime


class ReasonIn(Schema):
    """Why."""

    reason: str


class PersonOut(Schema):
    """A person as shown: numbers masked."""

    id: UUID
    area: str
    unit: str
    full_name: str
    sex: str
    birth_date: date | None
    age: int | None
    document_kind: str
    document: str
    no_document_reason: str
    phone: str
    address: str
    registered_address: str
    employer: str
    household_id: UUID | None
    relation_to_head: str
    present: bool | None
    away_place: str
    groups: list[str]


class HouseholdOut(Schema):
    """A household, with the number of people it counts for."""

    id: UUID
    area: str
    unit: str
    source: str
    code: str
    compound: str
    building: str
    unit_no: str
    door: str
    head_name: str
    tenure: str
    address: str
    members: int | None
    listed: int
    aged_60_plus: int | None
    boosted_60_plus: int | None
    from_day: date
    to_day: date | None


class HouseholdPageOut(Schema):
    """A household with its persons."""

    household: HouseholdOut
    persons: list[PersonOut]


class SuspicionOut(Schema):
    """Two persons who may be one."""

    id: UUID
    area: str
    why: str
    decision: str
    one: PersonOut
    other: PersonOut


class RevealedOut(Schema):
    """A sealed value in full."""

    value: str


def _actor(request: HttpRequest, permission: Permission) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.check(permission)
    return actor


def _area(text: str, by: Actor) -> str:
    """The path of an area of the post; of the post's own area where none is asked for."""
    if not text:
        return by.area
    path = places.path_of(text)
    if path is None or not by.covers(path):
        raise Http404
    return path


def _placed(
    where: Sequence[Where], by: Actor, work: Callable[[list[tuple[int, str]]], Sequence[Verdict]]
) -> dict[str, Any]:
    """Verdicts on rows once their areas are known; ``work`` gets position and path of the rows whose area is."""
    found = locate(where, by=by)
    known = [(at, place.area) for at, place in enumerate(found) if place.refusal is None]
    answers = iter(work(known))
    return answer([refused(place.refusal) if place.refusal else next(answers) for place in found])


@router.post("/persons", response=Answer)
def record_persons(request: HttpRequest, batch: Persons) -> dict[str, Any]:
    """Make sure that persons are registered, once each."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    told = [row.dict(exclude={"id_number", "household", "area"}) for row in batch.rows]

    def work(known: list[tuple[int, str]]) -> list[Verdict]:
        identities = [
            Identity(**told[at], area=area, document=batch.rows[at].id_number, household_id=batch.rows[at].household)
            for at, area in known
        ]
        return [found.verdict for found in writes.identify(identities, by=by)]

    return _placed([Where(area=row.area or by.area) for row in batch.rows], by, work)


@router.post("/households", response=Answer)
def record_households(request: HttpRequest, batch: Households) -> dict[str, Any]:
    """Register households or bring them up to date."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    told = [row.dict(exclude={"grid", "area"}) for row in batch.rows]

    def work(known: list[tuple[int, str]]) -> list[Verdict]:
        return writes.record_households([Home(**told[at], area=area) for at, area in known], by=by)

    return _placed([Where(area=row.area or by.area, grid=row.grid) for row in batch.rows], by, work)


@router.post("/search", response=list[PersonOut])
def search(request: HttpRequest, asked: SearchIn) -> list[reads.PersonCard]:
    """Persons of the post's area who fit, at most 50."""
    by = _actor(request, Permission.VIEW_PEOPLE)
    return reads.search(asked.query, by=by, area=_area(asked.area, by), limit=min(max(asked.limit, 1), 50))


@router.get("/persons/{uuid:person_id}", response=PersonOut)
def get_person(request: HttpRequest, person_id: UUID) -> reads.PersonCard:
    """One person; the look is logged."""
    return writes.open_person(person_id, by=_actor(request, Permission.VIEW_PEOPLE))


@router.post("/persons/{uuid:person_id}/correct", response=VerdictOut)
def correct_person(request: HttpRequest, person_id: UUID, correction: CorrectionIn) -> Any:
    """Correct facts of a person; a document and a telephone as written."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    changes = correction.changes.dict(exclude_unset=True)
    if changes.get("area"):
        changes["area"] = _area(changes["area"], by)
    return answer([writes.correct_person(person_id, changes, why=correction.why, by=by)])["verdicts"][0]


@router.post("/persons/{uuid:person_id}/reveal", response=RevealedOut)
def reveal(request: HttpRequest, person_id: UUID, asked: RevealIn) -> dict[str, str]:
    """A sealed value in full, for a reason that is logged."""
    by = _actor(request, Permission.REVEAL)
    return {"value": writes.reveal(person_id, asked.fact, reason=asked.reason, by=by)}


@router.get("/households", response=list[HouseholdOut])
def list_households(request: HttpRequest, which: Query[Which]) -> list[Any]:
    """Households of an area in the order of their doors."""
    by = _actor(request, Permission.VIEW_PEOPLE)
    rows = reads.households(_area(which.area, by), by=by, text=which.text)
    start = (which.page - 1) * which.size
    return list(rows[start : start + which.size])


@router.get("/households/{uuid:household_id}", response=HouseholdPageOut)
def get_household(request: HttpRequest, household_id: UUID) -> reads.HouseholdPage:
    """One household with who is listed in it."""
    found = reads.household(household_id, by=_actor(request, Permission.VIEW_PEOPLE))
    if found is None:
        raise Http404
    return found


@router.get("/households/{uuid:household_id}/merges", response=list[HouseholdMergeOut])
def list_household_merges(request: HttpRequest, household_id: UUID) -> list[Any]:
    """The households that were merged into one and not taken back, the latest first."""
    found = reads.household(household_id, by=_actor(request, Permission.VIEW_PEOPLE))
    if found is None:
        raise Http404
    return list(reads.household_merges(found.household.pk))


@router.post("/households/{uuid:household_id}/merge", response=HouseholdMergeOut)
def merge_households(request: HttpRequest, household_id: UUID, asked: HouseholdMergeIn) -> Any:
    """Make one household of two: everything of ``gone`` moves to the one of the address."""
    return writes.merge_households(household_id, asked.gone, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))


@router.post("/households/{uuid:household_id}/tell-apart", response={204: None})
def tell_homes_apart(request: HttpRequest, household_id: UUID, asked: HouseholdsApartIn) -> Status[None]:
    """Remember that two households are two: nobody is asked about them again."""
    writes.tell_homes_apart(household_id, asked.other, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)


@router.post("/households/merges/{uuid:merge_id}/take-back", response={204: None})
def part_households(request: HttpRequest, merge_id: UUID, asked: ReasonIn) -> Status[None]:
    """Take a merge back; the two are two households again."""
    writes.part_households(merge_id, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)


@router.get("/suspicions", response=list[SuspicionOut])
def list_suspicions(request: HttpRequest, asked: Query[Asked]) -> list[Any]:
    """Persons who may be registered twice."""
    by = _actor(request, Permission.VIEW_PEOPLE)
    cards = [reads.side_by_side(row) for row in reads.suspicions(by=by, decided=asked.decided)[: asked.size]]
    return [
        {
            "id": card.suspicion.pk, "area": card.suspicion.area, "why": card.suspicion.why,
            "decision": card.suspicion.decision, "one": card.one, "other": card.other,
        }
        for card in cards
    ]  # fmt: skip


@router.post("/suspicions/{uuid:suspicion_id}/decide", response=PersonOut)
def decide_suspicion(request: HttpRequest, suspicion_id: UUID, decided: DecisionIn) -> Any:
    """Say whether two persons are one; answers with the one that stays."""
    by = _actor(request, Permission.EDIT_PEOPLE)
    kept = writes.decide_suspicion(suspicion_id, decided.decision, reason=decided.reason, by=by)
    return reads.person(kept.pk, by=by)


@router.post("/suspicions/{uuid:suspicion_id}/take-back", response={204: None})
def take_back(request: HttpRequest, suspicion_id: UUID, asked: ReasonIn) -> Status[None]:
    """Take a decision back; the two are two again."""
    writes.take_back(suspicion_id, reason=asked.reason, by=_actor(request, Permission.EDIT_PEOPLE))
    return Status(204, None)
