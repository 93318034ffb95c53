"""Several counts over one table in one query."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet


def how_many(rows: QuerySet[Any], conditions: Mapping[str, Q], late: Mapping[str, Q]) -> dict[str, tuple[int, int]]:
    """How many rows meet each condition, and how many of these are late by the condition of the same name.

    Only rows that meet some condition are looked at, so that a partial index of each serves.
    """
    counts = {f"all_{name}": Count("pk", filter=condition) for name, condition in conditions.items()}
    counts |= {f"late_{name}": Count("pk", filter=condition & late[name]) for name, condition in conditions.items()}
    found = rows.order_by().filter(reduce(or_, conditions.values())).aggregate(**counts)
    return {name: (found[f"all_{name}"], found[f"late_{name}"]) for name in conditions}
