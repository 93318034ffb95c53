"""Why a number is not what it was the day before: the rows that came, and those that went."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from shouwang.ledger.figures import TOTAL, Figure, Flow, registry
from shouwang.ledger.subjects import Subject
from shouwang.reports.reads.sheets import area_of, day_of, latest_frozen


@dataclass(frozen=True)
class Changes:
    """The rows that make the difference between two days. ``late``: rows of earlier days that came after the freeze of the day before."""

    figure: Figure
    came: QuerySet[Any]
    gone: QuerySet[Any]
    late: QuerySet[Any] | None = None


def changes(subject: Subject, on: date, name: str, column: str) -> Changes | None:
    """What separates a number from that of the day before; None for an unknown figure or column."""
    figure = registry.get(name)
    if figure is None or column not in figure.columns:
        return None
    if isinstance(figure, Flow) and column == TOTAL:
        return _of_total(figure, subject, on)
    now, before = (figure.rows(subject, day_of(day, area_of(subject)), column) for day in (on, on - timedelta(days=1)))
    return Changes(figure, _without(now, before), _without(before, now))


def _of_total(figure: Flow, subject: Subject, on: date) -> Changes:
    """A running total grows by the day's own rows, and by rows of earlier days that came late."""
    rows = figure.rows(subject, day_of(on, area_of(subject)), TOTAL)
    kept = latest_frozen(subject, on - timedelta(days=1))
    late = rows.filter(day__lt=on, received__gt=kept.received_mark) if kept else None
    return Changes(figure, rows.filter(day=on), rows.none(), late)


def _without(rows: QuerySet[Any], others: QuerySet[Any]) -> QuerySet[Any]:
    return rows.exclude(pk__in=others.order_by().values("pk"))
