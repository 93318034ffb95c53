"""What of two persons (or households) cannot stand side by side once they are one: found before anything is changed.

Taken from the unique constraints of every table of the product, so that no feature is forgotten. Each feature says in its
``choices.ONE_EACH`` what a collision means, by the constraint's name: a sentence refuses the merge; ``SET_ASIDE`` lets the record of the
one who stays stand, and the other's stop counting until the merge is taken back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from shouwang.accounts.enforcement import references
from shouwang.ledger import tallies
from shouwang.ledger.records import Record, record_models
from shouwang.lib.refusals import Refused
from shouwang.people.choices import MERGE_CONFLICT, SET_ASIDE

_meanings: dict[str, Any] = {}


@dataclass(frozen=True)
class Only:
    """A rule that lets a table name somebody once: by which column, beside which others, under which condition."""

    name: str
    model: type[models.Model]
    column: str
    others: tuple[str, ...]
    condition: Q
    nulls_differ: bool


def declare(meanings: Mapping[str, Any]) -> None:
    """Say what collisions mean, by constraint; called once for each feature when all are loaded."""
    _meanings.update(meanings)


def meaning(name: str) -> Any:
    """What the collision of a constraint means: a sentence, ``SET_ASIDE``, or none where nobody said."""
    return _meanings.get(name)


def rules_of(target: type[models.Model]) -> Iterator[Only]:
    """Every rule that can stand against merging two rows of a table."""
    for model, column in references(target):
        field: Any = model._meta.get_field(column)
        if field.unique:
            yield Only(f"{model._meta.db_table}.{column}", model, column, (), Q(), True)
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and column in constraint.fields:
                others = tuple(name for name in constraint.fields if name != column)
                condition, nulls_differ = constraint.condition or Q(), constraint.nulls_distinct is not False
                yield Only(constraint.name, model, column, others, condition, nulls_differ)


def settle_collisions(target: type[models.Model], gone: UUID, kept: UUID) -> list[dict[str, Any]]:
    """Set aside what the rules let be set aside; answers what. Raises Refused MERGE_CONFLICT with the sentence of the rule."""
    found = [(rule, rows) for rule in rules_of(target) if (rows := _colliding(rule, gone, kept))]
    for rule, _rows in found:
        if meaning(rule.name) is not SET_ASIDE:
            raise Refused("MERGE_CONFLICT", meaning(rule.name) or MERGE_CONFLICT)
    return [_set_aside(rule.model, rows) for rule, rows in found]


def stand_again(aside: Sequence[Mapping[str, Any]]) -> None:
    """Let what was set aside count again."""
    by_table = {model._meta.db_table: model for model in record_models()}
    for entry in aside:
        model = by_table[entry["table"]]
        rows = model.objects.filter(pk__in=entry["ids"], live=False)
        ids = list(rows.values_list("pk", flat=True))
        rows.update(live=True)
        tallies.post(model, ids)


def _colliding(rule: Only, gone: UUID, kept: UUID) -> list[UUID]:
    """The rows of the one who gives way that collide with rows of the one who stays."""
    rows = rule.model._default_manager.filter(rule.condition)
    taken = {tuple(others) for _key, *others in rows.filter(**{rule.column: kept}).values_list("pk", *rule.others)}
    asked = rows.filter(**{rule.column: gone}).values_list("pk", *rule.others)
    return [key for key, *others in asked if _equal(tuple(others), taken, rule)]


def _equal(others: tuple[Any, ...], taken: set[tuple[Any, ...]], rule: Only) -> bool:
    return others in taken and not (rule.nulls_differ and None in others)


def _set_aside(model: type[models.Model], rows: list[UUID]) -> dict[str, Any]:
    if not issubclass(model, Record):
        raise TypeError(f"{model._meta.label} is no record: it cannot be set aside, say a sentence in choices.ONE_EACH")
    tallies.withdraw(model, rows)
    return {"table": model._meta.db_table, "ids": [str(row) for row in rows]}

