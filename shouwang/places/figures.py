"""What stands in the tree and at the roadside: lines of the daily report's first two groups (DOMAIN 3.24)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.ledger.figures import Figure, Stock
from shouwang.ledger.subjects import Day
from shouwang.places.choices import AreaKind, Level, SiteKind
from shouwang.places.models import Area, Site
from shouwang.places.reads import in_force, open_at, with_managing_unit


def _areas(day: Day) -> QuerySet[Any]:
    """Areas in force on the day, with the unit that answered for them."""
    return with_managing_unit(Area.objects.filter(in_force(day.date)), day.date)


def _sites(day: Day) -> QuerySet[Any]:
    """Sites that were open at the cut-off."""
    return Site.objects.filter(open_at(day.end))


def _stock(name: str, title: Any, standing: Callable[[Day], QuerySet[Any]], group: str = "organisation", **which: str) -> Stock:
    return Stock(name=name, title=title, group=group, standing=standing, where=Q(**which))


FIGURES: list[Figure] = [
    _stock("villages", _("Villages and communities"), _areas, level=Level.VILLAGE),
    _stock("grids", _("Grids"), _areas, kind=AreaKind.GRID),
    _stock("micro_grids", _("Micro-grids"), _areas, kind=AreaKind.MICRO_GRID),
    _stock("compounds", _("Residential compounds"), _sites, kind=SiteKind.COMPOUND),
    _stock("scattered_areas", _("Areas of scattered homes"), _areas, kind=AreaKind.SCATTERED_AREA),
    _stock("checkpoints", _("Checkpoints"), _sites, "checkpoints", kind=SiteKind.CHECKPOINT),
    _stock("blocked_crossings", _("Blocked crossings"), _sites, "checkpoints", kind=SiteKind.BLOCKED_CROSSING),
    _stock("staff_temperature_posts", _("Staff temperature posts"), _sites, "checkpoints", kind=SiteKind.STAFF_TEMPERATURE_POST),
]
