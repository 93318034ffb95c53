"""Who looks after a grid: substitutes, and the hand-over of a grid with everything in it, in one step and with undo.

Households and what is due for them hang on the grid itself, so they follow by themselves; the roles in the teams of the
grid's observed people are handed over one by one, each with its own history.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission, Role
from shouwang.audit.writes import record_event
from shouwang.duty.choices import (
    ALREADY_ENDED,
    BEFORE_START,
    CHANGED_SINCE,
    GRID_UNKNOWN,
    GRID_VACANT,
    HAND_OVER_UNDONE,
    HAND_OVER_UNKNOWN,
    LEAVES_GRID,
    OWN_GRID,
    OWN_SUBSTITUTE,
    STAFF_UNKNOWN,
    SUBSTITUTE_KNOWN,
    UNDO_TOO_LATE,
    Afterwards,
    StaffChange,
)
from shouwang.duty.models import Absence, Assignment, GridHandOver, GridSubstitute, Staff, TeamMember
from shouwang.duty.rules import check_not_before
from shouwang.duty.writes.changes import Change, change_staff
from shouwang.duty.writes.staff import NewDuty, reassign
from shouwang.duty.writes.teams import HandOver, Member, change_members
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.places import reads as places

UNDO_WITHIN = timedelta(hours=24)
VILLAGE = "village"


@dataclass(frozen=True)
class NewSubstitute:
    """Who (a staff code) stands in for the grid worker of a grid (a path) from ``at`` on; no code: nobody any more."""

    grid: str
    staff: str
    at: datetime | None = None


@dataclass(frozen=True)
class GridChange:
    """A grid (a path) goes to ``staff`` (a code) from ``at`` on; ``afterwards`` says what the one before does then."""

    grid: str
    staff: str
    at: datetime | None = None
    afterwards: str = Afterwards.STAYS
    note: str = ""


# ---- substitutes


@transaction.atomic
def name_substitutes(batch: list[NewSubstitute], *, by: Actor) -> list[Verdict]:
    """Say who stands in for grids. The grid's own worker cannot; the same person again is a duplicate."""
    by.check(Permission.MANAGE_STAFF)
    verdicts = [_named(wanted, by) for wanted in batch]
    record_event(by=by, action="duty.name_substitutes", area=by.area, count=sum(one.taken for one in verdicts))
    return verdicts


def _named(wanted: NewSubstitute, by: Actor) -> Verdict:
    try:
        _check_grid(wanted.grid, by)
        staff = _staff(wanted.staff, by) if wanted.staff else None
        return _stand_in(wanted.grid, staff, wanted.at or clocks.now())
    except Refused as refusal:
        return refused(refusal)


def _stand_in(grid: str, staff: Staff | None, at: datetime) -> Verdict:
    present = GridSubstitute.objects.filter(area=grid, to_at__isnull=True).select_related("staff").first()
    if present and present.staff == staff:
        return duplicate(None, reason=str(SUBSTITUTE_KNOWN) % {"name": present.staff.full_name})
    if staff and _worker(grid) == staff:
        raise Refused("own_substitute", OWN_SUBSTITUTE)
    if present:
        check_not_before(at, present.from_at)
        present.to_at = at
        present.save(update_fields=["to_at"])
    if staff:
        GridSubstitute.objects.create(area=grid, staff=staff, from_at=at)
    return accepted(staff.pk if staff else None)


# ---- the hand-over


@transaction.atomic
def hand_over_grids(batch: list[GridChange], *, by: Actor) -> list[Verdict]:
    """Hand grids over: the duty, and the roles in the teams of the grid. Facts: ``hand_over_id``, ``teams``."""
    by.check(Permission.MANAGE_STAFF)
    verdicts = [_handed_over(wanted, by) for wanted in batch]
    record_event(by=by, action="duty.hand_over_grids", area=by.area, count=sum(one.taken for one in verdicts))
    return verdicts


def _handed_over(wanted: GridChange, by: Actor) -> Verdict:
    try:
        with transaction.atomic():
            return _hand_over(wanted, by)
    except Refused as refusal:
        return refused(refusal)


def _hand_over(wanted: GridChange, by: Actor) -> Verdict:
    _check_grid(wanted.grid, by)
    giver, taker, at = _worker(wanted.grid), _staff(wanted.staff, by), wanted.at or clocks.now()
    if giver is None:
        raise Refused("grid_vacant", GRID_VACANT, grid=places.full_name(wanted.grid))
    if giver == taker:
        raise Refused("own_grid", OWN_GRID, name=taker.full_name)
    warnings = _check_taker(taker, wanted.grid, at)
    _check_after(at, _duty(giver).from_at)
    before = _Trace((giver, taker))
    teams = _teams_follow(wanted, giver, taker, at, by)
    _take(taker, wanted.grid, at, by)
    _let_go(giver, wanted, at, by)
    GridSubstitute.objects.filter(area=wanted.grid, staff=taker, to_at__isnull=True).update(to_at=at)
    made = GridHandOver.objects.create(
        area=wanted.grid, from_staff=giver, to_staff=taker, at=at, note=wanted.note, teams=teams, rows=before.changes(),
        made_at=clocks.now(), made_by=by.post_id,
    )  # fmt: skip
    return accepted(taker.pk, warnings, hand_over_id=made.pk, teams=teams)


def _check_taker(taker: Staff, grid: str, at: datetime) -> tuple[Warned, ...]:
    """The taker's own duty began before; another grid that is left without anybody is worth a warning."""
    duty = Assignment.objects.filter(staff=taker, to_at__isnull=True).first()
    if duty is None:
        raise Refused("already_ended", ALREADY_ENDED, name=taker.full_name)
    _check_after(at, duty.from_at)
    if duty.role != Role.GRID_WORKER or len(duty.area) <= len(paths.cut(grid, VILLAGE)):
        return ()
    facts = {"name": taker.full_name, "grid": places.full_name(duty.area)}
    return (Warned("LEAVES_GRID", str(LEAVES_GRID) % facts),)


def _check_after(at: datetime, began: datetime) -> None:
    """A duty that begins at this very moment would be written over, and could not be put back."""
    if at <= began:
        raise Refused("before_start", BEFORE_START)


def _teams_follow(wanted: GridChange, giver: Staff, taker: Staff, at: datetime, by: Actor) -> int:
    """Every role the giver fills in a team of the grid goes to the taker; how many."""
    low, high = paths.bounds(wanted.grid)
    held = TeamMember.objects.filter(staff=giver, to_at__isnull=True, area__gte=low, area__lt=high)
    roles = list(held.filter(team__to_at__isnull=True).values_list("team__observed_id", "role"))
    handed = [HandOver(observed, role, Member(staff_code=taker.code), at, wanted.note) for observed, role in roles]
    for verdict in change_members(handed, by=by) if handed else []:
        if not verdict.taken:
            raise Refused(verdict.code, verdict.reason)
    return len(handed)


def _take(taker: Staff, grid: str, at: datetime, by: Actor) -> None:
    duty = _duty(taker)
    own = duty.reported_by or duty.unit
    new = NewDuty(
        taker.code, Role.GRID_WORKER, paths.cut(grid, VILLAGE), unit=own, grid=grid, shift=duty.shift,
        part_time=duty.part_time, at=at,
    )  # fmt: skip
    _must(reassign([new], by=by))


def _let_go(giver: Staff, wanted: GridChange, at: datetime, by: Actor) -> None:
    if wanted.afterwards == Afterwards.ENDED:
        _must(change_staff([Change(giver.code, StaffChange.ENDED, at)], by=by))
        return
    duty = _duty(giver)
    own = duty.reported_by or duty.unit
    village = paths.cut(wanted.grid, VILLAGE)
    stays = NewDuty(
        giver.code, Role.GRID_WORKER, village, unit=own, shift=duty.shift, part_time=duty.part_time, at=at
    )  # fmt: skip
    _must(reassign([stays], by=by))


def _must(verdicts: list[Verdict]) -> None:
    """A part that is refused refuses the whole hand-over."""
    for verdict in verdicts:
        if not verdict.taken:
            raise Refused(verdict.code, verdict.reason)


class _Trace:
    """What a hand-over does to the rows of two people: told apart by what stood before."""

    def __init__(self, people: tuple[Staff, ...]) -> None:
        self.people = people
        self.open = {name: self._open(name) for name in TRACED}
        self.known = {name: self._all(name) for name in TRACED}

    def changes(self) -> dict[str, Any]:
        """The ids of the rows that began and of those that ended, by table."""
        return {
            name: {
                "began": sorted(self._all(name) - self.known[name]),
                "ended": sorted(self.open[name] - self._open(name)),
            }
            for name in TRACED
        }

    def _all(self, name: str) -> set[str]:
        return {str(pk) for pk in TRACED[name].objects.filter(staff__in=self.people).values_list("pk", flat=True)}

    def _open(self, name: str) -> set[str]:
        rows = TRACED[name].objects.filter(staff__in=self.people, to_at__isnull=True)
        return {str(pk) for pk in rows.values_list("pk", flat=True)}


TRACED: dict[str, Any] = {
    "assignments": Assignment,
    "members": TeamMember,
    "absences": Absence,
    "substitutes": GridSubstitute,
}


# ---- undo


@transaction.atomic
def undo_hand_overs(hand_over_ids: list[UUID], *, by: Actor) -> list[Verdict]:
    """Put hand-overs back as if they had never been, within a day and while nothing was built on them."""
    by.check(Permission.MANAGE_STAFF)
    verdicts = [_undone(one, by) for one in hand_over_ids]
    record_event(by=by, action="duty.undo_hand_overs", area=by.area, count=sum(one.taken for one in verdicts))
    return verdicts


def _undone(hand_over_id: UUID, by: Actor) -> Verdict:
    try:
        made = GridHandOver.objects.select_for_update(of=("self",)).filter(pk=hand_over_id).first()
        if made is None or not by.covers(made.area):
            raise Refused("hand_over_unknown", HAND_OVER_UNKNOWN)
        _check_undo(made, clocks.now())
    except Refused as refusal:
        return refused(refusal)
    for name, model in TRACED.items():
        model.objects.filter(pk__in=made.rows[name]["began"]).delete()
        grown = {"version": F("version") + 1} if name == "assignments" else {}
        model.objects.filter(pk__in=made.rows[name]["ended"]).update(to_at=None, **grown)
    for staff in (made.from_staff, made.to_staff):
        duty = Assignment.objects.filter(staff=staff, to_at__isnull=True).first()
        Staff.objects.filter(pk=staff.pk).update(area=duty.area if duty else staff.area)
    made.undone_at = clocks.now()
    made.save(update_fields=["undone_at"])
    return accepted(made.pk)


def may_undo(made: GridHandOver, now: datetime) -> bool:
    """Whether a hand-over may still be undone, as far as it says itself."""
    return not made.undone_at and now - made.made_at <= UNDO_WITHIN


def _check_undo(made: GridHandOver, now: datetime) -> None:
    """Refuse what was undone, what is older than a day, and what something was built on."""
    if made.undone_at:
        raise Refused("hand_over_undone", HAND_OVER_UNDONE)
    if now - made.made_at > UNDO_WITHIN:
        raise Refused("undo_too_late", UNDO_TOO_LATE)
    for name, model in TRACED.items():
        began, ended = made.rows[name]["began"], made.rows[name]["ended"]
        untouched = model.objects.filter(pk__in=began, to_at__isnull=True).count() == len(began)
        there = model.objects.filter(pk__in=ended, to_at=made.at).count() == len(ended)
        if not (untouched and there):
            raise Refused("changed_since", CHANGED_SINCE)


# ---- who and where


def _check_grid(grid: str, by: Actor) -> None:
    if not paths.is_path(grid) or not by.covers(grid) or paths.level(grid) != "grid" or not places.exists(grid):
        raise Refused("grid_unknown", GRID_UNKNOWN, grid=grid)


def _staff(code: str, by: Actor) -> Staff:
    found = Staff.objects.filter(code=code).first()
    if found is None or not by.covers(found.area):
        raise Refused("staff_unknown", STAFF_UNKNOWN, given=code)
    return found


def _worker(grid: str) -> Staff | None:
    duty = Assignment.objects.filter(area=grid, role=Role.GRID_WORKER, to_at__isnull=True).select_related("staff").first()
    return duty.staff if duty else None


def _duty(staff: Staff) -> Assignment:
    found = Assignment.objects.filter(staff=staff, to_at__isnull=True).first()
    if found is None:
        raise Refused("already_ended", ALREADY_ENDED, name=staff.full_name)
    return found
