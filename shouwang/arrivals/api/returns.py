"""Returns by API: the same door as pages and files. Words are understood as in a file; one verdict a row."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.arrivals import reads, writes
from shouwang.arrivals.exchange import answers, said_by
from shouwang.ledger.schemas import Answer, answer
from shouwang.lib import paths
from shouwang.places import reads as places

router = Router(tags=["arrivals"])
MOST_ROWS = 500
Word = str | int | float | None
Yes = bool | str | None


class ArrivalIn(Schema):
    """One return, with the register's columns. Days as ISO dates or as people write them; yes as true, 是 or √."""

    id: UUID | None = Field(
        None, description="given by the device that made the record; sending it again changes nothing"
    )
    happened_at: datetime | None = Field(None, description="when it was registered; now, if left out")
    area: str = Field("", description="where the person lives now: management path or official code")
    area_text: str = Field("", description="the same in words")
    full_name: str = ""
    sex: str = ""
    age: Word = None
    id_number: Word = None
    phone: Word = None
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    from_place: str = ""
    via_place: str = ""
    via_key_area: Yes = None
    left_on: Word = None
    arrived_on: Word = None
    transport: str = ""
    transport_no: str = ""
    companions: str = ""
    case_contact: Yes = None
    temperature_c: Word = None
    symptoms: list[str] | str = []
    vaccination: str = ""
    test: str = ""
    health_certificate: Yes = None
    fever_history: Yes = None
    work_need: Yes = None
    stay_in_risk_area_days: Word = None
    stay_in_risk_county_days: Word = None
    responsible: str = ""
    responsible_phone: Word = None
    grid_worker: str = ""
    recorded_by: str = ""
    declared_by: str = ""
    reported_by_unit: str = ""
    external_no: Word = None
    remark: str = ""
    announced: bool = Field(False, description="the person is not here yet; arrived_on is the day expected")
    device: str = ""


class PersonOut(Schema):
    """Whose return it is: numbers masked."""

    id: UUID
    name: str
    document: str
    phone: str


class ArrivalOut(Schema):
    """One return as it stands."""

    id: UUID
    area: str
    area_code: str
    place: str
    unit: str
    reported_by: str
    happened_at: datetime
    day: date
    person: PersonOut | None
    from_place: str
    origin: str
    left_on: date | None
    arrived_on: date
    temperature_c: float | None
    arrival_class: str
    class_title: str
    measure: str
    from_date: date | None
    to_date: date | None
    state: str
    decided_by: str
    rule: dict[str, Any]
    sentence: str
    then: list[str]
    place_open: bool
    candidates: list[str]
    unassigned: bool
    external_no: str
    observation: UUID | None
    conflict_with: UUID | None


class ArrivalList(Schema):
    """A part of a list; ``next`` is the page after it."""

    arrivals: list[ArrivalOut]
    next: int | None = None


class Which(Schema):
    """Which returns; ``area`` as path or code, ``open`` one of unclassified, unassigned, place, conflict."""

    arrival_class: str = ""
    origin: str = ""
    state: str = ""
    area: str = ""
    unit: str = ""
    day: date | None = None
    open: str = ""
    page: int = 1


class Numbers(Schema):
    """Whose returns are asked for: identity numbers, in the body so that no address holds one."""

    id_numbers: list[str] = Field(max_length=MOST_ROWS)


class Found(Schema):
    """The latest return of each person asked for, in that order; null where nobody is known here."""

    arrivals: list[ArrivalOut | None]


class ClassIn(Schema):
    """An officer's decision."""

    class_id: str
    reason: str
    happened_at: datetime | None = None


class AssignIn(Schema):
    """Give a return to a village or grid (path or code)."""

    arrival: UUID
    area: str


class SettleIn(Schema):
    """A decision on a contradicting registration: replace, another_return, dismiss."""

    arrival: UUID
    decision: str
    reason: str


class StateIn(Schema):
    """What became of a returnee: left_again, forwarded, not_found, or classified to take that back."""

    arrival: UUID
    state: str
    reason: str


class WithdrawIn(Schema):
    """A return, or a decision on it, that was a mistake, and why that is known."""

    arrival: UUID
    reason: str


@router.post("", response=Answer)
def record(request: HttpRequest, rows: list[ArrivalIn]) -> dict[str, Any]:
    """Register returns."""
    said = [said_by(row.dict()) for row in rows]
    verdicts = writes.record_arrivals([one.row for one in said if one.row is not None], by=actor_of(request))
    return answer(answers(said, verdicts))


@router.post("/judge", response=Answer)
def judge(request: HttpRequest, rows: list[ArrivalIn]) -> dict[str, Any]:
    """What registering would answer; nothing is saved."""
    said = [said_by(row.dict()) for row in rows]
    verdicts = writes.judge_arrivals([one.row for one in said if one.row is not None], by=actor_of(request))
    return answer(answers(said, verdicts))


@router.get("", response=ArrivalList)
def listed(request: HttpRequest, which: Query[Which]) -> dict[str, Any]:
    """Returns of the post's area, newest first, 500 a page."""
    actor = actor_of(request)
    actor.check(Permission.VIEW_ARRIVALS)
    filters = reads.Filters(**{**which.dict(exclude={"page"}), "area": _own_area(which.area, actor)})
    page = max(which.page, 1)
    first = (page - 1) * MOST_ROWS
    found = list(reads.arrivals(filters, by=actor).order_by(reads.NEWEST, "-pk")[first : first + MOST_ROWS + 1])
    return {"arrivals": out(found[:MOST_ROWS], actor), "next": page + 1 if len(found) > MOST_ROWS else None}


@router.post("/find", response=Found)
def find(request: HttpRequest, asked: Numbers) -> dict[str, Any]:
    """The latest returns of people by identity number."""
    actor = actor_of(request)
    actor.check(Permission.VIEW_ARRIVALS)
    found = reads.find(asked.id_numbers, by=actor)
    shown = {row["id"]: row for row in out([one for one in found if one is not None], actor)}
    return {"arrivals": [shown[one.root] if one else None for one in found]}


@router.post("/dispatch", response=Answer)
def dispatch(request: HttpRequest, rows: list[AssignIn]) -> dict[str, Any]:
    """Give returns to villages or grids; confirms uncertain places."""
    return answer(
        writes.assign_arrivals([writes.Assignment(row.arrival, row.area) for row in rows], by=actor_of(request))
    )


@router.post("/dispatch-undos", response=Answer)
def undo_dispatch(request: HttpRequest, rows: list[WithdrawIn]) -> dict[str, Any]:
    """Take back to whom returns were given: each lies where it lay before. Refused ``measure_ordered``, ``changed_since``."""
    return answer(writes.undo_assignments([writes.Undone(row.arrival, row.reason) for row in rows], by=actor_of(request)))


@router.post("/class-undos", response=Answer)
def undo_decisions(request: HttpRequest, rows: list[WithdrawIn]) -> dict[str, Any]:
    """Take officers' decisions on the class back: what the rules say counts again. Refused ``not_decided``."""
    return answer(writes.undo_decisions([writes.Undone(row.arrival, row.reason) for row in rows], by=actor_of(request)))


@router.post("/conflicts", response=Answer)
def settle(request: HttpRequest, rows: list[SettleIn]) -> dict[str, Any]:
    """Decide contradicting registrations."""
    batch = [writes.Settlement(row.arrival, row.decision, row.reason) for row in rows]
    return answer(writes.settle_conflicts(batch, by=actor_of(request)))


@router.post("/states", response=Answer)
def change_states(request: HttpRequest, rows: list[StateIn]) -> dict[str, Any]:
    """Write down what became of returnees."""
    batch = [writes.StateChange(row.arrival, row.state, row.reason) for row in rows]
    return answer(writes.change_states(batch, by=actor_of(request)))


@router.post("/withdraw", response=Answer)
def withdraw(request: HttpRequest, rows: list[WithdrawIn]) -> dict[str, Any]:
    """Take back returns that were registered by mistake."""
    batch = [writes.Withdrawal(row.arrival, row.reason) for row in rows]
    return answer(writes.withdraw_arrivals(batch, by=actor_of(request)))


@router.get("/{uuid:arrival_id}", response=ArrivalOut)
def one(request: HttpRequest, arrival_id: UUID) -> dict[str, Any]:
    """One return; that it was looked at is logged."""
    found = writes.open_arrival(arrival_id, by=actor_of(request))
    return out([found.row.arrival], actor_of(request))[0]


@router.post("/{uuid:arrival_id}/class", response=Answer)
def decide(request: HttpRequest, arrival_id: UUID, decision: ClassIn) -> dict[str, Any]:
    """Decide the class of one return by hand."""
    found = _found(request, arrival_id)
    row = writes.ClassDecision(found.root, decision.class_id, decision.reason, decision.happened_at)
    return answer(writes.decide_classes([row], by=actor_of(request)))


def _found(request: HttpRequest, arrival_id: UUID) -> Any:
    found = reads.arrival(arrival_id, by=actor_of(request))
    if found is None:
        raise Http404
    return found


def _own_area(asked: str, actor: Actor) -> str:
    path = places.path_of(asked) if asked else actor.area
    if not path or not paths.holds(actor.area, path):
        raise Http404
    return path


def out(arrivals: list[Any], actor: Actor) -> list[dict[str, Any]]:
    """Returns as they are answered, in a constant number of queries."""
    codes = places.codes_of({arrival.area for arrival in arrivals})
    return [_out(row, codes.get(row.arrival.area, ""), actor) for row in reads.rows(arrivals, by=actor)]


COPIED = (
    "area", "unit", "reported_by", "happened_at", "day", "from_place", "origin", "left_on", "arrived_on",
    "temperature_c",
    "arrival_class", "measure", "from_date", "to_date", "decided_by", "rule", "place_open", "candidates", "unassigned",
    "external_no", "conflict_with",
)  # fmt: skip


def _out(row: reads.Row, code: str, actor: Actor) -> dict[str, Any]:
    arrival, card = row.arrival, row.person
    person = card and {"id": card.id, "name": row.name_for(actor), "document": card.document, "phone": card.phone}
    return {name: getattr(arrival, name) for name in COPIED} | {
        "id": arrival.root, "area_code": code, "place": row.place, "person": person, "state": row.state,
        "class_title": reads.class_label(arrival), "sentence": reads.why(arrival), "then": arrival.rule.get("then", []),
        "observation": row.observation.observation.pk if row.observation else None,
    }  # fmt: skip
