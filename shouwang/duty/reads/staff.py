"""Staff as a list shows them: one row for each present duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shouwang.accounts.choices import Role
from shouwang.duty.choices import Shift, StaffState
from shouwang.duty.models import Absence, Assignment, Staff
from shouwang.duty.rules import state
from shouwang.lib import clocks, paths
from shouwang.lib.names import name_key
from shouwang.places import reads as places


@dataclass(frozen=True)
class StaffCard:
    """Somebody on duty, as shown: numbers masked."""

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
    state: StaffState

    @property
    def role_name(self) -> Any:
        """The duty in the reader's language."""
        return Role(self.role).label if self.role in Role.values else self.role

    @property
    def shift_name(self) -> Any:
        """The shift in the reader's language."""
        return Shift(self.shift).label if self.shift in Shift.values else self.shift


def on_duty(moment: datetime) -> QuerySet[Assignment]:
    """Duties standing at a moment."""
    return Assignment.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=moment), from_at__lte=moment)


def staff_list(
    area: str, *, role: str = "", unit: str = "", words: str = "", state: str = "", moment: datetime | None = None
) -> QuerySet[Any]:
    """Duties standing in an area with their staff and ``away``: of a role, an own or answering unit, a name or code, a
    state (on post or on leave)."""
    at = moment or clocks.now()
    low, high = paths.bounds(area)
    absences = Absence.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=at), staff=OuterRef("staff"), from_at__lte=at)
    found = on_duty(at).filter(area__gte=low, area__lt=high).select_related("staff").annotate(away=Exists(absences))
    if role:
        found = found.filter(role=role)
    if unit:
        found = found.filter(Q(unit=unit) | Q(reported_by=unit))
    if state:
        found = found.filter(away=state == StaffState.ON_LEAVE)
    return found.filter(_named(words)) if words else found


def _named(words: str) -> Q:
    key = name_key(words)
    return Q(staff__name_key__startswith=key) | Q(staff__initials__startswith=key) | Q(staff__code=words.strip())


def card(duty: Any) -> StaffCard:
    """A row of ``staff_list`` as shown."""
    return _card(duty.staff, duty, is_away=duty.away)


def staff_card(staff_id: UUID) -> StaffCard | None:
    """One person on duty with the present duty, else the last one; none outside the reader's area."""
    staff = Staff.objects.filter(pk=staff_id).first()
    if staff is None:
        return None
    duty = Assignment.objects.filter(staff=staff).order_by("-from_at", "-created_at").first()
    away = Absence.objects.filter(staff=staff, to_at__isnull=True).exists()
    return _card(staff, duty, is_away=away)


def staff_cards(codes: Iterable[str]) -> dict[str, StaffCard]:
    """Many people on duty by code, with the present duty; in two queries."""
    wanted = list(set(codes))
    duties = Assignment.objects.filter(staff__code__in=wanted, to_at__isnull=True).select_related("staff")
    absences = Absence.objects.filter(staff=OuterRef("staff"), to_at__isnull=True)
    return {duty.staff.code: card(duty) for duty in duties.annotate(away=Exists(absences))}


def code_holders(codes: Iterable[str]) -> dict[str, UUID]:
    """The staff of codes, ended ones too."""
    return dict(Staff.objects.filter(code__in=list(set(codes))).values_list("code", "pk"))


def _card(staff: Staff, duty: Assignment | None, *, is_away: bool) -> StaffCard:
    has_duty = duty is not None and duty.to_at is None
    return StaffCard(
        id=staff.pk,
        code=staff.code,
        full_name=staff.full_name,
        sex=staff.sex,
        document=staff.document_masked,
        phone=staff.phone_masked,
        role=duty.role if duty else "",
        area=duty.area if duty else staff.area,
        unit=(duty.reported_by or duty.unit) if duty else "",
        site=duty.site if duty else "",
        grid=duty.grid if duty else "",
        shift=duty.shift if duty else "",
        part_time=duty.part_time if duty else False,
        from_at=duty.from_at if duty else None,
        to_at=duty.to_at if duty else None,
        state=state(has_duty=has_duty, is_away=is_away),
    )


@dataclass(frozen=True)
class UnitAtWork:
    """How many people a unit has on duty, by role."""

    unit: str
    name: str
    total: int
    by_role: dict[str, int]


def units_at_work(area: str, moment: datetime | None = None) -> list[UnitAtWork]:
    """The units with people on duty in an area, the largest first. Two queries."""
    low, high = paths.bounds(area)
    rows = on_duty(moment or clocks.now()).filter(area__gte=low, area__lt=high).order_by()
    counts: dict[str, dict[str, int]] = {}
    for row in rows.values("unit", "reported_by", "role").annotate(n=Count("person_key", distinct=True)):
        roles = counts.setdefault(row["reported_by"] or row["unit"], {})
        roles[row["role"]] = roles.get(row["role"], 0) + row["n"]
    names = places.unit_names(counts)
    found = [UnitAtWork(unit, names.get(unit, unit), sum(roles.values()), roles) for unit, roles in counts.items()]
    return sorted(found, key=lambda one: (-one.total, one.unit))


@dataclass(frozen=True)
class Gap:
    """An area that lacks somebody it needs."""

    area: str
    kind: str


def gaps(area: str, moment: datetime | None = None) -> list[Gap]:
    """Grids without a grid worker and open checkpoints without anybody, in an area. Four queries."""
    at = moment or clocks.now()
    day = clocks.local(at).date()
    low, high = paths.bounds(area)
    here = on_duty(at).filter(area__gte=low, area__lt=high)
    served = set(here.filter(role=Role.GRID_WORKER).values_list("area", flat=True))
    manned = set(here.exclude(site="").values_list("site", flat=True))
    grids = places.areas_below(area, "grid", day).filter(kind="grid").values_list("path", flat=True)
    checkpoints = places.sites(kind="checkpoint", area=area, on=at).values_list("area", "pk")
    empty = [Gap(path, "grid") for path in grids if path not in served]
    return empty + [Gap(path, "checkpoint") for path, code in checkpoints if code not in manned]


def staff_at_sites(codes: Sequence[str], moment: datetime) -> dict[str, int]:
    """How many people have their duty at each of these sites at a moment; one query."""
    rows = on_duty(moment).filter(site__in=list(codes)).order_by().values_list("site")
    return dict(rows.annotate(people=Count("staff", distinct=True)))
