"""Takes an imported list of sites, grids or units back as a whole."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model, Q

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.ledger.choices import USED_AFTER_IMPORT
from shouwang.ledger.imports.changes import put_back
from shouwang.lib import paths
from shouwang.lib.fields import AreaPath, UnitCode
from shouwang.lib.refusals import Refused
from shouwang.places.models import Area, Site, Unit
from shouwang.places.writes.tree import change_tree

LOGS = ("audit.AuditEvent", "ledger.History")  # they name what was, and hold nothing up
SITE_FIELDS = ("site", "to_site")  # how columns that hold a site's code are called everywhere


@transaction.atomic
def undo_import(import_id: UUID, *, by: Actor) -> int:
    """Take back what an import of a list made, and make what it changed what it was; how many rows went.

    Names that an area had until a day stay in its history. All or nothing: raises Refused changed_after_import or
    used_after_import where something was changed or used since, not_permitted.
    """
    by.check(Permission.MANAGE_PLACES)
    change_tree()
    gone = put_back(import_id)
    _check_unused(gone.get(Area, []), _of_an_area, _inside)
    _check_unused(gone.get(Unit, []), _of_a_unit, _named)
    _check_unused(gone.get(Site, []), _of_a_site, _named)
    count = sum(len(keys) for keys in gone.values())
    record_event(by=by, action="places.undo_import", area=by.area, count=count, subject=import_id)
    return count


def _check_unused(keys: list[str], which: Callable[[Any], bool], naming: Callable[[str, str], Q]) -> None:
    """Refuse where a column anywhere still names what is gone."""
    for model, name in _columns(which) if keys else ():
        wanted = Q()
        for key in keys:
            wanted |= naming(name, key)
        held = model._default_manager.filter(wanted)
        if number := held.count():
            what = held.values_list(name, flat=True)[0]
            raise Refused("used_after_import", USED_AFTER_IMPORT, what=what, number=number)


def _columns(which: Callable[[Any], bool]) -> Iterable[tuple[type[Model], str]]:
    """The columns of every table that hold what is asked for."""
    for model in apps.get_models():
        if model._meta.managed and model._meta.label not in LOGS:
            yield from ((model, field.name) for field in model._meta.concrete_fields if which(field))


def _of_an_area(field: Any) -> bool:
    return isinstance(field, AreaPath)


def _of_a_unit(field: Any) -> bool:
    return isinstance(field, UnitCode)


def _of_a_site(field: Any) -> bool:
    return field.name in SITE_FIELDS and not field.is_relation


def _inside(name: str, path: str) -> Q:
    low, high = paths.bounds(path)
    return Q(**{f"{name}__gte": low, f"{name}__lt": high})


def _named(name: str, code: str) -> Q:
    return Q(**{name: code})
