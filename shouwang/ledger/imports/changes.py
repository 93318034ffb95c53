"""What an import of a list did to the rows of tables: noted while it is recorded, put back when it is taken back.

A row is noted as the database shows it, before and after; it is put back only if it still is as the import left it.
"""

import json
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from psycopg import sql

from shouwang.ledger.choices import CHANGED_AFTER_IMPORT, USED_AFTER_IMPORT
from shouwang.ledger.exchange.rows import ParsedRow
from shouwang.ledger.imports.importer import Context, Work
from shouwang.ledger.models import ImportChange
from shouwang.lib.ids import uuid7
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import Verdict

PURPOSE = "import_change"
COUNTED_UP = "version"  # grows with every change, so it says nothing about what a row holds
NAMES = ("full_name", "name", "code")  # what a row is called, the best first

Row = dict[str, Any]
Watch = Callable[[list[ParsedRow]], list[QuerySet[Any]]]


def noted(record: Work, watch: Watch) -> Work:
    """The same work, with a note of every row that it makes or changes among those that ``watch`` finds (parents first)."""

    def work(rows: list[ParsedRow], context: Context) -> list[Verdict]:
        watched = watch(rows)
        before = [_rows(query.model, query.values_list("pk", flat=True)) for query in watched]
        verdicts = record(rows, context)
        if context.import_id:
            _note(context.import_id, context.area, watched, before)
        return verdicts

    return work


def put_back(import_id: UUID) -> dict[type[Model], list[Any]]:
    """Make of every row that an import touched what it was before, the last change first; the keys of what is gone, by table.

    All or nothing belongs to the caller's transaction. Raises Refused changed_after_import, used_after_import.
    """
    gone: dict[type[Model], list[Any]] = {}
    changes = ImportChange.objects.filter(import_id=import_id).order_by("-step", "-id")
    for (_step, relation, made), group in groupby(changes, lambda one: (one.step, one.relation, one.made)):
        model, found = apps.get_model(relation), [_opened(one) for one in group]
        _check_unchanged(model, [after for _before, after in found])
        if made:
            keys = [after[_key(model)] for _before, after in found]
            _check_unused(model, found)
            model._default_manager.filter(pk__in=keys).delete()
            gone.setdefault(model, []).extend(keys)
        else:
            _restore(model, [before for before, _after in found])
    return gone


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)


def _rows(model: type[Model], keys: Iterable[Any]) -> dict[str, Row]:
    """Rows as the database shows them, by key."""
    table, key = sql.Identifier(model._meta.db_table), sql.Identifier(_key(model))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT to_jsonb(t)::text FROM {} t WHERE t.{} = ANY(%s)").format(table, key), [list(keys)])
        found = [json.loads(text) for (text,) in cursor.fetchall()]
    return {str(row[_key(model)]): row for row in found}


def _note(import_id: UUID, area: str, watched: list[QuerySet[Any]], before: list[dict[str, Row]]) -> None:
    """Changed rows first and what was made after them, so that putting back begins with what was made last."""
    changed: list[ImportChange] = []
    made: list[ImportChange] = []
    step = uuid7()
    for query, old in zip(watched, before, strict=True):
        model = query.model
        for key, row in _rows(model, query.all().values_list("pk", flat=True)).items():
            if row == old.get(key):
                continue
            content = seal().close(PURPOSE, json.dumps([old.get(key), row], ensure_ascii=False))
            one = ImportChange(import_id=import_id, area=area, step=step, relation=model._meta.label, row_id=key, made=key not in old, content=content)
            (made if one.made else changed).append(one)
    ImportChange.objects.bulk_create([*changed, *made])


def _opened(change: ImportChange) -> tuple[Row, Row]:
    before, after = json.loads(seal().open(PURPOSE, change.content))
    return before or {}, after


def _check_unchanged(model: type[Model], left: list[Row]) -> None:
    """Refuse where a row is not as the import left it, or is no more."""
    now = _rows(model, [model._meta.pk.to_python(row[_key(model)]) for row in left])
    for row in left:
        if _facts(now.get(str(row[_key(model)]), {})) != _facts(row):
            raise Refused("changed_after_import", CHANGED_AFTER_IMPORT, what=called(row))


def _facts(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != COUNTED_UP}


def called(row: Row) -> str:
    """What people call a row."""
    return next((str(row[name]) for name in NAMES if row.get(name)), "")


def _check_unused(model: type[Model], found: list[tuple[Row, Row]]) -> None:
    """Refuse where rows that the import did not make point to one that has to go."""
    rows = {str(after[_key(model)]): after for _before, after in found}
    for relation in model._meta.related_objects:
        pointing = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": list(rows)})
        keys = list(pointing.values_list(relation.field.attname, flat=True))
        if keys:
            raise Refused("used_after_import", USED_AFTER_IMPORT, what=called(rows[str(keys[0])]), number=len(keys))


def _restore(model: type[Model], rows: list[Row]) -> None:
    """Write rows as they were; a counter goes on counting."""
    table, key = sql.Identifier(model._meta.db_table), sql.Identifier(_key(model))
    names = [sql.Identifier(name) for name in rows[0] if name not in (_key(model), COUNTED_UP)]
    parts = [sql.SQL("{0} = r.{0}").format(name) for name in names]
    parts += [sql.SQL("version = t.version + 1")] * (COUNTED_UP in rows[0])
    statement = sql.SQL("UPDATE {0} t SET {1} FROM jsonb_populate_recordset(NULL::{0}, %s::jsonb) r WHERE t.{2} = r.{2}")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(table, sql.SQL(", ").join(parts), key), [json.dumps(rows)])
