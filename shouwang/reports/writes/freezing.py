"""The freeze of the evening, and the revisions of the days before."""

from datetime import date, datetime

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.audit.writes import record_event
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.reports import rules
from shouwang.reports.models import FrozenSheet, KeptRows
from shouwang.reports.reads.sheets import Figures, day_of, live_values, values_by_area, whole_sheet
from shouwang.reports.writes.keeping import constantly, kept_rows
from shouwang.reports.writes.marks import in_turn, received_mark


@transaction.atomic
def freeze(county: str, on: date, *, by: Actor) -> int:
    """Fix the sheets of a day for a county, its townships, its villages and its managing units; how many were frozen now.

    A sheet that is frozen already and has since changed gets a further revision; the first one always stays.
    """
    in_turn([f"freeze {county} {on}"])
    day = day_of(on, county)
    mark, now = received_mark(), clocks.now()
    areas, units = _area_sheets(county, day), _unit_sheets(county, day)
    made = [
        *_new_sheets(areas, "", day, mark, now),
        *(sheet for unit, area, figures in units for sheet in _new_sheets({area: figures}, unit, day, mark, now)),
    ]
    FrozenSheet.objects.bulk_create(made)
    if made:
        _keep_rows(county, day, areas, units, now)
    record_event(by=by, action="reports.freeze", area=county, count=len(made), detail={"day": on.isoformat()})
    return len(made)


def _keep_rows(county: str, day: Day, areas: dict[str, Figures], units: list[tuple[str, str, Figures]], now: datetime) -> None:
    """The rows of the county once, each at its own area, so that every sheet below finds its own; and those of each unit."""
    kept = kept_rows(Subject(area=county), day, areas[county], now, under=lambda area: area)
    for unit, area, figures in units:
        kept += kept_rows(Subject(unit=unit), day, figures, now, under=constantly(area))
    KeptRows.objects.bulk_create(kept)


def _area_sheets(county: str, day: Day) -> dict[str, Figures]:
    subject = Subject(area=county)
    found = {county: live_values(subject, day)}
    for level in ("township", "village"):
        counted = values_by_area(subject, day, level)
        paths = [area.path for area in places.areas_below(county, level, day.date)]
        found |= {path: whole_sheet(counted.get(path, {})) for path in paths}
    return found


def _unit_sheets(county: str, day: Day) -> list[tuple[str, str, Figures]]:
    return [(unit.code, unit.area, live_values(Subject(unit=unit.code), day)) for unit in places.managing_units_of(county, day.date)]


def _new_sheets(sheets: dict[str, Figures], unit: str, day: Day, mark: int, now: datetime) -> list[FrozenSheet]:
    last = _last_revisions(list(sheets), unit, day.date)
    return [
        FrozenSheet(
            area=area, unit=unit, report_on=day.date, revision=last[area].revision + 1 if area in last else 1,
            figures=rules.plain(figures), frozen_at=now, received_mark=mark,
        )
        for area, figures in sheets.items()
        if area not in last or rules.differences(last[area].figures, rules.plain(figures))
    ]


def _last_revisions(areas: list[str], unit: str, on: date) -> dict[str, FrozenSheet]:
    kept = FrozenSheet.objects.filter(area__in=areas, unit=unit, report_on=on).order_by("revision")
    return {sheet.area: sheet for sheet in kept}
