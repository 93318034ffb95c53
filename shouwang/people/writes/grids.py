"""Puts households into grids of their village; who lives there follows, so that the grid worker sees them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.people import choices
from shouwang.people.models import GridGiven, Household, Person
from shouwang.people.rules.households import check_grid, check_take_out
from shouwang.people.writes.moves import move_persons
from shouwang.places import reads as places

PART = 500


@dataclass(frozen=True)
class GridPlace:
    """A household belongs to a grid (a path or an official code) of its village."""

    household_id: UUID
    grid: str


@dataclass(frozen=True)
class TakenOut:
    """A household that was put into a grid by mistake, and why that is known."""

    household_id: UUID
    reason: str


@transaction.atomic
def put_in_grids(batch: Sequence[GridPlace], *, by: Actor) -> list[Verdict]:
    """Put households into grids. In that grid already: a duplicate.

    Refused per row: HOUSEHOLD_NOT_FOUND, NOT_A_GRID, OTHER_VILLAGE, out_of_area. Raises Refused not_permitted.
    """
    by.check(Permission.EDIT_PEOPLE)
    keys = sorted({row.household_id for row in batch})
    rows = Household.objects.select_for_update().filter(pk__in=keys, merged_into__isnull=True).order_by("pk")
    homes = {home.pk: home for home in rows if by.covers(home.area)}
    grids = places.paths_of({row.grid for row in batch})
    verdicts = [_judged(row, homes.get(row.household_id), grids, by) for row in batch]
    moved = {verdict.id: verdict.facts["area"] for verdict in verdicts if verdict.id and verdict.facts}
    _move([homes[key] for key in moved], moved, by)
    record_event(by=by, action="people.put_in_grids", area=by.area, count=len(moved))
    return verdicts


def _judged(row: GridPlace, home: Household | None, grids: Mapping[str, str], by: Actor) -> Verdict:
    try:
        if home is None:
            raise Refused("HOUSEHOLD_NOT_FOUND", choices.HOUSEHOLD_NOT_FOUND)
        grid = grids.get(row.grid, "")
        check_grid(grid, home.area)
        by.check(Permission.EDIT_PEOPLE, grid)
    except Refused as refusal:
        return refused(refusal)
    return duplicate(home.pk, reason=str(choices.IN_GRID_ALREADY)) if home.area == grid else accepted(home.pk, area=grid)


def _move(homes: Sequence[Household], areas: Mapping[UUID, str], by: Actor) -> None:
    units = places.managing_units(set(areas.values()))
    before = {home.pk: home.area for home in homes}
    for home in homes:
        home.area, home.updated_at = areas[home.pk], clocks.now()
        home.unit = units.get(home.area, "") or home.unit
    Household.objects.bulk_update(homes, ["area", "unit", "updated_at"], batch_size=PART)
    living = Person.objects.filter(household__in=list(before), merged_into__isnull=True).values_list("pk", "household_id", "area")
    going = {key: home for key, home, area in living if area == before[home]}
    move_persons({key: areas[home] for key, home in going.items()}, by=by)
    _write_down(before, areas, going, by)


def _write_down(before: Mapping[UUID, str], areas: Mapping[UUID, str], going: Mapping[UUID, UUID], by: Actor) -> None:
    """Where each household lay and who went with it."""
    GridGiven.objects.bulk_create([
        GridGiven(
            area=areas[home], household_id=home, from_area=before[home], members=[str(key) for key, of in going.items() if of == home],
            given_at=clocks.now(), given_by=by.post_id,
        )
        for home in before
    ])  # fmt: skip


@transaction.atomic
def take_out_of_grids(batch: Sequence[TakenOut], *, by: Actor) -> list[Verdict]:
    """Take back that households were put into a grid: they, and whoever went with them, lie where they lay before.

    Refused per row: HOUSEHOLD_NOT_FOUND, REASON_MISSING, nothing_to_undo, changed_since, undo_too_late, out_of_area. Raises Refused not_permitted.
    """
    by.check(Permission.EDIT_PEOPLE)
    keys = sorted({row.household_id for row in batch})
    rows = Household.objects.select_for_update().filter(pk__in=keys, merged_into__isnull=True).order_by("pk")
    homes = {home.pk: home for home in rows if by.covers(home.area)}
    given = {one.household_id: one for one in GridGiven.objects.filter(household__in=list(homes), undone_at=None).order_by("given_at")}
    living = {path for path, area in places.areas_of({one.from_area for one in given.values()}).items() if area.valid_to is None}
    verdicts = [_judged_back(row, homes.get(row.household_id), given, living, by) for row in batch]
    back = {verdict.id: given[verdict.id] for verdict in verdicts if verdict.taken and verdict.id}
    _put_back(back, homes, {row.household_id: row.reason for row in batch}, by)
    record_event(by=by, action="people.take_out_of_grids", area=by.area, count=len(back), reason="; ".join(dict.fromkeys(row.reason for row in batch))[:200])
    return verdicts


def _judged_back(row: TakenOut, home: Household | None, given: Mapping[UUID, GridGiven], living: Collection[str], by: Actor) -> Verdict:
    try:
        if home is None:
            raise Refused("HOUSEHOLD_NOT_FOUND", choices.HOUSEHOLD_NOT_FOUND)
        one = given.get(home.pk)
        moved = one is not None and (one.area != home.area or one.from_area not in living)
        check_take_out(given_at=one.given_at if one else None, moved=moved, reason=row.reason, now=clocks.now())
        assert one is not None
        by.check(Permission.EDIT_PEOPLE, one.from_area)
    except Refused as refusal:
        return refused(refusal)
    return accepted(home.pk, area=one.from_area)


def _put_back(back: Mapping[UUID, GridGiven], homes: Mapping[UUID, Household], reasons: Mapping[UUID, str], by: Actor) -> None:
    units = places.managing_units({one.from_area for one in back.values()})
    for key, one in back.items():
        home = homes[key]
        home.area, home.updated_at = one.from_area, clocks.now()
        home.unit = units.get(home.area, "") or home.unit
        one.undone_at, one.reason = clocks.now(), reasons[key][:200]
    Household.objects.bulk_update([homes[key] for key in back], ["area", "unit", "updated_at"], batch_size=PART)
    GridGiven.objects.bulk_update(back.values(), ["undone_at", "reason"], batch_size=PART)
    members = {UUID(person): one for one in back.values() for person in one.members}
    there = Person.objects.filter(pk__in=list(members), merged_into__isnull=True).values_list("pk", "area")
    move_persons({key: members[key].from_area for key, area in there if area == members[key].area}, by=by)
