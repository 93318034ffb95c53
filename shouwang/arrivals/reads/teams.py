"""Who is on duty where people come home to: a team for many in one step."""

from collections.abc import Iterable, Sequence
from typing import Any

from shouwang.accounts.choices import Role
from shouwang.duty import reads as duty
from shouwang.duty.writes import Member
from shouwang.lib import paths

# Which duties of the staff list fill a role of a team, the fittest first.
FILLED_BY: dict[str, tuple[str, ...]] = {
    "community_officer": (Role.VILLAGE_OFFICER, Role.COMMUNITY_STAFF),
    "community_manager": (Role.COMMUNITY_STAFF, Role.VILLAGE_OFFICER),
    "village_officer": (Role.VILLAGE_OFFICER,),
    "township_leader": (Role.TOWNSHIP_OFFICER,),
    "grid_worker": (Role.GRID_WORKER,),
    "group_head": (Role.GRID_WORKER,),
    "micro_grid_worker": (Role.MICRO_GRID_WORKER,),
    "health_worker": (Role.VILLAGE_DOCTOR, Role.HEALTH_CENTRE),
    "village_doctor": (Role.VILLAGE_DOCTOR,),
    "doctor": (Role.VILLAGE_DOCTOR, Role.HEALTH_CENTRE),
    "health_centre": (Role.HEALTH_CENTRE,),
    "police": (Role.POLICE,),
    "volunteer": (Role.VOLUNTEER,),
    "responsible": (Role.VILLAGE_OFFICER, Role.COMMUNITY_STAFF, Role.GRID_WORKER),
}
Duty = Any


def suggested(homes: Sequence[tuple[str, Sequence[str]]], within: str) -> list[dict[str, Member]]:
    """For each home (area and the roles its team needs) who of the staff on duty fills them; one query for all.

    The nearest counts: of the same grid, else of the village, else of the township. A role that nobody fills is left out.
    """
    wanted = {role for _area, roles in homes for role in roles}
    duties = {name for role in wanted for name in FILLED_BY.get(role, ())}
    present = list(duty.staff_list(within).filter(role__in=duties, away=False).order_by("area", "staff__code")) if duties else []
    known: dict[tuple[str, str], Duty | None] = {}
    return [
        {role: Member(staff_code=one.staff.code) for role in roles if (one := _filled(area, role, present, known))}
        for area, roles in homes
    ]


def _filled(area: str, role: str, present: Sequence[Duty], known: dict[tuple[str, str], Duty | None]) -> Duty | None:
    if (area, role) not in known:
        known[area, role] = _nearest(area, FILLED_BY.get(role, ()), present)
    return known[area, role]


def _nearest(area: str, duties: Sequence[str], present: Sequence[Duty]) -> Duty | None:
    for name in duties:
        fitting = [one for one in present if one.role == name]
        for around in _circles(area):
            if near := next((one for one in fitting if paths.holds(around, one.area)), None):
                return near
        if above := next((one for one in fitting if paths.holds(one.area, area)), None):
            return above
    return None


def _circles(area: str) -> Iterable[str]:
    """The area itself, then its grid and its village."""
    return dict.fromkeys(paths.cut(area, level) for level in ("micro_grid", "grid", "village"))
