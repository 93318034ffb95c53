"""Renames, moves and closes areas. What was recorded stays where it was; what is open follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, refused
from shouwang.places.choices import BELOW_ITSELF, IN_FUTURE, NAME_MISSING, PARENT_TOO_LOW, SAME_PLACE, SUCCESSOR_SELF
from shouwang.places.models import Area, AreaCode, AreaMove, AreaName, Responsibility
from shouwang.places.rules import area_keys, tidy_area_name
from shouwang.places.writes.tree import change_tree, living_area, numbering

PLAIN_TREE = ("kind", "name", "name_key", "initials", "urban_rural")


@dataclass(frozen=True)
class Renaming:
    """An area is called ``name`` from a day."""

    path: str
    name: str
    on: date | None = None


@dataclass(frozen=True)
class Moving:
    """An area, with all below it, belongs to another one from a day."""

    path: str
    parent: str
    on: date | None = None


@dataclass(frozen=True)
class Closing:
    """An area, with all below it, ends after ``last_day``; what is open in it goes on in the successor, if named."""

    path: str
    last_day: date | None = None
    successor: str = ""


@transaction.atomic
def rename_areas(batch: list[Renaming], *, by: Actor) -> list[Verdict]:
    """Give areas new names and keep the old ones. Facts of a verdict: ``path``."""
    return _one_by_one(batch, _rename, "places.rename_areas", by)


@transaction.atomic
def move_areas(batch: list[Moving], *, by: Actor) -> list[Verdict]:
    """Hang areas below others: they end under the old path and go on under a new one.

    Everything with ``moves_with_area`` follows; a model with closed rows says with ``moves_when`` (a Q) which follow.
    Facts of a verdict: ``path``, ``old``.
    """
    return _one_by_one(batch, _move, "places.move_areas", by)


@transaction.atomic
def close_areas(batch: list[Closing], *, by: Actor) -> list[Verdict]:
    """End areas. They and their codes stay known for their time. Facts of a verdict: ``path``."""
    return _one_by_one(batch, _close, "places.close_areas", by)


def _one_by_one(batch: list[Any], change: Any, action: str, by: Actor) -> list[Verdict]:
    by.check(Permission.MANAGE_PLACES)
    change_tree()
    verdicts = [_tried(change, wanted, by) for wanted in batch]
    record_event(by=by, action=action, area=by.area, count=sum(verdict.taken for verdict in verdicts))
    return verdicts


def _tried(change: Any, wanted: Any, by: Actor) -> Verdict:
    try:
        with transaction.atomic():
            return change(wanted, by)
    except Refused as refusal:
        return refused(refusal)


def _day(wanted: date | None) -> date:
    day = wanted or clocks.today()
    if day > clocks.today():
        raise Refused("in_future", IN_FUTURE, day=day)
    return day


def _rename(wanted: Renaming, by: Actor) -> Verdict:
    by.check(Permission.MANAGE_PLACES, wanted.path)
    area, day, name = living_area(wanted.path), _day(wanted.on), tidy_area_name(wanted.name)
    if not name:
        raise Refused("NAME_MISSING", NAME_MISSING)
    AreaName.objects.create(area=area.path, name=area.name, valid_to=day - timedelta(days=1))
    area.name, keys = name, area_keys(name)
    area.name_key, area.initials = keys["name_key"], keys["initials"]
    area.save(update_fields=["name", *keys])
    return accepted(None, path=area.path)


def _move(wanted: Moving, by: Actor) -> Verdict:
    by.check(Permission.MANAGE_PLACES, wanted.path)
    by.check(Permission.MANAGE_PLACES, wanted.parent)
    area, parent, day = living_area(wanted.path), living_area(wanted.parent), _day(wanted.on)
    check_move(area, parent)
    new = numbering().next(parent.path, area.level)
    _copy_tree(area.path, new, day)
    _hand_on(area.path, new, day)
    _follow(area.path, new)
    AreaMove.objects.create(old=area.path, new=new, on=day)
    return accepted(None, path=new, old=area.path)


def check_move(area: Area, parent: Area) -> None:
    """Refuse to hang an area below itself, below a level that is too low, or where it stands already."""
    if paths.holds(area.path, parent.path):
        raise Refused("below_itself", BELOW_ITSELF)
    if paths.LEVELS.index(parent.level) >= paths.LEVELS.index(area.level):
        raise Refused("parent_too_low", PARENT_TOO_LOW, level=area.level, parent=parent.name)
    if paths.parent(area.path) == parent.path:
        raise Refused("same_place", SAME_PLACE, name=area.name)


def _copy_tree(old: str, new: str, day: date) -> None:
    """The area and what is open below it, under the new path from ``day``; the old ones end the day before."""
    open_rows = _open(Area.objects.filter(_in(old, "path")))
    copies = [
        Area(
            path=_moved(row.path, old, new),
            level=row.level,
            valid_from=day,
            **{name: getattr(row, name) for name in PLAIN_TREE},
        )
        for row in open_rows
    ]
    for row in open_rows:
        row.valid_to, row.successor = day - timedelta(days=1), _moved(row.path, old, new)
    Area.objects.bulk_update(open_rows, ["valid_to", "successor"])
    Area.objects.bulk_create(copies)


def _hand_on(old: str, new: str, day: date) -> None:
    """Codes and responsibility go on under the new path."""
    codes = list(_open(AreaCode.objects.filter(_in(old))))
    charges = list(_open(Responsibility.objects.filter(_in(old))))
    for rows in (codes, charges):
        _end(rows, day)
    AreaCode.objects.bulk_create(
        AreaCode(area=_moved(row.area, old, new), code=row.code, edition=row.edition, valid_from=day) for row in codes
    )
    Responsibility.objects.bulk_create(
        Responsibility(area=_moved(row.area, old, new), unit=row.unit, valid_from=day) for row in charges
    )


def _end(rows: list[Any], day: date) -> None:
    """Let rows end the day before; one that had not begun by then never held, and goes."""
    if rows:
        manager, last_day = type(rows[0]).objects, day - timedelta(days=1)
        pks = [row.pk for row in rows]
        manager.filter(pk__in=pks, valid_from__gt=last_day).delete()
        manager.filter(pk__in=pks).update(valid_to=last_day)


def _close(wanted: Closing, by: Actor) -> Verdict:
    by.check(Permission.MANAGE_PLACES, wanted.path)
    area, day = living_area(wanted.path), _day(wanted.last_day)
    if wanted.successor:
        by.check(Permission.MANAGE_PLACES, wanted.successor)
        if paths.holds(area.path, living_area(wanted.successor).path):
            raise Refused("successor_self", SUCCESSOR_SELF)
    _open(Area.objects.filter(_in(area.path, "path"))).update(valid_to=day, successor=wanted.successor)
    for model in (AreaCode, Responsibility):
        _open(model.objects.filter(_in(area.path))).update(valid_to=day)
    if wanted.successor:
        _gather(area.path, wanted.successor)
    return accepted(None, path=area.path)


def _follow(old: str, new: str) -> None:
    """What is open in the old area goes to the same place below the new one."""
    for rows in _followers(old):
        rows.update(area=Concat(Value(new), Substr("area", len(old) + 1)))


def _gather(old: str, successor: str) -> None:
    """What is open in an area that ended goes to its successor, which has other areas below it."""
    for rows in _followers(old):
        rows.update(area=successor)


def _followers(old: str) -> Iterator[models.QuerySet[Any]]:
    for model in apps.get_models():
        if getattr(model, "moves_with_area", False):
            yield model._default_manager.filter(_in(old), getattr(model, "moves_when", Q()))


def _in(path: str, column: str = "area") -> Q:
    low, high = paths.bounds(path)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def _open(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows.filter(valid_to__isnull=True)


def _moved(path: str, old: str, new: str) -> str:
    return new + path[len(old) :]
