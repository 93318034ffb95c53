"""Which unit answers for which area: the nearest one at or above it that is named on that day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Left

from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks, paths
from shouwang.lib.fields import UnitCode
from shouwang.places.models import Area, Responsibility, Unit
from shouwang.places.reads.areas import areas_below, in_force


def responsibilities(unit: str, on: date | None = None) -> QuerySet[Responsibility]:
    """The areas a unit is named for on a day."""
    return Responsibility.objects.filter(in_force(on or clocks.today()), unit=unit).order_by("area")


def managing_units_of(area: str, on: date | None = None) -> list[Unit]:
    """The units that answer for anything in an area on a day."""
    low, high = paths.bounds(area)
    named = Responsibility.objects.filter(in_force(on or clocks.today()), area__gte=low, area__lt=high).values("unit")
    return list(Unit.objects.filter(pk__in=named).order_by("code"))


def managing_units(wanted: Iterable[str], on: date | None = None) -> dict[str, str]:
    """The unit that answers for each area on a day, by path; empty where none does. One query."""
    steps = {path: [path, *reversed(paths.ancestors(path))] for path in wanted}
    above = {step for way in steps.values() for step in way}
    rows = Responsibility.objects.filter(in_force(on or clocks.today()), area__in=list(above))
    named = dict(rows.order_by("valid_from").values_list("area", "unit"))
    return {path: next((named[step] for step in way if step in named), "") for path, way in steps.items()}


def with_managing_unit(areas: QuerySet[Area], on: date) -> QuerySet[Any]:
    """Areas with the columns a figure's rows have: ``area``, ``unit`` (who answers that day), ``reported_by``."""
    steps = [Left(OuterRef("path"), paths.WIDTH * depth) for depth in range(1, len(paths.LEVELS) + 1)]
    nearest = (
        Responsibility.objects.filter(in_force(on), area__in=steps).order_by("-area", "-valid_from").values("unit")[:1]
    )
    unit = Coalesce(Subquery(nearest), Value(""), output_field=UnitCode())
    return areas.annotate(area=F("path"), unit=unit, reported_by=Value("", output_field=UnitCode()))


def villages_of(subject: Subject, on: date | None = None) -> list[str]:
    """The villages of an area, or those a unit answers for, on a day, in the order of the tree."""
    day = on or clocks.today()
    if subject.area:
        return list(areas_below(subject.area, "village", day).values_list("path", flat=True))
    below = Q()
    for path in responsibilities(subject.unit, day).values_list("area", flat=True):
        low, high = paths.bounds(path)
        below |= Q(path__gte=low, path__lt=high)
    if not below:
        return []
    villages = (
        Area.objects.filter(in_force(day) & below, level="village").order_by("path").values_list("path", flat=True)
    )
    units = managing_units(villages, day)
    return [path for path, unit in units.items() if unit == subject.unit]
