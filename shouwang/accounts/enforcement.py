"""Makes the database keep the laws that the models declare: scope, append-only records, history.

Applied after every migration, idempotent. It reads three declarations from each model:
``class Scope`` (``by = "area"`` for row-level security, or ``public = "reason"``: everybody reads, and where an area is named
the scope limits who writes; ``also`` adds rows of other areas to it, ``shown`` adds rows that are read and never written; ``own``
says which rows are a resident's), ``append_only = True`` (rows may be added, only the columns in ``may_change`` updated, none
deleted) and ``keeps_history = True`` (the old row is kept at each change).
Which columns name whom is read from the keys and from ``refers``, and told to the database for merging (``enforced_references``).
"""

from collections.abc import Iterator
from importlib import resources
from typing import Any, cast

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from shouwang.lib.fields import AreaPath

APP_ROLE, RESIDENT_ROLE = "shouwang_app", "shouwang_resident"
IN_SCOPE = (
    "area >= nullif(current_setting('app.lo', true), '') AND area < nullif(current_setting('app.hi', true), '')"
)


def lay_ground(connection: BaseDatabaseWrapper) -> None:
    """What the tables stand on, before they are migrated: the sequence behind every record's ``received``."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE IF NOT EXISTS ledger_received_seq")


def enforce(connection: BaseDatabaseWrapper) -> None:
    """Apply grants, policies, functions and triggers on the owner's connection."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for statement in statements(present):
            cursor.execute(statement)


def statements(present: set[str]) -> Iterator[str]:
    """Every statement for the tables that are present, in an order that can be run again at any time."""
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE ON SCHEMA public TO {RESIDENT_ROLE}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {RESIDENT_ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP_ROLE}"
    yield _references()
    yield from _functions()
    for model in [model for model in own_models() if model._meta.db_table in present]:
        yield from _policy(model)
        yield from _own_rows(model)
        yield from _append_only(model)
        yield from _history(model)
    for view in [model for model in own_models() if not model._meta.managed]:  # it shows no more than the tables below it
        yield f"GRANT SELECT ON {view._meta.db_table} TO {RESIDENT_ROLE}"


def own_models() -> list[type[models.Model]]:
    """The tables of this product, without those of the libraries it stands on."""
    return [model for model in apps.get_models() if model.__module__.startswith("shouwang.")]


def references(target: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every column of the product that names a row of ``target``: table and field, by key or as ``refers`` says.

    A table whose ``follows_merge`` is False says what merging does to it in a write of its own.
    """
    found: list[tuple[type[models.Model], str]] = []
    for model in own_models():
        if model._meta.managed and getattr(model, "follows_merge", True):
            told = getattr(model, "refers", {})
            named = [field.name for field in model._meta.concrete_fields if field.related_model is target or target._meta.label in told.get(field.name, ())]
            found += [(model, name) for name in named]
    return found


def _references() -> str:
    """The same for the database: it moves rows from one to another only in these columns."""
    merging = [model for model in own_models() if getattr(model, "can_merge", False)]
    rows = [
        f"('{target._meta.db_table}', '{model._meta.db_table}', '{_column(model, name)}')"
        for target in merging
        for model, name in references(target)
    ]
    return (
        "CREATE OR REPLACE FUNCTION enforced_references() RETURNS TABLE (target text, relation text, part text) "
        f"LANGUAGE sql IMMUTABLE AS $$ SELECT * FROM (VALUES {', '.join(rows)}) AS told $$"
    )


def scope_of(model: type[models.Model]) -> type:
    """The model's scope declaration. Raises TypeError naming a model that has none."""
    scope = getattr(model, "Scope", None)
    if scope is None:
        raise TypeError(f"{model._meta.label} says nothing about its scope: add class Scope with by = 'area' or public = 'why'")
    return scope


def _functions() -> Iterator[str]:
    yield "SET check_function_bodies = off"  # a function may name a table that a later migration makes
    for config in apps.get_app_configs():
        folder = resources.files(config.module) / "sql" if config.name.startswith("shouwang.") and config.module else None
        if folder is not None and folder.is_dir():
            for file in sorted(folder.iterdir(), key=lambda item: item.name):
                yield file.read_text(encoding="utf-8")


def _policy(model: type[models.Model]) -> Iterator[str]:
    """Rows of an area are read and written by whoever's scope holds it; what is public about it is read by everybody."""
    scope = scope_of(model)
    public = getattr(scope, "by", None) != "area"
    column = place_column(model) if public else "area"
    if column:
        yield from _scope(model._meta.db_table, _condition(scope, column))
        yield from _readers(model._meta.db_table, "true" if public else getattr(scope, "shown", ""), f"{APP_ROLE}, {RESIDENT_ROLE}" if public else APP_ROLE)


def _scope(table: str, condition: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS scope ON {table}"
    yield f"CREATE POLICY scope ON {table} TO {APP_ROLE} USING ({condition}) WITH CHECK ({condition})"


def _readers(table: str, shown: str, roles: str) -> Iterator[str]:
    """Rows that are read beside those of the scope, and never written."""
    yield f"DROP POLICY IF EXISTS shown ON {table}"
    if shown:
        yield f"CREATE POLICY shown ON {table} FOR SELECT TO {roles} USING ({shown})"


def _condition(scope: type, column: str = "area") -> str:
    """Rows of the own area, and those that the declaration adds."""
    within, also = f"({IN_SCOPE.replace('area ', f'{column} ')})", getattr(scope, "also", "")
    return f"{within} OR ({also})" if also else within


def place_column(model: type[models.Model]) -> str:
    """The column that says which area a row is about; empty where there is none."""
    if not model._meta.managed:
        return ""
    key = model._meta.pk
    if any(field.column == "area" for field in model._meta.concrete_fields):
        return "area"
    return str(key.column) if isinstance(key, AreaPath) else ""


def own_rows(model: type[models.Model]) -> str:
    """The condition on rows that are a resident's own; empty where a resident has no business.

    ``Scope.own`` names the column that holds one of the resident's ids, or is a condition itself; a table that names a
    person needs to say nothing.
    """
    names = {field.column: field for field in model._meta.concrete_fields}
    own = getattr(scope_of(model), "own", "person_id" if "person_id" in names else "")
    if own not in names:
        return own
    kind = "uuid" if names[own].db_type(connections[DEFAULT_DB_ALIAS]) == "uuid" else "text"
    return f"{own} = ANY (string_to_array(nullif(current_setting('app.own', true), ''), ',')::{kind}[])"


def _own_rows(model: type[models.Model]) -> Iterator[str]:
    """A resident reads the own rows and what is public; writes nothing, anywhere."""
    table, scope = model._meta.db_table, scope_of(model)
    if getattr(scope, "by", None) != "area":
        if _names_nobody(model):
            yield f"GRANT SELECT ON {table} TO {RESIDENT_ROLE}"
        return
    yield f"GRANT SELECT ON {table} TO {RESIDENT_ROLE}"  # without a policy of its own there is no row
    yield f"DROP POLICY IF EXISTS own ON {table}"
    if condition := own_rows(model):
        yield f"CREATE POLICY own ON {table} FOR SELECT TO {RESIDENT_ROLE} USING ({condition})"


def _names_nobody(model: type[models.Model]) -> bool:
    """Whether a table that everybody may see holds nothing of anybody."""
    privacy = getattr(model, "Privacy", None)
    return not any(getattr(privacy, kind, ()) for kind in ("personal", "sensitive", "sealed"))


def _append_only(model: type[models.Model]) -> Iterator[str]:
    if not getattr(model, "append_only", False):
        return
    table = model._meta.db_table
    yield f"REVOKE UPDATE, DELETE ON {table} FROM {APP_ROLE}"
    if changing := getattr(model, "may_change", ()):
        columns = ", ".join(_column(model, name) for name in changing)
        yield f"GRANT UPDATE ({columns}) ON {table} TO {APP_ROLE}"


def _column(model: type[models.Model], name: str) -> str:
    return str(cast("models.Field[Any, Any]", model._meta.get_field(name)).column)


def _history(model: type[models.Model]) -> Iterator[str]:
    if not getattr(model, "keeps_history", False):
        return
    table = model._meta.db_table
    yield f"DROP TRIGGER IF EXISTS keep_history ON {table}"
    yield (
        f"CREATE TRIGGER keep_history AFTER UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_keep_history()"
    )
