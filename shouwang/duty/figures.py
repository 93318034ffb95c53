"""People on duty: lines of the daily report's first group (DOMAIN 3.24). Each counts people, not duties."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import Role
from shouwang.duty.reads import on_duty
from shouwang.ledger.figures import Figure, Stock
from shouwang.ledger.subjects import Day


def _standing(day: Day) -> QuerySet[Any]:
    """Duties in force at the cut-off."""
    return on_duty(day.end).select_related("staff")


def _people(name: str, title: Any, role: str = "") -> Stock:
    """Distinct people with a duty at the cut-off; of one role, if named."""
    which = Q(role=role) if role else Q()
    return Stock(name=name, title=title, group="organisation", standing=_standing, where=which, distinct="person_key")


FIGURES: list[Figure] = [
    _people("staff_total", _("People on duty")),
    _people("community_staff", _("Community staff"), Role.COMMUNITY_STAFF),
    _people("grid_workers", _("Grid workers"), Role.GRID_WORKER),
    _people("micro_grid_workers", _("Micro-grid workers"), Role.MICRO_GRID_WORKER),
    _people("volunteers", _("Volunteers"), Role.VOLUNTEER),
]
