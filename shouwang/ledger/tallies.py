"""Keeps the running totals exact: called by every write of records, in the same transaction.

``post`` adds what was just written, ``withdraw`` takes away what stops counting (call it before ``live`` is set to false).
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet

from shouwang.ledger.figures import Flow, registry
from shouwang.ledger.records import Record

CELL = ("area", "unit", "reported_by", "day")


def post(model: type[Record], ids: Iterable[UUID]) -> None:
    """Count the records with these ids, which were written a moment ago."""
    _apply(model, list(ids), +1)


def withdraw(model: type[Record], ids: Iterable[UUID]) -> None:
    """Stop counting these records, and mark them as no longer live."""
    living = list(model.objects.filter(pk__in=list(ids), live=True).select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    _apply(model, living, -1)
    model.objects.filter(pk__in=living).update(live=False)


def count_again(keys: Iterable[UUID], *, sweep: bool = False) -> None:
    """Count distinct things with these keys (persons) again from their records, after records changed from one key to another.

    Marks that no record supports stay at 0, or go with ``sweep``. All records of the keys must be in the acting post's sight.
    """
    asked = list(keys)
    for flow in registry.flows():
        if flow.distinct:
            marks = _marks_of(flow, asked)
            columns = [list(column) for column in zip(*marks, strict=True)] or [[] for _ in range(6)]
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT ledger_remark(%s, %s::uuid[], %s, %s::uuid[], %s::date[], %s::text[], %s::text[], %s::text[], %s::int[])",
                    [flow.name, asked, sweep, *columns],
                )


def _marks_of(flow: Flow, keys: list[UUID]) -> list[tuple[Any, ...]]:
    """Key, day, the cell where it was first seen that day, and how many records support it."""
    of_keys = flow.matching().filter(**{f"{flow.distinct}__in": keys})
    counted = of_keys.filter(live=True).order_by().values(flow.distinct, "day").annotate(n=Count("pk"))
    supporting = {(row[flow.distinct], row["day"]): row["n"] for row in counted}
    firsts = of_keys.order_by(flow.distinct, "day", "received").distinct(flow.distinct, "day")
    rows = firsts.values_list(flow.distinct, "day", "area", "unit", "reported_by")
    return [(*row, supporting.get((row[0], row[1]), 0)) for row in rows]


def _apply(model: type[Record], ids: list[UUID], sign: int) -> None:
    if not ids:
        return
    flows = registry.flows_of(model)
    rows = model.objects.filter(pk__in=ids)
    _add_up([flow for flow in flows if not flow.distinct], rows, sign)
    for flow in flows:
        if flow.distinct:
            _mark(flow, rows, sign)


def _add_up(flows: list[Flow], rows: QuerySet[Any], sign: int) -> None:
    if not flows:
        return
    sums = rows.order_by().values(*CELL).annotate(**{flow.name: flow.measure() for flow in flows})
    cells = [(flow.name, *(row[name] for name in CELL), sign * row[flow.name]) for row in sums for flow in flows if row[flow.name]]
    _call("SELECT ledger_tally(%s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::numeric[])", cells)


def _mark(flow: Flow, rows: QuerySet[Any], sign: int) -> None:
    found = rows.filter(flow.where).order_by("received").values_list(flow.distinct, "day", "area", "unit", "reported_by")
    marks = [(*row, sign) for row in found]
    _call("SELECT ledger_mark(%s, %s::uuid[], %s::date[], %s::text[], %s::text[], %s::text[], %s::int[])", marks, flow.name)


def _call(statement: str, rows: list[tuple[Any, ...]], *first: Any) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [*first, *map(list, zip(*rows, strict=True))])
