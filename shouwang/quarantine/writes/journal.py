"""The journal of one batch: what rows were before it, which it removed and which it made, by the observation they belong to."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

Values = dict[str, Any]
HERE = ("area", "unit", "reported_by", "person")  # a row comes back where the observation lies now, to whom it belongs now


class Journal:
    """Remembers the first value of everything that is changed. Costs no query."""

    def __init__(self) -> None:
        self._before: dict[type[Model], dict[Any, tuple[Any, Values]]] = {}
        self._removed: dict[type[Model], list[Any]] = {}

    def changing(self, row: Any, names: Iterable[str]) -> None:
        """These values of a row that was read are about to change."""
        _, kept = self._before.setdefault(type(row), {}).setdefault(row.pk, (row, {}))
        for name in names:
            kept.setdefault(name, getattr(row, name))

    def removing(self, row: Any) -> None:
        """A row that was read is about to go."""
        self._removed.setdefault(type(row), []).append(row)

    def of(self, observation: Any, made: dict[type[Model], list[Any]]) -> dict[str, Any]:
        """What the batch did to one observation and to what belongs to it, as JSON; ``made`` are the batch's new rows."""
        changed = {
            model.__name__: {str(key): _kept(values) for key, (row, values) in rows.items() if _belongs(row, observation)}
            for model, rows in self._before.items()
        }
        removed = {model.__name__: [_whole(row) for row in rows if _belongs(row, observation)] for model, rows in self._removed.items()}
        new = {model.__name__: [str(row.pk) for row in rows if _belongs(row, observation)] for model, rows in made.items()}
        touched = [row for rows in self._before.values() for row, _values in rows.values()] + [row for rows in made.values() for row in rows]
        left = {str(row.pk): row.version for row in touched if hasattr(row, "version") and row is not observation and _belongs(row, observation)}
        return {"changed": _filled(changed), "removed": _filled(removed), "made": _filled(new), "versions": left}


def _belongs(row: Any, observation: Any) -> bool:
    if row is observation:
        return True
    of = getattr(row, "observation_id", None)
    return of == observation.pk if of or hasattr(row, "observation_id") else getattr(row, "person_id", None) == observation.person_id


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in found.items() if rows}


def _kept(values: Values) -> Values:
    return {name: as_json(value) for name, value in values.items() if name not in (*HERE, "version")}


def _whole(row: Any) -> Values:
    """Every value of a row, with those of the journal where it was changed before it went."""
    return {field.attname: as_json(getattr(row, field.attname)) for field in row._meta.concrete_fields if field.name not in HERE}


def as_json(value: Any) -> Any:
    """A value as JSON holds it, exactly: ``read`` finds the same again."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def read(model: type[Model], values: Values) -> Values:
    """Values as they came from ``as_json``, for a row of the model."""
    fields = {field.attname: field for field in model._meta.concrete_fields} | {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}
