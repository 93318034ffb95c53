"""Staff and teams by API. An ``area`` is a path or an official code. Numbers come out masked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of
from shouwang.duty import reads, writes
from shouwang.duty.choices import Afterwards
from shouwang.ledger.schemas import Answer, answer
from shouwang.lib import clocks
from shouwang.places import reads as places

router = Router(tags=["duty"])
MOST_ROWS = 1_000


class StaffIn(Schema):
    """Somebody on duty from a moment on."""

    code: str
    full_name: str
    role: str
    area: str
    sex: str = ""
    id_number: str = ""
    phone: str = ""
    unit: str = ""
    site: str = ""
    grid: str = ""
    shift: str = ""
    part_time: bool = False
    at: datetime | None = None


class ChangeIn(Schema):
    """What becomes of somebody on duty: ended, on_leave, returned_from_leave; ``substitute`` stands in."""

    staff: str
    change: str
    at: datetime | None = None
    substitute: str = ""


class MemberIn(Schema):
    """Who fills a role: by code of the staff list, or by name and phone."""

    name: str = ""
    phone: str = ""
    staff_code: str = ""


class TeamIn(Schema):
    """The team of one observation: a template's roles, and who fills them."""

    observed_id: UUID
    area: str
    template_id: str
    roles: list[str]
    members: dict[str, MemberIn] = {}
    from_at: datetime | None = None


class HandOverIn(Schema):
    """A role of a team goes to somebody else, or to nobody when the member is empty."""

    observed_id: UUID
    role: str
    member: MemberIn = MemberIn()
    at: datetime | None = None
    note: str = ""


class SubstituteIn(Schema):
    """Who stands in for the worker of a grid; no ``staff``: nobody any more."""

    grid: str
    staff: str = ""
    at: datetime | None = None


class GridChangeIn(Schema):
    """A grid goes to somebody; ``afterwards`` says what the one before does then: stays, or one of ``Afterwards``."""

    grid: str
    staff: str
    at: datetime | None = None
    afterwards: str = Afterwards.STAYS
    note: str = ""


class HandOverUndoIn(Schema):
    """A hand-over of a grid that was a mistake."""

    hand_over: UUID


class StaffOut(Schema):
    """Somebody on duty; numbers masked."""

    id: UUID
    code: str
    full_name: str
    sex: str
    document: str
    phone: str
    role: str
    area: str
    unit: str
    site: str
    grid: str
    shift: str
    part_time: bool
    from_at: datetime | None
    to_at: datetime | None
    state: str


class GridOut(Schema):
    """A grid with who looks after it and who stands in; numbers masked."""

    path: str
    name: str
    households: int
    worker: StaffOut | None
    substitute: StaffOut | None


class MemberOut(Schema):
    """Who fills a role; the phone masked."""

    role: str
    name: str
    phone: str
    staff_code: str
    from_at: datetime
    on_leave: bool
    substitute: str


class TeamOut(Schema):
    """A team with the roles nobody fills."""

    id: UUID
    observed_id: UUID
    area: str
    unit: str
    template_id: str
    roles: list[str]
    members: dict[str, MemberOut]
    missing: list[str]
    from_at: datetime
    to_at: datetime | None


class Which(Schema):
    """Whom to list: in an area (the own one if none is named), of a role, of a unit, after a code."""

    within: str = ""
    role: str = ""
    unit: str = ""
    after: str = ""


def _actor(request: HttpRequest, permission: Permission = Permission.VIEW_STAFF) -> Actor:
    actor = actor_of(request)
    actor.check(permission)
    return actor


def _own(actor: Actor, area: str) -> str:
    path = places.path_of(area) if area else actor.area
    if not path or not actor.covers(path):
        raise Http404
    return path


def _paths(texts: Iterable[str]) -> dict[str, str]:
    """Paths for what was sent; what stands for no area is left as it is, for the write to refuse."""
    wanted = set(texts)
    return {text: text for text in wanted} | places.paths_of(wanted)


def _sent(row: Schema, **found: Any) -> dict[str, Any]:
    """What was sent, with what was found for it; moments without a zone are county time."""
    given = row.dict() | found
    return {name: clocks.local(value) if isinstance(value, datetime) else value for name, value in given.items()}


@router.post("/staff", response=Answer)
def record_staff(request: HttpRequest, rows: list[StaffIn]) -> dict[str, Any]:
    """Put people on duty."""
    actor, paths = _actor(request, Permission.MANAGE_STAFF), _paths(row.area for row in rows)
    batch = [writes.NewStaff(**_sent(row, area=paths[row.area])) for row in rows]
    return answer(writes.record_staff(batch, by=actor))


@router.get("/staff", response=list[StaffOut])
def staff(request: HttpRequest, which: Query[Which]) -> list[reads.StaffCard]:
    """Who is on duty, at most 1,000 at a time in the order of their codes."""
    area = _own(_actor(request), which.within)
    found = reads.staff_list(area, role=which.role, unit=which.unit)
    rows = found.filter(staff__code__gt=which.after).order_by("staff__code")[:MOST_ROWS]
    return [reads.card(duty) for duty in rows]


@router.get("/staff/{code}", response=StaffOut)
def one(request: HttpRequest, code: str) -> reads.StaffCard:
    """Somebody on duty by code."""
    _actor(request)
    found = reads.code_holders([code]).get(code)
    card = reads.staff_card(found) if found else None
    if card is None:
        raise Http404
    return card


@router.post("/staff-changes", response=Answer)
def change_staff(request: HttpRequest, rows: list[ChangeIn]) -> dict[str, Any]:
    """Leave, return, end of duty."""
    actor = _actor(request, Permission.MANAGE_STAFF)
    return answer(writes.change_staff([writes.Change(**_sent(row)) for row in rows], by=actor))


def _member(given: MemberIn) -> writes.Member:
    return writes.Member(**given.dict())


@router.post("/teams", response=Answer)
def form_teams(request: HttpRequest, rows: list[TeamIn]) -> dict[str, Any]:
    """Give observations their teams; the unit is the one that answers for the area."""
    actor, paths = _actor(request), _paths(row.area for row in rows)
    units = places.managing_units(paths.values())
    batch = [
        writes.NewTeam(
            **_sent(
                row,
                area=paths[row.area],
                unit=units[paths[row.area]],
                members={role: _member(member) for role, member in row.members.items()},
            )
        )
        for row in rows
    ]
    return answer(writes.form_teams(batch, by=actor))


@router.post("/hand-overs", response=Answer)
def change_members(request: HttpRequest, rows: list[HandOverIn]) -> dict[str, Any]:
    """Hand roles of teams over."""
    batch = [writes.HandOver(**_sent(row, member=_member(row.member))) for row in rows]
    return answer(writes.change_members(batch, by=_actor(request)))


@router.get("/grids", response=list[GridOut])
def grids(request: HttpRequest, village: str) -> list[reads.GridCover]:
    """The grids of a village: how many households, who looks after each, who stands in."""
    return reads.grids_of(_own(_actor(request), village))


@router.post("/substitutes", response=Answer)
def name_substitutes(request: HttpRequest, rows: list[SubstituteIn]) -> dict[str, Any]:
    """Say who stands in for the workers of grids; an empty ``staff``: nobody any more."""
    actor, paths = _actor(request, Permission.MANAGE_STAFF), _paths(row.grid for row in rows)
    return answer(writes.name_substitutes([writes.NewSubstitute(**_sent(row, grid=paths[row.grid])) for row in rows], by=actor))


@router.post("/grid-hand-overs", response=Answer)
def hand_over_grids(request: HttpRequest, rows: list[GridChangeIn]) -> dict[str, Any]:
    """Hand grids over with everything in them. The verdict's id is the hand-over; it can be taken back for a day."""
    actor, paths = _actor(request, Permission.MANAGE_STAFF), _paths(row.grid for row in rows)
    return answer(writes.hand_over_grids([writes.GridChange(**_sent(row, grid=paths[row.grid])) for row in rows], by=actor))


@router.post("/grid-hand-over-undos", response=Answer)
def undo_hand_overs(request: HttpRequest, rows: list[HandOverUndoIn]) -> dict[str, Any]:
    """Take hand-overs of grids back: everything is as before."""
    return answer(writes.undo_hand_overs([row.hand_over for row in rows], by=_actor(request, Permission.MANAGE_STAFF)))


@router.get("/teams/{observed_id}", response=TeamOut)
def team(request: HttpRequest, observed_id: UUID) -> reads.TeamCard:
    """The team of one observation."""
    _actor(request)
    found = reads.team_of(observed_id)
    if found is None:
        raise Http404
    return found


@router.get("/teams", response=list[TeamOut])
def incomplete(request: HttpRequest, within: str = "") -> list[reads.TeamCard]:
    """The teams of an area in which some role is filled by nobody."""
    area, now = _own(_actor(request), within), clocks.now()
    lacking = reads.incomplete_teams(now).filter(reads.inside(area)).values_list("observed_id", flat=True)[:MOST_ROWS]
    return list(reads.teams(lacking, now).values())
