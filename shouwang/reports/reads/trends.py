"""Figures over many days, from what was frozen each evening."""

from datetime import date, timedelta
from typing import Any

from shouwang.ledger.subjects import Subject
from shouwang.reports.models import FrozenSheet
from shouwang.reports.reads.sheets import area_of


def frozen_figures(subject: Subject, until: date, days: int) -> dict[date, dict[str, Any]]:
    """The last frozen figures of each of the days before and including ``until``; a day that was not frozen is left out. One query."""
    since = until - timedelta(days=days - 1)
    kept = FrozenSheet.objects.filter(area=area_of(subject), unit=subject.unit, report_on__range=(since, until))
    return dict(kept.order_by("report_on", "revision").values_list("report_on", "figures"))


def frozen_by_area(areas: list[str], on: date) -> dict[str, dict[str, Any]]:
    """The last frozen figures of many areas on a day, by path. One query."""
    kept = FrozenSheet.objects.filter(area__in=areas, unit="", report_on=on)
    return dict(kept.order_by("revision").values_list("area", "figures"))
