"""Many changed rows in one statement: an update from arrays, which costs the same whether one row changes or a thousand."""

import json
from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Field, JSONField, Model


def update_rows(model: type[Model], rows: Sequence[Model], names: Collection[str]) -> None:
    """Write the named fields of rows that were read and changed. Fields that hold lists of the database's own are not for this."""
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in sorted(names)]
    key = model._meta.pk
    assert key is not None
    columns = [key, *fields]
    table = connection.ops.quote_name(model._meta.db_table)
    sets = ", ".join(f"{_quoted(field)} = new.{_quoted(field)}{_cast(field)}" for field in fields)
    arrays = ", ".join(f"%s::{_array_type(field)}[]" for field in columns)
    named = ", ".join(_quoted(field) for field in columns)
    statement = f"UPDATE {table} AS old SET {sets} FROM unnest({arrays}) AS new({named}) WHERE old.{_quoted(key)} = new.{_quoted(key)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [[_value(field, row) for row in rows] for field in columns])


def _quoted(field: Field) -> str:
    return connection.ops.quote_name(str(field.column))


def _cast(field: Field) -> str:
    return "::jsonb" if isinstance(field, JSONField) else ""


def _array_type(field: Field) -> str:
    return "text" if isinstance(field, JSONField) else str(field.db_type(connection))


def _value(field: Field, row: Model) -> Any:
    value = getattr(row, field.attname)
    return json.dumps(value) if isinstance(field, JSONField) else value
