"""Leave, return and the end of a duty."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission, Role
from shouwang.audit.writes import record_event
from shouwang.duty.choices import (
    ALREADY_ENDED,
    ALREADY_ON_LEAVE,
    CHANGE_UNKNOWN,
    NOT_ON_LEAVE,
    OWN_SUBSTITUTE,
    STAFF_UNKNOWN,
    StaffChange,
)
from shouwang.duty.models import Absence, Assignment, GridSubstitute, Staff, TeamMember
from shouwang.duty.rules import check_not_before
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused


@dataclass(frozen=True)
class Change:
    """What becomes of somebody on duty at a moment; on leave ``substitute`` (a code) may stand in."""

    staff: str
    change: str
    at: datetime | None = None
    substitute: str = ""


@transaction.atomic
def change_staff(batch: list[Change], *, by: Actor) -> list[Verdict]:
    """Send people on leave, back, or home. Who ends leaves all teams too. The verdict's id is the staff's."""
    by.check(Permission.MANAGE_STAFF)
    codes = {code for wanted in batch for code in (wanted.staff, wanted.substitute)}
    staff = {one.code: one for one in Staff.objects.filter(code__in=codes)}
    verdicts = [_tried(wanted, staff, by) for wanted in batch]
    record_event(by=by, action="duty.change_staff", area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _tried(wanted: Change, staff: dict[str, Staff], by: Actor) -> Verdict:
    try:
        one = _found(wanted.staff, staff, by)
        if wanted.change not in StaffChange.values:
            raise Refused("change_unknown", CHANGE_UNKNOWN, change=wanted.change)
        at = wanted.at or clocks.now()
        if wanted.change == StaffChange.ON_LEAVE:
            return _leave(one, at, _substitute(wanted, staff, by))
        return _return(one, at) if wanted.change == StaffChange.RETURNED else _end(one, at)
    except Refused as refusal:
        return refused(refusal)


def _found(code: str, staff: dict[str, Staff], by: Actor) -> Staff:
    one = staff.get(code)
    if one is None or not by.covers(one.area):
        raise Refused("staff_unknown", STAFF_UNKNOWN, given=code)
    return one


def _substitute(wanted: Change, staff: dict[str, Staff], by: Actor) -> Staff | None:
    if not wanted.substitute:
        return None
    if wanted.substitute == wanted.staff:
        raise Refused("own_substitute", OWN_SUBSTITUTE)
    return _found(wanted.substitute, staff, by)


def _duty(one: Staff, at: datetime) -> Assignment:
    duty = Assignment.objects.filter(staff=one, to_at__isnull=True).first()
    if duty is None:
        raise Refused("already_ended", ALREADY_ENDED, name=one.full_name)
    check_not_before(at, duty.from_at)
    return duty


def _leave(one: Staff, at: datetime, substitute: Staff | None) -> Verdict:
    duty = _duty(one, at)
    substitute = substitute or _grid_substitute(duty, one)
    open_absence = Absence.objects.filter(staff=one, to_at__isnull=True).first()
    if open_absence is None:
        Absence.objects.create(staff=one, area=duty.area, from_at=at, substitute=substitute)
        return accepted(one.pk)
    if open_absence.substitute == substitute:
        return duplicate(one.pk, reason=str(ALREADY_ON_LEAVE) % {"name": one.full_name})
    open_absence.substitute = substitute
    open_absence.save(update_fields=["substitute"])
    return accepted(one.pk)


def _grid_substitute(duty: Assignment, one: Staff) -> Staff | None:
    """Who was named once to stand in for the worker of this grid."""
    named = GridSubstitute.objects.filter(area=duty.area, to_at__isnull=True).select_related("staff").first()
    return named.staff if named and named.staff != one and duty.role == Role.GRID_WORKER else None


def _return(one: Staff, at: datetime) -> Verdict:
    _duty(one, at)
    open_absence = Absence.objects.filter(staff=one, to_at__isnull=True).first()
    if open_absence is None:
        return accepted(one.pk, (Warned("NOT_ON_LEAVE", str(NOT_ON_LEAVE) % {"name": one.full_name}),))
    check_not_before(at, open_absence.from_at)
    open_absence.to_at = at
    open_absence.save(update_fields=["to_at"])
    return accepted(one.pk)


def _end(one: Staff, at: datetime) -> Verdict:
    duty = _duty(one, at)
    duty.to_at = at
    duty.version += 1
    duty.save(update_fields=["to_at", "version"])
    for rows in (Absence.objects.filter(staff=one), TeamMember.objects.filter(staff=one)):
        rows.filter(to_at__isnull=True, from_at__gt=at).delete()
        rows.filter(to_at__isnull=True).update(to_at=at)
    return accepted(one.pk)
