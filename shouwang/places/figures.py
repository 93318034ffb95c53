"""What stands in the tree and at the roadside: lines of the daily report's first two groups (DOMAIN 3.24)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import Figure, Stock
from shouwang.ledger.subjects import Day
from shouwang.places.choices import AreaKind, Level, SiteKind
from shouwang.places.models import Area, Site
from shouwang.places.reads import in_force, open_at, with_managing_unit


def _areas(day: Day, **which: str) -> QuerySet[Any]:
    """Areas in force on the day, with the unit that answered for them."""
    return with_managing_unit(Area.objects.filter(in_force(day.date), **which), day.date)


def _sites(day: Day, kind: str) -> QuerySet[Any]:
    """Sites that were open at the cut-off."""
    return Site.objects.filter(open_at(day.end), kind=kind)


def _stock(name: str, title: Any, standing: Callable[[Day], QuerySet[Any]], group: str = "organisation") -> Stock:
    return Stock(name=name, title=title, group=group, standing=standing)


FIGURES: list[Figure] = [
    _stock("villages", _("Villages and communities"), partial(_areas, level=Level.VILLAGE)),
    _stock("grids", _("Grids"), partial(_areas, kind=AreaKind.GRID)),
    _stock("micro_grids", _("Micro-grids"), partial(_areas, kind=AreaKind.MICRO_GRID)),
    _stock("compounds", _("Residential compounds"), partial(_sites, kind=SiteKind.COMPOUND)),
    _stock("scattered_areas", _("Areas of scattered homes"), partial(_areas, kind=AreaKind.SCATTERED_AREA)),
    _stock("checkpoints", _("Checkpoints"), partial(_sites, kind=SiteKind.CHECKPOINT), "checkpoints"),
    _stock("blocked_crossings", _("Blocked crossings"), partial(_sites, kind=SiteKind.BLOCKED_CROSSING), "checkpoints"),
    _stock(
        "staff_temperature_posts",
        _("Staff temperature posts"),
        partial(_sites, kind=SiteKind.STAFF_TEMPERATURE_POST),
        "checkpoints",
    ),
]
