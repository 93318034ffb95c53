"""Keeps which rows stood behind the numbers of a sheet, so that what changes after signature or freeze can be told from what was there."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shouwang.ledger.figures import Computed, Figure, Stock, registry
from shouwang.ledger.subjects import Day, Subject
from shouwang.reports.models import KeptRows
from shouwang.reports.reads.sheets import Figures
from shouwang.reports.reads.since import counts_rows
from shouwang.reports.rules import MOST_KEPT, packed


def kept_rows(subject: Subject, day: Day, figures: Figures, at: datetime, *, under: Callable[[str], str]) -> list[KeptRows]:
    """The rows behind the standing numbers of a subject, not yet saved, grouped by what ``under`` makes of the area of a row."""
    return [
        KeptRows(area=area, unit=subject.unit, report_on=day.date, figure=figure.name, kept_at=at, keys=packed(keys))
        for figure in registry.all()
        if counts_rows(figure) and (_weighs(figure) or _few(figures.get(figure.name, {}).get(figure.columns[0])))
        for area, keys in _grouped(figure, subject, day, under).items()
    ]


def _weighs(figure: Figure) -> bool:
    """Whether its rows add other numbers than one: there are few of these (sites), and their sum says nothing of how many."""
    return isinstance(figure, Stock | Computed) and figure.weighs


def signed(kept: list[KeptRows], signatures: dict[str, UUID]) -> list[KeptRows]:
    """The same as kept with the signature of their area; rows of areas that nobody signed are left out."""
    found = [rows for rows in kept if rows.area in signatures]
    for rows in found:
        rows.signed = signatures[rows.area]
    return found


def cut_at(width: int) -> Callable[[str], str]:
    """Puts every row at the area above it whose path is this long."""
    return lambda area: area[:width]


def constantly(area: str) -> Callable[[str], str]:
    """Puts every row at this one area."""
    return lambda _area: area


def summed(sheets: Iterable[Figures]) -> Figures:
    """The whole numbers of many sheets together, by figure and column."""
    found: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for name, column, number in ((name, *pair) for figures in sheets for name, values in figures.items() for pair in values.items()):
        if isinstance(number, int):
            found[name][column] += number
    return found


def _few(number: Any) -> bool:
    return isinstance(number, int) and 0 < number <= MOST_KEPT


def _grouped(figure: Figure, subject: Subject, day: Day, under: Callable[[str], str]) -> Mapping[str, Collection[Any]]:
    """The keys of a figure's rows by area; with what each adds where that is not one."""
    if isinstance(figure, Stock | Computed) and figure.weighs:
        return _weighed(figure, subject, day, under)
    found: dict[str, list[Any]] = defaultdict(list)
    for key, area in _keys(figure.rows(subject, day, figure.columns[0])):
        found[under(area)].append(key)
    return found


def _weighed(figure: Stock | Computed, subject: Subject, day: Day, under: Callable[[str], str]) -> Mapping[str, Collection[Any]]:
    weights, found = figure.weights(subject, day), defaultdict[str, dict[Any, int]](dict)
    for key, area in _keys(figure.rows(subject, day, figure.columns[0])):
        found[under(area)][key] = weights.get(key, 0)
    return found


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Key and area of each row; an area's own key is its path."""
    has_area = "area" in rows.query.annotations or any(field.name == "area" for field in rows.model._meta.get_fields())
    return rows.order_by().values_list("pk", "area" if has_area else "pk")
