"""Puts households into grids of their village; who lives there follows, so that the grid worker sees them."""

from collections.abc import Mapping, Sequence
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
from shouwang.people.models import Household, Person
from shouwang.people.rules.households import check_grid
from shouwang.people.writes.moves import move_persons
from shouwang.places import reads as places

PART = 500


@dataclass(frozen=True)
class GridPlace:
    """A household belongs to a grid (a path or an official code) of its village."""

    household_id: UUID
    grid: str


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
    move_persons({key: areas[home] for key, home, area in living if area == before[home]}, by=by)
