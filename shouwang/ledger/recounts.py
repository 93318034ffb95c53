"""Counts every flow again from its records and compares with the running totals: law 3, no number without its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Sum

from shouwang.ledger.figures import Flow, registry
from shouwang.ledger.models import Tally
from shouwang.ledger.tallies import CELL

Cell = tuple[str, str, str, date]


@dataclass(frozen=True)
class Difference:
    """A cell where the running total is not what its records say."""

    figure: str
    area: str
    unit: str
    day: date
    tallied: Decimal
    counted: Decimal


def recount(area: str = "0") -> Iterator[Difference]:
    """All differences below an area; none when all is well."""
    for flow in registry.flows():
        yield from _compare(flow, area)


def _compare(flow: Flow, area: str) -> Iterator[Difference]:
    counted, tallied = counted_cells(flow, area), _tallied_cells(flow, area)
    for cell in sorted(counted.keys() | tallied.keys()):
        written, found = tallied.get(cell, Decimal(0)), counted.get(cell, Decimal(0))
        if written != found:
            yield Difference(flow.name, cell[0], cell[1] or cell[2], cell[3], written, found)


def _tallied_cells(flow: Flow, area: str) -> dict[Cell, Decimal]:
    rows = Tally.objects.filter(figure=flow.name, area__startswith=area).values_list(*CELL, "n")
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


def counted_cells(flow: Flow, area: str) -> dict[Cell, Decimal]:
    """What the records say, by area, unit, reporting unit and day."""
    rows = _distinct(flow, area) if flow.distinct else _additive(flow, area)
    return {(row["area"], row["unit"], row["reported_by"], row["day"]): Decimal(row["n"] or 0) for row in rows}


def _additive(flow: Flow, area: str) -> Any:
    measure = Sum(flow.amount) if flow.amount else Count("pk")
    return flow.matching().filter(live=True, area__startswith=area).order_by().values(*CELL).annotate(n=measure)


def _distinct(flow: Flow, area: str) -> list[dict[str, Any]]:
    living = flow.matching().filter(live=True, day=OuterRef("day"), **{flow.distinct: OuterRef(flow.distinct)})
    firsts = (
        flow.matching().order_by(flow.distinct, "day", "received").distinct(flow.distinct, "day")
        .annotate(counts=Exists(living)).values(*CELL, "counts")
    )
    cells: dict[Cell, int] = {}
    for row in firsts:
        if row["counts"] and row["area"].startswith(area):
            cell = (row["area"], row["unit"], row["reported_by"], row["day"])
            cells[cell] = cells.get(cell, 0) + 1
    return [dict(zip(CELL, cell, strict=True)) | {"n": n} for cell, n in cells.items()]
