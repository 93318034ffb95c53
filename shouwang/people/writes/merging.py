"""Makes one of two rows (persons, households) and two of one again: every record moves, and moves home exactly.

Only the rows are moved here, in every table that names one of them; what is special to persons or households stands with their writes.
The database does the moving (``sql/merge.sql``): records may not be changed by the application.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, models

from shouwang.accounts.enforcement import own_models, references
from shouwang.ledger import tallies
from shouwang.ledger.records import Record
from shouwang.lib.refusals import Refused
from shouwang.people.choices import RECORDS_ELSEWHERE
from shouwang.people.writes.collisions import settle_collisions, stand_again
from shouwang.places import reads as places

Moved = dict[str, Any]  # as JSON keeps it: "rows" moved, records set "aside"
Family = dict[str, set[str]]  # ids by table


def move_rows(target: type[models.Model], gone: UUID, kept: UUID) -> Moved:
    """Move everything from the one to the other; answers what was moved. Nothing has changed where it is refused.

    Raises Refused: RECORDS_ELSEWHERE where records of the two lie outside the post's area, MERGE_CONFLICT.
    """
    _check_sight(target, gone, kept)
    aside = settle_collisions(target, gone, kept)
    rows = _ask("SELECT people_merge(%s, %s, %s)", target._meta.db_table, gone, kept)
    tallies.count_again([gone, kept])
    return {"rows": json.loads(rows) if isinstance(rows, str) else rows, "aside": aside}


def left_behind(target: type[models.Model]) -> set[tuple[UUID, UUID]]:
    """Who was merged, and into whom, although rows still name them: written in the moment of the merge."""
    found: set[tuple[UUID, UUID]] = set()
    for model, column in references(target):
        rows = model._default_manager.filter(**{f"{column}__in": target._default_manager.filter(merged_into__isnull=False).values("pk")})
        keys = rows.order_by().values_list(column, flat=True).distinct()
        found |= set(target._default_manager.filter(pk__in=list(keys)).values_list("pk", "merged_into"))
    return found


def follow(target: type[models.Model], gone: UUID, kept: UUID) -> list[dict[str, Any]]:
    """Move what was left behind; the rows, to be remembered with the merge. Raises Refused as ``move_rows``."""
    _check_sight(target, gone, kept)
    settle_collisions(target, gone, kept)
    rows = _ask("SELECT people_follow(%s, %s, %s)", target._meta.db_table, gone, kept)
    tallies.count_again([gone, kept])
    return json.loads(rows) if isinstance(rows, str) else rows


def move_rows_back(target: type[models.Model], gone: UUID, kept: UUID, moved: Moved) -> None:
    """Move everything home, also what has been recorded since about something that was moved."""
    _check_sight(target, gone, kept)
    rows = _with_descendants(target, kept, moved["rows"])
    _ask("SELECT people_unmerge(%s, %s, %s, %s)", target._meta.db_table, gone, kept, json.dumps(rows))
    tallies.count_again([gone, kept], sweep=True)
    stand_again(moved["aside"])


def _ask(statement: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()[0][0]


def _check_sight(target: type[models.Model], gone: UUID, kept: UUID) -> None:
    """Whoever merges must see every record of the two; else the office above does it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT people_elsewhere(%s, %s, %s)", [target._meta.db_table, gone, kept])
        towns: list[str] = [town for (town,) in cursor.fetchall()]
    if towns:
        names = places.full_names(towns)
        raise Refused("RECORDS_ELSEWHERE", RECORDS_ELSEWHERE, places=", ".join(names.get(town) or town for town in towns))


def _with_descendants(target: type[models.Model], kept: UUID, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that were moved, and rows of the same tables that follow from them: a check of a moved observation, a correction."""
    family: Family = {}
    for place in rows:
        family.setdefault(place["table"], set()).update(map(str, place["ids"]))
    found = {(place["table"], place["column"]): set(map(str, place["ids"])) for place in rows}
    steps = list(_steps(target))
    while any(_grow(step, kept, family, found) for step in steps):
        pass  # until no step finds more
    return [{"table": table, "column": column, "ids": sorted(ids)} for (table, column), ids in found.items()]


Step = tuple[type[models.Model], str, str, tuple[str, ...]]  # table, the column that names the person, a column that names a parent, its tables


def _steps(target: type[models.Model]) -> Iterable[Step]:
    """Every way a row that names the person hangs on another row that does."""
    tables = {model._meta.label: model._meta.db_table for model in own_models()}
    for model, column in references(target):
        told = getattr(model, "refers", {})
        for field in model._meta.concrete_fields:
            related = [field.related_model._meta.db_table] if field.related_model and field.related_model is not target else []  # type: ignore[union-attr]
            parents = (*related, *(tables[label] for label in told.get(field.name, ())))
            if parents:
                yield model, column, field.name, parents
        if issubclass(model, Record):
            yield model, column, "supersedes", (model._meta.db_table,)


def _grow(step: Step, kept: UUID, family: Family, found: dict[tuple[str, str], set[str]]) -> bool:
    """Take in the rows of one step; whether there were new ones."""
    model, column, hangs_on, parents = step
    ids = set().union(*(family.get(parent, set()) for parent in parents))
    if not ids:
        return False
    table = model._meta.db_table
    known = found.setdefault((table, str(model._meta.get_field(column).column)), set())  # type: ignore[union-attr]
    asked = model._default_manager.filter(**{column: kept, f"{hangs_on}__in": list(ids)})
    new = {str(key) for key in asked.values_list("pk", flat=True)} - known
    known |= new
    family.setdefault(table, set()).update(new)
    return bool(new)


