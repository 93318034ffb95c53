"""Who looks after what: grids with their worker and substitute, households in no grid, checkpoints without anybody."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.accounts.choices import Role
from shouwang.duty.choices import GapKind
from shouwang.duty.models import Absence, Assignment, GridHandOver, GridSubstitute
from shouwang.duty.reads.staff import StaffCard, card, on_duty
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.people import reads as people
from shouwang.places import reads as places

VILLAGE_LENGTH = paths.WIDTH * (paths.LEVELS.index("village") + 1)
CAN_TAKE_OVER = (Role.GRID_WORKER, Role.MICRO_GRID_WORKER, Role.COMMUNITY_STAFF, Role.VILLAGE_OFFICER, Role.VOLUNTEER)


@dataclass
class VillageCover:
    """A village's coverage in numbers."""

    village: str
    grids: int = 0
    households: int = 0
    gaps: Counter[str] = field(default_factory=Counter)

    @property
    def open(self) -> int:
        """How many gaps there are."""
        return sum(self.gaps.values())


@dataclass(frozen=True)
class GridCover:
    """A grid: how many households, who looks after it, who stands in."""

    path: str
    name: str
    households: int
    worker: StaffCard | None
    substitute: StaffCard | None

    @property
    def missing(self) -> list[GapKind]:
        """What the grid lacks."""
        wanted = ((GapKind.GRID, self.worker), (GapKind.SUBSTITUTE, self.substitute))
        return [kind for kind, somebody in wanted if somebody is None]


def coverage(area: str, moment: datetime | None = None) -> list[VillageCover]:
    """The villages of an area with their grids, households and gaps. Eight queries for any size."""
    at = moment or clocks.now()
    day = clocks.local(at).date()
    found = {one.path: VillageCover(one.path) for one in places.areas_below(area, "village", day)}
    for kind, path in _gaps(area, at):
        _of(found, path).gaps[kind] += 1
    for path in _grids(area, at):
        _of(found, path).grids += 1
    for path, households in people.households_by_area(Subject(area=area), day).items():
        village = _of(found, path)
        village.households += households
        if len(path) <= VILLAGE_LENGTH and households > 0:
            village.gaps[GapKind.HOUSEHOLD] += households
    return sorted(found.values(), key=lambda one: one.village)


def grids_without_worker(area: str) -> list[str]:
    """The paths of the grids of an area that have no grid worker now. Two queries."""
    now = clocks.now()
    served = _served(area, now)
    return [path for path in _grids(area, now) if path not in served]


def gap_counts(area: str, moment: datetime | None = None) -> dict[str, int]:
    """How many gaps of each kind an area has; of households, how many villages have such. Six queries."""
    at = moment or clocks.now()
    found = Counter(kind for kind, _path in _gaps(area, at))
    homes = people.households_by_area(Subject(area=area), clocks.local(at).date())
    in_no_grid = {path[:VILLAGE_LENGTH] for path, households in homes.items() if len(path) <= VILLAGE_LENGTH and households > 0}
    return {str(kind): found[str(kind)] for kind in GapKind} | {str(GapKind.HOUSEHOLD): len(in_no_grid)}


def _of(found: dict[str, VillageCover], path: str) -> VillageCover:
    """The village of a path; what stands above every village counts where it stands."""
    village = path[:VILLAGE_LENGTH]
    return found.setdefault(village, VillageCover(village))


def _gaps(area: str, at: datetime) -> list[tuple[str, str]]:
    low, high = paths.bounds(area)
    served, standing_in = _served(area, at), _standing_in(area, at)
    manned = set(on_duty(at).filter(area__gte=low, area__lt=high).exclude(site="").values_list("site", flat=True))
    sites = places.sites(kind="checkpoint", area=area, on=at).values_list("area", "pk")
    grids = _grids(area, at)
    empty = [(str(GapKind.GRID), path) for path in grids if path not in served]
    alone = [(str(GapKind.SUBSTITUTE), path) for path in grids if path not in standing_in]
    return [*empty, *alone, *((str(GapKind.CHECKPOINT), path) for path, code in sites if code not in manned)]


def _grids(area: str, at: datetime) -> list[str]:
    found = places.areas_below(area, "grid", clocks.local(at).date()).filter(kind="grid")
    return list(found.values_list("path", flat=True))


def _served(area: str, at: datetime) -> set[str]:
    low, high = paths.bounds(area)
    here = on_duty(at).filter(role=Role.GRID_WORKER, area__gte=low, area__lt=high)
    return set(here.values_list("area", flat=True))


def _standing_in(area: str, at: datetime) -> set[str]:
    return set(substitutes(area, at).values_list("area", flat=True))


def substitutes(area: str, at: datetime) -> QuerySet[GridSubstitute]:
    """Who stands in for grids of an area at a moment."""
    low, high = paths.bounds(area)
    standing = Q(to_at__isnull=True) | Q(to_at__gt=at)
    return GridSubstitute.objects.filter(standing, from_at__lte=at, area__gte=low, area__lt=high).select_related("staff")


def grids_of(area: str, moment: datetime | None = None) -> list[GridCover]:
    """The grids of a village (or of one grid) with their people. Seven queries for any number."""
    at = moment or clocks.now()
    names = places.names(paths_found := _grids(area, at))
    low, high = paths.bounds(area)
    workers = _cards(on_duty(at).filter(role=Role.GRID_WORKER, area__gte=low, area__lt=high), at)
    by_grid = {one.area: one for one in workers}
    stand_in = {one.area: one.staff.pk for one in substitutes(area, at)}
    duties = {one.id: one for one in _cards(Assignment.objects.filter(staff__in=stand_in.values()), at)}
    homes: Counter[str] = Counter()
    for path, count in people.households_by_area(Subject(area=area), clocks.local(at).date()).items():
        homes[paths.cut(path, "grid")] += count
    return [
        GridCover(path, names[path], homes[path], by_grid.get(path), duties.get(stand_in.get(path)))  # type: ignore[arg-type]
        for path in paths_found
    ]


def may_take_over(village: str, moment: datetime | None = None) -> list[StaffCard]:
    """Who of a village may look after a grid or stand in: those without a grid first."""
    at = moment or clocks.now()
    low, high = paths.bounds(village)
    here = on_duty(at).filter(role__in=CAN_TAKE_OVER, area__gte=low, area__lt=high)
    return sorted(_cards(here, at), key=lambda one: (len(one.area) > VILLAGE_LENGTH, one.full_name, one.code))


def _cards(duties: QuerySet[Assignment], at: datetime) -> list[StaffCard]:
    absences = Absence.objects.filter(Q(to_at__isnull=True) | Q(to_at__gt=at), staff=OuterRef("staff"), from_at__lte=at)
    rows = duties.select_related("staff").annotate(away=Exists(absences)).order_by("from_at")
    return [card(duty) for duty in rows]


def hand_overs(area: str, most: int = 20) -> list[GridHandOver]:
    """The last hand-overs of grids in an area, the newest first."""
    low, high = paths.bounds(area)
    found = GridHandOver.objects.filter(area__gte=low, area__lt=high).select_related("from_staff", "to_staff")
    return list(found.order_by("-made_at")[:most])


def hand_over(hand_over_id: Any) -> GridHandOver | None:
    """One hand-over of the reader's area, or none."""
    return GridHandOver.objects.filter(pk=hand_over_id).first()

