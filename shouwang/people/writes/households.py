"""Registers households and keeps their facts up to date."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import CORRECTED, Verdict, accepted, duplicate, refused
from shouwang.people.choices import HOUSEHOLD_UNKNOWN, SAME_CONTENT
from shouwang.people.models import Household
from shouwang.people.reads.homes import Placed, place
from shouwang.people.rules.households import NUMBERS, TEXTS, Home, location_key
from shouwang.places import reads as places
from shouwang.policy import reads as policy

PART = 2000
CHANGING = (*TEXTS, *NUMBERS, "code", "source", "location_key", "area", "unit", "reported_by", "to_day", "updated_at")


@transaction.atomic
def record_households(batch: Sequence[Home], *, by: Actor) -> list[Verdict]:
    """Register households, or bring known ones up to date; what is not told stays as it was.

    Verdicts: accepted, corrected (facts: ``changed`` names the columns), duplicate where all was known, refused.
    """
    by.check(Permission.EDIT_PEOPLE)
    rows = store(place(batch, by))
    verdicts = [verdict(row) for row in rows]
    written = sum(row.began or bool(row.changes) for row in rows)
    record_event(by=by, action="people.record_households", area=by.area, count=written)
    return verdicts


def store(rows: list[Placed]) -> list[Placed]:
    """Write the households of a placed batch; afterwards every row that was not refused has its household."""
    good = [row for row in rows if row.refusal is None]
    units = places.managing_units({row.home.area for row in good if not row.home.unit})
    days = StatisticsDays()
    for row in good:
        if row.same_as is not None:
            row.household = rows[row.same_as].household
        row.began = row.household is None
        if row.household is None:
            row.household = Household(**first_columns(row.home, units, days))
        else:
            row.changes = _apply(row.home, row.household, units, days)
    made = [row.household for row in good if row.began]
    fresh = {household.pk for household in made if household}
    changed = {
        row.household.pk: row.household
        for row in good
        if row.changes and row.household and row.household.pk not in fresh
    }
    Household.objects.bulk_create([household for household in made if household], batch_size=PART)
    Household.objects.bulk_update(changed.values(), CHANGING, batch_size=PART // 4)
    return rows


def verdict(row: Placed) -> Verdict:
    """The answer to one row."""
    if row.refusal or row.household is None:
        return refused(row.refusal or Refused("HOUSEHOLD_UNKNOWN", HOUSEHOLD_UNKNOWN))
    if row.began:
        return accepted(row.household.pk)
    if row.changes:
        return Verdict(CORRECTED, id=row.household.pk, of=row.household.pk, facts={"changed": sorted(row.changes)})
    return duplicate(row.household.pk, reason=str(SAME_CONTENT))


class StatisticsDays:
    """The statistics day of a moment in an area, by the cut-off in force there; the rules are read once."""

    def __init__(self) -> None:
        self._rules = policy.rulebook()
        self._now = clocks.now()
        self._known: dict[tuple[str, datetime], date] = {}

    def of(self, area: str, moment: datetime | None) -> date:
        """The statistics day; of this moment where none is given."""
        asked = (paths.cut(area, "village"), moment or self._now)
        if asked not in self._known:
            cutoff, _freeze = self._rules.cutoff_for(area, clocks.local(asked[1]).date())
            self._known[asked] = clocks.stat_day(asked[1], cutoff)
        return self._known[asked]


def first_columns(home: Home, units: dict[str, str], days: StatisticsDays) -> dict[str, Any]:
    """All columns of a household that is new; ``units`` are the managing units by area."""
    now = clocks.now()
    from_day = days.of(home.area, home.since)
    return {
        **home.facts, "area": home.area, "unit": home.unit or units.get(home.area, ""), "reported_by": home.reported_by,
        "code": home.code, "source": home.source, "location_key": home.location_key, "from_day": from_day,
        "to_day": max(from_day, days.of(home.area, home.until)) if home.until else None,
        "import_id": home.import_id, "created_at": now, "updated_at": now,
    }  # fmt: skip


def _apply(home: Home, household: Household, units: dict[str, str], days: StatisticsDays) -> dict[str, Any]:
    """Change what was told otherwise than it is known; the changed columns with their new values."""
    told = home.facts | _place_told(home, household, units)
    told["to_day"] = max(household.from_day, days.of(home.area, home.until)) if home.until else None
    changes = {name: value for name, value in told.items() if getattr(household, name) != value}
    for name, value in changes.items():
        setattr(household, name, value)
    if changes:
        household.location_key = location_key(household) if household.door or household.address else ""
        household.updated_at = clocks.now()
    return changes


def _place_told(home: Home, household: Household, units: dict[str, str]) -> dict[str, Any]:
    """Code and area as far as they say more than is known: a grid is more than its village, a village less than its grid."""
    told: dict[str, Any] = {"code": home.code, "source": home.source} if home.code else {}
    if not paths.holds(home.area, household.area):
        told |= {"area": home.area, "unit": home.unit or units.get(home.area, "")}
    return told
