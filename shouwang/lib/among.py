"""A condition that hands the database thousands of ids as one value: as thousands of values (``__in``) the driver spends longer on them than the database."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Lookup, UUIDField, Value


class AnyOf(Lookup):
    """``column = ANY(array)``."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The condition and its one parameter."""
        column, of_column = self.process_lhs(compiler, connection)
        array, of_array = self.process_rhs(compiler, connection)
        return f"{column} = ANY({array})", (*of_column, *of_array)


def among(field: str, ids: Iterable[UUID]) -> AnyOf:
    """Rows whose ``field`` is one of these ids."""
    return AnyOf(F(field), Value(list(ids), output_field=ArrayField(UUIDField())))
